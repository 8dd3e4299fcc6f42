"""Attribution on PolNeAR: F1 by tokens of contents, cues and sources, and how many sources are right.

The set holds `text/` and `attributions/` (brat stand-off). Tokens are words; a word counts as content, cue or source if
any attribution says so. A source is exact when it has the same words as the source of the gold attribution whose
content shares most words with ours; it overlaps when the two share a word. Statements are what a reading of assertions
may take: contents that are thoughts, plans and attitudes only (``stated`` is False) count for "all" alone.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from cuibono.core.errors import SetMissing
from cuibono.core.text import Span
from cuibono.gate.figures import Figure, Miss, Note, figure, folder
from cuibono.gate.metrics import scores
from cuibono.gate.sets import unaltered
from cuibono.language.attribution import METHOD, Attribution, attributions

ON = "PolNeAR dev"
_WORD = re.compile(r"\w+")
_SHOWN = 160  # characters of a miss's parts
_ROLES = ("Content", "Cue", "Source")

Places = list[tuple[int, int]]
Event = dict[str, Places]


def measure(data: Path, note: Note) -> list[Figure]:
    """Contents, cues and sources of the development part."""
    score, count = _Score(note), 0
    for text, events, ours in articles(folder(data, "attribution/polnear/dev")):
        score.add(text, events, ours)
        count += 1
    precision, recall, f1 = score.of("Content")
    return figure(
        "where words are attributed",
        METHOD,
        ON,
        (count, "articles"),
        content_F1=f1,
        content_precision=precision,
        content_recall=recall,
        cue_F1=score.of("Cue")[2],
        source_exact=score.share("all", "exact"),
        source_overlaps=score.share("all", "overlaps"),
        statement_precision=score.stated(),
        statement_source_exact=score.share("statements", "exact"),
        statement_source_overlaps=score.share("statements", "overlaps"),
    )


def articles(part: Path, every: int = 1) -> Iterator[tuple[str, list[Event], tuple[Attribution, ...]]]:
    """Each article's text, what it holds and what we find."""
    for path in sorted((part / "text").glob("*.txt"))[::every]:
        text = path.read_text("utf-8")
        marked = next((part / "attributions").glob(path.stem.replace("[", "[[]") + "*.ann"), None)
        if marked is None:
            raise SetMissing(f"{part / 'attributions'} holds nothing for {path.name}")
        yield text, gold(marked.read_text("utf-8")), attributions(unaltered(text, path.stem))


def gold(marks: str) -> list[Event]:
    """The attributions of a stand-off file."""
    spans: dict[str, Places] = {}
    found: list[Event] = []
    for line in marks.splitlines():
        key, _, rest = line.partition("\t")
        if key.startswith("T") and rest:
            places = rest.split("\t")[0].split(" ", 1)[1]
            spans[key] = [(int(a), int(b)) for a, b in (p.split() for p in places.split(";"))]
        elif key.startswith("E"):
            event: Event = defaultdict(list)
            for pair in rest.split():
                role, ref = pair.split(":")
                event[role.rstrip("0123456789")].extend(spans.get(ref, []))
            found.append(event)
    return found


class _Score:
    """Counts over articles."""

    def __init__(self, note: Note) -> None:
        self._note = note
        self._tokens: Counter[tuple[str, str]] = Counter()
        self._sources: Counter[str] = Counter()

    def add(self, text: str, events: list[Event], ours: tuple[Attribution, ...]) -> None:
        """Count one article."""
        stated = _words(text, [p for a in ours if a.stated for p in _places_of(a, "Content")])
        hit = len(stated & _words(text, [p for e in events for p in e["Content"]]))
        self._tokens.update({("Statement", "both"): hit, ("Statement", "got"): len(stated)})
        for role in _ROLES:
            want = _words(text, [p for e in events for p in e[role]])
            got = _words(text, [p for a in ours for p in _places_of(a, role)])
            self._tokens.update({(role, "both"): len(want & got), (role, "got"): len(got), (role, "want"): len(want)})
            if role == "Content":
                for event in events:
                    if not _words(text, event["Content"]) & got:
                        self._note(Miss(f"{ON}, content", "nothing", _told(text, event), ""))
        golds = [(_words(text, e["Content"]), e) for e in events]
        for each in ours:
            self._source(text, golds, each)

    def _source(self, text: str, golds: list[tuple[set[int], Event]], ours: Attribution) -> None:
        mine = _words(text, _places_of(ours, "Content"))
        best = max(golds, key=lambda g: len(g[0] & mine), default=None)
        own = _quote(text, _places_of(ours, "Source"))
        if best is None or not best[0] & mine:
            cue = ours.cue.quote if ours.cue else ""
            self._note(Miss(f"{ON}, content", f"{own} | {cue}", "nothing", ours.content[0].quote[:_SHOWN]))
            return
        theirs, read = _words(text, best[1]["Source"]), _words(text, _places_of(ours, "Source"))
        if not theirs and not read:
            return
        for kind in ("all", "statements") if ours.stated else ("all",):
            exact, overlaps = theirs == read, bool(theirs & read)
            self._sources.update({f"{kind} matched": 1, f"{kind} exact": exact, f"{kind} overlaps": overlaps})
        if theirs != read:
            what = f"{ON}, source" + (", part of it" if theirs & read else "")
            self._note(Miss(what, own, _quote(text, best[1]["Source"]), _told(text, best[1])))

    def of(self, role: str) -> tuple[float, float, float]:
        """Precision, recall and F1 of a role's words."""
        return scores(*(self._tokens[role, count] for count in ("both", "got", "want")))

    def stated(self) -> float:
        """Precision of the contents that are put forward as statements."""
        return self._tokens["Statement", "both"] / max(self._tokens["Statement", "got"], 1)

    def share(self, kind: str, measure: str) -> float:
        """Share of matched attributions ("all", "statements") whose source is "exact" or "overlaps"."""
        return self._sources[f"{kind} {measure}"] / max(self._sources[f"{kind} matched"], 1)


def _words(text: str, places: Places) -> set[int]:
    return {m.start() for a, b in places for m in _WORD.finditer(text, a, b)}


def _places_of(attribution: Attribution, role: str) -> Places:
    spans: dict[str, tuple[Span | None, ...]] = {
        "Content": attribution.content,
        "Cue": (attribution.cue,),
        "Source": (attribution.source,),
    }
    return [(s.start, s.end) for s in spans[role] if s]


def _quote(text: str, places: Places) -> str:
    return " ".join(text[a:b] for a, b in places)[:_SHOWN]


def _told(text: str, event: Event) -> str:
    return " | ".join(f"{role}: {_quote(text, event[role])}" for role in _ROLES)
