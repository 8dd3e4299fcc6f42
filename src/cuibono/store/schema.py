"""The tables. Migrations make them; a test holds them against these definitions.

captures -< documents >-< readings -< spans. A capture and a document never change (triggers refuse it) and go only
when a story is forgotten; a reading is derived from them and may be replaced. The desk's own tables (sources, leases,
what waits, the index of stories, changes and who was told) stand below; words are searched through an index beside the
tables, made by the migrations and named ``full_text...``: FTS5 in SQLite, GIN in PostgreSQL. ``seal`` columns hold a
hash of the row. Times are UTC text, because SQLite has no times and drops zones; JSON is text, because both databases
then keep the same characters.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator

from cuibono.core.errors import Tampered
from cuibono.store.codec import read_time, write_time

SCHEMA = "0005"  # the newest revision in migrations/versions; a test holds it against them
VERSION_TABLE = "cuibono_version"


class UtcText(TypeDecorator[datetime]):
    """An aware time as UTC text of fixed width, which sorts as the times do."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write; a naive time is refused by the codec."""
        return None if value is None else write_time(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Read.

        Raises:
            Tampered: the text is no time that was written by the store.
        """
        try:
            return None if value is None else read_time(value)
        except ValueError as error:
            raise Tampered(f"the store holds a time that it did not write: {error}") from error


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

captures = Table(
    "captures",
    metadata,
    Column("id", Text, primary_key=True),
    Column("location", Text, nullable=False),
    Column("fetched", UtcText, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("headers", Text, nullable=False),  # JSON
    Column("seal", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),  # last, so that the others are read without it
    Index(None, "location"),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Text, primary_key=True),
    Column("capture", ForeignKey("captures.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("url", Text),
    Column("outlet", Text, nullable=False),
    Column("language", Text),
    Column("snippet", Boolean, nullable=False),
    Column("seal", Text, nullable=False),
    # JSON, as the codec writes it
    Column("published", Text, nullable=False),
    Column("modified", Text, nullable=False),
    Column("authors", Text, nullable=False),
    Column("tags", Text, nullable=False),
    Column("notices", Text, nullable=False),
    Column("links", Text, nullable=False),
    Column("blocks", Text, nullable=False),
    Column("boxes", Text, nullable=False),
    Column("text", Text, nullable=False),
    Index(None, "capture"),
    Index(None, "url"),
    Index(None, "outlet"),
)

readings = Table(
    "readings",
    metadata,
    Column("id", Integer, primary_key=True),  # grows: the largest is the latest
    Column("story", Text, nullable=False),
    Column("as_of", Text, nullable=False),  # UTC text of the reading's moment; "" where nothing in it is dated
    Column("title", Text, nullable=False),
    Column("read_at", UtcText, nullable=False),
    Column("documents", Integer, nullable=False),
    Column("origins", Integer, nullable=False),
    Column("claims", Integer, nullable=False),
    Column("seal", Text, nullable=False),
    Column("body", Text, nullable=False),  # JSON
    UniqueConstraint("story", "as_of"),
)

reading_documents = Table(
    "reading_documents",
    metadata,
    Column("reading", ForeignKey("readings.id", ondelete="CASCADE"), primary_key=True),
    Column("document", ForeignKey("documents.id"), primary_key=True),
    Index(None, "document"),
)

spans = Table(
    "spans",
    metadata,
    Column("reading", ForeignKey("readings.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),  # in the order of the reading
    Column("owner", Text, nullable=False),  # class name: Assertion, Claim, Relation, Turn ...
    Column("owner_id", Text, nullable=False),
    Column("part", Text, nullable=False),  # field names from the owner to the span
    Column("document", ForeignKey("documents.id"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    Index(None, "document", "start"),
    Index(None, "owner_id"),
)

# Ids of what a running `forget` may delete; empty outside its transaction. The triggers ask it.
forgetting = Table("forgetting", metadata, Column("thing", Text, primary_key=True))

# -- the desk ---------------------------------------------------------------------------------------------------------

# Sources that are watched, each with how it fared.
watched = Table(
    "watched",
    metadata,
    Column("id", Text, primary_key=True),
    Column("options", Text, nullable=False),  # JSON
    Column("every", Float, nullable=False),  # seconds between two polls
    Column("quota", Integer, nullable=False),  # captures and documents taken from it in one turn
    Column("due", UtcText, nullable=False),
    Column("failures", Integer, nullable=False),  # in a row
    Column("error", Text, nullable=False),  # "" where the last poll went well
    Column("polled", UtcText),  # when it last went well
    Index(None, "due"),
)

# Who works on what, until when; a lease that has run out may be taken by another.
leases = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("until", UtcText, nullable=False),
)

# What servers gave to tell one state of a page from another, and the marks of entries of lists. ``list`` is the list
# that a mark belongs to; ``gone``: since when it no longer holds the entry.
validators = Table(
    "validators",
    metadata,
    Column("url", Text, primary_key=True),
    Column("etag", Text, nullable=False),
    Column("modified", Text, nullable=False),
    Column("list", Text, nullable=False, server_default=""),
    Column("gone", UtcText),
    Index(None, "list"),
)

# Captures that are kept and not read yet; with a problem: that could not be read.
inbox = Table(
    "inbox",
    metadata,
    Column("capture", ForeignKey("captures.id", ondelete="CASCADE"), primary_key=True),
    Column("source", Text, nullable=False),
    Column("number", Integer, nullable=False),  # grows: the order in which they came
    Column("problem", Text, nullable=False),
    Index(None, "problem", "source", "number"),
    Index(None, "number"),
)

# Documents that are read and not placed yet.
waiting = Table(
    "waiting",
    metadata,
    Column("document", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("source", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Index(None, "source", "number"),
    Index(None, "number"),
)

# The index of stories: what each document is clustered by, and the story that it is in.
placed = Table(
    "placed",
    metadata,
    Column("document", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("story", Text, nullable=False),
    Column("page", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("seen", UtcText),
    Column("traits", Text, nullable=False),  # JSON
    Index(None, "story"),
    UniqueConstraint("page", "words"),
)
placed_terms = Table(
    "placed_terms",
    metadata,
    Column("term", Text, primary_key=True),
    Column("day", Float, primary_key=True),
    Column("document", Text, primary_key=True),
    sqlite_with_rowid=False,
)
blocks = Table(
    "blocks",
    metadata,
    Column("document", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("label", Text, nullable=False),
    Index(None, "level", "label"),
    sqlite_with_rowid=False,
)

# Stories whose reading is behind their documents, and the stories that their documents were in before.
touched = Table(
    "touched",
    metadata,
    Column("story", Text, primary_key=True),
    Column("before", Text, nullable=False),  # JSON
    Column("number", Integer, nullable=False),  # grows: the order in which they fell behind
    Index(None, "number"),
)

# When the next clock of a story opens or runs out.
ticking = Table(
    "ticking",
    metadata,
    Column("story", Text, primary_key=True),
    Column("due", UtcText, nullable=False),
    Index(None, "due"),
)

# What changed, as it was noticed.
noticed = Table(
    "noticed",
    metadata,
    Column("id", Text, primary_key=True),
    Column("story", Text, nullable=False),
    Column("at", UtcText, nullable=False),
    Column("kind", Text, nullable=False),
    Column("body", Text, nullable=False),  # JSON
    Index(None, "at"),
    Index(None, "story"),
)
noticed_documents = Table(
    "noticed_documents",
    metadata,
    Column("noticed", ForeignKey("noticed.id", ondelete="CASCADE"), primary_key=True),
    Column("document", Text, primary_key=True),
    Index(None, "document"),
)

# Which channel was told of which change.
told = Table(
    "told",
    metadata,
    Column("noticed", ForeignKey("noticed.id", ondelete="CASCADE"), primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("state", Text, nullable=False),
)

# The words of claims, for searching; ``vector`` as float16 where networks have a say, ``model`` which one made it.
claim_words = Table(
    "claim_words",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("reading", ForeignKey("readings.id", ondelete="CASCADE"), nullable=False),
    Column("claim", Text, nullable=False),
    Column("document", ForeignKey("documents.id"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    Column("vector", LargeBinary),
    Column("model", Text, nullable=False, server_default=""),
    Index(None, "reading"),
    Index(None, "document"),
)

# What was said in the rooms. A room outlives readings: its turns cite documents, which never change.
turns = Table(
    "turns",
    metadata,
    Column("story", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),  # from 1, without gaps
    Column("kind", Text, nullable=False),  # class name: Turn, Phrased, Remark
    Column("move", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("closes", Boolean, nullable=False),
    Column("said_at", UtcText, nullable=False),
    Column("seal", Text, nullable=False),
    Column("body", Text, nullable=False),  # JSON
)

# What asking models cost, one row a call, set aside before it is made. Prices are in millionths of a US dollar.
spending = Table(
    "spending",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcText, nullable=False),
    Column("model", Text, nullable=False),
    Column("tokens", Integer, nullable=False),
    Column("micros", BigInteger),  # NULL: not known
    Column("settled", Boolean, nullable=False),
    Index(None, "at"),
)
