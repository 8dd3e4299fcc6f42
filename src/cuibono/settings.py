"""Settings: environment variables ``CUIBONO_*``, then ``config.toml`` in the platform's configuration folder."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields
from importlib import import_module
from pathlib import Path

from platformdirs import user_config_path, user_data_path

from cuibono.core.errors import SettingsError

CONFIG_FILE = user_config_path("cuibono") / "config.toml"
PREFIX = "CUIBONO_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """Whether networks have a say in readings, the user's own in place of ours, and a model that phrases the talk."""

    use: bool = True  # False: readings by rules alone, faster
    # a folder with model.onnx, tokenizer.json and config.json: a three-way entailment model
    relate: Path | None = None
    # provider:name of a model that puts turns of the room in other words; "": none. See docs/models.md
    phrase: str = ""
    base_url: str = ""  # where it is reached, if not where its provider is
    key_file: Path | None = None  # a file that holds its key and nothing else; otherwise the provider's variable
    seconds: float = 60.0  # longest wait for one answer
    tokens_a_day: int = 200_000
    dollars_a_day: float = 1.0
    # US dollars per million tokens, for a model whose price is not publicly listed
    dollars_per_million_in: float | None = None
    dollars_per_million_out: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that can be set; each has a safe default. What users give is checked by :func:`load_settings`."""

    # a file, or a sqlite:// or postgresql:// URL
    db: Path | str = field(default_factory=lambda: user_data_path("cuibono") / "cuibono.db")
    interests: Path | None = None  # the user's interests.toml
    outlets: Path | None = None  # the user's outlets.toml
    lenses: Path | None = None  # the user's lenses.toml
    intranet: tuple[str, ...] = ()  # hosts (host:port) that may be fetched although not public
    max_bytes: int = 64 * 2**20  # largest input, in bytes
    models: Models = field(default_factory=Models)
    max_seconds: float = 60.0  # longest wait for one link, its redirects included, in seconds


def load_settings(**given: object) -> Settings:
    """Read the settings; ``given`` (command-line options that are not None) goes first.

    Raises:
        SettingsError: a value cannot be used, or the file cannot be read; the message names it.
    """
    passed = {name: value for name, value in given.items() if value is not None}
    try:
        if passed.keys() <= {"db"} and not _is_anything_set():
            match passed.get("db"):
                case None:
                    return Settings()
                case str() | Path() as place if place:
                    return Settings(db=location(place))
    except OSError as error:
        raise SettingsError(f"{CONFIG_FILE} cannot be read: {error.strerror}") from error
    # 0.15 s of CPU that those who set nothing need not pay for
    checks = import_module("cuibono.settings_checks")
    return Settings(**checks.checked(passed, CONFIG_FILE))


def location(given: str | Path) -> Path | str:
    """A path, unless it is a database URL: a Path would fold its slashes, and make a folder of its password."""
    return given if isinstance(given, str) and "://" in given else Path(given).expanduser()


def _is_anything_set() -> bool:
    """Whether there is a file, or a variable of one of the settings, in whatever case."""
    known = {f"{PREFIX}{setting.name}".upper() for setting in fields(Settings)}
    variables = {name.upper().partition("__")[0] for name in os.environ}  # CUIBONO_MODELS__RELATE
    return not known.isdisjoint(variables) or CONFIG_FILE.exists()
