"""The one egress: the only module that opens a connection.

A link is looked up once, every address it has is checked, and the connection goes to a checked address, while the
server's name stays in TLS and in the Host header; so there is no moment between check and use in which a name could
change its mind. Each redirect is a new link under the same rules. Sizes and times are metered at the connection, below
the HTTP library. ``design/2026-11-23-egress.md`` lists the threats, each with its defence and its test.

HTTP itself is httpcore2, the engine of httpx2, whose client would follow, decode and pool by its own rules;
httpx2 gives the links and the TLS settings.
"""

from __future__ import annotations

import contextlib
import queue
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import httpcore2
import httpx2

from cuibono.core.errors import FetchError, InputError, NotTold, UnsafeAddress
from cuibono.core.news import Capture, Validator
from cuibono.core.ports import Clockwork
from cuibono.sources.addresses import checked, shown
from cuibono.sources.answers import MOVED, check_length, check_status, check_taken, conditions, texts
from cuibono.sources.decoding import ACCEPTED, unpacked
from cuibono.sources.limits import Limits
from cuibono.sources.meter import Meter

Resolve: TypeAlias = Callable[[str, int], Sequence[str]]  # host, port -> addresses
Dial: TypeAlias = Callable[[str, int, float], httpcore2.NetworkStream]  # address, port, seconds -> connection
# Entered with each link of a chain of redirects before it is asked for; what waiting there takes is not counted.
Gate: TypeAlias = Callable[[str], contextlib.AbstractContextManager[None]]

_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+(?:%\w+)?")  # a name, or an IPv6 address
_UNCHANGED = 304
_ACCEPT = "text/html, application/xhtml+xml, application/pdf, application/json;q=0.9, text/*;q=0.9, */*;q=0.5"
# Enough to read the body by and to ask again; cookies and the rest stay out of the record.
_KEPT = frozenset(
    "age cache-control content-disposition content-language content-type date etag expires last-modified link".split()
)
_FAILURES = (
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    httpcore2.TimeoutException,
    httpcore2.UnsupportedProtocol,
)


def system_addresses(host: str, port: int) -> tuple[str, ...]:
    """What the system's resolver says, in its order.

    Raises:
        OSError: the name is unknown or nobody answers.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(info[4][0]) for info in found))


def system_dial(address: str, port: int, seconds: float) -> httpcore2.NetworkStream:
    """A TCP connection to an address (no name, so nothing is looked up).

    Raises:
        httpcore2.ConnectError, httpcore2.ConnectTimeout: it cannot be made.
    """
    return httpcore2.SyncBackend().connect_tcp(address, port, timeout=seconds)


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: tuple[tuple[str, str], ...]  # names in lower case
    body: bytes  # unpacked; empty where the status says that there is nothing to read

    def header(self, name: str) -> str:
        return ", ".join(value for key, value in self.headers if key == name)


@contextlib.contextmanager
def _open(_url: str) -> Iterator[None]:
    """The gate that lets everything through."""
    yield


class Egress:
    """Fetches links. Holds no connection between calls, so it may be shared by threads."""

    def __init__(
        self,
        clock: Clockwork,
        limits: Limits | None = None,
        *,
        resolve: Resolve = system_addresses,
        dial: Dial = system_dial,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """``clock`` dates captures; ``resolve``, ``dial`` and ``tls`` are the system's, or a test's."""
        self._clock = clock
        self._limits = limits or Limits()
        self._resolve = resolve
        self._dial = dial
        self._given_tls = tls

    def get(self, url: str, *, given: bool = True) -> Capture:  # noqa: ARG002 - the port's
        """What is found at a link: the body unpacked, the link that finally answered as location.

        Where redirects led elsewhere, the link asked for stands among the headers as ``:asked``. There are no manners
        here (``sources/manners.py`` has them), so ``given`` makes no difference.

        Raises:
            UnsafeAddress: the rules refuse the link, or one that it redirects to.
            NotBefore: the server is busy and says until when.
            FetchError: nothing usable came, or it passed a limit.
        """
        capture = self.fetch(url)
        if capture is None:
            raise FetchError(f"{shown(url)}: answers 304 (Not Modified)", status=_UNCHANGED)
        return capture

    def changed(
        self,
        url: str,
        known: Validator | None,
        *,
        given: bool = True,  # noqa: ARG002 - the port's
    ) -> Capture | None:
        """The same, or None where the server says that it is still in the state ``known``.

        Raises:
            UnsafeAddress, FetchError: as for :meth:`get`.
        """
        return self.fetch(url, known)

    def fetch(self, url: str, known: Validator | None = None, gate: Gate = _open) -> Capture | None:
        """The same through a gate, which may wait, or refuse by raising.

        Raises:
            UnsafeAddress, FetchError: as for :meth:`get`.
            InputError: what the gate raises.
        """
        asked = shown(url)
        try:
            final, answer = self._follow(url, conditions(known), gate)
        except InputError as error:
            error.args = (f"{asked}: {error}",)
            raise
        if answer.status == _UNCHANGED:
            return None
        headers = sorted({(name, value) for name, value in answer.headers if name in _KEPT})
        location = shown(str(final))
        if location != asked:
            headers.insert(0, (":asked", asked))
        return Capture(
            location=location,
            body=answer.body,
            fetched=self._clock(),
            media_type=answer.header("content-type"),
            headers=tuple(headers),
        )

    def _follow(self, link: str, wanted: Sequence[tuple[str, str]], gate: Gate) -> tuple[httpx2.URL, _Answer]:
        url = self._parsed(link)
        deadline = time.monotonic() + self._limits.total_seconds
        visited = {url}
        for _ in range(self._limits.redirects + 1):
            try:
                came = time.monotonic()
                with gate(str(url)):
                    deadline += time.monotonic() - came
                    answer = self._ask(url, wanted, Meter(self._limits, deadline))
                if answer.status not in MOVED:
                    return url, answer
                target = self._target(url, answer.header("location"))
            except InputError as error:
                if len(visited) > 1:
                    error.args = (f"redirected to {shown(str(url))}: {error}",)
                raise
            if target in visited:
                raise FetchError(f"redirects in a circle, back to {shown(str(target))}", status=answer.status)
            visited.add(target)
            url = target
        raise FetchError(f"redirects more than {self._limits.redirects} times", status=answer.status)

    def _target(self, url: httpx2.URL, location: str) -> httpx2.URL:
        if not location:
            raise FetchError("redirects without saying where to")
        try:
            joined = str(url.join(location))
        except (httpx2.InvalidURL, ValueError) as error:
            raise UnsafeAddress(f"redirects to {shown(location)[:200]!r}, which is no link ({error})") from error
        try:
            target = self._parsed(joined)
        except UnsafeAddress as error:
            raise UnsafeAddress(f"redirects to {shown(joined)[:200]}: {error}") from error
        if self._is_intranet(target) and not self._is_intranet(url):
            raise UnsafeAddress(f"a public page redirects to {shown(str(target))} in the intranet")
        if (url.scheme, target.scheme) == ("https", "http") and not self._limits.downgrade:
            raise UnsafeAddress(f"redirects from https to {shown(str(target))}")
        return target

    def _parsed(self, link: str) -> httpx2.URL:
        if len(link) > self._limits.url_length:
            raise UnsafeAddress(f"the link is longer than {self._limits.url_length} characters")
        try:
            url = httpx2.URL(link.strip()).copy_with(fragment=None)
        except (httpx2.InvalidURL, ValueError) as error:
            # The library's words may hold the link, and with it a password.
            raise UnsafeAddress("this is no valid link") from error
        if url.scheme not in _PORTS:
            raise UnsafeAddress("only http and https links are fetched")
        if url.userinfo:
            raise UnsafeAddress("a link that holds a user name or password is not fetched")
        if not _HOST.fullmatch(url.raw_host.decode("ascii")):
            raise UnsafeAddress("the link names no host" if not url.host else "the host is no valid name")
        if url.port is not None and url.port not in _PORTS.values() and not self._is_intranet(url):
            raise UnsafeAddress(f"port {url.port} is not fetched from, only 80 and 443")
        return url

    def _is_intranet(self, url: httpx2.URL) -> bool:
        return _place(url.raw_host.decode("ascii"), url.port or _PORTS[url.scheme]) in self._limits.intranet

    def post(self, url: str, body: bytes, headers: Sequence[tuple[str, str]]) -> None:
        """Send ``body`` to a link under the same rules; no redirect is followed, what is answered is not read.

        Raises:
            NotTold: the rules refuse the link, no connection came about, or the server did not take it.
            FetchError: it was sent, and nobody can say whether it arrived.
        """
        meter = Meter(self._limits, time.monotonic() + self._limits.total_seconds)
        try:
            self._ask(self._parsed(url), headers, meter, body)
        except InputError as error:
            # The path of a link that one posts to is often all the secret there is.
            cause = f"{'/'.join(shown(url).split('/', 3)[:3])}/…: {error}"
            if meter.has_sent and getattr(error, "status", None) is None:
                raise FetchError(cause) from error
            raise NotTold(cause) from error

    def _ask(
        self, url: httpx2.URL, wanted: Sequence[tuple[str, str]], meter: Meter, sent: bytes | None = None
    ) -> _Answer:
        limits = self._limits
        headers = [
            ("Host", url.netloc.decode("ascii")),
            ("User-Agent", limits.user_agent),
            ("Accept", _ACCEPT),
            ("Accept-Encoding", ACCEPTED),
            *wanted,
            *([] if sent is None else [("Content-Length", str(len(sent)))]),
        ]
        timeout = {"connect": limits.connect_seconds, "read": limits.idle_seconds, "write": limits.idle_seconds}
        target = httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        line = _Line(meter, self._resolve, self._dial, limits.intranet)
        tls = self._tls if url.scheme == "https" else None
        with (
            _named_failures(meter),
            httpcore2.ConnectionPool(ssl_context=tls, network_backend=line, max_connections=1) as pool,
            pool.stream(
                "GET" if sent is None else "POST",
                target,
                headers=headers,
                content=sent,
                extensions={"timeout": timeout},
            ) as response,
        ):
            meter.headers_are_in()
            if sent is not None:
                check_taken(response.status)
                return _Answer(response.status, (), b"")
            answer = _Answer(response.status, texts(response.headers), b"")
            if answer.status in MOVED or (answer.status == _UNCHANGED and wanted):
                return answer
            check_status(answer.status, answer.header("retry-after"), self._clock())
            check_length(answer.header("content-length"), limits)
            body = unpacked(response.iter_stream(), answer.header("content-encoding"), limits)
        if not body:
            raise FetchError("the answer has no body", status=answer.status)
        return _Answer(answer.status, answer.headers, body)

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        # Without the environment: a variable must not decide whom we trust.
        return self._given_tls or httpx2.create_ssl_context(trust_env=False)


class _Line(httpcore2.NetworkBackend):
    """Looks a host up, checks all its addresses, and connects to one of exactly these."""

    def __init__(self, meter: Meter, resolve: Resolve, dial: Dial, intranet: frozenset[str]) -> None:
        self._meter = meter
        self._resolve = resolve
        self._dial = dial
        self._intranet = intranet

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,  # noqa: ARG002 - the library's signature
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,  # noqa: ARG002 - the library's signature
    ) -> httpcore2.NetworkStream:
        addresses = _looked_up(self._resolve, host, port, self._meter.wait(timeout))
        if _place(host, port) not in self._intranet:
            addresses = checked(addresses)
        failure: Exception = httpcore2.ConnectError("the name has no address")
        for address in addresses:
            try:
                return _Metered(self._dial(address, port, self._meter.wait(timeout)), self._meter)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002 - the library's signature
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,  # noqa: ARG002 - the library's signature
    ) -> httpcore2.NetworkStream:
        raise UnsafeAddress(f"{path} is a socket of this machine")


class _Metered(httpcore2.NetworkStream):
    """A connection whose bytes and time are counted."""

    def __init__(self, stream: httpcore2.NetworkStream, meter: Meter) -> None:
        self._stream = stream
        self._meter = meter

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._meter.before_reading()
        data = self._stream.read(max_bytes, self._meter.wait(timeout))
        self._meter.received(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._meter.has_sent = True
        self._stream.write(buffer, self._meter.wait(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        # The handshake keeps the time limit as a whole, not for each read.
        try:
            stream = self._stream.start_tls(ssl_context, server_hostname, self._meter.wait(timeout))
        except ValueError as error:  # a name that no certificate can hold
            self.close()
            raise FetchError(f"the name {server_hostname} cannot be used with https") from error
        except FetchError:
            self.close()
            raise
        return _Metered(stream, self._meter)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - the library's signature
        return self._stream.get_extra_info(info)


def _looked_up(resolve: Resolve, host: str, port: int, seconds: float) -> Sequence[str]:
    """The addresses of a host, within a time: the system's resolver itself knows none, so a thread waits for it."""
    answers: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            answers.put(resolve(host, port))
        except (OSError, ValueError) as error:  # ValueError: a name that cannot be encoded
            answers.put(error)

    threading.Thread(target=look_up, daemon=True, name="look-up").start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise FetchError(f"the name {host} was not found within {seconds:.3g} seconds") from None
    if isinstance(answer, Exception):
        cause = answer.strerror if isinstance(answer, OSError) else None
        again = isinstance(answer, socket.gaierror) and answer.errno == socket.EAI_AGAIN
        said = f"the name {host} was not found ({(cause or str(answer)).lower()})"
        raise FetchError(said, passing=again) from answer
    return answer


@contextlib.contextmanager
def _named_failures(meter: Meter) -> Iterator[None]:
    """The library's failures in our words."""
    try:
        yield
    except _FAILURES as error:
        if meter.is_over:
            raise meter.too_slow() from error
        raise FetchError(_cause(error), passing=True) from error


def _cause(error: Exception) -> str:
    said = "".join(char for char in str(error)[:200] if char.isprintable())
    match error:
        case httpcore2.ConnectTimeout():
            return "does not take the connection in time"
        case httpcore2.TimeoutException():
            return "does not answer in time"
        case httpcore2.ConnectError():
            return f"cannot be connected to ({said})"
        case httpcore2.ProtocolError():
            return f"breaks the rules of HTTP or breaks off ({said})"
        case _:
            return f"breaks off ({said or type(error).__name__})"


def _place(host: str, port: int) -> str:
    """``host:port`` as in :attr:`Limits.intranet`."""
    bracketed = f"[{host}]" if ":" in host else host
    return f"{bracketed.rstrip('.').lower()}:{port}"
