"""Rules and learned shares put together: which pairs of statements are shown as a contradiction or as support.

The network is no judge of contradictions between papers: read on fifteen stories, five of five that it was sure of
both ways were wrong, and those that are there are worded too differently for it. It is a fair judge of what says the
same. So it is asked whether somebody says what another denies, and whether one bears out another; rules see who speaks,
that both put something forward as so, and that neither turns it round. What falls below is unclear, and not shown.
"""

from __future__ import annotations

import re

from cuibono.core.claims import Assertion, Modality, SpeakerKind
from cuibono.core.findings import RelationKind
from cuibono.core.scores import Inference, Weighed
from cuibono.core.text import Span
from cuibono.findings.agreement import agree, agreeing, copied, one_voice, run
from cuibono.findings.answers import opening
from cuibono.findings.candidates import denied, worded
from cuibono.findings.negation import unfit
from cuibono.findings.retorts import DENIED
from cuibono.findings.scope import Verdict, strangers
from cuibono.findings.statements import VERB, Statement
from cuibono.findings.voices import named

BACKED = "said independently"

_AFFIRMED = 0.6  # that what is denied follows from what another says ...
_TOUCHED, _TOUCHED_NEAR = 0.25, 0.55  # ... or that it is not left open by it, and how near the two must be
# That the one follows from the other. At .75 the 44 development stories showed three, of which one was right (.96) and
# two were wrong (.82, .88).
_BACKS = 0.9
_AGREES = 0.8  # that each follows from the other: then no rule's contradiction stands
_HEARD, _HEARD_NEAR = 0.5, 0.7  # the same where they share too few words
_REPORTED = 0.45  # cosine of a denial of reports and a report, where two words in a row tie them
_MEANT = 3  # words that a denial shares with what it denies, its speakers' names among them
_TIED = 2  # content words that both sides share
_LONG = 48  # characters; a longer stretch does not show what differs
_DISCREDITS = re.compile(r"\b(?:false(?:ly)?|wrongly|untrue|baseless|unfounded|den(?:y|ies|ied))\b", re.IGNORECASE)
_REPORTS = re.compile(r"\b(?:reports?|stories|coverage|rumou?rs?)\s+that\b", re.IGNORECASE)
_FIRM = frozenset({Modality.ASSERTED, Modality.ALLEGED, Modality.HEDGED})


def fused(a: Assertion, left: Statement, b: Assertion, right: Statement, seen: Weighed) -> Verdict | None:
    """What rules and network together find between two statements of two voices; None where they do not agree."""
    if denied(a) is not None or denied(b) is not None:
        return _denied(a, left, b, right, seen)
    if not {a.modality, b.modality} <= _FIRM or unfit(left, right) or seen.back is None:
        return None
    return _backed(a, left, b, right, seen)


def vetoed(verdict: Verdict, seen: Weighed | None) -> bool:
    """Whether the network reads as one what a rule about words alone calls a contradiction."""
    if verdict.kind is not RelationKind.CONTRADICTS or verdict.reason not in {"antonym", "negation"}:
        return False
    return bool(seen and seen.back and min(seen.forth.entailment, seen.back.entailment) >= _AGREES)


def _denied(a: Assertion, left: Statement, b: Assertion, right: Statement, seen: Weighed) -> Verdict | None:
    """A denial of what another says: the denied words, taken as said, follow from his."""
    first = denied(a) is not None
    denial, said, yes = (a, b, right) if first else (b, a, left)
    no = left if first else right
    follows = seen.back if first else seen.forth
    discredited = yes.disputes or _DISCREDITS.search(said.sentence.quote)  # "he falsely accused her" accuses nobody
    if follows is None or said.modality not in _FIRM or denied(said) is not None or discredited:
        return None
    reports = bool(_REPORTS.search(denial.sentence.quote))
    papers = said.speaker.kind is SpeakerKind.OUTLET  # what they tell themselves is denied by those who deny reports
    if not named(denial) or denial.speaker.id == said.speaker.id or one_voice(a, b) or (papers and not reports):
        return None
    shared = no.all_stems & yes.all_stems
    heard = 1 - follows.neutral
    if not (_meant(no, yes, seen, follows) or (reports and seen.cosine >= _REPORTED and run(no, yes))):
        return None
    plain = denial.modality is Modality.DENIED or not no.flips  # else "wrong to say that nothing is done"
    if yes.open or (plain and (no.flips or _turned(yes, shared))) or not VERB.search(worded(denial)):
        return None  # a bare noun ("the allegations") denies nothing that could be matched
    mark = denial.cue or no.span
    against = _stretch(yes, shared) if len(shared) > 1 else opening(yes)
    words = (mark, against) if first else (against, mark)
    return Verdict(RelationKind.CONTRADICTS, words, DENIED, heard)


def _meant(no: Statement, yes: Statement, seen: Weighed, follows: Inference) -> bool:
    """Whether a denial means what another says, by the network and by words or nearness."""
    heard = 1 - follows.neutral
    if follows.entailment < _AFFIRMED and not (heard >= _TOUCHED and seen.cosine >= _TOUCHED_NEAR):
        return False
    spoken = (no.all_stems & yes.speaker) | (yes.all_stems & no.speaker)  # "he paid me", of the denier
    enough = len((no.all_stems & yes.all_stems) | spoken) >= _MEANT and bool(no.stems & yes.stems)
    return (enough and not strangers(no, yes)) or (heard >= _HEARD and seen.cosine >= _HEARD_NEAR)


def _turned(statement: Statement, shared: frozenset[str]) -> bool:
    """Whether a negation stands in a clause with words that both sides share."""
    clauses = (statement.clause(flip.start) for flip in statement.flips)
    return any(word.stem in shared for clause in clauses for word in statement.words_in(*clause))


def _backed(a: Assertion, left: Statement, b: Assertion, right: Statement, seen: Weighed) -> Verdict | None:
    """Support by another who is named and independent: the one follows from the other, and nothing speaks against."""
    if not (named(a) and named(b)) or a.speaker.id == b.speaker.id or one_voice(a, b) or copied(left, right):
        return None
    if Modality.HEDGED in {a.modality, b.modality} or not agree(left, right) or left.phased != right.phased:
        return None
    share = max(seen.forth.entailment, seen.back.entailment) if seen.back else 0.0
    if share < _BACKS or len(left.stems & right.stems) < _TIED:
        return None
    return Verdict(RelationKind.SUPPORTS, agreeing(left, right), BACKED, share)


def _stretch(statement: Statement, shared: frozenset[str]) -> Span:
    held = [word for word in statement.words if word.stem in shared] or list(statement.words)
    if not held:
        return statement.span
    kept = [word for word in held if word.end - held[0].start <= _LONG]
    return statement.document.span(held[0].start, kept[-1].end if kept else held[0].end)
