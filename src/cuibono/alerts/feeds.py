"""Feeds of our own: the last changes as RSS 2.0 and as JSON Feed 1.1, in files that are always whole.

A feed holds text only: no markup, no picture, nothing of an article that a reader's program would run or load.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import format_datetime
from html import escape
from pathlib import Path

from cuibono.alerts.plain import headline, line, link, words
from cuibono.core.errors import NotTold
from cuibono.core.watch import Noticed

MOST = 200  # changes in a feed


@dataclass(frozen=True, slots=True)
class OwnFeeds:
    """Where the feeds are written and what they are called; a path that is None is not written."""

    rss: Path | None = None
    json: Path | None = None
    title: str = "Cui Bono: what changed"
    link: str = "https://localhost/"

    def write(self, changes: Sequence[Noticed]) -> None:
        """Write both files anew, the last change first.

        Raises:
            NotTold: a file cannot be written; the message names it and the cause.
        """
        if self.rss is not None:
            put(self.rss, rss(changes, self.title, self.link))
        if self.json is not None:
            put(self.json, json_feed(changes, self.title, self.link))


def rss(changes: Sequence[Noticed], title: str, page: str) -> bytes:
    """The changes as RSS 2.0."""
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    for name, text in (("title", title), ("link", page), ("description", "Changes on the desk, each with its words")):
        ET.SubElement(channel, name).text = line(text)
    for change in changes[:MOST]:
        item = ET.SubElement(channel, "item")
        ET.SubElement(item, "title").text = headline(change)
        if url := _link(change):
            ET.SubElement(item, "link").text = url
        # Readers take a description for HTML: as escaped text it is shown, and never obeyed.
        ET.SubElement(item, "description").text = _xml(escape(words(change)).replace("\n", "<br>"))
        ET.SubElement(item, "category").text = change.kind
        ET.SubElement(item, "guid", isPermaLink="false").text = change.id
        ET.SubElement(item, "pubDate").text = format_datetime(change.at, usegmt=True)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def json_feed(changes: Sequence[Noticed], title: str, page: str) -> bytes:
    """The changes as JSON Feed 1.1."""
    items = [
        {
            "id": change.id,
            "title": headline(change),
            "content_text": words(change),
            "date_published": change.at.isoformat().replace("+00:00", "Z"),
            "tags": [change.kind],
        }
        | ({"url": url} if (url := _link(change)) else {})
        for change in changes[:MOST]
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": line(title), "home_page_url": page, "items": items}
    return json.dumps(feed, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def put(path: Path, content: bytes) -> None:
    """Write a file so that whoever reads it finds the old one or the new one, whole.

    Raises:
        NotTold: it cannot be written; the message names it and the cause.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise NotTold(f"{path} cannot be written: {error.strerror or error}") from error


def _link(change: Noticed) -> str:
    return next((url for quote in change.quotes if (url := link(quote))), "")


def _xml(text: str) -> str:
    """Without what XML 1.0 has no form for."""
    return "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))
