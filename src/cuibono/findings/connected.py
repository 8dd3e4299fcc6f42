"""Stakes that touch what their parties claim: told ones put together, and shared by those who speak for a body."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from cuibono.core.claims import Assertion, SpeakerKind
from cuibono.core.findings import Stake
from cuibono.core.reading import Record
from cuibono.core.text import Document, Span
from cuibono.findings.parties import Parties, Party
from cuibono.findings.stakes import SHARES, told
from cuibono.findings.ties import VOTES, Told
from cuibono.findings.wording import paragraph, stems_of
from cuibono.language.lexicons import lexicon
from cuibono.language.names import names
from cuibono.language.words import content_words

GENERIC = frozenset(
    content_words(
        "product products service services tool tools company companies firm firms group new own way people year years "
        "business market part work thing number first last say use make data system systems time day country state"
    )
)

_COMMISSION = re.compile(r"\bcommissions?\b|\baffiliate links?\b", re.IGNORECASE)
_PAPER = re.compile(
    r"['’]s? (?:[\w-]+ ){0,3}(?:report|study|survey|statement|paper)| (?:[\w-]+ ){0,2}(?:report|study|survey)\b"
)
_SPEAKS_FOR = re.compile(r"\b(?:of|at|for|with|from)\s+(?:the\s+)?(?:\w+\s+){0,2}$")
_LEADS = re.compile(r"\bwho (?:leads|heads|runs|directs|chairs|founded|manages) the (\w+)", re.IGNORECASE)
_RIGHT_BEHIND = re.compile(r"(?:\s+(?:at|of|for|with)\s+(?:the\s+)?(?:\w+\s+){0,2})?")
_BEHIND = 50  # characters in which a source's words may go on: "an analyst" - "at the broker Orrin & Sons"

_OWN_STAKES = frozenset({Stake.SELLS, Stake.COMPETES, Stake.GAINS, Stake.LOSES, Stake.REGULATES})
_OBJECT_STAKES = frozenset({Stake.SELLS, Stake.REGULATES, Stake.LOSES, Stake.GAINS})
_TURNED = {
    Stake.FUNDS: Stake.FUNDED_BY,
    Stake.FUNDED_BY: Stake.FUNDS,
    Stake.OWNS: Stake.OWNED_BY,
    Stake.OWNED_BY: Stake.OWNS,
    Stake.LITIGATES: Stake.LITIGATES,
    Stake.COMPETES: Stake.COMPETES,
}


@dataclass(frozen=True, slots=True)
class Connected:
    """What several sentences tell about one stake of one party."""

    party: Party
    stake: Stake
    category: str
    told: tuple[Told, ...]  # the most telling first
    counterpart: Party | None = None
    through: Party | None = None  # the body whose stake it is, for those who speak for it
    tie: Span | None = None  # the words that tie the person to the body


class Connections:
    """The stakes of one record that touch what is claimed in it."""

    def __init__(self, record: Record) -> None:
        """Read who is who; the stakes are looked for when they are asked for."""
        self.record = record
        self.parties = record.once(Parties)
        self._sellers: Mapping[str, str] = {}
        self._interested: frozenset[str] = frozenset()
        self._about: dict[str, frozenset[str]] = {}

    def stakes(self) -> list[Connected]:
        """One for each party, kind and category or counterpart; those shared through a body last."""
        everything = [turned for item in told(self.parties) for turned in _both_ways(item)]
        self._sellers = _who_sells(everything)
        at_once = [self._concerns(item) for item in everything]
        self._interested = frozenset(
            item.party.key for item, near in zip(everything, at_once, strict=True) if near and item.stake in _OWN_STAKES
        )
        groups: dict[tuple[str, Stake, str], list[Told]] = defaultdict(list)
        for item, near in zip(everything, at_once, strict=True):
            if near or self._concerns(item):
                groups[item.party.key, item.stake, _bundle(item, groups)].append(item)
        direct = []
        for _, same in sorted(groups.items(), key=lambda pair: (pair[0][0], pair[0][1].value, pair[0][2])):
            ordered = tuple(sorted(same, key=self._telling))
            first = ordered[0]
            direct.append(Connected(first.party, first.stake, first.category, ordered, first.counterpart))
        direct = [stake for stake in direct if not _said_better(stake, direct)]
        shared = list(self._shared(direct))
        spoken_for = {s.through.key for s in shared if s.through}
        return [*(s for s in direct if s.party.key in self.parties.said or s.party.key not in spoken_for), *shared]

    def people_of(self, party: Party) -> tuple[str, ...]:
        """Keys of the speakers who are said to speak for a body."""
        return () if party.person else self._speaks_for.get(party.key, ())

    # --- what touches what

    def _telling(self, item: Told) -> tuple[object, ...]:
        """Dated and own paper first, then the earliest."""
        own = self.parties.papers_of.get(item.document.id) == item.party.key
        stamp = item.document.published
        return (item.day is None, not own, stamp.at.isoformat() if stamp else "~", item.words)

    def _concerns(self, item: Told) -> bool:
        """Whether a stake touches what its party, or those who speak for it, claim in this story."""
        statements = self._statements(item.party, but=item.words)
        if item.counterpart is not None:
            return bool(statements) and self._concerns_other(item, item.counterpart, statements)
        if _COMMISSION.search(item.words.quote):
            outlet = self.record.outlets.get(item.document.id)
            return outlet is not None and bool(stems_of(outlet.name) & stems_of(item.party.name))
        if item.category in {SHARES, VOTES} or item.stake is Stake.LITIGATES:
            return item.party.key in self.parties.said
        topic = _topic(item) if item.stake in _OBJECT_STAKES else frozenset()
        return any(topic & stems for stems in statements) or bool(topic & self._paper_words(item.party))

    def _concerns_other(self, item: Told, other: Party, statements: Sequence[frozenset[str]]) -> bool:
        """Whether the other party has a stake here, speaks, is spoken of, or sells what one competes with."""
        seller = self._sellers.get(other.name.casefold(), other.key)
        if seller in self._interested or (item.stake is Stake.COMPETES and seller != other.key):
            return True
        if other.key in self.parties.said:
            return True
        name = stems_of(other.name)
        return any(name <= stems for stems in statements if name)

    def _statements(self, party: Party, but: Span) -> list[frozenset[str]]:
        """What the party and those who speak for it say, but for the words that tell the stake."""
        said = [a for key in (party.key, *self.people_of(party)) for a in self.parties.said.get(key, ())]
        return [stems_of(a.span.quote) for a in said if not a.span.meets(but)]

    def _paper_words(self, party: Party) -> frozenset[str]:
        """What the story says where it first names the party's paper in each document ("the Orrin report")."""
        if party.key not in self._about:
            words: set[str] = set()
            for document in self.record.story.documents:
                for mention in self.parties.mentions(document):
                    behind = document.text[mention.end : mention.end + 50]
                    if mention.party.key == party.key and _PAPER.match(behind):
                        words |= stems_of(document.text[slice(*paragraph(document, mention.start))])
                        break
            self._about[party.key] = frozenset(words) - GENERIC
        return self._about[party.key]

    # --- who speaks for whom

    def _shared(self, direct: Sequence[Connected]) -> Iterator[Connected]:
        """Those who speak for a body with a stake share it; what the body sells stands before its other stakes."""
        by_body: dict[str, Connected] = {}
        for stake in sorted(direct, key=lambda s: (s.stake is not Stake.SELLS, s.told[0].words)):
            if not stake.party.person and stake.category != SHARES:
                by_body.setdefault(stake.party.key, stake)
        tied = {(s.party.key, s.counterpart.key) for s in direct if s.counterpart and s.stake is Stake.EMPLOYED_BY}
        for key in sorted(self.parties.said):
            for assertion in self.parties.said[key]:
                body = next((b for b in self._bodies(assertion) if b in by_body and b != key), "")
                if body and (key, body) not in tied and _is_somebody(assertion):
                    stake = by_body[body]
                    # Who works for a seller works for it; who works for a rival or a grantee shares that stake.
                    sells = stake.stake is Stake.SELLS
                    yield Connected(
                        party=self.parties.of_speaker(assertion),
                        stake=Stake.EMPLOYED_BY if sells else stake.stake,
                        category=stake.category,
                        told=stake.told,
                        counterpart=stake.party if sells else stake.counterpart,
                        through=stake.party,
                        tie=self._tie(assertion),
                    )
                    break

    @cached_property
    def _speaks_for(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, set[str]] = defaultdict(set)
        for key, said in self.parties.said.items():
            for assertion in said:
                for body in self._bodies(assertion):
                    if body and body != key:
                        found[body].add(key)
        return {body: tuple(sorted(keys)) for body, keys in found.items()}

    def _bodies(self, assertion: Assertion) -> list[str]:
        """Keys of the bodies a speaker speaks for: the affiliation read, or a body named in the source's words."""
        if assertion.speaker.affiliation:
            body = self.parties.named(assertion.speaker.affiliation, assertion.document)
            return [body.key] if body else []
        if assertion.source is None:
            return []
        document, source = self.record.documents[assertion.document], assertion.source
        found = []
        for mention in self.parties.mentions(document):
            if not source.start <= mention.start < source.end + _BEHIND or mention.party.person:
                continue
            before = document.text[max(source.start, mention.start - 40) : mention.start]
            behind = document.text[source.end : mention.start] if mention.start > source.end else ""
            if _RIGHT_BEHIND.fullmatch(behind) and _SPEAKS_FOR.search(before):
                found.append(mention.party.key)
        leads = _LEADS.search(source.quote)
        return [*found, *(self._named_before(document, source.start, leads.group(1)) if leads else ())]

    def _named_before(self, document: Document, at: int, noun: str) -> list[str]:
        """The body named last in the paragraph whose name ends in a noun: "the group" is the Tidal Systems Group."""
        start, _ = paragraph(document, at)
        named = [m for m in self.parties.mentions(document) if start <= m.start < at and not m.party.person]
        fitting = [m for m in named if document.text[m.start : m.end].lower().split()[-1] == noun.lower()]
        return [fitting[-1].party.key] if fitting else []

    def _tie(self, assertion: Assertion) -> Span | None:
        """The words that tie a speaker to a body."""
        first = assertion.speaker.affiliation.split()[0] if assertion.speaker.affiliation else ""
        if assertion.source and first in assertion.source.quote:
            return assertion.source
        document = self.record.documents[assertion.document]
        tied = re.compile(rf"{re.escape(assertion.speaker.name.split()[-1])}[^.\n]{{0,80}}{re.escape(first)}")
        found = tied.search(document.text, *paragraph(document, assertion.span.start)) or tied.search(document.text)
        return document.span(found.start(), found.end()) if found else None


def _said_better(stake: Connected, others: Sequence[Connected]) -> bool:
    """Whether another tie of the same kind names the same counterpart more fully: "Counsel" for "Moor Counsel"."""
    if stake.counterpart is None or stake.stake is not Stake.EMPLOYED_BY:
        return False
    mine = stake.counterpart.name.lower().split()
    for other in others:
        if other is stake or other.counterpart is None or other.stake is not stake.stake or other.party != stake.party:
            continue
        theirs = other.counterpart.name.lower().split()
        within = set(mine) < set(theirs)
        alias = mine[-1:] == theirs[-1:] and stake.counterpart.person and other.counterpart.person
        fuller = (-len(other.told), other.told[0].words) < (-len(stake.told), stake.told[0].words)
        if within or (alias and fuller):
            return True
    return False


def _both_ways(item: Told) -> Iterator[Told]:
    """A stake, and the same seen from the other party: who funds somebody has somebody that is funded."""
    yield item
    if item.counterpart is not None and item.stake in _TURNED:
        yield replace(
            item, party=item.counterpart, stake=_TURNED[item.stake], counterpart=item.party, category=item.party.name
        )


def _who_sells(everything: Sequence[Told]) -> dict[str, str]:
    """Product names -> keys of those who sell them: "launched Latch, a door lock"."""
    found: dict[str, str] = {}
    for item in everything:
        if item.stake is Stake.SELLS:
            for name in names(item.document, item.words):
                plain = name.quote.casefold()
                if plain != item.party.name.casefold():
                    found.setdefault(plain, item.party.key)
    return found


def _bundle(item: Told, groups: Mapping[tuple[str, Stake, str], Sequence[Told]]) -> str:
    """The counterpart; or the category, those that share a word being one."""
    if item.stake is Stake.LITIGATES:
        return ""  # one quarrel, however many are sued in it
    if item.counterpart is not None:
        return item.counterpart.key
    mine = stems_of(item.category) - GENERIC
    for (key, stake, bundle), items in groups.items():
        if key == item.party.key and stake is item.stake and any(mine & stems_of(i.category) for i in items):
            return bundle
    return item.category.lower()


def _topic(item: Told) -> frozenset[str]:
    """Content words of what is sold, or of the sentence that tells another stake; names left out."""
    own = stems_of(item.party.name) | GENERIC
    if item.stake is Stake.SELLS:
        return stems_of(item.category) - own
    named = {s for name in names(item.document, item.sentence) for s in stems_of(name.quote)}
    return stems_of(item.sentence.quote) - own - named


def _is_somebody(assertion: Assertion) -> bool:
    """Whether a person speaks, by name or by role ("the research director of the firm")."""
    speaker = assertion.speaker
    if speaker.kind is SpeakerKind.UNNAMED:
        return any(word in lexicon("roles") for word in speaker.name.lower().split()[:4])
    return speaker.kind is SpeakerKind.PERSON
