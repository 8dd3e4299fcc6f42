"""The chair's confidence in a claim: low, moderate or high in the sense of ICD 203, by a rule that can be recounted.

- **high**: three or more independent origins, no contradiction among what was read, and at least one of those who say
  it has no stake that was found;
- **moderate**: two or more independent origins, no contradiction, and not every one who says it has a stake;
- **low**: everything else: one origin, a contradiction, or only interested speakers.

Origins are the claim's own (:attr:`Claim.origins`): what is one origin is decided in `stories.trace`, once.

Confidence says how good the ground is, not how probable the claim is; words of estimative probability are used only
where a source uses them, since a count of origins is no probability.
"""

from __future__ import annotations

from cuibono.core.claims import Claim, Method
from cuibono.room.table import Table

METHOD = Method("confidence-rule", "2")

_HIGH = 3
_MODERATE = 2


def confidence(table: Table, claim: Claim) -> str:
    """Low, moderate or high, by the rule above."""
    speakers = {a.speaker.id for a in table.said(claim)}
    sound = claim.id not in table.contested and bool(speakers - table.staked)
    if sound and len(claim.origins) >= _HIGH:
        return "high"
    return "moderate" if sound and len(claim.origins) >= _MODERATE else "low"
