"""Loaded words and the score of a sentence against the labels of BABE (Spinde et al. 2021): biased or not.

The score is measured on a fifth, chosen by a hash of the text, that was not looked at when the word lists were made.
For measurement only: the set's licence does not let anything be taken from it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from cuibono.findings.colouring import LEAST, loaded_score
from cuibono.findings.colouring import METHOD as SCORE
from cuibono.findings.framing import METHOD
from cuibono.findings.loaded import loaded
from cuibono.gate.figures import Figure, Miss, Note, figure, folder
from cuibono.gate.metrics import told
from cuibono.gate.sets import bare, rows

ON = "BABE, held-back fifth"


def measure(data: Path, note: Note) -> list[Figure]:
    """Loaded words over the whole set, the score on the fifth; misses of the other four fifths alone are told."""
    texts: list[tuple[str, bool]] = [
        (row["text"], row["label_bias"] == "Biased")
        for row in rows(folder(data, "framing/babe") / "final_labels_SG2.csv", ";")
        if row["label_bias"] in {"Biased", "Non-biased"}
    ]
    marked = [any(item.entry.weight for item in loaded(bare(text))) for text, _ in texts]
    precision, recall, _ = told(marked, [biased for _, biased in texts])
    of = len(texts), "sentences"
    figures = figure("framing", METHOD, "BABE, loaded words", of, precision=precision, recall=recall)
    held: list[tuple[bool, bool]] = []
    for text, biased in texts:
        said = loaded_score(text) >= LEAST
        if held_back(text):
            held.append((said, biased))
        elif said != biased:
            note(Miss("BABE, in sight", _label(said), _label(biased), text))
    precision, recall, f1 = told([said for said, _ in held], [biased for _, biased in held])
    of = len(held), "sentences"
    return figures + figure("loaded", SCORE, ON, of, precision=precision, recall=recall, f1=f1)


def held_back(text: str) -> bool:
    """Whether a sentence belongs to the fifth that was kept out of sight."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % 5 == 0


def _label(biased: bool) -> str:  # noqa: FBT001 - a label is what it names
    return "biased" if biased else "not biased"
