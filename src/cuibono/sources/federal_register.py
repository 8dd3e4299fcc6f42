"""The US Federal Register: rules, proposed rules, notices. Terms: works of the US government; no key is needed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from urllib.parse import urlencode, urlsplit

from cuibono.core.errors import SettingsError, UnreadableInput
from cuibono.core.news import Capture
from cuibono.core.ports import Source
from cuibono.plugins import Tools
from cuibono.sources.listing import LIMIT, About, Entry, Listing, Rules, fingerprint
from cuibono.sources.options import Options
from cuibono.sources.slices import json_list

_API = "https://www.federalregister.gov/api/v1"
# Nothing that is counted live (comments, views): it would make another record of the same document every day.
_FIELDS = (
    "document_number title type abstract action dates publication_date comments_close_on effective_on correction_of"
    " regulation_id_numbers docket_ids html_url body_html_url agencies"
).split()
_TYPES = ("RULE", "PRORULE", "NOTICE", "PRESDOCU")


def make(options: Mapping[str, str], tools: Tools) -> Source:
    """Documents, newest first, by at least one of ``query``, ``agencies`` (slugs), ``docket``, ``rin``; of ``types``.

    Of the last ``days`` (90); at most ``limit`` a round; ``full`` (no): the whole texts too, which may be long.

    Raises:
        SettingsError: an option cannot be used.
    """
    given = Options(options, ("query", "agencies", "docket", "rin", "types", "full", "days", "limit", "api"))
    asked: list[tuple[str, str]] = [("order", "newest"), ("per_page", "100")]
    asked += [("fields[]", name) for name in _FIELDS]
    wanted = [
        *[("conditions[term]", each) for each in [given.text("query", "")] if each],
        *[("conditions[agencies][]", each) for each in given.words("agencies", "")],
        *[("conditions[docket_id]", each) for each in [given.text("docket", "")] if each],
        *[("conditions[regulation_id_number]", each) for each in [given.text("rin", "")] if each],
    ]
    if not wanted:
        raise SettingsError("query is missing: one of query, agencies, docket, rin is needed")
    types = given.words("types", "")
    for each in types:
        if each not in _TYPES:
            raise SettingsError(f"types: {each!r} should be one of {', '.join(_TYPES)}")
    asked += wanted + [("conditions[type][]", each) for each in types]
    page = _texts(tools) if given.flag("full", default=False) else None
    rules = Rules(given.number("limit", LIMIT, 1, 1_000), given.days(90), page, both=True, following=_following)
    return Listing(f"{given.api(_API)}/documents.json?{urlencode(asked)}", entries, tools, rules)


def entries(capture: Capture) -> Iterator[Entry]:
    """The documents of an answer, each framed by itself; its own page is its location.

    Raises:
        UnreadableInput: it is no answer of the interface.
    """
    text = capture.body.decode("utf-8-sig", "replace")
    found = json_list(text, "results")
    if found is None:
        if json_list(text, "errors") is None and '"count"' in text[:200]:
            return  # nothing was found: then the interface leaves the list out
        raise UnreadableInput(f"{capture.location}: it is no answer of the Federal Register")
    for member in found:
        record = json.loads(member, strict=False)
        if not isinstance(record, dict) or not record.get("document_number"):
            continue
        link = str(record.get("html_url") or "")
        own = replace(
            capture,
            location=link if link.startswith("https://") else capture.location,
            body=f'{{"results": [{member}]}}'.encode("utf-8", "surrogatepass"),
            media_type="application/json",
            headers=((":listed", capture.location),),
        )
        body = str(record.get("body_html_url") or "")
        body = body if urlsplit(body)[:2] == urlsplit(capture.location)[:2] else ""
        dated = str(record.get("publication_date") or "")
        yield Entry(
            key=str(record["document_number"]),
            mark=fingerprint(member),
            capture=own,
            about=partial(About, body, dated, "", own.location),
        )


def _texts(tools: Tools) -> Callable[[About], Capture | None]:
    """The whole text of a document. It lies at a place of its own without title or address; the record has both."""

    def text(about: About) -> Capture | None:
        return tools.fetcher.changed(about.link, tools.memory.recall(about.link), given=True)

    return text


def _following(part: Capture) -> tuple[str, ...]:
    try:
        value = json.loads(part.body)
    except (ValueError, RecursionError):
        return ()
    link = value.get("next_page_url") if isinstance(value, dict) else None
    return (link,) if isinstance(link, str) else ()
