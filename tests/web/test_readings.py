"""What is kept of readings: made once, however many ask; nothing stays of those who asked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from cuibono.web.readings import Kept


def test_asking_again_for_what_is_kept_leaves_nothing_behind():
    kept = Kept(2)
    made = []
    for key in range(50):
        for _ in range(2):
            assert kept.get(key, lambda key=key: made.append(key) or key) == key
    assert made == list(range(50))
    assert (len(kept._made), kept._making) == (2, {})


def test_whoever_asks_meanwhile_waits_and_makes_nothing():
    kept = Kept(2)
    begun, go = Event(), Event()
    made = []

    def make():
        begun.set()
        assert go.wait(10)
        made.append(1)
        return "made"

    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(kept.get, "key", make)
        assert begun.wait(10)
        others = [pool.submit(kept.get, "key", make) for _ in range(3)]
        go.set()
        assert [each.result(10) for each in (first, *others)] == ["made"] * 4
    assert (made, kept._making) == ([1], {})


def test_what_fails_is_raised_and_made_anew():
    kept = Kept(2)
    with pytest.raises(ZeroDivisionError):
        kept.get("key", lambda: 1 // 0)
    assert kept._making == {}
    assert kept.get("key", lambda: 1) == 1
