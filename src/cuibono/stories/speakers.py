"""Who speaks: each attribution's source brought to a Speaker, with the chain of those who passed the words on.

Nothing is merged on weak evidence: a pronoun whose person is not plain, a role that two persons hold, a group without
a name stay unnamed, and an unnamed speaker belongs to its document.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cuibono.core.claims import Method, Speaker, SpeakerKind
from cuibono.core.ids import content_id
from cuibono.core.news import Outlet, OutletKind, Story
from cuibono.core.text import Block, Document, Kind, Role, Span
from cuibono.language.attribution import Attribution
from cuibono.language.lexicons import lexicon
from cuibono.language.sentences import sentences
from cuibono.stories.people import Entity, People, key_of

METHOD = Method("speaker-rules", "1")

_WORDS = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*\.?")
_SPOKES = re.compile(
    r"\b(?:spokes(?:man|woman|person|people|men|women)|press secretary|press office|representatives?)\b", re.IGNORECASE
)
_PLURAL_PRONOUNS = frozenset({"they", "them"})
_SINGLE_PRONOUNS = {"he": "m", "she": "f"}
_FIRST = frozenset({"i", "we", "you", "one", "everyone", "everybody", "nobody", "someone"})
_OWN_VOICE = frozenset({OutletKind.VENDOR, OutletKind.GOVERNMENT, OutletKind.RESEARCH, OutletKind.UNKNOWN})
_OPINION = re.compile(r"\b(?:opinion|op-?ed|commentary|column)s?\b", re.IGNORECASE)
_REACH = 3  # sentences that a pronoun may look back over


@dataclass(frozen=True, slots=True)
class Voice:
    """The speaker of an attribution and those who pass the words on, nearest to the speaker first."""

    speaker: Speaker
    via: tuple[Speaker, ...] = ()


class Cast:
    """The speakers of one story."""

    def __init__(self, story: Story, outlets: Mapping[str, Outlet]) -> None:
        """Read who is named in the story; ``outlets`` by document id."""
        self._people = People(story.documents)
        self._outlets = outlets
        self._roles = {d.id: _roles(d, self._people) for d in story.documents}

    def own(self, document: Document, block: Block | None = None) -> Speaker:
        """Who speaks where nobody is named: the writer of a turn, the author of an opinion piece, else the outlet."""
        if block is not None and block.role is Role.TURN:
            return self._turn(document, block)
        outlet = self._outlets.get(document.id)
        name = (outlet.name if outlet else "") or document.outlet
        if document.authors and _is_opinion(document):
            entity = self._people.entity(document.authors[0], document.id)
            if entity is not None and entity.kind is SpeakerKind.PERSON:
                return Speaker(entity.id, entity.name, SpeakerKind.PERSON, affiliation=name)
            key = document.authors[0].lower()
            return Speaker(content_id("s", "person", key), document.authors[0], SpeakerKind.PERSON, affiliation=name)
        if not name:
            return Speaker(
                content_id("s", "outlet", document.id), document.title or "unnamed outlet", SpeakerKind.OUTLET
            )
        kind = outlet.kind if outlet else OutletKind.UNKNOWN
        entity = self._people.entity(name, document.id)
        if (
            kind in _OWN_VOICE
            and kind is not OutletKind.UNKNOWN
            and entity is not None
            and entity.kind is SpeakerKind.BODY
        ):
            return Speaker(entity.id, entity.name, SpeakerKind.BODY)
        return Speaker(content_id("s", "body", key_of(name)), name, SpeakerKind.OUTLET)

    def _turn(self, document: Document, block: Block) -> Speaker:
        turns = [b for b in document.blocks if b.role is Role.TURN]
        who = (block.by or "").strip()
        if not who:
            name = f"voice {turns.index(block) + 1}"
            return Speaker(content_id("s", "unnamed", document.id, name), name, SpeakerKind.UNNAMED)
        entity = self._people.entity(who, document.id)
        if entity is not None and entity.kind is SpeakerKind.PERSON and " " in entity.name and " " in who:
            return Speaker(entity.id, entity.name, SpeakerKind.PERSON)
        return Speaker(content_id("s", "turn", document.id, who.lower()), who, SpeakerKind.PERSON)

    def voices(self, document: Document, found: Sequence[Attribution]) -> tuple[Voice | None, ...]:
        """The voice of each attribution of a document, in their order; None where the outlet or turn itself speaks."""
        reader = _Reader(self, document)
        return tuple(reader.voice(attribution) for attribution in found)

    @property
    def people(self) -> People:
        """Who is who in the story."""
        return self._people

    def roles(self, document: Document) -> Mapping[str, tuple[Entity, ...]]:
        """Who holds which role in a document ("senator", "chief executive")."""
        return self._roles[document.id]


class _Reader:
    """Goes through one document's attributions in order, remembering who spoke last."""

    def __init__(self, cast: Cast, document: Document) -> None:
        self._cast = cast
        self._document = document
        self._mentions = cast.people.mentions(document)
        self._spans = sentences(document)
        self._said: list[tuple[int, Speaker]] = []  # place and speaker of the attributions so far

    def voice(self, attribution: Attribution) -> Voice | None:
        if attribution.source is None:
            return None
        speaker = self._resolve(attribution.source)
        if speaker is None:
            return None
        self._said.append((attribution.source.start, speaker))
        via = tuple(s for span in attribution.relays if (s := self._resolve(span)) is not None)
        return Voice(speaker, via)

    def _resolve(self, source: Span) -> Speaker | None:
        text = " ".join(source.quote.split())
        low = text.lower().replace("’", "'")
        if low in _FIRST:
            return None
        if low in _SINGLE_PRONOUNS:
            return self._pronoun(source, _SINGLE_PRONOUNS[low]) or self._unnamed(text)
        if low in _PLURAL_PRONOUNS:
            return self._plural(source) or self._unnamed(text)
        if low == "who":
            return self._antecedent(source) or self._unnamed(text)
        inside = tuple((s, e) for s, e in self._mentions if source.holds(s))
        head = _head(source.quote)
        if inside:
            return self._named(source, head, inside)
        return self._by_noun(source, head) or self._unnamed(text)

    # --- sources that hold a name

    def _named(self, source: Span, head: str, inside: tuple[tuple[Span, Entity], ...]) -> Speaker:
        within = [(s, e) for s, e in inside if s.end <= source.start + len(head)]
        last = _WORDS.findall(head)[-1] if _WORDS.findall(head) else ""
        noun = last.lower().rstrip(".").replace("’", "'")
        final = within[-1] if within else None
        if (
            final is not None
            and final[0].end >= source.start + len(head.rstrip(" .,\"”'’"))
            and not last.endswith(("'s", "’s"))
        ):
            spokes = _SPOKES.search(head)
            body = next((e for s, e in within[:-1] if e.kind is SpeakerKind.BODY), None)
            if final[1].kind is SpeakerKind.BODY and spokes and " for " in head[spokes.end() :][:30] + " ":
                return _of(final[1], role=head)
            if final[1].kind is SpeakerKind.BODY and _group_at(head):
                return self._unnamed(head, affiliation=final[1].name)
            return self._with_role(final[1], source, head, inside, body)
        apposed = _apposed(source, head, inside)
        if apposed is not None and noun in lexicon("roles"):
            return self._with_role(apposed, source, head, inside, within[0][1] if within else None)
        return self._by_last_noun(head, noun, within or list(inside))

    def _by_last_noun(self, head: str, noun: str, within: list[tuple[Span, Entity]]) -> Speaker:
        """Resolve "the Orrin spokesman", "Orrin's report", "the Roe campaign", "White House officials"."""
        first = within[0][1]
        if _SPOKES.search(head) and not _plural_unnamed(noun):
            return _of(first, role=head)
        if noun in lexicon("papers"):
            return _of(first, role=head)
        if noun in lexicon("bodies_common"):
            name = re.sub(r"^(?:the|a|an)\s+", "", head, flags=re.IGNORECASE)
            if first.kind is SpeakerKind.BODY and noun in {"company", "firm", "agency", "vendor"}:
                return _of(first)
            name = name.replace("’s", "").replace("'s", "")
            return Speaker(content_id("s", "body", key_of(name)), name, SpeakerKind.BODY)
        body = next((e.name for _, e in within if e.kind is SpeakerKind.BODY), "")
        return self._unnamed(head, affiliation=body)

    def _with_role(
        self, entity: Entity, source: Span, head: str, inside: tuple[tuple[Span, Entity], ...], body: Entity | None
    ) -> Speaker:
        if entity.kind is not SpeakerKind.PERSON:
            return _of(entity)
        after = source.quote[len(head) :].strip(" ,")
        own = next((s for s, e in inside if e == entity), source)
        before = self._document.text[source.start : own.start].strip(" ,")
        role = after or before
        affiliation = next((e.name for s, e in inside if s.start > own.end and e.kind is SpeakerKind.BODY), "")
        if not affiliation and body is not None and body != entity:
            affiliation = body.name
        return Speaker(entity.id, entity.name, SpeakerKind.PERSON, role=" ".join(role.split()), affiliation=affiliation)

    # --- sources without a name

    def _by_noun(self, source: Span, head: str) -> Speaker | None:
        words = [w.lower().rstrip(".") for w in _WORDS.findall(head)]
        if not words or (
            words[0] not in {"the", "his", "her", "its", "their", "this", "that"} and not words[0].isdigit()
        ):
            return None
        noun = words[-1]
        role = " ".join(words[1:])
        holders = self._cast.roles(self._document).get(role) or self._cast.roles(self._document).get(noun) or ()
        if words[0] == "the" and noun in lexicon("roles") and len(holders) == 1:
            earlier = any(e == holders[0] and s.start < source.start for s, e in self._mentions)
            if earlier:
                return _of(holders[0])
        if words[0] in {"the", "this"} and noun in lexicon("bodies_common") and len(words) <= 3:  # noqa: PLR2004
            return self._nearest_body(source, noun)
        return None

    def _nearest_body(self, source: Span, noun: str) -> Speaker | None:
        """Resolve "the ministry":  the nearest body called so; "the company" the only firm of the last sentences."""
        earlier = [(s, e) for s, e in self._mentions if s.start < source.start and e.kind is SpeakerKind.BODY]
        called = [e for _, e in earlier if noun in e.key.split() or noun + "s" in e.key.split()]
        if called:
            return _of(called[-1])
        if noun not in {
            "company",
            "firm",
            "vendor",
            "startup",
            "agency",
            "group",
            "organization",
            "organisation",
            "university",
            "bank",
            "airline",
            "maker",
        }:
            return None
        floor = self._floor(source.start)
        near = {e for s, e in earlier if s.start >= floor and not _is_media(e)}
        spoken = [v for at, v in self._said if at >= floor and v.kind is SpeakerKind.BODY]
        if len(near) == 1:
            return _of(next(iter(near)))
        return (
            spoken[-1]
            if spoken and spoken[-1].id in {e.id for e in near} and len({v.id for v in spoken}) == 1
            else None
        )

    def _pronoun(self, source: Span, gender: str) -> Speaker | None:
        """The person that "he" or "she" means: of this sentence or the few before, if only one can be meant."""
        at = self._index(source.start)
        block = self._document.block_at(source.start)
        for back in range(_REACH + 1):
            if at - back < 0:
                break
            sentence = self._spans[at - back]
            if block is not None and block.role is Role.TURN and sentence.start < block.start:
                break
            persons = self._persons(sentence, source.start, gender)
            said = [
                v for place, v in self._said if sentence.start <= place < sentence.end and v.kind is SpeakerKind.PERSON
            ]
            said = [v for v in said if self._fits(v, gender)]
            if said and len({v.id for v in said}) == 1:
                return said[-1]
            if len({e.id for e in persons}) == 1:
                return self._remembered(persons[0])
            if persons and back == 0:
                return self._remembered(persons[0])  # the subject of the same sentence stands first
            if persons:
                return None
            if self._unnamed_spoke(sentence):
                return None
        return None

    def _persons(self, sentence: Span, before: int, gender: str) -> list[Entity]:
        found = []
        for span, entity in self._mentions:
            if (
                sentence.start <= span.start
                and span.end <= min(sentence.end, before)
                and entity.kind is SpeakerKind.PERSON
            ):
                possessive = self._document.text[span.end : span.end + 2] in {"'s", "’s"}
                if entity.gender in {"", gender} and not possessive:
                    found.append(entity)
        return found

    def _unnamed_spoke(self, sentence: Span) -> bool:
        return any(sentence.start <= at < sentence.end and v.kind is SpeakerKind.UNNAMED for at, v in self._said)

    def _fits(self, speaker: Speaker, gender: str) -> bool:
        known = next((e.gender for _, e in self._mentions if e.id == speaker.id), "")
        return known in {"", gender}

    def _remembered(self, entity: Entity) -> Speaker:
        return next((v for _, v in reversed(self._said) if v.id == entity.id), _of(entity))

    def _plural(self, source: Span) -> Speaker | None:
        """Resolve "they": the group or body that spoke last, if it did so in the sentences just before."""
        floor = self._floor(source.start)
        for at, voice in reversed(self._said):
            if at < floor:
                break
            return voice if voice.kind in {SpeakerKind.UNNAMED, SpeakerKind.BODY} else None
        return None

    def _antecedent(self, source: Span) -> Speaker | None:
        """Who "who" means: the name that ends right before it."""
        for span, entity in reversed(self._mentions):
            if span.end <= source.start:
                between = self._document.text[span.end : source.start]
                if len(between) <= 3 or (between.count(",") == 2 and len(between) < 60 and "." not in between):  # noqa: PLR2004
                    return self._remembered(entity)
                break
        return None

    def _index(self, offset: int) -> int:
        return next((i for i, s in enumerate(self._spans) if s.end > offset), len(self._spans) - 1)

    def _floor(self, offset: int) -> int:
        return self._spans[max(0, self._index(offset) - _REACH)].start

    def _unnamed(self, words: str, affiliation: str = "") -> Speaker:
        plain = re.sub(r"^(?:the|a|an)\s+", "", " ".join(words.split()), flags=re.IGNORECASE)
        speaker_id = content_id("s", "unnamed", self._document.id, plain.lower())
        return Speaker(speaker_id, plain, SpeakerKind.UNNAMED, affiliation=affiliation)


def _of(entity: Entity, role: str = "") -> Speaker:
    spoken_for = role if _SPOKES.search(role) else ""
    return Speaker(entity.id, entity.name, entity.kind, role=" ".join(spoken_for.split()))


def _head(source: str) -> str:
    """The phrase before its first apposition or relative clause."""
    cut = re.split(r",\s|\s\(|\swho\b|\swhose\b|\s[—–]\s", source, maxsplit=1)[0]
    return cut.rstrip(" ,")


def _group_at(head: str) -> bool:
    """Whether a phrase is headed by people nobody can name: "officials at X", "a person familiar with X"."""
    before = re.split(r"\s(?:at|of|for|from|in|with|inside|familiar|close|within|who|on)\s", head, maxsplit=1)
    if len(before) < 2:  # noqa: PLR2004
        return False
    words = [w.lower() for w in _WORDS.findall(before[0])]
    return bool(words) and (words[-1] in lexicon("unnamed") or words[-1] in lexicon("roles"))


def _plural_unnamed(noun: str) -> bool:
    return noun.endswith("s") and noun in lexicon("unnamed")


def _apposed(source: Span, head: str, inside: tuple[tuple[Span, Entity], ...]) -> Entity | None:
    """The person named in an apposition: "the company's chief scientist, Jane Roe"."""
    for span, entity in inside:
        if entity.kind is SpeakerKind.PERSON and source.start + len(head) < span.start <= source.start + len(head) + 3:
            return entity
    return None


def _is_media(entity: Entity) -> bool:
    return entity.name.lower() in lexicon("media") or entity.key in lexicon("media")


def _is_opinion(document: Document) -> bool:
    if document.kind is Kind.THREAD:
        return False
    marks = [
        value
        for name, value in document.tags
        if name.lower() in {"section", "article:section", "category", "genre", "type"}
    ]
    address = document.url or ""
    return (
        any(_OPINION.search(mark) for mark in marks)
        or re.match(r"\s*(?:opinion|op-?ed|commentary|column)\b\s*[:|—-]", document.title, re.IGNORECASE) is not None
        or re.search(r"/(?:opinions?|op-?ed|commentary|columns?|editorials?)(?:/|$)", address, re.IGNORECASE)
        is not None
    )


_ROLE_BEFORE = re.compile(r"((?:[A-Za-z.'’-]+ ){1,4})$")
_ROLE_AFTER = re.compile(
    r",\s+(?:(?:the|a|an|its|their|his|her|former)\s+)?((?:[\w'’.-]+\s+){0,4}?[\w'’-]+)(?=,|\.|\s(?:of|at|for|in|with|who|from|and)\b)"
)


def _roles(document: Document, people: People) -> dict[str, tuple[Entity, ...]]:
    """Role -> persons who hold it in this document, by titles before names and appositions after them."""
    found: dict[str, dict[str, Entity]] = {}
    for span, entity in people.mentions(document):
        if entity.kind is not SpeakerKind.PERSON:
            continue
        words: list[str] = []
        before = _ROLE_BEFORE.search(document.text[max(0, span.start - 60) : span.start].replace("\n", "  "))
        if before:
            parts = [w.strip(".").lower() for w in before.group(1).split()]
            words.extend(" ".join(parts[-n:]) for n in (1, 2, 3) if len(parts) >= n)
        after = _ROLE_AFTER.match(document.text, span.end)
        if after:
            parts = [w.strip(".").lower() for w in after.group(1).split()]
            words.extend(" ".join(parts[-n:]) for n in (1, 2, 3) if len(parts) >= n)
        for word in words:
            noun = _LONG_ROLES.get(word.split()[-1], word.split()[-1])
            if noun in lexicon("roles") or word in lexicon("titles"):
                found.setdefault(_LONG_ROLES.get(word, word), {})[entity.key] = entity
    return {role: tuple(holders[k] for k in sorted(holders)) for role, holders in found.items()}


_LONG_ROLES = {
    "sen": "senator",
    "rep": "congressman",
    "gov": "governor",
    "dr": "doctor",
    "gen": "general",
    "lt": "lieutenant",
    "sgt": "sergeant",
    "capt": "captain",
    "col": "colonel",
    "adm": "admiral",
    "prof": "professor",
}
