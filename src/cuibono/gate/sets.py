"""Public news sets as Documents, tables as rows, and how a set is parted."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

from lxml import etree

from cuibono.core.errors import SetMissing
from cuibono.core.ids import content_id
from cuibono.core.text import Block, Document, Kind, Role
from cuibono.core.times import parse_stamp
from cuibono.gate.figures import folder

csv.field_size_limit(sys.maxsize)

_GAP = re.compile(r"(\n[ \t]*\n)")
_LEAD = re.compile(r"\s*TITLE=>\s*(.*?)\s*ARTICLE=>\s*(.*\S)", re.DOTALL)
_ADDRESS = re.compile(r"http|www")
_LED = 20  # characters of an ECB+ text in which its address stands, if it has one


def held_back(key: str, part: int) -> bool:
    """Whether an item belongs to the part (one in ``part``) that is only measured; as training/corpora.py cuts it."""
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) % part == 0


def document(text: str, title: str = "", url: str | None = None, outlet: str = "", published: str = "") -> Document:
    """An article made of its parts; paragraphs stand where lines are empty."""
    paragraphs = [p for p in [title, *text.split("\n\n")] if p.strip()]
    blocks: list[Block] = []
    at = 0
    for paragraph in paragraphs:
        role = Role.TITLE if title and not blocks else Role.PARAGRAPH
        blocks.append(Block(at, at + len(paragraph), role))
        at += len(paragraph) + 2
    whole = "\n\n".join(paragraphs)
    return Document(
        id=content_id("d", whole, url, outlet),
        capture="gate",
        kind=Kind.ARTICLE,
        text=whole,
        title=title,
        url=url,
        outlet=outlet,
        published=parse_stamp(published) if published else None,
        blocks=tuple(blocks),
    )


def unaltered(text: str, name: str) -> Document:
    """A text as it stands, its paragraphs where lines are empty, the first one its title: offsets are the set's."""
    blocks: list[Block] = []
    at = 0
    for i, piece in enumerate(_GAP.split(text)):
        if i % 2 == 0 and piece.strip():
            blocks.append(Block(at, at + len(piece), Role.PARAGRAPH if blocks else Role.TITLE))
        at += len(piece)
    return Document(id=name, capture="gate", kind=Kind.ARTICLE, text=text, blocks=tuple(blocks))


def rows(path: Path, separator: str = "\t") -> Iterator[dict[str, str]]:
    """The rows of a table.

    Raises:
        SetMissing: it is not there.
    """
    if not path.is_file():
        raise SetMissing(f"{path} is not here")
    with path.open(encoding="utf-8-sig", newline="") as lines:
        quoting: Literal[0, 3] = csv.QUOTE_NONE if separator == "\t" else csv.QUOTE_MINIMAL
        yield from csv.DictReader(lines, delimiter=separator, quoting=quoting)


def objects(path: Path) -> Iterator[Any]:
    """The objects of a JSON Lines file.

    Raises:
        SetMissing: it is not there.
    """
    if not path.is_file():
        raise SetMissing(f"{path} is not here")
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def tree(path: Path) -> etree._Element:
    """The root of an XML file; entities stay closed."""
    return etree.fromstring(path.read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True))


def real_stories(data: Path) -> dict[Document, str]:
    """The development stories: document -> name of its story."""
    found: dict[Document, str] = {}
    for path in sorted(folder(data, "stories").glob("*/*.json")):
        row = json.loads(path.read_text("utf-8"))
        made = document(row["text"], row["title"], row["url"], row["outlet"], row["published"])
        found[made] = path.parent.name
    return found


def by_story(data: Path) -> dict[str, list[Document]]:
    """The documents of each development story."""
    found: defaultdict[str, list[Document]] = defaultdict(list)
    for made, name in real_stories(data).items():
        found[name].append(made)
    return dict(sorted(found.items()))


def ecb_plus(topics: Iterable[int], data: Path) -> dict[Document, str]:
    """ECB+: document -> topic and sub-topic (two events of one kind)."""
    found: dict[Document, str] = {}
    for topic in topics:
        for path in sorted((folder(data, "stories_clusters/ecbplus") / str(topic)).glob("*.xml")):
            lines: dict[int, list[str]] = {}
            for token in tree(path).iter("token"):
                lines.setdefault(int(token.get("sentence", "0")), []).append(token.text or "")
            texts = [" ".join(words) for _, words in sorted(lines.items())]
            if texts and _ADDRESS.search(texts[0][:_LED]):
                texts = texts[1:]
            text = re.sub(r" ([.,;:!?%)]|'s|n't)", r"\1", "\n\n".join(texts))
            found[document(text)] = f"{topic}{'+' if 'plus' in path.name else ''}"
    return found


def neus(data: Path, part: str = "val") -> dict[Document, str]:
    """NeuS: the outlets' leads on one story; document -> number of its story."""
    found: dict[Document, str] = {}
    path = folder(data, "framing/neus_train") / f"{part}.source"
    if not path.is_file():
        raise SetMissing(f"{path} is not here")
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            for piece in line.split("[SEP]"):
                if parts := _LEAD.match(piece):
                    found[document(parts[2], parts[1].rstrip("."))] = str(number)
    return found


def wikinews(data: Path) -> list[Document]:
    """Wikinews articles, each of an event of its own."""
    return [
        document(row["text"], row["title"], row["url"], "Wikinews", row["date"])
        for path in sorted(folder(data, "documents/wikinews").glob("*.csv"))
        for row in rows(path, ",")
    ]
