"""Words for saying: one paper has somebody "admit" what the others have him say."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from cuibono.core.claims import Assertion, Manner
from cuibono.core.findings import Aspect
from cuibono.core.reading import Record
from cuibono.findings.wording import Hint

# Each tells the reader what to think of the words; none is needed to say whose they are.
_CHARGED = re.compile(
    r"\b(?:admit(?:s|ted)?|conced(?:es|ed)|claim(?:s|ed)|boast(?:s|ed)|brag(?:s|ged)|whin(?:es|ed)|rant(?:s|ed)"
    r"|gush(?:es|ed)|sneer(?:s|ed)|bluster(?:s|ed)|confess(?:es|ed)|gloat(?:s|ed)|crow(?:s|ed)|scoff(?:s|ed)|fum(?:es|ed)"
    r"|thunder(?:s|ed)|snarl(?:s|ed)|deflect(?:s|ed))\b",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"(?:said|says|saying|told|tells|wrote|writes|stated|added|adds|tweeted)", re.IGNORECASE)
_QUOTED = frozenset({Manner.DIRECT, Manner.MIXED})  # the same utterance for certain
_WEIGHT = 0.38


def said_otherwise(record: Record) -> Iterator[Hint]:
    """Charged words for saying, where another house has the same quoted words of the same speaker with a plain one.

    One for each document and word; a document that uses both is left out.
    """
    told: set[tuple[str, str]] = set()
    for claim in record.claims:
        by_speaker: dict[str, list[Assertion]] = defaultdict(list)
        for identity in claim.assertions:
            assertion = record.assertion.get(identity)
            if assertion and assertion.cue and assertion.manner in _QUOTED and not assertion.headline:
                by_speaker[assertion.speaker.id].append(assertion)
        for speaker in sorted(by_speaker):
            plain = [a for a in by_speaker[speaker] if a.cue and _PLAIN.fullmatch(a.cue.quote.strip())]
            for charged in by_speaker[speaker]:
                word = _CHARGED.search(charged.cue.quote) if charged.cue else None
                if word is None or charged.cue is None or any(a.document == charged.document for a in plain):
                    continue
                other = next((a for a in plain if _house(record, a) != _house(record, charged)), None)
                key = (charged.document, word.group().lower())
                if other is None or other.cue is None or key in told:
                    continue
                told.add(key)
                yield Hint(
                    aspect=Aspect.LOADED,
                    document=charged.document,
                    spans=(charged.cue, other.cue),
                    reason=f"saying: “{word.group()}” here, where another has “{other.cue.quote.strip()}” for the "
                    f"same words of {charged.speaker.name}",
                    weight=_WEIGHT,
                    claims=(claim.id,),
                )


def _house(record: Record, assertion: Assertion) -> str:
    outlet = record.outlets.get(assertion.document)
    return outlet.house if outlet else assertion.document
