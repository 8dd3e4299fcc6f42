"""Transcripts inside a text: paragraphs that open with their speaker's name and a colon ("ROE: We won.")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cuibono.language.clauses import Passage, Shape
from cuibono.language.cues import Force
from cuibono.language.drafts import Draft, offsets
from cuibono.language.lexicons import lexicon

_NAME = 6  # words of a speaker's name, title and role
_VOICES = 2  # speakers of a transcript
_TURNS = 2  # paragraphs that open so; a single one may be a label


def speaking_turns(every: Sequence[Passage]) -> dict[int, list[Draft]]:
    """Attributions by index of passage, where a text holds a transcript; the turn's other passages have an empty list.

    A turn reaches to the end of its paragraph. Names are capitalised words before a colon, each of them met at least
    twice among the turns, or written in capitals like one that is; a notice has "SUMMARY:" and "REASON:" once each.
    """
    heads = {at: colon for at, passage in enumerate(every) if (colon := _colon(passage)) is not None}
    met = Counter(every[at].units[colon - 1].low for at, colon in heads.items())
    found: dict[int, list[Draft]] = {}
    if max(met.values(), default=0) < _TURNS or len(met) < _VOICES:
        return found
    repeated = [at for at, colon in heads.items() if met[every[at].units[colon - 1].low] >= _TURNS]
    capitals = all(_shouted(every[at], heads[at]) for at in repeated)
    for at, colon in heads.items():
        row = every[at].units
        if at not in repeated and not (capitals and _shouted(every[at], colon)):
            continue
        last = at
        while last + 1 < len(every) and every[last + 1].paragraph == every[at].paragraph:
            last += 1
            found[last] = []
        source, first = offsets(row, 0, colon), offsets(row, colon + 1, len(row))
        rest = [stretch for p in every[at + 1 : last + 1] if (stretch := offsets(p.units, 0, len(p.units)))]
        content = [stretch for stretch in (first, *rest) if stretch]
        if source and content:
            cue = (row[colon].start, row[colon].end)
            found[at] = [Draft(source, cue, tuple(content), Force.SAY, ":", paragraph=every[at].paragraph)]
    return found


def _colon(passage: Passage) -> int | None:
    """Index of the colon after the name that opens a paragraph."""
    row = passage.units
    at = next((i for i, u in enumerate(row[: _NAME + 1]) if u.text == ":"), 0)
    if not passage.opens or not at or at + 2 > len(row):
        return None
    name = row[:at]
    if not all(u.shape is Shape.WORD and u.capital for u in name) or name[0].low in lexicon("colon_heads"):
        return None
    return None if name[0].low in lexicon("openers") or row[0].low.endswith("ing") else at


def _shouted(passage: Passage, colon: int) -> bool:
    return all(u.text.isupper() and len(u.text) > 1 for u in passage.units[:colon])
