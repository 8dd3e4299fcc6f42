"""What is shown first: a claim that holds nothing to check comes after its like."""

from __future__ import annotations

from dataclasses import replace

from cuibono.core.scores import Looks
from cuibono.stories.salience import worth_checking
from tests.findings.press import article, record

PAGE = article(
    "Valley Wire",
    "Bridge closed\n\nThe bridge at Low Ford was closed on Monday by order of the county board.\n\n"
    "Respect for bridges is a cornerstone of the valley and of all who live in it.",
)


class Observer:
    """Sees nothing to check in talk of cornerstones."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def looks(self, texts):
        self.asked += texts
        return tuple(Looks(0.1 if "cornerstone" in text else 0.8, 0.5, 0.5, 0.5) for text in texts)


def test_what_holds_nothing_to_check_weighs_less_and_is_not_lost():
    claims = tuple(replace(claim, salience=0.5) for claim in record(PAGE).claims)
    weighed = worth_checking(claims, Observer())
    assert {claim.id for claim in weighed} == {claim.id for claim in claims}
    assert "cornerstone" in weighed[-1].canonical.quote
    assert weighed[-1].salience < weighed[0].salience == 0.5


def test_only_the_heaviest_are_looked_at():
    claim = record(PAGE).claims[0]
    many = tuple(replace(claim, id=f"c{i}", salience=round(1 - i / 1000, 4)) for i in range(300))
    observer = Observer()
    assert [c.id for c in worth_checking(many, observer)] == [c.id for c in many]
    assert len(observer.asked) < len(many)
    assert worth_checking((), observer) == ()
