"""What persons and bodies are called in a document: "the minister" bears that title, "the haulier" is one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cuibono.core.claims import SpeakerKind
from cuibono.core.text import Document
from cuibono.language.cues import forms
from cuibono.language.lexicons import lexicon
from cuibono.stories.people import Entity, People

_ROLE_BEFORE = re.compile(r"((?:[A-Za-z.'’-]+ ){1,4})$")
_ROLE_AFTER = re.compile(
    r",\s+(?:(?:the|a|an|its|their|his|her|former)\s+)?((?:[\w'’.-]+\s+){0,4}?[\w'’-]+)(?=,|\.|\s(?:of|at|for|in|with|who|from|and)\b)"
)


def roles(document: Document, people: People) -> dict[str, tuple[Entity, ...]]:
    """Role -> persons who hold it in this document, by titles before names and appositions after them."""
    found: dict[str, dict[str, Entity]] = {}
    for span, entity in people.mentions(document):
        if entity.kind is not SpeakerKind.PERSON:
            continue
        words: list[str] = []
        before = _ROLE_BEFORE.search(document.text[max(0, span.start - 60) : span.start].replace("\n", "  "))
        if before:
            words.extend(_endings(before.group(1)))
        after = _ROLE_AFTER.match(document.text, span.end)
        if after:
            words.extend(_endings(after.group(1)))
        for word in filter(None, words):
            noun = _LONG_ROLES.get(word.split()[-1], word.split()[-1])
            if noun in lexicon("roles") or word in lexicon("titles"):
                found.setdefault(_LONG_ROLES.get(word, word), {})[entity.key] = entity
    return {role: tuple(holders[k] for k in sorted(holders)) for role, holders in found.items()}


# Whoever was something is not meant by "the president".
_HYPHEN = re.compile(r"\b(ex|then)-")
_PAST = frozenset({"former", "ex", "late", "then", "ousted", "onetime", "one-time"})


def _endings(words: str) -> list[str]:
    """The last word, two and three words of a phrase, lower case; none that leaves a "former" or "vice" out."""
    parts = _HYPHEN.sub(r"\1 ", words.lower()).split()
    parts = [bare for part in parts if (bare := part.strip("."))]
    counts = range(1, min(3, len(parts)) + 1)
    return [" ".join(parts[-n:]) for n in counts if _PAST.isdisjoint(parts[:-n][-2:]) and parts[:-n][-1:] != ["vice"]]


_LONG_ROLES = {
    "sen": "senator",
    "rep": "congressman",
    "gov": "governor",
    "dr": "doctor",
    "gen": "general",
    "lt": "lieutenant",
    "sgt": "sergeant",
    "capt": "captain",
    "col": "colonel",
    "adm": "admiral",
    "prof": "professor",
}


# "the haulier Orrin", "security company Orrin"; "Orrin, one of the country's biggest hauliers", "Orrin, a broker"
_KIND_BEFORE = re.compile(r"(?:^|[\s(\"“])([a-z][a-z-]{3,}) $")
_KIND_AFTER = re.compile(
    r",\s+(?:an?|the|one of(?:\s+\S+){1,2})\s+((?:[\w'’-]+\s+){0,4}?[a-z-]{3,})"
    r"(?=,|\.|\s(?:of|at|for|in|with|who|which|that|whose|from|and)\b)"
)


def kinds(document: Document, people: People) -> dict[str, tuple[Entity, ...]]:
    """Common noun -> the bodies that the document calls so, by the word before a name and the apposition after it."""
    found: dict[str, dict[str, Entity]] = {}
    for span, entity in people.mentions(document):
        if entity.kind is not SpeakerKind.BODY:
            continue
        words: list[str] = []
        before = _KIND_BEFORE.search(document.text[max(0, span.start - 30) : span.start])
        if before:
            words.append(before.group(1))
        after = _KIND_AFTER.match(document.text, span.end)
        if after:
            words.append(after.group(1).split()[-1])
        for word in words:
            noun = word if word in lexicon("bodies_common") else _singular(word)
            if noun not in lexicon("stop") and word not in forms() and not noun.endswith(("ing", "ed")):
                found.setdefault(noun, {})[entity.key] = entity
    return {noun: tuple(holders[k] for k in sorted(holders)) for noun, holders in sorted(found.items())}


def offices(
    described: Sequence[Mapping[str, tuple[Entity, ...]]], documents: Sequence[str]
) -> dict[str, dict[str, tuple[Entity, ...]]]:
    """Who holds which role, by document id; offices ("president") also as the rest of the story has them."""
    story = shared([{r: held for r, held in own.items() if r in lexicon("titles")} for own in described], documents)
    return {document: {**story[document], **own} for document, own in zip(documents, described, strict=True)}


def shared(
    described: Sequence[Mapping[str, tuple[Entity, ...]]], documents: Sequence[str]
) -> dict[str, dict[str, tuple[Entity, ...]]]:
    """What bodies are called, by document id: as the document itself has it, else as the rest of the story has it."""
    everywhere: dict[str, dict[str, Entity]] = {}
    for own in described:
        for noun, bodies in own.items():
            everywhere.setdefault(noun, {}).update({e.key: e for e in bodies})
    story = {noun: tuple(held[k] for k in sorted(held)) for noun, held in everywhere.items()}
    return {document: {**story, **own} for document, own in zip(documents, described, strict=True)}


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us")) else word
