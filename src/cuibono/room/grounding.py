"""The gate: no span, no sentence.

A draft becomes a :class:`Sentence` only if all of this holds; otherwise it becomes a :class:`Refusal` with the reason:

1. it cites at least one span, every marker has its span or count, and every span and count has its marker;
2. every span's words stand at its offsets in a document of the record (checked again, whoever made the span);
3. words in quotation marks stand, contiguously, in one of the cited documents' cited sentences;
4. a number is counted by the program (and can be unfolded), stands in the cited sentences, or is one of three things
   that follow from them by a fixed rule and are computed again here: the publication date of a cited document or the
   date that a time expression in a cited sentence was resolved to; the ICD 203 range of estimative words in a cited
   sentence; the Admiralty grade of a cited assertion;
5. a proper name stands in the cited sentences, or names an outlet, speaker, author or lens of the record; in a
   paraphrase it names one of the documents or speakers that are cited: words of one are never put into another's mouth;
6. a draft marked as a paraphrase neither adds nor drops a denial, a doubt, a condition or an amount against the
   sentences that it cites (:mod:`cuibono.room.modifiers`), and uses no word of content that is neither in them nor one
   of the room's own (``own_words.txt``).

The gate knows nothing about who wrote the draft: a template, a local model, a provider's model or a person.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources

from cuibono.core.claims import Assertion, Method
from cuibono.core.errors import SpanError
from cuibono.core.findings import Clock, Finding, Relation
from cuibono.core.reading import Record
from cuibono.core.talk import MARKER, Count, Refusal, Sentence
from cuibono.core.text import Document, Span, fold
from cuibono.language.hedges import estimative
from cuibono.language.words import content_words
from cuibono.room import dates
from cuibono.room.grades import grade
from cuibono.room.modifiers import altered

METHOD = Method("gate", "3")

_QUOTED = re.compile(r"[“\"«]([^“”\"«»]+)[”\"»]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NUMBER_WORD = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|(?:m|b|tr)illions?|dozens?|half|twice|thrice)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_GRADE = re.compile(r"\b[A-F][1-6]\b")
_RANGE = re.compile(r"\b(\d{1,2})-(\d{1,2}) per cent\b")
_SCALES = re.compile(r"\bICD 203\b")  # the scale itself, named where its ranges are


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence as somebody would like to say it; markers as in :class:`Sentence`.

    ``paraphrase`` is set where words outside the quotations restate what the sources say.
    """

    text: str
    spans: tuple[Span, ...]
    counts: tuple[Count, ...] = ()
    paraphrase: bool = False


class Gate:
    """The gate for one record. Building it is linear in the record; each sentence is linear in what it cites."""

    def __init__(self, record: Record, lenses: Collection[str] = (), findings: Collection[Finding] = ()) -> None:
        """Gather the names, dates and assertions that a sentence may use without quoting them."""
        self._record = record
        self._documents = record.documents
        self._relations = [finding for finding in findings if isinstance(finding, Relation)]
        self._asserted = _by_document(record.assertions)
        self._times = _times(record, findings)
        known = [record.story.title, *lenses]
        known += [outlet.name for outlet in record.outlets.values()]
        for document in record.documents.values():
            known += [document.title, *document.authors]
        for assertion in record.assertions:
            for speaker in (assertion.speaker, *assertion.via):
                known += [speaker.name, speaker.role, speaker.affiliation]
        self._names = {word for words in known for word in _words(words)}
        self._names |= {word for origin in record.origins for word in _words(origin.label)}
        self._lenses = {word for lens in lenses for word in _words(lens)}

    def ground(self, draft: Draft, lens: str) -> Sentence | Refusal:
        """Let the draft through as a Sentence, or say why not."""
        reason = self._fault(draft)
        if reason:
            return Refusal(text=_readable(draft), reason=reason, lens=lens, spans=draft.spans)
        return Sentence(draft.text, draft.spans, draft.counts)

    def _fault(self, draft: Draft) -> str:
        return (
            _marker_fault(draft)
            or self._span_fault(draft)
            or self._quotation_fault(draft)
            or self._number_fault(draft)
            or self._name_fault(draft)
            or self._paraphrase_fault(draft)
        )

    def _span_fault(self, draft: Draft) -> str:
        for span in draft.spans:
            document = self._documents.get(span.document)
            if document is None:
                return f"cites a document that is not in this story ({span.document})"
            try:
                document.check(span.start, span.end, span.quote)
            except SpanError as error:
                return str(error)
        return ""

    def _quotation_fault(self, draft: Draft) -> str:
        cited = [fold(sentence) for sentence in self._cited(draft)]
        for quoted in _QUOTED.findall(MARKER.sub("", draft.text)):
            if fold(quoted) and not any(fold(quoted) in sentence for sentence in cited):
                return f"no cited sentence holds the words “{quoted}”"
        return ""

    def _number_fault(self, draft: Draft) -> str:
        said = set(numbers(self._unruled(draft)))
        held = {number for sentence in self._cited(draft) for number in numbers(sentence)}
        missing = sorted(said - held)
        return f"no cited sentence holds the number “{missing[0]}”" if missing else ""

    def _name_fault(self, draft: Draft) -> str:
        held = {word for sentence in self._cited(draft) for word in _words(sentence)}
        held |= self._near(draft.spans) if draft.paraphrase else self._names
        for name in capitalised(self._unruled(draft)):
            if name.casefold() not in held:
                return f"no cited sentence holds the name “{name}”"
        return ""

    def _paraphrase_fault(self, draft: Draft) -> str:
        if not draft.paraphrase:
            return ""
        cited = self._cited(draft)
        if fault := altered(_plain(draft), cited):
            return fault
        known = {word for sentence in cited for word in content_words(sentence)} | _own_words()
        known |= {stem for name in self._near(draft.spans) for stem in content_words(name)}
        for word in content_words(self._unruled(draft)):
            if word not in known:
                return f"no cited sentence holds the word “{word}”"
        return ""

    def _near(self, spans: Sequence[Span]) -> set[str]:
        """Words of the names of the documents and speakers that are cited, and of the lenses."""
        known = []
        for span in spans:
            known += [self._record.outlets[span.document].name, *self._documents[span.document].authors]
        for assertion in self.concerned(spans):
            for speaker in (assertion.speaker, *assertion.via):
                known += [speaker.name, speaker.role, speaker.affiliation]
        return {word for words in known for word in _words(words)} | self._lenses

    def merely_attributes(self, sentence: Sentence) -> bool:
        """Whether a sentence says nothing itself: it quotes, and around the quotations only names who says it."""
        own = _QUOTED.sub(" ", MARKER.sub(" ", sentence.text))
        known = _own_words() | {stem for name in self._near(sentence.spans) for stem in content_words(name)}
        quotes = any(not sigil for sigil, _number in MARKER.findall(sentence.text))
        return quotes and known.issuperset(content_words(own))

    def sentences(self, spans: Sequence[Span]) -> list[str]:
        """The words of the sentences around spans."""
        return self._cited(Draft("", tuple(spans)))

    def concerned(self, spans: Sequence[Span]) -> Iterator[Assertion]:
        """The assertions whose sentences meet one of the spans."""
        for span in spans:
            yield from (a for a in self._asserted.get(span.document, ()) if a.sentence.meets(span))

    def _unruled(self, draft: Draft) -> str:
        """The draft's own words without what follows by rule from what it cites: dates, ranges and grades."""
        text = _SCALES.sub(" ", _plain(draft))
        if not any(char.isdigit() for char in text):
            return text
        text = dates.unvouched(text, self._dates(draft))
        if _RANGE.search(text):
            ranges = {(str(e.low), str(e.high)) for d, r in self._regions(draft) for e in estimative(d, r)}
            text = _RANGE.sub(lambda found: " " if found.groups() in ranges else found.group(), text)
        if _GRADE.search(text):
            grades = {str(grade(self._record, assertion, self._relations)) for assertion in self.concerned(draft.spans)}
            text = _GRADE.sub(lambda found: " " if found.group() in grades else found.group(), text)
        return text

    def _dates(self, draft: Draft) -> Iterator[str]:
        for span in draft.spans:
            document = self._documents[span.document]
            for stamp in (document.published, document.modified):
                if stamp:
                    yield from dates.forms_of_stamp(stamp)
        for _document, region in self._regions(draft):
            for words, earliest, latest in self._times.get(region.document, ()):
                if words.meets(region):
                    yield from dates.forms_of_interval(earliest, latest)

    def _regions(self, draft: Draft) -> list[tuple[Document, Span]]:
        """The sentences around the cited spans, with their documents."""
        found = []
        for span in draft.spans:
            document = self._documents[span.document]
            found.append((document, document.span(*_surroundings(document, span))))
        return found

    def _cited(self, draft: Draft) -> list[str]:
        """The words of the sentences around the cited spans."""
        return [region.quote for _document, region in self._regions(draft)]


def _by_document(assertions: Iterable[Assertion]) -> dict[str, list[Assertion]]:
    found: dict[str, list[Assertion]] = defaultdict(list)
    for assertion in assertions:
        found[assertion.document].append(assertion)
    return found


def _times(
    record: Record, findings: Iterable[Finding]
) -> dict[str, list[tuple[Span, datetime | None, datetime | None]]]:
    """Time expressions with the interval they were resolved to, by document: from assertions and from clocks."""
    found: dict[str, list[tuple[Span, datetime | None, datetime | None]]] = defaultdict(list)
    for assertion in record.assertions:
        for time in assertion.times:
            found[time.span.document].append((time.span, time.earliest, time.latest))
    for finding in findings:
        if isinstance(finding, Clock):
            words = finding.words or finding.spans[0]
            found[words.document].append((words, finding.earliest, finding.latest))
    return found


@cache
def _own_words() -> frozenset[str]:
    text = (resources.files(__package__ or __name__) / "own_words.txt").read_text("utf-8")
    return frozenset(content_words(" ".join(line.split("#", 1)[0] for line in text.splitlines())))


def _marker_fault(draft: Draft) -> str:
    if not draft.spans:
        return "cites no words"
    used = {(sigil == "#", int(number)) for sigil, number in MARKER.findall(draft.text)}
    held = {(False, i) for i in range(len(draft.spans))} | {(True, i) for i in range(len(draft.counts))}
    if used - held:
        return "points to a citation or a count that it does not have"
    if held - used:
        return "carries a citation or a count that it does not use"
    return ""


_BREAK = re.compile(r"[.!?…]['\"”’)]*\s+|\n")
_REACH = 400  # characters; longer sentences are cut, which can only refuse more


def _surroundings(document: Document, span: Span) -> tuple[int, int]:
    """Offsets of the sentence around a span, by a cheap rule that may take too little, never too much."""
    reach = max(0, span.start - _REACH)
    breaks = [found.end() for found in _BREAK.finditer(document.text, reach, span.start)]
    start = breaks[-1] if breaks else (reach if reach == 0 else span.start)
    after = _BREAK.search(document.text, span.end - 1, span.end + _REACH)
    end = len(document.text) if span.end + _REACH >= len(document.text) else span.end
    return start, max(span.end, after.end()) if after else end


def _plain(draft: Draft) -> str:
    """The draft's own words: without markers and without quoted words, which are checked by themselves."""
    return _QUOTED.sub(" ", MARKER.sub(" ", draft.text))


def _readable(draft: Draft) -> str:
    def show(marker: re.Match[str]) -> str:
        sigil, number = marker.group(1), int(marker.group(2))
        if sigil == "#":
            return str(draft.counts[number].value) if number < len(draft.counts) else "?"
        if sigil == "^":
            return ""
        return f"“{draft.spans[number].quote}”" if number < len(draft.spans) else "“?”"

    return MARKER.sub(show, draft.text)


def numbers(text: str) -> list[str]:
    """Numbers in digits and in words, as they are compared."""
    digits = [number.replace(",", "") for number in _NUMBER.findall(text)]
    return digits + [word.casefold() for word in _NUMBER_WORD.findall(text)]


def _words(text: str) -> set[str]:
    """Case-folded words, possessive endings left out."""
    return {re.sub(r"['’]s?$", "", word).casefold() for word in _WORD.findall(text)}


def capitalised(text: str) -> list[str]:
    """Capitalised words that are not simply the beginning of a sentence."""
    found = []
    for match in _WORD.finditer(text):
        word = re.sub(r"['’]s?$", "", match.group())
        before = text[: match.start()].rstrip()
        starts = not before or before[-1] in ".!?:·—“”"
        if word[0].isupper() and word != "I" and not starts:
            found.append(word)
    return found
