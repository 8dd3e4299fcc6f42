"""Names exchanged throughout a text: documents in which two have changed places, and the way back from there.

An exchange replaces whole words, one for one, so that the story afterwards is the same story about others.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib import resources

from cuibono.core.ids import content_id
from cuibono.core.text import Document
from cuibono.language.words import stem

# Words before which "Republican" is a noun.
_NO_NOUN = "who|and|or|from|in|is|was|has|had|to|on|at|but|as|with|will|would|can|could|said|told|added|called"


@dataclass(frozen=True)
class Exchange:
    """Names that change places (or, in a renaming, names that give way to others that the story does not hold)."""

    kind: str  # "persons", "parties", "countries", "bodies", "outlets", "renaming", or "nothing"
    pairs: tuple[tuple[str, str], ...]
    mutual: bool = True

    @property
    def what(self) -> str:
        """For people."""
        return ", ".join(f"{a} {'<->' if self.mutual else '->'} {b}" for a, b in self.pairs) or "nothing"

    @cached_property
    def _forms(self) -> dict[str, str]:
        """What each form becomes."""
        found: dict[str, str] = {}
        for a, b in self.pairs:
            found.setdefault(a, b)
            if self.mutual:
                found.setdefault(b, a)
        return {**{a.upper(): b.upper() for a, b in found.items() if len(a) > 1}, **found}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        forms = sorted(self._forms, key=lambda form: (-len(form), form))
        return re.compile(r"(?<!\w)(?:" + ("|".join(map(_whole, forms)) or "(?!)") + ")")

    def apply(self, text: str) -> Exchanged:
        """The text with the names exchanged."""
        pieces: list[str] = []
        moved: list[tuple[int, int, int, int]] = []
        at = length = 0
        for match in self._pattern.finditer(text):
            new = self._becomes(match, text)
            pieces += [text[at : match.start()], new]
            length += match.start() - at
            moved.append((*match.span(), length, length + len(new)))
            length += len(new)
            at = match.end()
        return Exchanged("".join([*pieces, text[at:]]), tuple(moved))

    def _becomes(self, match: re.Match[str], text: str) -> str:
        """A party's one adjective and noun are the other's two words: the adjective stands before a noun."""
        new = self._forms[match.group()]
        if match.group().lower() == "republican" and re.match(rf" (?!(?:{_NO_NOUN})\b)[A-Za-z]", text[match.end() :]):
            return "DEMOCRATIC" if match.group().isupper() else "Democratic"
        return new

    def neutral(self, words: str, *, after: bool) -> str:
        """Words, small, with each name replaced by whom it stands for in the story as it was."""
        return self._named[after].sub(lambda m: self._labels[after][m.group()], words.casefold())

    @cached_property
    def _labels(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """Labels of every form and of its stem: before, and after."""
        before: dict[str, str] = {}
        after: dict[str, str] = {}
        for n, (a, b) in enumerate(self.pairs):
            part = "" if self.kind in {"parties", "outlets"} else str(n)
            for form, here, there in ((a, "<a", "<b"), (b, "<b", "<a")):
                for each in (form.casefold(), stem(form)):
                    before.setdefault(each, f"{here}{part}>")
                    after.setdefault(each, f"{there}{part}>")
        return before, after

    @cached_property
    def _named(self) -> tuple[re.Pattern[str], ...]:
        return tuple(
            re.compile(r"(?<!\w)(?:" + ("|".join(map(_whole, sorted(t, key=lambda f: (-len(f), f)))) or "(?!)") + ")")
            for t in self._labels
        )


def _whole(form: str) -> str:
    """A pattern for the form as a word of its own, or before one ("D-")."""
    return re.escape(form) + (r"(?!\w|\.\w)" if form[-1].isalnum() else r"(?=\w)")


@dataclass(frozen=True)
class Exchanged:
    """A text after an exchange, and the way back to the offsets before it."""

    text: str
    moved: tuple[tuple[int, int, int, int], ...]  # start and end before, start and end after

    @cached_property
    def _starts(self) -> list[int]:
        return [piece[2] for piece in self.moved]

    @cached_property
    def _old_starts(self) -> list[int]:
        return [piece[0] for piece in self.moved]

    def back(self, offset: int) -> int:
        """The offset before the exchange; within a name its beginning, at its end its end."""
        at = bisect_right(self._starts, offset) - 1
        if at < 0:
            return offset
        start, end, new_start, new_end = self.moved[at]
        return end + offset - new_end if offset >= new_end else min(start + offset - new_start, end)

    def on(self, offset: int) -> int:
        """The offset after the exchange."""
        at = bisect_right(self._old_starts, offset) - 1
        if at < 0:
            return offset
        start, end, new_start, new_end = self.moved[at]
        return new_end + offset - end if offset >= end else min(new_start + offset - start, new_end)


MARK = "~"  # parts the id of a document from its exchange's: documents keep their order, and are none that was read


def exchanged(document: Document, exchange: Exchange) -> tuple[Document, Exchanged]:
    """The document as it would be if the others had done it; metadata too."""
    made = exchange.apply(document.text)
    hosts = _hosts(exchange)

    def plain(words: str) -> str:
        return exchange.apply(words).text

    def address(url: str) -> str:
        return re.sub("|".join(map(re.escape, hosts)) or "(?!)", lambda m: hosts[m.group()], url)

    return (
        replace(
            document,
            id=content_id(document.id + MARK, exchange.what),
            text=made.text,
            title=plain(document.title),
            outlet=plain(document.outlet),
            url=address(document.url) if document.url else document.url,
            authors=tuple(plain(author) for author in document.authors),
            blocks=tuple(
                replace(b, start=made.on(b.start), end=made.on(b.end), by=plain(b.by) if b.by else b.by)
                for b in document.blocks
            ),
            links=tuple(
                replace(link, start=made.on(link.start), end=made.on(link.end), url=address(link.url))
                for link in document.links
            ),
            boxes=tuple(replace(box, start=made.on(box.start), end=made.on(box.end)) for box in document.boxes),
            tags=tuple((name, plain(address(value))) for name, value in document.tags),
        ),
        made,
    )


def _hosts(exchange: Exchange) -> dict[str, str]:
    """First domains that change places with their outlets."""
    if exchange.kind != "outlets":
        return {}
    one, other = (register()[name][1][0] for name in exchange.pairs[0])
    return {one: other, other: one}


@cache
def register() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Names in use and domains by the name of a known outlet."""
    raw = tomllib.loads(resources.files("cuibono.stories").joinpath("outlets.toml").read_text("utf-8"))
    return {row["name"]: ((row["name"], *row.get("also", ())), tuple(row.get("domains", ()))) for row in raw["outlet"]}
