"""What both databases must do alike."""

import dataclasses
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from cuibono.core.errors import NotStored, StoreError, Tampered
from cuibono.core.news import Capture
from cuibono.core.text import Document
from cuibono.store.codec import encode
from cuibono.store.migrate import stored_version
from cuibono.store.schema import SCHEMA, metadata
from cuibono.store.sql import Store
from tests.store.samples import NOON, PAPER, WIRE, Ticks, capture, kept, make_reading, read, story_of


def fields_of(document):
    return [getattr(document, field.name) for field in dataclasses.fields(Document)]


def test_a_capture_comes_back_whole_and_is_kept_once(store):
    first = capture(fetched=datetime(2031, 5, 4, 14, tzinfo=timezone(timedelta(hours=2))))
    assert store.keep(first) is True
    assert store.keep(dataclasses.replace(first, fetched=NOON + timedelta(days=1))) is False
    (back,) = store.captures()
    assert back == first
    assert back.fetched.tzinfo is UTC
    assert store.capture(first.id) == first


@pytest.mark.parametrize("body", [b"", b"\0\xff\xfe", bytes(range(256)) * 4096], ids=["empty", "junk", "a megabyte"])
def test_any_bytes_are_kept(store, body):
    given = Capture("x", body, NOON)
    store.keep(given)
    assert list(store.captures()) == [given]


def test_captures_come_in_the_order_they_were_fetched(store):
    late, early = capture("a", fetched=NOON + timedelta(1)), capture("b", fetched=NOON)
    store.keep(late)
    store.keep(early)
    assert [each.location for each in store.captures()] == ["b", "a"]


def test_a_document_comes_back_whole(store):
    for document in kept(store, capture(), capture("paper.txt", PAPER)):
        assert fields_of(store.document(document.id)) == fields_of(document)


def test_a_bare_document_comes_back_with_nothing_added(store):
    store.keep(capture())
    bare = Document(id="d0", capture=capture().id, kind=read(capture())[0].kind, text="words")
    store.keep_documents([bare])
    assert fields_of(store.document("d0")) == fields_of(bare)


def test_a_known_document_is_left_as_it_is(store):
    (document,) = kept(store, capture())
    store.keep_documents([dataclasses.replace(document, title="another title")])
    assert store.document(document.id).title == document.title


def test_no_documents_are_no_trouble(store):
    store.keep_documents([])


def test_a_document_needs_its_bytes_first_and_a_batch_is_kept_whole_or_not_at_all(store):
    store.keep(capture())
    (good,), (stray,) = read(capture()), read(capture("stray"))
    with pytest.raises(StoreError, match=f"document {stray.id}: its capture .* is not kept"):
        store.keep_documents([good, stray])
    with pytest.raises(NotStored):
        store.document(good.id)


@pytest.mark.parametrize("bad", ["a\0b", "a\ud800b"], ids=["nul", "half a pair"])
def test_text_that_databases_refuse_is_refused_by_name(store, bad):
    store.keep(capture())
    (document,) = read(capture())
    with pytest.raises(StoreError, match=f"document {document.id}, text: the character .* at 1 "):
        store.keep_documents([dataclasses.replace(document, text=bad)])


def test_a_naive_time_is_refused(store):
    with pytest.raises(StoreError, match="has no zone"):
        store.keep(Capture("x", b"", datetime(2031, 5, 4)))  # noqa: DTZ001 - that is the point


def test_documents_are_found_by_location_and_by_url_in_the_order_fetched(store):
    late = kept(store, capture("page", "new words", NOON + timedelta(1)))
    early = kept(store, capture("page", "old words", NOON))
    kept(store, capture("other", "other words"))
    assert store.at_location("page") == early + late
    assert store.at_location("https://example.org/page") == early + late
    assert store.at_location("pag") == ()


def test_what_is_not_there_is_named(store):
    with pytest.raises(NotStored, match="document d404"):
        store.document("d404")
    with pytest.raises(NotStored, match="capture c404"):
        store.capture("c404")
    with pytest.raises(NotStored, match="no story 's404'"):
        store.get("s404")
    with pytest.raises(NotStored):
        store.get("")
    with pytest.raises(NotStored):
        store.forget("s404")
    with pytest.raises(NotStored):
        store.readings("s404")


def test_a_reading_comes_back_whole(store):
    reading = story_of(store)
    back = store.get("story1")
    assert encode(back) == encode(reading)
    assert [fields_of(d) for d in back.record.story.documents] == [fields_of(d) for d in reading.record.story.documents]
    assert back.record.assertions == reading.record.assertions
    assert back.findings == reading.findings
    assert back.talk == reading.talk
    assert list(back.record.outlets.items()) == list(reading.record.outlets.items())


def test_a_reading_is_found_by_an_unambiguous_beginning(store):
    documents = kept(store, capture(), capture("paper.txt", PAPER))
    for name in ("sa1", "sa12", "sb%", "sb_"):
        store.put(make_reading(*documents, name=name, title=f"title of {name}"))
    assert store.get("sa12").record.story.id == "sa12"
    assert store.get("sa1").record.story.id == "sa1"  # whole ids win
    assert store.get("sb%").record.story.id == "sb%"
    with pytest.raises(NotStored, match=r"2 stories: sa1 \(title of sa1\), sa12 \(title of sa12\)"):
        store.get("sa")
    with pytest.raises(NotStored):
        store.get("SA1")


def test_the_reading_made_last_is_the_one_shown_and_one_of_the_same_moment_is_replaced(store):
    documents = kept(store, capture(), capture("paper.txt", PAPER))
    store.put(make_reading(*documents))
    store.put(make_reading(*documents, as_of=NOON, title="as of noon"))
    assert store.get("story1").record.story.title == "as of noon"
    store.put(make_reading(*documents, title="again"))
    assert store.get("story1").record.story.title == "again"
    assert store.get("story1", as_of=NOON).record.story.title == "as of noon"
    assert [each.title for each in store.readings("story")] == ["again", "as of noon"]
    (summary,) = store.stories()
    assert summary.title == "again"
    assert (summary.documents, summary.origins, summary.claims) == (2, 2, 1)
    assert summary.as_of == datetime(2031, 5, 4, 11, 12, 13, 999999, UTC)
    assert summary.read_at == NOON + timedelta(minutes=3)
    with pytest.raises(NotStored, match="as of"):
        store.get("story1", as_of=NOON - timedelta(1))


def test_a_reading_needs_its_documents_as_they_are_kept(store):
    wire, paper = read(capture())[0], read(capture("paper.txt", PAPER))[0]
    with pytest.raises(StoreError, match="not kept"):
        store.put(make_reading(wire, paper))
    kept(store, capture(), capture("paper.txt", PAPER))
    with pytest.raises(StoreError, match="other words"):
        store.put(make_reading(wire, dataclasses.replace(paper, text=paper.text + "!")))
    reading = make_reading(wire, paper)
    alone = dataclasses.replace(reading.record.story, documents=(wire,))
    with pytest.raises(StoreError, match=f"quotes document {paper.id}"):
        store.put(dataclasses.replace(reading, record=dataclasses.replace(reading.record, story=alone)))
    assert store.stories() == ()


def test_sql_can_ask_for_the_words(store):
    reading = story_of(store)
    query = text("SELECT owner, part, quote FROM spans WHERE owner_id = :id ORDER BY number")
    with store._database.reading() as connection:
        rows = [tuple(row) for row in connection.execute(query, {"id": "a1"})]
        total = connection.execute(text("SELECT count(*) FROM spans")).scalar_one()
    assert ("Assertion", "cue", "said") in rows
    assert ("Assertion", "quantities.span", "at least nine") in rows
    assert len(rows) == 8
    assert total == str(encode(reading)).count("'quote'")


def test_forgetting_removes_what_nobody_else_uses_and_says_so(store):
    wire, paper = kept(store, capture(), capture("paper.txt", PAPER))
    (third,) = kept(store, capture("third.txt", PAPER))
    store.put(make_reading(wire, paper, name="one"))
    store.put(make_reading(wire, paper, name="one", as_of=NOON))
    store.put(make_reading(wire, third, name="two"))
    gone = store.forget("one")
    assert (gone.story, gone.readings, gone.documents, gone.captures, gone.shared) == ("one", 2, 1, 1, 1)
    assert gone.removed == (paper.id, paper.capture)
    assert [each.id for each in store.stories()] == ["two"]
    assert store.get("two").record.story.documents == (wire, third)
    with pytest.raises(NotStored):
        store.document(paper.id)
    assert list(store.verify(read)) == []
    assert store.forget("two").removed == (*sorted((wire.id, third.id)), *sorted((wire.capture, third.capture)))
    assert list(store.captures()) == []
    assert store.facts().spans == 0


def test_a_capture_stays_while_a_document_of_it_is_used(store):
    wire, paper = kept(store, capture("feed", WIRE + "\f" + PAPER))
    (third,) = kept(store, capture("third.txt", PAPER))
    store.put(make_reading(wire, third, name="one"))
    store.put(make_reading(wire, paper, name="two"))
    gone = store.forget("two")
    assert (gone.removed, gone.captures) == ((paper.id,), 0)
    assert list(store.verify(read)) == []


def test_what_was_forgotten_can_be_kept_again(store):
    story_of(store)
    store.forget("story1")
    story_of(store)
    assert list(store.verify(read)) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE captures SET media_type = 'x'",
        "DELETE FROM captures",
        "UPDATE documents SET title = 'x'",
        "DELETE FROM documents",
    ],
)
def test_captures_and_documents_refuse_change_even_by_sql(store, change):
    kept(store, capture())
    with (
        pytest.raises(DBAPIError, match=r"never change|only when a story is forgotten"),
        store._database.engine.begin() as connection,
    ):
        connection.execute(text(change))
    assert list(store.verify(read)) == []


def test_a_store_that_is_opened_again_holds_what_it_held(store, place):
    reading = story_of(store)
    with Store(place, Ticks()) as again:
        assert encode(again.get("story1")) == encode(reading)
        assert list(again.verify(read)) == []


def test_the_migrations_make_the_tables_that_the_code_uses(store):
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415
    from alembic.migration import MigrationContext  # noqa: PLC0415

    with store._database.reading() as connection:
        options = {"version_table": "cuibono_version", "compare_type": True, "include_object": _is_ours}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
        assert stored_version(connection) == SCHEMA
        names = {name for name in inspect(connection).get_table_names() if not name.startswith("full_text")}
        assert names == {*metadata.tables, "cuibono_version"}


def _is_ours(_thing, name, *_more):
    return not (name or "").startswith("full_text")


def test_a_newer_store_is_refused_and_left_alone(store, place):
    with store._database.writing() as connection:
        connection.execute(text("UPDATE cuibono_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match=r"schema 9999 .* knows up to 0005; update"):
        Store(place, Ticks())


def test_the_facts(store):
    story_of(store)
    facts = store.facts()
    assert (facts.captures, facts.documents, facts.stories, facts.readings) == (2, 2, 1, 1)
    assert facts.spans > 20
    assert facts.size > 10_000
    assert facts.schema == SCHEMA
    assert facts.problems == ()
    assert facts.engine.startswith(("SQLite 3.", "PostgreSQL "))
    assert facts.journal in {"wal", ""}
    assert json.loads(json.dumps(facts.plain()))["captures"] == 2
    assert json.loads(json.dumps(store.stories()[0].plain()))["id"] == "story1"


def test_an_altered_reading_is_never_handed_out(store):
    story_of(store)
    with store._database.writing() as connection:
        connection.execute(text("UPDATE readings SET body = replace(body, 'cracks', 'craters')"))
    with pytest.raises(Tampered, match="story1"):
        store.get("story1")
