"""The chair sums up: what stands, what is contested, what is unknown, what to watch; nothing open is left out.

The chair says nothing new: every span it cites was cited in one of the turns that it names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from cuibono.core.claims import Claim, SpeakerKind
from cuibono.core.findings import Clock
from cuibono.core.talk import MARKER, Act, Topic, Turn
from cuibono.core.text import Span
from cuibono.room.confidence import confidence
from cuibono.room.moves import clocks
from cuibono.room.phrases import Line
from cuibono.room.replies import Spoken
from cuibono.room.standing import accused, bearers, charges, stands, tellers
from cuibono.room.table import Table, documents, listed, origins

_STANDING = 3
_WATCHED = 2
_NAMED = 3
_NEVER = datetime.max.replace(tzinfo=UTC)
_NEAR = 2  # words shared with the titles, below which a fact may stand and is beside the story
_WORDS = 4  # fewer words are no statement
_TELLING = 10  # smaller numbers are too common to tie claims together


@dataclass(frozen=True, slots=True)
class Point:
    """One sentence of the synthesis and the turns and claims it comes from."""

    line: Line
    turns: tuple[str, ...]
    topic: Topic
    claims: tuple[str, ...] = ()
    kept: bool = False  # an open challenge or question: said in the barest words rather than not at all


def lines(table: Table, talk: Sequence[Spoken]) -> Iterator[Point]:
    """The points of the synthesis, in order; none where nobody has spoken."""
    if not talk:
        return
    yield from _stands(table, talk)
    yield from (
        _open(table, spoken, "chair.contested")
        for spoken in talk
        if spoken.turn.open and spoken.turn.act is not Act.ASK
    )
    yield from (
        _open(table, spoken, "chair.unknown") for spoken in talk if spoken.turn.open and spoken.turn.act is Act.ASK
    )
    yield from _watch(table, talk)


def _stands(table: Table, talk: Sequence[Spoken]) -> Iterator[Point]:
    disputed = {claim for spoken in talk if spoken.turn.open for claim in spoken.turn.claims}
    figures = {figure for claim in disputed for figure in _figures(table, claim)}
    found: dict[str, tuple[Turn, Span]] = {}
    for spoken in talk:
        for claim_id in spoken.turn.claims:
            claim = table.record.claim[claim_id]
            words = _words_for(table, spoken.turn, claim_id)
            doubted = claim_id in disputed or not figures.isdisjoint(_figures(table, claim_id))
            near = words is not None and table.touches_titles(words, _NEAR)
            if words and near and not doubted and claim_id not in found and stands(table, claim, words):
                found[claim_id] = (spoken.turn, words)
    by_heft = sorted(map(table.record.claim.__getitem__, found), key=lambda c: (-table.heft(c), c.canonical))
    ranked = [claim.id for claim in by_heft[:_STANDING]]
    for place, claim_id in enumerate(ranked):
        turn, words = found[claim_id]
        line = _standing(table, table.record.claim[claim_id], words, more=bool(place))
        yield Point(line, (turn.id,), Topic.STANDS, (claim_id,))
    if not ranked:
        yield _nothing_stands(table, talk[0].turn)


def _standing(table: Table, claim: Claim, words: Span, *, more: bool) -> Line:
    """What stands, with whose words they are where they are somebody's."""
    voice = next((a for a in table.said(claim) if a.span.meets(words)), table.voice_of(claim))
    own = voice.speaker.kind is SpeakerKind.OUTLET
    names = listed([table.outlet(a.document) for a in bearers(table, claim, words)][:_NAMED])
    said = {"level": confidence(table, claim), "who": table.who(voice), "says": table.says(voice), "names": names}
    key = f"chair.stands{'_more' if more else ''}{'' if own else '_said'}"
    return Line(key, said, {"q": words}, {"n": origins(claim.origins)})


def _nothing_stands(table: Table, opening: Turn) -> Point:
    """Said plainly, with what is merely reported, by whom, or charged."""
    words = _key(opening)
    if len(table.record.story.documents) == 1:
        outlet = table.outlet(table.record.story.documents[0].id)
        return Point(Line("chair.alone", {"outlet": outlet}, {"q": words}), (opening.id,), Topic.STANDS)
    claim = table.record.claim.get(next(iter(opening.claims), ""))
    if claim is None:
        outlet = table.outlet(words.document)
        return Point(Line("chair.reported_by_one", {"who": outlet}, {"q": words}), (opening.id,), Topic.STANDS)
    voice = next((a for a in table.said(claim) if a.span.meets(words)), table.voice_of(claim))
    own = voice.speaker.kind is SpeakerKind.OUTLET
    papers = tellers(table, claim, words) if own else ()
    key = "chair.nothing_stands"
    if accused(table, claim) and charges(words):
        key = "chair.charge_made" if own else "chair.charge"
    elif len(papers) > 1:
        key = "chair.told"
    elif len(claim.origins) == 1 and voice.speaker.kind in {SpeakerKind.PERSON, SpeakerKind.BODY}:
        key = "chair.reported_by_one"
    root = table.root_label(claim.origins[0]) if key == "chair.reported_by_one" else ""
    said = {
        "who": root or table.who(voice),
        "says": table.says(voice),
        "names": listed(papers[:_NAMED]) if papers else "",
    }
    counts = {"docs": documents(table.carriers(claim)), "n": origins(claim.origins)}
    line = Line(key, said, {"q": words}, counts)
    return Point(line, (opening.id,), Topic.STANDS, (claim.id,))


def _figures(table: Table, claim_id: str) -> set[Decimal]:
    """The numbers of a claim, small counts left out: a doubted number does not stand in another claim's words."""
    said = table.said(table.record.claim[claim_id])
    values = {q.low if q.low is not None else q.high for a in said for q in a.quantities}
    return {value for value in values if value is not None and value >= _TELLING}


def _open(table: Table, spoken: Spoken, key: str) -> Point:
    turn = spoken.turn
    words, spans = {"lens": turn.lens}, {"q": _key(turn)}
    if spoken.move.kind == "interest":
        key, words = "chair.contested_interest", words | {"speaker": table.name_of(spoken.move.stake)}
        own = table.spoken_by.get(spoken.move.stake, ())
        at_issue = next((s for s in reversed(_quoted(turn)) if any(s.meets(a.span) for a in own)), None)
        key, spans = (key, {"q": at_issue}) if at_issue else ("chair.contested_stake", spans)
    elif spoken.move.kind == "denial":
        key = "chair.denied"
    elif spoken.move.kind == "contradicts":
        other = next((s for s in _quoted(turn) if not s.meets(spans["q"])), None)
        if other is not None:
            key, spans = "chair.contested_pair", spans | {"r": other}
    topic = Topic.UNKNOWN if turn.act is Act.ASK else Topic.CONTESTED
    return Point(Line(key, words, spans), (turn.id,), topic, turn.claims, kept=True)


def _watch(table: Table, talk: Sequence[Spoken]) -> Iterator[Point]:
    by_id = {c.id: c for c in table.clocks}
    dated: dict[str, tuple[Clock, Turn]] = {}
    for spoken in talk:
        clock = next((by_id[f] for f in spoken.turn.findings if f in by_id), None)
        if clock and spoken.move.kind != "old date" and not clocks.over(table, clock):
            dated.setdefault(clocks.when(table, clock), (clock, spoken.turn))
    # What comes first, first; one without a date is watched where nothing else is.
    due = sorted(dated.items(), key=lambda item: (item[0] == "", item[1][0].latest or _NEVER))
    for when, (clock, turn) in due[:_WATCHED]:
        said = [s for s in _quoted(turn) if clock.words and s.meets(clock.words)]
        shown = max(said, key=lambda s: s.end - s.start, default=_key(turn))
        key = "chair.watch" if when else "chair.watch_undated"
        if when and len(shown.quote.split()) < _WORDS:  # a date alone need not be said twice
            key = "chair.watch_date"
        yield Point(Line(key, {"when": when, "lens": turn.lens}, {"q": shown}), (turn.id,), Topic.WATCH, turn.claims)
    for spoken in talk:
        if spoken.move.kind in {"single origin", "method"} and len(due) < _WATCHED:
            line = Line("chair.watch_second", {}, {"q": _key(spoken.turn)})
            yield Point(line, (spoken.turn.id,), Topic.WATCH, spoken.turn.claims)
            return


def _words_for(table: Table, turn: Turn, claim_id: str) -> Span | None:
    """The words of a claim that a turn quotes."""
    said = [a.span for a in table.said(table.record.claim[claim_id])]
    met = (q for q in _quoted(turn) if any(q.meets(span) for span in said))
    return next((q for q in met if len(q.quote.split()) >= _WORDS), None)


def _key(turn: Turn) -> Span:
    """The words a turn turns on: its first quotation, or the first words it cites."""
    return next(iter(_quoted(turn)), turn.sentences[0].spans[0])


def _quoted(turn: Turn) -> list[Span]:
    return [
        sentence.spans[int(marker.group(2))]
        for sentence in turn.sentences
        for marker in MARKER.finditer(sentence.text)
        if not marker.group(1)
    ]
