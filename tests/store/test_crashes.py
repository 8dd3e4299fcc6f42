"""kill -9 at any moment leaves a store that verify accepts, and several processes may write at once."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def crashes(*arguments):
    command = [sys.executable, "-m", "tests.store.crashes", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout) | {"errors": done.stderr}


@pytest.mark.slow
def test_killed_before_any_one_statement(tmp_path):
    told = crashes("every-statement", tmp_path)
    assert told["found"] == []
    assert told["survived"], told["errors"]
    assert told["killed"] > 60
    assert told["stories"][0] == 0
    assert set(told["stories"]) == {0, 1, 2}, "whole steps only: nothing, the story, the story and the one to forget"


@pytest.mark.slow
def test_killed_at_any_moment(tmp_path):
    seed = random.randrange(10**6)
    told = crashes("any-moment", tmp_path, 30, seed)
    assert told["found"] == [], f"seed {seed}"
    assert told["killed"] == 30
    assert told["stories"][-1] > 0, "some got as far as a reading"


@pytest.mark.slow
def test_several_processes_write_at_once(place):
    told = crashes("together", place, 4)
    assert told["codes"] == [0, 0, 0, 0], told["errors"]
    assert told["found"] == []
    assert told["stories"] == [f"story-{number}" for number in range(4)]
