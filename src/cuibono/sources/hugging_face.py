"""Models on Hugging Face: what their authors declare.

Terms: an open interface, 500 requests in five minutes without a key (huggingface.co/docs/hub/rate-limits). Plain
requests through the one egress: the hub's own library would open connections of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from urllib.parse import quote, urlencode

from cuibono.core.errors import SettingsError, UnreadableInput
from cuibono.core.news import Capture
from cuibono.core.ports import Source
from cuibono.plugins import Tools
from cuibono.sources.listing import LIMIT, About, Entry, Listing, Rules, fingerprint
from cuibono.sources.options import Options
from cuibono.sources.slices import json_list

_API = "https://huggingface.co/api"
_PAGE = "https://huggingface.co/"
_FIELDS = "author cardData createdAt lastModified library_name pipeline_tag sha tags".split()


def make(options: Mapping[str, str], tools: Tools) -> Source:
    """Models, latest first, by ``query``, ``author`` or ``base`` (a model that they declare as theirs); ``days`` (30).

    Raises:
        SettingsError: an option cannot be used.
    """
    given = Options(options, ("query", "author", "base", "days", "limit", "api"))
    limit = given.number("limit", LIMIT, 1, 1_000)
    asked = [
        ("sort", "lastModified"),
        ("direction", "-1"),
        ("limit", str(min(limit, LIMIT))),
        *(("expand[]", name) for name in _FIELDS),
        *(("search", each) for each in [given.text("query", "")] if each),
        *(("author", each) for each in [given.text("author", "")] if each),
        *(("filter", f"base_model:{each}") for each in [given.text("base", "")] if each),
    ]
    if not {"search", "author", "filter"} & {name for name, _ in asked}:
        raise SettingsError("query is missing: one of query, author, base is needed")
    return Listing(f"{given.api(_API)}/models?{urlencode(asked)}", entries, tools, Rules(limit, given.days(30)))


def entries(capture: Capture) -> Iterator[Entry]:
    """The models of an answer; one is new again when its author changed it, not when its downloads were counted.

    Raises:
        UnreadableInput: it is no list of models.
    """
    found = json_list(capture.body.decode("utf-8-sig", "replace"), "")
    if found is None:
        raise UnreadableInput(f"{capture.location}: it is no list of models")
    for member in found:
        record = json.loads(member, strict=False)
        name = record.get("id") if isinstance(record, dict) else None
        if not isinstance(name, str) or "/" not in name:
            continue
        own = replace(
            capture,
            location=_PAGE + quote(name),
            body=f"[{member}]".encode("utf-8", "surrogatepass"),
            media_type="application/json",
            headers=((":listed", capture.location),),
        )
        changed = str(record.get("lastModified") or record.get("createdAt") or "")
        mark = (
            fingerprint(str(record.get("sha") or ""), changed) if changed or record.get("sha") else fingerprint(member)
        )
        yield Entry(name, mark, own, partial(About, "", changed))
