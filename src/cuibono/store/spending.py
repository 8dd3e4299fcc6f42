"""What asking models costs: set aside before a call, settled after it, never more in a day than the settings allow.

One writer at a time (the database's write lock) reads the sum and adds to it, so callers in any number of threads and
processes never exceed the budget together. What was set aside and never settled, because a process died, stays counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time

from sqlalchemy import Connection, func, insert, select, update

from cuibono.core.errors import BudgetSpent
from cuibono.core.phrasing import Spent
from cuibono.core.ports import Clockwork
from cuibono.store.database import Database
from cuibono.store.schema import spending

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that may be spent in a day (UTC). ``micros`` are millionths of a US dollar."""

    tokens: int
    micros: int


@dataclass(frozen=True, slots=True)
class DayBook:
    """The port ``Purse`` over a database."""

    _database: Database
    _clock: Clockwork
    _budget: Budget

    def reserve(self, model: str, most: Spent) -> int:
        """Set aside the most that a call can cost; see ``Purse``.

        Raises:
            BudgetSpent: the day's tokens or money would not be enough, or the price is not known.
            StoreError: it cannot be written.
        """
        if most.micros is None:
            raise BudgetSpent(
                f"the price of {model} is not known, so no budget in money can be kept: set its price "
                "(models.dollars_per_million_in, models.dollars_per_million_out)"
            )
        now = self._clock()
        with self._database.writing() as connection:
            today = _today(connection, now)
            if today.tokens + most.tokens > self._budget.tokens:
                raise BudgetSpent(
                    f"{today.tokens:,} of {self._budget.tokens:,} tokens of the day are spent or set aside, "
                    f"and this call may take {most.tokens:,} (models.tokens_a_day)"
                )
            if (today.micros or 0) + most.micros > self._budget.micros:
                raise BudgetSpent(
                    f"{_dollars(today.micros or 0)} of {_dollars(self._budget.micros)} of the day are spent or set "
                    f"aside, and this call may take {_dollars(most.micros)} (models.dollars_a_day)"
                )
            number = int(connection.execute(select(func.coalesce(func.max(spending.c.number), 0) + 1)).scalar_one())
            row = {"number": number, "at": now, "model": model, "tokens": most.tokens, "micros": most.micros}
            connection.execute(insert(spending), [row | {"settled": False}])
        return number

    def settle(self, number: int, spent: Spent | None) -> None:
        """What a call did cost; see ``Purse``.

        Raises:
            StoreError: it cannot be written.
        """
        known = {"tokens": spent.tokens, "micros": spent.micros} if spent else {}
        if spent and spent.micros is None:
            known.pop("micros")  # what was set aside is counted
        with self._database.writing() as connection:
            connection.execute(update(spending).where(spending.c.number == number).values(settled=True, **known))

    def today(self) -> Spent:
        """What is spent or set aside of the day's budget."""
        with self._database.reading() as connection:
            return _today(connection, self._clock())


def _today(connection: Connection, now: datetime) -> Spent:
    begun = datetime.combine(now.astimezone(UTC).date(), time(), UTC)
    sums = select(func.coalesce(func.sum(spending.c.tokens), 0), func.coalesce(func.sum(spending.c.micros), 0))
    tokens, micros = connection.execute(sums.where(spending.c.at >= begun)).one()
    return Spent(int(tokens), int(micros))


def _dollars(micros: int) -> str:
    return f"${micros / _MILLION:.4f}"
