import pytest

from cuibono.core.findings import RelationKind
from cuibono.findings.relations import Relations
from cuibono.findings.superseded import SUPERSEDED
from tests.findings.press import article, record

NOTICE = article(
    "Ferry Board",
    "Ferry rule\n\nThe Ferry Board said comments on the ferry rule close on 16 November 2026.",
    "2026-10-01",
)


def contradictions(*articles):
    found = [r for r in Relations().examine(record(*articles)) if r.kind is RelationKind.CONTRADICTS]
    return {tuple(w.quote for w in r.words) for r in found if r.reason == SUPERSEDED}


@pytest.mark.parametrize(
    "change",
    [
        'The Ferry Board said that in its ferry rule "16 November 2026" is corrected to read "30 October 2026".',
        "The Ferry Board said comments on its ferry rule were moved from 16 November 2026 to 30 October 2026.",
    ],
)
def test_a_date_that_was_changed_contradicts_the_first_word_and_who_still_gives_it(change):
    later = article("Alpha Post", f"Ferry rule\n\n{change}", "2026-10-12")
    between = article("Beta News", "Ferries\n\nComments on the ferry rule close on 16 November 2026.", "2026-10-05")
    after = article("Gamma Times", "Ferries\n\nComments on the ferry rule close on 16 November 2026.", "2026-10-20")
    found = contradictions(NOTICE, between, later, after)
    assert found == {("16 November 2026", "30 October 2026"), ("30 October 2026", "16 November 2026")}
    assert contradictions(NOTICE, later) == {("16 November 2026", "30 October 2026")}


def test_another_matter_of_the_same_day_is_left_alone():
    change = 'The Ferry Board said that in its ferry rule "16 November 2026" is corrected to read "30 October 2026".'
    later = article("Alpha Post", f"Ferry rule\n\n{change}", "2026-10-12")
    other = article("Beta News", "Ferries\n\nA concert at the mill begins on 16 November 2026.", "2026-10-20")
    assert contradictions(later, other) == set()


POSTPONED = (
    "The Commerce Department said the export rule was postponed from 1 March 2027 to 1 June 2027. "
    "Senators and companies reacted."
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "A hearing of senators on chip companies begins on 1 March 2027.",
            False,
        ),  # only words of elsewhere in the text
        ("The Commerce Department holds an export fair on 1 March 2027.", False),  # another thing of that body
        ("The export rule takes effect on 1 March 2027.", True),
    ],
)
def test_who_gives_the_old_date_gives_it_for_the_very_thing(text, told):
    later = article("Alpha Post", f"Export rule\n\n{POSTPONED}", "2026-10-12")
    other = article("Beta News", f"Spring\n\n{text}", "2026-10-20")
    assert contradictions(later, other) == ({("1 June 2027", "1 March 2027")} if told else set())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The deadline for bids on the ferry pier is 16 November 2026.", False),
        ("The comment period of the ferry rule runs to 16 November 2026.", True),
    ],
)
def test_of_a_deadline_it_counts_for_what(text, told):
    change = (
        "The Ferry Board said the comment deadline for its ferry rule was moved from 16 November to 30 October 2026."
    )
    later = article("Alpha Post", f"Ferry rule\n\n{change}", "2026-10-12")
    other = article("Beta News", f"Ferries\n\n{text}", "2026-10-20")
    assert bool(contradictions(later, other)) is told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Skippers have until 16 November 2026 to tell the Ferry Board what they think.", True),
        ("The Ferry Board opens its new offices on 16 November 2026.", False),
        ("Bids for the pier at Brenn must be in by 16 November 2026.", False),  # only its address is in the notice
    ],
)
def test_a_notice_that_corrects_a_limit_reaches_who_names_that_body_and_limit(text, told):
    notice = article(
        "Ferry Board",
        "Lights on ferries; correction\n\nThis notice corrects the date by which comments must be received.\n\n"
        'In the notice of 29 September 2026, the words "on or before 16 November 2026" are corrected to read '
        '"on or before 30 October 2026".\n\nFor more, write to the office for bids, Pier 2, Brenn.',
        "2026-10-12",
    )
    other = article("Beta News", f"Ferries\n\n{text}", "2026-10-20")
    found = [
        r for r in Relations().examine(record(notice, other, governments=["Ferry Board"])) if r.reason == SUPERSEDED
    ]
    assert bool(found) is told


def test_the_effective_date_of_a_rule_is_the_rules():
    change = "The effective date of the chip rule was moved from 1 March 2027 to 1 June 2027, the ministry said."
    later = article("Alpha Post", f"Chip rule\n\n{change}", "2026-10-12")
    other = article("Beta News", "Spring\n\nThe chip rule takes effect on 1 March 2027.", "2026-10-20")
    assert contradictions(later, other) == {("1 June 2027", "1 March 2027")}
