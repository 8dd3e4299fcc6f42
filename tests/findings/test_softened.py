import pytest

from cuibono.core.scores import Inference
from cuibono.findings.inference import infer
from cuibono.findings.softened import softened

SURE = Inference(0.98, 0.01, 0.01)


@pytest.mark.parametrize(
    ("premise", "hypothesis"),
    [
        ("The drug may reduce pain.", "The drug reduces pain."),
        ("Rebels reportedly seized the port.", "Rebels seized the port."),
        ("The bank is likely to raise rates.", "The bank will raise rates."),
        ("Perhaps the ship sank.", "The ship sank."),
        ("The mill may have been built by monks.", "Monks built the mill."),
        ("The drug may not reduce pain.", "The drug does not reduce pain."),
        ("The minister said taxes would rise.", "Taxes will rise."),
        ("The driver fled on foot, according to the police report.", "The driver fled."),
        ("Prosecutors claim that the mayor took bribes.", "The mayor took bribes."),
        ("“The dam is safe,” the engineer insisted.", "The dam is safe."),
        ("The firm plans to open a plant in Leeds.", "The firm opened a plant in Leeds."),
        ("Anna Roe hopes to win the race.", "Anna Roe won the race."),
        ("The council is expected to close the library.", "The council closed the library."),
        ("The thief tried to open the safe.", "The thief opened the safe."),
        ("The union agreed to end the strike.", "The union ended the strike."),
        ("The coach wants to leave the club.", "The coach left the club."),
        ("The king ordered the army to leave the city.", "The army left the city."),
        ("Did the mayor resign?", "The mayor resigned."),
        ("The vaccine could protect infants against the virus.", "The vaccine protects infants against the virus."),
        ("Two guards were allegedly bribed by the smugglers.", "The smugglers bribed two guards."),
        ("The airline will probably cancel the route.", "The airline will cancel the route."),
        ("Analysts believe the central bank will cut rates in June.", "The central bank will cut rates."),
        ("The mine has closed, union leaders said on Friday.", "The mine has closed."),
        ("According to the opposition, the president sold the forest.", "The president sold the forest."),
        ("Norway has promised to send tanks to the front.", "Norway sent tanks to the front."),
        ("The suspect attempted to cross the border at night.", "The suspect crossed the border."),
        ("Is the bridge safe?", "The bridge is safe."),
        ("Residents fear that the river will flood the village.", "The river will flood the village."),
        ("The judge told the officers to release the student.", "The officers released the student."),
        ("The museum intends to return the statue to Benin.", "The museum returned the statue to Benin."),
        ("Farmers are considering selling their land.", "Farmers sold their land."),
    ],
)
def test_what_is_left_open_bears_out_no_fact(premise, hypothesis):
    assert softened(premise, hypothesis)
    assert not softened(hypothesis, premise)
    found = infer(premise, hypothesis, SURE)
    assert (found.label, found.relation) == ("neutral", "unclear")
    assert infer(premise, hypothesis, None).label == "neutral"


@pytest.mark.parametrize(
    ("premise", "hypothesis"),
    [
        ("The drug reduces pain.", "The drug reduces pain."),
        ("The drug reduces pain.", "The drug may reduce pain."),
        ("The drug may reduce pain.", "The drug may reduce pain."),
        ("The drug may be costly, and it does reduce fever.", "The drug reduces fever."),
        ("The drug may reduce pain. It does reduce pain.", "The drug reduces pain."),
        ("The drug came on the market in May.", "The drug came on the market."),
        ("The minister said taxes would rise.", "The minister said that taxes would rise."),
        ("The bank raised rates and said that prices would fall.", "The bank raised rates."),
        ("The general confirmed that the rebels seized the port.", "The rebels seized the port."),
        ("The study found that the drug reduces pain.", "The drug reduces pain."),
        ("The firm plans to open a plant.", "The firm plans to open a plant."),
        ("The firm, which opened a plant, plans to sell it.", "The firm opened a plant."),
        ("The thief managed to open the safe.", "The thief opened the safe."),
        ("The court forced the mayor to resign.", "The mayor resigned."),
        ("Why did the mayor resign?", "The mayor resigned."),
        ("The envoy understands that the talks failed.", "The talks failed."),
        ("The airline cancelled the route.", "The airline possibly cancelled the route."),
        ("The ministry admitted that the tests failed.", "The tests failed."),
        ("The probe revealed that the chairman owned three yachts.", "The chairman owned three yachts."),
        ("The museum returned the statue and plans to return the mask.", "The museum returned the statue."),
        ("The minister who said taxes would rise resigned.", "The minister resigned."),
        ("The river flooded the village, which experts had said was safe.", "The river flooded the village."),
        ("The team dared to climb the north face.", "The team climbed the north face."),
        (
            "Residents said that the river would flood the village.",
            "The river would flood the village, residents said.",
        ),
        ("When did the museum return the statue?", "The museum returned the statue."),
        ("The tests failed in May.", "The tests failed."),
    ],
)
def test_what_is_said_as_a_fact_stays_borne_out(premise, hypothesis):
    assert not softened(premise, hypothesis)
    assert infer(premise, hypothesis, SURE).label == "entailment"
    assert infer(premise, hypothesis, None).label == "entailment"


@pytest.mark.parametrize(
    ("premise", "hypothesis"),
    [
        ("The drug may not reduce pain.", "The drug reduces pain."),
        ("The tenant failed to pay the rent.", "The tenant paid the rent."),
        ("The mayor denied that he took bribes.", "The mayor took bribes."),
        ("It may rain.", "Prices rose."),
        ("May.", "The."),
        ("", ""),
    ],
)
def test_what_is_denied_or_not_told_at_all_is_left_to_other_rules(premise, hypothesis):
    assert not softened(premise, hypothesis)
