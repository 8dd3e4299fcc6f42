"""A map on threads, for work that leaves Python (networks): answers in order, each as soon as it is there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import Queue
from threading import Event, Thread
from typing import TypeVar

_T = TypeVar("_T")
_R = TypeVar("_R")

WORKERS = min(4, os.cpu_count() or 1)
_AHEAD = 64  # items under way at most, so that an endless input neither fills the memory nor waits for its end


def ordered(look: Callable[[_T], _R], items: Iterable[_T], workers: int = WORKERS) -> Iterator[_R]:
    """``look`` at each item on a few threads; results in the order of the items.

    Items are taken by a thread of its own: where they come from a pipe, the answer to one does not wait for the next.
    What ``look`` or the items raise is raised here, at its place.
    """
    queue: Queue[Future[_R] | None] = Queue(_AHEAD)
    stop = Event()
    fault: list[BaseException] = []
    with ThreadPoolExecutor(workers) as pool:
        feeder = Thread(target=_feed, args=(pool, look, items, queue, stop, fault), daemon=True)
        feeder.start()
        try:
            while (future := queue.get()) is not None:
                yield future.result()
        finally:
            stop.set()
            while feeder.is_alive() and not queue.empty():
                queue.get()  # it may be waiting for room
        if fault:
            raise fault[0]


def _feed(
    pool: ThreadPoolExecutor,
    look: Callable[[_T], _R],
    items: Iterable[_T],
    queue: Queue[Future[_R] | None],
    stop: Event,
    fault: list[BaseException],
) -> None:
    try:
        for item in items:
            if stop.is_set():
                return
            queue.put(pool.submit(look, item))
    except BaseException as error:  # noqa: BLE001 - raised again where the results are taken
        fault.append(error)
    queue.put(None)
