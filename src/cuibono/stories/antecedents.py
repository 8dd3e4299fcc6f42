"""What pronouns and common nouns stand for: "she", "they", "it", "who", "the company", only where it is plain."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

from cuibono.core.claims import Speaker, SpeakerKind
from cuibono.core.text import Document, Role, Span
from cuibono.language.lexicons import lexicon
from cuibono.language.names import NameKind, kind_of
from cuibono.stories.naming import is_company
from cuibono.stories.papers import opens_with_paper, owner
from cuibono.stories.people import Entity, People

_REACH = 3  # sentences that a pronoun may look back over
# Nouns of which one stands for another.
_ALIKE = (
    frozenset({"company", "firm", "vendor", "group", "maker"}),
    frozenset({"airline", "carrier"}),
    frozenset({"bank", "lender"}),
    frozenset({"carmaker", "automaker"}),
    frozenset({"network", "broadcaster"}),
    frozenset({"newspaper", "paper"}),
)
_PUBLIC = frozenset(
    "department ministry agency bureau commission administration service services authority office embassy government "
    "police army navy force forces guard corps command senate house congress parliament assembly court tribunal "
    "committee subcommittee council board party campaign university college school church union association "
    "republicans democrats pentagon kremlin treasury nations".split()
)
_LAWMAKING = frozenset(
    "senate house congress parliament assembly court tribunal committee subcommittee party campaign university college "
    "school church republicans democrats".split()
)
_PARAGRAPHS = 2  # before the one in which a description stands, in which the only one so called may be named
_OPENING, _SOON = 3, 4  # paragraphs: where somebody is introduced without a name, and where the name follows
_APPOSITION = 60  # characters between a name and the "who" that means it


@dataclass(slots=True)
class Context:
    """What is known while one document is read: ``said`` holds place and speaker of the attributions so far."""

    document: Document
    people: People
    mentions: tuple[tuple[Span, Entity], ...]
    spans: tuple[Span, ...]
    roles: Mapping[str, tuple[Entity, ...]]
    kinds: Mapping[str, tuple[Entity, ...]] = field(default_factory=dict)  # "haulier" -> the bodies called so
    quotes: tuple[tuple[int, int], ...] = ()
    said: list[tuple[int, Speaker]] = field(default_factory=list)
    papers: frozenset[str] = frozenset()  # keys of the story's outlets


def speaker_for(entity: Entity, role: str = "") -> Speaker:
    """The speaker that an entity is; ``role`` is kept where somebody speaks for a body."""
    return Speaker(entity.id, entity.name, entity.kind, role=" ".join(role.split()))


def is_possessive(document: Document, span: Span) -> bool:
    """Whether a name stands in the genitive."""
    return document.text[span.end : span.end + 2] in {"'s", "’s"}


def nearest_body(context: Context, source: Span, noun: str) -> Speaker | None:
    """Resolve "the ministry": the nearest body called so; "the company" the only firm of the last sentences."""
    earlier = [(s, e) for s, e in _mentioned(context, 0, source.start) if e.kind is SpeakerKind.BODY]
    nouns = _alike(noun) if noun not in _ALIKE[0] else frozenset({noun})
    wanted = nouns | {n + "s" for n in nouns}
    called = next((e for _, e in reversed(earlier) if not wanted.isdisjoint(e.key.split())), None)
    if called is not None:
        return speaker_for(called)
    if (described := described_as(context, source, noun)) is not None:
        return described
    if noun not in lexicon("companies_common"):
        return None
    floor = _floor(context, source.start)
    near = {e for s, e in earlier if s.start >= floor and _may_be_called(e, noun)}
    spoken = [v for at, v in context.said if at >= floor and v.kind is SpeakerKind.BODY]
    if len(near) == 1:
        return speaker_for(next(iter(near)))
    return spoken[-1] if spoken and spoken[-1].id in {e.id for e in near} and len({v.id for v in spoken}) == 1 else None


def described_as(context: Context, source: Span, noun: str) -> Speaker | None:
    """Resolve "the haulier": the only body that the document calls so, if it is named before (or this is a title)."""
    bodies = {e for n in sorted(_alike(noun)) for e in context.kinds.get(n, ())}
    if len(bodies) != 1:
        return None
    only = next(iter(bodies))
    block = context.document.block_at(source.start)
    titled = block is not None and block.role is Role.TITLE
    named = titled or any(e == only and s.start < source.start for s, e in context.mentions)
    return speaker_for(only) if named else None


def _alike(noun: str) -> frozenset[str]:
    return next((group for group in _ALIKE if noun in group), frozenset({noun}))


def _may_be_called(entity: Entity, noun: str) -> bool:
    """Whether a body may be "the company", "the agency": no place, no paper, and not of another sort by its name."""
    if _is_media(entity) or kind_of(entity.name) is NameKind.PLACE:
        return False
    words = set(entity.key.split())
    if noun in {"agency", "organization", "organisation", "group"}:
        return words.isdisjoint(_LAWMAKING) and not (noun == "agency" and is_company(entity.key))
    return words.isdisjoint(_PUBLIC) or not words.isdisjoint({noun, noun + "s"})


def holder(context: Context, source: Span, role: str, noun: str) -> Speaker | None:
    """Resolve "the senator": the one person who bears that title in the text, or the one of the last paragraphs."""
    holders = context.roles.get(role) or context.roles.get(noun) or ()
    named = [(s, e) for s, e in context.mentions if s.start < source.start and e in holders]
    if len(holders) == 1:
        return speaker_for(holders[0]) if named else None
    blocks = context.document.blocks
    here = next((i for i, block in enumerate(blocks) if block.start <= source.start < block.end), 0)
    floor = blocks[max(0, here - _PARAGRAPHS)].start if blocks else 0
    near = {e for s, e in named if s.start >= floor}
    return speaker_for(next(iter(near))) if len(near) == 1 else None


def introduced(context: Context, source: Span, noun: str) -> Speaker | None:
    """Resolve "a federal judge said" in an opening: the one judge of the text, if the next paragraphs name him."""
    holders = context.roles.get(noun) or ()
    blocks = context.document.blocks
    here = next((i for i, block in enumerate(blocks) if block.start <= source.start < block.end), None)
    if here is None or here > _OPENING or len(holders) != 1:
        return None
    roof = blocks[min(len(blocks) - 1, here + _SOON)].end
    named = any(e == holders[0] and source.end <= s.start < roof for s, e in context.mentions)
    return speaker_for(holders[0]) if named else None


def paper_of(context: Context, source: Span, noun: str) -> Speaker | None:
    """Resolve "the report": whose it is."""
    entity = owner(context.document, context.mentions, noun, source.start, _floor(context, source.start))
    return speaker_for(entity) if entity is not None else None


def person_before(context: Context, source: Span, gender: str) -> Speaker | None:
    """The person that "he" or "she" means: of this sentence or the few before, if only one can be meant.

    Who is named inside a quotation is spoken of, and does not speak; quoted sentences are passed over.
    """
    at = _index(context, source.start)
    block = context.document.block_at(source.start)
    floor = block.start if block is not None and block.role is Role.TURN else 0
    looked = 0
    while at >= 0 and looked <= _REACH and context.spans[at].start >= floor:
        sentence = context.spans[at]
        at -= 1
        if looked and _quoted(context, sentence):
            continue
        meant = _meant_in(context, sentence, source.start, gender, same=looked == 0)
        if meant is not None:
            return meant.speaker
        looked += 1
    return None


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one sentence says about a pronoun: a speaker, or None where it leaves several open."""

    speaker: Speaker | None


def _meant_in(context: Context, sentence: Span, before: int, gender: str, *, same: bool) -> _Answer | None:
    persons = _persons(context, sentence, before, gender)
    said = [v for place, v in context.said if sentence.start <= place < min(sentence.end, before)]
    people = {v.id: v for v in said if v.kind is SpeakerKind.PERSON and _fits(context, v, gender)}
    if len(people) == 1:
        return _Answer(next(iter(people.values())))
    if persons and (same or len({e.id for e in persons}) == 1):
        return _Answer(_remembered(context, persons[0]))  # in one sentence, the subject stands first
    nameless = {v.id: v for v in said if v.kind is SpeakerKind.UNNAMED}
    if not persons and len(nameless) == 1 == len({v.id for v in said}):
        only = next(iter(nameless.values()))
        return _Answer(only if _one_person(only.name) else None)  # "One manager ..., she said"
    if persons or nameless:
        return _Answer(None)
    return None


def _one_person(name: str) -> bool:
    """Whether an unnamed speaker is a single person."""
    words = name.lower().split()
    heads = words[
        : next((i for i, w in enumerate(words) if w in {"of", "at", "for", "in", "who", "with", "familiar"}), None)
    ]
    return bool(heads) and heads[-1] in lexicon("roles") and not heads[-1].endswith("s")


def _quoted(context: Context, span: Span) -> bool:
    return any(a <= span.start and span.end <= b for a, b in context.quotes)


def _persons(context: Context, sentence: Span, before: int, gender: str) -> list[Entity]:
    """Persons of a gender named in the sentence before an offset, outside quotations and not in the genitive."""
    spoke = {v.id for _, v in context.said}
    return [
        entity
        for span, entity in _mentioned(context, sentence.start, min(sentence.end, before))
        if entity.kind is SpeakerKind.PERSON
        and entity.gender in {"", gender}
        and (entity.sure or entity.id in spoke)
        and not is_possessive(context.document, span)
        and not _quoted(context, span)
    ]


def _mentioned(context: Context, start: int, end: int) -> tuple[tuple[Span, Entity], ...]:
    """The names between two offsets."""
    first = bisect_left(context.mentions, start, key=lambda m: m[0].start)
    last = bisect_right(context.mentions, end, key=lambda m: m[0].end)
    return context.mentions[first:last]


def _fits(context: Context, speaker: Speaker, gender: str) -> bool:
    entity = context.people.entity(speaker.name, context.document.id)
    return entity is None or entity.gender in {"", gender}


def _remembered(context: Context, entity: Entity) -> Speaker:
    return next((v for _, v in reversed(context.said) if v.id == entity.id), speaker_for(entity))


def group_before(context: Context, source: Span) -> Speaker | None:
    """Resolve "they": the group or body that spoke last, if it did so in the sentences just before."""
    floor = _floor(context, source.start)
    for at, voice in reversed(context.said):
        if at < floor:
            break
        return voice if voice.kind in {SpeakerKind.UNNAMED, SpeakerKind.BODY} else None
    return None


def body_before(context: Context, source: Span) -> Speaker | None:
    """Resolve "it said": the body that spoke in this sentence or the one before, or the only body named there."""
    at = _index(context, source.start)
    for sentence in (context.spans[at], context.spans[at - 1] if at else context.spans[at]):
        if noun := opens_with_paper(sentence.quote.lower().replace(",", " ").split()[:4]):
            return paper_of(context, source, noun)  # "The report describes ... Attempts rose, it said."
        spoken = [v for place, v in context.said if sentence.start <= place < min(sentence.end, source.start)]
        if spoken:
            return spoken[-1] if spoken[-1].kind is SpeakerKind.BODY else None
        named = _mentioned(context, sentence.start, min(sentence.end, source.start))
        bodies = [e for s, e in named if e.kind is SpeakerKind.BODY and not _quoted(context, s)]
        if bodies:
            return speaker_for(bodies[0]) if len({e.id for e in bodies}) == 1 else None
    return None


def name_before(context: Context, source: Span) -> Speaker | None:
    """Who "who" means: the name that ends right before it."""
    for span, entity in reversed(context.mentions):
        if span.end <= source.start:
            between = context.document.text[span.end : source.start]
            apposed = between.count(",") == 2 and len(between) < _APPOSITION and "." not in between  # noqa: PLR2004
            if between.strip() in {"", ",", ")", "),"} or apposed:
                return _remembered(context, entity)
            break
    return None


def _index(context: Context, offset: int) -> int:
    return max(0, bisect_right(context.spans, offset, key=lambda s: s.start) - 1)


def _floor(context: Context, offset: int) -> int:
    return context.spans[max(0, _index(context, offset) - _REACH)].start


def _is_media(entity: Entity) -> bool:
    return entity.name.lower() in lexicon("media") or entity.key in lexicon("media")
