import pytest

from cuibono.core.text import Document, Kind
from cuibono.language.hedges import boosters, estimative, hedges, negations


def document(text):
    return Document(id="d1", capture="c1", kind=Kind.TEXT, text=text)


def words(spans):
    return [span.quote for span in spans]


def test_hedges_are_found_with_their_offsets():
    doc = document("The group is likely behind it and may have taken models.")
    assert words(hedges(doc)) == ["likely", "may"]
    assert all(doc.text[s.start : s.end] == s.quote for s in hedges(doc))


@pytest.mark.parametrize(
    "text", ["It comes in May.", "On May 3 it ends.", "Mrs. May left.", "as soon as possible", "He could not go."]
)
def test_these_are_no_hedges(text):
    assert hedges(document(text)) == ()


def test_negations():
    doc = document("They didn't pay, no longer deny it and failed to say why; nobody won.")
    assert words(negations(doc)) == ["didn't", "no longer", "deny", "failed to", "nobody"]


@pytest.mark.parametrize(
    "text", ["not only the firm", "no doubt it works", "whether or not it works", "No. 4 won", "no later than May"]
)
def test_these_negate_nothing(text):
    assert negations(document(text)) == ()


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("It is almost certain.", 95, 99),
        ("It is very likely so.", 80, 95),
        ("It is likely so.", 55, 80),
        ("There is a roughly even chance.", 45, 55),
        ("It is unlikely.", 20, 45),
        ("It is highly unlikely.", 5, 20),
        ("There is almost no chance.", 1, 5),
    ],
)
def test_words_of_estimative_probability_have_the_ranges_of_icd_203(text, low, high):
    (estimate,) = estimative(document(text))
    assert (estimate.low, estimate.high) == (low, high)


@pytest.mark.parametrize(
    "text", ["twice as likely", "among likely voters", "remote access to servers", "probable cause"]
)
def test_these_express_no_probability(text):
    assert estimative(document(text)) == ()


def test_a_region_bounds_the_search():
    doc = document("It may rain. It will clearly snow.")
    second = doc.span(13, len(doc.text))
    assert hedges(doc, second) == ()
    assert words(boosters(doc, second)) == ["clearly"]
