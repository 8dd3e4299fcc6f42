"""Is it one story: B-cubed precision and F1 on ECB+, NeuS and the development stories, each set mixed together."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from cuibono.core.text import Document
from cuibono.gate.figures import Figure, Miss, Note, figure
from cuibono.gate.metrics import b_cubed
from cuibono.gate.sets import ecb_plus, neus, real_stories
from cuibono.stories.cluster import METHOD, cluster

_HELD_OUT = range(31, 36)  # topics of ECB+; the threshold was chosen on those before them
_SHOWN = 90  # characters of a title


def measure(data: Path, note: Note) -> list[Figure]:
    """The held-out topics, the development stories, and NeuS's own validation part."""
    sets = {
        "ECB+ topics 31-35": ecb_plus(_HELD_OUT, data),
        "44 development stories, mixed": real_stories(data),
        "NeuS val": neus(data),
    }
    found: list[Figure] = []
    for name, gold in sets.items():
        groups = [story.documents for story in cluster(gold)]
        precision, _, f1 = b_cubed(gold, groups)
        of = len(gold), "documents"
        found += figure("is it one story", METHOD, name, of, **{"B-cubed_F1": f1, "B-cubed_precision": precision})
        _misses(name, gold, groups, note)
    return found


def _misses(name: str, gold: dict[Document, str], groups: list[tuple[Document, ...]], note: Note) -> None:
    """Groups that hold documents of several stories, and stories that are in several groups."""
    for group in groups:
        if len({gold[d] for d in group}) > 1:
            note(Miss(name, "one story", "several", " | ".join(f"{gold[d]}: {_head(d)}" for d in group)))
    homes = Counter(story for group in groups for story in {gold[d] for d in group})
    for story in sorted(story for story, count in homes.items() if count > 1):
        parts = (" | ".join(_head(d) for d in group if gold[d] == story) for group in groups)
        note(Miss(name, "several stories", "one", " || ".join(part for part in parts if part)))


def _head(document: Document) -> str:
    return " ".join((document.title or document.text)[:_SHOWN].split())
