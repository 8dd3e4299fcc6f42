"""The table the room sits around: a record and its findings, indexed and named once for all lenses."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TypeVar

from cuibono.core.claims import Assertion, Claim, Quantity, SpeakerKind
from cuibono.core.findings import Clock, Finding, Forecast, Framing, Interest, Omission, Relation, Stake
from cuibono.core.ids import content_id
from cuibono.core.news import OutletKind
from cuibono.core.reading import Record
from cuibono.core.talk import Count
from cuibono.core.text import Document, Kind, Span
from cuibono.language.words import content_words
from cuibono.room import dates, voices
from cuibono.room.clauses import speakable, telling, well_begun
from cuibono.room.meaning import Meaning
from cuibono.stories.naming import key_of

F = TypeVar("F", bound=Finding)

_UNNAMED = "unnamed source"  # how stories.outlets begins the name of an outlet that has none
_KNOWING = {OutletKind.GOVERNMENT, OutletKind.RESEARCH, OutletKind.VENDOR}  # publishers of their own figures
_SHORT_TITLE = 6  # words; what can stand for a name
_POSSESSIVE = re.compile(r"['’]s?$")
_MOST = 12  # findings of one kind that a room may look at; the page shows the rest
_NAMELESS = {
    Kind.THREAD: "the thread",
    Kind.PDF: "the PDF",
    Kind.TEXT: "an unsigned text",
    Kind.FEED_ITEM: "a feed item",
}


class Table:
    """A record and its findings as the lenses see them; building it is linear in both."""

    def __init__(self, record: Record, findings: Iterable[Finding], meaning: Meaning | None = None) -> None:
        """Order the findings by salience and content, so that the order they came in has no influence.

        ``meaning`` is asked when a person asks or objects, and by nobody else.
        """
        self.record = record
        self.meaning = meaning
        self.findings: tuple[Finding, ...] = tuple(
            sorted({f.id: f for f in findings}.values(), key=lambda finding: finding.order)
        )

    def of(self, kind: type[F]) -> tuple[F, ...]:
        """The most salient findings of a class."""
        return tuple([f for f in self.findings if isinstance(f, kind)][:_MOST])

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """All relations whose two assertions are in the record, most salient first."""
        known = self.record.assertion
        found = [f for f in self.findings if isinstance(f, Relation)]
        return tuple(f for f in found if f.left in known and f.right in known)

    @cached_property
    def omissions(self) -> tuple[Omission, ...]:
        """All omissions."""
        return tuple(f for f in self.findings if isinstance(f, Omission))

    @cached_property
    def interests(self) -> tuple[Interest, ...]:
        """All interests, "none found" among them."""
        return tuple(f for f in self.findings if isinstance(f, Interest) and not f.stated)

    @cached_property
    def framings(self) -> tuple[Framing, ...]:
        """All framings."""
        return tuple(f for f in self.findings if isinstance(f, Framing))

    @cached_property
    def clocks(self) -> tuple[Clock, ...]:
        """The clocks worth a turn."""
        return self.of(Clock)

    @cached_property
    def forecasts(self) -> tuple[Forecast, ...]:
        """The forecasts worth a turn."""
        return self.of(Forecast)

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """Claims, heaviest first; those that only headlines make come last."""
        return tuple(
            sorted(self.record.claims, key=lambda c: (self.voice_of(c).headline, -self.heft(c), c.canonical, c.id))
        )

    def central(self, claim: Claim) -> float:
        """0..1: how much of what the documents' titles are about stands in a claim's words."""
        if not self._titles:
            return 0.0
        held = set(content_words(claim.canonical.quote))
        return sum(n for word, n in self._titles.items() if word in held) / sum(self._titles.values())

    def touches_titles(self, words: Span, least: int = 1) -> bool:
        """Whether words share so many content words with what several titles are about, or the only one."""
        titles = set(self._titles)
        return len(titles.intersection(content_words(words.quote))) >= min(least, len(titles))

    @cached_property
    def _titles(self) -> dict[str, int]:
        """How many titles hold a stem; stems of one title alone are left out where several documents have titles."""
        counted = Counter(word for d in self.record.story.documents for word in set(content_words(d.title)))
        shared = {word: n for word, n in counted.items() if n > 1}
        return shared or dict(counted)

    def heft(self, claim: Claim) -> float:
        """0..1: the salience of a claim, or where none was given, what its origins and documents make it."""
        if claim.salience:
            return claim.salience
        return min(0.9, 0.15 * len(claim.origins) + 0.05 * len(self.carriers(claim)))

    def carriers(self, claim: Claim) -> tuple[str, ...]:
        """The documents that hold an assertion of the claim, in the story's order."""
        held = {self.record.assertion[a].document for a in claim.assertions if a in self.record.assertion}
        return tuple(d.id for d in self.record.story.documents if d.id in held)

    def said(self, claim: Claim) -> tuple[Assertion, ...]:
        """The claim's assertions, earliest document first."""
        return tuple(self.record.assertion[a] for a in claim.assertions if a in self.record.assertion)

    def voice_of(self, claim: Claim) -> Assertion:
        """The assertion whose words are the claim's, or its first one."""
        said = [a for a in self.said(claim) if not a.headline] or list(self.said(claim))
        named = [a for a in said if a.speaker.kind in {SpeakerKind.PERSON, SpeakerKind.BODY}]
        wording = next((a for a in said if a.span == claim.canonical), said[0])
        # Words of nobody in particular, where somebody with a name says the same, are that one's.
        return named[0] if named and wording.speaker.kind is SpeakerKind.UNNAMED else wording

    @cached_property
    def spoken_by(self) -> dict[str, tuple[Assertion, ...]]:
        """Assertions by speaker id."""
        found: dict[str, list[Assertion]] = defaultdict(list)
        for assertion in self.record.assertions:
            found[assertion.speaker.id].append(assertion)
        return {speaker: tuple(said) for speaker, said in found.items()}

    @cached_property
    def in_document(self) -> dict[str, tuple[Assertion, ...]]:
        """Assertions by document id."""
        found: dict[str, list[Assertion]] = defaultdict(list)
        for assertion in self.record.assertions:
            found[assertion.document].append(assertion)
        return {document: tuple(said) for document, said in found.items()}

    @cached_property
    def staked(self) -> frozenset[str]:
        """Speakers for whom a stake was found."""
        return frozenset(f.speaker for f in self.interests if f.stake is not Stake.NONE_FOUND)

    @cached_property
    def unstaked(self) -> frozenset[str]:
        """Named speakers who were examined and for whom no stake was found."""
        clear = {f.speaker for f in self.interests if f.stake is Stake.NONE_FOUND} - self.staked
        named = {SpeakerKind.PERSON, SpeakerKind.BODY}
        return frozenset(s for s in clear if s in self.spoken_by and self.spoken_by[s][0].speaker.kind in named)

    @cached_property
    def contested(self) -> frozenset[str]:
        """Claims that a contradiction touches."""
        return frozenset(
            claim.id
            for f in self.relations
            if f.kind.value == "contradicts"
            for side in (f.left, f.right)
            if (claim := self.record.claim_of.get(side))
        )

    def claims_of(self, finding: Finding, *assertions: str) -> tuple[str, ...]:
        """The claims a finding is about: those it names, or those of the given assertions."""
        named = [c for c in finding.claims if c in self.record.claim]
        implied = [self.record.claim_of[a].id for a in assertions if a in self.record.claim_of]
        return tuple(dict.fromkeys(named or implied))

    def document(self, span: Span) -> Document:
        """The document that holds a span."""
        return self.record.documents[span.document]

    def quote(self, span: Span, *focus: Span) -> Span:
        """The telling clause of a span."""
        return telling(self.document(span), span, focus)

    def fits(self, quote: Span) -> bool:
        """Whether a quotation can be spoken: short enough, and not beginning in the middle of a phrase."""
        return speakable(quote) and well_begun(self.document(quote), quote)

    def outlet(self, document: str) -> str:
        """What a document's publisher is called; for one without, what kind of text it is."""
        outlet = self.record.outlets.get(document)
        if outlet and outlet.name.strip() and not outlet.name.startswith(_UNNAMED):
            return outlet.name
        found = self.record.documents[document]
        if found.kind is not Kind.THREAD and 0 < len(found.title.split()) <= _SHORT_TITLE:
            return found.title
        return _NAMELESS.get(found.kind, "an unsigned page")

    def who(self, assertion: Assertion) -> str:
        """Whose words an assertion is, as one says it."""
        first = re.sub(r"^(?:the|an?)\s+", "", assertion.speaker.name, flags=re.IGNORECASE).split(" ")[0]
        return voices.named(assertion.speaker, self.outlet(assertion.document), is_common=self._is_common(first))

    def says(self, assertion: Assertion, verb: str = "say") -> str:
        """The verb in the number that fits the speaker."""
        return verb if voices.many(assertion.speaker) else f"{verb}s"

    def _is_common(self, word: str) -> bool:
        """Whether a word is written small inside a sentence of the story: no name, no abbreviation."""
        small = word.casefold()
        return word.isalpha() and not word.isupper() and small in self._small

    @cached_property
    def _small(self) -> frozenset[str]:
        """Words that stand in lower case somewhere in the story."""
        return frozenset(w for d in self.record.documents.values() for w in re.findall(r"\b[a-z]{2,}\b", d.text))

    def name_of(self, speaker: str) -> str:
        """A speaker's name by id; "" where nobody of that id speaks and no outlet is called so."""
        said = self.spoken_by.get(speaker)
        return self.who(said[0]) if said else self._mentioned.get(speaker, "")

    @cached_property
    def _mentioned(self) -> dict[str, str]:
        """Names by speaker id of those who are spoken of and do not speak: the fullest form of each."""
        found: dict[str, str] = {}
        for name in sorted({span.quote for a in self.record.assertions for span in a.names}):
            plain = _POSSESSIVE.sub("", name)
            for kind in ("body", "person"):
                identity = content_id("s", kind, key_of(plain))
                found[identity] = max(found.get(identity, ""), plain, key=lambda form: (len(form), form))
        return found

    def figure(self, number: Quantity) -> Span:
        """A number with what it counts, as printed: "412 road bridges"."""
        document = self.document(number.span)
        target = re.escape(number.target.split()[-1]) if number.target else ""
        after = document.text[number.span.end : number.span.end + 48]
        found = re.match(rf"(?:[ -][\w’'-]+){{0,3}}?[ -]{target}\b", after, re.IGNORECASE) if target else None
        return document.span(number.span.start, number.span.end + found.end()) if found else number.span

    def named(self, speaker: str) -> bool:
        """Whether a speaker is somebody with a name."""
        said = self.spoken_by.get(speaker)
        if said is None:
            return bool(self.name_of(speaker))
        return said[0].speaker.kind is not SpeakerKind.UNNAMED and bool(self.who(said[0]))

    def date(self, document: str) -> str:
        """The publication date as far as it is known; "" for undated documents."""
        stamp = self.record.documents[document].published
        return dates.said(stamp) if stamp else ""

    def community(self, document: str) -> bool:
        """Whether a document is a thread or a community's page."""
        outlet = self.record.outlets.get(document)
        kind = self.record.documents[document].kind
        return kind is Kind.THREAD or (outlet is not None and outlet.kind is OutletKind.COMMUNITY)

    def knows(self, document: str) -> bool:
        """Whether a document is published by somebody who gives figures of their own: a firm, a board, an institute."""
        outlet = self.record.outlets.get(document)
        return outlet is not None and outlet.kind in _KNOWING

    def government(self, document: str) -> bool:
        """Whether a document is published by a public body."""
        outlet = self.record.outlets.get(document)
        return outlet is not None and outlet.kind is OutletKind.GOVERNMENT

    def root_label(self, origin: str) -> str:
        """What an origin is called."""
        found = self.record.origin.get(origin)
        if found and found.root and found.root in self.record.documents:
            return self.outlet(found.root)
        return found.label if found else ""

    def document_origins(self) -> tuple[str, ...]:
        """The distinct origins of the story's documents, in the story's order."""
        roots = [self.record.origin_of[d.id].id for d in self.record.story.documents if d.id in self.record.origin_of]
        return tuple(dict.fromkeys(roots))


def documents(members: Iterable[str]) -> Count:
    """A count of documents."""
    return Count("documents", tuple(dict.fromkeys(members)))


def origins(members: Iterable[str]) -> Count:
    """A count of origins."""
    return Count("origins", tuple(dict.fromkeys(members)))


def listed(names: Sequence[str]) -> str:
    """Names as one lists them: "A, B and C"; each once."""
    unique = list(dict.fromkeys(names))
    return unique[0] if len(unique) == 1 else f"{', '.join(unique[:-1])} and {unique[-1]}"
