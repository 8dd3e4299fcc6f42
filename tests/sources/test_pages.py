# ruff: noqa: E501 - pages stand as they come
import gzip
import time
from datetime import UTC, datetime

import pytest
from fpdf import FPDF

from cuibono.core.errors import FetchError, SettingsError, UnreadableInput
from cuibono.core.text import Kind

WORDS = "The lock authority read its report aloud and answered no question about the gates in the north. " * 8


def html(title, *links, more=""):
    anchors = "".join(f'<a href="{link}">report</a>' for link in links)
    return f"<html><head><title>{title}</title>{more}</head><body><main><h1>{title}</h1><p>{WORDS}{anchors}</p></main></body></html>".encode()


def pdf(words):
    made = FPDF()
    made.add_page()
    made.set_font("helvetica", size=12)
    made.multi_cell(0, text=words)
    return bytes(made.output())


def test_a_page_is_read_when_it_changes(server, page, desk):
    source = desk.source("page", url=server.url("/report"))
    server.pages["/report"] = page(html("Report"), 'ETag: "1"')
    assert [d.title for d in desk.round(source)] == ["Report"]
    server.pages["/report"] = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    assert desk.round(source) == []
    assert 'If-None-Match: "1"' in server.requests[-1]


def test_another_advert_is_no_change(server, page, desk):
    source = desk.source("page", url=server.url("/report"))
    for number, expected in ((1, 1), (2, 0)):
        advert = f"<script>show({number})</script><aside>Buy {number} gates</aside>"
        server.pages["/report"] = page(html("Report").replace(b"</body>", f"{advert}</body>".encode()))
        assert len(desk.round(source)) == expected
    server.pages["/report"] = page(html("Report").replace(b"no question", b"one question"))
    assert len(desk.round(source)) == 1


def test_pdfs_are_found_on_it_each_once(server, page, desk):
    source = desk.source("page", url=server.url("/reports"), pdfs="yes")
    server.pages.update(
        {
            "/reports": page(
                html("Reports", "a.pdf", "/a.pdf#page=2", "b.PDF?x=1", "c.pdf", "javascript:x.pdf", "http://[x/d.pdf"),
                'ETag: "1"',
            ),
            "/a.pdf": page(pdf(WORDS), "Content-Type: application/pdf"),
            "/b.PDF?x=1": page(b"", status="404 x"),
            "/c.pdf": page(pdf("Never read."), status="200 x"),
            "/robots.txt": page(b"User-agent: *\nDisallow: /c"),
        }
    )
    first, second = desk.round(source)
    assert (first.kind, second.kind) == (Kind.ARTICLE, Kind.PDF)
    assert second.url == server.url("/a.pdf")
    assert len(source.problems) == 2
    server.pages["/reports"] = page(html("Reports of 2026", "a.pdf", "b.PDF?x=1", "c.pdf"), 'ETag: "2"')
    asked = len(server.requests)
    assert [d.kind for d in desk.round(source)] == [Kind.ARTICLE]
    assert len(server.requests) == asked + 1


def test_a_pdf_that_is_busy_comes_later_and_many_come_in_turn(server, page, desk):
    links = [f"{n}.pdf" for n in range(5)]
    server.pages["/reports"] = page(html("Reports", *links), 'ETag: "1"')
    server.pages.update({f"/{link}": page(pdf(WORDS + link)) for link in links})
    server.pages["/0.pdf"] = page(b"", "Retry-After: 900", status="503 x")
    source = desk.source("page", url=server.url("/reports"), pdfs="yes", limit="2")
    kinds = []
    for _ in range(4):
        kinds.append([d.kind for d in desk.round(source)].count(Kind.PDF))
        desk.tools.clock.pass_(1000)
        server.pages["/0.pdf"] = page(pdf(WORDS + "0.pdf"))
    assert sum(kinds) == 5
    assert max(kinds) == 2


def test_a_pdf_itself_may_be_watched(server, page, desk):
    server.pages["/r.pdf"] = page(pdf(WORDS), "Content-Type: application/pdf")
    (document,) = desk.documents("page", url=server.url("/r.pdf"), pdfs="yes")
    assert document.kind is Kind.PDF


# ── sitemaps ──────────────────────────────────────────────────────────────────────────────────────


def sitemap(server, *pages):
    urls = "".join(f"<url><loc>{server.url(path)}</loc>{more}</url>" for path, more in pages)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{urls}</urlset>'
    ).encode()


NEWS = """<news:news><news:publication><news:name>The Quay</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2026-03-10T09:00:00+01:00</news:publication_date><news:title>Gate</news:title></news:news>"""


def changed(day):
    return f"<lastmod>2026-03-{day:02}</lastmod>"


def test_what_changed_lately_is_read_latest_first(server, page, desk):
    server.pages.update({f"/{name}": page(html(name)) for name in ("old", "new", "news", "undated")})
    server.pages["/map"] = page(
        sitemap(server, ("/old", changed(1)), ("/new", changed(9)), ("/news", NEWS), ("/undated", ""))
    )
    source = desk.source("sitemap", url=server.url("/map"))
    news, new = desk.round(source)
    assert (news.title, str(news.published)) == (
        "news",
        "2026-03-10T08:00:00Z",
    )  # the sitemap's date, as the page has none
    assert (new.title, new.published) == ("new", None)  # "last changed" is no publication
    assert desk.round(source) == []
    server.pages["/map"] = page(sitemap(server, ("/new", changed(11)), ("/news", NEWS)))
    server.pages["/new"] = page(html("newer"))
    assert [d.title for d in desk.round(source)] == ["newer"]


@pytest.mark.parametrize("day", ["9999-12-31", "9999", "Fri, 31 Dec 9999 23:59:59 -1200", "0001-01-01T00:00:00+12:00"])
def test_days_at_the_ends_of_the_calendar_are_days(server, page, desk, day):
    odd = f"<lastmod>{day}</lastmod>"
    index = f"<sitemapindex><sitemap><loc>{server.url('/m.xml')}</loc>{odd}</sitemap></sitemapindex>"
    server.pages["/map"] = page(index.encode())
    server.pages["/m.xml"] = page(sitemap(server, ("/odd", odd), ("/new", changed(9))))
    server.pages.update({"/odd": page(html("odd")), "/new": page(html("new"))})
    assert "new" in [d.title for d in desk.round(desk.source("sitemap", url=server.url("/map")))]


def test_an_index_leads_to_its_sitemaps_at_the_same_site(server, canary, page, desk):
    index = "".join(
        f"<sitemap><loc>{link}</loc>{more}</sitemap>"
        for link, more in (
            (server.url("/old.xml"), changed(1)),
            (server.url("/a.xml.gz"), changed(10)),
            (canary.url("/evil.xml"), changed(11)),
            (server.url("/odd.xml"), changed(11)),
            (server.url("/b.xml"), ""),
        )
    )
    server.pages.update(
        {
            "/map": page(
                f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{index}</sitemapindex>'.encode()
            ),
            "/a.xml.gz": page(
                gzip.compress(sitemap(server, ("/1", changed(10)), ("/elsewhere", changed(10)))),
                "Content-Type: application/gzip",
            ),
            "/b.xml": page(sitemap(server, ("/2", changed(10)))),
            "/odd.xml": page(b"<html>no sitemap"),
            "/1": page(html("one")),
            "/2": page(html("two")),
            "/robots.txt": page(b"User-agent: *\nDisallow: /elsewhere"),
        }
    )
    source = desk.source("sitemap", url=server.url("/map"))
    assert [d.title for d in desk.round(source)] == ["one", "two"]
    told = sorted(problem.location for problem in source.problems)
    assert told == [server.url("/elsewhere"), server.url("/odd.xml")]
    assert canary.connections == 0
    assert "/old.xml" not in "".join(server.requests)


def test_links_are_chosen_and_dates_asked_for(server, page, desk):
    server.pages.update({"/news/1": page(html("one")), "/shop/1": page(html("two"))})
    server.pages["/map"] = page(sitemap(server, ("/news/1", ""), ("/shop/1", "")))
    options = {"url": server.url("/map"), "holding": "/news/, /press/"}
    assert desk.documents("sitemap", **options) == []
    desk.memory.pages.clear()
    assert [d.title for d in desk.documents("sitemap", undated="yes", **options)] == ["one"]


def test_a_huge_sitemap_gives_its_share(server, page, desk):
    server.pages["/map"] = page(sitemap(server, *((f"/{n}", changed(10)) for n in range(20_000))))
    server.pages.update({f"/{n}": page(html(str(n))) for n in range(20)})
    source = desk.source("sitemap", url=server.url("/map"), limit="3")
    began = time.process_time()
    assert len(desk.round(source)) == 3
    assert time.process_time() - began < 10
    assert [d.title for d in desk.round(source)] == ["3", "4", "5"]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"<html><body>no", "no sitemap"),
        (b"words", "no sitemap"),
        (gzip.compress(bytes(50 * 1024**2), mtime=0), "100 times its size"),
        (gzip.compress(b"<urlset/>", mtime=0)[:-6], "breaks off"),
        (b'<!DOCTYPE x [<!ENTITY a "aaaa">]><urlset><url><loc>&a;</loc></url></urlset>', "entities"),
    ],
)
def test_what_is_no_sitemap_is_an_error(server, page, desk, body, told):
    server.pages["/map"] = page(body)
    with pytest.raises(UnreadableInput, match=told):
        desk.documents("sitemap", url=server.url("/map"))


def test_bad_options_and_missing_pages(server, desk):
    with pytest.raises(SettingsError, match="days: 'week'"):
        desk.source("sitemap", url=server.url("/map"), days="week")
    for kind in ("page", "sitemap"):
        with pytest.raises(FetchError, match="404"):
            desk.documents(kind, datetime(2026, 1, 1, tzinfo=UTC), url=server.url("/map"))
