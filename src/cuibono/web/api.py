"""The same as JSON: stories, readings, answers, changes and turns, described by OpenAPI."""

from __future__ import annotations

import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Query, Response
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from cuibono.app import Newsroom
from cuibono.core.reading import Record
from cuibono.core.talk import Phrased, Remark, Turn
from cuibono.core.text import Span
from cuibono.export.json import JsonExporter, schema
from cuibono.export.plain import plain
from cuibono.web.changes import moment_of
from cuibono.web.links import Linked
from cuibono.web.live import Rooms
from cuibono.web.readings import Readings
from cuibono.web.talk import name_of

_READING = "PublishedReading"
_MOMENT = {
    "description": "ISO 8601, a day or a time; a day means its end",
    "anyOf": [{"format": "date"}, {"format": "date-time"}],
}
_LONGEST = 2000  # characters of a question


class StoryLine(BaseModel):
    """A stored story in one line; ``page`` and ``reading`` are paths on this server."""

    id: str
    title: str
    documents: int
    origins: Annotated[int, Field(description="independent origins: copies count once")]
    claims: int
    as_of: str | None
    page: str
    reading: str


class Quotation(BaseModel):
    """Words of a document: offsets in its stored text, in code points, end exclusive; ``link`` opens them."""

    document: str
    start: int
    end: int
    quote: str
    cite: str
    link: str


class Said(BaseModel):
    """A sentence of the panel and the words it stands on."""

    text: str
    spans: list[Quotation]


class Question(BaseModel, extra="forbid"):
    """A question to the record."""

    question: Annotated[str, Field(min_length=1, max_length=_LONGEST)]


class Answer(BaseModel):
    """What the record answers; ``answered`` is false where nothing that was read does."""

    question: str
    answered: bool
    sentences: list[Said]


class Change(BaseModel):
    """One difference between two moments, and the words that show it."""

    kind: str
    message: str
    spans: list[Quotation]


class Contribution(BaseModel):
    """A turn of the room. A person's turn has ``words`` and no sentences: it is shown, and is no evidence."""

    number: int
    id: str
    speaker: str
    person: bool
    act: str
    sentences: list[Said]
    words: str = ""
    answers: list[str]
    claims: list[str]
    note: str = ""
    link: str


class Room(BaseModel):
    """A room: turns above the number asked for, and how it stands."""

    turns: list[Contribution]
    ended: bool
    unanswered: list[str]


class Remarked(BaseModel, extra="forbid"):
    """What a person says: a word at least; ``answers`` is the id of the turn it is said to, if any."""

    text: Annotated[str, Field(min_length=1, max_length=_LONGEST)]
    who: Annotated[str, Field(max_length=80)] = ""
    answers: Annotated[str, Field(max_length=80)] = ""


class Problem(BaseModel):
    """Why a request could not be answered."""

    problem: str


_PLAIN: dict[str, Any] = {"content": {"text/plain": {"schema": {"type": "string"}}}}  # the guard before all routes
_FAILURES: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "The body is no JSON text in UTF-8."},
    401: {**_PLAIN, "description": "This server asks for its token."},
    403: {**_PLAIN, "description": "The request comes from a page of another site."},
    404: {"model": Problem, "description": "There is no such story."},
    413: {**_PLAIN, "description": "The body is too long."},
    422: {"model": Problem, "description": "What was sent cannot be used."},
}


def router(newsroom: Newsroom, readings: Readings, rooms: Rooms) -> APIRouter:
    """The routes under ``/api``."""
    made = APIRouter(prefix="/api", tags=["stories"], responses=_FAILURES)
    convener = newsroom.convener

    @made.get("/stories")
    def stories() -> list[StoryLine]:
        """Every stored story, those told last first."""
        return [
            StoryLine(
                id=s.id,
                title=s.title,
                documents=s.documents,
                origins=s.origins,
                claims=s.claims,
                as_of=_text(s.as_of),
                page=f"/stories/{s.id}",
                reading=f"/api/stories/{s.id}",
            )
            for s in readings.stories()
        ]

    @made.get("/stories/{story_id}", response_class=Response, responses={200: _described_reading()})
    def story(story_id: str) -> Response:
        """The whole reading, as `cuibono show --json` prints it."""
        return Response(JsonExporter().export(readings.read(story_id)), media_type="application/json")

    @made.post("/stories/{story_id}/ask")
    def ask(story_id: str, asked: Question) -> Answer:
        """An answer from the record, with the words it stands on. Nothing is stored."""
        page = readings.whole(story_id)
        turn = newsroom.answer(page.reading, asked.question)
        return Answer(
            question=asked.question, answered=turn is not None, sentences=_sentences(page, turn) if turn else []
        )

    @made.get("/stories/{story_id}/changes")
    def changes(story_id: str, since: Annotated[str, Query(max_length=40, json_schema_extra=_MOMENT)]) -> list[Change]:
        """What changed since a moment. As slow as reading the story once, and kept."""
        page = readings.whole(story_id)
        found = readings.changes(page, moment_of(since))
        return [Change(kind=d.kind, message=d.message, spans=_spans(page, d.spans)) for d in found]

    @made.get("/stories/{story_id}/turns")
    def turns(story_id: str, after: Annotated[int, Query(ge=0)] = 0) -> Room:
        """The turns of the room above a running number. Looking makes nobody speak."""
        page = readings.whole(story_id)
        live = convener.open(story_id)
        return Room(
            turns=[_turn(page, number, turn) for number, turn in live.turns if number > after],
            ended=live.ended,
            unanswered=list(live.unanswered),
        )

    @made.post("/stories/{story_id}/turns", status_code=HTTPStatus.CREATED)
    async def say(story_id: str, remark: Remarked) -> list[Contribution]:
        """Say something in the room: the turn as it was stored, and what the panel answers."""
        page = await run_in_threadpool(readings.whole, story_id)
        said = await run_in_threadpool(convener.say, story_id, remark.who, remark.text, remark.answers)
        rooms.nudge(story_id)
        return [_turn(page, number, turn) for number, turn in said]

    @made.get("/schema", response_class=Response)
    def published() -> Response:
        """The JSON Schema of a reading."""
        return Response(schema(), media_type="application/schema+json")

    return made


def described(app: FastAPI) -> dict[str, Any]:
    """OpenAPI of the routes, with the published schema of a reading among its components."""
    if not app.openapi_schema:
        made = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        published = json.loads(schema().replace("#/$defs/", "#/components/schemas/"))
        known = made.setdefault("components", {}).setdefault("schemas", {})
        clash = known.keys() & published["$defs"].keys()
        text = json.dumps(published["$defs"])
        for name in clash:  # two types of one name: the reading's gets another
            text = text.replace(f'#/components/schemas/{name}"', f'#/components/schemas/Reading{name}"')
        known |= {f"Reading{n}" if n in clash else n: value for n, value in json.loads(text).items()}
        app.openapi_schema = made
    return app.openapi_schema


def _described_reading() -> dict[str, Any]:
    reference = {"$ref": f"#/components/schemas/{_READING}"}
    return {"description": "The reading.", "content": {"application/json": {"schema": reference}}}


def _turn(page: Linked, number: int, turn: Turn) -> Contribution:
    return Contribution(
        number=number,
        id=turn.id,
        speaker=name_of(turn),
        person=isinstance(turn, Remark),
        act=turn.act.value,
        sentences=_sentences(page, turn),
        words=turn.words if isinstance(turn, Remark) else "",
        answers=list(turn.answers),
        claims=list(turn.claims),
        note=turn.note if isinstance(turn, Phrased) else "",
        link=page.turn(turn.id),
    )


def _sentences(page: Linked, turn: Turn) -> list[Said]:
    record: Record = page.record
    return [Said(text=s.plain(record.cite), spans=_spans(page, s.spans)) for s in turn.sentences]


def _spans(page: Linked, spans: Sequence[Span]) -> list[Quotation]:
    return [
        Quotation(
            document=s.document, start=s.start, end=s.end, quote=s.quote, cite=page.record.cite(s), link=page.at(s)
        )
        for s in spans
    ]


def _text(moment: object) -> str | None:
    return None if moment is None else str(plain(moment))
