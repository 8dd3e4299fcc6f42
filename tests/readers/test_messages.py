import json
from datetime import UTC, datetime

from cuibono.core.news import Capture
from cuibono.readers import read


def test_a_thread_names_the_place_where_it_was_held():
    thread = {
        "site": "Moor Forum",
        "title": "Where is the method?",
        "author": "ode",
        "created_at": "2026-03-11T18:04:00Z",
        "text": "I read it twice and cannot find a sample.",
        "children": [
            {"author": "linn", "created_at": "2026-03-11T18:20:00Z", "text": "Neither can I.", "children": []}
        ],
    }
    (document,) = read(Capture("thread.json", json.dumps(thread).encode(), datetime(2026, 3, 12, tzinfo=UTC)))
    assert document.outlet == "Moor Forum"
    assert [block.by for block in document.blocks if block.by] == ["ode", "linn"]
