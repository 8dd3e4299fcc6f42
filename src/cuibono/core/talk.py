"""The room: lenses, typed turns, and sentences that stand on spans."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from cuibono.core.errors import NoSpan
from cuibono.core.text import Span

MARKER = re.compile(r"\{([\^#]?)(\d+)\}")


class Act(StrEnum):
    """What a turn does."""

    REPORT = "report"
    CHALLENGE = "challenge"
    CORROBORATE = "corroborate"
    NARROW = "narrow"
    CONCEDE = "concede"
    ASK = "ask"
    ANSWER = "answer"
    WITHDRAW = "withdraw"
    SYNTHESISE = "synthesise"


class Topic(StrEnum):
    """What a sentence of the chair's synthesis is about."""

    STANDS = "stands"
    CONTESTED = "contested"
    UNKNOWN = "unknown"
    WATCH = "watch"


@dataclass(frozen=True, slots=True)
class Lens:
    """An analyst's way of looking, as data: what it looks at, which acts it may use, how it sounds."""

    name: str
    purpose: str
    looks_at: tuple[str, ...]  # finding class names in lower case, or aspects of them
    acts: tuple[Act, ...]
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """A number that the program counted: how many of what, with the ids that can be unfolded."""

    of: str  # "origins", "documents", "outlets", "claims", "turns"
    members: tuple[str, ...]

    @property
    def value(self) -> int:
        """The number: distinct members."""
        return len(set(self.members))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that stands on words.

    ``text`` holds markers: ``{0}`` quotes span 0 and cites it, ``{^0}`` cites span 0 without quoting it, ``{#0}`` is
    the number of count 0. Made by :func:`cuibono.room.grounding.ground` only, which checks all of it; a Sentence
    without spans cannot exist.
    """

    text: str
    spans: tuple[Span, ...]
    counts: tuple[Count, ...] = ()
    topic: Topic | None = None  # in the chair's synthesis only

    def __post_init__(self) -> None:
        """Refuse a sentence that shows no words.

        Raises:
            NoSpan: there is no span, or something else stands in its place.
        """
        if not self.spans or not all(isinstance(span, Span) for span in self.spans):
            msg = f"sentence {self.text!r} shows no verified words"
            raise NoSpan(msg)

    def parts(self) -> Iterator[str | Quote | Cite | Count]:
        """The sentence cut into plain words, quotations, citations and counts, in order."""
        at = 0
        for marker in MARKER.finditer(self.text):
            if marker.start() > at:
                yield self.text[at : marker.start()]
            sigil, number = marker.group(1), int(marker.group(2))
            if sigil == "#":
                yield self.counts[number]
            elif sigil == "^":
                yield Cite(self.spans[number])
            else:
                yield Quote(self.spans[number])
            at = marker.end()
        if at < len(self.text):
            yield self.text[at:]

    def plain(self, cite: Callable[[Span], str]) -> str:
        """The sentence as plain text: quotations in curly marks, each followed by its citation in brackets."""
        return "".join(
            part
            if isinstance(part, str)
            else str(part.value)
            if isinstance(part, Count)
            else f"“{part.span.quote}” [{cite(part.span)}]"
            if isinstance(part, Quote)
            else f"[{cite(part.span)}]"
            for part in self.parts()
        )


@dataclass(frozen=True, slots=True)
class Quote:
    """Part of a sentence: the words of a span, quoted and cited."""

    span: Span


@dataclass(frozen=True, slots=True)
class Cite:
    """Part of a sentence: a citation of a span that is not quoted."""

    span: Span


@dataclass(frozen=True, slots=True)
class Refusal:
    """A sentence that did not pass the gate, kept so that it can be seen."""

    text: str
    reason: str
    lens: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One contribution to the room: an act, the turns and claims it answers, sentences with spans."""

    id: str
    lens: str
    act: Act
    sentences: tuple[Sentence, ...]
    answers: tuple[str, ...] = ()  # Turn ids
    claims: tuple[str, ...] = ()  # Claim ids
    findings: tuple[str, ...] = ()  # Finding ids it speaks
    open: bool = False  # a challenge or question that nobody has answered by the end

    def __post_init__(self) -> None:
        """Refuse a turn that says nothing.

        Raises:
            NoSpan: there is no grounded sentence.
        """
        if not self.sentences or not all(isinstance(s, Sentence) for s in self.sentences):
            msg = f"turn {self.id} of {self.lens} holds no grounded sentence"
            raise NoSpan(msg)


@dataclass(frozen=True, slots=True)
class Phrased(Turn):
    """A turn that a model was asked to phrase: in its words where they passed the gate, in the room's own where not.

    ``note`` says in plain words what happened to what the model wrote, "" where all of it stands; ``refused`` shows
    each sentence of it that did not pass, with the reason. ``micros`` is the price in millionths of a US dollar, None
    where it is not known.
    """

    model: str = ""
    note: str = ""
    refused: tuple[Refusal, ...] = ()
    tokens: int = 0
    micros: int | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of what a person said: ``words[start:end]``, and the claims of the record that say the same.

    What it states stays the person's own until the record says it too: ``claims`` empty means not sourced.
    """

    start: int
    end: int
    asks: bool = False
    claims: tuple[str, ...] = ()  # Claim ids


@dataclass(frozen=True, slots=True)
class Remark(Turn):
    """A turn of a person in the room, in the person's own words: shown as theirs, never evidence of anything.

    It holds no sentences, since those stand on words of documents. ``lens`` is :data:`READER`, ``by`` the name the
    person gave, "" for none. ``answers`` are the turns it is about, ``claims`` the claims that it touches.
    """

    by: str = ""
    words: str = ""
    passages: tuple[Passage, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a remark without words, or one that poses as grounded.

        Raises:
            NoSpan: it holds sentences, which only the panel can have.
            ValueError: it holds no words, or a passage outside them.
        """
        if self.sentences:
            raise NoSpan(f"remark {self.id}: what a person says in the room is no sentence of the panel's")
        if not self.words.strip():
            raise ValueError(f"remark {self.id} holds no words")
        if not all(0 <= each.start < each.end <= len(self.words) for each in self.passages):
            raise ValueError(f"remark {self.id} has a passage outside its words")


READER = "Reader"  # who a person is in the room: no lens of the panel's


@dataclass(frozen=True, slots=True)
class Entry:
    """A turn as a stored room holds it: its running number, which move of which record it was made from."""

    number: int  # from 1, without gaps
    turn: Turn  # or Phrased, or Remark
    move: str = ""  # the panel's own next step; "" for remarks and the answers to them
    basis: str = ""  # what was read when it was made
    closes: bool = False  # the turns that it answers are open no longer


@dataclass(frozen=True, slots=True)
class Live:
    """A stored room as it stands: numbered turns, whether the panel has nothing new to say, what nobody answered."""

    story: str  # the whole id
    turns: tuple[tuple[int, Turn], ...] = ()  # Turn, Phrased or Remark
    ended: bool = False
    unanswered: tuple[str, ...] = ()  # ids of challenges and questions, people's too


@dataclass(frozen=True, slots=True)
class Talk:
    """A room so far: turns in order, and what was refused on the way."""

    turns: tuple[Turn, ...] = ()
    refusals: tuple[Refusal, ...] = ()
