"""Names of one person in two forms: Rick and Richard, Stephen and Steven, Sulistyo and Soelistyo."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib import resources

# Spellings by which one name is written in another alphabet or tongue; what they fold to is no spelling of its own.
_FOLDS = (("oe", "u"), ("ou", "u"), ("ph", "f"), ("y", "i"), ("ie", "i"), ("'", ""), ("’", ""), ("-", ""))
_TWICE = re.compile(r"(.)\1")


def same_given(left: str, right: str) -> bool:
    """Whether two given names, lower case, may be one person's: equal, of one line of the table, or so spelled."""
    return (
        left == right or not _lines().get(left, frozenset()).isdisjoint(_lines().get(right, ())) or _alike(left, right)
    )


def _alike(left: str, right: str) -> bool:
    return folded(left) == folded(right)


@cache
def folded(word: str) -> str:
    """A word, lower case, with the spellings of one sound made one."""
    for spelled, sound in _FOLDS:
        word = word.replace(spelled, sound)
    return _TWICE.sub(r"\1", word)


@cache
def _lines() -> Mapping[str, frozenset[int]]:
    """Given name -> the lines of the table that it stands in."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    text = (resources.files(__package__) / "given_names.txt").read_text("utf-8")
    for number, line in enumerate(text.splitlines()):
        for name in line.split("#", 1)[0].split(","):
            if name.strip():
                found[name.strip()].add(number)
    return {name: frozenset(lines) for name, lines in found.items()}


def one_person(
    given: Mapping[str, Collection[str]], pages: Mapping[str, Collection[str]], sure: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """Keys of persons ("rick roe") that are other forms of a person, by the key that is kept for all.

    ``given`` has each key's given names, ``pages`` the documents that name it. Bearers of one surname are one person
    only if every ``sure`` one of them may be; bearers of two spellings of a surname only if their given names agree
    and no document has both. Keys of more than two words (father and son) join nobody, nor does their surname.
    """
    by_surname: defaultdict[str, list[str]] = defaultdict(list)
    for key in sorted(given):
        by_surname[key.rsplit(maxsplit=1)[-1]].append(key)
    groups = [g for g in (_forms(keys, given, sure) for keys in by_surname.values()) if g]
    return {group[0]: tuple(group[1:]) for group in _joined(groups, given, pages) if len(group) > 1}


def _forms(keys: Sequence[str], given: Mapping[str, Collection[str]], sure: Collection[str]) -> list[str]:
    """The bearers of one surname if they may all be one person, else nobody."""
    if any(len(key.split()) > 2 for key in keys):  # noqa: PLR2004 - "roe jr martin"
        return []
    certain = [key for key in keys if key in sure] or list(keys)
    if not all(_may_be(given[a], given[b]) for i, a in enumerate(certain) for b in certain[i + 1 :]):
        return []
    more = [key for key in keys if key not in certain and all(_may_be(given[key], given[other]) for other in certain)]
    return [*certain, *more]


def _may_be(left: Collection[str], right: Collection[str]) -> bool:
    return any(same_given(a, b) for a in left for b in right)


def _joined(
    groups: Sequence[list[str]], given: Mapping[str, Collection[str]], pages: Mapping[str, Collection[str]]
) -> list[list[str]]:
    """The groups, those of two spellings of one surname brought together."""
    found: list[list[str]] = []
    by_sound: defaultdict[str, list[list[str]]] = defaultdict(list)
    for group in groups:
        surname = group[0].rsplit(maxsplit=1)[-1]
        home = next(
            (
                other
                for other in by_sound[folded(surname)]
                if all(_may_be(given[a], given[b]) and set(pages[a]).isdisjoint(pages[b]) for a in group for b in other)
            ),
            None,
        )
        if home is None:
            found.append(group)
            by_sound[folded(surname)].append(group)
        else:
            home.extend(group)
    return found
