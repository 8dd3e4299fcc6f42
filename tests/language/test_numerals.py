from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.language.numerals import numerals, value_of

SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def spell(number: int, joint: str = "-", glue: str = " ") -> str:
    for scale, name in (
        (10**12, "trillion"),
        (10**9, "billion"),
        (10**6, "million"),
        (1000, "thousand"),
        (100, "hundred"),
    ):
        if number >= scale:
            rest = number % scale
            head = f"{spell(number // scale, joint, glue)} {name}"
            return f"{head}{glue if rest < 100 else ' '}{spell(rest, joint, glue)}" if rest else head
    if number < 20:
        return SMALL[number]
    return TENS[number // 10 - 2] + (joint + SMALL[number % 10] if number % 10 else "")


@given(st.integers(0, 10**15 - 1), st.sampled_from("- "), st.sampled_from([" ", " and "]))
def test_a_number_in_words_is_read_back_exactly(number, joint, glue):
    words = spell(number, joint, glue)
    assert value_of(words) == number
    assert numerals(f"They counted {words}.") == [(13, 13 + len(words), Decimal(number))]


@given(st.decimals(0, 10**12, places=4))
def test_a_number_in_digits_is_read_back_exactly(number):
    for digits in (f"{number:f}", f"{number:,f}"):
        assert value_of(digits) == number


@given(
    st.integers(1, 999), st.sampled_from([("million", 10**6), ("billion", 10**9), ("thousand", 1000), ("dozen", 12)])
)
def test_digits_take_a_scale(number, scale):
    assert value_of(f"{number} {scale[0]}") == number * scale[1]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("half a million", 500_000),
        ("two and a half million", 2_500_000),
        ("a dozen", 12),
        ("two dozen", 24),
        ("twenty-five hundred", 2_500),
        ("a hundred and five", 105),
        ("3 1/2", Decimal("3.5")),
        ("1½", Decimal("1.5")),
        (".5", Decimal("0.5")),
        ("12,50,000", 1_250_000),
    ],
)
def test_forms_in_print(words, value):
    assert value_of(words) == value


@pytest.mark.parametrize("words", ["five six", "twenty thirty", "one twenty", "1/0"])
def test_a_row_of_numbers_is_no_numeral(words):
    assert value_of(words) is None or words == "1/0"
