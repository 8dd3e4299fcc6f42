"""Asks the networks about a story: how statements bear on each other, and whether a near sentence says a claim.

What is asked, and how much of it, is decided here; what is made of the answers is decided by the probes. The number of
questions grows with the documents and never with the pairs that they could form: a story of 50 articles asks 2,000.
"""

from __future__ import annotations

from dataclasses import replace

from cuibono.core.ports import Observer, Relater
from cuibono.core.reading import Near, Record
from cuibono.core.scores import Weighed
from cuibono.core.text import Span
from cuibono.findings.candidates import candidates, copies, denied, worded

# Questions for each document that is no copy: pairs, the same pairs turned about, sentences and claims; 40 in all.
_RELATIONS, _BACK, _SILENCES = 24, 6, 10
_NEAR = 0.5  # cosine; of 160 sentences read in five development stories none below .6 said the claim
_TURNED = 0.25  # share of entailment or contradiction from which a pair is asked about the other way round


def weigh(record: Record, relater: Relater, observer: Observer) -> Record:
    """The record with what the networks say; deterministic, and the same whatever the order of the input."""
    number = len(record.documents) - len(copies(record))
    cosines = candidates(record, observer, _RELATIONS * number)
    pairs = list(cosines)
    texts = [(worded(record.assertion[a]), worded(record.assertion[b])) for a, b in pairs]
    forth = relater.relate(texts)
    order = sorted(range(len(pairs)), key=lambda i: (-max(forth[i].contradiction, forth[i].entailment), i))
    first = {i for i, (a, _) in enumerate(pairs) if denied(record.assertion[a]) is not None}
    spoken = [i for i in order if max(forth[i].contradiction, forth[i].entailment) >= _TURNED]
    again = list(dict.fromkeys([*(i for i in order if i in first), *spoken]))[: _BACK * number]
    back = dict(zip(again, relater.relate([texts[i][::-1] for i in again]), strict=True))
    weighed = {pair: Weighed(forth[i], back.get(i), cosines[pair]) for i, pair in enumerate(pairs)}
    return replace(record, weighed=weighed, nearest=_told(record, relater, _SILENCES * number))


def _told(record: Record, relater: Relater, most: int) -> dict[tuple[str, str], Near]:
    """The nearest sentences with what follows from them: of documents without an assertion of the claim.

    The claims of most origins first, since their silent cells are shown and may be a reproach.
    """
    speaking = {(claim.id, record.assertion[a].document) for claim in record.claims for a in claim.assertions}
    order = {claim.id: (-len(claim.origins), place) for place, claim in enumerate(record.claims)}
    open_ = [key for key, near in record.nearest.items() if key not in speaking and near.cosine >= _NEAR]
    asked = sorted(open_, key=lambda key: (order[key[0]], record.number[key[1]]))[:most]
    texts = [(_plain(record.nearest[key].sentence), _plain(record.claim[key[0]].canonical)) for key in asked]
    said = dict(zip(asked, relater.relate(texts), strict=True))
    follows = {key: round(shares.entailment, 4) for key, shares in said.items()}
    return {key: replace(near, follows=follows.get(key)) for key, near in record.nearest.items()}


def _plain(span: Span) -> str:
    return " ".join(span.quote.split())
