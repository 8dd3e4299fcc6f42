from datetime import UTC, datetime

from cuibono.core.news import Capture, Validator
from cuibono.sources.memory import Notebook


def test_what_a_list_no_longer_holds_is_forgotten_and_nothing_else():
    memory = Notebook()
    for name, of in (("a#1", "a"), ("a#2", "a"), ("b#1", "b"), ("a", "")):
        memory.remember(name, Validator("x"), of)
    memory.listed("a", {"a#2"})
    assert sorted(memory.pages) == ["a", "a#2", "b#1"]


def test_the_last_thing_remembered_counts():
    memory = Notebook()
    assert memory.recall("https://n.example/") is None
    memory.remember("https://n.example/", Validator('"1"'))
    memory.remember("https://n.example/", Validator('W/"2"', "Wed, 11 Mar 2026 12:00:00 GMT"))
    assert memory.recall("https://n.example/") == Validator('W/"2"', "Wed, 11 Mar 2026 12:00:00 GMT")


def test_a_validator_comes_with_its_capture():
    noon = datetime(2026, 3, 11, 12, tzinfo=UTC)
    headers = (("content-type", "text/html"), ("etag", '"1"'), ("last-modified", "Wed, 11 Mar 2026 12:00:00 GMT"))
    assert Validator.of(Capture("a", b"", noon, headers=headers)) == Validator('"1"', "Wed, 11 Mar 2026 12:00:00 GMT")
    assert Validator.of(Capture("a", b"", noon)) == Validator()
