"""A server that does exactly what it is told, on loopback."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from cuibono import readers
from cuibono.core.ports import Source
from cuibono.core.text import Document
from cuibono.plugins import Registry, Tools
from cuibono.settings import Settings
from cuibono.sources import builtin
from cuibono.sources.http import Egress
from cuibono.sources.limits import Limits
from cuibono.sources.manners import Manners, Polite
from cuibono.sources.memory import Notebook

Handler = Callable[[socket.socket, str], None]  # connection, path asked for


def answer(body: bytes = b"words", *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body) if length is None else length}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Server:
    """Answers each path by bytes or by a handler; remembers every connection and every request."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.pages: dict[str, bytes | Handler] = {}
        self.connections = 0
        self.requests: list[str] = []
        self.stopped = threading.Event()  # handlers that go on for ever look at it
        self._listener = socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        self.port: int = self._listener.getsockname()[1]
        self.host = host
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    @property
    def place(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def url(self, path: str = "/") -> str:
        return f"http://{self.place}{path}"

    def redirect(self, path: str, target: str, status: str = "302 Found") -> None:
        self.pages[path] = answer(b"", f"Location: {target}", status=status)

    def stop(self) -> None:
        self.stopped.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes accept()
        self._listener.close()
        for thread in self._threads:
            thread.join(timeout=5)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=[connection], daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):  # the client may hang up at any time
            connection.settimeout(5)
            request = b""
            while b"\r\n\r\n" not in request:
                data = connection.recv(65536)
                if not data:
                    return
                request += data
            self.requests.append(request.decode("latin-1"))
            page = self.pages.get(request.split()[1].decode(), answer(b"no such page", status="404 Gone fishing"))
            if callable(page):
                page(connection, request.split()[1].decode())
            else:
                connection.sendall(page)


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.stop()


@pytest.fixture
def server6() -> Iterator[Server]:
    try:
        server = Server("::1")
    except OSError:
        pytest.skip("no IPv6 on this machine")
    yield server
    server.stop()


@pytest.fixture
def canary() -> Iterator[Server]:
    """A second server, inside: whoever reaches it has passed the egress rules."""
    canary = Server()
    canary.pages["/"] = answer(b"SECRET")
    yield canary
    canary.stop()


@pytest.fixture(scope="session")
def page() -> Callable[..., bytes]:
    return answer


class Time:
    """A clock that only moves when somebody sleeps; remembers for how long."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 11, 12, tzinfo=UTC)
        self.slept: list[float] = []

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.pass_(seconds)

    def pass_(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Time:
    return Time()


class Desk:
    """Makes sources that may reach the server, fetches and reads as a desk does, and remembers between rounds."""

    def __init__(self, server: Server, clock: Time, *more: Server) -> None:
        self.registry = Registry()
        builtin.register(self.registry)
        self.memory = Notebook()
        places = frozenset(each.place for each in (server, *more))
        egress = Egress(clock, Limits(intranet=places))
        self.fetcher = Polite(egress, clock, Manners(gap=0.0, tries=1), clock.sleep)
        self.tools = Tools(self.fetcher, clock, self.memory, Settings(db="unused"))

    def source(self, kind: str, **options: str) -> Source:
        return self.registry.source({"kind": kind, **options}, self.tools)

    def round(self, source: Source, since: datetime | None = None) -> list[Document]:
        """Documents of one round, in the order they came."""
        return [document for capture in source.fetch(since) for document in readers.read(capture)]

    def documents(self, kind: str, since: datetime | None = None, **options: str) -> list[Document]:
        """Documents of one round of a new source."""
        return self.round(self.source(kind, **options), since)


@pytest.fixture
def desk(server: Server, canary: Server, clock: Time) -> Desk:
    return Desk(server, clock, canary)
