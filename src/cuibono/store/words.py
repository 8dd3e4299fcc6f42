"""Full text: which words stand in which documents and claims; kept in step by whoever adds or removes those.

SQLite has FTS5 indexes without content of their own, written here. PostgreSQL's indexes look after themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, and_, insert, or_, select, text

from cuibono.core.reading import Reading
from cuibono.core.watch import FoundClaim, Vectors
from cuibono.store.schema import claim_words, readings, spans
from cuibono.store.statements import batches

_WORD = re.compile(r'"([^"]*)"|([^\s"]+)')
_PLAIN = re.compile(r"\w", re.UNICODE)
_TOKENS = "tokenize = 'porter unicode61 remove_diacritics 2'"  # as the migration made them
_DOCUMENT = "to_tsvector('english', title || ' ' || left(text, 300000))"


def add_documents(connection: Connection, ids: Sequence[str]) -> None:
    """Index the titles and texts of documents that were added just now."""
    if connection.dialect.name != "sqlite":
        return
    for batch in batches(ids):
        connection.execute(
            text("INSERT INTO full_text_numbers (document) VALUES (:id)"), [{"id": name} for name in batch]
        )
        rows = [{"id": name} for name in batch]
        connection.execute(
            text(
                "INSERT INTO full_text_documents (rowid, title, words) SELECT number, title, text "
                "FROM full_text_numbers JOIN documents ON documents.id = document WHERE document = :id"
            ),
            rows,
        )


def remove_documents(connection: Connection, ids: Sequence[str]) -> None:
    """Forget the words of documents that are about to go."""
    if connection.dialect.name != "sqlite":
        return
    for name in ids:
        connection.execute(
            text(
                "INSERT INTO full_text_documents (full_text_documents, rowid, title, words) "
                "SELECT 'delete', number, title, text FROM full_text_numbers JOIN documents ON documents.id = document "
                "WHERE document = :id"
            ),
            {"id": name},
        )
        connection.execute(text("DELETE FROM full_text_numbers WHERE document = :id"), {"id": name})


def fold_index(connection: Connection) -> None:
    """Merge SQLite's indexes, so that words that were removed are gone from the file too."""
    if connection.dialect.name == "sqlite":
        for name in ("full_text_documents", "full_text_claims"):
            connection.execute(text(f"INSERT INTO {name} ({name}) VALUES ('optimize')"))  # noqa: S608 - names of ours


def add_claims(connection: Connection, reading: Reading, number: int, vectors: Vectors | None = None) -> None:
    """Index the wording of every claim of a reading; ``vectors`` by claim id."""
    at = connection.execute(select(text("coalesce(max(number), 0)")).select_from(claim_words)).scalar_one()
    vectors = vectors or Vectors()
    rows: list[dict[str, Any]] = [
        {
            "number": at + place,
            "reading": number,
            "claim": claim.id,
            "document": claim.canonical.document,
            "start": claim.canonical.start,
            "end": claim.canonical.end,
            "quote": claim.canonical.quote,
            "vector": vectors.rows.get(claim.id),
            "model": vectors.model,
        }
        for place, claim in enumerate(reading.record.claims, 1)
    ]
    if not rows:
        return
    connection.execute(insert(claim_words), rows)
    if connection.dialect.name == "sqlite":
        connection.execute(
            text("INSERT INTO full_text_claims (rowid, words) VALUES (:number, :quote)"),
            [{"number": row["number"], "quote": row["quote"]} for row in rows],
        )


def remove_claims(connection: Connection, numbers: Sequence[int]) -> None:
    """Forget the claims of readings that are about to go."""
    if connection.dialect.name == "sqlite":
        for number in numbers:
            connection.execute(
                text(
                    "INSERT INTO full_text_claims (full_text_claims, rowid, words) "
                    "SELECT 'delete', number, quote FROM claim_words WHERE reading = :reading"
                ),
                {"reading": number},
            )


def documents_with(connection: Connection, words: str, most: int) -> list[str]:
    """Ids of the documents that hold all the words (``"..."``: a phrase), the best first; by index."""
    query = _query(connection, words)
    if not query:
        return []
    if connection.dialect.name == "sqlite":
        rows = connection.execute(
            text(
                "SELECT document FROM full_text_documents JOIN full_text_numbers ON number = full_text_documents.rowid "
                "WHERE full_text_documents MATCH :query "
                "ORDER BY bm25(full_text_documents, 4.0, 1.0), document LIMIT :most"
            ),
            {"query": query, "most": most},
        )
    else:
        rows = connection.execute(
            text(
                f"SELECT id FROM documents WHERE {_DOCUMENT} @@ websearch_to_tsquery('english', :query) "  # noqa: S608 - no foreign words
                f"ORDER BY ts_rank_cd({_DOCUMENT}, websearch_to_tsquery('english', :query)) DESC, id LIMIT :most"
            ),
            {"query": query, "most": most},
        )
    return [str(row[0]) for row in rows]


def claims_with(connection: Connection, words: str, most: int) -> list[FoundClaim]:
    """Claims of stored readings whose wording holds all the words, the best first; by index."""
    query = _query(connection, words)
    if not query:
        return []
    if connection.dialect.name == "sqlite":
        found = connection.execute(
            text(
                "SELECT rowid FROM full_text_claims WHERE full_text_claims MATCH :query "
                "ORDER BY bm25(full_text_claims), rowid LIMIT :most"
            ),
            {"query": query, "most": most},
        )
    else:
        matched = "to_tsvector('english', quote)"
        found = connection.execute(
            text(
                f"SELECT number FROM claim_words WHERE {matched} @@ websearch_to_tsquery('english', :query) "  # noqa: S608 - no foreign words
                f"ORDER BY ts_rank_cd({matched}, websearch_to_tsquery('english', :query)) DESC, number LIMIT :most"
            ),
            {"query": query, "most": most},
        )
    return list(numbered(connection, [int(row[0]) for row in found]).values())


def numbered(connection: Connection, numbers: Sequence[int]) -> dict[int, FoundClaim]:
    """Claims by their numbers, in that order."""
    known: dict[int, FoundClaim] = {}
    for batch in batches(numbers):
        query = (
            select(claim_words, readings.c.story, readings.c.title)
            .join(readings, readings.c.id == claim_words.c.reading)
            .where(claim_words.c.number.in_(batch))
        )
        for row in connection.execute(query):
            known[row.number] = FoundClaim(row.claim, row.story, row.title, row.document, row.start, row.end, row.quote)
    return {number: known[number] for number in numbers if number in known}


def mismatches(connection: Connection) -> Iterator[tuple[str, str]]:
    """(what, cause) for claims whose words are not those of their reading, and for indexes that are out of step.

    SQLite's indexes are made anew, in temporary tables, and compared; linear in what is stored.
    """
    joined = claim_words.outerjoin(
        spans,
        and_(
            spans.c.reading == claim_words.c.reading,
            spans.c.owner == "Claim",
            spans.c.owner_id == claim_words.c.claim,
            spans.c.part == "canonical",
        ),
    )
    same = and_(
        *(spans.c[name] == claim_words.c[name] for name in ("document", "start", "end", "quote")),
    )
    query = select(claim_words.c.claim).select_from(joined).where(or_(spans.c.quote.is_(None), ~same))
    for claim in connection.execute(query.order_by(claim_words.c.number)).scalars():
        yield f"claim {claim}", "the words that are searched are not those of its reading"
    if connection.dialect.name != "sqlite":
        return
    for name, columns, content in (
        (
            "documents",
            "title, words",
            "SELECT number, title, text FROM full_text_numbers JOIN documents ON documents.id = document",
        ),
        ("claims", "words", "SELECT number, quote FROM claim_words"),
    ):
        for statement in (
            f"CREATE VIRTUAL TABLE temp.again USING fts5({columns}, content='', {_TOKENS})",
            f"INSERT INTO temp.again (rowid, {columns}) {content}",
            "CREATE VIRTUAL TABLE temp.words_again USING fts5vocab(temp, again, 'instance')",
            f"CREATE VIRTUAL TABLE temp.words_here USING fts5vocab(main, full_text_{name}, 'instance')",
        ):
            connection.exec_driver_sql(statement)
        for one, other in (("words_here", "words_again"), ("words_again", "words_here")):
            compared = f"SELECT * FROM temp.{one} EXCEPT SELECT * FROM temp.{other} LIMIT 1"  # noqa: S608 - names of ours
            if connection.exec_driver_sql(compared).first() is not None:
                yield f"full text of {name}", "it does not hold the words of what is stored: search may miss them"
                break
        for table in ("words_here", "words_again", "again"):
            connection.exec_driver_sql(f"DROP TABLE temp.{table}")


def vectors(connection: Connection, model: str) -> list[tuple[int, bytes]]:
    """Every claim that has a vector made by this network, by number; linear in their number."""
    query = select(claim_words.c.number, claim_words.c.vector).where(
        claim_words.c.vector.is_not(None), claim_words.c.model == model
    )
    return [(int(row.number), bytes(row.vector)) for row in connection.execute(query.order_by(claim_words.c.number))]


def _query(connection: Connection, words: str) -> str:
    """What was asked as a query that cannot be a syntax error: every word, or phrase in quotation marks, must occur."""
    parts = [part.replace("\0", " ") for phrase, word in _WORD.findall(words) if _PLAIN.search(part := phrase or word)]
    if connection.dialect.name == "sqlite":
        return " ".join(f'"{part}"' for part in parts)
    return " ".join(f'"{part}"' if " " in part else re.sub(r"[^\w.]+", " ", part).strip() for part in parts)
