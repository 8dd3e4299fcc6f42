"""The brief: what it holds, and that nothing in an article can become markup."""

from itertools import pairwise
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt

from cuibono.core.text import fold
from cuibono.export.markdown import MarkdownExporter, escaped, leading
from tests.export.desk import documents, reading
from tests.export.payloads import HTML, LINKS, MARKDOWN

HEADINGS = [
    "Cracks in a bridge",
    "Claims",
    "The room",
    "Clocks",
    "Interests",
    "Framing",
    "Left out",
    "Who agrees, who differs",
    "Forecasts",
    "Refused and left aside",
    "How good is this",
    "Documents",
]


def tokens(text):
    """Every token, the inline ones too, of CommonMark with tables and strikethrough."""
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        yield token
        yield from token.children or ()


def headings(text):
    found = list(tokens(text))
    return [after.content for token, after in pairwise(found) if token.type == "heading_open"]


@pytest.fixture(scope="module")
def brief():
    return MarkdownExporter().export(reading())


def test_the_sections_stand_in_order(brief):
    assert headings(brief) == HEADINGS


def test_the_head_counts_origins_and_gives_the_three_lines(brief):
    head = brief.split("## Claims")[0]
    assert "6 documents, **3 independent origins**, 4 to 6 May 2031 · as of 7 May 2031, 18:00 UTC" in head
    assert r"*Stands:* We know that “the bridge will likely close” \[1, p. 3\]." in head
    assert "*Contested:* “Engineers counted eleven cracks" in head
    assert r"*Unknown:* Nobody could say who saw “one crack” \[4, turn 1\]." in head


def test_the_claims_are_a_table_with_a_cell_for_every_document(brief):
    rows = [line for line in brief.split("## Claims")[1].split("## The room")[0].splitlines() if line.startswith("|")]
    assert rows[0] == "| claim | origins | 1 | 2 | 3 | 4 | 5 | 6 |"
    assert rows[2].endswith("| 2 | ● | (●) | ● | ✕ | ⊖ | ▢ |")
    assert len(rows) == 5


def test_the_room_says_who_answers_whom(brief):
    assert "> **Contradictions** *challenges Wire* (unanswered) · “Engineers counted" in brief
    assert "> **Evidence** *asks Wire, Contradictions* (unanswered) · Who saw “one crack”" in brief


def test_interest_is_never_called_evidence(brief):
    assert "An interest is no evidence that a claim is false" in brief
    assert "**Rival Belts** competes with sensor belts" in brief
    assert r"told to readers in \[2\] · not told in \[4\], \[5\]" in brief


def test_silences_that_are_no_reproach_are_not_listed(brief):
    left_out = brief.split("## Left out")[1].split("##")[0]
    assert left_out.count("\n- ") == 1


def test_what_was_refused_can_be_seen(brief):
    assert "“Experts agree” (chair): no words hold it" in brief
    assert "old.html: published later" in brief


@pytest.mark.parametrize("evil", [*MARKDOWN, *HTML])
def test_foreign_text_becomes_no_markup(evil):
    text = MarkdownExporter().export(reading(evil))
    allowed = {d.url for d in documents(evil)}
    kinds = {"html_block", "html_inline", "image", "code_inline", "fence", "code_block", "hr", "s_open"}
    for token in tokens(text):
        assert token.type not in kinds, token.content
        if token.type == "link_open":
            assert token.attrs["href"] in allowed
    assert len(headings(text)) == len(HEADINGS)
    assert sum(token.type == "table_open" for token in tokens(text)) == 1


@pytest.mark.parametrize("evil", [*MARKDOWN, *HTML])
def test_foreign_text_reads_as_the_same_words(evil):
    rendered = "".join(token.content for token in tokens(leading(evil)) if token.type in {"text", "text_special"})
    wanted = [char for char in fold(evil) if char.isprintable() and not "\ud800" <= char <= "\udfff"]
    assert [char for char in fold(rendered) if char.isprintable()] == [c for c in wanted if c not in "\u202e\u202c"]


@pytest.mark.parametrize("words", ["https://evil.example/", "www.evil.example", "evil@evil.example"])
def test_bare_addresses_are_broken_for_programs_that_link_them(words):
    assert words not in escaped(words)
    assert fold(escaped(words)) == words


@pytest.mark.parametrize("link", LINKS)
def test_only_web_links_become_links(link):
    text = MarkdownExporter().export(reading(url=link))
    assert [t.attrs["href"] for t in tokens(text) if t.type == "link_open"] == []


def test_a_link_cannot_leave_its_brackets():
    link = "https://paper.example/a> <b)c[d]?e=f g"
    text = MarkdownExporter().export(reading(url=link))
    links = [unquote(t.attrs["href"]) for t in tokens(text) if t.type == "link_open"]
    assert links == [link] * 6
