"""RSS, RDF, Atom and JSON Feed. Terms: a feed is published for readers to poll; it is asked as seldom as it allows."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from cuibono.core.errors import UnreadableInput
from cuibono.core.links import unwrapped
from cuibono.core.news import Capture
from cuibono.core.ports import Source
from cuibono.plugins import Tools
from cuibono.sources.listing import LIMIT, About, Entry, Listing, Rules, fingerprint, pages
from cuibono.sources.options import Options
from cuibono.sources.slices import Feed, json_list, xml_feed
from cuibono.sources.trees import web_link

_MOST = 5_000
# What names an entry, best first.
_NAMES = tuple(
    re.compile(rb"<" + name + rb"(?:\s[^>]{0,500})?>\s*(?:<!\[CDATA\[)?([^<\]]{1,2000})", re.IGNORECASE)
    for name in (rb"guid", rb"(?:atom:)?id", rb"link")
)
_HREF = re.compile(rb"<(?:atom:)?link\s[^>]{0,2000}?href\s*=\s*[\"']([^\"']{1,2000})", re.IGNORECASE)
_ABOUT = re.compile(rb"rdf:about\s*=\s*[\"']([^\"']{1,2000})", re.IGNORECASE)
# What changes although the entry does not: counts of comments and reads.
_COUNTS = re.compile(
    rb"<(slash:comments|thr:total|slash:hit_parade|media:statistics|media:starRating)\b[^<>]{0,500}(?:/>|>[^<]{0,200}</\1>)",
    re.IGNORECASE,
)
_WIDE = re.compile(r"(<\?xml[^>]{0,100}encoding=[\"'])utf-16(?:[lb]e)?", re.IGNORECASE)
_DATES = ("published", "updated", "created")


def make(options: Mapping[str, str], tools: Tools) -> Source:
    """A feed: ``url``; ``pages`` (no): fetch the pages that entries lead to; ``limit``: entries a round.

    Raises:
        SettingsError: an option cannot be used.
    """
    given = Options(options, ("url", "pages", "limit"))
    page = pages(tools) if given.flag("pages", default=False) else None
    rules = Rules(limit=given.number("limit", LIMIT, 1, _MOST), page=page)
    return Listing(given.link("url"), entries, tools, rules)


def is_feed(capture: Capture) -> bool:
    """Whether a capture is a feed of any kind."""
    if capture.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return b"https://jsonfeed.org/" in capture.body[:2_000] and json_list(_text(capture), "items") is not None
    return xml_feed(capture.body) is not None


def entries(capture: Capture) -> Iterator[Entry]:
    """The entries of a feed, in its order.

    Raises:
        UnreadableInput: it is no feed.
    """
    if capture.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        yield from _json_entries(capture)
        return
    capture = _narrow(capture)
    feed = xml_feed(capture.body)
    if feed is None:
        raise UnreadableInput(f"{capture.location}: it is no feed")
    for entry in feed.entries:
        yield _xml_entry(capture, feed, entry)


def _narrow(capture: Capture) -> Capture:
    """A feed in UTF-16 as UTF-8: the only encoding in use whose marks cannot be found byte by byte."""
    if not capture.body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return capture
    text = _WIDE.sub(r"\1utf-8", capture.body.decode("utf-16", "replace"), count=1)
    return replace(capture, body=text.encode("utf-8", "replace"), media_type="application/xml; charset=utf-8")


def entries_of(capture: Capture, name: str, place: Callable[[str, About], str]) -> Iterator[Entry]:
    """The entries of one publisher's several feeds: in its name, each at a place of its own, so none comes twice.

    ``place`` says where an entry is, from its key and what the feed says of it; "" for the feed's own place.

    Raises:
        UnreadableInput: it is no feed.
    """
    feed = xml_feed(capture.body)
    if feed is None:
        raise UnreadableInput(f"{capture.location}: it is no feed")
    for entry in feed.entries:
        own = replace(capture, body=feed.framed_as(name, entry), headers=((":listed", capture.location),))
        said = about(own)
        own = replace(own, location=place(key(entry), said) or capture.location)
        yield Entry(key(entry), fingerprint(entry), own, partial(About, said.link, said.dated))


def _xml_entry(capture: Capture, feed: Feed, entry: bytes) -> Entry:
    own = replace(capture, body=feed.framed(entry), headers=_kept(capture))
    return Entry(
        key=key(entry),
        mark=fingerprint(_COUNTS.sub(b"", entry)),
        capture=own,
        about=partial(about, own),
    )


def key(entry: bytes) -> str:
    """What an entry is called: by its own name, or its link, or else by its words."""
    named = next((found[1].strip() for found in _searched(entry) if found[1].strip()), entry)
    return named.decode("utf-8", "replace")


def _searched(entry: bytes) -> Iterator[re.Match[bytes]]:
    opening = entry[: entry.find(b">") + 1]
    for pattern, where in (
        (_NAMES[0], entry),
        (_NAMES[1], entry),
        (_ABOUT, opening),
        (_NAMES[2], entry),
        (_HREF, entry),
    ):
        if found := pattern.search(where):
            yield found


def _kept(capture: Capture) -> tuple[tuple[str, str], ...]:
    """Headers of the feed that hold for an entry too: its marks and dates are the feed's own."""
    return tuple((name, value) for name, value in capture.headers if name in {":asked", "content-language"})


def about(own: Capture) -> About:
    """The link and the date of a feed's only entry, as a feed reader finds them."""
    # feedparser takes a tenth of a second to import; only feeds with something new pay for it.
    import feedparser  # noqa: PLC0415 - see above

    headers = {"content-type": own.media_type or "application/xml", "content-location": own.location}
    try:
        found = feedparser.parse(io.BytesIO(own.body), response_headers=headers, sanitize_html=False).get("entries", [])
    except Exception:  # noqa: BLE001 - whatever it stumbles over, the entry itself is there
        return About()
    if not found:
        return About()
    link = unwrapped(str(found[0].get("feedburner_origlink") or found[0].get("link") or ""))
    dated = next((str(found[0][name]) for name in _DATES if name in found[0]), "")
    return About(web_link(own.location, link), dated)


def _json_entries(capture: Capture) -> Iterator[Entry]:
    text = _text(capture)
    members = json_list(text, "items")
    if members is None or "https://jsonfeed.org/" not in text[:2_000]:
        raise UnreadableInput(f"{capture.location}: it is no JSON Feed")
    feed = json.loads(text, strict=False)
    head = {name: feed[name] for name in ("version", "title", "language", "authors", "author") if name in feed}
    before = json.dumps(head, ensure_ascii=False)[:-1]
    for member in members:
        item = json.loads(member, strict=False)
        if not isinstance(item, dict):
            continue
        link = str(item.get("url") or item.get("external_url") or "")
        dated = str(item.get("date_published") or item.get("date_modified") or "")
        body = f'{before}, "items": [{member}]}}'.encode("utf-8", "surrogatepass")
        yield Entry(
            key=str(item.get("id") or link or member),
            mark=fingerprint(member),
            capture=replace(capture, body=body, headers=_kept(capture), media_type="application/feed+json"),
            about=partial(About, web_link(capture.location, link), dated),
        )


def _text(capture: Capture) -> str:
    return capture.body.decode("utf-8-sig", "replace")
