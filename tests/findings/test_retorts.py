import pytest

from cuibono.core.findings import RelationKind
from cuibono.findings.relations import Relations
from tests.findings.newsdesk import Article, Say, record


def relations(*texts, kinds=(RelationKind.CONTRADICTS, RelationKind.SCOPE)):
    articles = {f"d{i}": Article(f"Paper {i}", f"2026-03-{i + 3:02}", (Say(text),)) for i, text in enumerate(texts)}
    return [r for r in Relations().examine(record(**articles)) if r.kind in kinds]


def test_what_is_taken_back_stands_against_who_said_it():
    (found,) = relations(
        "Divers have located wreckage of the ferry with sonar equipment.",
        "The harbour was busy with yachts all day.",
        "First reports that sonar equipment had located wreckage may have been incorrect, the navy cautioned.",
    )
    assert (found.kind, found.reason) == (RelationKind.CONTRADICTS, "taken back")
    assert found.words[1].quote == "may have been incorrect"


@pytest.mark.parametrize(
    "text",
    [
        "The minister was wrong to sell the sonar equipment and the wreckage.",  # nobody's information
        "Reports that the bakery had closed were wrong.",  # of something else
    ],
)
def test_only_the_claim_that_is_named_is_taken_back(text):
    assert relations("Divers have located wreckage of the ferry with sonar equipment.", text) == []


def test_a_charge_meets_the_denial_of_the_charged():
    (found,) = relations(
        "Britain blamed Russia for the poisoning of a former spy in Salisbury.",
        "Russian officials have repeatedly denied any role in the poisoning of the former spy.",
    )
    assert (found.kind, found.reason) == (RelationKind.CONTRADICTS, "denial")
    assert [span.quote for span in found.words] == ["blamed", "denied any role"]


@pytest.mark.parametrize(
    ("charge", "denial", "pair"),
    [
        (
            "Gunmen acting for Russia poisoned a former spy in Salisbury.",
            "Its embassy said no Russian agency had taken part in the poisoning of the spy.",
            ("acting for", "no Russian agency had taken part"),
        ),
        (
            "The attack on the spy in Salisbury was ordered by Russia, Britain said.",
            "Russia said it had nothing to do with the attack on the spy.",
            ("ordered by", "had nothing to do with"),
        ),
    ],
)
def test_a_denial_of_any_part_meets_the_charge(charge, denial, pair):
    (found,) = relations(charge, denial)
    assert tuple(span.quote for span in found.words) == pair


def test_the_denial_is_told_by_the_words_that_deny():
    sentence = (
        "The embassy called it a bad novel and said no Russian agency had taken part in the poisoning of the spy."
    )
    record_of = record(
        one=Article("Post", "2026-03-03", (Say("Gunmen acting for Russia poisoned a former spy in Salisbury."),)),
        other=Article(
            "Herald",
            "2026-03-04",
            (
                Say("a bad novel", speaker="Russian embassy", within=sentence),
                Say(
                    "no Russian agency had taken part in the poisoning of the spy",
                    speaker="Russian embassy",
                    within=sentence,
                ),
            ),
        ),
    )
    (found,) = [r for r in Relations().examine(record_of) if r.reason == "denial"]
    assert record_of.assertion[found.right].span.quote.startswith("no Russian agency")


def test_a_denial_of_one_party_says_nothing_of_another():
    assert not relations(
        "Britain blamed Iran for the poisoning of a former spy in Salisbury.",
        "Russian officials have repeatedly denied any role in the poisoning of the former spy.",
    )


def test_cannot_on_its_own_against_does_on_its_own():
    (found,) = relations(
        "China is stealing the chips that it can't develop on its own.",
        "Chinese labs lead in open designs, and they're building plenty on their own.",
    )
    assert found.reason == "cannot / does"
    assert [span.quote for span in found.words] == ["can't develop on its own", "'re building plenty on their own"]


@pytest.mark.parametrize(
    "other",
    [
        "French labs lead in open designs, and they're building plenty on their own.",  # another subject
        "Chinese labs are asking for more money on their own.",  # another deed
        "Chinese labs are building plenty.",  # no anchor
    ],
)
def test_another_subject_or_deed_is_no_tension(other):
    assert relations("China is stealing the chips that it can't develop on its own.", other) == []


def test_opposed_descriptions_of_one_thing():
    (found,) = relations(
        "The first picture shows a light-coloured bag on the ground next to a letterbox.",
        "The first picture shows a dark bag next to a letterbox and a barrier along the route.",
    )
    assert (found.reason, [span.quote for span in found.words]) == ("antonym", ["light", "dark"])
