"""Promise 1 at its root: a span is words that stand in a document, or it does not exist."""

import dataclasses
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cuibono.core.errors import SpanError
from cuibono.core.text import Document, Folded, Kind, Span, fold

ODD = st.text(
    alphabet=st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("ab é\u0301ﬁﬀ½²™…Å\u00ad\u200b \t\n\u00a0“”’—각\u1100\u1161\u11a8ﷺ"),
    ),
    max_size=80,
)


def doc(text: str, name: str = "d1") -> Document:
    return Document(id=name, capture="c", kind=Kind.TEXT, text=text)


@given(ODD)
def test_folding_for_search_and_folding_a_quotation_agree(text):
    assert Folded(text).text.strip() == fold(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("a\u00a0b\n\t c ", "a b c"),
        ("o\ufb03ce \u00bd", "office 1\u20442"),
        ("e\u0301te\u0301", "\u00e9t\u00e9"),
        ("co\u00adoperate\u200b", "cooperate"),
        ("\u1100\u1161\u11a8", "\uac01"),
        ("\u201cno\u201d \u2014 yes\u2026", "\u201cno\u201d \u2014 yes..."),
    ],
)
def test_folding_is_nfkc_and_white_space(text, folded):
    assert fold(text) == folded


@given(ODD)
def test_every_folded_character_leads_back_to_the_original(text):
    folded = Folded(text)
    for i in range(len(folded.text)):
        start, end = folded.start_of(i), folded.end_of(i)
        assert 0 <= start < end <= len(text)
        assert folded.text[i].strip() in unicodedata.normalize("NFKC", text[start:end])


@given(st.data(), ODD)
def test_words_taken_from_a_document_are_found_in_it(data, text):
    document = doc(text)
    start = data.draw(st.integers(0, max(0, len(text) - 1)))
    end = data.draw(st.integers(start, len(text)))
    assume(fold(text[start:end]) and start < end and text[start:end].strip())
    assume(not unicodedata.combining(text[end : end + 1] or "x"))  # a character is not cut from its accents
    span = Span(document, start, end)
    assert text[span.start : span.end] == span.quote
    assume(fold(span.quote) in document.folded.text)
    found = document.find(span.quote)
    assert fold(found.quote) == fold(span.quote)
    assert found.start < span.end  # the same place, or an earlier one with the same words


@given(ODD.filter(fold), st.data())
def test_one_changed_character_is_refused(text, data):
    document = doc(text)
    at = data.draw(st.integers(0, len(text) - 1))
    mutated = text[:at] + "\u2042" + text[at + 1 :]  # an asterism: assumed absent
    assume("\u2042" not in text)
    with pytest.raises(SpanError):
        document.find(mutated)


def test_spliced_elided_and_foreign_quotations_are_refused():
    ours = doc("The plant leaked for nine days. Nobody was told until Friday.")
    theirs = doc("The plant was safe at all times.", "d2")
    assert ours.find("leaked for\n nine   days").quote == "leaked for nine days"
    for forged in ("The plant leaked until Friday.", "The plant leaked … until Friday", "safe at all times"):
        with pytest.raises(SpanError, match="d1"):
            ours.find(forged)
    assert theirs.find("safe at all times").document == "d2"


def test_a_ligature_is_not_quoted_by_half():
    document = doc("The oﬃce closed.")
    assert document.find("office").quote == "oﬃce"
    with pytest.raises(SpanError):
        document.find("off")


def test_a_span_has_no_other_way_into_the_world():
    document = doc("Some words.")
    span = document.span(0, 4)
    with pytest.raises(SpanError):
        Span("d1", 0, 4)
    with pytest.raises(TypeError):
        Span(document="d1", start=0, end=4, quote="Lies")
    with pytest.raises(TypeError):
        dataclasses.replace(span, quote="Lies")
    with pytest.raises(dataclasses.FrozenInstanceError):
        span.quote = "Lies"
    for start, end in ((0, 0), (-1, 3), (3, 2), (0, 99), (4, 5)):
        with pytest.raises(SpanError):
            document.span(start, end)


def test_stored_spans_come_back_only_if_the_words_are_there():
    document = doc("Some words.")
    assert document.check(0, 4, "Some") == document.span(0, 4)
    for start, end, quote in ((0, 4, "Sone"), (1, 4, "Some"), (0, 5, "Some ")):
        with pytest.raises(SpanError):
            document.check(start, end, quote)
