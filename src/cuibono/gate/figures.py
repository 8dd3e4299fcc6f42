"""What every examination shares: a measured figure, a miss, and where a set is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from cuibono.core.claims import Method
from cuibono.core.errors import SetMissing


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
        """For JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Miss:
    """One item that was judged otherwise than its set has it."""

    set: str
    said: str
    wanted: str
    text: str

    def plain(self) -> dict[str, object]:
        """For JSON."""
        return asdict(self)


Note = Callable[[Miss], None]  # takes each miss down, or drops it
Examination = Callable[[Path, Note], list[Figure]]  # takes the folder of all sets; raises SetMissing


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
        SetMissing: there is none.
    """
    if not (data / name).is_dir():
        raise SetMissing(f"{data / name} is not here")
    return data / name


def file(data: Path, name: str) -> Path:
    """A set's file.

    Raises:
        SetMissing: there is none.
    """
    if not (data / name).is_file():
        raise SetMissing(f"{data / name} is not here")
    return data / name
