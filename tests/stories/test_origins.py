import random

import pytest

from cuibono.core.news import EchoKind, Outlet, OutletKind, Story
from cuibono.core.text import Kind
from cuibono.stories.origins import origins
from cuibono.stories.outlets import outlets_of
from cuibono.stories.overlap import Vocabulary, shared_counts
from cuibono.stories.versions import versions

WORDS = (
    "harbour ferry council bridge engineer tide winter market signal timber crane ledger copper window garden "
    "letter season basin cable vessel anchor quarry tunnel meadow canal wharf lantern pilot gravel steel"
).split()


def prose(seed, sentences=20):
    """Sentences of words drawn at random: two seeds share no five words in a row."""
    draw = random.Random(seed)
    lines = [" ".join(draw.choices(WORDS, k=14)).capitalize() + "." for _ in range(sentences)]
    return "\n\n".join(" ".join(lines[i : i + 3]) for i in range(0, sentences, 3))


def edited(text, share, seed=0):
    draw = random.Random(seed)
    return " ".join(
        draw.choice(WORDS) if draw.random() < share and word.isalpha() else word for word in text.split(" ")
    )


def read(*documents):
    ordered = sorted(documents, key=lambda d: (d.published is None, str(d.published), d.id))
    story = Story("s1", "story", tuple(ordered), versions(ordered))
    return origins(story, outlets_of(ordered))


def kinds(found):
    return {echo.document: echo.kind for origin in found for echo in origin.echoes}


def parents(found):
    return {echo.document: echo.parent for origin in found for echo in origin.echoes}


@pytest.fixture
def wire(article):
    return article("PORT LISK (Reuters) - " + prose(1), title="Wire", outlet="Reuters", published="2026-03-01T08:00Z")


def test_independent_articles_are_roots(article):
    found = read(*(article(prose(i), outlet=f"Paper {i}", published="2026-03-01") for i in range(4)))
    assert len(found) == 4
    assert all(o.echoes[0].kind is EchoKind.ROOT and o.id == f"o:{o.root}" for o in found)


@pytest.mark.parametrize("share", [0.0, 0.05, 0.1, 0.2])
def test_a_copy_with_other_headline_and_edited_words_is_found(article, wire, share):
    copy = article(
        edited(prose(1), share), title="Quite another headline", outlet="Lisk Herald", published="2026-03-01T10:00Z"
    )
    (origin,) = read(wire, copy)
    assert origin.root == wire.id
    assert origin.label == "Reuters"
    assert kinds([origin])[copy.id] in {EchoKind.REPRINT, EchoKind.EXCERPT}


def test_a_cut_copy_is_found_and_shows_the_shared_words(article, wire):
    copy = article(prose(1)[:500], title="Brief", outlet="Lisk Herald", published="2026-03-02")
    (origin,) = read(wire, copy)
    (echo,) = [e for e in origin.echoes if e.document == copy.id]
    assert echo.kind is EchoKind.EXCERPT
    assert echo.overlap > 0.9
    assert echo.spans
    assert all(copy.text[s.start : s.end] == s.quote and s.quote in wire.text for s in echo.spans)


def test_shared_quotations_make_no_copy(article):
    said = f"“{prose(9, 9).replace(chr(10) * 2, ' ')}”"
    left = article(f"{prose(1, 4)}\n\n{said} the mayor said.", outlet="A Paper", published="2026-03-01")
    right = article(f"{prose(2, 4)}\n\n{said} the mayor told reporters.", outlet="B Paper", published="2026-03-02")
    post = prose(9, 9).replace("\n\n", " ")
    third = article(
        f"{prose(3, 4)}\n\n{post}\n\nMayor of Lisk (@mayor) March 1, 2026", outlet="C Paper", published="2026-03-03"
    )
    assert len(read(left, right, third)) == 3


@pytest.mark.parametrize("tag", ["dateline", "author", "by-line", "rights"])
def test_a_wire_tag_joins_what_the_agency_wrote(article, wire, tag):
    text, authors = prose(2), []
    if tag == "dateline":
        text = "PORT LISK (Reuters) - " + text
    elif tag == "author":
        authors = ["Jo Doe, Reuters"]
    elif tag == "by-line":
        text = "By Jo Doe, Reuters\n\n" + text
    else:
        text += "\n\n© 2026 Thomson Reuters. All rights reserved."
    other = article(text, outlet="Lisk Herald", published="2026-03-02", authors=authors)
    (origin,) = read(wire, other)
    assert kinds([origin])[other.id] is EchoKind.WIRE


def test_a_contribution_alone_is_no_tag(article, wire):
    other = article(prose(2) + "\n\nReuters contributed to this report.", outlet="Lisk Herald", published="2026-03-02")
    assert len(read(wire, other)) == 2


def test_two_papers_with_one_tag_are_one_origin_without_the_agency(article):
    one = article("PORT LISK (Farline) - " + prose(1), outlet="Lisk Herald", published="2026-03-01")
    two = article("PORT LISK (Farline) - " + prose(2), outlet="Morrow Post", published="2026-03-02")
    (origin,) = read(one, two)
    assert origin.label == "Farline"


def test_a_publisher_is_one_origin_but_a_forum_is_not(article):
    pages = [article(prose(i), outlet="Lisk Herald", published=f"2026-03-0{i}") for i in (1, 2)]
    (origin,) = read(*pages)
    assert kinds([origin])[pages[1].id] is EchoKind.FAMILY
    threads = [article(prose(i), outlet="Hacker News", published=f"2026-03-0{i}") for i in (1, 2)]
    assert len(read(*threads)) == 2
    unnamed = [article(prose(i), published=f"2026-03-0{i}") for i in (1, 2)]
    assert len(read(*unnamed)) == 2


def test_kindred_papers_need_some_shared_text(article):
    family = [
        article(prose(1), outlet="USA Today", published="2026-03-01"),
        article(prose(2), outlet="Tennessean", published="2026-03-02"),
    ]
    assert len(read(*family)) == 2
    partly = article(prose(3, 16) + "\n\n" + prose(1)[:250], outlet="Tennessean", published="2026-03-02")
    (origin,) = read(family[0], partly)
    assert kinds([origin])[partly.id] is EchoKind.FAMILY


def test_an_edited_page_is_a_version(article):
    old = article(prose(1), url="https://lisk.example/1", published="2026-03-01T08:00Z")
    new = article(
        edited(prose(1), 0.3), url="https://lisk.example/1", published="2026-03-01T08:00Z", modified="2026-03-01T09:00Z"
    )
    (origin,) = read(old, new)
    assert (origin.root, kinds([origin])[new.id]) == (old.id, EchoKind.VERSION)


def test_a_feed_item_is_the_beginning_of_its_article_even_if_read_earlier(article):
    page = article(prose(1), title="Long", outlet="Lisk Herald", published="2026-03-01T09:00Z")
    told = {"title": "Long", "outlet": "Gather", "published": "2026-03-01T08:00Z", "snippet": True}
    item = article(prose(1)[:240], kind=Kind.FEED_ITEM, **told)
    (origin,) = read(item, page)
    assert origin.root == page.id


def test_a_registers_summary_is_the_root_of_who_repeats_it(article):
    told = {"title": "Gate Rule", "outlet": "Federal Register", "published": "2026-03-01", "snippet": True}
    record = article(prose(1)[:400], url="https://www.federalregister.gov/documents/1", **told)
    paper = article(prose(1)[:400] + prose(2), title="Rule", outlet="Lisk Herald", published="2026-03-03T09:00Z")
    assert [origin.root for origin in read(record, paper)] == [record.id]


def test_a_brief_that_names_its_only_source_relays_it(article, wire):
    brief = article("A ferry ran aground on Sunday, Reuters reported.", outlet="Radio Lisk", published="2026-03-02")
    own = article(f"A ferry ran aground, Reuters reported. {prose(5)}", outlet="Lisk Herald", published="2026-03-02")
    found = read(wire, brief, own)
    assert kinds(found)[brief.id] is EchoKind.RELAY
    assert kinds(found)[own.id] is EchoKind.ROOT


def test_of_two_copies_of_one_day_the_agency_is_the_root(article):
    text = prose(1)
    paper = article(text, outlet="Lisk Herald", published="2026-03-01")
    agency = article(text + " End.", outlet="Associated Press", published="2026-03-01")
    assert read(paper, agency)[0].root == agency.id


def test_certain_times_come_before_everything_else(article):
    text = prose(1)
    paper = article(text, outlet="Lisk Herald", published="2026-03-01T08:00Z")
    agency = article(text + " End.", outlet="Associated Press", published="2026-03-01T09:00Z")
    assert read(paper, agency)[0].root == paper.id


def test_every_document_is_in_one_tree_whose_parents_are_in_it(article, wire):
    documents = [wire] + [
        article(edited(prose(i % 5), 0.1, i), outlet=f"Paper {i}", published=f"2026-03-{i + 2:02}") for i in range(12)
    ]
    found = read(*documents)
    seen = [echo.document for origin in found for echo in origin.echoes]
    assert sorted(seen) == sorted(d.id for d in documents)
    for origin in found:
        inside = {echo.document for echo in origin.echoes}
        assert origin.root in inside
        assert all(echo.parent in inside or echo.document == origin.root for echo in origin.echoes)


def test_fifty_copies_change_no_number_whatever_the_order(article, wire):
    others = [article(prose(i), outlet=f"Paper {i}", published="2026-03-01T09:00Z") for i in (2, 3)]
    before = read(wire, *others)
    clones = [
        article(edited(prose(1), 0.03, i), title=f"Headline {i}", outlet=f"Clone {i}", published="2026-03-02")
        for i in range(50)
    ]
    documents = [wire, *others, *clones]
    after = read(*documents)
    assert [o.id for o in after] == [o.id for o in before]
    random.Random(1).shuffle(documents)
    story = Story("s1", "story", tuple(documents))
    assert parents(origins(story, outlets_of(documents))) == parents(after)


def test_work_grows_with_words_not_with_pairs(article):
    vocabulary = Vocabulary()
    sets = [frozenset(vocabulary.shingles(article(prose(1), outlet=f"Paper {i}")).keys) for i in range(200)]
    looked_at = sum(sum(counts.values()) for counts in shared_counts(sets))
    assert looked_at <= 12 * sum(map(len, sets))  # all pairs would be 100 times the shingles


def test_an_outlet_that_is_not_given_does_not_crash(article):
    document = article(prose(1))
    (origin,) = origins(Story("s1", "x", (document,)), {document.id: Outlet("Somebody", OutletKind.UNKNOWN)})
    assert origin.label == "Somebody"
