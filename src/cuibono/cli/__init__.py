"""The command line: one module per command group, loaded when it is called, since `--help` should be instant.

Errors become exit codes here and nowhere else.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import io
import os
import sys
from importlib import import_module
from typing import NoReturn

import typer

from cuibono import __version__
from cuibono.core.errors import CuiBonoError

HELP = """A sceptical newsroom in a box: reads every source on a story and answers with the words themselves as proof.

Start with `cuibono read FOLDER_OR_LINKS...`, then `cuibono ask STORY "who else measured this?"`.

Exit codes: 0 done; 1 a fault of ours or the machine's; 2 wrong usage or settings, or output that cannot be written;
3 nothing could be read; 4 words are not where the record says; 5 the store cannot be used or does not hold that; 6 some
inputs could not be read (with --strict); 7 a judgement errs more often than it may; 130 interrupted.
"""

# command: (module, first line of its help); tests hold these lines against the functions' docstrings
COMMANDS = {
    "read": ("cuibono.cli.read", "Read files, folders and links, and print each story's reading."),
    "show": ("cuibono.cli.show", "Show the reading of a stored story."),
    "ask": ("cuibono.cli.ask", "Ask a story's record; it answers with quotations, or not."),
    "room": ("cuibono.cli.room", "Sit in on the room of a story, turn by turn, and join in."),
    "watch": ("cuibono.cli.watch", "Keep a desk of stories up to date, and tell what changed."),
    "changes": ("cuibono.cli.changes", "What changed since a moment, and why."),
    "search": ("cuibono.cli.search", "Find words in the documents and claims of the store."),
    "serve": ("cuibono.cli.serve", "Serve the desk, the stories and the room to a browser."),
    "judge": ("cuibono.cli.judge", "Judge texts line by line, JSON Lines in and out."),
    "gate": ("cuibono.cli.gate", "Examine the judgements on public sets, held to floors."),
    "mcp": ("cuibono.mcp", "Serve stories, claims, evidence and the room to an assistant."),
    "stories": ("cuibono.cli.upkeep", "List the stored stories."),
    "forget": ("cuibono.cli.upkeep", "Remove a story, and what only it uses, from the store."),
    "verify": ("cuibono.cli.upkeep", "Check every stored span against the captures."),
    "doctor": ("cuibono.cli.upkeep", "Say what is installed, where things are, and if all is well."),
    "schema": ("cuibono.cli.show", "Print the JSON Schema of a reading."),
}
# Objects made between two looks for garbage. A reading keeps nearly all that it makes and leaves hardly any cycles (in
# eight articles 900 objects): at the interpreter's 700, a tenth of the CPU time of reading them was spent looking, at
# 50,000 a twentieth; memory was the same.
_GARBAGE = 200_000
_INTERRUPTED = 130  # 128 + SIGINT, as shells have it


def build(called: str | None) -> typer.Typer:
    """The application with the called command's module loaded and all others as a line of help."""
    app = typer.Typer(
        help=HELP, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
    )
    app.callback()(_options)
    for name, (module, line) in COMMANDS.items():
        if name == called:
            app.command(name)(getattr(import_module(module), name))
        else:
            app.command(name, help=line)(_not_loaded)
    return app


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"cuibono {__version__}")
        raise typer.Exit


def _options(
    *,
    version: bool = typer.Option(False, "--version", help="Print the version.", is_eager=True, callback=_print_version),
) -> None:
    """Holds the options that need no command."""


def _not_loaded() -> None:
    """Stands in for commands that were not called."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; every failure is one line on standard error and a documented exit code.

    ``CUIBONO_DEBUG=1`` shows where a fault of ours arose.
    """
    gc.set_threshold(_GARBAGE)
    # The interpreter ends by looking for garbage among all that is still there, several times over, and the memory is
    # given back anyhow: a ninth of the CPU time of reading eight articles.
    atexit.register(gc.freeze)
    words = sys.argv[1:] if arguments is None else arguments
    called = next((word for word in words if not word.startswith("-")), None)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that knows no "·" is no reason to fail
    try:
        build(called)(words, prog_name="cuibono")
    except KeyboardInterrupt:
        _end("interrupted", _INTERRUPTED)
    except SystemExit as end:  # Typer's own way out
        if end.code == _INTERRUPTED:
            _end("interrupted", _INTERRUPTED)
        raise
    except Exception as error:
        if os.environ.get("CUIBONO_DEBUG") and not isinstance(error, CuiBonoError):
            raise
        _end(*_told(error))


def _told(error: Exception) -> tuple[str, int]:
    """What to say of a failure, and the exit code."""
    match error:
        case CuiBonoError():
            return str(error), error.exit_code
        case OSError():  # a full disk, no more processes: what nothing below us expects
            where = f" ({error.filename})" if error.filename else ""
            return f"this machine refuses: {error.strerror or error}{where} (CUIBONO_DEBUG=1 shows where)", 1
        case _:
            what = f"{type(error).__name__}: {error}"[:500]
            return f"a fault of ours, please report it: {what} (CUIBONO_DEBUG=1 shows where)", 1


def _end(message: str, code: int) -> NoReturn:
    from cuibono.export.present import one_line  # what names a thing may hold anything

    with contextlib.suppress(OSError, ValueError):  # nobody listens
        typer.echo(f"cuibono: {one_line(message)}", err=True)
    sys.exit(code)
