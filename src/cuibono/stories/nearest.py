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
    places = [(document, span) for document in story.documents for span in sentences(document)]
    if not chosen or not places:
        return {}
    worded = [claim.canonical.quote for claim in chosen]
    seen = Likeness([*worded, *(span.quote for _, span in places)], observer)
    cosines = (seen.rows[: len(chosen)] @ seen.rows[len(chosen) :].T).round(4)
    found: dict[tuple[str, str], Near] = {}
    for claim, line in zip(chosen, cosines.tolist(), strict=True):
        for (document, span), cosine in zip(places, line, strict=True):
            key = claim.id, document.id
            if key not in found or cosine > found[key].cosine:
                found[key] = Near(span, cosine)
    return found
