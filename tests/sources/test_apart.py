# ruff: noqa: E501 - feeds stand as they come
"""A feed says the same whether it is read whole or taken apart."""

from datetime import UTC, datetime
from html import escape

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cuibono import readers
from cuibono.core.errors import UnreadableInput
from cuibono.core.news import Capture
from cuibono.sources.feeds import entries

NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)
# Words with what makes trouble in XML: marks of its own, entities, other scripts, things that look like entries.
WORDS = st.lists(
    st.sampled_from(
        "gate lock <b>bold</b> & &amp; <item> </item> <entry> ]]> é 市議會 Совет \" ' <!-- --> https://n.example/?a=1&b=2".split()
    ),
    min_size=1,
    max_size=6,
).map(" ".join)
DATES = st.sampled_from(["Mon, 09 Mar 26 09:05:00 EST", "Tue, 10 Mar 2026 10:00:00 GMT", "soon", ""])
SPACE = st.sampled_from(["", "\n", " <!-- <item><title>x</title></item> -->\n", "\t"])


def cdata(text):
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


@st.composite
def rss_items(draw):
    number = draw(st.integers(0, 10**6))
    write = draw(st.sampled_from([escape, cdata]))
    date = draw(DATES)
    return (
        f"<item><title>{escape(draw(WORDS))}</title><link>https://n.example/{number}</link>"
        f"<description>{write(draw(WORDS))}</description><dc:creator>{escape(draw(WORDS))}</dc:creator>"
        f"{f'<pubDate>{date}</pubDate>' if date else ''}</item>{draw(SPACE)}"
    )


@st.composite
def atom_entries(draw):
    number = draw(st.integers(0, 10**6))
    author = draw(st.sampled_from(["", "<author><name>Osk</name></author>"]))
    kind = draw(st.sampled_from(["text", "html"]))
    return (
        f'<entry><id>urn:{number}</id><title>{escape(draw(WORDS))}</title><link rel="alternate" href="x/{number}"/>{author}'
        f'<published>2026-03-09T10:00:00+02:00</published><summary type="{kind}">{escape(draw(WORDS))}</summary></entry>{draw(SPACE)}'
    )


def said(capture):
    try:
        documents = readers.read(capture)
    except UnreadableInput:
        return []
    return [(d.title, d.text, d.url, d.outlet, d.authors, d.published, d.modified, d.links) for d in documents]


def same(body):
    whole = Capture("https://n.example/feed/", body, NOON, "application/xml")
    apart = [document for entry in entries(whole) for document in said(entry.capture)]
    assert apart == said(whole)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(WORDS, st.lists(rss_items(), max_size=4), st.sampled_from(["utf-8", "utf-16"]))
def test_of_rss(title, items, encoding):
    feed = (
        f'<?xml version="1.0" encoding="{encoding}"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>{escape(title)}</title><link>https://n.example/</link><ttl>60</ttl>{''.join(items)}</channel></rss>"
    )
    same(feed.encode(encoding))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(WORDS, st.lists(atom_entries(), max_size=4), st.booleans())
def test_of_atom(title, items, based):
    base = ' xml:base="https://n.example/blog/"' if based else ""
    feed = (
        f'<feed xmlns="http://www.w3.org/2005/Atom"{base}><id>urn:f</id><title>{escape(title)}</title>'
        f"<author><name>Jo Bell</name></author><updated>2026-03-11T10:00:00Z</updated>{''.join(items)}</feed>"
    )
    same(feed.encode())
