"""Bytes to characters: byte-order mark, declared encoding, what the page says of itself, then the bytes' looks."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from cuibono.core.news import Capture
from cuibono.core.text import Notice

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)")
_HEAD = 4096
# What the web means by these labels (WHATWG Encoding Standard), where Python means something narrower.
_WEB_NAMES = {
    "iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252",
    "iso-8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "sjis": "cp932",
    "big5": "big5hkscs", "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "x-sjis": "cp932", "utf8": "utf-8",
    "iso-8859-8-i": "iso-8859-8", "windows-874": "cp874", "tis-620": "cp874",
}  # fmt: skip
_TRUST = 0.15  # share of characters that may be broken before charset-normalizer is asked instead


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters, the encoding they were read in, and a notice where the label was wrong."""

    text: str
    encoding: str
    notices: tuple[Notice, ...] = ()


def decode(capture: Capture) -> Decoded:
    """The capture's bytes as characters; never fails: what no encoding explains becomes U+FFFD, with a notice."""
    body = capture.body
    for mark, name in _BOMS:
        if body.startswith(mark):
            return _lenient(body, name, _label(capture))
    label = _label(capture)
    if label == "utf-8" or not label or not body.isascii():
        # Bytes beyond ASCII that happen to be valid UTF-8 are UTF-8, whatever the label says.
        try:
            return Decoded(body.decode("utf-8"), "utf-8", _wrong(label, "utf-8"))
        except UnicodeDecodeError:
            pass
    if label:
        try:
            return Decoded(body.decode(label), label)
        except UnicodeDecodeError:
            pass
    return _guess(body, label)


def _label(capture: Capture) -> str:
    """The encoding that header, media type, XML declaration or meta tag name; "" where none is known to Python."""
    declared = [value for name, value in capture.headers if name.lower() == "content-type"]
    names = [match[1] for words in [capture.media_type, *declared] if (match := _CHARSET.search(words))]
    head = capture.body[:_HEAD]
    names += [inside[1].decode("ascii", "replace") for form in (_XML, _META) if (inside := form.search(head))]
    for name in names:
        try:
            known = codecs.lookup(_WEB_NAMES.get(name.lower(), name)).name
            b"a".decode(known)  # refuses codecs that make no text, such as "hex"
        except (LookupError, ValueError):
            continue
        if not known.startswith(("utf-7", "unicode", "raw", "punycode", "idna", "undefined", "utf-16", "utf-32")):
            return known
    return ""


def _guess(body: bytes, label: str) -> Decoded:
    # charset-normalizer costs 50 ms of start-up; only bytes that are no UTF-8 and belie their label pay for it.
    from charset_normalizer import from_bytes  # noqa: PLC0415 - see above

    kept = body.decode(label or "utf-8", "replace")
    broken = kept.count("\ufffd")
    if label and broken and broken < len(kept) * _TRUST / 100:  # a few bad bytes: the label is right
        return Decoded(kept, label, (Notice("encoding", f"{broken} bytes are no {label}; shown as \ufffd"),))
    best = from_bytes(body[:200_000]).best()
    name = best.encoding if best is not None else ""
    try:
        text = body.decode(name) if name else ""
    except (UnicodeDecodeError, LookupError):
        text = ""
    if text:
        return Decoded(text, name, _wrong(label, name) or (Notice("encoding", f"no encoding given; read as {name}"),))
    return _lenient(body, label or "utf-8", label)


def _lenient(body: bytes, name: str, label: str) -> Decoded:
    text = body.decode(name, "replace").removeprefix("\ufeff")
    notices = _wrong(label, name)
    if broken := text.count("\ufffd"):
        notices = (*notices, Notice("encoding", f"{broken} characters could not be read as {name}"))
    return Decoded(text, name, notices)


def _wrong(label: str, real: str) -> tuple[Notice, ...]:
    if not label or codecs.lookup(label).name == codecs.lookup(real).name:
        return ()
    return (Notice("encoding", f"labelled {label}, but it is {real}"),)
