"""Items of Wikidata: every statement that bears on interests is a sentence, so that it can be shown as evidence.

Only statements of the best rank count, as in Wikidata's own answers; what has ended is left out of the sentences, since
it would read as if it were so still, and stands among the tags.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cuibono.core.text import Role
from cuibono.readers.finish import Head
from cuibono.readers.layout import part
from cuibono.readers.stamps import stamp
from cuibono.readers.told import Told, day, objects, spelt, words

PAGE = "https://www.wikidata.org/wiki/"
# The sentence of each property; {a} is the item, {b} what its statement points to.
_SENTENCES = {
    "P127": "{a} is owned by {b}.",
    "P749": "{a} belongs to {b}.",
    "P1830": "{a} owns {b}.",
    "P355": "{a} is the parent of {b}.",
    "P452": "{a} works in this industry: {b}.",
    "P1056": "{a} is a provider of {b}.",
    "P8324": "{a} is funded by {b}.",
    "P859": "{a} is sponsored by {b}.",
    "P108": "{a} works for {b}.",
    "P169": "{b} is the chief executive of {a}.",
    "P463": "{a} is a member of {b}.",
}
_ENDED = "P582"  # end time, a qualifier


@dataclass(frozen=True, slots=True)
class _Statement:
    property: str
    value: str  # an item's id
    id: str
    ended: bool


def records(value: object) -> Sequence[Mapping[str, object]]:
    """The item of a capture: its statements, the names of what they point to, and when they were accessed."""
    if not isinstance(value, dict) or not {"accessed", "item", "labels"} <= value.keys():
        return []
    return [value] if _entity(value) else []


def told(record: Mapping[str, object]) -> Told:
    """The sentences, and where they come from."""
    entity = _entity(record)
    identity = words(entity, "id")
    name = _label(entity) or identity
    names = _names(record)
    statements = list(_statements(entity))
    said = [
        (each, _SENTENCES[each.property].format(a=name, b=names[each.value]))
        for each in statements
        if each.value in names and not each.ended
    ]
    accessed = day(words(record, "accessed"))
    revision = entity.get("lastrevid")
    source = f"Wikidata, item {identity}" + (f", revision {revision}" if isinstance(revision, int) else "")
    line = f"{source}, accessed {spelt(accessed)}." if accessed else f"{source}."
    head = Head(
        title=name,
        url=PAGE + identity,
        outlet="Wikidata",
        modified=stamp(words(entity, "modified")),
        tags=(
            ("accessed", words(record, "accessed")),
            *(("statement", f"{each.property} {each.id} {each.value}") for each, _ in said),
            *(("ended", f"{each.property} {each.id} {each.value}") for each in statements if each.ended),
        ),
    )
    if not said:
        return Told(Head(), ())
    parts = (*(part(sentence) for _, sentence in said), part(line, Role.LIST_ITEM))
    return Told(head, parts, spoken="en")


def _entity(record: Mapping[str, object]) -> Mapping[str, object]:
    item = record.get("item")
    entities = item.get("entities") if isinstance(item, dict) else None
    return next(iter(objects(list(entities.values()))), {}) if isinstance(entities, dict) else {}


def _names(record: Mapping[str, object]) -> dict[str, str]:
    found: dict[str, str] = {}
    for answer in objects(record.get("labels")):
        entities = answer.get("entities")
        for entity in objects(list(entities.values())) if isinstance(entities, dict) else ():
            if label := _label(entity):
                found[words(entity, "id")] = label
    return found


def _label(entity: Mapping[str, object]) -> str:
    """The English name, or the one for all languages ("mul"), which names have that are the same in many."""
    labels = entity.get("labels")
    found = [labels.get(tongue) for tongue in ("en", "mul")] if isinstance(labels, dict) else []
    return next((value for each in objects(found) if (value := words(each, "value"))), "")


def _statements(entity: Mapping[str, object]) -> Iterator[_Statement]:
    """Statements of the best rank that point to an item, in the order of the sentences."""
    claims = entity.get("claims")
    for name in _SENTENCES:
        given = objects(claims.get(name)) if isinstance(claims, dict) else []
        best = "preferred" if any(words(each, "rank") == "preferred" for each in given) else "normal"
        for each in given:
            value = _pointed(each)
            if words(each, "rank") == best and value:
                qualifiers = each.get("qualifiers")
                ended = isinstance(qualifiers, dict) and _ENDED in qualifiers
                yield _Statement(name, value, words(each, "id"), ended)


def _pointed(statement: Mapping[str, object]) -> str:
    snak = statement.get("mainsnak")
    value = snak.get("datavalue") if isinstance(snak, dict) else None
    inner = value.get("value") if isinstance(value, dict) else None
    return words(inner, "id") if isinstance(inner, dict) else ""
