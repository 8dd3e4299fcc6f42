"""kill -9 of a desk at many moments: the store verifies, ends in the same readings, and nobody is told twice."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.slow
def test_killed_at_many_moments(tmp_path):
    command = [sys.executable, "-m", "tests.desk.killed", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["killed"] > 20
    calm, after = told["calm"], told["after"]
    assert after["mismatches"] == []
    assert after["waiting"] == [0, 0]
    assert after["captures"] == calm["captures"]
    assert after["readings"] == calm["readings"]
    assert len(told["told"]) == len(set(told["told"])), "never twice"
    assert set(told["told"]) <= set(after["changes"])
    assert len(after["changes"]) - len(told["told"]) <= after["unsure"], "what was not told is known to be unsure"
