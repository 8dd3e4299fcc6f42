"""Where a statement speaks of what lies ahead: the cue, who is to do it, and the words of what is to be done.

A clause is bounded by marks and conjunctions; the actor is what stands in it before the cue, the action what stands
behind. All offsets are offsets of the document.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import cast

from cuibono.core.text import Document, Span
from cuibono.language.clauses import group
from cuibono.language.sites import Sited

_LONGEST_ACTOR = 9  # words; a longer stretch is no longer a subject that one recognises
_LONGEST_ACTION = 14  # words
_NO_END = frozenset("and or perhaps more most importantly that which who whose".split())
_SHORT = 5  # words of an action that is not shortened further
_REACH = 400  # characters looked back for a subject or at either side for a condition, so that cost stays linear
_LONGEST_SPAN = 5_000  # characters; what is longer is no statement but a table
_NOUN_REACH = 4  # words between "looming" and its noun
_HUNG = ("s", "re", "m")
_BE = r"(?:is|are|was|were|be|been|being|am|[’']s|[’']re)"
_WORD = re.compile(r"[^\W_]+(?:[-'’.&/][^\W_]+)*")
_LEFT_END = re.compile(
    r".*(?:[.;:?!,()\[\]—–](?=\s|$)|—|\s-\s|--|\b(?:that|which|who|whom|because|although|though|but|while|whether|whereas|if|when|until|unless"
    r"|since|as|before|after|so|and|or|where|how|why|what|than|then|said|says|say|told|believes?|thinks?|hopes?|hoped|doubts?|knows?|fears?|predict(?:s|ed)?"
    r"|warn(?:s|ed)?|means|insist(?:s|ed)?|expects?|sure|chance|chances|claim(?:s|ed)|promised|added|noted|announced|confirmed|vowed"
    r"|signaled|signalled|acknowledged|argued?|meaning|hoping|saying)(?![\w’'-]))",
    re.IGNORECASE | re.DOTALL,
)
_RIGHT_END = re.compile(
    r"(?<![A-Z])(?<!Jan|Feb|Mar|Apr|Aug|Oct|Nov|Dec|Sen|Rep|Gov|Gen|Mrs)(?<!Sept)(?<!Mr|Ms|Dr|Jr|Sr|St|No)\.(?=\s|$|[”\"'’])"
    r"|[;:?!()”\"—–](?=\s|$|[”\"'’])|\s-\s|--|,\s(?:which|who|where|but|and|or|while|although|though|as|because|said|says|according|the|he"
    r"|she|it|they|we|with|after|before|including|a|an|if|unless|so|say|at|in|on)\b"
    r"|\s(?:but|while|because|although|though|whereas|unless|if|since|which|who|said|says|according|after|when|as)\s|(?<!\bor)\sbefore\s(?!the\s(?:end|start)|[A-Z0-9])"
    r"|,\s(?=[“\"])|,$|\.$|\n",
    re.IGNORECASE,
)
_NAMES_LINK = re.compile(r"[A-Z][\w'’.-]*\s+and\s+[A-Z]")
_CONDITION = re.compile(
    r"\b(?:if|unless|provided that|should (?=the|he|she|it|they)|in case)\b\s+[^.;?!—,]{3,160}", re.IGNORECASE
)
_LEAD = re.compile(
    r"^(?:(?i:and|but|so|now|still|also|then|meanwhile|however|later|today|yesterday|tomorrow|here|there|not|just|even"
    r"|only|maybe|perhaps|[a-z]{1,20}ly|(?:mon|tues|wednes|thurs|fri|satur|sun)day|on|in|by|at|for|from|with)\s+)+(?=(?:the|a|an|its|his|her|their|our|my|this|that|these"
    r"|those|[A-Z])\b|it\b|he\b|she\b|they\b|we\b)"
)
_AUXILIARY = re.compile(
    r"(?:\s+(?:will|to|would|shall|not|also|does|do|still|only|is|are|was|were|be|has|have|had))*\s*$", re.IGNORECASE
)
_ASKED = re.compile(
    r"\b(?:hopes?|hoped|hoping|hopefully,?|wish(?:es)?|expectation|whether|why|what|who|doubts?|doubted|unclear|unsure|(?:unclear|knows?|asks?|asked|wonders?|questions?|see|determine"
    r"|decide|sure)\s+how)(?:\s+(?:that|if|much|many|long|often|soon|or not))?\s*$",
    re.IGNORECASE,
)
# An expectation that was: "had been expected to", "I expected to", "were about to".
_OVER = re.compile(r"\bhad\s+been\b|^(?:was|were|been)\s.*\babout\s+to$", re.IGNORECASE | re.DOTALL)
_EXPECTED_BY = re.compile(r"\b(?:I|we|he|she|they|who|you|had|never|not|had been|have been)\s+$", re.IGNORECASE)
# "As likely as", "isn't likely to": no probability of what follows.
_COMPARED = re.compile(r"(?:\b(?:as|more|less|not|never|how)|n[’']t)\s+$", re.IGNORECASE)
_RELATIVE = re.compile(r",?\s+(?:which|that|who)$", re.IGNORECASE)
_NOUN_BEFORE = re.compile(
    r"(?:[’']s?|\b(?:the|a|an|its|his|her|their|our|my|any|no|of|new|these|those|such))\s+$", re.IGNORECASE
)
_NEGATED = re.compile(r"\b(?:not|never)$|^won", re.IGNORECASE)
_ON = re.compile(r"\s+(?:that|which|on|of|for|to|over|about|targeting|against|by|between|with)\b", re.IGNORECASE)
_NOUN_WILL = re.compile(
    r"\b(?:a|the|his|her|their|its|our|my|your|political|free|good|ill|living|last|iron|own|of|against|popular|god[’']s)\s+$",
    re.IGNORECASE,
)


class Cue(StrEnum):
    """What kind of words point ahead."""

    PLANNED = "planned"  # "is expected to", "is due to", "must"
    HAPPENING = "happening"  # "takes effect", "comments close"
    COMING = "coming"  # "the looming rule"
    WILL = "will"
    WOULD = "would"
    COULD = "could"
    LIKELY = "likely"


@dataclass(frozen=True, slots=True)
class Ahead:
    """One place where a statement points ahead."""

    kind: Cue
    cue: Span
    actor: Span | None
    action: Span
    verb: str  # first word of the action, lower case
    condition: Span | None = None
    asked: bool = False  # in an embedded question: "whether it will pass"


@cache
def lists() -> dict[str, list[str]]:
    """The lists of ``future.toml``."""
    text = (resources.files("cuibono.findings") / "future.toml").read_text("utf-8")
    return cast(dict[str, list[str]], tomllib.loads(text))


@cache
def words_of(name: str) -> frozenset[str]:
    """One word list of ``future.toml``."""
    return frozenset(lists()[name])


@cache
def _patterns() -> tuple[tuple[Cue, Sited], ...]:
    found = []
    for cue in (Cue.PLANNED, Cue.HAPPENING, Cue.LIKELY, Cue.WILL, Cue.WOULD, Cue.COULD, Cue.COMING):
        bodies = "|".join(body.replace("{be}", _BE).replace(" ", r"\s+") for body in lists()[cue.value])
        # "'s due to" and "won't" hang on the word before them.
        pattern = re.compile(rf"(?:(?<![\w'’-])|(?=[’']))(?:{bodies})(?![\w’'-])", re.IGNORECASE)
        found.append((cue, Sited(pattern, words_of(f"{cue.value}_opens"), hung=_HUNG)))
    return tuple(found)


def ahead(document: Document, span: Span) -> tuple[Ahead, ...]:
    """The places in the span that point ahead, in order, one per clause: the stronger kind of cue wins."""
    taken: list[tuple[int, int]] = []
    found: list[Ahead] = []
    for kind, pattern in _patterns():
        for match in pattern.finditer(document.text, span.start, min(span.end, span.start + _LONGEST_SPAN)):
            item = _ahead(document, span, kind, match)
            if item is None or any(item.cue.meets(other.actor) for other in found if other.actor):
                continue
            if any(start < item.action.end and match.start() < end for start, end in taken):
                continue
            taken.append((match.start(), item.action.end))
            found.append(item)
    return tuple(sorted(found, key=lambda item: item.cue.start))


def _ahead(document: Document, span: Span, kind: Cue, match: re.Match[str]) -> Ahead | None:
    text = document.text
    if kind is Cue.COMING:
        return _coming(document, span, match)
    if _looks_alike(text, span, kind, match):
        return None
    begin = match.start() if kind is Cue.HAPPENING else match.end()
    end = _right(text, begin, span.end)
    words = list(_WORD.finditer(text, match.end(), end))
    if kind is not Cue.HAPPENING:
        if not words or not _opens_with_verb(kind, words[0][0]):
            return None
        begin = match.end() - len("until") if match[0].lower().endswith("until") else words[0].start()
    if begin >= end:
        return None
    verb = words[0][0].lower() if words else ""
    if verb == "be" and len(words) > 1:
        verb = words[1][0].lower()
    actor = None if match[0].lower().startswith("deadline") else _actor(document, span, match.start())
    before = text[max(span.start, match.start() - _REACH) : actor.start if actor else match.start()]
    limits = condition(document, span, match.start())
    asked = _ASKED.search(before) is not None or (limits is not None and limits.start <= match.start() < limits.end)
    cue = Span(document, match.start(), match.end())
    return Ahead(kind, cue, actor, Span(document, begin, end), verb, limits, asked)


def _looks_alike(text: str, span: Span, kind: Cue, match: re.Match[str]) -> bool:
    """Whether the words of a cue mean something else where they stand."""
    cue = match[0].lower()
    lead = text[max(span.start, match.start() - 20) : match.start()]
    if kind is Cue.WILL:
        if match[0][0] == "W" or _NOUN_WILL.search(lead):
            return True
    elif kind is Cue.HAPPENING and match[0][0].isupper() and match.start() > span.start + 1:
        return True  # "Meet the Press"
    planned = kind in {Cue.PLANNED, Cue.HAPPENING} and (_OVER.search(lead + match[0]) or _OVER.search(match[0]))
    compared = "likely" in cue and _COMPARED.search(lead)
    if planned or compared:
        return True
    if cue.startswith(("expected", "scheduled", "set ", "slated", "poised")) and _EXPECTED_BY.search(lead):
        return True
    nominal = kind is Cue.HAPPENING or cue.startswith(("plan", "set to", "intend", "aim"))
    if nominal and _NOUN_BEFORE.search(lead):
        return True  # "the city's plans to ..."
    # What will not happen is no event; "not until" is one.
    return _NEGATED.search(cue) is not None and " until " not in text[match.end() : min(span.end, match.end() + _REACH)]


def _opens_with_verb(kind: Cue, word: str) -> bool:
    """Whether a word behind a cue can be its verb: not "going to Cairo", "could not", "could have been"."""
    if word[0].isupper() or word.lower() in group("determiners"):
        return False
    return kind not in {Cue.COULD, Cue.WOULD} or word.lower() not in {"have", "not"}


def _right(text: str, start: int, stop: int) -> int:
    """Where the clause that begins at ``start`` ends, at most so many words on."""
    stop = min(stop, start + _REACH)
    match = _RIGHT_END.search(text, start, stop)
    end = match.start() if match else stop
    while end > start and text[end - 1] in ", ":
        end -= 1
    words = list(_WORD.finditer(text, start, end))[:_LONGEST_ACTION]
    cut = len(words) == _LONGEST_ACTION and words[-1].end() < end
    while len(words) > 1 and (
        words[-1][0].lower() in group("prepositions") | group("determiners") | _NO_END
        or (cut and len(words) > _SHORT and re.fullmatch(r"[a-z]+(?:ing|ed)|[a-z]+ly", words[-1][0]))
    ):
        words.pop()
        cut = True
    if cut and words:
        end = words[-1].end()
    opened = text.count("“", start, end) > text.count("”", start, end)
    return end + 1 if opened and text[end : end + 1] == "”" and end < stop else end


def _actor(document: Document, span: Span, cue: int) -> Span | None:
    """The subject before a cue: what stands between the last boundary and the cue; None where it is too long."""
    text = document.text
    begin = max(span.start, cue - _REACH)
    if text[begin:cue].rstrip().endswith(")") and (bracket := text.rfind("(", begin, cue)) > begin:
        cue = bracket  # "the Committee (NAIAC) will"
    reach = cue
    while True:
        match = _LEFT_END.match(text[begin:reach])
        start = begin + (match.end() if match else 0)
        if (
            match
            and match[0].lower().endswith(" and")
            and _NAMES_LINK.search(text[max(begin, start - 40) : start + 12])
        ):
            reach = start - 3
            continue
        break
    words = text[start:cue]
    words = _AUXILIARY.sub("", words)
    cue = start + len(words)
    lead = _LEAD.match(words.lstrip())
    start += len(words) - len(words.lstrip()) + (lead.end() if lead else 0)
    if start < cue and text[start:cue].strip():
        noun = _before_relative(document, span, begin, start)
        if noun is not None:
            whole = Span(document, noun.start, cue)
            return whole if len(_WORD.findall(whole.quote)) <= 2 * _LONGEST_ACTOR else noun
        found = Span(document, start, cue)
        if found.quote.lower() in {"now", "also", "then", "still"}:
            return None
        if len(_WORD.findall(found.quote)) <= _LONGEST_ACTOR:
            return found
        return _last_phrase(document, start, cue)
    relative = _RELATIVE.search(text, begin, start) if start > begin else None
    return _last_phrase(document, begin, relative.start()) if relative and relative.end() == start else None


def _before_relative(document: Document, span: Span, begin: int, start: int) -> Span | None:
    """The subject that a relative clause hangs on: "guidance that would extend the duty is expected"."""
    text = document.text
    relative = re.search(r"([\w'’-]+)\s+(?:that|which|who)\s+$", text[begin:start] + " ", re.IGNORECASE)
    first = _WORD.match(text[start:].lstrip()[:30])
    if not relative or not first or relative[1].lower() in words_of("complements"):
        return None
    opens = first[0].lower()
    if (
        first[0][0].isupper()
        or opens in group("determiners")
        or opens in group("pronouns")
        or relative[1].lower().endswith("ed")
    ):
        return None
    return _actor(document, span, begin + relative.start() + len(relative[1]))


def _last_phrase(document: Document, start: int, end: int) -> Span | None:
    """The noun phrase at the end of a stretch: its last run of capitals, or from its last determiner, or None."""
    words = list(_WORD.finditer(document.text, start, end))[-_LONGEST_ACTOR:]
    at = len(words)
    while at and (words[at - 1][0][0].isupper() or (words[at - 1][0] == "of" and at < len(words))):
        at -= 1
    if at < len(words):
        first = words[at - 1] if at and words[at - 1][0].lower() in group("determiners") else words[at]
        return Span(document, first.start(), end)
    for word in reversed(words):
        if word[0].lower() in group("determiners"):
            return Span(document, word.start(), end) if word is not words[-1] else None
    return None


def _coming(document: Document, span: Span, match: re.Match[str]) -> Ahead | None:
    """A "looming export control rule that ...": only before nouns of things that come by themselves."""
    text = document.text
    end = _right(text, match.end(), span.end)
    if match[0].lower() in {"pending", "coming"} and not _NOUN_BEFORE.search(
        text, max(span.start, match.start() - 12), match.start()
    ):
        return None  # "pending an appeal", "coming to court"
    noun_end, noun = 0, ""
    for i, word in enumerate(_WORD.finditer(text, match.end(), min(end, match.end() + 60))):
        lower = word[0].lower()
        if (
            i > _NOUN_REACH
            or lower == "to"
            or lower in group("prepositions")
            or lower in group("auxiliaries")
            or lower in group("boundaries")
        ):
            break
        if lower in words_of("institutions"):
            noun_end, noun = word.end(), lower
    if not noun:
        return None
    last = end if _ON.match(text, noun_end) else noun_end
    action = Span(document, match.start(), max(noun_end, last))
    return Ahead(Cue.COMING, Span(document, match.start(), match.end()), None, action, noun)


def condition(document: Document, span: Span, at: int) -> Span | None:
    """The condition in the span nearest to an offset, if the statement has one."""
    best = min(
        _CONDITION.finditer(document.text, max(span.start, at - _REACH), min(span.end, at + _REACH)),
        key=lambda m: abs(m.start() - at),
        default=None,
    )
    return Span(document, best.start(), best.end()) if best else None
