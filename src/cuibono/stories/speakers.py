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
from cuibono.core.text import Block, Document, Kind, Role
from cuibono.language.attribution import Attribution
from cuibono.language.lexicons import lexicon
from cuibono.language.quotes import quotations
from cuibono.language.sentences import sentences
from cuibono.stories.antecedents import Context
from cuibono.stories.descriptions import kinds, offices, roles, shared
from cuibono.stories.mouthpieces import Mouthpieces
from cuibono.stories.naming import key_of
from cuibono.stories.people import People
from cuibono.stories.sources import resolve

METHOD = Method("speaker-rules", "3")

# publishers whose own documents are their own statements
_OWN_VOICE = frozenset({OutletKind.VENDOR, OutletKind.GOVERNMENT, OutletKind.RESEARCH})
# "told CNN", "said on Fox News Sunday", "in an interview with the Star"
_TOLD = re.compile(
    r"\b(?:(?:told|tells|telling)|(?:interviews?|speaking|spoke|speaks) (?:with|to|on)|statement to"
    r"|(?:said|says|saying|appear(?:ed|ing)) on)\s+(?:the\s+)?((?:[A-Z][\w&.’'-]*\s?){1,5})"
)
_NEAR = 60  # characters behind the cue
_OPINION = re.compile(r"\b(?:opinion|op-?ed|commentary|column)s?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Voice:
    """The speaker of an attribution and those who pass the words on, nearest to the speaker first."""

    speaker: Speaker
    via: tuple[Speaker, ...] = ()


class Cast:
    """The speakers of one story."""

    def __init__(self, story: Story, outlets: Mapping[str, Outlet], people: People | None = None) -> None:
        """Read who is named in the story, if nobody did; ``outlets`` by document id."""
        self._people = People(story.documents) if people is None else people
        self._outlets = outlets
        self._papers = frozenset(key_of(o.name) for o in outlets.values() if o.name)
        self._mouthpieces = Mouthpieces(story.documents, self._people)
        self._turns = {d.id: _numbered(d) for d in story.documents}
        self._roles = offices([roles(d, self._people) for d in story.documents], [d.id for d in story.documents])
        self._kinds = shared([kinds(d, self._people) for d in story.documents], [d.id for d in story.documents])

    def source(self, speaker: Speaker) -> str:
        """The speaker id of whoever answers for a speaker's words: a spokesman's body, the state whose seat speaks."""
        return self._mouthpieces.source(speaker)

    def own(self, document: Document, block: Block | None = None) -> Speaker:
        """Who speaks where nobody is named: the writer of a turn, the author of an opinion piece, else the outlet."""
        if block is not None and block.role is Role.TURN:
            return self._turn(document, block)
        outlet = self._outlets.get(document.id)
        name = _NEWSROOM.sub("", (outlet.name if outlet else "") or document.outlet)
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
        if kind in _OWN_VOICE and entity is not None and entity.kind is SpeakerKind.BODY:
            return Speaker(entity.id, entity.name, SpeakerKind.BODY)
        return Speaker(content_id("s", "body", key_of(name)), name, SpeakerKind.OUTLET)

    def _turn(self, document: Document, block: Block) -> Speaker:
        who = (block.by or "").strip()
        if not who:
            name = f"voice {self._turns[document.id][block.start]}"
            return Speaker(content_id("s", "unnamed", document.id, name), name, SpeakerKind.UNNAMED)
        entity = self._people.entity(who, document.id)
        if entity is not None and entity.kind is SpeakerKind.PERSON and " " in entity.name and " " in who:
            return Speaker(entity.id, entity.name, SpeakerKind.PERSON)
        return Speaker(content_id("s", "turn", document.id, who.lower()), who, SpeakerKind.PERSON)

    def voices(self, document: Document, found: Sequence[Attribution]) -> tuple[Voice | None, ...]:
        """The voice of each attribution of a document, in their order; None where the outlet or turn itself speaks."""
        context = Context(
            document,
            self._people,
            self._people.mentions(document),
            sentences(document),
            self._roles[document.id],
            self._kinds[document.id],
            tuple((q.start, q.end) for q in quotations(document)),
            papers=self._papers,
        )
        return tuple(_voice(context, attribution) for attribution in found)


def _voice(context: Context, attribution: Attribution) -> Voice | None:
    """The voice of one attribution; it is remembered for the pronouns that follow."""
    speaker = resolve(context, attribution.source) if attribution.source else None
    if attribution.source is None or speaker is None:
        return None
    context.said.append((attribution.source.start, speaker))
    via = tuple(s for span in attribution.relays if (s := resolve(context, span)) is not None)
    return Voice(speaker, via or _told(context, attribution, speaker))


def _told(context: Context, attribution: Attribution, speaker: Speaker) -> tuple[Speaker, ...]:
    """The paper or broadcaster that somebody is said to have told it to, which passes the words on."""
    cue = attribution.cue or attribution.source
    if cue is None:
        return ()
    document = context.document
    start = min(cue.start, attribution.source.start if attribution.source else cue.start)
    told = _TOLD.search(document.text, start, cue.end + _NEAR)
    if told is None or re.search(r"[.!?][”\"’]?\s", document.text[start : told.start()]):
        return ()
    name = next((" ".join(p) for p in _beginnings(told.group(1).split()) if _is_media(context, " ".join(p))), "")
    own = key_of(document.outlet or "")
    entity = context.people.entity(name, document.id) if name else None
    if entity is None or entity.id == speaker.id or key_of(name) == own:
        return ()
    return (Speaker(entity.id, entity.name, SpeakerKind.BODY),)


def _beginnings(words: Sequence[str]) -> tuple[Sequence[str], ...]:
    """All first words of a name, longest first, a genitive taken off the last: "CNN's Jake Tapper" begins with CNN."""
    whole = [re.sub(r"['’]s?$", "", word) for word in words]
    return tuple(whole[:count] for count in range(len(whole), 0, -1))


def _is_media(context: Context, name: str) -> bool:
    """Whether a name is a paper's or broadcaster's, by the list of those known or by an outlet of the story."""
    return name.casefold() in lexicon("media") or key_of(name) in context.papers


# A firm's newsroom speaks for the firm.
_NEWSROOM = re.compile(r"\s+(?:Newsroom|Press ?[Rr]oom|Press Office|Press Cent(?:er|re)|Media Cent(?:er|re))$")


def _numbered(document: Document) -> dict[int, int]:
    """Start of a turn -> its number, from 1."""
    turns = [block for block in document.blocks if block.role is Role.TURN]
    return {block.start: number for number, block in enumerate(turns, 1)}


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
