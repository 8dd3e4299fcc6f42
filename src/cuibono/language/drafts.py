"""Attributions by offsets, before their place among the others is settled, and the subjects they may share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cuibono.language.clauses import Shape, Unit, group
from cuibono.language.cue_sites import Cue
from cuibono.language.cues import Force
from cuibono.language.lexicons import lexicon
from cuibono.language.phrases import subject

_MEDIA_WORDS = 5


@dataclass(frozen=True, slots=True)
class Draft:
    """An attribution by offsets, before its place among the others is settled."""

    source: tuple[int, int] | None
    cue: tuple[int, int] | None
    content: tuple[tuple[int, int], ...]
    force: Force
    lemma: str = ""
    clausal: bool = True
    negated: bool = False
    relays: tuple[tuple[int, int], ...] = ()
    paragraph: int = -1
    stated: bool = True  # False where the content is nothing that the source puts forward


def put_down(
    row: Sequence[Unit],
    cue: Cue,
    source: tuple[int, int] | None,
    content: tuple[tuple[int, int], ...],
    *,
    clausal: bool = True,
) -> Draft | None:
    """An attribution from indices of units: source and content stretches; None where no content is left."""
    stretches = tuple(s for a, b in content if (s := offsets(row, a, b)))
    if not stretches:
        return None
    negated = any(h in {"not", "never"} or h.endswith("n't") for h in cue.helpers)
    return Draft(
        source=offsets(row, *source) if source else None,
        cue=(row[cue.first].start, row[cue.after - 1].end),
        content=stretches,
        force=cue.entry.force,
        lemma=cue.entry.lemma,
        clausal=clausal,
        negated=negated,
        relays=_told(row, cue),
    )


def _told(row: Sequence[Unit], cue: Cue) -> tuple[tuple[int, int], ...]:
    """The press to whom something was told, which passes it on: "told CNN's show", "told the Associated Press"."""
    if cue.entry.lemma != "tell":
        return ()
    first = cue.after + (cue.after < len(row) and row[cue.after].low == "the")
    for stop in range(min(len(row), first + _MEDIA_WORDS), first, -1):
        name = " ".join(u.low for u in row[first:stop]).removesuffix("'s")
        if row[first].capital and (name in lexicon("media") or f"the {name}" in lexicon("media")):
            tail = 2 if row[stop - 1].low.endswith("'s") else 0
            return ((row[cue.after].start, row[stop - 1].end - tail),)
    return ()


def offsets(row: Sequence[Unit], first: int, stop: int) -> tuple[int, int] | None:
    """Character offsets of the units, without marks at the ends."""
    while stop > first and row[stop - 1].shape is Shape.MARK and row[stop - 1].text not in ")]":
        stop -= 1
    while first < stop and row[first].shape is Shape.MARK and row[first].text not in "([":
        first += 1
    return (row[first].start, row[stop - 1].end) if first < stop else None


def may_speak(row: Sequence[Unit], source: tuple[int, int]) -> bool:
    """Whether a noun phrase can be a source: no bare "it", "there", "this", times or numbers."""
    words = [u.low for u in row[source[0] : source[1]] if u.shape is Shape.WORD]
    if not words:
        return False
    empty = {"there", "this", "that", "these", "those", "which", "what", "nothing", "one"}
    if len(words) == 1 and (words[0] in empty or words[0][0].isdigit()):
        return False
    if words[-1] in {"ever", "else"}:
        return False
    if row[source[1] - 1].text == "May":
        return True  # who has the name of a month, and speaks
    return len(words) > 2 or words[-1] not in lexicon("calendar") | group("weekdays")  # noqa: PLR2004


def shared_subject(row: Sequence[Unit], cue: Cue, floor: int) -> tuple[int, int] | None:
    """Subject of a second verb: "the mayor laughed and said", "Roe took the stand and told"."""
    follows = cue.first > 1 and row[cue.first - 1].low in {"and", "but", "then"}
    if not follows or floor > dateline(row):
        return None
    return first_phrase(row) or _of_first_verb(row, cue, floor)


def _of_first_verb(row: Sequence[Unit], cue: Cue, floor: int) -> tuple[int, int] | None:
    """Subject of the verb that the cue is joined to: "On Friday the mayor took the stand and said"."""
    for at in range(floor + 1, cue.first - 1):
        low = row[at].low
        if row[at].shape is not Shape.WORD or row[at].capital:
            continue
        if low in group("boundaries") | {"who", "which"}:
            return None
        if low in lexicon("past_verbs"):
            source = subject(row, at, floor)
            return source if source is not None and may_speak(row, source) else None
    return None


def dateline(row: Sequence[Unit]) -> int:
    """Index after "PARIS (AP) —" at the beginning of a passage, else 0."""
    dash = next((i for i, u in enumerate(row[:9]) if u.text in {"—", "–", "--", "-"}), None)
    if dash and row[0].text.isupper() and len(row[0].text) > 2:  # noqa: PLR2004
        return dash + 1
    return 0


def first_phrase(row: Sequence[Unit]) -> tuple[int, int] | None:
    """The noun phrase that opens a passage, where its end can be told: a pronoun, a run of names, "the X"."""
    start = dateline(row)
    while start < len(row) and row[start].low in {"and", "but", "yet", "so", "still", "then", "later", "also"}:
        start += 1
    if start and start < len(row) and row[start].text == ",":
        start += 1
    if start < len(row) and row[start].low in group("prepositions") | group("boundaries") | {"asked", "pressed"}:
        comma = next((i for i, u in enumerate(row[start : start + 25], start) if u.text == ","), len(row))
        start = comma + 1
    if start >= len(row) or row[start].shape is not Shape.WORD or row[start].low.endswith("ing"):
        return None
    if row[start].low in group("personal"):
        return (start, start + 1)
    stop = start + (row[start].low in {"the", "a", "an"})
    while stop < len(row) and (row[stop].capital or row[stop].low in {"of", "de", "van", "von", "bin"}):
        stop += 1
    if stop == start + 1 and row[start].low in {"the", "a", "an"}:
        nouns = lexicon("roles") | lexicon("bodies_common") | lexicon("papers") | lexicon("unnamed")
        near = range(stop, min(len(row), start + 6))
        stop = next((i + 1 for i in near if row[i].low in nouns), start)
    return (start, stop) if start < stop else None
