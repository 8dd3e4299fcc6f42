"""The pairs that were written for this project: ``training/written/*.txt``, read into rows.

An item is a premise and lines that stand to it in a way that their first letter tells:

    P a premise
    e  follows from it            n  on the same matter, left open by it     c  cannot be true with it
    s  makes it more believable   w  makes it less believable                d  looks alike and is of another scope
    u  of the same story, without bearing on it

Blank lines are for readers. A tenth, cut off by a hash of the premise, is not here: what is only measured stands in
``cuibono/gate/written/pairs.txt``.

The lines of ``answered/`` were written to real sentences, which stay where they are: ``@`` and a key stand in the place
of the premise (``corpora.premises``).
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from corpora import CONTRADICTION, ENTAILMENT, NEUTRAL, Pair

FOLDER = Path(__file__).parent / "written"
PLAIN = Path(__file__).parent / "plain"  # plain restatements, learned last
CROWD = Path(__file__).parent / "crowd"  # passages with three sentences that come to mind
ANSWERED = Path(__file__).parent / "answered"  # three sentences that come to mind on reading a real one
JUDGED = Path(__file__).parent / "judged"  # single sentences
BEARINGS = ("same", "strengthens", "open", "scope", "weakens", "contradicts")
KINDS = {"e": "same", "s": "strengthens", "n": "open", "u": "open", "d": "scope", "w": "weakens", "c": "contradicts"}
_RELATION = {"e": ENTAILMENT, "c": CONTRADICTION}


class BadItem(ValueError):
    """A line that belongs to no item; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Item:
    """A premise and its lines: (letter, text), in the order of the file."""

    premise: str
    lines: tuple[tuple[str, str], ...]
    news: bool  # whether its lines also tell how they bear on the premise
    outlets: bool = False  # whether they are what other outlets write of the same event


def items(folder: Path = FOLDER, known: Mapping[str, str] | None = None) -> Iterator[Item]:
    """All items, file by file in the order of their names; ``known`` are the premises that are told by a key.

    Raises:
        BadItem: a line has no premise before it, no text, a letter that means nothing, or a key that nobody knows.
    """
    for path in sorted(folder.glob("*.txt")):
        premise, lines = "", []
        for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            letter, words = row[:1], row[2:].strip()
            if letter == "@":
                letter, words = "P", (known or {}).get(row[1:].strip(), "")
            if letter == "P" and words:
                if premise:
                    yield _item(premise, lines, path)
                premise, lines = words, []
            elif letter in KINDS and words and premise:
                lines.append((letter, words))
            elif row.strip():
                raise BadItem(f"{path}:{number}: neither a known premise nor a line of one: {row!r}")
        if premise:
            yield _item(premise, lines, path)


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence, and whether it is what its file asks for."""

    text: str
    label: bool


def judged(name: str) -> Iterator[Judged]:
    """The sentences of ``judged/NAME*.txt``, "+" before one that is so (forward-looking, loaded), "-" before one not.

    Raises:
        BadItem: a line has neither sign.
    """
    for path in sorted(JUDGED.glob(f"{name}*.txt")):
        for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            sign, words = row[:2], row[2:].strip()
            if sign in {"+ ", "- "} and words:
                yield Judged(words, sign == "+ ")
            elif row.strip():
                raise BadItem(f"{path}:{number}: neither + nor - before a sentence: {row!r}")


def _item(premise: str, lines: list[tuple[str, str]], path: Path) -> Item:
    told = any(letter in "swdu" for letter, _ in lines)
    return Item(premise, tuple(lines), told, outlets=path.parent == CROWD and path.name.startswith("news"))


def pairs(found: Iterator[Item], *, borne: bool = False) -> Iterator[Pair]:
    """Pairs for both heads; how a line bears on its premise is learned from items of news, or from all (``borne``)."""
    for item in found:
        for letter, words in item.lines:
            bearing = BEARINGS.index(KINDS[letter]) if item.news or borne else -1
            yield Pair(item.premise, words, _RELATION.get(letter, NEUTRAL), bearing=bearing)


def strangers(own: list[Pair], documents: list[list[str]], seed: int, share: float = 0.15) -> Iterator[Pair]:
    """Premises beside statements of other items or sentences of the news: neither bears on the other."""
    chance = random.Random(seed)
    told = [pair for pair in own if pair.bearing >= 0]
    for pair in told:
        if chance.random() < share:
            other = chance.choice(told).hypothesis if chance.random() < 0.5 else chance.choice(chance.choice(documents))
            yield Pair(pair.premise, other, NEUTRAL, bearing=BEARINGS.index("open"))
