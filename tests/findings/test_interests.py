from random import Random

import pytest

from cuibono.core.findings import Stake
from cuibono.findings.declared import Declared
from cuibono.findings.interests import METHOD, Interests
from tests.findings.press import article, record, thread

VENDOR = "Brask Security"
LAUNCH = article(
    VENDOR,
    "Introducing Brask Latch\n\nBrask Security plc today launched Brask Latch, a manifest sensor that stands between a "
    "terminal and its cranes. The company will present its annual report in March.",
    "2031-02-16T08:00:00Z",
)
REPORT = article(
    VENDOR,
    "Annual report: Dark Harbours\n\nWe counted 1,310 harbour terminals with altered manifests in the first half of "
    "2031.\n\nEvery terminal should place a manifest sensor before its cranes.",
    "2031-03-02T06:00:00Z",
)
WIRE = article(
    "Wire",
    "Manifests altered at terminals\n\nBrask Security said that manifests had been altered at 1,310 harbour "
    "terminals.\n\n“Nobody checks the manifests,” said Ana Weller, head of research at Brask Security.",
    "2031-03-02T09:00:00Z",
)
TRADE = article(
    "Trade",
    "A number and a product\n\nBrask Security said that manifests had been altered at 1,310 harbour terminals. "
    "Brask has something to sell. On 16 February it launched Latch, a manifest sensor.",
    "2031-03-05T09:00:00Z",
)


def interests(*documents, known=(), **more):
    return [
        f
        for f in Interests(tuple(known)).examine(record(*documents, vendors=[VENDOR], **more))
        if f.stake is not Stake.NONE_FOUND
    ]


def names(documents, findings):
    said = {a.speaker.id: a.speaker.name for a in record(*documents, vendors=[VENDOR]).assertions}
    return [said.get(f.speaker, "") for f in findings]


def the(stake, found):
    (one,) = [f for f in found if f.stake is stake]
    return one


# --- what is sold


def test_a_vendor_that_sells_what_its_report_recommends():
    sells = the(Stake.SELLS, interests(LAUNCH, REPORT, WIRE, TRADE))
    assert sells.category == "manifest sensor"
    assert sells.days_before == 14
    assert "launched" in sells.spans[0].quote
    assert any("should place a manifest sensor" in span.quote for span in sells.spans)
    assert sells.spans[-1].document == LAUNCH.id
    assert sells.provenance.method == METHOD
    assert not sells.declared


def test_who_tells_the_reader_and_who_does_not():
    sells = the(Stake.SELLS, interests(LAUNCH, REPORT, WIRE, TRADE))
    assert sells.disclosed_in == (TRADE.id,)
    assert sells.undisclosed_in == (WIRE.id,)


def test_who_speaks_for_the_vendor_shares_the_stake():
    found = interests(LAUNCH, REPORT, WIRE)
    works = the(Stake.EMPLOYED_BY, found)
    assert names([LAUNCH, REPORT, WIRE], [works]) == ["Ana Weller"]
    assert works.counterpart.startswith("Brask")
    assert "Ana Weller" in works.spans[0].quote


def test_an_unsourced_launch_in_a_talk_is_the_vendors_interest_and_marked():
    talk = thread(
        (None, "The Brask report is out and says that manifests at harbour terminals were altered by foreign crews."),
        (
            None,
            "The timing suits Brask's story, they just launched a new manifest tracking product last quarter.",
        ),
    )
    (sells,) = interests(talk)
    assert sells.stake is Stake.SELLS
    assert sells.category == "manifest tracking product"
    assert sells.days_before is None
    assert "without a source" in sells.note


@pytest.mark.parametrize(
    "sentence",
    [
        "The harbour board launched an inquiry into altered manifests.",
        "The navy launched two drones over the harbour terminals.",
        "Brask Security released a statement on manifests.",
        "Latch was launched by nobody.",
        "Brask Security did not launch a manifest sensor.",
        "Did Brask Security launch a manifest sensor?",
        "Storms fell on the terminals and 30 per cent of the ships stayed out.",
        "Kickers United sold Tom Marsh to Rovers for nine million.",
        "Brask Security launched a toothbrush app.",
    ],
)
def test_what_is_no_sale_or_has_nothing_to_do_with_the_claims(sentence):
    text = (
        "News\n\nThe harbour board said that manifests had been altered at terminals. Brask Security said that "
        f"manifests were altered at 1,310 terminals.\n\n{sentence}"
    )
    assert [f for f in interests(article("Wire", text, "2031-03-02")) if f.stake is Stake.SELLS] == []


# --- other stakes, critics too


@pytest.mark.parametrize(
    ("sentence", "stake", "speaker"),
    [
        ("Tarn Institute is funded by Brask Security.", Stake.FUNDED_BY, "Tarn Institute"),
        ("Brask Security funds Tarn Institute.", Stake.FUNDED_BY, "Tarn Institute"),
        ("Tarn Institute competes with Brask Security for the same harbours.", Stake.COMPETES, "Tarn Institute"),
        ("Tarn Institute, a rival of Brask Security, has its seat in Drov.", Stake.COMPETES, "Tarn Institute"),
        ("Tarn Institute is a subsidiary of Brask Security.", Stake.OWNED_BY, "Tarn Institute"),
        ("Tarn Institute sued Brask Security over the report in May.", Stake.LITIGATES, "Tarn Institute"),
        ("Tarn Institute is bidding for the terminals contract of the board.", Stake.GAINS, "Tarn Institute"),
        ("Tarn Institute regulates the terminals in nine harbours.", Stake.REGULATES, "Tarn Institute"),
    ],
)
def test_the_critic_is_examined_as_well(sentence, stake, speaker):
    paper = article(
        "Paper",
        "Report doubted\n\nBrask Security said that manifests had been altered at 1,310 terminals. Brask Security said "
        "that terminals were at risk.\n\nTarn Institute said that manifests at terminals were rarely altered. Tarn "
        f"Institute said that the report gave no method.\n\n{sentence}",
        "2031-03-05",
    )
    found = [f for f in interests(paper) if f.stake is stake]
    assert speaker in names([paper], found)
    assert any(sentence.split()[0] in f.spans[0].quote for f in found)


def test_first_hand_disclosure_in_a_thread():
    talk = thread(
        (
            "ruud",
            "Brask Security said that manifests at harbour terminals were altered by somebody.",
        ),
        ("kell", "I work at Brask Security, not on the report. The manifests were counted twice over several weeks."),
    )
    works = the(Stake.EMPLOYED_BY, interests(talk))
    assert names([talk], [works]) == ["kell"]
    assert works.counterpart.startswith("Brask")


def test_shares_that_move():
    wire = article(
        "Wire",
        "Manifests altered\n\nBrask Security said that manifests had been altered at 1,310 terminals.\n\n"
        "Shares in Brask Security rose 4.1% in early trading.",
        "2031-03-02",
    )
    gains = the(Stake.GAINS, interests(wire))
    assert gains.spans[0].quote.startswith("Shares in Brask")


# --- none found


def test_speakers_without_a_stake_are_named_with_the_place_where_they_speak():
    found = list(Interests().examine(record(WIRE, REPORT, LAUNCH, vendors=[VENDOR])))
    said = {a.speaker.name for a in record(WIRE, REPORT, LAUNCH, vendors=[VENDOR]).assertions}
    assert "Ana Weller" in said
    stranger = article(
        "Paper",
        "Pilots\n\n“We never saw an altered manifest,” said Tom Marsh, an aviation analyst. “Not one,” Marsh said.",
        "2031-03-03",
    )
    more = list(Interests().examine(record(WIRE, REPORT, LAUNCH, stranger, vendors=[VENDOR])))
    none = [f for f in more if f.stake is Stake.NONE_FOUND]
    assert any(f.spans[0].document == stranger.id for f in none)
    assert all(f.salience < 0.1 for f in none)
    assert not {f.speaker for f in found if f.stake is Stake.NONE_FOUND} & {
        f.speaker for f in found if f.stake is not Stake.NONE_FOUND
    }


# --- the user's own


def test_a_declared_stake_is_tied_to_what_the_speaker_claims():
    entry = Declared("Brask Security", Stake.FUNDED_BY, "harbour terminals", "Port Fund", "annual accounts, p. 9")
    (own,) = [f for f in interests(WIRE, known=[entry]) if f.declared]
    assert own.note == "annual accounts, p. 9"
    assert "terminals" in own.spans[0].quote
    for other in (Declared("Nobody Ltd", Stake.SELLS, "terminals"), Declared("Brask Security", Stake.SELLS, "toys")):
        assert not [f for f in interests(WIRE, known=[other]) if f.declared]


def test_order_of_input_does_not_matter():
    papers = [LAUNCH, REPORT, WIRE, TRADE]
    first = list(Interests().examine(record(*papers, vendors=[VENDOR])))
    Random(3).shuffle(papers)
    assert list(Interests().examine(record(*papers, vendors=[VENDOR]))) == first
    assert len({f.id for f in first}) == len(first)


def _dock_story(*paragraphs):
    tells = article(
        "Gazette",
        "Dock firm\n\nAna Weller sits on the board of directors of Brask Security.\n\n"
        "“The locks of Brask Security are safe,” said Ana Weller.",
        "2031-03-02",
    )
    other = article("Courier", "\n\n".join(("Locks", *paragraphs)), "2031-03-03")
    found = Interests().examine(record(tells, other))
    (stake,) = [f for f in found if f.stake is Stake.EMPLOYED_BY and f.party == "Ana Weller"]
    return other.id, stake


def test_a_paper_that_tells_the_stake_in_other_words_is_not_reproached():
    other, stake = _dock_story(
        "“Every lock was tested,” said Ana Weller.",
        "The politician is among the biggest investors. She has owned a part of Brask for years, and Weller says so.",
    )
    assert other in stake.disclosed_in
    assert other not in stake.undisclosed_in


def test_a_paper_that_names_the_firm_without_a_tie_is_in_neither_list():
    other, stake = _dock_story(
        "“Every lock was tested,” said Ana Weller.",
        "The inquiry goes on.",
        "Ships came in on Monday.",
        "Nothing else was heard.",
        "Locks by Brask were fitted in spring.",
    )
    assert other not in (*stake.disclosed_in, *stake.undisclosed_in)


def test_only_a_paper_that_names_nothing_of_it_keeps_it_from_readers():
    other, stake = _dock_story("“Every lock was tested,” said Ana Weller.", "The inquiry goes on.")
    assert other in stake.undisclosed_in


def test_a_lawyer_a_founder_and_a_rival_candidate_have_stakes():
    paper = article(
        "Gazette",
        "Dock case\n\n“The case against AquaLock is weak,” said the AquaLock founder Tom Marsh.\n\n"
        "“AquaLock did nothing wrong,” said Ana Weller, a lawyer for AquaLock.\n\n"
        "“Tom Marsh must go,” said Lee Orr, who is running against Tom Marsh.",
        "2031-03-02",
    )
    stakes = {(f.party, f.stake) for f in Interests().examine(record(paper)) if f.stake is not Stake.NONE_FOUND}
    assert ("Tom Marsh", Stake.EMPLOYED_BY) in stakes
    assert ("Ana Weller", Stake.EMPLOYED_BY) in stakes
    assert ("Lee Orr", Stake.COMPETES) in stakes


def test_witnesses_are_not_asked_for_a_stake():
    paper = article(
        "Gazette",
        "Dock fire\n\n“I saw the flames,” said Tom Marsh, a resident. “It was hot,” Marsh said.\n\n"
        "“The alarm failed,” said Ana Weller, a fire safety analyst. “It was old,” Weller said.",
        "2031-03-02",
    )
    clear = [f for f in Interests().examine(record(paper)) if f.stake is Stake.NONE_FOUND]
    assert {f.party for f in clear if f.salience} == {"Ana Weller"}
    assert {f.party for f in clear} == {"Ana Weller", "Tom Marsh"}, "examined all the same"


def stakes_of(text, name, published="2031-03-03"):
    found = interests(article("Daily Horn", f"The race\n\n{text}", published))
    return [(f.stake, f.counterpart, f.spans[0].quote) for f in found if f.party == name]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Jo Ash, a presidential candidate, said the port is unsafe.", "Jo Ash, a presidential candidate"),
        ("Republican front-runner Jo Ash said the port is unsafe.", "Republican front-runner Jo Ash"),
        ("Jo Ash, the 2012 presidential candidate, said the port is unsafe.", ""),
        ("Jo Ash, a former presidential candidate, said the port is unsafe.", ""),
        ("Jo Ash, who as a presidential candidate sailed here, said the port is unsafe.", ""),
    ],
)
def test_who_stands_for_office_has_votes_to_gain(words, shown):
    found = [quote for stake, _, quote in stakes_of(words, "Jo Ash") if stake is Stake.GAINS]
    assert found == ([shown] if shown else [])


def test_who_runs_a_campaign_works_for_the_candidate():
    text = "Jo Ash wants the port. “The port must close,” said Ash campaign manager Ana Weller. “Jo Ash will close it.”"
    assert (Stake.EMPLOYED_BY, "Jo Ash", "Ash campaign manager Ana Weller") in stakes_of(text, "Ana Weller")
    former = "Jo Ash wants the port. “The port must close,” said former Ash lawyer Ana Weller. “Jo Ash will close it.”"
    assert not [s for s in stakes_of(former, "Ana Weller") if s[0] is Stake.EMPLOYED_BY]


def test_who_represents_those_that_fight_a_body_is_not_tied_to_it():
    text = (
        "The Moor Harbour Board said the port is safe. Ana Weller, who represents pilots battling the board of the "
        "Moor Harbour Board, said the Moor Harbour Board has the port closed too late."
    )
    assert not [s for s in stakes_of(text, "Ana Weller") if s[0] is Stake.EMPLOYED_BY]


def test_the_officers_named_in_a_bodys_own_report_work_for_it():
    report = article(
        VENDOR,
        "Annual report: Dark Harbours\n\nForeword: Jo Ash, chief executive.\n\nWe counted 1,310 harbour terminals with "
        "altered manifests in the first half of 2031.\n\n“Every terminal must act,” said Jo Ash.",
        "2031-03-02T06:00:00Z",
    )
    found = [f for f in interests(report, WIRE) if f.stake is Stake.EMPLOYED_BY and f.party == "Jo Ash"]
    assert [(f.counterpart, f.spans[0].quote) for f in found] == [(VENDOR, "Jo Ash, chief executive")]
    paper = article("Daily Horn", report.text, "2031-03-02T06:00:00Z")
    assert not [f for f in interests(paper, WIRE) if f.stake is Stake.EMPLOYED_BY and f.party == "Jo Ash"]
