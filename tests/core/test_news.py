import pytest

from cuibono.core.news import Story, Version
from cuibono.core.text import Document, Kind
from cuibono.core.times import parse_stamp


def page(key, published, modified=None):
    stamps = [parse_stamp(words) if words else None for words in (published, modified)]
    return Document(key, "c" + key, Kind.ARTICLE, "Words.", published=stamps[0], modified=stamps[1])


@pytest.mark.parametrize(
    ("published", "modified", "expected"),
    [
        ("2026-03-01", "2026-03-09T10:00Z", "2026-03-09T10:00Z"),  # an edit stood there when it was made
        ("2026-03-01", None, "None"),  # edited, nobody knows when
        ("2026-03-05", None, "2026-03-05"),  # the edit has a date of its own
        (None, None, "None"),
    ],
)
def test_a_later_version_appeared_when_it_was_edited(published, modified, expected):
    first, second = page("a", "2026-03-01"), page("b", published, modified)
    story = Story("s", "", (first, second), (Version("a", "b", ()),))
    assert str(story.appeared(second)) == expected
    assert str(story.appeared(first)) == "2026-03-01"


def test_a_page_without_versions_appeared_when_it_was_published():
    only = page("a", "2026-03-01", "2026-03-09")
    assert str(Story("s", "", (only,)).appeared(only)) == "2026-03-01"
