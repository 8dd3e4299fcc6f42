"""Settings: environment variables ``CUIBONO_*``, then ``config.toml`` in the platform's configuration folder."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated

from platformdirs import user_config_path, user_data_path
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

CONFIG_FILE = user_config_path("cuibono") / "config.toml"
_PREFIX = "CUIBONO_"


def _place(given: object) -> object:
    """A path, unless it is a database URL: a Path would fold its slashes, and make a folder of its password."""
    if isinstance(given, str) and "://" in given:
        return given
    return _path(given)


def _path(given: object) -> object:
    if given is None or isinstance(given, Path):
        return given
    if not isinstance(given, str) or not given:
        raise ValueError("the path of a file")
    return Path(given).expanduser()


def _listed(given: object) -> object:
    """What stands between commas or white space, as an environment variable lists things."""
    return tuple(filter(None, re.split(r"[,\s]+", given))) if isinstance(given, str) else given


class Models(BaseModel):
    """Networks of the user's own in place of ours."""

    model_config = ConfigDict(extra="forbid")

    # a folder with model.onnx, tokenizer.json and config.json: a three-way entailment model
    relate: Annotated[Path | None, BeforeValidator(_path)] = None


class Settings(BaseSettings):
    """Everything that can be set; each has a safe default."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, env_nested_delimiter="__", toml_file=CONFIG_FILE, extra="forbid"
    )

    # a file, or a sqlite:// or postgresql:// URL
    db: Annotated[Path | str, BeforeValidator(_place)] = Field(
        default_factory=lambda: user_data_path("cuibono") / "cuibono.db"
    )
    interests: Annotated[Path | None, BeforeValidator(_path)] = None  # the user's interests.toml
    outlets: Annotated[Path | None, BeforeValidator(_path)] = None  # the user's outlets.toml
    # hosts (host:port) that may be fetched although not public
    intranet: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)] = ()
    max_bytes: int = Field(default=64 * 2**20, gt=0)  # largest input, in bytes
    models: Models = Models()
    max_seconds: float = Field(default=60.0, gt=0)  # longest wait for one link, its redirects included, in seconds

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


def load_settings(**given: object) -> Settings:
    """Read the settings; ``given`` (command-line options that are not None) goes first.

    Raises:
        SettingsError: a value cannot be used, or the file cannot be read; the message names it.
    """
    passed = {name: value for name, value in given.items() if value is not None}
    try:
        return Settings(**passed)  # type: ignore[arg-type] # pydantic checks them
    except ValidationError as error:
        raise SettingsError("; ".join(dict.fromkeys(_fault(each, passed) for each in error.errors()))) from error
    except ValueError as error:
        raise SettingsError(f"{CONFIG_FILE} is not valid TOML: {error}") from error
    except OSError as error:
        raise SettingsError(f"{CONFIG_FILE} cannot be read: {error.strerror}") from error


def _fault(error: ErrorDetails, passed: dict[str, object]) -> str:
    """What is wrong with one setting, and where it was set. The value is not shown: it may hold a password."""
    name = str(error["loc"][0]).removeprefix(_PREFIX).lower()
    variable = _PREFIX + name.upper()
    if name in passed:
        place = f"option {name}"
    elif any(variable == known.upper() for known in os.environ):
        place = variable
    else:
        place = f"{name} in {CONFIG_FILE}"
    if error["type"] == "extra_forbidden":
        return f"{place}: there is no such setting; there are {', '.join(sorted(Settings.model_fields))}"
    what = error["msg"].removeprefix("Value error, ").removeprefix("Input should be ").removeprefix("a valid ")
    return f"{place}: should be {what}" if what != error["msg"] else f"{place}: {what}"
