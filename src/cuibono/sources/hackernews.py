"""Hacker News: threads about a query, each with all its comments.

Searched and read through Algolia's interface (hn.algolia.com/api: open, 10,000 requests an hour); where that fails, a
thread is put together from the items of the official Firebase interface (github.com/HackerNews/API: open, no limit).
Both give a thread the same location, so one is a later version of the other.
"""

from __future__ import annotations

import json
import math
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from urllib.parse import urlencode

from cuibono.core.errors import InputError, UnreadableInput
from cuibono.core.news import Capture
from cuibono.core.ports import Fetcher, Source
from cuibono.plugins import Tools
from cuibono.sources.listing import About, Entry, Listing, Rules
from cuibono.sources.moments import certainly_before
from cuibono.sources.options import Options
from cuibono.sources.slices import json_list

_ALGOLIA = "https://hn.algolia.com/api/v1"
_FIREBASE = "https://hacker-news.firebaseio.com/v0"
_PAGE = "https://news.ycombinator.com/item?id="
_GROWTH = 1.25  # a thread is read again when it has a quarter more comments
_MOST_ITEMS = 300  # fetched one by one where the tree cannot be had


def make(options: Mapping[str, str], tools: Tools) -> Source:
    """Threads: ``query``; ``points`` and ``comments`` they have at least; ``days`` (7) back; ``limit`` (20) a round.

    Raises:
        SettingsError: an option cannot be used.
    """
    given = Options(options, ("query", "points", "comments", "days", "limit", "api", "fallback"))
    asked = {
        "query": given.text("query"),
        "tags": "story",
        "hitsPerPage": "100",
        "numericFilters": f"points>={given.number('points', 0, 0, 100_000)},"
        f"num_comments>={given.number('comments', 0, 0, 100_000)}",
    }
    threads = _Threads(given.api(_ALGOLIA), given.link("fallback", _FIREBASE).rstrip("/"), tools.fetcher)
    search = _Search(tools, given.days(7))
    rules = Rules(limit=given.number("limit", 20, 1, 100), page=threads.page)
    return Listing(f"{threads.algolia}/search_by_date?{urlencode(asked)}", search.entries, tools, rules)


class _Search:
    """The hits of a search."""

    def __init__(self, tools: Tools, back: timedelta) -> None:
        self._clock = tools.clock
        self._back = back

    def entries(self, capture: Capture) -> Iterator[Entry]:
        hits = json_list(capture.body.decode("utf-8-sig", "replace"), "hits")
        if hits is None:
            raise UnreadableInput(f"{capture.location}: it is no answer of the search")
        since = self._clock() - self._back
        for text in hits:
            hit = json.loads(text, strict=False)
            if not isinstance(hit, dict) or certainly_before(str(hit.get("created_at") or ""), since):
                continue
            number = _number(hit.get("story_id")) or _number(hit.get("objectID"))  # a comment's thread, or the thread
            comments = hit.get("num_comments")
            if not number or (comments == 0 and not hit.get("story_text")):  # a bare link: nobody said anything
                continue
            grown = int(math.log(max(comments, 0) + 1, _GROWTH)) if isinstance(comments, int) else 0
            yield Entry(key=number, mark=f"{grown}", capture=None, about=partial(About, _PAGE + number))


class _Threads:
    """Threads by number."""

    def __init__(self, algolia: str, firebase: str, fetcher: Fetcher) -> None:
        self.algolia = algolia
        self._firebase = firebase
        self._fetcher = fetcher

    def page(self, about: About) -> Capture | None:
        """The thread at a link as one capture: Algolia's tree, or Firebase's items in a list.

        Raises:
            InputError: neither can be had; the first cause is told.
        """
        number = about.link.removeprefix(_PAGE)
        try:
            tree = self._fetcher.get(f"{self.algolia}/items/{number}", given=True)
        except InputError as cause:
            try:
                tree = self._put_together(number)
            except InputError:
                raise cause from None
        headers = ((":asked", tree.location), *tree.headers)
        return replace(tree, location=about.link, headers=headers)

    def _put_together(self, number: str) -> Capture:
        root = self._item(number)
        texts: list[str] = []
        waiting = deque([root])
        while waiting and len(texts) < _MOST_ITEMS:
            capture = waiting.popleft()
            text = capture.body.decode("utf-8-sig", "replace").strip()
            texts.append(text)
            below = _kids(text)[: _MOST_ITEMS - len(texts) - len(waiting)]
            for kid in below:
                try:
                    waiting.append(self._item(kid))
                except InputError:
                    continue  # one comment is not the thread
        return replace(root, body=f"[{', '.join(texts)}]".encode("utf-8", "surrogatepass"))

    def _item(self, number: str) -> Capture:
        capture = self._fetcher.get(f"{self._firebase}/item/{number}.json", given=True)
        if capture.body.strip() == b"null":
            raise UnreadableInput(f"{capture.location}: there is no such item")
        return capture


def _kids(text: str) -> list[str]:
    try:
        item = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return []
    kids = item.get("kids") if isinstance(item, dict) else None
    return [number for kid in kids if (number := _number(kid))] if isinstance(kids, list) else []


def _number(value: object) -> str:
    """An item's number as digits, "" where it is none: it becomes part of a link."""
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return text if text.isascii() and text.isdigit() and len(text) < 15 else ""  # noqa: PLR2004 - far beyond any item
