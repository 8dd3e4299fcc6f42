"""Relations of text pairs: precision and recall of "contradicts", and how often news pairs at random are so called.

    python bench/relations.py FOLDER [--stories FOLDER] [--limit N] [--show KIND] [--seed N]

FOLDER holds `snli_dev/`, `mnli_dev/`, `cad/`, `conjnli/`, `lingnli/`, `climate_fever/`; what is missing is left out.
`--show wrong` prints pairs wrongly called contradictions, `--show missed` contradictions that were not found.
Random news pairs are sentences of two articles of one story (JSON articles below `--stories`).
"""

from __future__ import annotations

import argparse
import collections
import csv
import json
import random
import time
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from cuibono.core.text import Document, Kind
from cuibono.findings.relations import relate_texts
from cuibono.language.sentences import sentences

Pair = tuple[str, str, str]


def table(path: Path, first: str, second: str, label: str, separator: str = "\t") -> list[Pair]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as lines:
        quoting = csv.QUOTE_MINIMAL if separator == "," else csv.QUOTE_NONE
        rows = csv.DictReader(lines, delimiter=separator, quoting=quoting)
        return [(row[first], row[second], (row[label] or "").strip().lower()) for row in rows if row.get(second)]


def lingnli(folder: Path) -> list[Pair]:
    rows = [json.loads(line) for path in sorted(folder.glob("*/val_*.jsonl")) for line in path.open(encoding="utf-8")]
    return [(row["premise"], row["hypothesis"], row["label"]) for row in rows]


def climate(path: Path) -> list[Pair]:
    if not path.is_file():
        return []
    labels = {"SUPPORTS": "entailment", "REFUTES": "contradiction"}
    return [
        (evidence["evidence"], claim["claim"], labels.get(evidence["evidence_label"], "neutral"))
        for claim in map(json.loads, path.open(encoding="utf-8"))
        for evidence in claim["evidences"]
    ]


def sets(folder: Path) -> Iterator[tuple[str, list[Pair]]]:
    snli = table(folder / "snli_dev/validation.tsv", "premise", "hypothesis", "label")
    codes = {"0": "entailment", "1": "neutral", "2": "contradiction"}
    yield "SNLI dev", [(a, b, codes.get(label, label)) for a, b, label in snli]
    yield "MNLI dev", table(folder / "mnli_dev/dev.csv", "premise", "hypothesis", "label", ",")
    yield "CAD dev", table(folder / "cad/dev.tsv", "sentence1", "sentence2", "gold_label")
    yield "ConjNLI dev", table(folder / "conjnli/conj_dev.tsv", "Premise", "Hypothesis", "Label")
    yield "LingNLI val", lingnli(folder / "lingnli")
    yield "Climate-FEVER", climate(folder / "climate_fever/climate-fever.jsonl")


def news(folder: Path, chosen: random.Random, number: int) -> list[tuple[str, str]]:
    pairs = []
    stories = sorted(path for path in folder.iterdir() if path.is_dir())
    for story in stories:
        texts = [json.loads(path.read_text("utf-8"))["text"] for path in sorted(story.glob("*.json"))]
        cut = [[s.quote for s in sentences(Document(id="d", capture="", kind=Kind.TEXT, text=t))] for t in texts if t]
        for left, right in combinations(cut, 2):
            pairs += [(chosen.choice(left), chosen.choice(right)) for _ in range(number // len(stories) // 6 + 1)]
    chosen.shuffle(pairs)
    return pairs[:number]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--stories", type=Path)
    parser.add_argument("--limit", type=int, default=2000)
    parser.add_argument("--show", default="")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for name, pairs in sets(options.folder):
        if not pairs:
            continue
        random.Random(options.seed).shuffle(pairs)
        measure(name, pairs[: options.limit], options.show)
    if options.stories:
        pairs2 = news(options.stories, random.Random(options.seed), options.limit)
        counts = collections.Counter(relate_texts(a, b)[0] or "none" for a, b in pairs2)
        print(f"random news pairs n={len(pairs2)} {dict(counts)}")


def measure(name: str, pairs: list[Pair], show: str) -> None:
    began = time.perf_counter()
    counts: collections.Counter[tuple[str, str]] = collections.Counter()
    for premise, hypothesis, label in pairs:
        called, words = relate_texts(premise, hypothesis)
        counts[called, label] += 1
        wrong = called == "contradicts" and label != "contradiction"
        if (show == "wrong" and wrong) or (show == "missed" and label == "contradiction" and called != "contradicts"):
            print(f"  {label:13} {called:12} {words} | {premise} | {hypothesis}")
    right = counts["contradicts", "contradiction"]
    called = sum(n for (c, _), n in counts.items() if c == "contradicts")
    there = sum(n for (_, label), n in counts.items() if label == "contradiction")
    held = sum(n for (c, _), n in counts.items() if c == "supports")
    backed = counts["supports", "entailment"]
    print(
        f"{name:14} n={len(pairs)} contradicts: precision {right / max(1, called):.2f} of {called}, recall "
        f"{right / max(1, there):.2f} of {there} · supports: precision {backed / max(1, held):.2f} of {held}"
        f" · {len(pairs) / (time.perf_counter() - began):.0f} pairs/s"
    )


if __name__ == "__main__":
    main()
