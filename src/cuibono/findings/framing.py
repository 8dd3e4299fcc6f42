"""How outlets word the same facts: loaded words, rival names, headlines, lost hedges and sources, and quotations."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cuibono.core.claims import Assertion, Manner, Method, Provenance, Speaker, SpeakerKind
from cuibono.core.findings import Aspect, Finding, Framing
from cuibono.core.ids import content_id
from cuibono.core.reading import Record
from cuibono.core.text import Document, Kind, Role, Span
from cuibono.findings.dropped import Drops
from cuibono.findings.headlines import against_body
from cuibono.findings.labels import labelled
from cuibono.findings.loaded import Loaded, loaded, title_stems
from cuibono.findings.misquoted import in_other_form, not_in_source
from cuibono.findings.naming import names_apart
from cuibono.findings.parties import Parties
from cuibono.findings.sayings import said_otherwise
from cuibono.findings.wording import Hint, paragraph
from cuibono.language.quotes import quotations

METHOD = Method("framing-rules", "5")

_LOADED_PER_DOCUMENT = 16
_TOLD = 2  # milder words are worth telling in headlines and in speech only
_POSTED = re.compile(r"\(@\w+\)|pic\.twitter\.com|twitter\.com/\w+/status")
# "Before everybody shouts X", "they call us X": named, not said.
_OTHERS = re.compile(r"\b(?:shout|cry|cries|call|label|brand|dub|dismiss|accus)\w*\W+(?:\w+\W+){0,3}$", re.IGNORECASE)
# "called it a reckless attempt", "accused Britain of whipping up": whoever calls it so says the word.
_JUDGED = re.compile(
    r"\b(?:call(?:s|ed|ing)?|describ\w+|label\w*|dubb\w+|brand(?:s|ed|ing)|denounc\w+|condemn\w+|accus\w+"
    r"|blam(?:e[sd]?|ing)|critici[sz]\w+|paint(?:s|ed|ing)|portray\w*|refer(?:s|red|ring) to|dismiss\w*"
    r"|charg(?:es|ed|ing)|cit(?:es|ed|ing)|prais\w+|depict\w*|regard(?:s|ed)|deem\w*|mock(?:s|ed|ing)|alleg\w+"
    r"|suggest(?:s|ed|ing)|not(?:es|ed|ing)|point(?:s|ed|ing) (?:out|to)|scoff\w*"
    r"|insist\w*|argu(?:es|ed|ing)|assert\w*|claim(?:s|ed|ing)|warn(?:s|ed|ing)?|said|says|told)\b"
    r"(?:(?!\.\s)[^!?;\n]){0,200}$",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"\s*[—–-]{1,2}\s*[^\n(]{2,60}\(@\w+\)")
_LINE = 15  # words of a block without a full stop that is no sentence but a link to another story
_QUOTED_PER_SPEAKER = 2
_QUOTED_IN_ALL = 6
# Two readers of ten stories found four in five of some sixteen a story literal or trivial; these are the most shown.
_LOADED_IN_ALL = 12
_PER_DOCUMENT = 1.5
_MILD = 0.09
_THIRD = 3  # one title in so many has a word that says what the story is about
_HINTS_PER_ASPECT = 20
_COMMON = 0.5  # share of the outlets from which a word is the story's own and frames nothing


class Framings:
    """Finds framing in all its aspects; each finding says whose word it is."""

    def examine(self, record: Record, _found: Sequence[Finding] = ()) -> Iterator[Finding]:
        """Framings of a record, by document and place within each aspect."""
        drops = record.once(Drops)
        for hints in (
            (*_loaded(record), *said_otherwise(record)),
            (*names_apart(record), *labelled(record)),
            against_body(record),
            drops.hedges(),
            drops.sources(),
            (*not_in_source(record, record.once(Parties)), *in_other_form(record)),
        ):
            yield from _findings(record, hints)


def _findings(record: Record, hints: Iterable[Hint]) -> Iterator[Framing]:
    most: dict[Aspect, int] = defaultdict(lambda: _HINTS_PER_ASPECT)
    most[Aspect.LOADED] = max(_LOADED_IN_ALL, int(_PER_DOCUMENT * len(record.story.documents)))
    ranked = sorted(hints, key=lambda h: (-h.weight, h.spans[0], h.reason))
    shown: defaultdict[Aspect, int] = defaultdict(int)
    for hint in ranked:
        shown[hint.aspect] += 1
        if shown[hint.aspect] > most[hint.aspect]:
            continue
        first = hint.spans[0]
        yield Framing(
            id=content_id("f", "framing", hint.aspect.value, hint.document, first.start, first.end),
            spans=hint.spans,
            provenance=Provenance(METHOD),
            claims=hint.claims,
            salience=round(min(1.0, hint.weight + _heft(record, hint)), 3),
            aspect=hint.aspect,
            document=hint.document,
            reason=hint.reason,
        )


def _heft(record: Record, hint: Hint) -> float:
    """A little more for framing of what many origins carry."""
    return 0.15 * max((record.claim[c].salience for c in hint.claims if c in record.claim), default=0.0)


# --- loaded words -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Used:
    """A loaded word and whose it is: ``speaker`` None where it is the outlet's own."""

    item: Loaded
    document: str
    house: str
    outlet: str
    headline: bool
    speaker: Speaker | None
    assertion: Assertion | None


def _loaded(record: Record) -> Iterator[Hint]:
    """Loaded words by document and word, and those of named speakers once for all documents that pass them on."""
    by_document: defaultdict[str, list[Assertion]] = defaultdict(list)
    for assertion in record.assertions:
        by_document[assertion.document].append(assertion)
    titles = [title_stems(document.title) for document in record.story.documents if document.title]
    counted = Counter(root for title in titles for root in title)
    about = frozenset(root for root, times in counted.items() if times > 1 and _THIRD * times >= len(titles))
    used = [
        use
        for document in record.story.documents
        for use in _used(record, document.id, by_document[document.id], about)
    ]
    own: defaultdict[tuple[str, str], list[_Used]] = defaultdict(list)
    said: defaultdict[tuple[str, str], list[_Used]] = defaultdict(list)
    for use in used:
        if use.speaker is None:
            own[use.document, use.item.key].append(use)
        else:
            said[use.speaker.id, use.item.key].append(use)
    outlets = {o.house for o in record.outlets.values()}
    users: defaultdict[str, set[str]] = defaultdict(set)
    for (_, key), uses in own.items():
        users[key].update(use.house for use in uses)
    spoken = {key for (_, key) in said}
    per_document: defaultdict[str, list[Hint]] = defaultdict(list)
    for (document, key), uses in sorted(own.items()):
        share = len(users[key]) / max(1, len(outlets))
        if len(users[key]) > 2 and share > _COMMON:  # noqa: PLR2004 - two outlets may share a habit
            continue
        per_document[document].append(
            _own_hint(record, uses, len(users[key]), "; a speaker uses it too" if key in spoken else "")
        )
    for document in sorted(per_document):
        yield from sorted(per_document[document], key=lambda h: (-h.weight, h.spans[0]))[:_LOADED_PER_DOCUMENT]
    yield from _quoted_hints(record, said)


def _own_hint(record: Record, uses: list[_Used], outlets: int, note: str) -> Hint:
    first = min(uses, key=lambda u: (not u.headline, u.item.span))
    entry = first.item.entry
    weight = 0.12 * entry.weight + (0.12 if first.headline else 0.0) + (0.12 if outlets == 1 else 0.0)
    weight += 0.05 if entry.figurative else 0.0
    if entry.weight < _TOLD:
        weight = _MILD
    times = f", {len(uses)} times" if len(uses) > 1 else ""
    place = " in the headline" if first.headline else ""
    whose = f"{first.outlet}'s own word" if first.outlet else "the writer's own word"
    claim = record.claim_of.get(first.assertion.id) if first.assertion else None
    return Hint(
        aspect=Aspect.LOADED,
        document=first.document,
        spans=(first.item.span,),
        reason=f"{entry.category}: {whose}{place}{times}{note}",
        weight=weight,
        claims=(claim.id,) if claim else (),
    )


def _quoted_hints(record: Record, said: dict[tuple[str, str], list[_Used]]) -> Iterator[Hint]:
    by_speaker: defaultdict[str, list[Hint]] = defaultdict(list)
    chosen: list[Hint] = []
    for (speaker, _), uses in sorted(said.items()):
        first = min(uses, key=lambda u: u.item.span)
        others: dict[str, Span] = {}
        for use in sorted(uses, key=lambda u: u.item.span):
            if use.document != first.document:
                others.setdefault(use.document, use.item.span)
        name = first.speaker.name if first.speaker else ""
        before = record.documents[first.document].text[max(0, first.item.span.start - 30) : first.item.span.start]
        whose = "a word others are said to use, by" if _OTHERS.search(before) else "the word of"
        passed = f", quoted in {len(others) + 1} documents" if others else ""
        by_speaker[speaker].append(
            Hint(
                aspect=Aspect.LOADED,
                document=first.document,
                spans=(first.item.span, *list(others.values())[:3]),
                reason=f"{first.item.entry.category}: {whose} {name}{passed}, not the outlet's",
                weight=0.07 * first.item.entry.weight,
            )
        )
    for speaker in sorted(by_speaker):
        chosen += sorted(by_speaker[speaker], key=lambda h: (-h.weight, h.spans[0]))[:_QUOTED_PER_SPEAKER]
    yield from sorted(chosen, key=lambda h: (-h.weight, h.spans[0]))[:_QUOTED_IN_ALL]


def _used(record: Record, document_id: str, said: Sequence[Assertion], about: frozenset[str]) -> Iterator[_Used]:
    """The loaded words of a document with their owners; quoted words whose speaker is unknown are left out."""
    document = record.documents[document_id]
    outlet = record.outlets.get(document_id)
    house, name = (outlet.house, outlet.name) if outlet else (document.id, "")
    quoted = quotations(document)
    for item in loaded(document, about=about):
        holders = [a for a in said if a.span.holds(item.span)]
        holder = min(holders, key=lambda a: a.span.end - a.span.start, default=None)
        block = document.block_at(item.span.start)
        headline = block is not None and block.role is Role.TITLE
        marked = any(q.start <= item.span.start and item.span.end <= q.end for q in quoted)
        speaker: Speaker | None = None
        if not headline and document.kind is not Kind.THREAD and _embedded(document, item.span):
            continue
        if holder is not None and _anothers(holder, document.kind):
            speaker = holder.speaker
            if item.entry.weight < _TOLD and document.kind is not Kind.THREAD:
                continue  # "obviously", "deeply": how people talk
        elif marked or _in_open_quotation(document, item.span):
            continue  # scare quotes, or words of somebody the rules did not find: nobody's to reproach
        elif not headline and (item.entry.weight < _TOLD or _is_judged(document, item.span)):
            continue
        yield _Used(item, document_id, house, name, headline, speaker, holder)


def _embedded(document: Document, span: Span) -> bool:
    """Whether a word stands in a post or letter that the page shows whole, or in a link to another story."""
    block = document.block_at(span.start)
    if block is None:
        return False
    words = document.text[block.start : block.end].strip()
    if not re.search(r"[.!?…:”\"’)]\W*$", words) and len(words.split()) <= _LINE and len(document.blocks) > 1:
        return True
    if _HANDLE.match(document.text, block.end):
        return True
    return block.role is Role.QUOTE or _POSTED.search(document.text, block.start, block.end) is not None


def _is_judged(document: Document, span: Span) -> bool:
    """Whether somebody's judgement is told with the word, whoever that is."""
    start, _ = paragraph(document, span.start)
    return _JUDGED.search(document.text[max(start, span.start - 220) : span.start]) is not None


def _in_open_quotation(document: Document, span: Span) -> bool:
    """Whether an opening mark before the word in its paragraph has no closing one: typists mix their marks."""
    start, _ = paragraph(document, span.start)
    before = document.text[start : span.start]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _anothers(holder: Assertion, kind: Kind) -> bool:
    """Whether an assertion's words are somebody's else than the outlet's."""
    if kind is Kind.THREAD:
        return True
    return holder.manner is not Manner.OWN and holder.speaker.kind is not SpeakerKind.OUTLET
