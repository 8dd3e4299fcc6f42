from datetime import UTC, datetime
from pathlib import Path

import pytest

from cuibono.core.errors import FetchError, UnsafeAddress
from cuibono.core.news import Capture
from cuibono.sources.files import Files
from cuibono.sources.inputs import sources, split
from cuibono.sources.links import Links

NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)


class Web:
    def __init__(self, **pages):
        self.pages = pages
        self.asked = []

    def get(self, url: str) -> Capture:
        self.asked.append(url)
        found = self.pages[url.rpartition("/")[2]]
        if isinstance(found, Exception):
            raise found
        return Capture(*found, fetched=NOON)


def test_one_bad_link_does_not_stop_the_others():
    web = Web(
        a=("https://n.example/a", b"A"),
        b=FetchError("https://n.example/b: answers 404"),
        c=UnsafeAddress("https://n.example/c: leads inside"),
        d=("https://n.example/d", b"D"),
    )
    links = Links([f"https://n.example/{name}" for name in "dcba"], web)
    assert [capture.body for capture in links.fetch(None)] == [b"A", b"D"]
    assert [(p.location, p.message) for p in links.problems] == [
        ("https://n.example/b", "https://n.example/b: answers 404"),
        ("https://n.example/c", "https://n.example/c: leads inside"),
    ]


def test_two_links_to_one_page_give_it_once():
    web = Web(long=("https://n.example/long", b"A"), short=("https://n.example/long", b"A"))
    links = Links(["https://n.example/short", "https://n.example/long", " https://n.example/long "], web)
    assert len(list(links.fetch(None))) == 1
    assert len(web.asked) == 2


def test_a_problem_does_not_tell_the_password():
    links = Links(["https://jo:CANARY@n.example/x"], Web(x=UnsafeAddress("refused")))
    assert list(links.fetch(None)) == []
    assert links.problems[0].location == "https://n.example/x"


def test_a_failure_that_is_not_about_the_link_is_not_swallowed():
    with pytest.raises(KeyError):
        list(Links(["https://n.example/unknown"], Web()).fetch(None))


def test_inputs_are_told_apart_by_their_form():
    given = [
        "story",
        "https://n.example/a",
        "HTTP://n.example",
        "file:///etc/passwd",
        "a/b.html",
        "www.n.example",
        " ftp://x",
    ]
    paths, urls = split(given)
    assert paths == (Path("story"), Path("a/b.html"), Path("www.n.example"))
    assert urls == ("https://n.example/a", "HTTP://n.example", "file:///etc/passwd", "ftp://x")


def test_the_egress_is_only_made_for_links(tmp_path):
    made = []

    def egress():
        made.append(1)
        return Web(a=("https://n.example/a", b"A"))

    assert sources([], lambda: NOON, egress) == ()
    (files,) = sources([str(tmp_path)], lambda: NOON, egress)
    assert (type(files), made) == (Files, [])
    first, second = sources(["https://n.example/a", str(tmp_path)], lambda: NOON, egress)
    assert (type(first), type(second), made) == (Files, Links, [1])
