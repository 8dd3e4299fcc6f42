"""The installed program in a process of its own: pipes, terminals, signals, and what an import costs."""

from __future__ import annotations

import json
import os
import pty
import re
import shlex
import signal
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import pytest

import cuibono
from cuibono.cli import COMMANDS
from tests.cli.command import PROGRAM, environment, invoke, spawn

HEAVY = (
    "alembic feedparser httpx2 jinja2 lxml numpy nupunkt py3langid pydantic pypdfium2 sqlalchemy trafilatura".split()
)


@pytest.mark.parametrize("word", ["--help", "--version"])
def test_help_and_version_load_nothing_heavy(tmp_path, word):
    script = f"""
import sys
from cuibono.cli import main
try:
    main([{word!r}])
finally:
    print(*sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)
"""
    done = spawn(tmp_path, "-c", script, program=(sys.executable,))
    assert (done.code, done.err.strip()) == (0, "")
    assert "cuibono" in done.out


def test_help_names_every_command_in_full_and_every_exit_code():
    help_text = " ".join(invoke("--help", columns=80).out.split())
    for name, (_module, line) in COMMANDS.items():
        assert f"{name} {line}" in help_text, "a line too long for its place is cut"
    assert all(f" {code} " in help_text for code in (0, 1, 2, 3, 4, 5, 6, 7, 130))


@pytest.mark.parametrize("name", COMMANDS)
def test_the_lines_of_help_are_the_first_lines_of_the_functions(name):
    done = invoke(name, "--help")
    assert done.code == 0
    assert COMMANDS[name][1] in " ".join(done.out.split())


def test_version():
    assert invoke("--version").out == f"cuibono {cuibono.__version__}\n"
    assert version("cuibono") == cuibono.__version__


def test_as_a_module(tmp_path, store, story):
    done = spawn(tmp_path, "stories", "--json", "--db", store, program=(sys.executable, "-m", "cuibono"))
    assert (done.code, done.err) == (0, "")
    assert story in {each["id"] for each in done.json}


def test_piped_output_is_plain(store, story):
    done = invoke("show", story, "--db", store)
    assert (done.code, done.err) == (0, "")
    assert "\x1b" not in done.out
    assert not re.search(r"[ \t]$", done.out, re.MULTILINE)


def test_an_encoding_that_knows_no_such_character(store, story):
    done = invoke("show", story, "--db", store, encoding="ascii")
    assert (done.code, done.err) == (0, "")
    assert "independent origins" in done.out
    assert invoke("show", story, "--json", "--db", store).json["story"]["id"] == story, "JSON is UTF-8 everywhere"


def shell(home: Path, script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", script],
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize("options", ["", "--json"])
def test_a_reader_who_has_seen_enough(tmp_path, store, story, options):
    program = f"{shlex.quote(str(PROGRAM))} show {story} {options} --db {shlex.quote(str(store))}"
    done = shell(tmp_path, f"{program} | head -n 1")
    assert (done.returncode, done.stderr) == (0, "")


def test_standard_output_on_a_full_disk(tmp_path, store):
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    done = shell(tmp_path, f"{shlex.quote(str(PROGRAM))} stories --db {shlex.quote(str(store))} > /dev/full")
    assert done.returncode == 2
    assert done.stderr == "cuibono: standard output cannot be written: No space left on device\n"


def test_nobody_listens_at_all(tmp_path, store):
    program = f"{shlex.quote(str(PROGRAM))} show s999 --db {shlex.quote(str(store))}"
    assert shell(tmp_path, f"{program} >&- 2>&-").returncode == 5


def on_a_terminal(home: Path, *words: object, **env: str) -> str:
    """What a program prints on a terminal, standard error included."""
    master, slave = pty.openpty()
    with subprocess.Popen(
        [str(PROGRAM), *map(str, words)],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=environment(home, TERM="xterm-256color", **env),
    ) as program:
        os.close(slave)
        printed = b""
        while True:
            try:
                data = os.read(master, 65536)
            except OSError:  # Linux's way to say that it is over
                break
            if not data:
                break
            printed += data
    os.close(master)
    assert program.returncode == 0, printed
    return printed.decode()


COLOUR = re.compile(r"\x1b\[[0-9;]*(?<![0-9])(?:3[0-7]|38;|9[0-7])")


def test_a_terminal_gets_colours_unless_the_user_wants_none(tmp_path, store, story):
    assert COLOUR.search(on_a_terminal(tmp_path, "show", story, "--db", store))
    assert not COLOUR.search(on_a_terminal(tmp_path, "show", story, "--db", store, NO_COLOR="1"))


def test_progress_is_shown_on_a_terminal_whatever_a_story_is_called(tmp_path, db, good):
    odd = json.loads(good.read_text()) | {"title": "Ferry [/b] aground"}
    good.write_text(json.dumps(odd))
    printed = on_a_terminal(tmp_path, "read", good, "--db", db)
    assert "reading" in printed
    assert "Ferry [/b] aground" in printed


@pytest.mark.slow
def test_interrupted(tmp_path, db, server, good):
    asked = []

    def silent(_connection, path):
        asked.append(path)
        server.stopped.wait(60)

    server.pages["/slow"] = silent
    with subprocess.Popen(
        [str(PROGRAM), "read", str(good), server.url("/slow"), "--db", str(db)],
        env=environment(tmp_path, CUIBONO_INTRANET=server.place),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A test run in the background of a shell is deaf to it, and so would its children be.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - one thread here
    ) as program:
        deadline = time.monotonic() + 60
        while not asked and time.monotonic() < deadline:
            time.sleep(0.05)
        program.send_signal(signal.SIGINT)
        out, err = program.communicate(timeout=60)
    assert (program.returncode, out, err) == (130, "", "cuibono: interrupted\n")
    assert invoke("verify", "--db", db).code == 0
    again = invoke("read", good, "--db", db)
    assert again.code == 0
