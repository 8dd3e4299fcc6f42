from hypothesis import given
from hypothesis import strategies as st

from cuibono.core.text import Document, Kind
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
