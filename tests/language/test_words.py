import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.language.words import content_words, stem, tokens


@pytest.mark.parametrize(
    "family",
    [
        "say says said saying",
        "deny denies denied denying denial",
        "investigate investigated investigating investigation investigations",
        "announce announced announcing announcement",
        "company companies",
        "steal stole stolen stealing",
        "agree agrees agreed agreeing",
        "plan plans planned planning",
        "use used using uses",
        "U.S. US",
    ],
)
def test_inflections_share_a_stem(family):
    assert len({stem(word) for word in family.split()}) == 1


@pytest.mark.parametrize(
    ("left", "right"), [("state", "station"), ("nation", "native"), ("new", "news"), ("rule", "run")]
)
def test_other_words_do_not(left, right):
    assert stem(left) != stem(right)


def test_tokens_keep_numbers_and_abbreviations_whole():
    text = "The U.S.-led firm paid $1,200.50, didn't it?"
    assert [t.text for t in tokens(text)] == ["The", "U.S.", "led", "firm", "paid", "1,200.50", "didn't", "it"]


def test_content_words_leave_out_what_says_nothing():
    assert content_words("The ministry has said that it would ban the exports") == ("ministri", "say", "ban", "export")


def test_the_country_is_no_pronoun():
    assert "us" in content_words("the US exports")
    assert "us" not in content_words("they told us everything")


@given(st.text(max_size=100))
def test_tokens_stand_where_they_say(text):
    assert all(text[t.start : t.end] == t.text for t in tokens(text))


@given(st.from_regex(r"[A-Za-z]{1,15}", fullmatch=True))
def test_case_and_apostrophes_change_no_stem(word):
    assert stem(word) == stem(word.upper()) == stem(word.lower())


def test_a_party_and_its_adjective_are_one_word_for_every_party():
    assert stem("Democratic") == stem("Democrats")
    assert stem("Republican") == stem("Republicans")
