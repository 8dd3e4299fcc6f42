"""A map on threads: order, promptness, faults at their place, an endless input."""

import itertools
import threading
from collections.abc import Iterator
from queue import Queue

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.engine.threads import ordered


@given(st.lists(st.integers(), max_size=300), st.integers(1, 4))
def test_it_is_map(items: list[int], workers: int) -> None:
    assert list(ordered(lambda item: item * 2, items, workers)) == [item * 2 for item in items]


def test_an_answer_does_not_wait_for_the_next_item() -> None:
    line: Queue[int | None] = Queue()
    answers = ordered(str, iter(line.get, None))
    line.put(1)
    assert next(answers) == "1"  # nothing else has come yet
    line.put(2)
    assert next(answers) == "2"
    line.put(None)
    assert list(answers) == []


def test_what_is_raised_is_raised_at_its_place() -> None:
    answers = ordered(lambda item: 1 // item, [1, 0, 1])
    assert next(answers) == 1
    with pytest.raises(ZeroDivisionError):
        next(answers)


def test_a_fault_of_the_input_comes_after_what_was_answered() -> None:
    def broken() -> Iterator[int]:
        yield 1
        raise OSError("the pipe broke")

    answers = ordered(str, broken())
    assert next(answers) == "1"
    with pytest.raises(OSError, match="the pipe broke"):
        next(answers)


def test_an_endless_input_is_taken_little_by_little_and_let_go() -> None:
    taken: list[int] = []

    def counted() -> Iterator[int]:
        for item in itertools.count():
            taken.append(item)
            yield item

    answers = ordered(str, counted())
    assert next(answers) == "0"
    answers.close()  # type: ignore[attr-defined]
    assert len(taken) < 1_000
    assert threading.active_count() < 20
