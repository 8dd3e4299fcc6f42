"""Checks what users set, where it enters; loaded only where something is set, since Pydantic is dear to load."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from cuibono.core.errors import SettingsError
from cuibono.settings import PREFIX, Models, location


def checked(passed: Mapping[str, object], file: Path) -> dict[str, Any]:
    """The settings that are set, by name: what is passed in goes before the environment, which goes before the file.

    Raises:
        SettingsError: a value cannot be used, or the file cannot be read; the message names it.
    """

    class Here(_Checked):
        model_config = SettingsConfigDict(toml_file=file)

    try:
        found = Here(**passed)  # type: ignore[arg-type] # pydantic checks them
    except ValidationError as error:
        faults = dict.fromkeys(_fault(each, passed, file) for each in error.errors())
        raise SettingsError("; ".join(faults)) from error
    except ValueError as error:
        raise SettingsError(f"{file} is not valid TOML: {error}") from error
    except OSError as error:
        raise SettingsError(f"{file} cannot be read: {error.strerror}") from error
    values = {name: getattr(found, name) for name in found.model_fields_set}
    return {name: _models(value) if isinstance(value, _Models) else value for name, value in values.items()}


def _models(found: _Models) -> Models:
    """What is set of the models; the rest has the defaults of :class:`cuibono.settings.Models`."""
    return Models(**{name: getattr(found, name) for name in found.model_fields_set})


def _place(given: object) -> object:
    return location(given) if isinstance(given, str) and given else _path(given)


def _path(given: object) -> object:
    if given is None or isinstance(given, Path):
        return given
    if not isinstance(given, str) or not given:
        raise ValueError("the path of a file")
    return Path(given).expanduser()


def _listed(given: object) -> object:
    """What stands between commas or white space, as an environment variable lists things."""
    return tuple(filter(None, re.split(r"[,\s]+", given))) if isinstance(given, str) else given


class _Models(BaseModel):
    model_config = ConfigDict(extra="forbid")

    use: bool = True
    relate: Annotated[Path | None, BeforeValidator(_path)] = None
    phrase: str = ""
    base_url: str = ""
    key_file: Annotated[Path | None, BeforeValidator(_path)] = None
    seconds: float = Field(default=1, gt=0, le=600)
    tokens_a_day: int = Field(default=1, ge=0)
    dollars_a_day: float = Field(default=1, ge=0)
    dollars_per_million_in: float | None = Field(default=None, ge=0)
    dollars_per_million_out: float | None = Field(default=None, ge=0)


class _Checked(BaseSettings):
    """The fields of Settings with their limits. Their defaults count for nothing: only what is set is taken."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid")

    db: Annotated[Path | str, BeforeValidator(_place)] = "unused"
    interests: Annotated[Path | None, BeforeValidator(_path)] = None
    outlets: Annotated[Path | None, BeforeValidator(_path)] = None
    lenses: Annotated[Path | None, BeforeValidator(_path)] = None
    intranet: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)] = ()
    max_bytes: int = Field(default=1, gt=0)
    models: _Models = _Models()
    max_seconds: float = Field(default=1, gt=0)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is passed in goes before the environment, which goes before the file."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def _fault(error: ErrorDetails, passed: Mapping[str, object], file: Path) -> str:
    """What is wrong with one setting, and where it was set. The value is not shown: it may hold a password."""
    name = str(error["loc"][0]).removeprefix(PREFIX).lower()
    variable = PREFIX + name.upper()
    if name in passed:
        place = f"option {name}"
    elif any(variable == known.upper() for known in os.environ):
        place = variable
    else:
        place = f"{name} in {file}"
    if error["type"] == "extra_forbidden":
        return f"{place}: there is no such setting; there are {', '.join(sorted(_Checked.model_fields))}"
    what = error["msg"].removeprefix("Value error, ").removeprefix("Input should be ").removeprefix("a valid ")
    return f"{place}: should be {what}" if what != error["msg"] else f"{place}: {what}"
