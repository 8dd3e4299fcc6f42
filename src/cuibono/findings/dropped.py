"""What got lost on the way: hedges and sources that one document has and the next one, telling the same, has not."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from cuibono.core.claims import Assertion, Claim, Manner, Modality, SpeakerKind
from cuibono.core.findings import Aspect
from cuibono.core.reading import Record
from cuibono.core.text import Document, Kind, Span
from cuibono.findings.lexicon import doings
from cuibono.findings.owned import house, is_own_paper, owned_figures
from cuibono.findings.voices import named as has_name
from cuibono.findings.wording import Hint, leaves_open, paragraph, stems_of, words_after
from cuibono.language.hedges import hedges
from cuibono.language.words import content_words, stem

_AFTER = 4  # content words behind a hedge that say what it qualifies
_LEAST_AFTER = 3  # of them, that must come back
_SHARE = 0.5  # of the shorter statement's content that both must have
_OPEN = frozenset({Modality.QUESTION, Modality.ALLEGED, Modality.HEDGED, Modality.DENIED})
_PAPERS = frozenset(map(stem, ("report", "study", "statement", "survey", "officials", "police", "company", "firm")))
_DOUBTED = frozenset({Modality.HEDGED, Modality.ALLEGED, Modality.OPINION})
_FIRST_PERSON = re.compile(r"\b(?:we|our|us|I|my)\b")
_ADVERB = re.compile(
    r"(?:(?:very|most|quite|almost) )?(?:likely|probably|possibly|apparently|allegedly|reportedly|perhaps)",
    re.IGNORECASE,
)
_OWNED = re.compile(r"(?:['’]s?|\b(?:the|an?|his|her|its|their|our|my))\s+(?:[a-z]+\s+)?$")
_REPORT = re.compile(r"\breport", re.IGNORECASE)
_QUOTED = frozenset({Manner.DIRECT, Manner.MIXED})
_BY_LINE = re.compile(r"\s*(?:By|BY)\s+[A-Z]")
_ALIKE = 4  # content words that two statements share without one source behind them
_CANDIDATES = 40  # statements compared with one hedge: those that share its rarest words


@dataclass(frozen=True)
class Drops:
    """The hedges and sources dropped in one record."""

    record: Record

    def hedges(self) -> Iterator[Hint]:
        """Statements that repeat without the hedge what the same source, or an earlier document, says with it.

        At most one for each statement. The words behind the hedge must come back; what is foretold in one and
        told in the other has happened since, and is no drop.
        """
        yield from self._dropped

    @cached_property
    def _dropped(self) -> tuple[Hint, ...]:
        best: dict[str, tuple[tuple[object, ...], Hint]] = {}
        for soft in self.record.assertions:
            if soft.modality is Modality.QUESTION or soft.headline:
                continue
            for hedge in soft.hedges:
                if not leaves_open(hedge, self.record.documents[soft.document]):
                    continue
                for hard in (*self._repeated(soft, hedge), *self._firmer(soft, hedge), *self._bolder(soft, hedge)):
                    rank = self._rank(soft, hedge)
                    if hard.id not in best or rank < best[hard.id][0]:
                        best[hard.id] = (rank, self._hedge_hint(soft, hedge, hard))
        return tuple(best[identity][1] for identity in sorted(best))

    def sources(self) -> Iterator[Hint]:
        """Statements in an outlet's own voice that everybody else who carries them attributes to one speaker."""
        told: set[Span] = set()
        for claim in self.record.claims:
            members = [self.record.assertion[a] for a in claim.assertions if a in self.record.assertion]
            for hint in self._unsourced(claim, members):
                told.add(hint.spans[0])
                yield hint
        yield from (hint for hint in self._figures() if hint.spans[0] not in told)

    # --- hedges

    def _repeated(self, soft: Assertion, hedge: Span) -> Iterator[Assertion]:
        text = self.record.documents[soft.document].text
        behind = words_after(text, hedge.end, soft.span.end, _AFTER)
        if len(behind) < _LEAST_AFTER:
            return
        mine = self._stems(soft)
        least = min(len(behind), _LEAST_AFTER)
        postings = self._rarest(behind)[:2]
        for identity in sorted({i for group in postings for i in group[:_CANDIDATES]}):
            hard = self.record.assertion[identity]
            theirs = self._stems(hard)
            if hard.document == soft.document or behind[0] not in theirs or len(theirs & set(behind)) < least:
                continue
            if len(mine & theirs) < _SHARE * min(len(mine), len(theirs)) or not self._plain(soft, hard):
                continue
            if self._came_before(soft, hard) and self._linked(soft, hedge, hard) and not self._kept(hard, behind):
                yield hard

    def _firmer(self, soft: Assertion, hedge: Span) -> Iterator[Assertion]:
        """What another document has a named speaker say outright, of which this one has him say "likely".

        Both in the papers' own paraphrase: the verb behind the adverb comes back, and three content words in all.
        """
        text = self.record.documents[soft.document].text
        behind = words_after(text, hedge.end, soft.span.end, 1)
        if soft.manner is not Manner.INDIRECT or not behind or not _ADVERB.fullmatch(hedge.quote):
            return
        mine = self._stems(soft)
        for hard in self._said_by.get(soft.speaker.id, ()):
            theirs = self._stems(hard)
            if hard.document == soft.document or hard.manner is not Manner.INDIRECT or behind[0] not in theirs:
                continue
            if len(mine & theirs) >= _LEAST_AFTER and self._plain(soft, hard) and not self._kept(hard, behind):
                yield hard

    def _bolder(self, soft: Assertion, hedge: Span) -> Iterator[Assertion]:
        """What another house states outright with the deed that this one only has "allegedly" done, whoever is first.

        The deed right behind the adverb comes back, with all who are named before it and half of the words.
        """
        text = self.record.documents[soft.document].text
        behind = words_after(text, hedge.end, soft.span.end, 1)
        if not behind or _ADVERB.fullmatch(hedge.quote) is None or soft.manner in _QUOTED:
            return
        if hedge.quote.lower().endswith("likely") and _OWNED.search(text, soft.span.start, hedge.start):
            return  # "his likely successor" doubts a name, and nothing that is done
        mine = self._stems(soft) - stems_of(hedge.quote)
        deed = doings().get(behind[0], behind[0])
        heads = {n.quote.split()[-1] for n in soft.names if n.end <= hedge.start}
        postings = self._rarest(mine)[:4]
        for identity in sorted({i for group in postings for i in group[:_CANDIDATES]}):
            hard = self.record.assertion[identity]
            theirs = self._stems(hard)
            shared = len(mine & theirs)
            done = {doings().get(s, s) for s in theirs}
            if self._house(hard) == self._house(soft) or hard.manner in _QUOTED or deed not in done:
                continue
            if has_name(soft) and has_name(hard) and soft.speaker.id != hard.speaker.id:
                continue
            if shared < _ALIKE or shared < _SHARE * min(len(mine), len(theirs)) or not self._plain(soft, hard):
                continue
            sourced = hedge.quote.lower() == "reportedly" and _REPORT.search(hard.sentence.quote)
            if all(n in hard.sentence.quote for n in heads) and not sourced and not self._kept(hard, behind):
                yield hard

    @cached_property
    def _said_by(self) -> dict[str, list[Assertion]]:
        found: dict[str, list[Assertion]] = defaultdict(list)
        for assertion in self.record.assertions:
            if assertion.speaker.kind in {SpeakerKind.PERSON, SpeakerKind.BODY}:
                found[assertion.speaker.id].append(assertion)
        return found

    def _plain(self, soft: Assertion, hard: Assertion) -> bool:
        """Whether the second states as so, without any hedge in its sentence, what the first leaves open."""
        if hard.headline or hard.hedges or hard.modality in _OPEN or bool(hard.negations) != bool(soft.negations):
            return False
        if (soft.modality is Modality.FORECAST) != (hard.modality is Modality.FORECAST):
            return False
        document = self.record.documents[hard.document]
        return not hedges(document, hard.sentence)

    def _came_before(self, soft: Assertion, hard: Assertion) -> bool:
        first, second = self.record.documents[soft.document], self.record.documents[hard.document]
        if self._primary(soft) or self._parent.get(second.id) == first.id:
            return True
        stamps = [self.record.story.appeared(document) for document in (first, second)]
        return bool(stamps[0] and stamps[1] and stamps[0].before(stamps[1]))

    def _linked(self, soft: Assertion, hedge: Span, hard: Assertion) -> bool:
        """Whether both go back to one source: speaker, origin or echo; or a claim in an outlet's words."""
        if soft.speaker.id == hard.speaker.id or any(v.id == soft.speaker.id for v in hard.via):
            return True
        if soft.origin and soft.origin == hard.origin:
            return True
        if self._parent.get(hard.document) == soft.document:
            return True
        if self._primary(soft) and hard.speaker.kind in {SpeakerKind.OUTLET, SpeakerKind.UNNAMED}:
            behind = words_after(self.record.documents[soft.document].text, hedge.end, soft.span.end, _AFTER)
            if len(behind) >= _AFTER - 1 and set(behind) <= self._stems(hard):
                return True
        mine, theirs = self.record.claim_of.get(soft.id), self.record.claim_of.get(hard.id)
        return mine is not None and mine is theirs and hard.speaker.kind is SpeakerKind.OUTLET

    def _kept(self, hard: Assertion, behind: Sequence[str]) -> bool:
        """Whether the second document has the hedge after all, in another sentence."""
        wanted = set(behind)
        least = min(len(wanted), max(2, len(wanted) - 1))
        return any(
            other.hedges and not other.headline and len(self._stems(other) & wanted) >= least
            for other in self._in_document[hard.document]
        )

    def _hedge_hint(self, soft: Assertion, hedge: Span, hard: Assertion) -> Hint:
        primary = self._primary(soft)
        who = soft.speaker.name
        whose = f"{who}'s own words have" if primary else f"another text has, for {who},"
        if soft.speaker.kind is SpeakerKind.OUTLET and not primary:
            whose = f"{who} has"
        claim = self.record.claim_of.get(hard.id)
        return Hint(
            aspect=Aspect.HEDGE_DROPPED,
            document=hard.document,
            spans=(hard.span, soft.span, hedge),
            reason=f"{whose} “{' '.join(hedge.quote.split())}”; here the same is stated without it",
            weight=0.55 + (0.2 if primary else 0.0) + (0.1 if hard.speaker.kind is SpeakerKind.OUTLET else 0.0),
            claims=(claim.id,) if claim else (),
        )

    def _rank(self, soft: Assertion, hedge: Span) -> tuple[object, ...]:
        stamp = self.record.story.appeared(self.record.documents[soft.document])
        return (not self._primary(soft), stamp.at.isoformat() if stamp else "~", soft.document, hedge.start)

    def _primary(self, assertion: Assertion) -> bool:
        return is_own_paper(self.record, assertion)

    # --- sources

    def _unsourced(self, claim: Claim, members: Sequence[Assertion]) -> Iterator[Hint]:
        bare = [m for m in members if self._own_voice(m)]
        given = [m for m in members if m.manner is not Manner.OWN or self._primary(m)]
        named = [m for m in given if m.speaker.kind in {SpeakerKind.PERSON, SpeakerKind.BODY}]
        if not bare or not named:
            return
        houses = {self._house(m) for m in named}
        bodies = {m.speaker.affiliation or m.speaker.name for m in named}
        unsourced_houses = {self._house(m) for m in bare} - houses
        # What several outlets state by themselves is common knowledge; what several speakers say needs none of them.
        if len(houses) < 2 or len(bodies) > 1 or len(unsourced_houses) > 1:  # noqa: PLR2004
            return
        held = min(named, key=lambda m: (not self._primary(m), m.span))
        doubtful = any(m.modality in _DOUBTED for m in named)
        for own in bare:
            # What a witness or an office plainly states is often told as fact; a doubt or a party's number is not.
            if not doubtful and not any(self._primary(m) and _same_number(own, m) for m in given):
                continue
            if self._house(own) in houses or self._names_source(own, named):
                continue
            yield Hint(
                aspect=Aspect.SOURCE_DROPPED,
                document=own.document,
                spans=(own.span, held.span, *((held.source,) if held.source else ())),
                reason=f"in the outlet's own voice; {len(houses)} others give it as the words of {held.speaker.name}",
                weight=0.5 + (0.2 if any(m.hedges for m in named) else 0.0),
                claims=(claim.id,),
            )

    def _figures(self) -> Iterator[Hint]:
        """Telling figures that are one body's wherever somebody gives them as anybody's, and here nobody's.

        One hint for each document and figure; the document may name the body nowhere near.
        """
        for figure in self.record.once(owned_figures):
            held, quantity = figure.first
            named = [m for m, _ in figure.held]
            bare = [m for m in figure.others if self._own_voice(m) and not is_own_paper(self.record, m)]
            if quantity.unit or len({self._house(m) for m in bare} - figure.houses) > 1:
                continue  # what several give by themselves is no one's
            for document, own in sorted({m.document: m for m in reversed(bare)}.items()):
                if self._house(own) in figure.houses or self._names_source(own, named):
                    continue
                claim = self.record.claim_of.get(own.id)
                others = f"{len(figure.houses)} others give it as {held.speaker.name}'s"
                yield Hint(
                    aspect=Aspect.SOURCE_DROPPED,
                    document=document,
                    spans=(own.span, held.span, *((held.source,) if held.source else ())),
                    reason=f"a figure in the outlet's own voice; {others}",
                    weight=0.5,
                    claims=(claim.id,) if claim else (),
                )

    def _own_voice(self, member: Assertion) -> bool:
        document = self.record.documents[member.document]
        return (
            member.manner is Manner.OWN
            and member.speaker.kind is SpeakerKind.OUTLET
            and not member.headline
            and not member.hedges
            and _FIRST_PERSON.search(member.span.quote) is None  # a statement set off as a block
            and member.modality not in {Modality.QUESTION, Modality.ALLEGED}
            and document.kind is not Kind.THREAD
            and not document.snippet
        )

    def _names_source(self, own: Assertion, named: Sequence[Assertion]) -> bool:
        """Whether the paragraph or the one before names the speaker, or any paper or body it may rest on."""
        document = self.record.documents[own.document]
        around = stems_of(document.text[slice(*self._around(document, own.span))])
        speakers = {
            s
            for m in named
            for name in (m.speaker.name, m.speaker.affiliation)
            for s in content_words(name)
            if len(s) > 3  # noqa: PLR2004
        }
        counted = {s for quantity in own.quantities for s in content_words(quantity.target)}
        return bool(around & speakers) or bool((stems_of(own.sentence.quote) - counted) & _PAPERS)

    @staticmethod
    def _around(document: Document, span: Span) -> tuple[int, int]:
        start, end = paragraph(document, span.start)
        before, _ = paragraph(document, max(0, start - 3)) if start > 3 else (start, end)  # noqa: PLR2004
        return start if _BY_LINE.match(document.text, before) else before, end

    def _house(self, member: Assertion) -> str:
        return house(self.record, member)

    # --- indexes

    def _rarest(self, stems: Iterable[str]) -> list[Sequence[str]]:
        """The assertions with each stem, those of the rarest first; equally rare ones in the order of the alphabet."""
        return sorted((self._index.get(s, ()) for s in sorted(set(stems))), key=len)

    @staticmethod
    def _stems(assertion: Assertion) -> frozenset[str]:
        return stems_of(assertion.span.quote)  # remembered there; kept here, those of a long story would be 20 MB

    @cached_property
    def _index(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for assertion in self.record.assertions:
            for root in sorted(self._stems(assertion)):
                found[root].append(assertion.id)
        return found

    @cached_property
    def _in_document(self) -> dict[str, list[Assertion]]:
        found: dict[str, list[Assertion]] = defaultdict(list)
        for assertion in self.record.assertions:
            found[assertion.document].append(assertion)
        return found

    @cached_property
    def _parent(self) -> dict[str, str]:
        return {e.document: e.parent for o in self.record.origins for e in o.echoes if e.parent}


def _same_number(left: Assertion, right: Assertion) -> bool:
    return any(a.low == b.low and a.unit == b.unit for a in left.quantities for b in right.quantities)
