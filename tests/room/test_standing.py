"""What may stand: plain facts of two origins on two pages; never a charge, an opinion or what is taken back."""

from dataclasses import replace

import pytest

from cuibono.core.claims import Modality, SpeakerKind
from cuibono.room.discuss import discuss
from cuibono.room.lenses import builtin_lenses
from cuibono.room.standing import accused, arguable, stands, tellers
from cuibono.room.table import Table
from tests.room import story as made

PLAIN = "The bridge at Low Ford was closed on Monday morning"


def two(words: str, *, page: bool = True, tail: str = "", second: str = "o:d2", **changes):
    """A record of two papers that both carry the words, and the claim."""
    one = made.document("d1", "Valley Wire", "Bridge closed", f"{words}.{tail}", published="2026-03-06T07:30:00Z")
    other = made.document("d2", "Ford Post", "Bridge closed", f"{words}.", published="2026-03-07T07:30:00Z")
    said = [made.says(one, words), made.says(other if page else one, words, made.speaker("Jo Ash"), origin=second)]
    if not page:
        said[1] = replace(said[1], id="a-second")
    said = [said[0], replace(said[1], **changes)]
    claim = made.claim(*said, salience=0.9)
    return made.record([one, other], [(claim, said)]), claim


def standing(words: str, **how) -> bool:
    record, claim = two(words, **how)
    return stands(Table(record, ()), claim, claim.canonical)


def test_a_plain_fact_of_two_origins_on_two_pages_stands():
    assert standing(PLAIN)
    record, _claim = two(PLAIN)
    chair = made.readable(discuss(record, (), builtin_lenses()).turns[-1])
    assert "stands" in chair
    assert "Valley Wire and Ford Post" in chair


@pytest.mark.parametrize("modality", [m for m in Modality if m is not Modality.ASSERTED])
def test_what_is_not_plainly_asserted_does_not_stand(modality):
    assert not standing(PLAIN, modality=modality)


@pytest.mark.parametrize(
    "words",
    [
        "The mason conspired with the board to hide the cracks",
        "The board has been charged with fraud over the bridge",
        "The valley sued the board over the closed bridge",
        "The board should have closed the bridge a year ago",
        "The board will close the bridge at Low Ford on Monday",
        "We closed the bridge at Low Ford on Monday morning",
        "He closed the bridge at Low Ford on Monday morning",
    ],
)
def test_charges_judgements_forecasts_and_pointing_words_do_not_stand(words):
    assert not standing(words)


def test_one_page_one_origin_and_what_is_taken_back_do_not_stand():
    assert not standing(PLAIN, page=False)
    assert not standing(PLAIN, second="o:d1")
    assert not standing(PLAIN, tail=" The mayor took this back in the evening.")


def test_other_figures_are_another_statement():
    assert standing("The case of the Low Ford bridge is filed as 13-851")
    one = made.document("d1", "Valley Wire", "Bridge case", "The case of the Low Ford bridge is filed as 13-851.")
    two_ = made.document("d2", "Ford Post", "Bridge case", "The case of the Low Ford bridge is filed as 13-881.")
    words = "The case of the Low Ford bridge is filed as 13-8"
    said = [
        made.says(one, f"{words}51"),
        made.says(two_, f"{words}81", made.speaker("Jo Ash"), origin="o:d2"),
    ]
    claim = made.claim(*said, salience=0.9)
    assert not stands(Table(made.record([one, two_], [(claim, said)]), ()), claim, claim.canonical)


def test_a_fact_beside_the_story_is_not_what_stands():
    record, _claim = two("The ferry at High Moor carried a prize cow on Monday morning")
    assert "stands, by" not in made.readable(discuss(record, (), builtin_lenses()).turns[-1])


def test_papers_that_tell_it_in_their_own_voice_are_named_and_confirm_nothing():
    one = made.document("d1", "Valley Wire", "Bridge closed at Low Ford", f"{PLAIN}.", published="2026-03-06T07:30:00Z")
    other = made.document("d2", "Ford Post", "Low Ford bridge closed", f"{PLAIN}, it was said.", published="2026-03-07")
    outlet = made.speaker("Valley Wire", SpeakerKind.OUTLET)
    said = [made.says(one, PLAIN, outlet)]
    also = [made.says(other, PLAIN, made.speaker("Ford Post", SpeakerKind.OUTLET), origin="o:d2")]
    claim, second = made.claim(*said, salience=0.9), made.claim(*also, salience=0.1)
    record = made.record([one, other], [(claim, said), (second, also)])
    assert tellers(Table(record, ()), claim, claim.canonical) == ("Valley Wire", "Ford Post")
    chair = made.readable(discuss(record, (), builtin_lenses()).turns[-1])
    assert "Valley Wire and Ford Post" in chair
    assert "not said" in chair
    assert "stands" not in chair


def test_a_charge_is_named_as_one_by_the_chair():
    record, claim = two("The mason conspired with the board to hide the cracks", second="o:d1")
    assert accused(Table(record, ()), claim)
    chair = made.readable(discuss(record, (), builtin_lenses()).turns[-1])
    assert "charge" in chair
    assert "nobody here has shown" in chair
    assert "stands, by" not in chair


def test_a_plain_event_needs_no_voucher():
    record, claim = two(PLAIN)
    assert not arguable(Table(record, ()), claim)
    record, claim = two(PLAIN, modality=Modality.ALLEGED)
    assert arguable(Table(record, ()), claim)


def test_the_rooms_count_is_the_claims_count():
    record, claim = two(PLAIN)
    counts = [
        count
        for turn in discuss(record, (), builtin_lenses()).turns
        for sentence in turn.sentences
        for count in sentence.counts
        if count.of == "origins"
    ]
    assert counts
    assert all(count.value in {len(claim.origins), len(record.origins)} for count in counts)
