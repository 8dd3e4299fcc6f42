"""Phrase templates: how a move sounds. Data in ``phrases.toml``; the choice among variants follows from content alone.

A template holds words in ``<name>``, quotations ``{name}``, quotations that must read as a clause ``{name!}``,
citations ``{^name}``, counts ``{#name}``, and plural choices ``<count:origin|origins>``. A variant whose slots are not
all given cannot be used, so optional material needs a variant of its own.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib import resources

from cuibono.core.talk import MARKER, Count
from cuibono.core.text import Span
from cuibono.room.clauses import is_clause
from cuibono.room.grounding import Draft

_SLOT = re.compile(r"<(\w+)(?::([^|>]*)\|([^>]*))?>|\{([\^#]?)(\w+)(!?)\}")
# Own words begin a sentence with a capital; a writer's handle keeps its small letter.
_NEXT = re.compile(r"(?:(?<=[.?!] )|^)(?=(?:an?|one|the|some|un\w+|[a-z]+s, unnamed)\b)[a-z]")
_SIBILANT = re.compile(r"(?<=s)'s\b")  # "the Roads Boards' notice"


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence to be: the key of its templates, and what they may be filled with."""

    key: str
    words: Mapping[str, str] = field(default_factory=dict)
    spans: Mapping[str, Span] = field(default_factory=dict)
    counts: Mapping[str, Count] = field(default_factory=dict)


@cache
def phrases() -> Mapping[str, tuple[str, ...]]:
    """All templates by key."""
    table = tomllib.loads((resources.files(__package__ or __name__) / "phrases.toml").read_text("utf-8"))
    return {f"{group}.{key}": tuple(variants) for group, keys in table.items() for key, variants in keys.items()}


class Speech:
    """Renders lines one after the other, so that neighbours neither begin alike nor use the same variant."""

    def __init__(self) -> None:
        """Nothing has been said yet."""
        self._used: Counter[str] = Counter()
        self._opening = ""

    def render(self, line: Line, **more: str) -> Draft | None:
        """The line as a draft; None where no variant has all it needs. ``more`` adds words, such as who is answered."""
        words = {**line.words, **{name: value for name, value in more.items() if value}}
        drafts = [(template, draft) for template in phrases()[line.key] if (draft := _fill(template, line, words))]
        if not drafts:
            return None
        seed = _seed(line)
        turned = {template: (place - seed) % len(drafts) for place, (template, _draft) in enumerate(drafts)}
        template, draft = min(
            drafts, key=lambda pair: (_opening(pair[1]) == self._opening, self._used[pair[0]], turned[pair[0]])
        )
        self._used[template] += 1
        self._opening = _opening(draft)
        return draft


def _fill(template: str, line: Line, words: Mapping[str, str]) -> Draft | None:
    spans: list[Span] = []
    counts: list[Count] = []
    missing = False

    def put(slot: re.Match[str]) -> str:
        nonlocal missing
        word, one, many, sigil, name, clause = slot.groups()
        if word is not None and one is not None:
            missing = missing or word not in line.counts
            return "" if missing else (one if line.counts[word].value == 1 else many)
        if word is not None:
            missing = missing or not words.get(word)
            return words.get(word, "")
        if sigil == "#":
            missing = missing or name not in line.counts
            if missing:
                return ""
            counts.append(line.counts[name])
            return f"{{#{len(counts) - 1}}}"
        if name not in line.spans or (clause and not is_clause(line.spans[name].quote)):
            missing = True
            return ""
        spans.append(line.spans[name])
        return f"{{{sigil}{len(spans) - 1}}}"

    text = _SIBILANT.sub("'", _SLOT.sub(put, template))
    text = _NEXT.sub(lambda start: start.group().upper(), text)
    if missing:
        return None
    return Draft(_punctuated(text, spans), tuple(spans), tuple(counts))


def _small(quote: str) -> int:
    """How many words begin with a small letter."""
    return sum(word[0].islower() for word in quote.split())


def _punctuated(text: str, spans: list[Span]) -> str:
    """No full stop after a quotation that brings its own end."""
    end = re.search(r"\{(\d+)\}\.$", text)
    if end and spans[int(end.group(1))].quote[-1] in "?!…":
        return text[:-1]
    return text


def _opening(draft: Draft) -> str:
    """The first words of a draft as it will be read."""
    text = MARKER.sub(lambda m: draft.spans[int(m.group(2))].quote if not m.group(1) else "1", draft.text, count=1)
    return " ".join(re.findall(r"[\w’']+", text)[:1]).casefold()


def _seed(line: Line) -> int:
    """A number that follows from what is said, and not from names in it: nobody is put in other words than another."""
    parts = [line.key, *(f"{name}={_small(span.quote)}" for name, span in sorted(line.spans.items()))]
    return int(sha256("\0".join(parts).encode()).hexdigest()[:8], 16)
