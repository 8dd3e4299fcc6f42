"""What one more document costs in a store that holds many: the store is filled by copying rows, not by reading.

python bench/filled.py [DATA] [DOCUMENTS] [INGESTED]     (100,000 documents, 2,000 of them ingested before and after)

`bench/wire.py DATA 100000` ingests every document and takes 25 minutes of CPU. Here some are ingested into an
empty store, copied under other names until the store holds DOCUMENTS, and as many are ingested into that. Each copy
has heavy words of its own, as other events have, days spread over the year, and its text in the full-text index. What
this does not show is how blocks grow where old stories share heavy words with new ones; the curve of `wire.py` does.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, text
from wire import BATCH, BEGIN, DAYS, made

from cuibono import readers
from cuibono.core.news import Capture
from cuibono.core.watch import DESK
from cuibono.desk.place import Placer
from cuibono.store.database import open_database
from cuibono.store.sql import Store

DOCUMENTS = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
INGESTED = int(sys.argv[3]) if len(sys.argv) > 3 else 2_000
COPIES = """
INSERT INTO captures SELECT id || :copy, location || :copy, fetched, media_type, headers, seal, body FROM captures
WHERE id NOT LIKE '%~%';
INSERT INTO documents SELECT id || :copy, capture || :copy, kind, title, url || :copy, outlet, language, snippet, seal,
published, modified, authors, tags, notices, links, blocks, boxes, text FROM documents WHERE id NOT LIKE '%~%';
INSERT INTO full_text_numbers (document) SELECT id FROM documents WHERE id LIKE '%' || :copy;
INSERT INTO full_text_documents (rowid, title, words) SELECT number, title, text FROM full_text_numbers
JOIN documents ON documents.id = document WHERE document LIKE '%' || :copy;
INSERT INTO placed SELECT document || :copy, story || :copy, page || :copy, words, seen, traits FROM placed
WHERE document NOT LIKE '%~%';
INSERT INTO placed_terms SELECT term || :copy, day + :days, document || :copy FROM placed_terms
WHERE document NOT LIKE '%~%';
INSERT INTO blocks SELECT document || :copy, level, CASE label WHEN '' THEN '' ELSE label || :copy END FROM blocks
WHERE document NOT LIKE '%~%'
"""


def ingested(store: Store, captures: Iterator[Capture], count: int, placer: Placer) -> float:
    """CPU milliseconds a document."""
    wire, spent = store.wire, 0.0
    for _ in range(0, count, BATCH):
        batch = [next(captures) for _ in range(BATCH)]
        began = time.process_time()
        for capture in batch:
            wire.receive("bench", capture)
        for capture, source in wire.unread(BATCH, BATCH):
            wire.take_in("bench", source, capture.id, readers.read(capture))
        waiting = wire.next_waiting(BATCH, BATCH)
        with wire.placing("bench") as index:
            placer.place(waiting, index)
        spent += time.process_time() - began
    return spent / count * 1000


def fill(connection: Connection, copy: int) -> None:
    """Copy every document that was ingested; every other copy half a year later."""
    for statement in COPIES.split(";"):
        given = {"copy": f"~{copy}", "days": copy % 2 * DAYS / 2}
        connection.execute(text(statement), {name: given[name] for name in given if f":{name}" in statement})


def main() -> None:
    captures = made(2 * INGESTED)
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder, "wire.db"), lambda: BEGIN) as store:
        store.wire.lease(DESK, BEGIN, BEGIN.replace(year=BEGIN.year + 50), "bench")
        before = ingested(store, captures, INGESTED, Placer())
        print(f"{before:6.1f} ms CPU a document into an empty store", flush=True)
        database = open_database(Path(folder, "wire.db"), patience=60)
        for copy in range(DOCUMENTS // INGESTED - 2):
            with database.writing() as connection:
                fill(connection, copy)
        with database.reading() as connection:
            held = connection.execute(text("SELECT count(*) FROM placed")).scalar_one()
        database.close()
        size = Path(folder, "wire.db").stat().st_size / 1e6
        # A new placer: what it keeps of the last documents is of no use to it here, as after a restart.
        after = ingested(store, captures, INGESTED, Placer())
        print(f"{after:6.1f} ms CPU a document into a store of {held:,} ({size:,.0f} MB)")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{after / before:6.2f} times (wanted 1.30 at most), {memory:.0f} MB (wanted 1000 at most)")


if __name__ == "__main__":
    main()
