"""The content that follows a cue: quotation, clause, infinitive or object, and where it ends."""

from __future__ import annotations

from collections.abc import Sequence

from cuibono.language.clauses import Shape, Unit, group
from cuibono.language.cue_sites import Cue
from cuibono.language.cues import Force, Form, Verb, forms
from cuibono.language.lexicons import lexicon
from cuibono.language.phrases import subject

_ADJUNCTS = 3
_DATED = frozenset({"published", "released", "issued", "posted", "dated", "filed", "sent", "e-mailed", "emailed"})
_ADJUNCT_WORDS = 14
_LATE = 9  # words between a cue and its "that"
_ADDRESSEE_WORDS = 10
_FAR = 20  # words between a cue and a quotation that it leads to
_SPOKEN_WORDS = 5
_NEAR = 16  # words within which a clause shows its verb

# verbs whose object is more often a thing than a clause
_NEEDS_VERB = frozenset({"know", "explain", "understand", "see", "recall", "feel", "discover", "learn", "hear", "add"})

# words that open the circumstances of an act, after its object
_CIRCUMSTANCES = frozenset(
    {"because", "although", "though", "while", "whereas", "but", "during", "after", "before", "until"}
)
_PARTICLES = frozenset(
    {"up", "off", "out", "down", "away", "back", "himself", "herself", "itself", "themselves", "myself", "yourself"}
)

Found = tuple[tuple[int, int], bool]  # first and last index of a content, and whether it is a statement


def skip_adjunct(row: Sequence[Unit], at: int) -> int:
    """Index after "Tuesday", "in a statement on Friday", "to reporters" and the like: three of them at most."""
    for _ in range(_ADJUNCTS):
        after = _one_adjunct(row, at)
        if after == at:
            break
        at = after
    return at


def _one_adjunct(row: Sequence[Unit], at: int) -> int:
    if at >= len(row) or row[at].shape is not Shape.WORD:
        return at
    low = row[at].low
    moment = low in group("weekdays") or low in lexicon("calendar")
    if moment and at + 1 < len(row) and row[at + 1].low in group("times"):
        return at + 2  # "Monday night"
    if low in _DATED and at + 1 < len(row) and row[at + 1].low in {"on", "in", "to", "by", "last", "this", "earlier"}:
        return at + 1  # "in a report published on Tuesday"
    if moment or low in {"again", "too", "then", "also", "later", "earlier"} or low.endswith("ly"):
        return at + 1
    if low not in group("adjuncts"):
        return at
    stop = at + 1
    while stop < min(len(row), at + _ADJUNCT_WORDS) and row[stop].shape is Shape.WORD:
        word = row[stop].low
        if word in {"that", "he", "she", "they", "it"}:
            break
        stop += 1
        if word in group("weekdays") or word in group("occasions"):
            stop += stop < len(row) and row[stop].low in group("times")  # "Monday night"
            break
    return stop


def forward(row: Sequence[Unit], cue: Cue) -> Found | None:
    """The content that follows a cue, as indices, and whether it is a statement; None where there is none."""
    at = _past_insertion(row, cue.after)
    if at >= len(row):
        return None
    quote = _quote_at(row, at)
    if quote == at and cue.entry.lemma == "read":
        return None  # a title: "read "War and Peace""
    if quote is not None:
        return (quote, clause_end(row, quote)), bool(set(cue.entry.frames) & {"q", "c", "t"})
    return (
        _that_past_adjunct(row, at, cue)
        or _clause_at(row, at, cue)
        or _to_addressee(row, at, cue)
        or _past_adjunct(row, at, cue)
        or _late_that(row, at, cue)
        or _object(row, cue)
        or _late_quotation(row, at, cue)
    )


def _that_past_adjunct(row: Sequence[Unit], at: int, cue: Cue) -> Found | None:
    """A clause with "that" after "earlier Monday" and the like, which then opens no clause itself."""
    moved = skip_adjunct(row, at)
    if moved == at or moved >= len(row) or row[moved].low != "that":
        return None
    return _clause_at(row, moved, cue)


def _past_insertion(row: Sequence[Unit], at: int) -> int:
    """Index after ", however," and ", for example,"."""
    if at + 3 < len(row) and row[at].text == ",":
        for width in (3, 4):
            if row[at + width - 1].text == ",":
                return at + width
    return at


def _quote_at(row: Sequence[Unit], at: int) -> int | None:
    """Index of a quotation that begins here, past a comma or colon."""
    if at < len(row) and row[at].text in {",", ":", "—", "–", "--"}:
        at += 1
    return at if at < len(row) and row[at].shape is Shape.QUOTE else None


def _clause_at(row: Sequence[Unit], at: int, cue: Cue) -> Found | None:
    """A clause that begins right here, in one of the frames that the cue takes."""
    frames, unit = cue.entry.frames, row[at]
    follows = row[at + 1].low if at + 1 < len(row) else ""
    if "q" in frames and follows and (unit.text == ":" or (unit.text == "," and follows == "that")):
        return (at + 1, clause_end(row, at + 1)), True
    that = unit.low == "that" and follows != "" and bool(set(frames) & {"c", "t"})
    asked = "w" in frames and unit.low in group("asking")
    if that or asked:
        return (at, clause_end(row, at)), True
    if "f" in frames and unit.low == "to" and _infinitive(row, at):
        return (at, _infinitive_end(row, at)), True
    if "c" not in frames or not (_opens_clause(unit) or _opens_count(row, at)):
        return None
    end = clause_end(row, at)
    in_doubt = "n" in frames or cue.entry.lemma in _NEEDS_VERB
    if end - at == 1 or (in_doubt and not _holds_verb(row, at, end)):
        return None
    return (at, end), True


def _infinitive(row: Sequence[Unit], at: int) -> bool:
    """Whether "to" leads to a verb: "to Smith", "to the paper" do not."""
    follows = row[at + 1] if at + 1 < len(row) else None
    return follows is not None and not follows.capital and follows.low not in group("determiners")


def _infinitive_end(row: Sequence[Unit], at: int) -> int:
    """Index after "to go on with it, a sign of ...": what is set off from an intention seldom belongs to it."""
    end = clause_end(row, at)
    for k in range(at + 2, end - 1):
        low, follows = row[k].low, row[k + 1].low
        if low in _CIRCUMSTANCES:
            return k
        if row[k].text in {",", "—", "–", "--"} and (
            follows in group("determiners") | group("boundaries") | group("prepositions") | {"who", "and"}
            or follows.endswith("ing")
        ):
            return k
    return end


def _to_addressee(row: Sequence[Unit], at: int, cue: Cue) -> Found | None:
    """The content after whoever is addressed: "told CNN on Friday that ..."."""
    if not set(cue.entry.frames) & {"o", "F"}:
        return None
    to = _addressee(row, at)
    if to is None:
        return None
    return _after_addressee(row, to, cue.entry.frames) or _after_addressee(row, skip_adjunct(row, to), cue.entry.frames)


def _past_adjunct(row: Sequence[Unit], at: int, cue: Cue) -> Found | None:
    """The content after "on Friday" or "in a statement"."""
    moved = skip_adjunct(row, at)
    if moved == at or moved >= len(row):
        return None
    quote = _quote_at(row, moved)
    if quote is not None:
        return (quote, clause_end(row, quote)), True
    if row[moved].text == "," and moved + 1 < len(row) and row[moved + 1].low == "that":
        return (moved + 1, clause_end(row, moved + 1)), True
    return _clause_at(row, moved, cue)


def _late_that(row: Sequence[Unit], at: int, cue: Cue) -> Found | None:
    """A clause whose "that" stands a few words behind the cue: "made clear in his speech that ..."."""
    if not set(cue.entry.frames) & {"t", "o"}:
        return None
    for k in range(at, min(at + _LATE, len(row) - 1)):
        if row[k].text in {".", ";", ":", ","}:
            break
        if k > at and row[k].low in forms() and forms()[row[k].low][1] in {Form.PAST, Form.BOTH} and not row[k].capital:
            break  # another verb has its "that"
        if row[k].low == "that" and row[k + 1].low not in group("finite"):
            return (k, clause_end(row, k)), True
    return None


def _late_quotation(row: Sequence[Unit], at: int, cue: Cue) -> Found | None:
    """A quotation that stands further behind: "announced on her page, in all capital letters, '...'"."""
    if not set(cue.entry.frames) & {"q", "c", "t"}:
        return None
    for k in range(at, min(at + _FAR, len(row))):
        unit = row[k]
        if unit.shape is Shape.QUOTE:
            return ((k, clause_end(row, k)), True) if len(unit.text.split()) >= _SPOKEN_WORDS else None
        if (
            unit.text in {".", ";", "?", "!"}
            or (unit.low in forms() and not unit.capital)
            or unit.low in group("finite")
        ):
            return None
    return None


def _holds_verb(row: Sequence[Unit], first: int, stop: int) -> bool:
    """Whether a stretch looks like a clause, not like a noun phrase: a finite verb among its first words."""
    known = forms()
    for at in range(first + 1, min(stop, first + _NEAR)):
        low = row[at].low
        if row[at].shape is not Shape.WORD or low == "and":
            break
        if low in group("finite") or low in {"'s", "'re"}:
            return True
        if low in group("boundaries") | {"who", "which"}:
            return False
        if row[at].capital:
            continue
        if (
            low in known
            and known[low][1] in {Form.PAST, Form.BOTH, Form.S}
            and row[at - 1].low not in group("determiners")
        ):
            return row[at - 1].low not in group("prepositions")
        if low.endswith("ed") and row[at - 1].low not in group("determiners") | group("prepositions"):
            return True
    return row[first].low in {"he", "she", "they", "it", "we", "i", "there"}


def _opens_clause(unit: Unit) -> bool:
    if unit.shape is not Shape.WORD:
        return False
    if unit.low in group("weekdays") or unit.low in lexicon("calendar"):
        return False
    if unit.capital or unit.text[0].isdigit() or unit.text[0] == "$" or unit.low in lexicon("openings"):
        return True
    barred = (
        group("prepositions") | group("auxiliaries") | {"and", "or", "but", "to", "like", "them", "him", "us", "me"}
    )
    return unit.low not in barred and not unit.low.endswith("self")


def _opens_count(row: Sequence[Unit], at: int) -> bool:
    """Whether a number with its qualifier opens a clause: "at least 12 people", "about 40", "up to nine"."""
    return row[at].low in {"at", "about", "around", "over", "up"} and any(
        u.low[0].isdigit() or u.low in {"least", "most"} for u in row[at + 1 : at + 3]
    )


def _addressee(row: Sequence[Unit], at: int) -> int | None:
    """Index after the person addressed: "told the paper", "warned reporters", "assured him"."""
    first = row[at]
    if first.shape is not Shape.WORD or first.low in group("prepositions") | group("boundaries"):
        return None
    if first.low in lexicon("media") and " ".join(u.low for u in row[at : at + 2]) not in lexicon("media"):
        return at + 1  # "told CNN Roe should go"
    if first.low in group("addressed") and not (first.low == "her" and _begins_noun(row, at + 1)):
        return at + 1
    stop = at + 1
    while stop < min(len(row), at + _ADDRESSEE_WORDS) and not _ends_addressee(row[stop - 1], row[stop]):
        stop += 1
    return stop


def _begins_noun(row: Sequence[Unit], at: int) -> bool:
    """Whether a noun follows "her", which is then its possessor and not the person addressed."""
    if at >= len(row) or row[at].shape is not Shape.WORD:
        return False
    return row[at].low not in group("starts") | group("prepositions") | {"that", "to"}


def _ends_addressee(before: Unit, unit: Unit) -> bool:
    low = unit.low
    if unit.shape is not Shape.WORD or low in group("finite") | group("weekdays") | {"that", "to", "about"}:
        return True
    if low in lexicon("calendar") or (low in group("adjuncts") and low not in {"at", "from", "of"}):
        return True
    if low in group("starts"):
        return before.low not in {"of", "at", "from", "and"}
    joins = low in {"of", "and", "the", "for", "at", "from"} or low.endswith("s") or before.low.endswith("'s")
    return before.capital and not unit.capital and not joins


def _after_addressee(row: Sequence[Unit], at: int, frames: str) -> Found | None:
    if at >= len(row):
        return None
    quote = _quote_at(row, at)
    if quote is not None:
        return (quote, clause_end(row, quote)), True
    low = row[at].low
    end = clause_end(row, at)
    infinitive = "F" in frames and low in {"to", "not"}
    bare = _opens_clause(row[at]) and _holds_verb(row, at, end)
    clause = "o" in frames and (low == "that" or low in group("asking") or bare)
    if infinitive:
        return (at, _infinitive_end(row, at)), True
    return ((at, end), True) if clause else None


def _object(row: Sequence[Unit], cue: Cue) -> Found | None:
    """An object or a prepositional object as content: no statement."""
    at = cue.after
    low = row[at].low
    if low in cue.entry.prepositions and at + 1 < len(row):
        return (at + 1, _object_end(row, at + 1, cue)), False
    barred = group("prepositions") | group("auxiliaries") | {"and", "or", "but", "as", "that", "to"}
    if low == "it" and any(u.low == "that" for u in row[at + 2 : at + 5]):
        return (at, clause_end(row, at)), True  # "considers it unlikely that"
    if low in _PARTICLES:
        return None  # "showed up", "found himself"
    if "n" in cue.entry.frames and row[at].shape is Shape.WORD and low not in barred:
        return (at, _object_end(row, at, cue)), False
    return None


def _object_end(row: Sequence[Unit], at: int, cue: Cue) -> int:
    end = clause_end(row, at)
    rejects = cue.entry.force is Force.DENY or cue.entry.lemma == "want"
    for k in range(at + 1, end):
        if row[k].low in _CIRCUMSTANCES and not rejects:
            return k  # "endorsed Roe during a call"; a reason to reject belongs to the rejection
        if row[k].text in {",", "—", "–", "--"}:
            return k
        if row[k].low == "and" and k + 1 < end and _tells(row[k + 1]):
            return k  # "blasted the plan and said that"
        if row[k].low in group("weekdays") and row[k - 1].low == "on":
            return k - 1
    return end


def _tells(unit: Unit) -> bool:
    return unit.low in {
        "said",
        "says",
        "told",
        "tells",
        "added",
        "adds",
        "wrote",
        "writes",
        "warned",
        "argued",
        "vowed",
    }


def clause_end(row: Sequence[Unit], start: int) -> int:
    """Index after the clause that begins at ``start``: the end of the sentence, or where another voice takes over."""
    known = forms()
    relative = any(
        unit.low in {"who", "which"} for unit in row[max(0, start - 4) : start]
    )  # "Roe, who asked not to be named, said it rained"
    for k in range(start, len(row)):
        unit = row[k]
        if unit.shape is Shape.QUOTE:
            if (unit.closing or " ") in ".?!" and k + 1 < len(row) and row[k + 1].capital and k > start:
                return k + 1
            continue
        if unit.text == ";" or (
            unit.text in {".", "?", "!"} and k + 1 < len(row) and row[k + 1].shape is not Shape.MARK
        ):
            return k
        if unit.low == "according" and k > start + 2 and k + 1 < len(row) and row[k + 1].low == "to":
            return k
        aside = k <= start + 1 and k + 1 < len(row) and row[k + 1].low == "according"  # "that, according to Roe, it"
        breaks = unit.text in {",", "—", "–", "--"} and not aside and k + 1 < len(row)
        if breaks and (_another_voice(row, k + 1, known) or (relative and _speaks(row[k + 1], known))):
            return k
    return len(row)


def _another_voice(row: Sequence[Unit], at: int, known: dict[str, tuple[Verb, Form]]) -> bool:
    """Whether a new attribution begins at ``at``, after a comma."""
    low = row[at].low
    if low in known and known[low][1] is Form.ING:
        return True
    if low in known and known[low][1] in {Form.PAST, Form.BOTH} and at + 1 < len(row):
        follows = row[at + 2] if row[at + 1].text in {",", ":"} and at + 2 < len(row) else row[at + 1]
        if follows.shape is Shape.QUOTE or follows.low == "that":
            return True  # "Roe, who offered to help, said that"
    if low in {"citing", "referring", "according", "reflecting", "echoing"}:
        return True
    if low in {"but", "while", "although", "though", "whereas", "and", "even"}:
        window = row[at + 1 : at + 14]
        if low == "and" and _new_speaker(row, at + 1, known):
            return True
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


def _speaks(unit: Unit, known: dict[str, tuple[Verb, Form]]) -> bool:
    """Whether a word is the verb of what follows a relative clause, and says something."""
    if unit.capital or unit.low not in known or known[unit.low][1] not in {Form.PAST, Form.BOTH, Form.S}:
        return False
    return known[unit.low][0].force in {Force.SAY, Force.DENY, Force.ALLEGE}


def _new_speaker(row: Sequence[Unit], first: int, known: dict[str, tuple[Verb, Form]]) -> bool:
    """Whether "and" is followed by a new subject that speaks: ", and Orrin denied it"."""
    for at in range(first + 1, min(first + 9, len(row))):
        unit = row[at]
        if unit.shape is not Shape.WORD:
            return False
        if unit.low in known and not unit.capital and known[unit.low][1] in {Form.PAST, Form.BOTH, Form.S}:
            verb = known[unit.low][0]
            speaks = verb.force in {Force.SAY, Force.DENY, Force.ALLEGE} and bool(set(verb.frames) & {"c", "q"})
            return speaks and subject(row, at, first) == (first, at)
    return False
