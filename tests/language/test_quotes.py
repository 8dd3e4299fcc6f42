import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.core.text import Document, Kind
from cuibono.language.quotes import quotations


def document(text):
    return Document(id="d1", capture="c1", kind=Kind.TEXT, text=text)


def quoted(text):
    return [text[q.start : q.end] for q in quotations(document(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "no" and "yes".', ['"no"', '"yes"']),
        ("He said “no” and ‘yes’ there.", ["“no”", "‘yes’"]),
        ("''It is so,'' he said.", ["''It is so,''"]),
        ("«Non», dit-il.", ["«Non»"]),
        ("“It was ‘over’ then,” she said.", ["“It was ‘over’ then,”"]),
        ("The workers’ rights and rock ’n’ roll in the ’90s.", []),
        ("It's the firm's, isn't it?", []),
        ('A 5" pipe and no more.', []),
    ],
)
def test_pairs(text, expected):
    assert quoted(text) == expected


def test_a_quotation_goes_on_where_the_next_paragraph_opens_with_a_mark():
    text = '"We will not go.\n\n"And we will stay," she said.'
    first, second = quotations(document(text))
    assert (first.open, second.goes_on) == (True, True)
    assert text[first.start : first.end] == '"We will not go.'


def test_a_stray_mark_is_no_quotation():
    assert quoted('He wrote so" and left.\n\nThe end.') == []


def test_a_lost_closing_mark_after_a_cue():
    assert quoted('She tweeted, "It is over.\n\nThe end.') == ['"It is over.']


@given(st.text(alphabet="ab \"'“”‘’\n,.", max_size=150))
def test_quotations_do_not_overlap(text):
    spans = quotations(document(text))
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert all(q.start < q.end for q in spans)
