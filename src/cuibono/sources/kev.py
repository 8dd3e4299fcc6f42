"""CISA's catalogue of known exploited vulnerabilities. Terms: CC0."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from urllib.parse import quote

from cuibono.core.errors import UnreadableInput
from cuibono.core.news import Capture
from cuibono.core.ports import Source
from cuibono.plugins import Tools
from cuibono.sources.listing import LIMIT, About, Entry, Listing, Rules, fingerprint
from cuibono.sources.options import Options
from cuibono.sources.slices import json_list

_CATALOGUE = "https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json"
PAGE = "https://www.cisa.gov/known-exploited-vulnerabilities-catalog?search_api_fulltext="


def make(options: Mapping[str, str], tools: Tools) -> Source:
    """What was added in the last ``days`` (30): all, or what holds one of the ``words`` (a vendor, a product).

    ``url`` is that of a mirror.

    Raises:
        SettingsError: an option cannot be used.
    """
    given = Options(options, ("url", "words", "days", "limit"))
    wanted = tuple(each.casefold() for each in given.words("words", ""))
    rules = Rules(given.number("limit", LIMIT, 1, 5_000), given.days(30))
    return Listing(given.link("url", _CATALOGUE), partial(entries, wanted=wanted), tools, rules)


def entries(capture: Capture, wanted: tuple[str, ...] = ()) -> Iterator[Entry]:
    """The vulnerabilities, as the catalogue orders them.

    Raises:
        UnreadableInput: it is no catalogue.
    """
    found = json_list(capture.body.decode("utf-8-sig", "replace"), "vulnerabilities")
    if found is None:
        raise UnreadableInput(f"{capture.location}: it is no catalogue of vulnerabilities")
    for member in found:
        record = json.loads(member, strict=False)
        if not isinstance(record, dict) or not isinstance(record.get("cveID"), str):
            continue
        if wanted and not any(word in member.casefold() for word in wanted):
            continue
        own = replace(
            capture,
            location=PAGE + quote(record["cveID"], safe=""),
            body=f'{{"vulnerabilities": [{member}]}}'.encode("utf-8", "surrogatepass"),
            media_type="application/json",
            headers=((":listed", capture.location),),
        )
        dated = str(record.get("dateAdded") or "")
        yield Entry(record["cveID"], fingerprint(member), own, partial(About, "", dated))
