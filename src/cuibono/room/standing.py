"""What may be said to stand, and what is a charge, an opinion or a forecast however many print it.

A claim stands only if every assertion of it is plainly asserted (no opinion, forecast, question, allegation, hedge or
denial), nothing contradicts it, nobody takes it back in the same breath, its words are no accusation and no judgement,
and at least two independent origins say it on two different pages in words that have most of their content in common.
Many print a charge; that makes it no finding.
"""

from __future__ import annotations

import re

from cuibono.core.claims import Assertion, Claim, Modality, SpeakerKind
from cuibono.core.findings import Aspect
from cuibono.core.text import Span
from cuibono.language.words import content_words
from cuibono.room.cues import cue
from cuibono.room.table import Table

_SHARED = 0.6  # of the quoted words' content stems; below that the two say different things about one subject
_ALIKE = 0.75  # cosine; above it most sentence pairs of one story tell the same event (16 pairs read)
_FEW = 4  # content stems; fewer are shared by chance
_FIGURE = re.compile(r"\d[\d.,:-]*\d")
_AFTER = 200  # characters; where somebody who takes a statement back does so
_BREAK = re.compile(r"[.!?][”’\"')]*\s")


def bearers(table: Table, claim: Claim, words: Span) -> tuple[Assertion, ...]:
    """One assertion per independent origin that says what ``words`` say, each on a page of its own; earliest first."""
    wanted = set(content_words(words.quote))
    found: dict[str, Assertion] = {}
    pages: set[str] = set()
    for assertion in sorted(table.said(claim), key=lambda a: not a.span.meets(words)):
        page = table.record.origin_of[assertion.document].id if assertion.document in table.record.origin_of else ""
        shared = len(wanted & set(content_words(assertion.sentence.quote)))
        if assertion.origin in found or page in pages or assertion.headline or shared < _SHARED * len(wanted):
            continue
        if not _figures(words.quote) <= _figures(assertion.sentence.quote):
            continue  # other figures, an address or a case number among them, are another statement
        found[assertion.origin] = assertion
        pages.add(page)
    return tuple(found.values())


def _figures(text: str) -> set[str]:
    """The numbers of a text as printed, single digits left out: they are as often written as words."""
    return {figure.rstrip(".,") for figure in _FIGURE.findall(text)}


def tellers(table: Table, claim: Claim, words: Span) -> tuple[str, ...]:
    """Outlets that tell in their own text what a claim's ``words`` say: one for each origin, the words' own first.

    Most of the content words in one sentence of the outlet's own voice, or a sentence whose vector is as near.

    Telling is not vouching: where they have it from is another question, and nobody is confirmed by it.
    """
    wanted = set(content_words(words.quote))
    found: dict[str, str] = {}
    if len(wanted) < _FEW:
        return ()
    for assertion in sorted(table.record.assertions, key=lambda a: (a.document != words.document, a.span)):
        root = table.record.origin_of.get(assertion.document)
        if root is None or root.id in found or assertion.headline or assertion.speaker.kind is not SpeakerKind.OUTLET:
            continue
        sentence = assertion.sentence.quote
        shared = len(wanted & set(content_words(sentence)))
        if shared >= _SHARED * len(wanted) and _figures(words.quote) <= _figures(sentence):
            found[root.id] = table.outlet(assertion.document)
    for document in table.record.story.documents:
        root, near = table.record.origin_of.get(document.id), table.record.nearest.get((claim.id, document.id))
        if (
            root is not None
            and near
            and near.cosine >= _ALIKE
            and _figures(words.quote) <= _figures(near.sentence.quote)
        ):
            found.setdefault(root.id, table.outlet(document.id))
    return tuple(dict.fromkeys(found.values()))


def charges(words: Span) -> bool:
    """Whether the words themselves tell a charge."""
    return cue("charge").search(words.quote) is not None


def stands(table: Table, claim: Claim, words: Span) -> bool:
    """Whether the chair may let the claim stand, in these words of it."""
    if claim.id in table.contested or len(claim.origins) < 2 or len(bearers(table, claim, words)) < 2:  # noqa: PLR2004 - more than one
        return False
    if any(_taken_back(table, a) for a in table.said(claim)):
        return False
    return plain(table, claim, words)


def plain(table: Table, claim: Claim, words: Span) -> bool:
    """Whether a claim is put forward as a plain fact: asserted by all, no accusation, no judgement, nothing ahead."""
    said = [a for a in table.said(claim) if not a.headline] or list(table.said(claim))
    if any(a.modality is not Modality.ASSERTED or a.hedges for a in said):
        return False
    texts = [words.quote, *(a.span.quote for a in said)]
    if any(cue(name).search(text) for text in texts for name in ("accusation", "judging", "ahead", "first_person")):
        return False
    if cue("pointing").match(words.quote.replace("\n", " ")) or any(
        _painted(table, a) or _charged(table, a) for a in said
    ):
        return False
    return words.quote[-1] not in "?!"


def accused(table: Table, claim: Claim) -> bool:
    """Whether a claim is somebody's charge."""
    said = table.said(claim)
    return any(a.modality is Modality.ALLEGED or cue("charge").search(a.span.quote) for a in said)


def arguable(table: Table, claim: Claim) -> bool:
    """Whether somebody without a stake could vouch for a claim or doubt it: more than a plain event.

    That a suit was filed needs no voucher; what the suit says does.
    """
    said = [a for a in table.said(claim) if not a.headline]
    if claim.id in table.contested or any(a.modality in {Modality.ALLEGED, Modality.HEDGED} or a.hedges for a in said):
        return True
    return any(measured(table, claim, a) for a in said)


def measured(table: Table, claim: Claim, assertion: Assertion) -> bool:
    """Whether a number of an assertion came about by a method: an estimate, a survey, a rate, a report's count.

    Head-counts, tolls, shares of a firm, prices and years need none.
    """
    numbers = [q for q in assertion.quantities if not q.ordinal and (q.target or q.unit.startswith("percent"))]
    if not numbers or cue("no_measure").search(assertion.sentence.quote):
        return False
    if cue("measuring").search(assertion.sentence.quote):
        return True
    if assertion.speaker.kind is not SpeakerKind.BODY and not table.knows(assertion.document):
        return False
    roots = {table.record.origin[o].root for o in claim.origins if o in table.record.origin}
    # A count that its own publisher vouches for: a firm's, a board's or an institute's report.
    counted = any(q.unit in {"", "percent"} for q in numbers)
    return counted and any(table.knows(root) for root in roots if root)


def _painted(table: Table, assertion: Assertion) -> bool:
    return any(f.aspect is Aspect.LOADED and f.spans[0].meets(assertion.span) for f in table.framings)


def _charged(table: Table, assertion: Assertion) -> bool:
    """Whether the paragraph tells a charge: what it says in its own voice then belongs to the charge."""
    document = table.document(assertion.span)
    block = document.block_at(assertion.span.start)
    return block is not None and cue("accusation").search(document.text[block.start : block.end]) is not None


def _taken_back(table: Table, assertion: Assertion) -> bool:
    """Whether the same sentence or the next one takes the statement back."""
    text = table.document(assertion.span).text
    after = text[assertion.sentence.end : assertion.sentence.end + _AFTER]
    following = _BREAK.split(after.lstrip(" .!?”’\"'\n"), maxsplit=1)[0]
    return any(cue("taken_back").search(part) for part in (assertion.sentence.quote, following))
