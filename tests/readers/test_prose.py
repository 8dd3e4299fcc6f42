# ruff: noqa: E501 - inputs stand as they come
import pytest

from cuibono.core.text import Kind, Role


def blocks(document):
    return [(block.role, document.text[block.start : block.end]) for block in document.blocks]


def test_paragraphs_wrapped_by_hand_are_joined(read_one):
    document = read_one("Dam holds\n\nThe dam held on\nTuesday, two\tengineers  said.\n\nIt was built in 1931.\n")
    assert document.kind is Kind.TEXT
    assert blocks(document) == [
        (Role.TITLE, "Dam holds"),
        (Role.PARAGRAPH, "The dam held on Tuesday, two engineers said."),
        (Role.PARAGRAPH, "It was built in 1931."),
    ]


def test_long_lines_are_paragraphs(read_one):
    one, two = "The dam held. " * 10, "It was built in 1931. " * 8
    assert [text for _, text in blocks(read_one(f"{one}\n{two}"))] == [one.strip(), two.strip()]


def test_markdown_marks_become_roles_and_links(read_one):
    document = read_one(
        "# Dam holds\n\nBy Ana Roe\n\nThe dam **held**, [engineers](https://x.example/e) said.\n\n## Why\n\n- stone\n- *good* stone\n"
        "\n> It never moved\n> an inch.\n\n![a picture](https://x.example/p.png)\n\nSetext\n------\nEnd 2 * 3 * 4.\n"
    )
    assert (document.title, document.authors) == ("Dam holds", ("Ana Roe",))
    assert blocks(document) == [
        (Role.TITLE, "Dam holds"),
        (Role.PARAGRAPH, "The dam held, engineers said."),
        (Role.HEADING, "Why"),
        (Role.LIST_ITEM, "stone"),
        (Role.LIST_ITEM, "good stone"),
        (Role.QUOTE, "It never moved an inch."),
        (Role.HEADING, "Setext"),
        (Role.PARAGRAPH, "End 2 * 3 * 4."),
    ]
    (link,) = document.links
    assert (document.text[link.start : link.end], link.url) == ("engineers", "https://x.example/e")


@pytest.mark.parametrize("fence", ["---\n", ""])
def test_a_header_block_is_metadata(read_one, fence):
    document = read_one(
        f"{fence}Title: Dam holds\nDate: 2026-03-01\nAuthor: Ana Roe\nSource: The Paper\nURL: https://p.example/1\n{fence}\nIt held.\n"
    )
    assert (document.title, document.outlet, document.url) == ("Dam holds", "The Paper", "https://p.example/1")
    assert (document.authors, str(document.published)) == (("Ana Roe",), "2026-03-01")
    assert document.text == "Dam holds\n\nIt held."


def test_what_looks_like_json_or_markup_at_first_sight_may_be_text(read_one):
    assert read_one("[sic] The dam held on Tuesday.").kind is Kind.TEXT
    assert (
        read_one("The <b> tag was held to be harmless on Tuesday.").text
        == "The <b> tag was held to be harmless on Tuesday."
    )


def test_other_tongues_are_named(read_one):
    document = read_one("Der Damm hat am Dienstag gehalten, sagten zwei Ingenieure, die ihn seit Jahren betreuen.")
    assert document.language == "de"
    assert [each.kind for each in document.notices] == ["language"]
    assert read_one("Dam holds").language is None


def test_a_notice_says_by_labels_what_it_is(read_one):
    document = read_one(
        "RIVER OFFICE\n\nWeirs on the lower river; correction\n\nDocket: R-7\nPublished: 12 October 2026\n"
        "Address of this notice: https://river.example/r-7\n\nAGENCY: River Office.\n\nThe date: 3 May is corrected.\n"
    )
    assert document.title == "Weirs on the lower river; correction"
    assert (document.outlet, document.url, str(document.published)) == (
        "River Office",
        "https://river.example/r-7",
        "2026-10-12",
    )
    assert "Published: 12 October 2026" in document.text
