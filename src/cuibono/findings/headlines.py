"""Headlines held against the text below them: hedges and speakers left behind, numbers that count something else."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from cuibono.core.claims import Assertion, Manner, Modality, Quantity, SpeakerKind
from cuibono.core.findings import Aspect
from cuibono.core.reading import Record
from cuibono.core.text import Document, Kind
from cuibono.findings.wording import Hint, leaves_open, stems_of, words_after
from cuibono.language.hedges import hedges
from cuibono.language.quantities import quantities
from cuibono.language.sentences import sentences
from cuibono.language.words import stem

_ALMOST = 0.75  # of the headline's content, that one attributed statement must hold
# Headlines that vouch for nothing themselves.
_DISTANT = re.compile(r"\?|\b(?:claim|alleg|accus|suspect|den(?:y|ie)|disput)", re.IGNORECASE)
_SAME = 0.5  # share of the headline's content words that a sentence of the body must have to say the same
_SHARED = 3  # content words, at least
_LARGE = 20  # smaller counts stand for too many things at once
_MOST = 0.6  # of the headline's content, where only one of the hedged words comes back
_QUALIFIED = 2  # content words behind the hedge that the headline must repeat
_APART = Decimal("1.5")  # times, from which two numbers are no two ways of counting the same
_BEHIND = 60
_LEAD = 1200  # characters behind the headline that tell what it sums up
_ANYBODY = frozenset(map(stem, "people person men women others times things years days".split()))
_DEAD = re.compile(r"\b(?:dead|deaths?|killed|bodies)\b", re.IGNORECASE)
_KILLED = re.compile(
    r"\s+(?:[\w-]+\s+){0,3}?(?:(?:were|was|are|is|have been|had been)\s+(?:\w+\s+)?(?:killed|dead|shot dead)"
    r"|died|dead|deaths)\b",
    re.IGNORECASE,
)
_KILLING = re.compile(
    r"\b(?:kill(?:ed|ing|s)|deaths? of|death toll (?:\w+ ){0,2}(?:to|at))\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE
)
_MARKED = ('"', "“", "‘", "'", "?", ":")


def against_body(record: Record) -> Iterator[Hint]:
    """One hint at most for each document, the plainest first: hedge, number, then attribution."""
    by_document: dict[str, list[Assertion]] = defaultdict(list)
    for assertion in record.assertions:
        by_document[assertion.document].append(assertion)
    for document in record.story.documents:
        if document.kind is Kind.THREAD or document.snippet or document.foreign:
            continue
        said = by_document[document.id]
        heads = [a for a in said if a.headline]
        body = [a for a in said if not a.headline and a.modality is not Modality.QUESTION]
        for head in heads:
            alike = _alike(head, body)
            hint = (
                _hedge(document, head, body)
                or _other_number(document, head)
                or _number(document, head, body)
                or _source(document, head, alike)
            )
            if hint:
                claim = record.claim_of.get(head.id)
                yield Hint(
                    hint.aspect, hint.document, hint.spans, hint.reason, hint.weight, (claim.id,) if claim else ()
                )
                break


def _alike(head: Assertion, body: Sequence[Assertion]) -> list[Assertion]:
    """Statements of the body that say what the headline says, the closest first."""
    wanted = stems_of(head.span.quote)
    found = []
    for other in body:
        shared = len(wanted & stems_of(other.span.quote))
        if shared >= _SHARED and shared >= _SAME * len(wanted):
            found.append((-shared, other.span.start, other))
    return [other for _, _, other in sorted(found, key=lambda item: item[:2])]


def _hedge(document: Document, head: Assertion, body: Sequence[Assertion]) -> Hint | None:
    """The body leaves open what the headline states."""
    if head.hedges or head.modality in {Modality.QUESTION, Modality.HEDGED, Modality.ALLEGED, Modality.DENIED}:
        return None
    if _DISTANT.search(head.sentence.quote) or hedges(document, head.sentence):
        return None
    wanted = stems_of(head.span.quote)
    for other in body:
        for hedge in other.hedges:
            if not leaves_open(hedge, document) or other.negations:
                continue  # "did not say why he may have": nothing is said to be open
            behind = set(words_after(document.text, hedge.end, other.span.end, 4))
            shared = wanted & behind
            both = len(wanted & stems_of(other.span.quote))
            enough = (len(shared) >= _QUALIFIED and both >= _SHARED) or (shared and both >= _MOST * len(wanted))
            if not enough or (other.modality is Modality.FORECAST) != (head.modality is Modality.FORECAST):
                continue
            if _plain_elsewhere(body, other, shared):
                continue
            return Hint(
                aspect=Aspect.HEADLINE,
                document=document.id,
                spans=(head.span, other.span, hedge),
                reason=f"the headline states what the text only has with “{hedge.quote}”",
                weight=0.7,
            )
    return None


def _plain_elsewhere(body: Sequence[Assertion], hedged: Assertion, shared: frozenset[str]) -> bool:
    """Whether the body states the same without a hedge in another sentence."""
    return any(
        not other.hedges and other.sentence != hedged.sentence and shared <= stems_of(other.span.quote)
        for other in body
    )


def _other_number(document: Document, head: Assertion) -> Hint | None:
    """The headline's number is nowhere in the body, which gives others for the same thing, far from it."""
    for mine in head.quantities:
        if mine.ordinal or mine.unit not in {"", "people"} or not mine.target or mine.low is None or mine.low <= 1:
            continue
        below = [q for q in quantities(document) if q.span.start >= head.sentence.end and not q.ordinal]
        same = [q for q in below if q.unit in {"", "people"} and _alike_counted(document, mine, q)]
        # "People" may be anybody, so that any equal number bears the headline out; the dead are the dead.
        dead = _is_dead(document, mine)
        if any(mine.low in {q.low, q.high} for q in (same if dead else below)) or not (dead or _heads(mine) - _ANYBODY):
            continue
        same = [q for q in same if _heads(q) & _heads(mine)] or same
        early = [q for q in same if q.span.start < head.sentence.end + _LEAD]
        if not early or not all(_far(mine, q) for q in same):
            continue
        theirs = early[0]
        sentence = next((s for s in sentences(document) if s.holds(theirs.span)), theirs.span)
        return Hint(
            aspect=Aspect.HEADLINE,
            document=document.id,
            spans=(head.span, sentence, mine.span, theirs.span),
            reason=f"the headline has “{mine.span.quote}”, the text for the same only “{theirs.span.quote}”",
            weight=0.75,
        )
    return None


def _alike_counted(document: Document, mine: Quantity, theirs: Quantity) -> bool:
    """Whether two numbers count the same thing: one head noun, or the dead under any name."""
    if _heads(mine) & _heads(theirs):
        return True
    behind = document.text[theirs.span.end : theirs.span.end + _BEHIND]
    before = document.text[max(0, theirs.span.start - _BEHIND) : theirs.span.start]
    return _is_dead(document, mine) and bool(_KILLED.match(behind) or _KILLING.search(before))


def _is_dead(document: Document, counted: Quantity) -> bool:
    """Whether a number counts the dead."""
    behind = document.text[counted.span.end : counted.span.end + 8].lstrip()
    return bool(_DEAD.search(counted.target) or _DEAD.match(behind))


def _far(mine: Quantity, theirs: Quantity) -> bool:
    """Whether no value fits both numbers, and they are half as much again apart."""
    lows, highs = [q.low for q in (mine, theirs) if q.low is not None], [q.high for q in (mine, theirs) if q.high]
    if not lows or not highs or max(lows) <= min(highs):
        return False
    return max(lows) >= _APART * min(highs)


def _is_verb(document: Document, noun: str) -> bool:
    """Whether what looks counted is a verb of the text: "carrying 162 disappears" over "the jet disappeared"."""
    base = noun.removesuffix("s").removesuffix("e")
    return noun.endswith("s") and re.search(rf"\b{re.escape(base)}(?:ed|ing)\b", document.text) is not None


def _number(document: Document, head: Assertion, body: Sequence[Assertion]) -> Hint | None:
    """The headline's number counts something else than the body's."""
    for mine in head.quantities:
        if not _countable(mine) or _is_verb(document, mine.target):
            continue
        same = [(q, a) for a in body for q in a.quantities if q.low == mine.low and q.unit == mine.unit]
        named = [(q, a) for q, a in same if q.target]
        if not named or any(_heads(q) & _heads(mine) for q, _ in named):
            continue
        theirs, other = named[0]
        if any(_heads(mine) & stems_of(a.span.quote) for _, a in same):
            continue  # the body says both in one breath
        return Hint(
            aspect=Aspect.HEADLINE,
            document=head.document,
            spans=(head.span, other.span, mine.span, theirs.span),
            reason=f"the headline counts “{mine.target}”, the text “{theirs.target}”",
            weight=0.75,
        )
    return None


def _countable(quantity: Quantity) -> bool:
    large = quantity.low is not None and quantity.low >= _LARGE
    return large and not quantity.ordinal and quantity.unit == "" and bool(quantity.target)


def _heads(quantity: Quantity) -> frozenset[str]:
    return frozenset(stem(word) for word in quantity.target.split())


def _source(document: Document, head: Assertion, alike: Sequence[Assertion]) -> Hint | None:
    """The headline says by itself what the body only has from somebody."""
    if head.manner is not Manner.OWN or head.speaker.kind is not SpeakerKind.OUTLET or head.hedges:
        return None
    if any(mark in head.sentence.quote for mark in _MARKED) or not alike:
        return None
    if any(a.manner is Manner.OWN for a in alike):
        return None
    closest = alike[0]
    wanted = stems_of(head.span.quote)
    if len(wanted & stems_of(closest.span.quote)) < _ALMOST * len(wanted):
        return None
    contested = closest.modality in {Modality.ALLEGED, Modality.HEDGED, Modality.OPINION, Modality.DENIED}
    named = stems_of(closest.speaker.name) & stems_of(head.span.quote)
    firsts = [first for h in closest.hedges for first in words_after(document.text, h.end, closest.span.end, 1)]
    elsewhere = bool(closest.hedges) and wanted.isdisjoint(firsts)  # what is hedged there the headline does not say
    if named or elsewhere or closest.speaker.id == head.speaker.id or closest.cue is None or not contested:
        return None
    return Hint(
        aspect=Aspect.HEADLINE,
        document=head.document,
        spans=(head.span, closest.span, closest.cue),
        reason=f"the headline states what the text only has from {closest.speaker.name}",
        weight=0.6,
    )
