from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.core.errors import InputError
from cuibono.core.times import Precision, Stamp, last_instant, parse_stamp


def test_a_naive_time_is_refused():
    with pytest.raises(InputError, match="no zone"):
        Stamp(datetime(2026, 3, 1), Precision.DAY, "1 March")  # noqa: DTZ001


@pytest.mark.parametrize(
    ("words", "shown", "precision"),
    [
        ("2026", "2026", Precision.YEAR),
        ("2026-03", "2026-03", Precision.MONTH),
        ("2026-03-11", "2026-03-11", Precision.DAY),
        ("20260311", "2026-03-11", Precision.DAY),
        ("2026-03-11T09:12", "2026-03-11T09:12Z", Precision.MINUTE),
        ("2026-03-11T09:12-05:00", "2026-03-11T14:12Z", Precision.MINUTE),
        ("2026-03-11 09:12:30+02:00", "2026-03-11T07:12:30Z", Precision.SECOND),
    ],
)
def test_iso_words_keep_their_precision(words, shown, precision):
    stamp = parse_stamp(words)
    assert (str(stamp), stamp.precision, stamp.original) == (shown, precision, words)
    assert stamp.at.tzinfo is UTC


@pytest.mark.parametrize(
    "words", ["", "soon", "11/03/2026", "2026-13", "2026-02-30", "2026-W11", "2026-W11-3", "202603"]
)
def test_other_words_are_refused(words):
    with pytest.raises(InputError):
        parse_stamp(words)


def test_a_shared_day_proves_no_order():
    morning, day = parse_stamp("2026-03-11T09:00"), parse_stamp("2026-03-11")
    assert not morning.before(day)
    assert not day.before(morning)
    assert parse_stamp("2026-03-10").before(morning)


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1)), st.sampled_from(Precision))  # noqa: DTZ001
def test_the_interval_holds_the_moment(at, precision):
    stamp = Stamp(at.replace(tzinfo=timezone(timedelta(hours=-7))), precision, "x")
    assert stamp.at <= stamp.latest


@pytest.mark.parametrize("words", ["9999", "9999-12", "9999-12-31", "9999-12-31T23:59Z", "9999-12-31T23:59:59Z"])
def test_the_last_moments_that_there_are_end_with_the_calendar(words):
    assert parse_stamp(words).latest == datetime.max.replace(tzinfo=UTC)
    assert parse_stamp("9998-12-30").before(parse_stamp(words))


@pytest.mark.parametrize("words", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00+12:00"])
def test_what_is_no_moment_in_utc_is_refused(words):
    with pytest.raises(InputError, match=r"no year from 1 to 9999"):
        parse_stamp(words)


def test_the_last_instant_is_one_from_which_days_can_be_counted_on():
    assert last_instant("9998") == datetime(9998, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
    with pytest.raises(InputError, match="calendar ends"):
        last_instant("9999-12")
