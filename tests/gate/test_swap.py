"""The swap test itself: what it exchanges, that it finds its way back, and that it would see an uneven reading."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.core.claims import Modality
from cuibono.core.text import Block, Document, Kind, Role
from cuibono.core.times import parse_stamp
from cuibono.gate import exchange, partners, swap

TITLE = "Senate panel delays vote on harbour bill"
BODY = (
    """Senator Martin Halloway said on Monday that the harbour bill was dead. “The money is gone,” Halloway said. \
Democrats and Republicans had hoped for a vote by 30 November 2026.""",
    """HALLOWAY’S rival, Peter Brightmore, denied it. “The money is there,” Brightmore said. \
Mr. Halloway and Brightmore last met in May. Martin Halloway and Peter Brightmore did not answer calls.""",
    "The Democratic senator voted with a Republican, Jane Roe (R-Ohio). Democrats cheered. Republicans walked out.",
)


@pytest.fixture(scope="module")
def reader():
    return swap.investigator()


def article(name: str, *paragraphs: str) -> Document:
    parts = (TITLE, *paragraphs)
    blocks, at = [], 0
    for part in parts:
        blocks.append(Block(at, at + len(part), Role.PARAGRAPH if blocks else Role.TITLE))
        at += len(part) + 2
    return Document(
        id=f"d{name.lower()}",
        capture="c",
        kind=Kind.ARTICLE,
        text="\n\n".join(parts),
        title=TITLE,
        outlet=f"{name} Post",
        url=f"https://{name.lower()}.example/1",
        published=parse_stamp("2026-11-02"),
        blocks=tuple(blocks),
    )


@pytest.fixture(scope="module")
def story() -> list[Document]:
    return [article("Coast", *BODY), article("Hill", *BODY[1:])]


@pytest.fixture
def persons():
    return exchange.Exchange("persons", (("Martin", "Peter"), ("Halloway", "Brightmore")))


def test_every_form_of_a_name_changes_places(persons):
    text = "Martin Halloway met Peter Brightmore’s aide. HALLOWAY’S “Halloway-style” bill; Hallowayan things stay."
    assert persons.apply(text).text == (
        "Peter Brightmore met Martin Halloway’s aide. BRIGHTMORE’S “Brightmore-style” bill; Hallowayan things stay."
    )


def test_a_party_is_a_noun_or_an_adjective_as_its_place_asks():
    parties = exchange.Exchange("parties", partners._PARTIES)
    text = "A Republican senator, a Democratic one, and Jane Roe (R-Ohio), a Republican: Democrats won."
    made = parties.apply(text).text
    assert made == "A Democratic senator, a Republican one, and Jane Roe (D-Ohio), a Democrat: Republicans won."


def test_an_address_is_no_name():
    outlets = exchange.Exchange("outlets", (("CNN", "NPR"),))
    assert outlets.apply("CNN says so. See CNN.com. CNN. NPR").text == "NPR says so. See CNN.com. NPR. CNN"


def test_names_are_told_by_whom_they_stood_for(persons):
    assert persons.neutral("HALLOWAY", after=False) == persons.neutral("Brightmore", after=True)
    assert persons.neutral("Halloway", after=False) != persons.neutral("Halloway", after=True)


@given(st.lists(st.sampled_from(["Martin", "Halloway", "Brightmore", "BRIGHTMORE’s", "voted", "in", "“", "."])))
def test_offsets_find_their_way_back(words):
    text = " ".join(words)
    made = exchange.Exchange("persons", (("Martin", "Peter"), ("Halloway", "Brightmore"))).apply(text)
    at = 0
    for word in words:
        start, end = made.on(at), made.on(at + len(word))
        assert (made.back(start), made.back(end)) == (at, at + len(word))
        assert (
            made.text[start:end]
            == exchange.Exchange("persons", (("Martin", "Peter"), ("Halloway", "Brightmore"))).apply(word).text
        )
        at += len(word) + 1


def test_what_is_exchanged_is_chosen_from_the_story(reader, story):
    found = {each.kind: each.what for each in partners.exchanges(swap._one(reader, story).record)}
    assert "Democrats <-> Republicans" in found["parties"]
    assert found["persons"] == "Peter <-> Martin, Brightmore <-> Halloway"
    assert "->" in found["renaming"]
    assert "outlets" not in found  # neither of them is known, so nobody can tell whether they are alike


def test_an_even_handed_reading_only_exchanges_its_findings(reader, story):
    read = list(swap.compare("bill", story, reader, nothing=True))
    assert [each.exchange.kind for each in read[:2]] == ["nothing", "parties"]
    for each in read:
        assert not {kind: each.lost(kind) for kind in each.kinds if each.violations(kind)}
        assert each.count("speakers") > 4
    assert all(figure.value == 1 for figure in swap.shares(read, "a bill"))


def test_a_reading_that_knows_a_name_is_found_out(reader, story):
    class Biased:
        def investigate(self, documents, **asked):
            for reading in reader.investigate(documents, **asked):
                said = tuple(
                    replace(a, modality=Modality.OPINION) if a.speaker.name == "Peter Brightmore" else a
                    for a in reading.record.assertions
                )
                yield replace(reading, record=replace(reading.record, assertions=said))

    read = {each.exchange.kind: each for each in swap.compare("bill", story, Biased(), nothing=True)}
    assert read["nothing"].unchanged
    assert read["persons"].violations("modalities")
    findings, readings = swap.shares(list(read.values()), "a bill")
    assert findings.value < 1
    assert readings.value < 1
    told = list(swap.misses(read.values(), "a bill"))
    assert any("modalities" in miss.said and "“" in miss.text for miss in told)
