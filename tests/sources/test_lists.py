# ruff: noqa: E501 - pages stand as they come
import pytest

from cuibono.core.errors import SettingsError, UnreadableInput
from cuibono.core.times import Precision

WORDS = "The office added two firms of the lock trade to its list and issued a general license for the winter. " * 6

ACTIONS = """<!doctype html><html><head><title>Recent Actions</title></head><body><nav><a href="/recent-actions/sanctions-list-updates">Updates</a>
<a href="/recent-actions?page=1">Next</a></nav><div class="view-content">
<div class="margin-bottom-4 search-result views-row"><div class="font-sans-lg"><a href="/recent-actions/20260308">Lock-related Designations;
 Issuance of a General License</a></div></div>
<div class="search-result views-row"><a href="/recent-actions/20260308_33">Counter Gate Designations &amp; Removals</a></div>
<div class="search-result views-row"><a href="/recent-actions/20261399">No Such Day</a></div>
<div><a href="/recent-actions/20260308"><img alt=""></a><a href="https://elsewhere.example/recent-actions/20260101">Elsewhere</a>
<a href="//[bad/recent-actions/20260101">Bad</a></div></div></body></html>"""

RELEASES = """<ul class="mt-4"><li class="mb-2"><div class="border-b"><a class="relative grid" href="/press-release/bureau-revises-lock-export-policy">
Bureau Revises Lock Export Policy</a></div></li><li><a href="/press-release/bureau-names-gates"><script>x</script>Bureau Names Gates</a></li>
<li><a href="/press-release/">All</a></li></ul>"""


def article(title, more=""):
    return f"<html><head><title>{title}</title>{more}</head><body><main><h1>{title}</h1><p>{WORDS}</p></main></body></html>".encode()


def test_actions_are_dated_by_their_links(server, page, desk):
    server.pages["/recent-actions"] = page(ACTIONS.encode())
    first, second, third = desk.documents("ofac", url=server.url("/recent-actions"), pages="no")
    assert first.title == "Lock-related Designations; Issuance of a General License"
    assert first.url == server.url("/recent-actions/20260308")
    assert (str(first.published), first.published.precision) == ("2026-03-08", Precision.DAY)
    assert first.snippet
    assert (second.title, str(second.published)) == ("Counter Gate Designations & Removals", "2026-03-08")
    assert (third.title, third.published) == ("No Such Day", None)


def test_the_actions_own_page_is_read(server, page, desk):
    server.pages.update(
        {
            "/recent-actions": page(ACTIONS.encode()),
            "/recent-actions/20260308": page(article("Lock-related Designations")),
            "/recent-actions/20260308_33": page(
                article("Counter Gate", '<meta property="article:published_time" content="2026-03-09T10:00:00Z">')
            ),
        }
    )
    source = desk.source("ofac", url=server.url("/recent-actions"))
    first, second, third = desk.round(source)
    assert (first.snippet, str(first.published)) == (False, "2026-03-08")  # the page does not say; its link does
    assert str(second.published) == "2026-03-09T10:00:00Z"
    assert third.snippet  # its page cannot be had
    assert len(source.problems) == 1
    assert desk.round(source) == []


def test_rows_without_dates_stay_undated(server, page, desk):
    server.pages["/news"] = page(RELEASES.encode())
    first, second = desk.documents("bis", url=server.url("/news"), pages="no")
    assert (first.title, first.published, first.snippet) == ("Bureau Revises Lock Export Policy", None, True)
    assert first.url == server.url("/press-release/bureau-revises-lock-export-policy")
    assert "script" not in second.text
    server.pages["/press-release/bureau-names-gates"] = page(article("Bureau Names Gates"))
    documents = desk.documents("bis", url=server.url("/news"))
    assert [document.published for document in documents if not document.snippet] == [] or documents[
        0
    ].published is None


@pytest.mark.parametrize("kind", ["ofac", "bis"])
def test_a_page_that_lists_nothing_of_the_kind_is_an_error(server, page, desk, kind):
    for body in (b"<html><p>We have moved", b"\x00\xff", b"<a href='/other'>x</a>"):
        server.pages["/list"] = page(body)
        with pytest.raises(UnreadableInput, match="the page has changed its form"):
            desk.documents(kind, url=server.url("/list"))
    with pytest.raises(SettingsError, match="pages: 'some' should be yes or no"):
        desk.source(kind, pages="some")


def test_titles_of_rows_are_no_markup(server, page, desk):
    evil = '<a href="/press-release/x&quot;&gt;&lt;script&gt;">A &lt;b&gt;bold&lt;/b&gt; &lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;</a>'
    server.pages["/news"] = page(evil.encode())
    (document,) = desk.documents("bis", url=server.url("/news"), pages="no")
    assert document.title == "A <b>bold</b> </title><script>alert(1)</script>"
