"""Press releases of the US Bureau of Industry and Security. Terms: works of the US government.

The list has no dates: what a release's own page does not date stays undated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cuibono.core.news import Capture
from cuibono.core.ports import Source
from cuibono.plugins import Tools
from cuibono.sources.listing import Entry, Listing, Rules, pages
from cuibono.sources.options import Options
from cuibono.sources.rows import linked_rows

_PAGE = "https://media.bis.gov/news-updates/all-press-releases"
_PLACE = re.compile(r"/press-release/[^/]+/?")


def make(options: Mapping[str, str], tools: Tools) -> Source:
    """Releases with their pages: ``url`` of the list; ``pages`` (yes): read them, and not only their titles; ``limit``.

    Raises:
        SettingsError: an option cannot be used.
    """
    given = Options(options, ("url", "pages", "limit"))
    page = pages(tools) if given.flag("pages", default=True) else None
    return Listing(given.link("url", _PAGE), entries, tools, Rules(given.number("limit", 20, 1, 100), page=page))


def entries(capture: Capture) -> Iterator[Entry]:
    """The rows of the list.

    Raises:
        UnreadableInput: it lists no release.
    """
    yield from linked_rows(capture, _PLACE, lambda _: "")
