"""The gate: what may be said, and what is refused with which reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.core.news import Outlet, Story
from cuibono.core.reading import Record
from cuibono.core.talk import Count, Refusal, Sentence
from cuibono.core.text import Document, Kind
from cuibono.room.grounding import Draft, Gate

REPORT = Document(
    id="d1",
    capture="c1",
    kind=Kind.ARTICLE,
    outlet="Tarn Post",
    text="Tarn counts its wells\n\nThe council found 14 dry wells in March. It did not say why. "
    "Ms Ode Linn called it “a long summer”.",
)
OTHER = Document(
    id="d2", capture="c2", kind=Kind.ARTICLE, outlet="Moor Wire", text="Nine wells are safe, the ministry said."
)


def record(*documents: Document) -> Record:
    outlets = {document.id: Outlet(document.outlet) for document in documents}
    return Record(Story("s1", "Wells", documents), outlets, (), (), ())


GATE = Gate(record(REPORT, OTHER), lenses=["Wire"])
WELLS = REPORT.find("The council found 14 dry wells in March")
WHY = REPORT.find("It did not say why")


def ruling(text: str, *spans, counts=(), paraphrase=False):
    return GATE.ground(Draft(text, spans, counts, paraphrase), "Wire")


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("Tarn Post has it plainly: {0}.", (WELLS,)),
        ("It counts 14 of them {^0}, and Moor Wire says {1}.", (WELLS, OTHER.find("Nine wells are safe"))),
        ("Ms Linn speaks of “a long summer” {^0}.", (REPORT.find("Ms Ode Linn called it"),)),
    ],
)
def test_grounded_sentences_pass(text, spans):
    assert isinstance(ruling(text, *spans), Sentence)


@pytest.mark.parametrize(
    ("text", "spans", "reason"),
    [
        ("Everybody knows it.", (), "cites no words"),
        ("A marker too many {0} {1}.", (WELLS,), "does not have"),
        ("A citation left over.", (WELLS,), "does not use"),
        ("It counts 15 of them {^0}.", (WELLS,), "number “15”"),
        ("It counts fifteen of them {^0}.", (WELLS,), "number “fifteen”"),
        ("It is Orrin's doing {^0}, and Orrin's alone.", (WELLS,), "name “Orrin”"),
        ("The report speaks of “a drought” {^0}.", (WELLS,), "words “a drought”"),
        ("The report speaks of “dry wells in summer” {^0}.", (WELLS,), "words “dry wells in summer”"),
        ("The report speaks of “found … wells” {^0}.", (WELLS,), "words"),
        ("The number is 9 {^0}.", (WELLS,), "number “9”"),
    ],
)
def test_ungrounded_sentences_are_refused_with_the_reason(text, spans, reason):
    refusal = ruling(text, *spans)
    assert isinstance(refusal, Refusal)
    assert reason in refusal.reason
    assert refusal.lens == "Wire"


def test_another_document_s_words_do_not_help():
    assert "words" in ruling("Tarn Post says “Nine wells are safe” {^0}.", WELLS).reason
    stranger = Document(id="d3", capture="c3", kind=Kind.TEXT, text="Nine wells are safe.")
    assert "not in this story" in ruling("So it is {0}.", stranger.span(0, 4)).reason


def test_a_span_of_an_altered_document_is_refused():
    altered = Document(id="d1", capture="c1", kind=Kind.ARTICLE, text=REPORT.text.replace("14", "15"))
    assert "not" in ruling("So it is {0}.", altered.find("15 dry wells")).reason


def test_counts_are_the_program_s_and_can_be_unfolded():
    count = Count("origins", ("o1", "o2", "o2"))
    passed = ruling("{#0} origins say so {^0}.", WELLS, counts=(count,))
    assert isinstance(passed, Sentence)
    assert passed.counts[0].value == 2


@pytest.mark.parametrize(
    ("text", "span", "reason"),
    [
        ("The council found no dry wells {^0}.", WELLS, "adds “no”"),
        ("The council said why {^0}.", WHY, "drops “not”"),
    ],
)
def test_a_paraphrase_keeps_polarity(text, span, reason):
    assert reason in ruling(text, span, paraphrase=True).reason


@given(st.text(max_size=60))
def test_no_words_of_any_kind_pass_without_a_citation(text):
    assert isinstance(ruling(text), Refusal)


@given(st.text(alphabet=st.characters(categories=["Ll"]), min_size=3, max_size=20))
def test_a_made_up_quotation_never_passes(words):
    outcome = ruling(f"It says “{words}” {{^0}}.", WELLS)
    assert isinstance(outcome, Sentence) == (words in WELLS.quote + ".")
