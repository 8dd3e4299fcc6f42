"""arXiv, through its query interface. Terms: one request every three seconds, one connection; metadata are CC0.

(info.arxiv.org/help/api/tou.html.) Errors come as an entry called "Error" with status 400, and so does nothing at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from cuibono.core.errors import FetchError
from cuibono.core.news import Capture
from cuibono.core.ports import Source
from cuibono.plugins import Tools
from cuibono.sources.feeds import entries_of
from cuibono.sources.listing import LIMIT, About, Entry, Listing, Rules
from cuibono.sources.options import Options

_API = "https://export.arxiv.org/api"
_ERROR = re.compile(r"arxiv\.org/api/errors#")
_ABSTRACT = re.compile(r"https?://arxiv\.org/abs/\S+")


def make(options: Mapping[str, str], tools: Tools) -> Source:
    """Papers of the last ``days`` (30), by ``query`` in arXiv's own terms (``abs:"model weights" AND cat:cs.CR``).

    Raises:
        SettingsError: an option cannot be used.
    """
    given = Options(options, ("query", "days", "limit", "api"))
    limit = given.number("limit", LIMIT, 1, 1_000)
    asked = {
        "search_query": given.text("query"),
        "sortBy": "submittedDate",
        "sortOrder": "descending",
        "max_results": str(min(limit, LIMIT)),
    }
    return Listing(f"{given.api(_API)}/query?{urlencode(asked)}", entries, tools, Rules(limit, given.days(30)))


def entries(capture: Capture) -> Iterator[Entry]:
    """The papers of an answer; a version is an entry of its own, at its own place.

    Raises:
        UnreadableInput: it is no feed.
        FetchError: it is an error in the form of an entry.
    """

    def place(key: str, _said: About) -> str:
        if _ERROR.search(key):
            raise FetchError(f"{capture.location}: refuses the query ({key.partition('#')[2].replace('_', ' ')})")
        return key.replace("http://", "https://", 1) if _ABSTRACT.fullmatch(key) else ""

    yield from entries_of(capture, "arXiv", place)
