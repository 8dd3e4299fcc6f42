"""Loaded words against the sentence labels of BABE: biased or not, told by the weights of the loaded words in it.

Usage: python bench/framing.py FOLDER, where FOLDER holds final_labels_SG2.csv (Spinde et al. 2021). For measurement
only: the set's licence does not let anything be taken from it.
"""

from __future__ import annotations

import argparse
import collections
import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpora import bare
from figures import Figure, figure, folder, scores

from cuibono.findings.framing import METHOD
from cuibono.findings.loaded import Loaded, loaded


def told(rows: list[tuple[int, bool]], least: int) -> tuple[float, float, float]:
    """Precision, recall and F1 of "biased", said where the loaded words of a sentence weigh at least this much."""
    both = sum(weight >= least and biased for weight, biased in rows)
    return scores(both, sum(weight >= least for weight, _ in rows), sum(biased for _, biased in rows))


def labelled(babe: Path) -> Iterator[tuple[dict[str, str], bool, Sequence[Loaded]]]:
    """Rows of the set, whether each is labelled biased, and the loaded words in it."""
    with (babe / "final_labels_SG2.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            if row["label_bias"] in {"Biased", "Non-biased"}:
                yield row, row["label_bias"] == "Biased", loaded(bare(row["text"]))


def measure(data: Path) -> list[Figure]:
    rows = [
        (sum(item.entry.weight for item in found), biased)
        for _, biased, found in labelled(folder(data, "framing/babe"))
    ]
    precision, recall, _ = told(rows, 1)
    of = len(rows), "sentences"
    return figure("framing", METHOD, "BABE, loaded words", of, precision=precision, recall=recall)


def score(rows: list[tuple[int, bool]], least: int) -> str:
    precision, recall, f1 = told(rows, least)
    clear = sum(weight < least and not biased for weight, biased in rows)
    others, unbiased = sum(weight < least for weight, _ in rows), sum(not biased for _, biased in rows)
    macro = (f1 + scores(clear, others, unbiased)[2]) / 2
    accuracy = sum((weight >= least) == biased for weight, biased in rows) / len(rows)
    return f"precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f} macro-F1 {macro:.3f} accuracy {accuracy:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--words", action="store_true", help="entries that misled most often")
    args = parser.parse_args()
    rows: list[tuple[int, bool]] = []
    entries: dict[str, collections.Counter[bool]] = collections.defaultdict(collections.Counter)
    hits = marked = 0
    for row, biased, found in labelled(args.folder):
        rows.append((sum(item.entry.weight for item in found), biased))
        for item in found:
            entries[item.key][biased] += 1
            hits += 1
            marked += any(word.lower() in row["biased_words"].lower() for word in item.span.quote.split())
    print(
        f"{len(rows)} sentences, {sum(b for _, b in rows)} biased; {hits} loaded words, {marked} marked by annotators"
    )
    for least in (1, 2, 3, 4):
        print(f"weight >= {least}: {score(rows, least)}")
    if args.words:
        worst = sorted(entries.items(), key=lambda e: (e[1][True] - e[1][False], e[0]))
        for key, counts in worst[:40]:
            print(key, dict(counts))


if __name__ == "__main__":
    main()
