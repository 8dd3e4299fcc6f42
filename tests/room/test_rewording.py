"""What a model may write in place of a sentence of the room: other words, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.core.scores import Inference
from cuibono.core.talk import Refusal, Sentence
from cuibono.core.text import fold
from cuibono.language.roles import turned_round
from cuibono.room.grounding import Gate
from cuibono.room.rewording import ENTAILS, Rewording
from tests.room import story as made

BOARD = made.document(
    "n1",
    "Ellery Echo",
    "Gates",
    "Mara Quist, who runs the Tarn mill, said the Harbour Board may close three gates at Ellery before June. "
    "The Harbour Board has not paid the mill. Ilmar Stone denied that the board knew of the leak.",
    published="2026-03-02",
)
WIRE = made.document("n2", "Moor Wire", "Moor", "Moor Wire counted five gates at Ellery.", published="2026-03-03")
QUIST = made.speaker("Mara Quist")
CLOSE = made.says(BOARD, "the Harbour Board may close three gates at Ellery before June", QUIST)
PAID = made.says(BOARD, "The Harbour Board has not paid the mill")
KNEW = made.says(BOARD, "Ilmar Stone denied that the board knew of the leak")
FIVE = made.says(WIRE, "Moor Wire counted five gates at Ellery")
SAID = [CLOSE, PAID, KNEW, FIVE]
RECORD = made.record([BOARD, WIRE], [(made.claim(each), [each]) for each in SAID])


class Sure:
    """Finds that everything follows from everything, so that all other checks are seen alone."""

    def __init__(self, share=1.0):
        self.share = share
        self.asked = []

    def relate(self, pairs):
        self.asked += pairs
        return tuple(Inference(self.share, 1 - self.share, 0.0) for _ in pairs)

    def stances(self, pairs):
        raise NotImplementedError


def ruling(text, own="Mara Quist: {0}.", spans=(CLOSE.span,), cited=None, relater=None):
    gate = Gate(RECORD, ["Wire"])
    sentence = Sentence(own, tuple(spans))
    return Rewording(gate, RECORD, relater or Sure()).judge("Wire", sentence, text, spans if cited is None else cited)


@pytest.mark.parametrize(
    "text",
    [
        "Mara Quist says the Harbour Board may close three gates at Ellery before June.",
        "Before June the Harbour Board may close three gates at Ellery, Mara Quist said",
        "The Harbour Board “may close three gates at Ellery”, Mara Quist of the Tarn mill said.",
        "According to Mara Quist, the Harbour Board may close three gates.",
    ],
)
def test_other_words_for_the_same_pass_and_carry_their_citations(text):
    sentence = ruling(text)
    assert isinstance(sentence, Sentence), sentence
    assert sentence.spans == (CLOSE.span,)
    assert sentence.text.count("{^0}") == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        # numbers, names, words
        ("Mara Quist says the Harbour Board may close four gates at Ellery before June.", "number “four”"),
        ("Mara Quist says the Harbour Board may close 3 gates at Ellery before June.", "number “3”"),
        ("Mara Quist says the Harbour Board may close three gates at three before June.", "gives the number “three”"),
        ("Mara Quist says the Port Office may close three gates at Ellery before June.", "name “Port”"),
        ("Mara Quist says the Harbour Board may demolish three gates at Ellery before June.", "word “demolish”"),
        ("The Harbour Board may close three gates at Ellery before June.", "loses the name “Quist”"),
        # whose words
        ("Ilmar Stone, not Mara Quist, says the Harbour Board may close three gates.", "name “Stone”"),
        ("According to Tarn, Mara Quist says the Harbour Board may close three gates.", "lets “Tarn” say"),
        ("Ilmar Stone and Mara Quist say the Harbour Board may close three gates.", "name “Stone”"),
        # small words
        ("Mara Quist says the Harbour Board will close three gates at Ellery before June.", "drops"),
        ("Mara Quist says the Harbour Board may not close three gates at Ellery before June.", "adds “not”"),
        ("Mara Quist says the Harbour Board may close all three gates at Ellery before June.", "adds “all”"),
        # places
        ("Mara Quist says Ellery may close three gates at the Harbour Board before June.", "change places"),
        # form
        ("Mara Quist says {0}.", "holds '{'"),
        ("Mara Quist says the <b>Harbour Board</b> may close three gates.", "holds '<'"),
        ("Mara Quist says the Harbour Board may close three gates, see https://x.example.", "holds 'https:'"),
        ("Mara Quist says so: [three gates](x)", "holds ']('"),
        ("Quist says.", "is no sentence"),
        ("Mara Quist says the Harbour Board may close " + "three gates " * 40, "is longer than 400"),
    ],
)
def test_whatever_changes_what_is_said_is_refused_with_the_reason(text, reason):
    refusal = ruling(text)
    assert isinstance(refusal, Refusal), refusal
    assert reason in refusal.reason
    assert refusal.lens == "Wire"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Mara Quist says “the Harbour Board may shut three gates” before June.", "no cited sentence holds the words"),
        ("Mara Quist says “the Harbour Board may close gates” before June.", "no cited sentence holds the words"),
        ("Mara Quist says “the Harbour Board … three gates” before June.", "cuts or changes a quotation"),
        ("Mara Quist says “the Harbour Board [will] close three gates” before June.", "cuts or changes a quotation"),
        ("Mara Quist says “the Harbour Board counted five gates at Ellery”.", "no cited sentence holds the words"),
        ("Mara Quist says “Moor Wire counted five gates at Ellery”.", "no cited sentence holds the words"),
        ("Mara Quist says “the Harbour Board may close three gates at Ellery before June. The Harbour”.", "words"),
    ],
    ids=["mutated", "spliced", "elided", "bracketed", "two documents", "another document's", "over two sentences"],
)
def test_forged_quotations_are_refused(text, reason):
    refusal = ruling(text)
    assert isinstance(refusal, Refusal)
    assert reason in refusal.reason


@given(st.integers(0, len(CLOSE.span.quote) - 1), st.characters(categories=["Ll"]))
def test_a_quotation_with_one_other_letter_is_refused(at, letter):
    quote = CLOSE.span.quote
    forged = quote[:at] + letter + quote[at + 1 :]
    outcome = ruling(f"Mara Quist says “{forged}”.")
    assert isinstance(outcome, Sentence) == (fold(forged) == fold(quote)), "up to NFKC, as every quotation"


def test_what_is_cited_is_what_the_sentence_stands_on():
    text = "Mara Quist says the Harbour Board may close three gates at Ellery before June."
    assert "cites no words" in ruling(text, cited=()).reason
    assert "does not stand on" in ruling(text, cited=(CLOSE.span, PAID.span)).reason
    two = ruling(text, "{0}, and {1}.", (CLOSE.span, FIVE.span), cited=(CLOSE.span,))
    assert "leaves out document 2" in two.reason


@pytest.mark.parametrize(
    ("said", "text", "reason"),
    [
        (PAID, "The Harbour Board has paid the mill.", "drops “not”"),
        (PAID, "The mill has not paid the Harbour Board.", "change places"),
        (KNEW, "The board knew of the leak, Ilmar Stone said.", "drops “denied”"),
        (KNEW, "The leak denied that Ilmar Stone knew of the board.", "drops “denied”"),
    ],
)
def test_denials_and_who_did_what_to_whom(said, text, reason):
    refusal = ruling(text, "{0}.", (said.span,))
    assert isinstance(refusal, Refusal), refusal
    assert reason in refusal.reason


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Orlo sued Brask over the dam.", False),
        ("Over the dam, Orlo sued Brask.", False),
        ("Brask was sued by Orlo over the dam.", False),
        ("Brask sued Orlo over the dam.", True),
        ("Orlo was sued by Brask over the dam.", True),
        ("The dam sued Brask over Orlo.", True),
        ("The dam was sued by Orlo over Brask.", True),
        ("Brask sued Orlo.", True),
    ],
)
def test_places(text, fault):
    assert bool(turned_round(text, ["Orlo sued Brask over the dam."])) is fault
    assert turned_round(text, ["Something else.", "Orlo sued Brask over the dam."]) in {
        "",
        turned_round(text, ["Something else."]),
    }


RAID = "Orrin attacked Velmar on Monday in the northern hills."


@pytest.mark.parametrize(
    ("sentence", "text", "fault"),
    [
        # a phrase of time that moves turns nothing round, and hides nothing that does
        (RAID, "On Monday Orrin attacked Velmar in the northern hills.", False),
        (RAID, "On Monday Velmar attacked Orrin in the northern hills.", True),
        (RAID, "Velmar attacked Orrin in the northern hills on Monday.", True),
        ("On Monday Orrin attacked Velmar.", "Velmar on Monday assaulted Orrin.", True),
        (
            "Officials may, by next June, close the Leeds plant.",
            "Officials may close the Leeds plant by next June.",
            False,
        ),
        ("The board met on Monday and the mayor resigned.", "The board met and the mayor resigned on Monday.", True),
        ("The plant opened in May and shut in June.", "The plant opened in June and shut in May.", True),
        # a passive
        (RAID, "Velmar was attacked by Orrin on Monday in the northern hills.", False),
        (RAID, "Orrin was attacked by Velmar on Monday in the northern hills.", True),
        ("Velmar was attacked by Mara Quist in Kent.", "Mara Quist attacked Velmar in Kent.", False),
        ("Velmar was attacked by Mara Quist in Kent.", "Velmar attacked Mara Quist in Kent.", True),
        ("The dog bit the mayor in the park.", "The mayor was bitten by the dog in the park.", False),
        ("The dog bit the mayor in the park.", "The dog was bitten by the mayor in the park.", True),
        # a name that stands twice in the words cited is where it comes first; words in a row are in their places
        ("Orrin attacked Velmar on Monday, and Velmar fled.", "Velmar assaulted Orrin on Monday.", True),
        ("Orrin attacked Velmar on Monday, and Velmar fled.", "Orrin assaulted Velmar on Monday.", False),
        ("Orrin attacked Velmar after Velmar left Orrin.", "Velmar left Orrin.", False),
        # a name that comes first is no clause that moved
        ("In Kent Orrin attacked Velmar.", "Velmar in Kent assaulted Orrin.", True),
    ],
)
def test_what_may_move(sentence, text, fault):
    assert bool(turned_round(text, [sentence])) is fault


HEDGED = [
    "The leak probably began in May, and the mill may have caused it.",
    "The gates will stay shut unless the river falls.",
    "The mill lost its licence, according to Ilmar Stone.",
    "The river rose before the gates were shut.",
    "Stone lent Quist his boat.",
    "Nearly every gate is shut.",
    "The gates were shut by Quist.",
    "The board wondered if it leaks or if the gates hold.",
    "The board wondered whether they are shut out of talks.",
]


@pytest.mark.parametrize(
    ("said", "text", "reason"),
    [
        (0, "The leak probably began in May, and the mill may have caused it.", ""),
        (0, "The leak may have begun in May, and the mill may have caused it.", ""),  # weaker is no more than said
        (0, "The leak began in May, and the mill may have caused it.", "drops"),
        (0, "The leak probably began in May, and the mill caused it.", "drops"),
        (0, "The leak probably began in May, and the mill probably caused it.", "drops"),
        (0, "The leak probably began in May.", ""),  # a hedge goes with what it bears on
        (1, "Unless the river falls, the gates will stay shut.", ""),
        (1, "The gates will stay shut.", "drops “unless”"),
        (2, "According to Ilmar Stone, the mill lost its licence.", ""),
        (2, "The mill lost its licence.", "drops who says it"),
        (3, "The river rose after the gates were shut.", "puts “after”"),
        (4, "Stone lent Quist her boat.", "puts “her”"),
        (5, "Every gate is shut.", "drops “Nearly”"),
        (6, "Quist were shut by the gates.", "makes “gat” the one who does it"),
        (7, "It leaks or if the gates hold.", "drops the hedge “if”"),
        (7, "The board wondered if the gates hold.", ""),
        (7, "The board wondered if it leaks or if the gates hold.", ""),
        (8, "The board wondered if they are shut out of talks.", ""),
        (8, "They are shut out of talks.", "drops"),
    ],
)
def test_hedges_conditions_sources_and_sides_stay_where_they_are(said, text, reason):
    document = made.document("h1", "Ellery Echo", "Gates", *HEDGED, published="2026-03-02")
    each = made.says(document, HEDGED[said].rstrip("."))
    record = made.record([document], [(made.claim(each), [each])])
    ruled = Rewording(Gate(record, ["Wire"]), record, Sure()).judge(
        "Wire", Sentence("{0}.", (each.span,)), text, [each.span]
    )
    told = ruled.reason if isinstance(ruled, Refusal) else ""
    assert reason in told
    assert bool(reason) is bool(told), told


def test_the_words_cited_must_entail_it():
    text = "Mara Quist says the Harbour Board may close three gates at Ellery before June."
    assert "does not follow" in ruling(text, relater=Sure(ENTAILS - 0.01)).reason
    sure = Sure(ENTAILS)
    assert isinstance(ruling(text, relater=sure), Sentence)
    assert any("Ellery Echo: Mara Quist said: " in premise for premise, _text in sure.asked), "with who says it"


def test_a_topic_of_the_chair_s_is_kept():
    from cuibono.core.talk import Topic  # noqa: PLC0415

    own = Sentence("Mara Quist: {0}.", (CLOSE.span,), topic=Topic.STANDS)
    gate = Gate(RECORD, [])
    text = "Mara Quist says the Harbour Board may close three gates at Ellery before June."
    assert Rewording(gate, RECORD, Sure()).judge("Chair", own, text, (CLOSE.span,)).topic is Topic.STANDS


@given(st.text(max_size=120))
def test_whatever_a_model_writes_what_passes_stands_on_the_words(text):
    outcome = ruling(text)
    if isinstance(outcome, Sentence):
        assert outcome.spans == (CLOSE.span,)
