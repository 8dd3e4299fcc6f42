"""Stakes that a public database states: items of Wikidata that the user asked for, each statement with its date.

What it states of the owners, the industry and the products of who speaks here is shown as such, whether or not it
touches what is claimed: the user named the item. It was nobody's words in this story, so no room argues from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cuibono.core.findings import Stake
from cuibono.core.text import Document, Role, Span

# What stands between the two names in the sentence that a reader makes of a property (readers/wikidata.py).
_STATEMENTS = {
    "P127": (" is owned by ", Stake.OWNED_BY),
    "P749": (" belongs to ", Stake.OWNED_BY),
    "P1830": (" owns ", Stake.OWNS),
    "P355": (" is the parent of ", Stake.OWNS),
    "P452": (" works in this industry: ", Stake.IN),
    "P1056": (" is a provider of ", Stake.SELLS),
    "P8324": (" is funded by ", Stake.FUNDED_BY),
    "P859": (" is sponsored by ", Stake.FUNDED_BY),
    "P108": (" works for ", Stake.EMPLOYED_BY),
    "P169": (" is the chief executive of ", Stake.EMPLOYED_BY),
}
_TURNED = {Stake.OWNED_BY: Stake.OWNS, Stake.OWNS: Stake.OWNED_BY, Stake.FUNDED_BY: Stake.FUNDS}
_THINGS = frozenset({Stake.IN, Stake.SELLS})  # what is no party


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement: who has the stake, in what or whom, the sentence, and who states it as of when."""

    name: str
    stake: Stake
    other: str
    sentence: Span
    source: str

    @property
    def category(self) -> str:
        """What is sold, or the industry; else the other party's name."""
        return self.other

    @property
    def counterpart(self) -> str:
        """The other party; "" for things."""
        return "" if self.stake in _THINGS else self.other


def stated(references: Iterable[Document]) -> Iterator[Stated]:
    """The statements of items, each seen from both parties, in the order of the items."""
    for document in references:
        said = [block for block in document.blocks if block.role is Role.PARAGRAPH]
        properties = [value.partition(" ")[0] for name, value in document.tags if name == "statement"]
        last = document.blocks[-1] if document.blocks else None
        if last is None or len(said) != len(properties):
            continue
        source = document.text[last.start : last.end].rstrip(".")
        for block, known in zip(said, properties, strict=True):
            verb, stake = _STATEMENTS.get(known, ("", Stake.NONE_FOUND))
            sentence = document.span(block.start, block.end)
            name, between, other = sentence.quote.removesuffix(".").partition(verb) if verb else ("", "", "")
            if between and document.title in {name, other}:
                yield Stated(name, stake, other, sentence, source)
                if stake in _TURNED:
                    yield Stated(other, _TURNED[stake], name, sentence, source)
