"""Who owns, funds and employs whom, and who makes what, as Wikidata states it. Terms: CC0; maxlag is kept.

One capture an item: its statements and the names of what they point to, with the day they were accessed. They are asked
for again after some days, and are a new capture only where the item was edited.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from cuibono.core.errors import FetchError, InputError, NotBefore, SettingsError, UnreadableInput
from cuibono.core.news import Capture, Validator
from cuibono.core.ports import Source
from cuibono.core.reading import Problem
from cuibono.plugins import Tools
from cuibono.sources.options import Options

_API = "https://www.wikidata.org/w/api.php"
_PAGE = "https://www.wikidata.org/wiki/"
_ITEM = re.compile(r"Q[1-9][0-9]{0,11}")
# What bears on interests; readers/wikidata.py says what each means.
_PROPERTIES = "P127 P749 P1830 P355 P452 P1056 P8324 P859 P108 P169 P463".split()
_LABELS_AT_ONCE = 50  # the interface takes no more
_MOST_LABELS = 200


def make(options: Mapping[str, str], tools: Tools) -> Source:
    """Items: ``items`` (Q95, Q312) or ``names`` that are unambiguous; ``days`` (7) until they are asked for again.

    Raises:
        SettingsError: an option cannot be used.
    """
    given = Options(options, ("items", "names", "days", "api"))
    items, names = given.words("items", ""), given.words("names", "")
    for item in items:
        if not _ITEM.fullmatch(item):
            raise SettingsError(f"items: {item!r} is no item; one looks like Q95")
    if not items and not names:
        raise SettingsError("items is missing: one of items, names is needed")
    lasts = given.days(7)
    return Items(given.api(_API), items, names, lasts, tools)


@dataclass(frozen=True, slots=True)
class _Found:
    """An item as the interface gives it."""

    text: str
    revision: str
    points_to: tuple[str, ...]


class Items:
    """A Source over items of Wikidata."""

    def __init__(self, api: str, items: Sequence[str], names: Sequence[str], lasts: timedelta, tools: Tools) -> None:
        """``items`` are ids; ``names`` are looked up once."""
        self._api = api
        self._items = tuple(items)
        self._names = tuple(names)
        self._lasts = lasts
        self._tools = tools
        self.problems: list[Problem] = []

    def fetch(self, since: datetime | None) -> Iterator[Capture]:  # noqa: ARG002 - what is stated has no date
        """One capture for each item that was edited since it was last taken.

        Raises:
            NotBefore: the interface is busy.
        """
        self.problems.clear()
        for item in dict.fromkeys((*self._items, *filter(None, map(self._called, self._names)))):
            try:
                yield from self._item(item)
            except NotBefore:
                raise
            except InputError as error:
                self.problems.append(Problem(_PAGE + item, str(error)))

    def _item(self, item: str) -> Iterator[Capture]:
        memory = self._tools.memory
        name = f"wikidata:{item}"
        known = memory.recall(name)
        today = self._tools.clock().date()
        accessed = _day(known.modified) if known else None
        if accessed is not None and today - accessed < self._lasts:
            return
        answer = self._ask(action="wbgetentities", ids=item, props="info|labels|claims")
        found = _found(answer, item)
        if known is None or known.etag != found.revision:
            labels = ", ".join(self._labels(found.points_to))
            body = f'{{"accessed": "{today.isoformat()}", "item": {found.text}, "labels": [{labels}]}}'
            yield replace(
                answer,
                location=_PAGE + item,
                body=body.encode("utf-8", "surrogatepass"),
                media_type="application/json",
                headers=((":asked", answer.location),),
            )
        memory.remember(name, Validator(found.revision, today.isoformat()))

    def _labels(self, items: Sequence[str]) -> Iterator[str]:
        for at in range(0, min(len(items), _MOST_LABELS), _LABELS_AT_ONCE):
            some = "|".join(items[at : at + _LABELS_AT_ONCE])
            yield _text(self._ask(action="wbgetentities", ids=some, props="labels"))

    def _called(self, name: str) -> str | None:
        """The one item that bears the name; several, or none, are a problem and no guess."""
        memory = self._tools.memory
        key = f"wikidata name:{name.casefold()}"
        known = memory.recall(key)
        if known is not None:
            return known.etag
        try:
            answer = self._ask(action="wbsearchentities", search=name, language="en", type="item", limit="20")
            found = [hit for hit in _hits(answer) if _bears(hit, name)]
        except NotBefore:
            raise
        except InputError as error:
            self.problems.append(Problem(name, str(error)))
            return None
        if len(found) != 1:
            listed = ", ".join(f"{hit['id']} ({hit.get('description') or 'not described'})" for hit in found[:5])
            text = f"{name}: {len(found)} items are called so; name one with items{': ' if listed else ''}{listed}"
            self.problems.append(Problem(name, text))
            return None
        item = str(found[0]["id"])
        memory.remember(key, Validator(item))
        return item

    def _ask(self, **asked: str) -> Capture:
        asked |= {"format": "json", "languages": "en|mul", "maxlag": "5"}
        answer = self._tools.fetcher.get(f"{self._api}?{urlencode(asked)}", given=True)
        value = _value(answer)
        error = value.get("error")
        if isinstance(error, dict):
            said = str(error.get("info") or error.get("code"))[:200]
            if error.get("code") == "maxlag":
                raise NotBefore(f"{answer.location}: {said}", self._tools.clock() + timedelta(minutes=5))
            raise FetchError(f"{answer.location}: refuses ({said})")
        return answer


def _found(answer: Capture, item: str) -> _Found:
    """The item in an answer.

    Raises:
        UnreadableInput: it is not there.
    """
    entities = _value(answer).get("entities")
    entity = entities.get(item) if isinstance(entities, dict) else None
    if not isinstance(entity, dict) or "missing" in entity:
        raise UnreadableInput(f"{_PAGE}{item}: there is no such item")
    claims = entity.get("claims")
    pointed: dict[str, None] = {}
    for name in _PROPERTIES:
        statements = claims.get(name) if isinstance(claims, dict) else None
        for statement in statements if isinstance(statements, list) else ():
            for found in re.finditer(r'"id": "(Q[1-9][0-9]{0,11})"', json.dumps(statement.get("mainsnak", {}))):
                pointed[found[1]] = None
    return _Found(_text(answer), str(entity.get("lastrevid", "")), tuple(pointed))


def _hits(answer: Capture) -> list[dict[str, object]]:
    found = _value(answer).get("search")
    return [hit for hit in found if isinstance(hit, dict)] if isinstance(found, list) else []


def _bears(hit: Mapping[str, object], name: str) -> bool:
    """Whether a hit's label or alias is the name itself, and not only begins like it."""
    match = hit.get("match")
    said = str(match.get("text", "")) if isinstance(match, dict) else ""
    return bool(_ITEM.fullmatch(str(hit.get("id")))) and name.casefold() in {
        said.casefold(),
        str(hit.get("label", "")).casefold(),
    }


def _value(answer: Capture) -> dict[str, object]:
    try:
        value = json.loads(answer.body)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise UnreadableInput(f"{answer.location}: it is no answer of Wikidata")
    return value


def _text(answer: Capture) -> str:
    return answer.body.decode("utf-8-sig", "replace").strip()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
