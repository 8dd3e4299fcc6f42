"""CISA's advisories, as its feeds list them. Terms: works of the US government; the feeds are published for readers.

Years have two digits there, and an entry is named "/node/25513", which is a place at the site and no link by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urljoin

from cuibono.core.news import Capture
from cuibono.core.ports import Source
from cuibono.plugins import Tools
from cuibono.sources.feeds import entries_of
from cuibono.sources.listing import LIMIT, About, Entry, Listing, Rules, pages
from cuibono.sources.options import Options

_ALL = "https://www.cisa.gov/cybersecurity-advisories/all.xml"
_NODE = re.compile(r"/node/[0-9]{1,9}")


def make(options: Mapping[str, str], tools: Tools) -> Source:
    """Advisories: ``url`` of one of the feeds (that of all); ``pages`` (no): read the advisories themselves; ``limit``.

    Raises:
        SettingsError: an option cannot be used.
    """
    given = Options(options, ("url", "pages", "limit"))
    page = pages(tools) if given.flag("pages", default=False) else None
    rules = Rules(limit=given.number("limit", LIMIT, 1, 1_000), page=page)
    return Listing(given.link("url", _ALL), entries, tools, rules)


def entries(capture: Capture) -> Iterator[Entry]:
    """The advisories of a feed; each is one, in whichever of the feeds it stands.

    Raises:
        UnreadableInput: it is no feed.
    """

    def place(key: str, said: About) -> str:
        return said.link or (urljoin(capture.location, key) if _NODE.fullmatch(key) else "")

    yield from entries_of(capture, "CISA", place)
