# ruff: noqa: E501 - records stand as they come
import json
from datetime import timedelta

import pytest

from cuibono.core.errors import NotBefore, SettingsError, UnreadableInput

WORDS = "The lock authority read its report aloud and answered no question about the gates in the north. " * 8


def article(url, **more):
    return {
        "url": url,
        "url_mobile": "",
        "title": "Lock gate fails in Lisk , authority says",
        "seendate": "20260310T081500Z",
        "socialimage": "",
        "domain": "lisk.example",
        "language": "English",
        "sourcecountry": "United Kingdom",
        **more,
    }


class Everywhere(dict):
    def get(self, path, default=None):
        return self["*"] if path.startswith("/doc/doc") else super().get(path, default)


@pytest.fixture
def search(server, page, desk):
    def ask(body, **options):
        server.pages = Everywhere(server.pages)
        server.pages["*"] = page(body if isinstance(body, bytes) else json.dumps({"articles": body}).encode())
        return desk.documents("gdelt", query='"lock gate" sourcelang:english', api=server.url(""), **options)

    return ask


def test_seen_is_not_published(search, server):
    (document,) = search([article("https://lisk.example/gate")], pages="no")
    assert (document.title, document.outlet, document.url) == (
        "Lock gate fails in Lisk , authority says",
        "lisk.example",
        "https://lisk.example/gate",
    )
    assert document.published is None
    assert document.snippet
    assert ("seen", "20260310T081500Z") in document.tags
    assert "timespan=24h" in server.requests[0]
    assert "mode=artlist" in server.requests[0]


def test_pages_are_read_and_headlines_stand_in_for_them(search, server, page):
    here = server.url("/gate")
    server.pages["/gate"] = page(
        f'<html><head><title>Gate</title><meta property="article:published_time" content="2026-03-10T07:00:00Z"></head><body><article><p>{WORDS}</p></article></body></html>'.encode()
    )
    server.pages["/robots.txt"] = page(b"User-agent: *\nDisallow: /closed")
    first, second = search([article(here), article(server.url("/closed")), article("javascript:alert(1)"), 5])
    assert (first.snippet, str(first.published)) == (False, "2026-03-10T07:00:00Z")
    assert (second.snippet, second.published) == (True, None)


def test_an_article_found_by_two_queries_is_one_capture(server, page, desk):
    server.pages = Everywhere({"*": page(json.dumps({"articles": [article("https://lisk.example/gate")]}).encode())})
    ids = {
        capture.id
        for query in ("a", "b")
        for capture in desk.source("gdelt", query=query, pages="no", api=server.url("")).fetch(None)
    }
    assert len(ids) == 1


def test_complaints_come_as_text(search, desk, clock):
    assert search(b"{}") == []
    with pytest.raises(UnreadableInput, match=r"says 'Your query was too short or too long\.'"):
        search(b"Your query was too short or too long.\n")
    with pytest.raises(NotBefore, match="limit requests") as refusal:
        search(b"Please limit requests to one every 5 seconds or contact somebody for larger queries.")
    assert refusal.value.moment == clock.now + timedelta(minutes=10)
    with pytest.raises(UnreadableInput):
        search(b'{"articles": [{"title": "broken \\x escape"}]}')
    with pytest.raises(SettingsError, match="hours"):
        desk.source("gdelt", query="x", hours="0")
