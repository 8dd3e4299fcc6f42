import time

import pytest

from cuibono.core.text import Document, Kind
from cuibono.findings.future import Cue, ahead


def read(text):
    document = Document(id="d1", capture="c1", kind=Kind.TEXT, text=text)
    return ahead(document, document.span(0, len(text)))


@pytest.mark.parametrize(
    ("text", "kind", "actor", "action"),
    [
        ("The council is expected to pass the tax.", Cue.PLANNED, "The council", "pass the tax"),
        ("On Friday the Dock Board (DB) will meet the union.", Cue.WILL, "the Dock Board", "meet the union"),
        (
            "Guidance that would widen the duty is expected soon.",
            Cue.HAPPENING,
            "Guidance that would widen the duty",
            None,
        ),
        ("He said the rule could fast-track new curbs.", Cue.COULD, "the rule", "fast-track new curbs"),
        ("Traders fear the looming export rule on chips.", Cue.COMING, None, "looming export rule on chips"),
    ],
)
def test_actor_and_action(text, kind, actor, action):
    found = next(item for item in read(text) if item.kind is kind)
    assert (found.actor.quote if found.actor else None) == actor
    assert action is None or found.action.quote == action


@pytest.mark.parametrize(
    "text",
    [
        "The will of the town is clear.",
        "She is going to Rome.",
        "The tax is due to the storm.",
        "He could not pay his debts.",
        "It could have been worse for them.",
        "They criticised the city's plans to move a statue.",
        "The vote will not take place.",
        "The board had been expected to agree.",
        "It runs open models on rented machines.",
    ],
)
def test_nothing_ahead(text):
    assert read(text) == ()


def test_an_embedded_question_is_marked():
    (found,) = read("It is unclear whether the town will pass the tax.")
    assert found.asked


def test_cost_is_linear():
    def cost(times):
        text = "the rule will pass and " * times
        start = time.process_time()
        read(text)
        return time.process_time() - start

    cost(20)
    assert cost(4_000) < 0.5 + 20 * cost(500)
