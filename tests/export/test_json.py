"""The published JSON: documented, checkable by others, the same bytes for the same reading."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cuibono.export.json import JsonExporter, schema
from tests.export.desk import reading
from tests.export.validate import errors

ROOT = Path(__file__).parent.parent.parent
PRINT = """
from cuibono.export.json import JsonExporter
from tests.export.desk import reading
print(JsonExporter().export(reading()))
"""


@pytest.fixture(scope="module")
def published():
    return json.loads(JsonExporter().export(reading()))


def spans_in(value):
    if isinstance(value, dict):
        if value.keys() == {"document", "start", "end", "quote"}:
            yield value
        for item in value.values():
            yield from spans_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from spans_in(item)


def test_the_published_schema_is_the_one_of_the_code():
    stands = (ROOT / "docs" / "reading.schema.json").read_text("utf-8")
    assert stands == schema(), "run `cuibono schema > docs/reading.schema.json`"


def test_a_reading_validates(published):
    assert errors(published, json.loads(schema())) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), 1),
        (("documents", 0, "text"), None),
        (("claims", 0, "canonical", "start"), "3"),
        (("findings", 0, "kind"), "rumour"),
        (("findings", 0, "relation"), "rather similar"),
        (("talk", "turns", 0, "act"), "shout"),
        (("matrix", 0, "cells", 0, "state"), "maybe"),
    ],
)
def test_the_schema_refuses_what_is_wrong(published, path, value):
    broken = json.loads(json.dumps(published))
    *way, last = path
    place = broken
    for step in way:
        place = place[step]
    place[last] = value
    assert errors(broken, json.loads(schema())) != []


def test_every_span_can_be_checked_by_others(published):
    texts = {document["id"]: document["text"] for document in published["documents"]}
    spans = list(spans_in(published))
    assert len(spans) > 50
    for span in spans:
        assert texts[span["document"]][span["start"] : span["end"]] == span["quote"]


def test_claims_are_web_annotation_targets(published):
    documents = {document["id"]: document for document in published["documents"]}
    for claim in published["claims"]:
        target = claim["target"]
        quoted, placed = target["selector"]
        document = documents[claim["canonical"]["document"]]
        text = document["text"]
        assert target["source"] == document["url"]
        assert (quoted["type"], placed["type"]) == ("TextQuoteSelector", "TextPositionSelector")
        assert quoted["prefix"] + quoted["exact"] + quoted["suffix"] in text
        assert text[placed["start"] : placed["end"]] == quoted["exact"]


def test_ids_lead_somewhere(published):
    assertions = {assertion["id"] for assertion in published["assertions"]}
    speakers = {speaker["id"] for speaker in published["speakers"]}
    claims = {claim["id"] for claim in published["claims"]}
    documents = {document["id"] for document in published["documents"]}
    assert {a["speaker"] for a in published["assertions"]} <= speakers
    assert {member for claim in published["claims"] for member in claim["assertions"]} == assertions
    assert {row["claim"] for row in published["matrix"]} <= claims
    assert {cell["document"] for row in published["matrix"] for cell in row["cells"]} == documents


def test_sentences_are_given_in_parts_and_as_text(published):
    said = published["talk"]["turns"][0]["sentences"][0]
    assert [part["kind"] for part in said["parts"]] == ["words", "count", "words", "quote", "words", "cite", "words"]
    assert said["plain"].startswith("It all goes back to 2 origins, and to “Engineers counted eleven cracks")
    assert "[1, p. 2]" in said["plain"]


def test_findings_say_their_kind(published):
    kinds = {finding["kind"] for finding in published["findings"]}
    assert kinds == {"relation", "omission", "interest", "framing", "clock", "forecast"}
    assert {f["relation"] for f in published["findings"] if f["kind"] == "relation"} >= {"contradicts", "repeats"}


def test_the_same_reading_gives_the_same_bytes_whatever_the_hash_seed():
    runs = {
        subprocess.run(
            [sys.executable, "-c", PRINT],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


def test_half_a_surrogate_pair_is_named_and_not_written():
    text = JsonExporter().export(reading("\ud83d"))
    text.encode("utf-8")
    assert "\ud83d" in json.loads(text)["documents"][0]["text"]
