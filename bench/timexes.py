"""Spans, types and values of time expressions on TimeBank and AQUAINT (TimeML), development and held-back part.

Files are split by the SHA-256 of their name: every fifth is held back. Strict spans have the same ends; lenient ones
share a character. Type and value F1 count lenient spans with the same type or value, as TempEval-3 does.

    python bench/timexes.py ../shared/data/time/timebank [--errors]
"""

from __future__ import annotations

import hashlib
import re
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from datetime import date
from pathlib import Path

from corpora import bare
from figures import Figure, NotHere, figure, folder, scores

from cuibono.language.timexes import METHOD, timexes


def gold(path: Path) -> tuple[date, str, list[tuple[int, int, str, str]]]:
    root = ET.fromstring(path.read_text("utf-8"))
    stated = root.find("DCT/TIMEX3")
    texts = root.find("TEXT")
    if stated is None or texts is None:
        raise NotHere(f"{path} is no TimeML file")
    day = date.fromisoformat(stated.get("value", "")[:10])
    pieces: list[str] = []
    marks: list[tuple[int, int, str, str]] = []

    def walk(node: ET.Element) -> None:
        start = sum(map(len, pieces))
        pieces.append(node.text or "")
        for child in node:
            walk(child)
            pieces.append(child.tail or "")
        if node.tag == "TIMEX3":
            marks.append((start, sum(map(len, pieces)), node.get("type", ""), node.get("value", "")))

    walk(texts)
    return day, "".join(pieces), marks


Mark = tuple[int, int, str, str]  # start, end, type, value


def counted(paths: list[Path], *, errors: bool = False) -> Counter[str]:
    counts: Counter[str] = Counter()
    for path in paths:
        day, text, wanted = gold(path)
        found = [(t.span.start, t.span.end, t.type.value, t.value) for t in timexes(bare(text), anchor=day)]
        counts["gold"] += len(wanted)
        counts["found"] += len(found)
        for mark in wanted:
            best = nearest(mark, found)
            if best is None:
                problem = "MISSED"
            else:
                found.remove(best)
                counts["lenient"] += 1
                counts["strict"] += best[:2] == mark[:2]
                counts["type"] += best[2] == mark[2]
                counts["value"] += best[3] == mark[3]
                problem = "" if best == mark else f"FOUND {text[best[0] : best[1]]!r} {best[2]} {best[3]}"
            if problem and errors:
                print(problem, shown(text, mark, day))
        if errors:
            for mark in found:
                print("EXTRA", shown(text, mark, day))
    return counts


def shares(counts: Counter[str], name: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of strict or lenient spans, types or values."""
    return scores(counts[name], counts["found"], counts["gold"])


def line(counts: Counter[str]) -> str:
    f1 = "  ".join(f"{name} F1 {shares(counts, name)[2]:.3f}" for name in ("strict", "lenient", "type", "value"))
    precision, recall, _ = shares(counts, "lenient")
    return f"{f1}  ({counts['gold']} expressions, precision {precision:.3f}, recall {recall:.3f})"


def parts(timebank: Path) -> tuple[list[Path], list[Path]]:
    """Files for development, and those held back."""
    split: dict[bool, list[Path]] = {False: [], True: []}
    for path in sorted(timebank.rglob("*.tml")):
        split[int(hashlib.sha256(path.stem.encode()).hexdigest(), 16) % 5 == 0].append(path)
    return split[False], split[True]


def measure(data: Path) -> list[Figure]:
    _, held_back = parts(folder(data, "time/timebank"))
    counts = counted(held_back)
    return figure(
        "when is it",
        METHOD,
        "TimeBank and AQUAINT, held back",
        (len(held_back), "texts"),
        exact_span_F1=shares(counts, "strict")[2],
        span_F1=shares(counts, "lenient")[2],
        value_F1=shares(counts, "value")[2],
    )


def nearest(mark: Mark, found: list[Mark]) -> Mark | None:
    """The mark found that shares most with this one."""
    meeting = [other for other in found if other[0] < mark[1] and mark[0] < other[1]]
    return max(meeting, key=lambda other: min(mark[1], other[1]) - max(mark[0], other[0]), default=None)


def shown(text: str, mark: Mark, day: date) -> str:
    start, end, kind, value = mark
    around = re.sub(r"\s+", " ", f"{text[max(0, start - 50) : start]}[[{text[start:end]}]]{text[end : end + 30]}")
    return f"| {kind} {value} | {day} | {around}"


def main() -> None:
    if len(sys.argv) < 2 or not Path(sys.argv[1]).is_dir():
        print("timexes: no TimeBank at the place named; nothing measured")
        return
    development, held_back = parts(Path(sys.argv[1]))
    print("development", line(counted(development, errors="--errors" in sys.argv)))
    print("held back  ", line(counted(held_back)))


if __name__ == "__main__":
    main()
