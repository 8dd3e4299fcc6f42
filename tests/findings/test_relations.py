import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cuibono.core.claims import Modality
from cuibono.core.findings import RelationKind, Scope
from cuibono.core.news import OutletKind
from cuibono.findings.relations import Relations, relate_texts
from tests.findings.newsdesk import Article, Say, record

CONTRADICTS, SCOPE = RelationKind.CONTRADICTS, RelationKind.SCOPE
SUPPORTS, REPEATS = RelationKind.SUPPORTS, RelationKind.REPEATS


def examine(rec):
    return list(Relations().examine(rec))


def pair(first: Say, second: Say, *, later="2026-03-04T09:00:00Z", **options):
    rec = record(
        alpha=Article("Alpha Post", "2026-03-03T09:00:00Z", (first,)),
        beta=Article("Beta News", later, (second,), **options),
    )
    return examine(rec)


@pytest.mark.parametrize(
    ("first", "second", "words", "reason"),
    [
        (
            "In August 2025 eleven mail servers of the grocer Harlow Foods were broken into by a gang.",
            "In August 2025 one mail server at Harlow Foods was accessed by a stranger.",
            ("eleven", "one"),
            "number",
        ),
        (
            "The regulator fined the bank Corden $40 million over the leak.",
            "The regulator fined the bank Corden $55 million over the leak.",
            ("$40 million", "$55 million"),
            "number",
        ),
        (
            "The council approved the harbour tunnel in Brenn.",
            "The council rejected the harbour tunnel in Brenn.",
            ("approved", "rejected"),
            "antonym",
        ),
        (
            "Exports of Corden steel rose in January.",
            "Exports of Corden steel fell in January.",
            ("rose", "fell"),
            "antonym",
        ),
        (
            "The ministry informed the two airlines about the fault.",
            "The ministry did not inform the two airlines about the fault.",
            ("informed", "not inform"),
            "negation",
        ),
    ],
)
def test_contradiction_with_the_words_that_differ(first, second, words, reason):
    (found,) = pair(Say(first), Say(second))
    assert (found.kind, found.reason) == (CONTRADICTS, reason)
    assert tuple(span.quote for span in found.words) == words
    assert found.spans[0].holds(found.words[0])
    assert found.spans[1].holds(found.words[1])


@pytest.mark.parametrize(
    ("first", "second", "scope"),
    [
        (  # a toll grows, and no words show it
            "The storm in Brenn killed 12 people.",
            "The storm in Brenn killed 17 people.",
            None,
        ),
        (  # a toll grows, and both tell when it was counted
            "By 2 March 2026 the storm in Brenn had killed 12 people.",
            "By 5 March 2026 the storm in Brenn had killed 17 people.",
            Scope.PERIOD,
        ),
        (  # other period
            "Corden recorded 190 thefts of copper cable in 2024.",
            "Corden recorded 240 thefts of copper cable in 2025.",
            Scope.PERIOD,
        ),
        (  # a part of the whole
            "Inspectors closed 3 of the 12 ferry terminals in Brenn.",
            "Inspectors closed 12 ferry terminals in Brenn.",
            Scope.POPULATION,
        ),
        (  # the same number of something else
            "Thieves emptied 1,940 corporate mailboxes, the vendor Corden said.",
            "Thieves emptied 1,940 companies, the vendor Corden said.",
            Scope.MEASURE,
        ),
    ],
)
def test_other_scope_is_no_contradiction(first, second, scope):
    (found,) = pair(Say(first), Say(second))
    assert (found.kind, found.scope) == (SCOPE, scope)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The board rejected the offer of Corden.", "The board turned down the offer of Corden."),
        ("The union failed to stop the sale of Corden.", "The union denied the sale of Corden."),
        (
            "Some customers of Corden were affected by the leak.",
            "Other customers of Corden were not affected by the leak.",
        ),
        ("Corden may close the plant in Brenn.", "Corden has not yet closed the plant in Brenn."),
        ("Corden will close the plant in Brenn if prices fall.", "Corden will not close the plant in Brenn."),
        ("The storm cost about 200 million crowns in Brenn.", "The storm cost 210 million crowns in Brenn."),
        ("At least nine mail servers of Corden were hit.", "Eleven mail servers of Corden were hit."),
        ("Corden cut 2,000 jobs in Brenn.", "Corden cut 1,960 jobs in Brenn."),
        ("Police searched a flat in Brenn.", "Police did not search the offices of Corden."),
        ("Corden shut another 4 shops in Brenn.", "Corden shut 9 shops in Brenn."),
        ("The mayor of Brenn resigned over the tunnel.", "The mayor of Harlow did not resign over the tunnel."),
        ("The firm hired 30 drivers in Brenn.", "The firm hired 45 drivers in Harlow."),
        ("Public officers must enforce the law in Brenn.", "There is no public officer who is above the law in Brenn."),
        ("Not all ferries of Corden are safe in Brenn.", "There are ferries of Corden that are safe in Brenn."),
        ("There is no treaty between Corden and Brenn.", "Corden and Brenn are close to a treaty."),
        ("Corden never ranked results to please Brenn.", "Corden denied ranking results to please Brenn."),
        ("He never sold shares of the firm.", "Walter Corden sold shares of the firm."),
        (
            "Walter Corden sold his shares of the firm.",
            "Corden did not sell his shares of the firm. His brother Simon Corden runs it.",
        ),
        (
            "Walter Corden, who lived at the home, was arrested.",
            "Walter Corden hadn't been to the home of his brother.",
        ),
    ],
)
def test_never_a_contradiction(first, second):
    assert [r for r in pair(Say(first), Say(second)) if r.kind is CONTRADICTS] == []


def test_denial_of_an_attributed_statement():
    said = Say(
        "A member of Harlow's kitchen staff confirmed to Corden that spoiled meat had reached shops", speaker="Corden"
    )
    denial = Say(
        "No member of our kitchen staff has confirmed anything of the kind to Corden.",
        speaker="Harlow Foods",
        modality=Modality.DENIED,
    )
    (found,) = pair(said, denial)
    assert (found.kind, found.reason) == (CONTRADICTS, "denial")
    assert found.words[1].quote == "No member"


def test_denial_that_the_words_were_said():
    whole = "A member of the kitchen staff confirmed to Corden that spoiled meat had reached shops."
    said = Say(
        "spoiled meat had reached shops",
        speaker="a member of the kitchen staff",
        within=whole,
        source="A member of the kitchen staff",
        cue="confirmed",
    )
    (found,) = pair(said, Say("No member of our kitchen staff has confirmed anything to Corden."))
    assert (found.kind, found.reason) == (CONTRADICTS, "denial")
    assert [span.quote for span in found.words] == ["confirmed", "No member"]


def test_denial_shows_its_cue():
    said = Say("Corden sold customer records to brokers in Brenn.", speaker="the watchdog")
    denial = Say("it sold customer records to brokers in Brenn", speaker="Corden", modality=Modality.DENIED)
    rec = record(
        alpha=Article("Alpha Post", "2026-03-03", (said,)),
        beta=Article("Beta News", "2026-03-04", (denial,), filler="The firm denied it."),
    )
    (found,) = [r for r in examine(rec) if r.kind is CONTRADICTS]
    assert found.reason == "denial"
    assert found.left == "a-alpha-0"


def test_narrower_denial_is_other_scope():
    said = Say("Intruders copied mail of staff from servers at Harlow in Brenn.", speaker="Corden")
    denial = Say(
        "Intruders copied no payment data of customers from servers at Harlow.",
        speaker="Harlow",
        modality=Modality.DENIED,
    )
    kinds = {r.kind for r in pair(said, denial)}
    assert CONTRADICTS not in kinds


def test_within_one_document_only_a_denial_by_somebody_else_contradicts():
    accusation = Say("Corden bribed three officials of the port in Brenn.", speaker="the prosecutor")
    denial = Say("Corden bribed three officials of the port in Brenn", speaker="Corden", modality=Modality.DENIED)
    other = Say("Corden bribed seven officials of the port in Brenn.")
    rec = record(alpha=Article("Alpha Post", "2026-03-03", (accusation, Say("It was raining."), other)))
    assert [r for r in examine(rec) if r.kind is CONTRADICTS] == []
    rec = record(alpha=Article("Alpha Post", "2026-03-03", (accusation, Say("It was raining."), denial)))
    # the same words stand twice, so the second is found at the first place: what counts is who says what
    assert all(r.reason == "denial" for r in examine(rec) if r.kind is CONTRADICTS)


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (
            "Corden recorded 190 thefts of copper cable in 2024.",
            "Corden recorded 240 thefts of copper cable in 2025.",
            ("2024", "2025"),
        ),
        (
            "Thieves emptied 1,940 corporate mailboxes, the vendor Corden said.",
            "Thieves emptied 1,940 companies, the vendor Corden said.",
            ("1,940 corporate mailboxes", "1,940 companies"),
        ),
    ],
)
def test_a_scope_shows_the_words_that_differ(first, second, words):
    (found,) = pair(Say(first), Say(second))
    assert tuple(span.quote for span in found.words) == words


def test_a_number_that_the_other_sentence_also_gives_is_no_difference():
    first = "The storm in Brenn killed 12 people."
    second = Say(
        "the storms in Brenn killed 43 people", within="Before these 12, the storms in Brenn killed 43 people."
    )
    assert [r for r in pair(Say(first), second) if r.kind is SCOPE] == []


def test_the_same_speaker_at_another_time_is_scope():
    first = Say("Exports of Corden steel rose in Brenn this winter.", speaker="Corden")
    second = Say("Exports of Corden steel fell in Brenn this winter.", speaker="Corden")
    found = pair(first, second)
    assert [(r.kind, r.scope, r.reason) for r in found] == [(SCOPE, None, "the same speaker at another time")]
    assert pair(first, second, later="2026-03-03T09:00:00Z") == []


def test_versions_of_one_page_do_not_contradict_each_other():
    articles = {
        "one": Article("Alpha Post", "2026-03-03", (Say("The fine for the bank Corden was $40 million."),)),
        "two": Article("Alpha Post", "2026-03-04", (Say("The fine for the bank Corden was $55 million."),)),
    }
    assert [r.kind for r in examine(record(**articles))] == [CONTRADICTS]
    assert examine(record(versions=(("one", "two"),), **articles)) == []


def test_forecast_against_fact_is_no_contradiction():
    said = Say("Corden will not close the plant in Brenn.", modality=Modality.FORECAST)
    fact = Say("Corden closed the plant in Brenn.")
    assert pair(said, fact) == []


def test_agreement_is_a_tree_by_origin():
    text = "Corden closed the plant in Brenn on Monday."
    rec = record(
        a=Article("A", "2026-03-01", (Say(text, "x"),), OutletKind.GOVERNMENT),
        b=Article("B", "2026-03-02", (Say("The plant in Brenn was closed by Corden.", "x"),), OutletKind.RESEARCH),
        c=Article("C", "2026-03-03", (Say("Corden has closed its plant in Brenn.", "x"),), copies="a"),
        d=Article("D", "2026-03-04", (Say(text, "x"),)),
    )
    kinds = {(r.left[2], r.right[2]): r.kind for r in examine(rec)}
    assert kinds == {("a", "b"): SUPPORTS, ("a", "c"): REPEATS, ("a", "d"): REPEATS}


def test_output_grows_linearly_with_copies():
    articles = {
        f"d{i:02}": Article(f"Paper {i}", f"2026-03-{i % 27 + 1:02}", (Say("Corden closed 14 plants in Brenn.", "x"),))
        for i in range(50)
    }
    assert len(examine(record(**articles))) == 49


def test_independent_contradictions_come_first():
    rec = record(
        a=Article("A", "2026-03-01", (Say("The bank Corden paid a fine of $40 million.", "x"),)),
        b=Article("B", "2026-03-02", (Say("The bank Corden paid a fine of $40 million in March.", "x"),)),
        c=Article("C", "2026-03-03", (Say("The bank Corden paid a fine of $55 million.", "y"),)),
    )
    ranked = sorted(examine(rec), key=lambda r: -r.salience)
    assert ranked[0].kind is CONTRADICTS
    assert len([r for r in ranked if r.kind is CONTRADICTS]) == 1


def test_order_of_input_does_not_matter():
    articles = {
        "a": Article("A", "2026-03-01", (Say("The bank Corden paid a fine of $40 million.", "x"),)),
        "b": Article("B", "2026-03-02", (Say("The bank Corden paid a fine of $55 million.", "y"),)),
        "c": Article("C", "2026-03-03", (Say("The bank Corden did not pay a fine.", "z"),)),
    }
    readings = [examine(record(**{key: articles[key] for key in order})) for order in itertools.permutations(articles)]
    assert all(reading == readings[0] for reading in readings)


def test_texts_are_judged_on_their_own():
    assert relate_texts("A man is sleeping on a bench.", "A man is not sleeping on a bench.")[0] == "contradicts"
    assert relate_texts("Two dogs run across a wide field.", "Dogs run across a field.")[0] == "supports"
    assert relate_texts("Two dogs run across a field.", "A woman sells flowers.") == ("", ("", ""))


WORDS = [
    "not",
    "12",
    "servers",
    "Corden",
    "rose",
    "fell",
    "closed",
    "no",
    "people",
    "in",
    "May",
    "denied",
    ",",
    "14",
    "of",
    "the",
]


@example(["Corden", "12", "servers", ",", "not", "Corden", "12", "servers"], ["not"])
@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=14), st.lists(st.sampled_from(WORDS), min_size=1, max_size=14)
)
def test_any_two_texts_can_be_judged_and_nothing_contradicts_itself(first, second):
    a, b = " ".join(first), " ".join(second)
    label, words = relate_texts(a, b)
    assert all(word in text for word, text in zip(words, (a, b), strict=True))
    assert (label == "contradicts") == (relate_texts(b, a)[0] == "contradicts")
    assert relate_texts(a, a)[0] != "contradicts"


@pytest.mark.parametrize(
    ("one", "other"),
    [("in the first quarter", "in the second quarter"), ("in Q1", "in Q3"), ("last quarter", "this quarter")],
)
def test_quarters_of_a_year_that_nobody_names_are_told_apart(one, other):
    assert relate_texts(f"Sales rose 4 percent {one}.", f"Sales rose 6 percent {other}.")[0] != "contradicts"
    assert relate_texts(f"Sales rose 4 percent {one}.", f"Sales rose 6 percent {one}.")[0] == "contradicts"
