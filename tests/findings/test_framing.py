from random import Random

import pytest

from cuibono.core.findings import Aspect
from cuibono.findings.framing import METHOD, Framings
from tests.findings.press import article, record, thread

REPORT = article(
    "Brask Security",
    "Annual report: Dark Harbours\n\n"
    "This is the annual report of Brask Security.\n\n"
    "The intruders are likely directed by foreign state agencies.\n\n"
    "We counted at least 1,310 harbour terminals with altered manifests in the first half of 2031.\n\n"
    "We think it unlikely that ports can repair this before winter.",
    "2031-03-02T06:00:00Z",
)


def found(aspect, *documents, **more):
    return [f for f in Framings().examine(record(*documents, **more)) if f.aspect is aspect]


# --- loaded words


def test_a_loaded_word_in_the_outlets_own_voice_is_the_outlets():
    paper = article(
        "Daily Horn", "Port report out\n\nThe shameless firm published its numbers on Monday.", "2031-03-03"
    )
    (framing,) = found(Aspect.LOADED, paper)
    assert framing.spans[0].quote == "shameless"
    assert "Daily Horn's own word" in framing.reason
    assert framing.document == paper.id
    assert framing.provenance.method == METHOD


def test_a_quoted_word_is_the_speakers():
    text = "Port report out\n\n“The numbers are a disgrace to this city,” said Ana Weller, a harbour pilot."
    (framing,) = found(Aspect.LOADED, article("Daily Horn", text, "2031-03-03"))
    assert framing.spans[0].quote == "disgrace"
    assert "Ana Weller" in framing.reason
    assert "not the outlet's" in framing.reason


def test_a_word_that_everybody_quotes_is_one_finding_with_all_places():
    text = "“The numbers are a disgrace to this city,” said Ana Weller, a harbour pilot, on Monday."
    papers = [article(f"Paper {n}", f"Port report {n}\n\n{text}", "2031-03-03") for n in range(4)]
    (framing,) = found(Aspect.LOADED, *papers)
    assert len({span.document for span in framing.spans}) == 4


def test_a_word_that_most_outlets_use_themselves_frames_nothing():
    papers = [
        article(f"Paper {n}", f"News {n}\n\nThe botched repair of the {n}th harbour gate began anew.", "2031-03-03")
        for n in range(4)
    ]
    assert found(Aspect.LOADED, *papers) == []
    assert len(found(Aspect.LOADED, *papers[:1], article("Other", "News\n\nThe gate was repaired.", "2031-03-03"))) == 1


def test_a_word_between_marks_whose_speaker_is_unknown_is_held_against_nobody():
    text = "Port report out\n\nThe firm's “shameless” numbers came out on Monday in the city."
    assert found(Aspect.LOADED, article("Daily Horn", text, "2031-03-03")) == []


def test_in_a_thread_the_word_is_its_writers_and_may_be_held_up_without_being_used():
    talk = thread(
        ("kell", "The whole report feels like FUD to me and to most of us here."),
        ("ruud", "Before everybody shouts FUD again: we found altered manifests at our own terminal."),
    )
    reasons = {f.reason for f in found(Aspect.LOADED, talk)}
    assert any("the word of kell" in reason for reason in reasons)
    assert any("others are said to use, by ruud" in reason for reason in reasons)


def test_what_one_document_gives_is_bounded():
    sentence = "The {} plan met the board on Monday."
    judged = (
        "shameful vile stupid idiotic ludicrous absurd odious pathetic sordid obscene grotesque crooked moronic insane "
        "slimy sleazy spineless clueless gutless fiendish"
    )
    text = "Plan met\n\n" + "\n\n".join(sentence.format(word) for word in judged.split())
    assert len(found(Aspect.LOADED, article("Daily Horn", text, "2031-03-03"))) == 12


# --- hedges


def test_a_hedge_of_the_primary_document_that_a_paper_drops():
    paper = article(
        "Harbour Times",
        "Foreign hand in ports\n\nThe intruders are directed by foreign state agencies, according to the "
        "report of Brask Security.",
        "2031-03-02T15:00:00Z",
    )
    (framing,) = found(Aspect.HEDGE_DROPPED, REPORT, paper, vendors=["Brask Security"])
    assert framing.document == paper.id
    assert framing.spans[0].document == paper.id
    assert framing.spans[1].document == REPORT.id
    assert framing.spans[-1].quote == "likely"


@pytest.mark.parametrize(
    "sentence",
    [
        "The intruders are probably directed by foreign state agencies, according to the report of Brask Security.",
        "The intruders may have been directed by foreign state agencies, according to the report of Brask Security.",
        "The intruders are not directed by foreign state agencies, according to the report of Brask Security.",
        "The pilots are paid by foreign state agencies, according to the report of Brask Security.",
    ],
)
def test_another_hedge_a_negation_or_another_deed_is_no_drop(sentence):
    paper = article("Harbour Times", f"Foreign hand in ports\n\n{sentence}", "2031-03-02T15:00:00Z")
    assert found(Aspect.HEDGE_DROPPED, REPORT, paper, vendors=["Brask Security"]) == []


def test_what_was_possible_and_then_happened_is_no_drop():
    before = article(
        "Wire",
        "Strike near\n\nPort workers may begin an unlimited strike over wages at the northern docks.",
        "2031-03-02",
    )
    after = article(
        "Paper", "Strike on\n\nPort workers began an unlimited strike over wages at the northern docks.", "2031-03-04"
    )
    assert found(Aspect.HEDGE_DROPPED, before, after) == []


def test_a_paper_that_keeps_the_hedge_elsewhere_did_not_drop_it():
    paper = article(
        "Harbour Times",
        "Foreign hand in ports\n\nThe intruders are directed by foreign state agencies, according to the "
        "report of Brask Security.\n\nThe report says that they are likely directed by foreign state agencies.",
        "2031-03-02T15:00:00Z",
    )
    assert found(Aspect.HEDGE_DROPPED, REPORT, paper, vendors=["Brask Security"]) == []


# --- headlines


def test_a_headline_that_states_what_the_text_hedges():
    text = (
        "Foreign agencies altered harbour manifests\n\n"
        "Foreign agencies allegedly altered harbour manifests at nine terminals, the board said."
    )
    (framing,) = found(Aspect.HEADLINE, article("Paper", text, "2031-03-02"))
    assert framing.spans[0].quote.startswith("Foreign agencies")
    assert framing.spans[-1].quote == "allegedly"


def test_a_headline_that_counts_something_else():
    text = (
        "Altered manifests hit 1,310 shipowners\n\n"
        "Manifests were altered at 1,310 harbour terminals in the first half of the year, the board said."
    )
    (framing,) = found(Aspect.HEADLINE, article("Paper", text, "2031-03-02"))
    assert [s.quote for s in framing.spans[2:]] == ["1,310", "1,310"]


@pytest.mark.parametrize(
    "headline",
    [
        "Did foreign agencies alter harbour manifests?",
        "Foreign agencies may have altered harbour manifests",
        "Board claims foreign agencies altered harbour manifests",
        "Harbour board meets over manifests",
    ],
)
def test_headlines_that_keep_their_distance(headline):
    text = f"{headline}\n\nForeign agencies allegedly altered harbour manifests at nine terminals, the board said."
    assert found(Aspect.HEADLINE, article("Paper", text, "2031-03-02")) == []


@pytest.mark.parametrize(
    ("soft", "hard", "lost"),
    [
        (
            "Police said Karl Brandt allegedly rammed a tram that had stopped near the mill.",
            "Karl Brandt rammed a tram near the mill, then ran, neighbours said.",
            "allegedly",
        ),
        (
            "Police named Karl Brandt as the likely winner of the tram near the mill.",
            "Karl Brandt is the winner of the tram near the mill.",
            None,
        ),
        (
            "Karl Brandt reportedly rammed a tram that had stopped near the mill.",
            "The Bell reported that Karl Brandt rammed a tram near the mill.",
            None,
        ),
    ],
)
def test_another_house_states_outright_what_is_only_alleged(soft, hard, lost):
    papers = (
        article("Horn", f"Tram\n\n{soft}", "2031-03-02"),
        article("Times", f"Tram\n\n{hard}", "2031-03-02"),
    )
    framings = found(Aspect.HEDGE_DROPPED, *papers)
    assert [f.spans[-1].quote for f in framings] == ([lost] if lost else [])


def test_of_equally_rare_words_the_same_are_looked_up_in_every_run():
    # Only the four rarest words are looked up. Here some 25 are equally rare, and five of them lead to the other house:
    # a set's order, which differs from run to run, would often miss those.
    goods = "oats, rye, peas, silk, wool, lace, rope, tin, iron, nickel, salt, soap, sugar, rum, wine, tar and zinc"
    for deed in ("abducted", "abandoned", "attacked", "ambushed", "assailed"):
        papers = (
            article("Horn", f"Quay\n\nKarl Abel allegedly {deed} an agent about {goods}.", "2031-03-02"),
            article("Times", f"Quay\n\nKarl Abel {deed} an agent of the yard.", "2031-03-02"),
            article("Gull", f"Prices\n\nIn the market hall {goods} rose.", "2031-03-01"),
        )
        assert len(found(Aspect.HEDGE_DROPPED, *papers)) == 1, deed


# --- names


def test_two_names_for_the_same_people():
    one = article(
        "Horn",
        "March\n\nA mob blocked the northern gate of the grain terminal for 340 minutes on Monday.",
        "2031-03-02",
    )
    two = article(
        "Times",
        "March\n\nProtesters blocked the northern gate of the grain terminal for 340 minutes on Monday.",
        "2031-03-02",
    )
    (framing,) = found(Aspect.NAMING, one, two)
    assert [s.quote for s in framing.spans] == ["mob", "Protesters"]
    assert framing.document == one.id


@pytest.mark.parametrize(
    ("charged", "plain", "pair"),
    [
        (
            "The Orrian regime sent two envoys.",
            "The Orrian government spoke of talks at noon.",
            ("regime", "government"),
        ),
        (
            "The Orrian regime sent two envoys.",
            "Orria rejected the offer on Monday, and the envoys of Orria left.",
            ("regime", "Orria"),
        ),
        ("Freight giant Marlow lost a depot.", "A bridge of the haulier Marlow was shut.", ("giant", "haulier")),
        ("A mob held 1,340 lorries.", "Protesters stopped 1,340 lorries at the gate.", ("mob", "Protesters")),
    ],
)
def test_one_name_beside_them_or_one_figure_ties_two_names(charged, plain, pair):
    one = article("Horn", f"March\n\n{charged}", "2031-03-02")
    (framing,) = found(Aspect.NAMING, one, article("Times", f"March\n\n{plain}", "2031-03-02"))
    assert tuple(s.quote.split()[-1] for s in framing.spans) == pair


def test_another_country_is_not_set_against_a_regime():
    one = article("Horn", "March\n\nThe Orrian regime sent two envoys.", "2031-03-02")
    two = article("Times", "March\n\nCorden rejected the offer on Monday.", "2031-03-02")
    assert found(Aspect.NAMING, one, two) == []


def test_names_of_different_people_are_not_set_against_each_other():
    one = article("Horn", "March\n\nA mob looted two shops in the southern quarter after dark.", "2031-03-02")
    two = article("Times", "March\n\nProtesters read out the names of dismissed pilots at noon.", "2031-03-02")
    assert found(Aspect.NAMING, one, two) == []


# --- sources


def test_a_partys_number_told_as_a_fact():
    sentence = "1,310 harbour terminals had altered manifests in the first half of 2031"
    papers = [
        article(f"Paper {n}", f"Report {n}\n\nBrask Security said that at least {sentence}.", "2031-03-02T09:00:00Z")
        for n in range(2)
    ]
    horn = article("Horn", f"Ports in trouble\n\nAt least {sentence}.", "2031-03-02T12:00:00Z")
    framings = found(Aspect.SOURCE_DROPPED, REPORT, *papers, horn, vendors=["Brask Security"])
    assert [f.document for f in framings] == [horn.id]
    named = article("Horn", f"Ports in trouble\n\nBrask counted. At least {sentence}.", "2031-03-02T12:00:00Z")
    assert found(Aspect.SOURCE_DROPPED, REPORT, *papers, named, vendors=["Brask Security"]) == []


# --- quotations


def quoting(words, said="the report states"):
    return article(
        "Magpie",
        f"Dark harbours explained\n\nBrask Security published its annual report on Sunday.\n\n“{words},” {said}.",
        "2031-03-03",
    )


def test_a_quotation_that_is_not_in_its_report():
    paper = quoting("No harbour can any longer be called safe for grain")
    (framing,) = found(Aspect.QUOTATION, REPORT, paper, vendors=["Brask Security"])
    assert framing.spans[0].quote.startswith("No harbour can")
    assert "not in the report" in framing.reason


def test_an_altered_quotation_is_shown_beside_the_words_of_the_report():
    paper = quoting("We think it impossible that ports can repair this before winter")
    (framing,) = found(Aspect.QUOTATION, REPORT, paper, vendors=["Brask Security"])
    assert framing.spans[1].document == REPORT.id
    assert "unlikely" in framing.spans[1].quote


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("we think it unlikely that ports can repair this before winter", "the report states"),
        ("We think it unlikely … before winter", "the report states"),
        ("No harbour can any longer be called safe for grain", "a spokesman for Brask Security told the paper"),
        ("No harbour can any longer be called safe for grain", "the letter states"),
    ],
)
def test_quotations_that_are_there_or_come_from_elsewhere(words, said):
    assert found(Aspect.QUOTATION, REPORT, quoting(words, said), vendors=["Brask Security"]) == []


def test_one_altered_word_between_two_papers():
    said = (
        "“The pilots have {} every order of this board since the spring and will go on so,” said Ana Weller, a pilot."
    )
    one = article("Paper 1", "Pilots\n\n" + said.format("obeyed"), "2031-03-02")
    two = article("Paper 2", "Board\n\n" + said.format("resisted"), "2031-03-03")
    (framing,) = found(Aspect.QUOTATION, one, two)
    assert {s.quote for s in framing.spans[2:]} == {"obeyed", "resisted"}


# --- all of it


def test_order_of_input_does_not_matter():
    papers = [
        REPORT,
        quoting("No harbour can any longer be called safe for grain"),
        article("Horn", "Port report out\n\nThe shameless firm and its vile allies met on Monday.", "2031-03-03"),
        article("Times", "Port report\n\nThe firm met the board on Monday.", "2031-03-03"),
    ]
    first = list(Framings().examine(record(*papers, vendors=["Brask Security"])))
    Random(7).shuffle(papers)
    assert list(Framings().examine(record(*papers, vendors=["Brask Security"]))) == first
    assert first
    assert len({f.id for f in first}) == len(first)
    assert all(0 <= f.salience <= 1 for f in first)


def test_a_headline_with_another_number_than_the_text():
    text = (
        "At least 40 bodies found in harbour search\n\n"
        "Divers brought six bodies ashore on Monday, the board said. The search goes on for the other crew."
    )
    (framing,) = found(Aspect.HEADLINE, article("Paper", text, "2031-03-02"))
    assert [s.quote for s in framing.spans[2:]] == ["At least 40", "six"]


@pytest.mark.parametrize(
    "body",
    [
        "Divers brought six bodies ashore on Monday and 40 bodies by Tuesday, the board said.",
        "Divers brought 45 bodies ashore on Monday, the board said.",
        "Divers spent six hours in the water on Monday, the board said.",
    ],
)
def test_a_headline_whose_number_the_text_bears_out(body):
    text = f"At least 40 bodies found in harbour search\n\n{body}"
    assert found(Aspect.HEADLINE, article("Paper", text, "2031-03-02")) == []


def test_one_message_quoted_in_two_wordings():
    one = article("Wire", "Dock deal\n\n“I have bad news to report,” the chief executive wrote.", "2031-03-02")
    two = article("Paper", "Dock deal off\n\n“I have some bad news to report,” his message said.", "2031-03-03")
    (framing,) = found(Aspect.QUOTATION, one, two)
    assert framing.reason.startswith("quoted in two wordings")
    assert {s.quote for s in framing.spans[2:]} == {"have bad", "have some bad"}


def test_a_quotation_cut_short_is_not_altered():
    one = article("Wire", "Dock deal\n\n“I have bad news to report today,” said Ana Weller.", "2031-03-02")
    two = article("Paper", "Dock deal off\n\n“I have bad news to report,” said Ana Weller.", "2031-03-03")
    assert found(Aspect.QUOTATION, one, two) == []


def test_what_the_body_leaves_unsaid_is_no_hedge_of_the_headline():
    text = (
        "Pilot angry at harbour board strikes five moored ferries\n\n"
        "A pilot struck five moored ferries on Monday, police said.\n\n"
        "Ms. Weller did not say why the angry pilot may have struck the moored ferries of the harbour board."
    )
    assert found(Aspect.HEADLINE, article("Daily Horn", text, "2031-03-03")) == []


def test_likely_said_of_one_ruling_and_left_out_by_another_paper():
    first = article(
        "Daily Horn",
        "Ruling on the ports\n\nJudge Ana Weller ruled on Monday that the harbour search of cargo lists likely breaks "
        "the charter, in a setback for the board.",
        "2031-03-03",
    )
    words = "Judge Ana Weller ruled on Monday that the board's search of cargo lists breaks the rights of skippers."
    second = article("Evening Bell", f"Ports and rights\n\n{words}", "2031-03-03")
    (drop,) = found(Aspect.HEDGE_DROPPED, first, second)
    assert drop.document == second.id
    assert [span.quote for span in drop.spans][2] == "likely"
    kept = article(
        "Evening Bell", f"Ports and rights\n\n{words}\n\nIt likely breaks more than that, she said.", "2031-03-03"
    )
    assert found(Aspect.HEDGE_DROPPED, first, kept) == []
    other = article("Evening Bell", f"Ports\n\n{words.replace('Ana Weller', 'Jo Ash')}", "2031-03-03")
    assert found(Aspect.HEDGE_DROPPED, first, other) == [], "another judge"


PLAIN_LABEL = (
    "Ports and sailors\n\nThe Moor Sailors Union sued the harbour board on Monday. The Moor Sailors Union waits."
)


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("The left-leaning Moor Sailors Union sued the harbour board on Monday.", "left-leaning Moor Sailors Union"),
        (
            "The Moor Sailors Union, a radical group, sued the harbour board on Monday.",
            "Moor Sailors Union, a radical group",
        ),
        ("“The radical Moor Sailors Union is wrong,” said Ana Weller.", ""),
        ("The radical Moor Sailors Union president sued the harbour board on Monday.", ""),
        ("A radical of the Moor Sailors Union sued the harbour board on Monday.", ""),
        ("Ana Weller, a friend of the radical board, met the Moor Sailors Union.", ""),
    ],
)
def test_a_label_that_others_do_not_set(words, label):
    paper = article("Daily Horn", f"Ports\n\n{words}", "2031-03-03")
    naming = found(Aspect.NAMING, paper, article("Evening Bell", PLAIN_LABEL, "2031-03-03"))
    assert [f.spans[0].quote for f in naming] == ([label] if label else [])
    for framing in naming:
        assert framing.document == paper.id
        assert framing.spans[1].quote == "Moor Sailors Union"


def test_a_label_that_half_the_outlets_set_is_the_storys_own():
    words = "Ports\n\nThe radical Moor Sailors Union sued the harbour board on Monday."
    papers = [article(name, words.replace("Ports", f"Ports {name}"), "2031-03-03") for name in ("Horn", "Bell", "Drum")]
    assert found(Aspect.NAMING, *papers, article("Evening Star", PLAIN_LABEL, "2031-03-03")) == []


def test_a_charged_word_for_saying_what_others_have_said():
    quote = "“This is a long process and it will take us all of the summer,”"
    plain = article("Daily Horn", f"Ports\n\n{quote} Ana Weller said on Monday.", "2031-03-03")
    charged = article("Evening Bell", f"Ports again\n\n{quote} Ana Weller admitted on Monday.", "2031-03-03")
    (framing,) = [f for f in found(Aspect.LOADED, plain, charged) if f.reason.startswith("saying")]
    assert [span.quote for span in framing.spans] == ["admitted", "said"]
    assert framing.document == charged.id
    both = article(
        "Evening Bell", f"Ports again\n\n{quote} Ana Weller admitted.\n\n{quote} Ana Weller said.", "2031-03-03"
    )
    assert [f for f in found(Aspect.LOADED, plain, both) if f.reason.startswith("saying")] == []


@pytest.mark.parametrize(
    "words", ["Pilots noted the hypocrisy of the board.", "The board blasted out a statement on Monday."]
)
def test_a_judgement_that_somebody_is_said_to_note_and_a_plain_phrase_are_not_the_outlets(words):
    assert found(Aspect.LOADED, article("Daily Horn", f"Ports\n\n{words}", "2031-03-03")) == []
