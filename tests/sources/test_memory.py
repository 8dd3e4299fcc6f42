from datetime import UTC, datetime

from cuibono.core.news import Capture, Validator
from cuibono.sources.memory import Notebook


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
