"""Where settings come from, what goes first, and what is said of those that cannot be used."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from cuibono.core.errors import SettingsError
from cuibono.settings import Models, Settings, load_settings
from cuibono.settings_checks import checked


@pytest.fixture(autouse=True)
def config(tmp_path, monkeypatch) -> Path:
    """A configuration file of the test's own, not yet written, and no variables."""
    file = tmp_path / "config.toml"
    for name in ("DB", "INTERESTS", "OUTLETS", "LENSES", "INTRANET", "MAX_BYTES", "MAX_SECONDS"):
        monkeypatch.delenv(f"CUIBONO_{name}", raising=False)
    monkeypatch.setattr("cuibono.settings.CONFIG_FILE", file)
    return file


def test_everything_has_a_safe_default():
    settings = load_settings()
    assert isinstance(settings.db, Path)
    assert settings.db.name == "cuibono.db"
    assert (settings.interests, settings.outlets, settings.lenses, settings.intranet) == (None, None, None, ())
    assert settings.max_bytes == 64 * 1024**2
    assert settings.max_seconds == 60


def test_where_nothing_is_set_nothing_is_loaded_to_check_it(tmp_path):
    script = "import sys, cuibono.settings as s; s.load_settings(db='x'); print('pydantic' in sys.modules)"
    home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=home)
    assert told.stdout.strip() == "False"


def test_what_is_checked_is_what_can_be_set(config):
    names = {field.name for field in fields(Settings)}
    assert set(checked({"db": "x"}, config)) == {"db"}
    with pytest.raises(SettingsError, match=", ".join(sorted(names))):
        checked({"max_bites": 1}, config)


def test_options_go_before_the_environment_and_that_before_the_file(config, monkeypatch):
    config.write_text('db = "file.db"\nmax_bytes = 1\nmax_seconds = 1.5')
    assert load_settings().db == Path("file.db")
    monkeypatch.setenv("CUIBONO_DB", "variable.db")
    monkeypatch.setenv("CUIBONO_MAX_BYTES", "2")
    assert load_settings(db=None).db == Path("variable.db"), "an option that was not given does not count"
    settings = load_settings(db=Path("option.db"))
    assert (settings.db, settings.max_bytes, settings.max_seconds) == (Path("option.db"), 2, 1.5)


@pytest.mark.parametrize(
    "words", ["a.example:80,b.example:81", " a.example:80  b.example:81 ", "a.example:80 , b.example:81"]
)
def test_hosts_of_the_intranet_are_listed_as_variables_list_things(words, monkeypatch):
    monkeypatch.setenv("CUIBONO_INTRANET", words)
    assert load_settings().intranet == ("a.example:80", "b.example:81")


def test_and_as_files_list_things(config):
    config.write_text('intranet = ["a.example:80", "[::1]:8080"]')
    assert load_settings().intranet == ("a.example:80", "[::1]:8080")


def test_a_database_url_keeps_its_slashes(monkeypatch):
    url = "postgresql://me:sesame@db.example/news"
    assert load_settings(db=url).db == url
    monkeypatch.setenv("CUIBONO_DB", url)
    assert load_settings().db == url


def test_a_network_of_the_users_own_is_a_variable_or_a_table(config, monkeypatch):
    config.write_text('[models]\nrelate = "~/net"')
    monkeypatch.setenv("HOME", "/home/mara")
    assert load_settings().models == Models(relate=Path("/home/mara/net"))
    config.unlink()
    monkeypatch.setenv("CUIBONO_MODELS__RELATE", "/nets/relate")
    assert load_settings().models == Models(relate=Path("/nets/relate"))


def test_a_tilde_is_the_home_folder(monkeypatch):
    monkeypatch.setenv("HOME", "/home/mara")
    monkeypatch.setenv("CUIBONO_DB", "~/news.db")
    monkeypatch.setenv("CUIBONO_INTERESTS", "~/interests.toml")
    settings = load_settings()
    assert (settings.db, settings.interests) == (Path("/home/mara/news.db"), Path("/home/mara/interests.toml"))


def fault(**given: object) -> str:
    with pytest.raises(SettingsError) as error:
        load_settings(**given)
    assert error.value.exit_code == 2
    return str(error.value)


def test_a_fault_names_where_the_setting_stands(config, monkeypatch):
    config.write_text("max_bytes = 'lots'")
    assert fault() == f"max_bytes in {config}: should be integer, unable to parse string as an integer"
    monkeypatch.setenv("CUIBONO_MAX_BYTES", "none")
    assert fault() == "CUIBONO_MAX_BYTES: should be integer, unable to parse string as an integer"
    assert fault(max_bytes=0) == "option max_bytes: should be greater than 0"


def test_several_faults_are_told_at_once(config):
    config.write_text("max_bytes = 0\nmax_bites = 1")
    assert [part.split(" in ")[0] for part in fault().split("; ")[:2]] == ["max_bytes", "max_bites"]


def test_values_are_not_repeated_since_they_may_be_secret(config):
    config.write_text('max_bytes = "sesame"\nopen = "sesame"')
    assert "sesame" not in fault()


def test_a_file_that_is_no_toml_or_cannot_be_read(config, monkeypatch):
    config.write_text("max_bytes 3")
    assert fault().startswith(f"{config} is not valid TOML: ")
    config.write_text("max_bytes = 3")

    def refuse(*_args: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert fault() == f"{config} cannot be read: Permission denied"
