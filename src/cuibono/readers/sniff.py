"""What kind of thing a capture is, by what is in it; names and declared types decide nothing."""

from __future__ import annotations

import json
import re
from enum import StrEnum

from cuibono.core.errors import UnreadableInput
from cuibono.core.news import Capture
from cuibono.readers.decode import decode
from cuibono.readers.messages import is_thread
from cuibono.readers.records import is_register
from cuibono.readers.thread import looks_like_talk


class Form(StrEnum):
    """The forms that built-in readers know; a plug-in may add its own names."""

    PAGE = "page"
    PDF = "pdf"
    ARTICLE = "json article"
    MESSAGES = "json thread"
    RECORDS = "records"
    FEED = "feed"
    TALK = "talk"
    TEXT = "text"


_HEAD = 4096
_PDF_WITHIN = 1024  # PDF 1.7, appendix H: viewers accept the header anywhere in the first 1,024 bytes
_MAGIC = (
    (b"PK\x03\x04", "a ZIP archive (or an office document)"),
    (b"\x1f\x8b", "gzip-compressed"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"SQLite format 3\x00", "a database"),
    (b"{\\rtf", "rich text (RTF)"),
    (b"%!PS", "PostScript"),
    (b"BZh", "bzip2-compressed"),
    (b"\xfd7zXZ", "xz-compressed"),
    (b"\x28\xb5\x2f\xfd", "zstd-compressed"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
)
_FEED = re.compile(r"<(?:\w{1,20}:)?(rss|feed|rdf)\b", re.IGNORECASE)
_ROOT = re.compile(
    r"^(?:\s|\ufeff|<\?[^>]{0,2000}\?>|<!--.*?-->|<!doctype[^>\[]{0,500}(?:\[.*?\]\s*)?>)*<([\w:]+)",
    re.IGNORECASE | re.DOTALL,
)
_PAGE = re.compile(
    r"<(?:!doctype\s+html|html|head|body|article|main|section|div|p|h[1-6]|meta|title|table|script|ul|ol|br)\b",
    re.IGNORECASE,
)
_BROKEN = 0.1  # share of control or undecodable characters above which bytes are no text; real text has next to none


def kind_of(capture: Capture) -> str:
    """The form of the capture, one of :class:`Form`.

    Raises:
        UnreadableInput: it is empty, or no text; the message says what it looks like.
    """
    body = capture.body
    if not body.strip(b" \t\r\n\0\x0b\x0c\xef\xbb\xbf"):
        raise UnreadableInput(f"{capture.location}: it is empty")
    if b"%PDF-" in body[:_PDF_WITHIN]:
        return Form.PDF
    for magic, name in _MAGIC:
        if body.startswith(magic):
            raise UnreadableInput(f"{capture.location}: it is {name}, which no reader takes")
    sample = decode(Capture(capture.location, body[: 16 * _HEAD], capture.fetched, capture.media_type, capture.headers))
    text = sample.text.lstrip("\ufeff \t\r\n\0")
    _refuse_binary(capture, text)
    if text[:1] in {"{", "["} and (form := _json_form(capture)):
        return form
    if text.startswith("<"):
        root = _ROOT.match(text)
        if root and _FEED.match("<" + root[1]):
            return Form.FEED
        return Form.PAGE
    if len(_PAGE.findall(text[:_HEAD])) > 2:  # noqa: PLR2004 - one tag may be quoted in a text; three are a page
        return Form.PAGE
    return Form.TALK if looks_like_talk(text) else Form.TEXT


def _refuse_binary(capture: Capture, text: str) -> None:
    sample = text[:_HEAD]
    broken = sum(c == "\ufffd" or (not c.isprintable() and not c.isspace() and ord(c) < 0xA0) for c in sample)  # noqa: PLR2004 - C0 and C1
    if broken > _BROKEN * len(sample):
        raise UnreadableInput(f"{capture.location}: it is binary data of no kind that is known")


def _json_form(capture: Capture) -> Form | None:
    """Which of the JSON forms it is; None where it only looks like JSON at its first character."""
    text = decode(capture).text.strip().lstrip("\ufeff")
    try:
        value = json.loads(text, strict=False)
    except RecursionError:
        raise UnreadableInput(f"{capture.location}: the JSON is nested too deeply") from None
    except ValueError:
        first, _, rest = text.partition("\n")
        try:
            value = json.loads(first, strict=False)
        except (ValueError, RecursionError):
            if re.match(r'^[\[{]\s*"', text):
                raise UnreadableInput(f"{capture.location}: it begins like JSON, but is broken") from None
            return None  # "[12:03] name: text"
        if not isinstance(value, dict) or not rest.strip():
            return None
        return Form.MESSAGES if is_thread([value]) and "title" not in value else Form.ARTICLE
    if isinstance(value, dict) and str(value.get("version", "")).startswith("https://jsonfeed.org/"):
        return Form.FEED
    if not isinstance(value, dict | list):
        return None
    other = Form.MESSAGES if is_thread(value) else Form.ARTICLE
    return Form.RECORDS if is_register(value) else other
