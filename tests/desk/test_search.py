"""Search: sentences that hold the words, and claims in other words where there are vectors."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from cuibono.core.watch import DESK, Touched, Vectors
from cuibono.desk.search import search
from cuibono.store.sql import Store
from tests.store.samples import NOON, PAPER, Ticks, capture, kept, make_reading

NEAR = {"fissures in a barrage": (0.9, 0.1, 0.0), "weather": (0.0, 0.0, 1.0)}


class Observer:
    """Vectors by a table: what stands for the same thing lies near."""

    model = "a table; float32"

    def vectors(self, texts):
        rows = np.array([NEAR.get(text, (1.0, 0.0, 0.0)) for text in texts], dtype=np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def store():
    with Store(":memory:", Ticks()) as opened:
        reading = make_reading(*kept(opened, capture(), capture("paper.txt", PAPER)), name="story1")
        assert opened.wire.lease(DESK, NOON, NOON + timedelta(days=1), "us")
        vectors = Vectors(Observer.model, {"c1": np.array([1, 0, 0], dtype=np.float16).tobytes()})
        opened.wire.publish("us", Touched("story1", (), ()), reading, (), vectors=vectors)
        yield opened


def test_a_document_is_found_with_the_sentences_that_hold_most_of_the_words(store):
    found = search("inspectors cracks", store.wire, None, 5)
    (document,) = found.documents
    assert (document.story, document.title) == ("story1", "Cracks in a dam")
    assert any("nine cracks" in span.quote for span in document.spans)
    assert all(document.document.text[span.start : span.end] == span.quote for span in document.spans)


def test_words_come_first_and_other_words_behind_them_each_claim_once(store):
    (hit,) = search("nine cracks", store.wire, Observer(), 5).claims
    assert (hit.claim.claim, hit.cosine) == ("c1", None)
    (hit,) = search("fissures in a barrage", store.wire, Observer(), 5).claims
    assert hit.claim.quote == "at least nine cracks in the Orlo dam"
    assert hit.cosine == pytest.approx(0.9939, abs=0.001)


def test_what_is_far_is_not_shown_and_without_networks_words_alone_count(store):
    assert search("weather", store.wire, Observer(), 5).claims == ()
    assert search("fissures in a barrage", store.wire, None, 5).claims == ()


@pytest.mark.parametrize("left", [0, 1])
def test_a_search_sees_one_state_of_a_store_that_changes_meanwhile(tmp_path, left):
    place = str(tmp_path / "desk.db")
    with Store(place, Ticks()) as asked, Store(place, Ticks()) as written:
        reading = make_reading(*kept(written, capture(), capture("paper.txt", PAPER)), name="story1")
        assert written.wire.lease(DESK, NOON, NOON + timedelta(days=1), "us")
        vectors = Vectors(Observer.model, {"c1": np.array([1, 0, 0], dtype=np.float16).tobytes()})
        written.wire.publish("us", Touched("story1", (), ()), reading, (), vectors=vectors)

        class Slow(Observer):
            def vectors(self, texts):
                # Meanwhile the story is read anew: its claims are gone, or another one has the number.
                claims = tuple(replace(each, id="c9") for each in reading.record.claims[:left])
                anew = replace(reading, record=replace(reading.record, claims=claims))
                written.wire.publish("us", Touched("story1", (), ()), anew, ())
                return super().vectors(texts)

        (hit,) = search("fissures in a barrage", asked.wire, Slow(), 5).claims
        assert (hit.claim.claim, hit.claim.quote) == ("c1", "at least nine cracks in the Orlo dam")
        assert search("fissures in a barrage", asked.wire, Observer(), 5).claims == ()


@pytest.mark.parametrize("length", [3, 7])
def test_vectors_of_another_network_are_left_aside_whatever_their_length(store, length):
    class Other(Observer):
        model = "a table; int8"

        def vectors(self, texts):
            return np.ones((len(texts), length), dtype=np.float32)

    assert search("fissures in a barrage", store.wire, Other(), 5).claims == ()
