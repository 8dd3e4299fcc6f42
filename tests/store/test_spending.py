"""Money and tokens: set aside before a call, and never more than the day's budget, whoever calls."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from cuibono.core.errors import BudgetSpent
from cuibono.core.phrasing import Spent
from cuibono.store.spending import Budget
from cuibono.store.sql import Store
from tests.store.samples import Ticks


def test_what_is_set_aside_is_settled(store):
    book = store.daybook(Budget(tokens=1000, micros=500))
    first = book.reserve("m", Spent(600, 300))
    assert book.today() == Spent(600, 300)
    with pytest.raises(BudgetSpent, match=r"600 of 1,000 tokens .* may take 500"):
        book.reserve("m", Spent(500, 10))
    book.settle(first, Spent(100, 40))
    assert book.today() == Spent(100, 40)
    book.reserve("m", Spent(500, 10))


def test_money_is_a_budget_of_its_own(store):
    book = store.daybook(Budget(tokens=10**9, micros=500_000))
    book.reserve("m", Spent(1, 400_000))
    with pytest.raises(BudgetSpent, match=r"\$0.4000 of \$0.5000 .* may take \$0.2000"):
        book.reserve("m", Spent(1, 200_000))


def test_no_budget_is_no_call(store):
    with pytest.raises(BudgetSpent):
        store.daybook(Budget(0, 0)).reserve("m", Spent(1, 0))
    store.daybook(Budget(0, 0)).reserve("scripted", Spent(0, 0))


def test_a_model_without_a_price_is_not_called(store):
    with pytest.raises(BudgetSpent, match="the price of m is not known"):
        store.daybook(Budget(10**6, 10**6)).reserve("m", Spent(10, None))


def test_what_nobody_knows_is_counted_whole_and_so_is_what_a_dead_process_left(store, place):
    book = store.daybook(Budget(1000, 1000))
    book.settle(book.reserve("m", Spent(400, 40)), None)
    book.settle(book.reserve("m", Spent(300, 30)), Spent(100, None))
    book.reserve("m", Spent(200, 20))
    with Store(place, Ticks()) as again:
        assert again.daybook(Budget(1000, 1000)).today() == Spent(400 + 100 + 200, 40 + 30 + 20)


def test_a_new_day_has_a_new_budget(place):
    now = datetime(2031, 5, 4, 23, 59, tzinfo=UTC)
    with Store(place, lambda: now) as store:
        store.daybook(Budget(100, 100)).reserve("m", Spent(100, 100))
    with Store(place, lambda: now + timedelta(minutes=2)) as store:
        assert store.daybook(Budget(100, 100)).today() == Spent(0, 0)
        store.daybook(Budget(100, 100)).reserve("m", Spent(100, 100))


def test_callers_at_the_same_moment_never_exceed_the_budget_together(store, place):
    allowed, ready = [], threading.Barrier(8)

    def call():
        with Store(place, Ticks()) as own:
            book = own.daybook(Budget(1000, 10**6))
            ready.wait()
            for _ in range(5):
                try:
                    number = book.reserve("m", Spent(90, 9))
                except BudgetSpent:
                    continue
                allowed.append(number)

    threads = [threading.Thread(target=call) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(allowed) == len(set(allowed)) == 11, "11 times 90 is 990"
    assert store.daybook(Budget(1000, 10**6)).today().tokens == 990
