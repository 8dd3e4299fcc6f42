# ruff: noqa: E501 - pages and feeds stand as they come
import json

import pytest

from cuibono.core.errors import UnreadableInput
from cuibono.core.text import Kind, Role

LONG = "<p>" + "The council met for the ninth time and did not vote, which surprised nobody in the room. " * 8 + "</p>"


def rss(*items, more=""):
    return f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Quay</title><link>https://quay.example/</link>{more}{"".join(items)}</channel></rss>"""


def test_items_become_documents(read):
    one, two = read(
        rss(
            "<item><title>Council meets</title><link>https://quay.example/1</link><pubDate>Mon, 09 Mar 26 09:05:00 EST</pubDate>"
            "<dc:creator>Rosa Tann</dc:creator><description>It met &lt;b&gt;again&lt;/b&gt; on Monday evening.</description></item>",
            f"<item><title>Council waits</title><link>https://quay.example/2</link><description>Short.</description>"
            f"<content:encoded><![CDATA[{LONG}]]></content:encoded></item>",
        )
    )
    assert one.kind is Kind.FEED_ITEM
    assert one.text == "Council meets\n\nIt met again on Monday evening."
    assert (one.title, one.url, one.outlet, one.authors) == (
        "Council meets",
        "https://quay.example/1",
        "The Quay",
        ("Rosa Tann",),
    )
    assert (str(one.published), one.published.original) == ("2026-03-09T14:05:00Z", "Mon, 09 Mar 26 09:05:00 EST")
    assert one.snippet
    assert [each.kind for each in one.notices] == ["snippet only"]
    assert two.published is None
    assert not two.snippet
    assert two.text.count("did not vote") == 8
    assert one.id != two.id


def test_an_aggregator_names_the_publisher(read_one):
    document = read_one(
        rss(
            '<item><title>Dam holds - The Paper</title><link>https://agg.example/x</link><source url="https://paper.example">The Paper</source>'
            "<description>&lt;a href='https://agg.example/x'&gt;Dam holds&lt;/a&gt;&amp;nbsp;&lt;font&gt;The Paper&lt;/font&gt;</description></item>"
        )
    )
    assert (document.title, document.outlet, document.text) == ("Dam holds", "The Paper", "Dam holds")
    assert document.snippet


def test_other_papers_headlines_are_no_text_of_this_one(read_one):
    cluster = (
        "<ol><li><a href='https://a.example/1'>Dam holds</a> <font>The Paper</font></li>"
        "<li><a href='https://a.example/2'>Dam breaks, says rival</a> <font>The Rival</font></li></ol>"
    )
    document = read_one(
        rss(
            "<item><title>Dam holds - The Paper</title><source url='https://p.example'>The Paper</source>"
            f"<description><![CDATA[{cluster}]]></description></item>"
        )
    )
    assert "rival" not in document.text


def test_atom_updates_are_not_publication(read_one):
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Notes</title><entry><id>urn:1</id><title>Thing</title>
    <updated>2026-03-01T10:00:00Z</updated><link href="https://n.example/1"/><summary>About a thing.</summary></entry></feed>"""
    document = read_one(atom)
    assert document.published is None
    assert str(document.modified) == "2026-03-01T10:00:00Z"


def test_rdf_dates_are_publication(read_one):
    rdf = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Old</title></channel><item><title>Thing</title>
    <link>https://n.example/1</link><dc:date>2026-03-01T10:00:00+02:00</dc:date></item></rdf:RDF>"""
    assert str(read_one(rdf).published) == "2026-03-01T08:00:00Z"


def test_json_feeds_are_read(read_one):
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Quay",
        "items": [
            {"id": "0"},
            {"id": "1", "url": "https://quay.example/1", "title": "Council meets", "content_html": LONG,
             "date_published": "2026-03-09T09:05:00-05:00", "authors": [{"name": "Rosa Tann"}]},
        ],
    }  # fmt: skip
    document = read_one(json.dumps(feed))
    assert (document.kind, document.outlet, document.authors) == (Kind.FEED_ITEM, "The Quay", ("Rosa Tann",))
    assert str(document.published) == "2026-03-09T14:05:00Z"
    assert [block.role for block in document.blocks] == [Role.TITLE, Role.PARAGRAPH]
    assert not document.snippet


def test_entity_bombs_are_refused(read):
    bomb = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>'
    with pytest.raises(UnreadableInput, match="input: the XML defines entities"):
        read(bomb)
    with pytest.raises(UnreadableInput, match="input: the XML defines entities"):
        read(bomb.encode("utf-16"))


def test_feeds_without_items_and_error_feeds_say_so(read):
    with pytest.raises(UnreadableInput, match="input: the feed has no items"):
        read(rss())
    with pytest.raises(UnreadableInput, match="input: the feed is an error message: bad id"):
        read(
            """<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>https://x.example/api/errors#bad</id>
            <title>Error</title><summary>bad id</summary></entry></feed>"""
        )


def test_an_unreadable_date_is_said(read_one):
    document = read_one(rss("<item><title>Thing happens</title><pubDate>yesterday or so</pubDate></item>"))
    assert document.published is None
    assert ("date unread", "yesterday or so") in {(each.kind, each.words) for each in document.notices}
