"""The text of a long reading, packed while it is made: never whole in memory, and a tenth of the size in the file.

Short readings are stored as they are, so that SQL can look into them. The reading of 500 documents is 36 MB of JSON, of
which SQLite alone would make two more copies.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Iterable

from cuibono.core.errors import Tampered

_PLAIN = 4 * 2**20  # characters up to which a text is stored as it is
_MARK = "zlib:"  # no JSON text begins so
_LEVEL = 1  # twice the size of the best, in a fifth of the time
_LARGEST = 2**30  # bytes of an unpacked text; more is nothing that we packed


def pack(pieces: Iterable[str]) -> str:
    """ASCII text in pieces as one text, packed if it is long. Linear; holds at most the plain limit and the result."""
    held: list[str] = []
    length = 0
    rest = iter(pieces)
    for piece in rest:
        held.append(piece)
        length += len(piece)
        if length > _PLAIN:
            break
    else:
        return "".join(held)
    packer = zlib.compressobj(_LEVEL)
    packed = bytearray(packer.compress("".join(held).encode("ascii")))
    held.clear()
    for piece in rest:
        packed += packer.compress(piece.encode("ascii"))
    packed += packer.flush()
    return _MARK + base64.b64encode(packed).decode("ascii")


def unpack(text: str) -> str:
    """What was packed.

    Raises:
        Tampered: it is damaged.
    """
    if not text.startswith(_MARK):
        return text
    try:
        unpacker = zlib.decompressobj()
        plain = unpacker.decompress(base64.b64decode(text.removeprefix(_MARK), validate=True), _LARGEST)
        whole = unpacker.eof and not unpacker.unused_data
        unpacked = plain.decode("ascii")
    except (binascii.Error, zlib.error, UnicodeDecodeError) as error:
        raise Tampered(f"stored text cannot be unpacked: {error}") from error
    if not whole:
        raise Tampered("stored text cannot be unpacked: it is cut off, or longer than anything we store")
    return unpacked
