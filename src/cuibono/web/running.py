"""The server running: a socket of our own, and an end that keeps nobody waiting."""

from __future__ import annotations

import socket

import uvicorn

from cuibono.core.errors import SettingsError
from cuibono.web.server import Served

_WAITING = 2048  # connections that may wait to be taken: a hall full of readers comes at once
_SECONDS = 3  # that readers have to leave when the server ends


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens at this host and port; port 0 takes a free one.

    Raises:
        SettingsError: it cannot; the message names address and cause.
    """
    try:
        return socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=_WAITING
        )
    except OSError as error:
        hint = "; --port 0 takes a free one" if port else ""
        raise SettingsError(f"{host or '*'} port {port} cannot be used: {error.strerror or error}{hint}") from error


def running(served: Served) -> uvicorn.Server:
    """A server that is ready to run."""
    config = uvicorn.Config(
        served.app,
        log_level="warning",
        access_log=False,  # addresses hold what readers look for
        server_header=False,
        proxy_headers=False,  # nobody may claim to be somebody else
        timeout_graceful_shutdown=_SECONDS,
        backlog=_WAITING,
        ws="none",
    )
    return _Ending(config, served)


class _Ending(uvicorn.Server):
    """Lets the readers of rooms go before it waits for connections to end."""

    def __init__(self, config: uvicorn.Config, served: Served) -> None:
        super().__init__(config)
        self._rooms = served.rooms

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End in order."""
        self._rooms.close()
        await super().shutdown(sockets)
