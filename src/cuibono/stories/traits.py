"""What a document is clustered by: its stems, its runs of words, its page and its time."""

from __future__ import annotations

import hashlib
import heapq
import re
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from cuibono.core.placing import Traits
from cuibono.core.text import Block, Document, Role, fold
from cuibono.language.lexicons import lexicon
from cuibono.language.words import stem, tokens
from cuibono.stories.outlets import name_key
from cuibono.stories.records import record_keys
from cuibono.stories.versions import canonical_url

_WORDS = 300  # words read of each document: news says first what it is about
_TITLE = 2.0  # a word of the title counts double
_NAME = 1.3  # so much more counts a word that the document writes only with a capital
_LEAD = 600  # characters in which days of the week are looked for: about a hundred words
_DAYS = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
DAY_MARK = "@"  # parts a day among the terms of a document from its words
_SKETCH = 64  # hashes kept of a text: half of them shared by chance is out of reach
_SKETCHED = 3000  # words looked at for that
_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)


def traits(document: Document, seen: datetime | None = None) -> Traits:
    """The traits of a document; ``seen`` is when its capture was fetched. Linear in its first 3,000 words."""
    records = record_keys(document)
    return Traits(
        id=document.id,
        published=document.published.at if document.published else None,
        modified=document.modified.at if document.modified else None,
        page=canonical_url(document.url) or f"outlet:{name_key(document.outlet)}",
        words=hashlib.sha256(fold(document.text).encode("utf-8", "surrogatepass")).hexdigest()[:32],
        terms=_terms(document, _form(document) if records else ()),
        sketch=_sketch(document),
        seen=seen,
        records=records,
    )


def order(known: Traits) -> tuple[bool, datetime, datetime, str]:
    """Sort key: earliest first, undated last."""
    return (known.published is None, known.published or _LAST, known.modified or _FIRST, known.id)


def _sketch(document: Document) -> frozenset[int]:
    words = [token.text.casefold() for token in tokens(document.text)][:_SKETCHED]
    runs = {" ".join(words[i : i + 5]) for i in range(len(words) - 4)}
    return frozenset(heapq.nsmallest(_SKETCH, (zlib.crc32(run.encode("utf-8", "replace")) for run in runs)))


def _form(document: Document) -> Sequence[Block]:
    """The lines of a form ("Docket: ...", "RIN: ..."): all documents of a register have them, whatever they tell."""
    return [block for block in document.blocks if block.role is Role.LIST_ITEM]


def _terms(document: Document, aside: Sequence[Block]) -> Mapping[str, float]:
    """Stems with their weights, and the days that the lead names, 1 in all; what is set aside does not count."""
    title = len(document.title) if document.text.startswith(document.title) else 0
    found = list(tokens(document.text, 0, min(len(document.text), title + _WORDS * 12)))
    if aside:
        found = [token for token in found if not any(block.start <= token.start < block.end for block in aside)]
    inside = sum(1 for token in found if token.end <= title)
    found = found[: inside + _WORDS]
    small = {token.text for token in found if token.text[0].islower()}
    skipped = lexicon("stop") | lexicon("calendar")
    counts: Counter[str] = Counter()
    for token in found:
        plain = token.text.lower().replace("’", "'")
        if plain in skipped and token.text != "US":
            continue
        weight = _TITLE if token.end <= title else 1.0
        if token.text[0].isupper() and plain not in small:
            weight *= _NAME
        counts[stem(plain)] += weight  # type: ignore[assignment]  # Counter counts in floats as well
    days = sorted(set(_DAYS.findall(document.text, 0, _LEAD)))
    counts.update({DAY_MARK + day: 1 / len(days) for day in days})
    return counts
