"""Whether words hold what a question wants: a name, a time, a place, a number of the thing counted, a cause."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from cuibono.core.claims import Quantity
from cuibono.core.text import Document, Span
from cuibono.language.names import names
from cuibono.language.quantities import quantities
from cuibono.language.timexes import timexes
from cuibono.language.words import content_words
from cuibono.room.cues import cue
from cuibono.room.questions import Question, Wanted

Alike = Callable[[str, str], bool]  # whether two nouns name the same kind of thing

_SPARKED = re.compile(r"\b\w+-(?:sparked|caused|induced|triggered|related)\b", re.IGNORECASE)
_PLACE = re.compile(
    r"\b(?:in|at|on|near|to|from|off|over|inside|outside|toward|towards|under|between|beneath|around|for|bound for)\s+"
    r"(?:the\s+|an?\s+|his\s+|her\s+|their\s+|its\s+)?(?:[A-Z][\w’'.-]+|[a-z]+\s+(?:of|in|sea|river|city|town|airport|hospital|office)\b)"
)
_TIME_UNITS = re.compile(
    r"\b(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?|centur(?:y|ies)|overnight|since|until|till)\b"
    r"|-year-old\b|\byear-old\b|,\s\d{1,3},",
    re.IGNORECASE,
)
_LENGTHS = re.compile(
    r"\b(?:miles?|kilomet(?:er|re)s?|km|met(?:er|re)s?|feet|foot|yards?|inch(?:es)?|acres?|hectares?|square|tons?|tonnes?)\b",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(r"\bby (?:an?|two|three|four|some|several|the|his|her|their) [a-z]+", re.IGNORECASE)

_ONESELF = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur)\b(?!\.)")  # whoever speaks is who is asked for


def answering(document: Document, sentence: Span, question: Question, alike: Alike) -> tuple[Span, ...] | None:
    """The words of a sentence that may be the answer, earliest first; None where it holds nothing of the kind wanted.

    Empty where nothing of a kind is wanted: any words on the subject may answer.
    """
    look = _LOOKS.get(question.wanted)
    if look is None:
        return ()
    return tuple(look(document, sentence, question, alike)) or None


def _who(document: Document, sentence: Span, question: Question, _alike: Alike) -> list[Span]:
    asked = set(content_words(question.words))
    found = [name for name in names(document, sentence) if asked.isdisjoint(content_words(name.quote))]
    return found or _all(_SOMEBODY, document, sentence) or _all(_ONESELF, document, sentence)


def _when(document: Document, sentence: Span, question: Question, _alike: Alike) -> list[Span]:
    found = [time.span for time in timexes(document, sentence)]
    return [span for span in found if span.quote.casefold() not in question.words.casefold()]


def _where(document: Document, sentence: Span, question: Question, _alike: Alike) -> list[Span]:
    asked = set(content_words(question.words))
    return [s for s in _all(_PLACE, document, sentence) if not set(content_words(s.quote)) <= asked]


def _count(document: Document, sentence: Span, question: Question, alike: Alike) -> list[Span]:
    found = [n for n in _numbers(document, sentence, question) if _counts(n, question.counted, alike)]
    return [number.span for number in found]


def _counts(number: Quantity, wanted: str, alike: Alike) -> bool:
    """Whether a number counts the thing: by its word, or by one that names the same kind of thing."""
    target = number.target or number.unit
    if not wanted or not target:
        return False
    if wanted.rsplit(maxsplit=1)[-1].casefold() in {"times", "people", "persons"}:
        return target.split()[-1] in {"times", "people", "persons"} or alike(target, "people")
    same = not set(content_words(target)).isdisjoint(content_words(wanted))
    return same or any(alike(target, word) for word in wanted.split())


def _measure(document: Document, sentence: Span, question: Question, _alike: Alike) -> list[Span]:
    return [number.span for number in _numbers(document, sentence, question)]


def _span(document: Document, sentence: Span, question: Question, _alike: Alike) -> list[Span]:
    found = _all(_TIME_UNITS, document, sentence)
    return (
        found
        if found and any(char.isdigit() for char in sentence.quote)
        else [
            number.span
            for number in _numbers(document, sentence, question)
            if _TIME_UNITS.search(document.text, number.span.start, number.span.end + 24)
        ]
    )


def _distance(document: Document, sentence: Span, _question: Question, _alike: Alike) -> list[Span]:
    return _all(_LENGTHS, document, sentence)


def _why(document: Document, sentence: Span, _question: Question, _alike: Alike) -> list[Span]:
    return _all(cue("reason"), document, sentence) + _all(_SPARKED, document, sentence)


def _numbers(document: Document, sentence: Span, question: Question) -> list[Quantity]:
    """Quantities that the question does not bring itself."""
    asked = set(re.findall(r"\w+", question.words.casefold()))
    found = [number for number in quantities(document, sentence) if not number.ordinal]
    return [number for number in found if not set(re.findall(r"\w+", number.span.quote.casefold())) <= asked]


def _all(pattern: re.Pattern[str], document: Document, sentence: Span) -> list[Span]:
    return [document.span(m.start(), m.end()) for m in pattern.finditer(document.text, sentence.start, sentence.end)]


_LOOKS: Mapping[Wanted, Callable[[Document, Span, Question, Alike], list[Span]]] = {
    Wanted.WHO: _who,
    Wanted.NAME: _who,
    Wanted.WHEN: _when,
    Wanted.WHERE: _where,
    Wanted.COUNT: _count,
    Wanted.MEASURE: _measure,
    Wanted.SPAN: _span,
    Wanted.DISTANCE: _distance,
    Wanted.WHY: _why,
}
