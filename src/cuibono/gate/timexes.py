"""Spans, types and values of time expressions on TimeBank and AQUAINT (TimeML).

Files are split by the SHA-256 of their name: every fifth is held back and measured. Strict spans have the same ends;
lenient ones share a character. Value F1 counts lenient spans with the same value, as TempEval-3 does.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from datetime import date
from pathlib import Path

from lxml import etree

from cuibono.core.errors import SetMissing
from cuibono.core.text import bare
from cuibono.gate.figures import Figure, Miss, Note, figure, folder
from cuibono.gate.metrics import scores
from cuibono.gate.sets import tree
from cuibono.language.timexes import METHOD, timexes

ON = "TimeBank and AQUAINT, held back"
Mark = tuple[int, int, str, str]  # start, end, type, value


def measure(data: Path, note: Note) -> list[Figure]:
    """The files held back; misses of the other files alone are told."""
    counts: Counter[str] = Counter()
    held = 0
    for path in sorted(folder(data, "time/timebank").rglob("*.tml")):
        if held_back(path.stem):
            counts += counted(path, None)
            held += 1
        else:
            counted(path, note)
    return figure(
        "when is it",
        METHOD,
        ON,
        (held, "texts"),
        exact_span_F1=_f1(counts, "strict"),
        span_F1=_f1(counts, "lenient"),
        type_F1=_f1(counts, "type"),
        value_F1=_f1(counts, "value"),
    )


def held_back(name: str) -> bool:
    """Whether a file belongs to the fifth that is measured."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 5 == 0


def gold(path: Path) -> tuple[date, str, list[Mark]]:
    """The day a text was made, the text, and its time expressions."""
    root = tree(path)
    stated, whole = root.find("DCT/TIMEX3"), root.find("TEXT")
    if stated is None or whole is None:
        raise SetMissing(f"{path} is no TimeML file")
    day = date.fromisoformat(str(stated.get("value", ""))[:10])
    pieces: list[str] = []
    marks: list[Mark] = []

    def walk(node: etree._Element) -> None:
        start = sum(map(len, pieces))
        pieces.append(node.text or "")
        for child in node:
            walk(child)
            pieces.append(child.tail or "")
        if node.tag == "TIMEX3":
            marks.append((start, sum(map(len, pieces)), str(node.get("type", "")), str(node.get("value", ""))))

    walk(whole)
    return day, "".join(pieces), marks


def counted(path: Path, note: Note | None) -> Counter[str]:
    """Expressions found, wanted, and right in each sense; differences go to the note."""
    day, text, wanted = gold(path)
    found = [(t.span.start, t.span.end, t.type.value, t.value) for t in timexes(bare(text), anchor=day)]
    counts = Counter({"gold": len(wanted), "found": len(found)})
    for mark in wanted:
        best = _nearest(mark, found)
        if best is not None:
            found.remove(best)
            counts["lenient"] += 1
            counts["strict"] += best[:2] == mark[:2]
            counts["type"] += best[2] == mark[2]
            counts["value"] += best[3] == mark[3]
        if note and best != mark:
            said = f"{text[best[0] : best[1]]!r} {best[2]} {best[3]}" if best else "nothing"
            note(Miss("TimeBank and AQUAINT, in sight", said, f"{mark[2]} {mark[3]}", _around(text, mark, day)))
    if note:
        for mark in found:
            said = f"{mark[2]} {mark[3]}"
            note(Miss("TimeBank and AQUAINT, in sight", said, "nothing", _around(text, mark, day)))
    return counts


def _f1(counts: Counter[str], name: str) -> float:
    return scores(counts[name], counts["found"], counts["gold"])[2]


def _nearest(mark: Mark, found: list[Mark]) -> Mark | None:
    """The mark found that shares most with this one."""
    meeting = [other for other in found if other[0] < mark[1] and mark[0] < other[1]]
    return max(meeting, key=lambda other: min(mark[1], other[1]) - max(mark[0], other[0]), default=None)


def _around(text: str, mark: Mark, day: date) -> str:
    start, end, *_ = mark
    around = f"{text[max(0, start - 50) : start]}[[{text[start:end]}]]{text[end : end + 30]}"
    return f"{day}: " + re.sub(r"\s+", " ", around)
