import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.core.text import Block, Document, Kind, Role
from cuibono.language.names import NameKind, kind_of, names


def document(text, *blocks):
    return Document(id="d1", capture="c1", kind=Kind.TEXT, text=text, blocks=tuple(blocks))


def found(text):
    return [span.quote for span in names(document(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On Monday the minister met Jane Roe in Paris.", ["Jane Roe", "Paris"]),
        ("We asked Attorney General Jane Roe and Sen. Lee Marsh about it.", ["Jane Roe", "Lee Marsh"]),
        ("They met Ludwig van der Berg of Acme, Inc. in May.", ["Ludwig van der Berg", "Acme, Inc."]),
        (
            "He moved from the Department of Energy to the Food and Drug Administration.",
            ["Department of Energy", "Food and Drug Administration"],
        ),
        ("We met former FBI Director Jane Roe.", ["FBI", "Jane Roe"]),
        ("He likes the Texas-based Acme Labs’ tools.", ["Acme Labs"]),
        ("It was Roe's idea.", ["Roe"]),
    ],
)
def test_names(text, expected):
    assert found(text) == expected


def test_a_capital_that_opens_a_sentence_proves_nothing():
    assert found("Researchers met. Weights were taken.") == []


def test_but_the_rest_of_the_document_may():
    assert found("Halden denies it. Later we called Halden.") == ["Halden", "Halden"]


def test_a_title_in_title_case_needs_evidence_from_the_body():
    text = "Rule Comes As Halden Warns Of Theft\n\nThe firm Halden warns of theft."
    doc = document(text, Block(0, 35, Role.TITLE), Block(37, len(text)))
    assert [s.quote for s in names(doc)] == ["Halden", "Halden"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Jane Roe", NameKind.PERSON),
        ("John Q. Marsh Jr.", NameKind.PERSON),
        ("Orrin Labs", NameKind.BODY),
        ("Acme GmbH", NameKind.BODY),
        ("Department of Energy", NameKind.BODY),
        ("FBI", NameKind.BODY),
        ("France", NameKind.PLACE),
        ("Russian", NameKind.PEOPLE),
        ("Tsarvek", NameKind.UNKNOWN),
    ],
)
def test_kind_of(name, kind):
    assert kind_of(name) is kind


@given(st.text(alphabet="AbcD .,'’&-\n", max_size=120))
def test_names_stand_in_their_text_in_order(text):
    doc = document(text)
    spans = names(doc)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert all(doc.text[s.start : s.end] == s.quote for s in spans)
