"""Plain text and Markdown: paragraphs, headings, lists, quotations, links."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from cuibono.core.news import Capture
from cuibono.core.text import Document, Kind, Notice, Role, fold
from cuibono.readers.bylines import names
from cuibono.readers.decode import decode
from cuibono.readers.finish import Head, finish, web_address
from cuibono.readers.layout import Part, Run, part
from cuibono.readers.limits import DEFAULT, Limits, check_size
from cuibono.readers.stamps import stamp

_BLANK = re.compile(r"\n[ \t\r]*\n[\s]*")
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*$")
_SETEXT = re.compile(r"^ {0,3}(=+|-+)[ \t]*$")
_BULLET = re.compile(r"^[ \t]*(?:[-*+•‣◦▪·]|\d{1,3}[.)]|\(?[a-z]\))[ \t]+(?=\S)")
_QUOTE = re.compile(r"^ {0,3}>[ \t]?")
_RULE = re.compile(r"^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|=+)$")
_LINK = re.compile(
    r"!?\[([^\[\]\n]{0,500})\]\(([^\s\[\]]{1,1000}?)(?:[ \t]+\"[^\"\n]{0,300}\")?\)|<(https?://[^\s<>]{1,2000})>"
)
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^\n]{1,1000}?\S)\1|(?<![\w*])\*(?=[^\s*])([^\n*]{1,1000}?)(?<=\S)\*(?![\w*])")
_FIELD = re.compile(r"^([A-Za-z][A-Za-z -]{1,20}):[ \t]+(\S.*)$")
_LABELLED = re.compile(r"^([A-Za-z][A-Za-z ]{1,30}):[ \t]+(\S.{0,300})$")
_TOP = 12  # lines in which a text may say by labels what it is
_MARKDOWN = re.compile(r"^ {0,3}#{1,6}[ \t]+\S|\[[^\[\]\n]{1,300}\]\([^\s\[\]]{1,300}\)|^ {0,3}```", re.MULTILINE)
_BYLINE = re.compile(r"^by[ \t]+(?=[A-Z])[^.!?]{3,80}$", re.IGNORECASE)
_TITLE_LENGTH = 160
_WRAP = 100  # lines no longer than this, one after the other, are one paragraph wrapped by hand
_FIELDS = {
    "title": "title", "headline": "title", "date": "published", "published": "published", "author": "authors",
    "authors": "authors", "by": "authors", "byline": "authors", "url": "url", "link": "url", "source": "outlet",
    "outlet": "outlet", "publisher": "outlet", "updated": "modified", "modified": "modified", "canonical": "url",
    "site": "outlet", "issued": "published", "released": "published", "publication date": "published",
    "date published": "published", "release date": "published", "last updated": "modified",
}  # fmt: skip
_FEWEST_FIELDS = 2


class ProseReader:
    """Plain text or Markdown, with a header block or front matter where there is one."""

    def __init__(self, limits: Limits = DEFAULT) -> None:
        """Read no more than the limits allow."""
        self._limits = limits

    def read(self, capture: Capture) -> tuple[Document, ...]:
        """One document.

        Raises:
            UnreadableInput: there are no words, or too many.
        """
        check_size(capture, self._limits.text_bytes)
        decoded = decode(capture)
        fields, body = header(decoded.text)
        fields = labelled(body) | fields
        parts = paragraphs(body, fields.get("title", ""))
        title = fields.get("title", "") or _title(parts)
        authors = names(fields.get("authors"))
        if not authors:
            authors, parts = _byline(parts)
        published = stamp(fields.get("published"))
        unread = fields.get("published", "") if published is None else ""
        notices = (Notice("date unread", "the date cannot be read", unread),) if unread else ()
        outlet = fields.get("outlet", "")
        head = Head(
            title=title,
            url=web_address(fields.get("url")) or web_address(outlet),
            outlet="" if web_address(outlet) else outlet,
            authors=authors,
            published=published,
            modified=stamp(fields.get("modified")),
        )
        return (finish(capture, Kind.TEXT, head, parts, notices=decoded.notices + notices),)


def header(text: str) -> tuple[dict[str, str], str]:
    """Metadata that stands before the text (front matter, or at least two "Title: ..." lines), and the rest."""
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.lstrip("\n").split("\n", 60)
    fenced = lines[0].strip() == "---"
    fields: dict[str, str] = {}
    for at, line in enumerate(lines[fenced:], int(fenced)):
        if fenced and line.strip() in {"---", "..."}:
            return fields, "\n".join(lines[at + 1 :])
        found = _FIELD.match(line)
        name = _FIELDS.get(found[1].lower()) if found else None
        if found and name:
            fields.setdefault(name, found[2].strip().strip("\"'"))
        elif not fenced:
            if len(fields) >= _FEWEST_FIELDS:
                return fields, "\n".join(lines[at:])
            break
    return {}, text


def labelled(text: str) -> dict[str, str]:
    """What lines near the top state by a label, as notices and press releases do; the lines stay in the text.

    Only what proves itself counts: a date that can be read, an address that is one, an agency by that very label.
    """
    found: dict[str, str] = {}
    for line in islice(filter(None, map(str.strip, text.split("\n"))), _TOP):
        match = _LABELLED.match(line)
        if not match:
            continue
        label, value = match[1].lower(), match[2].strip()
        name = _FIELDS.get(label, "url" if "address" in label else "")
        proven = {"published": stamp, "modified": stamp, "url": web_address}.get(name)
        if label == "agency" and len(value) <= _TITLE_LENGTH:
            found.setdefault("outlet", value.rstrip("."))
        elif proven and proven(value) is not None:
            found.setdefault(name, value)
    return found


def paragraphs(text: str, title: str = "") -> list[Part]:
    """The blocks of a text; Markdown's marks become roles and links where the text uses Markdown."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2029", "\n\n").replace("\f", "\n\n")
    marked = bool(_MARKDOWN.search(text))
    parts: list[Part] = []
    for chunk in _BLANK.split(text.strip("\n")):
        parts += _chunk(chunk.split("\n"), marked=marked)
    wanted = fold(title)
    if wanted and parts and fold(parts[0].text[: 2 * len(title) + 20]).startswith(wanted + " "):
        parts = _cut_title(parts, title)
    return parts


def _chunk(lines: Sequence[str], *, marked: bool) -> list[Part]:  # noqa: C901 - one branch a mark
    """The blocks of a stretch without blank lines."""
    parts: list[Part] = []
    held: list[str] = []
    role = Role.PARAGRAPH
    wrapped = max(map(len, lines)) <= _WRAP

    def close() -> None:
        nonlocal role
        if held:
            parts.append(Part(_runs(" ".join(held), marked=marked), role))
        held.clear()
        role = Role.PARAGRAPH

    for line in lines:
        if marked and (found := _HEADING.match(line)):
            close()
            parts.append(Part(_runs(found[2], marked=True), Role.HEADING))
        elif marked and held and len(held) == 1 and _SETEXT.match(line):
            role = Role.HEADING
            close()
        elif _RULE.match(line) or line.strip().startswith("```"):
            close()
        elif found := _BULLET.match(line):
            close()
            role = Role.LIST_ITEM
            held.append(line[found.end() :])
        elif found := _QUOTE.match(line):
            if role is not Role.QUOTE:
                close()
            role = Role.QUOTE
            held.append(line[found.end() :])
        else:
            stated = held and _LABELLED.match(line) and _LABELLED.match(held[-1])
            if stated or role is Role.QUOTE or not (wrapped or (role is Role.LIST_ITEM and line[:1].isspace())):
                close()
            held.append(line)
    close()
    return parts


def _runs(text: str, *, marked: bool) -> tuple[Run, ...]:
    if not marked:
        return (Run(text),)
    runs: list[Run] = []
    at = 0
    for found in _LINK.finditer(text):
        runs.append(Run(_plain(text[at : found.start()])))
        at = found.end()
        if found.group().startswith("!"):
            continue  # an image; its words are a description, not text
        runs.append(Run(_plain(found[1] if found[3] is None else found[3]), web_address(found[2] or found[3])))
    runs.append(Run(_plain(text[at:])))
    return tuple(runs)


def _plain(text: str) -> str:
    return _STRONG.sub(lambda found: found[2] or found[3], text)


def _title(parts: Sequence[Part]) -> str:
    """The first heading, or a first line that is followed by more and does not end like a sentence."""
    for item in parts[:3]:
        if item.role is Role.HEADING:
            return item.text
    lines = [item.text for item in parts[:3] if _titled(item)]
    if len(parts) < 2 or not _titled(parts[0]):  # noqa: PLR2004 - one line alone is the text
        return ""
    # A letterhead in capitals stands above the title.
    return lines[1] if lines[0].isupper() and len(lines) > 1 else lines[0]


def _titled(item: Part) -> bool:
    text = item.text
    return (
        item.role is Role.PARAGRAPH
        and len(text) <= _TITLE_LENGTH
        and text[-1:] not in {".", ":", ",", ";", "…"}
        and text[:1].isupper()
        and not _LABELLED.match(text)
        and not _BYLINE.match(text)
    )


def _byline(parts: list[Part]) -> tuple[tuple[str, ...], list[Part]]:
    """Authors from a "By ..." line near the top; the line itself is no text of the article."""
    for at, item in enumerate(parts[:3]):
        if item.role is Role.PARAGRAPH and _BYLINE.match(item.text):
            return names(item.text), parts[:at] + parts[at + 1 :]
    return (), parts


def _cut_title(parts: list[Part], title: str) -> list[Part]:
    """Part the title from the paragraph that begins with it, if it stands there in the same words."""
    text = parts[0].text
    end = 0
    for word in title.split():
        at = text.find(word, end)
        if at < 0 or text[end:at].strip():
            return parts
        end = at + len(word)
    # "Bank fails" before "Bank fails to pay its staff": the title is the beginning of the first sentence, no heading.
    rest = text[end:].lstrip()
    if not rest[:1].isupper():
        return parts
    return [part(text[:end]), part(rest), *parts[1:]]
