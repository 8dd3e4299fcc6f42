"""The networks that ship: answers that depend on nothing but the words."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import numpy as np
import pytest

from cuibono.core.errors import WeightsError
from cuibono.engine.threads import ordered
from cuibono.models.local import Foreign, Pairs, Sentences
from cuibono.models.manifest import shipped

PAIRS = [
    ("The plant was closed in March.", "The plant was closed."),
    ("The plant was closed in March.", "The plant was never closed."),
    ("The plant was closed in March, the mayor said.", "Heavy rain is expected on the coast this week."),
    ("", ""),
    ("x" * 50_000, "🙂"),
    ("a \ud800 half", "北京表示"),
]
NASTY = ["", " ", "word " * 5_000, "🙂", "\ud800", "SHOUTED HEADLINE", "a\u00adb"]


@pytest.fixture(scope="module")
def pairs() -> Pairs:
    return Pairs(shipped())


@pytest.fixture(scope="module")
def sentences() -> Sentences:
    return Sentences(shipped())


def test_the_weights_are_the_ones_of_the_manifest_and_small() -> None:
    shipped().check()
    assert sum(int(str(file["bytes"])) for file in shipped().manifest.values()) < 60 * 2**20


def test_answers_depend_neither_on_company_nor_on_order(pairs: Pairs) -> None:
    alone = [pairs.relate([pair])[0] for pair in PAIRS]
    order = random.Random(1).sample(range(len(PAIRS)), len(PAIRS))
    together = Pairs(shipped(), ordered).relate([PAIRS[i] for i in order])
    assert [together[order.index(i)] for i in range(len(PAIRS))] == alone


def test_shares_add_up(pairs: Pairs) -> None:
    for found in (*pairs.relate(PAIRS), *pairs.stances(PAIRS)):
        assert sum(found) == pytest.approx(1)
        assert min(found) >= 0


def test_what_follows_what_contradicts_and_what_is_unrelated_are_told_apart(pairs: Pairs) -> None:
    follows, contradicts, unrelated = pairs.relate(PAIRS[:3])
    assert follows.entailment == max(follows)
    assert contradicts.contradiction == max(contradicts)
    assert unrelated.neutral == max(unrelated)


def test_the_same_is_more_alike_than_something_else(sentences: Sentences) -> None:
    same, close, other = sentences.likeness(
        [
            ("The mayor resigned on Friday.", "The mayor resigned on Friday."),
            ("The mayor resigned on Friday.", "On Friday the mayor stepped down."),
            ("The mayor resigned on Friday.", "Wheat prices rose again."),
        ]
    )
    assert same == pytest.approx(1, abs=0.01)
    assert same >= close > 0.6 > other


def test_vectors_have_length_one_and_a_row_each(sentences: Sentences) -> None:
    rows = sentences.vectors(NASTY)
    assert rows.shape[0] == len(NASTY)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-3)
    assert sentences.vectors([]).shape[0] == 0


def test_every_text_is_answered(sentences: Sentences) -> None:
    assert all(0 <= share <= 1 for looks in sentences.looks(NASTY) for share in looks)


def test_firmness_follows_the_event_and_not_the_place(sentences: Sentences) -> None:
    sentence = "The dam did not break."
    denied, told = sentences.firmness([(sentence, (16, 21)), ("The dam broke in the night.", (8, 13))])
    assert denied < 0 < told
    assert sentences.firmness([("word " * 2_000 + "end", (10_000, 10_003))])[0] > 0  # beyond its reach


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    weights = shipped().folder
    shutil.copy(weights / "pairs.onnx", tmp_path / "model.onnx")
    shutil.copy(weights / "tokenizer.json", tmp_path / "tokenizer.json")
    labels = {"0": "ENTAILMENT", "1": "NEUTRAL", "2": "CONTRADICTION"}
    (tmp_path / "config.json").write_text(json.dumps({"id2label": labels}), "utf-8")
    return tmp_path


def test_a_users_own_network_answers_in_its_own_order_of_labels(foreign: Path, pairs: Pairs) -> None:
    assert Foreign(foreign, pairs).relate(PAIRS[:3]) == pairs.relate(PAIRS[:3])
    labels = {"2": "entailment", "1": "neutral", "0": "contradiction"}
    (foreign / "config.json").write_text(json.dumps({"id2label": labels}), "utf-8")
    turned = Foreign(foreign, pairs).relate(PAIRS[:1])[0]
    assert turned.contradiction == pytest.approx(pairs.relate(PAIRS[:1])[0].entailment)


@pytest.mark.parametrize(
    ("file", "content"),
    [("model.onnx", b"no network"), ("tokenizer.json", b"{}"), ("config.json", b"{}"), ("config.json", b"junk")],
)
def test_what_is_wrong_with_a_users_network_is_named(foreign: Path, pairs: Pairs, file: str, content: bytes) -> None:
    (foreign / file).write_bytes(content)
    with pytest.raises(WeightsError, match="weights: "):
        Foreign(foreign, pairs).relate(PAIRS[:1])
    (foreign / file).unlink()
    with pytest.raises(WeightsError, match="cannot be read"):
        Foreign(foreign, pairs).relate(PAIRS[:1])
