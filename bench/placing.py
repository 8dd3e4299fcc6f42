"""Placing one document after the other, against one batch: B-cubed on the sets of gate/clusters.py, and what it costs.

python bench/placing.py [DATA] [SET]...     (all sets; a SET is the beginning of a name, such as "NeuS")

Documents come in a shuffled order, as a desk meets them; the answer does not depend on it. "Compared" is how many
documents share heavy words with a new one, on average, and "block" how many are clustered anew with it.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from cuibono.core.placing import Traits
from cuibono.core.text import Document
from cuibono.desk.place import Placer
from cuibono.gate.metrics import b_cubed
from cuibono.gate.sets import SetMissing, ecb_plus, neus, real_stories
from cuibono.stories.cluster import cluster

DATA = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent.parent / "shared" / "data"
SEEN = datetime(2026, 1, 1, tzinfo=UTC)
SETS = {
    "ECB+ topics 1-30": lambda: ecb_plus(range(1, 31), DATA),
    "ECB+ topics 31-35": lambda: ecb_plus(range(31, 36), DATA),
    "44 development stories": lambda: real_stories(DATA),
    "NeuS val": lambda: neus(DATA),
}


class Memory:
    """The port ``Index`` in dictionaries: what is measured here is placing, and no database."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents = {document.id: document for document in documents}
        self.kept: dict[str, Traits] = {}
        self.story: dict[str, str] = {}
        self.days: dict[str, float] = {}
        self.posted: defaultdict[str, set[str]] = defaultdict(set)
        self.level: defaultdict[str, dict[int, str]] = defaultdict(dict)
        self.carrying: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
        self.compared = self.clustered = 0

    def load(self, ids: Sequence[str]) -> list[tuple[Document, datetime]]:
        return [(self.documents[name], SEEN) for name in ids]

    def standing(self, page: str, words: str) -> Traits | None:
        return next((each for each in self.kept.values() if (each.page, each.words) == (page, words)), None)

    def sharing(self, terms: Sequence[str], since: float, until: float, least: int) -> list[str]:
        counts = Counter(name for term in terms for name in self.posted[term])
        found = sorted(n for n, count in counts.items() if count >= least and since <= self.days[n] <= until)
        self.compared += len(found)
        return found

    def of_record(self, key: str, most: int) -> list[str]:
        return sorted(self.posted["= " + key])[:most]

    def naming(self, _name: str, _most: int) -> list[str]:
        return []

    def traits(self, documents: Iterable[str]) -> list[Traits]:
        return [self.kept[name] for name in sorted(set(documents))]

    def stories(self, documents: Iterable[str]) -> Mapping[str, str]:
        found = {name: self.story[name] for name in documents}
        self.clustered += len(found)
        return found

    def labels(self, documents: Iterable[str]) -> Mapping[str, Mapping[int, str]]:
        return {name: dict(self.level[name]) for name in documents if name in self.level}

    def members(self, level: int, label: str) -> list[str]:
        return sorted(self.carrying[level, label])

    def add(self, traits: Traits, terms: Sequence[str], day: float) -> None:
        self.kept[traits.id], self.story[traits.id], self.days[traits.id] = traits, "", day
        for term in (*terms, *("= " + key for key in traits.records)):
            self.posted[term].add(traits.id)

    def swap(self, old: str, traits: Traits) -> None:
        raise AssertionError(f"two copies: {old} {traits.id}")  # every document was fetched at one moment

    def label(self, level: int, documents: Sequence[str], label: str) -> None:
        for name in documents:
            self.carrying[level, self.level[name].get(level, "")].discard(name)
            self.level[name][level] = label
            self.carrying[level, label].add(name)

    def assign(self, story: str, documents: Sequence[str]) -> None:
        self.story.update(dict.fromkeys(documents, story))

    def touch(self, _story: str, _before: Collection[str]) -> None:
        pass

    def gone(self, _story: str) -> tuple[str, ...]:
        return ()

    def done(self, _documents: Sequence[str]) -> None:
        pass


def placed(gold: Mapping[Document, str]) -> tuple[list[list[Document]], Memory]:
    """The stories of documents that came one after the other."""
    order = sorted(document.id for document in gold)
    random.Random(1).shuffle(order)
    index = Memory(gold)
    placer = Placer(len(order))
    for name in order:
        placer.place([name], index)
    stories: defaultdict[str, list[Document]] = defaultdict(list)
    for name in order:
        # A copy stands where the one stands that came before it.
        stories[index.story.get(name) or _copied(name, index)].append(index.documents[name])
    return list(stories.values()), index


def _copied(name: str, index: Memory) -> str:
    text = index.documents[name].text
    return next(index.story[other] for other in index.story if index.documents[other].text == text)


def main() -> None:
    chosen = {name: make for name, make in SETS.items() if not sys.argv[2:] or name.startswith(tuple(sys.argv[2:]))}
    print(f"{'set':24} {'documents':>9} {'batch':>6} {'placed':>6} {'precision':>9} {'recall':>6}  ms  compared  block")
    for name, make in chosen.items():
        try:
            gold = make()
        except SetMissing as error:
            print(f"{name:24} {error}")
            continue
        _, _, batch = b_cubed(gold, [story.documents for story in cluster(gold)])
        began = time.process_time()
        groups, index = placed(gold)
        spent = (time.process_time() - began) / len(gold) * 1000
        precision, recall, f1 = b_cubed(gold, groups)
        print(
            f"{name:24} {len(gold):9} {batch:6.3f} {f1:6.3f} {precision:9.3f} {recall:6.3f} {spent:4.0f}"
            f" {index.compared / len(gold):8.0f} {index.clustered / len(gold):6.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
