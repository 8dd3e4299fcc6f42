"""Public news sets as Documents, for the benches of stories; a set that is not there is left out, and said so."""

from __future__ import annotations

import csv
import json
import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from pathlib import Path

from cuibono.core.ids import content_id
from cuibono.core.text import Block, Document, Kind, Role
from cuibono.core.times import parse_stamp

DATA = Path(__file__).parent.parent.parent / "shared" / "data"


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


def real_stories() -> dict[Document, str]:
    """The development stories: document -> name of its story."""
    found: dict[Document, str] = {}
    for path in sorted((_there("stories")).glob("*/*.json")):
        row = json.loads(path.read_text("utf-8"))
        made = document(row["text"], row["title"], row["url"], row["outlet"], row["published"])
        found[made] = path.parent.name
    return found


def ecb_plus(topics: Iterable[int]) -> dict[Document, str]:
    """ECB+: document -> topic and sub-topic (two events of one kind)."""
    found: dict[Document, str] = {}
    for topic in topics:
        for path in sorted((_there("stories_clusters/ecbplus") / str(topic)).glob("*.xml")):
            lines: dict[int, list[str]] = {}
            for token in ET.parse(path).getroot().iter("token"):
                lines.setdefault(int(token.get("sentence", "0")), []).append(token.text or "")
            texts = [" ".join(words) for _, words in sorted(lines.items())]
            if texts and re.search("http|www", texts[0][:20]):
                texts = texts[1:]
            text = re.sub(r" ([.,;:!?%)]|'s|n't)", r"\1", "\n\n".join(texts))
            found[document(text)] = f"{topic}{'+' if 'plus' in path.name else ''}"
    return found


def neus(part: str = "val") -> dict[Document, str]:
    """NeuS: the outlets' leads on one story; document -> number of its story."""
    found: dict[Document, str] = {}
    for number, line in enumerate((_there("framing/neus_train") / f"{part}.source").open(encoding="utf-8")):
        for piece in line.split("[SEP]"):
            parts = re.match(r"\s*TITLE=>\s*(.*?)\s*ARTICLE=>\s*(.*\S)", piece, re.DOTALL)
            if parts:
                found[document(parts[2], parts[1].rstrip("."))] = str(number)
    return found


def wikinews() -> list[Document]:
    """Wikinews articles, each of an event of its own."""
    found: list[Document] = []
    for path in sorted(_there("documents/wikinews").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            found.extend(
                document(row["text"], row["title"], row["url"], "Wikinews", row["date"])
                for row in csv.DictReader(lines)
            )
    return found


def _there(name: str) -> Path:
    folder = DATA / name
    if not folder.is_dir():
        sys.exit(f"no data at {folder}: nothing measured")
    return folder
