"""What robots.txt files say, as RFC 9309 wants them read."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from protego import Protego

from cuibono.core.errors import FetchError, InputError, NotBefore, UnsafeAddress
from cuibono.core.news import Capture
from cuibono.core.ports import Clockwork
from cuibono.sources.answers import BUSY

# What the files call us. The whole User-Agent would also match groups for "news" or "reader".
ROBOT = "CuiBono"
_LASTS = timedelta(days=1)  # RFC 9309, 2.4: no longer
_AGAIN = timedelta(minutes=10)  # after one that could not be had
_BYTES = 512_000  # 2.5: at least 500 KiB are read
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class _Rules:
    """What one site allows; ``until`` says how long that is believed."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    until: datetime = _NEVER
    found: Protego | None = None  # None where there are none: everything is allowed
    failure: InputError | None = None


class Robots:
    """The rules of sites, fetched when first needed and remembered for a day."""

    def __init__(self, fetch: Callable[[str], Capture], clock: Clockwork, sites: int) -> None:
        """``fetch`` gets a robots.txt; rules of at most ``sites`` sites are remembered."""
        self._fetch = fetch
        self._clock = clock
        self._sites = sites
        self._rules: dict[str, _Rules] = {}
        self._lock = threading.Lock()

    def allow(self, site: str, url: str) -> bool:
        """Whether programs may fetch the link. ``site`` is its scheme, host and port.

        Raises:
            NotBefore: the rules cannot be had now; what they are is not guessed.
            UnsafeAddress: they lead where no link may lead.
        """
        rules = self._of(site)
        return rules is None or rules.can_fetch(url, ROBOT)

    def delay(self, site: str) -> float:
        """The seconds between requests that a site asks for, as far as its rules are known; else 0."""
        known = self._rules.get(site)
        return (known.found.crawl_delay(ROBOT) or 0.0) if known and known.found else 0.0

    def sitemaps(self, site: str) -> tuple[str, ...]:
        """The sitemaps that the file names.

        Raises:
            InputError: as for :meth:`allow`.
        """
        rules = self._of(site)
        return tuple(rules.sitemaps) if rules else ()

    def _of(self, site: str) -> Protego | None:
        with self._lock:
            rules = self._rules.pop(site, None) or _Rules()
            self._rules[site] = rules  # asked for last, forgotten last
            while len(self._rules) > self._sites:
                del self._rules[next(iter(self._rules))]
        with rules.lock:
            if self._clock() >= rules.until:
                self._ask(site, rules)
            match rules.failure:
                case None:
                    return rules.found
                case UnsafeAddress():
                    raise UnsafeAddress(f"its robots.txt is not fetched ({rules.failure})")
                case _:
                    raise NotBefore(f"its robots.txt cannot be had ({rules.failure})", rules.until)

    def _ask(self, site: str, rules: _Rules) -> None:
        url = f"{site}/robots.txt"
        lasts = _LASTS
        rules.found = rules.failure = None
        try:
            body = self._fetch(url).body
        except InputError as error:
            if not _says_there_is_none(error):  # RFC 9309, 2.3.1.4: then nothing is fetched
                error.args = (str(error).removeprefix(f"{url}: "),)
                rules.failure = error
                lasts = _AGAIN
                if isinstance(error, NotBefore):
                    lasts = min(max(lasts, error.moment - self._clock()), _LASTS)
        else:
            rules.found = Protego.parse(body[:_BYTES].decode("utf-8-sig", "replace"))
        rules.until = self._clock() + lasts


def _says_there_is_none(error: InputError) -> bool:
    """An empty file, "not found" of any kind, or redirects without end (2.3.1.2, 2.3.1.3).

    A server that is busy or broken says nothing.
    """
    status = error.status if isinstance(error, FetchError) else None
    return status is not None and status not in BUSY and status < HTTPStatus.INTERNAL_SERVER_ERROR
