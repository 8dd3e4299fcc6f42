import pytest

from cuibono.stories.wires import wire_tag


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("PORT LISK (AP) — A ferry ran aground.", "Associated Press"),
        ("(Reuters) - A ferry ran aground.", "Reuters"),
        ("LISK/VELBY, March 3 (Farline) -- A ferry ran aground.", "Farline"),
        ("By Jo Doe and Max Roe, Associated Press\n\nA ferry ran aground.", "Associated Press"),
        ("A ferry ran aground.\n\nCopyright 2026 The Associated Press. All rights reserved.", "Associated Press"),
        ("A ferry ran aground.\n\nThis story was originally published by Reuters.", "Reuters"),
    ],
)
def test_tags_are_read(article, text, agency):
    tag = wire_tag(article(text, title="Ferry"))
    assert tag.agency == agency
    assert tag.span.quote in text


@pytest.mark.parametrize(
    "text",
    [
        "The ferry (Astrid) - she was built in 1990 - ran aground, Reuters reported.",
        "A ferry ran aground.\n\nThe Associated Press contributed to this report.",
        "By Jo Doe\n\nA ferry ran aground. The AP said so.",
        "Max Roe/Reuters\n\nA ferry ran aground.",
    ],
)
def test_mentions_and_credits_are_no_tags(article, text):
    assert wire_tag(article(text, title="Ferry", authors=["Jo Doe"])) is None


def test_a_byline_that_is_another_outlet_of_the_story_counts(article):
    document = article("A ferry ran aground.", authors=["Farline"])
    assert wire_tag(document) is None
    assert wire_tag(document, ["Farline"]).agency == "Farline"
