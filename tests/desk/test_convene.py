"""Rooms: they go on where they were left, nobody stores a step twice, and people join in."""

import threading
from dataclasses import replace

import pytest

from cuibono.core.errors import NotStored, SettingsError
from cuibono.core.reading import Reading
from cuibono.core.talk import READER, Act, Entry, Remark
from cuibono.desk.convene import Convener
from cuibono.room.discuss import discuss
from cuibono.room.lenses import builtin_lenses
from tests.room import story as made

LENSES = builtin_lenses()
TALK = discuss(made.RECORD, made.FINDINGS, LENSES)
READING = Reading(made.RECORD, made.FINDINGS, (), TALK, ())
STORY = made.RECORD.story.id


class Shelf:
    """One reading; a newer one may take its place."""

    def __init__(self, reading=READING):
        self.readings = [reading]

    def newest(self, story_id):
        if not story_id or not STORY.startswith(story_id):
            raise NotStored(f"there is no story {story_id!r}")
        return STORY, str(len(self.readings))

    def get(self, _story_id):
        return self.readings[-1]


class Memory:
    """Rooms that forget nothing as long as the test runs."""

    def __init__(self):
        self.kept: list[Entry] = []
        self.lock = threading.Lock()

    def entries(self, _story_id, after=0):
        return tuple(self.kept[after:])

    def add(self, _story_id, entries):
        with self.lock:
            if [e.number for e in entries] != list(range(len(self.kept) + 1, len(self.kept) + 1 + len(entries))):
                return False
            self.kept += entries
            return True


@pytest.fixture
def rooms():
    return Memory()


@pytest.fixture
def convener(rooms):
    return Convener(Shelf(), rooms, LENSES)


def to_the_end(convener, most=60):
    turns = []
    while turn := convener.step(STORY):
        turns.append(turn)
        assert len(turns) < most, "it ends"
    return turns


def plain(turns):
    """Turns without what is only known at the end."""
    return [replace(turn, open=False) for turn in turns]


def test_the_live_room_says_what_the_reading_says_and_ends(convener):
    assert plain(to_the_end(convener)) == plain(TALK.turns)
    live = convener.open(STORY)
    assert live.ended
    assert [number for number, _turn in live.turns] == list(range(1, len(TALK.turns) + 1))
    assert set(live.unanswered) == {turn.id for turn in TALK.turns if turn.open}
    assert convener.step(STORY) is None, "nothing is said after the end"


def test_a_restart_at_any_moment_resumes_the_room(rooms):
    while Convener(Shelf(), rooms, LENSES).step(STORY):
        pass
    assert plain(entry.turn for entry in rooms.kept) == plain(TALK.turns)


def test_a_room_by_the_beginning_of_its_id_and_what_is_not_there(convener):
    assert convener.open(STORY[:3]) == convener.open(STORY)
    assert convener.open(STORY).turns == ()
    assert not convener.open(STORY).ended
    for call in (convener.open, convener.step, lambda s: convener.after(s, 0), lambda s: convener.say(s, "", "Who?")):
        with pytest.raises(NotStored):
            call("nowhere")


def test_after_gives_what_is_new(convener):
    first = convener.step(STORY)
    assert convener.after(STORY, 0) == ((1, first),)
    assert convener.after(STORY, 1) == ()
    second = convener.step(STORY)
    assert convener.after(STORY, 1) == ((2, second),)


def test_callers_in_many_threads_and_processes_never_store_a_step_twice(rooms):
    """Two conveners share nothing but the rooms, as two processes do; each is called from three threads."""
    conveners = [Convener(Shelf(), rooms, LENSES) for _ in range(2)]
    ready = threading.Barrier(6)

    def speak(convener):
        ready.wait()
        while convener.step(STORY):
            pass

    threads = [threading.Thread(target=speak, args=(c,)) for c in conveners for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert plain(entry.turn for entry in rooms.kept) == plain(TALK.turns)


def test_who_comes_late_gets_the_turn_that_was_stored(rooms):
    early, late = Convener(Shelf(), rooms, LENSES), Convener(Shelf(), rooms, LENSES)
    late.open(STORY)
    add = rooms.add

    def overtaken(story, entries):
        rooms.add = add
        early.step(STORY)
        return add(story, entries)

    rooms.add = overtaken
    assert late.step(STORY) == rooms.kept[0].turn
    assert len(rooms.kept) == 1


def test_a_question_is_a_turn_and_is_answered_from_the_record(convener):
    convener.step(STORY)
    (number, remark), (_, reply) = convener.say(STORY, "Ann", "How many road bridges in the valley have cracks?")
    assert (number, remark.lens, remark.by, remark.act) == (2, READER, "Ann", Act.ASK)
    assert remark.sentences == ()
    assert reply.act is Act.ANSWER
    assert reply.answers == (remark.id,)
    assert all(sentence.spans for sentence in reply.sentences)
    assert remark.id not in convener.open(STORY).unanswered


def test_a_question_that_nothing_answers_is_told_so_and_stays_open(convener):
    (_, remark), (_, reply) = convener.say(STORY, "", "Who paid for the zeppelin of Admiral Nemo?")
    assert "Nothing read here answers that" in made.readable(reply)
    assert remark.id in convener.open(STORY).unanswered


def test_what_a_person_states_stays_theirs_until_the_record_says_it(convener):
    (_, strange), (_, reply) = convener.say(STORY, "Bo", "Admiral Nemo sank the ferry.")
    assert [passage.claims for passage in strange.passages] == [()]
    assert "Nothing read here says so; it stays the reader's own" in made.readable(reply) or (
        "Nothing read here says so, in" in made.readable(reply)
    )
    assert "Nemo" not in made.readable(reply)
    assert strange.id in convener.open(STORY).unanswered


def test_a_remark_is_no_evidence(convener):
    before = convener.open(STORY)
    convener.say(STORY, "Ann", "Halm Sensors is bankrupt.")
    again = convener.say(STORY, "Bo", "Halm Sensors is bankrupt.")
    assert again[0][1].passages[0].claims == (), "saying it twice sources nothing"
    assert len(convener.open(STORY).turns) > len(before.turns)


def test_the_panel_goes_on_after_a_remark_and_a_restart_knows_it(rooms):
    convener = Convener(Shelf(), rooms, LENSES)
    for _ in range(3):
        convener.step(STORY)
    convener.say(STORY, "Ann", "How many road bridges in the valley have cracks?")
    to_the_end(convener)
    kept = list(rooms.kept)
    panel = [entry for entry in kept if entry.move]
    assert len({entry.move for entry in panel}) == len(panel), "no move twice"
    assert {entry.turn.id for entry in panel} >= {turn.id for turn in TALK.turns[:3]}
    for length in range(4, len(kept)):
        rooms.kept = kept[:length]
        if kept[length].move:
            assert Convener(Shelf(), rooms, LENSES).step(STORY) == kept[length].turn, f"after {length} turns"


def test_two_people_at_once_are_both_heard(rooms):
    conveners = [Convener(Shelf(), rooms, LENSES) for _ in range(4)]
    ready = threading.Barrier(4)

    def speak(convener, name):
        ready.wait()
        convener.say(STORY, name, "Who denies it?")

    threads = [threading.Thread(target=speak, args=(c, f"p{i}")) for i, c in enumerate(conveners)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    remarks = [entry.turn for entry in rooms.kept if isinstance(entry.turn, Remark)]
    assert {remark.by for remark in remarks} == {"p0", "p1", "p2", "p3"}
    assert len({remark.id for remark in remarks}) == 4
    assert [entry.number for entry in rooms.kept] == list(range(1, len(rooms.kept) + 1))


def test_a_remark_while_a_turn_is_being_made_comes_first_and_the_turn_is_not_made_twice(rooms):
    convener, person = Convener(Shelf(), rooms, LENSES), Convener(Shelf(), rooms, LENSES)
    add = rooms.add

    def interrupted(story, entries):
        rooms.add = add
        person.say(STORY, "Ann", "Who paid for the zeppelin of Admiral Nemo?")
        return add(story, entries)

    rooms.add = interrupted
    turn = convener.step(STORY)
    assert [type(entry.turn).__name__ for entry in rooms.kept] == ["Remark", "Turn", "Turn"]
    assert rooms.kept[2].turn == turn


@pytest.mark.parametrize("words", ["", "  \n", "?!", "\u200b\x07"])
def test_nothing_said_is_refused(convener, words):
    with pytest.raises(SettingsError, match="nothing was said"):
        convener.say(STORY, "Ann", words)


def test_too_much_is_refused_and_invisible_characters_go(convener):
    with pytest.raises(SettingsError, match="too long: 2001 characters"):
        convener.say(STORY, "Ann", "a" * 2001)
    (_, remark), *_ = convener.say(STORY, "An\x1bn\u202e", "Who\x00 denies\x1b[2J it?")
    assert remark.by == "Ann"
    assert remark.words == "Who denies[2J it?"


def test_speaking_to_a_turn(convener):
    first = convener.step(STORY)
    (_, remark), *_ = convener.say(STORY, "Ann", "That is wrong.", answers=first.id)
    assert remark.answers == (first.id,)
    with pytest.raises(SettingsError, match="no turn 't404'"):
        convener.say(STORY, "Ann", "That is wrong.", answers="t404")


def test_more_is_read_and_the_room_opens_again(rooms):
    """Half of the findings first; the whole record is read when the room has ended."""
    half = made.FINDINGS[: len(made.FINDINGS) // 2]
    shelf = Shelf(Reading(made.RECORD, half, (), discuss(made.RECORD, half, LENSES), ()))
    convener = Convener(shelf, rooms, LENSES)
    before = to_the_end(convener)
    assert convener.open(STORY).ended
    shelf.readings.append(READING)
    assert not convener.open(STORY).ended
    more = to_the_end(convener)
    assert more[-1].lens == "Chair"
    spoken = {finding for turn in before for finding in turn.findings}
    assert all(spoken.isdisjoint(turn.findings) for turn in more), "nothing is told twice"
    shelf.readings.append(READING)
    assert convener.open(STORY).ended, "the same, read again, is nothing new"
