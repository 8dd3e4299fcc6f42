"""For each claim and document the sentence that is nearest to the claim by its vector: where to look for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cuibono.core.claims import Claim
from cuibono.core.news import Story
from cuibono.core.ports import Observer
from cuibono.core.reading import Near
from cuibono.language.sentences import sentences
from cuibono.stories.likeness import Likeness

_CLAIMS = 200  # the most salient: others are neither shown in the matrix nor missed by anybody


def nearest(story: Story, claims: Sequence[Claim], observer: Observer) -> Mapping[tuple[str, str], Near]:
    """By (claim id, document id), for the most salient claims.

    Cost: sentences are read once each, and compared with at most 200 claims.
    """
    chosen = claims[:_CLAIMS]
    spans = {document.id: sentences(document) for document in story.documents}
    told = [span for each in spans.values() for span in each]
    if not chosen or not told:
        return {}
    worded = [claim.canonical.quote for claim in chosen]
    seen = Likeness([*worded, *(span.quote for span in told)], observer)
    cosines = (seen.rows[: len(chosen)] @ seen.rows[len(chosen) :].T).round(4)
    best: dict[str, list[Near]] = {}
    end = 0
    for document, each in spans.items():
        start, end = end, end + len(each)
        if each:
            here = cosines[:, start:end]  # of equally near sentences the first
            nearest_ones = zip(here.argmax(axis=1).tolist(), here.max(axis=1).tolist(), strict=True)
            best[document] = [Near(each[place], cosine) for place, cosine in nearest_ones]
    return {
        (claim.id, document): near[number] for number, claim in enumerate(chosen) for document, near in best.items()
    }
