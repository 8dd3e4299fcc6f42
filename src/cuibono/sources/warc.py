"""Web archives: WARC files, and folders of them. Terms: those of the archive; nothing is fetched.

Needs the extra ``archives`` (FastWARC). It is handed an open file and never a name, which it might take for a link. It
unpacks without a limit of its own, so every record is read in pieces, under the limits of the egress.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from cuibono.core.errors import FetchError, InputError, SettingsError
from cuibono.core.news import Capture, Validator
from cuibono.core.ports import Source
from cuibono.core.reading import Problem
from cuibono.plugins import Tools
from cuibono.sources.addresses import shown
from cuibono.sources.builtin import allowed
from cuibono.sources.decoding import unpacked
from cuibono.sources.files import Files, Found
from cuibono.sources.limits import Limits
from cuibono.sources.listing import fingerprint
from cuibono.sources.options import Options

_ENDS = (".warc", ".warc.gz", ".warc.zst", ".wet", ".wet.gz", ".wet.zst")
_TYPES = ("text/html", "application/xhtml+xml", "application/pdf", "text/plain")
_PIECE = 64 * 1024
_OK = 200
_END = "end"
_KEPT = ("content-type", "date", "etag", "last-modified", "content-language")


def make(options: Mapping[str, str], tools: Tools) -> Source:
    """Archives: ``path`` of a file or folder; ``holding``: words of which links must hold one; ``limit`` (500) a round.

    Raises:
        SettingsError: an option cannot be used, or FastWARC is not installed.
    """
    given = Options(options, ("path", "holding", "limit"))
    path = Path(given.text("path")).expanduser()
    if not path.is_absolute():
        raise SettingsError(f"path: {str(path)!r} should be absolute, or begin with ~: a watch may start anywhere")
    try:
        library = import_module("fastwarc.warc")
    except ImportError:
        raise SettingsError("kind: reading WARC files needs more: pip install 'cuibono[archives]'") from None
    limit = given.number("limit", 500, 1, 1_000_000)
    return Archives(path, tools, _Wanted(given.words("holding", ""), allowed(tools.settings)), library, limit)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which records are taken, and how large they may be."""

    holding: tuple[str, ...]
    limits: Limits

    def link(self, record: Any) -> str:  # noqa: ANN401 - the library's types are an extra
        """The link of a record that is wanted, else ""."""
        link = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
        if not link.startswith(("http://", "https://")) or len(link) > self.limits.url_length:
            return ""
        if self.holding and not any(word in link for word in self.holding):
            return ""
        http = record.http_headers
        if http is not None and http.status_code not in {_OK, None}:
            return ""
        kind = (record.http_content_type if http is not None else record.headers.get("Content-Type")) or ""
        return link if kind.partition(";")[0].strip().lower() in _TYPES else ""


class Archives:
    """A Source over WARC files: each page once, dated by when it was archived; a round goes on where the last ended."""

    def __init__(self, path: Path, tools: Tools, wanted: _Wanted, library: Any, limit: int) -> None:  # noqa: ANN401
        """Read ``path``; ``library`` is ``fastwarc.warc``."""
        self._path = path
        self._tools = tools
        self._wanted = wanted
        self._library = library
        self._limit = limit
        self.problems: list[Problem] = []

    def fetch(self, since: datetime | None) -> Iterator[Capture]:
        """One capture a record, in the order of the files; with ``since`` only what was archived after it.

        Raises:
            InputError: there is no such file or folder.
        """
        self.problems.clear()
        if not self._path.exists():
            raise InputError(f"{self._path}: there is no such file or folder")
        files = Files([self._path], self._tools.clock)
        left = self._limit
        for found in files.found():
            if not found.path.name.lower().endswith(_ENDS):
                continue
            for capture in self._file(found, since):
                if left <= 0:
                    text = f"holds more than the {self._limit} pages that are taken a round; the rest comes in the next"
                    self.problems.append(Problem(found.location, f"{found.location}: {text}"))
                    return
                yield capture
                left -= 1
        self.problems += files.problems

    def _file(self, found: Found, since: datetime | None) -> Iterator[Capture]:
        name = found.path.as_uri()
        memory = self._tools.memory
        try:
            with found.path.open("rb") as file:
                status = os.fstat(file.fileno())
                state = f"{status.st_ino}-{status.st_size}-{status.st_mtime_ns}"
                known = memory.recall(name)
                place = known.modified if known and known.etag == state else ""
                if place == _END:
                    return
                for at, capture in self._records(found, file, place):
                    if capture is not None and (since is None or capture.fetched > since):
                        yield capture
                        memory.remember(name, Validator(state, at))
                memory.remember(name, Validator(state, _END))
        except OSError as error:
            self.problems.append(Problem(found.location, f"{found.location}: {_cause(error)}"))

    def _records(self, found: Found, file: BinaryIO, place: str) -> Iterator[tuple[str, Capture | None]]:
        """Records with their places, from behind the last place on."""
        done = int(place.partition(":")[0]) if place else -1
        try:
            for number, record in self._behind(file, done, place):
                yield _place(number, record), self._capture(found, record)
        except OSError as error:  # what is behind a broken place cannot be found
            self.problems.append(Problem(found.location, f"{found.location}: breaks off ({_cause(error)})"))

    def _behind(self, file: BinaryIO, done: int, place: str) -> Iterator[tuple[int, Any]]:
        """Records with their numbers, behind number ``done``: by its offset, or by counting.

        The offset leads there only where each record is packed by itself, as the standard wants it.
        """
        if done >= 0:
            file.seek(int(place.split(":")[1]))
            numbered = enumerate(self._archive(file), done)
            try:
                first = next(numbered, None)
            except OSError:
                first = None
            if first is not None and _place(*first) == place:
                yield from numbered
                return
        file.seek(0)
        yield from islice(enumerate(self._archive(file)), done + 1, None)

    def _archive(self, file: BinaryIO) -> Iterator[Any]:
        kinds = self._library.WarcRecordType
        archive: Iterator[Any] = self._library.ArchiveIterator(
            file,
            record_types=kinds.response | kinds.resource | kinds.conversion,
            max_content_length=self._wanted.limits.wire_bytes,
            auto_decode="transfer",
            fsspec_args=False,
        )
        return archive

    def _capture(self, found: Found, record: Any) -> Capture | None:  # noqa: ANN401 - as above
        link = self._wanted.link(record)
        if not link:
            return None
        http = record.http_headers
        headers = {} if http is None else {key.lower(): value for key, value in http.items()}
        try:
            body = self._body(record, headers)
        except (FetchError, OSError, ValueError) as error:
            self.problems.append(Problem(shown(link), f"{shown(link)} in {found.location}: {error}"))
            return None
        moment = record.record_date
        kept = tuple(sorted((key, headers[key]) for key in _KEPT if key in headers))
        return Capture(
            location=shown(link),
            body=body,
            fetched=moment.astimezone(UTC) if moment else self._tools.clock(),
            media_type=headers.get("content-type") or str(record.headers.get("Content-Type") or ""),
            headers=((":archive", found.location), *kept),
        )

    def _body(self, record: Any, headers: Mapping[str, str]) -> bytes:  # noqa: ANN401 - as above
        declared = record.content_length
        packed = b"".join(iter(lambda: record.reader.read(_PIECE), b""))
        if "transfer-encoding" not in headers and len(packed) < declared:
            raise FetchError("the record breaks off")
        coding = headers.get("content-encoding", "").strip().lower()
        pieces: Iterator[bytes] = iter([packed])
        if coding == "br":
            reader = import_module("fastwarc.stream_io").BrotliReader(io.BytesIO(packed), fsspec_args=False)
            pieces, coding = _bounded(reader, len(packed), self._wanted.limits), ""
        limits = self._wanted.limits
        body = b"".join(pieces) if not coding else unpacked(pieces, coding, limits)
        if not body:
            raise FetchError("the record has no body")
        return body


def _place(number: int, record: Any) -> str:  # noqa: ANN401 - as above
    """A record's number, its offset in the file, and a mark by which it is known again."""
    named = (record.headers.get(name) or "" for name in ("WARC-Record-ID", "WARC-Target-URI", "WARC-Date"))
    return f"{number}:{record.stream_pos}:{fingerprint(*named)}"


def _bounded(reader: Any, packed: int, limits: Limits) -> Iterator[bytes]:  # noqa: ANN401 - as above
    size = 0
    while piece := reader.read(_PIECE):
        size += len(piece)
        if size > limits.body_bytes or (size > limits.ratio_from and size > packed * limits.ratio):
            raise FetchError(f"the body unpacks to more than {limits.ratio:g} times its size, or is too large")
        yield piece


def _cause(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
