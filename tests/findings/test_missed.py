"""What readers of a document had a right to expect: stakes, denials, limits, corrections."""

from cuibono.core.claims import Modality
from cuibono.core.findings import Interest, Silence, Stake
from cuibono.core.news import OutletKind
from cuibono.findings.clocks import Clocks
from cuibono.findings.interests import Interests
from cuibono.findings.omissions import Omissions
from cuibono.findings.relations import Relations
from tests.findings.newsdesk import Article, Say, record

ACCUSED = "Prosecutors say Orvane dumped solvent into the river Tesk at night."
DENIAL = "Orvane denied that it had dumped any solvent into the river Tesk."
TWICE = "Orvane makes paint. Orvane employs four hundred people beside the river Tesk, where solvent was found."


def examined(rec):
    before = [*Relations().examine(rec), *Interests().examine(rec), *Clocks().examine(rec)]
    return Omissions().examine(rec, before)


def blamed(rec):
    return {o.document: o for o in examined(rec) if o.grade is Silence.LEFT_OUT}


def dispute(silent, *, second=True):
    told = (Say(ACCUSED, "accused"), Say(DENIAL, "denied", "Orvane", Modality.DENIED))
    papers = {"alpha": Article("Alpha Post", "2026-03-01", told)}
    if second:
        papers["beta"] = Article("Beta News", "2026-03-02", told)
    return record(**papers, silent=silent)


def test_a_denial_that_two_papers_had_is_missed_where_the_accused_is_accused():
    found = blamed(dispute(Article("Delta Daily", "2026-03-05", (Say(ACCUSED, "accused"),), filler=TWICE)))
    assert found["silent"].reason == "the denial is missing; Alpha Post and Beta News had it 3 days before"
    assert "denied" in found["silent"].spans[0].quote


def test_one_paper_is_not_enough_for_a_denial():
    silent = Article("Delta Daily", "2026-03-05", (Say(ACCUSED, "accused"),), filler=TWICE)
    assert "silent" not in blamed(dispute(silent, second=False))


def test_a_denial_told_loosely_is_told():
    loose = TWICE + " The firm disputed all of it."
    assert "silent" not in blamed(
        dispute(Article("Delta Daily", "2026-03-05", (Say(ACCUSED, "accused"),), filler=loose))
    )


def test_a_denial_about_something_else_is_not_missed():
    other = "Orvane opened a kindergarten. Orvane sponsors the regatta and a choir of bell ringers."
    assert "silent" not in blamed(dispute(Article("Delta Daily", "2026-03-05", (Say("Rain fell."),), filler=other)))


def test_a_copy_that_cuts_the_denial_of_its_original_leaves_it_out():
    told = (Say(ACCUSED, "accused"), Say(DENIAL, "denied", "Orvane", Modality.DENIED))
    rec = record(
        alpha=Article("Alpha Wire", "2026-03-01T08:00Z", told),
        cut=Article("Delta Daily", "2026-03-01T11:00Z", (Say(ACCUSED, "accused"),), copies="alpha"),
    )
    assert list(blamed(rec)) == ["cut"]


RULE = "The Harbour Office proposed a rule under which ships must log every tank they rinse."
SPARED = "This rule does not apply to a vessel of less than twelve metres that carries no cargo."


def notice(*others, kind=OutletKind.GOVERNMENT):
    papers = {f"p{i}": other for i, other in enumerate(others)}
    said = (Say(RULE, "rule"), Say(SPARED, "spared"))
    return record(notice=Article("Harbour Office", "2026-03-01", said, kind=kind), **papers)


def test_who_is_spared_belongs_to_what_is_told_of_a_rule():
    found = blamed(notice(Article("Delta Daily", "2026-03-04", (Say(RULE, "rule"),))))
    assert found["p0"].spans[0].quote == SPARED
    assert found["p0"].reason.startswith("it tells of the rule and not whom it spares")


def test_an_exemption_told_loosely_is_told_and_before_the_notice_nobody_knew_it():
    loose = Article("Delta Daily", "2026-03-04", (Say(RULE, "rule"),), filler="Small boats would be exempt.")
    early = Article("Early Post", "2026-02-27", (Say(RULE, "rule"),))
    same_day = Article("Day Post", "2026-03-01", (Say(RULE, "rule"),))
    elsewhere = Article("Far Post", "2026-03-04", (Say("Tulips sold well at the fair."),))
    snippet = Article("Short Post", "2026-03-04", (Say(RULE, "rule"),), snippet=True)
    assert blamed(notice(loose, early, same_day, elsewhere, snippet)) == {}


def test_a_paper_s_view_of_an_exemption_is_no_primary_document():
    assert blamed(notice(Article("Delta Daily", "2026-03-04", (Say(RULE, "rule"),)), kind=OutletKind.NEWSPAPER)) == {}


def test_a_product_of_the_quoted_speaker_is_missed_where_its_own_page_told_it_before(monkeypatch):
    quoted = Say("Attacks on valves rose by half this winter.", "rise", "Fennel Labs")
    launch = Say("Fennel Labs launched Valvex, a gateway that guards every valve of a plant.", "launch")
    ours = tuple(Say(f"We checked the pumps of our {n} plants.") for n in ("first", "second", "third"))
    loose = "Fennel Labs happens to sell a gateway by which every valve of a plant is guarded."
    rec = record(
        launch=Article("Fennel Labs", "2026-02-20", (launch,), kind=OutletKind.VENDOR),
        silent=Article("Delta Daily", "2026-03-01", (quoted,)),
        early=Article("Early Post", "2026-02-10", (quoted,)),
        telling=Article("Trade Post", "2026-03-01", (quoted,), filler=loose),
        answer=Article("Orvane", "2026-03-02", (quoted, *ours), kind=OutletKind.UNKNOWN),
    )
    stake = Interest(
        id="f1",
        spans=(rec.claim["c-launch"].canonical,),
        provenance=rec.claim["c-launch"].provenance,
        speaker="Fennel Labs",
        stake=Stake.SELLS,
        category="valve gateway",
        undisclosed_in=("silent", "early", "telling", "answer"),
    )
    monkeypatch.setattr(Interests, "examine", lambda _self, _record: iter((stake,)))
    found = blamed(rec)
    assert list(found) == ["silent"]
    assert found["silent"].reason == "it quotes Fennel Labs, who sells valve gateway; Fennel Labs had it 9 days before"
    assert found["silent"].claims == ("c-launch",)


def test_no_reproach_twice_and_at_most_a_dozen():
    papers = [Article(f"Paper {i}", "2026-03-04", (Say(RULE, "rule"),)) for i in range(30)]
    rec = notice(*papers)
    found = [o for o in examined(rec) if o.grade is Silence.LEFT_OUT]
    assert 0 < len(found) <= 12
    assert len({(o.document, o.spans[0]) for o in found}) == len(found)
