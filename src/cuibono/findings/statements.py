"""What two statements are compared by: content words, names, numbers, times and polarity, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

from cuibono.core.claims import Assertion, Modality, Quantity, SpeakerKind, Timex
from cuibono.core.text import Document, Span, bare
from cuibono.findings.lexicon import light_stems
from cuibono.language.hedges import hedges, negations
from cuibono.language.lexicons import lexicon
from cuibono.language.names import names
from cuibono.language.quantities import quantities
from cuibono.language.timexes import timexes
from cuibono.language.words import stem, tokens

# What turns a clause into its opposite. "Denied" is handled as a denial; "rejected", "turned down" and "disputed" are
# deeds with opposites of their own (antonyms.txt), so that two ways of refusing never contradict each other.
_FLIPS = re.compile(
    r"(?:not|never|no|none|nobody|nothing|nowhere|neither|nor|cannot|\w+n['’]t|no one|without"
    r"|fail(?:ed|s|ing)? to|refus(?:ed|es|e|ing) to|declin(?:ed|es|e) to|unable to)",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"(?:no|none|nobody|neither|no one)\b", re.IGNORECASE)
_ATTRIBUTION = 160  # characters from source to cue; longer ones are no plain "X told Y that"
_DENIES = re.compile(r"den(?:y|ies|ied|ying)", re.IGNORECASE)
_OWN = re.compile(r"\b(?:we|us|our|ours|I|my|me)\b")
# Enough of a finite verb or participle to tell a statement from a noun phrase.
VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|can|could|may|might|must|shall|should|do|does|did"
    r"|[a-z]{3,}ed|[a-z]{3,}ing|sa(?:ys|id)|made|took|gave|found|told|held|kept|sent|won|lost|paid|sold|bought|cut|put"
    r"|set|led"
    r"|fell|rose|grew|began|came|went|saw|knew|left|met|ran|stood|wrote|brought|thought|shot|struck)\b"
)
_PRONOUN = re.compile(r"\b(?:he|she|it|they|him|her|them|his|its|their|I|we|our|my)\b", re.IGNORECASE)
_CLAUSE = re.compile(
    r"[,;:—–()]|\b(?:but|while|whereas|although|though|because|which|who|if|unless|when|after|before|and|as)\b",
    re.IGNORECASE,
)
# Statements that put nothing forward as so, or of which some part only is said.
_OPEN = re.compile(r"\b(?:if|unless|would|should|whether|were to|imagine|suppose)\b|\?|\bcould have\b", re.IGNORECASE)
_SOME = re.compile(
    r"\b(?:some|others?|another|certain|several|sometimes|often|usually|mostly|partly|largely|many|few|most|half"
    r"|one of|parts? of)\b",
    re.IGNORECASE,
)
_PHASE = re.compile(
    r"\b(?:not yet|yet|no longer|any ?more|still|now|previously|formerly|until|already)\b", re.IGNORECASE
)
# What is hoped for, worked on or near has not happened, so a negation of it takes nothing back.
_PROSPECT = re.compile(
    r"\b(?:close to|near(?:ing|s)?|verge|about to|almost|nearly|imminent|towards?|efforts?|tr(?:y|ies|ied|ying) to"
    r"|seek(?:s|ing)?|sought|hop(?:e|es|ed|ing)|expect(?:s|ed)?|want(?:s|ed)?|plan(?:s|ned|ning)?|propos\w+"
    r"|call(?:s|ed|ing)? (?:for|on)|urg(?:e|es|ed|ing)|demand(?:s|ed|ing)?|ask(?:s|ed|ing)?|aim(?:s|ed)?"
    r"|intend(?:s|ed)?|negotiat\w+|talks|consider(?:s|ed|ing)?|threaten(?:s|ed|ing)?|pledg\w+|promis\w+|vow(?:s|ed)?)\b",
    re.IGNORECASE,
)
_MAY = re.compile(r"\b(?:may|might|could|can|possib\w+|perhaps|maybe)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """A content word: its stem and where it stands; ``name`` where it is part of a proper name."""

    stem: str
    start: int
    end: int
    name: bool = False


@dataclass(frozen=True)
class Statement:
    """A statement taken apart. ``words`` leave out stop words, numbers, time words, hedges and negations."""

    document: Document
    span: Span
    words: tuple[Word, ...]
    quantities: tuple[Quantity, ...]
    times: tuple[Timex, ...]
    flips: tuple[Span, ...]
    disputes: bool = False  # holds a word of denying or refusing, so that its polarity cannot be read off
    modality: Modality = Modality.ASSERTED
    implied: frozenset[str] = frozenset()  # names that "we" and "our" stand for
    speaker: frozenset[str] = frozenset()  # names of whoever says it

    @cached_property
    def stems(self) -> frozenset[str]:
        """Stems of the content words that are no names."""
        return frozenset(word.stem for word in self.words if not word.name)

    @cached_property
    def names(self) -> frozenset[str]:
        """Stems of the words in proper names."""
        return frozenset(word.stem for word in self.words if word.name)

    @cached_property
    def all_stems(self) -> frozenset[str]:
        """Content and names together; no set of its own where there is only one of them."""
        return self.stems | self.names if self.stems and self.names else self.stems or self.names

    @property
    def denied(self) -> bool:
        """Whether it is the content of a denial."""
        return self.modality is Modality.DENIED

    @property
    def negative(self) -> bool:
        """Whether it says that something is not so; a double negation says that it is."""
        return self.denied or len(self.flips) == 1

    @cached_property
    def open(self) -> bool:
        """Whether it is conditional, asks, or gives an opinion: nothing that could be contradicted."""
        return self.modality in {Modality.QUESTION, Modality.OPINION} or bool(_OPEN.search(self.span.quote))

    @cached_property
    def pronoun(self) -> bool:
        """Whether somebody is meant who is named elsewhere."""
        return bool(_PRONOUN.search(self.span.quote))

    @cached_property
    def partial(self) -> bool:
        """Whether it speaks of some, others or most."""
        return bool(_SOME.search(self.span.quote))

    @cached_property
    def phased(self) -> bool:
        """Whether it speaks of a state that is over or yet to come ("no longer", "not yet")."""
        return bool(_PHASE.search(self.span.quote))

    @cached_property
    def prospective(self) -> bool:
        """Whether it speaks of what is hoped for, planned or near."""
        return bool(_PROSPECT.search(self.span.quote))

    @cached_property
    def possible(self) -> bool:
        """Whether it says only that something may be so."""
        return self.modality is Modality.HEDGED and bool(_MAY.search(self.span.quote))

    def clause(self, at: int) -> tuple[int, int]:
        """The clause around an offset of the document, cut at punctuation and conjunctions."""
        text = self.document.text
        start, end = self.span.start, self.span.end
        for match in _CLAUSE.finditer(text, self.span.start, self.span.end):
            if match.end() <= at:
                start = match.end()
            elif match.start() > at:
                end = match.start()
                break
        return start, end

    def words_in(self, start: int, end: int) -> tuple[Word, ...]:
        """Content words between two offsets."""
        return tuple(word for word in self.words if start <= word.start and word.end <= end)

    def word_span(self, word: Word) -> Span:
        """The word as it is written."""
        return self.document.span(word.start, word.end)


def of_assertion(assertion: Assertion, document: Document) -> Statement:
    """What an assertion says; where a negation stands in place of its speaker, what the sentence says."""
    if assertion.source and _NOBODY.match(assertion.source.quote):
        return replace(of_region(document, assertion.sentence), modality=Modality.ASSERTED)
    span = assertion.span
    speaker: frozenset[str] = frozenset()
    if assertion.speaker.kind is not SpeakerKind.UNNAMED:
        named = f"{assertion.speaker.name} {assertion.speaker.affiliation}"
        speaker = frozenset(stem(token.text) for token in tokens(named)) - lexicon("stop")
    return Statement(
        document=document,
        span=span,
        words=_words(document, span, assertion.names, assertion.quantities, assertion.times, assertion.hedges),
        quantities=assertion.quantities,
        times=assertion.times,
        flips=_flips(assertion.negations),
        disputes=_disputes(assertion.negations),
        modality=assertion.modality,
        implied=speaker if _OWN.search(span.quote) else frozenset(),
        speaker=speaker,
    )


def of_attribution(assertion: Assertion, document: Document) -> Statement | None:
    """What attributing the words says: that somebody confirmed, admitted, told; None where nobody is named.

    "No member of our staff has confirmed this" denies no content, it denies that it was said.
    """
    if assertion.source is None or assertion.cue is None or assertion.modality is Modality.DENIED:
        return None
    marks = (assertion.source, assertion.cue)
    start, end = min(mark.start for mark in marks), max(mark.end for mark in marks)
    end = max(assertion.span.start, end)
    if end - start > _ATTRIBUTION or not assertion.sentence.start <= start:
        return None
    return of_region(document, document.span(start, end))


def of_region(document: Document, region: Span | None = None, anchor: date | None = None) -> Statement:
    """What a stretch of a document says, whoever says it; the whole document by default.

    Relative time words are resolved against ``anchor``.
    """
    span = region or document.span(0, len(document.text))
    counted = quantities(document, span)
    doubts = hedges(document, span)
    turned = negations(document, span)
    times = timexes(document, span, anchor)
    modality = Modality.HEDGED if doubts else Modality.ASSERTED
    if any(_DENIES.fullmatch(found.quote) for found in turned):
        modality = Modality.DENIED
    return Statement(
        document=document,
        span=span,
        words=_words(document, span, names(document, span), counted, times, doubts),
        quantities=counted,
        times=times,
        flips=_flips(turned),
        disputes=_disputes(turned),
        modality=modality,
    )


@lru_cache(maxsize=8)  # the rules for a pair ask for both of its texts, one after the other
def of_text(text: str) -> Statement:
    """What a text on its own says."""
    return of_region(bare(text))


def _flips(found: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(span for span in found if _FLIPS.fullmatch(" ".join(span.quote.split())))


def _disputes(found: tuple[Span, ...]) -> bool:
    return len(_flips(found)) < len(found)


def _words(
    document: Document,
    span: Span,
    named: tuple[Span, ...],
    counted: tuple[Quantity, ...],
    times: tuple[Timex, ...],
    doubts: tuple[Span, ...],
) -> tuple[Word, ...]:
    stops, light = lexicon("stop"), light_stems()
    barred = [(s.start, s.end) for s in (*doubts, *(q.span for q in counted), *(t.span for t in times))]
    proper = [(s.start, s.end) for s in named]
    words: list[Word] = []
    for token in tokens(document.text, span.start, span.end):
        plain = token.text.lower().replace("’", "'")
        if (plain in stops and token.text != "US") or _FLIPS.fullmatch(plain):
            continue
        if any(a <= token.start and token.end <= b for a, b in barred):
            continue
        root = stem(plain)
        is_name = any(a <= token.start and token.end <= b for a, b in proper)
        if root in light and not is_name:
            continue
        words.append(Word(root, token.start, token.end, is_name))
    return tuple(words)
