"""`cuibono ask`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from cuibono.cli.common import AsJson, AsOf, Db, StoryId, moment, newsroom, say
from cuibono.cli.terminal import print_answer


def ask(
    story: StoryId,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="The question, in quotation marks.")],
    *,
    as_of: AsOf = None,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Ask a story's record; it answers with quotations, or not.

    Where nothing that was read answers the question it says so (exit code 0, "answered": false in JSON).

    Example: cuibono ask s3f "who else measured this?"
    """
    until = moment(as_of)
    with newsroom(db) as room:
        reading = room.reading(story, until)
        turn = room.answer(reading, question)
    if not as_json:
        print_answer(reading.record, turn)
        return
    sentences = [
        {
            "text": sentence.plain(reading.record.cite),
            "spans": [{**asdict(span), "cite": reading.record.cite(span)} for span in sentence.spans],
        }
        for sentence in (turn.sentences if turn else ())
    ]
    say(json.dumps({"question": question, "answered": turn is not None, "sentences": sentences}, ensure_ascii=False))
