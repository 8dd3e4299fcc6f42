"""Loaded words against the sentence labels of BABE: biased or not, told by the weights of the loaded words in it.

Usage: python bench/framing.py FOLDER, where FOLDER holds final_labels_SG2.csv (Spinde et al. 2021). For measurement
only: the set's licence does not let anything be taken from it.
"""

from __future__ import annotations

import argparse
import collections
import csv
from pathlib import Path

from cuibono.core.text import Document, Kind
from cuibono.findings.loaded import loaded


def document(text: str) -> Document:
    return Document(id="text", capture="", kind=Kind.TEXT, text=text)


def score(rows: list[tuple[int, bool]], least: int) -> str:
    both = sum(weight >= least and biased for weight, biased in rows)
    said = sum(weight >= least for weight, _ in rows)
    true = sum(biased for _, biased in rows)
    right = sum((weight >= least) == biased for weight, biased in rows)
    precision, recall = both / max(said, 1), both / max(true, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    others = len(rows) - said
    clear = others - (true - both)
    p0, r0 = clear / max(others, 1), clear / max(len(rows) - true, 1)
    macro = (f1 + 2 * p0 * r0 / max(p0 + r0, 1e-9)) / 2
    accuracy = right / len(rows)
    return f"precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f} macro-F1 {macro:.3f} accuracy {accuracy:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--words", action="store_true", help="entries that misled most often")
    args = parser.parse_args()
    rows: list[tuple[int, bool]] = []
    entries: dict[str, collections.Counter[bool]] = collections.defaultdict(collections.Counter)
    hits = marked = 0
    with (args.folder / "final_labels_SG2.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            if row["label_bias"] not in {"Biased", "Non-biased"}:
                continue
            biased = row["label_bias"] == "Biased"
            found = loaded(document(row["text"]))
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
