"""A change in plain words, for whatever shows text; and what of it a machine reads."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from cuibono.core.watch import Noticed, Quote

_LONGEST = 600  # characters of one quotation


def line(text: str) -> str:
    """Foreign words on one line, without what is not seen or is obeyed by terminals, mail programs and parsers."""
    kept = "".join(" " if c.isspace() else c for c in text if c.isspace() or _is_shown(c))
    return re.sub(r" +", " ", kept).strip()


def headline(change: Noticed) -> str:
    """A change in one line: what kind, in which story."""
    return f"{change.kind}: {line(change.title)}"


def words(change: Noticed) -> str:
    """A change in full: what, the words that show it, and where they stand."""
    told = [line(change.message)]
    for quote in change.quotes:
        role = f"{quote.role}: " if quote.role else ""
        told.append(f"{role}“{_clipped(quote)}”" + (f" - {line(quote.outlet)}" if quote.outlet else ""))
        if link(quote):
            told.append(f"  {link(quote)}")
    return "\n".join(told)


def link(quote: Quote) -> str:
    """The page that a quotation stands on; "" where it is no web address."""
    url = quote.url
    return url if url.startswith(("https://", "http://")) and not re.search(r"[\s<>\"]", url) else ""


def plain(change: Noticed) -> dict[str, Any]:
    """A change as JSON values."""
    return {
        "id": change.id,
        "story": change.story,
        "title": line(change.title),
        "noticed": change.at.isoformat().replace("+00:00", "Z"),
        "kind": change.kind,
        "message": line(change.message),
        "quotes": [
            {
                "document": quote.document,
                "start": quote.start,
                "end": quote.end,
                "quote": quote.quote,
                "outlet": quote.outlet,
                "url": link(quote),
                "role": quote.role,
            }
            for quote in change.quotes
        ],
    }


def _clipped(quote: Quote) -> str:
    text = line(quote.quote)
    return text if len(text) <= _LONGEST else text[:_LONGEST].rstrip() + " …"


def _is_shown(char: str) -> bool:
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
