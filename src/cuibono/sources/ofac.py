"""OFAC's recent actions. Its feed ended on 31 January 2025; the page is left. Terms: works of the US government.

A row has no date but in the digits of its link (/recent-actions/20260408, or 20260408_33 for the day's second).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from cuibono.core.news import Capture
from cuibono.core.ports import Source
from cuibono.plugins import Tools
from cuibono.sources.listing import Entry, Listing, Rules, pages
from cuibono.sources.options import Options
from cuibono.sources.rows import linked_rows

_PAGE = "https://ofac.treasury.gov/recent-actions"
_DIGITS = re.compile(r"/recent-actions/([0-9]{4})([0-9]{2})([0-9]{2})(?:_[0-9]{1,4})?/?")


def make(options: Mapping[str, str], tools: Tools) -> Source:
    """Actions with their pages: ``url`` of the list; ``pages`` (yes): read them, and not only titles; ``days`` (90).

    Raises:
        SettingsError: an option cannot be used.
    """
    given = Options(options, ("url", "pages", "days", "limit"))
    page = pages(tools) if given.flag("pages", default=True) else None
    rules = Rules(given.number("limit", 20, 1, 100), given.days(90), page)
    return Listing(given.link("url", _PAGE), entries, tools, rules)


def entries(capture: Capture) -> Iterator[Entry]:
    """The rows of the list; links to parts of it (by year, by kind) have no digits and are none.

    Raises:
        UnreadableInput: it lists no action.
    """
    yield from linked_rows(capture, _DIGITS, _dated)


def _dated(path: str) -> str:
    found = _DIGITS.fullmatch(path)
    try:
        return date(*map(int, found.groups())).isoformat() if found else ""
    except ValueError:
        return ""
