"""Names as one says them, and dates as coarse as they are."""

from datetime import UTC, datetime

import pytest

from cuibono.core.claims import Speaker, SpeakerKind
from cuibono.room import dates
from cuibono.room.voices import many, named


def unnamed(name: str) -> Speaker:
    return Speaker("s", name, SpeakerKind.UNNAMED)


@pytest.mark.parametrize(
    ("name", "common", "said"),
    [
        ("A ministry official", True, "an unnamed ministry official quoted by Wire"),
        ("A U.S. defence official", False, "an unnamed U.S. defence official quoted by Wire"),
        ("Investigators", True, "unnamed investigators quoted by Wire"),
        ("Officials in the valley", True, "unnamed officials in the valley quoted by Wire"),
        ("Drovia's state news service", False, "Drovia's state news service as quoted by Wire"),
        ("other news outlets", True, "other news outlets quoted by Wire"),
        ("she", True, "somebody whom Wire does not name"),
        ("the report", True, "somebody whom Wire does not name"),
        ("somebody quoted in Wire", True, "somebody whom Wire does not name"),
    ],
)
def test_unnamed_speakers(name, common, said):
    assert named(unnamed(name), "Wire", is_common=common) == said


def test_several_take_the_plural():
    assert many(unnamed("Officials"))
    assert many(Speaker("s", "Jo Barr and Jo New", SpeakerKind.PERSON))
    assert not many(unnamed("An official"))
    assert not many(Speaker("s", "Department of Health and Human Services", SpeakerKind.BODY))


@pytest.mark.parametrize(
    ("first", "end", "said"),
    [
        ((2014, 1, 1), (2015, 1, 1), "in 2014"),
        ((2018, 11, 1), (2018, 12, 1), "in November 2018"),
        ((2027, 1, 1), (2027, 4, 1), "between January 2027 and March 2027"),
        ((2026, 3, 11), (2026, 3, 12), "on 11 March 2026"),
        ((2026, 3, 11), (2026, 3, 14), "between 11 March 2026 and 13 March 2026"),
        (None, (2026, 5, 1), "by 30 April 2026"),
        ((2026, 3, 11), None, ""),
    ],
)
def test_the_last_day_of_a_year_is_no_date(first, end, said):
    moments = [datetime(*day, tzinfo=UTC) if day else None for day in (first, end)]
    assert dates.when(*moments) == said
