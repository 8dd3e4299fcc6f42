"""What is particular to items of Google News: links that hide where they lead, descriptions that list other papers."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from cuibono.core.text import fold
from cuibono.readers.finish import web_address
from cuibono.readers.markup import parse

_HOST = "news.google.com"
_PLACES = ("/rss/articles/", "/articles/", "/read/", "/__i/rss/rd/articles/")
# The id is a small protocol buffer: field 1 is 19, field 4 holds the link (or, since July 2024, an opaque token).
_HEAD = b"\x08\x13\x22"
_MORE = 0x80  # in a length: another seven bits follow
_LONGEST = 4_000  # characters of an id
_MOST = 100  # papers in a cluster; Google lists up to ten


@dataclass(frozen=True, slots=True)
class Other:
    """Another paper's headline in a cluster; it has no date of its own."""

    title: str
    link: str
    outlet: str


def is_google(link: str) -> bool:
    """Whether a link is one of Google News' own for an article."""
    return _id(link) is not None


def leads_to(link: str) -> str | None:
    """The page that an article's link leads to, as far as the link itself says; None for the newer, opaque ones."""
    identity = _id(link)
    if not identity or len(identity) > _LONGEST:
        return None
    try:
        data = base64.urlsafe_b64decode(identity + "=" * (-len(identity) % 4))
    except (ValueError, binascii.Error):
        return None
    if not data.startswith(_HEAD):
        return None
    length, shift, at = 0, 0, len(_HEAD)
    while at < len(data) and shift <= 14:  # noqa: PLR2004 - three bytes of length are far more than a link has
        byte = data[at]
        at += 1
        length |= (byte & ~_MORE) << shift
        shift += 7
        if not byte & _MORE:
            break
    token = data[at : at + length]
    return web_address(token.decode("ascii", "replace")) if len(token) == length else None


def cluster(description: str) -> Iterator[Other]:
    """The headlines in a description that lists several papers; none where it is an ordinary one."""
    if "<ol" not in description.lower():
        return
    tree = parse(f"<html><body>{description}</body></html>")
    if tree is None:
        return
    for node in list(tree.iter("li"))[:_MOST]:
        anchor = next(node.iter("a"), None)
        named = next(node.iter("font"), None)
        if anchor is None or not is_google(str(anchor.get("href") or "")):
            continue
        title = fold(_text(anchor))
        if title:
            yield Other(title, str(anchor.get("href")), fold(_text(named)) if named is not None else "")


def _id(link: str) -> str | None:
    """The id in an article's link, None where it is none."""
    try:
        parts = urlsplit(link.strip())
        host = parts.hostname
    except ValueError:
        return None
    place = next((place for place in _PLACES if parts.path.startswith(place)), None)
    if host != _HOST or place is None:
        return None
    return parts.path[len(place) :].strip("/") or None


def _text(node: etree._Element) -> str:
    return "".join(str(text) for text in node.itertext())
