"""The command line: one module per command group, loaded when it is called, since `--help` should be instant.

Errors become exit codes here and nowhere else.
"""

from __future__ import annotations

import sys
from importlib import import_module

import typer

from cuibono import __version__
from cuibono.core.errors import CuiBonoError

HELP = """A sceptical newsroom in a box: reads every source on a story and answers with the words themselves as proof.

Start with `cuibono read FOLDER_OR_LINKS...`, then `cuibono ask STORY "who else measured this?"`.

Exit codes: 0 done; 1 a fault of ours; 2 wrong usage or settings; 3 nothing could be read; 4 words are not where the
record says; 5 the store cannot be used or does not hold that; 6 some inputs could not be read (with --strict).
"""

# command: (module, first line of its help); tests hold these lines against the functions' docstrings
COMMANDS = {
    "read": ("cuibono.cli.read", "Read files, folders and links, and print the reading of each story in them."),
    "show": ("cuibono.cli.show", "Show the reading of a stored story."),
    "ask": ("cuibono.cli.ask", "Ask the record a question; it answers with quotations or says that it does not say."),
    "changes": ("cuibono.cli.changes", "What changed in a story since a moment, and why."),
    "stories": ("cuibono.cli.upkeep", "List the stored stories."),
    "forget": ("cuibono.cli.upkeep", "Remove a story, and what only it uses, from the store."),
    "verify": ("cuibono.cli.upkeep", "Check every stored span against the captures; exit 4 on any mismatch."),
    "doctor": ("cuibono.cli.upkeep", "Say what is installed, where the store is, and whether all is well."),
    "schema": ("cuibono.cli.show", "Print the JSON Schema of a reading."),
}


def build(called: str | None) -> typer.Typer:
    """The application with the called command's module loaded and all others as a line of help."""
    app = typer.Typer(
        help=HELP, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
    )
    app.callback()(_version)
    for name, (module, line) in COMMANDS.items():
        if name == called:
            app.command(name)(getattr(import_module(module), name))
        else:
            app.command(name, help=line)(_not_loaded)
    return app


def _version(*, version: bool = typer.Option(False, "--version", help="Print the version.", is_eager=True)) -> None:
    if version:
        typer.echo(f"cuibono {__version__}")
        raise typer.Exit


def _not_loaded() -> None:
    """Stands in for commands that were not called."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; every failure of ours is one line on standard error and a documented exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    called = next((word for word in words if not word.startswith("-")), None)
    try:
        build(called)(words, prog_name="cuibono")
    except CuiBonoError as error:
        typer.echo(f"cuibono: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
