"""Hedged sentences against a balanced sample of the CoNLL-2010 Wikipedia sentences ("-1" uncertain, "1" certain).

Usage: python bench/uncertainty.py FILE.csv. The sample is cut in two by a hash of the text; the rules were made with
one half in sight ("seen"), so only "held back" counts.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
from pathlib import Path

from figures import Figure, figure, folder, scores

from cuibono.language.uncertainty import METHOD, hedged


def halves(path: Path) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """The sentences seen and held back, each with whether it is uncertain."""
    seen: list[tuple[str, bool]] = []
    held: list[tuple[str, bool]] = []
    with path.open(encoding="utf-8", newline="") as file:
        for label, text in csv.reader(file):
            half = held if hashlib.sha256(text.encode()).digest()[0] % 2 else seen
            half.append((text, label == "-1"))
    return seen, held


def told(rows: list[tuple[str, bool]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of "uncertain"."""
    said = [(hedged(text).label, uncertain) for text, uncertain in rows]
    return scores(sum(a and b for a, b in said), sum(a for a, _ in said), sum(b for _, b in said))


def measure(data: Path) -> list[Figure]:
    _, held = halves(folder(data, "hedges") / "uncertainty_train.csv")
    precision, recall, f1 = told(held)
    of = len(held), "sentences"
    return figure(
        "hedged", METHOD, "uncertain sentences, held-back half", of, precision=precision, recall=recall, f1=f1
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    args = parser.parse_args()
    for name, rows in zip(("seen", "held back"), halves(args.file), strict=True):
        precision, recall, f1 = told(rows)
        print(f"{name}: {len(rows)} sentences, precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}")


if __name__ == "__main__":
    main()
