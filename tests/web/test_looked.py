"""What is new to a reader since the last look, which only the reader's browser remembers."""

from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import expect

from cuibono.app import Newsroom
from cuibono.web import looked
from tests.web.conftest import EXAMPLE, rules_alone, serving

THEN = datetime(2031, 6, 1, 8, tzinfo=UTC)


@given(st.dictionaries(st.from_regex(r"s[0-9a-f]{12}", fullmatch=True), st.integers(0, 2**33), max_size=90))
def test_what_is_remembered_comes_back(seconds):
    known = {story: datetime.fromtimestamp(at, UTC) for story, at in seconds.items()}
    cookie = looked.with_look(known, "s0123456789ab", THEN)
    back = looked.looks(cookie)
    assert back["s0123456789ab"] == THEN
    assert all(back[story] == known[story] for story in back if story != "s0123456789ab")
    assert len(back) == min(80, len({*known, "s0123456789ab"}))
    assert len(cookie) < 2000
    assert SimpleCookie(f"looked={cookie}")["looked"].value == cookie


@given(st.text())
def test_a_cookie_of_anybody_else_is_as_none(cookie):
    assert all(isinstance(at, datetime) for at in looked.looks(cookie).values())


def test_those_looked_at_longest_ago_are_forgotten_first():
    known = {f"s{n:012x}": THEN + timedelta(minutes=n) for n in range(100)}
    back = looked.looks(looked.with_look(known, "sff", THEN))
    assert "sff" in back
    assert set(back) - {"sff"} == {f"s{n:012x}" for n in range(21, 100)}


@pytest.mark.parametrize("words", ["", "zzzzzzzz", "-1", "A", "1" * 9, "٣"])
def test_what_is_no_moment_in_an_address_is_none(words):
    assert looked.moment(words) is None
    assert looked.moment(looked.written(THEN)) == THEN


@pytest.fixture
def growing(tmp_path):
    """A server over a part of the bundled story, and what reads the rest of it."""
    clock = Clock()
    files = [path for path in sorted(EXAMPLE.iterdir()) if path.name != "gold.json"]
    every = list(map(str, files))
    early = [str(path) for path in files if any(part in path.name for part in ("tessaline", "wire", "reprint"))]
    with Newsroom(rules_alone(tmp_path / "store.db"), clock) as newsroom, serving(newsroom, pace=3600) as site:
        newsroom.read(early, one_story=True)

        def more():
            clock.now += timedelta(hours=1)
            newsroom.read(every, one_story=True)
            clock.now += timedelta(hours=1)

        yield site, more


class Clock:
    def __init__(self):
        self.now = THEN

    def __call__(self):
        return self.now


def test_the_desk_tells_what_came_since_the_reader_looked(growing):
    site, more = growing
    with httpx2.Client(trust_env=False, timeout=60, base_url=site.url) as reader:
        assert "Since you looked" not in reader.get("/").text
        reader.get(f"/stories/{site.story}")
        assert "nothing new since you looked, 1 June 2031, 08:00 UTC" in reader.get("/").text
        more()
        page = reader.get("/").text
        assert "Since you looked" in page
        assert "new documents" in page
        seen = page.partition("/changes?seen=")[2].partition('"')[0]
        story = reader.get(f"/stories/{site.story}").text
        assert f"/changes?seen={seen}" in story
        assert "Since you looked" not in reader.get("/").text  # by now they have looked
        changes = reader.get(f"/stories/{site.story}/changes?seen={seen}").text
        assert "Since you looked, 1 June 2031, 08:00 UTC" in changes
        assert 'class="q"' in changes
    assert "Since you looked" not in site.get("/").text  # another reader never did


def test_the_same_documents_read_once_more_are_nothing_new(growing):
    site, _more = growing
    with httpx2.Client(trust_env=False, timeout=60, base_url=site.url) as reader:
        reader.get(f"/stories/{site.story}")
        site.newsroom.clock.now += timedelta(hours=1)
        site.newsroom.store.put(site.newsroom.reading(site.story))
        assert "nothing new since you looked" in reader.get("/").text


def test_where_nothing_is_left_of_what_stood_then_nobody_says_what_changed(growing, monkeypatch):
    site, more = growing
    with httpx2.Client(trust_env=False, timeout=60, base_url=site.url) as reader:
        reader.get(f"/stories/{site.story}")
        more()
        monkeypatch.setattr(type(site.newsroom.store), "standing", lambda *_: None)
        assert "read again since you looked" in reader.get("/").text
        seen = looked.written(THEN)
        assert "cannot be held against each other" in reader.get(f"/stories/{site.story}/changes?seen={seen}").text


@pytest.mark.browser
def test_changes_are_compared_while_the_reader_waits(browser, growing):
    site, more = growing
    more()
    page = browser.new_page()
    page.goto(f"{site.page}/changes")
    expect(page.locator("#compared")).to_contain_text("held against", timeout=60_000)
    page.get_by_label("Since").fill("2026-10-06")
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("#compared")).to_contain_text("as of 6 October 2026", timeout=60_000)
    assert "since=2026-10-06" in page.url
    page.close()
