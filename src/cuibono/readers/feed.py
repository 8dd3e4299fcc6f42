"""RSS, RDF, Atom and JSON Feed: every item a document."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cuibono.core.errors import UnreadableInput
from cuibono.core.links import unwrapped
from cuibono.core.news import Capture
from cuibono.core.text import Document, Kind, Notice, fold
from cuibono.readers.bylines import names
from cuibono.readers.decode import decode
from cuibono.readers.finish import Head, finish, web_address
from cuibono.readers.google_news import cluster, is_google, leads_to
from cuibono.readers.layout import Part, clean
from cuibono.readers.limits import DEFAULT, Limits, check_size
from cuibono.readers.markup import looks_like_markup, parts_of_markup
from cuibono.readers.page import without_boilerplate
from cuibono.readers.prose import paragraphs
from cuibono.readers.stamps import stamp

_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,500}\?>")
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_LONG = 600  # characters; a summary rarely is longer, an article hardly ever shorter
_ELLIPSIS = re.compile(r"(?:\.\.\.|…|\[\.\.\.\]|\[…\]|\(more\)|read more|continue reading)[\s.»→]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Item:
    """One item as the feed gives it, before anything is weighed."""

    title: str
    link: str
    outlet: str
    authors: object
    published: str
    modified: str
    whole: str  # the article's text, where the feed carries it
    summary: str
    source: str = ""  # the publisher's site, where an aggregator names it


class FeedReader:
    """News feeds."""

    def __init__(self, limits: Limits = DEFAULT) -> None:
        """Read no more than the limits allow."""
        self._limits = limits

    def read(self, capture: Capture) -> tuple[Document, ...]:
        """One document an item; items without title and text are left out, items without a date stay undated.

        Raises:
            UnreadableInput: no item has words, or the XML defines entities of its own.
        """
        check_size(capture, self._limits.text_bytes)
        decoded = decode(capture)
        text = decoded.text.lstrip("\ufeff \t\r\n")
        items = _json_items(capture, text) if text.startswith("{") else _xml_items(capture, text)
        documents: list[Document] = []
        for item in _expanded(items):
            document = _document(capture, item, len(documents), decoded.notices)
            if document is not None:
                documents.append(document)
        if not documents:
            raise UnreadableInput(f"{capture.location}: the feed has no items with words")
        return tuple(documents)


def _expanded(items: Iterable[_Item]) -> Iterator[_Item]:
    """The items, each followed by what other papers' headlines its description lists (Google News)."""
    for item in items:
        yield item
        if not is_google(item.link):
            continue
        for other in cluster(item.summary):
            if other.link != item.link or not _is_title(other.title, item.title, other.outlet):
                yield _Item(other.title, other.link, other.outlet, "", published="", modified="", whole="", summary="")


def _is_title(listed: str, title: str, outlet: str) -> bool:
    """Whether a headline in a list is the item's own title, to which the publisher is appended."""
    return fold(title).casefold() in {fold(listed).casefold(), fold(f"{listed} - {outlet}").casefold()}


def _document(capture: Capture, item: _Item, index: int, notices: Sequence[Notice]) -> Document | None:
    outlet = clean(item.outlet).replace("\n", " ")
    title = _plain(item.title)
    # Aggregators append the publisher to the title.
    ending = re.search(r"\s+[-–—|]\s+" + re.escape(outlet) + r"$", title) if outlet else None
    title = title[: ending.start()] if ending else title
    parts = _parts(item.whole, title, outlet)
    snippet = False
    if not parts or (not item.whole and len(item.summary) > 0):
        parts = _parts(item.summary, title, outlet)
        body = " ".join(each.text for each in parts)
        snippet = len(body) < _LONG or bool(_ELLIPSIS.search(body))
    if not title and not parts:
        return None
    unread = tuple(
        Notice("date unread", "the item's date cannot be read", words)
        for words in (item.published,)
        if words.strip() and stamp(words) is None
    )
    head = Head(
        title=title,
        url=leads_to(item.link) or web_address(item.link),
        outlet=outlet,
        authors=names(item.authors),
        published=stamp(item.published),
        modified=stamp(item.modified),
        snippet=snippet or not parts,
        tags=(("source", item.source),) if web_address(item.source) else (),
    )
    return finish(capture, Kind.FEED_ITEM, head, parts, index=index, notices=[*notices, *unread])


def _parts(words: str, title: str, outlet: str) -> list[Part]:
    if not words.strip():
        return []
    parts = parts_of_markup(words) if looks_like_markup(words) else paragraphs(words, title)
    parts = without_boilerplate(parts)
    # Google News puts title and publisher again into the description, alone or as a list with other papers' titles.
    repeats = {fold(title).casefold(), fold(f"{title} {outlet}").casefold(), fold(outlet).casefold()}
    if parts and fold(parts[0].text).casefold() in repeats:
        links = sum(any(run.url for run in each.runs) for each in parts)
        parts = [] if links == len(parts) else parts[1:]
    return parts


def _plain(words: str) -> str:
    """A title without markup; some feeds escape it twice."""
    if looks_like_markup(words) or "&" in words:
        return " ".join(each.text for each in parts_of_markup(words)).replace("\n", " ")
    return clean(words).replace("\n", " ")


def _xml_items(capture: Capture, text: str) -> list[_Item]:
    # feedparser takes a tenth of a second to import; only feeds pay for it.
    import feedparser  # noqa: PLC0415 - see above

    if _ENTITY.search(text):
        raise UnreadableInput(f"{capture.location}: the XML defines entities of its own, which is refused")
    # Decoded by us, so the declaration goes; BytesIO, because anything else may be taken for an address or a file.
    data = io.BytesIO(_DECLARATION.sub("", text).replace("\x00", "").encode("utf-8", "replace"))
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": capture.location}
    try:
        found = feedparser.parse(data, response_headers=headers, resolve_relative_uris=False)
    except Exception as error:  # noqa: BLE001 - whatever the parser stumbles over, the answer is the same
        raise UnreadableInput(f"{capture.location}: the feed cannot be parsed: {error}") from None
    feed = found.get("feed", {})
    outlet = _string(feed, "title")
    entries = found.get("entries", [])
    if len(entries) == 1 and "/errors" in _string(entries[0], "id") and _string(entries[0], "title") == "Error":
        raise UnreadableInput(f"{capture.location}: the feed is an error message: {_string(entries[0], 'summary')}")
    atom = str(found.get("version", "")).startswith("atom")
    everyone = _people(feed) if atom else ""  # RFC 4287, 4.2.1: entries inherit the feed's author
    return [_item(entry, outlet, everyone, atom=atom) for entry in entries]


def _people(record: Mapping[str, object]) -> object:
    people = record.get("authors")
    return people if isinstance(people, list) and any(people) else _string(record, "author")


def _item(entry: Mapping[str, object], outlet: str, everyone: object, *, atom: bool) -> _Item:
    source = entry.get("source")
    named = _string(source, "title") if isinstance(source, Mapping) else ""
    content = entry.get("content")
    bodies = (
        [_string(each, "value") for each in content if isinstance(each, Mapping)] if isinstance(content, list) else []
    )
    published, updated = _string(entry, "published"), _string(entry, "updated")
    if not published and not atom:  # dc:date, the only date of RSS 1.0, is filed under "updated"
        published, updated = updated, ""
    whole = max(bodies, key=len, default="")
    summary = _string(entry, "summary")
    return _Item(
        title=_string(entry, "title"),
        link=unwrapped(_string(entry, "feedburner_origlink") or _string(entry, "link")),
        outlet=named or outlet,
        authors=_people(entry) or ("" if named else everyone),
        published=published,
        modified=updated if updated != published else "",
        whole=whole if len(whole) > len(summary) or not summary else "",
        summary=summary or whole,
        source=_string(source, "href") if isinstance(source, Mapping) else "",
    )


def _json_items(capture: Capture, text: str) -> list[_Item]:
    try:
        feed = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        raise UnreadableInput(f"{capture.location}: the JSON feed is broken") from None
    outlet = _string(feed, "title")
    entries = feed.get("items") if isinstance(feed, dict) else None
    found: list[_Item] = []
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, dict):
            people = entry.get("authors") or [entry.get("author")]
            found.append(
                _Item(
                    title=_string(entry, "title"),
                    link=_string(entry, "url") or _string(entry, "external_url"),
                    outlet=outlet,
                    authors=people,
                    published=_string(entry, "date_published"),
                    modified=_string(entry, "date_modified"),
                    whole=_string(entry, "content_html") or _string(entry, "content_text"),
                    summary=_string(entry, "summary"),
                )
            )
    return found


def _string(record: object, name: str) -> str:
    # Asked for by "in" first: feedparser's own get() lends "published" to "updated".
    value = record[name] if isinstance(record, Mapping) and name in record else None
    return value if isinstance(value, str) else ""
