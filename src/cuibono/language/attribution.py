"""Who is said to say what: sources, cues and contents, by rules over verbs, quotation marks and clause boundaries.

The notion is PolNeAR's (Newell, Margolin and Ruths 2018): an attribution has a source, a cue and a content; contents
are quotations, reported clauses, and the objects of verbs that report or judge. ``bench/attribution.py`` measures it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from cuibono.core.claims import Manner, Method
from cuibono.core.text import Block, Document, Kind, Role, Span
from cuibono.language.clauses import Passage, Shape, Unit, group, object_after, passages, subject
from cuibono.language.cues import Force, Form, Verb, forms
from cuibono.language.lexicons import lexicon, table

METHOD = Method("attribution-rules", "1")

_SPEECH_WORDS = 5  # a quotation of fewer words, with no cue beside it, may be a title or a scare quote
_PARENTHESIS = frozenset({",", ".", ";", "?", "!", "—", "–", "--", "-", ")", ":"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """One source's words in a document.

    ``content`` are its stretches in order, a leading "that" and quotation marks included; ``source`` is None where
    nobody is named ("is expected to"), ``cue`` where only the quotation marks show it. ``force`` and ``lemma`` are
    the cue's; ``clausal`` is False where the content is the object of the cue and no statement ("blasted the plan");
    ``negated`` where the cue is ("did not say"). ``relays`` are those who pass the words on, nearest to the source
    first ("the agency quoted a spokesman as saying": the agency).
    """

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    manner: Manner
    force: Force = Force.SAY
    lemma: str = ""
    clausal: bool = True
    negated: bool = False
    relays: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Draft:
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


@dataclass(frozen=True, slots=True)
class _Cue:
    """A verb that may attribute: indices of its group (auxiliaries and adverbs) and of the verb itself, end exclusive."""

    first: int
    verb: int
    after: int
    entry: Verb
    form: Form
    helpers: tuple[str, ...] = field(default=())


def attributions(document: Document) -> tuple[Attribution, ...]:
    """The attributions of a document, in the order of their first words; contents do not overlap."""
    found = []
    for draft in _drafts(document.text, document.blocks):
        found.append(
            Attribution(
                source=Span(document, *draft.source) if draft.source else None,
                cue=Span(document, *draft.cue) if draft.cue else None,
                content=tuple(Span(document, a, b) for a, b in draft.content),
                manner=_manner(document.text, draft.content),
                force=draft.force,
                lemma=draft.lemma,
                clausal=draft.clausal,
                negated=draft.negated,
                relays=tuple(Span(document, a, b) for a, b in draft.relays),
            )
        )
    return tuple(found)


def _manner(text: str, content: tuple[tuple[int, int], ...]) -> Manner:
    marks = "\"“”'‘’«»`"
    whole = [text[a:b].strip(" .,;:") for a, b in content]
    if all(len(w) > 1 and w[0] in marks and w[-1] in marks for w in whole):
        return Manner.DIRECT
    if all(w[:1] in marks for w in whole) and any(w[:1] in '"“«' for w in whole):
        return Manner.DIRECT if sum(w.count("“") + w.count('"') for w in whole) <= len(whole) + 1 else Manner.MIXED
    return Manner.MIXED if any('"' in w or "“" in w or "''" in w for w in whole) else Manner.INDIRECT


@lru_cache(maxsize=512)
def _drafts(text: str, blocks: tuple[Block, ...]) -> tuple[_Draft, ...]:
    document = Document(id="", capture="", kind=Kind.TEXT, text=text, blocks=blocks)
    drafts: list[_Draft] = []
    previous: Passage | None = None
    for passage in passages(document):
        own = _in_passage(passage)
        if not own:
            own = _loose_quotation(passage, previous, drafts)
        drafts.extend(replace(d, paragraph=passage.paragraph) if d.paragraph < 0 else d for d in own)
        previous = passage
    return tuple(sorted(drafts, key=lambda d: (d.content[0], d.cue or (0, 0))))


def _in_passage(passage: Passage) -> list[_Draft]:
    """The attributions within one passage, outermost ones only."""
    row = passage.units
    found: list[_Draft] = []
    if passage.role in {Role.TITLE, Role.HEADING} and (headed := _colon(row)):
        return [headed]
    barred = 0  # index up to which units are content of a reported clause
    for cue in _cues(row):
        if cue.verb < barred:
            continue
        draft = _read(row, cue, barred, found)
        if draft is None:
            continue
        reach = max(b for _, b in draft.content)
        begin = min(a for a, _ in draft.content)
        found = [
            d for d in found if not (d.cue and begin <= d.cue[0] < min(reach, draft.cue[0] if draft.cue else reach))
        ]
        found.append(draft)
        barred = max(barred, next((i for i, u in enumerate(row) if u.start >= reach), len(row)))
    return found


# --- cues -----------------------------------------------------------------------------------------------------------


def _cues(row: Sequence[Unit]) -> list[_Cue]:
    """Every place in the row where a cue verb stands as a verb, and every "according to"."""
    known = forms()
    found: list[_Cue] = []
    for at, unit in enumerate(row):
        if unit.shape is not Shape.WORD or (unit.capital and at and not _titled(row)):
            continue
        after = row[at + 1].low if at + 1 < len(row) else ""
        if unit.low == "according" and after == "to":
            found.append(_Cue(at, at, at + 2, Verb("according to", "", Force.SAY), Form.PAST))
            continue
        if f"{unit.low} {after}" in known:
            entry, form = known[f"{unit.low} {after}"]
            width = 2
        elif unit.low in known:
            (entry, form), width = known[unit.low], 1
        else:
            continue
        first = at
        while first > 0 and row[first - 1].shape is Shape.WORD and _helps(row, first - 1):
            first -= 1
        helpers = tuple(u.low for u in row[first:at])
        cue = _Cue(first, at, at + width, entry, form, helpers)
        if _is_verb(row, cue):
            found.append(cue)
    return found


def _titled(row: Sequence[Unit]) -> bool:
    long = [u for u in row if u.shape is Shape.WORD and len(u.text) > 3]  # noqa: PLR2004
    return len(long) > 2 and sum(u.capital for u in long) / len(long) > 0.7  # noqa: PLR2004 - as names.py has it


def _helps(row: Sequence[Unit], at: int) -> bool:
    low = row[at].low
    return low in group("auxiliaries") or low in group("adverbs") or (low.endswith("ly") and not row[at].capital)


def _is_verb(row: Sequence[Unit], cue: _Cue) -> bool:
    """Whether a word that has the form of a cue verb is one here: "the claims", "a promised visit" are not."""
    before = row[cue.first - 1] if cue.first else None
    plain = [h for h in cue.helpers if h in group("auxiliaries")]
    if cue.form is Form.BASE:
        if plain:
            return not set(plain) & {"be", "is", "are", "was", "were"}
        if before is None or before.shape is not Shape.WORD:
            return False
        plural = (
            before.low.endswith("s")
            and not before.low.endswith(("'s", "ss", "us"))
            and before.low not in {"its", "his", "this"}
        )
        return before.low in {
            "i",
            "we",
            "you",
            "they",
            "who",
            "people",
            "many",
            "some",
            "police",
            "most",
            "others",
            "both",
        } or (plural and not (cue.first > 1 and row[cue.first - 2].low in {"of", "for", "with"} and False))
    if before is not None and before.shape is Shape.WORD and not plain:
        if before.low in (
            group("determiners")
            - {
                "all",
                "many",
                "most",
                "several",
                "some",
                "both",
                "few",
                "this",
                "that",
                "those",
                "these",
                "another",
                "other",
            }
        ):
            return False
        if before.low.endswith(("'s", "s'")) or before.low in group("prepositions"):
            return cue.form is Form.ING and before.low in {"by", "in", "after", "before", "while", "without", "for"}
    return True


# --- one cue --------------------------------------------------------------------------------------------------------


def _read(row: Sequence[Unit], cue: _Cue, floor: int, before: Sequence[_Draft]) -> _Draft | None:
    """The attribution of one cue, or None where its shape is not understood."""
    if cue.entry.lemma == "according to":
        return _according(row, cue, floor)
    if set(cue.helpers) & group("be") and cue.form in {Form.BOTH, Form.PART}:
        return _passive(row, cue, floor)
    if set(cue.helpers) & group("modals"):
        return None
    if cue.form is Form.ING and not set(cue.helpers) & group("be"):
        return _participle(row, cue, floor, before)
    if cue.form is Form.PART and not set(cue.helpers) & {
        "has",
        "have",
        "had",
        "'ve",
        "'s",
        "having",
        "hasn't",
        "haven't",
        "hadn't",
    }:
        return None
    return _inverted(row, cue, floor) or _with_subject(row, cue, floor)


def _with_subject(row: Sequence[Unit], cue: _Cue, floor: int) -> _Draft | None:
    source = subject(row, cue.first, floor) or _shared_subject(row, cue, floor)
    if source is None or not _may_speak(row, source):
        return None
    lead = source[0] - 1
    after = _skip_adjunct(row, cue.after)
    closes = after >= len(row) or row[after].text in _PARENTHESIS
    if "q" in cue.entry.frames and closes and lead >= floor and _content_before(row, lead, floor):
        return _backward(row, cue, source, lead, floor, after)
    content = _forward(row, cue)
    if content is None:
        return None
    stretch, clausal = content
    return _draft(row, cue, source, (stretch,), clausal=clausal)


def _draft(
    row: Sequence[Unit],
    cue: _Cue,
    source: tuple[int, int] | None,
    content: tuple[tuple[int, int], ...],
    *,
    clausal: bool = True,
) -> _Draft | None:
    stretches = tuple(s for a, b in content if (s := _offsets(row, a, b)))
    if not stretches:
        return None
    negated = any(h in {"not", "never"} or h.endswith("n't") for h in cue.helpers)
    return _Draft(
        source=_offsets(row, *source) if source else None,
        cue=(row[cue.first].start, row[cue.after - 1].end),
        content=stretches,
        force=cue.entry.force,
        lemma=cue.entry.lemma,
        clausal=clausal,
        negated=negated,
    )


def _offsets(row: Sequence[Unit], first: int, stop: int) -> tuple[int, int] | None:
    """Character offsets of the units, without marks at the ends."""
    while stop > first and row[stop - 1].shape is Shape.MARK and row[stop - 1].text not in ")]":
        stop -= 1
    while first < stop and row[first].shape is Shape.MARK and row[first].text not in "([":
        first += 1
    return (row[first].start, row[stop - 1].end) if first < stop else None


def _may_speak(row: Sequence[Unit], source: tuple[int, int]) -> bool:
    """Whether a noun phrase can be a source: no bare "it", "there", "this", times or numbers."""
    words = [u.low for u in row[source[0] : source[1]] if u.shape is Shape.WORD]
    if not words:
        return False
    if len(words) == 1 and (
        words[0] in {"it", "there", "this", "that", "these", "those", "which", "what", "nothing", "one"}
        or words[0][0].isdigit()
    ):
        return False
    return words[-1] not in lexicon("calendar") | group("weekdays")


def _shared_subject(row: Sequence[Unit], cue: _Cue, floor: int) -> tuple[int, int] | None:
    """Subject of a second verb: "the mayor laughed and said", "Roe took the stand and told"."""
    if cue.first < 2 or row[cue.first - 1].low not in {"and", "but", "then"}:  # noqa: PLR2004
        return None
    if floor:
        return None
    return _first_phrase(row)


def _first_phrase(row: Sequence[Unit]) -> tuple[int, int] | None:
    """The noun phrase that opens a passage, where it can be told from what follows: a pronoun, a run of names, "the X"."""
    start = 0
    while start < len(row) and row[start].low in {"and", "but", "yet", "so", "still", "then", "later", "also"}:
        start += 1
    if start >= len(row) or row[start].shape is not Shape.WORD:
        return None
    if row[start].low in {"he", "she", "they", "we", "i"}:
        return (start, start + 1)
    if row[start].low in group("prepositions") or row[start].low in group("boundaries"):
        comma = next((i for i, u in enumerate(row[start : start + 25], start) if u.text == ","), None)
        if comma is None or comma + 1 >= len(row) or row[comma + 1].shape is not Shape.WORD:
            return None
        start = comma + 1
        if row[start].low in {"he", "she", "they", "we", "i"}:
            return (start, start + 1)
    stop = start + (row[start].low in {"the", "a", "an"})
    while stop < len(row) and (row[stop].capital or row[stop].low in {"of", "de", "van", "von", "bin"}):
        stop += 1
    if stop < len(row) and row[start].low in {"the", "a", "an"} and stop == start + 1:
        while stop < len(row) and row[stop].shape is Shape.WORD and row[stop].low not in lexicon("roles"):
            stop += 1
            if stop - start > 4:  # noqa: PLR2004
                return None
        stop += 1
    return (start, stop) if start < stop <= len(row) else None


def _skip_adjunct(row: Sequence[Unit], at: int) -> int:
    """Index after "Tuesday", "in a statement on Friday", "to reporters" and the like."""
    steps = 0
    while at < len(row) and steps < 3:  # noqa: PLR2004
        low = row[at].low
        if (
            low in group("weekdays")
            or low in lexicon("calendar")
            or low in {"again", "too", "then", "also", "later", "earlier"}
        ):
            at += 1
        elif low.endswith("ly") and row[at].shape is Shape.WORD:
            at += 1
        elif low in group("adjuncts") and row[at].shape is Shape.WORD:
            stop = at + 1
            while (
                stop < len(row)
                and stop - at < 14
                and row[stop].shape is Shape.WORD
                and row[stop].low not in {"that", "he", "she", "they", "it"}
            ):  # noqa: PLR2004
                stop += 1
                if row[stop - 1].low in group("weekdays") or row[stop - 1].low in {
                    "statement",
                    "reporters",
                    "interview",
                    "tweet",
                    "week",
                    "month",
                    "year",
                    "night",
                    "morning",
                    "afternoon",
                    "evening",
                    "conference",
                    "briefing",
                    "email",
                    "e-mail",
                    "post",
                    "letter",
                    "speech",
                    "memo",
                    "report",
                    "filing",
                    "blog",
                    "ago",
                }:
                    break
            at = stop
        else:
            break
        steps += 1
    return at


def _content_before(row: Sequence[Unit], lead: int, floor: int) -> bool:
    """Whether a quotation or a clause ends right before unit ``lead`` + 1."""
    if row[lead].shape is Shape.QUOTE:
        return True
    if row[lead].text not in {",", "—", "–", "--", "?", "!"}:
        return False
    return (
        lead - floor >= 3
        and row[floor].low
        not in group("prepositions") | {"when", "while", "if", "although", "though", "because", "as", "asked", "since"}
        or (  # noqa: PLR2004
            row[lead - 1].shape is Shape.QUOTE
        )
    )


def _backward(
    row: Sequence[Unit], cue: _Cue, source: tuple[int, int], lead: int, floor: int, after: int
) -> _Draft | None:
    """Content before its source, and after it where the attribution is an insertion."""
    stretches = [(floor, lead + 1)]
    if after < len(row) and row[after].text in {",", "—", "–", "--", ":"} and after + 1 < len(row):
        follows = row[after + 1]
        quoted = row[lead].shape is Shape.QUOTE or (row[lead - 1].shape is Shape.QUOTE if lead else False)
        if follows.shape is Shape.QUOTE:
            stretches.append((after + 1, after + 2))
        elif (
            not quoted
            and follows.low not in {"and", "but", "while", "who", "which", "adding", "as", "although"}
            and not follows.low.endswith("ing")
        ):
            stretches.append((after + 1, _clause_end(row, after + 1)))
    return _draft(row, cue, source, tuple(stretches))


def _inverted(row: Sequence[Unit], cue: _Cue, floor: int) -> _Draft | None:
    """ "...," said Jane Roe, a chemist."""
    if "q" not in cue.entry.frames or cue.first <= floor or cue.after >= len(row) or cue.helpers:
        return None
    lead = cue.first - 1
    quoted = row[lead].shape is Shape.QUOTE
    if not quoted and (row[lead].text not in {",", "—", "–", "--"} or subject(row, cue.first, floor) is not None):
        return None
    nxt = row[cue.after]
    if nxt.shape is not Shape.WORD or not (
        nxt.capital
        or nxt.low in group("determiners") | {"he", "she", "they"}
        or nxt.low in lexicon("roles")
        or _plural_role(nxt.low)
    ):
        return None
    if nxt.low == "that" or not (quoted or _content_before(row, lead, floor)):
        return None
    stop = object_after(row, cue.after)
    source = (cue.after, stop)
    if not _may_speak(row, source):
        return None
    after = _skip_adjunct(row, stop)
    return _backward(row, cue, source, lead, floor, after)


def _plural_role(word: str) -> bool:
    return word.removesuffix("s") in lexicon("roles") or word in {"officials", "authorities", "police", "sources"}


def _according(row: Sequence[Unit], cue: _Cue, floor: int) -> _Draft | None:
    stop = object_after(row, cue.after)
    source = (cue.after, stop)
    if stop == cue.after or not _may_speak(row, source):
        return None
    start = cue.first
    if start <= floor + 1:  # "According to X, Y"
        if stop >= len(row) or row[stop].text != ",":
            return None
        return _draft(row, cue, source, ((stop + 1, _clause_end(row, stop + 1)),))
    content = [(floor, start)]
    if (
        row[start - 1].text == ","
        and stop < len(row)
        and row[stop].text == ","
        and stop + 1 < len(row)
        and row[stop + 1].low not in {"who", "which", "but", "and", "while"}
    ):
        content.append((stop + 1, _clause_end(row, stop + 1)))
    return _draft(row, cue, source, tuple(content))


def _passive(row: Sequence[Unit], cue: _Cue, floor: int) -> _Draft | None:
    """ "X is expected to Y", "it is believed that Y"; "was quoted as saying" and "was asked" are left alone."""
    if "P" not in cue.entry.frames or cue.after >= len(row):
        return None
    nxt = row[cue.after].low
    if nxt == "that" and row[cue.first - 1].low == "it":
        return _draft(row, cue, None, ((cue.after, _clause_end(row, cue.after)),))
    if nxt != "to":
        return None
    theme = subject(row, cue.first, floor)
    rest = (cue.after, _clause_end(row, cue.after))
    return _draft(row, cue, None, (theme, rest) if theme else (rest,))


def _participle(row: Sequence[Unit], cue: _Cue, floor: int, before: Sequence[_Draft]) -> _Draft | None:
    """ ", adding that ...": the source is the one of the attribution before it, or what opens the passage."""
    if (
        cue.first
        and row[cue.first - 1].text not in {",", "and", "—", "–", "--"}
        and row[cue.first - 1].low not in {"by", "while", "before", "after"}
        and row[cue.first - 1].shape is not Shape.QUOTE
    ):
        return None
    content = _forward(row, cue)
    if content is None:
        return None
    source: tuple[int, int] | None = None
    if before and before[-1].source and before[-1].clausal | True:
        last = before[-1].source
        source = (
            next(i for i, u in enumerate(row) if u.start >= last[0]),
            next((i for i, u in enumerate(row) if u.start >= last[1]), len(row)),
        )
    elif cue.first and not floor:
        source = _first_phrase(row)
    elif cue.first == 0:
        comma = next((i for i, u in enumerate(row) if u.text == ","), None)
        if comma is None:
            return None
        end = min(content[0][1], comma)
        return None if end <= content[0][0] else None
    if source is None or not _may_speak(row, source):
        return None
    return _draft(row, cue, source, (content[0],), clausal=content[1])


# --- content after a cue --------------------------------------------------------------------------------------------


def _forward(row: Sequence[Unit], cue: _Cue) -> tuple[tuple[int, int], bool] | None:
    """The content that follows a cue, as indices, and whether it is a statement."""
    at = cue.after
    frames = cue.entry.frames
    if at >= len(row):
        return None
    quote = _quote_at(row, at)
    if quote is not None:
        return (quote, _clause_end(row, quote)), "q" in frames or "c" in frames or "t" in frames
    if found := _clause_at(row, at, cue):
        return found
    moved = _skip_adjunct(row, at)
    if set(frames) & {"o", "F"}:
        to = _addressee(row, at)
        if to and (found := _after_addressee(row, to, frames)):
            return found
        if to and (later := _skip_adjunct(row, to)) != to and (found := _after_addressee(row, later, frames)):
            return found
    if moved > at and moved < len(row):
        quote = _quote_at(row, moved)
        if quote is not None:
            return (quote, _clause_end(row, quote)), True
        if found := _clause_at(row, moved, cue):
            return found
        if row[moved].text == "," and moved + 1 < len(row) and row[moved + 1].low == "that":
            return (moved + 1, _clause_end(row, moved + 1)), True
    if "t" in frames:
        for k in range(at, min(at + 9, len(row))):
            if (
                row[k].low == "that"
                and row[k - 1].text != ","
                and k + 1 < len(row)
                and row[k + 1].low not in group("finite")
            ):
                return (k, _clause_end(row, k)), True
            if row[k].text in {".", ";", ":"}:
                break
    return _object(row, cue)


def _quote_at(row: Sequence[Unit], at: int) -> int | None:
    """Index of a quotation that begins here, past a comma or colon."""
    if at < len(row) and row[at].text in {",", ":", "—", "–", "--"}:
        at += 1
    return at if at < len(row) and row[at].shape is Shape.QUOTE else None


def _clause_at(row: Sequence[Unit], at: int, cue: _Cue) -> tuple[tuple[int, int], bool] | None:
    frames, unit = cue.entry.frames, row[at]
    if unit.low == "that" and set(frames) & {"c", "t"} and at + 1 < len(row):
        return (at, _clause_end(row, at)), True
    if unit.text == ":" and "q" in frames and at + 1 < len(row):
        return (at + 1, _clause_end(row, at + 1)), True
    if unit.text == "," and "q" in frames and at + 1 < len(row) and row[at + 1].low in {"that"}:
        return (at + 1, _clause_end(row, at + 1)), True
    if "w" in frames and unit.low in {"whether", "if", "why", "how", "what", "who", "when", "where", "which"}:
        return (at, _clause_end(row, at)), True
    if "f" in frames and unit.low == "to":
        return (at, _clause_end(row, at)), True
    if "c" in frames and _opens_clause(unit):
        end = _clause_end(row, at)
        return ((at, end), True) if end - at > 1 else None
    return None


def _opens_clause(unit: Unit) -> bool:
    if unit.shape is not Shape.WORD:
        return False
    if unit.low in group("weekdays") or unit.low in lexicon("calendar"):
        return False
    if unit.capital or unit.text[0].isdigit() or unit.text[0] == "$" or unit.low in lexicon("openings"):
        return True
    return unit.low not in group("prepositions") | group("auxiliaries") | {"and", "or", "but", "to"} and (
        unit.low.endswith("s") or unit.low not in group("adverbs")
    )


def _addressee(row: Sequence[Unit], at: int) -> int | None:
    """Index after the person addressed: "told the paper", "warned reporters", "assured him"."""
    first = row[at]
    if first.shape is not Shape.WORD or first.low in group("prepositions") | group("boundaries"):
        return None
    if first.low in {
        "me",
        "him",
        "her",
        "us",
        "them",
        "you",
        "reporters",
        "lawmakers",
        "voters",
        "supporters",
        "journalists",
        "viewers",
    } and not (
        first.low in {"her"}
        and at + 1 < len(row)
        and row[at + 1].shape is Shape.WORD
        and row[at + 1].low not in {"that", "to", "she", "he", "they", "it", "the", "in", "on", "at"}
    ):
        return at + 1
    stop = at + 1
    while stop < len(row) and stop - at < 10:  # noqa: PLR2004
        unit = row[stop]
        if (
            unit.shape is not Shape.WORD
            or unit.low in {"that", "to", "he", "she", "they", "it", "i", "we", "there", "about"}
            or unit.low in group("finite")
        ):
            break
        if unit.low in group("adjuncts") and unit.low not in {"at", "from"}:
            break
        if unit.low in group("weekdays") or unit.low in lexicon("calendar"):
            break
        if unit.low in {"the", "a", "an", "his", "her", "their", "its", "no"} and row[stop - 1].low not in {
            "of",
            "at",
            "from",
            "and",
        }:
            break
        if (
            row[stop - 1].capital
            and unit.shape is Shape.WORD
            and not unit.capital
            and unit.low not in {"of", "and", "the", "for", "at", "from"}
            and not unit.low.endswith("s")
        ):
            break
        stop += 1
    return stop


def _after_addressee(row: Sequence[Unit], at: int, frames: str) -> tuple[tuple[int, int], bool] | None:
    if at >= len(row):
        return None
    quote = _quote_at(row, at)
    if quote is not None:
        return (quote, _clause_end(row, quote)), True
    low = row[at].low
    if "F" in frames and low in {"to", "not"}:
        return (at, _clause_end(row, at)), True
    if "o" in frames and (low in {"that", "whether", "how", "why", "what"} or _opens_clause(row[at])):
        return (at, _clause_end(row, at)), True
    return None


def _object(row: Sequence[Unit], cue: _Cue) -> tuple[tuple[int, int], bool] | None:
    """An object or a prepositional object as content: no statement."""
    at = cue.after
    low = row[at].low
    if cue.form is Form.BOTH and not cue.helpers and low in group("prepositions") and low not in cue.entry.prepositions:
        return None
    if low in cue.entry.prepositions and at + 1 < len(row):
        return (at + 1, _object_end(row, at + 1)), False
    if (
        "n" in cue.entry.frames
        and row[at].shape is Shape.WORD
        and low not in group("prepositions") | {"and", "or", "but", "as", "that", "to"}
        and low not in group("auxiliaries")
    ):
        return (at, _object_end(row, at)), False
    return None


def _object_end(row: Sequence[Unit], at: int) -> int:
    end = _clause_end(row, at)
    for k in range(at + 1, end):
        follows = row[k + 1] if k + 1 < len(row) else None
        if row[k].text in {",", "—", "–", "--"} and (follows is None or not (follows.low in {"and", "or"} and False)):
            return k
        if row[k].low in group("weekdays") and row[k - 1].low == "on":
            return k - 1
    return end


def _clause_end(row: Sequence[Unit], start: int) -> int:
    """Index after the clause that begins at ``start``: the end of the sentence, or where another voice takes over."""
    known = forms()
    for k in range(start, len(row)):
        unit = row[k]
        if unit.shape is Shape.QUOTE:
            if unit.text[-2:-1] in ".?!" and k + 1 < len(row) and row[k + 1].capital and k > start:
                return k + 1
            continue
        if unit.text == ";" or (
            unit.text in {".", "?", "!"} and k + 1 < len(row) and row[k + 1].shape is not Shape.MARK
        ):
            return k
        if unit.low == "according" and k + 1 < len(row) and row[k + 1].low == "to":
            return k
        if unit.text in {",", "—", "–", "--"} and k + 1 < len(row) and _another_voice(row, k + 1, known):
            return k
    return len(row)


def _another_voice(row: Sequence[Unit], at: int, known: dict[str, tuple[Verb, Form]]) -> bool:
    """Whether a new attribution begins at ``at``, after a comma."""
    low = row[at].low
    if low in known and known[low][1] is Form.ING:
        return True
    if low in {"citing", "referring", "according", "reflecting", "echoing"}:
        return True
    if low in {"but", "while", "although", "though", "whereas", "and", "even"}:
        window = row[at + 1 : at + 14]
        return any(
            u.shape is Shape.WORD
            and u.low in known
            and known[u.low][1] in {Form.PAST, Form.BOTH, Form.S}
            and known[u.low][0].force is not Force.SHOW
            and not u.capital
            and (k == 0 or window[k - 1].low not in group("determiners"))
            for k, u in enumerate(window)
        ) and (low != "and" or any(u.low in {"said", "says", "told", "added", "called"} for u in window))
    return False


# --- headings and loose quotations ----------------------------------------------------------------------------------


def _colon(row: Sequence[Unit]) -> _Draft | None:
    """A heading of the form "Minister: Rule Will Come" (not "Update: ...")."""
    at = next((i for i, u in enumerate(row[:7]) if u.text == ":"), None)
    if not at or at + 3 > len(row) or not all(u.shape is Shape.WORD for u in row[:at]):
        return None
    name = " ".join(u.low for u in row[:at])
    if name in lexicon("colon_heads") or row[0].low in lexicon("colon_heads") or not row[0].capital:
        return None
    if at > 4 and not all(u.capital for u in row[:at]):  # noqa: PLR2004
        return None
    content = _offsets(row, at + 1, len(row))
    return _Draft(_offsets(row, 0, at), (row[at].start, row[at].end), (content,), Force.SAY, ":") if content else None


def _loose_quotation(passage: Passage, previous: Passage | None, drafts: list[_Draft]) -> list[_Draft]:
    """A quotation with no cue in its own passage: it goes on from the attribution before it, or nobody can say."""
    row = [u for u in passage.units if u.shape is not Shape.MARK]
    if len(row) != 1 or row[0].shape is not Shape.QUOTE or previous is None:
        return []
    stretch = (row[0].start, row[0].end)
    words = len(row[0].text.split())
    last = drafts[-1] if drafts else None
    quoted = (
        last is not None
        and last.content[-1][1] >= previous.start
        and any(q.start < last.content[-1][1] and last.content[0][0] < q.end for q in previous.quotes)
    )
    if last is not None and quoted and (previous.paragraph == passage.paragraph or passage.quotes[0].goes_on):
        drafts[-1] = replace(last, content=(*last.content, stretch), paragraph=passage.paragraph)
        return []
    if previous.units and previous.units[-1].text == ":" and words >= 2:  # noqa: PLR2004
        opener = _first_phrase(previous.units)
        if opener and _may_speak(previous.units, opener):
            return [_Draft(_offsets(previous.units, *opener), None, (stretch,), Force.SAY)]
    if (
        last is not None
        and quoted
        and last.source
        and words >= _SPEECH_WORDS
        and previous.paragraph + 1 == passage.paragraph
    ):
        return [_Draft(last.source, None, (stretch,), Force.SAY, last.lemma)]
    return []
