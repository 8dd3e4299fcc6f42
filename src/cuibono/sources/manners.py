"""Manners: how often a host is asked, what its robots.txt allows, when it wants to be left alone.

They stand around the egress, not beside it: each link of a chain of redirects passes this gate, and robots.txt itself
is fetched through the same egress under the same rules. Clock and sleep are injected; moments count by the clock.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Protocol
from urllib.parse import urlsplit

from cuibono.core.errors import Disallowed, FetchError, NotBefore
from cuibono.core.news import Capture, Validator
from cuibono.core.ports import Clockwork
from cuibono.sources.addresses import shown
from cuibono.sources.answers import BUSY
from cuibono.sources.robots import Robots

Gate = Callable[[str], contextlib.AbstractContextManager[None]]
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Manners:
    """How polite to be; times in seconds.

    A host that answers "busy" without saying until when is left alone for ``pause``, doubled each time.
    """

    gap: float = 1.0  # from the end of one request to a host to the next; a longer Crawl-delay counts
    patience: float = 30.0  # longest wait for one request; what would take longer is NotBefore
    tries: int = 3
    backoff: float = 2.0  # before the second try, doubled before each further one
    pause: float = 60.0
    longest_pause: float = 3_600.0  # the longest Crawl-delay that is believed, too
    longest_ban: float = 86_400.0  # where a Retry-After lies further ahead, the host is asked once a day
    hosts: int = 4_096  # how many are remembered
    # Hosts whose terms ask for more than the gap.
    slower: Mapping[str, float] = field(default_factory=lambda: {"export.arxiv.org": 3.0, "api.gdeltproject.org": 5.0})


class Gated(Protocol):
    """The egress: it fetches a link, passing each hop through a gate."""

    def fetch(self, url: str, known: Validator | None = None, gate: Gate = ...) -> Capture | None:
        """What is found there; None where nothing changed."""
        ...


@dataclass(slots=True)
class _Host:
    """What is known of one host; ``lock`` is held while it is asked, so there is one connection at a time."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    asked: datetime = _NEVER  # when the last request ended
    closed: datetime = _NEVER  # not to be asked before
    busy: int = 0  # answers "busy" in a row


class Polite:
    """A Fetcher with manners. May be shared by threads; what it knows of hosts lasts as long as the process."""

    def __init__(
        self,
        egress: Gated,
        clock: Clockwork,
        manners: Manners | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Ask through ``egress``; ``sleep`` takes seconds."""
        self._egress = egress
        self._clock = clock
        self._manners = manners or Manners()
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()
        self.robots = Robots(partial(self.get, given=True), clock, self._manners.hosts)

    def get(self, url: str, *, given: bool = False) -> Capture:
        """What is found there.

        Raises:
            UnsafeAddress, FetchError: as the egress raises them.
            NotBefore: the host, or its robots.txt, cannot be asked within our patience.
            Disallowed: robots.txt keeps the link from programs, and it was not ``given``.
        """
        capture = self.changed(url, None, given=given)
        if capture is None:
            raise FetchError(f"{shown(url)}: says that nothing changed, without having been asked")
        return capture

    def changed(self, url: str, known: Validator | None, *, given: bool = False) -> Capture | None:
        """The same, or None where the server says that it is still in the state ``known``.

        Raises:
            InputError: as for :meth:`get`.
        """
        gate = self._gate if given else self._robots_gate
        for attempt in range(1, self._manners.tries):
            try:
                return self._egress.fetch(url, known, gate)
            except NotBefore as error:
                wait = (error.moment - self._clock()).total_seconds()
                if wait > self._manners.patience:
                    raise
            except FetchError as error:
                if not error.passing:
                    raise
                wait = self._manners.backoff * 2 ** (attempt - 1)
            self._sleep(max(wait, 0.0))
        return self._egress.fetch(url, known, gate)

    @contextlib.contextmanager
    def _robots_gate(self, url: str) -> Iterator[None]:
        if not self.robots.allow(_site(url), url):
            raise Disallowed("its robots.txt keeps it from programs")
        with self._gate(url):
            yield

    @contextlib.contextmanager
    def _gate(self, url: str) -> Iterator[None]:
        host = self._host(urlsplit(url).netloc)
        if not host.lock.acquire(timeout=self._manners.patience):
            moment = self._clock() + timedelta(seconds=self._manners.patience)
            raise NotBefore("others wait for the same host", moment)
        try:
            name = urlsplit(url).hostname or ""
            self._wait(host, max(self.robots.delay(_site(url)), self._manners.slower.get(name, 0.0)))
            try:
                yield
            except FetchError as error:
                if error.status in BUSY:
                    self._leave_alone(host, error)
                    raise NotBefore(str(error), host.closed, status=error.status) from error
                raise
            else:
                host.busy = 0
            finally:
                host.asked = self._clock()
        finally:
            host.lock.release()

    def _wait(self, host: _Host, delay: float) -> None:
        """Keep the gap, or refuse where that takes too long."""
        now = self._clock()
        gap = max(self._manners.gap, min(delay, self._manners.longest_pause))
        ready = host.closed
        if host.asked != _NEVER:  # a clock set back must not make us wait for longer than the gap
            ready = max(ready, min(host.asked, now) + timedelta(seconds=gap))
        wait = (ready - now).total_seconds()
        if wait > self._manners.patience:
            raise NotBefore(f"the host is not to be asked before {ready:%Y-%m-%dT%H:%M:%SZ}", ready)
        if wait > 0:
            self._sleep(wait)

    def _leave_alone(self, host: _Host, error: FetchError) -> None:
        now = self._clock()
        if isinstance(error, NotBefore):
            host.closed = min(error.moment, now + timedelta(seconds=self._manners.longest_ban))
        else:
            pause = min(self._manners.pause * 2.0 ** min(host.busy, 20), self._manners.longest_pause)
            host.closed = now + timedelta(seconds=pause)
        host.busy += 1

    def _host(self, name: str) -> _Host:
        with self._lock:
            host = self._hosts.pop(name, None) or _Host()
            self._hosts[name] = host  # asked last, forgotten last
            while len(self._hosts) > self._manners.hosts:
                del self._hosts[next(iter(self._hosts))]
            return host


def _site(url: str) -> str:
    """Scheme, host and port: what a robots.txt is for."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
