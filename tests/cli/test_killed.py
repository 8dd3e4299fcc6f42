"""kill -9 of `cuibono read` at many moments: the store verifies, and the next read completes with the same reading."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import STORY, environment, invoke

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.slow
def test_killed_at_many_moments(tmp_path, store, story):
    broken = tmp_path / "broken.db"
    command = [sys.executable, "-m", "tests.cli.killed", str(STORY), str(broken)]
    done = subprocess.run(command, cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"survived": [], "rejected": [], "last": [0]}, done.stderr
    assert invoke("verify", "--db", broken).code == 0
    for each in invoke("stories", "--json", "--db", store).json:
        calm, after = (invoke("show", each["id"], "--json", "--db", db).out for db in (store, broken))
        assert after == calm
