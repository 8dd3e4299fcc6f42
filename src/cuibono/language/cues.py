"""Verbs and phrases that attribute: their forms, the shapes of content they take, and how firmly they put it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from cuibono.language.lexicons import lexicon, table


class Force(StrEnum):
    """What a cue says about its content."""

    SAY = "say"
    DENY = "deny"
    ALLEGE = "allege"
    FORECAST = "forecast"
    BELIEVE = "believe"
    INTEND = "intend"
    SHOW = "show"
    JUDGE = "judge"
    HEDGE = "hedge"
    ESTIMATE = "estimate"
    ASK = "ask"


class Form(StrEnum):
    """Form of a verb; BOTH is a past form that serves as participle too."""

    BASE = "base"
    S = "s"
    PAST = "past"
    PART = "part"
    BOTH = "both"
    ING = "ing"


@dataclass(frozen=True, slots=True)
class Verb:
    """A cue verb: the frames it takes (see lexicons/cues.txt), its force, and the prepositions that lead to content."""

    lemma: str
    frames: str
    force: Force
    prepositions: tuple[str, ...] = ()


def verbs() -> dict[str, Verb]:
    """Cue verbs by lemma."""
    return _listed("cues")


@cache
def _listed(name: str) -> dict[str, Verb]:
    found: dict[str, Verb] = {}
    for lemma, rest in table(name).items():
        frames, force, *more = rest.split()
        found.setdefault(lemma, Verb(lemma, frames, Force(force), tuple(more[0].split(",")) if more else ()))
    return found


@cache
def forms() -> dict[str, tuple[Verb, Form]]:
    """Cue verbs by every inflected form, lower case; two-word verbs by both words ("points out")."""
    return forms_of("cues", "cue_irregular")


@cache
def forms_of(name: str, irregular: str = "attitude_irregular") -> dict[str, tuple[Verb, Form]]:
    """The verbs of a word list by their inflected forms; the irregular ones are listed in a file of their own."""
    found: dict[str, tuple[Verb, Form]] = {}
    strange = {form: entry.split("/") for form, entry in table(irregular).items() if entry != "x/x"}
    known = _listed(name)
    for verb in known.values():
        head, _, tail = verb.lemma.partition(" ")
        rest = f" {tail}" if tail else ""
        for form, kind in _inflect(head):
            found.setdefault(form + rest, (verb, kind))
    for word, (lemma, kind_name) in strange.items():
        found[word] = (known[lemma], Form(kind_name))
    for word in lexicon("cue_wrong"):
        found.pop(word, None)
    return found


def _inflect(verb: str) -> list[tuple[str, Form]]:
    soft = verb.endswith("e")
    wordy = verb.endswith("y") and verb[-2] not in "aeou"
    hissing = verb.endswith(("s", "sh", "ch", "x", "z"))
    third = verb[:-1] + "ies" if wordy else verb + ("es" if hissing else "s")
    past = verb + "d" if soft else verb[:-1] + "ied" if wordy else verb + "ed"
    ing = verb[:-1] + "ing" if soft and not verb.endswith("ee") else verb + "ing"
    return [(verb, Form.BASE), (third, Form.S), (past, Form.BOTH), (ing, Form.ING)]
