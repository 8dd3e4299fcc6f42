"""A real server on loopback over the bundled story, read once by rules alone; and one over a hostile story."""

from __future__ import annotations

import shutil
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest
import uvicorn

from cuibono.app import Newsroom
from cuibono.core.errors import NotStored
from cuibono.settings import Models, Settings
from cuibono.store.shelf import Summary
from cuibono.web.access import access
from cuibono.web.running import listening, running
from cuibono.web.server import Served, server

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "wellhead"
PACE = 0.05  # seconds between the panel's turns


@dataclass
class Running:
    """A server that answers at ``url``; ``story`` is the one with most documents."""

    url: str
    newsroom: Newsroom
    served: Served
    server: uvicorn.Server
    token: str | None = None
    stories: list[str] = field(default_factory=list)

    @property
    def story(self) -> str:
        return max(self.newsroom.store.stories(), key=lambda each: each.documents).id

    @property
    def page(self) -> str:
        return f"{self.url}/stories/{self.story}"

    def get(self, path: str, **headers: str) -> httpx2.Response:
        url = path if path.startswith("http") else self.url + path
        return httpx2.get(url, headers=headers, timeout=60, trust_env=False)

    def post(self, path: str, headers: dict[str, str] | None = None, **more) -> httpx2.Response:
        """As a page of this server would."""
        headers = {"Origin": self.url} if headers is None else headers
        return httpx2.post(self.url + path, headers=headers, timeout=60, trust_env=False, **more)


@contextmanager
def serving(newsroom: Newsroom, *, token: str | None = None, pace: float = PACE, port: int = 0):
    """The newsroom behind a real server, until the block ends."""
    with listening("127.0.0.1", port) as door:
        port = door.getsockname()[1]
        served = server(newsroom, access("127.0.0.1", port, (), token), pace=pace)
        made = running(served)
        thread = threading.Thread(target=made.run, kwargs={"sockets": [door]})
        thread.start()
        until = time.monotonic() + 20
        while not made.started and time.monotonic() < until:
            time.sleep(0.01)
        try:
            yield Running(f"http://127.0.0.1:{port}", newsroom, served, made, token)
        finally:
            made.should_exit = True
            thread.join(20)
            assert not thread.is_alive(), "the server does not end"


@pytest.fixture(scope="session")
def read_once(tmp_path_factory) -> Path:
    """A store with the bundled story."""
    place = tmp_path_factory.mktemp("web") / "store.db"
    with Newsroom(rules_alone(place)) as newsroom:
        newsroom.read([str(EXAMPLE)])
    return place


@pytest.fixture
def store(read_once, tmp_path) -> Path:
    """A copy of it that a test may write to."""
    return Path(shutil.copy(read_once, tmp_path / "store.db"))


@pytest.fixture
def site(store):
    """A server over a copy of the bundled story."""
    with Newsroom(rules_alone(store)) as newsroom, serving(newsroom) as made:
        yield made


@pytest.fixture(scope="session")
def quiet_site(read_once, tmp_path_factory):
    """A server that tests share: for pages that change nothing."""
    place = Path(shutil.copy(read_once, tmp_path_factory.mktemp("quiet") / "store.db"))
    with Newsroom(rules_alone(place)) as newsroom, serving(newsroom, pace=3600) as made:
        yield made


def rules_alone(place: Path) -> Settings:
    return Settings(db=place, models=Models(use=False))


class Shelf:
    """A store in memory with readings made by hand, which no file could hold; and their rooms."""

    def __init__(self, *readings) -> None:
        self.made = {reading.record.story.id: reading for reading in readings}
        self.said: dict[str, list] = {}

    @property
    def rooms(self):
        return self

    def stories(self):
        return tuple(
            Summary(
                key,
                reading.record.story.title,
                len(reading.record.documents),
                len(reading.record.origins),
                len(reading.record.claims),
                reading.record.moment,
                datetime(2031, 6, 1, tzinfo=UTC),
            )
            for key, reading in self.made.items()
        )

    def readings(self, story: str):
        return tuple(each for each in self.stories() if each.id == story)

    @property
    def wire(self):
        return self

    def changes(self, *_asked):
        return ()

    def documents_with(self, *_asked):
        return ()

    claims_with = documents_with

    def stories_of(self, _documents):
        return {}

    def references(self):
        return ()

    def fetched_after(self, *_asked):
        return False

    def standing(self, *_asked):
        return None

    def newest(self, story: str) -> tuple[str, str]:
        if story not in self.made:
            raise NotStored(f"there is no story {story!r}")
        return story, "read once"

    def get(self, story: str, _as_of=None):
        return self.made[self.newest(story)[0]]

    def entries(self, story: str, after: int = 0):
        return tuple(entry for entry in self.said.get(story, []) if entry.number > after)

    def add(self, story: str, entries) -> bool:
        known = self.said.setdefault(story, [])
        if entries[0].number != len(known) + 1:
            return False
        known.extend(entries)
        return True

    def close(self) -> None:
        pass


@contextmanager
def shelved(*readings):
    """A newsroom over readings made by hand."""
    newsroom = Newsroom(Settings(models=Models(use=False)))
    newsroom.__dict__["store"] = Shelf(*readings)
    with newsroom:
        yield newsroom
