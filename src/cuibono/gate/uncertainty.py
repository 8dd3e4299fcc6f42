"""Hedged sentences against a balanced sample of the CoNLL-2010 Wikipedia sentences ("-1" uncertain, "1" certain).

The sample is cut in two by a hash of the text; the rules were made with one half in sight, so only the other counts.
"""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

from cuibono.gate.figures import Figure, Miss, Note, figure, file
from cuibono.gate.metrics import told
from cuibono.language.uncertainty import METHOD, hedged


def measure(data: Path, note: Note) -> list[Figure]:
    """The half that was out of sight; misses of the other half alone are told."""
    held: list[tuple[bool, bool]] = []
    with file(data, "hedges/uncertainty_train.csv").open(encoding="utf-8", newline="") as lines:
        for label, text in csv.reader(lines):
            said, uncertain = hedged(text).label, label == "-1"
            if hashlib.sha256(text.encode()).digest()[0] % 2:
                held.append((said, uncertain))
            elif said != uncertain:
                note(Miss("uncertain sentences, half in sight", str(said), str(uncertain), text))
    precision, recall, f1 = told([said for said, _ in held], [uncertain for _, uncertain in held])
    of = len(held), "sentences"
    on = "uncertain sentences, held-back half"
    return figure("hedged", METHOD, on, of, precision=precision, recall=recall, f1=f1)
