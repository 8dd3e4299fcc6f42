"""GDELT's search in the world's news. Terms: free and open with a citation of GDELT; one request in five seconds.

(gdeltproject.org/about.html#termsofuse.) It says when it saw an article, which is not when it was published. Complaints
come as plain text, with status 200.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from urllib.parse import urlencode

from cuibono.core.errors import NotBefore, UnreadableInput
from cuibono.core.news import Capture
from cuibono.core.ports import Source
from cuibono.plugins import Tools
from cuibono.sources.listing import About, Entry, Listing, Rules, fingerprint, pages
from cuibono.sources.options import Options
from cuibono.sources.slices import json_list

_API = "https://api.gdeltproject.org/api/v2"
_PAUSE = timedelta(minutes=10)


def make(options: Mapping[str, str], tools: Tools) -> Source:
    """Articles, latest first: ``query`` (``sourcelang:english``); ``hours`` (24) back; ``pages`` (yes); ``limit`` (75).

    Raises:
        SettingsError: an option cannot be used.
    """
    given = Options(options, ("query", "hours", "pages", "limit", "api"))
    limit = given.number("limit", 75, 1, 250)
    asked = {
        "query": given.text("query"),
        "mode": "artlist",
        "format": "json",
        "sort": "datedesc",
        "maxrecords": "250",
        "timespan": f"{given.number('hours', 24, 1, 2_160)}h",
    }
    page = pages(tools) if given.flag("pages", default=True) else None
    take = partial(entries, tools)
    return Listing(f"{given.api(_API)}/doc/doc?{urlencode(asked)}", take, tools, Rules(limit, page=page))


def entries(tools: Tools, capture: Capture) -> Iterator[Entry]:
    """The articles of an answer.

    Raises:
        NotBefore: it asks for patience.
        UnreadableInput: it is a complaint, or nothing that is known.
    """
    text = capture.body.decode("utf-8-sig", "replace").strip()
    found = json_list(text, "articles")
    if found is None:
        said = " ".join(text.split())[:200]
        if "limit requests" in said.casefold():
            raise NotBefore(f"{capture.location}: says {said!r}", tools.clock() + _PAUSE)
        if text.replace(" ", "") != "{}":  # nothing was found
            raise UnreadableInput(f"{capture.location}: says {said!r}")
        return
    for member in found:
        record = json.loads(member, strict=False)
        link = record.get("url") if isinstance(record, dict) else None
        if not isinstance(link, str) or not link.startswith(("http://", "https://")):
            continue
        own = replace(
            capture,
            location=link,
            body=f'{{"articles": [{member}]}}'.encode("utf-8", "surrogatepass"),
            media_type="application/json",
            headers=((":listed", capture.location),),
        )
        yield Entry(link, fingerprint(str(record.get("title"))), own, partial(About, link))
