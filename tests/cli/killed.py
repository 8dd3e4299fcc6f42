"""Run as a program: ``cuibono read STORY --db STORE`` in children that are killed, each at one moment of the work.

A program of its own, because a test session has threads that a fork should not copy. Moments are statements, since
nothing between two of them changes what is stored. Prints one JSON object.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import os
import signal
import sys

from sqlalchemy import Engine, event

import cuibono.app  # noqa: F401 - loaded before the forks, so that they are quick
from cuibono.cli import main

# What is about to happen, for the how manyeth time. Each child goes on with what the one before it left behind.
MOMENTS = (
    ("CREATE TABLE captures", 1),
    ("INSERT INTO captures", 1),
    ("INSERT INTO documents", 3),
    ("COMMIT", 9),
    ("INSERT INTO captures", 6),
    ("INSERT INTO readings", 2),
)


def told(*words: str) -> tuple[int, str]:
    """Exit code and standard output of a command in this process."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    code: object = 0
    with contextlib.redirect_stdout(out):
        try:
            main(list(words))
        except SystemExit as end:
            code = end.code
    return int(code or 0), out.buffer.getvalue().decode()


def killed_at(what: str, time: int, *words: str) -> bool:
    """Run a command in a child that is killed at a moment; whether that came about."""
    pid = os.fork()
    if pid == 0:
        seen = itertools.count(1)

        def die(_connection: object, _cursor: object = None, statement: str = "COMMIT", *_more: object) -> None:
            if statement.strip().startswith(what) and next(seen) == time:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(Engine, "before_cursor_execute", die, named=False)
        event.listen(Engine, "commit", die)
        os._exit(told(*words)[0])
    _, status = os.waitpid(pid, 0)
    return os.WIFSIGNALED(status)


if __name__ == "__main__":
    story, store = sys.argv[1:]
    report: dict[str, list[object]] = {"survived": [], "rejected": []}
    for moment in MOMENTS:
        if not killed_at(*moment, "read", story, "--db", store):
            report["survived"].append(moment)
        if told("verify", "--db", store)[0]:
            report["rejected"].append(moment)
    report["last"] = [told("read", story, "--db", store)[0]]
    sys.stdout.write(json.dumps(report))
