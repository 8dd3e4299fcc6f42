import pytest

from cuibono.core.claims import Modality
from cuibono.core.news import Outlet, OutletKind, Story
from cuibono.stories.assertions import assertions


@pytest.fixture
def firmness(article):
    """Modalities of the assertions of a text, the attributed ones only if there are any."""

    def of(text):
        document = article(text, outlet="Daily Bee")
        outlets = {document.id: Outlet("Daily Bee", OutletKind.NEWSPAPER)}
        found = assertions(Story("s1", "t", (document,)), outlets, ())
        return [a.modality for a in found if a.source] or [a.modality for a in found]

    return of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Halden rejected the accusation.", Modality.DENIED),
        ("The embassy of Halden said that it had done nothing of the kind.", Modality.DENIED),
        ("Jane Roe said the report was untrue.", Modality.DENIED),
        ("Jane Roe said that she did not dispute the number.", Modality.ASSERTED),
        ("Eleven servers are believed to have been entered.", Modality.ALLEGED),
        ("The crew is accused of theft.", Modality.ALLEGED),
        ("The guidance is expected before the end of May.", Modality.FORECAST),
        ("The annex is meant to come by the end of May.", Modality.FORECAST),
        ("Halden expects sales to double by 2030.", Modality.FORECAST),
        ("A second annex would be published by Friday, Jane Roe said.", Modality.FORECAST),
        ('"I will not apologise for that," Jane Roe said.', Modality.ASSERTED),
        ('"I would rather be silent than wrong about it," Jane Roe said.', Modality.OPINION),
        ('"This is a theft in all but name," Jane Roe said.', Modality.OPINION),
        ('"I suspect they counted twice," Jane Roe said.', Modality.HEDGED),
        ('"Ours is a lower bound," Jane Roe said.', Modality.HEDGED),
        ("This report may be quoted with its name.", Modality.ASSERTED),
        ("Jane Roe wants every dam pulled down.", Modality.OPINION),
        ("Jane Roe considers it unlikely that the dam holds.", Modality.HEDGED),
    ],
)
def test_firmness(firmness, text, expected):
    assert firmness(text) == [expected]
