# ruff: noqa: E501 - pages stand as they come
import pytest

from cuibono.core.errors import FetchError
from cuibono.sources.discovery import feeds_of
from cuibono.sources.opml import Subscription

RSS = b"<rss><channel><title>T</title><item><title>x</title></item></channel></rss>"


def test_a_page_names_its_feeds(server, page, desk):
    server.pages["/blog/"] = page(
        b"""<html><head><base href="/base/"><link rel="alternate" type="application/rss+xml" title=" News  feed " href="rss">
        <link rel="stylesheet" type="text/css" href="x.css"><LINK REL="Alternate Home" TYPE="application/atom+xml; x" HREF="/a.xml">
        <link rel=alternate type="application/json" href="https://n.example/wp-json/wp/v2/posts/1">
        <link rel=alternate type="application/feed+json" href="https://n.example/feed.json">
        <link rel=alternate type="application/rss+xml" href="file:///etc/passwd"><link rel=alternate type="application/rss+xml" href="">
        <link rel=alternate hreflang=de href="/de">"""
    )
    assert feeds_of(server.url("/blog/"), desk.fetcher) == (
        Subscription("News feed", server.url("/base/rss"), server.url("/blog/")),
        Subscription(server.url("/a.xml"), server.url("/a.xml"), server.url("/blog/")),
        Subscription("https://n.example/feed.json", "https://n.example/feed.json", server.url("/blog/")),
    )


def test_a_link_that_is_a_feed_is_its_own(server, page, desk):
    server.pages["/f"] = page(RSS)
    assert feeds_of(server.url("/f"), desk.fetcher) == (Subscription(server.url("/f"), server.url("/f")),)


def test_else_the_usual_places_are_tried(server, page, desk):
    server.pages.update(
        {"/blog/": page(b"<html><p>words"), "/blog/rss.xml": page(RSS), "/feed/": page(b"<html>no feed")}
    )
    assert feeds_of(server.url("/blog/"), desk.fetcher) == (
        Subscription(server.url("/blog/rss.xml"), server.url("/blog/rss.xml")),
    )


def test_robots_txt_counts_for_places_that_nobody_named(server, page, desk):
    server.pages.update(
        {"/": page(b"<html><p>words"), "/feed/": page(RSS), "/robots.txt": page(b"User-agent: *\nDisallow: /feed")}
    )
    assert feeds_of(server.url(), desk.fetcher) == ()
    assert "GET /feed/" not in "".join(server.requests)


def test_a_redirect_elsewhere_is_not_the_feed(server, canary, page, desk):
    server.pages["/"] = page(b"<html><p>words")
    server.redirect("/feed/", canary.url("/feed"))
    canary.pages["/feed"] = page(RSS)
    assert feeds_of(server.url(), desk.fetcher) == ()


def test_a_page_that_cannot_be_had_is_an_error(server, desk):
    with pytest.raises(FetchError, match="404"):
        feeds_of(server.url("/"), desk.fetcher)
