"""What readers of a document had a right to expect: known before it appeared, and about those it quotes or accuses.

Four general kinds, each from words that certainly stood in a primary document, in two independent ones, or in the text
that the document copies:

* a stake: what a speaker whom the document quotes sells, or who pays him;
* a denial by somebody whom the document accuses;
* a limit: an exemption, or a doubt that goes with what the document reports as plain;
* a correction of a date that the document still gives, or other figures of whoever they concern.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

from cuibono.core.claims import Assertion, Claim, Modality
from cuibono.core.findings import Clock, ClockStatus, Finding, Interest, Relation, RelationKind
from cuibono.core.news import OutletKind
from cuibono.core.text import Document, Kind, Role, Span
from cuibono.findings.dropped import Drops
from cuibono.findings.lexicon import light_stems
from cuibono.findings.silences import Silences
from cuibono.findings.statements import of_assertion, of_region
from cuibono.findings.wording import paragraph, stems_of
from cuibono.language.names import names
from cuibono.language.words import stem
from cuibono.stories.trace import speak_for_themselves

_PRIMARY = frozenset({OutletKind.VENDOR, OutletKind.GOVERNMENT, OutletKind.RESEARCH})
_ABOUT = 2  # sentences that name somebody, from which a document is about him
_ISSUE = 0.4  # of the weighted words of a denial, in one passage: the document speaks of what is denied
_TOLD = 0.4  # of its weighted words beside names, in one passage: then the document tells it, however loosely
_SENTENCE = 6  # words below which a sentence of a notice is its label
_SUBJECT = 40  # characters from a name to the word of denying
_NOTICE = frozenset(
    map(stem, ("rule", "notice", "proposal", "proposed", "draft", "bill", "law", "regulation", "order"))
)


@dataclass(frozen=True, slots=True)
class Missed:
    """Something left out: by whom, the words of those who had it, why it matters, and how much (0..1)."""

    document: str
    spans: tuple[Span, ...]
    reason: str
    weight: float
    claims: tuple[str, ...] = ()

    @property
    def fact(self) -> tuple[str, int]:
        """What is left out, whoever leaves it out."""
        return self.spans[0].document, self.spans[0].start


@dataclass(frozen=True)
class Expected:
    """What one record's documents should have told."""

    silences: Silences
    found: Sequence[Finding]  # stakes, clocks and contradictions

    def missed(self) -> Iterator[Missed]:
        """Everything of the four kinds, the heaviest first."""
        kinds = (self._stakes, self._denials, self._exemptions, self._doubts, self._moved, self._against)
        found = [missed for kind in kinds for missed in kind()]
        lacking = {(m.document, m.fact) for m in found}
        own = [m for m in found if m.fact not in self._lacked(m.document, lacking)]
        yield from sorted(own, key=lambda m: (-m.weight, self._place(m.document), m.spans))

    def _lacked(self, name: str, lacking: set[tuple[str, tuple[str, int]]]) -> set[tuple[str, int]]:
        """What the original of a copy lacks too: a reprint is not blamed for it."""
        original = self.silences.copy_of(self.silences.record.documents[name])
        return {fact for document, fact in lacking if original is not None and document == original.id}

    # --- stakes

    def _stakes(self) -> Iterator[Missed]:
        record = self.silences.record
        for interest in self.found:
            if not isinstance(interest, Interest) or interest.stated or interest.stake not in _lists("stakes"):
                continue
            topic = stems_of(interest.category or interest.counterpart)
            told = [s for s in interest.spans if topic & stems_of(s.quote) and not _pattern("advice").search(s.quote)]
            for name in interest.undisclosed_in:
                document = record.documents[name]
                if name in self._own_cause:  # a party answers for itself, not for those it answers
                    continue
                known = [s for s in told if self._before(s, document)]
                if not self._sure(known, document) or self._tells(known[0], document):
                    continue
                what = f"{interest.stake.value} {interest.category or interest.counterpart}"
                who = next((a.speaker.name for a in record.assertions if a.speaker.id == interest.speaker), "a speaker")
                reason = f"it quotes {who}, who {what}; {self._had(known, document)}"
                yield Missed(name, self._two(known), reason, 0.75 + 0.1 * interest.salience, self._claims(known))

    @cached_property
    def _own_cause(self) -> frozenset[str]:
        """Documents in which a party speaks for itself."""
        return speak_for_themselves(self.silences.record.assertions, self.silences.record.outlets)

    # --- denials

    def _denials(self) -> Iterator[Missed]:
        """Who is accused denies; a document that copies the denial's text, or came after two others, has it not."""
        groups: dict[frozenset[str], list[Span]] = {}
        for denial, who in self._denying:
            groups.setdefault(who, []).append(denial)
        for who, spans in groups.items():
            for document in self._readable:
                mine = self.silences.archive.passages[document.id]
                about = mine.holding(mine.kin(who), 1)
                original = self.silences.copy_of(document)
                copied = [s for s in spans if original is not None and s.document == original.id]
                known = copied or [s for s in spans if self._before(s, document)]
                if not about or not (copied or (len(about) >= _ABOUT and self._sure(known, document))):
                    continue
                if self._denies(document, about) or not (copied or self._at_issue(known[0], who, document)):
                    continue
                reason = f"the denial is missing; {self._had(known, document)}"
                yield Missed(document.id, self._two(known), reason, 0.8, self._claims(known))

    @cached_property
    def _denying(self) -> list[tuple[Span, frozenset[str]]]:
        """Sentences in which somebody named denies something, with the stems of the name."""
        found = []
        for document in self.silences.record.story.documents:
            if document.kind is Kind.THREAD:
                continue
            for sentence in self.silences.archive.passages[document.id].sentences:
                cue = _pattern("denials").search(sentence.quote)
                if cue is None or _pattern("no_denials").search(sentence.quote) or _is_heading(document, sentence):
                    continue
                at = sentence.start + cue.start()
                near = [n for n in names(document, sentence) if n.end <= at and at - n.end <= _SUBJECT]
                if near:
                    found.append((sentence, stems_of(near[-1].quote)))
        return [(sentence, who) for sentence, who in found if who]

    def _denies(self, document: Document, about: Sequence[int]) -> bool:
        """Whether a document tells a denial in or beside a sentence that names the one who denies."""
        near = {place + step for place in about for step in (-1, 0, 1)}
        held = self.silences.archive.passages[document.id].sentences
        if any(_pattern("denials").search(held[place].quote) for place in near if 0 <= place < len(held)):
            return True
        return any(a.modality is Modality.DENIED for a in self.silences.record.assertions if a.document == document.id)

    def _at_issue(self, denial: Span, who: frozenset[str], document: Document) -> bool:
        """Whether a document speaks of what is denied."""
        statement = of_region(self.silences.record.documents[denial.document], denial)
        weights = {r: w for r, w in self.silences.archive.weights(statement).items() if r not in who}
        share, _ = self.silences.archive.passages[document.id].best(weights)
        return len(statement.stems - who) >= 3 and share >= _ISSUE  # noqa: PLR2004 - fewer words name no issue

    # --- limits

    def _exemptions(self) -> Iterator[Missed]:
        """What a rule does not cover, left out where the rule is told."""
        record = self.silences.record
        for notice in record.story.documents:
            outlet = record.outlets[notice.id]
            if outlet.kind is not OutletKind.GOVERNMENT:
                continue
            limits = [s for s in self.silences.archive.passages[notice.id].sentences if _is_exemption(notice, s)]
            for document in self._readable if limits else ():
                if record.outlets[document.id].house == outlet.house or not self.silences.had_before(notice, document):
                    continue
                if self._tells_rule(document, outlet.name) and not _pattern("exempting").search(document.text):
                    reason = f"it tells of the rule and not whom it spares; {self._had(limits, document)}"
                    yield Missed(document.id, self._two(limits), reason, 0.7, self._claims(limits[:1]))

    def _tells_rule(self, document: Document, office: str) -> bool:
        mine = self.silences.archive.passages[document.id]
        stems = stems_of(office)
        places = mine.holding(stems, len(stems)) if stems else ()
        near = {place + step for place in places for step in (0, 1) if place + step < len(mine.sentences)}
        return any(_NOTICE & stems_of(mine.sentences[place].quote) for place in near)

    def _doubts(self) -> Iterator[Missed]:
        """What a primary document says against its own certainty, left out where its hedge is dropped."""
        record = self.silences.record
        for hint in record.once(Drops).hedges():
            source = record.documents[hint.spans[1].document]
            document = record.documents[hint.document]
            if record.outlets[source.id].kind not in _PRIMARY or not self._may_miss(document):
                continue
            start, end = paragraph(source, hint.spans[1].start)
            held = self.silences.archive.passages[source.id].sentences
            doubts = [s for s in held if start <= s.start < end and _pattern("doubts").search(s.quote)]
            doubts = [s for s in doubts if not s.meets(hint.spans[1])]  # that the hedge itself is gone, framing tells
            if doubts and self.silences.had_before(source, document) and not _pattern("doubts").search(document.text):
                reason = f"it states as plain what its source leaves open; {self._had(doubts, document)}"
                yield Missed(document.id, self._two(doubts), reason, 0.7, self._claims(doubts))

    # --- corrections and counter-statements

    def _moved(self) -> Iterator[Missed]:
        """Documents that give a date which its publisher had corrected before."""
        record = self.silences.record
        for clock in self.found:
            if (
                not isinstance(clock, Clock)
                or clock.status is not ClockStatus.MOVED
                or clock.words is None
                or clock.moved_from is None
            ):
                continue
            notice = record.documents[clock.words.document]
            sure = record.outlets[notice.id].kind in _PRIMARY
            for span in clock.spans:
                document = record.documents[span.document]
                if not sure or not self._may_miss(document) or not self.silences.had_before(notice, document):
                    continue
                if _day(clock.words.quote) in document.text:
                    continue
                shown = next((s for s in clock.spans if s.document == notice.id), clock.words)
                reason = f"it gives the old date; {self._had([shown], document)}"
                yield Missed(document.id, (shown,), reason, 0.85, self._claims([shown]))

    def _against(self) -> Iterator[Missed]:
        """Documents that carry one side of a contradiction, the other side being known before."""
        record = self.silences.record
        for relation in self.found:
            if not isinstance(relation, Relation) or relation.kind is not RelationKind.CONTRADICTS:
                continue
            pair = (record.assertion[relation.left], record.assertion[relation.right])
            for one, other in (pair, pair[::-1]):
                claim, rival = record.claim_of.get(one.id), record.claim_of.get(other.id)
                if claim is None or rival is None or claim is rival or one.headline or other.headline:
                    continue
                yield from self._one_sided(one, other, claim, rival)

    def _one_sided(self, one: Assertion, other: Assertion, claim: Claim, rival: Claim) -> Iterator[Missed]:
        own = {a.document for a in self.silences.carriers(claim) if a.modality is not Modality.DENIED}
        for document in self._readable:
            known = [a.sentence for a in self.silences.carriers(rival) if self._before(a.sentence, document)]
            if document.id not in own or not known or not self._sure(known, document):
                continue
            if self._house(document) == self._house_of(known[0]) or self.silences.said(rival, document) is not None:
                continue
            statement = of_assertion(other, self.silences.record.documents[other.document])
            if statement.flips and self._denies(
                document, range(len(self.silences.archive.passages[document.id].sentences))
            ):
                continue
            reason = f"it gives one side, “{one.span.quote[:60]}”; {self._had(known, document)}"
            yield Missed(document.id, self._two(known), reason, 0.75, (rival.id,))

    # --- what they share

    @cached_property
    def _readable(self) -> list[Document]:
        return [d for d in self.silences.record.story.documents if self._may_miss(d)]

    def _may_miss(self, document: Document) -> bool:
        return not document.snippet and not document.foreign and document.kind is not Kind.THREAD

    def _before(self, span: Span, document: Document) -> bool:
        return span.document != document.id and self.silences.had_before(
            self.silences.record.documents[span.document], document
        )

    def _sure(self, known: Sequence[Span], document: Document) -> bool:
        """Whether the words stand in a primary document, or in two of other houses and origins."""
        record = self.silences.record
        others = [s for s in known if self._house_of(s) != self._house(document)]
        if any(record.outlets[s.document].kind in _PRIMARY for s in others):
            return True
        roots = {record.origin_of[s.document].id for s in others if s.document in record.origin_of}
        return len(roots) > 1 and len({self._house_of(s) for s in others}) > 1

    def _tells(self, span: Span, document: Document) -> bool:
        """Whether a document tells what the words tell, in its own words."""
        statement = of_region(self.silences.record.documents[span.document], span)
        weights = self.silences.archive.weights(statement)
        beside = {r: w for r, w in weights.items() if r not in statement.names and r not in light_stems()}
        share, _ = self.silences.archive.passages[document.id].best(beside)
        return bool(beside) and share >= _TOLD

    def _had(self, known: Sequence[Span], document: Document) -> str:
        return self.silences.told_before([self.silences.record.documents[s.document] for s in known], document)

    def _two(self, known: Sequence[Span]) -> tuple[Span, ...]:
        first: dict[str, Span] = {}
        for span in known:
            first.setdefault(span.document, span)
        return tuple(first.values())[:2]

    def _claims(self, known: Sequence[Span]) -> tuple[str, ...]:
        """The claims of the words, the weightiest first."""
        record = self.silences.record
        held = {
            record.claim_of[a.id]
            for a in record.assertions
            if a.id in record.claim_of and any(a.sentence.meets(s) for s in known)
        }
        ranked = sorted(held, key=lambda c: (-len(c.origins), -c.salience, c.canonical))
        return tuple(claim.id for claim in ranked[:1])

    def _house(self, document: Document) -> str:
        return self.silences.record.outlets[document.id].house

    def _house_of(self, span: Span) -> str:
        return self.silences.record.outlets[span.document].house

    def _place(self, document: str) -> int:
        return self.silences.record.number[document]


def _is_exemption(document: Document, sentence: Span) -> bool:
    whole = len(sentence.quote.split()) >= _SENTENCE and not _is_heading(document, sentence)
    return whole and bool(_pattern("exemptions").search(sentence.quote))


def _is_heading(document: Document, sentence: Span) -> bool:
    block = document.block_at(sentence.start)
    return block is not None and block.role in {Role.TITLE, Role.HEADING, Role.CAPTION}


def _day(words: str) -> str:
    """Day and month of a date as written, without the year."""
    return re.sub(r",?\s*\b(?:19|20)\d\d\b", "", words).strip()


@cache
def _lists(name: str) -> tuple[str, ...]:
    text = resources.files(__package__).joinpath("missed.toml").read_text("utf-8")
    return tuple(tomllib.loads(text)[name])


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each})" for each in _lists(name)), re.IGNORECASE)
