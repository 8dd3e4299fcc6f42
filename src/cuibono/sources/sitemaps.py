"""Sites by their sitemaps (sitemaps.org), those of news too. Terms: they are made for programs; robots.txt counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import partial
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree

from cuibono.core.errors import FetchError, UnreadableInput
from cuibono.core.news import Capture
from cuibono.core.ports import Source
from cuibono.plugins import Tools
from cuibono.sources.decoding import unpacked
from cuibono.sources.limits import Limits
from cuibono.sources.listing import About, Entry, Listing, Rules, fingerprint, pages
from cuibono.sources.moments import certainly_before, moment
from cuibono.sources.options import Options
from cuibono.sources.trees import root_of

_MOST_LINKS = 50_000  # sitemaps.org: of one file
_GZIP = b"\x1f\x8b"
_INDEX = re.compile(rb"<(?:\w{1,20}:)?sitemapindex")


def make(options: Mapping[str, str], tools: Tools) -> Source:
    """Pages of a site: ``url`` of its sitemap; ``days`` (7) since they changed or appeared; ``limit`` (20) a round.

    ``holding`` lists words of which a link must hold one ("/news/"); ``undated`` (no): take what has no date as well.

    Raises:
        SettingsError: an option cannot be used.
    """
    given = Options(options, ("url", "days", "holding", "undated", "limit"))
    chosen = _Chosen(
        tools,
        given.days(7),
        given.words("holding", ""),
        undated=given.flag("undated", default=False),
    )
    rules = Rules(given.number("limit", 20, 1, 1_000), page=pages(tools), following=chosen.maps)
    return Listing(given.link("url"), chosen.entries, tools, rules)


class _Chosen:
    """What of a sitemap is wanted."""

    def __init__(self, tools: Tools, back: timedelta, holding: tuple[str, ...], *, undated: bool) -> None:
        self._clock = tools.clock
        self._back = back
        self._holding = holding
        self._undated = undated

    def entries(self, capture: Capture) -> Iterator[Entry]:
        """The pages, latest first."""
        since = self._clock() - self._back
        found = []
        for about in _listed(capture, "url"):
            when = moment(about.changed or about.dated)
            if self._holding and not any(each in about.link for each in self._holding):
                continue
            if when is None and not self._undated:
                continue
            if when is None or when.latest >= since:
                found.append((when.at.timestamp() if when else 0.0, about))
        found.sort(key=lambda pair: -pair[0])
        for _, about in found:
            mark = fingerprint(about.changed, about.dated)
            yield Entry(about.link, mark, None, partial(About, about.link, about.dated, about.changed))

    def maps(self, capture: Capture) -> tuple[str, ...]:
        """The sitemaps that an index lists, latest first; those that have not changed in time are left out."""
        if _INDEX.search(capture.body, 0, 4_096) is None and not capture.body.startswith(_GZIP):
            return ()
        since = self._clock() - self._back
        listed = [each for each in _listed(capture, "sitemap") if not certainly_before(each.changed, since)]
        dated = {each.link: moment(each.changed) for each in listed}
        return tuple(sorted(dated, key=lambda link: -(found.at.timestamp() if (found := dated[link]) else 0.0)))


def _listed(capture: Capture, kind: str) -> Iterator[About]:
    """The elements of a kind in a sitemap or an index of them.

    Raises:
        UnreadableInput: it is neither.
    """
    body = capture.body
    if body.startswith(_GZIP):
        limits = Limits()
        try:
            body = unpacked([body], "gzip", limits)
        except FetchError as error:
            raise UnreadableInput(f"{capture.location}: {error}") from error
    root = _root(capture.location, body)
    for node in islice(root.iter("{*}" + kind), _MOST_LINKS):
        said: dict[str, str] = {}
        for child in node.iter("{*}*"):
            said.setdefault(etree.QName(child).localname, (child.text or "").strip())
        link = said.get("loc", "")
        if link.startswith(("http://", "https://")) and urlsplit(link).netloc == urlsplit(capture.location).netloc:
            yield About(link, said.get("publication_date", ""), said.get("lastmod", ""))


def _root(name: str, body: bytes) -> etree._Element:
    root = root_of(body, name, "sitemap")
    if etree.QName(root).localname not in {"urlset", "sitemapindex"}:
        raise UnreadableInput(f"{name}: it is no sitemap")
    return root
