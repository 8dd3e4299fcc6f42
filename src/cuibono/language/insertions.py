"""Attributions that stand beside their content: "Y, X said.", "'...,' said X.", "Y, as X noted"."""

from __future__ import annotations

from collections.abc import Sequence

from cuibono.language.clauses import Shape, Unit, group
from cuibono.language.contents import clause_end, skip_adjunct
from cuibono.language.cue_sites import PARENTHESIS, Cue
from cuibono.language.cues import forms
from cuibono.language.drafts import Draft, may_speak, put_down
from cuibono.language.lexicons import lexicon
from cuibono.language.phrases import object_after, subject

_LEAST_SPOKEN = 3  # words of a quotation that is spoken, and no title: "on 'The Show,' Roe said he was"
_LEAST_CONTENT = 2  # words before a comma that can be a statement
_LEAST_CLAUSE = 5  # words before the comma of an attribution that closes its sentence
_FULL = frozenset({".", ";", ":", "?", "!", ",", "—", "–", "--"})
_ADDRESSEE = 12  # words of an addressee that closes a sentence


def beside(row: Sequence[Unit], cue: Cue, floor: int) -> Draft | None:
    """Read "Y, X said on Monday.": the content stands before its source."""
    source = subject(row, cue.first, floor)
    if source is None or not may_speak(row, source) or row[source[0]].low in {"who", "which"}:
        return None  # "three people, who asked not to be named, said": a clause about who speaks, no insertion
    lead = source[0] - 1
    after = cue.after
    if "o" in cue.entry.frames and after < len(row):
        after = _past_addressee(row, after)
    after = skip_adjunct(row, after)
    closes = after >= len(row) or row[after].text in PARENTHESIS
    reports = not closes and row[after].low == "that" and row[cue.after].low != "of"  # "said of a list that"
    if not closes and (lead < floor or not _spoken(row[lead]) or reports):
        return None
    if source[0] > floor and row[lead].low == "as" and cue.entry.lemma != "continue":
        return _as_told(row, cue, source, floor, after)
    if lead < floor or (cue.entry.lemma == "continue" and not _quoted_near(row, lead, cue.after)):
        return None
    if _content_before(row, lead, floor) or _closing(row, lead, floor, after) or _parts_clause(row, lead, floor, after):
        return _backward(row, cue, source, lead, floor, after)
    return None


def _quoted_near(row: Sequence[Unit], lead: int, after: int) -> bool:
    return any(u.shape is Shape.QUOTE for u in row[max(0, lead - 1) : after + 3])


def _closing(row: Sequence[Unit], lead: int, floor: int, after: int) -> bool:
    """Whether an attribution ends its sentence, so that all before its comma is content: "In May it fell, he said."."""
    if row[lead].text not in {",", "—", "–", "--"} or lead - floor < _LEAST_CLAUSE:
        return False
    ends = after >= len(row) or row[after].text in {".", "?", "!"}
    return ends and any(u.low in group("finite") or u.low.endswith("ed") for u in row[floor:lead] if not u.capital)


def _spoken(unit: Unit) -> bool:
    """Whether a quotation ends in the comma, question or exclamation mark that leads to its speaker."""
    return unit.shape is Shape.QUOTE and unit.closing in {",", "?", "!"} and len(unit.text.split()) >= _LEAST_SPOKEN


def _past_addressee(row: Sequence[Unit], at: int) -> int:
    """Index after whoever is addressed where nothing else follows: "told the station's weekly show on Monday."."""
    for k in range(at, min(at + _ADDRESSEE, len(row))):
        if row[k].text in PARENTHESIS:
            return k
        if row[k].shape is not Shape.WORD or row[k].low in group("finite") | group("boundaries"):
            return at
    return at if at + _ADDRESSEE < len(row) else len(row)


def _as_told(row: Sequence[Unit], cue: Cue, source: tuple[int, int], floor: int, after: int) -> Draft | None:
    """Read "As the paper reported, Y" and "Y, as Roe noted"."""
    at = source[0] - 1
    if at <= floor + 1 and after + 1 < len(row) and row[after].text == ",":
        return put_down(row, cue, source, ((after + 1, clause_end(row, after + 1)),))
    if at > floor + _LEAST_CONTENT and row[at - 1].text in {",", "—", "–", "--"}:
        return put_down(row, cue, source, ((floor, at - 1),))
    return None


def _parts_clause(row: Sequence[Unit], lead: int, floor: int, after: int) -> bool:
    """Whether an attribution stands between commas inside a clause: "Now, he says, seven have signed"."""
    if row[lead].text != "," or lead <= floor or after + 3 >= len(row) or row[after].text != ",":
        return False
    follows = row[after + 1]
    if follows.shape is not Shape.WORD or follows.low.endswith("ing"):
        return False
    return follows.low not in group("joins")


def _content_before(row: Sequence[Unit], lead: int, floor: int) -> bool:
    """Whether a quotation or a clause ends right before unit ``lead`` + 1."""
    if row[lead].shape is Shape.QUOTE:
        return True
    if row[lead].text not in {",", "—", "–", "--", "?", "!"}:
        return False
    if row[floor].low.endswith("ing") and not any(u.low in group("finite") for u in row[floor:lead]):
        return row[lead - 1].shape is Shape.QUOTE
    if row[lead - 1].shape is Shape.QUOTE:
        return True
    adverbial = group("prepositions") | {"when", "while", "if", "although", "though", "because", "as", "asked", "since"}
    adverbial |= group("leading") | {"last", "this", "next", "rather"}
    return lead - floor >= _LEAST_CONTENT and row[floor].low not in adverbial


def _backward(
    row: Sequence[Unit], cue: Cue, source: tuple[int, int], lead: int, floor: int, after: int
) -> Draft | None:
    """Content before its source, and after it where the attribution is an insertion."""
    stretches = [(floor, lead + 1)]
    if after < len(row) and row[after].text in {",", "—", "–", "--", ":"} and after + 1 < len(row):
        follows = row[after + 1]
        quoted = row[lead].shape is Shape.QUOTE or (row[lead - 1].shape is Shape.QUOTE if lead else False)
        if follows.shape is Shape.QUOTE:
            stretches.append((after + 1, after + 2))
        elif not quoted and follows.low not in group("joins") and not follows.low.endswith("ing"):
            stretches.append((after + 1, clause_end(row, after + 1)))
    return put_down(row, cue, source, tuple(stretches))


def inverted(row: Sequence[Unit], cue: Cue, floor: int) -> Draft | None:
    """Read "'...,' said Jane Roe, a chemist"."""
    if cue.entry.lemma == "tell" or cue.first <= floor or cue.after >= len(row) or cue.helpers:
        return None
    lead = cue.first - 1
    quoted = row[lead].shape is Shape.QUOTE
    if not quoted and (row[lead].text not in {",", "—", "–", "--"} or subject(row, cue.first, floor) is not None):
        return None
    if not _begins_source(row[cue.after], quoted=quoted):
        return None
    stop = _past_relative(row, cue.after, object_after(row, cue.after)) if quoted else object_after(row, cue.after)
    if not (quoted or _content_before(row, lead, floor) or _closing(row, lead, floor, skip_adjunct(row, stop))):
        return None
    source = (cue.after, stop)
    acts = stop < len(row) and row[stop].low in group("finite")  # "Roe, 27, said the car was not hurt"
    if acts or not may_speak(row, source):
        return None
    after = skip_adjunct(row, stop)
    if after + 1 < len(row) and row[after + 1].shape is not Shape.QUOTE:
        after = len(row)  # an apposition to the source, no content
    return _backward(row, cue, source, lead, floor, after)


def _past_relative(row: Sequence[Unit], first: int, stop: int) -> int:
    """Index after the clause that says who the source is: "said Jane Roe, who came here after the flood in May."."""
    opens = stop + 1 < len(row) and row[stop].text == "," and row[stop + 1].low in {"who", "whose"}
    if not opens and all(u.low not in {"who", "whose"} for u in row[first:stop]):
        return stop
    ends = next(
        (i for i in range(stop + opens, len(row)) if row[i].shape is Shape.QUOTE or row[i].text in _FULL), len(row)
    )
    return ends if ends < len(row) and row[ends].text in {".", "?", "!"} else stop


def _begins_source(unit: Unit, *, quoted: bool) -> bool:
    """Whether a source can begin right after its cue: a name, a determiner, a role; after a quotation any noun."""
    low = unit.low
    if unit.shape is not Shape.WORD or low == "that" or low in forms():
        return False
    role = low in lexicon("roles") or low.removesuffix("s") in lexicon("roles") or low in lexicon("unnamed")
    return unit.capital or low in group("determiners") or role or (quoted and _noun_like(low))


def _noun_like(word: str) -> bool:
    """Whether a word after "said" can head its subject, and is no adverb, preposition or conjunction."""
    barred = group("prepositions") | group("boundaries") | group("auxiliaries") | group("adverbs") | group("weekdays")
    return (
        word.isalpha()
        and word not in barred | group("pronouns") | {"and", "or", "to", "then"}
        and not word.endswith(("ly", "ing"))
    )
