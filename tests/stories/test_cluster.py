import random

import pytest

from cuibono.core.ids import content_id
from cuibono.stories import cluster as clusters
from cuibono.stories.cluster import cluster
from cuibono.stories.traits import traits

FERRY = [
    (
        "Ferry Astrid runs aground off Port Lisk",
        (
            "The ferry Astrid ran aground on a sandbank off Port Lisk with 214 passengers. The coastguard "
            "towed the ferry free after nine hours, and harbour master Ewa Brandt opened an inquiry."
        ),
    ),
    (
        "Passengers tell of night on stranded Astrid",
        (
            "Passengers of the Astrid spent nine hours on a sandbank before the coastguard of Port Lisk "
            "freed the ferry. Harbour master Ewa Brandt said an inquiry would look at the charts."
        ),
    ),
    (
        "Inquiry opens into Astrid grounding",
        (
            "Harbour master Ewa Brandt opened an inquiry into why the ferry Astrid left the channel off Port "
            "Lisk and struck a sandbank with 214 passengers aboard."
        ),
    ),
]
TAX = [
    (
        "Parliament of Morrow passes sugar tax",
        (
            "Members voted 61 to 40 for the sugar tax, which finance minister Tomas Rell says will raise 90 "
            "million crowns. Soft drink makers called the tax unfair."
        ),
    ),
    (
        "Drink makers attack sugar tax",
        (
            "Soft drink makers in Morrow said the sugar tax would cost jobs. Finance minister Tomas Rell "
            "defended the vote, 61 to 40, and the 90 million crowns it should raise."
        ),
    ),
]


@pytest.fixture
def batch(article):
    made = []
    for i, (title, text) in enumerate(FERRY + TAX):
        made.append(
            article(
                text, title=title, outlet=f"Paper {i}", url=f"https://p{i}.example/a", published=f"2026-03-0{i % 3 + 1}"
            )
        )
    return made


def test_documents_of_one_event_are_one_story(batch):
    stories = cluster(batch)
    assert sorted(len(s.documents) for s in stories) == [2, 3]
    ferry = max(stories, key=lambda s: len(s.documents))
    assert all("Astrid" in d.text for d in ferry.documents)
    assert ferry.id == content_id("s", ferry.documents[0].id)


def test_order_of_input_does_not_matter(batch):
    wanted = cluster(batch)
    for seed in range(5):
        shuffled = batch[:]
        random.Random(seed).shuffle(shuffled)
        assert [(s.id, s.title, [d.id for d in s.documents]) for s in cluster(shuffled)] == [
            (s.id, s.title, [d.id for d in s.documents]) for s in wanted
        ]


def test_a_small_batch_of_one_story_stays_together(batch):
    assert len(cluster(batch[:3])) == 1


def test_one_story_overrides(batch):
    (story,) = cluster(batch, one_story=True)
    assert len(story.documents) == 5


def test_nothing_gives_nothing_and_odd_documents_do_not_crash(article):
    assert cluster([]) == ()
    assert len(cluster([article("…"), article("")])) == 2


def test_documents_are_earliest_first_and_undated_last(article):
    title, text = FERRY[0]
    late, none, early = (
        article(text, title=title, outlet=o, published=p)
        for o, p in (("A", "2026-03-05"), ("B", None), ("C", "2026-03-02"))
    )
    (story,) = cluster([late, none, early])
    assert story.documents == (early, late, none)


def test_the_same_page_read_twice_is_one_document(article):
    title, text = FERRY[0]
    twice = [
        article(text, title=title, url=u, outlet="A")
        for u in ("https://a.example/1", "https://www.a.example/1?utm_source=x")
    ]
    (story,) = cluster(twice)
    assert len(story.documents) == 1
    reprint = article(text, title=title, url="https://b.example/1", outlet="B")
    (story,) = cluster([*twice, reprint])
    assert len(story.documents) == 2


def test_the_same_words_half_a_year_later_are_another_story(article):
    (title, text), (_, again) = TAX
    assert (
        len(cluster([article(text, title=title, published="2026-03-01"), article(again, published="2026-03-02")])) == 1
    )
    assert (
        len(cluster([article(text, title=title, published="2026-03-01"), article(again, published="2027-03-02")])) == 2
    )


def test_the_title_goes_without_the_outlet(article):
    title, text = FERRY[0]
    (story,) = cluster([article(text, title=f"{title} | Lisk Post", outlet="Lisk Post")])
    assert story.title == title


def test_versions_come_with_the_story(article):
    title, text = FERRY[0]
    old = article(text, title=title, url="https://a.example/1", published="2026-03-01T08:00Z")
    new = article(
        text.replace("214", "241"),
        title=title,
        url="https://a.example/1",
        published="2026-03-01T08:00Z",
        modified="2026-03-01T09:00Z",
    )
    (story,) = cluster([new, old])
    assert [(v.earlier, v.later) for v in story.versions] == [(old.id, new.id)]


def test_a_page_s_first_version_stands_before_its_second(article):
    title, text = FERRY[0]
    shared = {"title": title, "url": "https://p.example/a", "published": "2026-03-01T09:00Z"}
    first = article(text, modified="2026-03-01T09:00Z", **shared)
    for i in range(8):  # ids are hashes: some of these sort before the first
        second = article(f"{text} Update {i}.", modified="2026-03-03T09:00Z", **shared)
        (story,) = cluster([second, first], one_story=True)
        assert [d.id for d in story.documents] == [first.id, second.id]


def test_what_happened_on_another_day_is_another_story(article):
    lead = "The harbour master of Port Lisk said on {} that the ferry Astrid had lost {} at the pier."
    told = [
        article(lead.format(day, what), title=f"Astrid {n}", url=f"https://p{n}.example/a")
        for n, (day, what) in enumerate([("Monday", "an anchor"), ("Monday", "its anchor"), ("Friday", "a passenger")])
    ]
    assert sorted(len(s.documents) for s in cluster(told[:2])) == [2]
    left, middle, right = ({day: 1.0} for day in ("@Mon", "@Mon", "@Fri"))
    assert clusters._same_days(left, middle) > 1 > clusters._same_days(middle, right)
    assert clusters._same_days(left, {}) == 1
    assert clusters._same_days({"@Mon": 0.5, "@Fri": 0.5}, {"@Mon": 2.0}) == pytest.approx(
        (clusters._same_days(left, middle) + clusters._same_days(middle, right)) / 2
    )


WEEKS = [
    [
        (
            "Claims for benefit in Morrow rise to 41,200",
            (
                "Claims for unemployment benefit in Morrow rose to 41,200 last week, the labour office said. Layoffs "
                "at the Lisk shipyard account for most of the rise."
            ),
        ),
        (
            "Shipyard layoffs push Morrow claims for benefit to 41,200",
            (
                "Layoffs at the Lisk shipyard pushed claims for unemployment benefit in Morrow to 41,200, the labour "
                "office said."
            ),
        ),
        (
            "Morrow claims for benefit climb to 41,200 on shipyard layoffs",
            (
                "The labour office of Morrow counted 41,200 claims for unemployment benefit last week, most of the "
                "rise from layoffs at the Lisk shipyard."
            ),
        ),
    ],
    [
        (
            "Claims for benefit in Morrow fall to 36,900",
            (
                "Claims for unemployment benefit in Morrow fell to 36,900 last week, the labour office said. Canneries "
                "in Tarn hired for the herring season."
            ),
        ),
        (
            "Herring season brings Morrow claims for benefit down to 36,900",
            (
                "Canneries in Tarn hired for the herring season and claims for unemployment benefit in Morrow fell to "
                "36,900, the labour office said."
            ),
        ),
        (
            "Morrow claims for benefit drop to 36,900 as canneries hire",
            (
                "The labour office of Morrow counted 36,900 claims for unemployment benefit last week, fewer since "
                "canneries in Tarn hired for the herring season."
            ),
        ),
    ],
]


def test_two_weeks_of_one_running_affair_are_two_stories(article, monkeypatch):
    weeks = [
        [article(text, title=title, url=f"https://p{n}.example/{week}") for n, (title, text) in enumerate(told)]
        for week, told in enumerate(WEEKS)
    ]
    documents = [document for week in weeks for document in week]
    found = [sorted(document.id for document in story.documents) for story in cluster(documents)]
    assert sorted(found) == sorted(sorted(document.id for document in week) for week in weeks)
    monkeypatch.setattr(clusters, "_APART", 0.0)
    assert len(cluster(documents)) == 1, "by the threshold alone they are one"


def test_how_close_a_group_is_follows_its_pairs_and_the_threshold(batch):
    known = [traits(document) for document in batch[: len(FERRY)]]
    vectors = clusters._vectors(known)
    groups = {
        n: clusters._Group(members=[n], total=dict(vector), near=set(), days=None, named={})
        for n, vector in enumerate(vectors)
    }
    alone = groups[0].close
    assert alone == clusters._ALIKE, "one document has no closeness of its own"
    assert clusters._parted(groups[0], groups[1]) < clusters._ALIKE, "two of them are told apart by the threshold alone"
    cosines = [clusters.dot(vectors[a], vectors[b]) for a, b in ((0, 1), (0, 2), (1, 2))]
    clusters._merge(groups, 0, 1)
    clusters._merge(groups, 0, 2)
    assert groups[0].within == pytest.approx(sum(cosines))
    assert groups[0].close == pytest.approx((sum(cosines) + clusters._ALIKE) / 4)


def test_days_of_the_week_are_no_words(article):
    known = traits(article("On Monday and Tuesday it rained in Lisk."))
    named = {term: share for term, share in known.terms.items() if term.startswith("@")}
    assert named == {"@Monday": 0.5, "@Tuesday": 0.5}
    (vector,) = clusters._vectors([known])
    assert not any(term.startswith("@") for term in vector)


def _wire(count, article):
    """Documents of as many events as there are stories of four, in words of their own and in words of all."""
    dice = random.Random(3)
    common = [f"common{n}" for n in range(300)]
    made = []
    for n in range(count):
        event = n // 4
        own = [f"Event{event}x{k}" for k in range(12)]
        words = dice.sample(own, 8) + dice.sample(common, 40)
        dice.shuffle(words)
        made.append(article(" ".join(words), title=f"{own[0]} {own[1]}", url=f"https://p{n % 4}.example/{n}"))
    return made


@pytest.mark.slow
def test_a_hundred_times_the_usual_batch_costs_no_more_for_each_document(article, monkeypatch):
    asked = []
    likeness = clusters._likeness
    monkeypatch.setattr(clusters, "_likeness", lambda a, b: asked.append(1) or likeness(a, b))
    for count in (8, 400, 800):
        asked.clear()
        stories = cluster(_wire(count, article))
        assert sum(len(story.documents) for story in stories) == count
        assert len(stories) == count / 4, "events are found in a large batch too"
        # A document has at most `_NEAR` candidates before it and is in few mergers: 104 comparisons each of 400
        # documents, 124 of 800, 137 of 1,600, where all pairs would be 200, 400 and 800.
        assert len(asked) <= 5 * clusters._NEAR * count
