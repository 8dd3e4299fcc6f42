"""The room's page: what was said, who answers whom, what nobody answered."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cuibono.core.talk import READER, Act, Live, Phrased, Remark, Turn
from cuibono.web.links import Linked
from cuibono.web.render import fragment

PEOPLE = "you"  # in place of a lens: what readers said


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
class View:
    """Which part of a room is shown: one lens ("you": people), one thread (by a turn in it), up to a running number.

    ``to`` is the turn that the reader wants to speak to. Everything empty shows all.
    """

    lens: str = ""
    thread: str = ""
    until: int = 0
    to: str = ""


@dataclass(frozen=True, slots=True)
class RoomPage:
    """Everything that the template of a room asks."""

    page: Linked
    view: View
    said: tuple[Said, ...]
    shown: frozenset[str]  # ids of the turns that the view shows
    ended: bool
    unanswered: frozenset[str]
    lenses: tuple[tuple[str, str], ...]  # name, purpose
    replies: dict[str, tuple[tuple[str, str], ...]]  # by turn: (name and number, id) of those that answer it
    question: str = ""  # words to begin with; what somebody tried to say, and why it was not taken
    problem: str = ""

    @property
    def to(self) -> Said | None:
        """The turn that the reader speaks to."""
        return next((each for each in self.said if each.turn.id == self.view.to), None)

    @property
    def last(self) -> int:
        """The running number of the last turn; 0 in an empty room."""
        return self.said[-1].number if self.said else 0


def room_page(
    whole: Linked,
    live: Live,
    lenses: Iterable[tuple[str, str]],
    view: View,
    *,
    question: str = "",
    problem: str = "",
) -> RoomPage:
    """The page of a room as it stands; what the view names and is not there is as if it were not named."""
    page = in_room(whole, live.turns)
    replies: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for number, turn in live.turns:
        if turn.act is not Act.SYNTHESISE:  # the chair sums up what was said, and answers nobody
            for answered in dict.fromkeys(turn.answers):
                replies[answered].append((f"{name_of(turn)} {number}", turn.id))
    named = tuple(lenses)
    by_id = {turn.id: turn for _, turn in live.turns}
    view = View(
        view.lens if view.lens == PEOPLE or any(view.lens == name for name, _ in named) else "",
        view.thread if view.thread in by_id else "",
        min(view.until, live.turns[-1][0]) if live.turns else 0,
        view.to if view.to in by_id else "",
    )
    return RoomPage(
        page=page,
        view=view,
        shown=_shown(live.turns, view),
        said=tuple(said(number, turn) for number, turn in live.turns),
        ended=live.ended,
        unanswered=frozenset(live.unanswered),
        lenses=named,
        replies={turn: tuple(found) for turn, found in replies.items()},
        question=question,
        problem=problem,
    )


def _shown(turns: Sequence[tuple[int, Turn]], view: View) -> frozenset[str]:
    """Ids of the turns that a view shows; room.js chooses by the same rules."""
    only = thread(turns, view.thread) if view.thread else {turn.id for _, turn in turns}
    return frozenset(
        turn.id
        for number, turn in turns
        if turn.id in only
        and (not view.until or number <= view.until)
        and (not view.lens or view.lens == (PEOPLE if isinstance(turn, Remark) else turn.lens))
    )


def thread(turns: Sequence[tuple[int, Turn]], start: str) -> set[str]:
    """Ids of all turns that answer each other and hang together with one; the chair answers nobody."""
    near: dict[str, set[str]] = defaultdict(set)
    for _, turn in turns:
        if turn.act is not Act.SYNTHESISE:
            for answered in turn.answers:
                near[turn.id].add(answered)
                near[answered].add(turn.id)
    found, waiting = {start}, [start]
    while waiting:
        fresh = near[waiting.pop()] - found
        found |= fresh
        waiting += fresh
    return found


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
