from cuibono.core.claims import Modality
from cuibono.core.findings import Silence
from cuibono.core.reading import Says
from cuibono.findings.matrix import matrix
from cuibono.findings.relations import Relations
from tests.findings.newsdesk import Article, Say, record

FINE = "The regulator fined the bank Corden $40 million over the leak."


def cells(rec, claim="c-fine"):
    rows = matrix(rec, tuple(Relations().examine(rec)))
    (row,) = [row for row in rows if row.claim == claim]
    return {cell.document: cell for cell in row.cells}


def test_one_cell_for_each_document_with_its_stance():
    denial = Say("The regulator fined the bank Corden over the leak", "denial", "Corden", Modality.DENIED)
    rec = record(
        a=Article("Alpha", "2026-03-01", (Say(FINE, "fine"),)),
        b=Article("Beta", "2026-03-02", (Say("Corden was fined $40 million over the leak.", "fine", "the regulator"),)),
        c=Article(
            "Gamma", "2026-03-03", (Say("The regulator fined the bank Corden $55 million over the leak.", "other"),)
        ),
        d=Article("Delta", "2026-03-04", (denial,)),
        e=Article(
            "Epsilon", "2026-03-05", (Say("Corden is a bank. Rain fell. Snow fell. Hail fell. The regulator rested."),)
        ),
        f=Article(
            "Zeta", "2026-02-01", (Say("Corden is a bank. Rain fell. Snow fell. Hail fell. The regulator rested."),)
        ),
        g=Article("Eta", "2026-03-05", (Say("Roses bloom early."),)),
        h=Article("Theta", "2026-03-05", (Say("Corden news."),), snippet=True),
    )
    found = cells(rec)
    assert list(found) == [d.id for d in rec.story.documents]
    assert {key: cell.state for key, cell in found.items()} == {
        "a": Says.ASSERTS,
        "b": Says.ASSERTS,
        "c": Says.CONTRADICTS,
        "d": Says.DENIES,
        "e": Silence.LEFT_OUT,
        "f": Silence.NOT_YET_KNOWN,
        "g": Silence.NOT_SUBJECT,
        "h": Silence.SNIPPET,
    }
    assert found["b"].speakers == ("the regulator",)
    assert found["a"].speakers == ()
    assert found["c"].spans[0].document == "c"
    assert found["e"].spans == ()
    assert found["e"].reason


def test_hedged_where_the_document_hedges():
    rec = record(
        a=Article(
            "Alpha",
            "2026-03-01",
            (Say("Corden probably closed its plant in Brenn.", "fine", modality=Modality.HEDGED),),
        ),
        b=Article("Beta", "2026-03-02", (Say("Corden closed its plant in Brenn.", "fine"),)),
    )
    assert {key: cell.hedged for key, cell in cells(rec).items()} == {"a": True, "b": False}


def test_a_document_whose_assertion_was_missed_is_not_silent():
    rec = record(
        a=Article("Alpha", "2026-03-01", (Say(FINE, "fine"),)),
        b=Article("Beta", "2026-03-02", (Say(FINE, "fine"),)),
        c=Article(
            "Gamma",
            "2026-03-03",
            (Say("Shares fell."),),
            filler="Over the leak the regulator has fined the bank Corden.",
        ),
    )
    cell = cells(rec)["c"]
    assert cell.state is Says.ASSERTS
    assert cell.spans[0].quote.startswith("Over the leak")


def test_other_scope():
    rec = record(
        a=Article("Alpha", "2026-03-01", (Say("The storm in Brenn killed 12 people.", "fine"),)),
        b=Article("Beta", "2026-03-02", (Say("The storm in Brenn killed 17 people.", "later"),)),
    )
    assert cells(rec)["b"].state is Says.SCOPE


def test_disputed_and_heavy_claims_come_first():
    rec = record(
        a=Article("Alpha", "2026-03-01", (Say("Shares fell by noon.", "light"), Say(FINE, "fine"))),
        b=Article("Beta", "2026-03-02", (Say(FINE, "fine"), Say("Rain fell on Brenn.", "rain"))),
    )
    assert matrix(rec, ())[0].claim == "c-fine"


def test_no_claims_no_rows():
    assert matrix(record(a=Article("Alpha", "2026-03-01", (), filler="Words.")), ()) == ()


def test_part_of_a_claim_said_before_it_was_known_is_not_other_scope():
    part = "The regulator spoke of the bank. Its leak was small."
    rec = record(
        early=Article("Early", "2026-02-01", (Say("Shares rose."),), filler=part),
        a=Article("Alpha", "2026-03-01", (Say(FINE, "fine"),)),
        b=Article("Beta", "2026-03-02", (Say(FINE, "fine"),)),
        late=Article("Late", "2026-03-09", (Say("Shares fell."),), filler=part + " Corden kept quiet."),
    )
    found = cells(rec)
    assert found["early"].state is Silence.NOT_YET_KNOWN
    assert (found["late"].state, found["late"].reason) == (Says.SCOPE, "says part of it")


def test_whoever_a_claim_is_about_denies_it_by_another_number():
    rec = record(
        a=Article("Alpha", "2026-03-01", (Say("The bank Corden paid a fine of $40 million over the leak.", "fine"),)),
        b=Article("Corden", "2026-03-02", (Say("The bank Corden paid a fine of $20 million over the leak.", "own"),)),
        c=Article("Gamma", "2026-03-03", (Say("The bank Corden paid a fine of $30 million over the leak.", "third"),)),
    )
    found = cells(rec)
    assert found["b"].state is Says.DENIES
    assert found["c"].state is Says.CONTRADICTS
