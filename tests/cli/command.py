"""The command line as its users meet it: in this process (quick), or in one of its own (the real thing)."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from cuibono.cli import main

STORY = Path(__file__).parent.parent.parent / "examples" / "wellhead"
PROGRAM = Path(sys.executable).parent / "cuibono"


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> list[str]:
        """The lines on standard error, each of which must be one of ours."""
        lines = self.err.splitlines()
        assert all(line.startswith("cuibono: ") for line in lines), self.err
        return [line.removeprefix("cuibono: ") for line in lines]

    @property
    def json(self):
        return json.loads(self.out)


def invoke(
    *words: object, columns: int = 100, encoding: str = "utf-8", config: Path | None = None, **settings: object
) -> Done:
    """Run ``cuibono WORDS...`` in this process; ``settings`` become CUIBONO_* variables."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding=encoding, write_through=True) for _ in range(2))
    code: object = 0
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        for name in [name for name in os.environ if name.startswith("CUIBONO_")]:
            patch.delenv(name)
        patch.setenv("CUIBONO_MODELS__USE", "0")  # rules alone are quick; tests of networks turn them on
        for name, value in settings.items():
            patch.setenv(f"CUIBONO_{name.upper()}", str(value))
        patch.setenv("COLUMNS", str(columns))
        patch.setattr("cuibono.settings.CONFIG_FILE", config or Path("no config.toml"))
        try:
            main([str(word) for word in words])
        except SystemExit as end:
            code = end.code
    texts = [stream.buffer.getvalue().decode(encoding) for stream in (out, err)]
    done = Done(code if isinstance(code, int) else 0, *texts)
    assert "Traceback" not in done.err
    assert "a fault of ours" not in done.err, done.err
    return done


def environment(home: Path, **more: str) -> dict[str, str]:
    """A user's environment with an empty home."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "PYTHONPATH", "LANG", "LC_ALL"}}
    own = {"HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"), "XDG_DATA_HOME": str(home / "data")}
    return kept | own | {"COLUMNS": "100", "CUIBONO_MODELS__USE": "0"} | more


def spawn(home: Path, *words: object, program: tuple[object, ...] = (PROGRAM,), **options) -> Done:
    """Run the installed program; ``options`` go to :func:`subprocess.run`, ``env`` on top of an empty home."""
    env = environment(home, **options.pop("env", {}))
    command = [str(word) for word in (*program, *words)]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
    done = subprocess.run(command, env=env, check=False, timeout=120, **streams)
    ended = Done(done.returncode, (done.stdout or b"").decode(), (done.stderr or b"").decode())
    assert "Traceback" not in ended.err, ended.err
    return ended
