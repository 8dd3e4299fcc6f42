"""Figures held against floors: what is below, what nothing measures, and the texts and JSON that are made of them.

`floors.toml` and `figures.json`, the figures kept before, lie beside this module; the texts that readings show are the
package's `measured.json`.
"""

from __future__ import annotations

import json
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable

from cuibono.gate.examine import Examined
from cuibono.gate.figures import Figure

Key = tuple[str, str, str]  # method, set, measure
Floors = Mapping[Key, float]


@dataclass(frozen=True, slots=True)
class Row:
    """A figure beside its floor (the highest value allowed, where less is better) and the figure kept before."""

    figure: Figure
    floor: float | None
    previous: float | None

    @property
    def below(self) -> bool:
        """Whether the figure misses its floor."""
        if self.floor is None:
            return False
        return self.figure.value < self.floor if self.figure.higher else self.figure.value > self.floor

    def plain(self) -> dict[str, object]:
        """For JSON."""
        return {**self.figure.plain(), "floor": self.floor, "previous": self.previous, "below": self.below}


@dataclass(frozen=True, slots=True)
class Verdict:
    """All rows, and why the whole does not pass, if it does not."""

    rows: tuple[Row, ...]
    skipped: tuple[str, ...]
    faults: tuple[str, ...]
    whole: bool  # every figure there is was asked for and measured

    def plain(self) -> dict[str, object]:
        """For JSON."""
        return {
            "passed": not self.faults,
            "figures": [row.plain() for row in self.rows],
            "skipped": list(self.skipped),
            "faults": list(self.faults),
        }


@dataclass(frozen=True, slots=True)
class Books:
    """Where floors and figures are kept."""

    floors: Traversable
    kept: Traversable
    shown: Traversable

    @classmethod
    def of_package(cls) -> Books:
        """Those of the package itself."""
        gate = resources.files("cuibono.gate")
        return cls(gate / "floors.toml", gate / "figures.json", resources.files("cuibono") / "measured.json")


def judged(examined: Examined, books: Books) -> Verdict:
    """The figures beside their floors, and what is wrong with them."""
    least = floors(books.floors.read_text("utf-8"))
    before = kept(books.kept.read_text("utf-8")) if books.kept.is_file() else []
    listed = rows(examined.figures, least, before)
    whole = examined.whole and not examined.skipped and not examined.faults
    faults = list(examined.faults)
    faults += [f"below its floor, {' / '.join(row.figure.key)}: {row.figure.value:.3f}" for row in listed if row.below]
    if whole:
        lost = unmeasured(examined.figures, least)
        faults += [f"a floor that nothing measures, {' / '.join(key)}" for key in lost]
    return Verdict(tuple(listed), examined.skipped, tuple(faults), whole)


def floors(text: str) -> Floors:
    """Floors by method, set and measure, as `floors.toml` nests them."""
    return {
        (method, on, measure): float(least)
        for method, sets in tomllib.loads(text).items()
        for on, measures in sets.items()
        for measure, least in measures.items()
    }


def kept(text: str) -> list[Figure]:
    """The figures of `figures.json`."""
    return [Figure(**each) for each in json.loads(text)]


def rows(figures: Iterable[Figure], least: Floors, before: Iterable[Figure]) -> list[Row]:
    """Each figure with its floor and what it was."""
    was = {figure.key: figure.value for figure in before}
    return [Row(figure, least.get(figure.key), was.get(figure.key)) for figure in figures]


def unmeasured(figures: Iterable[Figure], least: Floors) -> list[Key]:
    """Floors that no figure was measured for."""
    return sorted(set(least) - {figure.key for figure in figures})


def table(listed: Sequence[Row]) -> list[str]:
    """Lines to print."""
    head = ("method", "set", "n", "measure", "figure", "floor", "previous", "")
    lines = [head]
    for row in listed:
        figure = row.figure
        lines.append(
            (
                f"{figure.method} {figure.version}",
                figure.set,
                str(figure.n),
                figure.measure,
                f"{figure.value:.3f}",
                "" if row.floor is None else f"{row.floor:.3f}",
                "" if row.previous is None else f"{row.previous:.3f}",
                "BELOW" if row.below else "",
            )
        )
    widths = [max(len(line[at]) for line in lines) for at in range(len(head))]
    right = {2, 4, 5, 6}
    return [
        "  ".join(
            cell.rjust(width) if at in right else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]


def texts(figures: Iterable[Figure]) -> dict[str, str]:
    """One line for people by "method version": the figures of each set, sets in the order they were measured."""
    sets: defaultdict[str, defaultdict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for figure in figures:
        sets[f"{figure.method} {figure.version}"][figure.set].append(figure)
    return {
        method: "; ".join(_on(on, listed) for on, listed in by_set.items()) for method, by_set in sorted(sets.items())
    }


def _on(on: str, listed: Sequence[Figure]) -> str:
    said = ", ".join(f"{figure.measure} {figure.shown}" for figure in listed)
    unit = listed[0].unit
    return f"{on}: {said}" + (f" ({listed[0].n:,} {unit})" if unit else "")


def as_kept(figures: Iterable[Figure]) -> str:
    """What `figures.json` holds."""
    return json.dumps([figure.plain() for figure in figures], ensure_ascii=False, indent=1) + "\n"


def as_shown(figures: Iterable[Figure]) -> str:
    """What `measured.json` holds."""
    return json.dumps(texts(figures), ensure_ascii=False, indent=1) + "\n"
