"""Watched sources, who polls which, and what servers gave to tell one state of a page from another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from cuibono.core.errors import LeaseLost
from cuibono.core.news import Validator
from cuibono.core.watch import Polled, Watched
from cuibono.store.codec import dumps, encode, loads
from cuibono.store.schema import leases, validators, watched
from cuibono.store.statements import batches, insert_or_replace

_SOURCE = "source:"
# Lists go back a month at most where nothing else is asked (docs/sources.md); what comes back later is taken once more,
# and the archive knows it. Some 150 bytes a mark.
_KEPT = timedelta(days=30)
_MOST_GONE = 10_000  # marks of one list whose entries are gone


def watch(connection: Connection, sources: Iterable[Watched]) -> None:
    """Make sources known; a known one keeps how it fared, with the pace and quota that are given now."""
    for batch in batches(sources):
        known = select(watched.c.id).where(watched.c.id.in_([source.id for source in batch]))
        there = set(connection.execute(known).scalars())
        for source in batch:
            if source.id in there:
                pace: dict[str, Any] = {"every": source.every, "quota": source.quota}
                connection.execute(update(watched).where(watched.c.id == source.id).values(**pace))
        fresh = {source.id: _row(source) for source in batch if source.id not in there}
        if fresh:
            connection.execute(insert(watched), list(fresh.values()))


def sources(connection: Connection) -> tuple[Watched, ...]:
    """All known sources, the one due first at the beginning."""
    rows = connection.execute(select(watched).order_by(watched.c.due, watched.c.id)).mappings()
    return tuple(_source(row) for row in rows)


def is_any_due(connection: Connection, now: datetime) -> bool:
    """Whether any source is due; by index."""
    return connection.execute(select(watched.c.id).where(watched.c.due <= now).limit(1)).first() is not None


def lease_due(
    connection: Connection, now: datetime, until: datetime, owner: str, among: Collection[str], most: int
) -> tuple[Watched, ...]:
    """Those of the sources that are due and that nobody works on, leased; the longest overdue first."""
    busy = select(leases.c.name).where(leases.c.until > now)
    query = select(watched).where(watched.c.due <= now).order_by(watched.c.due, watched.c.id)
    taken = set(connection.execute(busy).scalars())
    free = [
        row for row in connection.execute(query).mappings() if row["id"] in among and _SOURCE + row["id"] not in taken
    ][:most]
    if free:
        rows = [{"name": _SOURCE + row["id"], "owner": owner, "until": until} for row in free]
        connection.execute(insert_or_replace(connection, leases), rows)
    return tuple(_source(row) for row in free)


def lease(connection: Connection, name: str, now: datetime, until: datetime, owner: str) -> bool:
    """Take or renew a lease; False where another holds it."""
    row = connection.execute(select(leases).where(leases.c.name == name)).mappings().one_or_none()
    if row is not None and row["owner"] != owner and row["until"] > now:
        return False
    connection.execute(insert_or_replace(connection, leases), {"name": name, "owner": owner, "until": until})
    return True


def renew(connection: Connection, source: str, until: datetime, owner: str) -> bool:
    """Hold a source longer; False where another has taken it meanwhile."""
    held = update(leases).where(leases.c.name == _SOURCE + source, leases.c.owner == owner).values(until=until)
    return bool(connection.execute(held).rowcount)


def release(connection: Connection, name: str, owner: str) -> None:
    """Give a lease back, if it is still held."""
    connection.execute(delete(leases).where(leases.c.name == name, leases.c.owner == owner))


def check(connection: Connection, name: str, owner: str) -> None:
    """See that a lease is still held.

    Raises:
        LeaseLost: another has taken it.
    """
    holder = connection.execute(select(leases.c.owner).where(leases.c.name == name)).scalar_one_or_none()
    if holder != owner:
        raise LeaseLost(f"another process has taken over {name!r}; this one stops working on it")


def settle(connection: Connection, owner: str, polls: Sequence[Polled]) -> None:
    """Write down how polls went and give the sources back; a source that another took meanwhile is left alone."""
    names = [_SOURCE + poll.source for poll in polls]
    held: set[str] = set()
    for batch in batches(names):
        ours = select(leases.c.name).where(leases.c.name.in_(batch), leases.c.owner == owner)
        held.update(connection.execute(ours).scalars())
    for poll in polls:
        if _SOURCE + poll.source not in held:
            continue
        values: dict[str, Any] = {"due": poll.due, "failures": poll.failures, "error": poll.error}
        if poll.polled is not None:
            values["polled"] = poll.polled
        connection.execute(update(watched).where(watched.c.id == poll.source).values(**values))
    for batch in batches(sorted(held)):
        connection.execute(delete(leases).where(leases.c.name.in_(batch)))


def recall(connection: Connection, url: str) -> Validator | None:
    """What was remembered of a link."""
    row = connection.execute(select(validators).where(validators.c.url == url)).one_or_none()
    return None if row is None else Validator(row.etag, row.modified)


def remember(connection: Connection, url: str, validator: Validator, of: str = "") -> None:
    """Keep it in place of what was known; ``of``: the list whose entry it marks."""
    row = {"url": url, "etag": validator.etag, "modified": validator.modified, "list": of, "gone": None}
    connection.execute(insert_or_replace(connection, validators), row)


@dataclass(frozen=True, slots=True)
class Stale:
    """Marks of one list: whose entries are missed from now on, whose are back, and which are to be forgotten."""

    missed: Sequence[str] = ()
    back: Sequence[str] = ()
    forgotten: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.missed or self.back or self.forgotten)


def stale(connection: Connection, of: str, names: Collection[str], now: datetime) -> Stale:
    """What is to be noted of a list's marks, now that it holds entries of these names; linear in their number.

    A mark is forgotten when the list has not held its entry for `_KEPT`, and earlier where more than `_MOST_GONE`
    entries are gone: a list that invents names does not fill the disk.
    """
    held = frozenset(names)
    query = select(validators.c.url, validators.c.gone).where(validators.c.list == of).order_by(validators.c.url)
    missed: list[str] = []
    back: list[str] = []
    away: list[tuple[datetime, str]] = []
    for row in connection.execute(query):
        if row.url in held:
            if row.gone is not None:
                back.append(row.url)
        elif row.gone is None:
            missed.append(row.url)
        else:
            away.append((row.gone, row.url))
    away.sort(reverse=True)
    room = max(0, _MOST_GONE - len(missed))
    forgotten = [url for place, (gone, url) in enumerate(away) if place >= room or now - gone > _KEPT]
    return Stale(missed, back, forgotten)


def age(connection: Connection, found: Stale, now: datetime) -> None:
    """Note it."""
    for names, gone in ((found.missed, now), (found.back, None)):
        for batch in batches(names):
            connection.execute(update(validators).where(validators.c.url.in_(batch)).values(gone=gone))
    for batch in batches(found.forgotten):
        connection.execute(delete(validators).where(validators.c.url.in_(batch)))


def _row(source: Watched) -> dict[str, Any]:
    return {
        "id": source.id,
        "options": dumps(encode(dict(sorted(source.options.items())))),
        "every": source.every,
        "quota": source.quota,
        "due": source.due,
        "failures": source.failures,
        "error": source.error,
        "polled": source.polled,
    }


def _source(row: RowMapping) -> Watched:
    options: Any = loads(row["options"])
    return Watched(
        options=options,
        every=row["every"],
        quota=row["quota"],
        due=row["due"],
        failures=row["failures"],
        error=row["error"],
        polled=row["polled"],
    )
