# ruff: noqa: E501 - items stand as they come
import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.readers.google_news import cluster, is_google, leads_to


def identity(link: str, more: bytes = b"") -> str:
    """An article's id as Google made them until 2024."""
    data = link.encode()
    length = bytes([len(data)]) if len(data) < 128 else bytes([len(data) & 127 | 128, len(data) >> 7])
    return base64.urlsafe_b64encode(b"\x08\x13\x22" + length + data + more).decode().rstrip("=")


def article(link: str, more: bytes = b"") -> str:
    return f"https://news.google.com/rss/articles/{identity(link, more)}?oc=5"


@pytest.mark.parametrize("link", ["https://lisk.example/a", "http://lisk.example/" + "x" * 300])
def test_old_links_say_where_they_lead(link):
    assert leads_to(article(link)) == link
    assert leads_to(article(link, b"\xd2\x01\x04amp.")) == link


@pytest.mark.parametrize(
    "link",
    [
        article("AU_yqLPWU0yTFA5N0pwQlhteWMz"),  # the newer, opaque ones
        article("javascript:alert(1)"),
        article("file:///etc/passwd"),
        article("https://a b"),
        "https://news.google.com/rss/articles/" + identity("https://lisk.example/long")[:-4],
        "https://news.google.com/rss/articles/CBMi...",
        "https://news.google.com/rss/articles/" + "A" * 100_000,
        "https://news.google.com/search?q=x",
        "https://lisk.example/rss/articles/" + identity("https://lisk.example/a"),
        "https://[news.google.com/",
        "",
    ],
)
def test_others_do_not(link):
    assert leads_to(link) is None


@given(st.binary(max_size=60))
def test_no_bytes_break_it(data):
    found = leads_to("https://news.google.com/rss/articles/" + base64.urlsafe_b64encode(data).decode())
    assert found is None or found.startswith("http")


def test_a_cluster_lists_other_papers():
    first, second = article("https://a.example/1"), article("AU_yqL1")
    found = list(
        cluster(
            f'<ol><li><a href="{first}" target="_blank">Gate &amp; lock</a>&nbsp;&nbsp;<font color="#6f6f6f">The Lisk</font></li>'
            f'<li><a href="{second}">Second</a></li><li><a href="https://evil.example/">Not theirs</a></li><li>words</li></ol>'
        )
    )
    assert [(each.title, each.link, each.outlet) for each in found] == [
        ("Gate & lock", first, "The Lisk"),
        ("Second", second, ""),
    ]
    assert list(cluster(f'<a href="{first}">Only</a>')) == []
    assert is_google(first)


def test_a_cluster_becomes_documents_of_their_outlets(read):
    lead, other, fresh = article("https://lisk.example/1"), article("https://quay.example/2"), article("AU_yqLxyz")
    items = "".join(f'<li><a href="{link}">{title}</a>&nbsp;&nbsp;<font color="#6f6f6f">{outlet}</font></li>'
                    for link, title, outlet in ((lead, "Gate fails", "The Lisk"), (other, "Gate held, says rival", "The Quay"), (fresh, "Gates", "Dock")))  # fmt: skip
    feed = (
        f"<rss><channel><title>x - Google News</title><item><title>Gate fails - The Lisk</title><link>{lead}</link>"
        f"<pubDate>Wed, 18 Feb 2026 19:05:07 GMT</pubDate><description><![CDATA[<ol>{items}</ol>]]></description>"
        '<source url="https://lisk.example">The Lisk</source></item></channel></rss>'
    )
    first, second, third = read(feed)
    assert (first.title, first.outlet, first.url) == ("Gate fails", "The Lisk", "https://lisk.example/1")
    assert str(first.published) == "2026-02-18T19:05:07Z"
    assert (second.title, second.outlet, second.url) == ("Gate held, says rival", "The Quay", "https://quay.example/2")
    assert second.published is None  # the date is the first one's
    assert (third.outlet, third.url) == ("Dock", fresh)
    assert all(document.snippet for document in (first, second, third))
    assert "rival" not in first.text
