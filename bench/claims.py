"""Is it the same claim: what is merged in real stories (to be judged by reading), and cost for 5, 50, 500 documents.

python bench/claims.py [--show N] [--seed N]

`--show N` prints N merged pairs of statements whose words differ, for judging by eye.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from itertools import combinations
from pathlib import Path

from cuibono.core.claims import Assertion
from cuibono.core.news import Story
from cuibono.gate.sets import by_story, document
from cuibono.language.words import content_words
from cuibono.stories.assertions import assertions
from cuibono.stories.claims import METHOD, claims
from cuibono.stories.cluster import cluster
from cuibono.stories.origins import origins
from cuibono.stories.outlets import outlets_of

DATA = Path(__file__).parent.parent.parent / "shared" / "data"


def read(story: Story) -> tuple[dict[str, Assertion], list[tuple[str, ...]], float]:
    """Assertions by id, members of each claim, and the CPU seconds that claims took."""
    outlets = outlets_of(story.documents)
    roots = origins(story, outlets)
    said = assertions(story, outlets, roots)
    start = time.process_time()
    found = claims(story, said, roots)
    return {a.id: a for a in said}, [c.assertions for c in found], time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    print(f"{METHOD.name} {METHOD.version}")
    stories = by_story(DATA)
    pairs: list[tuple[str, str]] = []
    total = classes = shared = 0
    for name in sorted(stories):
        said, groups, _ = read(cluster(stories[name], one_story=True)[0])
        total, classes = total + len(said), classes + len(groups)
        shared += sum(len({said[i].document for i in group}) > 1 for group in groups)
        for group in groups:
            for a, b in combinations(group, 2):
                left, right = (set(content_words(said[i].span.quote)) for i in (a, b))
                if len(left & right) < 0.8 * len(left | right):
                    pairs.append((said[a].span.quote, said[b].span.quote))
    print(f"{len(stories)} stories: {total} assertions, {classes} claims, {shared} of them in several documents")
    print(f"{len(pairs)} merged pairs in different words")
    random.Random(chosen.seed).shuffle(pairs)
    for left, right in pairs[: chosen.show]:
        print(f"  A {left[:240]!r}\n  B {right[:240]!r}\n")
    everything = [made for documents in stories.values() for made in documents]
    for size in (5, 50, 500):
        copies = [
            document(d.text.split("\n\n", 1)[-1], f"{d.title} {i}", None, f"Paper {i}", str(d.published))
            for i, d in enumerate((everything * 3)[:size])
        ]
        said, groups, seconds = read(cluster(copies, one_story=True)[0])
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{size:4} documents: {len(said):6} assertions, {len(groups):6} claims, {seconds:.2f} s, peak {peak:.0f} MB"
        )


if __name__ == "__main__":
    main()
