"""A desk to test with: captures of small articles, a store in memory, a clock that stands still until it is told."""

import re
from datetime import UTC, datetime, timedelta

from cuibono.core.ids import content_id
from cuibono.core.news import Capture
from cuibono.core.text import Block, Document, Kind, Role
from cuibono.core.times import parse_stamp
from cuibono.core.watch import DESK
from cuibono.desk.place import Placer

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
LONG = timedelta(days=365)


class Clock:
    """What time it is, as the test says."""

    def __init__(self, now=NOON):
        self.now = now

    def __call__(self):
        return self.now

    def on(self, **by):
        self.now += timedelta(**by)


def capture(name, words, fetched=NOON):
    return Capture(f"https://{name}.example/a", words.encode(), fetched, "text/plain")


def read(capture):
    """A reader of a line with the date (or none) and what else is tagged, then a title, then paragraphs."""
    head, _, text = capture.body.decode().partition("\n")
    day = head.split(" ", 1)[0]
    blocks, at = [], 0
    for paragraph in text.split("\n\n"):
        blocks.append(Block(at, at + len(paragraph), Role.PARAGRAPH if blocks else Role.TITLE))
        at += len(paragraph) + 2
    return (
        Document(
            id=content_id("d", capture.id),
            capture=capture.id,
            kind=Kind.ARTICLE,
            text=text,
            title=text.split("\n\n", maxsplit=1)[0],
            url=capture.location,
            outlet=capture.location.split("/")[2],
            published=parse_stamp(day) if day else None,
            blocks=tuple(blocks),
            tags=tuple(("docket", each) for each in re.findall(r"Docket (\S+)", capture.body.decode())),
        ),
    )


def deliver(store, captures, *, owner="us"):
    """Keep captures and read them; what is read waits to be placed."""
    wire = store.wire
    assert wire.lease(DESK, NOON, NOON + LONG, owner)
    for each in captures:
        if wire.receive("s", each):
            wire.take_in(owner, "s", each.id, read(each))


def place_all(store, at_once=50, *, owner="us"):
    """Place all that waits."""
    placer = Placer(3)  # few, so that what it keeps and what it drops both count
    while waiting := store.wire.next_waiting(10**6, at_once):
        with store.wire.placing(owner) as index:
            placer.place(waiting, index)


def stories(store):
    """The documents of each story, none of which has a reading yet."""
    return {each.story: each.documents for each in store.wire.behind(10**6)}
