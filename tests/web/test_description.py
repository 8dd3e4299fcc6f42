"""What OpenAPI says of the API is what it does: requests made up from the description, right ones and wrong ones."""

from __future__ import annotations

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.export.desk import reading
from tests.web.conftest import serving, shelved

EACH = 6  # requests made up for each operation, right and wrong: some two seconds of CPU in all
ONE = settings(
    max_examples=EACH,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)


def test_every_answer_is_one_that_the_description_names():
    with shelved(reading()) as newsroom, serving(newsroom) as site, requests.Session() as session:
        session.trust_env = False
        described = schemathesis.openapi.from_dict(site.get("/api/openapi.json").json())
        described.config.update(base_url=site.url)
        seen = {}
        for found in described.get_all_operations():
            operation = found.ok()
            right = seen[operation.label] = statuses(operation, GenerationMode.POSITIVE, session)
            if operation.query or operation.body:  # any words may be the name of a story
                wrong = statuses(operation, GenerationMode.NEGATIVE, session)
                assert wrong <= {200, 400, 404, 405, 422}, operation.label
                right |= wrong
        assert {label for label, got in seen.items() if 422 in got} >= {
            "POST /api/stories/{story_id}/ask",
            "POST /api/stories/{story_id}/turns",
            "GET /api/stories/{story_id}/turns",
            "GET /api/stories/{story_id}/changes",
        }
        assert all(got & {200, 201} for got in seen.values()), seen


def statuses(operation, mode, session) -> set[int]:
    """Asks, checks every answer against the description, and tells the statuses that came."""
    seen = set()
    # Words may be right by their form and still say nothing, or answer a turn that nobody made.
    unsure = [positive_data_acceptance] if operation.method == "post" else []

    @ONE
    @given(case=operation.as_strategy(generation_mode=mode), known=st.sampled_from([True, True, False]))
    def ask(case, known):
        if known and mode is GenerationMode.POSITIVE and "story_id" in case.path_parameters:
            case.path_parameters["story_id"] = "s1"
        answer = case.call(session=session, timeout=20)
        seen.add(answer.status_code)
        case.validate_response(answer, excluded_checks=unsure)

    ask()
    return seen
