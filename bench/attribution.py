"""Attribution on PolNeAR: content-token F1, cue F1, source exact match.

    python bench/attribution.py FOLDER [--limit N] [--show KIND]

FOLDER holds `text/` and `attributions/` (brat stand-off). Tokens are words; a token counts as content, cue or source if
any attribution says so. A source is right when it equals, word for word, the source of a gold attribution whose content
shares a word with ours ("exact"), or shares its last word ("head").
"""

from __future__ import annotations

import argparse
import collections
import re
import time
from pathlib import Path

from cuibono.core.text import Block, Document, Kind, Role
from cuibono.language.attribution import attributions

WORD = re.compile(r"\w+")


def document(text: str, name: str = "d") -> Document:
    blocks = []
    at = 0
    for i, m in enumerate(re.split(r"(\n[ \t]*\n)", text)):
        if i % 2 == 0 and m.strip():
            blocks.append(Block(at, at + len(m), Role.TITLE if not blocks else Role.PARAGRAPH))
        at += len(m)
    return Document(id=name, capture="", kind=Kind.ARTICLE, text=text, blocks=tuple(blocks))


def gold(path: Path) -> list[dict[str, list[tuple[int, int]]]]:
    spans: dict[str, list[tuple[int, int]]] = {}
    found = []
    for line in path.read_text("utf-8").splitlines():
        parts = line.split("\t")
        if len(parts) < 2 or not parts[0]:
            continue
        if parts[0][0] == "T":
            _, places = parts[1].split(" ", 1)
            spans[parts[0]] = [tuple(map(int, p.split())) for p in places.split(";")]  # type: ignore[misc]
        elif parts[0][0] == "E":
            event: dict[str, list[tuple[int, int]]] = collections.defaultdict(list)
            for pair in parts[1].split():
                role, ref = pair.split(":")
                event[role.rstrip("0123456789")].extend(spans.get(ref, []))
            found.append(event)
    return found


def words(text: str, places: list[tuple[int, int]]) -> set[int]:
    return {m.start() for a, b in places for m in WORD.finditer(text, a, b)}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--show", choices=["wrong-source", "missed", "extra"])
    args = parser.parse_args()
    names = sorted(p.name for p in (args.folder / "text").glob("*.txt"))[:: args.every]
    names = names[: args.limit] if args.limit else names
    counts = {role: [0, 0, 0] for role in ("content", "cue", "source")}
    matched = exact = head = clausal = clausal_exact = 0
    began = time.process_time()
    size = 0
    missed_cues: collections.Counter[str] = collections.Counter()
    for name in names:
        text = (args.folder / "text" / name).read_text("utf-8")
        size += len(text.split())
        events = gold(next((args.folder / "attributions").glob(name[:-4].replace("[", "[[]") + "*.ann")))
        ours = attributions(document(text, name))
        sets = {
            "content": (words(text, [p for e in events for p in e["Content"]]), words(text, [(s.start, s.end) for a in ours for s in a.content])),
            "cue": (words(text, [p for e in events for p in e["Cue"]]), words(text, [(a.cue.start, a.cue.end) for a in ours if a.cue])),
            "source": (words(text, [p for e in events for p in e["Source"]]), words(text, [(a.source.start, a.source.end) for a in ours if a.source])),
        }
        for role, (want, got) in sets.items():
            counts[role][0] += len(want & got)
            counts[role][1] += len(got)
            counts[role][2] += len(want)
        golds = [(words(text, e["Content"]), e) for e in events]
        for a in ours:
            mine = words(text, [(s.start, s.end) for s in a.content])
            best = max(golds, key=lambda g: len(g[0] & mine), default=(set(), {}))
            if not best[0] & mine or not mine:
                if args.show == "extra":
                    print("EXTRA", [a.source and a.source.quote, a.cue and a.cue.quote, [s.quote[:80] for s in a.content]])
                continue
            if not best[1]["Source"] and a.source is None:
                continue
            matched += 1
            theirs = words(text, best[1]["Source"])
            got = words(text, [(a.source.start, a.source.end)]) if a.source else set()
            exact += theirs == got
            head += bool(theirs & got)
            if a.clausal:
                clausal += 1
                clausal_exact += bool(theirs & got)
            if args.show == "wrong-source" and not theirs & got:
                print("WRONG", [text[x:y] for x, y in best[1]["Source"]], "|", a.source and a.source.quote, "|", a.cue and a.cue.quote, "|", [s.quote[:100] for s in a.content])
        if args.show == "missed":
            got = sets["content"][1]
            for want, e in golds:
                if want and not want & got:
                    missed_cues[" ".join(text[x:y] for x, y in e["Cue"])] += 1
                    if len(want) > 6:
                        lo = min(x for r in e.values() for x, _ in r)
                        print("MISSED", [text[x:y] for x, y in e["Source"]], [text[x:y] for x, y in e["Cue"]], repr(text[max(0, lo - 40) : lo + 220]))
    for role, (both, got, want) in counts.items():
        p, r = both / max(got, 1), both / max(want, 1)
        print(f"{role:8} precision {p:.3f} recall {r:.3f} F1 {2 * p * r / max(p + r, 1e-9):.3f}")
    print(f"source exact {exact}/{matched} = {exact / max(matched, 1):.3f}; overlaps {head / max(matched, 1):.3f}; statements only, overlaps {clausal_exact / max(clausal, 1):.3f}")
    print(f"{len(names)} articles, {size} words, {time.process_time() - began:.1f} s CPU")
    if args.show == "missed":
        print(missed_cues.most_common(80))


if __name__ == "__main__":
    main()
