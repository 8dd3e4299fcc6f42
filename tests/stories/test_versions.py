import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.core.ids import content_id
from cuibono.core.text import Block, Document, Kind, Role
from cuibono.core.times import parse_stamp
from cuibono.stories.versions import canonical_url, changes, versions

BEFORE = "The bridge will close on Friday. Repairs cost two million crowns. The mayor was not available."
AFTER = "The bridge will close on Saturday. Repairs cost two million crowns. Traffic is diverted to the ferry."


def test_tracking_parameters_make_no_other_page():
    plain = canonical_url("https://www.lisk.example/news/7?id=3")
    assert plain == canonical_url("http://lisk.example/news/7/?utm_source=x&id=3&fbclid=1#top")
    assert plain != canonical_url("https://lisk.example/news/7?id=4")
    assert canonical_url(None) == canonical_url("http://[x") == ""


def test_an_edited_page_is_a_version_with_the_words_that_changed(article):
    old = article(BEFORE, title="Bridge", url="https://lisk.example/7", published="2026-03-01T08:00Z")
    new = article(
        AFTER,
        title="Bridge",
        url="https://www.lisk.example/7?utm_medium=rss",
        published="2026-03-01T08:00Z",
        modified="2026-03-01T12:00Z",
    )
    (version,) = versions([new, old])
    assert (version.earlier, version.later) == (old.id, new.id)
    pairs = [(c.before and c.before.quote, c.after and c.after.quote) for c in version.changes]
    assert ("Friday.", "Saturday.") in pairs
    assert ("The mayor was not available.", None) in pairs
    assert (None, "Traffic is diverted to the ferry.") in pairs
    assert not any("million" in (words or "") for pair in pairs for words in pair)


def test_a_summary_in_a_list_is_no_version_of_its_page(article):
    page = article(BEFORE, url="https://lisk.example/7", published="2026-03-01T08:00Z")
    summary = article("The bridge will close on Friday.", url="https://lisk.example/7", snippet=True)
    edited = article(AFTER, url="https://lisk.example/7", modified="2026-03-01T12:00Z")
    (version,) = versions([page, summary, edited])
    assert (version.earlier, version.later) == (page.id, edited.id)


def test_other_pages_and_equal_texts_are_no_versions(article):
    one = article(BEFORE, url="https://lisk.example/7")
    assert versions([one, article(AFTER, url="https://lisk.example/8")]) == ()
    assert versions([one, article(BEFORE, url="https://lisk.example/7", outlet="Lisk")]) == ()
    other = article("Nothing alike stands here, only weather and football scores.", url="https://lisk.example/7")
    assert versions([one, other]) == ()


@given(
    st.lists(st.sampled_from(["a b c.", "d e f g.", "h i.", "j k l m n."]), max_size=6),
    st.lists(st.sampled_from(["a b c.", "d x f g.", "h i.", "new words here."]), max_size=6),
)
def test_changes_are_words_of_their_documents(left, right):
    old = Document("d1", "c", Kind.TEXT, " ".join(left))
    new = Document("d2", "c", Kind.TEXT, " ".join(right))
    for change in changes(old, new):
        for document, span in ((old, change.before), (new, change.after)):
            assert span is None or document.text[span.start : span.end] == span.quote
    assert changes(old, old) == ()


def thread(*turns):
    """A discussion; each turn by ann, all within one minute unless another is given: (text, by, at)."""
    blocks, text = [], ""
    for turn in turns:
        words, by, at = (turn, "ann", "2026-03-10T22:08Z") if isinstance(turn, str) else turn
        blocks.append(Block(len(text), len(text) + len(words), Role.TURN, by=by, at=parse_stamp(at) if at else None))
        text += words + "\n\n"
    return Document(content_id("d", text), "c", Kind.THREAD, text.rstrip(), blocks=tuple(blocks))


GATE = "The gate at Lisk did not move until noon."
BOATS = "I counted 40 boats that had to wait at Brenn."


def told(earlier, later):
    return [(c.before and c.before.quote, c.after and c.after.quote) for c in changes(earlier, later)]


@pytest.mark.parametrize("order", [1, -1])
def test_two_turns_of_one_minute_that_their_author_edited_are_two_edits(order):
    then = [GATE.replace("noon", "four"), BOATS.replace("40", "14")][::order]
    assert sorted(told(thread(GATE, BOATS), thread(*then))) == [("40", "14"), ("noon.", "four.")]


def test_of_two_turns_of_one_minute_the_one_taken_out_is_the_one_that_is_no_longer_there():
    assert sorted(told(thread(GATE, BOATS), thread(BOATS.replace("40", "14")))) == [("40", "14"), (GATE, None)]
    assert sorted(told(thread(BOATS, GATE), thread(BOATS.replace("40", "14")))) == [("40", "14"), (GATE, None)]


def test_of_more_turns_than_there_were_the_least_alike_is_new():
    fresh = "Ours did."
    assert sorted(told(thread(BOATS), thread(fresh, BOATS.replace("40", "14"))), key=str) == [
        ("40", "14"),
        (None, fresh),
    ]


@pytest.mark.parametrize("other", [("bob", "2026-03-10T22:08Z"), ("ann", "2026-03-10T22:09Z"), (None, None)])
def test_a_turn_of_another_or_of_another_minute_is_no_edit(other):
    then = BOATS.replace("40", "14")
    assert told(thread(BOATS), thread((then, *other))) == [(None, then), (BOATS, None)]


def test_a_flood_of_turns_in_one_minute_is_paired_in_reading_order():
    before, after = ([f"Boat {n} waited {hours} hours." for n in range(30)] for hours in ("two", "six"))
    assert told(thread(*before), thread(*after)) == [("two", "six")] * 30
