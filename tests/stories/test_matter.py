import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.core.text import Block, Document, Kind, Role
from cuibono.stories.matter import matter, states


def stated(line, role=Role.PARAGRAPH):
    document = Document(id="d", capture="c", kind=Kind.TEXT, text=line, blocks=(Block(0, len(line), role),))
    found = matter(document, document.span(0, len(line)), document.blocks[0])
    return found.quote if found else None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("PORT HARLOW, Oct 6 (Wirefox) - Thieves took nine models.", "Thieves took nine models."),
        ("LONDON — The dam broke on Monday.", "The dam broke on Monday."),
        ("Harlow (CNN) -- The dam broke on Monday.", "The dam broke on Monday."),
        ("SUMMARY: This notice moves the date.", "This notice moves the date."),
        ("DATES: Comments must be received by 4 May.", "Comments must be received by 4 May."),
        ("2. The Office recorded 27 cases.", "The Office recorded 27 cases."),
        ("(1) A supplier shall keep the records.", "A supplier shall keep the records."),
        ("[1] The half year means January to June.", "The half year means January to June."),
        ("Attempts rose by 62 per cent (section 2.1).[1]", "Attempts rose by 62 per cent (section 2.1)."),
        ("More than 18,000 people work there.", "More than 18,000 people work there."),
        ("NATO will meet on Monday.", "NATO will meet on Monday."),
    ],
)
def test_what_stands_before_and_behind_a_statement_is_cut_off(line, expected):
    assert stated(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "PORT HARLOW, 22 September 2026.",
        "Docket number: OSA-2026-0117.",
        "Published: 29 September 2026.",
        "AGENCY: Office for Dams.",
        "For details write to rules@dams.example before Monday is over.",
        "Jane Roe, chief information officer",
        "Look-alike uploads to registries 402 611 +52 %",
        "First, the number.",
        "One, not eleven.",
        "Photographers and editors at work (AP Photo) are seen on Monday.",
        "(c) 2026 Halden Labs plc.",
    ],
)
def test_lines_that_state_nothing_are_left_out(line):
    assert stated(line) is None


def test_headings_state_nothing_and_titles_always_do():
    assert stated("Experts have doubts", Role.HEADING) is None
    assert stated("Dam fears in Harlow", Role.TITLE) == "Dam fears in Harlow"


def test_a_line_without_a_full_stop_needs_a_sure_verb():
    assert stated("The river has risen by two metres") is not None
    assert stated("Reports and removals of the third quarter") is None


@given(st.text(max_size=200))
def test_the_statement_is_part_of_its_line(line):
    if line.strip():
        found = stated(line)
        assert found is None or found in line


def test_a_contraction_is_a_verb():
    assert states("It's over")
    assert not states("The river, the dam")
