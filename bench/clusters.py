"""Is it one story: B-cubed precision, recall and F1 on ECB+, NeuS and the development stories, each set mixed together.

python bench/clusters.py        # the threshold was chosen on ECB+ topics 1-30; 31-35 are held out
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from corpora import ecb_plus, neus, real_stories
from figures import Figure, figure

from cuibono.core.text import Document
from cuibono.stories.cluster import METHOD, cluster


def b_cubed(gold: Mapping[Document, str], groups: Iterable[Sequence[Document]]) -> tuple[float, float, float]:
    """Bagga and Baldwin (1998): means over documents."""
    wanted: defaultdict[str, set[Document]] = defaultdict(set)
    for document, story in gold.items():
        wanted[story].add(document)
    precision = recall = count = 0.0
    for group in map(set, groups):
        for document in group:
            right = len(group & wanted[gold[document]])
            precision += right / len(group)
            recall += right / len(wanted[gold[document]])
            count += 1
    precision, recall = precision / count, recall / count
    return precision, recall, 2 * precision * recall / (precision + recall)


def measure(data: Path) -> list[Figure]:
    sets = {
        "ECB+ topics 31-35": ecb_plus(range(31, 36), data),
        "44 development stories, mixed": real_stories(data),
        "NeuS val": neus(data),
    }
    found: list[Figure] = []
    for name, gold in sets.items():
        precision, _, f1 = b_cubed(gold, [story.documents for story in cluster(gold)])
        of = len(gold), "documents"
        found += figure("is it one story", METHOD, name, of, **{"B-cubed_F1": f1, "B-cubed_precision": precision})
    return found


def main() -> None:
    print(f"{METHOD.name} {METHOD.version}")
    sets = {
        "ECB+ topics 1-30": ecb_plus(range(1, 31)),
        "ECB+ topics 31-35": ecb_plus(range(31, 36)),
        "NeuS val": neus(),
        "development stories": real_stories(),
    }
    for name, gold in sets.items():
        start = time.process_time()
        groups = [story.documents for story in cluster(gold)]
        seconds = time.process_time() - start
        precision, recall, f1 = b_cubed(gold, groups)
        print(
            f"{name:20} {len(gold):4} documents, {len(set(gold.values())):3} stories, {len(groups):3} found: "
            f"P {precision:.3f} R {recall:.3f} F1 {f1:.3f} ({seconds:.1f} s)"
        )


if __name__ == "__main__":
    main()
