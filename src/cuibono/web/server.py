"""The server: which address leads to which page, and what a failure looks like."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import parse_qs

from anyio import sleep
from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from fastapi.sse import EventSourceResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from cuibono import __version__
from cuibono.app import Newsroom
from cuibono.core.errors import CuiBonoError, InputError, NotStored
from cuibono.core.talk import Turn
from cuibono.web import api, desk, document, looked, render, story, talk
from cuibono.web.access import Access
from cuibono.web.changes import changes_page, summary
from cuibono.web.guard import COOKIE, Guard
from cuibono.web.live import Rooms
from cuibono.web.readings import Readings

_WEEK = 7 * 24 * 3600
_AT_ONCE = 5  # turns that the panel makes for a reader without scripts
_WORDS = 2000  # of a question that an address may hold
PACE = 6.0  # seconds that a turn has the floor: a turn has some 40 words


@dataclass(frozen=True, slots=True)
class Site:
    """What the pages are made from."""

    newsroom: Newsroom
    readings: Readings
    rooms: Rooms
    access: Access


@dataclass(frozen=True, slots=True)
class Served:
    """The whole server as an ASGI application, and the rooms that want to be closed before it ends."""

    app: Guard
    rooms: Rooms


def server(newsroom: Newsroom, access: Access, *, pace: float = PACE) -> Served:
    """The whole server; the newsroom stays the caller's to close."""
    readings = Readings(newsroom)

    def written(story_id: str, number: int, turn: Turn, before: tuple[tuple[int, Turn], ...]) -> str:
        return talk.written(readings.whole(story_id), number, turn, before)

    site = Site(newsroom, readings, Rooms(newsroom.convener, written, pace), access)

    app = FastAPI(
        title="Cui Bono",
        version=__version__,
        description="Readings with the words as proof: the same use cases as the pages and the command line.",
        docs_url=None,  # its page would load scripts from elsewhere
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    app.include_router(_pages(site))
    app.include_router(_room(site))
    app.include_router(_doors(site))
    app.include_router(api.router(newsroom, readings, site.rooms))
    app.openapi = lambda: api.described(app)  # type: ignore[method-assign] # FastAPI's own way to add schemas
    _failures(app)
    return Served(Guard(app, access), site.rooms)


def _pages(site: Site) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    readings = site.readings

    @router.get("/")
    def desk_of_all(request: Request, q: str = "", page: int = 1) -> Response:
        looks = looked.looks(request.cookies.get(looked.COOKIE, ""))
        return render.page(request, "desk.html", desk=desk.desk(readings, q[:200], page, looks))

    @router.get("/stories/{story_id}")
    def story_of_one(request: Request, story_id: str) -> Response:
        query = request.query_params
        asked = story.Asked(
            words=query.get("q", "")[:200],
            show=_known(query.get("show", ""), story.SHOW),
            sort=_known(query.get("sort", ""), story.SORT),
            outlets=_numbers(query.getlist("outlet")),
            origins=_numbers(query.getlist("origin")),
        )
        made = story.story_page(readings, story_id, asked)
        looks = looked.looks(request.cookies.get(looked.COOKIE, ""))
        news = readings.since(made.whole, looks[story_id]) if story_id in looks else None
        answer = render.page(
            request,
            "story.html",
            story=made,
            page=made.page,
            shown=made.shown,
            record=made.page.record,
            rows_first=999 if asked.filters or asked.sort else 8,
            choices={"show": story.SHOW, "sort": story.SORT},
            news=news,
            told=summary(news) if news else "",
            mark=looked.written(news.looked) if news else "",
        )
        return _noted(site, request, answer, story_id)

    @router.get("/stories/{story_id}/documents/{number}")
    def one_document(request: Request, story_id: str, number: int, at: str = "") -> Response:
        made = document.document_page(readings.whole(story_id), number, at)
        return render.page(request, "document.html", doc=made, page=made.page, record=made.page.record)

    @router.get("/stories/{story_id}/documents/{number}/words")
    def some_words(story_id: str, number: int, at: str) -> Response:
        made = document.words_page(readings.whole(story_id), number, at)
        return Response(render.fragment("words.html", words=made, page=made.page), media_type="text/html")

    @router.get("/stories/{story_id}/changes")
    def what_changed(request: Request, story_id: str, since: str = "", seen: str = "") -> Response:
        whole = readings.whole(story_id)
        made = changes_page(readings, whole, since, looked.moment(seen))
        moment = whole.record.moment
        usual = f"{moment - timedelta(days=1):%Y-%m-%dT%H:%MZ}" if moment else ""
        answer = render.page(request, "changes.html", changes=made, page=whole, usual=usual)
        return _noted(site, request, answer, story_id)

    @router.get("/stories/{story_id}/reading.html")
    def one_file(story_id: str) -> Response:
        body = site.newsroom.exporter("html").export(readings.read(story_id))
        name = f'attachment; filename="cuibono-{readings.read(story_id).record.story.id}.html"'
        return Response(body, media_type="text/html", headers={"Content-Disposition": name})

    return router


def _room(site: Site) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    convener, readings = site.newsroom.convener, site.readings

    def shown(request: Request, story_id: str, question: str = "", problem: str = "", to: str = "") -> Response:
        whole = readings.whole(story_id)
        lenses = [(lens.name, lens.purpose) for lens in site.newsroom.registry.lenses]
        query = request.query_params
        until = query.get("until", "")
        view = talk.View(query.get("lens", ""), query.get("thread", ""), _number(until), to or query.get("to", ""))
        question = question or query.get("ask", "")[:_WORDS]
        made = talk.room_page(whole, convener.open(story_id), lenses, view, question=question, problem=problem)
        status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
        return render.page(request, "room_page.html", status, room=made, page=made.page)

    @router.get("/stories/{story_id}/room")
    def room(request: Request, story_id: str) -> Response:
        return shown(request, story_id)

    @router.post("/stories/{story_id}/room")
    async def say(request: Request, story_id: str) -> Response:
        form = await _form(request)
        words, who, to = form.get("words", ""), form.get("who", ""), form.get("to", "")
        live = request.headers.get("hx-request") == "true"
        try:
            await run_in_threadpool(readings.latest, story_id)
            entries = await run_in_threadpool(convener.say, story_id, who, words, to)
        except InputError as error:
            if live:
                return JSONResponse({"problem": str(error)}, HTTPStatus.UNPROCESSABLE_ENTITY)
            return await run_in_threadpool(shown, request, story_id, words, str(error), to)
        site.rooms.nudge(story_id)
        if live:
            return Response(status_code=HTTPStatus.NO_CONTENT)
        return RedirectResponse(f"/stories/{story_id}/room#{entries[0][1].id}", HTTPStatus.SEE_OTHER)

    @router.post("/stories/{story_id}/room/next")
    def go_on(story_id: str) -> Response:
        """For those without scripts, whom the panel cannot hear listening."""
        readings.latest(story_id)
        turns = [turn for turn in (convener.step(story_id) for _ in range(_AT_ONCE)) if turn is not None]
        site.rooms.nudge(story_id)
        return RedirectResponse(f"/stories/{story_id}/room#{turns[0].id if turns else 'ask'}", HTTPStatus.SEE_OTHER)

    @router.get("/stories/{story_id}/room/live")
    async def live(request: Request, story_id: str, after: int = 0) -> Response:
        await run_in_threadpool(readings.whole, story_id)
        place = _number(request.headers.get("last-event-id", "")) or after
        if site.rooms.full:
            return Response("Too many readers; come back in a minute.\n", 503, headers={"Retry-After": "60"})
        frames = site.rooms.read(story_id, max(0, place))
        return EventSourceResponse(frames, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})

    return router


def _doors(site: Site) -> APIRouter:
    """Static files, and the way in for those who have the token."""
    router = APIRouter(include_in_schema=False)

    @router.get("/static/{name}")
    def static(name: str) -> Response:
        found = render.static().get(name)
        if found is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        body, kind = found
        return Response(body, media_type=kind, headers={"Cache-Control": f"public, max-age={_WEEK}, immutable"})

    @router.get("/enter")
    def ask(request: Request, next: str = "/") -> Response:  # noqa: A002 - the name in the address
        return render.page(request, "enter.html", next=_own(next), wrong=False)

    @router.post("/enter")
    async def enter(request: Request) -> Response:
        form = await _form(request)
        place = _own(form.get("next", "/"))
        if not site.access.opens(form.get("token", "")):
            await sleep(1)  # guessing should be slow
            return render.page(request, "enter.html", HTTPStatus.FORBIDDEN, next=place, wrong=True)
        answer = RedirectResponse(place, HTTPStatus.SEE_OTHER)
        secure = request.url.scheme == "https"
        answer.set_cookie(COOKIE, site.access.pass_mark, max_age=_WEEK, httponly=True, samesite="strict", secure=secure)
        return answer

    return router


def _failures(app: FastAPI) -> None:
    """Failures as pages that help, and as JSON under /api; never a trace."""

    @app.exception_handler(CuiBonoError)
    def ours(request: Request, error: CuiBonoError) -> Response:
        if isinstance(error, NotStored):
            return _problem(request, HTTPStatus.NOT_FOUND, "Not on this desk", str(error))
        if isinstance(error, InputError):
            return _problem(request, HTTPStatus.UNPROCESSABLE_ENTITY, "That cannot be used", str(error))
        return _problem(request, HTTPStatus.INTERNAL_SERVER_ERROR, "The store cannot be used", str(error))

    @app.exception_handler(RequestValidationError)
    def mistyped(request: Request, error: RequestValidationError) -> Response:
        what = "; ".join(f"{'.'.join(map(str, e['loc'][1:])) or 'request'}: {e['msg']}" for e in error.errors())
        return _problem(request, HTTPStatus.UNPROCESSABLE_ENTITY, "That cannot be used", what)

    @app.exception_handler(HTTPException)
    def plain(request: Request, error: HTTPException) -> Response:
        if error.status_code == HTTPStatus.NOT_FOUND:
            return _problem(request, HTTPStatus.NOT_FOUND, "There is no such page", "Nothing stands at this address.")
        return _problem(request, HTTPStatus(error.status_code), "Refused", str(error.detail))

    @app.exception_handler(ClientDisconnect)
    def cut(request: Request, _error: ClientDisconnect) -> Response:
        """The guard has cut a body that went on for too long."""
        return _problem(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Too much", "More was sent than is read here.")

    @app.exception_handler(Exception)
    def unexpected(request: Request, error: Exception) -> Response:
        what = f"{type(error).__name__} (the server's terminal has more)"
        return _problem(request, HTTPStatus.INTERNAL_SERVER_ERROR, "A fault of ours, please report it", what)


def _problem(request: Request, status: HTTPStatus, head: str, what: str) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"problem": what}, status)
    if request.headers.get("hx-request") == "true":
        return JSONResponse({"problem": f"{head}: {what}"}, status)
    return render.page(request, "problem.html", status, head=head, what=what)


def _noted(site: Site, request: Request, answer: Response, story_id: str) -> Response:
    """The answer, which also has the browser remember that the story was looked at."""
    looks = looked.looks(request.cookies.get(looked.COOKIE, ""))
    value = looked.with_look(looks, story_id, site.newsroom.clock())
    secure = request.url.scheme == "https"
    answer.set_cookie(looked.COOKIE, value, max_age=looked.A_YEAR, httponly=True, samesite="lax", secure=secure)
    return answer


async def _form(request: Request) -> dict[str, str]:
    """The first value of each field of a posted form; the guard has limited its length."""
    body = (await request.body()).decode("utf-8", "replace")
    return {name: values[0] for name, values in parse_qs(body, keep_blank_values=True, max_num_fields=20).items()}


def _own(place: str) -> str:
    """A path of this server, else the desk: nobody is sent elsewhere."""
    fine = place.startswith("/") and not place.startswith(("//", "/\\")) and place.isprintable()
    return place if fine and len(place) < 500 else "/"  # noqa: PLR2004 - longer than any of ours


def _known(word: str, words: Collection[str]) -> str:
    return word if word in words else ""


def _number(word: str) -> int:
    """The number that a word is; 0 for anything else."""
    return int(word) if word.isascii() and word.isdigit() and len(word) < 10 else 0  # noqa: PLR2004 - digits


def _numbers(words: Iterable[str]) -> tuple[int, ...]:
    """Numbers of documents; what is no number is left out."""
    return tuple(dict.fromkeys(int(w) for w in words if w.isascii() and w.isdigit() and len(w) < 6))  # noqa: PLR2004
