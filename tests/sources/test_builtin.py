import re
import subprocess
import sys
from pathlib import Path

import pytest

from cuibono.core.errors import SettingsError
from cuibono.plugins import Registry
from cuibono.settings import Settings
from cuibono.sources import builtin

ROOT = Path(__file__).parents[2]


def test_every_kind_registers_as_a_plug_in_does():
    registry = Registry()
    builtin.register(registry)
    assert set(registry.sources) == set(builtin.KINDS)


def documented() -> dict[str, str]:
    text = (ROOT / "docs" / "sources.md").read_text("utf-8")
    return dict(re.findall(r"^\| `([a-z-]+)` \| (.*?) \|", text, re.MULTILINE))


@pytest.mark.parametrize("kind", sorted(builtin.KINDS))
def test_the_options_are_those_that_are_documented(desk, kind):
    with pytest.raises(SettingsError, match="nonsense: ") as failure:
        desk.source(kind, nonsense="1")
    taken = set(str(failure.value).rpartition("they take ")[2].split(", "))
    assert set(re.findall(r"`([a-z]+)`", documented()[kind])) == taken


def test_no_more_is_documented_than_there_is():
    assert set(documented()) == set(builtin.KINDS)


def test_the_settings_bound_what_is_fetched():
    limits = builtin.allowed(Settings(db="x", max_bytes=1000, max_seconds=2.5, intranet=("wiki.corp.example:8443",)))
    assert (limits.wire_bytes, limits.body_bytes, limits.total_seconds) == (1000, 1000, 2.5)
    assert limits.intranet == {"wiki.corp.example:8443"}


def test_a_kind_is_loaded_when_one_is_made():
    seen = (
        "import sys; from cuibono.sources import builtin; from cuibono.plugins import Registry;"
        "builtin.register(Registry());"
        "print({'lxml', 'feedparser', 'httpx2', 'protego', 'cuibono.sources.feeds'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", seen], check=True, capture_output=True, text=True)
    assert run.stdout.strip() == "set()"


def test_every_defence_in_the_note_on_sources_names_tests_that_exist():
    note = (ROOT / "design" / "2026-11-29-sources.md").read_text("utf-8")
    tests = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    named = set(re.findall(r"`(test_\w+)`", note))
    assert len(named) > 30
    assert [name for name in sorted(named) if f"def {name}(" not in tests] == []


def test_every_kind_has_its_terms_in_the_note():
    note = (ROOT / "design" / "2026-11-29-sources.md").read_text("utf-8")
    first = "".join(line.split("|")[1] for line in note.splitlines() if line.startswith("| `"))
    assert set(re.findall(r"`([a-z-]+)`", first)) == set(builtin.KINDS)
