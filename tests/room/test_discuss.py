"""The room: what it may and must say, whatever the record."""

import random
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cuibono.core.claims import Modality, SpeakerKind
from cuibono.core.findings import Aspect, Framing
from cuibono.core.news import EchoKind, OutletKind
from cuibono.core.talk import Act, Count, Lens, Topic
from cuibono.room.discuss import discuss
from cuibono.room.grounding import Draft, Gate
from cuibono.room.lenses import CHAIR, builtin_lenses
from cuibono.room.moves import moves
from cuibono.room.phrases import phrases
from cuibono.room.table import Table
from tests.room import story as made

LENSES = builtin_lenses()
TALK = discuss(made.RECORD, made.FINDINGS, LENSES)
ANSWERING = {Act.CHALLENGE, Act.CORROBORATE, Act.NARROW, Act.CONCEDE, Act.ANSWER, Act.WITHDRAW}
subsets = st.lists(st.sampled_from(made.FINDINGS), unique_by=lambda finding: finding.id).map(tuple)


def turns(talk, act=None, lens=None):
    return [t for t in talk.turns if (act is None or t.act is act) and (lens is None or t.lens == lens)]


def text(talk) -> str:
    return "\n".join(made.readable(turn) for turn in talk.turns)


def test_every_lens_with_something_to_say_speaks_and_nothing_is_refused():
    assert {turn.lens for turn in TALK.turns} == {lens.name for lens in LENSES}
    assert TALK.refusals == ()


@given(subsets)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_dissent_survives_and_turns_are_sound(findings):
    talk = discuss(made.RECORD, findings, LENSES)
    seen: set[str] = set()
    spoken: list[str] = []
    for turn in talk.turns:
        assert set(turn.answers) <= seen, "a turn answers earlier turns only"
        assert turn.act not in ANSWERING or turn.answers
        assert turn.lens not in {t.lens for t in talk.turns if t.id in turn.answers}, "nobody answers himself"
        assert not set(turn.findings) & set(spoken), "no finding is spoken twice"
        spoken += turn.findings
        seen.add(turn.id)
    assert len(seen) == len(talk.turns)
    chair = talk.turns[-1]
    assert chair.lens == CHAIR
    assert chair.act is Act.SYNTHESISE
    topics = [sentence.topic for sentence in chair.sentences]
    assert None not in topics
    assert topics == sorted(topics, key=list(Topic).index), "what stands first, what to watch last"
    still_open = [turn for turn in talk.turns if turn.open]
    assert {turn.id for turn in still_open} <= set(chair.answers)
    cited = {span for sentence in chair.sentences for span in sentence.spans}
    for turn in still_open:
        assert cited & {span for sentence in turn.sentences for span in sentence.spans}
    said = {s for t in talk.turns[:-1] if t.id in chair.answers for sentence in t.sentences for s in sentence.spans}
    assert cited <= said, "the chair says nothing that the turns it names did not"


@given(st.randoms(use_true_random=False))
@settings(max_examples=8)
def test_order_of_findings_and_lenses_content_only(shuffler: random.Random):
    shuffled = list(made.FINDINGS)
    shuffler.shuffle(shuffled)
    assert discuss(made.RECORD, shuffled, LENSES) == TALK


def test_unanswered_challenges_and_questions_are_open_and_answered_ones_are_not():
    challenged = turns(TALK, Act.CHALLENGE)
    assert challenged
    assert all(turn.open for turn in challenged)
    vouching = made.says(
        made.PAPER, "Our survey went through the files of 900 bridges", made.speaker("Hill University"), origin="o:d09"
    )
    claims = [
        (made.claim(made.CRACKS, made.CRACKS_WIRE, vouching, salience=0.9), [made.CRACKS, made.CRACKS_WIRE, vouching])
    ]
    record = made.record(made.DOCUMENTS, [*claims, *made.CLAIMS[1:]], made.RECORD.origins)
    record = replace(record, outlets=made.RECORD.outlets)
    examined = replace(made.NO_STAKE, id="f-none-2", spans=(vouching.span,), speaker=vouching.speaker.id)
    sells = replace(made.SELLS, claims=(claims[0][0].id,))
    talk = discuss(record, [sells, examined], LENSES)
    challenge = next(t for t in talk.turns if t.act is Act.CHALLENGE and t.lens == "Interests")
    answer = next(t for t in talk.turns if t.act is Act.ANSWER and challenge.id in t.answers)
    assert not challenge.open
    assert any(t.act is Act.CONCEDE and answer.id in t.answers for t in talk.turns)
    # A voice that nobody examined cannot close it.
    assert next(t for t in discuss(record, [sells], LENSES).turns if t.lens == "Interests").open


def test_interest_is_never_evidence_and_the_room_says_so():
    turn = turns(TALK, Act.CHALLENGE, "Interests")[0]
    words = made.readable(turn)
    assert any(rider in words for rider in ("interested, not wrong", "no evidence that", "I say interested"))
    assert "Of 3 documents that quote Halm Sensors, 1 tells" in words
    assert "14 days" in words
    for sentence in turn.sentences:
        assert all(isinstance(count, Count) for count in sentence.counts)


def test_critics_are_examined_too():
    assert any(made.NO_STAKE.id in turn.findings for turn in turns(TALK, lens="Interests"))
    assert "in what was read" in text(TALK)


def test_first_hand_accounts_are_marked_and_graded_low():
    account = next(t for t in turns(TALK, lens="Practitioner") if "Low Ford" in made.readable(t))
    assert "F3" in made.readable(account)


def test_other_scope_is_told_apart_with_the_two_words_that_differ():
    turn = next(t for t in TALK.turns if made.OTHER_SCOPE.id in t.findings)
    assert turn.act is Act.NARROW
    assert {"road bridges in the valley", "its winter survey"} <= {s.quote for x in turn.sentences for s in x.spans}


def test_the_unstated_method_is_asked_for_and_stays_unknown():
    asked = turns(TALK, Act.ASK, "Evidence")
    assert asked
    assert asked[0].open
    assert asked[0].id in TALK.turns[-1].answers


def test_a_stated_method_is_not_asked_for():
    told = made.says(made.REPORT, "At least 412 road bridges in the valley have cracks that nobody has reported")
    document = made.document(
        "d02",
        "Halm Institute",
        "T",
        "We surveyed 900 road bridges in the valley. 412 road bridges in the valley have cracks.",
    )
    number = made.says(
        document, "412 road bridges in the valley have cracks.", made.HALM, number=("412", 412, "", "bridges")
    )
    method = made.says(document, "We surveyed 900 road bridges in the valley.", made.HALM)
    del told
    kinds = {"d02": OutletKind.VENDOR}
    with_method = made.record([document], [(made.claim(number), [number]), (made.claim(method), [method])], kinds=kinds)
    without = made.record([document], [(made.claim(number), [number])], kinds=kinds)
    assert turns(discuss(without, (), LENSES), Act.ASK)
    assert not turns(discuss(with_method, (), LENSES), Act.ASK)


def test_a_withdrawn_quotation():
    fabricated = Framing(
        id="f-quote",
        spans=(made.CRACKS.span, made.CRACKS_WIRE.span),
        provenance=made.BY_HAND,
        claims=(made.CLAIMS[0][0].id,),
        salience=0.9,
        aspect=Aspect.QUOTATION,
        document="d02",
        reason="not in the source",
    )
    talk = discuss(made.RECORD, [fabricated], LENSES)
    taken_back = turns(talk, Act.WITHDRAW)
    assert taken_back
    challenge = next(t for t in talk.turns if t.id == taken_back[0].answers[0])
    assert challenge.open, "taking the words back does not answer the outlet's part"


def test_thin_material_gives_a_short_honest_room():
    record = made.record([made.COPY], [(made.claim(made.CRACKS_COPY), [made.CRACKS_COPY])])
    talk = discuss(record, (), LENSES)
    assert 2 <= len(talk.turns) <= 4
    assert made.readable(talk.turns[0]).startswith("One document, one origin")
    assert "not that it is so" in made.readable(talk.turns[-1])


def test_a_document_without_any_assertion_and_no_document_at_all():
    bare = made.document("d1", "", "Nothing but a title")
    assert discuss(made.record([bare], []), (), LENSES).turns
    undated = made.record([bare, made.document("d2", "", "Another title")], [])
    assert "date" in made.readable(discuss(undated, (), LENSES).turns[0])
    assert discuss(made.record([], []), (), LENSES).turns == ()


def test_many_documents_do_not_make_a_long_room():
    copies = [
        made.document(
            f"e{i:03}",
            f"Paper {chr(97 + i % 26)}{chr(97 + i // 26)}",
            "T",
            "At least 412 bridges have unreported cracks.",
        )
        for i in range(120)
    ]
    said = [made.says(c, "At least 412 bridges have unreported cracks", made.HALM, origin="o:d02") for c in copies]
    first = made.claim(made.CRACKS, *said, salience=0.9)
    origin = made.own_origin(made.REPORT, *((c, EchoKind.REPRINT) for c in copies))
    record = made.record([made.REPORT, *copies], [(first, [made.CRACKS, *said])], [origin])
    talk = discuss(record, (), LENSES)
    assert len(talk.turns) <= 6
    assert "leads back to" in text(talk) or "one origin" in text(talk)


def test_fifty_reprints_change_no_confidence():
    few = discuss(made.RECORD, made.FINDINGS, LENSES).turns[-1]
    copies = [made.document(f"e{i:02}", made.COPY.outlet, *made.COPY.text.split("\n\n")) for i in range(50)]
    said = [made.says(c, "At least 412 bridges have unreported cracks", made.HALM, origin="o:d02") for c in copies]
    claims = [
        (
            replace(made.CLAIMS[0][0], assertions=(*made.CLAIMS[0][0].assertions, *(a.id for a in said))),
            [*made.CLAIMS[0][1], *said],
        ),
        *made.CLAIMS[1:],
    ]
    more = made.record([*made.DOCUMENTS, *copies], claims, made.RECORD.origins)
    chair = discuss(more, made.FINDINGS, LENSES).turns[-1]
    assert [made.readable(few).count(w) for w in ("high conf", "moderate conf")] == [
        made.readable(chair).count(w) for w in ("high conf", "moderate conf")
    ]


def test_neighbouring_sentences_do_not_begin_alike():
    for turn in TALK.turns:
        openings = [made.readable(replace(turn, sentences=(s,))).split()[0] for s in turn.sentences]
        assert all(a != b for a, b in pairwise(openings))


def test_every_move_has_its_phrases_and_its_lens():
    looked_at = {kind for lens in LENSES for kind in lens.looks_at}
    for move in moves(Table(made.RECORD, made.FINDINGS)):
        assert move.kind in looked_at
        assert all(line.key in phrases() for line in move.lines)


def test_a_lens_may_be_added_or_left_out():
    fewer = [lens for lens in LENSES if lens.name != "Interests"]
    assert not turns(discuss(made.RECORD, made.FINDINGS, fewer), lens="Interests")
    own = Lens("Adjectives", "loaded words", ("loaded words",), (Act.REPORT,))
    assert turns(discuss(made.RECORD, made.FINDINGS, [*LENSES, own]), lens="Adjectives")


def quoted(talk):
    return [(turn, sentence, span) for turn in talk.turns for sentence in turn.sentences for span in sentence.spans]


def test_quotations_changed_by_a_character_spliced_or_of_another_document_are_refused():
    gate = Gate(made.RECORD, [lens.name for lens in LENSES], made.FINDINGS)
    one, other = made.CRACKS.span, made.DENIAL.span
    for words in (
        one.quote.replace("412", "413"),
        f"{one.quote[:30]} … {one.quote[-20:]}",
        f"{one.quote[:30]}{other.quote[:20]}",
        other.quote,
        one.quote.replace("nobody has", "nobody ever has"),
    ):
        assert not hasattr(gate.ground(Draft(f"It says “{words}” {{^0}}.", (one,)), "Wire"), "parts")
    assert hasattr(gate.ground(Draft(f"It says “{one.quote}” {{^0}}.", (one,)), "Wire"), "parts")


@pytest.mark.parametrize(
    ("sentence", "span", "passes"),
    [
        ("The date is 30 April 2026 {^0}.", made.COMMENTS.span, True),
        ("The date is 29 April 2026 {^0}.", made.COMMENTS.span, False),
        ("It was printed on 10 March 2026 {^0}.", made.COMMENTS.span, True),
        ("It was printed on 11 March 2026 {^0}.", made.COMMENTS.span, False),
        ("It comes by 30 April 2026 {^0}.", made.RULE.span, True),
        ("That is 55-80 per cent on the ICD 203 scale {^0}.", made.GROWING.span, True),
        ("That is 80-95 per cent on the ICD 203 scale {^0}.", made.GROWING.span, False),
        ("That is 55-80 per cent on the ICD 203 scale {^0}.", made.GROWING_BUGLE.span, False),
        ("I grade it F3 {^0}.", made.FLOOR.span, True),
        ("I grade it B1 {^0}.", made.FLOOR.span, False),
    ],
)
def test_dates_ranges_and_grades_are_computed_again(sentence, span, passes):
    gate = Gate(made.RECORD, [], made.FINDINGS)
    assert hasattr(gate.ground(Draft(sentence, (span,)), "Wire"), "parts") == passes


def test_a_named_stake_and_a_denial_both_reach_the_chair():
    chair = TALK.turns[-1]
    assert "Halm Sensors" in made.readable(chair)
    denial = next(t for t in TALK.turns if made.DENIED.id in t.findings)
    assert denial.act is Act.CHALLENGE
    assert denial.id in chair.answers
    assert any(made.DENIAL.span.holds(span) for sentence in chair.sentences for span in sentence.spans)


PEOPLE = made.speaker("officials", SpeakerKind.UNNAMED)
SINK = "The bridge at Low Ford had sunk by a hand's breadth in February"


def told_by(who, *others):
    """A talk about one claim of ``who``, with further assertions of named people."""
    page = made.document(
        "d1", "Valley Wire", "Bridge at Low Ford sank", f"{SINK}. It is watched.", published="2026-03-06"
    )
    other = made.document("d2", "Ford Post", "Low Ford bridge", f"{SINK}.", published="2026-03-07")
    said = [made.says(page, SINK, who)]
    more = [(made.claim(made.says(other, SINK, o), salience=0.3), [made.says(other, SINK, o)]) for o in others]
    return discuss(made.record([page, other], [(made.claim(*said, salience=0.9), said), *more]), (), LENSES)


def test_a_claim_that_nobody_with_a_name_makes_is_asked_about_and_stays_unknown():
    talk = told_by(PEOPLE)
    asked = [t for t in turns(talk, Act.ASK, "Evidence") if SINK in made.readable(t)]
    assert len(asked) == 1
    assert "name" in made.readable(asked[0])
    assert asked[0].id in talk.turns[-1].answers
    assert not turns(told_by(PEOPLE, made.speaker("Jo Ash", SpeakerKind.PERSON)), Act.ASK)
    assert not turns(told_by(made.speaker("Jo Ash", SpeakerKind.PERSON)), Act.ASK)


def test_two_wordings_of_one_quotation_are_two_words_and_no_dispute():
    one = made.document("d1", "Valley Wire", "Bridge at Low Ford", f"{SINK}, she said of every span.")
    other = made.document("d2", "Ford Post", "Low Ford bridge", f"{SINK}, she said of each span.")
    whole = (other.find(f"{SINK}, she said of each span"), one.find(f"{SINK}, she said of every span"))
    found = Framing(
        id="f-two",
        spans=(*whole, other.find("each span"), one.find("every span")),
        provenance=made.BY_HAND,
        salience=0.5,
        aspect=Aspect.QUOTATION,
        document="d2",
        reason="quoted in two wordings: another document has “every span” where this one has “each span”",
    )
    said = [made.says(one, SINK, made.speaker("Jo Ash", SpeakerKind.PERSON))]
    talk = discuss(made.record([one, other], [(made.claim(*said, salience=0.9), said)]), [found], LENSES)
    told = next(made.readable(t) for t in talk.turns if "f-two" in t.findings)
    assert "each span" in told
    assert "said of each span" not in told
    assert not turns(talk, Act.CHALLENGE)


def test_what_most_papers_have_from_one_that_is_not_there_is_said():
    from_ash, lines = made.speaker("Reuters"), ("The bridge had sunk by a hand", "The board had known it for a year")
    pages = [
        made.document(name, outlet, title, *(f"{line}, Reuters reported." for line in lines), published="2026-03-06")
        for name, outlet, title in (("d1", "Valley Wire", "Bridge had sunk"), ("d2", "Ford Post", "Board had known"))
    ]
    said = [[made.says(page, line, from_ash) for page in pages] for line in lines]
    claims = [(made.claim(*both, salience=0.9), both) for both in said]
    opening = made.readable(discuss(made.record(pages, claims), (), LENSES).turns[0])
    assert "Reuters" in opening
    assert "2 documents" in opening
    about = [replace(page, title=f"Reuters: {page.title}") for page in pages]
    opening = made.readable(discuss(made.record(about, claims), (), LENSES).turns[0])
    assert "not among those read" not in opening
    assert "trail" not in opening


def denial(words: str, cue: str, modality=Modality.DENIED, kind=SpeakerKind.PERSON):
    told = made.document("d1", "Valley Wire", "Bridge at Low Ford sank", f"{SINK}.", published="2026-03-06")
    page = made.document("d2", "Ford Post", "Low Ford bridge", f"{words}.", published="2026-03-07")
    first = made.says(told, SINK, made.speaker("Jo Ash", SpeakerKind.PERSON))
    second = made.says(page, words, made.speaker("Kit Marl", kind), modality=modality)
    second = replace(second, cue=page.find(cue))
    claims = [(made.claim(a, salience=0.8), [a]) for a in (first, second)]
    return discuss(made.record([told, page], claims), (), LENSES)


def test_a_denial_in_so_many_words_is_a_challenge_that_the_chair_keeps():
    words = "Marl denied that the bridge at Low Ford had moved"
    talk = denial(words, "denied")
    (told,) = [t for t in turns(talk, Act.CHALLENGE) if words in made.readable(t)]
    assert told.lens == "Contradictions"
    assert told.open
    assert words in made.readable(talk.turns[-1])
    assert not turns(denial(words, "denied", Modality.ASSERTED), Act.CHALLENGE)
    assert not turns(denial(words, "denied", kind=SpeakerKind.UNNAMED), Act.CHALLENGE)
    assert not turns(denial("Marl said that the bridge at Low Ford had not moved", "said"), Act.CHALLENGE)
    assert not turns(denial("Marl denied that he had seen the mayor of Aver", "denied"), Act.CHALLENGE), "another story"


@pytest.mark.parametrize(
    "opening",
    ["The demand was made two days after the bridge at Low Ford", "We know that the bridge at Low Ford had sunk"],
)
def test_the_story_is_not_opened_with_words_that_lean_on_others(opening):
    page = made.document("d1", "Valley Wire", "Bridge at Low Ford sank", f"{opening}. {SINK}.", published="2026-03-06")
    other = made.document("d2", "Ford Post", "Low Ford bridge", f"{SINK}.", published="2026-03-07")
    outlet = made.speaker("Valley Wire", SpeakerKind.OUTLET)
    leaning, plain = made.says(page, opening, outlet), made.says(page, SINK, outlet)
    claims = [(made.claim(leaning, salience=0.9), [leaning]), (made.claim(plain, salience=0.4), [plain])]
    first = made.readable(discuss(made.record([page, other], claims), (), LENSES).turns[0])
    assert SINK in first
    assert opening not in first
