import pytest

from cuibono.core.findings import RelationKind
from cuibono.findings.relations import Relations
from tests.findings.press import article, record

NOTICE = article(
    "Ferry Board",
    "Ferry rule\n\nThe Ferry Board said comments on the ferry rule close on 16 November 2026.",
    "2026-10-01",
)


def contradictions(*articles):
    found = [r for r in Relations().examine(record(*articles)) if r.kind is RelationKind.CONTRADICTS]
    return {tuple(w.quote for w in r.words) for r in found if r.reason == "superseded by a later date"}


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
