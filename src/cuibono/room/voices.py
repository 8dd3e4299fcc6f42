"""What speakers are called: a name as one says it, with the article and the number that fit it."""

from __future__ import annotations

import re

from cuibono.core.claims import Speaker, SpeakerKind
from cuibono.room.cues import cue

_LONGEST = 10
_MOST_WORDS = 6  # a longer name is a clause that was taken for one
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
_HEAD_ENDS = re.compile(r"\s(?:of|in|at|from|for|with|on|to|who|that|close|familiar|involved|briefed|near|inside)\b")
_POSSESSIVE = re.compile(r"^(?!\S+ of )\S+(?:\s\S+){0,3}?(?:['’]s|s['’])\s")
_PLURAL_END = re.compile(r"(?<![sui'’])s$")


def named(speaker: Speaker, outlet: str, *, is_common: bool = False) -> str:
    """Whose words they are, as a subject or after "by": never with a comma at its end.

    ``is_common`` tells whether the first word of the name is a common word, which is written small inside a sentence.
    """
    name = speaker.name.split(",")[0].strip(" .“”\"'")
    if speaker.kind is SpeakerKind.OUTLET:
        return outlet
    if not name or re.search(r"\d", name):
        return f"one voice in {outlet}"
    if speaker.kind is SpeakerKind.UNNAMED:
        return _unnamed(_ARTICLE.sub("", name), outlet, several=many(speaker), is_common=is_common)
    nobody = cue("pronoun").fullmatch(name) or len(name.split()) > _LONGEST
    return f"somebody whom {outlet} quotes" if nobody else name


def _unnamed(name: str, outlet: str, *, several: bool, is_common: bool) -> str:
    if _is_nobody(name):
        return f"somebody whom {outlet} does not name"
    if _POSSESSIVE.match(name):
        return f"{name} as quoted by {outlet}"
    shown = f"{name[0].lower()}{name[1:]}" if is_common else name
    if cue("quantifier").match(name):
        return f"{shown} quoted by {outlet}"
    return f"{'' if several else 'an '}unnamed {shown} quoted by {outlet}"


def _is_nobody(name: str) -> bool:
    return bool(
        cue("paper").search(name)
        or cue("pronoun").fullmatch(name)
        or cue("pronoun").match(name.split(maxsplit=1)[0])
        or re.search(r"\b(?:quoted|said|says|told)\b|[“”\"]", name)
        or len(name.split()) > _MOST_WORDS
        or not name[0].isalpha()
    )


def many(speaker: Speaker) -> bool:
    """Whether a speaker is several: verbs take the plural."""
    name = _ARTICLE.sub("", speaker.name.split(",")[0].strip())
    if speaker.kind is SpeakerKind.PERSON:
        return " and " in name
    if speaker.kind is not SpeakerKind.UNNAMED or not name or _is_nobody(name):
        return False
    head = _HEAD_ENDS.split(name, maxsplit=1)[0]
    return bool(cue("plural").search(head) or _PLURAL_END.search(head) or cue("quantifier").match(name))
