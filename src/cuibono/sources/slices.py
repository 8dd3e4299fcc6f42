"""Lists taken apart without being rewritten: where each entry begins and ends in the bytes as they came.

Nothing here looks back, so hostile lists cost what their length costs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

_HEAD = 65_536  # bytes in which a list must have begun
_ROOT = re.compile(rb"<((?:\w{1,20}:)?(?:rss|feed|rdf))(?=[\s>/])[^>]{0,8000}>", re.IGNORECASE)
_CHANNEL = re.compile(rb"<((?:\w{1,20}:)?channel)(?=[\s>/])[^>]{0,4000}>", re.IGNORECASE)
_DECLARATION = re.compile(rb"\s*<\?xml[^>]{0,300}\?>")
_STOPS = re.compile(rb"<!\[CDATA\[|<!--|<(/?)(?:\w{1,20}:)?(item|entry)(?=[\s>/])", re.IGNORECASE)
_OPEN = re.compile(r"[\s\ufeff]*([\[{])")
_BETWEEN = re.compile(r"[\s,]*")
_JSON = json.JSONDecoder(strict=False)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's frame and its entries, verbatim."""

    before: bytes
    entries: tuple[bytes, ...]
    after: bytes
    root: bytes = b""  # the declaration and the outermost tag with its names

    def framed(self, entry: bytes) -> bytes:
        """A feed of this one entry."""
        return self.before + b"\n" + entry + b"\n" + self.after

    def framed_as(self, title: str, entry: bytes) -> bytes:
        """The same in the name of somebody else than the feed gives; an entry of several feeds is one entry then."""
        channel = (b"<channel>", b"</channel>") if b"</channel>" in self.after else (b"", b"")
        root = b"</rss>" if b"</rss>" in self.after.lower() else self.after
        named = escape(title).encode("ascii", "xmlcharrefreplace")
        said = channel[0] + b"<title>" + named + b"</title>\n"
        return self.root + said + entry + b"\n" + channel[1] + root


def xml_feed(body: bytes) -> Feed | None:
    """The entries of an RSS, RDF or Atom feed; None where no feed can be seen in it.

    The frame is the root with its names, and of the feed itself the title, the language, and the author that entries of
    Atom inherit.
    """
    root = _ROOT.search(body, 0, _HEAD)
    if root is None:
        return None
    found = tuple(_elements(body, root.end()))
    first = body.find(found[0]) if found else len(body)
    head = body[root.end() : min(first, root.end() + _HEAD)]
    declaration = _DECLARATION.match(body)
    opened, closed = root[0], b"</" + root[1] + b">"
    outermost = (declaration[0].lstrip() if declaration else b"") + opened
    said = _element(head, b"title") + _element(head, b"author")
    channel = _CHANNEL.search(body, root.end(), root.end() + _HEAD)
    if channel is not None:
        said += _element(head, b"language")
        inside = channel[0] + said
        end = b"</" + channel[1] + b">"
        if root[1].lower().endswith(b"rss"):
            opened, closed = opened + inside, end + closed
        else:
            opened += inside + end
    else:
        opened += said
    return Feed((declaration[0].lstrip() if declaration else b"") + opened, found, closed, outermost)


def _elements(body: bytes, start: int) -> Iterator[bytes]:
    """Every item or entry, outermost; what is never closed is none."""
    at, depth, begun = start, 0, 0
    while stop := _STOPS.search(body, at):
        at = stop.end()
        if stop[2] is None:
            mark = b"]]>" if stop[0].startswith(b"<![") else b"-->"
            end = body.find(mark, at)
            if end < 0:
                return
            at = end + len(mark)
            continue
        end = body.find(b">", at)
        if end < 0:
            return
        at = end + 1
        if stop[1]:
            depth -= depth > 0
            if depth == 0 and begun:
                yield body[begun - 1 : at]
                begun = 0
        elif body[end - 1 : end] != b"/":
            if depth == 0:
                begun = stop.start() + 1  # never 0, which says that nothing has begun
            depth += 1


def _element(head: bytes, name: bytes) -> bytes:
    """The first element of that name in a feed's head, verbatim; b"" where there is none."""
    opening = re.search(rb"<(?:\w{1,20}:)?" + name + rb"(?=[\s>])", head, re.IGNORECASE)
    if opening is None:
        return b""
    closing = head.lower().find(b"</" + opening[0].lower()[1:] + b">", opening.end())
    return b"" if closing < 0 else head[opening.start() : closing + len(opening[0]) + 2]


def json_list(text: str, name: str) -> tuple[str, ...] | None:
    """The members of the list under a name of the outermost object, verbatim; with name "", of the outermost list.

    None where there is no such list, or where it is no JSON that can be read.
    """
    start = _OPEN.match(text)
    if start is None or (start[1] == "[") != (name == ""):
        return None
    try:
        at = start.end() if name == "" else _member(text, start.end(), name)
        return None if at is None else tuple(_members(text, at))
    except (ValueError, RecursionError):
        return None


def _member(text: str, at: int, name: str) -> int | None:
    """The offset behind the bracket that opens the list under that name, from behind the object's brace."""
    while (at := _skip(text, at)) < len(text) and text[at] != "}":
        key, at = _JSON.raw_decode(text, at)
        at = _skip(text, at)
        if text[at : at + 1] != ":":
            raise ValueError("no colon behind a name")
        at = _skip(text, at + 1)
        if key == name:
            return at + 1 if text[at : at + 1] == "[" else None
        _, at = _JSON.raw_decode(text, at)
    return None


def _members(text: str, at: int) -> Iterator[str]:
    while (at := _skip(text, at)) < len(text):
        if text[at] == "]":
            return
        _, end = _JSON.raw_decode(text, at)
        yield text[at:end]
        at = end
    raise ValueError("the list is not closed")


def _skip(text: str, at: int) -> int:
    found = _BETWEEN.match(text, at)
    return found.end() if found else at
