"""Quotations looked up: in the paper they are said to come from, and in what others quote of the same speaker."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from cuibono.core.claims import Assertion, Manner, SpeakerKind
from cuibono.core.errors import SpanError
from cuibono.core.findings import Aspect
from cuibono.core.reading import Record
from cuibono.core.text import Document, Span
from cuibono.findings.parties import Parties
from cuibono.findings.wording import Hint, stems_of
from cuibono.language.lexicons import lexicon
from cuibono.language.quotes import quotations
from cuibono.language.sentences import sentences
from cuibono.language.words import stem, tokens

# Papers that say of themselves what they are; "in an interview", "told reporters" and "tweeted" are not among them.
_PAPER = re.compile(
    r"\b(?:the|its|their|this|a|an)\s+(?:[\w-]+\s+){0,2}?"
    r"(report|study|statement|press release|release|notice|letter|paper|survey|filing|ruling|memo|bill)\b"
    r"(?!\s+(?:on|about|of)\s+the\s+(?:call|phone))",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"\b(?:says?|said|states?|stated|reads?|writes?|wrote|notes?|noted|concludes?|concluded|warns?|warned|adds?|added"
    r"|finds?|found|according to)\b",
    re.IGNORECASE,
)
_CUT = re.compile(r"\.\s?\.\s?\.|…|\[[^\]]*\]|\([^)]*\)")
_HEAD = 400  # characters in which a paper says what it is
_LEAST = 4  # words of a quotation worth looking up
_FORM_LEAST = 6  # words of a quotation compared with another form of it
_ALIKE = 3  # content words in common, below which nothing is near
_NEAR = 0.6  # similarity from which other words stand where these should
_SAME_FORM = 0.8
_WEIGHTY = frozenset("some all most many few no not never any only always every".split())


@dataclass(frozen=True, slots=True)
class _Quoted:
    assertion: Assertion
    document: Document
    span: Span  # without its marks


def not_in_source(record: Record, parties: Parties) -> Iterator[Hint]:
    """Quotations said to stand in a paper that is in the story, and that are not there: altered, or not in it."""
    if not parties.papers:
        return
    for quoted in _quotations(record):
        noun = _paper_named(quoted)
        if noun is None or len(tokens(quoted.span.quote)) < _LEAST:
            continue
        sources = _meant(parties, quoted, noun)
        if not sources or any(_holds(paper, quoted.span.quote) for paper in sources):
            continue
        likeness, nearest = _nearest(quoted.span.quote, [d for d in sources if _calls_itself(d, noun)] or sources)
        claim = record.claim_of.get(quoted.assertion.id)
        near = likeness >= _NEAR and nearest is not None
        reason = f"the {noun} has other words here" if near else f"these words are not in the {noun}"
        spans = (quoted.span, nearest) if nearest is not None else (quoted.span,)
        yield Hint(Aspect.QUOTATION, quoted.document.id, spans, reason, 0.85, (claim.id,) if claim else ())


def in_other_form(record: Record) -> Iterator[Hint]:
    """Direct quotations of one utterance that two documents give in two wordings, one or two words apart."""
    versions = {frozenset((v.earlier, v.later)) for v in record.story.versions}
    long = [q for q in _quotations(record, own=True) if len(tokens(q.span.quote)) >= _FORM_LEAST]
    told: set[tuple[str, str]] = set()
    for left, right in _likely_pairs(long):
        if frozenset((left.document.id, right.document.id)) in versions or not _one_speaker(left, right):
            continue
        words = _altered(left, right)
        pair = tuple(sorted((words[0].quote.lower(), words[1].quote.lower()))) if words else None
        if words and pair and (pair[0], pair[1]) not in told:
            told.add((pair[0], pair[1]))
            yield Hint(
                aspect=Aspect.QUOTATION,
                document=right.document.id,
                spans=(right.span, left.span, words[1], words[0]),
                reason=f"quoted in two wordings: another document has “{words[0].quote}” where this one has "
                f"“{words[1].quote}”",
                weight=0.45,
            )


def _one_speaker(left: _Quoted, right: _Quoted) -> bool:
    """Whether both quote the same speaker, or one gives no name that could be another person's ("the CEO wrote")."""
    mine, yours = left.assertion.speaker, right.assertion.speaker
    return mine.id == yours.id or not (mine.kind is SpeakerKind.PERSON and yours.kind is SpeakerKind.PERSON)


# --- what is quoted, and from where -----------------------------------------------------------------------------------


def _quotations(record: Record, *, own: bool = False) -> Iterator[_Quoted]:
    """Words in quotation marks within what is attributed to somebody; with ``own`` in an outlet's own text too."""
    marks = {document.id: quotations(document) for document in record.story.documents}
    seen: set[tuple[str, int]] = set()
    for assertion in record.assertions:
        if assertion.manner not in {Manner.DIRECT, Manner.MIXED} and not own:
            continue
        document = record.documents[assertion.document]
        for mark in marks[document.id]:
            if mark.start > assertion.span.end or mark.end < assertion.span.start or (document.id, mark.start) in seen:
                continue
            body = document.text[mark.start : mark.end].strip("\"“”„«»‟'‘’` \n")
            if body:
                seen.add((document.id, mark.start))
                start = document.text.index(body, mark.start)
                yield _Quoted(assertion, document, document.span(start, start + len(body)))


def _paper_named(quoted: _Quoted) -> str | None:
    """The paper that the words around a quotation name as its source."""
    sentence, text = quoted.assertion.sentence, quoted.document.text
    before = text[sentence.start : quoted.span.start]
    after = text[quoted.span.end : quoted.span.end + 80]
    for side in (before[-80:], re.split(r"[.;]\s", after)[0]):
        paper = _PAPER.search(side)
        if paper and _SAYS.search(side):
            return paper.group(1).lower()
    return None


def _meant(parties: Parties, quoted: _Quoted, noun: str) -> Sequence[Document]:
    """All papers of the body whose report, statement or notice is meant; none where that is not plain.

    All of them, since the press release may quote the report.
    """
    fitting = {key: [d for d in papers if _calls_itself(d, noun)] for key, papers in parties.papers.items()}
    fitting = {key: papers for key, papers in fitting.items() if papers}
    body = parties.of_speaker(quoted.assertion).key
    if body not in fitting:
        if quoted.assertion.speaker.kind is not SpeakerKind.UNNAMED:
            return ()
        counts = Counter(m.party.key for m in parties.mentions(quoted.document) if m.party.key in fitting)
        ranked = sorted(counts, key=lambda key: (-counts[key], key))
        if not ranked or (len(ranked) > 1 and counts[ranked[0]] == counts[ranked[1]]):
            return ()
        body = ranked[0]  # the body that the article is about
    stamp = quoted.document.published
    known = [d for d in fitting[body] if not (stamp and d.published and stamp.before(d.published))]
    return parties.papers[body] if known and quoted.document not in parties.papers[body] else ()


def _calls_itself(document: Document, noun: str) -> bool:
    return noun.rsplit(maxsplit=1)[-1] in f"{document.title} {document.text[:_HEAD]}".lower()


# --- looking it up ----------------------------------------------------------------------------------------------------


def _holds(paper: Document, quote: str) -> bool:
    """Whether the paper holds every stretch of a quotation, up to marks, case and omissions."""
    flat = _flat(paper.text)
    return all(_flat(piece) in flat for piece in _CUT.split(quote) if _flat(piece).strip())


def _flat(text: str) -> str:
    return " " + " ".join(t.text.lower().replace("’", "'") for t in tokens(text)) + " "


def _nearest(quote: str, papers: Sequence[Document]) -> tuple[float, Span | None]:
    """The sentence of the papers that has most of the quotation's content words, and how alike it is."""
    wanted = stems_of(quote)
    ranked = [(-len(wanted & stems_of(sentence.quote)), sentence) for paper in papers for sentence in sentences(paper)]
    if not ranked:
        return 0.0, None
    shared, best = min(ranked)
    if -shared < _ALIKE:
        return 0.0, None
    return SequenceMatcher(None, _flat(quote).split(), _flat(best.quote).split(), autojunk=False).ratio(), best


def _likely_pairs(group: Sequence[_Quoted]) -> Iterator[tuple[_Quoted, _Quoted]]:
    """Pairs of different documents that share a run of four words; each quotation with its earliest partner only."""
    first: dict[tuple[str, ...], _Quoted] = {}
    for quoted in group:
        words = _flat(quoted.span.quote).split()
        runs = [tuple(words[i : i + 4]) for i in range(len(words) - 3)]
        partner = next((first[run] for run in runs if run in first and first[run].document != quoted.document), None)
        if partner is not None:
            yield partner, quoted
        for run in runs:
            first.setdefault(run, quoted)


def _altered(left: _Quoted, right: _Quoted) -> tuple[Span, Span] | None:
    """The words that differ, where one or two content words were replaced and nothing else was done."""
    if _CUT.search(left.span.quote) or _CUT.search(right.span.quote):
        return None
    a = tokens(left.document.text, left.span.start, left.span.end)
    b = tokens(right.document.text, right.span.start, right.span.end)
    matcher = SequenceMatcher(None, [t.text.lower() for t in a], [t.text.lower() for t in b], autojunk=False)
    inner = [op for op in matcher.get_opcodes() if op[0] != "equal"]
    changed = [op for op in inner if op[1] > 0 and op[3] > 0 and op[2] < len(a) and op[4] < len(b)]
    # At the ends a quotation is cut, not altered.
    kind, i, j, k, m = changed[0] if len(changed) == 1 and matcher.ratio() >= _SAME_FORM else ("", 0, 9, 0, 9)
    if j - i > 2 or m - k > 2:  # noqa: PLR2004 - more words are another sentence
        return None
    old, new = ([t.text for t in a[i:j]], [t.text for t in b[k:m]])
    if kind != "replace":
        if len(inner) > 1 or not _weighs(old or new):
            return None
        i, j, k, m = i - 1, j + 1, k - 1, m + 1  # a word more or less is shown between its neighbours
    elif not _told_apart(old, new):
        return None
    try:
        return left.document.span(a[i].start, a[j - 1].end), right.document.span(b[k].start, b[m - 1].end)
    except SpanError:
        return None


def _weighs(words: Sequence[str]) -> bool:
    """Whether words that stand in one form only change what is said: content words, "some", "not", "never"."""
    stops = lexicon("stop") - _WEIGHTY
    return all(w.isalpha() for w in words) and any(w.lower() not in stops for w in words)


def _told_apart(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether both sides are content words of different stems, and no spelling of one another."""
    stops = lexicon("stop")
    if any(w.lower() in stops or not w.isalpha() for w in (*old, *new)):
        return False
    one, two = "".join(map(stem, old)), "".join(map(stem, new))
    return SequenceMatcher(None, one, two).ratio() < _SAME_FORM
