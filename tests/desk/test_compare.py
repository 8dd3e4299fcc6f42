"""What changed between two readings: named in plain words, with the words that show it."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest

from cuibono.app import Newsroom
from cuibono.settings import Settings

NOW = datetime(2026, 11, 20, tzinfo=UTC)
NOTICE = (
    "The Harbour Board proposes a new fee for ferries. Comments must be received on or before 16 November 2026. "
    "The fee would be 40 crowns for each landing."
)
CORRECTION = (
    "CORRECTION: In the notice of 29 September 2026 of the Harbour Board on a new fee for ferries, in the section "
    '"DATES", the words "on or before 16 November 2026" are corrected to read "on or before 30 October 2026".'
)
REPORT = (
    "A new fee for ferries is coming, the Harbour Board says. Mara Quist, a shipping clerk, said: “The fee would be "
    "40 crowns for each landing, and we shall have to pay 9,000 crowns a year.” "
    "Two other ports have closed their piers for the winter."
)


@pytest.fixture(scope="module")
def differences(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fee")
    for name, outlet, day, text in (
        ("a", "Harbour Board", "2026-09-29", NOTICE),
        ("b", "Harbour Board", "2026-10-12", CORRECTION),
        ("c", "Ellery Echo", "2026-10-13", REPORT),
    ):
        about = {"url": f"https://{name}.example/fee", "title": "A fee for ferries", "outlet": outlet, "published": day}
        (folder / f"{name}.json").write_text(json.dumps(about | {"text": text}))
    with Newsroom(Settings(db=folder / "s.db"), lambda: NOW) as room:
        story = room.read([str(folder)], one_story=True).readings[0].record.story.id
        yield room.changes(room.reading(story), datetime(2026, 10, 1, tzinfo=UTC))


def test_new_documents_and_claims_show_their_words(differences):
    assert {"new document", "new claim"} <= {difference.kind for difference in differences}
    assert all(difference.spans for difference in differences)


def test_a_date_corrected_elsewhere_is_a_clock_that_moved(differences):
    (moved,) = [difference for difference in differences if difference.kind == "clock moved"]
    assert "30 October 2026" in moved.spans[0].quote
    assert "16 November 2026" in moved.spans[1].quote


def test_no_id_stands_in_a_message_and_no_words_stand_twice(differences):
    for difference in differences:
        assert not re.search(r"\b[acdfost]:?[0-9a-f]{12}", difference.message)
        assert len(set(difference.spans)) == len(difference.spans)
