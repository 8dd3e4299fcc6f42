"""The composition root: what is wired to what."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cuibono.app import Newsroom
from cuibono.core.errors import NotStored, SettingsError
from cuibono.findings import relations
from cuibono.settings import Settings
from cuibono.stories import claims
from tests.cli.conftest import article

NOW = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture
def room(tmp_path):
    with Newsroom(Settings(db=tmp_path / "store.db"), lambda: NOW) as opened:
        yield opened


def test_the_store_is_opened_when_it_is_needed(tmp_path):
    with Newsroom(Settings(db=tmp_path / "store.db"), lambda: NOW) as room:
        assert not (tmp_path / "store.db").exists()
        assert room.store.stories() == ()
        assert (tmp_path / "store.db").exists()


def test_every_probe_and_lens_has_a_method_that_is_shown(room):
    shown = {m.judgement: (m.name, m.version) for m in room.investigator.methods}
    learned = {claims.METHOD: claims.LEARNED, relations.METHOD: relations.LEARNED}  # the weights have a say
    used = {judgement: learned.get(method, method) for judgement, method in room.registry.methods}
    assert {judgement: (method.name, method.version) for judgement, method in used.items()} == shown
    assert len(room.registry.probes) == 6
    assert {"Wire", "Interests", "Evidence", "Practitioner", "Policy", "Clocks", "Contradictions", "Chair"} <= {
        lens.name for lens in room.registry.lenses
    }
    assert all(method.figure for method in room.investigator.methods), "a figure, or that there is none"


def test_formats_by_name(room):
    assert set(room.registry.exporters) == {"html", "json", "md"}
    with pytest.raises(SettingsError, match="there is no format 'docx'; there are html, json, md"):
        room.exporter("docx")


def test_the_clock_that_is_injected_dates_what_is_kept(room, tmp_path):
    room.read([str(article(tmp_path / "a.json"))])
    (capture,) = room.store.captures()
    assert capture.fetched == NOW
    assert room.store.stories()[0].read_at == NOW


def test_problems_come_with_readings_and_not_instead(room, tmp_path):
    outcome = room.read([str(article(tmp_path / "a.json")), str(tmp_path / "missing"), "ftp://x.example/"])
    assert len(outcome.readings) == 1
    assert len(outcome.problems) == 2


def test_limits_come_from_the_settings(tmp_path):
    settings = Settings(db=tmp_path / "s.db", max_bytes=1000, max_seconds=2.5, intranet=("wiki.example:8080",))
    with Newsroom(settings, lambda: NOW) as room:
        limits = room._egress()._limits
    assert (limits.wire_bytes, limits.body_bytes, limits.total_seconds) == (1000, 1000, 2.5)
    assert limits.intranet == {"wiki.example:8080"}


def test_an_answer_is_the_same_whichever_way_it_is_asked_for(room, tmp_path):
    story = room.read([str(article(tmp_path / "a.json"))]).readings[0].record.story.id
    question = "who said that nobody was hurt?"
    assert room.ask(story, question) == room.answer(room.reading(story), question)
    assert room.ask(story, question) is not None


def test_nothing_published_by_then_is_said_so(room, tmp_path):
    story = room.read([str(article(tmp_path / "a.json"))]).readings[0].record.story.id
    with pytest.raises(NotStored, match="had been published by 2020-01-01"):
        room.reading(story, datetime(2020, 1, 1, tzinfo=UTC))
