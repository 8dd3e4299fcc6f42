# ruff: noqa: E501 - feeds stand as they come
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.sources.slices import json_list, xml_feed

RSS = b"""<?xml version="1.0" encoding="utf-8"?>
<!-- a feed --><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Quay</title><link>https://quay.example/</link>
<language>en</language><lastBuildDate>today</lastBuildDate>
<item><title>One</title><description><![CDATA[<item>no item</item>]]></description></item>
<!-- <item><title>commented out</title></item> -->
<item dc:x="1"><title>Two</title></item>
<item/><item><title>Never closed</title>
</channel></rss>"""


def test_entries_are_cut_out_as_they_are():
    feed = xml_feed(RSS)
    assert [b"One" in each for each in feed.entries] == [True, False]
    assert feed.entries[1] == b'<item dc:x="1"><title>Two</title></item>'
    assert all(RSS.count(each) == 1 for each in feed.entries)
    assert feed.framed(b"<item/>") == (
        b'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        b"<title>The Quay</title><language>en</language>\n<item/>\n</channel></rss>"
    )


def test_the_frame_does_not_change_with_the_feed():
    later = RSS.replace(b"today", b"tomorrow").replace(b"<item dc", b"<item><title>New</title></item><item dc")
    feed, grown = xml_feed(RSS), xml_feed(later)
    assert feed.framed(feed.entries[0]) == grown.framed(grown.entries[0])
    assert set(feed.entries) < set(grown.entries)


def test_atom_entries_inherit_the_author():
    feed = xml_feed(
        b'<feed xmlns="a"><title>T</title><author><name>Jo</name></author><entry><title>1</title></entry></feed>'
    )
    assert feed.framed(feed.entries[0]) == (
        b'<feed xmlns="a"><title>T</title><author><name>Jo</name></author>\n<entry><title>1</title></entry>\n</feed>'
    )


def test_rdf_items_stand_behind_the_channel():
    feed = xml_feed(
        b'<rdf:RDF xmlns="r"><channel rdf:about="x"><title>T</title></channel><item rdf:about="1"/><item>a</item></rdf:RDF>'
    )
    assert feed.framed(feed.entries[0]) == (
        b'<rdf:RDF xmlns="r"><channel rdf:about="x"><title>T</title></channel>\n<item>a</item>\n</rdf:RDF>'
    )


@pytest.mark.parametrize("body", [b"", b"<html><p>words", b"{}", b"<rssfeed>", b"<rss"])
def test_what_is_no_feed_is_none(body):
    assert xml_feed(body) is None


@pytest.mark.parametrize(
    "piece",
    [b"<![CDATA[", b"<!--", b"<item>", b"<item ", b"<item></item>", b"</item>", b"<item><![CDATA[", b"<channel "],
)
def test_hostile_feeds_cost_what_their_length_costs(piece):
    def cost(size):
        body = b"<rss>" + piece * (size // len(piece))
        began = time.process_time()
        xml_feed(body)
        return time.process_time() - began

    cost(1_000)
    assert cost(4_000_000) < 30 * max(cost(400_000), 0.01)


def test_members_are_cut_out_as_they_are():
    text = '{"results": 1, "a": {"results": [9]}, "results" : [ {"b": "x]},"} , 2,[3, "\\"]"] ], "c": 1}'
    assert json_list(text, "results") is None  # the first of that name is no list
    assert json_list(text.replace('"results": 1,', ""), "results") == ('{"b": "x]},"}', "2", '[3, "\\"]"]')
    assert json_list("[1, {}]", "") == ("1", "{}")
    assert json_list('{"a": []}', "a") == ()


@pytest.mark.parametrize(
    "text", ["", "{", "[", "[1", '{"a"', '{"a" 1}', '{"a": [1', '{"a": [1, x]}', "[" * 100_000, "{}", "1"]
)
def test_what_is_no_list_is_none(text):
    assert json_list(text, "a") is None
    assert json_list(text, "") in {None, ()}


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    ),
    st.booleans(),
)
def test_members_put_together_are_the_list(value, pretty):
    members = [value, value]
    text = json.dumps({"before": value, "list": members}, indent=2 if pretty else None)
    found = json_list(text, "list")
    assert [json.loads(each) for each in found] == members


def test_a_feed_in_the_name_of_its_publisher():
    feed = xml_feed(RSS)
    assert feed.framed_as("A & B é", b"<item/>") == (
        b'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        b"<title>A &amp; B &#233;</title>\n<item/>\n</channel></rss>"
    )
    atom = xml_feed(b'<feed xmlns="a"><title>T</title><entry>1</entry></feed>')
    assert atom.framed_as("N", b"<entry/>") == b'<feed xmlns="a"><title>N</title>\n<entry/>\n</feed>'
    rdf = xml_feed(b'<rdf:RDF xmlns="r"><channel><title>T</title></channel><item>a</item></rdf:RDF>')
    assert rdf.framed_as("N", b"<item/>") == b'<rdf:RDF xmlns="r"><title>N</title>\n<item/>\n</rdf:RDF>'
