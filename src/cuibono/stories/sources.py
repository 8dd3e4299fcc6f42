"""The speaker that a source names: "Jane Roe, chief scientist at Orrin", "the Orrin report", "officials"."""

from __future__ import annotations

import re
from bisect import bisect_right

from cuibono.core.claims import Speaker, SpeakerKind
from cuibono.core.ids import content_id
from cuibono.core.text import Document, Role, Span
from cuibono.language.lexicons import lexicon
from cuibono.stories.antecedents import (
    Context,
    body_before,
    described_as,
    group_before,
    holder,
    introduced,
    is_possessive,
    name_before,
    nearest_body,
    paper_of,
    person_before,
    speaker_for,
)
from cuibono.stories.naming import key_of
from cuibono.stories.papers import paper_in
from cuibono.stories.people import Entity

Inside = tuple[tuple[Span, Entity], ...]  # the names in a source, in order

# "a firm's report quoted by Wirefox": the report speaks, not who quotes it
_QUOTED_BY = re.compile(r"(?<=\w)\s(?:quoted|cited|seen|obtained|reviewed) by\s")
_OFFICE = re.compile(r"the (?:[a-z-]+ ){0,3}?([a-z]+) (?:of|at|for) ")
_WORDS = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*\.?")
_SPOKES = re.compile(
    r"\b(?:spokes(?:man|woman|person|people|men|women)|press secretary|press office|representatives?)\b", re.IGNORECASE
)
_COURTESY = re.compile(r"^(?:and|but)\s+|\b(?:Mr|Mrs|Ms|Mx|Miss)\b\.?|^(?:the|a|an)\s+$", re.IGNORECASE)
_STAND_FOR_OTHERS = frozenset({"he", "she", "they", "them", "it", "who"})
_OWNERS = {"his": "he", "her": "she", "its": "it", "their": "they"}  # "in her view"
_FROM = re.compile(r"\s*\(?\s*(?:of|from|at|in|with|for)\s+(?:the\s+)?")
_ANYBODY = frozenset({"man", "woman", "boy", "girl", "fellow", "person", "resident", "member", "neighbor", "friend"})
_SEATED = re.compile(r"(?:the\s+)?(\S[^,;]*\S)\s+in\s+(?:the\s+)?", re.IGNORECASE)
_SEATS = frozenset({"embassy", "consulate", "mission", "legation"})
_FIRST = frozenset({"i", "we", "you", "one", "everyone", "everybody", "nobody", "someone"})


def resolve(context: Context, source: Span) -> Speaker | None:
    """The speaker of a source; None for first persons, whose own words they are."""
    if passed := _QUOTED_BY.search(source.quote):
        source = Span(context.document, source.start, source.start + passed.start())
    text = " ".join(source.quote.split())
    low = text.lower().replace("’", "'")
    if low in _FIRST:
        return None
    low = _OWNERS.get(low, low)
    if low in _STAND_FOR_OTHERS:
        return _antecedent(context, source, low) or _unnamed(context, text)
    inside = tuple((s, e) for s, e in context.mentions if source.holds(s))
    head = _head(source.quote)
    part = _part_of(context, source, head) if low.startswith(("its ", "their ")) else _in_capitals(context, text)
    if part is not None:
        return part
    if inside:
        return _named(context, source, head, inside)
    return (
        _single(context, source, head)
        or _by_noun(context, source, head)
        or _introduced(context, source, head)
        or _in_title(context, source, head)
        or _unnamed(context, head or text)
    )


def _in_capitals(context: Context, text: str) -> Speaker | None:
    """Resolve "ROE SAYS ...", as old headlines and agencies print it: a person of the text, if one bears that name."""
    if not text.isupper() or not text.isalpha():
        return None
    entity = context.people.entity(text.title(), context.document.id)
    return speaker_for(entity) if entity is not None and entity.kind is SpeakerKind.PERSON else None


def _antecedent(context: Context, source: Span, low: str) -> Speaker | None:
    match low:
        case "he":
            return person_before(context, source, "m")
        case "she":
            return person_before(context, source, "f")
        case "it":
            return body_before(context, source)
        case "who":
            return name_before(context, source)
        case _:
            return group_before(context, source)


def _single(context: Context, source: Span, head: str) -> Speaker | None:
    """A single capitalised word that speaks is a name, though nothing else in the text shows it."""
    low = head.lower()
    common = lexicon("unnamed") | lexicon("stop") | lexicon("roles") | lexicon("demonyms") | lexicon("openers")
    if not head.isalpha() or not head[0].isupper() or low in common or low.endswith("s"):
        return None
    entity = context.people.entity(head, context.document.id)
    if entity is None:
        return None
    after = source.quote[len(head) :].lower()
    person = any(word in lexicon("roles") for word in after.replace(",", " ").split()[:8])
    if person and entity.kind is SpeakerKind.BODY:
        entity = Entity(entity.key, entity.name, SpeakerKind.PERSON)
    return Speaker(entity.id, entity.name, entity.kind, role=after.strip(" ,") if person else "")


def _named(context: Context, source: Span, head: str, inside: Inside) -> Speaker:
    """The speaker of a source that holds names: by what its head ends in."""
    within = [(s, e) for s, e in inside if s.end <= source.start + len(head)]
    if (office := _office_holder(context, source, head)) is not None:
        return office
    if within and (speaker := _by_last_name(context, source, head, within, inside)) is not None:
        return speaker
    words = _WORDS.findall(head)
    noun = words[-1].lower().rstrip(".").replace("’", "'") if words else ""
    apposed = _apposed(source, head, inside)
    if apposed is not None and noun in lexicon("roles"):
        return _with_role(context, apposed, source, head, inside, within[0][1] if within else None)
    return _by_last_noun(context, head, noun, within or list(inside))


def _by_last_name(
    context: Context, source: Span, head: str, within: list[tuple[Span, Entity]], inside: Inside
) -> Speaker | None:
    """The speaker of "chemist Jane Roe", "Jan Roe of Ohio", "a spokesman for Orrin", "officials at Orrin"."""
    span, entity = within[-1]
    person = next((p for p in reversed(within[:-1]) if p[1].kind is SpeakerKind.PERSON), None)
    if person is not None and not is_possessive(context.document, person[0]):
        between = context.document.text[person[0].end : span.start]
        if _FROM.fullmatch(between):
            return _with_role(context, person[1], source, head, inside, entity)
    if span.end < source.start + len(head.rstrip(" .,\"”'’")) or head.endswith(("'s", "’s")):
        return None
    if (seated := _seated(context, source, span, within)) is not None:
        return seated
    spokes = _SPOKES.search(head)
    if spokes and span.start > source.start + spokes.end() and " for " in head[spokes.end() :] + " ":
        return _of(entity, role=head)
    body = next((e for _, e in within[:-1] if e.kind is SpeakerKind.BODY), None)
    if _group_at(head):
        return _unnamed(context, head, affiliation=entity.name if entity.kind is SpeakerKind.BODY else "")
    return _with_role(context, entity, source, head, inside, body)


def _seated(context: Context, source: Span, place: Span, within: list[tuple[Span, Entity]]) -> Speaker | None:
    """Resolve "the embassy in Cairo", "the Foreign Ministry in Berlin": the body speaks, not the town it sits in."""
    before = _SEATED.fullmatch(context.document.text[source.start : place.start])
    if before is None or before.group(1).split()[-1].lower() not in lexicon("bodies_common") | _SEATS:
        return None
    ends = source.start + before.end(1)
    # As it is named here and nowhere as another state's: "the Foreign Ministry" may be what a third party's is called.
    printed = " ".join(before.group(1).split()).casefold()
    body = next((e for s, e in within if s.end == ends and e.name.casefold() == printed), None)
    if body is not None and body.kind is SpeakerKind.BODY:
        return _of(body)
    name = " ".join(context.document.text[source.start + before.start(1) : place.end].split())
    return Speaker(content_id("s", "body", key_of(name)), name, SpeakerKind.BODY)


def _by_last_noun(context: Context, head: str, noun: str, within: list[tuple[Span, Entity]]) -> Speaker:
    """Resolve "the Orrin spokesman", "Orrin's report", "the Roe campaign", "White House officials"."""
    first = within[0][1]
    if _group_at(head) and not _SPOKES.search(head):
        return _unnamed(context, head, affiliation=next((e.name for _, e in within if e.kind is SpeakerKind.BODY), ""))
    if _SPOKES.search(head) and not _plural_unnamed(noun):
        return _of(first, role=head)
    if noun in lexicon("papers"):
        return _of(first, role=head)
    if noun in lexicon("bodies_common"):
        name = re.sub(r"^(?:the|a|an)\s+", "", head, flags=re.IGNORECASE)
        if first.kind is SpeakerKind.BODY and noun in {"company", "firm", "agency", "vendor"}:
            return _of(first)
        name = re.sub(r"['’]s(?= \w+$)", "", name)
        return Speaker(content_id("s", "body", key_of(name)), name, SpeakerKind.BODY)
    body = next((e.name for _, e in within if e.kind is SpeakerKind.BODY), "")
    return _unnamed(context, head, affiliation=body)


def _with_role(
    context: Context, entity: Entity, source: Span, head: str, inside: Inside, body: Entity | None
) -> Speaker:
    if entity.kind is not SpeakerKind.PERSON:
        return _of(entity)
    after = source.quote[len(head) :].strip(" ,")
    own = next((s for s, e in inside if e == entity), source)
    before = context.document.text[source.start : own.start].strip(" ,")
    role = after or _COURTESY.sub("", before)
    affiliation = next((e.name for s, e in inside if s.start > own.end and e.kind is SpeakerKind.BODY), "")
    if not affiliation and body is not None and body != entity and not _heads_office(context.document, body, inside):
        affiliation = body.name
    return Speaker(entity.id, entity.name, SpeakerKind.PERSON, role=" ".join(role.split()), affiliation=affiliation)


def _by_noun(context: Context, source: Span, head: str) -> Speaker | None:
    words = [w.lower().rstrip(".") for w in _WORDS.findall(head)]
    if not words or (words[0] not in {"the", "his", "her", "its", "their", "this", "that"} and not words[0].isdigit()):
        return None
    noun = words[-1]
    if (paper := _paper(context, source, words)) is not None:
        return paper
    role = " ".join(words[1:])
    if words[0] == "the" and noun in lexicon("roles") and (person := holder(context, source, role, noun)) is not None:
        return person
    if words[0] in {"the", "this"} and len(words) <= 4:  # noqa: PLR2004 - "the cable news network"
        if noun in lexicon("bodies_common"):
            return nearest_body(context, source, noun)
        if noun not in lexicon("roles") | lexicon("unnamed"):
            return described_as(context, source, noun)
    return None


def _introduced(context: Context, source: Span, head: str) -> Speaker | None:
    """Resolve "a federal judge" in an opening that names him afterwards."""
    words = [w.lower() for w in _WORDS.findall(head)]
    if len(words) < 2 or words[0] not in {"a", "an"}:  # noqa: PLR2004 - the article and a noun
        return None
    noun = words[-1]
    singular = noun in lexicon("roles") - lexicon("unnamed") - _ANYBODY
    return introduced(context, source, noun) if singular else None


def _part_of(context: Context, source: Span, head: str) -> Speaker | None:
    """Resolve "its embassy in Rome" after "Halden rejected the report": the embassy of the body just named."""
    words = _WORDS.findall(head)
    noun = next((w.lower() for w in words[1:4] if w.lower() in lexicon("bodies_common")), "")
    whole = body_before(context, source) if noun else None
    if whole is None:
        return None
    name = f"{whole.name} {' '.join(head.split()[1:])}"
    return Speaker(content_id("s", "body", key_of(name)), name, SpeakerKind.BODY)


def _in_title(context: Context, source: Span, head: str) -> Speaker | None:
    """Resolve "security firm says" in a title: the only body that the text below calls so."""
    block = context.document.block_at(source.start)
    words = _WORDS.findall(head)
    if block is None or block.role is not Role.TITLE or not words:
        return None
    noun = words[-1].lower()
    return described_as(context, source, noun) if noun in lexicon("bodies_common") else None


def _paper(context: Context, source: Span, words: list[str]) -> Speaker | None:
    """Resolve "the report", "the group's annual report", "the report's sixth chapter": whose paper it is."""
    plain = [w.replace("’", "'") for w in words]
    noun = paper_in(plain)
    if not noun:
        return None
    at = next(i for i, w in enumerate(plain) if w.removesuffix("'s") == noun)
    possessor = next((w.removesuffix("'s") for w in plain[:at] if w.endswith("'s")), "")
    if possessor:
        return nearest_body(context, source, possessor) if possessor in lexicon("bodies_common") else None
    return paper_of(context, source, noun)


def _office_holder(context: Context, source: Span, head: str) -> Speaker | None:
    """Resolve "the research director of Orrin" after "Jane Roe goes further.": the one person just named."""
    found = _OFFICE.match(head)
    if not found or found.group(1).lower() not in lexicon("roles"):
        return None
    at = max(0, bisect_right(context.spans, source.start, key=lambda s: s.start) - 1)
    if not at:
        return None
    last = context.spans[at - 1]
    between = context.document.text[last.end : source.start]
    people = [(s, e) for s, e in context.mentions if last.holds(s) and e.kind is SpeakerKind.PERSON]
    if "\n\n" in between or len({e.key for _, e in people}) != 1 or people[0][0].start != last.start:
        return None
    return speaker_for(people[0][1])


def _unnamed(context: Context, words: str, affiliation: str = "") -> Speaker:
    plain = re.sub(r"^(?:the|a|an)\s+", "", " ".join(words.split()), flags=re.IGNORECASE)
    speaker_id = content_id("s", "unnamed", context.document.id, plain.lower())
    return Speaker(speaker_id, plain, SpeakerKind.UNNAMED, affiliation=affiliation)


def _heads_office(document: Document, body: Entity, inside: Inside) -> bool:
    """Whether a name is only part of an office: "Transport Minister"."""
    span = next(s for s, e in inside if e == body)
    after = document.text[span.end : span.end + 12].strip().lower()
    return " " not in body.name and after.startswith(("minister", "secretary", "commissioner"))


def _of(entity: Entity, role: str = "") -> Speaker:
    return speaker_for(entity, role if _SPOKES.search(role) else "")


def _head(source: str) -> str:
    """The phrase before its first apposition or relative clause."""
    cut = re.split(
        r",\s|\s\(|\swho\b|\swhose\b|\s[—–]\s|\son (?=(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)", source, maxsplit=1
    )[0]
    return cut.rstrip(" ,")


def _group_at(head: str) -> bool:
    """Whether a phrase is headed by people nobody can name: "officials at X", "a person familiar with X"."""
    before = re.split(r"\s(?:at|of|for|from|in|with|inside|familiar|close|within|who|on)\s", head, maxsplit=1)
    if len(before) < 2:  # noqa: PLR2004
        return False
    words = [w.lower() for w in _WORDS.findall(before[0])]
    if words and words[-1] in lexicon("unnamed"):
        return True
    small = bool(words) and _WORDS.findall(before[0])[-1][0].islower()
    return small and words[-1] not in lexicon("papers") - {"spokesman", "spokeswoman", "spokesperson"}


def _plural_unnamed(noun: str) -> bool:
    return noun.endswith("s") and noun in lexicon("unnamed")


def _apposed(source: Span, head: str, inside: Inside) -> Entity | None:
    """The person named in an apposition: "the company's chief scientist, Jane Roe"."""
    for span, entity in inside:
        if entity.kind is SpeakerKind.PERSON and source.start + len(head) < span.start <= source.start + len(head) + 3:
            return entity
    return None
