"""Who speaks for whom: the spokesman of a ministry says what the ministry says, and Moscow what Russia says.

Only what the documents say in so many words: "Orrin spokeswoman Jane Roe", "Jane Roe, a spokeswoman for Orrin". Who
is called so of two bodies, or formerly, speaks for nobody.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from cuibono.core.claims import Speaker, SpeakerKind
from cuibono.core.ids import content_id
from cuibono.core.text import Document, Span
from cuibono.language.lexicons import lexicon
from cuibono.stories.bodies import state_of
from cuibono.stories.people import Entity, People

_POST = (
    r"(?:spokes(?:man|woman|person)|press (?:secretary|officer|attach[eé])|communications (?:director|chief)"
    r"|director of communications|campaign manager)"
)
_RANK = r"(?:(?:chief|deputy|senior|top|principal|lead|national|campaign|media)\s+)*"
_TITLES = (
    r"(?:(?:[A-Z][a-z]{1,4}\.|Rear|Vice|Lt\.?|Col\.?|Captain|Colonel|Major|Commander|Admiral|General|Sergeant)\s+)*"
)
# What stands between Orrin and Jane Roe in "Orrin's chief spokeswoman, Jane Roe".
_BEFORE = re.compile(rf"(?:['’]s?)?\s+(?P<rest>{_RANK}{_POST}),?\s+{_TITLES}", re.IGNORECASE)
# What stands between Jane Roe and Orrin in "Jane Roe, a spokeswoman for Orrin".
_AFTER = re.compile(
    rf",\s+(?:an?\s+|the\s+)?(?P<rest>{_RANK}{_POST})\s+(?:for|of|at|with)\s+(?:the\s+)?(?:U\.S\.\s+)?", re.IGNORECASE
)
# Between the two and after both: "Jane Roe, the Orrin spokeswoman".
_WITHIN = re.compile(r",\s+(?:an?\s+|the\s+)", re.IGNORECASE)
_BEHIND = re.compile(rf"(?:['’]s?)?\s+(?P<rest>{_RANK}{_POST})\b", re.IGNORECASE)
_FORMER = re.compile(
    r"\b(?:former|ex|then|onetime|one-time|longtime former|fired|ousted)[\s-]+(?:the\s+)?$", re.IGNORECASE
)
# "Jane Roe, a department spokeswoman"; "department spokeswoman Jane Roe": of the department named last.
_COMMON_BEFORE = re.compile(rf"\b([a-z]+)\s+{_POST},?\s+{_TITLES}$")
_COMMON_AFTER = re.compile(rf",\s+(?:an?|the)\s+([a-z]+)\s+{_POST}\b")
_FURTHEST = 90  # characters between a body's name and its spokesman's


class Mouthpieces:
    """For whom the speakers of a story speak."""

    def __init__(self, documents: Iterable[Document], people: People) -> None:
        """Read who is called whose spokesman."""
        self._people = people
        found: dict[str, dict[str, Entity]] = defaultdict(dict)
        for document in sorted(documents, key=lambda d: d.id):
            for person, principal in _posts(document, people):
                found[person.id][principal.id] = principal
        self._principals = {person: only for person, all_ in found.items() if (only := _only(all_)) is not None}

    def source(self, speaker: Speaker) -> str:
        """The speaker id of whoever answers for a speaker's words: the speaker's own, a body's or a state's."""
        principal = self._principals.get(speaker.id)
        if principal is None and speaker.kind is not SpeakerKind.BODY:
            return speaker.id
        key = principal.key if principal else self._people.key_of(speaker)
        state = state_of(key) or (state_of(speaker.name) if principal is None else "")
        if state:
            return content_id("s", "body", state)
        return principal.id if principal else speaker.id


def _only(principals: dict[str, Entity]) -> Entity | None:
    """The one body, or else the one person, that somebody speaks for."""
    bodies = [e for e in principals.values() if e.kind is SpeakerKind.BODY]
    chosen = bodies or list(principals.values())
    return chosen[0] if len(chosen) == 1 else None


def _posts(document: Document, people: People) -> Iterator[tuple[Entity, Entity]]:
    """Pairs of a person and whom the words around the name call that person the spokesman of."""
    mentions = people.mentions(document)
    for (left, one), (right, other) in pairwise(mentions):
        if right.start - left.end > _FURTHEST or one.id == other.id:
            continue
        between = document.text[left.end : right.start]
        if other.kind is SpeakerKind.PERSON and (post := _BEFORE.fullmatch(between)):
            if not _FORMER.search(document.text[max(0, left.start - 20) : left.start]):
                yield other, _principal(one, left, post.group("rest"))
        elif one.kind is SpeakerKind.PERSON and (post := _AFTER.fullmatch(between)):
            yield one, _principal(other, right, post.group("rest"))
        elif one.kind is SpeakerKind.PERSON and _WITHIN.fullmatch(between):
            behind = _BEHIND.match(document.text, right.end)
            if behind:
                yield one, _principal(other, right, behind.group("rest"))
    yield from _by_noun(document, people)


def _by_noun(document: Document, people: People) -> Iterator[tuple[Entity, Entity]]:
    """The same where the body is called by its noun: the body of that noun that was named last."""
    last: dict[str, Entity] = {}
    for span, entity in people.mentions(document):
        if entity.kind is SpeakerKind.BODY:
            last.update((word, entity) for word in entity.key.split() if word in lexicon("bodies_common"))
            continue
        before = document.text[max(0, span.start - _FURTHEST) : span.start]
        noun = _COMMON_BEFORE.search(before) or _COMMON_AFTER.match(document.text, span.end)
        if noun and noun.group(1) in last:
            yield entity, last[noun.group(1)]


def _principal(entity: Entity, span: Span, post: str) -> Entity:
    """Whose post it is: of "Roe campaign manager" the campaign's."""
    if not post.lower().startswith("campaign"):
        return entity
    name = f"{span.quote.split()[-1]} campaign"
    return Entity(name.lower(), name, SpeakerKind.BODY)
