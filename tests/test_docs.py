"""The docs say what the code does: generated pages are current, examples run, links lead somewhere."""

from __future__ import annotations

import re
import shlex
import sys
import tomllib
from inspect import getdoc
from pathlib import Path

import pytest
import typer

from cuibono import cli
from cuibono.core.findings import Stake
from cuibono.core.news import OutletKind
from cuibono.findings.declared import declared
from cuibono.room.lenses import builtin_lenses, user_lenses
from cuibono.settings_checks import checked
from cuibono.stories.outlets import directory

ROOT = Path(__file__).parent.parent
USAGE_ERROR = typer.BadParameter.__base__  # Typer exports no other name of it
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!\\)\[[^\]\n]*\]\(([^)\s]+)\)")
PAGES = sorted(
    path
    for path in (*ROOT.glob("*.md"), *(p for f in ("docs", "design", "examples") for p in (ROOT / f).glob("*.md")))
    if path.name != "CHANGELOG.md"
)


@pytest.fixture(scope="module")
def pages():
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        import docs  # noqa: PLC0415 - a script, found beside the others
    finally:
        sys.path.remove(str(ROOT / "scripts"))
    return docs


def fenced(path: Path, language: str) -> list[str]:
    return [body for name, body in FENCE.findall(path.read_text("utf-8")) if name == language]


def calls(text: str) -> list[list[str]]:
    """The words of each call of ours in a shell example, up to a pipe, redirection or next command."""
    found = []
    for line in text.replace("\\\n", " ").splitlines():
        lexer = shlex.shlex(line.removeprefix("$ "), posix=True, punctuation_chars=True)
        lexer.whitespace_split = True
        words = list(lexer)
        if words[:1] == ["cuibono"]:
            end = next((at for at, word in enumerate(words) if set(word) <= set("();<>|&")), len(words))
            found.append(words[1:end])
    return found


def parse(words: list[str]) -> None:
    """What Typer does before it calls the command; raises a UsageError where that fails."""
    named = next((word for word in words if not word.startswith("-")), None)
    group = typer.main.get_command(cli.build(named))
    asked = group.make_context("cuibono", ["--help"], resilient_parsing=True)
    if named is None:
        group.make_context("cuibono", [*words, "read"], resilient_parsing=True)
        return
    before = words[: words.index(named)]
    group.make_context("cuibono", [*before, named], resilient_parsing=True)
    command = group.get_command(asked, named)
    assert command is not None, f"no command {named!r}"
    command.make_context(named, words[words.index(named) + 1 :], parent=asked)


def examples() -> list[tuple[str, list[str]]]:
    return [(path.name, words) for path in PAGES for body in fenced(path, "sh") for words in calls(body)]


@pytest.mark.slow
def test_generated_pages_are_current(pages):
    stale = sorted(path.name for path in pages.outdated())
    assert stale == [], "run `make docs`"


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_the_line_of_a_command_is_its_docstring(name):
    module, line = cli.COMMANDS[name]
    __import__(module)
    assert (getdoc(getattr(sys.modules[module], name)) or "").splitlines()[0] == line


def test_every_error_ends_in_a_code_that_the_help_states(pages):
    codes = {error.exit_code for error in pages.errors(pages.CuiBonoError)}
    assert codes <= set(pages.stated_codes())


def test_the_drawn_tree_names_every_error(pages):
    drawn = re.findall(r"^[│├└─ ]*(\w+)", pages.tree(), re.MULTILINE)
    assert sorted(drawn) == sorted(error.__name__ for error in pages.errors(pages.CuiBonoError))


@pytest.mark.parametrize(("page", "words"), examples())
def test_an_example_is_a_call_that_exists(page, words):
    parse(words)


@pytest.mark.parametrize("words", ["read --no-such-option x", "read", "nonsense x", "ask"])
def test_an_example_with_a_mistake_is_noticed(words):
    with pytest.raises((USAGE_ERROR, AssertionError)):
        parse(words.split())


def test_examples_are_found_between_prompts_pipes_and_long_lines():
    text = "$ cuibono read a 'b c' | less\nls\ncuibono show s1 \\\n  --md > x.md\n"
    assert calls(text) == [["read", "a", "b c"], ["show", "s1", "--md"]]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(path):
    prose = FENCE.sub("", path.read_text("utf-8"))
    near = [target.partition("#")[0] for target in LINK.findall(prose) if ":" not in target.partition("/")[0]]
    assert [target for target in near if target and not (path.parent / target).exists()] == []


def test_the_example_of_interests_loads(tmp_path):
    (example, setting) = fenced(ROOT / "docs" / "interests.md", "toml")
    (tmp_path / "interests.toml").write_text(example, "utf-8")
    first, second = declared(tmp_path / "interests.toml")
    assert (first.speaker, first.stake, first.note) == ("Halden Labs", Stake.SELLS, "annual report, p. 12")
    assert (second.stake, second.counterpart) == (Stake.FUNDED_BY, "Orrin Cloud")
    assert set(tomllib.loads(setting)) == {"interests"}


def test_the_example_of_outlets_loads(tmp_path):
    (example, setting) = fenced(ROOT / "docs" / "outlets.md", "toml")
    (tmp_path / "outlets.toml").write_text(example, "utf-8")
    known = directory(tmp_path / "outlets.toml")
    herald = known.by_name("The Herald (Lisk)")
    assert herald is not None
    assert (herald.name, herald.kind, herald.family) == ("Lisk Herald", OutletKind.NEWSPAPER, "Tern Media")
    assert known.by_host("www2.liskherald.example") == herald
    assert known.by_host("newsroom.quill.example").kind is OutletKind.VENDOR
    assert set(tomllib.loads(setting)) == {"outlets"}


def test_the_example_of_lenses_loads(tmp_path):
    (example, setting) = fenced(ROOT / "docs" / "lenses.md", "toml")
    (tmp_path / "lenses.toml").write_text(example, "utf-8")
    assert [lens.name for lens in user_lenses(tmp_path / "lenses.toml")] == ["Desk editor", "Calendar"]
    assert set(tomllib.loads(setting)) == {"lenses"}


def test_the_example_of_models_loads(tmp_path):
    (example,) = fenced(ROOT / "docs" / "models.md", "toml")
    (tmp_path / "config.toml").write_text(example, "utf-8")
    models = checked({}, tmp_path / "config.toml")["models"]
    assert (models.phrase, models.tokens_a_day, models.dollars_a_day) == ("openai:gpt-5-mini", 200_000, 1.0)
    assert (models.use, models.seconds) == (True, 60.0), "the rest has its defaults"


def test_the_pages_of_settings_list_every_word_that_may_stand():
    lenses = (ROOT / "docs" / "lenses.md").read_text("utf-8").replace("\n", " ")
    listed = re.findall(r"`([^`]+)`", lenses.partition("What there is to look at:")[2])
    assert sorted(listed) == sorted(kind for lens in builtin_lenses() if lens.name != "Chair" for kind in lens.looks_at)
    interests, outlets = ((ROOT / "docs" / name).read_text("utf-8") for name in ("interests.md", "outlets.md"))
    assert [kind for kind in Stake if kind is not Stake.NONE_FOUND and f"`{kind}`" not in interests] == []
    assert [kind for kind in OutletKind if f"`{kind}`" not in outlets] == []
