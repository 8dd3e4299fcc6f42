"""Search: documents and claims that hold the words asked for, and claims that say the like in other words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cuibono.core.ports import Observer
from cuibono.core.store_ports import Finder
from cuibono.core.text import Document, Span
from cuibono.core.watch import FoundClaim
from cuibono.language.lexicons import lexicon
from cuibono.language.sentences import sentences
from cuibono.language.words import stem, tokens

# Cosine above which a claim is shown as near to a question. Claims that say the same lie above .85 (stories/claims.py);
# a question has few words, so that what answers it lies lower.
_NEAR = 0.5
_SENTENCES = 3  # shown of a document
_LOOKED_AT = 400  # sentences of a document that are looked at for the words


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document with the sentences that hold the words, and its story ("" where it is in no reading yet)."""

    document: Document
    spans: tuple[Span, ...]
    story: str
    title: str  # of the story


@dataclass(frozen=True, slots=True)
class ClaimHit:
    """A claim, and how near its vector is to the question; None where it was found by its words."""

    claim: FoundClaim
    cosine: float | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, the best first."""

    documents: tuple[FoundDocument, ...]
    claims: tuple[ClaimHit, ...]


def search(asked: str, finder: Finder, observer: Observer | None, most: int) -> Found:
    """Look the words up; with an observer, claims in other words come behind those with the words."""
    documents = finder.documents_with(asked, most)
    stories = finder.stories_of([document.id for document in documents])
    claims = [ClaimHit(claim) for claim in finder.claims_with(asked, most)]
    if observer is not None and len(claims) < most:
        known = {hit.claim.claim for hit in claims}
        near = (hit for hit in _near(asked, finder, observer, most) if hit.claim.claim not in known)
        claims.extend(list(near)[: most - len(claims)])
    return Found(
        tuple(
            FoundDocument(document, _shown(document, asked), *stories.get(document.id, ("", "")))
            for document in documents
        ),
        tuple(claims),
    )


def _near(asked: str, finder: Finder, observer: Observer, most: int) -> Sequence[ClaimHit]:
    """Claims by likeness: exact, linear in the number of claims (100,000 cost some 10 ms)."""
    likeness: dict[int, float] = {}

    def nearest(known: Sequence[tuple[int, bytes]]) -> Sequence[int]:
        if not known:
            return ()
        question = observer.vectors([asked])[0]
        rows = np.frombuffer(b"".join(vector for _, vector in known), dtype=np.float16).reshape(len(known), -1)
        cosines = np.round(rows.astype(np.float32) @ question, 4)
        chosen = sorted(np.flatnonzero(cosines >= _NEAR).tolist(), key=lambda at: (-cosines[at], at))[:most]
        likeness.update((known[at][0], float(cosines[at])) for at in chosen)
        return list(likeness)

    found = finder.claims_chosen(observer.model, nearest)
    return [ClaimHit(claim, likeness[number]) for number, claim in found]


def _shown(document: Document, asked: str) -> tuple[Span, ...]:
    """The sentences that hold most of the words, in reading order."""
    wanted = {stem(token.text.casefold()) for token in tokens(asked)} - lexicon("stop")
    scored: list[tuple[int, int, Span]] = []
    for place, sentence in enumerate(sentences(document)[:_LOOKED_AT]):
        held = {stem(token.text.casefold()) for token in tokens(sentence.quote)}
        if shared := len(held & wanted):
            scored.append((-shared, place, sentence))
    best = sorted(scored)[:_SENTENCES]
    return tuple(sentence for _, _, sentence in sorted(best, key=lambda each: each[1]))
