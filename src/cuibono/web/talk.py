"""The room's page: what was said, who answers whom, what nobody answered."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cuibono.core.talk import READER, Act, Live, Phrased, Remark, Turn
from cuibono.web.links import Linked
from cuibono.web.render import fragment


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of what a person said; ``mine`` if the record does not say it, ``claims`` if it does."""

    text: str
    mine: bool
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A turn as it is shown: its running number, who speaks, what a person's words are worth."""

    number: int
    turn: Turn
    name: str
    pieces: tuple[Piece, ...]  # of a person's words; empty for the panel
    note: str  # what happened to what a model wrote


@dataclass(frozen=True, slots=True)
class RoomPage:
    """Everything that the template of a room asks."""

    page: Linked
    said: tuple[Said, ...]
    ended: bool
    unanswered: frozenset[str]
    lenses: tuple[tuple[str, str], ...]  # name, purpose
    replies: dict[str, tuple[tuple[str, str], ...]]  # by turn: (name and number, id) of those that answer it
    question: str = ""  # what somebody tried to say, and why it was not taken
    problem: str = ""

    @property
    def last(self) -> int:
        """The running number of the last turn; 0 in an empty room."""
        return self.said[-1].number if self.said else 0


def room_page(
    whole: Linked, live: Live, lenses: Iterable[tuple[str, str]], *, question: str = "", problem: str = ""
) -> RoomPage:
    """The page of a room as it stands."""
    page = in_room(whole, live.turns)
    replies: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for number, turn in live.turns:
        if turn.act is not Act.SYNTHESISE:  # the chair sums up what was said, and answers nobody
            for answered in dict.fromkeys(turn.answers):
                replies[answered].append((f"{name_of(turn)} {number}", turn.id))
    return RoomPage(
        page=page,
        said=tuple(said(number, turn) for number, turn in live.turns),
        ended=live.ended,
        unanswered=frozenset(live.unanswered),
        lenses=tuple(lenses),
        replies={turn: tuple(found) for turn, found in replies.items()},
        question=question,
        problem=problem,
    )


def in_room(whole: Linked, turns: Sequence[tuple[int, Turn]]) -> Linked:
    """The same reading, knowing who speaks in the room; the one it is made from stays as it is."""
    page = copy.copy(whole)
    page.lenses = {turn.id: name_of(turn) for _number, turn in turns}
    return page


def said(number: int, turn: Turn) -> Said:
    """A turn as it is shown."""
    note = turn.note if isinstance(turn, Phrased) else ""
    pieces = tuple(_pieces(turn)) if isinstance(turn, Remark) else ()
    return Said(number, turn, name_of(turn), pieces, note)


def name_of(turn: Turn) -> str:
    """Who speaks: a lens, or a person by the name they gave."""
    if isinstance(turn, Remark):
        return turn.by or READER
    return turn.lens.capitalize()


def written(whole: Linked, number: int, turn: Turn, before: Sequence[tuple[int, Turn]]) -> str:
    """A turn's HTML, as the page has it."""
    return fragment("turn.html", room=None, page=in_room(whole, [*before, (number, turn)]), said=said(number, turn))


def _pieces(remark: Remark) -> Iterable[Piece]:
    """A person's words cut into passages; what stands between them belongs to the one before."""
    at = 0
    ordered = sorted(remark.passages, key=lambda passage: passage.start)
    for place, passage in enumerate(ordered):
        end = ordered[place + 1].start if place + 1 < len(ordered) else len(remark.words)
        start = at if place == 0 else passage.start
        yield Piece(remark.words[start:end].strip(), not passage.asks and not passage.claims, passage.claims)
        at = end
    if not ordered:
        yield Piece(remark.words.strip(), mine=True, claims=())
