"""Each judgement alone: what a line asks, what is answered. The same functions that a reading stands on.

A judge takes one object and answers with one. By rules, by weights, or by both: where a judgement has no rule or no
weights, what there is answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from cuibono.core.claims import Method
from cuibono.core.errors import InputError
from cuibono.core.ids import content_id
from cuibono.core.ports import Observer, Relater
from cuibono.core.scores import Bearing, Inference
from cuibono.core.text import Block, Document, Kind, Role, bare
from cuibono.core.times import parse_stamp
from cuibono.findings import worth
from cuibono.findings.colouring import colouring
from cuibono.findings.forward import forward_looking
from cuibono.findings.inference import infer
from cuibono.findings.stance import LABELS, bearing, stance
from cuibono.language import uncertainty
from cuibono.language.attributed import attributions_of_text
from cuibono.language.factuality import factuality, predicate
from cuibono.language.sentences import bounds
from cuibono.language.timexes import timexes
from cuibono.language.words import content_words
from cuibono.stories.cluster import cluster

Asked = Mapping[str, Any]
Answer = dict[str, Any]
Judge = Callable[[Asked], Answer]

# Shares above which a sentence is called checkable, subjective, loaded: see gate/judges.py for what they give.
_CHECKABLE = 0.5
_SUBJECTIVE = 0.5
_LONGEST = 2_000_000  # characters of a text that is asked about
_STATEMENT = 6_000  # characters of each side of a pair that are read: every quantity is held against every other


# What answers where weights have a say; training/README.md tells what they were made from.
METHODS = {
    "relate": Method("judge-relate", "4"),
    "stance": Method("judge-stance", "3"),
    "similar": Method("judge-similar", "2"),
    "checkable": Method("judge-checkable", "2"),
    "subjective": Method("judge-subjective", "2"),
    "firmness": Method("judge-firmness", "2"),
    "future": Method("judge-future", "1"),
    "loaded": Method("judge-loaded", "2"),
}


class By(StrEnum):
    """What a judgement may rest on."""

    RULES = "rules"
    WEIGHTS = "weights"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Judges:
    """Judges by name; without weights (None) rules answer alone."""

    relater: Relater | None
    observer: Observer | None
    page: Callable[[Asked], Document]  # reads the page that a line holds or names
    rules: bool = True  # False: where weights answer, no rule has a say

    def named(self) -> dict[str, Judge]:
        """Every judge of one line."""
        return {
            "relate": self.relate,
            "stance": self.stance,
            "similar": self.similar,
            "checkable": self.checkable,
            "subjective": self.subjective,
            "attributions": attributions,
            "firmness": self.firmness,
            "hedged": hedged,
            "dates": dates,
            "future": self.future,
            "loaded": self.loaded,
            "article": self.article,
            "sentences": sentences,
        }

    def relate(self, asked: Asked) -> Answer:
        """Entailment, neutral or contradiction; the relation that a reading would show; the words that differ.

        Of a longer text the first 6,000 characters are read, about a thousand words.
        """
        pair = text(asked, "premise")[:_STATEMENT], text(asked, "hypothesis")[:_STATEMENT]
        learned = self.relater.relate([pair])[0] if self.relater else None
        borne = self.relater.bearings([pair])[0] if self.relater else None
        found = infer(*pair, learned, borne, rules=self.rules)
        answer = {"label": found.label, "scores": _rounded(found.scores), "relation": found.relation}
        if borne:
            answer["bearing"] = _rounded(borne)
        return {**answer, "why": list(found.why)}

    def stance(self, asked: Asked) -> Answer:
        """How a body stands to a headline, and where the sentence is that bears on it."""
        headline, body = text(asked, "headline"), text(asked, "body")
        shown = (bearing(headline, body), headline)
        found = stance(headline, body, self.relater.stances([shown])[0] if self.relater else None)
        answer: Answer = {"label": found.label, "span": list(found.span)}
        if found.scores:
            answer["scores"] = {name: round(share, 4) for name, share in zip(LABELS, found.scores, strict=True)}
        return answer

    def similar(self, asked: Asked) -> Answer:
        """Whether two texts make the same claim, 0..1."""
        pair = text(asked, "a"), text(asked, "b")
        score = self.observer.likeness([pair])[0] if self.observer else _shared_words(*pair)
        return {"score": round(score, 4)}

    def checkable(self, asked: Asked) -> Answer:
        """Whether a sentence holds a claim worth checking."""
        sentence = text(asked, "sentence")
        score = self.observer.looks([sentence])[0].checkable if self.observer else worth.checkable(sentence)
        return {"score": round(score, 4), "label": score >= _CHECKABLE}

    def subjective(self, asked: Asked) -> Answer:
        """Whether a sentence gives its author's opinion."""
        sentence = text(asked, "sentence")
        score = self.observer.looks([sentence])[0].subjective if self.observer else worth.subjective(sentence)
        return {"score": round(score, 4), "label": score >= _SUBJECTIVE}

    def firmness(self, asked: Asked) -> Answer:
        """How far an event, or what the main verb tells, is told as a fact: -3..3."""
        sentence = text(asked, "sentence")
        event = _stretch(asked, "event", sentence) or predicate(sentence)
        told = factuality(sentence, event)
        if self.observer and sentence.strip():
            told = self.observer.firmness([(sentence, event)])[0]
        return {"value": round(told, 3)}

    def future(self, asked: Asked) -> Answer:
        """Whether a sentence is a forward-looking statement."""
        sentence = text(asked, "sentence")
        share = self.observer.looks([sentence])[0].forward if self.observer and sentence.strip() else None
        label, score = forward_looking(sentence, share)
        return {"label": label, "score": round(score, 4)}

    def loaded(self, asked: Asked) -> Answer:
        """Whether a sentence is worded to sway, and the words that do it."""
        sentence = text(asked, "sentence")
        looks = self.observer.looks([sentence])[0] if self.observer and sentence.strip() else None
        found = colouring(sentence, looks)
        return {"label": found.label, "score": round(found.score, 4), "spans": [list(span) for span in found.spans]}

    def article(self, asked: Asked) -> Answer:
        """What a page's article says: its text without the title, who wrote it and when."""
        page = self.page(asked)
        body = "\n\n".join(page.text[b.start : b.end] for b in page.blocks if b.role is not Role.TITLE)
        return {
            "title": page.title,
            "text": body,
            "authors": list(page.authors),
            "published": str(page.published) if page.published else None,
            "language": page.language,
        }


def attributions(asked: Asked) -> Answer:
    """Who says what in a text."""
    found = attributions_of_text(text(asked, "text"))
    return {
        "attributions": [
            {
                "source": [list(span) for span in each.source],
                "cue": [list(span) for span in each.cue],
                "content": [list(span) for span in each.content],
                "type": each.type,
            }
            for each in found
        ]
    }


def hedged(asked: Asked) -> Answer:
    """Whether a sentence leaves open if its content is so, and the words that do it."""
    found = uncertainty.hedged(text(asked, "sentence"))
    return {"label": found.label, "cues": [list(cue) for cue in found.cues]}


def dates(asked: Asked) -> Answer:
    """Time expressions with TIMEX3 types and values."""
    content = text(asked, "text")
    found = timexes(bare(content), anchor=_day(asked))
    return {"timexes": [{"span": [t.span.start, t.span.end], "type": t.type.value, "value": t.value} for t in found]}


def sentences(asked: Asked) -> Answer:
    """Where each sentence of a text stands."""
    return {"spans": [list(place) for place in bounds(text(asked, "text"))]}


def checked_document(asked: Asked) -> Answer:
    """Nothing, where a line holds a document.

    Raises:
        InputError: a field is missing or wrong.
    """
    _document(0, asked)
    return {}


def stories(asked: Sequence[Asked]) -> Iterator[int]:
    """For each document the number of its story, counted from 1 in the order of the lines."""
    documents = [_document(index, line) for index, line in enumerate(asked)]
    member = {d.text: number for number, story in enumerate(cluster(documents)) for d in story.documents}
    shown: dict[int, int] = {}
    for index, document in enumerate(documents):  # by text, since a copy of a document is not one more
        story = member.get(document.text, -1 - index)  # a blank one is in none
        yield shown.setdefault(story, len(shown) + 1)


def text(asked: Asked, name: str) -> str:
    """The text of a field.

    Raises:
        InputError: it is missing, no text, or too long.
    """
    found = asked.get(name)
    if not isinstance(found, str):
        raise InputError(f"{name!r} is missing" if found is None else f"{name!r} should be a text")
    if len(found) > _LONGEST:
        raise InputError(f"{name!r} has {len(found):,} characters; at most {_LONGEST:,} are read")
    return found


def _stretch(asked: Asked, name: str, within: str) -> tuple[int, int] | None:
    found = asked.get(name)
    if found is None:
        return None
    if not isinstance(found, list | tuple) or [type(place) for place in found] != [int, int]:
        raise InputError(f"{name!r} should be [start, end], two whole numbers")
    start, end = found
    if not 0 <= start < end <= len(within):
        raise InputError(f"{name!r} [{start}, {end}] is not in the sentence, which has {len(within)} characters")
    return start, end


def _day(asked: Asked) -> date | None:
    given = asked.get("anchor")
    if given is None:
        return None
    try:
        return date.fromisoformat(str(given)[:10])
    except ValueError:
        raise InputError(f"'anchor' {given!r} is no day (YYYY-MM-DD)") from None


def _document(index: int, line: Asked) -> Document:
    title, body = text(line, "title") if line.get("title") is not None else "", text(line, "text")
    published = line.get("published")
    whole = f"{title}\n\n{body}" if title else body
    split = len(title)
    blocks = (Block(0, split, Role.TITLE), Block(split + 2, len(whole))) if title else (Block(0, len(whole)),)
    return Document(
        id=content_id("d", index, whole),
        capture="line",
        kind=Kind.ARTICLE,
        text=whole,
        title=title,
        url=None,
        published=parse_stamp(str(published)) if published else None,
        blocks=blocks,
    )


def _shared_words(a: str, b: str) -> float:
    left, right = set(content_words(a)), set(content_words(b))
    return len(left & right) / max(1, len(left | right)) if left or right else float(a == b)


def _rounded(shares: Inference | Bearing) -> dict[str, float]:
    return {name: round(share, 4) for name, share in shares._asdict().items()}
