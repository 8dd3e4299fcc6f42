"""The last step of every reader: lay out the parts, look for what a reader of the document should know, make it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlsplit

from cuibono.core.errors import UnreadableInput
from cuibono.core.ids import content_id
from cuibono.core.news import Capture
from cuibono.core.text import Document, Kind, Notice
from cuibono.core.times import Stamp
from cuibono.readers.layout import Part, clean, lay_out, smuggled
from cuibono.readers.machines import instructions
from cuibono.readers.stamps import stamp
from cuibono.readers.tongue import language

_GRACE = timedelta(days=1)  # zones and clocks differ by less


@dataclass(frozen=True, slots=True)
class Head:
    """What a document says of itself, as far as a reader found it."""

    title: str = ""
    url: str | None = None
    outlet: str = ""
    authors: tuple[str, ...] = ()
    published: Stamp | None = None
    modified: Stamp | None = None
    snippet: bool = False
    tags: tuple[tuple[str, str], ...] = ()


def finish(  # noqa: PLR0913 - one argument per thing a reader found
    capture: Capture,
    kind: Kind,
    head: Head,
    parts: Sequence[Part],
    *,
    index: int = 0,
    notices: Sequence[Notice] = (),
    unseen: str = "",
    spoken: str | None = None,
) -> Document:
    """The document; ``unseen`` is text that people do not see, searched for instructions to machines only.

    ``spoken`` is its language where that is known; else it is looked for.

    Raises:
        UnreadableInput: no words are left.
    """
    listed = dict(capture.headers)  # what the list said that led to it
    if head.published is None:
        head = replace(head, published=stamp(listed.get(":dated")))
    if ":entry" in listed:
        kind, head = Kind.FEED_ITEM, replace(head, snippet=True)
    title = clean(head.title).replace("\n", " ")
    layout = lay_out(title, parts)
    if not layout.text:
        raise UnreadableInput(f"{capture.location}: there are no words in it")
    raw = head.title + "".join(run.text for item in parts for run in item.runs)
    spoken = spoken or language(layout.text)
    found = [
        *notices,
        *instructions(unseen, "hidden"),
        *instructions(smuggled(raw), "invisible"),
        *instructions(layout.text, "visible"),
        *_dates(capture, head),
    ]
    if spoken not in {None, "en"}:
        found.append(Notice("language", f"the text is in {spoken!r}; the rules of this version know English only"))
    if head.snippet:
        found.append(Notice("snippet only", "only a summary was given, not the whole text"))
    document = Document(
        id="",
        capture=capture.id,
        kind=kind,
        text=layout.text,
        title=title,
        url=head.url or web_address(capture.location),
        outlet=clean(head.outlet).replace("\n", " "),
        authors=tuple(name for each in head.authors if (name := clean(each).replace("\n", " "))),
        published=head.published,
        modified=head.modified,
        language=spoken,
        blocks=layout.blocks,
        links=tuple(replace(link, url=url) for link in layout.links if (url := web_address(link.url))),
        boxes=layout.boxes,
        snippet=head.snippet,
        notices=tuple(dict.fromkeys(found)),
        tags=head.tags,
    )
    # What was read is part of the id, so that a better reader makes a new document and never changes an old one.
    content = (document.text, document.title, document.url, document.outlet, document.authors, document.snippet)
    dates = (document.published, document.modified)
    return replace(document, id=content_id("d", capture.id, index, *content, *dates))


def web_address(words: str | None) -> str | None:
    """The words if they are an http(s) address with a host, else None."""
    text = (words or "").strip()
    if not text.lower().startswith(("http://", "https://")) or any(c.isspace() or not c.isprintable() for c in text):
        return None
    try:
        return text if urlsplit(text).hostname else None
    except ValueError:
        return None


def _dates(capture: Capture, head: Head) -> list[Notice]:
    found: list[Notice] = []
    for name, moment in (("published", head.published), ("modified", head.modified)):
        if moment is not None and moment.at > capture.fetched + _GRACE:
            text = f"{name} {moment.original}, which is after it was fetched"
            found.append(Notice("future date", text, moment.original))
    if head.published and head.modified and head.modified.latest < head.published.at:
        text = f"modified ({head.modified}) before it was published ({head.published})"
        found.append(Notice("date unread", text, head.modified.original))
    return found
