import json

import pytest

from cuibono.core.errors import UnreadableInput
from cuibono.core.text import Kind, Role
from cuibono.core.times import Precision

STORY = {
    "url": "https://paper.example/a",
    "title": "Dam holds, engineers say",
    "outlet": "The Paper",
    "published": "2026-03-11",
    "authors": "By Ana Roe and Ben Low",
    "text": "The dam held on Tuesday, two engineers said.\n\nIt was built in 1931.",
}


def blocks(document):
    return [(block.role, document.text[block.start : block.end]) for block in document.blocks]


def test_an_article_is_its_title_and_its_paragraphs(read_one):
    document = read_one(json.dumps(STORY))
    assert document.kind is Kind.ARTICLE
    assert blocks(document) == [
        (Role.TITLE, "Dam holds, engineers say"),
        (Role.PARAGRAPH, "The dam held on Tuesday, two engineers said."),
        (Role.PARAGRAPH, "It was built in 1931."),
    ]
    assert document.url == "https://paper.example/a"
    assert document.outlet == "The Paper"
    assert document.authors == ("Ana Roe", "Ben Low")
    assert (document.published.precision, str(document.published)) == (Precision.DAY, "2026-03-11")
    assert document.language == "en"
    assert not document.notices


def test_arrays_and_lines_hold_several_articles(read):
    other = STORY | {"title": "Dam breaks"}
    for body in (json.dumps([STORY, other]), f"{json.dumps(STORY)}\n{json.dumps(other)}\n"):
        documents = read(body)
        assert [document.title for document in documents] == ["Dam holds, engineers say", "Dam breaks"]
        assert len({document.id for document in documents}) == 2


def test_the_title_is_not_said_twice(read_one):
    document = read_one(json.dumps(STORY | {"text": "Dam holds,  engineers say\n\nThe dam held on Tuesday."}))
    assert document.text == "Dam holds, engineers say\n\nThe dam held on Tuesday."
    run_on = read_one(json.dumps(STORY | {"text": "Dam holds, engineers say The dam held on Tuesday."}))
    assert run_on.text == document.text


def test_a_first_sentence_that_begins_like_the_title_stays_whole(read_one):
    document = read_one(json.dumps(STORY | {"text": "Dam holds, engineers say after a night of rain."}))
    assert document.text.endswith("\n\nDam holds, engineers say after a night of rain.")


def test_a_date_is_not_invented(read_one):
    undated = read_one(json.dumps(STORY | {"published": "", "url": "https://paper.example/2026/03/11/a"}))
    assert undated.published is None
    unread = read_one(json.dumps(STORY | {"published": "last Tuesday"}))
    assert unread.published is None
    assert [(notice.kind, notice.words) for notice in unread.notices] == [("date unread", "last Tuesday")]


def test_markup_in_the_text_becomes_blocks_and_links(read_one):
    text = '<p>The dam <a href="https://x.example/r">held</a>.</p><p hidden>Unseen.</p><ul><li>One</li></ul>'
    document = read_one(json.dumps(STORY | {"text": text}))
    assert blocks(document)[1:] == [(Role.PARAGRAPH, "The dam held."), (Role.LIST_ITEM, "One")]
    (link,) = document.links
    assert (document.text[link.start : link.end], link.url) == ("held", "https://x.example/r")


def test_an_address_that_is_none_is_left_out(read_one):
    assert read_one(json.dumps(STORY | {"url": "javascript:alert(1)"})).url is None


@pytest.mark.parametrize("body", ['{"a": 1}', "[1, 2]", '{"title": "', "[" * 100_000, '{"title": "", "text": " "}'])
def test_json_without_articles_is_refused_by_name(read, body):
    with pytest.raises(UnreadableInput, match="input: "):
        read(body)
