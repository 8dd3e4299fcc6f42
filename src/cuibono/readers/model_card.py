"""Records of models on Hugging Face: what their authors declare, and nothing that they do not.

Lineage is declared by the author, one step back; that none is declared says nothing. What is counted live (downloads,
likes) is left out: it is true of the moment it was asked for and of no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from cuibono.readers.finish import Head
from cuibono.readers.layout import part
from cuibono.readers.stamps import stamp
from cuibono.readers.told import Told, line, objects, several, words

_NAME = re.compile(r"[\w.-]{1,96}/[\w.-]{1,96}")
_SIGNS = frozenset(("tags", "baseModels", "cardData"))
_OTHERS = frozenset("title headline text body content url comments".split())
PAGE = "https://huggingface.co/"
# createdAt of everything that was there before the field was (huggingface.co/docs/hub/api).
_FLOOR = "2022-03-02T23:29:04"
_RELATIONS = {"finetune": "a fine-tune", "adapter": "an adapter", "merge": "a merge", "quantized": "a quantisation"}


def records(value: object) -> Sequence[Mapping[str, object]]:
    """The models of a list, or the one that it is; what has a title or a text is something else with tags."""
    found = objects(value if isinstance(value, list) else [value])
    return [
        each
        for each in found
        if _NAME.fullmatch(words(each, "id")) and not _OTHERS & each.keys() and _SIGNS & each.keys()
    ]


def told(record: Mapping[str, object]) -> Told:
    """Name, author, declared lineage, licence, papers."""
    name = words(record, "id")
    author = words(record, "author") or name.partition("/")[0]
    tags = several(record, "tags")
    card = record.get("cardData")
    card = card if isinstance(card, dict) else {}
    lineage = tuple(dict.fromkeys(_lineage(record, tags, card)))
    licence = next((tag.partition(":")[2] for tag in tags if tag.startswith("license:")), "") or words(card, "license")
    papers = tuple(tag.partition(":")[2] for tag in tags if tag.startswith("arxiv:"))
    known = {base for base, relation in lineage if relation}
    stated = [(base, relation) for base, relation in lineage if relation or base not in known]
    parts = (
        part(f"{author} publishes the model {name}."),
        *(part(_said(author, name, base, relation)) for base, relation in stated),
        *line("Licence", licence),
        *line("Task", words(record, "pipeline_tag")),
        *line("Library", words(record, "library_name")),
        *line("Papers", *(f"arXiv:{each}" for each in papers)),
    )
    created = words(record, "createdAt")
    head = Head(
        title=name,
        url=PAGE + name,
        outlet="Hugging Face",
        authors=(author,),
        published=None if created.startswith(_FLOOR) else stamp(created),
        modified=stamp(words(record, "lastModified")),
        tags=(("model", name), *(("base model", f"{base} ({relation or 'declared'})") for base, relation in stated)),
    )
    return Told(head, parts, spoken="en")  # mostly names, which look like any language


def _said(author: str, name: str, base: str, relation: str) -> str:
    if kind := _RELATIONS.get(relation):
        return f"{author} declares {name} to be {kind} of {base}."
    return f"{author} declares {base} as the base of {name}."


def _lineage(
    record: Mapping[str, object], tags: Sequence[str], card: Mapping[str, object]
) -> Iterator[tuple[str, str]]:
    """(base model, relation) as declared, in tags, in the card, in the expanded field; relation "" where none is."""
    for tag in tags:
        kind, _, rest = tag.partition(":")
        if kind == "base_model" and rest:
            relation, found, base = rest.partition(":")
            yield (base, relation) if found and relation in _RELATIONS else (rest, "")
    relation = words(card, "base_model_relation")
    for base in several(card, "base_model"):
        yield base, relation if relation in _RELATIONS else ""
    expanded = record.get("baseModels")
    if isinstance(expanded, dict):
        relation = words(expanded, "relation")
        for each in objects(expanded.get("models")):
            if words(each, "id"):
                yield words(each, "id"), relation if relation in _RELATIONS else ""
