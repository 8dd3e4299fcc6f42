"""The parties of a story: speakers, bodies and persons it names, each under one key however it is called."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from cuibono.core.claims import Assertion, Manner, Speaker, SpeakerKind
from cuibono.core.news import OutletKind
from cuibono.core.reading import Record
from cuibono.core.text import Document, Kind, Role, Span
from cuibono.language.lexicons import lexicon
from cuibono.language.names import NameKind, kind_of
from cuibono.stories.naming import key_of
from cuibono.stories.people import Entity, people_of

_LEAST = 4  # letters of a first word that may stand for a body alone
_GENERIC = frozenset(
    "national american united international federal general first new north south east west royal central state world "
    "global department ministry office bureau agency house white supreme district city county university".split()
)
_REACH = 260  # characters that "it" may look back over: a sentence or two
_PERSONS = frozenset({"he", "she", "i"})


@cache
def _shared_words() -> frozenset[str]:
    """First words that many bodies have: general ones, places and peoples."""
    return _GENERIC | lexicon("stop") | lexicon("places") | lexicon("demonyms")


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody the story names. ``key`` parts bodies from persons of the same name; ``speaker`` is a speaker id."""

    key: str
    name: str
    person: bool
    speaker: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A party named at a place."""

    start: int
    end: int
    party: Party


class Parties:
    """Who is named where in a record, who speaks, and whose papers are among its documents."""

    def __init__(self, record: Record) -> None:
        """Read the names of all documents once."""
        self.record = record
        self._people = record.once(people_of)
        entities: dict[tuple[str, SpeakerKind], Entity] = {}
        alone: set[str] = set()
        for document in record.story.documents:
            for span, entity in self._people.mentions(document):
                entities.setdefault((entity.key, entity.kind), entity)
                plain = span.quote.strip(" .,'’").removesuffix("’s").removesuffix("'s")
                if " " not in plain:
                    alone.add(plain.lower())
        self._alone = alone
        self.said: defaultdict[str, list[Assertion]] = defaultdict(list)
        speakers: dict[str, Counter[str]] = defaultdict(Counter)
        called: dict[str, Counter[str]] = defaultdict(Counter)
        bodies = {
            key_of(a.speaker.name)
            for a in record.assertions
            if a.speaker.kind in {SpeakerKind.BODY, SpeakerKind.OUTLET}
        }
        self._bodies = bodies
        self._first_words = {key.partition(" ")[0] for key in bodies if self._key(key, person=False).count(" ") == 0}
        for assertion in record.assertions:
            speaker = assertion.speaker
            key = self._speaker_key(speaker)
            self.said[key].append(assertion)
            speakers[key][speaker.id] += 1
            called[key][speaker.name] += 1
        self.names = {key: min(forms, key=lambda n: (-forms[n], n)) for key, forms in called.items()}
        self._speakers = {key: min(ids, key=lambda i: (-ids[i], i)) for key, ids in speakers.items()}

    def _speaker_key(self, speaker: Speaker) -> str:
        """The key of whoever speaks: what the story's people know that speaker by."""
        if speaker.kind is SpeakerKind.UNNAMED:
            return speaker.id
        return self._key(self._people.key_of(speaker), person=speaker.kind is SpeakerKind.PERSON)

    def _key(self, key: str, *, person: bool) -> str:
        """Bodies are known by their first word where the story calls them so: "Orrin" for "Orrin Cloud Inc."."""
        if person:
            return f"person:{key}"
        tail = key.rpartition(" the ")[2]
        if " " in tail:
            key = tail  # two names run together: "At Marsh College the Tidal Group"
        first = key.split(maxsplit=1)[0] if key.split() else key
        short = len(first) >= _LEAST and first in self._alone and first not in _shared_words()
        return f"body:{first if short else key}"

    def party(self, entity: Entity) -> Party:
        """The party that an entity of the story is."""
        # Two capitalised words may look like a person's name; a publisher of that name settles it.
        person = entity.kind is SpeakerKind.PERSON and not self._is_body(entity)
        key = self._key(entity.key, person=person)
        return Party(key, self.names.get(key, entity.name), person, self._speakers.get(key, entity.id))

    def _is_body(self, entity: Entity) -> bool:
        """Whether what looks like a person is a speaking body, or a product or desk that bears its name."""
        first = entity.key.partition(" ")[0]
        return key_of(entity.name) in self._bodies or (
            len(first) >= _LEAST
            and first in self._first_words
            and first not in _GENERIC | lexicon("first_names") | lexicon("stop")
        )

    def of_speaker(self, assertion: Assertion) -> Party:
        """The party that makes an assertion."""
        speaker = assertion.speaker
        person = speaker.kind is SpeakerKind.PERSON
        key = self._speaker_key(speaker)
        return Party(key, self.names.get(key, speaker.name), person, self._speakers.get(key, speaker.id))

    def named(self, name: str, document: str) -> Party | None:
        """The party that a name means in a document; None for places and names nobody can place."""
        entity = self._people.entity(name, document) if name else None
        return self.party(entity) if entity else None

    def mentions(self, document: Document) -> tuple[Mention, ...]:
        """The parties named in a document, in order; places and peoples are none."""
        return self._mentions[document.id]

    @cached_property
    def _mentions(self) -> dict[str, tuple[Mention, ...]]:
        places = lexicon("places") | lexicon("demonyms")
        return {
            document.id: tuple(
                Mention(span.start, span.end, self.party(entity))
                for span, entity in self._people.mentions(document)
                if entity.key not in places and kind_of(span.quote) not in {NameKind.PLACE, NameKind.PEOPLE}
            )
            for document in self.record.story.documents
        }

    @cached_property
    def papers(self) -> Mapping[str, tuple[Document, ...]]:
        """Documents in which a body speaks for itself, by its key."""
        found: dict[str, dict[str, Document]] = defaultdict(dict)
        for assertion in self.record.assertions:
            document = self.record.documents[assertion.document]
            outlet = self.record.outlets.get(document.id)
            body = assertion.speaker.kind is SpeakerKind.BODY or (
                outlet is not None and outlet.kind is OutletKind.VENDOR
            )
            if assertion.manner is Manner.OWN and body and document.kind is not Kind.THREAD:
                found[self.of_speaker(assertion).key][document.id] = document
        return {key: tuple(documents.values()) for key, documents in found.items()}

    @cached_property
    def papers_of(self) -> dict[str, str]:
        """Document id -> key of the party whose paper it is."""
        return {document.id: key for key, documents in self.papers.items() for document in documents}

    def holder(self, document: str, span: Span) -> Assertion | None:
        """The narrowest assertion that holds a span."""
        spans = self._spans.get(document, [])
        at = bisect_left(spans, (span.end, 0, "")) if spans else 0
        held = [
            self.record.assertion[i] for a, b, i in spans[max(0, at - 12) : at] if a <= span.start and span.end <= -b
        ]
        return min(held, key=lambda a: (a.span.end - a.span.start, a.id), default=None)

    @cached_property
    def _spans(self) -> dict[str, list[tuple[int, int, str]]]:
        found: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        for assertion in self.record.assertions:
            found[assertion.document].append((assertion.span.start, -assertion.span.end, assertion.id))
        return {document: sorted(spans) for document, spans in found.items()}

    @cached_property
    def _in_document(self) -> dict[str, list[Assertion]]:
        found: dict[str, list[Assertion]] = defaultdict(list)
        for assertion in self.record.assertions:
            found[assertion.document].append(assertion)
        return found

    def meant(self, document: Document, start: int, word: str) -> Party | None:
        """The party that a pronoun or "the company" at an offset means; None where two can be meant.

        "I" and "we" are who speaks; "it", "they", "the firm" the body named last in the sentence or the one before,
        in threads also in the turn before.
        """
        low = word.lower()
        if low in {"i", "we"}:
            return self._speaking(document, start)
        person = low in _PERSONS
        block = document.block_at(start)
        floor = block.start if block else 0
        earlier = [m for m in self.mentions(document) if m.end <= start and m.party.person == person]
        near = [m for m in earlier if m.start >= floor and start - m.end < _REACH]
        if not near and block is not None and block.role is Role.TURN:
            index = next((i for i, b in enumerate(document.blocks) if b.start == block.start), 0)
            before = document.blocks[index - 1] if index else None
            near = [m for m in earlier if before is not None and m.start >= before.start]
            subjects = [m for m in near if before is not None and m.start == before.start]
            near = subjects or near
            return near[0].party if near else None
        if not near:
            return None
        speaking = [m for m in near if m.party.key in self.said or m.party.key in self.papers]
        return (speaking or near)[-1].party

    def _speaking(self, document: Document, start: int) -> Party | None:
        paper = self.papers_of.get(document.id)
        here = [
            a
            for a in self.record.assertions
            if a.document == document.id and a.sentence.start <= start < a.sentence.end
        ]
        inner = [a for a in here if a.span.start <= start + 1 < a.span.end] or here
        if not inner:
            return None
        chosen = min(inner, key=lambda a: (a.span.end - a.span.start, a.id))
        if chosen.speaker.kind is SpeakerKind.UNNAMED and document.kind is not Kind.THREAD:
            return None
        if paper is not None and chosen.speaker.kind is SpeakerKind.OUTLET:
            return next((self.of_speaker(a) for a in self.said[paper]), None)
        return self.of_speaker(chosen)
