# ruff: noqa: E501, ISC004 - transcripts stand as they come
import json

import pytest

from cuibono.core.text import Kind, Role

ROOM = """The mill's report is out and it says rivals have been copying its looms for years, straight off the floor.
the report is fine but they sell locks, so of course everybody is a thief. still, i've seen a loom like that in the next valley
Mara: The report counts twelve looms and names none of them, which leaves open whether any of it was copied or simply bought by honest people at the yearly fair and
Putting this together, the next thing to watch is the guild's ruling, which is expected to ban the export of patterns to any valley that has no guild of its own and then the
"""


def turns(document):
    return [(block.by, document.text[block.start : block.end]) for block in document.blocks if block.role is Role.TURN]


def test_one_turn_a_line_with_a_name_here_and_there(read_one):
    document = read_one(ROOM)
    assert document.kind is Kind.THREAD
    assert [by for by, _ in turns(document)] == [None, None, "Mara", None]
    assert turns(document)[2][1].startswith("The report counts")
    assert [(each.kind, each.words.split()[-1]) for each in document.notices] == [
        ("cut off", "valley"),
        ("cut off", "and"),
        ("cut off", "the"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "[12:03] ada: Is the bridge open?\n[12:04] Ben: No, it is shut until June.\n[12:06] ada: Who says so?",
        "12:03 ada: Is the bridge open?\n12:04 Ben: No, it is shut until June.\n12:06 ada: Who says so?",
        "[12:03] <ada> Is the bridge open?\n[12:04] <Ben> No, it is shut until June.\n[12:06] <ada> Who says so?",
        "ada: Is the bridge open?\nBen: No, it is shut until June.\nada: Who says so?",
        "**ada:** Is the bridge open?\n\n**Ben:** No, it is shut until June.\n\n**ada:** Who says so?",
        "ada: Is the bridge open?\n\nBen: No,\nit is shut until June.\n\nada: Who says so?",
        "ada  12:03 PM\nIs the bridge open?\nBen  12:04 PM\nNo, it is shut until June.\nada  12:06 PM\nWho says so?",
        "12/03/2026, 12:03 - ada: Is the bridge open?\n12/03/2026, 12:04 - Ben: No, it is shut until June.\n"
        "12/03/2026, 12:06 - ada: Who says so?",
    ],
)
def test_the_usual_ways_to_write_a_chat(read_one, body):
    document = read_one(body)
    assert document.kind is Kind.THREAD
    said = [(by, " ".join(words.split())) for by, words in turns(document)]
    assert said == [("ada", "Is the bridge open?"), ("Ben", "No, it is shut until June."), ("ada", "Who says so?")]
    assert all(block.at is None for block in document.blocks)  # a clock without a day is no moment


def test_times_with_a_day_are_kept_and_mentions_answer(read_one):
    document = read_one(
        "[2026-03-01 12:03] ada: Is it open?\n[2026-03-01 12:05] Ben: @ada No.\n[2026-03-01 12:06] Cy: Ok."
    )
    assert [str(block.at) for block in document.blocks] == [
        "2026-03-01T12:03Z",
        "2026-03-01T12:05Z",
        "2026-03-01T12:06Z",
    ]
    assert [block.replies_to for block in document.blocks] == [None, 0, None]
    assert str(document.published) == "2026-03-01T12:03Z"


@pytest.mark.parametrize(
    "body",
    [
        "Dam holds\n\nThe dam held on Tuesday, two engineers said.\n\nNote: it was built in 1931.\n\nUpdate: it still holds.",
        "The dam held on Tuesday, two engineers said after a long night of rain that had filled the valley to the brim.\n"
        "The engineers: Ana Roe and Ben Low, who have looked after the dam and its gates since the great flood of 1987.\n"
        "It was built in 1931, of stone that was brought down from the quarry by a railway that has long been taken up.",
        "The dam held on Tuesday, two engineers said, and the\nwater fell. It had been raining for a week, and the people\n"
        "below had been told to leave their homes and had\nleft them.",
        "Q: Is the bridge open?\n\nA: No, it is shut until June.\n\nQ: Who says so?\n\nA: The county does.",
        "Dam holds after night of rain\n"
        + "The dam held on Tuesday, two engineers said after a long night of rain. " * 3
        + "\n"
        "JUST WATCHED Flood: The valley after the rain, seen from a helicopter of the county's own rescue service 02:35\n"
        "Photos: The great flood of 1987, the first that the dam had to hold since it was built, and the people it spared\n"
        "Our thoughts are with the people of the valley tonight, all of them. — County of Lisk (@lisk) March 3, 2026\n",
        "Ten things to know: the list\nWhere: Northport\nWhen: Tuesday\nWho: everybody\n",
    ],
)
def test_articles_are_no_chats(read_one, body):
    assert read_one(body).kind is Kind.TEXT


def comment(text, *children, by="ann", at="2026-03-01T10:00:00.000Z"):
    return {"author": by, "text": text, "created_at": at, "children": list(children), "type": "comment"}


def test_a_tree_of_comments(read_one):
    tree = {
        "id": 1, "type": "story", "title": "Who owns the river?", "url": "https://paper.example/river", "author": "zed",
        "created_at": "2026-03-01T09:00:00.000Z", "text": None,
        "children": [
            comment("<p>Nobody does.</p><p>Read the &quot;act&quot;.</p>", comment("It&#x27;s the mill.", by="bob")),
            comment(None, comment("Answer to a ghost.", by="cyd"), by=None),
            {"author": "dee", "text": "No children here.", "created_at": "2026-03-01T11:00:00.000Z"},
        ],
    }  # fmt: skip
    document = read_one(json.dumps(tree))
    assert (document.kind, document.title, document.authors) == (Kind.THREAD, "Who owns the river?", ("zed",))
    assert turns(document) == [
        ("ann", 'Nobody does.\nRead the "act".'),
        ("bob", "It's the mill."),
        ("cyd", "Answer to a ghost."),
        ("dee", "No children here."),
    ]
    assert [block.replies_to for block in document.blocks] == [None, None, 1, None, None]
    assert str(document.published) == "2026-03-01T09:00:00Z"
    assert document.url is None
    assert ("discusses", "https://paper.example/river") in document.tags


def test_flat_messages_with_parents_and_epochs(read_one):
    messages = [
        {"id": 7, "user": "ann", "text": "Is it open?", "ts": "1772359200.000100"},
        {"id": 8, "user": "bob", "text": "No.", "ts": "1772359260.000100", "parent": 7},
    ]
    document = read_one(json.dumps({"messages": messages}))
    assert turns(document) == [("ann", "Is it open?"), ("bob", "No.")]
    assert [block.replies_to for block in document.blocks] == [None, 0]
    assert str(document.blocks[1].at) == "2026-03-01T10:01:00Z"
