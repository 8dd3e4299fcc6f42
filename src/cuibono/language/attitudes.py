"""What sources think, want, plan or are said to be: attributions that hold no statement, beside those that do.

Read after the statements, from the words that they leave: verbs of attitude in any form, nouns ("the claim that",
"his plan to"), adjectives ("is sure that") and what merely seems. PolNeAR counts them as attributions; a reading of who
asserts what must not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from cuibono.language.clauses import Shape, Unit, group
from cuibono.language.contents import clause_end, forward
from cuibono.language.cue_sites import Cue, in_titles
from cuibono.language.cues import Force, Form, Verb, forms, forms_of
from cuibono.language.drafts import Draft, put_down
from cuibono.language.lexicons import lexicon, table
from cuibono.language.phrases import several, subject

_BEHIND = 4  # words between a possessor or a verb and its noun or adjective
_LONG_QUOTATION = 10  # words; of longer ones with no cue 9 in 10 are somebody's words in PolNeAR's training part
_BEHIND_QUOTATION = 14  # words within which a verb follows who spoke
_OBJECT = 40  # words of an object at most
_SEEMS = frozenset({"seem", "seems", "seemed", "appear", "appears", "appeared"})
# verbs of statements whose other forms and frames are seldom cues: "to prove", "the states", "can be found"
_SELDOM = frozenset(
    {
        "add",
        "prove",
        "find",
        "know",
        "rule",
        "assume",
        "state",
        "sign",
        "point",
        "press",
        "demonstrate",
        "learn",
        "discover",
    }
)
_COPULAS = group("be") | {"'m", "'re", *"feel feels felt become becomes became remain remains remained".split()}
_COPULAS |= frozenset("look looks looked get gets got getting grow grows grew".split())


@dataclass(frozen=True, slots=True)
class _Found:
    """A cue and its content, as indices of units, end exclusive."""

    cue: tuple[int, int]
    content: tuple[tuple[int, int], ...]
    source: tuple[int, int] | None
    verb: Verb


def attitudes(row: Sequence[Unit], found: Sequence[Draft], floor: int) -> list[Draft]:
    """The attributions without a statement in the words of a row that no other attribution has taken."""
    taken = _taken(row, found)
    drafts: list[Draft] = []
    titled = in_titles(row)
    relays = frozenset(a for d in found for a, _ in d.relays)
    at = floor
    while at < len(row):
        site = None if taken[at] else _site(row, at, floor, titled=titled)
        draft = _draft(row, site, taken, floor, relays) if site else None
        if site is None or draft is None:
            at += 1
            continue
        drafts.append(draft)
        at = max(at + 1, max((b for a, b in site.content if a > at), default=at + 1))
        if any(taken[i] for i in range(site.cue[1], min(at, len(row)))):
            at = next(i for i in range(site.cue[1], len(row)) if taken[i])
    return drafts


def _taken(row: Sequence[Unit], found: Sequence[Draft]) -> list[bool]:
    places = [p for d in found for p in (*d.content, *(x for x in (d.cue, d.source) if x))]
    return [any(a <= u.start < b for a, b in places) for u in row]


def _draft(
    row: Sequence[Unit], site: _Found, taken: Sequence[bool], floor: int, relays: frozenset[int]
) -> Draft | None:
    """The site as an attribution, its content cut where another attribution begins."""
    stretches: list[tuple[int, int]] = []
    for first, stop in site.content:
        if first < stop and not taken[first]:
            stretches.append((first, next((i for i in range(first, stop) if taken[i]), stop)))
    silent = site.verb.force is Force.HEDGE or site.cue[0] == site.cue[1]
    source = site.source if silent or site.source else _actor(row, site.cue[0], floor)
    if site.source is not None and relays & {row[i].start for i in range(*site.source)}:
        return None  # "CNN reported that the mayor said": CNN passes on what has been read
    cue = Cue(site.cue[0], site.cue[0], site.cue[1], site.verb, Form.BASE)
    draft = put_down(row, cue, source, tuple(stretches), clausal=False)
    cueless = site.cue[0] == site.cue[1]
    return replace(draft, stated=False, cue=None if cueless else draft.cue) if draft else None


def _actor(row: Sequence[Unit], at: int, floor: int) -> tuple[int, int] | None:
    """Who acts where no subject stands beside a cue: "who", or the subject of the verb before it."""
    if at > floor and row[at - 1].low in {"who", "which", "that"}:
        return (at - 1, at)
    if at > floor + 2 and row[at - 1].text == ",":
        who = next((k for k in range(at - 2, floor + 1, -1) if row[k].low in {"who", "whose"}), 0)
        if who and row[who - 1].text == "," and (head := subject(row, who - 1, floor)) is not None:
            return (head[0], at - 1)  # "Roe, who came late, spoke about"
    if row[at].low == "to" and at > floor + 1 and row[at - 1].capital:
        first = at - 1
        while first > floor and row[first - 1].capital:
            first -= 1
        return (first, at)  # "forced Roe to consider"
    for near in range(at - 1, floor, -1):
        unit = row[near]
        acts = (
            unit.low in group("finite") or unit.low in _past() or (unit.low.endswith("ed") and unit.shape is Shape.WORD)
        )
        if acts and not unit.capital and (source := subject(row, near, floor)) is not None:
            return source
    return None


@cache
def _past() -> frozenset[str]:
    return frozenset(word for word, (_, form) in _verbs().items() if form in {Form.PAST, Form.BOTH, Form.S}) | lexicon(
        "past_verbs"
    )


def _site(row: Sequence[Unit], at: int, floor: int, *, titled: bool) -> _Found | None:
    unit = row[at]
    if unit.shape is Shape.QUOTE:
        return _quotation(row, at)
    if unit.shape is not Shape.WORD or (unit.capital and at > 0 and not titled):
        return None
    if unit.low in _SEEMS:
        return _seeming(row, at, floor)
    return _adjective(row, at, floor) or _noun(row, at, floor) or _verb(row, at, floor)


def _quotation(row: Sequence[Unit], at: int) -> _Found | None:
    """A long quotation with no known cue: "'...,' Roe shot across the room.": who is named behind it, if anybody."""
    if len(row[at].text.split()) < _LONG_QUOTATION:
        return None
    source = None
    if row[at].closing in {",", "?", "!"}:
        past = (i for i in range(at + 2, min(len(row), at + _BEHIND_QUOTATION)) if _past_form(row[i]))
        verb = next(past, None)
        source = (at + 1, verb) if verb is not None else None
    return _Found((at, at), ((at, at + 1),), source, Verb("", "", Force.SAY))


def _past_form(unit: Unit) -> bool:
    return not unit.capital and (unit.low in _past() or unit.low.endswith("ed"))


# --- verbs ------------------------------------------------------------------------------------------------------------


@cache
def _verbs() -> dict[str, tuple[Verb, Form]]:
    return {**forms_of("attitude_verbs"), **forms()}


def _verb(row: Sequence[Unit], at: int, floor: int) -> _Found | None:
    known, after = _verbs(), row[at + 1].low if at + 1 < len(row) else ""
    pair = f"{row[at].low} {after}"
    width = 2 if pair in known else 1
    entry, form = known.get(pair) or known.get(row[at].low) or (None, Form.BASE)
    if entry is None or entry.lemma in _SELDOM or at + width >= len(row):
        return None
    first = at
    while first > floor and _helps(row[first - 1]):
        first -= 1
    if row[at].low == "like" and first == at and (not at or row[at - 1].low not in group("personal") | {"you", "who"}):
        return None
    if not _acts(row, first, at, form) or (first == at and form in {Form.S, Form.BASE} and _is_noun(row, at, entry)):
        return None
    content = forward(row, Cue(first, at, at + width, entry, form))
    helpers = {u.low for u in row[first:at]}
    source = None if "to" in helpers and len(helpers) == 1 else subject(row, first, floor)
    relative = (
        source is not None and source[0] > floor and row[source[0] - 1].low in {"which", "that", "what", "who", "whom"}
    )
    if content is None and relative and "c" in entry.frames:
        content = (at + width, clause_end(row, at + width)), True
    if content is None:
        return None
    if form is Form.S and first == at and source is not None and several(row, source):
        return None  # "eleven servers says Orrin"
    (begin, end), clausal = content
    return _Found((first, at + width), ((begin, end if clausal else _object_stop(row, begin, end)),), source, entry)


def _helps(unit: Unit) -> bool:
    low = unit.low
    return (
        unit.shape is Shape.WORD
        and not unit.capital
        and (low in group("auxiliaries") | group("adverbs") | {"to"} or low.endswith("ly"))
    )


def _acts(row: Sequence[Unit], first: int, at: int, form: Form) -> bool:
    """Whether a word that may be a verb is one, as far as the words before it tell."""
    helpers = [u.low for u in row[first:at]]
    before = row[first - 1] if first else None
    if set(helpers) & group("be") and form in {Form.BOTH, Form.PART}:
        return False
    if before is None or before.shape is not Shape.WORD:
        return True
    low = before.low
    if not helpers and (low in group("determiners") - group("standing") or low.endswith(("'s", "s'"))):
        return False
    if not helpers and low in group("prepositions"):
        return form is Form.ING
    if form is Form.BASE and not helpers:
        return low in group("plurals") or low in {"and", "or", "who", "that", "which"} or low.endswith("s")
    return True


def _is_noun(row: Sequence[Unit], at: int, entry: Verb) -> bool:
    """Whether a plain or -s form that may be a noun is one: only names and pronouns before it show a verb."""
    if entry.lemma not in lexicon("noun_verbs"):
        return False
    before = row[at - 1] if at else None
    return before is None or not (
        before.capital or before.low in group("personal") | group("plurals") | {"who", "that", "which", "and"}
    )


# --- nouns and adjectives ---------------------------------------------------------------------------------------------


@cache
def _entries(name: str) -> dict[str, Verb]:
    found: dict[str, Verb] = {}
    for word, rest in table(name).items():
        frames, _, prepositions = rest.partition(" ")
        found[word] = Verb(word, frames, Force.BELIEVE, tuple(prepositions.split(",")) if prepositions else ())
    return found


def _noun(row: Sequence[Unit], at: int, floor: int) -> _Found | None:
    low = row[at].low
    known = _entries("attitude_nouns")
    entry = (
        known.get(low)
        or known.get(low.removesuffix("s"))
        or (known.get(low[:-3] + "y") if low.endswith("ies") else None)
    )
    before = row[at - 1] if at > floor else None
    if entry is None or before is None or before.low in {"to", "will", "would"} or before.low in group("personal"):
        return None
    content = _complement(row, at + 1, entry)
    if content is None:
        return None
    source = _possessor(row, at, floor)
    return _Found((at, at + 1 + (row[at + 1].low in entry.prepositions)), (content,), source, entry)


def _adjective(row: Sequence[Unit], at: int, floor: int) -> _Found | None:
    entry = _entries("attitude_adjectives").get(row[at].low)
    if entry is None:
        return None
    first = at
    while first > floor and (_helps(row[first - 1]) or row[first - 1].low in _COPULAS):
        first -= 1
    if not {u.low for u in row[first:at]} & _COPULAS:
        return None
    content = _complement(row, at + 1, entry)
    if content is None:
        return None
    led = row[at + 1].low in entry.prepositions and row[at + 1].low not in group("determiners")
    return _Found((first, at + 1 + led), (content,), subject(row, first, floor), entry)


def _complement(row: Sequence[Unit], at: int, entry: Verb) -> tuple[int, int] | None:
    """The clause, infinitive or object that a noun or adjective leads to."""
    if at + 1 >= len(row):
        return None
    low = row[at].low
    if low == "that" and "t" in entry.frames:
        return (at, clause_end(row, at))
    if low == "to" and "f" in entry.frames and not row[at + 1].capital and row[at + 1].low not in group("determiners"):
        return (at, _object_stop(row, at, len(row)))
    if low in group("asking") and "w" in entry.frames:
        return (at, clause_end(row, at))
    if low in entry.prepositions:
        begin = at if low in group("determiners") else at + 1
        return (begin, _object_stop(row, begin, len(row)))
    return None


def _object_stop(row: Sequence[Unit], first: int, end: int) -> int:
    """Index after an object: at a mark, a conjunction with its own verb, or a finite verb that has another subject."""
    inside = False  # a relative or reported clause within the object has a verb of its own
    for at in range(first, min(end, first + _OBJECT)):
        unit = row[at]
        if unit.shape is Shape.MARK and unit.text not in "()-[]":
            return at
        if at == first or unit.shape is not Shape.WORD:
            continue
        if unit.low in group("boundaries") | {"who"}:
            inside = True
        if unit.low in group("finite") and not unit.capital and not inside:
            return at
    return min(end, first + _OBJECT)


def _possessor(row: Sequence[Unit], at: int, floor: int) -> tuple[int, int] | None:
    """Whose a noun is: "his", "the mayor's"; or the subject of the verb that governs it: "Roe has plans to"."""
    for near in range(at - 1, max(floor, at - _BEHIND) - 1, -1):
        low = row[near].low
        if row[near].shape is not Shape.WORD:
            return None
        if low in {"his", "her", "their", "its", "my", "our", "your"}:
            return (near, near + 1)
        if low.endswith(("'s", "s'")) and low not in {"it's", "that's", "there's", "he's", "she's"}:
            return subject(row, near + 1, floor) or (near, near + 1)
        if low in group("finite") | {
            "made",
            "make",
            "makes",
            "making",
            "expressed",
            "voiced",
            "raised",
            "offered",
            "issued",
        }:
            return subject(row, near, floor)
    return None


# --- what seems -------------------------------------------------------------------------------------------------------


def _seeming(row: Sequence[Unit], at: int, floor: int) -> _Found | None:
    """Read "Roe seems to be tired" and "it seems that": nobody says so."""
    first = at
    while first > floor and _helps(row[first - 1]):
        first -= 1
    if at + 1 >= len(row) or row[at + 1].shape is not Shape.WORD:
        return None
    theme = subject(row, first, floor)
    rest = (at + 1, _object_stop(row, at + 1, clause_end(row, at + 1)))
    about = theme if theme and row[theme[0]].low != "it" else None
    return _Found((first, at + 1), (about, rest) if about else (rest,), None, Verb("seem", "", Force.HEDGE))
