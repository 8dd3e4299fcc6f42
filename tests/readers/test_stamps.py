import pytest

from cuibono.core.times import Precision
from cuibono.readers.stamps import epoch, pdf_stamp, stamp


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("2026-03-09", "2026-03-09"),
        ("2026-03-09T18:30:00+01:00", "2026-03-09T17:30:00Z"),
        ("2026-03-09T18:30:00.123Z", "2026-03-09T18:30:00Z"),
        ("2026-03-09T18:30:00-0500", "2026-03-09T23:30:00Z"),
        ("2026-03-09 18:30 UTC", "2026-03-09T18:30Z"),
        ("Mon, 09 Mar 2026 09:05:00 GMT", "2026-03-09T09:05:00Z"),
        ("Mon, 09 Mar 26 09:05:00 EST", "2026-03-09T14:05:00Z"),
        ("Mon, 09 Mar 2026 09:05 +0200", "2026-03-09T07:05Z"),
        ("Mon, 09 Mar 2026 09:05:00 +9900", "2026-03-09"),
        ("9 March 2026", "2026-03-09"),
        ("Monday, March 9th, 2026", "2026-03-09"),
        ("March 9, 2026 5:36 p.m. EDT", "2026-03-09T21:36Z"),
        ("Mar. 9, 2026 at 12:05 am PST", "2026-03-09T08:05Z"),
        ("March 9, 2026 5:36 pm XYZ", "2026-03-09"),
        ("2026/03/09", "2026-03-09"),
        ("2026", "2026"),
    ],
)
def test_dates_as_pages_and_feeds_write_them(words, wanted):
    found = stamp(words)
    assert str(found) == wanted
    assert found.original == words


@pytest.mark.parametrize(
    "words", ["", None, "yesterday", "20260309123", "31 February 2026", "2026-13-01", "x" * 5000, "1 2 3", "0001-01-01"]
)
def test_what_is_no_date_is_none(words):
    assert stamp(words) is None


def test_pdf_dates_need_a_zone_to_be_exact():
    assert str(pdf_stamp("D:20201029212407-04'00'")) == "2020-10-30T01:24:07Z"
    assert str(pdf_stamp("D:20201029212407Z")) == "2020-10-29T21:24:07Z"
    assert pdf_stamp("D:20201029212407").precision is Precision.DAY
    assert pdf_stamp("D:2020") is None
    assert pdf_stamp("D:20209929") is None


def test_epochs():
    assert str(epoch(1772359200)) == str(epoch("1772359200000")) == "2026-03-01T10:00:00Z"
    assert epoch(12) is None
    assert epoch("soon") is None
