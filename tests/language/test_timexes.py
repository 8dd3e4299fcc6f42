import time
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.core.claims import TimexType
from cuibono.core.text import Document, Kind
from cuibono.language.timexes import timexes

ANCHOR = date(2026, 3, 11)  # a Wednesday


def read(text: str, anchor: date | None = ANCHOR):
    return timexes(Document(id="d1", capture="c1", kind=Kind.TEXT, text=text), anchor=anchor)


def facts(text: str, anchor: date | None = ANCHOR):
    return [(t.span.quote, t.value) for t in read(text, anchor)]


def day(year, month, number):
    return datetime(year, month, number, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("It was signed on 5 March 2026.", "5 March 2026", "2026-03-05"),
        ("It was signed on March 5, 2026.", "March 5, 2026", "2026-03-05"),
        ("It was signed on 2026-03-05.", "2026-03-05", "2026-03-05"),
        ("It was signed on Friday.", "Friday", "2026-03-06"),
        ("It will be signed on Friday.", "Friday", "2026-03-13"),
        ("It was signed last Wednesday.", "last Wednesday", "2026-03-04"),
        ("It was signed yesterday.", "yesterday", "2026-03-10"),
        ("It was signed last week.", "last week", "2026-W10"),
        ("It was signed last month.", "last month", "2026-02"),
        ("They signed it in October.", "October", "2025-10"),
        ("They will sign it in October.", "October", "2026-10"),
        ("Sales rose 3.2% in October.", "October", "2025-10"),
        ("Results for Q3 2026 are due.", "Q3 2026", "2026-Q3"),
        ("It starts in mid-March.", "mid-March", "2026-03"),
        ("It opens in early 2027.", "early 2027", "2027"),
        ("It closes at the end of the year.", "the end of the year", "2026"),
        ("It began two weeks ago.", "two weeks ago", "2026-W09"),
        ("It must end by 2030.", "2030", "2030"),
        ("The fiscal 2019 budget passed.", "fiscal 2019", "2019"),
        ("They sang through the 1990s.", "the 1990s", "199"),
        ("It happens every week.", "every week", "P1W"),
        ("The fee is paid annually.", "annually", "P1Y"),
        ("It took three days.", "three days", "P3D"),
        ("It said so on Tuesday, March\n10: nothing.", "Tuesday, March\n10", "2026-03-10"),
        ("It took four hours.", "four hours", "PT4H"),
        ("It is now open.", "now", "PRESENT_REF"),
        ("It was recently opened.", "recently", "PAST_REF"),
        ("It will open soon.", "soon", "FUTURE_REF"),
        ("It is expected in the coming weeks.", "the coming weeks", "PXW"),
        ("It rained in the summer of 2024.", "the summer of 2024", "2024-SU"),
        ("In May it will open.", "May", "2026-05"),
        ("It ended on Thanksgiving 2025.", "Thanksgiving 2025", "2025-11-27"),
        ("The 21st century began.", "The 21st century", "20"),
        ("It came at 14:05 GMT on 2 February 2026.", "14:05 GMT on 2 February 2026", "2026-02-02T14:05"),
        ("At 10 p.m. local time on Monday it rang.", "10 p.m. local time on Monday", "2026-03-09T22:00"),
        ("He left two weeks ago Friday.", "two weeks ago Friday", "2026-02-27"),
        ("It resumes a week from Monday.", "a week from Monday", "2026-03-23"),
        ("They will vote on Thursday of next week.", "Thursday of next week", "2026-03-19"),
        ("They will vote on the 21st.", "the 21st", "2026-03-21"),
        ("The fire began on the 12th and spread.", "the 12th", "2026-02-12"),
        ("It opens on the second Tuesday in November 2028.", "the second Tuesday in November 2028", "2028-11-14"),
        ("The last week of January was icy.", "The last week of January", "2026-W05"),
        ("They wed on Good Friday 2024.", "Good Friday 2024", "2024-03-29"),
        ("It will close on Easter Monday.", "Easter Monday", "2026-04-06"),
        ("It will close on St. Patrick’s Day.", "St. Patrick’s Day", "2026-03-17"),
        ("He died in 44 BC.", "44 BC", "BC0044"),
        ("It dates from AD 79.", "AD 79", "0079"),
        ("It was founded in ’98.", "’98", "1998"),
        ("Prices fell at the end of the 1990s.", "the end of the 1990s", "199"),
        ("It lasted two years and three months.", "two years and three months", "P2Y3M"),
        ("It took 2 hours and 15 minutes.", "2 hours and 15 minutes", "PT2H15M"),
        ("It is open on weekends.", "weekends", "XXXX-WXX-WE"),
        ("It costs $40 per year.", "per year", "P1Y"),
        ("They died out 66 million years ago.", "66 million years ago", "PAST_REF"),
    ],
)
def test_reads(text, words, value):
    assert (words, value) in facts(text)


@pytest.mark.parametrize(
    "text",
    [
        "It may rain.",
        "They march on.",
        "Ms May spoke.",
        "May I speak?",
        "The 41-year-old man ran.",
        "He came second.",
        "The spring broke.",
        "A fall in prices followed.",
        "Boeing 2019-302 parts and Room 2010.",
        "About 2000 people came.",
        "It costs $1999.",
        "He read the Sunday Times.",
        "Jan Kavan spoke.",
        "The score was 2:30 and 5/100.",
        "He lives on the 21st floor.",
        "They painted Easter eggs.",
        "An ad 30 metres long fell.",
        "He said ‘It was 98’ and left.",
    ],
)
def test_what_only_looks_like_a_time(text):
    assert facts(text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It runs March 14-16, 2027, in Oslo.", ["2027-03-14", "2027-03-16"]),
        ("They meet on March 17 and 18.", ["2026-03-17", "2026-03-18"]),
        ("The fair takes place from 14 to 16 March.", ["2026-03-14", "2026-03-16"]),
        ("On March 4, 5 people were hurt.", ["2026-03-04"]),
        ("It will be open Monday through Friday.", ["2026-03-16", "2026-03-20"]),
        ("It lasted from Tuesday to Sunday.", ["2026-03-03", "2026-03-08"]),
        ("The rains lasted from November to February.", ["2025-11", "2026-02"]),
    ],
)
def test_days_of_a_range_follow_each_other(text, values):
    assert [value for _, value in facts(text)] == values


def test_days_before_the_year_1000_have_four_digits():
    assert facts("It is due next Friday.", date(1, 1, 1)) == [("next Friday", "0001-01-05")]


def test_within_is_a_deadline():
    (found,) = read("Comments must be filed within 30 days.")
    assert (found.type, found.value) == (TimexType.DURATION, "P30D")
    assert found.earliest == day(2026, 3, 11)
    assert found.latest == day(2026, 4, 11)  # end exclusive: the thirtieth day is the 10th of April


def test_a_quarter_is_an_interval():
    (found,) = read("Results for Q3 2026 will come.")
    assert (found.earliest, found.latest) == (day(2026, 7, 1), day(2026, 10, 1))
    assert found.anchor == ""


def test_a_part_narrows_its_period():
    (found,) = read("It opens in early 2027.")
    assert found.earliest == day(2027, 1, 1)
    assert found.latest <= day(2027, 5, 3)


def test_relative_words_name_their_anchor():
    (found,) = read("It was signed yesterday.")
    assert found.anchor == "2026-03-11"
    assert found.latest - found.earliest == timedelta(days=1)


@pytest.mark.parametrize(
    "text", ["It was signed yesterday.", "It was signed on Friday.", "It starts in October.", "within 30 days"]
)
def test_without_an_anchor_nothing_is_dated(text):
    (found,) = read(text, anchor=None)
    assert (found.earliest, found.latest, found.anchor) == (None, None, "")


def test_a_zone_gives_a_minute():
    found = read("It starts at 5 p.m. EST, Nov. 6, 2026 sharp.")[0]
    assert found.value == "2026-11-06T17:00"
    assert found.earliest == datetime(2026, 11, 6, 22, 0, tzinfo=UTC)


def test_a_time_without_zone_is_somewhere_in_its_day():
    (found,) = read("It started at 10:35 a.m. on Monday.")
    assert (found.type, found.value) == (TimexType.TIME, "2026-03-09T10:35")
    assert (found.earliest, found.latest) == (day(2026, 3, 9), day(2026, 3, 10))


def test_the_following_month_rests_on_what_was_named():
    values = [value for _, value in facts("The report came in January 2024. The following month it was withdrawn.")]
    assert values == ["2024-01", "2024-02"]


@given(
    st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    st.sampled_from(["{d} {m} {y}", "{m} {d}, {y}", "{w}, {m} {d}, {y}", "{d} {m}, {y}"]),
)
def test_round_trip_of_dates(when, form):
    text = form.format(d=when.day, m=when.strftime("%B"), y=when.year, w=when.strftime("%A"))
    (found,) = read(f"It happened on {text}.")
    assert (found.span.quote, found.value) == (text, when.isoformat())
    assert found.earliest == datetime(when.year, when.month, when.day, tzinfo=UTC)


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)))
def test_a_weekday_is_at_most_six_days_away(anchor):
    past = read("It closed on Tuesday.", anchor)[0].earliest.date()
    coming = read("It will close on Tuesday.", anchor)[0].earliest.date()
    assert past.weekday() == coming.weekday() == 1
    assert 0 <= (anchor - past).days < 7
    assert 0 <= (coming - anchor).days < 7


@given(
    st.text(alphabet="0123456789 /-:.,apmMarchJulyFridthe lstweknxofQ'’\n", max_size=100), st.none() | st.just(ANCHOR)
)
def test_any_text_is_read_in_order_without_overlap(text, anchor):
    found = read(text, anchor)
    for before, after in pairwise(found):
        assert before.span.end <= after.span.start
    for timex in found:
        assert text[timex.span.start : timex.span.end] == timex.span.quote
        if timex.earliest and timex.latest:
            assert timex.earliest < timex.latest


def test_only_the_region_is_given():
    document = Document(id="d1", capture="c1", kind=Kind.TEXT, text="In 2024 it rose. In 2025 it fell.")
    (found,) = timexes(document, document.find("In 2025 it fell."), ANCHOR)
    assert found.value == "2025"


@pytest.mark.parametrize("piece", ["two ", "March 5, ", "the past ", "10:30 ", "2026 ", "early ", "a ", "in the "])
def test_cost_is_linear(piece):
    def cost(times):
        text = piece * times
        start = time.process_time()
        read(text)
        return time.process_time() - start

    cost(100)
    assert cost(4_000) < 0.5 + 20 * cost(500)


@pytest.mark.parametrize(
    "text", ["It costs $33 million a year.", "Some 40 tons a year.", "Growth of 3 percent a year."]
)
def test_what_comes_a_year_is_a_set(text):
    (found,) = read(text)
    assert (found.span.quote, found.type, found.value) == ("a year", TimexType.SET, "P1Y")
    (span,) = read("They lived there for a year.")
    assert span.type is TimexType.DURATION
