"""Google News search, as the feed that Google makes for personal readers.

Its terms, printed in every answer, allow personal, non-commercial use in a feed reader and nothing else; so a user has
to say that this is theirs before it is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from cuibono.core.errors import SettingsError
from cuibono.core.news import Capture
from cuibono.core.ports import Source
from cuibono.plugins import Tools
from cuibono.sources.feeds import entries_of
from cuibono.sources.listing import LIMIT, Entry, Listing, Rules
from cuibono.sources.options import Options

TERMS = (
    "This XML feed is made available solely for the purpose of rendering Google News results within a personal feed"
    " reader for personal, non-commercial use. Any other use of the feed is expressly prohibited."
)
_API = "https://news.google.com/rss"


def make(options: Mapping[str, str], tools: Tools) -> Source:
    """What was found for ``query`` in the last ``days`` (7), in ``language`` (en-US) and ``country`` (US).

    ``terms`` must be "accepted".

    Raises:
        SettingsError: the terms are not accepted (the message shows them), or an option cannot be used.
    """
    given = Options(options, ("query", "days", "language", "country", "terms", "limit", "api"))
    if given.text("terms", "") != "accepted":
        raise SettingsError(f'terms: Google says: "{TERMS}" Where that is your use, write terms = "accepted"')
    language, country = given.text("language", "en-US"), given.text("country", "US")
    asked = {
        "q": f"{given.text('query')} when:{given.number('days', 7, 1, 365)}d",
        "hl": language,
        "gl": country,
        "ceid": f"{country}:{language.partition('-')[0]}",
    }
    rules = Rules(limit=given.number("limit", LIMIT, 1, LIMIT))
    return Listing(f"{given.api(_API)}/search?{urlencode(asked)}", entries, tools, rules)


def entries(capture: Capture) -> Iterator[Entry]:
    """The items, in a frame that says nothing of the query: one item found twice is one capture.

    Raises:
        UnreadableInput: it is no feed.
    """
    yield from entries_of(capture, "Google News", lambda _, said: said.link)
