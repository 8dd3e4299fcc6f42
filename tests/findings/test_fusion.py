"""Rules and a network's shares together, the network played by a table."""

from dataclasses import replace

import pytest

from cuibono.core.claims import Modality
from cuibono.core.findings import RelationKind
from cuibono.core.scores import Inference, Weighed
from cuibono.findings.relations import LEARNED, METHOD, Relations
from tests.findings.newsdesk import Article, Say, record

CONTRADICTED, FOLLOWS, OPEN = Inference(0.02, 0.03, 0.95), Inference(0.9, 0.07, 0.03), Inference(0.05, 0.9, 0.05)
MADDEN, OKORO = {"speaker": "Lena Madden"}, {"speaker": "Joseph Okoro"}


def found(first, second, forth=CONTRADICTED, back=CONTRADICTED):
    """Relations of two sayings of two papers, of which a network says ``forth`` and ``back``."""
    rec = record(
        alpha=Article("Alpha Post", "2026-03-03", (first,)), beta=Article("Beta News", "2026-03-03", (second,))
    )
    a, b = rec.assertions
    asked = replace(rec, weighed={(a.id, b.id): Weighed(forth, back)})
    assert list(Relations().examine(rec)) == [], "what rules alone find is tested elsewhere"
    return list(Relations().examine(asked))


def test_what_only_the_network_calls_a_contradiction_is_not_shown():
    opened = Say("The crew opened both gates of the dam long before the storm came in.", **MADDEN)
    closed = Say("Both gates of the dam stayed closed all night, says a neighbour.", **OKORO)
    assert found(opened, closed, CONTRADICTED, CONTRADICTED) == []


CHARGE = Say("Karl Brandt handed the witness money in a paper bag.", **MADDEN)
DENIAL = Say(
    "he paid money under the table to any witness",
    within="Brandt denied that he paid money under the table to any witness.",
    speaker="Karl Brandt",
    source="Brandt",
    cue="denied",
    modality=Modality.DENIED,
)


def test_a_denial_meets_whoever_says_what_is_denied():
    (relation,) = found(CHARGE, DENIAL, FOLLOWS)
    assert (relation.kind, relation.reason) == (RelationKind.CONTRADICTS, "denial")
    assert [span.quote for span in relation.words] == ["witness money", "denied"]


@pytest.mark.parametrize(
    ("said", "forth"),
    [
        (CHARGE, OPEN),  # the denied words do not follow
        (replace(CHARGE, speaker="Karl Brandt"), FOLLOWS),  # his own words
        (replace(CHARGE, text="Karl Brandt never handed the witness money."), FOLLOWS),  # says the same
        (Say("The quarry was closed.", **MADDEN), FOLLOWS),  # of something else
        (replace(CHARGE, text="Karl Brandt was falsely said to have handed the witness money."), FOLLOWS),
        (replace(CHARGE, speaker=""), FOLLOWS),  # nobody says it but the paper
    ],
)
def test_a_denial_stands_alone_where_nobody_says_what_is_denied(said, forth):
    assert found(said, DENIAL, forth) == []


def test_saying_that_it_is_wrong_to_say_so_denies_it():
    said = Say("Brenn does nothing at all against smugglers at its harbour.", **MADDEN)
    wrong = Say(
        "It is absolutely incorrect to say that nothing is done against smugglers at the harbour of Brenn.", **OKORO
    )
    (relation,) = found(said, wrong, FOLLOWS)
    assert (relation.kind, relation.reason) == (RelationKind.CONTRADICTS, "denial")


REPORTED = Say("The man was found by facial recognition software, since his hands were burnt.")
PUSHED = Say(
    "Chief Okoro pushed back on reports that police turned to facial recognition technology",
    speaker="Chief Okoro",
    source="Chief Okoro",
    cue="pushed back",
    modality=Modality.DENIED,
)


def test_who_denies_reports_stands_against_what_a_paper_reports():
    near = Weighed(OPEN, None, 0.6)
    rec = record(
        alpha=Article("Alpha Post", "2026-03-03", (REPORTED,)), beta=Article("Beta News", "2026-03-03", (PUSHED,))
    )
    a, b = rec.assertions
    for seen, expected in ((near, ["denial"]), (near._replace(cosine=0.4), [])):
        assert [r.reason for r in Relations().examine(replace(rec, weighed={(a.id, b.id): seen}))] == expected


KNOCKED = Say("Officers knocked on the front door but no one answered.", **MADDEN)
UNANSWERED = Say("No one answered the front door when police called.", **OKORO)


def test_support_comes_from_another_who_is_named():
    (relation,) = found(KNOCKED, UNANSWERED, FOLLOWS, OPEN)
    assert (relation.kind, relation.reason) == (RelationKind.SUPPORTS, "said independently")
    assert relation.provenance.method == LEARNED != METHOD


@pytest.mark.parametrize(
    "other",
    [
        replace(UNANSWERED, speaker="Lena Madden"),  # the same
        replace(UNANSWERED, speaker=""),  # the paper
        replace(UNANSWERED, modality=Modality.HEDGED),
        replace(UNANSWERED, text="Somebody answered the front door when police called."),  # the opposite
    ],
)
def test_no_support_from_the_same_mouth_or_from_nobody(other):
    assert found(KNOCKED, other, FOLLOWS, OPEN) == []


def test_a_rule_about_words_gives_way_where_both_read_the_same():
    first = Say("Exports of Corden steel rose in Brenn this winter.", **MADDEN)
    second = Say("Exports of Corden steel fell in Brenn this winter.", **OKORO)
    rec = record(
        alpha=Article("Alpha Post", "2026-03-03", (first,)), beta=Article("Beta News", "2026-03-03", (second,))
    )
    a, b = rec.assertions
    same, other = ({(a.id, b.id): Weighed(share, share)} for share in (FOLLOWS, CONTRADICTED))
    kinds = [[r.kind for r in Relations().examine(replace(rec, weighed=said))] for said in (same, other)]
    assert kinds == [[], [RelationKind.CONTRADICTS]]
