"""Articles as GDELT lists them: a headline, whose it is, and when GDELT saw it - which dates nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cuibono.core.text import Kind
from cuibono.readers.finish import Head, web_address
from cuibono.readers.told import Told, objects, words


def records(value: object) -> Sequence[Mapping[str, object]]:
    """The articles of an answer."""
    found = objects(value.get("articles")) if isinstance(value, dict) else []
    return [each for each in found if words(each, "url") and words(each, "seendate") and "domain" in each]


def told(record: Mapping[str, object]) -> Told:
    """The headline, undated."""
    tags = (("seen", words(record, "seendate")), ("language", words(record, "language")))
    head = Head(
        title=words(record, "title"),
        url=web_address(words(record, "url")),
        outlet=words(record, "domain"),
        snippet=True,
        tags=tuple((name, value) for name, value in tags if value),
    )
    return Told(head, (), kind=Kind.FEED_ITEM)
