"""The JSON API: the published shapes, the same answers as elsewhere, described by OpenAPI."""

from __future__ import annotations

import json
import re

import pytest

from cuibono.app import Newsroom
from cuibono.export.json import JsonExporter, schema
from tests.export.validate import errors


def test_a_reading_is_the_published_one(quiet_site):
    answer = quiet_site.get(f"/api/stories/{quiet_site.story}")
    assert answer.headers["content-type"] == "application/json"
    assert answer.text == JsonExporter().export(quiet_site.newsroom.reading(quiet_site.story))
    assert errors(answer.json(), json.loads(schema())) == []
    assert quiet_site.get("/api/schema").text == schema()


def test_stories_are_listed_with_their_addresses(quiet_site):
    listed = quiet_site.get("/api/stories").json()
    assert {each["id"] for each in listed} == {s.id for s in quiet_site.newsroom.store.stories()}
    for each in listed:
        assert quiet_site.get(each["page"]).status_code == 200
        assert quiet_site.get(each["reading"]).status_code == 200


def test_an_answer_shows_its_words_and_their_places(quiet_site):
    asked = quiet_site.post(f"/api/stories/{quiet_site.story}/ask", {}, json={"question": "Who else measured this?"})
    told = asked.json()
    assert told["answered"]
    record = quiet_site.newsroom.reading(quiet_site.story).record
    for sentence in told["sentences"]:
        assert sentence["spans"]
        for span in sentence["spans"]:
            assert record.documents[span["document"]].text[span["start"] : span["end"]] == span["quote"]
            assert quiet_site.get(span["link"]).status_code == 200


def test_what_nobody_says_is_not_answered(quiet_site):
    path = f"/api/stories/{quiet_site.story}/ask"
    told = quiet_site.post(path, {}, json={"question": "What is the price of tea in Qarth?"}).json()
    assert (told["answered"], told["sentences"]) == (False, [])


def test_changes_are_those_of_the_command(quiet_site):
    found = quiet_site.get(f"/api/stories/{quiet_site.story}/changes?since=2026-10-07").json()
    assert {"new document", "new claim"} <= {each["kind"] for each in found}
    assert quiet_site.get(f"/api/stories/{quiet_site.story}/changes?since=soon").status_code == 422


def test_changes_are_read_once_for_page_and_json(quiet_site, monkeypatch):
    asked = []
    compare = quiet_site.newsroom.changes
    monkeypatch.setattr(Newsroom, "changes", lambda _, *given: asked.append(given) or compare(*given))
    page = f"/stories/{quiet_site.story}/changes?since=2026-10-07T01:02"
    for path in (f"/api{page}", page, f"/api{page}"):
        assert quiet_site.get(path).status_code == 200
    assert len(asked) == 1


def test_turns_are_heard_and_said(site):
    path = f"/api/stories/{site.story}/turns"
    first = site.newsroom.convener.step(site.story)
    said = site.post(path, {}, json={"text": "Who denies it?", "who": "Mara", "answers": first.id})
    assert said.status_code == 201
    mine, *answers = said.json()
    assert (mine["person"], mine["speaker"], mine["words"], mine["sentences"]) == (True, "Mara", "Who denies it?", [])
    assert mine["answers"] == [first.id]
    assert answers
    assert all(each["sentences"] and not each["person"] for each in answers)
    room = site.get(path).json()
    assert [turn["number"] for turn in room["turns"]] == list(range(1, len(room["turns"]) + 1))
    assert [turn["number"] for turn in site.get(path + "?after=1").json()["turns"]] == [
        turn["number"] for turn in room["turns"][1:]
    ]
    assert not room["ended"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("ask", {"question": ""}),
        ("ask", {"question": "x" * 2001}),
        ("ask", {}),
        ("ask", []),
        ("turns", {"text": "?!"}),
        ("turns", {"text": "Who denies it?", "answers": "nobody"}),
        ("turns", {"text": 7}),
    ],
)
def test_what_cannot_be_used_is_told_in_words(site, path, body):
    answer = site.post(f"/api/stories/{site.story}/{path}", {}, json=body)
    assert answer.status_code == 422
    assert answer.json()["problem"]


@pytest.mark.parametrize("path", ["/api/nothing", "/api/stories/nothing", "/api/stories/nothing/turns"])
def test_what_is_not_there_is_told_in_json(quiet_site, path):
    answer = quiet_site.get(path)
    assert answer.status_code == 404
    assert answer.json()["problem"]


def test_the_description_is_whole(quiet_site):
    described = quiet_site.get("/api/openapi.json").json()
    assert set(described["paths"]) == {
        "/api/schema",
        "/api/stories",
        "/api/stories/{story_id}",
        "/api/stories/{story_id}/ask",
        "/api/stories/{story_id}/changes",
        "/api/stories/{story_id}/turns",
    }
    known = described["components"]["schemas"]
    text = json.dumps(described)
    assert set(re.findall(r'"#/components/schemas/(\w+)"', text)) <= set(known)
    assert "#/$defs/" not in text
    published = json.loads(schema())["$defs"]
    assert len(known) >= len(published)
    assert known["PublishedReading"]["required"] == published["PublishedReading"]["required"]
