"""Every core type survives the way to JSON and back, and nothing altered comes back as if it were whole."""

import contextlib
import dataclasses
import json
import types
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from inspect import getmembers, isclass
from typing import Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.core import claims, findings, news, reading, talk, text, times
from cuibono.core.claims import Assertion, Claim, Quantity
from cuibono.core.errors import GroundingError, StoreError, Tampered
from cuibono.core.findings import Finding
from cuibono.core.news import Capture, Change
from cuibono.core.reading import Reading, Record
from cuibono.core.talk import Sentence, Turn
from cuibono.core.text import Document, Kind, Span
from cuibono.store.codec import FAMILIES, decode, dump, dumps, encode, encode_fields, loads, read_time, write_time
from tests.store.samples import PAPER, capture, make_reading, read

WIRE = read(capture())[0]
ODD = Document("dodd", "c", Kind.TEXT, 'e\u0301 "quoted"\\n\n\n😀 ﬁne \u2028 words')  # what JSON and offsets trip over
DOCUMENTS = {document.id: document for document in (WIRE, ODD)}


def stored(kind):
    """The fields that are stored: what is made only for the work in hand is not."""
    return [item for item in dataclasses.fields(kind) if item.metadata.get("stored", True)]


@st.composite
def spans(draw):
    document = draw(st.sampled_from([WIRE, ODD]))
    start = draw(st.integers(0, len(document.text) - 1))
    end = draw(st.integers(start + 1, len(document.text)))
    return document.span(start, end) if document.text[start:end].strip() else document.span(0, len(document.text))


TIMES = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)).map(  # noqa: DTZ001 - given zones at once
    lambda at: at.replace(tzinfo=timezone(timedelta(hours=5, minutes=45)))
)
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False)
PLAIN = {
    str: st.text(max_size=8),
    int: st.integers(),
    bool: st.booleans(),
    float: st.floats(allow_nan=False, allow_infinity=False),
    datetime: TIMES,
    Decimal: NUMBERS,
    bytes: st.binary(max_size=8),
    Document: st.sampled_from([WIRE, ODD]),
}


def values(kind):  # noqa: PLR0911 - one case per form of type
    """A strategy for any type that stands in a core annotation."""
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return st.one_of(*(values(arg) for arg in args))
    if origin is tuple:
        if args[1:] == (Ellipsis,):
            return st.lists(values(args[0]), max_size=2).map(tuple)
        return st.tuples(*(values(arg) for arg in args))
    if origin is Mapping:
        return st.dictionaries(st.text(max_size=4), values(args[1]), max_size=2)
    if kind is type(None):
        return st.none()
    if kind is Span:
        return spans()
    if kind in PLAIN:
        return PLAIN[kind]
    if kind is Finding:
        return st.one_of(*(instances(member) for member in FAMILIES[Finding]))
    if issubclass(kind, StrEnum):
        return st.sampled_from(list(kind))
    return instances(kind)


@st.composite
def instances(draw, kind):
    """An instance of a core class; where its fields must fit each other, they are made to."""
    hints = get_type_hints(kind)
    drawn = {item.name: draw(values(hints[item.name])) for item in stored(kind)}
    if issubclass(kind, Finding | Sentence):
        drawn["spans"] = draw(st.lists(spans(), min_size=1, max_size=2).map(tuple))
    if kind in {Turn, talk.Phrased}:
        drawn["sentences"] = (draw(instances(Sentence)),)
    if kind is talk.Remark:
        drawn |= {"sentences": (), "words": "Who says so?", "passages": (talk.Passage(0, 12, asks=True),)}
    if kind is Claim:
        drawn["assertions"] = ("a1",)
    if kind is Assertion:
        drawn |= {"sentence": drawn["span"], "document": drawn["span"].document}
    if kind is Change and drawn["before"] is drawn["after"] is None:
        drawn["after"] = draw(spans())
    if kind is Quantity:
        low, high = draw(NUMBERS), draw(NUMBERS)
        drawn |= draw(
            st.sampled_from(
                [
                    {"low": low, "high": None},
                    {"low": None, "high": high},
                    dict(zip(("low", "high"), sorted((low, high)), strict=True)),
                ]
            )
        )
    return kind(**drawn)


def shape(value):
    """A value as nested tuples with its classes, so that what compares by identity or loosely is compared whole."""
    if isinstance(value, Span | Document):
        return value
    if dataclasses.is_dataclass(value):
        return (type(value), *(shape(getattr(value, item.name)) for item in stored(value)))
    if isinstance(value, tuple):
        return (tuple, *map(shape, value))
    if isinstance(value, Mapping):
        return (dict, *((key, shape(item)) for key, item in value.items()))
    if isinstance(value, Decimal):
        return (Decimal, str(value))
    return (type(value), value)


CORE = sorted(
    {
        kind
        for module in (claims, findings, news, reading, talk, text, times)
        for _, kind in getmembers(module, isclass)
        if dataclasses.is_dataclass(kind) and kind.__module__ == module.__name__
    }
    # A capture is a row, a document is written where it is stored, and what a sentence is cut into is never stored.
    - {Span, Document, Finding, Capture, talk.Quote, talk.Cite},
    key=lambda kind: kind.__name__,
)


@pytest.mark.parametrize("kind", CORE, ids=lambda kind: kind.__name__)
@settings(max_examples=20)  # there are thirty types
@given(data=st.data())
def test_every_core_type_comes_back_as_it_was(kind, data):
    value = data.draw(instances(kind))
    if isinstance(value, Finding):  # as it stands in a reading
        value, kind = reading.Reading(_empty(), (value,), (), talk.Talk(), ()), Reading
    text = dumps(encode(value))
    assert dump(value) == text
    back = decode(kind, loads(text), DOCUMENTS)
    assert shape(back) == shape(value)
    assert dumps(encode(back)) == text


def _empty():
    return Record(news.Story("s", "", ()), {}, (), (), ())


@settings(max_examples=30)
@given(drawn=st.data())
def test_a_document_comes_back_field_by_field(drawn):
    document = drawn.draw(instances(Document))
    hints = get_type_hints(Document)
    written = encode_fields(document)
    for item in dataclasses.fields(Document):
        back = decode(hints[item.name], json.loads(json.dumps(written[item.name])))
        assert shape(back) == shape(getattr(document, item.name))


def test_the_closed_list_of_findings_is_whole():
    known = {kind for _, kind in getmembers(findings, isclass) if issubclass(kind, Finding) and kind is not Finding}
    assert set(FAMILIES[Finding]) == known


def test_a_finding_the_store_does_not_know_is_refused_when_written_and_when_read():
    @dataclasses.dataclass(frozen=True, kw_only=True)
    class Hunch(Finding):
        pass

    sure = claims.Provenance(claims.Method("m", "1"))
    with pytest.raises(StoreError, match="Hunch"):
        encode(Hunch(id="f", spans=(WIRE.span(0, 3),), provenance=sure))
    with pytest.raises(Tampered, match="unknown class 'Hunch'"):
        decode(Finding, {"is": "Hunch"})


@pytest.mark.parametrize("value", [object(), {1: 2}, float("nan"), float("inf"), datetime(2031, 1, 1), b"x", Span])  # noqa: DTZ001
def test_what_has_no_stored_form_is_refused(value):
    with pytest.raises(StoreError):
        encode(value)


def test_text_of_a_parsers_own_class_becomes_plain_text():
    class Smart(str):
        __slots__ = ()

    assert type(encode(Smart("x"))) is str


@given(TIMES, TIMES)
def test_stored_times_sort_as_the_times_do(one, other):
    assert (write_time(one) < write_time(other)) == (one < other)
    assert read_time(write_time(one)) == one
    assert read_time(write_time(one)).tzinfo is UTC


def _true_elsewhere(stored):
    """Whether the altered span happens to be a true one, such as the same letter in another place."""
    match stored:
        case {"document": name, "start": int(start), "end": int(end), "quote": quote, **rest} if (
            not rest and start >= 0
        ):
            return name in DOCUMENTS and DOCUMENTS[name].text[start:end] == quote == quote.strip() != ""
    return False


@given(span=spans(), data=st.data())
def test_a_span_with_any_one_thing_altered_does_not_come_back(span, data):
    stored = encode(span)
    assert decode(Span, stored, DOCUMENTS) == span
    at = data.draw(st.integers(0, len(span.quote) - 1))
    letter = data.draw(st.characters(exclude_categories=["Cs"]))
    step = data.draw(st.integers(1, 5))
    other = ODD if span.document == WIRE.id else WIRE
    altered = [
        stored | {"quote": span.quote[:at] + letter + span.quote[at + 1 :]},
        stored | {"quote": span.quote + letter},
        stored | {"quote": span.quote[:at]},
        stored | {"end": span.end + step},
        stored | {"start": span.start - step},
        stored | {"start": span.start - step, "end": span.end - step},
        stored | {"document": other.id},
        stored | {"document": "d404"},
        stored | {"start": str(span.start)},
        stored | {"more": 1},
        {name: value for name, value in stored.items() if name != "quote"},
    ]
    for each in altered:
        if not _true_elsewhere(each):
            with pytest.raises(Tampered):
                decode(Span, each, DOCUMENTS)


WHOLE = make_reading(WIRE, read(capture("paper.txt", PAPER))[0])
IN_WHOLE = {document.id: document for document in WHOLE.record.story.documents}
JUNK = [None, True, -1, 1.5, "junk", [], {}, ["junk"], {"junk": 1}]


def places(data, at=()):
    """Every way into nested JSON."""
    yield at
    for key, item in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from places(item, (*at, key))


PLACES = list(places(encode(WHOLE)))


@given(place=st.sampled_from(PLACES), junk=st.sampled_from(JUNK))
def test_junk_anywhere_is_refused_or_fits_and_is_never_a_stray_error(place, junk):
    data = encode(WHOLE)
    if place:
        *way, last = place
        inner = data
        for step in way:
            inner = inner[step]
        inner[last] = junk
    else:
        data = junk
    with contextlib.suppress(Tampered):  # and nothing else
        assert encode(decode(Reading, data, IN_WHOLE)) == data


def test_a_message_has_the_path_to_what_is_wrong():
    data = encode(WHOLE)
    data["findings"][4]["words"]["quote"] = "looming?"
    with pytest.raises(
        Tampered, match=r"Reading\.findings\[4\]\.words: document .* holds 'looming' at .*, not 'looming\?'"
    ):
        decode(Reading, data, IN_WHOLE)


def test_a_field_that_an_older_version_did_not_write_takes_its_default():
    data = encode(WHOLE)
    del data["left_aside"]
    assert decode(Reading, data, IN_WHOLE).left_aside == ()
    del data["record"]
    with pytest.raises(Tampered, match="Reading: record missing"):
        decode(Reading, data, IN_WHOLE)


def test_what_refuses_to_be_built_is_tampered_too():
    data = encode(WHOLE)
    data["talk"]["turns"][0]["sentences"] = []
    with pytest.raises(Tampered, match="holds no grounded sentence") as caught:
        decode(Reading, data, IN_WHOLE)
    assert isinstance(caught.value.__cause__.__cause__, GroundingError)


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "NaN"])
def test_broken_json_is_tampered(text):
    with pytest.raises(Tampered):
        decode(Reading, loads(text))
