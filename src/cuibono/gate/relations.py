"""Relations of pairs by rules alone: precision and recall of "contradicts", and how often news pairs are called so.

Random news pairs are sentences of two articles of one development story.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from cuibono.core.errors import SetMissing
from cuibono.core.text import bare
from cuibono.findings.relations import METHOD, relate_texts
from cuibono.gate.figures import Figure, Miss, Note, figure, folder
from cuibono.gate.sets import objects, rows
from cuibono.language.sentences import sentences

Pair = tuple[str, str, str]
Counts = Counter[tuple[str, str]]  # (what we call it, its label)

JUDGEMENT = "repeats, supports, contradicts, differs in scope"
CODES = {"0": "entailment", "1": "neutral", "2": "contradiction"}
_PAIRS = 1500  # of each set: the gate's share of the time
_PAIRS_OF_A_STORY = 6  # pairs of articles that a development story has at least


def measure(data: Path, note: Note) -> list[Figure]:
    """What is called a contradiction or support, of six public sets; what is not, of news."""
    counts: Counts = Counter()
    for name, pairs in sets(folder(data, "relations")):
        if not pairs:
            raise SetMissing(f"{name} is not in {data / 'relations'}")
        for premise, hypothesis, label in _sample(pairs):
            call, words = relate_texts(premise, hypothesis)
            counts[call, label] += 1
            if call == "contradicts" and label != "contradiction":
                note(Miss(name, f"{call}: {', '.join(words)}", label, f"{premise} | {hypothesis}"))
    said = sum(n for (call, _), n in counts.items() if call == "contradicts")
    there = sum(n for (_, label), n in counts.items() if label == "contradiction")
    calls = sum(n for (call, _), n in counts.items() if call == "supports")
    right, backed = counts["contradicts", "contradiction"], counts["supports", "entailment"]
    strangers = news(data, _PAIRS)
    wrong = [pair for pair in strangers if relate_texts(*pair)[0] == "contradicts"]
    on = "random pairs of news sentences"
    for left, other in wrong:
        note(Miss(on, "contradicts", "nothing", f"{left} | {other}"))
    shares = (
        ("pairs called contradictions, six public sets", said, "right", right),
        ("contradictions in six public sets", there, "found", right),
        ("pairs called support, six public sets", calls, "right", backed),
        (on, len(strangers), "not called contradictions", len(strangers) - len(wrong)),
    )
    found: list[Figure] = []
    for of, n, what, good in shares:
        found += figure(JUDGEMENT, METHOD, of, (n, ""), **{what: good / max(n, 1)})
    return found


def table(path: Path, first: str, second: str, label: str, separator: str = "\t") -> list[Pair]:
    """The pairs of a table; none where there is no such table."""
    if not path.is_file():
        return []
    found = rows(path, separator)
    return [(row[first], row[second], (row[label] or "").strip().lower()) for row in found if row.get(second)]


def sets(place: Path) -> Iterator[tuple[str, list[Pair]]]:
    """The six sets of pairs by name, each with its three labels; an empty list where one is not there."""
    snli = table(place / "snli_dev/validation.tsv", "premise", "hypothesis", "label")
    yield "SNLI dev", [(a, b, CODES.get(label, label)) for a, b, label in snli]
    yield "MNLI dev", table(place / "mnli_dev/dev.csv", "premise", "hypothesis", "label", ",")
    yield "CAD dev", table(place / "cad/dev.tsv", "sentence1", "sentence2", "gold_label")
    yield "ConjNLI dev", table(place / "conjnli/conj_dev.tsv", "Premise", "Hypothesis", "Label")
    lingnli = [row for path in sorted((place / "lingnli").glob("*/val_*.jsonl")) for row in objects(path)]
    yield "LingNLI val", [(row["premise"], row["hypothesis"], row["label"]) for row in lingnli]
    yield "Climate-FEVER", _climate(place / "climate_fever/climate-fever.jsonl")


def _climate(path: Path) -> list[Pair]:
    if not path.is_file():
        return []
    labels = {"SUPPORTS": "entailment", "REFUTES": "contradiction"}
    return [
        (evidence["evidence"], claim["claim"], labels.get(evidence["evidence_label"], "neutral"))
        for claim in objects(path)
        for evidence in claim["evidences"]
    ]


def news(data: Path, number: int) -> list[tuple[str, str]]:
    """So many pairs of sentences at random, each from two articles of one development story."""
    chosen = random.Random(1)  # noqa: S311 - the same pairs in each run
    pairs: list[tuple[str, str]] = []
    stories = sorted(path for path in folder(data, "stories").iterdir() if path.is_dir())
    for story in stories:
        texts = [json.loads(path.read_text("utf-8"))["text"] for path in sorted(story.glob("*.json"))]
        cut = [[s.quote for s in sentences(bare(t))] for t in texts if t]
        for left, right in combinations(cut, 2):
            share = number // len(stories) // _PAIRS_OF_A_STORY + 1
            pairs += [(chosen.choice(left), chosen.choice(right)) for _ in range(share)]
    chosen.shuffle(pairs)
    return pairs[:number]


def _sample(pairs: list[Pair]) -> list[Pair]:
    return random.Random(1).sample(pairs, min(_PAIRS, len(pairs)))  # noqa: S311 - the same pairs in each run
