import pytest

from cuibono.core.claims import Modality
from tests.findings.press import article, record


def said(text):
    read = record(article("Alpha Post", f"The quarry\n\n{text}", "2026-03-03"))
    return [(a.speaker.name, a.modality, a.span.quote) for a in read.assertions if not a.headline]


@pytest.mark.parametrize("link", ["which", "a charge", "something", "an allegation that"])
def test_a_denial_in_passing_is_a_stand_of_its_own(link):
    found = said(f"Ida Moser said Karl Brandt sold the flooded quarry, {link} Brandt has repeatedly denied.")
    assert found == [
        ("Ida Moser", Modality.ASSERTED, "Karl Brandt sold the flooded quarry"),
        ("Karl Brandt", Modality.DENIED, "Brandt has repeatedly denied"),
    ]


@pytest.mark.parametrize(
    "tail",
    [
        "which has been denied",
        "which Brandt denied her a permit for",
        "which was rejected",
        "which in May the council rejected",
    ],
)
def test_what_is_refused_or_has_no_owner_is_no_stand(tail):
    found = said(f"Ida Moser said Karl Brandt asked for the flooded quarry, {tail}.")
    assert [name for name, modality, _ in found if modality is Modality.DENIED] == []
