"""Whatever is altered in a store - by a bad disk, a curious hand, a forger - verify names it."""

import contextlib
import dataclasses
import json
import sqlite3

import pytest
from sqlalchemy import text

from cuibono.core.errors import NotStored, StoreError, Tampered, UnreadableInput
from cuibono.core.reading import Near
from cuibono.store.sql import Store
from cuibono.store.verify import Part
from tests.store.samples import PAPER, WIRE, Ticks, capture, kept, make_reading, read, story_of


@pytest.fixture
def tampered(store):
    """A stored story, and a hand that goes past all guards of the database."""
    reading = story_of(store)

    def alter(sql, **values):
        with store._database.outside() as connection:
            if store._database.is_sqlite:
                connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
                for table in ("captures", "documents"):
                    for name in ("never_change", "go_by_forget"):
                        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_{name}")
                changed = connection.execute(text(sql), values).rowcount
                connection.exec_driver_sql("PRAGMA foreign_keys = ON")
            else:
                connection.exec_driver_sql("SET session_replication_role = replica")  # no triggers, no foreign keys
                changed = connection.execute(text(sql), values).rowcount
                connection.exec_driver_sql("SET session_replication_role = DEFAULT")
                connection.commit()
        assert changed > 0, "the test altered nothing"
        return [(m.part, m.id, m.cause) for m in store.verify(read)]

    return alter, reading


def ids(reading):
    wire, paper = reading.record.story.documents
    return wire, paper


def test_a_whole_store_is_accepted_and_progress_is_told(store):
    story_of(store)
    told = []
    assert list(store.verify(read, told.append)) == []
    assert told == ["capture 1 of 2", "capture 2 of 2", "stored reading 1 of 1", "full text"]


def test_what_is_made_only_for_the_work_in_hand_has_no_spans_that_could_be_missed(store):
    wire, paper = kept(store, capture(), capture("paper.txt", PAPER))
    reading = make_reading(wire, paper)
    near = {("c1", paper.id): Near(paper.find("nine cracks"), 0.9)}
    store.put(dataclasses.replace(reading, record=dataclasses.replace(reading.record, nearest=near)))
    assert list(store.verify(read)) == []


def test_an_empty_store_is_accepted(store):
    assert list(store.verify(read)) == []


@pytest.mark.parametrize("at", [0, 17, -1])
def test_one_flipped_byte_in_a_capture(tampered, at):
    alter, reading = tampered
    wire, _ = ids(reading)
    body = bytearray(WIRE.encode())
    body[at] ^= 1
    found = alter("UPDATE captures SET body = :body WHERE id = :id", body=bytes(body), id=wire.capture)
    assert (Part.CAPTURE, wire.capture) in [each[:2] for each in found]
    assert "hash" in found[0][2]
    assert (Part.DOCUMENT, wire.id, "not checked: its capture is damaged") in found


@pytest.mark.parametrize(
    "change",
    ["location = 'elsewhere'", "fetched = '2001-01-01T00:00:00.000000Z'", "media_type = 'x'", "headers = '[]'"],
)
def test_anything_else_of_a_capture(tampered, change):
    alter, reading = tampered
    wire, _ = ids(reading)
    found = alter(f"UPDATE captures SET {change} WHERE id = :id", id=wire.capture)
    assert found[0][:2] == (Part.CAPTURE, wire.capture)


@pytest.mark.parametrize("broken", ["fetched = 'yesterday'", "headers = 'junk'", "fetched = ''"])
def test_a_capture_that_cannot_even_be_decoded(tampered, broken):
    alter, reading = tampered
    wire, _ = ids(reading)
    found = alter(f"UPDATE captures SET {broken} WHERE id = :id", id=wire.capture)
    assert found[0][:2] == (Part.CAPTURE, wire.capture)


def test_one_changed_character_in_a_documents_text(tampered, store):
    alter, reading = tampered
    wire, _ = ids(reading)
    found = alter("UPDATE documents SET text = replace(text, 'nine', 'nine!') WHERE id = :id", id=wire.id)
    at = WIRE.index("nine") + 4
    assert found[0][:2] == (Part.DOCUMENT, wire.id)
    assert f"differs from its capture from character {at}: stored '! cracks" in found[0][2]
    assert (Part.READING, "story1") in [each[:2] for each in found]
    with pytest.raises(Tampered, match=wire.id):
        store.document(wire.id)
    with pytest.raises(Tampered, match=wire.id):
        store.get("story1")


def test_a_text_that_was_changed_with_its_seal_is_still_not_that_of_the_capture(tampered, store):
    alter, reading = tampered
    wire, _ = ids(reading)
    from cuibono.store.rows import document_row  # noqa: PLC0415

    forged = document_row(dataclasses.replace(wire, text=WIRE.replace("Repairs", "Rewards")))
    found = alter(
        "UPDATE documents SET text = :text, seal = :seal WHERE id = :id",
        text=forged["text"],
        seal=forged["seal"],
        id=wire.id,
    )
    assert found[0][:2] == (Part.DOCUMENT, wire.id)
    assert [each[:2] for each in found[1:]] in ([], [(Part.STORE, "full text of documents")])  # SQLite's index tells


@pytest.mark.parametrize(
    "column", ["title", "published", "links", "boxes", "blocks", "tags", "outlet", "authors", "url"]
)
def test_any_metadata_of_a_document(tampered, column):
    alter, reading = tampered
    wire, _ = ids(reading)
    found = alter(f"UPDATE documents SET {column} = :value WHERE id = :id", value='"x"', id=wire.id)
    assert found[0][:2] == (Part.DOCUMENT, wire.id)


def test_a_span_whose_quote_was_changed(tampered):
    alter, reading = tampered
    wire, _ = ids(reading)
    found = alter("UPDATE spans SET quote = 'at least mine' WHERE owner_id = 'a1' AND quote = 'at least nine'")
    assert {each[0] for each in found} == {Part.SPAN}
    assert any("holds 'at least nine'" in each[2] for each in found)
    assert f"Assertion a1 quantities.span ({wire.id}" in found[0][1]


@pytest.mark.parametrize("change", ["start = start + 1", '"end" = "end" - 1', "start = start - 2", "start = 100000"])
def test_a_span_whose_offset_was_moved(tampered, change):
    alter, _ = tampered
    found = alter(f"UPDATE spans SET {change} WHERE owner_id = 'f4' AND quote = 'looming'")
    assert {each[0] for each in found} == {Part.SPAN}
    assert "Framing f4 spans" in found[0][1]


def test_a_span_that_was_moved_to_other_true_words(tampered):
    alter, _ = tampered
    at = PAPER.index("rule")
    found = alter(
        "UPDATE spans SET start = :a, \"end\" = :b, quote = 'rule' WHERE owner_id = 'f4' AND quote = 'looming'",
        a=at,
        b=at + 4,
    )
    assert [each[0] for each in found] == [Part.SPAN]
    assert "differ from the reading of story story1" in found[0][2]


def test_spans_that_were_removed_or_given_to_somebody_else(tampered):
    alter, _ = tampered
    found = alter("DELETE FROM spans WHERE owner_id = 'f1'")
    assert len(found) == 4
    assert all("missing from the spans of story story1" in each[2] for each in found)
    found = alter("UPDATE spans SET owner_id = 'f9' WHERE owner_id = 'f2'")
    assert any("owner_id differ" in each[2] for each in found)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("at least nine", "at least five"),
        ('"asserted"', '"denied"'),
        ('"score":0.75', '"score":0.95'),
        ('"f6"', '"f7"'),
    ],
)
def test_an_edited_reading(tampered, old, new):
    alter, _ = tampered
    found = alter("UPDATE readings SET body = replace(body, :old, :new)", old=old, new=new)
    assert [each[:2] for each in found] == [(Part.READING, "story1")]


@pytest.mark.parametrize("change", ["title = 'x'", "claims = 40", "origins = 9", "as_of = ''", "read_at = 'never'"])
def test_an_edited_summary(tampered, change):
    alter, _ = tampered
    assert Part.READING in [each[0] for each in alter(f"UPDATE readings SET {change}")]


def test_a_reading_resealed_with_altered_words_still_does_not_load(tampered, store):
    alter, _ = tampered
    from cuibono.store.rows import _READING_SEALED, seal  # noqa: PLC0415
    from cuibono.store.schema import readings  # noqa: PLC0415

    with store._database.reading() as connection:
        row = dict(connection.execute(readings.select()).mappings().one())
    row["body"] = row["body"].replace("at least nine", "at least five")
    found = alter("UPDATE readings SET body = :body, seal = :seal", body=row["body"], seal=seal(row, _READING_SEALED))
    assert [each[:2] for each in found] == [(Part.READING, "story1")]
    assert "holds 'at least nine" in found[0][2]
    with pytest.raises(Tampered, match="at least five"):
        store.get("story1")


def test_a_missing_capture(tampered):
    alter, reading = tampered
    wire, _ = ids(reading)
    found = alter("DELETE FROM captures WHERE id = :id", id=wire.capture)
    assert (Part.DOCUMENT, wire.id, f"its capture {wire.capture} is missing") in found


def test_a_missing_document(tampered, store):
    alter, reading = tampered
    wire, _ = ids(reading)
    found = alter("DELETE FROM documents WHERE id = :id", id=wire.id)
    assert (Part.DOCUMENT, wire.id, "missing, though spans refer to it") in found
    assert (Part.READING, "story1") in [each[:2] for each in found]
    with pytest.raises((Tampered, NotStored)):
        store.get("story1")


def test_a_document_cut_from_a_story(tampered):
    alter, _ = tampered
    found = alter("DELETE FROM reading_documents WHERE document = (SELECT max(document) FROM reading_documents)")
    assert Part.READING in [each[0] for each in found]


def test_a_document_that_its_capture_never_held(tampered, store):
    kept(store, capture("third", "third words"))
    made_up = dataclasses.replace(read(capture("third", "third words"))[0], id="dfalse", text="words never printed")
    store.keep_documents([made_up])
    assert [(m.part, m.id) for m in store.verify(read)] == [(Part.DOCUMENT, "dfalse")]


def test_a_capture_that_can_no_longer_be_read_is_not_passed_over(store):
    story_of(store)

    def broken(_capture):
        raise UnreadableInput("no reader")

    found = list(store.verify(broken))
    assert [m.part for m in found] == [Part.DOCUMENT, Part.DOCUMENT]
    assert all("cannot be read again: no reader" in str(m) for m in found)


def test_an_unreadable_capture_without_documents_is_accepted(store):
    store.keep(capture("junk", "%junk"))
    assert list(store.verify(read)) == []


def test_every_byte_of_a_file_matters_or_is_no_words_place(tmp_path):
    """Bytes flipped all over the file: damage is named, or the file refused, or the words are whole; no stray error."""
    path = tmp_path / "store.db"
    with Store(path, Ticks()) as store:
        story_of(store)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    whole = path.read_bytes()
    for at in range(100, len(whole), len(whole) // 60):
        flipped = bytearray(whole)
        flipped[at] ^= 0x10
        path.write_bytes(bytes(flipped))
        with contextlib.suppress(StoreError), Store(path, Ticks()) as store:
            if not list(store.verify(read)):
                assert [document.text for document in store.get("story1").record.story.documents] == [WIRE, PAPER]


@pytest.mark.parametrize("word", ["nine", "looming", "Inspectors"])
def test_a_word_flipped_in_the_file_itself_is_found_wherever_it_stands(tmp_path, word):
    path = tmp_path / "store.db"
    with Store(path, Ticks()) as store:
        story_of(store)
    whole, at, places = path.read_bytes(), -1, 0
    while (at := whole.find(word.encode(), at + 1)) >= 0:
        flipped = bytearray(whole)
        flipped[at] ^= 1
        path.write_bytes(bytes(flipped))
        with Store(path, Ticks()) as store:
            assert list(store.verify(read)), f"at {at}"
        places += 1
    assert places > 4  # capture, document, reading, spans


def test_mismatches_can_be_printed_and_written_as_json(tampered, store):
    alter, _ = tampered
    alter("UPDATE readings SET title = 'x'")
    (mismatch,) = store.verify(read)
    assert str(mismatch).startswith("reading story1: ")
    assert json.loads(json.dumps(mismatch.plain()))["part"] == "reading"


def test_verify_sees_one_state_while_others_write(store, place):
    story_of(store)

    def read_while_another_writes(seen):
        if [each.id for each in store.stories()] == ["story1"]:
            with Store(place, Ticks()) as other:
                other.forget("story1")
                other.put(make_reading(*kept(other, capture("new", WIRE), capture("new2", PAPER)), name="story2"))
        return read(seen)

    assert list(store.verify(read_while_another_writes)) == []
    assert [each.id for each in store.stories()] == ["story2"]
