"""Versions of one page: captures of the same address with different words, and the words that changed."""

from __future__ import annotations

import difflib
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from urllib.parse import parse_qsl, urlencode, urlsplit

from cuibono.core.claims import Method
from cuibono.core.news import Change, Version
from cuibono.core.text import Block, Document, Kind, Role, Span, fold
from cuibono.core.times import Stamp
from cuibono.language.sentences import sentences

METHOD = Method("page-versions", "3")

# Parameters that say how a reader came to a page, not which page it is.
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|ref|ref_src|ref_url|referrer|cmpid|cmp|campaign|"
    r"ftag|ncid|sr_share|smid|smtyp|smprod|partner|via|src|source|share|shared|feature|output|outputtype|amp|usqp|"
    r"guccounter|guce_\w+|ocid|cid|icid|taid|s_cid|xtor|mod|rss|feedname|feedtype|spm|_ga|_gl|hss_channel|at_\w+)$",
    re.IGNORECASE,
)
_SAME_SENTENCE = 0.5  # two sentences with this share of common words are one, edited (difflib's ratio)
_ALIKE = 0.3  # captures of one address with less in common are two pages (a live ticker, a front page)
_PAIRS = 400  # of turns by one author in one minute that are compared; where there are more, the order counts
_EPOCH = datetime.max.replace(tzinfo=UTC)
_WORDS = re.compile(r"\S+")


def canonical_url(url: str | None) -> str:
    """The address of a page without what varies between visits: scheme, "www.", "m.", tracking parameters, fragment.

    "" where there is no usable address.
    """
    if not url:
        return ""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return ""
    host = re.sub(r"^(?:www\d?|m|amp|mobile)\.(?=.*\.)", "", (parts.hostname or "").rstrip("."))
    if not host:
        return ""
    path = re.sub(r"/(?:amp|index\.(?:html?|php))?/?$", "", re.sub(r"/{2,}", "/", parts.path))
    query = urlencode(sorted((k, v) for k, v in parse_qsl(parts.query) if not _TRACKING.match(k)))
    where = host if port in {None, 80, 443} else f"{host}:{port}"
    return where + path + (f"?{query}" if query else "")


def versions(documents: Iterable[Document]) -> tuple[Version, ...]:
    """Each pair of successive versions of one page, in order of the earlier document's time and id.

    Captures of one canonical address with different text are versions, the one modified (or published) first the
    earlier; without times, by id. Captures that have little in common are left apart. Cost is quadratic in the number
    of sentences only inside the stretches that changed.
    """
    # A summary in a list is no edition of the page that it leads to.
    pages: defaultdict[tuple[str, bool], list[Document]] = defaultdict(list)
    for document in {d.id: d for d in documents}.values():
        if page := canonical_url(document.url):
            pages[page, document.snippet].append(document)
    found: list[tuple[tuple[datetime, datetime, str], Version]] = []
    for captures in pages.values():
        ordered = sorted(captures, key=moment)
        for earlier, later in pairwise(ordered):
            if fold(earlier.text) != fold(later.text) and _same_page(earlier, later):
                found.append((moment(earlier), Version(earlier.id, later.id, changes(earlier, later))))
    return tuple(version for _, version in sorted(found, key=lambda pair: (pair[0], pair[1].later)))


def moment(document: Document) -> tuple[datetime, datetime, str]:
    """Sort key: when a document took its present form, as far as it says so; undated ones last, then by id.

    A thread took it with its last turn.
    """
    published = document.published.at if document.published else None
    modified = document.modified.at if document.modified else None
    if document.kind is Kind.THREAD and modified is None:
        modified = max((block.at.at for block in document.blocks if block.at), default=None)
    return (modified or published or _EPOCH, published or _EPOCH, document.id)


def changes(earlier: Document, later: Document) -> tuple[Change, ...]:
    """What differs between two texts, in reading order: as few words as possible where a sentence was edited.

    Of threads whole turns were put in or taken out, and a turn that its author edited is shown as a sentence is.
    """
    if earlier.kind is later.kind is Kind.THREAD:
        return tuple(_turns(earlier, later))
    old, new = sentences(earlier), sentences(later)
    matcher = difflib.SequenceMatcher(None, [fold(s.quote) for s in old], [fold(s.quote) for s in new], autojunk=False)
    found: list[Change] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            found.extend(_between(earlier, old[a:b], later, new[c:d]))
    return tuple(found)


def _turns(earlier: Document, later: Document) -> Iterator[Change]:
    """What differs between two states of a thread: answers come in between, so order says nothing."""
    left: defaultdict[tuple[str, str], list[Block]] = defaultdict(list)
    for turn in _spoken(earlier):
        left[turn.by or "", fold(earlier.text[turn.start : turn.end])].append(turn)
    fresh: list[Block] = []
    for turn in _spoken(later):
        known = left[turn.by or "", fold(later.text[turn.start : turn.end])]
        if known:
            known.pop()
        else:
            fresh.append(turn)
    edited = _edited(earlier, [turn for turns in left.values() for turn in turns], later, fresh)
    old, new = (_by_turn(earlier), _by_turn(later)) if edited else ({}, {})
    again = set(edited.values())
    for turn in fresh:
        if turn in edited:
            was = edited[turn]
            yield from _between(earlier, old[was.start], later, new[turn.start])
        else:
            yield Change(None, later.span(turn.start, turn.end))
    for turn in sorted((turn for turns in left.values() for turn in turns), key=lambda each: each.start):
        if turn not in again:
            yield Change(earlier.span(turn.start, turn.end), None)


def _edited(earlier: Document, gone: Iterable[Block], later: Document, fresh: Iterable[Block]) -> dict[Block, Block]:
    """For each fresh turn that its author edited: the turn of the same minute that it was, the most alike first."""
    found: dict[Block, Block] = {}
    before, after = _by_writing(gone), _by_writing(fresh)
    for key in before.keys() & after.keys():
        old, new = before[key], after[key]
        pairs = list(zip(new, old, strict=False))
        if 1 < len(old) * len(new) <= _PAIRS:
            was = [_split(earlier.text[turn.start : turn.end]) for turn in old]
            now = [_split(later.text[turn.start : turn.end]) for turn in new]
            ratios = [difflib.SequenceMatcher(None, b, a, autojunk=False).ratio() for a in now for b in was]
            every = [(one, other) for one in new for other in old]
            pairs = [every[i] for i in sorted(range(len(every)), key=lambda place: -ratios[place])]
        taken: set[Block] = set()
        for one, other in pairs:
            if one not in found and other not in taken:
                found[one] = other
                taken.add(other)
    return found


def _by_writing(turns: Iterable[Block]) -> dict[tuple[str, Stamp], list[Block]]:
    """Turns by author and time, in reading order; those without either are left out."""
    found: dict[tuple[str, Stamp], list[Block]] = {}
    for turn in sorted(turns, key=lambda each: each.start):
        if turn.by and turn.at:
            found.setdefault((turn.by, turn.at), []).append(turn)
    return found


def _by_turn(document: Document) -> dict[int, list[Span]]:
    """The sentences of each turn, by its start; none crosses a block."""
    turns = [turn.start for turn in _spoken(document)]
    found: dict[int, list[Span]] = {start: [] for start in turns}
    for sentence in sentences(document):
        if place := bisect_right(turns, sentence.start):
            found[turns[place - 1]].append(sentence)
    return found


def _spoken(document: Document) -> list[Block]:
    return [block for block in document.blocks if block.role is Role.TURN]


def _same_page(earlier: Document, later: Document) -> bool:
    old, new = (set(fold(d.text).casefold().split()) for d in (earlier, later))
    return len(old & new) >= _ALIKE * min(len(old), len(new))


def _between(earlier: Document, old: Sequence[Span], later: Document, new: Sequence[Span]) -> list[Change]:
    """Changes between two stretches of sentences: edited ones side by side, the rest taken out or put in."""
    found: list[Change] = []
    at = 0
    for sentence in old:
        mate = _mate(sentence, new[at:])
        if mate is None:
            found.append(Change(sentence, None))
            continue
        found.extend(Change(None, added) for added in new[at : at + mate])
        found.extend(_words(earlier, sentence, later, new[at + mate]))
        at += mate + 1
    found.extend(Change(None, added) for added in new[at:])
    return found


def _mate(sentence: Span, candidates: Sequence[Span]) -> int | None:
    """Index of the sentence that this one became: the most alike, the first of equals."""
    ratios = [
        difflib.SequenceMatcher(None, _split(sentence.quote), _split(other.quote), autojunk=False).ratio()
        for other in candidates
    ]
    best = max(ratios, default=0.0)
    return ratios.index(best) if best >= _SAME_SENTENCE else None


def _split(text: str) -> list[str]:
    return [fold(m.group()) for m in _WORDS.finditer(text)]


def _words(earlier: Document, old: Span, later: Document, new: Span) -> list[Change]:
    """The words that differ between two forms of one sentence."""
    left = [(old.start + m.start(), old.start + m.end(), fold(m.group())) for m in _WORDS.finditer(old.quote)]
    right = [(new.start + m.start(), new.start + m.end(), fold(m.group())) for m in _WORDS.finditer(new.quote)]
    matcher = difflib.SequenceMatcher(None, [w[2] for w in left], [w[2] for w in right], autojunk=False)
    found: list[Change] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        before = earlier.span(left[a][0], left[b - 1][1]) if a < b else None
        after = later.span(right[c][0], right[d - 1][1]) if c < d else None
        found.append(Change(before, after))
    return found
