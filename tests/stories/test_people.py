"""Who is who: forms of one name come together, and two people stay two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.core.news import Outlet, OutletKind, Story
from cuibono.stories.assertions import assertions
from cuibono.stories.bodies import plain_state, state_of
from cuibono.stories.naming import key_of
from cuibono.stories.people import People
from cuibono.stories.variants import one_person, same_given


@pytest.fixture
def means(article):
    """Keys of what names mean; each name is asked of the text of its place."""

    def of(names, *texts):
        documents = [article(text, outlet=f"Paper {i}") for i, text in enumerate(texts)]
        people = People(documents)
        found = (people.entity(name, documents[min(i, len(documents) - 1)].id) for i, name in enumerate(names))
        return [entity.key if entity else "" for entity in found]

    return of


@pytest.fixture
def origins(article):
    """Origins of what is said in the texts, by assertion."""

    def of(*texts):
        told = [
            t.replace("it rained", "the bridge was closed").replace("it poured", "the road was open") for t in texts
        ]
        documents = [article(text, outlet=f"Paper {i}") for i, text in enumerate(told)]
        story = Story("s1", "A story", tuple(documents))
        outlets = {d.id: Outlet(d.outlet, OutletKind.NEWSPAPER) for d in documents}
        return {a.origin for a in assertions(story, outlets, ())}

    return of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rick Marsh", "Richard Marsh"),
        ("Chuck Roe", "Charles Roe"),
        ("Liz Roe", "Elizabeth Roe"),
        ("Stephen Roe", "Steven Roe"),
        ("Geoff Linn", "Jeffrey Linn"),
        ("Mohamed Belmy", "Mohammad Belmi"),
        ("Henry Karta Soelistro", "Karta Sulistro"),
    ],
)
def test_two_forms_of_one_name_are_one_person(means, one, other):
    first, second = means([one, other], f"{one} said it rained.", f"Mr. {other} said it poured.")
    assert first == second


@pytest.mark.parametrize(
    "texts",
    [
        ("Rick Marsh said it rained.", "John Marsh said it poured."),
        ("Bill Roe said it rained.", "William Roe and Hilda Roe said it poured. Susan Roe said nothing."),
        ("Carl Roe said it rained.", "Carla Roe said it poured."),
        ("John Marsh said it rained.", "Jack Marsh said it poured. John Marsh Jr. said nothing. John Marsh left."),
        ("Anna Belmy said it rained. Anna Belmi said it poured.", "Anna Belmi said it poured."),
    ],
)
def test_names_that_may_be_two_persons_stay_two(means, texts):
    names = [" ".join(text.split()[:2]) for text in texts]
    first, second = means(names, *texts)
    assert first != second


def test_a_surname_alone_means_the_person_of_both_forms(means):
    full, last = means(["Richard Marsh", "Marsh"], "Richard Marsh said it rained.", "Rick Marsh came. Marsh said no.")
    assert full == last


def test_the_order_of_documents_does_not_matter(article):
    documents = [article(f"{n} Marsh said it rained.", outlet=n) for n in ("Rick", "Richard", "Dick")]
    keys = [{People(order).entity("Rick Marsh", documents[0].id).key} for order in (documents, documents[::-1])]
    assert keys[0] == keys[1]


@given(st.sampled_from(["richard", "rick", "chris", "christine", "john"]), st.sampled_from(["bill", "rick", "chris"]))
def test_variants_hold_both_ways(left, right):
    assert same_given(left, right) == same_given(right, left)


def test_a_short_name_of_two_names_makes_them_no_one_person():
    keys = {"chris roe": {"chris"}, "christopher roe": {"christopher"}, "christine roe": {"christine"}}
    assert one_person(keys, {key: {"d1"} for key in keys}, set(keys)) == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Justice Department", "U.S. Department of Justice"),
        ("Orrin Corp.", "Orrin Corporation"),
        ("IRS", "Internal Revenue Service"),
        ("Press Officers' Association", "Press Officers’ Association"),
    ],
)
def test_a_body_has_one_key(one, other):
    assert key_of(one) == key_of(other)


def test_two_foreign_ministries_are_two(origins):
    assert len(origins("Norway's Foreign Ministry said it rained.", "Poland's Foreign Ministry said it rained.")) == 2


def test_a_foreign_ministry_is_one_however_its_state_is_named(article):
    one, other = article("Norway's Foreign Ministry spoke."), article("The Norwegian Foreign Ministry spoke.")
    people = People([one, other])
    assert {e.key for d in (one, other) for _, e in people.mentions(d)} >= {"norwegian foreign ministry"}
    assert plain_state("norway foreign ministry") == "norwegian foreign ministry"


def test_the_department_is_the_one_department_that_is_named(means):
    text = "The Harlow Fire Department came. The Department said it rained."
    assert means(["Department"], text) == ["harlow fire department"]


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("Moscow", "russia"),
        ("the Russian government", "russia"),
        ("Russia’s Foreign Ministry", "russia"),
        ("North Korean Foreign Ministry", "north korea"),
        ("Russian", ""),
        ("Orrin Labs", ""),
        ("Washington", ""),
        ("the Russian space agency", ""),
    ],
)
def test_which_state_a_body_speaks_for(name, state):
    assert state_of(key_of(name)) == state


@pytest.mark.parametrize(
    "texts",
    [
        ("Orrin Labs said it rained.", "Orrin Labs spokeswoman Jane Roe said it poured."),
        ("Orrin Labs said it rained.", "Jane Roe, a spokeswoman for Orrin Labs, said it poured."),
        ("Orrin Labs said it rained.", "Jane Roe, the Orrin Labs spokeswoman, said it poured."),
        ("Orrin Labs press officer John Linn said it rained.", "Orrin Labs spokeswoman Jane Roe said it poured."),
        ("The Roads Department said it rained. Jane Roe, a department spokeswoman, said it poured.",),
        ("Moscow said it rained.", "The Russian Foreign Ministry said it poured."),
        ("On Monday Roe campaign manager John Linn said it rained.", "The Roe campaign said it poured."),
    ],
)
def test_who_speaks_for_a_body_is_no_second_origin(origins, texts):
    assert len(origins(*texts)) == 1


@pytest.mark.parametrize(
    "texts",
    [
        ("Orrin Labs said it rained.", "Former Orrin Labs spokeswoman Jane Roe said it poured."),
        ("The Roads Department said it rained.", "Jane Roe, a department spokeswoman, said it poured."),
        ("Orrin Labs said it rained.", "Orrin Labs chemist Jane Roe said it poured."),
        ("Orrin Labs spokesman John Linn said it rained.", "Halden Labs spokeswoman Jane Roe said it poured."),
        ("Moscow said it rained.", "The Ukrainian government said it poured."),
    ],
)
def test_who_speaks_for_nobody_or_another_is_an_origin(origins, texts):
    assert len(origins(*texts)) == 2


def test_a_sentence_that_ends_in_a_letter_names_no_person(article):
    document = article("Its sister firm is Orrin X.\n\nOn Monday Orrin said it rained.")
    assert {e.kind.value for _, e in People([document]).mentions(document)} == {"body"}


def test_a_title_means_who_bears_it_and_not_a_namesake_in_the_same_document(means):
    texts = (
        "President Roe came with Anna Roe. President Roe said it rained.",
        "John Roe won. John Roe said it poured. John Roe left.",
    )
    assert means(["Roe"], *texts) == ["john roe"]


def test_a_name_is_shown_in_the_form_that_opens_with_a_given_name(article):
    document = article("Rescuer Jane Roe said it rained. It poured, Jane Roe said.")
    assert [e.name for _, e in People([document]).mentions(document)][-1] == "Jane Roe"
