"""The public sets that the shipped weights learn from, read into plain rows.

Only sets whose licence lets weights made from them be shipped; each is named with its licence in README.md. Parts that
the quality gate measures on are never read here: ``held_back`` cuts them off by a hash of the item, so that the same
items stay unseen whatever the order of the files.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ENTAILMENT, NEUTRAL, CONTRADICTION = 0, 1, 2
NLI = {"entailment": ENTAILMENT, "neutral": NEUTRAL, "contradiction": CONTRADICTION}
STANCES = ("agree", "disagree", "discuss", "unrelated")
csv.field_size_limit(sys.maxsize)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts and the label of the second seen from the first; ``head`` is relate or stance.

    ``bearing`` is a second label of a relate pair: how the second text bears on the first (``written.BEARINGS``), -1
    where nobody says.
    """

    premise: str
    hypothesis: str
    label: int
    head: str = "relate"
    bearing: int = -1


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with a label 0..1 for one judgement, or with a value -3..3 on one stretch of it."""

    text: str
    head: str
    label: float
    start: int = -1
    end: int = -1


def held_back(key: str, part: int) -> bool:
    """Whether an item belongs to the part (one in ``part``) that is only measured."""
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) % part == 0


def nli(data: Path) -> Iterator[Pair]:  # noqa: C901 - a loop for each set
    """CAD and SNLI (CC BY-SA 4.0), ConjNLI (MIT), JOCI (CC BY-SA): three-way pairs.

    A fifth of SNLI's development part is held back (by premise, since one premise has three hypotheses). Of JOCI's
    pairs marked impossible a third is taken: many are odd sentences rather than contradictions; of ConjNLI, whose
    pairs differ in a conjunct or a number, half.
    """
    relations = data / "relations"
    for row in _tsv(relations / "cad" / "train.tsv"):
        yield Pair(row["sentence1"], row["sentence2"], NLI[row["gold_label"]])
    for row in _tsv(relations / "snli_dev" / "validation.tsv"):
        if not held_back(row["premise"], 5):
            yield Pair(row["premise"], row["hypothesis"], int(row["label"]))
    for row in _tsv(relations / "conjnli" / "adversarial_train_15k.tsv"):
        if held_back(row["Premise"], 2):
            yield Pair(row["Premise"], row["Hypothesis"], NLI[row["Label"]])
    for row in _csv(relations / "joci" / "train.csv"):
        label = NLI[row["label"]]
        if label != CONTRADICTION or held_back(row["premise"] + row["hypothesis"], 3):
            yield Pair(row["premise"], row["hypothesis"], label)
    for a, b, score in similar(data):
        if score >= 0.96:
            yield Pair(a, b, ENTAILMENT)
        elif score <= 0.3:
            yield Pair(a, b, NEUTRAL)


def key(premise: str) -> str:
    """How ``answered/`` tells a sentence without repeating it: the start of a hash of its words."""
    return hashlib.sha256(" ".join(premise.split()).encode()).hexdigest()[:12]


def premises(data: Path) -> dict[str, str]:
    """Real sentences by their key, as premises of ``answered/``; of pairs that others wrote, nothing but the premise.

    From LingNLI the sentences of Slate in the Open American National Corpus (free for any use), without those that
    MNLI's development part has too; debates (ClaimBuster, CC BY 4.0); the English Web Treebank (UDS-IH2, CC BY-SA);
    captions (JOCI's, CC BY-SA 4.0), without SNLI's development part; Wikinews and Federal Register abstracts.
    """
    relations = data / "relations"
    asked = {key(row["premise"]) for row in _csv(relations / "mnli_dev" / "dev.csv")}
    asked |= {key(row["premise"]) for row in _tsv(relations / "snli_dev" / "validation.tsv")}
    found = [sentence for document in news(data) for sentence in document]
    for path in sorted((relations / "lingnli").glob("*/*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            found += [json.loads(line)["premise"] for line in lines]
    found += [sentence.text for sentence in (*checkable(data, every=True), *firmness(data))]
    found += [row["premise"] for row in _csv(relations / "joci" / "train.csv")]
    return {name: text for text in found if (name := key(text)) not in asked}


def similar(data: Path) -> Iterator[tuple[str, str, float]]:
    """STS benchmark, train (CC BY-SA 4.0): two sentences, likeness 0..1."""
    with (data / "similarity" / "stsb" / "stsb-en-train.csv").open(encoding="utf-8", newline="") as file:
        for a, b, score in csv.reader(file):
            yield a, b, float(score) / 5


def fnc(data: Path) -> tuple[list[tuple[str, str, int]], list[tuple[str, str, int]]]:
    """FNC-1 train (Apache-2.0) as (headline, body, stance): what is learned from, and the held-back tenth.

    The tenth is cut by body, as the official test part has bodies of its own.
    """
    folder = data / "relations" / "fnc1_train"
    bodies = {row["Body ID"]: row["articleBody"] for row in _csv(folder / "train_bodies.csv")}
    learned: list[tuple[str, str, int]] = []
    kept: list[tuple[str, str, int]] = []
    for row in _csv(folder / "train_stances_rebuilt.csv"):
        item = (row["Headline"], bodies[row["Body ID"]], STANCES.index(row["Stance"]))
        (kept if held_back(bodies[row["Body ID"]], 10) else learned).append(item)
    return learned, kept


def checkable(data: Path, *, every: bool = False) -> Iterator[Sentence]:
    """ClaimBuster sentences as in CheckThat! 2024, English train (CC BY 4.0); of those not worth checking half."""
    for row in _tsv(data / "claims" / "checkworthy" / "CT24_checkworthy_english_train.tsv"):
        if every or row["class_label"] == "Yes" or held_back(row["Text"], 2):
            yield Sentence(row["Text"].strip().strip('"'), "checkable", float(row["class_label"] == "Yes"))


def subjective(data: Path) -> Iterator[Sentence]:
    """CheckThat! 2025 subjectivity, English train (CC BY 4.0)."""
    for row in _tsv(data / "claims" / "subjectivity" / "train_en.tsv"):
        yield Sentence(row["sentence"], "subjective", float(row["label"] == "SUBJ"))


def firmness(data: Path) -> Iterator[Sentence]:
    """UDS-IH2 train (CC BY-SA, English Web Treebank): how far an event is a fact, -3..3, on its word."""
    with (data / "factuality" / "uds_ih2" / "train.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            text, places = joined(row["text"].split(" "))
            for target in row["targets"]:
                first, last = target["span1"]
                if last <= len(places):
                    yield Sentence(text, "firmness", target["label"], places[first][0], places[last - 1][1])


def joined(words: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """Treebank tokens as running text, and where each went: ``( see` + ``)`` -> "(see)"."""
    text = ""
    places = []
    for word in words:
        plain = {"-LRB-": "(", "-RRB-": ")", "``": '"', "''": '"'}.get(word, word)
        glue = not text or plain in {",", ".", "!", "?", ";", ":", ")", "]", "%"} or text[-1] in "([$"
        glue = glue or plain.startswith("'") or plain == "n't"
        text += ("" if glue else " ") + plain
        places.append((len(text) - len(plain), len(text)))
    return text, places


_ENDS = re.compile(r"(?<=[a-z\d)\"”][.!?])[\"”]? +(?=[A-Z\"“])")


def plain_sentences(text: str) -> list[str]:
    """A quick cut into sentences, good enough for training material."""
    return [s.strip() for s in _ENDS.split(" ".join(text.split())) if 4 < len(s.split()) < 50]


def news(data: Path) -> list[list[str]]:
    """Sentences by document, of texts free to use: Wikinews (CC BY 2.5), Federal Register (public domain)."""
    documents: list[list[str]] = []
    for year in (2019, 2020):
        path = data / "documents" / "wikinews" / f"wikinews_{year}.csv"
        documents.extend(plain_sentences(row["text"]) for row in _csv(path))
    with (data / "documents" / "federal_register" / "abstracts.jsonl").open(encoding="utf-8") as lines:
        documents.extend(plain_sentences(json.loads(line)["abstract"] or "") for line in lines)
    return [document for document in documents if len(document) > 1]


def _tsv(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def _csv(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)
