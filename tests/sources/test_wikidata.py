# ruff: noqa: E501 - records stand as they come
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from cuibono import readers
from cuibono.core.errors import NotBefore, SettingsError
from cuibono.core.findings import Stake
from cuibono.core.news import Capture
from cuibono.desk.investigate import Investigator
from cuibono.findings.interests import Interests
from cuibono.stories import outlets
from cuibono.stories.outlets import outlet_of

LABELS = {
    "Q7": "Lisk Herald",
    "Q8": "Tern Media",
    "Q9": "Quay Holdings",
    "Q10": "lock gate control software",
    "Q11": "Dock Trust",
}


def statement(prop, value, rank="normal", **qualifiers):
    return {
        "mainsnak": {"snaktype": "value", "property": prop, "datavalue": {"value": {"entity-type": "item", "numeric-id": int(value[1:]), "id": value}, "type": "wikibase-entityid"}, "datatype": "wikibase-item"},
        "type": "statement",
        "id": f"Q7${prop}-{value}",
        "rank": rank,
        **({"qualifiers": qualifiers} if qualifiers else {}),
    }  # fmt: skip


def item(*statements, revision=100, identity="Q7"):
    claims = {}
    for each in statements:
        claims.setdefault(each["mainsnak"]["property"], []).append(each)
    return {
        "type": "item",
        "id": identity,
        "lastrevid": revision,
        "modified": "2026-02-01T10:00:00Z",
        "labels": {"en": {"language": "en", "value": LABELS[identity]}},
        "claims": claims,
    }


class Wikidata:
    """Answers as the interface does, from the items given."""

    def __init__(self, page):
        self.page = page
        self.items = {}
        self.hits = []
        self.asked = []
        self.error = None

    def get(self, path, _default=None):
        asked = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
        self.asked.append(asked)
        if self.error is not None:
            return self.page(json.dumps({"error": self.error}).encode())
        if asked.get("action") == "wbsearchentities":
            return self.page(json.dumps({"search": self.hits, "success": 1}).encode())
        ids = asked["ids"].split("|")
        if asked["props"] == "labels":
            found = {
                i: {"type": "item", "id": i, "labels": {"en": {"value": LABELS[i]}} if i in LABELS else {}} for i in ids
            }
        else:
            found = {i: self.items.get(i, {"id": i, "missing": ""}) for i in ids}
        return self.page(json.dumps({"entities": found, "success": 1}).encode())


@pytest.fixture
def wikidata(server, page):
    server.pages = Wikidata(page)
    return server.pages


@pytest.fixture
def source(desk, server):
    return lambda **options: desk.source("wikidata", api=server.url("/w/api.php"), **options)


def test_statements_become_sentences(wikidata, source, desk, clock):
    wikidata.items["Q7"] = item(
        statement("P127", "Q8"),
        statement("P749", "Q9"),
        statement("P1056", "Q10"),
        statement("P8324", "Q11"),
        statement("P17", "Q30"),
    )
    (document,) = desk.round(source(items="Q7"))
    assert document.text.split("\n\n") == [
        "Lisk Herald",
        "Lisk Herald is owned by Tern Media.",
        "Lisk Herald belongs to Quay Holdings.",
        "Lisk Herald is a provider of lock gate control software.",
        "Lisk Herald is funded by Dock Trust.",
        "Wikidata, item Q7, revision 100, accessed March 11, 2026.",
    ]
    assert (document.url, document.outlet, outlet_of(document).kind) == (
        "https://www.wikidata.org/wiki/Q7",
        "Wikidata",
        "community",
    )
    assert (document.published, str(document.modified)) == (None, "2026-02-01T10:00:00Z")
    assert document.tags[0] == ("accessed", "2026-03-11")
    assert ("statement", "P127 Q7$P127-Q8 Q8") in document.tags
    assert wikidata.asked[0]["maxlag"] == "5"
    assert "Q30" not in wikidata.asked[1]["ids"]


def test_the_best_rank_counts_and_what_ended_is_no_sentence(wikidata, source, desk):
    wikidata.items["Q7"] = item(
        statement("P127", "Q8", rank="preferred"), statement("P127", "Q9"), statement("P127", "Q11", rank="deprecated"),
        statement("P749", "Q9", P582=[{"snaktype": "value"}]), statement("P8324", "Q99"),
        {"mainsnak": {"snaktype": "novalue", "property": "P1830"}, "rank": "normal", "id": "x"},
    )  # fmt: skip
    (document,) = desk.round(source(items="Q7"))
    assert document.text.split("\n\n")[1:-1] == ["Lisk Herald is owned by Tern Media."]
    assert ("ended", "P749 Q7$P749-Q9 Q9") in document.tags


def test_an_item_is_kept_for_a_week_and_new_only_when_it_was_edited(wikidata, source, desk, clock):
    wikidata.items["Q7"] = item(statement("P127", "Q8"))
    items = source(items="Q7")
    assert len(desk.round(items)) == 1
    asked = len(wikidata.asked)
    clock.pass_(3 * 86_400)
    assert desk.round(items) == []
    assert len(wikidata.asked) == asked
    clock.pass_(5 * 86_400)
    assert desk.round(items) == []
    assert len(wikidata.asked) == asked + 1
    wikidata.items["Q7"] = item(statement("P127", "Q9"), revision=101)
    clock.pass_(8 * 86_400)
    (document,) = desk.round(items)
    assert document.find("Lisk Herald is owned by Quay Holdings.")


def test_a_name_is_looked_up_and_never_guessed(wikidata, source, desk):
    wikidata.items["Q7"] = item(statement("P127", "Q8"))
    wikidata.hits = [
        {
            "id": "Q7",
            "label": "Lisk Herald",
            "description": "newspaper",
            "match": {"type": "label", "text": "Lisk Herald"},
        },
        {"id": "Q70", "label": "Lisk Herald Building", "match": {"type": "label", "text": "Lisk Herald Building"}},
    ]
    assert [d.title for d in desk.round(source(names="lisk herald"))] == ["Lisk Herald"]
    wikidata.hits.append(
        {"id": "Q71", "label": "The Herald", "description": "ship", "match": {"type": "alias", "text": "Lisk Herald"}}
    )
    desk.memory.pages.clear()
    twice = source(names="Lisk Herald")
    assert desk.round(twice) == []
    assert twice.problems[0].message == (
        "Lisk Herald: 2 items are called so; name one with items: Q7 (newspaper), Q71 (ship)"
    )


def test_statements_are_evidence_for_interests(wikidata, source, desk):
    """Once it is in a story, an item's sentences are read as any others."""
    wikidata.items["Q7"] = item(statement("P127", "Q8"))
    (document,) = desk.round(source(items="Q7"))
    investigator = Investigator(
        probes=[Interests()], lenses=[], outlets_of=outlets.outlets_of, methods=(), observer=None
    )
    (reading,) = investigator.investigate([article(), document], one_story=True)
    found = [finding for finding in reading.findings if finding.stake is Stake.OWNED_BY]
    assert any("Lisk Herald is owned by Tern Media." in span.quote for finding in found for span in finding.spans)


def article():
    record = {
        "url": "https://liskherald.example/gate",
        "title": "Tern Media gate holds, says company",
        "outlet": "Lisk Herald",
        "published": "2026-03-10T08:00:00Z",
        "text": "Tern Media said its lock gate control software is the safest in the north.\n\nThe company said Tern Media sold forty gates last year.",
    }
    (document,) = readers.read(Capture("a.json", json.dumps(record).encode(), datetime(2026, 3, 11, tzinfo=UTC)))
    return document


def test_what_fails_is_a_problem_and_busy_says_when(wikidata, source, desk, clock):
    wikidata.items["Q7"] = item(statement("P127", "Q8"))
    both = source(items="Q404, Q7")
    assert [d.title for d in desk.round(both)] == ["Lisk Herald"]
    assert [problem.message for problem in both.problems] == [
        "https://www.wikidata.org/wiki/Q404: there is no such item"
    ]
    wikidata.error = {"code": "maxlag", "info": "Waiting for a database: 6 seconds lagged."}
    with pytest.raises(NotBefore, match="6 seconds lagged") as refusal:
        desk.round(source(items="Q8"))
    assert refusal.value.moment == clock.now + timedelta(minutes=5)
    wikidata.error = {"code": "no-such-entity", "info": "Could not find it"}
    failing = source(items="Q8")
    assert desk.round(failing) == []
    assert "Could not find it" in failing.problems[0].message


def test_bad_options_are_named(desk):
    for options, told in (
        ({}, "items is missing"),
        ({"items": "Q7, Tern"}, "items: 'Tern' is no item"),
        ({"items": "Q0"}, "is no item"),
    ):
        with pytest.raises(SettingsError, match=told):
            desk.source("wikidata", **options)
