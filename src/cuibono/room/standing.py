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
        found[assertion.origin] = assertion
        pages.add(page)
    return tuple(found.values())


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
