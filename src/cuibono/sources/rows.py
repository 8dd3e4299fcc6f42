"""Lists that are only web pages: each row that links to something of the site's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from html import escape
from urllib.parse import urlsplit

from lxml import etree, html

from cuibono.core.errors import UnreadableInput
from cuibono.core.news import Capture
from cuibono.sources.listing import About, Entry, fingerprint
from cuibono.sources.trees import html_tree, web_link


def linked_rows(capture: Capture, place: re.Pattern[str], dated: Callable[[str], str]) -> Iterator[Entry]:
    """What a page lists: every link to a ``place`` (the whole path) at its own site, once, with its words as title.

    ``dated`` gives the date that a path holds, "" where it holds none: a row without a date stays undated. The frame is
    a page of the row's own, marked as an entry of a list.

    Raises:
        UnreadableInput: the page lists nothing of the kind: it is another page than it was.
    """
    tree = html_tree(capture.body)
    seen: set[str] = set()
    for node in tree.iter("a") if tree is not None else ():
        link = _own(capture.location, str(node.get("href") or ""))
        path = urlsplit(link).path
        title = " ".join("".join(str(text) for text in node.itertext()).split())
        if not place.fullmatch(path) or not title or link in seen:
            continue
        seen.add(link)
        when = dated(path)
        headers = [(":entry", "yes"), (":listed", capture.location), *([(":dated", when)] if when else [])]
        own = replace(
            capture, location=link, body=_page(title, link, node), media_type="text/html", headers=tuple(headers)
        )
        yield Entry(key=path, mark=fingerprint(title), capture=own, about=partial(About, link, when))
    if not seen:
        raise UnreadableInput(f"{capture.location}: nothing of its kind is listed; the page has changed its form")


def _page(title: str, link: str, node: html.HtmlElement) -> bytes:
    row = etree.tostring(node, encoding="unicode", method="html", with_tail=False)
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><link rel="canonical" href="{escape(link)}">'
    return f"<!doctype html><html><head>{head}</head><body>{row}</body></html>".encode("utf-8", "xmlcharrefreplace")


def _own(base: str, link: str) -> str:
    """The link made whole, "" where it leads away from the page's own site."""
    whole = web_link(base, link)
    try:
        return whole if urlsplit(whole)[:2] == urlsplit(base)[:2] else ""
    except ValueError:
        return ""
