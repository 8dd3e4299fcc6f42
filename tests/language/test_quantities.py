import time
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.core.text import Document, Kind
from cuibono.language.quantities import quantities


def read(text: str):
    return quantities(Document(id="d1", capture="c1", kind=Kind.TEXT, text=text))


def facts(text: str):
    return [(q.span.quote, q.low, q.high, q.unit, q.target) for q in read(text)]


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Attackers hit nine package registries.", ("nine", 9, 9, "", "package registries")),
        ("There were two dozen incidents last week.", ("two dozen", 24, 24, "", "incidents")),
        ("At least nine banks closed.", ("At least nine", 9, None, "", "banks")),
        ("It may hit up to 40 outlets.", ("up to 40", None, 40, "", "outlets")),
        ("Fewer than 12 cases were found.", ("Fewer than 12", None, 12, "", "cases")),
        ("More than 1.3m people fled.", ("More than 1.3m people", 1_300_000, None, "people", "people")),
        ("It cost $4bn.", ("$4bn", 4_000_000_000, 4_000_000_000, "USD", "")),
        ("A fine of €2.5 million followed.", ("€2.5 million", 2_500_000, 2_500_000, "EUR", "fine")),
        ("Some 4-6 per cent of firms pay.", ("Some 4-6 per cent", 4, 6, "percent", "firms")),
        ("Prices of $4-6bn were named.", ("$4-6bn", 4 * 10**9, 6 * 10**9, "USD", "prices")),
        ("Between 5 and 7 servers were open.", ("Between 5 and 7", 5, 7, "", "servers")),
        ("About 5 to 7 million records leaked.", ("About 5 to 7 million", 5_000_000, 7_000_000, "", "records")),
        ("Rates went up 25 basis points.", ("25 basis points", 25, 25, "basis point", "")),
        ("The gap is 3 percentage points.", ("3 percentage points", 3, 3, "percentage point", "gap")),
        ("Half of the firms agreed.", ("Half", 50, 50, "percent", "firms")),
        ("One in five users left.", ("One in five", 20, 20, "percent", "users")),
        ("A 30-day deadline was set.", ("30-day", 30, 30, "day", "deadline")),
        ("The 41-year-old man ran.", ("41-year-old", 41, 41, "year", "age")),
        (
            "The unemployment rate fell to 4.1 percent.",
            ("4.1 percent", Decimal("4.1"), Decimal("4.1"), "percent", "unemployment rate"),
        ),
        ("There were no injuries.", ("no", 0, 0, "", "injuries")),
        ("Sales grew threefold.", ("threefold", 3, 3, "times", "sales")),
        ("Nine of the 14 banks paid.", ("Nine", 9, 9, "", "banks")),
        ("It hit 1,000+ customers.", ("1,000+", 1000, None, "", "customers")),
        ("It lost 12 acres of forest.", ("12 acres", 12, 12, "acre", "forest")),
        ("China's 3 largest banks agreed.", ("3", 3, 3, "", "largest banks")),
        ("Petrol costs $3 a gallon.", ("$3 a gallon", 3, 3, "USD/gallon", "")),
    ],
)
def test_reads(text, fact):
    assert fact in facts(text)


@pytest.mark.parametrize(
    "text",
    [
        "In 2026 it rained.",
        "It began on 5 March 2026 at 10:35 a.m.",
        "The 1990s were loud.",
        "A Boeing 737 landed.",
        "He owns an iPhone 15 and a WD-40 can.",
        "Under Section 230 and Article 5 it is legal.",
        "Ever since 9/11 this holds.",
        "The alert AA20-302A names it.",
        "Call 555-123-4567 or +44 20 7946 0958.",
        "Version 1.2.3 of Python 3.11 runs.",
        "A 5G network in the G7.",
        "No one knows one another.",
        "It is one of the largest.",
        "They reached net zero.",
        "It has no plans and no comment.",
        "See 15 CFR 744.23 for more.",
        "On 2026-11-23 it stopped.",
        "It was seen in the late '90s.",
    ],
)
def test_what_only_looks_like_a_number(text):
    assert facts(text) == []


def test_nearly_is_approximate():
    (found,) = read("Nearly 200 people came.")
    assert (found.low, found.high, found.approximate) == (200, 200, True)


def test_a_vague_plural_is_its_least_and_open():
    (found,) = read("Hundreds of homes burned.")
    assert (found.low, found.high, found.approximate, found.target) == (100, None, True, "homes")


def test_ordinals_are_flagged():
    (found,) = read("It was the third incident.")
    assert found.ordinal
    assert found.low == 3


@pytest.mark.parametrize("text", ["The Senate voted 52-48.", "They won 3-1."])
def test_a_result_is_two_numbers(text):
    assert len(read(text)) == 2


def test_a_rise_is_no_range():
    assert [(q.low, q.high) for q in read("It rose from 5% to 7%.")] == [(5, 5), (7, 7)]


def test_only_the_region_is_read():
    document = Document(id="d1", capture="c1", kind=Kind.TEXT, text="Nine banks. Ten banks.")
    (found,) = quantities(document, document.find("Ten banks."))
    assert found.low == 10


def test_nothing_crosses_a_block():
    assert [q.span.quote for q in read("It counted about 5\n\nmillion crates")] == ["about 5", "million"]


@given(
    st.integers(2, 10**12).filter(lambda n: not 1500 <= n <= 2199),
    st.sampled_from(["banks", "servers", "package registries"]),
    st.booleans(),
)
def test_round_trip_of_counts(number, noun, commas):
    shown = f"{number:,}" if commas else str(number)
    (found,) = read(f"They counted {shown} {noun} there.")
    assert (found.low, found.high, found.target) == (number, number, noun)


@given(st.decimals("0.1", 10**6, places=1), st.sampled_from([("per cent", "percent"), ("km", "km"), ("hours", "hour")]))
def test_round_trip_of_measures(number, unit):
    (found,) = read(f"It was {number:f} {unit[0]} then.")
    assert (found.low, found.unit) == (number, unit[1])


@given(st.text(alphabet="0123456789 ,.-–$%mbn/toandbetween\n'’ABC", max_size=80))
def test_any_text_is_read_in_order_without_overlap(text):
    found = read(text)
    for before, after in pairwise(found):
        assert before.span.end <= after.span.start
    assert all(text[q.span.start : q.span.end] == q.span.quote for q in found)


@pytest.mark.parametrize(
    "piece", ["1,", "9 ", "one ", "two and ", "1.", "$", "at least ", "5-", "5 to ", "half a ", "+1 "]
)
def test_cost_is_linear(piece):
    def cost(times):
        text = piece * times
        start = time.process_time()
        read(text)
        return time.process_time() - start

    cost(100)
    assert cost(8_000) < 0.5 + 20 * cost(1_000)


@pytest.mark.parametrize("people", ["Israelis", "Egyptians", "Iraqis", "Ukrainians"])
def test_every_people_is_counted_alike(people):
    text = f"Five {people} were hurt by rocket fire."
    found = quantities(Document(id="d", capture="c", kind=Kind.TEXT, text=text))
    assert [(q.low, q.target) for q in found] == [(Decimal(5), people.lower())]
