"""Forward-looking sentences against labels given by hand.

Usage: python bench/forward.py FILE.jsonl, one object a line: {"sentence", "label", "half"}, where "tune" sentences were
in sight when the rules were made and "held" ones were not. The sentences belong to others; the file is not kept here.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from figures import scores

from cuibono.findings.forward import forward_looking


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    args = parser.parse_args()
    rows = [json.loads(line) for line in args.file.read_text("utf-8").splitlines()]
    for half in ("tune", "held"):
        said = [(forward_looking(row["sentence"])[0], row["label"]) for row in rows if row["half"] == half]
        counts = sum(a and b for a, b in said), sum(a for a, _ in said), sum(b for _, b in said)
        precision, recall, f1 = scores(*counts)
        print(f"{half}: {len(said)} sentences, precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}")


if __name__ == "__main__":
    main()
