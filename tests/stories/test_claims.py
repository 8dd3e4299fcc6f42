import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from cuibono.core.claims import Assertion, Manner, Method, Modality, Provenance, Quantity, Speaker, SpeakerKind
from cuibono.core.ids import content_id
from cuibono.core.news import Echo, EchoKind, Origin, Story
from cuibono.language.hedges import negations
from cuibono.language.timexes import timexes
from cuibono.stories.claims import claims, same_claim

OUTLET = Speaker("outlet", "Outlet", SpeakerKind.OUTLET)


class Desk:
    """Collects documents and assertions; each line of a document is one assertion."""

    def __init__(self, article):
        self.article, self.documents, self.assertions = article, [], []

    def add(
        self,
        lines,
        *,
        outlet="A",
        day="01",
        modality=Modality.ASSERTED,
        origin="",
        headline=False,
        names=(),
        numbers=(),
    ):
        document = self.article("\n\n".join(lines), outlet=outlet, published=f"2026-03-{day}")
        self.documents.append(document)
        for line in lines:
            span = document.find(line)
            quantities = tuple(
                Quantity(document.find(words), Decimal(value), Decimal(value), unit, target)
                for words, value, unit, target in numbers
                if words in line
            )
            self.assertions.append(
                Assertion(
                    id=content_id("a", document.id, span.start, modality),
                    document=document.id,
                    span=span,
                    sentence=span,
                    speaker=OUTLET,
                    manner=Manner.OWN,
                    modality=modality,
                    provenance=Provenance(Method("test", "1")),
                    origin=origin or f"o:{document.id}",
                    names=tuple(document.find(name) for name in names if name in line),
                    quantities=quantities,
                    headline=headline,
                )
            )
        return document

    def read(self, origins=None):
        trees = origins or [
            Origin(f"o:{d.id}", d.outlet, d.id, (Echo(d.id, None, EchoKind.ROOT, 0),)) for d in self.documents
        ]
        return claims(Story("s", "story", tuple(self.documents)), self.assertions, trees)


@pytest.fixture
def desk(article):
    return Desk(article)


def groups(found):
    return sorted(len(claim.assertions) for claim in found)


def test_the_same_statement_in_other_words_is_one_claim(desk):
    desk.add(["The ferry struck a sandbank near the lighthouse before dawn."], outlet="A")
    desk.add(["Before dawn the ferry had struck a sandbank close to the lighthouse."], outlet="B", day="02")
    (claim,) = desk.read()
    assert len(claim.assertions) == len(claim.origins) == 2
    assert claim.canonical.document == desk.documents[0].id


def test_statements_about_one_subject_are_not_one_claim(desk):
    desk.add(
        ["The ferry struck a sandbank near the lighthouse.", "The ferry carries two hundred passengers to the islands."]
    )
    assert groups(desk.read()) == [1, 1]


def test_a_denial_belongs_to_the_claim_that_it_denies(desk):
    desk.add(["The captain steered the ferry out of the marked channel."], outlet="A")
    desk.add(["The captain steered the ferry out of the marked channel."], outlet="B", modality=Modality.DENIED)
    (claim,) = desk.read()
    assert len(claim.assertions) == 2
    assert len(claim.origins) == 1  # who denies a thing is no source of it
    alone = Desk(desk.article)
    for outlet in "AB":
        alone.add(["The captain steered the ferry out of the marked channel."], outlet=outlet)
    assert claim.salience > alone.read()[0].salience  # dispute is worth showing


def test_numbers_that_cannot_both_be_true_part_claims(desk):
    for outlet, words, value in (("A", "nine", 9), ("B", "forty", 40)):
        line = f"The coastguard counted {words} injured passengers on the stranded ferry."
        desk.add([line], outlet=outlet, numbers=[(words, value, "", "passengers")])
    assert groups(desk.read()) == [1, 1]


def test_other_names_part_claims(desk):
    desk.add(["Rescue boats from Astrup reached the stranded vessel first."], outlet="A", names=["Astrup"])
    desk.add(["Rescue boats from Velby reached the stranded vessel first."], outlet="B", names=["Velby"])
    assert groups(desk.read()) == [1, 1]


def test_copies_add_assertions_but_no_origin_and_no_salience(desk):
    line = "The ferry struck a sandbank near the lighthouse before dawn."
    root = desk.add([line], outlet="A")
    tree = (Echo(root.id, None, EchoKind.ROOT, 0),)
    (before,) = desk.read([Origin(f"o:{root.id}", "A", root.id, tree)])
    for i in range(50):
        copy = desk.add([line], outlet=f"Copy {i}", day="02")
        tree += (Echo(copy.id, root.id, EchoKind.REPRINT, 1.0),)
    (after,) = desk.read([Origin(f"o:{root.id}", "A", root.id, tree)])
    assert len(after.assertions) == 51
    assert (after.id, after.origins, after.salience) == (before.id, before.origins, before.salience)


def test_one_speaker_is_one_origin_in_many_papers(desk):
    for i in range(3):
        desk.add(["We will salvage the ferry within two weeks."], outlet=f"P{i}", origin="o:minister")
    (claim,) = desk.read()
    assert claim.origins == ("o:minister",)


def test_headlines_and_questions_join_but_do_not_found(desk):
    desk.add(["The ferry struck a sandbank near the lighthouse before dawn."], outlet="A")
    headline = desk.add(
        ["Ferry struck sandbank near lighthouse before dawn", "x y z is it?"], outlet="B", headline=True
    )
    desk.add(["The inquiry hears its first witnesses in April."], outlet="B")
    found = desk.read()
    assert groups(found) == [1, 2]
    assert all(c.canonical.document != headline.id for c in found)


def test_a_lone_headline_founds_a_claim(desk):
    desk.add(["Ferry struck sandbank near lighthouse before dawn"], outlet="A", headline=True)
    assert groups(desk.read()) == [1]


def test_a_chain_of_partial_likeness_is_not_one_claim(desk):
    words = "ferry sandbank lighthouse dawn captain channel inquiry witness salvage crane tide harbour".split()
    for i in range(len(words) - 3):
        desk.add([" ".join(words[i : i + 4]).capitalize() + "."], outlet=f"P{i}")
    assert max(groups(desk.read())) < 4


def test_the_canonical_wording_stands_alone(desk):
    desk.add(["She steered the ferry out of the marked channel at night."], outlet="A")
    clear = desk.add(
        ["Captain Moe steered the ferry out of the marked channel at night."], outlet="B", day="02", names=["Moe"]
    )
    (claim,) = desk.read()
    assert claim.canonical.document == clear.id
    assert claim.id == content_id("c", claim.canonical.document, claim.canonical.start, claim.canonical.end)


def test_the_answer_does_not_depend_on_the_order_of_assertions(desk):
    draw = random.Random(3)
    words = "ferry sandbank lighthouse dawn captain channel inquiry witness salvage crane tide harbour".split()
    for i in range(30):
        desk.add([" ".join(draw.sample(words, 6)).capitalize() + "."], outlet=f"P{i}", day=f"{i % 9 + 1:02}")
    wanted = desk.read()
    assert len({c.id for c in wanted}) == len(wanted)
    for seed in range(4):
        random.Random(seed).shuffle(desk.assertions)
        assert desk.read() == wanted


def test_words_that_state_nothing_make_no_claim(desk):
    desk.add(["https://t.example/a.b", "The and of it."])
    assert all("https" not in c.canonical.quote or c.salience < 0.3 for c in desk.read())


def test_trivial_sentences_come_last(desk):
    desk.add(["The ferry struck a sandbank near the lighthouse.", "Click here to sign up for our harbour newsletter."])
    found = desk.read()
    assert "Click" in found[-1].canonical.quote
    assert found[-1].salience < found[0].salience / 2


def test_a_telling_number_of_the_same_things_is_one_claim(desk):
    numbers = [("1,940", 1940, "", "build lines")]
    desk.add(["At least 1,940 corporate build lines have been poisoned by crews."], numbers=numbers)
    desk.add(["Tainted code hit 1,940 build lines."], outlet="B", day="02", numbers=numbers)
    desk.add(["Some 1,940 companies were entered."], outlet="C", day="03", numbers=[("1,940", 1940, "", "companies")])
    assert groups(desk.read()) == [1, 2]


def test_a_round_number_alone_joins_nothing(desk):
    numbers = [("200", 200, "people", "people")]
    desk.add(["About 200 people were arrested in the northern hills."], numbers=numbers)
    desk.add(["The flood killed 200 people along the river."], outlet="B", day="02", numbers=numbers)
    assert groups(desk.read()) == [1, 1]


def test_a_fragment_joins_no_statement(desk):
    desk.add(["A dedicated harbour gateway protects the stranded ferry from the lighthouse."])
    desk.add(["Introducing the dedicated harbour gateway"], outlet="B", day="02")
    assert groups(desk.read()) == [1, 1]


class Ear:
    """An observer to whom all statements of one subject sound the same."""

    def vectors(self, texts):
        subjects = ("ferry", "boat", "fee")
        rows = np.array([[float(any(s in text for s in subjects)), 0.0] for text in texts], dtype=np.float32)
        rows[:, 1] = 1 - rows[:, 0]
        return rows.reshape(len(texts), 2)


def heard(desk):
    story = Story("s", "story", tuple(desk.documents))
    return sorted(len(group) for group in same_claim(story, desk.assertions, (), Ear()))


def test_vectors_bring_together_what_shares_no_words(desk):
    desk.add(["The ferry struck a sandbank near the lighthouse before dawn."], outlet="A")
    desk.add(["Early that morning the boat ran aground on the northern shoals."], outlet="B")
    assert groups(desk.read()) == [1, 1]
    assert heard(desk) == [2]


@pytest.mark.parametrize(
    ("first", "second", "more"),
    [
        ("The ferry counted nine injured people.", "Forty people aboard the boat were injured.", "numbers"),
        ("The ferry was searched by police from Astrup.", "Officers of Velby went through the boat.", "names"),
        ("The ferry struck a sandbank in the morning.", "The boat never ran aground on anything.", "negation"),
        ("The fee starts on 3 May 2026 in all ports.", "All ports charge the fee from 9 June 2026.", "days"),
    ],
)
def test_what_parts_statements_parts_them_however_alike_they_sound(desk, first, second, more):
    for outlet, line in (("A", first), ("B", second)):
        numbers = [
            (w, v, "people", "people") for w, v in (("nine", 9), ("Forty", 40)) if more == "numbers" and w in line
        ]
        names = [name for name in ("Astrup", "Velby") if more == "names" and name in line]
        document = desk.add([line], outlet=outlet, names=names, numbers=numbers)
        said = desk.assertions[-1]
        if more == "negation":
            said = replace(said, negations=negations(document))
        if more == "days":
            said = replace(said, times=timexes(document, anchor=date(2026, 3, 1)))
        desk.assertions[-1] = said
    assert heard(desk) == [1, 1]
