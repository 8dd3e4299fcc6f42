"""Judgements that weights have a say in, on their development parts: by rules, by weights, by both (the ablation).

    python bench/judges.py [DATA] [--by rules|weights|both] [NAME...]

What weights were trained on is never measured here: parts are cut off by the same hash as in training. Operating points
were chosen on the parts named beside them in the code, never on the ones measured here.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from figures import DATA, Figure, NotHere, figure, folder, scores
from relations import news, table

from cuibono.app import Newsroom
from cuibono.core.ports import Observer, Relater
from cuibono.core.scores import Bearing, Inference, Looks, Stance
from cuibono.desk.judges import METHODS, By, Judge, Judges
from cuibono.engine.threads import ordered
from cuibono.settings import load_settings

csv.field_size_limit(sys.maxsize)

Line = Mapping[str, Any]


def held_back(key: str, part: int) -> bool:
    """Whether an item belongs to the part (one in ``part``) that is only measured; as training/corpora.py cuts it."""
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) % part == 0


def answers(judge: Judge, lines: Iterable[Line]) -> list[dict[str, Any]]:
    """What a judge answers to each line."""
    return list(ordered(judge, lines))


def f1(said: Sequence[bool], gold: Sequence[bool]) -> float:
    """F1 of what is called so."""
    return scores(sum(s and g for s, g in zip(said, gold, strict=True)), sum(said), sum(gold))[2]


def macro_f1(said: Sequence[bool], gold: Sequence[bool]) -> float:
    """The mean of F1 of both classes."""
    return (f1(said, gold) + f1([not s for s in said], [not g for g in gold])) / 2


def ranks(values: Sequence[float]) -> list[float]:
    """Ranks, ties at their mean."""
    order = sorted(range(len(values)), key=values.__getitem__)
    out = [0.0] * len(values)
    at = 0
    while at < len(order):
        end = at
        while end + 1 < len(order) and values[order[end + 1]] == values[order[at]]:
            end += 1
        for place in order[at : end + 1]:
            out[place] = (at + end) / 2
        at = end + 1
    return out


def pearson(a: Sequence[float], b: Sequence[float]) -> float:
    """Pearson's r; 0 where one side does not vary."""
    mean_a, mean_b = sum(a) / len(a), sum(b) / len(b)
    over = sum((x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True))
    under = (sum((x - mean_a) ** 2 for x in a) * sum((y - mean_b) ** 2 for y in b)) ** 0.5
    return over / under if under else 0.0


def rows(path: Path, separator: str = "\t") -> Iterator[dict[str, str]]:
    """The rows of a table, or NotHere."""
    if not path.is_file():
        raise NotHere(f"{path} is not there")
    with path.open(encoding="utf-8-sig", newline="") as lines:
        quoting = csv.QUOTE_NONE if separator == "\t" else csv.QUOTE_MINIMAL
        yield from csv.DictReader(lines, delimiter=separator, quoting=quoting)


def lines_of(path: Path) -> Iterator[Any]:
    """The objects of a JSON Lines file, or NotHere."""
    if not path.is_file():
        raise NotHere(f"{path} is not there")
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


NLI = {"0": "entailment", "1": "neutral", "2": "contradiction"}


def mnli(data: Path) -> list[tuple[str, str, str]]:
    """A fixed 3,000 pairs of MNLI's development part, which nothing was trained on."""
    pairs = table(folder(data, "relations/mnli_dev") / "dev.csv", "premise", "hypothesis", "label", ",")
    return random.Random(1).sample(pairs, 3000)


def snli(data: Path) -> list[tuple[str, str, str]]:
    """The fifth of SNLI's development part that training leaves out."""
    found = rows(folder(data, "relations/snli_dev") / "validation.tsv")
    return [(r["premise"], r["hypothesis"], NLI[r["label"]]) for r in found if held_back(r["premise"], 5)]


def relate(judge: Judge, data: Path) -> Iterator[tuple[str, int, dict[str, float]]]:
    """Accuracy; of pairs *shown* as contradictions the share that are, and of contradictions the share shown."""
    for name, pairs in (("MNLI dev", mnli(data)), ("SNLI dev, held back", snli(data))):
        found = answers(judge, ({"premise": a, "hypothesis": b} for a, b, _ in pairs))
        gold = [label for _, _, label in pairs]
        right = sum(f["label"] == g for f, g in zip(found, gold, strict=True)) / len(gold)
        shown = [f["relation"] == "contradicts" for f in found]
        precision, recall, _ = scores(
            sum(s and g == "contradiction" for s, g in zip(shown, gold, strict=True)),
            sum(shown),
            gold.count("contradiction"),
        )
        yield (
            name,
            len(pairs),
            {"accuracy": right, "shown contradictions right": precision, "contradictions shown": recall},
        )
    pairs2 = news(folder(data, "stories"), random.Random(1), 1500)
    found = answers(judge, ({"premise": a, "hypothesis": b} for a, b in pairs2))
    kept = sum(f["label"] != "contradiction" for f in found) / len(found)
    clear = sum(f["relation"] != "contradicts" for f in found) / len(found)
    yield "random news pairs", len(pairs2), {"not called contradiction": kept, "not shown as one": clear}
    yield from claimdiff(judge, data)


def claimdiff(judge: Judge, data: Path) -> Iterator[tuple[str, int, dict[str, float]]]:
    """ClaimDiff's held-back fifth (by topic): what supports or says the same strengthens, what contradicts weakens."""
    for name in ("strength", "weak"):
        path = folder(data, "relations/claimdiff_train") / f"ClaimDiff-{name}-train.json"
        pairs = [p for p in json.loads(path.read_text("utf-8"))["data"] if held_back(p["topic"], 5)]
        found = answers(judge, ({"premise": p["claim_a"], "hypothesis": p["claim_b"]} for p in pairs))
        label = "entailment" if name == "strength" else "contradiction"
        said = [f["label"] == label for f in found]
        yield f"ClaimDiff {name}, held back", len(pairs), {"F1": f1(said, [p["relation"] == 1 for p in pairs])}


def fnc(data: Path) -> list[tuple[str, str, str]]:
    """The tenth of FNC-1's training part (by body) that training leaves out."""
    place = folder(data, "relations/fnc1_train")
    bodies = {row["Body ID"]: row["articleBody"] for row in rows(place / "train_bodies.csv", ",")}
    stances = rows(place / "train_stances_rebuilt.csv", ",")
    return [(r["Headline"], bodies[r["Body ID"]], r["Stance"]) for r in stances if held_back(bodies[r["Body ID"]], 10)]


def stance(judge: Judge, data: Path) -> Iterator[tuple[str, int, dict[str, float]]]:
    """FNC-1's weighted score (related or not: .25, which relation: .75) and F1 of *disagree*."""
    items = fnc(data)
    found = [a["label"] for a in answers(judge, ({"headline": h, "body": b} for h, b, _ in items))]
    gold = [label for _, _, label in items]
    won = best = 0.0
    for said, label in zip(found, gold, strict=True):
        related = label != "unrelated"
        won += 0.25 * ((said != "unrelated") == related) + 0.75 * (related and said == label)
        best += 0.25 + 0.75 * related
    disagree = f1([s == "disagree" for s in found], [g == "disagree" for g in gold])
    yield "FNC-1, held-back tenth", len(items), {"weighted score": won / best, "F1 of disagree": disagree}


def similar(judge: Judge, data: Path) -> Iterator[tuple[str, int, dict[str, float]]]:
    """Spearman's rank correlation on STS-B dev."""
    with (folder(data, "similarity/stsb") / "stsb-en-dev.csv").open(encoding="utf-8", newline="") as file:
        pairs = [(a, b, float(score)) for a, b, score in csv.reader(file)]
    found = [x["score"] for x in answers(judge, ({"a": a, "b": b} for a, b, _ in pairs))]
    yield "STS-B dev", len(pairs), {"Spearman": pearson(ranks(found), ranks([s for _, _, s in pairs]))}


def checkable(judge: Judge, data: Path) -> Iterator[tuple[str, int, dict[str, float]]]:
    """F1 of sentences worth checking, CheckThat! 2024 dev."""
    items = list(rows(folder(data, "claims/checkworthy") / "CT24_checkworthy_english_dev.tsv"))
    found = [a["label"] for a in answers(judge, ({"sentence": r["Text"].strip().strip('"')} for r in items))]
    yield "CheckThat! 2024 dev", len(items), {"F1": f1(found, [r["class_label"] == "Yes" for r in items])}


def subjective(judge: Judge, data: Path) -> Iterator[tuple[str, int, dict[str, float]]]:
    """Macro F1, CheckThat! 2025 dev."""
    items = list(rows(folder(data, "claims/subjectivity") / "dev_en.tsv"))
    found = [a["label"] for a in answers(judge, ({"sentence": r["sentence"]} for r in items))]
    yield "CheckThat! 2025 dev", len(items), {"macro F1": macro_f1(found, [r["label"] == "SUBJ" for r in items])}


def firmness(judge: Judge, data: Path) -> Iterator[tuple[str, int, dict[str, float]]]:
    """Pearson's r with UDS-IH2 dev."""
    asked, gold = [], []
    for row in lines_of(folder(data, "factuality/uds_ih2") / "dev.jsonl"):
        words = row["text"].split(" ")
        for target in row["targets"]:
            first, last = target["span1"]
            start = len(" ".join(words[:first])) + bool(first)
            asked.append({"sentence": row["text"], "event": [start, start + len(" ".join(words[first:last]))]})
            gold.append(target["label"])
    found = [a["value"] for a in answers(judge, asked)]
    errors = sum(abs(a - b) for a, b in zip(found, gold, strict=True)) / len(gold)
    yield "UDS-IH2 dev", len(gold), {"Pearson": pearson(found, gold), "mean error": errors}


BENCHES: Mapping[str, Callable[[Judge, Path], Iterator[tuple[str, int, dict[str, float]]]]] = {
    "relate": relate,
    "stance": stance,
    "similar": similar,
    "checkable": checkable,
    "subjective": subjective,
    "firmness": firmness,
}


class Remembered:
    """Networks that answer a question they have heard before from memory: the ablation asks each twice."""

    def __init__(self, relater: Relater, observer: Observer) -> None:
        self.relater, self.observer = relater, observer
        self.heard: dict[tuple[str, Any], Any] = {}

    def relate(self, pairs: Sequence[tuple[str, str]]) -> tuple[Inference, ...]:
        return tuple(self._once("relate", self.relater.relate, pair) for pair in pairs)

    def bearings(self, pairs: Sequence[tuple[str, str]]) -> tuple[Bearing, ...]:
        return tuple(self._once("bearings", self.relater.bearings, pair) for pair in pairs)

    def stances(self, pairs: Sequence[tuple[str, str]]) -> tuple[Stance, ...]:
        return tuple(self._once("stances", self.relater.stances, pair) for pair in pairs)

    def likeness(self, pairs: Sequence[tuple[str, str]]) -> tuple[float, ...]:
        return tuple(self._once("likeness", self.observer.likeness, pair) for pair in pairs)

    def vectors(self, texts: Sequence[str]) -> Any:  # noqa: ANN401 - as the port has it
        return self.observer.vectors(texts)

    def looks(self, texts: Sequence[str]) -> tuple[Looks, ...]:
        return tuple(self._once("looks", self.observer.looks, text) for text in texts)

    def firmness(self, texts: Sequence[tuple[str, tuple[int, int]]]) -> tuple[float, ...]:
        return tuple(self._once("firmness", self.observer.firmness, text) for text in texts)

    def _once(self, kind: str, ask: Callable[[Sequence[Any]], Sequence[Any]], item: Any) -> Any:  # noqa: ANN401
        if (kind, item) not in self.heard:
            self.heard[kind, item] = ask([item])[0]
        return self.heard[kind, item]


def measure(data: Path) -> list[Figure]:
    """The judgements that weights have a say in: by both, by weights alone and by rules alone."""
    found: list[Figure] = []
    with Newsroom(load_settings()) as room:
        weighed = room.judges(By.BOTH)
        nets = Remembered(weighed.relater, weighed.observer) if weighed.relater and weighed.observer else None
        if nets is None:
            raise NotHere("the weights of the package are not here")
        for by in (By.BOTH, By.WEIGHTS, By.RULES):
            used = None if by is By.RULES else nets
            judges = Judges(used, used, weighed.page, rules=by is not By.WEIGHTS).named()
            for name in BENCHES:
                method = METHODS[name]
                shown = method if by is By.BOTH else replace(method, name=f"{method.name} by {by} alone")
                for on, n, measures in BENCHES[name](judges[name], data):
                    named = {measure.replace(" ", "_"): value for measure, value in measures.items()}
                    found += figure(JUDGEMENTS[name], shown, on, (n, "items"), **named)
    return found


JUDGEMENTS = {
    "relate": "does one text follow from another, or contradict it",
    "stance": "does a body agree with a headline",
    "similar": "do two texts make the same claim",
    "checkable": "is it a checkable claim",
    "subjective": "is it opinion",
    "firmness": "how firmly is it told",
}


def main() -> None:
    """Print the figures of the judgements asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", choices=[*BENCHES, []])
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--by", type=By, action="append", choices=list(By))
    asked = parser.parse_args()
    with Newsroom(load_settings()) as room:
        for by in asked.by or [By.BOTH]:
            judges = room.judges(by).named()
            for name in asked.names or BENCHES:
                began = time.perf_counter()
                for on, n, measures in BENCHES[name](judges[name], asked.data):
                    shown = "  ".join(f"{measure} {value:.3f}" for measure, value in measures.items())
                    print(f"{by:8} {name:11} {on:34} {n:6,}  {shown}", flush=True)
                print(f"{'':20} {time.perf_counter() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
