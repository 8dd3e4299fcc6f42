"""Figures of a running desk in Prometheus' text form, on this machine only."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cuibono.core.errors import SettingsError

_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_LOCAL = frozenset({"127.0.0.1", "localhost", "[::1]", "::1"})


@contextmanager
def serving(place: str, figures: Callable[[], Mapping[str, float]]) -> Iterator[int]:
    """Serve ``/metrics`` at ``127.0.0.1:PORT`` while the block runs; the port, 0 where ``place`` is "".

    Raises:
        SettingsError: the port cannot be taken.
    """
    if not place:
        yield 0
        return
    host, _, port = place.rpartition(":")
    try:
        server = ThreadingHTTPServer(
            ("127.0.0.1" if host == "localhost" else host.strip("[]"), int(port)), _page(figures)
        )
    except OSError as error:
        raise SettingsError(f"metrics: {place} cannot be used: {error.strerror or error}") from error
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True, name="metrics")
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def text(figures: Mapping[str, float]) -> str:
    """The figures, one a line; those that end in ``_total`` only grow."""
    lines = []
    for name, value in sorted(figures.items()):
        kind = "counter" if name.endswith("_total") else "gauge"
        lines += [f"# TYPE cuibono_{name} {kind}", f"cuibono_{name} {value:g}"]
    return "\n".join(lines) + "\n"


def _page(figures: Callable[[], Mapping[str, float]]) -> type[BaseHTTPRequestHandler]:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Answer a scrape; whoever comes by another name (DNS rebinding) gets nothing."""
            host = (self.headers.get("Host") or "").rpartition(":")[0] or self.headers.get("Host") or ""
            if host not in _LOCAL or self.path != "/metrics":
                self.send_error(404)
                return
            body = text(figures()).encode()
            self.send_response(200)
            self.send_header("Content-Type", _TYPE)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Scrapes are not logged."""

    return Page
