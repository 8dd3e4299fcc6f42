"""`cuibono serve`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from cuibono.cli.common import Db, newsroom, tell, tell_weights
from cuibono.core.errors import SettingsError

_TOKEN = "CUIBONO_TOKEN"  # noqa: S105 - the name of the variable


def serve(
    *,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port; 0 takes a free one.")] = 8642,
    names: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="NAME", help="A further name that readers ask for, as host or host:port."),
    ] = None,
    token_file: Annotated[
        Path | None,
        typer.Option("--token-file", metavar="FILE", help=f"File that holds the token (else {_TOKEN} is looked at)."),
    ] = None,
    pace: Annotated[
        float, typer.Option("--pace", min=0.0, max=600.0, help="Seconds between two turns of the panel.")
    ] = 6.0,
    db: Db = None,
) -> None:
    """Serve the desk, the stories and the room to a browser.

    Only this machine can reach it. Another address needs a token, which readers type once and programs send as
    "Authorization: Bearer ..."; put TLS before it. Ctrl-C ends it, and rooms go on where they were left.

    Example: cuibono serve --db demo.db
    """
    try:
        from cuibono.web.access import access
        from cuibono.web.running import listening, running
        from cuibono.web.server import server
    except ModuleNotFoundError as error:
        raise SettingsError(
            f"serving pages needs {error.name}, which is not installed: pip install 'cuibono[web]'"
        ) from error
    token = _token(token_file)
    access(host, port, names or (), token)  # refuse before anything is opened
    with listening(host, port) as door, newsroom(db) as room:
        port = door.getsockname()[1]
        tell_weights(room)
        served = server(room, access(host, port, names or (), token), pace=pace)
        asked = names[0] if names else f"[{host}]" if ":" in host else host
        address = f"http://{asked}/" if ":" in asked.rpartition("]")[2] else f"http://{asked}:{port}/"
        tell(f"the desk is at {address} (Ctrl-C ends it)")
        running(served).run(sockets=[door])


def _token(file: Path | None) -> str | None:
    """The token: from a file, else from the environment; never from the command line, which others can see.

    Raises:
        SettingsError: the file cannot be read.
    """
    if file is None:
        return os.environ.get(_TOKEN)
    try:
        return file.expanduser().read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        cause = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise SettingsError(f"token file {file} cannot be read: {cause}") from error
