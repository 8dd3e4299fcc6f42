"""What the benches share: a measured figure, F1 and word n-grams, and how a bench says that its set is not there."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from cuibono.core.claims import Method
from cuibono.core.text import fold

DATA = Path(__file__).parent.parent.parent / "shared" / "data"


class NotHere(Exception):
    """A set that is not on this machine; the message names its folder."""


@dataclass(frozen=True, slots=True, order=True)
class Figure:
    """One measured number: what it says of which method, on which set of how many items."""

    judgement: str
    method: str
    version: str
    set: str
    n: int
    measure: str
    value: float
    unit: str = ""  # what is counted ("articles"); "": the value is a share of n items, and is shown as "9 of 12"
    higher: bool = True  # whether more is better

    @property
    def key(self) -> tuple[str, str, str]:
        """What stays the same from run to run, and from version to version of a method."""
        return self.method, self.set, self.measure

    @property
    def shown(self) -> str:
        """For people: ".83", or "9 of 12" where items were counted."""
        return f"{self.value:.2f}".removeprefix("0") if self.unit else f"{round(self.value * self.n)} of {self.n}"

    def plain(self) -> dict[str, object]:
        """For `figures.json`."""
        return asdict(self)


def figure(judgement: str, method: Method, on: str, of: tuple[int, str], **measures: float) -> list[Figure]:
    """Figures of one method on one set: `of` is (n, unit); each measure by name, "_" for a space.

    Values are rounded to four digits, which is more than any set can tell apart, so that what is kept is what is shown.
    """
    n, unit = of
    return [
        Figure(judgement, method.name, method.version, on, n, name.replace("_", " "), round(float(value), 4), unit)
        for name, value in measures.items()
    ]


def folder(data: Path, name: str) -> Path:
    """A set's folder.

    Raises:
        NotHere: there is none.
    """
    if not (data / name).is_dir():
        raise NotHere(f"{data / name} is not here")
    return data / name


def scores(both: float, got: float, want: float) -> tuple[float, float, float]:
    """Precision, recall and F1; nothing got is precision 0."""
    precision, recall = both / got if got else 0.0, both / want if want else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if both else 0.0


def grams(text: str, size: int = 4) -> Counter[tuple[str, ...]]:
    """Word n-grams with their counts, folded, without case or punctuation."""
    words = re.findall(r"\w+", fold(text).casefold())
    return Counter(zip(*(words[at:] for at in range(size)), strict=False))
