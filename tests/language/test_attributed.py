import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.language.attributed import attributions_of_text


def read(text):
    def words(places):
        return " + ".join(text[a:b] for a, b in places)

    return [(words(a.source), words(a.cue), words(a.content), a.type) for a in attributions_of_text(text)]


def test_offsets_and_type_of_each_attribution():
    text = 'Rule is late\n\nRoe said the rule is void. "We won," said Lee.\n\nThe mayor called it “a mess of figures.”'
    assert read(text)[:2] == [
        ("Roe", "said", "the rule is void", "indirect"),
        ("Lee", "said", '"We won,"', "direct"),
    ]


def test_lines_are_paragraphs_where_each_of_them_ends_a_sentence():
    assert read('"We won," Roe said.\n"And we will stay here for good."\nThe end came.') == [
        ("Roe", "said", '"We won,"', "direct"),
        ("Roe", "", '"And we will stay here for good."', "direct"),
    ]


def test_wrapped_lines_are_no_paragraphs():
    assert [r[2] for r in read("Roe said on Friday that the\nrule is void and that it\nwill be gone by May")] == [
        "that the\nrule is void and that it\nwill be gone by May"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n ",
        "\n",
        '"',
        "“",
        "''",
        ".",
        "said",
        "said.",
        ", said",
        "according to",
        "According to",
        ":",
        "Roe:",
        'Roe: "',
        "accused of",
        "that",
        "😀 said 😀.",
        "THE MINISTRY SAID THAT THE RULE IS VOID, ACCORDING TO ROE.",
        "Der Minister sagte, dass die Regel nichtig sei. „Wir haben gewonnen“, sagte er.",
        "部长说,这条规则无效。“我们赢了,”他说。",
        "قال الوزير إن القاعدة باطلة.",
        "The min\u00adis\u00adter said the rule is void.",
        "\ufeffRoe\u200b said\u00a0it rained.",
        "\x00 said \x00",
    ],
)
def test_odd_texts_are_read_without_failing(text):
    for found in attributions_of_text(text):
        for a, b in (*found.source, *found.cue, *found.content):
            assert 0 <= a < b <= len(text)


WORDS = """
" “ ” ‘ ’ ' , . : - — ( ) 43 May 😀 Roe he who the said says told that to of accused called wants plans plan claim
belief view according is was not believed in as for blamed and but by with saying
seems reportedly sure hopes which Friday
"""


@given(st.lists(st.sampled_from(["\n", "\n\n", "\u00ad", *WORDS.split()]), max_size=30))
def test_any_row_of_words_and_marks_is_read_without_failing(pieces):
    text = " ".join(pieces)
    for found in attributions_of_text(text):
        assert found.content
        for a, b in (*found.source, *found.cue, *found.content):
            assert 0 <= a < b <= len(text)


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "Roe's claim that the plan failed drew little notice.",
            "Roe's",
            "claim",
            "that the plan failed drew little notice",
        ),
        ("Few took up his suggestion that the port close.", "his", "suggestion", "that the port close"),
        ("Voters are sure that the rule will come.", "Voters", "are sure", "that the rule will come"),
        ("The mayor would support a new bridge.", "The mayor", "would support", "a new bridge"),
        ("The firm was accused of theft.", "The firm", "was accused of", "theft"),
        ("The rule seems to be late.", "", "seems", "The rule + to be late"),
    ],
)
def test_thoughts_and_plans_are_no_statements(text, source, cue, content):
    (found,) = attributions_of_text(text)
    assert read(text)[0][:3] == (source, cue, content)
    assert not found.stated


def test_an_overlong_sentence_is_read_in_pieces():
    text = "The mayor said that " + "the bridge and the port and the road, " * 500 + "are closed."
    assert attributions_of_text(text)[0].stated


def test_a_transcript_is_its_speakers_words():
    text = "ROE: We won. We will stay.\n\nLEE: Why?\n\nROE: Nobody said that it rained.\n\nThe end came."
    assert [r[:3] for r in read(text)] == [
        ("ROE", ":", "We won + We will stay"),
        ("LEE", ":", "Why"),
        ("ROE", ":", "Nobody said that it rained"),
    ]


def test_labels_of_a_notice_are_no_speakers():
    assert read("SUMMARY: The rule is void.\n\nREASON: The date was entered in error.\n\nThe end came.") == []


@pytest.mark.parametrize(
    "words", ["said the Roe and that claims of to in mayor", '"We won, and Roe said that it rained. ']
)
def test_time_grows_with_the_length_of_the_text(words):
    def cost(size):
        text = (words + " ") * (size // len(words))
        began = time.process_time()
        attributions_of_text(text)
        return time.process_time() - began

    cost(1_000)
    assert cost(80_000) < 12 * max(cost(20_000), 0.02)  # 4 is linear, 16 is quadratic


def test_a_long_quotation_is_somebodys_words_though_no_known_cue_stands_beside_it():
    text = "“The road from the bridge to the port has been closed since the flood in May,” Lee trilled."
    (found,) = attributions_of_text(text)
    assert read(text) == [("Lee", "", text.partition(" Lee")[0], "direct")]
    assert not found.stated
