"""Bodies unpacked within bounds: nothing is inflated further than it may grow."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from cuibono.core.errors import FetchError
from cuibono.sources.limits import Limits

ACCEPTED = "gzip, deflate"  # what the standard library can unpack piece by piece; brotli and zstd are not offered
_CODINGS = frozenset({"gzip", "x-gzip", "deflate"})
_PIECE = 64 * 1024
_GZIP, _ZLIB, _RAW = 31, 15, -15  # zlib's window bits: with gzip header, with zlib header, bare
_GZIP_MAGIC = b"\x1f\x8b"
_DEFLATE_METHOD = 8


def unpacked(chunks: Iterable[bytes], coding: str, limits: Limits) -> bytes:
    """The body of an answer, from its ``chunks`` and its Content-Encoding.

    Raises:
        FetchError: the coding is unknown or doubled, the data are broken or cut off, or a limit is passed.
    """
    name = coding.strip().lower()
    if name not in _CODINGS | {"", "identity"}:
        raise FetchError(f"the answer is packed as {coding[:60]!r}, which was not asked for")
    body = bytearray()
    packed = 0
    inflate = _Inflate(name) if name in _CODINGS else None
    for chunk in chunks:
        packed += len(chunk)
        for piece in inflate.pieces(chunk) if inflate else (chunk,):
            body += piece
            _check(len(body), packed, limits)
    if inflate and packed:
        body += inflate.rest()
        _check(len(body), packed, limits)
    return bytes(body)


def _check(size: int, packed: int, limits: Limits) -> None:
    if size > limits.body_bytes:
        raise FetchError(f"the body is larger than {limits.body_bytes} bytes")
    if size > limits.ratio_from and size > packed * limits.ratio:
        raise FetchError(f"the body unpacks to more than {limits.ratio:g} times its size")


class _Inflate:
    """Gzip (several members too) or deflate (with its header or, as some servers send it, without)."""

    def __init__(self, coding: str) -> None:
        self._gzip = coding != "deflate"
        self._engine: zlib._Decompress | None = None  # None before and between members
        self._held = b""  # the first byte of a member, until the second tells what it is
        self._whole = False  # at least one member has ended
        self._over = False

    def pieces(self, data: bytes) -> Iterator[bytes]:
        data, self._held = self._held + data, b""
        while data and not self._over:
            if self._engine is None:
                if len(data) < len(_GZIP_MAGIC):
                    self._held = data
                    return
                if self._whole and not (self._gzip and data.startswith(_GZIP_MAGIC)):
                    self._over = True  # whatever follows is padding
                    return
                self._engine = zlib.decompressobj(self._window(data))
            try:
                piece = self._engine.decompress(data, _PIECE)
            except zlib.error as error:
                raise FetchError(f"the packed body is broken ({error})") from error
            if piece:
                yield piece
            data = self._engine.unconsumed_tail
            if self._engine.eof:
                data, self._engine, self._whole = self._engine.unused_data, None, True

    def rest(self) -> bytes:
        if self._engine is None:
            if self._whole:
                return b""
            raise FetchError("the packed body breaks off")
        tail = self._engine.flush()
        if not self._engine.eof:
            raise FetchError("the packed body breaks off")
        return tail

    def _window(self, data: bytes) -> int:
        if self._gzip:
            return _GZIP
        return _ZLIB if _has_zlib_header(data) else _RAW


def _has_zlib_header(data: bytes) -> bool:
    """RFC 1950: method 8, and the two bytes are a multiple of 31."""
    return data[0] & 0x0F == _DEFLATE_METHOD and int.from_bytes(data[:2], "big") % 31 == 0
