"""Noun phrases beside a verb: its subject before it, and the source that follows "said"."""

from __future__ import annotations

from collections.abc import Sequence

from cuibono.language.clauses import Shape, Unit, group
from cuibono.language.cues import Form, forms
from cuibono.language.lexicons import lexicon

_LIMIT = 24  # words of a noun phrase; longer ones in PolNeAR's training part are 1 in 300 sources
_LEADING = 3  # words that may stand before a subject in its clause: "But on Friday"
_TAG = 4  # units of "(D-Ohio)", which is a part of the name before it
_LATER = frozenset({"then", "later", "once", "again", "afterwards", "afterward", "subsequently", "therefore", "thus"})
_MONTHS = frozenset("january february march april may june july august september october november december".split())
_SPOKE = frozenset({"said", "says", "added", "adds", "asked", "wrote", "tweeted", "replied"})
_DASHES = frozenset({"—", "–", "--"})


def subject(row: Sequence[Unit], verb: int, floor: int = 0) -> tuple[int, int] | None:
    """The noun phrase that ends right before unit ``verb``, with appositions: indices, end exclusive.

    None where it cannot be told; nothing before ``floor`` is looked at.
    """
    last = verb - 1
    while last - 1 > floor and row[last].low in group("times") and row[last - 1].low in {"last", "this", "earlier"}:
        last -= 2  # "who last year threatened"
    last = _before_time(row, last, floor)
    if last < floor:
        return None
    if row[last].text == ")":  # "Jane Roe (D) said", "Rep. Roe (D-Ohio) tweeted"
        opened = next((i for i in range(last - 1, max(floor, last - 7), -1) if row[i].text == "("), None)
        found = _simple(row, opened - 1, floor) if opened else None
        tag = found and opened and last - opened <= _TAG and row[opened + 1].capital  # not "(center)"
        return (found[0], last + 1) if found and tag else found
    if row[last].shape is Shape.QUOTE and row[last].closing == ",":
        found = _with_apposition(row, last + 1, floor)  # "Roe, who calls it "a mess," said"
        return found if found and any(u.low == "who" for u in row[found[0] : last]) else None
    return _with_apposition(row, last, floor) if row[last].text == "," else _simple(row, last, floor)


def _before_time(row: Sequence[Unit], last: int, floor: int) -> int:
    """The last unit before words of time that stand between subject and verb: "Roe on Friday said", "she then said"."""
    while last > floor:
        unit, before = row[last], row[last - 1]
        day = unit.low in group("weekdays") and before.low in {"on", "early", "late", "earlier", "last", "this"}
        month = unit.capital and unit.low in _MONTHS and before.low == "in"
        if day or month:
            last -= 2
        elif unit.low in _LATER and before.shape is Shape.WORD and not unit.capital:
            last -= 1
        else:
            break
    return last


def _simple(row: Sequence[Unit], last: int, floor: int) -> tuple[int, int] | None:
    """The noun phrase that ends at ``last``, without appositions."""
    if row[last].low in group("pronouns"):
        return (last, last + 1)
    if not _can_end(row[last]):
        return None
    first = last
    while first >= floor and last - first < _LIMIT and not _stops(row, first, last):
        first -= 1
    first = _trim(row, first + 1, last)
    if first > last or _is_verbal(row[first]):
        return None
    return (first, last + 1)


def _can_end(unit: Unit) -> bool:
    """Whether a word can be the last one of a noun phrase."""
    barred = group("prepositions") | group("auxiliaries") | group("boundaries") | {"to", "and", "or"}
    barred |= group("determiners") - group("counting")
    named = unit.capital and unit.text in {"May", "Will"}
    return unit.shape is Shape.WORD and (named or unit.low not in barred)


def _is_verbal(unit: Unit) -> bool:
    """Whether a phrase that begins so is none: "included claims", "undermining rules", "told the paper"."""
    if unit.capital:
        return False
    form = forms().get(unit.low, (None, Form.BASE))[1]
    return unit.low.endswith(("ed", "ing")) or form in {Form.PAST, Form.BOTH}


def _stops(row: Sequence[Unit], at: int, last: int) -> bool:
    """Whether a noun phrase that ends at ``last`` cannot reach back to the unit at ``at``."""
    unit = row[at]
    if unit.shape is Shape.MARK:
        closed = unit.text == "(" and any(u.text == ")" for u in row[at:last])
        return not closed and unit.text not in {")", "-"}
    if unit.shape is Shape.QUOTE:
        return (unit.closing or " ") in ",.?!…" or at == last
    if unit.low in group("boundaries") | {"who", "to", "not"}:
        return True
    if unit.low in {"after", "before"} and at < last:
        return True  # "one week after Orrin said"
    if unit.low == "and":
        named = at > 0 and row[at - 1].capital and row[at + 1].capital and _all_names(row, at)
        return not named and not (at > 0 and _plain_pair(row, at))
    return at != last and not unit.capital and unit.low in group("finite") | group("reporting")


def _all_names(row: Sequence[Unit], at: int) -> bool:
    """Whether only names, titles and "the" stand from the beginning of the clause to ``at``."""
    while at > 0:
        at -= 1
        unit = row[at]
        if unit.shape is Shape.MARK:
            return unit.text in ",;:—–" or at == 0
        if unit.shape is Shape.QUOTE:
            return True
        if unit.low in group("boundaries"):
            return True
        if not unit.capital and unit.low not in {"the", "of", "and", "for"}:
            return False
    return True


def _plain_pair(row: Sequence[Unit], at: int) -> bool:
    """Whether "and" joins two words of one phrase: "current and former officials", "police and prosecutors"."""
    if row[at - 1].low in group("pairs"):
        return True
    back = at - 1
    while back >= 0 and at - back <= 3 and row[back].shape is Shape.WORD:  # noqa: PLR2004
        low = row[back].low
        if row[back].capital or low.endswith(("ed", "ing")) or low in group("pronouns") | group("finite"):
            return False
        if low in group("prepositions") | group("boundaries") | group("reporting"):
            return False
        back -= 1
    return back < 0 or row[back].text in {",", "—", "–", "--"}


def _trim(row: Sequence[Unit], first: int, last: int) -> int:
    """Take off what precedes the phrase: "On Wednesday the mayor" -> "the mayor"; conjunctions, adverbs."""
    ago = next((i for i in range(first, last) if row[i].low == "ago"), None)
    if ago is not None:
        first = ago + 1  # "Two years ago the mayor"
    if first + 1 < last and row[first].low in {"last", "this", "earlier"} and row[first + 1].low in group("times"):
        first += 2
    while first < last and _is_loose(row[first], row[first + 1]):
        first += 1
    if row[first].low not in group("prepositions") - {"of"}:
        return first
    # after a leading prepositional phrase the subject begins with a determiner or a name of its own
    for at in range(last, first, -1):
        before = row[at - 1].low
        begins = row[at].low in group("determiners") or (row[at].capital and not row[at - 1].capital)
        if begins and before not in group("prepositions") | group("determiners"):
            return at
    return first if first == last else last + 1


def _is_loose(unit: Unit, follows: Unit) -> bool:
    """Whether a word before a subject is no part of it: "but", "quietly", "Monday", a month with its day."""
    if unit.low in _SPOKE and unit.capital:
        return follows.capital  # "Said Roe: ..."
    if unit.low in lexicon("calendar") - group("weekdays"):
        return follows.low[0].isdigit()  # "Jan Roe" is a person
    return unit.low in group("leading") | group("weekdays") or (unit.low.endswith("ly") and not unit.capital)


def _with_apposition(row: Sequence[Unit], comma: int, floor: int) -> tuple[int, int] | None:
    """Subject of "Jane Roe, 43, chief scientist at Orrin, said": the comma before the verb is at ``comma``.

    Goes from comma to comma towards the left; the leftmost stretch that is a noun phrase is the head. "Roe, during a
    visit to Paris, said" has an insertion instead, and "Roe" alone is the subject.
    """
    best: tuple[int, int] | None = None
    inserted = False
    stop = comma
    while stop > floor and comma - stop < _LIMIT:
        begin = _segment_start(row, stop, floor)
        segment = row[begin:stop]
        if not segment:
            break
        if _opens_adverbial(segment):
            if best is not None or begin <= floor + 1:
                break
            inserted = True
        elif _is_clause(segment):
            break
        elif stop != comma and (head := _head_of(row, stop, begin)) is not None:
            if inserted:
                return (head, stop) if begin == floor and _names_somebody(row[stop - 1]) else None
            best = (head, comma)
            if head > begin:
                break
        if begin == floor or row[begin - 1].text != ",":
            break
        stop = begin - 1
    return best


def _segment_start(row: Sequence[Unit], stop: int, floor: int) -> int:
    begin = stop
    while begin > floor and row[begin - 1].text not in {",", ";", ":"} | _DASHES:
        begin -= 1
    return begin


def _is_clause(segment: Sequence[Unit]) -> bool:
    relative = segment[0].low in {"who", "whose", "which", "whom", "where"}
    return not relative and any(
        not u.capital
        and (
            u.low in group("finite")
            or (i > 0 and segment[i - 1].capital and (u.low.endswith("ed") or u.low in lexicon("past_verbs")))
        )
        for i, u in enumerate(segment)
    )


def _head_of(row: Sequence[Unit], stop: int, begin: int) -> int | None:
    """Where the noun phrase of a stretch begins; None if the stretch is none."""
    if row[begin].low in {"who", "whose", "which", "whom", "where"}:
        return None
    simple = _simple(row, stop - 1, begin)
    return simple[0] if simple is not None and simple[0] - begin <= _LEADING else None


def _names_somebody(unit: Unit) -> bool:
    return unit.capital or unit.low in lexicon("roles")


def _opens_adverbial(segment: Sequence[Unit]) -> bool:
    """Whether a stretch between commas is no part of a noun phrase: "in Paris", "after the vote", "however"."""
    low = segment[0].low
    opening = (group("prepositions") - {"of", "for"}) | (group("boundaries") - {"whose"}) | group("loose")
    return low in opening or low.endswith(("ing", "ly"))


def several(row: Sequence[Unit], source: tuple[int, int]) -> bool:
    """Whether a plain noun phrase is plural, so that "says" is not its verb."""
    last = row[source[1] - 1]
    plain = not any(u.capital or u.text == "," for u in row[source[0] + 1 : source[1]])
    return (
        plain and source[1] - source[0] > 1 and last.low.endswith("s") and not last.low.endswith(("ss", "us", "news"))
    )


def object_after(row: Sequence[Unit], first: int) -> int:
    """Index after the noun phrase, with appositions, that begins at ``first``: "said Jane Roe, a chemist, in ..."."""
    at = first
    while at < min(len(row), first + _LIMIT) and row[at].shape is not Shape.QUOTE:
        unit = row[at]
        if unit.shape is Shape.MARK:
            if unit.text not in "()-" and not (unit.text == "," and _apposition(row, at + 1)):
                break
        elif at > first and _ends_phrase(row, at, first):
            break
        at += 1
    while at > first and row[at - 1].text in {",", "(", "-"}:
        at -= 1
    return at


def _apposition(row: Sequence[Unit], at: int) -> bool:
    """Whether an apposition begins at ``at`` and is closed by a mark, without a finite verb before it."""
    if at >= len(row) or row[at].shape is not Shape.WORD:
        return False
    first = row[at]
    party = first.text.startswith(("R-", "D-", "I-"))
    if not (first.low in group("apposed") or first.low in lexicon("roles") or first.text[0].isdigit() or party):
        return False
    for unit in row[at : at + _LIMIT]:
        if unit.shape is not Shape.WORD:
            return unit.shape is Shape.MARK
        if unit.low in group("finite") and first.low != "who" and not unit.capital:
            return False
    return False


def _ends_phrase(row: Sequence[Unit], at: int, first: int) -> bool:
    """Whether the phrase that began at ``first`` ends before the word at ``at``."""
    low = row[at].low
    follows = row[at + 1] if at + 1 < len(row) else None
    if low in group("weekdays") or low in lexicon("calendar") or low in group("ending") or low == "on":
        return True
    if low in {"in", "at"}:
        return follows is None or not follows.capital or follows.low in lexicon("calendar")
    if low == "and":
        joins = follows is not None and (follows.capital or follows.low in {"the", "his", "her", "other", "others"})
        return not joins and row[first].capital
    return low in group("finite") and all(u.low != "who" for u in row[first:at])
