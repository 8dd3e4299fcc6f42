"""Loaded words and the score of a sentence against the labels of BABE: biased or not.

The score is measured on a fifth, chosen by a hash of the text, that was not looked at when the word lists were made.

Usage: python bench/framing.py FOLDER, where FOLDER holds final_labels_SG2.csv (Spinde et al. 2021). For measurement
only: the set's licence does not let anything be taken from it.
"""

from __future__ import annotations

import argparse
import collections
import csv
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpora import bare
from figures import Figure, figure, folder, scores

from cuibono.findings.colouring import LEAST, loaded_score
from cuibono.findings.colouring import METHOD as SCORE
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


def held_back(text: str) -> bool:
    """Whether a sentence belongs to the fifth that was kept out of sight."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % 5 == 0


def scored(texts: list[tuple[str, bool]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of "biased", said where the score of a sentence reaches one half."""
    said = [(loaded_score(text) >= LEAST, biased) for text, biased in texts]
    return scores(sum(a and b for a, b in said), sum(a for a, _ in said), sum(b for _, b in said))


def measure(data: Path) -> list[Figure]:
    rows = []
    held = []
    for row, biased, found in labelled(folder(data, "framing/babe")):
        rows.append((sum(item.entry.weight for item in found), biased))
        if held_back(row["text"]):
            held.append((row["text"], biased))
    precision, recall, _ = told(rows, 1)
    of = len(rows), "sentences"
    figures = figure("framing", METHOD, "BABE, loaded words", of, precision=precision, recall=recall)
    precision, recall, f1 = scored(held)
    of = len(held), "sentences"
    return figures + figure("loaded", SCORE, "BABE, held-back fifth", of, precision=precision, recall=recall, f1=f1)


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
    texts: list[tuple[str, bool]] = []
    entries: dict[str, collections.Counter[bool]] = collections.defaultdict(collections.Counter)
    hits = marked = 0
    for row, biased, found in labelled(args.folder):
        rows.append((sum(item.entry.weight for item in found), biased))
        texts.append((row["text"], biased))
        for item in found:
            entries[item.key][biased] += 1
            hits += 1
            marked += any(word.lower() in row["biased_words"].lower() for word in item.span.quote.split())
    print(
        f"{len(rows)} sentences, {sum(b for _, b in rows)} biased; {hits} loaded words, {marked} marked by annotators"
    )
    for least in (1, 2, 3, 4):
        print(f"weight >= {least}: {score(rows, least)}")
    for name, kept in (("seen", False), ("held back", True)):
        part = [(text, biased) for text, biased in texts if held_back(text) is kept]
        precision, recall, f1 = scored(part)
        print(f"score, {name}: {len(part)} sentences, precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}")
    if args.words:
        worst = sorted(entries.items(), key=lambda e: (e[1][True] - e[1][False], e[0]))
        for key, counts in worst[:40]:
            print(key, dict(counts))


if __name__ == "__main__":
    main()
