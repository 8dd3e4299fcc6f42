"""The quality gate: measure every method on the public sets that are here, and fail where one is below its floor.

    python bench/gate.py [DATA] [--write]

Exit 1 where a figure is below its floor in `floors.toml`, or where a floor names a figure that nobody measures. A set
that is not there is named and skipped. `--write` keeps the figures: `bench/figures.json` for the next run to compare
with, and `src/cuibono/measured.json`, the texts that readings show. It refuses to where a set is missing or a figure
is below its floor, so that what is shown is always all there is, and is never worse than what the floors promise.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import attribution
import clusters
import framing
import gold
import judges
import origins
import readability
import relations
import swap
import timexes
import uncertainty
from figures import DATA, Figure, NotHere

ROOT = Path(__file__).parent.parent
FLOORS = ROOT / "bench" / "floors.toml"
KEPT = ROOT / "bench" / "figures.json"
SHOWN = ROOT / "src" / "cuibono" / "measured.json"

BENCHES: Mapping[str, Callable[[Path], list[Figure]]] = {
    "reading pages": readability.measure,
    "stories": clusters.measure,
    "origins": origins.measure,
    "attributions": attribution.measure,
    "times": timexes.measure,
    "relations": relations.measure,
    "framing": framing.measure,
    "hedges": uncertainty.measure,
    "each judgement alone": judges.measure,
    "even-handed": swap.measure,
    "the bundled story": gold.measure,
}

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


def measure(data: Path) -> tuple[list[Figure], list[str]]:
    """Every figure there is a set for, and why the others are skipped."""
    figures: list[Figure] = []
    skipped: list[str] = []
    for name, bench in BENCHES.items():
        began = time.perf_counter()
        try:
            figures += bench(data)
        except NotHere as reason:
            skipped.append(f"{name}: {reason}")
        else:
            print(f"gate: {name} measured in {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    return figures, skipped


def say(lines: Iterable[str]) -> None:
    """Print each line as the gate's."""
    for line in lines:
        print(f"gate: {line}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, compare; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="?", default=DATA, help="folder of the public sets")
    parser.add_argument("--write", action="store_true", help="keep the figures, if every set is there")
    asked = parser.parse_args(arguments)
    figures, skipped = measure(asked.data)
    before = kept(KEPT.read_text("utf-8")) if KEPT.is_file() else []
    least = floors(FLOORS.read_text("utf-8"))
    listed = rows(figures, least, before)
    print(*table(listed), sep="\n")
    say(f"skipped, {reason}" for reason in skipped)
    faults = [f"below its floor, {' / '.join(row.figure.key)}: {row.figure.value:.3f}" for row in listed if row.below]
    if not skipped:
        faults += [f"a floor that nothing measures, {' / '.join(key)}" for key in unmeasured(figures, least)]
    say(faults)
    if faults or (asked.write and skipped):
        print("gate: nothing written" if asked.write else "gate: failed")
        return 1
    if asked.write:
        KEPT.write_text(as_kept(figures), "utf-8")
        SHOWN.write_text(as_shown(figures), "utf-8")
        print(f"gate: kept in {KEPT.relative_to(ROOT)} and {SHOWN.relative_to(ROOT)}")
    elif not skipped and (not SHOWN.is_file() or SHOWN.read_text("utf-8") != as_shown(figures)):
        print("gate: readings show other figures than these; `make measure` keeps the new ones")
    return 0


if __name__ == "__main__":
    sys.exit(main())
