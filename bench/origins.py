"""Who repeats whom: copies (retitled, cut, words replaced) told from independent articles; and the cost.

python bench/origins.py

Copies: Wikinews articles under another outlet with a share of words replaced and paragraphs cut.
Others: articles of different outlets on the same development story, which are independent but for wire text.
"""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from pathlib import Path

from corpora import document, real_stories, wikinews
from figures import DATA, Figure, figure

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


def copies(sources: list[Document], share: float, keep: float) -> Counter[str]:
    """As what the edited copies were found; "missed" where they were not."""
    draw = random.Random(f"{share} {keep}")
    kinds: Counter[str] = Counter()
    for source in sources:
        pair = (source, edited(source, share, keep, draw))
        found = origins(Story("s", "", pair), outlets_of(pair))
        kinds[found[0].echoes[-1].kind.value if len(found) == 1 else "missed"] += 1
    return kinds


def copies_found(sources: list[Document]) -> None:
    for share in (0.0, 0.05, 0.1, 0.15, 0.2, 0.25):
        for keep in (1.0, 0.5):
            kinds = copies(sources, share, keep)
            found_share = 1 - kinds["missed"] / sum(kinds.values())
            print(f"{share:4.0%} of words replaced, {keep:4.0%} kept: found {found_share:.3f}  {dict(kinds)}")


def strangers_joined(sources: list[Document]) -> tuple[int, int]:
    """How many pairs of unrelated articles were taken for one origin, and how many pairs there are."""
    moved = [document(s.text, s.title, "https://b.example/1", "B", "2026-01-02") for s in sources]
    pairs = [(left, moved[at]) for at, _ in enumerate(sources) for left in sources[:at]]
    return sum(len(origins(Story("s", "", pair), outlets_of(pair))) == 1 for pair in pairs), len(pairs)


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
        many = [document(f"{s.text} {i}", s.title, None, f"Paper {i}", "2026-01-02") for i, s in chosen]
        outlets = outlets_of(many)
        start = time.process_time()
        origins(Story("s", "", tuple(many)), outlets)
        print(f"{size:4} documents: {time.process_time() - start:.2f} s")


def long_enough(data: Path) -> list[Document]:
    return [made for made in wikinews(data) if len(made.text.split()) > 120]


def measure(data: Path) -> list[Figure]:
    sources = long_enough(data)
    found: list[Figure] = []
    for share, keep, what in ((0.1, 0.5, "tenth replaced, half kept"), (0.2, 1.0, "fifth of the words replaced")):
        missed = copies(sources, share, keep)["missed"]
        on = f"made copies of Wikinews articles, a {what}"
        found += figure("is it independent", METHOD, on, (len(sources), ""), copies_found=1 - missed / len(sources))
    wrong, pairs = strangers_joined(sources[:60])
    on = "pairs of unrelated Wikinews articles"
    return found + figure("is it independent", METHOD, on, (pairs, ""), kept_apart=1 - wrong / pairs)


def main() -> None:
    print(f"{METHOD.name} {METHOD.version}")
    sources = long_enough(DATA)
    copies_found(sources)
    wrong, pairs = strangers_joined(sources[:120])
    print(f"unrelated articles joined: {wrong} of {pairs}")
    story_echoes()
    cost(sources)


if __name__ == "__main__":
    main()
