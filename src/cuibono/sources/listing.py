"""Lists of things that appear: what feeds, search results and registers have in common.

A list is fetched only where it changed, and taken apart: every entry is a capture of its own, made of the entry's bytes
as they came, in the smallest frame that a reader takes. So an entry is the same capture in every round, whatever else
is listed beside it; a list of ten thousand gives a share a round; and what was handed over is noted only after it was
taken.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cuibono.core.errors import FetchError, InputError, NotBefore, UnreadableInput
from cuibono.core.news import Capture, Validator
from cuibono.core.reading import Problem
from cuibono.plugins import Tools
from cuibono.sources.addresses import shown
from cuibono.sources.moments import certainly_before
from cuibono.sources.visible import has_words

# Entries a round. Feeds list ten to a hundred; a flood of ten thousand takes a hundred rounds, others go on meanwhile.
LIMIT = 100
_MOST_PARTS = 20  # of one list in one round


@dataclass(frozen=True, slots=True)
class About:
    """What the list says of an entry besides its words: its page, when it was published, when it was last changed.

    In the list's words; "" where it does not say. ``place`` is the address of what is found at ``link``, where that is
    only a copy for programs.
    """

    link: str = ""
    dated: str = ""
    changed: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a list.

    ``key`` names it there; ``mark`` is another one when the entry changed; ``capture`` is the entry itself, None where
    only its page says anything; ``about`` is asked for new entries only.
    """

    key: str
    mark: str
    capture: Capture | None
    about: Callable[[], About] = About


@dataclass(frozen=True, slots=True)
class Rules:
    """How a list is taken: how many entries a round, how far back, how their pages are had, where the list goes on.

    ``page`` gives the page in place of the entry, None where it did not change since it was last taken; without it the
    entries themselves are what is taken, and with ``both`` the entry goes before its page. A list goes on where it
    holds nothing yet that is too old.
    """

    limit: int = LIMIT
    back: timedelta | None = None  # entries dated longer ago are left out
    page: Callable[[About], Capture | None] | None = None
    both: bool = False
    following: Callable[[Capture], Sequence[str]] = lambda _: ()  # links of further parts


class Listing:
    """A Source over one list."""

    def __init__(self, url: str, take: Callable[[Capture], Iterable[Entry]], tools: Tools, rules: Rules) -> None:
        """``take`` takes a fetched list apart, in its order; it raises UnreadableInput for what is no such list."""
        self._url = url
        self._take = take
        self._tools = tools
        self._rules = rules
        self._again = False  # something is left for the next round
        self._reached = False  # the list has come to what is too old
        self._names: set[str] = set()  # of the marks of the entries seen
        self.problems: list[Problem] = []

    def fetch(self, since: datetime | None) -> Iterator[Capture]:
        """What is new in the list, in its order; entries dated before ``since`` are left out.

        Raises:
            InputError: the list cannot be had, or is no such list.
        """
        self.problems.clear()
        self._again = self._reached = False
        if self._rules.back is not None:
            horizon = self._tools.clock() - self._rules.back
            since = horizon if since is None else max(since, horizon)
        listed = self._tools.fetcher.changed(self._url, self._tools.memory.recall(self._url), given=True)
        if listed is None:
            return
        self._names = set()
        whole = yield from self._parts(listed, since)
        if whole:
            self._tools.memory.listed(self._url, self._names)
        if not self._again:
            self._tools.memory.remember(self._url, Validator.of(listed))

    def _parts(self, listed: Capture, since: datetime | None) -> Generator[Capture, None, bool]:
        """The list and its further parts; whether every entry of it was seen."""
        room = self._rules.limit
        parts = deque([listed])
        links: deque[str] = deque()
        whole = True
        for _ in range(_MOST_PARTS):
            if not parts and not links:
                break
            part = parts.popleft() if parts else self._further(listed, links.popleft())
            if part is None:
                whole = False
                continue
            try:
                taken = yield from self._some(part, since, room)
                further = () if self._reached else self._rules.following(part)
            except UnreadableInput as error:
                if part is listed:
                    raise
                self._note(part.location, error)
                whole = False
                continue
            links.extend(further)
            if taken is None:
                break
            room -= taken
        return whole and not links

    def _some(self, listed: Capture, since: datetime | None, room: int) -> Generator[Capture, None, int | None]:
        """One part of the list: how many were taken, None where there was no room for all."""
        taken = 0
        full = False
        names: set[str] = set()
        for entry in self._take(listed):
            name = f"{self._url}#{fingerprint(entry.key)}"
            if name in names:  # some lists give every entry the same name
                name = f"{self._url}#{fingerprint(entry.key, entry.mark)}"
            names.add(name)
            self._names.add(name)
            mark = Validator(entry.mark)
            if full or self._tools.memory.recall(name) == mark:
                continue
            about = entry.about() if since is not None or self._rules.page is not None else About()
            if since is not None and certainly_before(about.changed or about.dated, since):
                self._reached = True
                continue
            if taken >= room:
                self._again = True
                text = f"it lists more than the {self._rules.limit} that are taken a round; the rest comes in the next"
                self.problems.append(Problem(shown(self._url), text))
                full = True  # what else it holds is seen, and not taken
                continue
            taken += 1
            if (yield from self._entry(entry, about)):
                self._tools.memory.remember(name, mark, self._url)
            else:
                self._again = True
        return None if full else taken

    def _entry(self, entry: Entry, about: About) -> Generator[Capture, None, bool]:
        """The entry's page, or else the entry itself; False where the page may still be had another time."""
        if self._rules.page is None or not about.link:
            if entry.capture is not None:
                yield entry.capture
            return True
        instead = None if self._rules.both else entry.capture
        if self._rules.both and entry.capture is not None:
            yield entry.capture
        try:
            page = self._rules.page(about)
        except InputError as error:
            self._note(about.link, error)
            if instead is not None:
                yield instead
            return not (isinstance(error, NotBefore) or (isinstance(error, FetchError) and error.passing))
        if page is not None:
            if instead is not None and not has_words(page):
                self.problems.append(Problem(shown(about.link), f"{shown(about.link)}: the page says next to nothing"))
                yield instead
                return True
            here = listed_as(page, self._url, about.dated)
            yield replace(here, location=about.place) if about.place else here
            # No entry bears this name, so it ages from now on: a page asked for again later costs one answer.
            self._tools.memory.remember(about.link, Validator.of(page), self._url)
        return True

    def _further(self, listed: Capture, link: str) -> Capture | None:
        """Another part of the list; None, and a problem, where it cannot be had."""
        try:
            if _site(link) != _site(listed.location):
                raise FetchError("a part of the list is said to be at another site")
            return self._tools.fetcher.get(link, given=True)
        except InputError as error:
            self._note(link, error)
            self._again = True
            return None

    def _note(self, link: str, error: InputError) -> None:
        self.problems.append(Problem(shown(link), str(error)))


def pages(tools: Tools) -> Callable[[About], Capture | None]:
    """The page that an entry leads to, found by a program: robots.txt counts."""

    def page(about: About) -> Capture | None:
        return tools.fetcher.changed(about.link, tools.memory.recall(about.link))

    return page


def listed_as(page: Capture, url: str, dated: str) -> Capture:
    """A page with what the list that led to it says, among the headers: its date counts where the page has none."""
    said = [(":listed", shown(url))] + ([(":dated", dated)] if dated else [])
    return replace(page, headers=(*said, *page.headers))


def fingerprint(*words: str | bytes) -> str:
    """A mark of an entry's words."""
    digest = hashlib.sha256()
    for each in words:
        digest.update(each if isinstance(each, bytes) else each.encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
    return digest.hexdigest()[:32]


def _site(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc
