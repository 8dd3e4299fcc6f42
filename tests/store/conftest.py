"""Stores to test with: SQLite always; PostgreSQL where a server is named or its programs are installed."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from cuibono.store.sql import Store
from tests.store.samples import Ticks


@pytest.fixture(scope="session")
def postgres():
    """The URL of a PostgreSQL that tests may empty: the one that is named, or one started for this session."""
    if url := os.environ.get("CUIBONO_TEST_POSTGRES"):
        with _own_database(url) as own:
            yield own
        return
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL: neither CUIBONO_TEST_POSTGRES nor initdb and postgres on this machine")
    user = _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="cuibono-pg-", dir="/tmp"))  # short: the name of a socket has 107 bytes
    try:
        if user:
            shutil.chown(folder, user)
        with _server(programs, folder, user) as url:
            yield url
    finally:
        shutil.rmtree(folder)


@contextlib.contextmanager
def _own_database(url):
    """A database of this worker's on a server that all workers share: they empty it without asking each other."""
    name = f"cuibono_test_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}_{os.getpid()}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
        yield make_url(url).set(database=name).render_as_string(hide_password=False)
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    finally:
        engine.dispose()


def _programs():
    """The folder with initdb and postgres, newest version first."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: float(p.parent.name), reverse=True)
    for place in [*places, *(Path(p) for p in os.environ.get("PATH", "").split(os.pathsep))]:
        if (place / "initdb").exists() and (place / "postgres").exists():
            return place
    return None


def _unprivileged():
    """Whom to run the server as: PostgreSQL refuses root. None for whoever runs the tests."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    pytest.skip("PostgreSQL refuses to run as root, and there is no user to run it as")


@contextlib.contextmanager
def _server(programs, folder, user):
    options = {"user": user, "extra_groups": [], "cwd": folder} if user else {"cwd": folder}
    data = folder / "data"
    made = subprocess.run(
        [programs / "initdb", "-D", data, "-U", "tester", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"],
        capture_output=True,
        text=True,
        check=False,
        **options,
    )
    if made.returncode:
        pytest.skip(f"initdb failed: {made.stderr.strip()}")
    settings = ("fsync=off", "listen_addresses=", f"unix_socket_directories={folder}", "autovacuum=off")
    command = [programs / "postgres", "-D", data, *(part for each in settings for part in ("-c", each))]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, **options)
        try:
            ready = [programs / "pg_isready", "-q", "-t", "30", "-h", folder]
            for _ in range(200):
                if subprocess.run(ready, check=False).returncode == 0:
                    break
                with contextlib.suppress(subprocess.TimeoutExpired):
                    server.wait(0.05)
                    break
            else:
                pytest.fail("PostgreSQL did not start")
            if server.poll() is not None:
                pytest.skip(f"PostgreSQL did not start: {(folder / 'log').read_text()}")
            yield f"postgresql+psycopg://tester@/postgres?host={folder}"
        finally:
            server.terminate()
            server.wait(30)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def place(request, tmp_path):
    """Where an empty store may be made, on either database."""
    if request.param == "sqlite":
        return tmp_path / "store.db"
    url = request.getfixturevalue("postgres")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return url


@pytest.fixture
def store(place):
    with Store(place, Ticks()) as opened:
        yield opened
