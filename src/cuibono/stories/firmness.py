"""How firmly words are put: asserted, denied, alleged, hedged, forecast, opinion or question.

What the cue says goes first (deny, allege, ask), then what the words themselves say, the firmest sign first: a passive
of belief ("are believed to"), the future, a hedge, a judgement. A word that could be either is left asserted.
"""

from __future__ import annotations

import re
from functools import cache

from cuibono.core.claims import Manner, Modality
from cuibono.core.text import Document, Span
from cuibono.language.attribution import Attribution
from cuibono.language.cues import Force
from cuibono.language.hedges import hedges
from cuibono.language.lexicons import entries
from cuibono.language.sites import Sited, openings

_FUTURE = Sited(
    re.compile(
        r"\b(?:will|won[’']t|shall)\b(?!\s+and\s+testament)|[’']ll\b"
        r"|\b(?:going|about|poised|set|bound|gonna)\s+to\b(?=\s+\w+)"
        r"|\b(?:is|are|was|were|be|been)\s+(?:\w+\s+)?(?:expected|due|scheduled|slated|likely|planned|certain|on track)"
        r"\s+to\b"
        r"|\b(?:is|are)\s+(?:\w+\s+)?(?:expected|scheduled|slated|planned|forecast|projected)\s+"
        r"(?:for|before|by|in|on|at|within|next|this|later|early|soon)\b"
        r"|\b(?:is|are)\s+(?:\w+\s+)?meant to (?:come|be|arrive|appear|begin|start|open|end|take)\b"
        r"|\b(?:is|are)\s+(?:coming|arriving|starting|due out)\s+(?:before|by|in|on|next|this|soon|within|later)\b"
        r"|\bwould (?:take effect|come into force|enter into force|go into effect)\b"
        r"|\bnext (?:week|month|year|quarter|spring|summer|fall|autumn|winter)\b|\bin the coming\b|\blooming\b",
        re.IGNORECASE,
    ),
    "will won shall going about poised set bound gonna is are was were be been would next in looming".split(),
    hung=("ll",),
)
# "I will not apologise" refuses, "you will have met it" supposes: neither foretells.
_NO_FUTURE = re.compile(
    r"\b(?:I|we)\s+(?:will|shall)\s+(?:not|never)\s+\w+|\b(?:I|we)\s+won[’']t\s+\w+|\bwill have \w+"
    r"|\b(?:his|her|their|its|your|my|our|the|a|free|good|ill|political|popular)\s+will\b|\bset to work\b",
    re.IGNORECASE,
)
_EXPECTS = Sited(
    re.compile(r"\b(?:expects?|anticipates?|foresees?|predicts?|forecasts?)\b[^.;:]{1,80}?\bto\b", re.IGNORECASE),
    "expect expects anticipate anticipates foresee foresees predict predicts forecast forecasts".split(),
)
_REPORTED = Sited(
    re.compile(
        r"\bwould\b[^.;]*\b(?:by|before|within|next|later|tomorrow|in the coming|this (?:week|month|year|summer))\b",
        re.IGNORECASE,
    ),
    "would".split(),
)
_ALLEGED = Sited(
    re.compile(
        r"\b(?:is|are|was|were|been)\s+(?:\w+ly\s+|also\s+)?(?:believed|alleged|thought|suspected|rumou?red|said)\s+"
        r"to\b|\b(?:is|are|was|were|been|stands?|stood)\s+(?:\w+ly\s+)?(?:accused|suspected)\s+of\b"
        r"|\ballegedly\b|\bit (?:is|was) (?:alleged|believed|thought|claimed|rumou?red) that\b"
        r"|\baccus(?:es|ed|ing)\s+(?!of\b)\w[^.;]{1,60}?\bof\b",
        re.IGNORECASE,
    ),
    "is are was were been stand stands stood allegedly it accuses accused accusing".split(),
)
_DENIAL = Sited(
    re.compile(
        r"\b(?:anything|nothing|something) of the (?:kind|sort)\b|\bno such thing\b|\bnever happened\b"
        r"|\b(?:is|was|are|were)\s+(?:\w+ly\s+)?(?:not true|untrue|false|fabricated|baseless|unfounded|a lie|lies)\b"
        r"|\b(?:did|done) nothing wrong\b|\b(?:no|any) (?:collusion|wrongdoing)\b"
        r"|\bplead(?:s|ed)? not guilty\b|\bmeritless\b|\b(?:no|any) truth (?:to|in)\b",
        re.IGNORECASE,
    ),
    "anything nothing something no never is was are were did done any plead pleads pleaded meritless".split(),
)
_WE_DENY = re.compile(r"(?:I|we)\s+(?:\w+ly\s+)?(?:deny|reject|refute|dispute)\b", re.IGNORECASE)
_DENIES = Sited(
    re.compile(r"\b(?:do|does|did)(?: not|n[’']t)\s+(?:deny|reject|dispute|refute)\b", re.IGNORECASE),
    "do does did don doesn didn".split(),
)
_FORCES = {
    Force.DENY: Modality.DENIED,
    Force.ALLEGE: Modality.ALLEGED,
    Force.FORECAST: Modality.FORECAST,
    Force.HEDGE: Modality.HEDGED,
    Force.ESTIMATE: Modality.HEDGED,
    Force.BELIEVE: Modality.OPINION,
    Force.JUDGE: Modality.OPINION,
    Force.ASK: Modality.QUESTION,
    Force.INTEND: Modality.OPINION,
}
_FIRST = frozenset({Force.DENY, Force.ALLEGE, Force.FORECAST, Force.ASK, Force.INTEND})
_OURS = Sited(re.compile(r"\b(?:I|we|our|us|my)\b", re.IGNORECASE), ("i", "we", "our", "us", "my"))
_FACTIVE = frozenset({"know", "realize", "realise", "understand"})  # what is known is put as a fact


def modality(  # noqa: PLR0911 - one return per modality
    document: Document, span: Span, manner: Manner, attribution: Attribution | None
) -> Modality:
    """How firmly the words at ``span`` are put forward; ``attribution`` is what ascribes them, None in own words."""
    words = span.quote
    place = document.text, span.start, span.end
    tail = document.text[span.end : span.end + 2].strip("\"”’' ")
    if words.rstrip("\"”’' ").endswith("?") or tail.startswith("?"):
        return Modality.QUESTION
    force = attribution.force if attribution else None
    if force in _FIRST:
        return _FORCES[force]
    own = manner is Manner.OWN
    if (_OURS.search(*place) if own else attribution) and _denies(span, place):
        return Modality.DENIED
    if _ALLEGED.search(*place) or (attribution is not None and attribution.source is None and force is Force.BELIEVE):
        return Modality.ALLEGED
    if _foretells(words, place, manner):
        return Modality.FORECAST
    if hedges(document, span):
        return Modality.HEDGED
    if force in _FORCES and attribution is not None and attribution.lemma not in _FACTIVE:
        return _FORCES[force]
    return Modality.OPINION if _opinion().search(*place) else Modality.ASSERTED


def _denies(span: Span, place: tuple[str, int, int]) -> bool:
    return bool(_DENIAL.search(*place) or _WE_DENY.match(span.quote)) and not _DENIES.search(*place)


def _foretells(words: str, place: tuple[str, int, int], manner: Manner) -> bool:
    ahead = list(_FUTURE.finditer(*place))
    barred = [(m.start(), m.end()) for m in _NO_FUTURE.finditer(*place)] if ahead else []
    if any(not any(a <= m.start() < b for a, b in barred) for m in ahead):
        return True
    if manner in {Manner.INDIRECT, Manner.MIXED} and _REPORTED.search(*place):
        return True
    return _EXPECTS.search(*place) is not None and " was " not in words


@cache
def _opinion() -> Sited:
    """Words that judge."""
    phrases = entries("opinion")
    bodies = (re.escape(e).replace("'", "['’]").replace(r"\ ", r"\s+") for e in phrases)
    whole = re.compile(r"(?<![\w-])(?:" + "|".join(bodies) + r")(?![\w-])", re.IGNORECASE)
    return Sited(whole, openings(phrases))
