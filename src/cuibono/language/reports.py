"""Attributions whose content follows, or with patterns of their own: "according to", passives, participles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cuibono.language.clauses import Shape, Unit, group
from cuibono.language.contents import clause_end, forward
from cuibono.language.cue_sites import Cue
from cuibono.language.cues import Form, forms
from cuibono.language.drafts import Draft, first_phrase, may_speak, offsets, put_down, shared_subject
from cuibono.language.lexicons import lexicon
from cuibono.language.phrases import object_after, several, subject

_RELATIVE = 14  # units of "that were released on Friday" behind a source


def read(  # noqa: PLR0911 - one return per pattern
    row: Sequence[Unit], cue: Cue, floor: int, before: Sequence[Draft]
) -> Draft | None:
    """The attribution of one cue, or None where its shape is not understood."""
    if cue.entry.lemma == "according to":
        return _according(row, cue, floor)
    if cue.entry.lemma == "quote":
        return _quoted_as(row, cue, floor)
    if cue.form in {Form.BOTH, Form.PART} and cue.first and row[cue.first - 1].low == "as":
        return _as_told_by(row, cue, floor)
    if set(cue.helpers) & group("be") and cue.form in {Form.BOTH, Form.PART}:
        return _passive(row, cue, floor)
    if set(cue.helpers) & group("modals"):
        return None
    if cue.form is Form.ING and not set(cue.helpers) & group("be"):
        return _participle(row, cue, floor, before)
    if cue.form is Form.PART and not set(cue.helpers) & group("having"):
        return None
    return _with_subject(row, cue, floor, before)


def _with_subject(row: Sequence[Unit], cue: Cue, floor: int, before: Sequence[Draft]) -> Draft | None:
    source = subject(row, cue.first, floor) or shared_subject(row, cue, floor)
    if restricted := _restricted(row, cue, floor):
        source = restricted
    if source is None and before and not before[-1].clausal and row[cue.first - 1].low == "and":
        source = _units_of(row, before[-1].source)  # "Roe blasted the plan and said that"
    if source is None or not may_speak(row, source):
        return None
    if cue.form is Form.S and several(row, source) and not cue.helpers:
        return None  # "eleven servers says Orrin"
    if cue.entry.lemma == "read" and source[1] - source[0] == 1 and row[source[0]].low in group("pronouns"):
        return None  # "They read: ..." may be of letters
    content = forward(row, cue)
    if content is None:
        return None
    stretch, clausal = content
    return put_down(row, cue, source, (stretch,), clausal=clausal)


def _restricted(row: Sequence[Unit], cue: Cue, floor: int) -> tuple[int, int] | None:
    """Subject of "One manager who does not hold the shares noted": a noun phrase with a relative clause behind it."""
    for at in range(cue.first - 2, max(floor, cue.first - 12), -1):
        if row[at].shape is not Shape.WORD or row[at].low in group("boundaries"):
            return None
        if row[at].low == "who":
            noun = row[at - 1].low
            head = subject(row, at, floor)
            known = noun in lexicon("roles") or noun in lexicon("unnamed")
            return (head[0], cue.first) if known and head is not None else None
    return None


def _according(row: Sequence[Unit], cue: Cue, floor: int) -> Draft | None:
    stop = object_after(row, cue.after)
    source = (cue.after, stop)
    if stop == cue.after or not may_speak(row, source):
        return None
    start = cue.first
    if start <= floor + 1:  # "According to X, Y"
        stop = next((i for i in range(stop, min(len(row), stop + _RELATIVE)) if row[i].text in {",", ":"}), len(row))
        source = (cue.after, stop)
        if stop >= len(row) - 1:
            return None
        return put_down(row, cue, source, ((stop + 1, clause_end(row, stop + 1)),))
    content = [(floor, start)]
    inserted = stop + 1 < len(row) and row[start - 1].text == row[stop].text == ","
    if inserted and row[stop + 1].low not in group("joins"):
        content.append((stop + 1, clause_end(row, stop + 1)))
    return put_down(row, cue, source, tuple(content))


def _as_told_by(row: Sequence[Unit], cue: Cue, floor: int) -> Draft | None:
    """Read "As reported by the Bee, Y" and "Y, as noted by Roe"."""
    if cue.after + 1 >= len(row) or row[cue.after].low != "by":
        return None
    stop = object_after(row, cue.after + 1)
    source, lead = (cue.after + 1, stop), cue.first - 1
    if lead <= floor + 1 and stop + 1 < len(row) and row[stop].text == ",":
        return put_down(row, cue, source, ((stop + 1, clause_end(row, stop + 1)),))
    if lead > floor + 1 and row[lead - 1].text in {",", "—", "–", "--"}:
        return put_down(row, cue, source, ((floor, lead - 1),))
    return None


def _quoted_as(row: Sequence[Unit], cue: Cue, floor: int) -> Draft | None:
    """Read "the agency quoted a spokesman as saying Y": the agency relays; "X was quoted by Z as saying Y": Z does."""
    saying = next((i for i in range(cue.after, min(len(row) - 1, cue.after + 14)) if row[i].low == "as"), None)
    if saying is None or row[saying + 1].low not in {"saying", "telling", "writing", "stating"}:
        return None
    verb = Cue(saying, saying + 1, saying + 2, forms()["saying"][0], Form.ING)
    content = forward(row, verb)
    left = subject(row, cue.first, floor)
    if set(cue.helpers) & group("be"):
        by = (cue.after + 1, saying) if cue.after < saying and row[cue.after].low == "by" else None
        source, relay = left, by
        if left and content is None and row[left[0] - 1].text == ",":
            content = (floor, left[0]), True
    else:
        source, relay = ((cue.after, saying) if cue.after < saying else None), left
    if source is None or content is None:
        return None
    draft = put_down(row, cue, source, (content[0],))
    place = offsets(row, *relay) if relay else None
    return replace(draft, relays=(place,)) if draft and place else draft


def _passive(row: Sequence[Unit], cue: Cue, floor: int) -> Draft | None:
    """Read "X is expected to Y" and "it is believed that Y", which name no source."""
    if "P" not in cue.entry.frames or cue.after >= len(row):
        return None
    nxt = row[cue.after].low
    if nxt == "that" and row[cue.first - 1].low == "it":
        return put_down(row, cue, None, ((cue.after, clause_end(row, cue.after)),))
    if nxt != "to":
        return None
    theme = subject(row, cue.first, floor)
    rest = (cue.after, clause_end(row, cue.after))
    return put_down(row, cue, None, (theme, rest) if theme else (rest,))


def _participle(row: Sequence[Unit], cue: Cue, floor: int, before: Sequence[Draft]) -> Draft | None:
    """Read ", adding that ...": the source is the one of the attribution before it, or what opens the passage."""
    with_source = _between_with(row, cue, floor)
    if not cue.first or (with_source is None and not _hangs_on(row[cue.first - 1])):
        return None
    content = forward(row, cue)
    if content is None:
        return None
    source = with_source
    if source is None and before:
        source = _units_of(row, before[-1].source)
    elif source is None and not floor:
        source = first_phrase(row)
    if source is None or not may_speak(row, source):
        return None
    return put_down(row, cue, source, (content[0],), clausal=content[1])


def _hangs_on(before: Unit) -> bool:
    """Whether a participle after this unit belongs to the subject of the passage."""
    marks = {",", "and", "—", "–", "--"}
    return before.text in marks or before.low in {"by", "while", "before", "after"} or before.shape is Shape.QUOTE


def _units_of(row: Sequence[Unit], place: tuple[int, int] | None) -> tuple[int, int] | None:
    """Indices of the units at these offsets."""
    if place is None:
        return None
    inside = [i for i, u in enumerate(row) if place[0] <= u.start and u.end <= place[1]]
    return (inside[0], inside[-1] + 1) if inside else None


def _between_with(row: Sequence[Unit], cue: Cue, floor: int) -> tuple[int, int] | None:
    """The source in "with spokesman Jan Roe saying that"."""
    for at in range(cue.first - 1, max(floor, cue.first - 10) - 1, -1):
        if row[at].low == "with" and at and row[at - 1].text in {",", "—", "–", "--"}:
            return (at + 1, cue.first) if at + 1 < cue.first else None
        if row[at].shape is not Shape.WORD:
            return None
    return None
