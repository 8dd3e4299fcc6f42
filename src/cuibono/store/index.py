"""The index of stories: what a new document is compared with, and where it then stands; all in one transaction."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from cuibono.core.placing import Traits
from cuibono.core.text import Document
from cuibono.store import archive, words
from cuibono.store.codec import read_time, write_time
from cuibono.store.schema import blocks, captures, documents, placed, placed_terms, touched, waiting
from cuibono.store.statements import batches, insert_or_replace

_RECORD = "= "  # before a key of the record among the terms, which have no blanks


class Index:
    """The port ``Index`` over one writing transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on this connection."""
        self._connection = connection

    def load(self, ids: Sequence[str]) -> tuple[tuple[Document, datetime], ...]:
        """Documents with the moment their captures were fetched, in the order asked for."""
        found = archive.load(self._connection, ids)
        seen: dict[str, datetime] = {}
        for batch in batches(sorted({document.capture for document in found.values()})):
            query = select(captures.c.id, captures.c.fetched).where(captures.c.id.in_(batch))
            seen.update({row.id: row.fetched for row in self._connection.execute(query)})
        return tuple((found[name], seen[found[name].capture]) for name in ids if name in found)

    def standing(self, page: str, words: str) -> Traits | None:
        """The placed document of this page with these words."""
        query = select(placed).where(placed.c.page == page, placed.c.words == words)
        row = self._connection.execute(query).mappings().one_or_none()
        return None if row is None else _traits(row)

    def sharing(self, terms: Sequence[str], since: float, until: float, least: int) -> tuple[str, ...]:
        """Documents of these days that have at least so many of the terms among their own; by index."""
        query = (
            select(placed_terms.c.document)
            .where(placed_terms.c.term.in_(list(terms)), placed_terms.c.day.between(since, until))
            .group_by(placed_terms.c.document)
            .having(func.count() >= least)
        )
        return tuple(self._connection.execute(query).scalars())

    def naming(self, name: str, most: int) -> tuple[str, ...]:
        """Stories of those documents that name somebody, and the latest that this outlet published; by index."""
        phrase = name.replace('"', " ").strip()
        named = words.documents_with(self._connection, f'"{phrase}"', most) if phrase else []
        published = (
            select(placed.c.story)
            .join(documents, documents.c.id == placed.c.document)
            .where(documents.c.outlet == name)
            .order_by(placed.c.seen.desc(), placed.c.document)
            .limit(most)
        )
        found = {*self.stories(named).values(), *self._connection.execute(published).scalars()}
        return tuple(sorted(found - {""}))

    def of_record(self, key: str, most: int) -> tuple[str, ...]:
        """Documents that share a key of the record; by index."""
        query = select(placed_terms.c.document).where(placed_terms.c.term == _RECORD + key, placed_terms.c.day == 0.0)
        return tuple(self._connection.execute(query.order_by(placed_terms.c.document).limit(most)).scalars())

    def traits(self, documents: Iterable[str]) -> tuple[Traits, ...]:
        """What is kept of these documents, by id."""
        found: list[Traits] = []
        for batch in batches(sorted(set(documents))):
            query = select(placed).where(placed.c.document.in_(batch)).order_by(placed.c.document)
            found.extend(_traits(row) for row in self._connection.execute(query).mappings())
        return tuple(found)

    def stories(self, documents: Iterable[str]) -> Mapping[str, str]:
        """The story that each of these documents is in, "" before it has one."""
        found: dict[str, str] = {}
        for batch in batches(sorted(set(documents))):
            query = select(placed.c.document, placed.c.story).where(placed.c.document.in_(batch))
            found.update({row.document: row.story for row in self._connection.execute(query)})
        return found

    def labels(self, documents: Iterable[str]) -> Mapping[str, Mapping[int, str]]:
        """The labels of these documents by level; none at a level where a document stands alone."""
        found: dict[str, dict[int, str]] = {}
        for batch in batches(sorted(set(documents))):
            for row in self._connection.execute(select(blocks).where(blocks.c.document.in_(batch))):
                found.setdefault(row.document, {})[row.level] = row.label
        return found

    def members(self, level: int, label: str) -> tuple[str, ...]:
        """The documents that carry a label at a level."""
        query = select(blocks.c.document).where(blocks.c.level == level, blocks.c.label == label)
        return tuple(self._connection.execute(query).scalars())

    def add(self, traits: Traits, terms: Sequence[str], day: float) -> None:
        """Put a document into the index, in no story yet."""
        row = {
            "document": traits.id,
            "story": "",
            "page": traits.page,
            "words": traits.words,
            "seen": traits.seen,
            "traits": _written(traits),
        }
        self._connection.execute(insert(placed), row)
        self._add_terms(traits, terms, day)

    def _add_terms(self, traits: Traits, terms: Sequence[str], day: float) -> None:
        rows = [{"term": term, "day": day, "document": traits.id} for term in sorted(set(terms))]
        rows += [{"term": _RECORD + key, "day": 0.0, "document": traits.id} for key in sorted(traits.records)]
        if rows:
            self._connection.execute(insert(placed_terms), rows)

    def swap(self, old: str, traits: Traits, terms: Sequence[str], day: float) -> None:
        """Let a document stand where a copy of it stood, under its own terms, in the same story and blocks."""
        connection = self._connection
        row: dict[str, Any] = {"document": traits.id, "seen": traits.seen, "traits": _written(traits)}
        connection.execute(update(placed).where(placed.c.document == old).values(**row))
        connection.execute(delete(placed_terms).where(placed_terms.c.document == old))
        self._add_terms(traits, terms, day)
        if old == traits.id:
            return
        connection.execute(update(blocks).where(blocks.c.label == old).values(label=traits.id))
        connection.execute(update(blocks).where(blocks.c.document == old).values(document=traits.id))

    def label(self, level: int, documents: Sequence[str], label: str) -> None:
        """Let documents carry a label at a level."""
        rows = [{"document": name, "level": level, "label": label} for name in documents]
        self._connection.execute(insert_or_replace(self._connection, blocks), rows)

    def assign(self, story: str, documents: Sequence[str]) -> None:
        """Put documents into a story."""
        for batch in batches(documents):
            self._connection.execute(update(placed).where(placed.c.document.in_(batch)).values(story=story))

    def touch(self, story: str, before: Collection[str]) -> None:
        """Note that a story's reading is behind; what its documents were in before adds up until it is read."""
        query = select(touched.c.before, touched.c.number).where(touched.c.story == story)
        known = self._connection.execute(query).one_or_none()
        both = sorted({*before, *(json.loads(known.before) if known else ())})
        last = select(func.coalesce(func.max(touched.c.number), 0) + 1)
        number = known.number if known else self._connection.execute(last).scalar_one()
        row = {"story": story, "before": json.dumps(both), "number": number}
        self._connection.execute(insert_or_replace(self._connection, touched), row)

    def gone(self, story: str) -> tuple[str, ...]:
        """Forget that a story that is no more was touched; what its documents were in before that."""
        query = select(touched.c.before).where(touched.c.story == story)
        known = self._connection.execute(query).scalar_one_or_none()
        self._connection.execute(delete(touched).where(touched.c.story == story))
        return tuple(json.loads(known)) if known else ()

    def done(self, documents: Sequence[str]) -> None:
        """Documents that wait no longer."""
        for batch in batches(documents):
            self._connection.execute(delete(waiting).where(waiting.c.document.in_(batch)))


def remove(connection: Connection, documents: Sequence[str]) -> None:
    """Take documents that are forgotten out of what holds their words without belonging to them."""
    for batch in batches(documents):
        rows = connection.execute(select(placed.c.document, placed.c.traits).where(placed.c.document.in_(batch)))
        if rows.first() is not None:
            connection.execute(delete(placed_terms).where(placed_terms.c.document.in_(batch)))


def _written(traits: Traits) -> str:
    return json.dumps(
        {
            "published": write_time(traits.published) if traits.published else None,
            "modified": write_time(traits.modified) if traits.modified else None,
            "terms": traits.terms,
            "sketch": sorted(traits.sketch),
            "records": sorted(traits.records),
        },
        separators=(",", ":"),
    )


def _traits(row: RowMapping) -> Traits:
    kept = json.loads(row["traits"])
    return Traits(
        id=row["document"],
        published=read_time(kept["published"]) if kept["published"] else None,
        modified=read_time(kept["modified"]) if kept["modified"] else None,
        page=row["page"],
        words=row["words"],
        terms=kept["terms"],
        sketch=frozenset(kept["sketch"]),
        seen=row["seen"],
        records=frozenset(kept.get("records", ())),  # rows of before have none
    )
