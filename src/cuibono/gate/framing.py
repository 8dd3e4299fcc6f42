"""Loaded words against the labels of BABE (Spinde et al. 2021): biased or not.

For measurement only: the set's licence does not let anything be taken from it. `labelled` parts it: a fifth, chosen by
a hash of the text, was not looked at when word lists were made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from cuibono.core.text import bare
from cuibono.findings.framing import METHOD
from cuibono.findings.loaded import loaded
from cuibono.gate.figures import Figure, Note, figure, folder
from cuibono.gate.metrics import told
from cuibono.gate.sets import rows

ON = "BABE, held-back fifth"


def labelled(data: Path) -> Iterator[tuple[str, bool, bool]]:
    """Sentences, whether they are labelled biased, and whether they were kept out of sight."""
    for row in rows(folder(data, "framing/babe") / "final_labels_SG2.csv", ";"):
        if row["label_bias"] in {"Biased", "Non-biased"}:
            yield row["text"], row["label_bias"] == "Biased", held_back(row["text"])


def measure(data: Path, _note: Note) -> list[Figure]:
    """Sentences that hold a loaded word, over the whole set: what a reading marks."""
    texts = list(labelled(data))
    marked = [any(item.entry.weight for item in loaded(bare(text))) for text, _, _ in texts]
    precision, recall, _ = told(marked, [biased for _, biased, _ in texts])
    of = len(texts), "sentences"
    return figure("framing", METHOD, "BABE, loaded words", of, precision=precision, recall=recall)


def held_back(text: str) -> bool:
    """Whether a sentence belongs to the fifth that was kept out of sight."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % 5 == 0
