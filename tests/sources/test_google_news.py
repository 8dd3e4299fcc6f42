# ruff: noqa: E501 - items stand as they come
from urllib.parse import parse_qs, urlsplit

import pytest

from cuibono.core.errors import SettingsError


def item(number, title="Gate fails - The Lisk"):
    link = f"https://news.google.com/rss/articles/CBMi{number}?oc=5"
    return (
        f'<item><title>{title}</title><link>{link}</link><guid isPermaLink="false">CBMi{number}</guid>'
        "<pubDate>Mon, 09 Mar 2026 02:32:00 GMT</pubDate>"
        f'<description>&lt;a href="{link}" target="_blank"&gt;Gate fails&lt;/a&gt;&amp;nbsp;&amp;nbsp;&lt;font color="#6f6f6f"&gt;'
        'The Lisk&lt;/font&gt;</description><source url="https://www.lisk.example">The Lisk</source></item>'
    )


def feed(query, *items):
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/">'
        f"<channel><generator>NFE/5.0</generator><title>{query} - Google News</title>{''.join(items)}</channel></rss>"
    ).encode()


class Everywhere(dict):
    def get(self, path, default=None):
        return super().get("*") if path.startswith("/search") else default


def test_the_source_is_the_outlet_and_leaves_the_title(server, page, desk):
    server.pages = Everywhere({"*": page(feed("gate", item(1)))})
    (document,) = desk.documents("google-news", query="lock gate", terms="accepted", api=server.url(""), days="3")
    assert (document.title, document.outlet, document.text) == ("Gate fails", "The Lisk", "Gate fails")
    assert str(document.published) == "2026-03-09T02:32:00Z"
    assert document.snippet
    assert document.tags == (("source", "https://www.lisk.example"),)
    asked = parse_qs(urlsplit(server.requests[0].split()[1]).query)
    assert asked == {"q": ["lock gate when:3d"], "hl": ["en-US"], "gl": ["US"], "ceid": ["US:en"]}


def test_an_item_found_by_two_queries_is_one_capture(server, page, desk):
    server.pages = Everywhere({"*": page(feed("gate", item(1), item(2)))})
    first = list(desk.source("google-news", query="gate", terms="accepted", api=server.url("")).fetch(None))
    server.pages["*"] = page(feed("lock", item(2)))
    (again,) = desk.source("google-news", query="lock", terms="accepted", api=server.url("")).fetch(None)
    assert again.id == first[1].id
    assert again.location == "https://news.google.com/rss/articles/CBMi2?oc=5"


def test_pages_are_not_fetched_by_this_source(server, page, desk):
    server.pages = Everywhere({"*": page(feed("gate", item(1)))})
    desk.documents("google-news", query="gate", terms="accepted", api=server.url(""))
    assert len(server.requests) == 1


def test_nothing_is_asked_before_the_terms_are_accepted(server, desk):
    for terms in ({}, {"terms": ""}, {"terms": "no"}):
        with pytest.raises(SettingsError, match=r"terms: Google says: .*personal, non-commercial use") as failure:
            desk.source("google-news", query="gate", api=server.url(""), **terms)
        assert 'write terms = "accepted"' in str(failure.value)
    assert server.connections == 0
