"""`cuibono room`: the talk in the terminal, turn by turn, joined and taken up again."""

from __future__ import annotations

import json

from tests.cli.command import invoke


def lines(done):
    assert done.code == 0, done.err
    return [json.loads(line) for line in done.out.splitlines()]


def test_the_room_goes_on_where_it_was_left(store, story):
    first = lines(invoke("room", story[:6], "--turns", 3, "--json", "--db", store))
    assert [turn["number"] for turn in first] == [1, 2, 3]
    again = lines(invoke("room", story, "--turns", 2, "--json", "--db", store))
    assert again[:3] == first
    assert [turn["number"] for turn in again] == [1, 2, 3, 4, 5]
    whole = lines(invoke("room", story, "--json", "--db", store))
    assert whole[-1]["lens"] == "Chair"
    assert lines(invoke("room", story, "--json", "--db", store)) == whole, "it has ended"


def test_every_sentence_carries_its_spans_and_links(store, story):
    for turn in lines(invoke("room", story, "--turns", 4, "--json", "--db", store)):
        assert turn["sentences"]
        for sentence in turn["sentences"]:
            for span in sentence["spans"]:
                assert span["quote"]
                assert span["cite"] in sentence["text"]
                assert span["link"] is None or ":~:text=" in span["link"] or "#page=" in span["link"]


def test_joining_in(store, story):
    invoke("room", story, "--turns", 1, "--db", store)
    said = lines(
        invoke(
            "room", story, "--say", "Who paid for the zeppelin?", "--name", "Ann", "--turns", 0, "--json", "--db", store
        )
    )
    remark, reply = said[1:]
    assert (remark["by"], remark["words"], remark["sentences"]) == ("Ann", "Who paid for the zeppelin?", [])
    assert remark["passages"] == [{"words": "Who paid for the zeppelin?", "asks": True, "sourced_by": []}]
    assert reply["answers"] == [remark["id"]]
    assert "Nothing read here answers that" in reply["sentences"][0]["text"]


def test_the_talk_as_people_read_it(store, story):
    done = invoke("room", story, "--turns", 2, "--say", "Nemo sank it.", "--to", 0, "--name", "Bo", "--db", store)
    assert (done.code, done.told) == (0, [])
    assert "  1 Bo (reader) · Nemo sank it." in done.out
    assert "the reader's own, no source read here says it: Nemo sank it." in done.out
    assert "  2 Desk answers Reader (1) · Nothing read here says so" in done.out
    assert "  3 Wire · " in done.out


def test_a_model_s_words_and_what_was_refused_are_shown(store, story):
    done = invoke("room", story, "--turns", 9, "--model", "scripted:forger", "--db", store)
    assert done.code == 0
    assert "scripted:forger: " in done.out
    assert "the room's own words stand" in done.out
    assert "refused: " in done.out


def test_what_cannot_be_done(store, story, tmp_path):
    for words, code, told in (
        (["s404"], 5, "there is no story 's404'"),
        ([story, "--say", "?"], 2, "nothing was said"),
        ([story, "--say", "So what?", "--to", 99], 2, "there is no turn 'number 99' in this room"),
        ([story, "--model", "gpt"], 2, "models.phrase: 'gpt' is no model"),
        ([story, "--model", "scripted:x"], 2, "there is no script 'x'"),
    ):
        done = invoke("room", *words, "--db", store)
        assert (done.code, done.out) == (code, "")
        assert told in done.err
    assert invoke("room", story, "--db", tmp_path / "absent.db").code == 5
