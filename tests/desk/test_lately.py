"""What is new is told from the record alone, and only where dates are certain."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from cuibono.core.findings import Clock, ClockStatus
from cuibono.desk.lately import contested, lately, next_clock
from tests.export.desk import reading

AT = datetime(2031, 5, 5, 12, tzinfo=UTC)


def as_of(moment):
    made = reading()
    return replace(made, record=replace(made.record, as_of=moment))


def test_documents_and_claims_of_the_last_day_are_counted():
    told = lately(as_of(AT))
    assert told.since == AT - timedelta(days=1)
    assert told.documents == 1  # the paper, of the 5th; all others are of the morning of the 4th
    assert told.claims == 1  # what only the paper says
    assert told.moved == 1


def test_an_edit_is_no_new_document():
    told = lately(as_of(datetime(2031, 5, 6, 23, tzinfo=UTC)), timedelta(hours=22))
    assert (told.documents, told.edits) == (0, 0)  # a day that began before may mean an hour before
    told = lately(as_of(datetime(2031, 5, 6, 23, tzinfo=UTC)), timedelta(hours=30))
    assert (told.documents, told.edits) == (0, 1)


def test_nothing_is_new_where_nothing_is_dated():
    made = reading()
    undated = tuple(replace(d, published=None, modified=None) for d in made.record.story.documents)
    story = replace(made.record.story, documents=undated)
    assert lately(replace(made, record=replace(made.record, story=story, as_of=None))) is None


def test_contested_are_the_rows_that_a_contradiction_names():
    assert contested(reading()) == {"c1", "c2"}


def test_the_next_clock_is_the_first_that_is_ahead():
    clock = next(f for f in reading().findings if isinstance(f, Clock))

    def at(key, month, status=ClockStatus.EXPECTED):
        return replace(clock, id=key, status=status, earliest=None, latest=datetime(2031, month, 1, tzinfo=UTC))

    clocks = (at("a", 9), at("b", 7), at("c", 4), at("d", 6, ClockStatus.MET), replace(at("e", 8), latest=None))
    assert next_clock(clocks, AT).id == "b"
    assert next_clock(clocks, None).id == "c"
    assert next_clock(clocks[2:], AT) is None
