# ruff: noqa: E501 - feeds stand as they come
import json

import pytest

from cuibono.core.errors import FetchError, NotBefore, SettingsError, UnreadableInput
from cuibono.core.news import Validator
from cuibono.core.text import Kind

WORDS = "The council met for the ninth time and did not vote, which surprised nobody in the room. " * 12


def item(number, extra="", host="https://quay.example"):
    return (
        f'<item><title>Council meets {number}</title><link>{host}/{number}</link><guid isPermaLink="false">q-{number}</guid>'
        f"<pubDate>Mon, {number % 28 + 1:02} Feb 2026 09:05:00 GMT</pubDate><dc:creator>Rosa Tann</dc:creator>"
        f"<description>It met &lt;b&gt;again&lt;/b&gt;, for the {number}th time.</description>{extra}</item>"
    )


def rss(*items, built="now"):
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:slash="http://purl.org/rss/1.0/modules/slash/"><channel><title>The Quay</title>'
        f"<link>https://quay.example/</link><lastBuildDate>{built}</lastBuildDate>{''.join(items)}</channel></rss>"
    ).encode()


def html(title, more=""):
    return f"<html><head><title>{title}</title>{more}</head><body><article><h1>{title}</h1><p>{WORDS}</p></article></body></html>".encode()


def asked_for(server):
    return [request.split()[1] for request in server.requests]


def test_every_item_is_a_document_of_its_own(server, page, desk):
    server.pages["/feed"] = page(rss(item(1), item(2)), "Content-Type: application/rss+xml")
    one, two = desk.documents("feed", url=server.url("/feed"))
    assert one.kind is Kind.FEED_ITEM
    assert (one.title, one.outlet, one.authors, one.url) == (
        "Council meets 1",
        "The Quay",
        ("Rosa Tann",),
        "https://quay.example/1",
    )
    assert str(one.published) == "2026-02-02T09:05:00Z"
    assert two.text.endswith("It met again, for the 2th time.")
    assert one.snippet


def test_an_item_is_the_same_capture_whatever_stands_beside_it(server, page, desk):
    source = desk.source("feed", url=server.url("/feed"))
    server.pages["/feed"] = page(rss(item(1)))
    (first,) = source.fetch(None)
    server.pages["/feed"] = page(rss(item(2), item(1), built="later"))
    (second,) = source.fetch(None)
    assert b"Council meets 2" in second.body
    desk.memory.pages.clear()
    assert first.id in {capture.id for capture in source.fetch(None)}


def test_what_changed_comes_again_and_counts_of_comments_are_no_change(server, page, desk):
    source = desk.source("feed", url=server.url("/feed"))
    server.pages["/feed"] = page(rss(item(1, "<slash:comments>3</slash:comments>"), item(2)))
    assert len(desk.round(source)) == 2
    server.pages["/feed"] = page(rss(item(1, "<slash:comments>4</slash:comments>"), item(2).replace("again", "twice")))
    (changed,) = desk.round(source)
    assert changed.text.endswith("It met twice, for the 2th time.")


def test_a_feed_is_asked_for_only_where_it_changed(server, page, desk):
    source = desk.source("feed", url=server.url("/feed"))
    server.pages["/feed"] = page(rss(item(1)), 'ETag: "f1"', "Last-Modified: Mon, 02 Feb 2026 09:05:00 GMT")
    desk.round(source)
    assert desk.memory.recall(server.url("/feed")) == Validator('"f1"', "Mon, 02 Feb 2026 09:05:00 GMT")
    server.pages["/feed"] = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    assert desk.round(source) == []
    assert 'If-None-Match: "f1"' in server.requests[-1]
    assert not list(source.problems)


def test_nothing_is_noted_before_it_was_taken(server, page, desk):
    """Whoever stops in the middle - crash or not - gets the rest, and what it had in hand, in the next round."""
    server.pages["/feed"] = page(rss(item(1), item(2), item(3)), 'ETag: "f1"')
    source = desk.source("feed", url=server.url("/feed"))
    fetching = source.fetch(None)
    next(fetching), next(fetching)  # the second is in hand and not kept yet
    fetching.close()
    assert [document.title for document in desk.round(source)] == ["Council meets 2", "Council meets 3"]


def test_a_flood_gives_its_share_a_round(server, page, desk):
    server.pages["/feed"] = page(rss(*map(item, range(10_000))), 'ETag: "f1"')
    source = desk.source("feed", url=server.url("/feed"), limit="30")
    seen = set()
    for number in range(3):
        found = list(source.fetch(None))
        assert len(found) == 30
        seen |= {capture.id for capture in found}
        assert len(seen) == 30 * (number + 1)
        assert [problem.message for problem in source.problems] == [
            "it lists more than the 30 that are taken a round; the rest comes in the next"
        ]
    assert desk.memory.recall(server.url("/feed")) is None  # else "nothing changed" would hide the rest


def test_marks_of_what_a_feed_no_longer_lists_are_forgotten(server, page, desk):
    address = server.url("/feed")
    source = desk.source("feed", url=address, limit="3")

    def known(body, rounds=1):
        server.pages["/feed"] = page(body)
        for _ in range(rounds):
            list(source.fetch(None))
        return sum(name.startswith(address + "#") for name in desk.memory.pages)

    assert known(rss(*map(item, range(6)))) == 3
    assert known(rss(*map(item, range(6)))) == 6
    assert known(rss(*map(item, range(4, 8)))) == 4, "two are listed still, two are new"
    flood = known(rss(*map(item, range(100, 200))))
    assert flood == 3, "although there is more than is taken a round"
    server.pages["/feed"] = page(b"<html>away for maintenance")
    with pytest.raises(UnreadableInput):
        list(source.fetch(None))
    assert sum(name.startswith(address + "#") for name in desk.memory.pages) == 3, "what is no list says nothing"


def test_old_items_are_left_out_and_undated_ones_are_not(server, page, desk, clock):
    undated = "<item><title>Someday</title><link>https://quay.example/x</link></item>"
    server.pages["/feed"] = page(rss(item(1), item(20), undated))
    since = clock.now.replace(month=2, day=10)
    assert [d.title for d in desk.documents("feed", since, url=server.url("/feed"))] == ["Council meets 20", "Someday"]


def test_items_of_one_name_are_told_apart(server, page, desk):
    server.pages["/feed"] = page(rss(item(1), item(2).replace("q-2", "q-1")))
    source = desk.source("feed", url=server.url("/feed"))
    assert len(desk.round(source)) == 2
    assert desk.round(source) == []


def test_pages_take_the_place_of_items(server, page, desk):
    here = f"http://{server.place}"
    server.pages.update(
        {
            "/feed": page(rss(item(1, host=here), item(2, host=here), item(3, host=here), item(4, host=here))),
            "/1": page(html("Council meets 1"), "Content-Type: text/html", 'ETag: "p1"'),
            "/2": page(b"", status="404 x"),
            "/3": page(html("Three", '<meta property="article:published_time" content="2026-02-20T10:00:00Z">')),
            "/robots.txt": page(b"User-agent: *\nDisallow: /4"),
        }
    )
    source = desk.source("feed", url=server.url("/feed"), pages="yes")
    one, two, three, four = desk.round(source)
    assert (one.kind, one.url, one.snippet) == (Kind.ARTICLE, server.url("/1"), False)
    assert str(one.published) == "2026-02-02T09:05:00Z"  # the page does not say; the feed does
    assert one.published.original == "Mon, 02 Feb 2026 09:05:00 GMT"
    assert str(three.published) == "2026-02-20T10:00:00Z"
    assert [(d.kind, d.snippet) for d in (two, four)] == [(Kind.FEED_ITEM, True)] * 2
    assert [problem.message.partition(": ")[2] for problem in source.problems] == [
        "answers 404 (Not Found)",
        "its robots.txt keeps it from programs",
    ]
    assert desk.round(source) == []  # what will not change is not asked for again


def test_an_item_stands_in_for_a_page_that_says_nothing(server, page, desk):
    here = f"http://{server.place}"
    shell = (
        b"<!doctype html><html><head><title>Gate</title><script>"
        + b"x" * 5000
        + b"</script></head><body>Enable scripts."
    )
    server.pages.update({"/feed": page(rss(item(1, host=here))), "/1": page(shell)})
    source = desk.source("feed", url=server.url("/feed"), pages="yes")
    assert [(d.kind, d.snippet) for d in desk.round(source)] == [(Kind.FEED_ITEM, True)]
    assert source.problems[0].message == f"{here}/1: the page says next to nothing"


def test_a_page_that_is_busy_is_asked_for_again(server, page, desk):
    here = f"http://{server.place}"
    server.pages.update(
        {"/feed": page(rss(item(1, host=here)), 'ETag: "f"'), "/1": page(b"", "Retry-After: 600", status="503 x")}
    )
    source = desk.source("feed", url=server.url("/feed"), pages="yes")
    assert [d.snippet for d in desk.round(source)] == [True]
    desk.tools.clock.pass_(700)
    server.pages["/1"] = page(html("Council meets 1"))
    assert [d.snippet for d in desk.round(source)] == [False]
    assert desk.round(source) == []


def test_links_of_items_cannot_lead_inside(server, canary, page, desk):
    desk.tools.fetcher._egress._limits = type(desk.fetcher._egress._limits)(intranet=frozenset({server.place}))
    links = [
        f"http://127.0.0.1:{canary.port}/",
        "http://169.254.169.254/latest",
        "file:///etc/passwd",
        "javascript:alert(1)",
    ]
    server.pages["/feed"] = page(
        rss(*(item(n).replace(f"https://quay.example/{n}", link) for n, link in enumerate(links)))
    )
    source = desk.source("feed", url=server.url("/feed"), pages="yes")
    assert [d.kind for d in desk.round(source)] == [Kind.FEED_ITEM] * 4
    assert len(source.problems) == 2  # the two that are web links at all
    assert canary.connections == 0


def test_atom_and_relative_links(server, page, desk):
    atom = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://n.example/blog/"><title>Notes</title><author><name>Jo Bell</name></author>
    <entry><id>urn:1</id><title>Thing</title><published>2026-03-01T10:00:00+02:00</published><updated>2026-03-02T10:00:00Z</updated>
    <link rel="self" href="x.atom"/><link rel="alternate" href="../1"/><summary>About a thing.</summary></entry></feed>"""
    server.pages["/feed"] = page(atom.encode())
    (document,) = desk.documents("feed", url=server.url("/feed"))
    assert (document.title, document.outlet, document.authors) == ("Thing", "Notes", ("Jo Bell",))
    assert document.url == "https://n.example/1"
    assert (str(document.published), str(document.modified)) == ("2026-03-01T08:00:00Z", "2026-03-02T10:00:00Z")


def test_json_feed(server, page, desk):
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Notes",
        "items": [
            {"id": "1", "url": "https://n.example/1", "title": "Thing", "content_text": "About a thing.", "date_published": "2026-03-01T10:00:00Z", "authors": [{"name": "Jo Bell"}]},
            {"id": "2", "url": "https://n.example/2", "content_html": "<p>About another.</p>"},
        ],
    }  # fmt: skip
    server.pages["/feed"] = page(json.dumps(feed).encode())
    source = desk.source("feed", url=server.url("/feed"))
    one, two = desk.round(source)
    assert (one.title, one.outlet, one.authors, str(one.published)) == (
        "Thing",
        "Notes",
        ("Jo Bell",),
        "2026-03-01T10:00:00Z",
    )
    assert (two.text, two.published) == ("About another.", None)
    feed["items"].insert(0, {"id": "3", "title": "New", "content_text": "x"})
    server.pages["/feed"] = page(json.dumps(feed).encode())
    assert [d.title for d in desk.round(source)] == ["New"]


@pytest.mark.parametrize(
    ("body", "encoding"),
    [("<?xml version='1.0' encoding='koi8-r'?>", "koi8-r"), ("<?xml version='1.0' encoding='big5'?>", "big5")],
)
def test_old_encodings_survive_the_cutting(server, page, desk, body, encoding):
    words = "Совет собрался снова" if encoding == "koi8-r" else "市議會再次開會"
    feed = f"{body}<rss><channel><title>Q</title><item><title>{words}</title></item></channel></rss>"
    server.pages["/feed"] = page(feed.encode(encoding))
    (document,) = desk.documents("feed", url=server.url("/feed"))
    assert document.title == words


def test_a_wide_encoding_is_made_narrow(server, page, desk):
    feed = '<?xml version="1.0" encoding="UTF-16"?><rss><channel><title>Q</title><item><title>Совет</title></item></channel></rss>'
    server.pages["/feed"] = page(feed.encode("utf-16"), "Content-Type: text/xml; charset=utf-16")
    (document,) = desk.documents("feed", url=server.url("/feed"))
    assert document.title == "Совет"


def test_links_that_carry_another_are_unwrapped(server, page, desk):
    """Google Alerts and FeedBurner: the article is what is linked, and what is fetched."""
    target = server.url("/gate")
    alert = f"<item><title>Gate</title><guid>1</guid><link>https://www.google.com/url?rct=j&amp;url={target}&amp;ct=ga</link></item>"
    burned = f"<item><title>Gate</title><guid>2</guid><link>https://feedproxy.example/~r/x</link><fb:origLink>{target}</fb:origLink></item>"
    feed = f'<rss xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0"><channel><title>Q</title>{alert}{burned}</channel></rss>'
    server.pages.update({"/feed": page(feed.encode()), "/gate": page(html("Gate"))})
    assert [d.url for d in desk.documents("feed", url=server.url("/feed"))] == [target, target]
    desk.memory.pages.clear()
    assert desk.documents("feed", url=server.url("/feed"), pages="yes")[0].kind is Kind.ARTICLE


def test_a_feed_that_cannot_be_had_is_an_error(server, page, desk):
    with pytest.raises(FetchError, match="answers 404"):
        desk.documents("feed", url=server.url("/feed"))
    server.pages["/feed"] = page(html("No feed"))
    with pytest.raises(UnreadableInput, match="it is no feed"):
        desk.documents("feed", url=server.url("/feed"))
    server.pages["/feed"] = page(b"", "Retry-After: 100", status="429 x")
    with pytest.raises(NotBefore):
        desk.documents("feed", url=server.url("/feed"))


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({}, "url is missing"),
        ({"url": ""}, "url: is empty"),
        ({"url": "file:///x"}, "url: 'file:///x' is no http or https link"),
        ({"url": "https://jo:CANARY@n.example/"}, "url: a link that holds a user name or password is not fetched"),
        ({"url": "https://n.example/", "limit": "0"}, "limit: '0' should be a whole number from 1 to 5000"),
        ({"url": "https://n.example/", "limit": "many"}, "limit: 'many' should be"),
        ({"url": "https://n.example/", "pages": "maybe"}, "pages: 'maybe' should be yes or no"),
        ({"url": "https://n.example/", "page": "1"}, "page: sources of kind 'feed' have no such option; they take limit, pages, url"),
    ],
)  # fmt: skip
def test_bad_options_are_named(desk, options, told):
    with pytest.raises(SettingsError) as failure:
        desk.source("feed", **options)
    assert told in str(failure.value)
    assert "CANARY" not in str(failure.value)
