"""Who has a stake in what is claimed: as the documents tell it, or as the user declares it; for every speaker.

A stake is shown only where its words touch what the speaker claims in this story. It is never evidence that a claim is
false: a finding says who is interested, and nothing else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from cuibono.core.claims import Assertion, Method, Provenance
from cuibono.core.findings import Finding, Interest, Stake
from cuibono.core.ids import content_id
from cuibono.core.reading import Record
from cuibono.core.text import Kind, Span
from cuibono.findings.connected import GENERIC, Connected, Connections
from cuibono.findings.declared import Declared, declared
from cuibono.findings.disclosure import disclosure
from cuibono.findings.examined import at, examined
from cuibono.findings.stated import stated
from cuibono.findings.ties import OFFICES, VOTES
from cuibono.findings.wording import stems_of

__all__ = ["METHOD", "Interests", "declared"]

METHOD = Method("interest-rules", "3")

_ADVICE = re.compile(
    r"\b(?:recommends?|recommended|should|must|need(?:s|ed)? to|ought to|advises?|advised|urges?|urged"
    r"|place|deploy|adopt|invest in|the answer is)\b",
    re.IGNORECASE,
)
_WEIGHTS = {Stake.SELLS: 0.55, Stake.FUNDED_BY: 0.5, Stake.COMPETES: 0.5}
_WEIGHT = 0.4
_OFFICE = 0.2  # ministers and directors speak for what they are known to lead
_PROSECUTED = ("", "the prosecution")  # against whom those charged stand, who are in dispute with no other party
_SPANS = 4
_FIRST = frozenset({Stake.OWNED_BY, Stake.FUNDED_BY, Stake.EMPLOYED_BY, Stake.IN, Stake.SELLS})
_STATED = 6  # statements of one party that are shown: a holding owns hundreds
_TIMELY = 120  # days between launch and publication within which the date makes a stake more worth showing


class Interests:
    """Finds stakes of the speakers of a record; those without one get a finding that says so."""

    def __init__(self, known: tuple[Declared, ...] = ()) -> None:
        """``known`` are the user's own, as :func:`declared` reads them."""
        self._known = known

    def examine(self, record: Record, _found: Sequence[Finding] = ()) -> Iterator[Finding]:
        """Stakes by party, then the speakers of weight for whom none was found."""
        look = _Look(record)
        found: set[str] = set()
        for stake in look.connections.stakes():
            found.add(stake.party.key)
            yield look.finding(stake)
        for entry in self._known:
            interest = look.declared(entry)
            if interest:
                found.add(look.key_named(entry.speaker))
                yield interest
        for key, interest in look.stated():
            found.add(key)
            yield interest
        yield from look.none_found(found)


class _Look:
    """One record looked at."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.connections = Connections(record)
        self.parties = self.connections.parties

    # --- what is found

    def finding(self, stake: Connected) -> Interest:
        """A stake as a finding: its own words first, the launch, if it is dated, last."""
        launch = next((t for t in stake.told if t.day is not None), None)
        days = self._days_before(stake, launch.day) if launch and launch.day else None
        spans = self._spans(stake)
        if launch is not None and days is not None:
            # Readers of the finding take the last span for the launch.
            spans = [spans[0], *(s for s in spans[1:] if s != launch.words), launch.words]
        # Who stands for office is known: no paper keeps it from its readers.
        told_in, kept_from = ((), ()) if stake.category == VOTES else disclosure(self.parties, stake)
        claims = self._claims(stake)
        return Interest(
            id=content_id("f", "interest", stake.party.speaker, stake.stake.value, stake.category, spans[0]),
            spans=tuple(spans),
            provenance=Provenance(METHOD),
            claims=claims,
            salience=self._salience(stake, days, claims),
            speaker=stake.party.speaker,
            stake=stake.stake,
            category=stake.category,
            counterpart=stake.counterpart.name if stake.counterpart else _PROSECUTED[stake.stake is Stake.LITIGATES],
            days_before=days,
            note=self._note(stake),
            disclosed_in=told_in,
            undisclosed_in=kept_from,
            party=stake.party.name,
        )

    def _spans(self, stake: Connected) -> list[Span]:
        """What ties the person, what tells the stake, what recommends the thing sold, then further tellings."""
        shown = [stake.tie] if stake.tie else []
        shown.append(stake.told[0].words)
        if stake.stake is Stake.SELLS:
            shown += self._advice(stake)
        shown += [t.words for t in stake.told[1:]]
        return list(dict.fromkeys(shown))[:_SPANS]

    def _days_before(self, stake: Connected, launch: date) -> int | None:
        """Days from a launch to the first thing the body publishes after it, or else to where it is quoted first."""
        body = stake.through or stake.party
        launches = {t.document.id for t in stake.told if self.parties.papers_of.get(t.document.id) == body.key}
        own = [d for d in self.parties.papers.get(body.key, ()) if d.id not in launches]
        speaking = {
            assertion.document
            for key in (body.key, *self.connections.people_of(body))
            for assertion in self.parties.said.get(key, ())
        }
        documents = own or [self.record.documents[d] for d in sorted(speaking - launches)]
        days = [(d.published.at.date() - launch).days for d in documents if d.published]
        return min((day for day in days if day >= 0), default=None)

    def _advice(self, stake: Connected) -> list[Span]:
        """The party's own recommendation of the kind of thing that it sells."""
        wanted = (stems_of(stake.category) - GENERIC) - stems_of(stake.party.name)
        least = min(2, len(wanted))
        launches = {t.document.id for t in stake.told}
        for assertion in self.parties.said.get(stake.party.key, ()):
            if assertion.document in launches or not _ADVICE.search(assertion.sentence.quote):
                continue
            if least and len(stems_of(assertion.span.quote) & wanted) >= least:
                return [assertion.span]
        return []

    def _claims(self, stake: Connected) -> tuple[str, ...]:
        """The heaviest claims the party makes, those that share words with the category first."""
        topic = stems_of(stake.category) - GENERIC
        ranked = {}
        for assertion in self.parties.said.get(stake.party.key, ()):
            claim = self.record.claim_of.get(assertion.id)
            if claim:
                near = bool(topic & stems_of(assertion.span.quote))
                ranked[claim.id] = (not near, -len(claim.origins), -claim.salience, claim.id)
        return tuple(sorted(ranked, key=lambda c: ranked[c])[:5])

    def _salience(self, stake: Connected, days: int | None, claims: Sequence[str]) -> float:
        heaviest = max((self.record.claim[c].salience for c in claims if c in self.record.claim), default=0.0)
        timely = 0.2 if days is not None and days <= _TIMELY else 0.0
        weight = _OFFICE if re.fullmatch(OFFICES, stake.category) else _WEIGHTS.get(stake.stake, _WEIGHT)
        return round(min(1.0, weight + timely + 0.2 * heaviest), 3)

    def _note(self, stake: Connected) -> str:
        """Through whom a person has the stake; and who tells it, where nobody else does and no source is given."""
        notes = [f"through {stake.through.name}"] if stake.through else []
        loose = [t.by for t in stake.told if t.by is not None and t.document.kind is Kind.THREAD]
        own = any(self.parties.of_speaker(by).key == stake.party.key for by in loose)
        if loose and len(loose) == len(stake.told) and not own:
            notes.append(f"said by {loose[0].speaker.name} without a source")
        return "; ".join(notes)

    # --- declared, and none found

    def key_named(self, name: str) -> str:
        """The key of a party the user names, as it is called here; "" where nobody is called so."""
        wanted = name.casefold()
        for key, said in sorted(self.parties.said.items()):
            if any(a.speaker.name.casefold() == wanted for a in said):
                return key
        for document in self.record.story.documents:
            party = self.parties.named(name, document.id)
            if party and party.key in self.parties.said:
                return party.key
        return ""

    def declared(self, entry: Declared) -> Interest | None:
        """A declared stake of somebody who speaks here and whose claims touch its category or counterpart."""
        topic = (stems_of(entry.category) | stems_of(entry.counterpart)) - GENERIC
        said = self.parties.said.get(self.key_named(entry.speaker), [])
        near = [a for a in said if topic & stems_of(a.sentence.quote)]
        if not near:
            return None
        shown = min(near, key=lambda a: (-len(topic & stems_of(a.sentence.quote)), self._at(a), a.span))
        claim = self.record.claim_of.get(shown.id)
        return Interest(
            id=content_id("f", "declared", entry.speaker, entry.stake.value, entry.category, entry.counterpart),
            spans=(shown.span,),
            provenance=Provenance(METHOD),
            claims=(claim.id,) if claim else (),
            salience=0.6,
            speaker=shown.speaker.id,
            stake=entry.stake,
            category=entry.category,
            counterpart=entry.counterpart,
            declared=True,
            note=entry.note or f"{entry.speaker} {entry.stake.value} {entry.counterpart or entry.category}",
            party=shown.speaker.name,
        )

    def stated(self) -> Iterator[tuple[str, Interest]]:
        """What public databases state of those who speak here, the outlets among them; and their keys."""
        shown: Counter[str] = Counter()
        for each in sorted(stated(self.record.references), key=lambda s: (s.name, s.stake not in _FIRST, s.sentence)):
            key = self.key_named(each.name)
            said = self.parties.said.get(key, ())
            if not said or shown[key] >= _STATED:
                continue
            shown[key] += 1
            topic = stems_of(each.other) - GENERIC
            near = [a for a in said if topic & stems_of(a.sentence.quote)]
            first = min(near or said, key=lambda a: (-len(topic & stems_of(a.sentence.quote)), self._at(a), a.span))
            claim = self.record.claim_of.get(first.id)
            yield (
                key,
                Interest(
                    id=content_id("f", "stated", each.name, each.stake.value, each.other, each.source),
                    spans=(first.span,),
                    provenance=Provenance(METHOD),
                    claims=(claim.id,) if claim and near else (),
                    salience=0.35 if near else 0.2,
                    speaker=first.speaker.id,
                    stake=each.stake,
                    category=each.category,
                    counterpart=each.counterpart,
                    note=each.sentence.quote,
                    party=self.parties.of_speaker(first).name,
                    stated=each.source,
                ),
            )

    def none_found(self, found: set[str]) -> Iterator[Interest]:
        """Everybody named for whom nothing was found; those worth showing have a salience, and come first."""
        for party, first, shown in examined(self.record, self.parties, found):
            yield Interest(
                id=content_id("f", "interest", party.speaker, Stake.NONE_FOUND.value),
                spans=(first.span,),
                provenance=Provenance(METHOD),
                salience=0.05 if shown else 0.0,
                speaker=party.speaker,
                stake=Stake.NONE_FOUND,
                category="",
                note="none found in what was read",
                party=party.name,
            )

    def _at(self, assertion: Assertion) -> str:
        return at(self.record, assertion)
