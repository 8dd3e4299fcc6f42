"""The bundled story, read once by the command line; every test gets a copy of the store."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.command import STORY, Done, invoke
from tests.sources.conftest import Server

ARTICLE = """A ferry with 240 people on board ran aground off Port Ellery on Monday evening, the harbour office said.
"Nobody was hurt," said Mara Quist, a spokeswoman for the office. The operator, Ellery Lines, said 12 cars were damaged.
An inquiry is expected to report by 30 November 2026.
"""


@pytest.fixture(scope="session")
def read_once(tmp_path_factory) -> tuple[Path, Path, Done]:
    """(store, page, how it ended) of one `cuibono read` of the bundled story."""
    folder = tmp_path_factory.mktemp("read")
    done = invoke("read", STORY, "--db", folder / "store.db", "--html", folder / "page.html")
    return folder / "store.db", folder / "page.html", done


@pytest.fixture
def store(read_once, tmp_path) -> Path:
    """A store with the bundled story."""
    return Path(shutil.copy(read_once[0], tmp_path / "bundled.db"))


@pytest.fixture(scope="session")
def story(read_once) -> str:
    """The id of the bundled story, the largest of its folder."""
    known = invoke("stories", "--json", "--db", read_once[0]).json
    return max(known, key=lambda each: each["documents"])["id"]


@pytest.fixture
def db(tmp_path) -> Path:
    """Where there is no store yet."""
    return tmp_path / "store.db"


@pytest.fixture
def good(tmp_path) -> Path:
    """Something to read beside what cannot be read."""
    return article(tmp_path / "good.json")


@pytest.fixture
def server():
    running = Server()
    yield running
    running.stop()


def article(path: Path, **changed: object) -> Path:
    """A JSON article as a file."""
    about = {
        "url": "https://ellery-echo.example/ferry",
        "title": "Ferry runs aground off Port Ellery",
        "outlet": "Ellery Echo",
        "published": "2026-10-05T18:30:00Z",
        "text": ARTICLE,
    }
    path.write_text(json.dumps(about | changed), "utf-8")
    return path
