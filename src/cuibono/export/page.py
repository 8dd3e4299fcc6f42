"""What the page's templates ask: words, links, names and trees of one reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from cuibono.core.claims import Assertion
from cuibono.core.findings import Interest, Relation
from cuibono.core.news import Echo, Origin, Version
from cuibono.core.reading import Cell, Reading, Record
from cuibono.core.talk import Cite, Count, Quote, Sentence, Turn
from cuibono.core.text import Document, Span
from cuibono.export import present, timeline
from cuibono.export.anchors import Anchors
from cuibono.export.edits import Edited, edits
from cuibono.export.present import Names, one_line
from cuibono.export.selection import Shown, select

_MEMBERS = 12  # names that unfold a count in a tooltip; the echo trees hold all


@dataclass(frozen=True, slots=True)
class Branch:
    """A document in an echo tree, with what repeats it."""

    echo: Echo
    children: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a quotation; ``marked`` where it is the words that make the difference."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a relation: who says it, with the differing words marked."""

    assertion: Assertion
    parts: tuple[Part, ...]


class Page:
    """One reading as one page. Holds no state that rendering changes."""

    def __init__(self, reading: Reading, anchors: Callable[[Record, Iterable[Span]], Anchors] = Anchors) -> None:
        """Choose what is shown and give every cited span its place."""
        self.shown: Shown = select(reading)
        self.reading = reading
        self.record = reading.record
        self.names = Names(reading.record)
        self.anchors = anchors(reading.record, self.shown.spans())
        self.strip = timeline.publications(reading.record)
        self.windows = timeline.windows(reading.record, self.shown.clocks)
        self._lens = {turn.id: turn.lens for turn in reading.talk.turns}
        self._echo = {echo.document: echo for origin in self.record.origins for echo in origin.echoes}

    # ── where things are; a page of several files says it in other words ──

    def at(self, span: Span) -> str:
        """A link to cited words."""
        return f"#{self.anchors.id(span)}"

    def to(self, document: str) -> str:
        """A link to a document, by id."""
        return f"#d{self.record.number[document]}"

    def turn(self, turn: str) -> str:
        """A link to a turn, by id."""
        return f"#{turn}"

    def section(self, of: str) -> str:
        """A link to where what is counted can be unfolded ("origins"); empty where it is nowhere."""
        return {"origins": "#origins", "documents": "#documents", "outlets": "#documents"}.get(of, "")

    # ── words ──

    def parts(self, sentence: Sentence, label: str = "") -> Iterator[tuple[str, str | Span | Count]]:
        """A sentence as (kind, value) pairs: words, quote, cite, count. A raised citation takes no space before it."""
        parts = list(sentence.parts())
        for place, part in enumerate(parts):
            match part:
                case str():
                    own = part if place else present.unlabelled(label, part)
                    cited = isinstance(parts[place + 1], Cite) if place + 1 < len(parts) else False
                    yield "words", own.rstrip(" ") if cited else own
                case Quote(span):
                    yield "quote", span
                case Cite(span):
                    yield "cite", span
                case Count():
                    yield "count", part

    def sides(self, relation: Relation) -> tuple[Side, Side]:
        """Both sides of a relation, earlier one first."""
        left, right = (self.record.assertion[key] for key in (relation.left, relation.right))
        return Side(left, marked(left.span, relation.words)), Side(right, marked(right.span, relation.words))

    def marked(self, whole: Span, words: Span | None) -> tuple[Part, ...]:
        """A quotation with some of its words marked, where they stand in it."""
        return marked(whole, (words,) if words else ())

    def edits(self, version: Version) -> tuple[Edited, ...]:
        """What changed in a page, paragraph by paragraph."""
        return edits(version, self.record.documents)

    # ── who and what ──

    def outlet(self, document: str) -> str:
        """The outlet of a document."""
        return self.names.outlet(document)

    def kind(self, document: str) -> str:
        """What sort of publisher a document's outlet is; empty where nobody knows."""
        kind = self.record.outlets[document].kind.value
        return "" if kind == "unknown" else kind

    def ordered(self, documents: Iterable[str]) -> list[str]:
        """Documents in the order of their numbers."""
        return sorted(documents, key=lambda document: self.record.number[document])

    def echo(self, document: str) -> Echo | None:
        """What a document repeats, if it does."""
        echo = self._echo.get(document)
        return echo if echo and echo.parent else None

    def by_party(self, interests: Iterable[Interest]) -> list[tuple[str, list[Interest]]]:
        """Interests by whose they are, in the order in which each party comes first."""
        found: dict[str, list[Interest]] = {}
        for interest in interests:
            found.setdefault(self.names.party(interest), []).append(interest)
        return list(found.items())

    def speakers(self, cell: Cell) -> str:
        """Whom a cell's document relays."""
        return ", ".join(map(one_line, cell.speakers))

    def answered(self, turn: Turn) -> list[tuple[str, str]]:
        """The turns that a turn answers: (lens, id), one of each lens."""
        found: dict[str, str] = {}
        for answered in turn.answers:
            if answered in self._lens:
                found.setdefault(self._lens[answered], answered)
        return list(found.items())

    def members(self, of: str, members: Iterable[str]) -> str:
        """The names behind a count."""
        ids = sorted(set(members))
        if of == "origins":
            found = sorted(self.names.origin(member) for member in ids)
        elif of in {"documents", "outlets"}:
            found = [self.names.outlet(m) if m in self.record.outlets else one_line(m) for m in ids]
        else:
            return ""
        more = f" and {len(found) - _MEMBERS} more" if len(found) > _MEMBERS else ""
        return ", ".join(found[:_MEMBERS]) + more

    # ── origins ──

    def tree(self, origin: Origin) -> tuple[Branch, ...]:
        """An origin's echoes as a tree, in the story's order."""
        children: dict[str | None, list[Echo]] = defaultdict(list)
        known = {echo.document for echo in origin.echoes}
        for echo in sorted(origin.echoes, key=lambda e: self.record.number[e.document]):
            parent = echo.parent if echo.parent in known and echo.parent != echo.document else None
            children[parent].append(echo)
        return _branches(children, None)

    def original(self, document: Document) -> str | None:
        """A link to the original, at its first cited words where it can be."""
        first = self.anchors.first(document)
        return present.words_link(document, first) if first else present.safe_link(document.url)


def _branches(children: dict[str | None, list[Echo]], parent: str | None) -> tuple[Branch, ...]:
    return tuple(Branch(echo, _branches(children, echo.document)) for echo in children.pop(parent, ()))


def marked(whole: Span, words: Iterable[Span]) -> tuple[Part, ...]:
    """A quotation cut at those of the words that stand in it."""
    parts: list[Part] = []
    at = whole.start
    for word in sorted(word for word in words if whole.holds(word)):
        if word.start < at:
            continue
        parts.append(Part(whole.quote[at - whole.start : word.start - whole.start], marked=False))
        parts.append(Part(word.quote, marked=True))
        at = word.end
    parts.append(Part(whole.quote[at - whole.start :], marked=False))
    return tuple(part for part in parts if part.text)
