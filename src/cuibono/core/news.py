"""Where documents come from: outlets, captures, origins, stories."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cuibono.core.errors import NoSpan
from cuibono.core.text import Document, Span
from cuibono.core.times import Stamp


@dataclass(frozen=True, slots=True)
class Capture:
    """Bytes as fetched; immutable. ``location`` is the link, or the file's name within what was read.

    ``id`` is the SHA-256 of location and bytes: the same thing fetched twice is one capture.
    """

    location: str
    body: bytes
    fetched: datetime  # aware
    media_type: str = ""  # as declared; "" where nothing was
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        """Content address: hexadecimal SHA-256 over location, a zero byte, and the bytes."""
        return hashlib.sha256(self.location.encode("utf-8", "surrogatepass") + b"\0" + self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class Validator:
    """What a server gives to tell one state of a page from another; asked with it, it may say "as before".

    A source may use it for marks of its own too: :class:`~cuibono.core.ports.Memory` keeps both alike.
    """

    etag: str = ""
    modified: str = ""  # Last-Modified, as the server writes it

    @classmethod
    def of(cls, capture: Capture) -> Validator:
        """The one that came with a capture; empty where the server gave none."""
        headers = dict(capture.headers)
        return cls(headers.get("etag", ""), headers.get("last-modified", ""))


class OutletKind(StrEnum):
    """What sort of publisher an outlet is."""

    AGENCY = "agency"
    NEWSPAPER = "newspaper"
    BROADCASTER = "broadcaster"
    TRADE = "trade press"
    TABLOID = "tabloid"
    VENDOR = "vendor"
    GOVERNMENT = "government"
    RESEARCH = "research"
    COMMUNITY = "community"
    AGGREGATOR = "aggregator"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who publishes. ``family`` names the publisher family; outlets of one family are not independent."""

    name: str
    kind: OutletKind = OutletKind.UNKNOWN
    family: str = ""  # "" where the outlet stands alone
    domains: tuple[str, ...] = ()

    @property
    def house(self) -> str:
        """What counts as one publisher: the family, or the outlet itself."""
        return self.family or self.name


class EchoKind(StrEnum):
    """How a document is known to come from its origin."""

    ROOT = "root"
    REPRINT = "reprint"  # the same text, most of it
    EXCERPT = "excerpt"  # a good part of the same text
    WIRE = "wire"  # a wire tag or by-line names the agency
    FAMILY = "family"  # same publisher family, overlapping text
    VERSION = "version"  # an edited version of the same page
    RELAY = "relay"  # its facts are attributed to the root's publisher


@dataclass(frozen=True, slots=True)
class Echo:
    """One document's place in an echo tree: what it repeats, how that is known, and the words that show it."""

    document: str
    parent: str | None  # document id; None for the root
    kind: EchoKind
    overlap: float  # share of this document's five-word shingles found in the parent, 0..1
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """The independent root of a piece of information, with everything that merely repeats it.

    ``id`` is ``o:`` + the root document's id for documents, ``o:`` + the speaker's id where the root is somebody's
    words of which no primary document is in the story.
    """

    id: str
    label: str
    root: str | None  # document id
    echoes: tuple[Echo, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What differs between two versions of one page: the words before and after; one of them may be missing."""

    before: Span | None
    after: Span | None

    def __post_init__(self) -> None:
        """Refuse a change that shows no words.

        Raises:
            NoSpan: neither side has words.
        """
        if self.before is None and self.after is None:
            msg = "a change between versions shows no words"
            raise NoSpan(msg)


@dataclass(frozen=True, slots=True)
class Version:
    """Two captures of the same page, in order, with their differences."""

    earlier: str  # document id
    later: str  # document id
    changes: tuple[Change, ...]


# Where the items of Wikidata are: what is fetched from there states who owns what, and is of no story.
REFERENCES = "https://www.wikidata.org/wiki/Q"


@dataclass(frozen=True, slots=True)
class Story:
    """Documents about one event or report, earliest first, a page's first version before its second (undated last)."""

    id: str
    title: str
    documents: tuple[Document, ...]
    versions: tuple[Version, ...] = ()

    def appeared(self, document: Document) -> Stamp | None:
        """When the words of this document certainly stood there: the edit of a later version, else the publication.

        None where that is not known: for undated documents, and for an edited page that tells only when it was first
        published.
        """
        published = document.published
        for version in self.versions:
            if version.later == document.id:
                first = next((d.published for d in self.documents if d.id == version.earlier), None)
                anew = bool(first and published and first.before(published))
                return document.modified or (published if anew else None)
        return published
