"""Who repeats whom: copies (retitled, cut, words replaced) told from independent articles; and the cost.

python bench/origins.py

Copies: Wikinews articles under another outlet with a share of words replaced and paragraphs cut.
Others: articles of different outlets on the same development story, which are independent but for wire text.
"""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from itertools import combinations

from corpora import document, real_stories, wikinews

from cuibono.core.news import Story
from cuibono.core.text import Document
from cuibono.stories.origins import METHOD, origins
from cuibono.stories.outlets import outlets_of


def edited(source: Document, share: float, keep: float, draw: random.Random) -> Document:
    """The text under another headline, a share of its words replaced by others of the text, some paragraphs left."""
    paragraphs = source.text.split("\n\n")[1:]
    words = [word for paragraph in paragraphs for word in paragraph.split()]
    kept = paragraphs[: max(1, round(keep * len(paragraphs)))]
    text = "\n\n".join(" ".join(draw.choice(words) if draw.random() < share else w for w in p.split()) for p in kept)
    return document(text, "Another headline", "https://herald.example/1", "Lisk Herald", "2026-01-02")


def copies_found(sources: list[Document]) -> None:
    draw = random.Random(7)
    for share in (0.0, 0.05, 0.1, 0.15, 0.2, 0.25):
        for keep in (1.0, 0.5):
            kinds: Counter[str] = Counter()
            for source in sources:
                pair = (source, edited(source, share, keep, draw))
                found = origins(Story("s", "", pair), outlets_of(pair))
                kinds[found[0].echoes[-1].kind.value if len(found) == 1 else "missed"] += 1
            found_share = 1 - kinds["missed"] / sum(kinds.values())
            print(f"{share:4.0%} of words replaced, {keep:4.0%} kept: found {found_share:.3f}  {dict(kinds)}")


def strangers_joined(sources: list[Document]) -> None:
    wrong = count = 0
    for left, right in combinations(sources[:120], 2):
        pair = (left, document(right.text, right.title, "https://b.example/1", "B", "2026-01-02"))
        count += 1
        wrong += len(origins(Story("s", "", pair), outlets_of(pair))) == 1
    print(f"unrelated articles joined: {wrong} of {count}")


def story_echoes() -> None:
    stories: defaultdict[str, list[Document]] = defaultdict(list)
    for made, name in real_stories().items():
        stories[name].append(made)
    kinds: Counter[str] = Counter()
    for name, documents in sorted(stories.items()):
        outlets = outlets_of(documents)
        for echo in (e for o in origins(Story("s", name, tuple(documents)), outlets) for e in o.echoes):
            kinds[echo.kind.value] += 1
            if echo.parent and outlets[echo.parent] != outlets[echo.document]:
                pair_of = f"{outlets[echo.document].name} <- {outlets[echo.parent].name}"
                print(f"  to check by eye: {name[:40]}: {pair_of} ({echo.kind.value}, {echo.overlap:.2f})")
    print(f"development stories: {dict(kinds)}")


def cost(sources: list[Document]) -> None:
    for size in (50, 200, 500):
        chosen = enumerate((sources * 5)[:size])
        copies = [document(f"{s.text} {i}", s.title, None, f"Paper {i}", "2026-01-02") for i, s in chosen]
        outlets = outlets_of(copies)
        start = time.process_time()
        origins(Story("s", "", tuple(copies)), outlets)
        print(f"{size:4} documents: {time.process_time() - start:.2f} s")


def main() -> None:
    print(f"{METHOD.name} {METHOD.version}")
    sources = [d for d in wikinews() if len(d.text.split()) > 120]
    copies_found(sources)
    strangers_joined(sources)
    story_echoes()
    cost(sources)


if __name__ == "__main__":
    main()
