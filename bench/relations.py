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
from typing import Literal

from corpora import bare
from figures import Figure, NotHere, figure, folder

from cuibono.findings.relations import METHOD, relate_texts
from cuibono.language.sentences import sentences

Pair = tuple[str, str, str]
Counts = collections.Counter[tuple[str, str]]  # (what we call it, its label)

JUDGEMENT = "repeats, supports, contradicts, differs in scope"
PAIRS = 1500  # of each set: the gate's share of the time


def table(path: Path, first: str, second: str, label: str, separator: str = "\t") -> list[Pair]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as lines:
        quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if separator == "," else csv.QUOTE_NONE
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
        cut = [[s.quote for s in sentences(bare(t))] for t in texts if t]
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
        chosen = sample(pairs, options.limit, options.seed)
        began = time.perf_counter()
        counts = called(chosen, options.show)
        print(f"{name:14} {line(counts)} · {len(chosen) / (time.perf_counter() - began):.0f} pairs/s")
    if options.stories:
        pairs2 = news(options.stories, random.Random(options.seed), options.limit)
        kinds = collections.Counter(relate_texts(a, b)[0] or "none" for a, b in pairs2)
        print(f"random news pairs n={len(pairs2)} {dict(kinds)}")


def measure(data: Path) -> list[Figure]:
    counts: Counts = collections.Counter()
    for name, pairs in sets(folder(data, "relations")):
        if not pairs:
            raise NotHere(f"{name} is not in {data / 'relations'}")
        counts += called(sample(pairs, PAIRS, 1))
    said, right, there = contradictions(counts)
    calls = sum(n for (call, _), n in counts.items() if call == "supports")
    found = [
        *figure(
            JUDGEMENT, METHOD, "pairs called contradictions, six public sets", (said, ""), right=right / max(said, 1)
        ),
        *figure(JUDGEMENT, METHOD, "contradictions in six public sets", (there, ""), found=right / max(there, 1)),
        *figure(
            JUDGEMENT,
            METHOD,
            "pairs called support, six public sets",
            (calls, ""),
            right=counts["supports", "entailment"] / max(calls, 1),
        ),
    ]
    pairs2 = news(folder(data, "stories"), random.Random(1), PAIRS)
    silent = sum(relate_texts(a, b)[0] != "contradicts" for a, b in pairs2)
    on = "random pairs of news sentences"
    return found + figure(JUDGEMENT, METHOD, on, (len(pairs2), ""), not_called_contradictions=silent / len(pairs2))


def sample(pairs: list[Pair], number: int, seed: int) -> list[Pair]:
    return random.Random(seed).sample(pairs, min(number, len(pairs)))


def called(pairs: list[Pair], show: str = "") -> Counts:
    counts: Counts = collections.Counter()
    for premise, hypothesis, label in pairs:
        call, words = relate_texts(premise, hypothesis)
        counts[call, label] += 1
        wrong = call == "contradicts" and label != "contradiction"
        if (show == "wrong" and wrong) or (show == "missed" and label == "contradiction" and call != "contradicts"):
            print(f"  {label:13} {call:12} {words} | {premise} | {hypothesis}")
    return counts


def contradictions(counts: Counts) -> tuple[int, int, int]:
    """Pairs called contradictions, those of them that are, and all that are."""
    said = sum(n for (call, _), n in counts.items() if call == "contradicts")
    there = sum(n for (_, label), n in counts.items() if label == "contradiction")
    return said, counts["contradicts", "contradiction"], there


def line(counts: Counts) -> str:
    said, right, there = contradictions(counts)
    held = sum(n for (c, _), n in counts.items() if c == "supports")
    backed = counts["supports", "entailment"]
    return (
        f"n={counts.total()} contradicts: precision {right / max(1, said):.2f} of {said}, recall "
        f"{right / max(1, there):.2f} of {there} · supports: precision {backed / max(1, held):.2f} of {held}"
    )


if __name__ == "__main__":
    main()
