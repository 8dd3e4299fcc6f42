import pytest

from cuibono.core.findings import RelationKind
from cuibono.findings.relations import Relations
from tests.findings.newsdesk import Article, Say, record

TUESDAY, THURSDAY = "2026-03-03", "2026-03-05"


def shown(*articles):
    """Relations of articles, each (outlet, day, its sentences), that tell of a difference."""
    named = {
        f"d{i}": Article(outlet, day, tuple(Say(text) if isinstance(text, str) else text for text in says))
        for i, (outlet, day, *says) in enumerate(articles)
    }
    kinds = {RelationKind.SCOPE, RelationKind.CONTRADICTS}
    return [r for r in Relations().examine(record(**named)) if r.kind in kinds]


def words(relation):
    return tuple(span.quote for span in relation.words)


@pytest.mark.parametrize(
    ("first", "second", "pair"),
    [
        (
            "Divers who went down on Tuesday at first light have recovered seven bodies so far.",
            "A search that was widened after the storm resumed, with six bodies recovered.",
            ("seven", "six"),
        ),
        (
            "The death toll in Syria rose to 130 in the night, hospital staff said.",
            "Since the shelling began 137 Syrians have been killed.",
            ("130", "137"),
        ),
        (
            "The crash on the bridge left much of the city without trams, and 14 people were injured.",
            "Eight others were hurt, most of them by glass.",
            ("14 people", "Eight"),
        ),
        (
            "The hull was found 100 to 200 kilometers from the ferry's last known position.",
            "Crews found the hull about 10 miles from the boat's last known coordinates.",
            ("100 to 200 kilometers", "about 10 miles"),
        ),
        (
            "Smoke drove hundreds out of Brenn, a town of about 700 residents.",
            "The fire service said that half of Brenn, a village of about 600 people, had burned.",
            ("about 700", "about 600 people"),
        ),
        (
            "Seven bodies -- four men and three women -- have been recovered from the lake.",
            "At least 40 bodies were found in the lake.",
            ("Seven", "At least 40"),
        ),
        (
            "Two hundred firefighters were working on Sunday, and several hundred more were expected to arrive.",
            "Sunday's crew of 90 firefighters were working alone.",
            ("Two hundred", "90"),
        ),
    ],
)
def test_figures_of_one_thing_that_differ_are_other_scope(first, second, pair):
    (found,) = shown(("Alpha Post", TUESDAY, first), ("Beta News", THURSDAY, second))
    assert (found.kind, words(found)) == (RelationKind.SCOPE, pair)


def test_the_days_of_one_fight_are_counted_from_the_day_of_publication():
    sixth = "Her visit falls on the sixth day of fighting in the delta."
    seventh = "Tuesday was the seventh day of violence in the delta."
    (found,) = shown(("Alpha Post", TUESDAY, sixth), ("Beta News", TUESDAY, seventh))
    assert (found.scope, words(found)) == (None, ("sixth", "seventh")), "why they differ is not known"
    assert shown(("Alpha Post", TUESDAY, sixth), ("Beta News", "2026-03-04", seventh)) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The fire in Brenn killed 19 people.", "The flood in Corden in May killed 43 people."),  # another event
        ("The quake killed 30 Turks.", "The quake killed 12 Syrians."),  # another group
        ("Germany is expelling four diplomats.", "Australia expelled two diplomats."),  # another party
        (
            "The mine is 62 miles from the town hall of Brenn.",
            "The mine is 100 kilometers from the town hall of Brenn.",
        ),
        ("The talks lasted three hours.", "The talks in Brenn lasted two days and cost four dollars."),
        ("Police found two bodies in the river.", "Police found another body and three more bodies in the river."),
    ],
)
def test_figures_of_other_things_are_left_alone(first, second):
    assert shown(("Alpha Post", TUESDAY, first), ("Beta News", THURSDAY, second)) == []


def test_figures_of_one_event_form_a_star():
    articles = [(f"Paper {n}", f"2026-03-{n + 1:02}", f"The storm killed {20 + n} people.") for n in range(12)]
    found = [r for r in shown(*articles) if r.reason != "number"]
    assert 0 < len(found) < len(articles)


def test_background_of_long_ago_is_no_difference():
    old = "In 2009, when the army marched in, 40 people were killed."
    assert shown(("Alpha Post", TUESDAY, "The shelling killed 60 people."), ("Beta News", THURSDAY, old)) == []


def test_the_settled_count_of_a_past_event_is_contradicted():
    (found,) = shown(
        ("Alpha Post", TUESDAY, "It was the worst since the 1933 Marlow Park fire, which killed 29."),
        ("Beta News", THURSDAY, "Nothing was deadlier since 1933, when 25 firefighters died near Marlow Park."),
    )
    assert (found.kind, found.reason, words(found)) == (RelationKind.CONTRADICTS, "number", ("29", "25"))


@pytest.mark.parametrize(
    "other",
    [
        "Nothing was deadlier since 1936, when 25 firefighters died near Marlow Park.",  # another year
        "Nothing was deadlier since 1933, when 25 firefighters died near Orford.",  # another place
    ],
)
def test_another_year_or_place_is_another_event(other):
    first = "It was the worst since the 1933 Marlow Park fire, which killed 29."
    assert shown(("Alpha Post", TUESDAY, first), ("Beta News", THURSDAY, other)) == []


def test_two_words_that_name_what_is_counted_tie_large_figures():
    (found,) = shown(
        ("Alpha Post", TUESDAY, "It is unclear what becomes of the 6,000 reserve divers who are in the navy."),
        ("Beta News", TUESDAY, "About 15,000 reserve divers are serving in the navy."),
    )
    assert (found.kind, words(found)) == (RelationKind.SCOPE, ("6,000", "About 15,000"))


@pytest.mark.parametrize(
    ("first", "second", "pair"),
    [
        (
            "Police named the driver as Orla Brandt, 38, of Corden.",
            "The 36-year-old Orla Brandt was held.",
            ("38", "36"),
        ),
        ("Orla Brandt, 38, was held.", "Ivo Brandt, 36, was held.", None),
        ("Orla Brandt, 38, was held.", "The then 29-year-old Orla Brandt sued in vain.", None),
    ],
)
def test_nobody_has_two_ages(first, second, pair):
    found = shown(("Alpha Post", TUESDAY, first), ("Beta News", THURSDAY, second))
    assert [(r.kind, tuple(w.split("-")[0] for w in words(r))) for r in found] == (
        [(RelationKind.CONTRADICTS, pair)] if pair else []
    )


@pytest.mark.parametrize(
    ("first", "day", "second", "told"),
    [
        (54, "2026-10-20", 56, False),  # two years later
        (54, "2026-10-20", 57, False),  # and a birthday
        (54, "2026-10-20", 58, True),
        (54, "2024-10-13", 55, False),  # a birthday between
        (54, "2024-10-13", 56, True),
        (56, "2024-10-13", 54, True),
        (54, None, 56, False),  # nobody knows how long after
    ],
)
def test_whoever_grows_older_has_no_two_ages(first, day, second, told):
    found = shown(
        ("Alpha Post", "2024-10-12", f"John Marsh, {first}, was sentenced to four years in prison."),
        ("Beta News", day, f"John Marsh, {second}, lost his appeal against it."),
    )
    assert bool(found) is told


@pytest.mark.parametrize(
    "other",
    [
        "His son, John Marsh, 22, was arrested too.",
        "John Marsh Jr., 22, was arrested too.",
        "John Marsh junior, 22, was arrested too.",
        "The 22-year-old John Marsh, a nephew of his, was arrested too.",
    ],
)
def test_kin_of_one_name_are_two_people(other):
    first = "John Marsh, 54, was arrested at the mill."
    assert shown(("Alpha Post", TUESDAY, first), ("Beta News", TUESDAY, other)) == []


def test_differences_of_two_things_in_one_unit_are_both_told():
    found = shown(
        (
            "Alpha Post",
            TUESDAY,
            "The hull was found 100 kilometers from the ferry's last known position.",
            "The diver asked for leave to turn left and go down to 40 metres.",
        ),
        (
            "Beta News",
            THURSDAY,
            "Crews found the hull about 10 miles from the boat's last known coordinates.",
            "The diver asked for leave to turn left and go down to 70 metres.",
        ),
    )
    assert {words(r) for r in found} == {("100 kilometers", "about 10 miles"), ("40 metres", "70 metres")}


def test_people_told_as_an_adjective_are_counted():
    (found,) = shown(
        ("Alpha Post", TUESDAY, "Among the passengers are 149 Belgians, three Malaysians and one Briton."),
        ("Beta News", THURSDAY, "Of those on the passenger ferry, 155 are Belgian, three are Malaysian, one a Briton."),
        ("Gamma Times", THURSDAY, "The ferry left Brenn at noon."),
        ("Delta Mail", THURSDAY, "Nobody knows why it sank."),
    )
    assert words(found) == ("149", "155")
