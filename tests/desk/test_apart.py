"""A story without some of its documents: what rests on them goes, and nothing else changes its name."""

import pytest

from cuibono.app import Newsroom
from cuibono.core.errors import SettingsError
from cuibono.desk.apart import apart, figures, of_origin, of_outlet
from cuibono.settings import Models, Settings
from tests.cli.command import STORY


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory):
    settings = Settings(db=tmp_path_factory.mktemp("apart") / "store.db", models=Models(use=False))
    with Newsroom(settings) as made:
        yield made


@pytest.fixture(scope="module")
def whole(newsroom):
    return newsroom.read([str(STORY)]).readings[0]


@pytest.fixture(scope="module")
def report(whole):
    """The document that most of the others go back to."""
    return max(whole.record.origins, key=lambda origin: len(origin.echoes)).root


def test_what_remains_is_read_as_if_nothing_else_had_been_there(newsroom, whole, report):
    aside = of_origin(whole.record, report)
    part = apart(newsroom.investigator, whole, aside)
    remaining = [d for d in whole.record.story.documents if d.id not in aside]
    (alone,) = newsroom.investigator.investigate(remaining, one_story=True)
    assert part.findings == alone.findings
    assert part.matrix == alone.matrix
    assert part.talk == alone.talk
    assert part.record.claims == alone.record.claims


def test_documents_keep_their_numbers(newsroom, whole, report):
    part = apart(newsroom.investigator, whole, of_outlet(whole.record, report))
    assert part.record.number == {d: whole.record.number[d] for d in part.record.documents}
    assert part.record.story.title == whole.record.story.title
    last = part.record.story.documents[-1]
    assert part.record.cite(last.span(0, 5)) == whole.record.cite(last.span(0, 5))


def test_figures_are_those_of_both_readings(newsroom, whole, report):
    aside = of_origin(whole.record, report)
    part = apart(newsroom.investigator, whole, aside)
    counted = {figure.of: (figure.whole, figure.part) for figure in figures(whole, part)}
    assert counted["documents"] == (len(whole.record.documents), len(whole.record.documents) - len(aside))
    assert counted["independent origins"] == (len(whole.record.origins), len(part.record.origins))
    assert counted["claims"][1] < counted["claims"][0]


def test_an_outlet_is_all_of_its_documents_and_an_origin_all_of_its_echoes(whole, report):
    names = whole.record.outlets
    assert {names[d].name for d in of_outlet(whole.record, report)} == {names[report].name}
    assert report in of_origin(whole.record, report)
    assert len(of_origin(whole.record, report)) > 1


def test_something_must_remain(newsroom, whole):
    with pytest.raises(SettingsError, match="nothing left"):
        apart(newsroom.investigator, whole, whole.record.documents)
