"""What a model writes in place of a sentence of the room: the gate for other words.

A model never says anything of its own. It may put a sentence that the room has already grounded in other words, citing
spans of that sentence. Its wording stands only if all of this holds; otherwise it is refused with the reason:

1. it has the form of a sentence: one line, no markup, no link, no marker, not too long;
2. it cites spans that it was shown with that sentence, of every document that the sentence quotes;
3. the gate (:mod:`cuibono.room.grounding`) lets it through as a paraphrase: quotations stand contiguously in what is
   cited, numbers and names too, no word of content is new, nothing is negated or freed of its negation;
4. names and numbers of the room's own wording are not lost, nor is a hedge (:mod:`cuibono.room.doubts`), a condition or
   an attribution of the words quoted, and no number stands more often than in the words cited;
5. nothing changes places (:mod:`cuibono.language.roles`);
6. the words cited entail it, as the pair encoder reads them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cuibono.core.claims import Method
from cuibono.core.ports import Relater
from cuibono.core.reading import Record
from cuibono.core.talk import MARKER, Refusal, Sentence
from cuibono.core.text import Span
from cuibono.language.roles import turned_round
from cuibono.language.words import content_words
from cuibono.room.doubts import dropped
from cuibono.room.grounding import Draft, Gate, capitalised, numbers

METHOD = Method("rewording", "3")

# Share of entailment from which the words cited bear a wording out. Measured by `python bench/panel.py --gate` on the
# development stories: see design/2026-11-29-panel.md.
ENTAILS = 0.8
_LONGEST = 400  # characters
_SHORTEST = 3  # words
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f{}<>`|\\\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|https?:|www\.|\]\(")
_SAYS = (
    r"(?:sa(?:y|ys|id)|tells?|told|writes?|wrote|reports?|reported|adds?|added|puts? it|calls?|called|claims?|claimed)"
)
_ATTRIBUTED = re.compile(
    r"\b[Aa]ccording to ((?:the )?[A-Z][\w.’'-]*(?: (?:of|the|for|and|[A-Z][\w.’'-]*))*)"
    rf"|((?:[Tt]he )?[A-Z][\w.’'-]*(?: (?:of|the|for|and|[A-Z][\w.’'-]*))*),? {_SAYS}\b"
    rf"|\b{_SAYS} ((?:the )?[A-Z][\w.’'-]*(?: (?:of|the|for|and|[A-Z][\w.’'-]*))*)\.?$"
)
_CONDITION = re.compile(
    r"\b(?:if|unless|except|excluding|until|provided that|as long as|other than|apart from|but not|without)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(rf"\baccording to\b|\b{_SAYS}\b", re.IGNORECASE)
_END = re.compile(r"[.!?…]?[”\"’)]*$")
_ELISION = re.compile(r"\.\.\.|…|\[[^\]]*\]")


class Rewording:
    """Judges wordings for one record."""

    def __init__(self, gate: Gate, record: Record, relater: Relater) -> None:
        """``gate`` is the record's."""
        self._gate = gate
        self._record = record
        self._relater = relater

    def judge(self, lens: str, own: Sentence, text: str, cited: Sequence[Span], before: str = "") -> Sentence | Refusal:
        """The wording as a sentence in place of ``own``, or why not; ``before``: the room's words that precede it."""
        text = " ".join(text.split())
        spans = tuple(dict.fromkeys(cited))
        reason = _form_fault(text) or self._citation_fault(own, spans)
        if reason:
            return Refusal(text[:_LONGEST], reason, lens, spans)
        ruling = self._gate.ground(_draft(text, spans), lens)
        if isinstance(ruling, Refusal):
            return replace(ruling, text=text)
        reason = self._meaning_fault(own, text, spans)
        if reason:
            return Refusal(text, reason, lens, spans)
        whole = self._gate.ground(Draft(before + ruling.text, ruling.spans), lens)  # the room's words are gated again
        return replace(whole, topic=own.topic) if isinstance(whole, Sentence) else replace(whole, text=text)

    def _citation_fault(self, own: Sentence, spans: Sequence[Span]) -> str:
        if not spans:
            return "cites no words"
        if stray := next((span for span in spans if span not in own.spans), None):
            return f"cites words that this sentence does not stand on: “{stray.quote}”"
        quoted = {own.spans[int(n)].document for sigil, n in MARKER.findall(own.text) if not sigil}
        if lost := quoted - {span.document for span in spans}:
            numbered = ", ".join(sorted(str(self._record.number[document]) for document in lost))
            return f"leaves out document {numbered}, which the sentence quotes"
        return ""

    def _meaning_fault(self, own: Sentence, text: str, spans: Sequence[Span]) -> str:
        cited = list(dict.fromkeys(self._gate.sentences(spans)))
        mine = MARKER.sub(" ", own.text)
        held = {word.casefold() for word in re.findall(r"[\w’'-]+", text)}
        if lost := next((n for n in capitalised(mine) if n.casefold() not in held), None):
            return f"loses the name “{lost}”"
        if lost := next((n for n in numbers(mine) if n not in numbers(text)), None):
            return f"loses the number “{lost}”"
        spare = Counter(numbers(" ".join([*cited, mine])))  # as often as it is cited: one year must not stand for two
        if over := next(iter(Counter(numbers(text)) - spare), None):
            return f"gives the number “{over}” where the words cited do not"
        return (
            self._hedge_fault(own, text)
            or self._attribution_fault(text, spans, cited)
            or turned_round(text, cited, frozenset(self._speakers(spans)))
            or self._entailment_fault(text, spans, cited)
        )

    def _hedge_fault(self, own: Sentence, text: str) -> str:
        """A hedge of the quoted words must not be lost, nor a condition, nor who says it."""
        by_document: dict[str, list[Span]] = defaultdict(list)
        for span in own.spans:
            by_document[span.document].append(span)
        for document, quoted in by_document.items():
            if lost := dropped(text, self._record.documents[document], quoted):
                return f"drops the hedge “{lost}”"
        said = {word.casefold() for word in _CONDITION.findall(text)}
        for span in own.spans:
            if lost := next((w for w in _CONDITION.findall(span.quote) if w.casefold() not in said), ""):
                return f"drops “{lost}” and what it says"
            if _TOLD.search(span.quote) and not _TOLD.search(text):
                return "drops who says it"
        return ""

    def _attribution_fault(self, text: str, spans: Sequence[Span], cited: Sequence[str]) -> str:
        """Whoever is said to say it must speak in, or publish, what is cited - or be said to say it there."""
        known = frozenset(self._speakers(spans))
        for found in _ATTRIBUTED.finditer(text):
            name = next(group for group in found.groups() if group)
            stems = frozenset(content_words(name))
            there = (match for sentence in cited for match in _ATTRIBUTED.finditer(sentence))
            same = any(stems <= frozenset(content_words(next(g for g in match.groups() if g))) for match in there)
            if not stems <= known and not same:
                return f"lets “{name}” say what is cited"
        return ""

    def _speakers(self, spans: Sequence[Span]) -> Iterator[str]:
        """Stems of the names of those who speak in, or publish, what is cited."""
        for assertion in self._gate.concerned(spans):
            yield from content_words(assertion.speaker.name)
        for span in spans:
            yield from content_words(self._record.outlets[span.document].name)

    def _entailment_fault(self, text: str, spans: Sequence[Span], cited: Sequence[str]) -> str:
        """Each sentence cited, who says it before it, and all of them together: one of these must bear the text out."""
        told = []
        for assertion in self._gate.concerned(spans):
            outlet = self._record.outlets[assertion.document].name
            told.append(f"{outlet}: {assertion.speaker.name} said: {assertion.sentence.quote}")
        premises = list(dict.fromkeys([*cited, " ".join(cited), *told]))
        shares = [inference.entailment for inference in self._relater.relate([(p, text) for p in premises])]
        if max(shares) >= ENTAILS:
            return ""
        return f"does not follow from the words cited (entailment {max(shares):.2f}, {ENTAILS} needed)"


def _form_fault(text: str) -> str:
    if len(text.split()) < _SHORTEST:
        return "is no sentence"
    if len(text) > _LONGEST:
        return f"is longer than {_LONGEST} characters"
    if found := _FORBIDDEN.search(text):
        return f"holds {found.group()!r}, which no sentence may"
    if found := _ELISION.search(text):
        return f"cuts or changes a quotation with “{found.group()}”"
    return ""


def _draft(text: str, spans: Sequence[Span]) -> Draft:
    """The citations before the end of the sentence."""
    end = _END.search(text)
    at = end.start() if end and not end.group().startswith(("”", '"', "’", ")")) else len(text)
    cites = "".join(f"{{^{place}}}" for place in range(len(spans)))
    body, stop = text[:at].rstrip(), text[at:] or "."
    return Draft(f"{body} {cites}{stop}", tuple(spans), (), paraphrase=True)
