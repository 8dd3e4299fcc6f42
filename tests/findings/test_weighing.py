"""What networks are asked about a story, and how much: both are played by doubles that count."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from cuibono.core.claims import Modality
from cuibono.core.reading import Near
from cuibono.core.scores import Bearing, Inference, Stance
from cuibono.findings.candidates import candidates, worded
from cuibono.findings.silences import Silences, Telling
from cuibono.findings.weighing import weigh
from tests.findings.newsdesk import Article, Say, record


class Counts:
    """A relater that answers by a word in the pair and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def relate(self, pairs: Sequence[tuple[str, str]]) -> tuple[Inference, ...]:
        self.asked.extend(pairs)
        return tuple(Inference(0.9, 0.05, 0.05) if "sure" in "".join(p) else Inference(0.1, 0.8, 0.1) for p in pairs)

    def stances(self, pairs: Sequence[tuple[str, str]]) -> tuple[Stance, ...]:
        raise NotImplementedError

    def bearings(self, pairs: Sequence[tuple[str, str]]) -> tuple[Bearing, ...]:
        raise NotImplementedError


class Words:
    """An observer to whom texts are alike that share words; the other questions are never asked."""

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        rows = np.zeros((len(texts), 64), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().strip(".").split():
                row[sum(map(ord, word)) % 64] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    likeness = looks = firmness = None


def story(documents, says):
    """Papers that say nearly the same things, each a paper of its own."""
    return record(
        **{
            f"d{i}": Article(
                f"Paper {i}",
                f"2026-03-{i % 28 + 1:02}",
                tuple(
                    Say(f"Harbour gate {j} was closed by man {i} after the storm.", speaker=f"Man {i}")
                    for j in range(says)
                ),
            )
            for i in range(documents)
        }
    )


def test_a_story_of_fifty_articles_asks_no_more_than_two_thousand_questions():
    relater = Counts()
    weigh(story(50, 12), relater, Words())
    assert 1000 < len(relater.asked) <= 2000


def test_what_is_asked_does_not_depend_on_the_order_of_the_input():
    rec = story(5, 4)
    mixed = replace(rec, claims=tuple(reversed(rec.claims)))
    first, second = Counts(), Counts()
    assert weigh(rec, first, Words()).weighed == weigh(mixed, second, Words()).weighed
    assert first.asked == second.asked != []


def test_pairs_are_two_voices_and_state_something():
    say = "Harbour gate nine was closed by the inspector after the storm in Brenn."
    rec = record(
        alpha=Article("Alpha Post", "2026-03-01", (Say(say), Say(say.replace("nine", "ten")))),
        beta=Article("Beta News", "2026-03-02", (Say(say.replace("closed", "never closed")), Say("Gates closed."))),
        gamma=Article("Gamma Times", "2026-03-03", (Say(say.replace("after", "before"), modality=Modality.QUESTION),)),
        copy=Article("Delta", "2026-03-03", (Say(say.replace("storm", "big storm")),), copies="alpha"),
    )
    found = candidates(rec, Words(), 99)
    documents = [(rec.assertion[a].document, rec.assertion[b].document) for a, b in found]
    assert documents == [("alpha", "beta")] * 2


def test_of_a_denial_the_network_is_shown_what_is_denied():
    say = Say("Brandt strongly denied that he closed gate nine", speaker="Brandt", modality=Modality.DENIED)
    (assertion,) = record(alpha=Article("Alpha Post", "2026-03-01", (say,))).assertions
    assert worded(assertion) == "he closed gate nine"


@pytest.mark.parametrize(
    ("sentence", "cosine", "telling"),
    [
        ("It is sure that inspectors shut four gates in the harbour.", 0.8, Telling.FULLY),
        ("It is sure that inspectors shut five gates in the harbour.", 0.8, Telling.PARTLY),  # another figure
        ("It is sure that inspectors never shut four gates.", 0.8, Telling.PARTLY),  # the opposite
        ("It may be that inspectors shut four gates in the harbour.", 0.75, Telling.PARTLY),  # the network doubts
        (
            "It may be that inspectors shut four gates in the harbour.",
            0.85,
            Telling.FULLY,
        ),  # very near, with its figure
        ("It is sure that inspectors shut four gates in the harbour.", 0.6, Telling.PARTLY),  # not near enough
        ("It is sure that inspectors shut four gates in the harbour.", 0.5, Telling.HARDLY),  # far off
    ],
)
def test_a_sentence_from_which_the_claim_follows_says_it(sentence, cosine, telling):
    rec = record(
        alpha=Article("Alpha Post", "2026-03-01", (Say("Four barriers at Brenn were taken out of service.", "gates"),)),
        beta=Article("Beta News", "2026-03-02", (Say("The fleet stayed in."),), filler=sentence),
    )
    near = {("c-gates", "beta"): Near(rec.documents["beta"].find(sentence), cosine)}
    seen = weigh(replace(rec, nearest=near), Counts(), Words())
    told = Silences(seen).said(seen.claim["c-gates"], seen.documents["beta"])
    assert told is not None
    assert (told.telling, told.learned) == (telling, telling is Telling.FULLY)
