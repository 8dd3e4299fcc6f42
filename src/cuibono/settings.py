"""Settings: environment variables ``CUIBONO_*``, then ``config.toml`` in the platform's configuration folder."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_config_path, user_data_path
from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from cuibono.core.errors import SettingsError

CONFIG_FILE = user_config_path("cuibono") / "config.toml"


class Settings(BaseSettings):
    """Everything that can be set; each has a safe default."""

    model_config = SettingsConfigDict(env_prefix="CUIBONO_", toml_file=CONFIG_FILE, extra="forbid")

    db: Path = Field(default_factory=lambda: user_data_path("cuibono") / "cuibono.db")
    interests: Path | None = None  # the user's interests.toml
    outlets: Path | None = None  # the user's outlets.toml
    intranet: tuple[str, ...] = ()  # hosts (host or host:port) that may be fetched although not public
    max_bytes: int = Field(default=64 * 2**20, gt=0)  # largest input, in bytes

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
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        msg = f"settings cannot be used ({CONFIG_FILE} or CUIBONO_*): {faults}"
        raise SettingsError(msg) from error
    except ValueError as error:
        msg = f"{CONFIG_FILE} is not valid TOML: {error}"
        raise SettingsError(msg) from error
