"""Our own feeds: readable by feed readers and by ourselves, whole at any moment, and never markup of an article's."""

import json
import os
from dataclasses import replace

import feedparser
import pytest

from cuibono import readers
from cuibono.alerts.feeds import MOST, OwnFeeds, json_feed, put, rss
from cuibono.core.errors import NotTold
from cuibono.core.news import Capture
from tests.alerts.conftest import NAUGHTY, NOON, change


def test_a_feed_reader_finds_the_changes_with_their_links():
    feed = feedparser.parse(rss([change("n2"), change()], "What changed", "https://desk.example/"))
    assert not feed.bozo
    assert [entry.id for entry in feed.entries] == ["n2", "n1"]
    assert feed.entries[0].title == "corrected: Ferry & harbour"
    assert feed.entries[0].link == "https://p.example/a?b=1&c=2"
    assert feed.entries[0].published == "Wed, 04 Mar 2026 12:00:00 GMT"


@pytest.mark.parametrize("make", [rss, json_feed])
def test_our_own_reader_reads_it(make):
    body = make([change("n2", words="41 cars were damaged"), change()], "What changed", "https://desk.example/")
    documents = readers.read(Capture("https://desk.example/feed", body, NOON))
    assert [document.title for document in documents] == ["corrected: Ferry & harbour"] * 2
    assert "41 cars were damaged" in documents[0].text


def test_a_json_feed_says_so_and_holds_ids():
    feed = json.loads(json_feed([change()], "t", "https://desk.example/"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    (item,) = feed["items"]
    assert (item["id"], item["tags"], item["date_published"]) == ("n1", ["corrected"], "2026-03-04T12:00:00Z")
    assert "before: “" in item["content_text"]


@pytest.mark.parametrize("make", [rss, json_feed])
def test_nothing_of_an_article_is_obeyed(make):
    body = make([change(words=NAUGHTY, title=NAUGHTY, url="javascript:alert(1)")], NAUGHTY, "https://desk.example/")
    text = body.decode()
    assert "<script>" not in text or make is json_feed
    assert "javascript:" not in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    if make is rss:
        entry = feedparser.parse(body, sanitize_html=False).entries[0]
        assert "<script" not in entry.description
        assert "&lt;script&gt;" in entry.description


def test_a_feed_holds_the_last_changes_only():
    many = [replace(change(), id=f"n{number}") for number in range(MOST + 5)]
    assert len(json.loads(json_feed(many, "t", "l"))["items"]) == MOST


def test_a_file_is_replaced_as_a_whole_and_nothing_else_is_left(tmp_path, monkeypatch):
    feeds = OwnFeeds(rss=tmp_path / "f.xml", json=tmp_path / "f.json")
    feeds.write([change()])
    before = (tmp_path / "f.xml").read_bytes()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["f.json", "f.xml"]

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotTold, match=r"f\.xml cannot be written: No space left"):
        feeds.write([change("n2")])
    assert (tmp_path / "f.xml").read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["f.json", "f.xml"]


def test_a_folder_that_is_gone_is_named(tmp_path):
    with pytest.raises(NotTold, match="cannot be written"):
        put(tmp_path / "no" / "f.xml", b"")
