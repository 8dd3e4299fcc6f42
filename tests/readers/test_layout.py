from hypothesis import given
from hypothesis import strategies as st

from cuibono.core.text import Role
from cuibono.readers.layout import Box, Part, Run, clean, lay_out, part, smuggled

texts = st.text(st.one_of(st.characters(), st.sampled_from(" \n\t\xa0\xad\u200b\u2028\ufeff\x00ab")), max_size=30)
runs = st.builds(Run, texts, st.none() | st.just("https://x.example/"), st.none() | st.just(Box(1, 0, 0, 1, 1)))
parts = st.lists(st.builds(Part, st.lists(runs, max_size=4).map(tuple)), max_size=6)


@given(texts, parts)
def test_every_offset_is_exact(title, given_parts):
    layout = lay_out(title, given_parts)
    assert "\n\n".join(layout.text[block.start : block.end] for block in layout.blocks) == layout.text
    layout.text.encode()  # no half surrogate pairs
    for block in layout.blocks:
        words = layout.text[block.start : block.end]
        assert words == words.strip() == clean(words) != ""
        assert "  " not in words
        assert "\n\n" not in words
    for place in (*layout.links, *layout.boxes):
        words = layout.text[place.start : place.end]
        assert words == words.strip() != ""
        assert any(block.start <= place.start and place.end <= block.end for block in layout.blocks)


@given(st.lists(texts, max_size=5))
def test_no_words_are_lost_or_added(pieces):
    layout = lay_out("", [part(piece) for piece in pieces])
    wanted = [word for piece in pieces for word in clean(piece).split()]
    assert layout.text.split() == wanted


def test_source_characters_are_kept():
    assert lay_out("", [part("ﬁve ½ “quoted” … café")]).text == "ﬁve ½ “quoted” … café"
    assert clean("so\u00adft\x07 a\u202eb\n\n c") == "soft ab\nc"


def test_links_and_boxes_point_at_their_words():
    box = Box(2, 1, 2, 3, 4)
    layout = lay_out("T", [Part((Run("  see "), Run(" the  report ", "https://x.example/"), Run("now", None, box)))])
    (link,), (place,) = layout.links, layout.boxes
    assert layout.text == "T\n\nsee the report now"
    assert layout.text[link.start : link.end] == "the report"
    assert (layout.text[place.start : place.end], place.page, place.y1) == ("now", 2, 4)


def test_answers_point_at_blocks_also_where_parts_are_empty_or_the_title_comes_first():
    turns = [part("one", Role.TURN), part(" ", Role.TURN), Part((Run("two"),), Role.TURN, replies_to=0)]
    layout = lay_out("Title", turns)
    assert [block.replies_to for block in layout.blocks] == [None, None, 1]


def test_smuggled_words_are_spelled_out():
    assert smuggled("a" + "".join(chr(0xE0000 + ord(c)) for c in "hi") + "b") == "hi"
    assert smuggled("plain") == ""
