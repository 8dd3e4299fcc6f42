"""Documents into stories, one after the other: only what a new document may belong to is looked at.

Candidates come from an index of heavy words and days; blocks keep what is compared small
(:mod:`cuibono.stories.blocks`); what is one story is decided by :func:`cuibono.stories.cluster.groups` and nothing
else. The same documents in any order end in the same stories.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from cuibono.core.placing import Traits
from cuibono.core.store_ports import Index
from cuibono.stories.blocks import FULL, FULL_LABEL, SHARED, WINDOW, Weighed, block, day, joins, keys, strength, vector
from cuibono.stories.cluster import groups, story_id
from cuibono.stories.records import is_reference
from cuibono.stories.traits import traits

_NAMED = 100  # documents that name somebody whose stories are read again when a database is asked about him
_NEVER = datetime.max.replace(tzinfo=UTC)


class Placer:
    """Places documents; keeps what it looked at last, since near documents come near in time."""

    def __init__(self, kept: int = 4_096) -> None:
        """Keep so many documents' traits and vectors: some 25 kB each."""
        self._kept = kept
        self._known: dict[str, Weighed] = {}

    def place(self, waiting: Sequence[str], index: Index) -> int:
        """Place documents that wait, in one transaction; how many were new to the index (the rest are copies).

        Costs a look-up for each document, and one clustering for each block that they touch.
        """
        dirty: set[str] = set()
        swapped: set[str] = set()
        fresh = 0
        for document, fetched in index.load(waiting):
            if is_reference(document):  # of no story; but those that name it have something to say now
                for story in index.naming(document.title, _NAMED):
                    index.touch(story, ())
                continue
            new = traits(document, fetched)
            standing = index.standing(new.page, new.words)
            if standing is None:
                dirty |= self._put(new, index)
                fresh += 1
                continue
            # The copy that was fetched first stands; what any of them says of the record counts for all.
            kept = replace(min(new, standing, key=_first), records=new.records | standing.records)
            if kept.id != standing.id:
                swapped.add(kept.id)
                for known in (dirty, swapped):
                    known.discard(standing.id)
            if kept != standing:
                dirty |= self._again(standing, kept, index)
        self._regroup(dirty | swapped, swapped, index)
        index.done(waiting)
        return fresh

    def _put(self, new: Traits, index: Index) -> set[str]:
        """Add a document to the index and to its blocks; the documents whose block is another one now."""
        weighed = Weighed(new, vector(new))
        index.add(new, keys(weighed.vector), day(new))
        return self._join(weighed, index)

    def _again(self, old: Traits, kept: Traits, index: Index) -> set[str]:
        """Let a document stand where a copy of it stood, or say more of the record than it did.

        Where it is looked up by something else now, what is near to it is looked for again. Blocks only grow: what
        the copy alone was near to stays in the block, and whether it is of the story is decided there.
        """
        weighed = Weighed(kept, vector(kept))
        terms, when = keys(weighed.vector), day(kept)
        index.swap(old.id, kept, terms, when)
        self._known.pop(old.id, None)
        if (terms, when, kept.records) == (keys(vector(old)), day(old), old.records):
            self._keep(weighed)
            return {kept.id}
        return self._join(weighed, index)

    def _join(self, weighed: Weighed, index: Index) -> set[str]:
        """Join the block of a document in the index to those it is near to; the documents whose block is new."""
        new = weighed.traits
        terms, when = keys(weighed.vector), day(new)
        candidates = set(index.sharing(terms, when - WINDOW, when + WINDOW, SHARED) if terms else ())
        for key in sorted(new.records):  # of more than make a block full, any others would change nothing
            candidates.update(index.of_record(key, FULL + 2))
        others = self._weighed(sorted(candidates - {new.id}), index)
        near = [(other.traits.id, how) for other in others if (how := strength(weighed, other))]
        self._keep(weighed)
        if near:  # its own labels count too, where it was in a block before
            near.append((new.id, max(how for _, how in near)))
        dirty = {new.id}
        for join in joins(new.id, near, index.labels(other for other, _ in near), index.members):
            index.label(join.level, join.documents, join.label)
            if join.label == FULL_LABEL:
                dirty.update(join.documents)
        return dirty

    def _regroup(self, dirty: Iterable[str], swapped: Collection[str], index: Index) -> None:
        """Cluster every block that these documents are in, and note which stories changed.

        All documents of a story are in these blocks or none: a story never reaches beyond its block.
        """
        was: dict[str, str] = {}
        now: dict[str, tuple[str, ...]] = {}
        for documents in _blocks(sorted(dirty), index):
            was |= index.stories(documents)
            now |= {story_id(group[0]): group for group in groups(w.traits for w in self._weighed(documents, index))}
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

    def _weighed(self, documents: Iterable[str], index: Index) -> list[Weighed]:
        """Traits and vectors of placed documents."""
        wanted = list(documents)
        found = {name: self._known[name] for name in wanted if name in self._known}
        for known in index.traits([name for name in wanted if name not in found]):
            found[known.id] = Weighed(known, vector(known))
        for weighed in found.values():
            self._keep(weighed)
        return list(found.values())

    def _keep(self, weighed: Weighed) -> None:
        name = weighed.traits.id
        self._known.pop(name, None)
        self._known[name] = weighed  # looked at last, dropped last
        if len(self._known) > self._kept:
            del self._known[next(iter(self._known))]


def _first(known: Traits) -> tuple[datetime, str]:
    """Of two copies the one that was fetched first stands."""
    return known.seen or _NEVER, known.id


def _blocks(documents: Sequence[str], index: Index) -> Iterator[set[str]]:
    """The documents of each block that one of these is in."""
    labels = index.labels(documents)
    seen: set[tuple[int, str]] = set()
    for document in documents:
        where = block(document, labels.get(document, {}))
        if where not in seen:
            seen.add(where)
            yield {document, *index.members(*where)}
