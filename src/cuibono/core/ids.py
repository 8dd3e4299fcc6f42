"""Ids are content hashes: the same thing has the same id on every machine and in every order of input."""

from __future__ import annotations

import hashlib


def content_id(prefix: str, *parts: object) -> str:
    """``prefix`` and 12 hexadecimal digits of the SHA-256 over the parts, parted by zero bytes."""
    digest = hashlib.sha256("\0".join(map(str, parts)).encode("utf-8", "surrogatepass"))
    return prefix + digest.hexdigest()[:12]
