"""What Wikidata states of those who speak in a story: shown with statement and day, and in no story itself."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from cuibono import readers
from cuibono.app import Newsroom
from cuibono.cli.found import sections
from cuibono.core.findings import Interest, Stake
from cuibono.core.news import Capture
from cuibono.core.watch import DESK
from cuibono.desk.config import Config
from cuibono.desk.place import Placer
from cuibono.export.html import HtmlExporter
from cuibono.export.markdown import MarkdownExporter
from cuibono.settings import Models, Settings
from cuibono.watching import Watching
from tests.desk.wire import Clock

NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)
STORY = (
    "The lock gate at Lisk failed on Monday. Tern Media said its boats were late. The mayor said 40 boats had to wait."
)
LABELS = {"Q7": "Lisk Herald", "Q8": "Tern Media", "Q10": "mass media", "Q11": "<b>Quay</b> Holdings"}


def article(fetched=NOON, text=STORY):
    about = {"url": "https://herald.example/7", "title": "Lock gate fails", "outlet": "Lisk Herald", "text": text}
    about |= {"published": "2026-03-10T08:00:00Z"}
    return Capture(about["url"], json.dumps(about).encode(), fetched, "application/json")


def item(*statements, place="https://www.wikidata.org/wiki/Q7", accessed="2026-03-09", revision=100):
    claims = {}
    for prop, value in statements:
        snak = {"snaktype": "value", "datavalue": {"value": {"id": value}}}
        claims.setdefault(prop, []).append({"mainsnak": snak, "rank": "normal", "id": f"Q7-{prop}-{value}"})
    entity = {"id": "Q7", "lastrevid": revision, "labels": {"en": {"value": LABELS["Q7"]}}, "claims": claims}
    labels = {name: {"id": name, "labels": {"en": {"value": said}}} for name, said in LABELS.items()}
    told = {"accessed": accessed, "item": {"entities": {"Q7": entity}}, "labels": [{"entities": labels}]}
    return Capture(place, json.dumps(told).encode(), NOON + timedelta(minutes=revision), "application/json")


OWNED = (("P127", "Q8"), ("P452", "Q10"))


@pytest.fixture
def desk():
    with Newsroom(Settings(db=":memory:", models=Models(use=False)), Clock(NOON)) as room:
        watching = Watching(room, Config())
        wire = room.store.wire

        def take(*captures):
            assert wire.lease(DESK, NOON, NOON + timedelta(days=9), "us")
            for each in captures:
                wire.receive("s", each)
                wire.take_in("us", "s", each.id, readers.read(each))
            waiting = wire.next_waiting(99, 99)
            with wire.placing("us") as index:
                Placer().place(waiting, index)
            wire.release(DESK, "us")
            watching.round(drain=True)
            return [room.store.get(each.id) for each in room.store.stories()]

        take.room = room
        yield take


def stated(reading):
    return [f for f in reading.findings if isinstance(f, Interest) and f.stated]


def test_owner_and_industry_of_an_outlet_stand_with_statement_and_day(desk):
    (reading,) = desk(article(), item(*OWNED))
    assert [d.outlet for d in reading.record.story.documents] == ["Lisk Herald"], "no story of its own"
    ties = {(tie.party, tie.stake, tie.category): tie for tie in stated(reading)}
    assert ("Lisk Herald", Stake.OWNED_BY, "Tern Media") in ties
    assert ("Lisk Herald", Stake.IN, "mass media") in ties
    assert ("Tern Media", Stake.OWNS, "Lisk Herald") in ties, "the owner speaks in the story too"
    tie = ties["Lisk Herald", Stake.OWNED_BY, "Tern Media"]
    assert tie.note == "Lisk Herald is owned by Tern Media."
    assert tie.stated == "Wikidata, item Q7, revision 100, accessed March 9, 2026"
    assert all(span.document in reading.record.documents for span in tie.spans)
    shown = " ".join(line.plain for section in sections(reading) for line in section.lines)
    assert "is owned by Tern Media (Wikidata, item Q7, revision 100, accessed March 9, 2026: “Lisk" in shown
    assert "accessed March 9, 2026" in MarkdownExporter().export(reading)
    assert "accessed March 9, 2026: “Lisk Herald is owned by Tern Media.”" in HtmlExporter().export(reading)
    assert list(desk.room.store.verify(readers.read)) == []


def test_a_story_is_read_again_when_the_database_is_asked_later_and_says_something_else(desk):
    (before,) = desk(article())
    assert stated(before) == []
    (after,) = desk(item(*OWNED))
    assert len(stated(after)) == 3
    (last,) = desk(item(("P127", "Q11"), accessed="2026-03-10", revision=101))
    (tie,) = stated(last)
    assert (tie.counterpart, "revision 101" in tie.stated) == ("<b>Quay</b> Holdings", True)
    assert "<b>Quay" not in HtmlExporter().export(last)


def test_whatever_looks_like_an_item_and_comes_from_elsewhere_states_nothing(desk):
    readings = desk(article(), item(*OWNED, place="https://evil.example/wiki/Q7"))
    assert [stated(reading) for reading in readings] == [[]]


def test_the_page_of_an_item_for_people_states_nothing_and_hides_nothing(desk):
    place = "https://www.wikidata.org/wiki/Q7"
    page = Capture(place, b"<h1>Lisk Herald</h1><p>A paper.</p>", NOON + timedelta(days=1), "text/html")
    readings = desk(article(), item(*OWNED), page)
    assert max(len(stated(reading)) for reading in readings) == 3


def test_as_of_a_moment_only_what_was_accessed_before_counts(desk):
    (reading,) = desk(article(), item(*OWNED, accessed="2026-03-20"))
    early = desk.room.reading(reading.record.story.id, datetime(2026, 3, 15, tzinfo=UTC))
    assert stated(early) == []
    late = desk.room.reading(reading.record.story.id, datetime(2026, 3, 22, tzinfo=UTC))
    assert len(stated(late)) == 3


def test_the_room_argues_from_nothing_that_only_a_database_states(desk):
    (reading,) = desk(article(), item(*OWNED))
    assert not any("owned" in s.text for turn in reading.talk.turns for s in turn.sentences)
