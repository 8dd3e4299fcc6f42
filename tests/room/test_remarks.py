"""What a person says, taken apart, and what the panel answers to it from the record."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.core.claims import Modality
from cuibono.core.errors import SettingsError
from cuibono.core.talk import READER, Act
from cuibono.room import remarks
from cuibono.room.answers import replies
from cuibono.room.discuss import discuss
from cuibono.room.lenses import builtin_lenses
from cuibono.room.table import Table
from tests.room import story as made

LENSES = builtin_lenses()
TABLE = Table(made.RECORD, made.FINDINGS)
TALK = discuss(made.RECORD, made.FINDINGS, LENSES)
OPENING = TALK.turns[0]


def said(words, to=None):
    remark = remarks.remark(TABLE, "Ann", words, 1, to)
    return remark, list(replies(TABLE, remark, to, LENSES))


def only(words, to=None):
    remark, (reply,) = said(words, to)
    return remark, reply


def parts(remark):
    return [(remark.words[part.start : part.end], part.asks) for part in remark.passages]


def test_a_remark_is_taken_apart_into_questions_and_statements():
    remark, answers = said("Is it? The board found cracks.\nWho else measured this")
    assert parts(remark) == [("Is it?", True), ("The board found cracks.", False), ("Who else measured this", True)]
    assert len(answers) == 3
    assert remark.act is Act.ASK
    assert (remark.lens, remark.by, remark.sentences) == (READER, "Ann", ())


def test_what_the_record_says_too_is_borne_out_and_sourced():
    remark, reply = only("At least 412 road bridges in the valley have cracks.")
    (claim,) = remark.passages[0].claims
    assert "412 road bridges" in made.RECORD.claim[claim].canonical.quote
    assert (reply.turn.lens, reply.turn.act, reply.closes) == ("Evidence", Act.CORROBORATE, True)
    assert "1 origin in 3 documents" in made.readable(reply.turn), "origins, with every time it is borne out"
    assert "denied that most cracks go unreported" in made.readable(reply.turn), "and what stands against it"


def test_another_figure_is_told_as_another_figure_and_not_as_a_refutation():
    remark, reply = only("At least 500 road bridges in the valley have cracks.")
    assert remark.passages[0].claims == ()
    assert (reply.turn.lens, reply.turn.act) == ("Evidence", Act.NARROW)
    assert "another" in made.readable(reply.turn)


@pytest.mark.parametrize(
    ("words", "against"),
    [
        ("Most cracks go unreported.", "denied that most cracks go unreported"),
        ("The board found no cracks in bridges in its winter survey.", "found cracks in 57 bridges"),
        ("It is false that the board found cracks in bridges in its winter survey.", "found cracks in 57 bridges"),
    ],
)
def test_what_the_record_denies_is_challenged_with_its_words(words, against):
    remark, reply = only(words)
    assert remark.passages[0].claims == (), "what is denied is not sourced"
    assert (reply.turn.lens, reply.turn.act, reply.closes) == ("Contradictions", Act.CHALLENGE, True)
    assert against in made.readable(reply.turn)


def test_what_nothing_says_is_told_so_and_stays_open():
    remark, reply = only("Halm Sensors is run by Admiral Nemo.")
    assert remark.passages[0].claims == ()
    assert (reply.turn.lens, reply.closes) == ("Desk", False)
    assert "stays the reader's own until a source says it" in made.readable(reply.turn)
    assert "Nemo" not in made.readable(reply.turn), "the panel repeats no words that nobody said"


RAID = "Orrin attacked Velmar on Monday in the northern hills."


def one_sentence(text, modality=Modality.ASSERTED):
    paper = made.document("r1", "Ellery Echo", "News", text, published="2026-03-02")
    each = made.says(paper, text, modality=modality)
    return Table(made.record([paper], [(made.claim(each), [each])]), ())


@pytest.mark.parametrize(
    ("text", "words", "modality", "so"),
    [
        (RAID, RAID, Modality.ASSERTED, True),
        (RAID, "On Monday Orrin attacked Velmar in the northern hills.", Modality.ASSERTED, True),
        (RAID, "Velmar was attacked by Orrin on Monday in the northern hills.", Modality.ASSERTED, True),
        (RAID, "Velmar attacked Orrin on Monday in the northern hills.", Modality.ASSERTED, False),
        (RAID, "Orrin was attacked by Velmar on Monday in the northern hills.", Modality.ASSERTED, False),
        (
            "Officials may, by next June, close the Leeds plant.",
            "Officials will close the Leeds plant by next June.",
            Modality.HEDGED,
            False,
        ),
        (
            "Officials may, by next June, close the Leeds plant.",
            "Officials may close the Leeds plant by next June.",
            Modality.HEDGED,
            True,
        ),
        (
            "The plant may close, and the mill will probably follow.",
            "The plant closed, and the mill will probably follow.",
            Modality.HEDGED,
            False,
        ),
        (
            "Officials will close the Leeds plant by June.",
            "Officials will close the Leeds plant.",
            Modality.FORECAST,
            True,
        ),
        (
            "Officials will close the Leeds plant by June.",
            "Officials closed the Leeds plant.",
            Modality.FORECAST,
            False,
        ),
    ],
)
def test_the_record_bears_out_what_it_says_as_firmly_of_the_same_ones(text, words, modality, so):
    table = one_sentence(text, modality)
    remark = remarks.remark(table, "Ann", words, 1)
    (reply,) = replies(table, remark, None, LENSES)
    assert bool(remark.passages[0].claims) is so, "the page tags it with what says it too"
    assert (reply.turn.act is Act.CORROBORATE, reply.closes) == (so, so)
    assert text.rstrip(".") in made.readable(reply.turn), "else it is the nearest that was read"


def test_an_objection_to_what_one_origin_says_is_granted_that_far():
    remark, reply = only("That is wrong.", OPENING)
    assert remark.answers == (OPENING.id,)
    assert (reply.turn.lens, reply.turn.act, reply.closes) == (OPENING.lens, Act.CONCEDE, False)
    assert "comes from 1 origin, Halm Sensors" in made.readable(reply.turn)


def test_who_speaks_against_a_turn_and_has_the_record_behind_them_is_conceded_to():
    remark, reply = only("The Institution of Surveyors denied that most cracks go unreported.", OPENING)
    if reply.turn.act is Act.CONCEDE:  # the two claims are a contradiction of the record
        assert reply.turn.lens == OPENING.lens
    assert remark.claims
    assert "denied that most cracks go unreported" in made.readable(reply.turn)


def test_this_means_the_claim_of_the_turn_that_is_spoken_to():
    rule = next(
        t for t in TALK.turns if t.claims and "does not apply" in made.RECORD.claim[t.claims[0]].canonical.quote
    )
    _, plain = only("Who says so?")
    _, pointed = only("Who says so?", rule)
    assert "does not apply" not in made.readable(plain.turn)
    assert "does not apply" in made.readable(pointed.turn)


@given(turn=st.sampled_from(TALK.turns), words=st.text(max_size=60).map(lambda text: f"{text} cracks {text[::-1]}?!"))
def test_whatever_is_said_the_panel_answers_with_words_of_documents(turn, words):
    clean, who = remarks.clean(words, words)
    remark = remarks.remark(TABLE, who, clean, 1, turn)
    for reply in replies(TABLE, remark, turn, LENSES):
        assert reply.turn.answers == (remark.id,)
        for sentence in reply.turn.sentences:
            for span in sentence.spans:
                made.RECORD.documents[span.document].check(span.start, span.end, span.quote)


def test_a_remark_of_too_many_sentences_is_refused():
    assert len(said("Who? " * remarks.SENTENCES)[1]) == remarks.SENTENCES
    with pytest.raises(SettingsError, match="600 sentences, and each is answered"):
        said("a? " * 600)
