from cuibono.core.claims import Modality
from cuibono.core.findings import Omission, Silence
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


def test_part_of_a_claim_is_unclear_and_before_it_was_known_not_even_that():
    part = "The regulator spoke of the bank. Its leak was small."
    rec = record(
        early=Article("Early", "2026-02-01", (Say("Shares rose."),), filler=part),
        a=Article("Alpha", "2026-03-01", (Say(FINE, "fine"),)),
        b=Article("Beta", "2026-03-02", (Say(FINE, "fine"),)),
        late=Article("Late", "2026-03-09", (Say("Shares fell."),), filler=part + " Corden kept quiet."),
    )
    found = cells(rec)
    assert found["early"].state is Silence.NOT_YET_KNOWN
    assert (found["late"].state, found["late"].reason) == (Silence.UNCLEAR, "says part of it")


def test_whoever_a_claim_is_about_denies_it_by_another_number():
    rec = record(
        a=Article("Alpha", "2026-03-01", (Say("The bank Corden paid a fine of $40 million over the leak.", "fine"),)),
        b=Article("Corden", "2026-03-02", (Say("The bank Corden paid a fine of $20 million over the leak.", "own"),)),
        c=Article("Gamma", "2026-03-03", (Say("The bank Corden paid a fine of $30 million over the leak.", "third"),)),
    )
    found = cells(rec)
    assert found["b"].state is Says.DENIES
    assert found["c"].state is Says.CONTRADICTS


def rows(rec, findings=()):
    return [row.claim for row in matrix(rec, findings)]


def test_near_identical_claims_share_a_row_and_its_cells():
    rec = record(
        a=Article("Alpha", "2026-03-01", (Say("Raiders poisoned 1,940 build pipelines.", "one"),)),
        b=Article("Beta", "2026-03-02", (Say("At least 1,940 build pipelines were poisoned by raiders.", "one"),)),
        c=Article("Gamma", "2026-03-03", (Say("Raiders have poisoned 1,940 pipelines of strangers.", "two"),)),
    )
    assert rows(rec) == ["c-one"]
    assert cells(rec, "c-one")["c"].state is Says.ASSERTS


def test_fragments_questions_and_headings_head_no_row():
    solid = [f"The council of Brenn sold {name} mill to a brewer." for name in ("Ash", "Birch", "Cedar")]
    says = (
        *(Say(text, f"s{i}") for i, text in enumerate(solid)),
        Say("It was sold to the brewer for nine crowns.", "leans"),
        Say("Who bought the mills of Brenn from the council?", "asks", modality=Modality.QUESTION),
        Say("SUMMARY: The council of Brenn sells three mills.", "label"),
    )
    rec = record(a=Article("Alpha", "2026-03-01", says), b=Article("Beta", "2026-03-02", says))
    assert not {"c-leans", "c-asks", "c-label"} & set(rows(rec))


def test_what_everybody_tells_is_the_first_row():
    minor = Say("Mayor Holm opened a kindergarten in Lisk.", "minor")
    lead = Say("The storm cut power to Brenn for two days.", "lead")
    rec = record(
        a=Article("Alpha", "2026-03-01", (minor, lead)),
        b=Article("Beta", "2026-03-02", (minor, lead)),
        c=Article("Gamma", "2026-03-03", (lead,)),
        d=Article("Delta", "2026-03-04", (lead,)),
    )
    assert rows(rec)[0] == "c-lead"


def test_a_silence_that_was_found_shows_in_the_cell():
    rec = record(
        a=Article("Alpha", "2026-03-01", (Say(FINE, "fine"),)),
        b=Article("Beta", "2026-03-02", (Say("Markets were calm in the whole of Brenn.", "calm"),)),
    )
    missed = Omission(
        id="f1",
        spans=(rec.claim["c-fine"].canonical,),
        provenance=rec.claim["c-fine"].provenance,
        claims=("c-fine",),
        document="b",
        grade=Silence.LEFT_OUT,
        reason="Alpha had it one day before",
    )
    (row,) = [row for row in matrix(rec, (missed,)) if row.claim == "c-fine"]
    assert [(c.state, c.reason) for c in row.cells][1] == (Silence.LEFT_OUT, "Alpha had it one day before")


def test_one_number_does_not_say_a_claim_about_something_else():
    rec = record(
        a=Article("Alpha", "2026-03-01", (Say("Corden closed 214 branches in the valley of Tesk.", "fine"),)),
        b=Article("Beta", "2026-03-02", (Say("Corden closed 214 branches in the valley of Tesk.", "fine"),)),
        c=Article(
            "Gamma", "2026-03-03", (Say("Rain fell."),), filler="Storms broke 214 branches of old elms at the fair."
        ),
    )
    assert cells(rec)["c"].state is not Says.ASSERTS


def test_who_says_what_others_deny_asserts_the_denied_claim():
    charge = Say("Brandt handed the witness in the quarry case some money", "charge", "Lena Madden")
    denied = "Brandt handed the witness in the quarry case some money in a bag"
    denials = [Say(denied, "fine", name, Modality.DENIED) for name in ("Brandt", "Ida Moser")]
    rec = record(
        a=Article("Alpha", "2026-03-01", (charge,)),
        b=Article("Beta", "2026-03-02", denials[:1]),
        c=Article("Gamma", "2026-03-02", denials[1:]),
    )
    states = {key: cell.state for key, cell in cells(rec).items()}
    assert states == {"a": Says.ASSERTS, "b": Says.DENIES, "c": Says.DENIES}
