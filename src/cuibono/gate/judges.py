"""Judgements that weights have a say in, on their development parts: by both, by weights alone, by rules alone.

What weights were trained on is never measured here: parts are cut off by the same hash as in training. Operating points
were chosen on the parts named beside them in the code, never on the ones measured here.
"""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from cuibono.app import Newsroom
from cuibono.core.errors import SetMissing
from cuibono.core.ports import Observer, Relater
from cuibono.core.scores import Bearing, Inference, Looks, Stance
from cuibono.desk.judges import METHODS, By, Judge, Judges
from cuibono.engine.threads import ordered
from cuibono.gate import framing, written
from cuibono.gate.figures import Examination, Figure, Miss, Note, figure, folder
from cuibono.gate.metrics import f1, macro_f1, pearson, scores, spearman, told
from cuibono.gate.relations import CODES, news, table
from cuibono.gate.sets import held_back, objects, rows
from cuibono.settings import load_settings

Line = Mapping[str, Any]
Answer = dict[str, Any]
Measured = Iterator[tuple[str, int, dict[str, float]]]  # set, how many items, measures by name
_MNLI = 3000  # pairs of MNLI dev that are asked
_LETTERS = {"e": "entailment", "c": "contradiction"}  # of the written pairs; every other letter is neutral
_NEWS = 1500  # pairs of news sentences that are asked
_FAR_SCORE, _FAR_VALUE = 0.4, 2.0  # from the set's own number, to be told as a miss: of 0..1, of -3..3

JUDGEMENTS = {
    "relate": "does one text follow from another, or contradict it",
    "stance": "does a body agree with a headline",
    "similar": "do two texts make the same claim",
    "checkable": "is it a checkable claim",
    "subjective": "is it opinion",
    "firmness": "how firmly is it told",
    "future": "does it look ahead",
    "loaded": "is it worded to sway",
}
# Where rules have a say beside weights, and weights can answer alone. Elsewhere one of the three would be told twice.
_FUSED = frozenset({"relate"})


def examination(name: str) -> Examination:
    """Examines one judgement by both, by weights alone where rules have a say too, and by rules alone."""

    def measure(data: Path, note: Note) -> list[Figure]:
        found: list[Figure] = []
        with Newsroom(load_settings()) as room:
            weighed = room.judges(By.BOTH)
            if not (weighed.relater and weighed.observer):
                raise SetMissing(room.weights_problem() or "weights are turned off (models.use)")
            nets = Remembered(weighed.relater, weighed.observer)
            for by in (By.BOTH, By.WEIGHTS, By.RULES) if name in _FUSED else (By.BOTH, By.RULES):
                used = None if by is By.RULES else nets
                judge = Judges(used, used, weighed.page, rules=by is not By.WEIGHTS).named()[name]
                method = METHODS[name]
                shown = method if by is By.BOTH else replace(method, name=f"{method.name} by {by} alone")
                for on, n, measures in _EXAMINED[name](judge, data, note if by is By.BOTH else _drop):
                    named = {measure.replace(" ", "_"): value for measure, value in measures.items()}
                    found += figure(JUDGEMENTS[name], shown, on, (n, "items"), **named)
        return found

    return measure


def _drop(_miss: Miss) -> None:
    """Misses of the ablation are not told."""


def answers(judge: Judge, lines: Iterable[Line]) -> list[Answer]:
    """What a judge answers to each line."""
    return list(ordered(judge, lines))


def _told(note: Note, on: str, said: Sequence[object], gold: Sequence[object], texts: Iterable[str]) -> None:
    """Note what was answered otherwise than the set has it."""
    for answer, wanted, text in zip(said, gold, texts, strict=True):
        if answer != wanted:
            note(Miss(on, str(answer), str(wanted), text))


def mnli(data: Path) -> list[tuple[str, str, str]]:
    """A fixed 3,000 pairs of MNLI's development part, which nothing was trained on."""
    pairs = table(folder(data, "relations/mnli_dev") / "dev.csv", "premise", "hypothesis", "label", ",")
    if len(pairs) < _MNLI:
        raise SetMissing(f"{data / 'relations/mnli_dev/dev.csv'} is not here, or not whole")
    return random.Random(1).sample(pairs, _MNLI)  # noqa: S311 - the same pairs in each run


def snli(data: Path) -> list[tuple[str, str, str]]:
    """The fifth of SNLI's development part that training leaves out."""
    found = rows(folder(data, "relations/snli_dev") / "validation.tsv")
    return [(r["premise"], r["hypothesis"], CODES[r["label"]]) for r in found if held_back(r["premise"], 5)]


def own_pairs(name: str) -> list[tuple[str, str, str]]:
    """Pairs written for this that nothing was trained on; what neither follows nor contradicts is neutral."""
    return [(a, b, _LETTERS.get(letter, "neutral")) for a, b, letter in written.pairs(name)]


def relate(judge: Judge, data: Path, note: Note) -> Measured:
    """Accuracy; of pairs *shown* as contradictions the share that are, and of contradictions the share shown."""
    asked = (
        ("MNLI dev", mnli(data)),
        ("SNLI dev, held back", snli(data)),
        ("pairs written for this", own_pairs("pairs.txt")),
        ("pairs written as a crowd would", own_pairs("crowd.txt")),
    )
    for name, pairs in asked:
        found = answers(judge, ({"premise": a, "hypothesis": b} for a, b, _ in pairs))
        gold = [label for _, _, label in pairs]
        right = sum(f["label"] == g for f, g in zip(found, gold, strict=True)) / len(gold)
        _told(note, name, [f["label"] for f in found], gold, (f"{a} | {b}" for a, b, _ in pairs))
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
    pairs2 = news(data, _NEWS)
    found = answers(judge, ({"premise": a, "hypothesis": b} for a, b in pairs2))
    kept = sum(f["label"] != "contradiction" for f in found) / len(found)
    clear = sum(f["relation"] != "contradicts" for f in found) / len(found)
    yield "random news pairs", len(pairs2), {"not called contradiction": kept, "not shown as one": clear}
    yield from claimdiff(judge, data, note)


def claimdiff(judge: Judge, data: Path, note: Note) -> Measured:
    """ClaimDiff's held-back fifth (by topic): what supports or says the same strengthens, what contradicts weakens."""
    for name in ("strength", "weak"):
        path = folder(data, "relations/claimdiff_train") / f"ClaimDiff-{name}-train.json"
        pairs = [p for p in json.loads(path.read_text("utf-8"))["data"] if held_back(p["topic"], 5)]
        found = answers(judge, ({"premise": p["claim_a"], "hypothesis": p["claim_b"]} for p in pairs))
        label = "entailment" if name == "strength" else "contradiction"
        said = [f["label"] == label for f in found]
        gold = [p["relation"] == 1 for p in pairs]
        _told(note, f"ClaimDiff {name}, held back", said, gold, (f"{p['claim_a']} | {p['claim_b']}" for p in pairs))
        yield f"ClaimDiff {name}, held back", len(pairs), {"F1": f1(said, gold)}


def fnc(data: Path) -> list[tuple[str, str, str]]:
    """The tenth of FNC-1's training part (by body) that training leaves out."""
    place = folder(data, "relations/fnc1_train")
    bodies = {row["Body ID"]: row["articleBody"] for row in rows(place / "train_bodies.csv", ",")}
    stances = rows(place / "train_stances_rebuilt.csv", ",")
    return [(r["Headline"], bodies[r["Body ID"]], r["Stance"]) for r in stances if held_back(bodies[r["Body ID"]], 10)]


def stance(judge: Judge, data: Path, note: Note) -> Measured:
    """FNC-1's weighted score (related or not: .25, which relation: .75) and F1 of *disagree*."""
    items = fnc(data)
    found = [a["label"] for a in answers(judge, ({"headline": h, "body": b} for h, b, _ in items))]
    gold = [label for _, _, label in items]
    _told(note, "FNC-1, held-back tenth", found, gold, (headline for headline, _, _ in items))
    won = best = 0.0
    for said, label in zip(found, gold, strict=True):
        related = label != "unrelated"
        won += 0.25 * ((said != "unrelated") == related) + 0.75 * (related and said == label)
        best += 0.25 + 0.75 * related
    disagree = f1([s == "disagree" for s in found], [g == "disagree" for g in gold])
    yield "FNC-1, held-back tenth", len(items), {"weighted score": won / best, "F1 of disagree": disagree}


def similar(judge: Judge, data: Path, note: Note) -> Measured:
    """Spearman's rank correlation on STS-B dev."""
    with (folder(data, "similarity/stsb") / "stsb-en-dev.csv").open(encoding="utf-8", newline="") as file:
        pairs = [(a, b, float(score)) for a, b, score in csv.reader(file)]
    found = [x["score"] for x in answers(judge, ({"a": a, "b": b} for a, b, _ in pairs))]
    for score, (a, b, wanted) in zip(found, pairs, strict=True):
        if abs(score - wanted / 5) >= _FAR_SCORE:
            note(Miss("STS-B dev", f"{score:.2f}", f"{wanted / 5:.2f}", f"{a} | {b}"))
    yield "STS-B dev", len(pairs), {"Spearman": spearman(found, [s for _, _, s in pairs])}


def checkable(judge: Judge, data: Path, note: Note) -> Measured:
    """F1 of sentences worth checking, CheckThat! 2024 dev."""
    items = list(rows(folder(data, "claims/checkworthy") / "CT24_checkworthy_english_dev.tsv"))
    found = [a["label"] for a in answers(judge, ({"sentence": r["Text"].strip().strip('"')} for r in items))]
    gold = [r["class_label"] == "Yes" for r in items]
    _told(note, "CheckThat! 2024 dev", found, gold, (r["Text"] for r in items))
    yield "CheckThat! 2024 dev", len(items), {"F1": f1(found, gold)}


def subjective(judge: Judge, data: Path, note: Note) -> Measured:
    """Macro F1, CheckThat! 2025 dev."""
    items = list(rows(folder(data, "claims/subjectivity") / "dev_en.tsv"))
    found = [a["label"] for a in answers(judge, ({"sentence": r["sentence"]} for r in items))]
    gold = [r["label"] == "SUBJ" for r in items]
    _told(note, "CheckThat! 2025 dev", found, gold, (r["sentence"] for r in items))
    yield "CheckThat! 2025 dev", len(items), {"macro F1": macro_f1(found, gold)}


def firmness(judge: Judge, data: Path, note: Note) -> Measured:
    """Pearson's r with UDS-IH2 dev."""
    asked: list[dict[str, Any]] = []
    gold: list[float] = []
    for row in objects(folder(data, "factuality/uds_ih2") / "dev.jsonl"):
        words = row["text"].split(" ")
        for target in row["targets"]:
            first, last = target["span1"]
            start = len(" ".join(words[:first])) + bool(first)
            asked.append({"sentence": row["text"], "event": [start, start + len(" ".join(words[first:last]))]})
            gold.append(target["label"])
    found = [a["value"] for a in answers(judge, asked)]
    for value, wanted, line in zip(found, gold, asked, strict=True):
        if abs(value - wanted) >= _FAR_VALUE:
            start, end = line["event"]
            note(
                Miss(
                    "UDS-IH2 dev", f"{value:.1f}", f"{wanted:.1f}", f"{line['sentence'][start:end]}: {line['sentence']}"
                )
            )
    errors = sum(abs(a - b) for a, b in zip(found, gold, strict=True)) / len(gold)
    yield "UDS-IH2 dev", len(gold), {"Pearson": pearson(found, gold), "mean error": errors}


def future(judge: Judge, _data: Path, note: Note) -> Measured:
    """Precision, recall and F1 of sentences called forward-looking, of two sets that the project wrote."""
    for on, name in (
        ("forward-looking, written before the rules", "future.txt"),
        ("forward-looking, kept from training", "forward.txt"),
    ):
        items = written.judged(name)
        said = [a["label"] for a in answers(judge, ({"sentence": sentence} for sentence, _ in items))]
        gold = [label for _, label in items]
        _told(note, on, said, gold, (sentence for sentence, _ in items))
        precision, recall, found = told(said, gold)
        yield on, len(items), {"precision": precision, "recall": recall, "F1": found}


def loaded(judge: Judge, data: Path, note: Note) -> Measured:
    """F1 of biased sentences, BABE's held-back fifth; misses of the other four fifths alone are told."""
    held: list[tuple[bool, bool]] = []
    for sentence, biased, hidden in framing.labelled(data):
        if hidden:
            held.append((judge({"sentence": sentence})["label"], biased))
        elif note is not _drop and (said := judge({"sentence": sentence})["label"]) != biased:
            note(Miss("BABE, in sight", str(said), str(biased), sentence))
    precision, recall, found = told([said for said, _ in held], [biased for _, biased in held])
    yield framing.ON, len(held), {"precision": precision, "recall": recall, "F1": found}
    own = written.judged("loaded.txt")
    said = [a["label"] for a in answers(judge, ({"sentence": sentence} for sentence, _ in own))]
    _, _, found = told(said, [label for _, label in own])
    yield "loaded, kept from training", len(own), {"F1": found}


_EXAMINED: Mapping[str, Callable[[Judge, Path, Note], Measured]] = {
    "relate": relate,
    "stance": stance,
    "similar": similar,
    "checkable": checkable,
    "subjective": subjective,
    "firmness": firmness,
    "future": future,
    "loaded": loaded,
}


class Remembered:
    """Networks that answer a question they have heard before from memory: the ablation asks each twice."""

    def __init__(self, relater: Relater, observer: Observer) -> None:
        self.relater, self.observer = relater, observer
        self.heard: dict[tuple[str, Any], Any] = {}

    @property
    def model(self) -> str:
        """See ``Observer``."""
        return self.observer.model

    def relate(self, pairs: Sequence[tuple[str, str]]) -> tuple[Inference, ...]:
        """See ``Relater``."""
        return tuple(self._once("relate", self.relater.relate, pair) for pair in pairs)

    def bearings(self, pairs: Sequence[tuple[str, str]]) -> tuple[Bearing, ...]:
        """See ``Relater``."""
        return tuple(self._once("bearings", self.relater.bearings, pair) for pair in pairs)

    def stances(self, pairs: Sequence[tuple[str, str]]) -> tuple[Stance, ...]:
        """See ``Relater``."""
        return tuple(self._once("stances", self.relater.stances, pair) for pair in pairs)

    def likeness(self, pairs: Sequence[tuple[str, str]]) -> tuple[float, ...]:
        """See ``Observer``."""
        return tuple(self._once("likeness", self.observer.likeness, pair) for pair in pairs)

    def vectors(self, texts: Sequence[str]) -> Any:  # noqa: ANN401 - as the port has it
        """See ``Observer``."""
        return self.observer.vectors(texts)

    def looks(self, texts: Sequence[str]) -> tuple[Looks, ...]:
        """See ``Observer``."""
        return tuple(self._once("looks", self.observer.looks, text) for text in texts)

    def firmness(self, texts: Sequence[tuple[str, tuple[int, int]]]) -> tuple[float, ...]:
        """See ``Observer``."""
        return tuple(self._once("firmness", self.observer.firmness, text) for text in texts)

    def _once(self, kind: str, ask: Callable[[Sequence[Any]], Sequence[Any]], item: Any) -> Any:  # noqa: ANN401
        if (kind, item) not in self.heard:
            self.heard[kind, item] = ask([item])[0]
        return self.heard[kind, item]
