"""Attribution on PolNeAR: F1 by tokens of contents, cues and sources, and how many sources are right.

    python bench/attribution.py FOLDER [--every N] [--show wrong-source|missed|extra]

FOLDER holds `text/` and `attributions/` (brat stand-off). Tokens are words; a word counts as content, cue or source if
any attribution says so. A source is exact when it has the same words as the source of the gold attribution whose
content shares most words with ours; it overlaps when the two share a word. Statements are what a reading of assertions
may take: contents that are thoughts, plans and attitudes only (``stated`` is False) count for "all" alone.
"""

from __future__ import annotations

import argparse
import collections
import re
import time
from collections.abc import Iterator
from pathlib import Path

from corpora import unaltered
from figures import Figure, figure, folder, scores

from cuibono.core.text import Span
from cuibono.language.attribution import METHOD, Attribution, attributions

WORD = re.compile(r"\w+")
Places = list[tuple[int, int]]
Event = dict[str, Places]
ROLES = ("Content", "Cue", "Source")


def gold(path: Path) -> list[Event]:
    spans: dict[str, Places] = {}
    found: list[Event] = []
    for line in path.read_text("utf-8").splitlines():
        key, _, rest = line.partition("\t")
        if key.startswith("T") and rest:
            places = rest.split("\t")[0].split(" ", 1)[1]
            spans[key] = [(int(a), int(b)) for a, b in (p.split() for p in places.split(";"))]
        elif key.startswith("E"):
            event: Event = collections.defaultdict(list)
            for pair in rest.split():
                role, ref = pair.split(":")
                event[role.rstrip("0123456789")].extend(spans.get(ref, []))
            found.append(event)
    return found


def words(text: str, places: Places) -> set[int]:
    return {m.start() for a, b in places for m in WORD.finditer(text, a, b)}


def places_of(attribution: Attribution, role: str) -> Places:
    spans: dict[str, tuple[Span | None, ...]] = {
        "Content": attribution.content,
        "Cue": (attribution.cue,),
        "Source": (attribution.source,),
    }
    return [(s.start, s.end) for s in spans[role] if s]


def articles(part: Path, every: int = 1) -> Iterator[tuple[str, list[Event], tuple[Attribution, ...]]]:
    for path in sorted((part / "text").glob("*.txt"))[::every]:
        text = path.read_text("utf-8")
        events = gold(next((part / "attributions").glob(path.stem.replace("[", "[[]") + "*.ann")))
        yield text, events, attributions(unaltered(text, path.stem))


class Score:
    def __init__(self) -> None:
        self.tokens: collections.Counter[tuple[str, str]] = collections.Counter()
        self.sources: collections.Counter[str] = collections.Counter()

    def add(self, text: str, events: list[Event], ours: tuple[Attribution, ...], show: str | None) -> None:
        stated = words(text, [p for a in ours if a.stated for p in places_of(a, "Content")])
        hit = len(stated & words(text, [p for e in events for p in e["Content"]]))
        self.tokens.update({("Statement", "both"): hit, ("Statement", "got"): len(stated)})
        for role in ROLES:
            want = words(text, [p for e in events for p in e[role]])
            got = words(text, [p for a in ours for p in places_of(a, role)])
            self.tokens.update({(role, "both"): len(want & got), (role, "got"): len(got), (role, "want"): len(want)})
            if show == "missed" and role == "Content":
                print(*(f"MISSED {report(text, e)}" for e in events if not words(text, e["Content"]) & got), sep="\n")
        golds = [(words(text, e["Content"]), e) for e in events]
        for ours_one in ours:
            self._source(text, golds, ours_one, show)

    def _source(self, text: str, golds: list[tuple[set[int], Event]], ours: Attribution, show: str | None) -> None:
        mine = words(text, places_of(ours, "Content"))
        best = max(golds, key=lambda g: len(g[0] & mine), default=None)
        if best is None or not best[0] & mine:
            if show == "extra":
                print(
                    "EXTRA", ours.source and ours.source.quote, ours.cue and ours.cue.quote, ours.content[0].quote[:80]
                )
            return
        theirs, own = words(text, best[1]["Source"]), words(text, places_of(ours, "Source"))
        if not theirs and not own:
            return
        kinds = ("all", "statements") if ours.stated else ("all",)
        for kind in kinds:
            self.sources.update(
                {f"{kind} matched": 1, f"{kind} exact": theirs == own, f"{kind} head": bool(theirs & own)}
            )
        if show == "wrong-source" and not theirs & own:
            print("WRONG", ours.source and ours.source.quote, "| gold:", report(text, best[1]))

    def of(self, role: str) -> tuple[float, float, float]:
        return scores(*(self.tokens[role, count] for count in ("both", "got", "want")))

    def stated(self) -> float:
        """Precision of the contents that are put forward as statements."""
        return self.tokens["Statement", "both"] / max(self.tokens["Statement", "got"], 1)

    def share(self, kind: str, measure: str) -> float:
        """Share of matched attributions ("all", "statements") whose source is "exact" or has the "head"."""
        return self.sources[f"{kind} {measure}"] / max(self.sources[f"{kind} matched"], 1)

    def lines(self) -> Iterator[str]:
        for role in ROLES:
            precision, recall, f1 = self.of(role)
            yield f"{role.lower():8} precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}"
        yield f"statements: content precision {self.stated():.3f}"
        for kind in ("all", "statements"):
            n = max(self.sources[f"{kind} matched"], 1)
            exact, head = self.sources[f"{kind} exact"], self.sources[f"{kind} head"]
            yield f"source, {kind}: exact {exact}/{n} = {exact / n:.3f}, overlaps {head / n:.3f}"


def report(text: str, event: Event) -> str:
    return " | ".join(f"{role}: " + " ".join(text[a:b] for a, b in event[role])[:160] for role in ROLES)


def measure(data: Path) -> list[Figure]:
    score, count = Score(), 0
    for text, events, ours in articles(folder(data, "attribution/polnear/dev")):
        score.add(text, events, ours, None)
        count += 1
    precision, recall, f1 = score.of("Content")
    return figure(
        "where words are attributed",
        METHOD,
        "PolNeAR dev",
        (count, "articles"),
        content_F1=f1,
        content_precision=precision,
        content_recall=recall,
        source_exact=score.share("all", "exact"),
        source_overlaps=score.share("all", "head"),
        statement_precision=score.stated(),
        statement_source_exact=score.share("statements", "exact"),
        statement_source_overlaps=score.share("statements", "head"),
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--show", choices=["wrong-source", "missed", "extra"])
    args = parser.parse_args()
    score = Score()
    began, count, size = time.process_time(), 0, 0
    for text, events, ours in articles(args.folder, args.every):
        score.add(text, events, ours, args.show)
        count, size = count + 1, size + len(text.split())
    print(*score.lines(), sep="\n")
    print(f"{count} articles, {size} words, {time.process_time() - began:.1f} s CPU")


if __name__ == "__main__":
    main()
