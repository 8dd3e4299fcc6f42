"""The rooms in the store: numbered, whole or not at all, checked, and gone with their story."""

import dataclasses
import threading

import pytest
from sqlalchemy import text

from cuibono.core.errors import NoSpan, StoreError, Tampered
from cuibono.core.talk import READER, Act, Entry, Passage, Phrased, Refusal, Remark, Sentence, Turn
from cuibono.store import rooms, shelf
from cuibono.store.sql import Store
from tests.store.samples import PAPER, WIRE, Ticks, capture, kept, make_reading, read, story_of


def said(store, number, **more):
    document = store.document(read(capture())[0].id)
    sentence = Sentence("As printed: {0}.", (document.find("at least nine cracks"),))
    return Entry(number, Turn(f"t{number}", "Wire", Act.REPORT, (sentence,), **more), f"m{number}", "r1")


def remark(number, words="Who says so?"):
    passages = (Passage(0, len(words), asks=True),)
    return Entry(
        number, Remark(f"t{number}", READER, Act.ASK, (), by="Ann", words=words, passages=passages), basis="r1"
    )


def test_turns_of_every_kind_come_back_whole(store):
    story_of(store)
    plain = said(store, 1, answers=("t0",), claims=("c1",), findings=("f1",))
    wording = plain.turn.sentences
    refused = (Refusal("Ten cracks.", "no cited sentence holds the number “Ten”", "Wire", wording[0].spans),)
    phrased = Phrased("t2", "Wire", Act.REPORT, wording, model="scripted", note="one sentence refused", refused=refused)
    given = [plain, Entry(2, phrased, "m2", "r1", closes=True), remark(3)]
    assert store.rooms.add("story1", given)
    assert list(store.rooms.entries("story1")) == given
    assert [type(entry.turn) for entry in store.rooms.entries("story1")] == [Turn, Phrased, Remark]
    assert store.rooms.entries("story1", after=2) == (given[2],)
    assert store.rooms.entries("story1", after=3) == ()
    assert store.rooms.entries("story2") == ()


def test_a_number_is_given_once_and_entries_are_stored_all_or_none(store):
    story_of(store)
    assert store.rooms.add("story1", [said(store, 1)])
    assert not store.rooms.add("story1", [said(store, 1)])
    assert not store.rooms.add("story1", [remark(1), remark(2)])
    assert not store.rooms.add("story1", [remark(3)]), "no gaps"
    assert store.rooms.add("story2", [remark(1)]), "rooms do not count each other's turns"
    assert [entry.number for entry in store.rooms.entries("story1")] == [1]


def test_of_many_who_store_the_same_number_one_succeeds(store, place):
    story_of(store)
    won, ready = [], threading.Barrier(4)

    def speak():
        with Store(place, Ticks()) as own:
            ready.wait()
            won.append(own.rooms.add("story1", [remark(1)]))

    threads = [threading.Thread(target=speak) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False, False, False, True]


@pytest.mark.parametrize(
    "change",
    [
        "body = replace(body, 'nine', 'ninety')",
        "kind = 'Remark'",
        "number = 7",
        "move = 'm9'",
    ],
)
def test_an_altered_turn_is_never_handed_out(store, change):
    story_of(store)
    store.rooms.add("story1", [said(store, 1)])
    with store._database.writing() as connection:
        connection.execute(text(f"UPDATE turns SET {change}"))
    with pytest.raises(Tampered, match="room of story story1"):
        store.rooms.entries("story1")
    assert [str(m.part) for m in store.verify(read) if m.id == "story1"] == ["room"]


def test_words_that_no_document_holds_cannot_be_loaded_even_under_a_good_seal(store):
    story_of(store)
    store.rooms.add("story1", [said(store, 1)])
    from cuibono.store.rooms import _SEALED, turns  # noqa: PLC0415
    from cuibono.store.rows import seal  # noqa: PLC0415

    with store._database.writing() as connection:
        row = dict(connection.execute(turns.select()).mappings().one())
        row["body"] = row["body"].replace("at least nine", "at least four")
        connection.execute(turns.update().values(body=row["body"], seal=seal(row, _SEALED)))
    with pytest.raises(Tampered, match="not 'at least four cracks'"):
        store.rooms.entries("story1")


def test_a_forgotten_story_takes_its_room_along(store):
    story_of(store)
    store.rooms.add("story1", [said(store, 1), remark(2)])
    store.rooms.add("story2", [remark(1)])
    store.forget("story1")
    assert store.rooms.entries("story1") == ()
    assert len(store.rooms.entries("story2")) == 1


def only_quoted(store):
    """A document that story1 had when its room quoted it, and that only story2 has now."""
    (wire,) = kept(store, capture())
    (paper,) = kept(store, capture("paper.txt", PAPER))
    store.put(make_reading(wire, paper, name="story1"))
    store.rooms.add("story1", [said(store, 1)])
    with store._database.writing() as connection:
        shelf.remove(connection, [1])
    (edited,) = kept(store, capture("edited.txt", WIRE + " It was edited."))
    store.put(make_reading(edited, paper, name="story1"))
    store.put(make_reading(wire, paper, name="story2"))
    return wire


def test_words_that_a_room_quotes_stay_when_the_story_that_has_them_goes(store):
    wire = only_quoted(store)
    gone = store.forget("story2")
    assert (gone.documents, gone.shared, gone.removed) == (0, 2, ())
    assert [entry.number for entry in store.rooms.entries("story1")] == [1]
    assert list(store.verify(read)) == []
    assert wire.id in store.forget("story1").removed  # and they go with the room


def test_a_room_whose_words_were_removed_before_says_so_and_gets_them_back(store, monkeypatch):
    wire = only_quoted(store)
    monkeypatch.setattr(rooms, "quoted", lambda *_: (set(), set()))
    assert store.forget("story2").removed
    with pytest.raises(StoreError, match=f"turn 1 in the room of story story1 quotes document {wire.id}"):
        store.rooms.entries("story1")
    kept(store, capture())
    assert [entry.number for entry in store.rooms.entries("story1")] == [1]


def test_a_damaged_room_keeps_no_story_from_being_forgotten(store):
    only_quoted(store)
    with store._database.writing() as connection:
        connection.execute(text("UPDATE turns SET body = '{'"))
    assert store.forget("story1").story == "story1"


def test_the_newest_reading_is_known_without_reading_it(store):
    story_of(store)
    whole, first = store.newest("story")
    assert whole == "story1"
    story_of(store)
    assert store.newest("story1")[1] != first


def test_a_remark_cannot_pose_as_grounded():
    (document,) = read(capture())
    sentence = Sentence("{0}", (document.find("nine cracks"),))
    with pytest.raises(NoSpan):
        Remark("t1", READER, Act.ASK, (sentence,), words="Who?")
    with pytest.raises(ValueError, match="no words"):
        Remark("t1", READER, Act.ASK, (), words=" ")
    with pytest.raises(ValueError, match="outside"):
        Remark("t1", READER, Act.ASK, (), words="Who?", passages=(Passage(0, 9),))
    with pytest.raises(NoSpan):
        dataclasses.replace(Turn("t1", "Wire", Act.REPORT, (sentence,)), sentences=())
