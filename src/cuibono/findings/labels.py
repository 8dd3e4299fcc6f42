"""Labels on names: one outlet's "left-leaning" union is another's plain union."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from cuibono.core.findings import Aspect
from cuibono.core.reading import Record
from cuibono.core.text import Document, Kind, Role, Span
from cuibono.findings.parties import Mention, Parties
from cuibono.findings.wording import Hint
from cuibono.language.lexicons import lexicon
from cuibono.language.quotes import quotations

_BEFORE, _BEHIND = 60, 90  # characters around a name in which its label stands
_NOUNS = 4  # words between label and name: "conservative web site Roe"
_EARLY = 5  # words of an apposition among which its label stands
_CLAUSE = re.compile(r"[.;:,!?\n”\"“()—–]")
# Between label and name stand nouns only; a preposition or verb makes it somebody else's label.
_LINK = re.compile(
    r"\b(?:and|or|of|in|by|to|for|from|with|at|on|that|who|which|is|was|are|were|be|has|have|had|the|an?|his|her|their|its"
    r"|about|against|called|as|than|into|after|before|over|said|says|like|when|while|but)\b",
    re.IGNORECASE,
)
_APPOSED = re.compile(
    r",\s+((?:(?:the|an?|one of the)\s+)?(?:[\w’'.-]+\s+){0,12}?[\w’'-]+)(?=[,.;)—–]|\s(?:who|which|that|whose)\b)"
)
_BEHIND_NAME = re.compile(r"(?:['’]s?)?\s+([a-z]+)")
_OF = re.compile(r"\b(?:of|at|for|with|from|in|who|which|to)\b")
_SHARE = 0.5  # of the outlets that name somebody, from which a label is how the story calls them
_PLACED = 0.5


@dataclass(frozen=True, slots=True)
class _Label:
    """A label on a party: ``words`` are the label, ``span`` label and name together."""

    words: str
    span: Span


def labelled(record: Record) -> Iterator[Hint]:
    """One hint for each outlet and party that it labels in its own text and others name without that label.

    Words in quotation are the speaker's; a label that half the outlets use is the story's own name for the party.
    """
    parties = record.once(Parties)
    labels: dict[str, dict[str, list[_Label]]] = defaultdict(lambda: defaultdict(list))
    bare: dict[str, dict[str, Span]] = defaultdict(dict)
    for document in record.story.documents:
        if document.kind is Kind.THREAD or document.snippet or document.foreign:
            continue
        quoted = [(q.start, q.end) for q in quotations(document)]
        for mention in parties.mentions(document):
            if any(start <= mention.start < end for start, end in quoted) or _is_general(mention):
                continue
            found = _label(document, mention)
            if found:
                labels[mention.party.key][document.id].append(found)
            elif _told(document, mention):
                bare[mention.party.key].setdefault(document.id, document.span(mention.start, mention.end))
    for key in sorted(labels):
        yield from _against(record, labels[key], bare[key])


def _against(record: Record, labels: dict[str, list[_Label]], bare: dict[str, Span]) -> Iterator[Hint]:
    houses = {document: _house(record, document) for document in {*labels, *bare}}
    users: dict[str, set[str]] = defaultdict(set)
    for document, found in labels.items():
        for label in found:
            users[label.words].add(houses[document])
    everybody = len(set(houses.values()))
    for document, found in sorted(labels.items()):
        first = min(found, key=lambda label: label.span)
        plain = {
            other: span
            for other, span in sorted(bare.items(), key=lambda item: record.number[item[0]])
            if other not in labels and houses[other] != houses[document]
        }
        if not plain or len(users[first.words]) > max(1, _SHARE * everybody):
            continue
        rivals = [
            min(others, key=lambda label: label.span).span
            for other, others in sorted(labels.items())
            if houses[other] != houses[document] and all(label.words != first.words for label in others)
        ]
        against = (*rivals[:1], *list(plain.values())[:2])
        claim = next(
            (record.claim_of[a.id] for a in record.assertions if a.id in record.claim_of and a.span.holds(first.span)),
            None,
        )
        yield Hint(
            aspect=Aspect.NAMING,
            document=document,
            spans=(first.span, *against),
            reason=f"“{first.words}” is this outlet's label; {_others(len(plain))} without it",
            weight=_PLACED + 0.1 * min(2, len(found) - 1),
            claims=(claim.id,) if claim else (),
        )


def _label(document: Document, mention: Mention) -> _Label | None:
    """The label on a name, before it or in the apposition behind it."""
    text = document.text
    floor = max(0, mention.start - _BEFORE)
    start = max((mark.end() for mark in _CLAUSE.finditer(text, floor, mention.start)), default=floor)
    if not _is_part(document, mention):
        for before in _labels().finditer(text, start, mention.start):  # the first that nothing parts from the name
            between = text[before.end() : mention.start]
            if between[:1] == " " and len(between.split()) < _NOUNS and not _LINK.search(between):
                return _Label(before.group().lower(), document.span(before.start(), mention.end))
    apposed = _APPOSED.match(text, mention.end, mention.end + _BEHIND)
    if apposed is None:
        return None
    early = " ".join(apposed.group(1).split()[:_EARLY])
    label = _labels().search(early)
    if label is None or _OF.search(early, 0, label.start()):
        return None  # "president of the conservative union": the union's label
    return _Label(label.group().lower(), document.span(mention.start, apposed.end(1)))


def _is_part(document: Document, mention: Mention) -> bool:
    """Whether a name only says whose something is: "the embattled Orrin president"."""
    behind = _BEHIND_NAME.match(document.text, mention.end)
    nouns = lexicon("roles") | lexicon("unnamed") | lexicon("bodies_common") | lexicon("papers")
    return behind is not None and (document.text[mention.end] in "'’" or behind.group(1) in nouns)


def _told(document: Document, mention: Mention) -> bool:
    """Whether a name stands in the running text: titles and captions have no room for labels."""
    block = document.block_at(mention.start)
    return block is None or block.role not in {Role.TITLE, Role.HEADING}


def _is_general(mention: Mention) -> bool:
    """Whether a name is a place's or a people's, of whom adjectives say other things."""
    return mention.party.name.lower() in lexicon("places") | lexicon("demonyms") | lexicon("parties")


def _others(count: int) -> str:
    return "another uses the name" if count == 1 else f"{count} others use the name"


def _house(record: Record, document: str) -> str:
    outlet = record.outlets.get(document)
    return outlet.house if outlet else document


@cache
def _labels() -> re.Pattern[str]:
    text = (resources.files(__package__) / "party_labels.txt").read_text("utf-8")
    lines = [line.split("#", 1)[0] for line in text.splitlines()]
    words = sorted(
        {part.strip() for line in lines for part in line.split("|") if part.strip()}, key=lambda w: (-len(w), w)
    )
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?![\w-])", re.IGNORECASE)
