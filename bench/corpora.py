"""Public news sets as Documents, for the benches."""

from __future__ import annotations

import csv
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from pathlib import Path

from figures import DATA, folder

from cuibono.core.ids import content_id
from cuibono.core.text import Block, Document, Kind, Role
from cuibono.core.times import parse_stamp


def document(text: str, title: str = "", url: str | None = None, outlet: str = "", published: str = "") -> Document:
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
        capture="bench",
        kind=Kind.ARTICLE,
        text=whole,
        title=title,
        url=url,
        outlet=outlet,
        published=parse_stamp(published) if published else None,
        blocks=tuple(blocks),
    )


def bare(text: str) -> Document:
    """A text as it stands, without paragraphs: for judgements of single sentences."""
    return Document(id="text", capture="bench", kind=Kind.TEXT, text=text)


def unaltered(text: str, name: str) -> Document:
    """A text as it stands, its paragraphs where lines are empty, the first one its title: offsets are the set's."""
    blocks: list[Block] = []
    at = 0
    for i, piece in enumerate(re.split(r"(\n[ \t]*\n)", text)):
        if i % 2 == 0 and piece.strip():
            blocks.append(Block(at, at + len(piece), Role.PARAGRAPH if blocks else Role.TITLE))
        at += len(piece)
    return Document(id=name, capture="bench", kind=Kind.ARTICLE, text=text, blocks=tuple(blocks))


def real_stories(data: Path = DATA) -> dict[Document, str]:
    """The development stories: document -> name of its story."""
    found: dict[Document, str] = {}
    for path in sorted(folder(data, "stories").glob("*/*.json")):
        row = json.loads(path.read_text("utf-8"))
        made = document(row["text"], row["title"], row["url"], row["outlet"], row["published"])
        found[made] = path.parent.name
    return found


def ecb_plus(topics: Iterable[int], data: Path = DATA) -> dict[Document, str]:
    """ECB+: document -> topic and sub-topic (two events of one kind)."""
    found: dict[Document, str] = {}
    for topic in topics:
        for path in sorted((folder(data, "stories_clusters/ecbplus") / str(topic)).glob("*.xml")):
            lines: dict[int, list[str]] = {}
            for token in ET.parse(path).getroot().iter("token"):
                lines.setdefault(int(token.get("sentence", "0")), []).append(token.text or "")
            texts = [" ".join(words) for _, words in sorted(lines.items())]
            if texts and re.search("http|www", texts[0][:20]):
                texts = texts[1:]
            text = re.sub(r" ([.,;:!?%)]|'s|n't)", r"\1", "\n\n".join(texts))
            found[document(text)] = f"{topic}{'+' if 'plus' in path.name else ''}"
    return found


def neus(data: Path = DATA, part: str = "val") -> dict[Document, str]:
    """NeuS: the outlets' leads on one story; document -> number of its story."""
    found: dict[Document, str] = {}
    for number, line in enumerate((folder(data, "framing/neus_train") / f"{part}.source").open(encoding="utf-8")):
        for piece in line.split("[SEP]"):
            parts = re.match(r"\s*TITLE=>\s*(.*?)\s*ARTICLE=>\s*(.*\S)", piece, re.DOTALL)
            if parts:
                found[document(parts[2], parts[1].rstrip("."))] = str(number)
    return found


def wikinews(data: Path = DATA) -> list[Document]:
    """Wikinews articles, each of an event of its own."""
    found: list[Document] = []
    for path in sorted(folder(data, "documents/wikinews").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            found.extend(
                document(row["text"], row["title"], row["url"], "Wikinews", row["date"])
                for row in csv.DictReader(lines)
            )
    return found
