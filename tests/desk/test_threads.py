"""A discussion that is fetched again: what people added is new, and nobody is said to have edited an article."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from cuibono import readers
from cuibono.app import Newsroom
from cuibono.core.news import Capture
from cuibono.desk.notice import noticed
from cuibono.settings import Models, Settings

NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)
PLACE = "https://news.ycombinator.com/item?id=7"


def comment(number, author, text, *children):
    at = f"2026-03-10T22:{number:02}:00.000Z"
    return {
        "id": number,
        "created_at": at,
        "type": "comment",
        "author": author,
        "text": text,
        "children": list(children),
    }


def thread(*comments, fetched=NOON):
    tree = {
        "id": 7,
        "created_at": "2026-03-10T21:51:56.000Z",
        "type": "story",
        "author": "maren",
        "title": "Lock gate 7 fails",
        "url": "https://lisk.example/gate",
        "text": None,
        "children": list(comments),
    }
    return Capture(PLACE, json.dumps(tree).encode(), fetched, "application/json")


OSK = comment(8, "osk", "I was there until noon. The gate at Lisk did not move, and 40 boats had to wait.")
TAM = comment(10, "tam", "Ours at Brenn did not move either.")


@pytest.fixture(scope="module")
def changes():
    with Newsroom(Settings(db=":memory:", models=Models(use=False))) as room:

        def between(before, after):
            def read(*captures):
                found = [document for each in captures for document in readers.read(each)]
                return next(room.investigator.investigate(found))  # one story, and nobody says so

            return noticed([read(before)], read(before, after), NOON)

        yield between


def told(found, kind):
    return [change for change in found if change.kind == kind]


def test_a_thread_that_grew_has_new_contributions_and_was_not_edited(changes):
    # The answer stands in between, as the site shows it.
    answered = comment(8, "osk", OSK["text"], comment(9, "ulf", "The authority says that 12 boats waited, not 40."))
    found = changes(thread(OSK, TAM), thread(answered, TAM, comment(11, "ann", "So did 9 of ours, at Orlo.")))
    assert not told(found, "edited")
    assert not told(found, "corrected")
    (grew,) = told(found, "grew")
    assert grew.message == "Hacker News: Lock gate 7 fails: 2 new contributions"
    assert [(quote.role, quote.quote) for quote in grew.quotes] == [
        ("after", "The authority says that 12 boats waited, not 40."),
        ("after", "So did 9 of ours, at Orlo."),
    ]


def test_who_edits_a_contribution_is_named_and_the_site_is_not(changes):
    after = comment(8, "osk", OSK["text"].replace("40 boats", "14 boats"))
    found = changes(thread(OSK, TAM), thread(after, TAM))
    assert not told(found, "grew")
    (edited,) = told(found, "edited")
    assert edited.message == "Hacker News: Lock gate 7 fails: somebody changed or took out their own words"
    assert [(quote.role, quote.quote) for quote in edited.quotes] == [("before", "40"), ("after", "14")]
    assert {change.message for change in told(found, "corrected")} == {"osk changed the words of a claim"}


def test_a_contribution_that_was_deleted_is_shown_as_what_stood_before(changes):
    found = changes(thread(OSK, TAM), thread(OSK, comment(10, None, None)))
    (edited,) = told(found, "edited")
    assert [(quote.role, quote.quote) for quote in edited.quotes] == [("before", TAM["text"])]


def test_a_thread_of_which_nothing_is_new_to_say_is_silent(changes):
    again = thread(TAM, OSK, fetched=NOON + timedelta(hours=1))  # only the order is another
    assert not [change for change in changes(thread(OSK, TAM), again) if change.kind in {"grew", "edited", "corrected"}]
