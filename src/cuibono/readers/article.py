"""Articles handed over as JSON: one object, an array of them, or one a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from cuibono.core.errors import UnreadableInput
from cuibono.core.news import Capture
from cuibono.core.text import Document, Kind, Notice
from cuibono.readers import prose
from cuibono.readers.bylines import names
from cuibono.readers.decode import decode
from cuibono.readers.finish import Head, finish, web_address
from cuibono.readers.limits import DEFAULT, Limits, check_size
from cuibono.readers.markup import looks_like_markup, parts_of_markup
from cuibono.readers.stamps import stamp

# The field names that exports use, ours first.
_TEXT = ("text", "body", "content", "articleBody", "maintext", "full_text")
_TITLE = ("title", "headline", "name")
_URL = ("url", "link", "canonical_url", "source_url")
_OUTLET = ("outlet", "publisher", "source", "site", "site_name", "sitename", "source_name", "publication")
_PUBLISHED = ("published", "published_at", "publishedAt", "date", "date_publish", "datePublished", "pubDate")
_MODIFIED = ("modified", "updated", "updated_at", "dateModified", "date_modify")
_AUTHORS = ("authors", "author", "byline", "creator")
_LISTS = ("articles", "documents", "data", "results", "stories")


class ArticleReader:
    """JSON articles as the news data sets have them: ``url, title, outlet, published, authors, text``."""

    def __init__(self, limits: Limits = DEFAULT) -> None:
        """Read no more than the limits allow."""
        self._limits = limits

    def read(self, capture: Capture) -> tuple[Document, ...]:
        """One document an article, in the order of the file; articles without words are left out.

        Raises:
            UnreadableInput: it is no JSON, or no article in it has words.
        """
        check_size(capture, self._limits.text_bytes)
        decoded = decode(capture)
        records = [item for value in json_values(capture, decoded.text) for item in articles(value)]
        documents: list[Document] = []
        for record in records:
            if _first(record, _TEXT) or _first(record, _TITLE):
                documents.append(_document(capture, record, len(documents), decoded.notices))
        if not documents:
            raise UnreadableInput(f"{capture.location}: the JSON holds no article with a title or text")
        return tuple(documents)


def articles(value: object) -> Iterator[Mapping[str, object]]:
    """The articles in a JSON value: itself, its members, or what stands under "articles" and the like."""
    if isinstance(value, list):
        for item in value:
            if is_article(item):
                yield item
    elif isinstance(value, dict):
        if is_article(value):
            yield value
            return
        for name in _LISTS:
            if isinstance(value.get(name), list):
                yield from articles(value[name])
                return


def is_article(value: object) -> bool:
    """Whether a JSON value has the words and the name of an article."""
    if not isinstance(value, dict):
        return False
    named = any(isinstance(value.get(name), str) for name in _TITLE + _URL)
    return named and any(isinstance(value.get(name), str) for name in _TEXT)


def json_values(capture: Capture, text: str) -> list[object]:
    """The one value of a JSON text, or the values of JSON Lines.

    Raises:
        UnreadableInput: it is neither, or it is nested too deeply.
    """
    text = text.strip().lstrip("\ufeff")
    try:
        return [json.loads(text, strict=False)]
    except RecursionError:
        raise UnreadableInput(f"{capture.location}: the JSON is nested too deeply") from None
    except ValueError as error:
        cause = error
    values: list[object] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            values.append(json.loads(line, strict=False))
        except (ValueError, RecursionError):
            if values and isinstance(values[0], dict | list):
                raise UnreadableInput(f"{capture.location}: line {number} is not JSON") from None
            raise UnreadableInput(f"{capture.location}: not JSON: {cause}") from None
    return values


def _document(capture: Capture, record: Mapping[str, object], index: int, notices: tuple[Notice, ...]) -> Document:
    text = _first(record, _TEXT)
    title = _first(record, _TITLE)
    parts = parts_of_markup(text) if looks_like_markup(text) else prose.paragraphs(text, title)
    dates = {"published": _first(record, _PUBLISHED), "modified": _first(record, _MODIFIED)}
    stamps = {name: stamp(words) for name, words in dates.items()}
    unread = tuple(
        Notice("date unread", f"the {name} date cannot be read", words)
        for name, words in dates.items()
        if words and stamps[name] is None
    )
    given = next((record[name] for name in _AUTHORS if record.get(name)), None)
    head = Head(
        title=title,
        url=web_address(_first(record, _URL)),
        outlet=_first(record, _OUTLET),
        authors=names(given),
        published=stamps["published"],
        modified=stamps["modified"],
        snippet=not text.strip(),
    )
    return finish(capture, Kind.ARTICLE, head, parts, index=index, notices=notices + unread)


def _first(record: Mapping[str, object], keys: tuple[str, ...]) -> str:
    """The first of these fields that holds words; an object's ``name`` counts (NewsAPI's source)."""
    for key in keys:
        value = record.get(key)
        if isinstance(value, dict):
            value = value.get("name")
        if isinstance(value, str) and value.strip():
            return value
    return ""
