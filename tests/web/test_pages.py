"""Every address leads somewhere, says what it shows, and fails in a way that helps."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from urllib.parse import urljoin, urlsplit

import lxml.html
import pytest

from cuibono.core.errors import Tampered
from cuibono.core.findings import Silence
from cuibono.core.watch import Noticed
from cuibono.desk.compare import Difference
from cuibono.web import desk, render
from cuibono.web.readings import Readings
from tests.export.desk import reading
from tests.export.payloads import LINKS
from tests.web.conftest import serving, shelved

HREF = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"')
ID = re.compile(r'\bid="([^"]+)"')


def links(site, path: str, text: str) -> set[str]:
    found = {urljoin(site.url + path, unescape(href)) for href in HREF.findall(text)}
    return {link for link in found if link.startswith(site.url)}


def test_every_link_leads_to_what_it_names(quiet_site):
    """All pages of the bundled story, and the places in them."""
    start = ["/", f"/stories/{quiet_site.story}", f"/stories/{quiet_site.story}/room"]
    seen: dict[str, str] = {}
    waiting = [quiet_site.url + path for path in start]
    wanted: set[tuple[str, str]] = set()
    while waiting:
        address = waiting.pop()
        page, _, place = address.partition("#")
        plain = page.partition("?at=")[0]  # the same page with other words standing out
        if place and "?at=" not in page:
            wanted.add((plain, place))
        if plain in seen or "/changes" in plain:
            continue
        answer = quiet_site.get(page)
        assert answer.status_code == 200, page
        seen[plain] = answer.text
        if answer.headers["content-type"].startswith("text/html") and not plain.endswith(".html"):
            waiting += links(quiet_site, urlsplit(plain).path, answer.text)
    pages = {page for page in seen if "/documents/" in page}
    assert len(pages) >= len(quiet_site.newsroom.reading(quiet_site.story).record.documents)
    missing = {(page, place) for page, place in wanted if place not in ID.findall(seen[page])}
    assert missing == set()


def test_every_cited_passage_is_marked_where_its_link_leads(quiet_site):
    text = quiet_site.get(f"/stories/{quiet_site.story}").text
    cited = sorted({unescape(h) for h in HREF.findall(text) if "?at=" in h})
    assert len(cited) > 100
    for link in cited[:: max(1, len(cited) // 25)]:
        page, _, place = link.partition("#")
        body = quiet_site.get(page).text
        assert f'<mark id="{place}"' in body


def test_words_beside_the_talk_are_the_stored_ones(quiet_site):
    record = quiet_site.newsroom.reading(quiet_site.story).record
    claim = record.claims[0]
    span = claim.canonical
    path = f"/stories/{quiet_site.story}/documents/{record.number[span.document]}/words?at={span.start}-{span.end}"
    text = quiet_site.get(path).text
    marked = lxml.html.fromstring(f"<div>{text}</div>").xpath("//mark[@class='now']")
    assert "".join(mark.text_content() for mark in marked) == span.quote
    assert f"/stories/{quiet_site.story}#{claim.id}" in text


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/stories/nothing",
        "/stories/nothing/room",
        "/stories/nothing/room/live",
        "/stories/{story}/documents/99",
        "/stories/{story}/documents/1?at=5-999999999",
        "/stories/{story}/documents/1?at=5-5",
        "/stories/{story}/documents/1?at=x",
        "/stories/{story}/documents/1/words?at=999999-1000000",
        "/static/../server.py",
        "/static/web.css",
        "/docs",
        "/redoc",
    ],
)
def test_what_is_not_there_is_told_so(quiet_site, path):
    answer = quiet_site.get(path.format(story=quiet_site.story))
    assert answer.status_code == 404
    assert "Traceback" not in answer.text
    assert "To the desk" in answer.text


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("/stories/{story}/documents/one", "number"),
        ("/?page=many", "page"),
        ("/stories/{story}/documents/1/words", "at"),
        ("/stories/{story}/room/live?after=x", "after"),
    ],
)
def test_what_cannot_be_used_is_named(quiet_site, path, what):
    answer = quiet_site.get(path.format(story=quiet_site.story))
    assert answer.status_code == 422
    assert what in answer.text


@pytest.mark.parametrize(
    "query", ["?show=nonsense", "?sort=nonsense", "?outlet=x&outlet=99999&origin=-1", "?q=" + "x" * 500]
)
def test_a_mistyped_filter_shows_everything_that_it_does_not_exclude(quiet_site, query):
    answer = quiet_site.get(f"/stories/{quiet_site.story}{query}")
    assert answer.status_code == 200
    assert "Read anew" not in answer.text


def test_setting_everything_aside_is_told(quiet_site):
    everything = "&".join(f"origin={n}" for n in range(1, 20))
    answer = quiet_site.get(f"/stories/{quiet_site.story}?{everything}")
    assert answer.status_code == 422
    assert "nothing left to read" in answer.text


def test_changes_tell_what_came_since(quiet_site):
    path = f"/stories/{quiet_site.story}/changes"
    later = quiet_site.get(path + "?since=2026-10-07")
    assert re.search(r"\d+ differences", later.text)
    assert 'class="q"' in later.text
    assert "no usable date" in quiet_site.get(path + "?since=yesterday-ish").text
    assert "had been published by" in quiet_site.get(path + "?since=1999").text


def test_only_differences_are_said_to_be_in_the_json(quiet_site, monkeypatch):
    at = datetime(2026, 10, 9, tzinfo=UTC)
    noticed = [Noticed(f"n{n}", quiet_site.story, "", at, "edited", f"page {n}", ()) for n in range(130)]
    differing = [Difference("clock due", f"clock {n}", ()) for n in range(140)]
    monkeypatch.setattr(Readings, "noticed", lambda *_: noticed)
    monkeypatch.setattr(Readings, "changes", lambda *_: differing)
    page = lxml.html.fromstring(quiet_site.get(f"/stories/{quiet_site.story}/changes?since=2026-10-07").text)
    told = [each.text_content() for each in page.xpath("//section[@class='kind']/details/p")]
    assert told == ["And 10 more.", "And 20 more; the JSON holds all of them."]


def test_an_empty_desk_says_how_to_begin():
    with shelved() as newsroom, serving(newsroom) as site:
        answer = site.get("/")
    assert "Nothing has been read yet" in answer.text
    assert "cuibono read" in answer.text


def test_a_desk_of_many_stories_has_pages_and_is_searched():
    many = [reading() for _ in range(45)]
    for place, made in enumerate(many):
        object.__setattr__(made.record.story, "id", f"s{place:02}")
        object.__setattr__(made.record.story, "title", f"Story number {place:02}")
    with shelved(*many) as newsroom:
        readings = Readings(newsroom)
        assert [len(desk.desk(readings, number=n).cards) for n in (1, 2, 3, 4, -1)] == [20, 20, 5, 5, 20]
        found = desk.desk(readings, "NUMBER 07")
        assert [card.summary.id for card in found.cards] == ["s07"]


def test_the_desk_finds_words_in_claims_and_documents(quiet_site):
    page = lxml.html.fromstring(quiet_site.get("/?q=Merrowby+build+server").text)
    found = page.xpath("//section[@class='hits']//a[@class='q']/@href")
    assert 0 < len(found) <= 6
    for link in found:
        address, _, place = link.partition("#")
        assert f'<mark id="{place}"' in quiet_site.get(address).text
    assert "Nothing on this desk holds these words" not in quiet_site.get("/?q=Merrowby").text
    for nothing in ("zzyzx", "%22", "?!"):
        assert "Nothing on this desk holds these words" in quiet_site.get(f"/?q={nothing}").text


def test_words_are_looked_up_in_the_claims_without_a_row_too(quiet_site):
    page = lxml.html.fromstring(quiet_site.get(f"/stories/{quiet_site.story}?q=registry").text)
    claims = page.xpath("//div[@class='beyond']//li/@id")
    reading = quiet_site.newsroom.reading(quiet_site.story)
    rows = {row.claim for row in reading.matrix}
    assert claims
    for claim in claims:
        assert claim not in rows
        said = [reading.record.assertion[key].sentence.quote for key in reading.record.claim[claim].assertions]
        assert any("registry" in words.casefold() for words in said)
    assert "with these words" not in quiet_site.get(f"/stories/{quiet_site.story}").text


def test_a_document_says_what_it_does_with_the_claims_of_the_matrix(quiet_site):
    reading = quiet_site.newsroom.reading(quiet_site.story)
    document = reading.record.story.documents[8]
    number = reading.record.number[document.id]
    page = lxml.html.fromstring(quiet_site.get(f"/stories/{quiet_site.story}/documents/{number}").text)
    claims = [
        href.partition("#")[2] for href in page.xpath("//details[@class='stances']//a[@class='plain small']/@href")
    ]
    cells = {row.claim: row.cells[8].state for row in reading.matrix}
    quiet = {Silence.NOT_SUBJECT, Silence.NOT_YET_KNOWN, Silence.ORDER_UNKNOWN, Silence.SNIPPET}
    assert claims == [claim for claim, state in cells.items() if state not in quiet]
    assert 0 < len(claims) < len(reading.matrix)


def test_a_damaged_story_hides_no_other(monkeypatch):
    good, bad = reading(), reading()
    object.__setattr__(bad.record.story, "id", "s2")
    with shelved(good, bad) as newsroom, serving(newsroom) as site:
        whole = newsroom.store.get

        def get(story, as_of=None):
            if story == "s2":
                raise Tampered("document d1: its words are not those that were stored")
            return whole(story, as_of)

        monkeypatch.setattr(newsroom.store, "get", get)
        desk_page = site.get("/")
        assert desk_page.status_code == 200
        assert "Cannot be shown" in desk_page.text
        assert "/stories/s1" in desk_page.text
        answer = site.get("/stories/s2")
        assert answer.status_code == 500
        assert "not those that were stored" in answer.text


@pytest.mark.parametrize("url", LINKS)
def test_no_page_links_to_what_is_no_web_address(url):
    with shelved(reading(url=url)) as newsroom, serving(newsroom) as site:
        for path in ("/stories/s1", "/stories/s1/documents/1", "/stories/s1/documents/1/words?at=0-10"):
            for href in HREF.findall(site.get(path).text):
                assert re.match(r"(/|#|\?|https?://[\w.-]+)", unescape(href)), href
                assert "secret@" not in href


def test_outside_links_give_nothing_away(quiet_site):
    for path in ("", "/documents/2", "/documents/4"):
        text = quiet_site.get(f"/stories/{quiet_site.story}{path}").text
        outside = re.findall(r'<a\b[^>]*href="https?://[^>]*>', text)
        assert all('rel="noopener noreferrer"' in tag for tag in outside)


def test_the_copy_of_htmx_is_the_vendored_one_and_a_changed_one_is_refused(monkeypatch):
    assert any("htmx" in name for name in render.static())
    monkeypatch.setattr(render, "_HTMX_SUM", "0" * 64)
    render._bodies.cache_clear()
    with pytest.raises(render.SettingsError, match="htmx"):
        render._bodies()
    monkeypatch.undo()
    render._bodies.cache_clear()


def test_static_files_are_kept_for_good_and_pages_are_asked_for_again(quiet_site):
    text = quiet_site.get("/").text
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', text):
        assert "immutable" in quiet_site.get(address).headers["cache-control"]
    assert quiet_site.get("/").headers["cache-control"] == "private, no-cache"
