"""One command that makes the shipped weights: ``make train``. Under three hours on two cores."""

from __future__ import annotations

import argparse
from pathlib import Path

import export
import pairs
import sentences


def main() -> None:
    """Train what is asked for (both encoders unless named); with ``--out``, export what is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of public sets")
    parser.add_argument("--work", type=Path, required=True, help="where checkpoints are kept")
    parser.add_argument("--out", type=Path, help="where the networks go")
    parser.add_argument("encoders", nargs="*", choices=["pairs", "sentences", []], help="which (default: both)")
    asked = parser.parse_args()
    asked.work.mkdir(parents=True, exist_ok=True)
    for name, module in (("pairs", pairs), ("sentences", sentences)):
        if not asked.encoders or name in asked.encoders:
            module.train(asked.data, asked.work / f"{name}.pt")
    if asked.out:
        export.export(asked.work, asked.out)


if __name__ == "__main__":
    main()
