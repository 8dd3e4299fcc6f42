"""Questions to a record: answered with quotations, speakers and origins through the gate, or not at all.

Some questions ask for what findings hold (who has a stake, what is due, who denies, how many sources, who else
measured). Every question, these too, is first tied to what is said: the assertions are ranked by the share of the
question's weight of words (inverse document frequency over the record's sentences) that they hold. Names and numbers
of the question weigh double, and a name or number that the record does not hold at all means that the question is
about something else.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cuibono.core.claims import Assertion, Method, Modality, SpeakerKind
from cuibono.core.findings import Clock, Finding, RelationKind, Stake
from cuibono.core.ids import content_id
from cuibono.core.reading import Record
from cuibono.core.talk import Act, Sentence, Turn
from cuibono.language.words import content_words
from cuibono.room import overview
from cuibono.room.cues import cue
from cuibono.room.grounding import Gate
from cuibono.room.lenses import CHAIR, DESK, builtin_lenses
from cuibono.room.moves import clocks
from cuibono.room.phrases import Line, Speech
from cuibono.room.table import Table, documents, origins

METHOD = Method("ask-rules", "2")

_MOST = 3  # voices in one answer
ENOUGH = 0.55  # share of the question's weight that an assertion must hold; tests/room/test_ask.py shows both sides
_STEM = 5  # letters of a name that its derivations share
_LOOSE = 0.4  # the same where the question's kind narrows it already
_NAME = re.compile(r"(?<![.!?] )(?<!^)\b[A-Z][\w’'-]*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_ASKING = frozenset(
    content_words(
        "say says said tell tells told claim claims claimed think know mention report reports reported speak talk "
        "anybody anyone somebody someone people give gives many much number source sources origin origins document "
        "documents article articles read reading record story happen happened explain describe"
    )
)
_KINDS = {
    "sources": r"\bhow many (?:independent )?(?:sources?|origins?|documents?|outlets?|articles?|papers?)\b",
    "gains": r"\bwho (?:benefits?|gains?|profits?|stands to (?:gain|lose)|has an? (?:stake|interest))\b|\bcui bono\b",
    "exempt": r"\b(?:exempt\w*|carve-?outs?)\b.*\brules?\b|\brules?\b.*\bexempt",
    "due": r"\bwhen\b|\bdeadlines?\b|\b(?:by )?what date\b|\bhow (?:long|soon)\b|\bdue\b",
    "denies": r"\b(?:den(?:y|ies|ied)|disput\w+|contradict\w*|reject\w*|disagree\w*|contest\w*)\b",
    "measured": r"\bwho else (?:has )?(?:measur|count|found|report|says|said)|\b(?:measured|counted)\b",
}
# Questions that may name no subject: they are then about what weighs most.
_BARE = {
    "measured": r"\bwho else (?:has )?(?:measur|count)|\bmeasured\b|\bcounted\b",
    "denies": r"\b(?:den(?:y|ies|ied)|disput\w+|contradict\w*|disagree\w*|contest\w*)\b",
    "missing": r"\bmissing\b|\b(?:left|leaves?) out\b|\bomit\w*|\bomissions?\b",
    "ahead": r"\bnext\b|\bwhen\b|\bdeadlines?\b|\bwhat now\b|\bhow (?:long|soon)\b",
    "says": r"\bwho (?:else )?(?:says?|said|claims?|reports?|reported)\b",
}
_BARE_WORDS = frozenset(content_words("missing left leave out omit omission next now happen come"))
_OVERVIEWS = {
    "measured": overview.who_measured,
    "denies": overview.denies,
    "missing": overview.missing,
    "ahead": overview.ahead,
    "says": overview.who_says,
}
_KIND_WORDS = frozenset(
    content_words(
        "benefit gain profit stake interest deny denied dispute contradict reject disagree contest measure count due "
        "deadline date when else many cui bono stand lose independent outlet paper long soon"
    )
)


@dataclass(frozen=True, slots=True)
class Found:
    """An assertion that holds so much (0..1) of what was looked for."""

    assertion: Assertion
    score: float


def ask(record: Record, findings: Iterable[Finding], question: str) -> Turn | None:
    """An answer from the record, or None where the record does not say."""
    return answer(Table(record, findings), question)


def answer(table: Table, question: str) -> Turn | None:
    """The same from a record that is laid out already."""
    kind = next((name for name, pattern in _KINDS.items() if re.search(pattern, question, re.IGNORECASE)), "says")
    bare = next((name for name, pattern in _BARE.items() if re.search(pattern, question, re.IGNORECASE)), "")
    if bare and not names_a_subject(question):
        return _turn(table, list(_OVERVIEWS[bare](table)))
    lines = list(_says(table, question)) if kind == "exempt" else []  # the question's own words first
    lines = lines or list(_LOOKS[kind](table, question))
    if not lines and kind != "says":
        lines = list(_says(table, question))
    return _turn(table, lines)


def _turn(table: Table, lines: Sequence[Line]) -> Turn | None:
    gate, speech = (
        Gate(table.record, [lens.name for lens in builtin_lenses()] + [CHAIR, DESK], table.findings),
        Speech(),
    )
    drafts = [draft for line in lines if (draft := speech.render(line))]
    said = [ruling for draft in drafts if isinstance(ruling := gate.ground(draft, DESK), Sentence)]
    if not said:
        return None
    spans = {span for sentence in said for span in sentence.spans}
    claims = [c.id for c in table.record.claims if any(a.span.meets(s) for a in table.said(c) for s in spans)]
    words = [f"{s.text}|{[(p.document, p.start, p.end) for p in s.spans]}" for s in said]
    return Turn(content_id("t", DESK, Act.ANSWER.value, *words), DESK, Act.ANSWER, tuple(said), claims=tuple(claims))


def _says(table: Table, question: str) -> Iterator[Line]:
    found = retrieve(table, question, ENOUGH)
    for hit in found:
        yield _voice(table, hit.assertion)
    if found:
        yield _weight(table, found)
        yield from against(table, found)


def _sources(table: Table, question: str) -> Iterator[Line]:
    found = retrieve(table, question, _LOOSE)
    claim = table.record.claim_of.get(found[0].assertion.id) if found else None
    if claim:
        counts = {"docs": documents(table.carriers(claim)), "origins": origins(claim.origins)}
        yield Line("ask.sources_claim", {}, {"q": table.quote(found[0].assertion.span)}, counts)
    elif not _wanted(question)[0] and table.record.story.documents:
        first = table.record.story.documents[0]
        counts = {
            "docs": documents(d.id for d in table.record.story.documents),
            "origins": origins(table.document_origins()),
        }
        end = first.blocks[0].end if first.blocks else min(80, len(first.text))
        yield Line("ask.sources", {}, {"q": first.span(0, end)}, counts)


def _gains(table: Table, question: str) -> Iterator[Line]:
    weights, _named = _wanted(question)
    stakes = [i for i in table.interests if i.stake is not Stake.NONE_FOUND and table.name_of(i.speaker)]
    if weights and not _anchored(table, question):
        return
    if not stakes and not weights:
        yield from overview.benefits(table)
    # Who openly works for a party adds nothing where the party itself is named.
    stakes = [i for i in stakes if i.stake is not Stake.EMPLOYED_BY] or stakes
    seen: set[str] = set()
    for interest in stakes:
        if interest.speaker not in seen and len(seen) < _MOST and table.fits(interest.spans[0]):
            seen.add(interest.speaker)
            yield Line("ask.gains", {"speaker": table.name_of(interest.speaker)}, {"q": table.quote(interest.spans[0])})
    if seen:
        yield Line("ask.rider", {}, {"q": next(i for i in stakes if i.speaker in seen).spans[0]})


def _due(table: Table, question: str) -> Iterator[Line]:
    weigh = _weigher(table, question)
    scored = [(weigh(" ".join(s.quote for s in clock.spans)), clock) for clock in table.of(Clock)]
    hits = sorted(
        (pair for pair in scored if pair[0] >= _LOOSE), key=lambda pair: (-pair[0], -pair[1].salience, pair[1].spans[0])
    )
    best = hits[0][0] if hits else 0.0
    for score, clock in hits[:_MOST]:
        if score < 0.8 * best or not table.fits(table.quote(clock.spans[0])):
            continue
        assertion = table.record.assertion.get(clock.assertion)
        who = table.who(assertion) if assertion else table.outlet(clock.spans[0].document)
        quote = table.quote(clock.spans[0], *([clock.words] if clock.words else []))
        if clock.latest:
            yield Line("ask.due", {"who": who, "when": clocks.when(table, clock)}, {"q": quote})
        else:
            yield Line("ask.undated", {"who": who}, {"q": quote})


def _denies(table: Table, question: str) -> Iterator[Line]:
    found = retrieve(table, question, _LOOSE)
    if not found:
        return
    claims = {c.id for hit in found if (c := table.record.claim_of.get(hit.assertion.id))}
    lines: dict[str, Line] = {}
    for hit in found:
        if hit.assertion.modality is Modality.DENIED:
            lines[hit.assertion.id] = _line("ask.denies", table, hit.assertion)
    for relation in table.relations:
        if relation.kind is RelationKind.CONTRADICTS and claims & set(
            table.claims_of(relation, relation.left, relation.right)
        ):
            for side in (relation.left, relation.right):
                assertion = table.record.assertion[side]
                claim = table.record.claim_of.get(side)
                if assertion.modality is Modality.DENIED:
                    lines.setdefault(side, _line("ask.denies", table, assertion))
                elif claim is None or claim.id not in claims:
                    lines.setdefault(side, _line("ask.contradicts", table, assertion))
    if lines:
        yield from list(lines.values())[:_MOST]
    else:
        yield Line("ask.denies_none", {}, {"q": table.quote(found[0].assertion.span)})


def _exempt(table: Table, _question: str) -> Iterator[Line]:
    found = [a for a in table.record.assertions if cue("exempting").search(a.span.quote) and table.fits(a.span)]
    found.sort(key=lambda a: (not table.government(a.document), table.record.number[a.document], a.span))
    about = [a for a in found if table.government(a.document) or cue("rule").search(a.sentence.quote)]
    yield from (_voice(table, a) for a in about[:2])


def _measured(table: Table, question: str) -> Iterator[Line]:
    found = [hit for hit in retrieve(table, question, _LOOSE, most=12) if hit.assertion.quantities]
    by_origin: dict[str, Assertion] = {}
    for hit in found:
        by_origin.setdefault(hit.assertion.origin, hit.assertion)
    voices = list(by_origin.values())[: _MOST + 1]
    for other in voices[1:]:
        words = {"who": table.who(other), "other": table.who(voices[0])}
        yield Line("ask.measured", words, {"q": table.quote(other.span, other.quantities[0].span)})
    if len(voices) == 1:
        yield Line("ask.measured_none", {}, {"q": table.quote(voices[0].span, voices[0].quantities[0].span)})


_LOOKS = {
    "exempt": _exempt,
    "says": _says,
    "sources": _sources,
    "gains": _gains,
    "due": _due,
    "denies": _denies,
    "measured": _measured,
}


def _voice(table: Table, assertion: Assertion) -> Line:
    return _line("ask.own" if assertion.speaker.kind is SpeakerKind.OUTLET else "ask.says", table, assertion)


def _line(key: str, table: Table, assertion: Assertion) -> Line:
    words = {"who": table.who(assertion), "says": table.says(assertion), "outlet": table.outlet(assertion.document)}
    return Line(key, words, {"q": table.quote(assertion.span)})


def _weight(table: Table, found: Sequence[Found]) -> Line:
    """How many origins and documents the answer's claims have."""
    claims = [c for hit in found if (c := table.record.claim_of.get(hit.assertion.id))]
    roots = [o for c in claims for o in c.origins] or [hit.assertion.origin for hit in found]
    docs = [d for c in claims for d in table.carriers(c)] or [hit.assertion.document for hit in found]
    return Line("ask.origins", {}, {"q": found[0].assertion.span}, {"n": origins(roots), "docs": documents(docs)})


def against(table: Table, found: Sequence[Found]) -> Iterator[Line]:
    """What contradicts the answer, so that an answer never hides a dispute."""
    given = {hit.assertion.id for hit in found}
    for relation in table.relations:
        if relation.kind is RelationKind.CONTRADICTS:
            for one, other in ((relation.left, relation.right), (relation.right, relation.left)):
                if one in given and other not in given and table.fits(table.record.assertion[other].span):
                    yield _line("ask.contradicts", table, table.record.assertion[other])
                    return


def retrieve(table: Table, question: str, enough: float, most: int = _MOST) -> list[Found]:
    """The assertions that hold most of the question, one per claim and per wording."""
    weigh = _weigher(table, question)
    scored = [
        Found(a, weigh(f"{a.sentence.quote} {a.speaker.name}"))
        for a in table.record.assertions
        if not a.headline and table.fits(table.quote(a.span))
    ]
    scored = [hit for hit in scored if hit.score >= enough]
    scored.sort(key=lambda hit: (-hit.score, table.record.number[hit.assertion.document], hit.assertion.span))
    kept: list[Found] = []
    seen: set[str] = set()
    for hit in scored:
        claim = table.record.claim_of.get(hit.assertion.id)
        keys = {claim.id if claim else hit.assertion.id, " ".join(sorted(content_words(hit.assertion.span.quote)))}
        if not keys & seen and len(kept) < most and hit.score >= 0.75 * scored[0].score:
            seen |= keys
            kept.append(hit)
    return kept


def _anchored(table: Table, question: str) -> bool:
    weigh = _weigher(table, question)
    return any(weigh(f"{a.sentence.quote} {a.speaker.name}") >= _LOOSE for a in table.record.assertions)


class _Weigher:
    """Scores words against a question: the share of the question's weight that they hold, 0..1."""

    def __init__(self, table: Table, question: str) -> None:
        self._wanted, named = _wanted(question)
        sentences = {
            a.sentence: frozenset(content_words(f"{a.sentence.quote} {a.speaker.name}"))
            for a in table.record.assertions
        }
        frequency = Counter(word for words in sentences.values() for word in words)
        self._weights = {
            word: (2.0 if word in named else 1.0) * math.log(1 + (len(sentences) + 1) / (frequency[word] + 0.5))
            for word in self._wanted
        }
        # "Drovia" is held by "Drovian": a name is known by its beginning too.
        self._forms = {
            word: frozenset(
                w for w in frequency if w == word or (w.startswith(word) and word in named and len(word) >= _STEM)
            )
            for word in self._wanted
        }
        # A name or number that nobody uses means another subject; so does a question of which nothing is known.
        self._hopeless = not self._wanted or any(not self._forms[word] for word in named)

    def __call__(self, words: str) -> float:
        if self._hopeless:
            return 0.0
        said = set(content_words(words))
        held = {word for word, forms in self._forms.items() if not said.isdisjoint(forms)}
        # One common word in common is no answer, unless the question is that one word.
        if len(held) < min(2, len(self._wanted)):
            return 0.0
        return sum(self._weights[word] for word in held) / sum(self._weights.values())


def _weigher(table: Table, question: str) -> _Weigher:
    return _Weigher(table, question)


def names_a_subject(question: str) -> bool:
    """Whether a question says what it is about, rather than "this" or "that"."""
    return bool(_wanted(question)[0] - _BARE_WORDS)


def _wanted(question: str) -> tuple[frozenset[str], frozenset[str]]:
    """The stems that a question is about, and those of them that are names or numbers."""
    words = frozenset(content_words(question)) - _ASKING - _KIND_WORDS
    named = {stem for found in _NAME.findall(question.strip()) for stem in content_words(found)}
    named |= {stem for found in _NUMBER.findall(question) for stem in content_words(found)}
    return words, frozenset(named) & words
