"""Documents into stories, one after the other: only what a new document may belong to is looked at.

Candidates come from an index of heavy words and days; blocks keep what is compared small
(:mod:`cuibono.stories.blocks`); what is one story is decided by :func:`cuibono.stories.cluster.groups` and nothing
else. The same documents in any order end in the same stories.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime

from cuibono.core.placing import Traits
from cuibono.core.ports import Index
from cuibono.stories.blocks import FULL_LABEL, SHARED, WINDOW, Nearness, block, day, joins, keys
from cuibono.stories.cluster import groups, story_id
from cuibono.stories.traits import traits

_NEVER = datetime.max.replace(tzinfo=UTC)


def place(waiting: Sequence[str], index: Index, nearness: Nearness) -> int:
    """Place documents that wait; how many were new to the index (the rest are copies). One transaction of the index.

    Costs a look-up for each document, and one clustering for each block that they touch.
    """
    dirty: set[str] = set()
    swapped: set[str] = set()
    fresh = 0
    for document, fetched in index.load(waiting):
        new = traits(document, fetched)
        standing = index.standing(new.page, new.words)
        if standing is None:
            dirty |= _put(new, index, nearness)
            fresh += 1
        elif _first(new) < _first(standing.traits):
            index.swap(standing.traits.id, new)
            swapped.add(new.id)
            for known in (dirty, swapped):
                known.discard(standing.traits.id)
    _regroup(dirty | swapped, swapped, index)
    index.done(waiting)
    return fresh


def _first(known: Traits) -> tuple[datetime, str]:
    """Of two copies the one that was fetched first stands."""
    return known.seen or _NEVER, known.id


def _put(new: Traits, index: Index, nearness: Nearness) -> set[str]:
    """Add a document to the index and to its blocks; the documents whose block is another one now."""
    terms, when = keys(new), day(new)
    candidates = index.sharing(terms, when - WINDOW, when + WINDOW, SHARED) if terms else ()
    index.add(new, terms, when)
    near = nearness.near(new, candidates)
    dirty = {new.id}
    for join in joins(new.id, near, index.labels(other for other, _ in near), index.members):
        index.label(join.level, join.documents, join.label)
        if join.label == FULL_LABEL:
            dirty.update(join.documents)
    return dirty


def _regroup(dirty: Iterable[str], swapped: Collection[str], index: Index) -> None:
    """Cluster every block that these documents are in, and note which stories changed.

    All documents of a story are in these blocks or none: a story never reaches beyond its block.
    """
    was: dict[str, str] = {}
    now: dict[str, tuple[str, ...]] = {}
    for documents in _blocks(sorted(dirty), index):
        known = index.placed(documents)
        was |= {each.traits.id: each.story for each in known}
        now |= {story_id(group[0]): group for group in groups(each.traits for each in known)}
    held: defaultdict[str, set[str]] = defaultdict(set)
    for document, story in was.items():
        held[story].add(document)
    earlier = {story: index.gone(story) for story in sorted(held.keys() - now.keys() - {""})}
    for story, group in now.items():
        if held[story] == set(group) and not held[story] & set(swapped):
            continue
        before = {was[document] for document in group} - {""}
        index.assign(story, group)
        index.touch(story, before.union(*(earlier.get(old, ()) for old in before)))


def _blocks(documents: Sequence[str], index: Index) -> Iterator[set[str]]:
    """The documents of each block that one of these is in."""
    labels = index.labels(documents)
    seen: set[tuple[int, str]] = set()
    for document in documents:
        where = block(document, labels.get(document, {}))
        if where not in seen:
            seen.add(where)
            yield {document, *index.members(*where)}
