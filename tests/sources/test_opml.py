import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.core.errors import UnreadableInput
from cuibono.sources.opml import Subscription, read, write

LIST = b"""<?xml version="1.0"?><opml version="1.1"><head><title>Mine</title></head><body>
<outline text="Harbour"><outline type="rss" text="Quay" title="The Quay" xmlUrl="https://quay.example/feed" htmlUrl="https://quay.example/"/>
<outline text="Deep"><outline TEXT="Dock &amp; Co" xmlurl="https://dock.example/rss"/></outline></outline>
<outline text="Elsewhere" xmlUrl="https://else.example/"/><outline text="Twice" xmlUrl="https://quay.example/feed"/>
<outline text="No" xmlUrl="file:///etc/passwd"/><outline text="Nor" xmlUrl="javascript:alert(1)"/></body></opml>"""


def test_feeds_come_with_their_folders():
    assert read(LIST) == (
        Subscription("The Quay", "https://quay.example/feed", "https://quay.example/", ("Harbour",)),
        Subscription("Dock & Co", "https://dock.example/rss", "", ("Harbour", "Deep")),
        Subscription("Elsewhere", "https://else.example/"),
    )
    assert read(LIST)[0].options == {"kind": "feed", "name": "The Quay", "url": "https://quay.example/feed"}


NAMES = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Zs", "Co", "Cn")), min_size=1, max_size=20
)


@given(
    st.lists(
        st.builds(Subscription, NAMES, NAMES.map("https://n.example/{}".format), st.just(""), st.tuples(NAMES, NAMES))
    )
)
def test_what_is_written_is_read_again(feeds):
    once = list({feed.url: feed for feed in reversed(feeds)}.values())
    assert set(read(write(once))) == set(once)


def test_names_of_strangers_do_not_break_the_file():
    odd = Subscription('a"<b>&\x00\x1b\ud800]]>', 'https://n.example/?a=1&b="2"', folders=("<x>",))
    assert read(write([odd])) == (Subscription('a"<b>&]]>', odd.url, "", ("<x>",)),)


@pytest.mark.parametrize("body", [b"", b"words", b"<html/>", b"\x00\x01", b"{}", b"<?xml version='1.0'?>"])
def test_what_is_no_list_is_named(body):
    with pytest.raises(UnreadableInput, match=r"feeds\.opml: it is no OPML"):
        read(body, "feeds.opml")


def test_entities_are_refused(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("CANARY", "utf-8")
    for body in (
        f'<!DOCTYPE opml [<!ENTITY x SYSTEM "{secret.as_uri()}">]><opml><body><outline text="&x;" xmlUrl="https://n.example"/></body></opml>',
        '<!DOCTYPE o [<!entity a "aaaa"><!entity b "&a;&a;&a;">]><opml><body><outline text="&b;" xmlUrl="https://n"/></body></opml>',
    ):
        with pytest.raises(UnreadableInput, match="entities"):
            read(body.encode())


def test_deep_and_wide_lists_cost_no_time():
    deep = b"<opml><body>" + b"<outline text='x'>" * 200_000
    wide = b"<opml><body>" + b"<outline text='x' xmlUrl='https://n.example/'/>" * 50_000 + b"</body></opml>"
    began = time.process_time()
    assert len(read(wide)) == 1
    read(deep)
    assert time.process_time() - began < 5
    with pytest.raises(UnreadableInput, match="larger than 16 MiB"):
        read(bytes(17 * 1024**2))
