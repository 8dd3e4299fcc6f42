"""How a reading is put before people: what Markdown and the page have in common."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from urllib.parse import quote, urlsplit

from cuibono.core.findings import Aspect, Finding, Framing, Interest, Omission, Relation, RelationKind, Silence, Stake
from cuibono.core.news import EchoKind
from cuibono.core.reading import Reading, Record, Says
from cuibono.core.talk import Act, Sentence, Topic
from cuibono.core.text import Document, Kind, Span
from cuibono.core.times import Precision, Stamp

T = TypeVar("T", bound=Finding)

STANDS, CONTESTED, UNKNOWN = "Stands", "Contested", "Unknown"
_HEADS = {Topic.STANDS: STANDS, Topic.CONTESTED: CONTESTED, Topic.UNKNOWN: UNKNOWN}

# Signs that read without colour, and what they mean in words.
SIGNS: Mapping[Says | Silence, tuple[str, str]] = {
    Says.ASSERTS: ("●", "says it"),
    Says.DENIES: ("⊖", "denies it"),
    Says.CONTRADICTS: ("✕", "says otherwise"),
    Says.SCOPE: ("◐", "says something of another scope"),
    Silence.LEFT_OUT: ("▢", "left it out, though others had it before"),
    Silence.NOT_YET_KNOWN: ("–", "not yet known when it was published"),
    Silence.ORDER_UNKNOWN: ("?", "nobody can say which came first"),
    Silence.SNIPPET: ("…", "only a snippet of it was read"),
    Silence.NOT_SUBJECT: ("", "not its subject"),
    Silence.UNCLEAR: ("◌", "touches on it; unclear whether it says it"),
}
ECHOES: Mapping[EchoKind, str] = {
    EchoKind.ROOT: "the root",
    EchoKind.REPRINT: "reprint of",
    EchoKind.EXCERPT: "excerpt from",
    EchoKind.WIRE: "wire copy of",
    EchoKind.FAMILY: "same publisher as",
    EchoKind.VERSION: "later version of",
    EchoKind.RELAY: "relays",
}
# What a turn does, before the names of those it answers; reporting and summing up need no word.
ACTS: Mapping[Act, str] = {
    Act.REPORT: "",
    Act.CHALLENGE: "challenges",
    Act.CORROBORATE: "backs",
    Act.NARROW: "narrows what was said by",
    Act.CONCEDE: "concedes to",
    Act.ASK: "asks",
    Act.ANSWER: "answers",
    Act.WITHDRAW: "withdraws, after",
    Act.SYNTHESISE: "",
}
INTERESTED = "An interest is no evidence that a claim is false; the critics were examined too."
_RELATIONS = (RelationKind.CONTRADICTS, RelationKind.SCOPE, RelationKind.SUPPORTS)
_LONGEST_LINK = 2000  # browsers and mail programs cut longer ones
_WHOLE = 100  # characters of a quotation that a text fragment holds whole; beyond, its first and last words
_ENDS = 5  # words of each end
_SPEAKERS = "not the outlet's"  # how the reason of a loaded word ends that a speaker used
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn"}  # control, format (bidi overrides among them), surrogates, unassigned


# ── words ────────────────────────────────────────────────────────────────────


def one_line(text: str) -> str:
    """Text on one line: white space folded, nothing invisible that could reorder or hide what stands beside it."""
    folded = " ".join(text.split())
    if folded.isascii() and folded.isprintable():
        return folded
    return "".join(char for char in folded if unicodedata.category(char) not in _HIDDEN or char in "\u200c\u200d")


def clip(text: str, longest: int) -> str:
    """The text, cut at a word with an ellipsis if it is longer than so many characters."""
    folded = one_line(text)
    if len(folded) <= longest:
        return folded
    cut = folded[:longest]
    return (cut[: cut.rfind(" ")] if " " in cut[longest // 2 :] else cut).rstrip(" ,;:.") + " …"


def capital(text: str) -> str:
    """Text on one line, its first letter a capital."""
    line = one_line(text)
    return line[:1].upper() + line[1:]


def unlabelled(label: str, words: str) -> str:
    """The beginning of a sentence without the label that stands beside it already ("Contested: ...")."""
    return words.removeprefix(f"{label}: ") if label else words


def several(number: int, noun: str, plural: str = "") -> str:
    """``1 document``, ``3 documents``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


# ── times ────────────────────────────────────────────────────────────────────


def moment(at: datetime) -> str:
    """A moment to the minute, in UTC: ``13 October 2026, 05:00 UTC``."""
    return f"{at.day} {at:%B %Y, %H:%M} UTC"


def day(at: datetime) -> str:
    """A day: ``13 October 2026``."""
    return f"{at.day} {at:%B %Y}"


def stamp(given: Stamp | None) -> str:
    """A moment as exactly as the document gives it; "undated" where it gives none."""
    if given is None:
        return "undated"
    match given.precision:
        case Precision.YEAR:
            return f"{given.at:%Y}"
        case Precision.MONTH:
            return f"{given.at:%B %Y}"
        case Precision.DAY:
            return day(given.at)
        case Precision.MINUTE | Precision.SECOND:
            return moment(given.at)


def window(earliest: datetime | None, latest: datetime | None) -> str:
    """Between when and when (the end exclusive): ``1 to 30 April 2026``, ``by 30 April 2026``, ``no date``."""
    last = latest - timedelta(microseconds=1) if latest else None
    if earliest and last:
        return day(last) if earliest.date() >= last.date() else _between(earliest, last)
    if last:
        return f"by {day(last)}"
    return f"from {day(earliest)}" if earliest else "no date"


def _between(first: datetime, last: datetime) -> str:
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    if first.year == last.year:
        return f"{first.day} {first:%B} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def published_between(record: Record) -> str:
    """The days of the first and last publication read."""
    stamps = [d.published for d in record.story.documents if d.published]
    if not stamps:
        return "undated"
    first, last = min(s.at for s in stamps), max(s.latest for s in stamps)
    return day(first) if first.date() == last.date() else _between(first, last)


# ── links ────────────────────────────────────────────────────────────────────


def safe_link(url: str | None) -> str | None:
    """The address if it is an absolute http(s) link that a page may hold, percent-encoded; else None."""
    if not url or len(url) > _LONGEST_LINK or not url.isprintable():
        return None
    try:
        parts = urlsplit(url.strip())
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        return None
    return quote(url.strip(), safe=":/?#@!$&*+,;=%~-._")  # brackets, quotes, spaces, `<`, `\` are encoded


def words_link(document: Document, span: Span) -> str | None:
    """A link that opens the original at these words: a text fragment, or the page of a PDF; None without a link."""
    link = safe_link(document.url)
    if link is None:
        return None
    if document.kind is Kind.PDF:
        page = next((box.page for box in document.boxes if box.start < span.end and span.start < box.end), None)
        return f"{link.split('#')[0]}#page={page}" if page else link
    return f"{link}{'' if '#' in link else '#'}:~:text={_fragment(span.quote)}"


def _fragment(words: str) -> str:
    folded = one_line(words)
    pieces = folded.split(" ")
    if len(folded) <= _WHOLE or len(pieces) <= 2 * _ENDS:
        return _encoded(folded)
    return f"{_encoded(' '.join(pieces[:_ENDS]))},{_encoded(' '.join(pieces[-_ENDS:]))}"


def _encoded(words: str) -> str:
    """Percent-encoded for a text directive, where hyphen, comma and ampersand have a meaning."""
    return quote(words, safe="", errors="replace").replace("-", "%2D")


# ── what is shown ────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Head:
    """One of the story's three lines: a label and the chair's sentence for it."""

    label: str
    sentence: Sentence


def three_lines(reading: Reading) -> tuple[Head, ...]:
    """What stands, what is contested, what is unknown: the chair's first sentence of each.

    Of contested points, one that documents contradict comes first.
    """
    opposed = {
        span
        for relation in of_kind(reading.findings, Relation)
        if relation.kind is RelationKind.CONTRADICTS
        for span in (
            *relation.spans,
            *(reading.record.assertion[side].span for side in (relation.left, relation.right)),
        )
    }
    summed = [s for t in reading.talk.turns if t.act is Act.SYNTHESISE for s in t.sentences]
    heads = []
    for topic, label in _HEADS.items():
        mine = [sentence for sentence in summed if sentence.topic is topic]
        sharp = (s for s in mine if any(span.meets(other) for span in s.spans for other in opposed))
        sentence = next(sharp, mine[0]) if topic is Topic.CONTESTED and mine else next(iter(mine), None)
        if sentence:
            heads.append(Head(label, sentence))
    return tuple(heads)


def of_kind(findings: Iterable[Finding], kind: type[T]) -> tuple[T, ...]:
    """The findings of one kind, in the reading's order."""
    return tuple(finding for finding in findings if isinstance(finding, kind))


def relations(findings: Iterable[Finding]) -> tuple[Relation, ...]:
    """Relations worth telling: contradictions, then other scope, then support; mere repetition is not."""
    told = [relation for relation in of_kind(findings, Relation) if relation.kind in _RELATIONS]
    return tuple(sorted(told, key=lambda relation: _RELATIONS.index(relation.kind)))


def omissions(findings: Iterable[Finding]) -> tuple[Omission, ...]:
    """Silences that are a reproach."""
    return tuple(omission for omission in of_kind(findings, Omission) if omission.grade is Silence.LEFT_OUT)


def interests(findings: Iterable[Finding]) -> tuple[Interest, ...]:
    """Interests, those found before those not found; of these only whom it is worth asking, the JSON holds all."""
    shown = [i for i in of_kind(findings, Interest) if i.stake is not Stake.NONE_FOUND or i.salience]
    return tuple(sorted(shown, key=lambda interest: interest.stake is Stake.NONE_FOUND))


def framings(findings: Iterable[Finding]) -> tuple[Framing, ...]:
    """Framing: what outlets tell apart first, then their own loaded words, last those of speakers."""
    found = of_kind(findings, Framing)
    loaded = [f for f in found if f.aspect is Aspect.LOADED]
    own = [f for f in loaded if not f.reason.endswith(_SPEAKERS)]
    others = [f for f in loaded if f.reason.endswith(_SPEAKERS)]
    return (*(f for f in found if f.aspect is not Aspect.LOADED), *own, *others)


def stake(interest: Interest) -> str:
    """A stake in a few plain words, without the speaker's name."""
    if interest.stake is Stake.NONE_FOUND:
        return "none found in what was read"
    whom = one_line(interest.counterpart)
    what = one_line(interest.category)
    if what and what.casefold() in whom.casefold():
        what = ""
    return " ".join(filter(None, (interest.stake, whom, f"({what})" if whom and what else what)))


def stated(interest: Interest) -> str:
    """Which database states it, as of when, and in which words."""
    return f"{one_line(interest.stated)}: “{one_line(interest.note)}”"


def launched(interest: Interest) -> str:
    """How long before the speaker's publication a launch was, where that is known."""
    if interest.days_before is None:
        return ""
    if interest.days_before == 0:
        return "launched on the day it spoke"
    return f"launched {several(interest.days_before, 'day')} before it spoke"


def strength(low: int | None, high: int | None) -> str:
    """The range that estimative words stand for (ICD 203); empty where there are none."""
    return f"{low}–{high} %" if low is not None and high is not None else ""


class Names:
    """Names for the ids of a record."""

    def __init__(self, record: Record) -> None:
        """Collect them once; of several forms of a speaker's name the longest."""
        self._record = record
        self._speakers: dict[str, str] = {}
        for assertion in record.assertions:
            for speaker in (assertion.speaker, *assertion.via):
                known = self._speakers.get(speaker.id, "")
                self._speakers[speaker.id] = max(known, speaker.name, key=lambda name: (len(name), name))

    def speaker(self, speaker: str) -> str:
        """The name of a speaker, by id."""
        return one_line(self._speakers.get(speaker) or "somebody named there")

    def party(self, interest: Interest) -> str:
        """Whose interest it is: the speaker, or the name as read where they speak nowhere."""
        return one_line(self._speakers.get(interest.speaker) or interest.party or "somebody named there")

    def outlet(self, document: str) -> str:
        """The name of the outlet of a document, by the document's id."""
        return one_line(self._record.outlets[document].name)

    def origin(self, origin: str) -> str:
        """The name of an origin, by id: its label, or the speaker whose words it is."""
        known = self._record.origin.get(origin)
        return one_line(known.label) if known else self.speaker(origin.removeprefix("o:"))

    def answered(self, reading: Reading, answers: Iterable[str]) -> Iterator[str]:
        """The lenses of the turns that are answered, each once."""
        lens_of = {turn.id: turn.lens for turn in reading.talk.turns}
        return iter(dict.fromkeys(lens_of[turn] for turn in answers if turn in lens_of))
