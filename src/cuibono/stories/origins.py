"""Who repeats whom: each document of a story in one echo tree, its root the independent origin."""

from __future__ import annotations

import heapq
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cuibono.core.claims import Method
from cuibono.core.news import Echo, EchoKind, Origin, Outlet, OutletKind, Story
from cuibono.core.text import Document, Kind, Span
from cuibono.stories.outlets import UNNAMED, name_key
from cuibono.stories.overlap import Shingles, Vocabulary, shared_counts, shared_spans
from cuibono.stories.wires import WireTag, wire_tag

METHOD = Method("shingle-echoes", "1")

# Shares of a document's five-word shingles (outside quotation marks) found in an earlier one. Independent articles of
# the development stories share up to .11 (389 pairs, one very short one .16); copies with a tenth of their words
# replaced keep about .6, with a fifth .3 (gate/origins.py).
_REPRINT = 0.5  # most of the text
_EXCERPT = 0.2
# An article that takes over this much of a shorter earlier one, and is itself made of it to this degree.
_SWALLOWED, _MADE_OF = 0.4, 0.1
_KIN = 0.08  # one publisher family, or a tag that names the writer: less is enough
_FEWEST = 12  # shared shingles: below this nothing is said about short texts
_FEWEST_SNIPPET = 4  # a feed item holds one or two sentences
_SNIPPET = 0.6
_BRIEF = 160  # words up to which a document that names its source can be a mere relay
_SHOWN = 8  # stretches of shared words that an echo shows
_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
_PRIMARY = frozenset({OutletKind.AGENCY, OutletKind.VENDOR, OutletKind.GOVERNMENT, OutletKind.RESEARCH})
# Many hands write here under one name; two pages of one forum are not one publisher's word.
_OPEN = frozenset({OutletKind.COMMUNITY, OutletKind.AGGREGATOR})


@dataclass(frozen=True, slots=True)
class _Page:
    """What is compared of a document."""

    document: Document
    outlet: Outlet
    tag: WireTag | None
    rank: int  # place in its chain of versions
    shingles: Shingles
    distinct: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Link:
    parent: int
    kind: EchoKind
    overlap: float


def origins(story: Story, outlets: Mapping[str, Outlet]) -> tuple[Origin, ...]:
    """The story's origins, the earliest root first; every document stands in exactly one.

    A document echoes an earlier one when it is a later version of the same page, when much of its text outside
    quotation marks stands there, when a wire tag names the same agency, when publishers are kin and texts overlap,
    when it is a further article of the same publisher (one outlet is one origin, forums excepted), or when it is a
    brief that names the other as its only source. What is earlier: certain times first; where they leave it open,
    primary publishers (agencies, vendors, authorities, research) before the rest, dated before undated, long before
    short. Shared quotations alone join nobody. Cost grows with the number of words (shingles are indexed, and each
    remembers a bounded number of documents).
    """
    pages = _ordered(_pages(story, outlets))
    links = _links(pages, story)
    root = list(range(len(pages)))
    for here in range(len(pages)):
        if link := links.get(here):
            root[here] = root[link.parent]
    trees: defaultdict[int, list[int]] = defaultdict(list)
    for here, top in enumerate(root):
        trees[top].append(here)
    return tuple(_origin(pages, links, top, members) for top, members in sorted(trees.items()))


def _pages(story: Story, outlets: Mapping[str, Outlet]) -> list[_Page]:
    vocabulary = Vocabulary()
    ranks: dict[str, int] = {}
    for version in story.versions:
        ranks[version.later] = ranks.get(version.earlier, 0) + 1
    houses = {outlet for outlet in outlets.values() if outlet.kind not in _OPEN}
    cut = [vocabulary.shingles(document) for document in story.documents]
    quoted = set().union(*(shingles.quoted for shingles in cut))
    pages: list[_Page] = []
    for document, shingles in zip(story.documents, cut, strict=True):
        outlet = outlets.get(document.id, Outlet(""))
        tag = wire_tag(document, sorted(other.name for other in houses if not _one_publisher(outlet, other)))
        pages.append(_Page(document, outlet, tag, ranks.get(document.id, 0), shingles, shingles.own(quoted)))
    return pages


def _one_publisher(left: Outlet, right: Outlet) -> bool:
    return not set(_marks(left)).isdisjoint(_marks(right))


def _ordered(pages: list[_Page]) -> list[_Page]:
    """The pages so that whatever was certainly published first comes first; see `origins` for the rest.

    A linear extension of the interval order of their times: again and again the most likely original among those
    that nothing left was certainly published before.
    """
    spans = _intervals(pages)
    waiting = sorted(pages, key=lambda page: (spans[page.document.id][0], _likely_original(page)))
    ends = sorted((spans[page.document.id][1], page.document.id) for page in pages)
    ready: list[tuple[tuple[object, ...], int]] = []
    done: set[str] = set()
    ordered: list[_Page] = []
    at, first_end = 0, 0
    while len(ordered) < len(pages):
        while ends[first_end][1] in done:
            first_end += 1
        while at < len(waiting) and spans[waiting[at].document.id][0] <= ends[first_end][0]:
            heapq.heappush(ready, (_likely_original(waiting[at]), at))
            at += 1
        page = waiting[heapq.heappop(ready)[1]]
        done.add(page.document.id)
        ordered.append(page)
    return ordered


def _intervals(pages: Sequence[_Page]) -> dict[str, tuple[datetime, datetime]]:
    """When each page was published, as far as is known; a feed item says nothing about its article's time.

    An undated page is taken to follow the dated ones of its publisher.
    """
    last: dict[str, datetime] = {}
    for page in pages:
        if stamp := page.document.published:
            for mark in _marks(page.outlet):
                last[mark] = max(last.get(mark, _FIRST), stamp.at)
    found: dict[str, tuple[datetime, datetime]] = {}
    for page in pages:
        stamp = page.document.published
        if stamp and not _is_item(page.document):
            found[page.document.id] = (stamp.at, stamp.latest)
        else:
            found[page.document.id] = (max((last.get(m, _FIRST) for m in _marks(page.outlet)), default=_FIRST), _LAST)
    return found


def _marks(outlet: Outlet) -> tuple[str, ...]:
    """By what two pages are known to be of one publisher: its name and its domains."""
    return tuple(mark for mark in (name_key(outlet.name), *outlet.domains) if mark)


def _is_item(document: Document) -> bool:
    """Whether it only stands in a list for something else; a register's record is the thing itself, however short."""
    return document.snippet and document.kind is Kind.FEED_ITEM


def _likely_original(page: _Page) -> tuple[object, ...]:
    document = page.document
    own_tag = page.tag is not None and name_key(page.tag.agency) == name_key(page.outlet.name)
    primary = own_tag or (page.outlet.kind in _PRIMARY and page.tag is None)
    stamp = document.published.at if document.published else _LAST
    return (
        _is_item(document),
        page.rank,
        not primary,
        page.tag is None,  # of two copies the one that gives the credit is nearer to the wire
        stamp,
        -len(document.text),
        document.id,
    )


def _links(pages: Sequence[_Page], story: Story) -> dict[int, _Link]:
    """What each page (by place in order) repeats; parents always come before."""
    place = {page.document.id: i for i, page in enumerate(pages)}
    earlier = {place[v.later]: place[v.earlier] for v in story.versions if v.later in place and v.earlier in place}
    shared = shared_counts([page.distinct for page in pages])
    links: dict[int, _Link] = {}
    for here, page in enumerate(pages):
        share = {there: count / len(page.distinct) for there, count in shared[here].items()}
        if here in earlier and earlier[here] < here:
            parent = earlier[here]
            links[here] = _Link(parent, EchoKind.VERSION, share.get(parent, 0.0))
        elif link := _copy(pages, here, share, shared[here]) or _tagged(pages, here, share):
            links[here] = link
    links |= _same_publisher(pages, links, shared)
    for here, page in enumerate(pages):
        if here not in links and (source := _relayed(pages, here)) is not None:
            links[here] = _Link(source, EchoKind.RELAY, shared[here][source] / max(1, len(page.distinct)))
    return links


def _copy(pages: Sequence[_Page], here: int, share: Mapping[int, float], counts: Mapping[int, int]) -> _Link | None:
    """The earlier page that holds most of this one's text, if it is enough to call it a copy."""
    page = pages[here]
    best = min(share, key=lambda there: (-round(share[there], 1), there), default=None)
    if best is None:
        return None
    overlap = share[best]
    if page.document.snippet:
        enough = overlap >= _SNIPPET and counts[best] >= _FEWEST_SNIPPET
        return _Link(best, EchoKind.EXCERPT, overlap) if enough else None
    if overlap >= _EXCERPT and counts[best] >= _FEWEST:
        whole = overlap >= _REPRINT and 2 * len(page.distinct) >= len(pages[best].distinct)
        return _Link(best, EchoKind.REPRINT if whole else EchoKind.EXCERPT, overlap)
    return _part(pages, here, share, counts)


def _part(pages: Sequence[_Page], here: int, share: Mapping[int, float], counts: Mapping[int, int]) -> _Link | None:
    """An earlier page that this one takes over and goes beyond, or a kindred publisher's that it shares text with."""
    known = [there for there in share if counts[there] >= _FEWEST]
    swallowed = [t for t in known if share[t] >= _MADE_OF and counts[t] >= _SWALLOWED * len(pages[t].distinct)]
    kin = [there for there in known if share[there] >= _KIN and _kin(pages[here], pages[there])]
    for group, kind in ((swallowed, EchoKind.EXCERPT), (kin, EchoKind.FAMILY)):
        if group:
            near = min(group, key=lambda there: (-round(share[there], 2), there))
            return _Link(near, kind, share[near])
    return None


def _kin(left: _Page, right: _Page) -> bool:
    return bool(left.outlet.family) and left.outlet.family == right.outlet.family and left.outlet.kind not in _OPEN


def _tagged(pages: Sequence[_Page], here: int, share: Mapping[int, float]) -> _Link | None:
    """The earlier page of the agency that this page's tag names: its own, else another one with its tag."""
    tag = pages[here].tag
    agency = name_key(tag.agency) if tag else ""
    if not agency or agency == name_key(pages[here].outlet.name):
        return None
    own = [i for i in range(here) if name_key(pages[i].outlet.name) == agency]
    same = [i for i in range(here) if (other := pages[i].tag) is not None and name_key(other.agency) == agency]
    for group in (own, same):
        if group:
            best = min(group, key=lambda there: (-round(share.get(there, 0.0), 1), there))
            return _Link(best, EchoKind.WIRE, share.get(best, 0.0))
    return None


def _same_publisher(
    pages: Sequence[_Page], links: Mapping[int, _Link], shared: Sequence[Mapping[int, int]]
) -> dict[int, _Link]:
    """Further articles of a publisher that already has a root in the story."""
    first: dict[str, int] = {}
    found: dict[int, _Link] = {}
    for here, page in enumerate(pages):
        if here in links or page.outlet.kind in _OPEN or page.outlet.name.startswith(UNNAMED):
            continue
        marks = _marks(page.outlet)
        top = min((first[mark] for mark in marks if mark in first), default=here)
        for mark in marks:
            first.setdefault(mark, top)
        if top != here:
            found[here] = _Link(top, EchoKind.FAMILY, shared[here].get(top, 0) / max(1, len(page.distinct)))
    return found


def _relayed(pages: Sequence[_Page], here: int) -> int | None:
    """The page that a brief names as its one source ("..., Metro Wire reported"), if it quotes nobody itself."""
    page = pages[here]
    text = page.document.text
    if len(text.split()) > _BRIEF or re.search(r"[“\"«]", text):
        return None
    named: dict[str, int] = {}
    for there in range(here):
        other = pages[there].outlet
        key = name_key(other.name)
        if key != name_key(page.outlet.name) and key not in named and _cites(text, other.name):
            named[key] = there
    return next(iter(named.values())) if len(named) == 1 else None


def _cites(text: str, name: str) -> bool:
    """Whether a text gives an outlet as its source in so many words."""
    if name not in text:
        return False
    who = rf"(?:[Tt]he )?{re.escape(name)}\b"
    return bool(
        re.search(rf"\b(?:[Aa]ccording to|quoted by|cited by|citing|reported by|told|via|published by) {who}", text)
        or re.search(rf"{who}(?: news agency| has)?,? (?:first )?(?:reported|reports|said|says|writes|wrote)\b", text)
    )


def _origin(pages: Sequence[_Page], links: Mapping[int, _Link], top: int, members: Sequence[int]) -> Origin:
    root = pages[top]
    label = root.tag.agency if root.tag else root.outlet.name
    echoes = tuple(_echo(pages, links.get(here), here) for here in members)
    return Origin("o:" + root.document.id, label, root.document.id, echoes)


def _echo(pages: Sequence[_Page], link: _Link | None, here: int) -> Echo:
    page = pages[here]
    if link is None:
        return Echo(page.document.id, None, EchoKind.ROOT, 0.0)
    parent = pages[link.parent]
    spans: list[Span] = list(shared_spans(page.document, page.shingles, parent.distinct, _SHOWN))
    if page.tag and page.tag.span and not any(span.meets(page.tag.span) for span in spans):
        spans.insert(0, page.tag.span)
    return Echo(page.document.id, parent.document.id, link.kind, round(link.overlap, 4), tuple(spans))
