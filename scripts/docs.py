"""Write the parts of the docs that come from the code; with --check, say which are out of date and exit 1.

    python scripts/docs.py [--check]

What is written: commands (help of every command), exit codes (the tree of errors), methods (the registry and the
measured figures), and the JSON Schema of a reading. Run by `make docs`.
"""

from __future__ import annotations

import json
import os
import re
import sys
import textwrap
from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.resources import files
from inspect import cleandoc
from pathlib import Path

import typer

from cuibono import cli
from cuibono.app import Newsroom
from cuibono.core.claims import Method
from cuibono.core.errors import CuiBonoError
from cuibono.core.reading import MeasuredMethod
from cuibono.export.json import schema
from cuibono.settings import Settings

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
JUDGING = ("readers", "language", "stories", "findings", "room", "gate")  # packages whose modules may name a method
MADE = "<!-- Made by `make docs`; edit the code instead. -->\n"
WIDTH = 100  # columns of a help text


def commands() -> str:
    """Every command with its help, as the terminal shows it."""
    parts = [
        f"# Commands\n\n{MADE}\n" + block(helped("")),
        *(f"## cuibono {name}\n\n" + block(helped(name)) for name in cli.COMMANDS),
    ]
    return "\n".join(parts)


def helped(name: str) -> str:
    """The help of one command; "": of the whole."""
    group = typer.main.get_group(cli.build(name or None))
    asked = group.make_context(
        "cuibono", [], resilient_parsing=True, terminal_width=WIDTH, max_content_width=WIDTH, color=False
    )
    command = group.get_command(asked, name)
    if command is None:
        return group.get_help(asked)
    # a context inherits its parent's widths
    return command.get_help(command.make_context(name, [], parent=asked, resilient_parsing=True))


def block(text: str) -> str:
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return f"```text\n{lines}\n```\n"


def exit_codes() -> str:
    """What each code means, and the errors that end in it."""
    meanings = stated_codes()
    by_code: dict[int, list[type[CuiBonoError]]] = {code: [] for code in meanings}
    for error in errors(CuiBonoError):
        by_code[error.exit_code].append(error)  # a code that the help does not state is a KeyError here
    lines = [f"# Exit codes\n\n{MADE}", "| code | meaning | errors |", "|---|---|---|"]
    for code, meaning in sorted(meanings.items()):
        named = "<br>".join(f"`{error.__name__}`: {first(error)}" for error in by_code[code])
        lines.append(f"| {code} | {meaning} | {named} |")
    lines += ["", "The tree of errors, from `cuibono.core.errors`:", "", block(tree()).strip(), ""]
    return "\n".join(lines)


def stated_codes() -> dict[int, str]:
    """Code -> meaning, as `cuibono --help` states them."""
    stated = re.search(r"Exit codes: (.*?)\.(?:\n\n|\Z)", cli.HELP.strip(), re.DOTALL)
    if not stated:
        raise SystemExit("docs: the help of cuibono states no exit codes")
    flat = " ".join(stated[1].split())
    return {int(code): meaning for code, meaning in re.findall(r"(?:^|; )(\d+) ([^;]+)", flat)}


def errors(root: type[CuiBonoError]) -> Iterator[type[CuiBonoError]]:
    """The tree below and with its root, in the order it is written down."""
    yield root
    for error in root.__subclasses__():
        if error.__module__ == root.__module__:
            yield from errors(error)


def tree() -> str:
    """The drawing in the module that defines the errors."""
    doc = import_module("cuibono.core.errors").__doc__ or ""
    return doc[doc.index("CuiBonoError\n") :]


def first(thing: object) -> str:
    """The first line of a docstring."""
    return cleandoc(thing.__doc__ or "").partition("\n")[0]


def methods() -> str:
    """Every judgement with its method and what was measured of it; then the methods that others rest on."""
    with Newsroom(Settings(db=Path(os.devnull), interests=None, outlets=None)) as room:
        shown = room.investigator.methods
    figures: Mapping[str, str] = json.loads((files("cuibono") / "measured.json").read_text("utf-8"))
    named = {f"{method.name} {method.version}" for method in shown}
    parts = [f"# Methods, and how good they are\n\n{MADE}", INTRODUCTION]
    parts += [
        f"## {method.judgement}\n\n`{method.name} {method.version}`\n\n" + measured(method.figure) for method in shown
    ]
    parts.append("## What these rest on\n")
    others = {f"{method.name} {method.version}": what for method, what in all_methods()}
    for key in sorted((set(others) | set(figures)) - named):
        figure = figures.get(key, MeasuredMethod("", "", "").figure)
        parts.append(f"### `{key}`\n\n{others.get(key, '')}".rstrip() + "\n\n" + measured(figure))
    return "\n".join(parts)


INTRODUCTION = textwrap.dedent("""\
    Each judgement in a reading names the method that made it. Figures are measured by `cuibono gate` on public sets, on
    parts that the rules were not made from where a set has such parts; `make measure` writes them down, and nobody
    writes one by hand. The bundled story is one that the project wrote itself: it shows what works at all, not how
    well it works elsewhere. "Not measured yet" means what it says.
    """)


def measured(figure: str) -> str:
    return "\n".join(f"- {one}" for one in figure.split("; ")) + "\n"


def all_methods() -> Iterator[tuple[Method, str]]:
    """Every `METHOD` that a module of the package defines, with the first line of the module's docstring."""
    for package in JUDGING:
        folder = ROOT / "src" / "cuibono" / package
        for path in sorted(folder.rglob("*.py")):
            if re.search(r"^METHOD = Method\(", path.read_text("utf-8"), re.MULTILINE):
                module = import_module(".".join(("cuibono", package, *path.relative_to(folder).with_suffix("").parts)))
                yield module.METHOD, first(module)


PAGES = {
    "commands.md": commands,
    "exit-codes.md": exit_codes,
    "methods.md": methods,
    "reading.schema.json": schema,
}


def outdated() -> dict[Path, str]:
    """Pages that are not as the code would have them, with what they should hold."""
    wanted = {DOCS / name: page() for name, page in PAGES.items()}
    return {path: text for path, text in wanted.items() if not path.is_file() or path.read_text("utf-8") != text}


def main() -> int:
    """Write or check; the exit code."""
    check = "--check" in sys.argv[1:]
    found = outdated()
    for path, text in found.items():
        if not check:
            path.write_text(text, "utf-8")
        print(f"docs: {path.relative_to(ROOT)} {'is out of date: run `make docs`' if check else 'written'}")
    return int(check and bool(found))


if __name__ == "__main__":
    sys.exit(main())
