"""Where verbs that may attribute stand as verbs in a passage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from cuibono.language.clauses import Shape, Unit, group
from cuibono.language.cues import Force, Form, Verb, forms
from cuibono.language.lexicons import lexicon
from cuibono.language.phrases import subject

# words that show that a verb is followed by its complement, besides those that open a noun phrase
_OPENERS = frozenset(("that", "to", "how", "why", "whether", "what", "when", "him", "her", "them", "us", "me"))
# verbs whose plain form cannot be taken for a noun
_NEVER_NOUNS = frozenset({"say", "believe", "think", "argue", "agree", "insist", "acknowledge", "predict", "suggest"})
# marks that close an insertion
PARENTHESIS = frozenset({",", ".", ";", "?", "!", "—", "–", "--", "-", ")"})


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb that may attribute: indices of its group (auxiliaries, adverbs) and of the verb, end exclusive."""

    first: int
    verb: int
    after: int
    entry: Verb
    form: Form
    helpers: tuple[str, ...] = field(default=())


def cues_in(row: Sequence[Unit]) -> list[Cue]:
    """Every place in the row where a cue verb stands as a verb, and every "according to"."""
    known = forms()
    titled = in_titles(row)
    found: list[Cue] = []
    for at, unit in enumerate(row):
        if unit.shape is not Shape.WORD or (unit.capital and at and not titled):
            continue
        after = row[at + 1].low if at + 1 < len(row) else ""
        if unit.low == "according" and after == "to":
            found.append(Cue(at, at, at + 2, Verb("according to", "", Force.SAY), Form.PAST))
            continue
        if f"{unit.low} {after}" in known:
            entry, form = known[f"{unit.low} {after}"]
            width = 2
        elif unit.low in known:
            (entry, form), width = known[unit.low], 1
        else:
            continue
        first = at
        while first > 0 and row[first - 1].shape is Shape.WORD and _helps(row, first - 1, titled=titled):
            first -= 1
        helpers = tuple(u.low for u in row[first:at])
        cue = Cue(first, at, at + width, entry, form, helpers)
        if _is_verb(row, cue):
            found.append(cue)
    return found


def in_titles(row: Sequence[Unit]) -> bool:
    """Whether nearly all words begin with capitals, as in headings."""
    long = [u for u in row if u.shape is Shape.WORD and len(u.text) > 3]  # noqa: PLR2004
    return len(long) > 2 and sum(u.capital for u in long) / len(long) > 0.7  # noqa: PLR2004 - as names.py has it


def _helps(row: Sequence[Unit], at: int, *, titled: bool) -> bool:
    low = row[at].low
    if row[at].capital and at and (low not in group("auxiliaries") or (low in {"may", "will"} and not titled)):
        return False  # "Brock Long said", "May said"
    return low in group("auxiliaries") or low in group("adverbs") or (low.endswith("ly") and not row[at].capital)


def _is_verb(row: Sequence[Unit], cue: Cue) -> bool:
    """Whether a word that has the form of a cue verb is one here: "the claims", "a promised visit" are not."""
    before = row[cue.first - 1] if cue.first else None
    if cue.form in {Form.BASE, Form.S} and cue.entry.lemma in lexicon("noun_verbs") and not cue.helpers:
        return before is not None and (_quoted(row, cue) or _noun_acts(row, cue))
    helped = set(cue.helpers) & group("auxiliaries")
    if cue.form is Form.BASE:
        return not helped & group("be") if helped else before is not None and _has_plural_subject(row, cue)
    if before is None or before.shape is not Shape.WORD or helped:
        return True
    if before.low in group("determiners") - group("standing"):
        return False
    if before.low.endswith(("'s", "s'")) or before.low in group("prepositions"):
        return cue.form is Form.ING and before.low in {"by", "in", "after", "before", "while", "without", "for"}
    return True


def _quoted(row: Sequence[Unit], cue: Cue) -> bool:
    """Whether a spoken quotation ends right before the subject: "'...,' the two write"."""
    phrase = subject(row, cue.first) if "q" in cue.entry.frames and not cue.helpers else None
    before = row[phrase[0] - 1] if phrase and phrase[0] else None
    return before is not None and before.shape is Shape.QUOTE and before.closing in {",", "?", "!"}


def _has_plural_subject(row: Sequence[Unit], cue: Cue) -> bool:
    """Whether a plain form has its subject before it: "officials say", "those surveyed say", "nine in ten think"."""
    before = row[cue.first - 1]
    if cue.entry.lemma == "think" and cue.after < len(row) and row[cue.after].low.startswith("tank"):
        return False
    if cue.entry.lemma not in _NEVER_NOUNS:
        return _is_plural(before)
    if before.shape is not Shape.WORD:
        return before.text == "," and cue.first > 1
    barred = group("prepositions") | group("determiners") | group("boundaries") | {"to", "and", "or", "let", "'s"}
    return before.low in group("standing") | group("counting") or before.low not in barred - group("plurals")


def _is_plural(unit: Unit) -> bool:
    """Whether a word can be the subject of a plain form: "officials say", "they believe"."""
    low = unit.low
    if unit.shape is not Shape.WORD or low in {"its", "his", "this"}:
        return False
    return low in group("plurals") or (low.endswith("s") and not low.endswith(("'s", "ss", "us")))


def _noun_acts(row: Sequence[Unit], cue: Cue) -> bool:
    """Whether what may be a verb or a noun is a verb: "the ministry claims that", "Polls show voters"."""
    phrase = subject(row, cue.first)
    if phrase is None:
        return False
    opener = row[phrase[0]]
    if not (opener.capital or opener.low in group("determiners") | group("pronouns") or phrase[1] - phrase[0] == 1):
        return False
    if all(u.text.isupper() for u in row if u.shape is Shape.WORD):
        return False
    if cue.form is Form.BASE and (
        not _is_plural(row[cue.first - 1]) or any(u.low in {"a", "an"} for u in row[phrase[0] : phrase[1]])
    ):
        return False
    inserted = phrase[0] > 0 and row[phrase[0] - 1].text in {",", "—", "–", "--"}
    if inserted and (cue.after >= len(row) or row[cue.after].text in PARENTHESIS):
        return True  # "..., records show."
    return _can_act(row, cue.first - 1) and _goes_on(row, cue)


def _can_act(row: Sequence[Unit], at: int) -> bool:
    """Whether the word before what may be a verb or a noun can be its subject's last word."""
    unit = row[at]
    if unit.shape is not Shape.WORD:
        return unit.text == ","
    if unit.capital and not in_titles(row):
        return True
    low = unit.low.removesuffix("s")
    nouns = lexicon("roles") | lexicon("papers") | lexicon("bodies_common") | lexicon("unnamed")
    return (
        unit.low in {"he", "she", "they", "we", "i", "who", "you"}
        or low in nouns
        or unit.low in nouns
        or in_titles(row)
    )


def _goes_on(row: Sequence[Unit], cue: Cue) -> bool:
    """Whether what follows looks like the complement of a verb."""
    if cue.after >= len(row):
        return "q" in cue.entry.frames and cue.first > 1 and row[cue.first - 1].capital
    unit = row[cue.after]
    if unit.shape is not Shape.WORD:
        return unit.shape is Shape.QUOTE or "q" in cue.entry.frames
    return unit.capital or unit.low in lexicon("openings") | _OPENERS or unit.low in cue.entry.prepositions
