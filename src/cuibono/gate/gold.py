"""The bundled story held against its gold.json: recall by kind of finding, and the wrong findings that were made.

It is a development set that the project wrote itself: it shows what broke, not how good the product is elsewhere.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cuibono.app import Newsroom
from cuibono.core.claims import Method
from cuibono.core.errors import SetMissing, SpanError
from cuibono.core.findings import Clock, Forecast, Framing, Interest, Omission, Relation, Silence, Stake
from cuibono.core.reading import Reading
from cuibono.core.text import Span
from cuibono.findings import clocks, forecasts, framing, interests, omissions, relations
from cuibono.gate.figures import Figure, Miss, Note, figure
from cuibono.gate.readability import METHOD as PAGES
from cuibono.settings import Models, Settings
from cuibono.stories import assertions, claims, cluster, origins, outlets, versions

STORY = Path(__file__).parents[3] / "examples" / "wellhead"  # beside `src`, where the project is checked out
ON = "the bundled story"
# Which method answers for which kinds of rows, whatever stands behind them in brackets.
METHODS: dict[tuple[str, Method], tuple[str, ...]] = {
    ("is it one story", cluster.METHOD): ("document in the story",),
    ("which outlet is it", outlets.METHOD): ("right outlet",),
    ("reading pages", PAGES): ("right date", "flags raised"),
    ("is it a later version", versions.METHOD): ("versions found",),
    ("is it independent", origins.METHOD): ("same origin", "origins kept apart"),
    ("who says what", assertions.METHOD): ("attributed words found", "right speaker", "right modality"),
    ("is it the same claim", claims.METHOD): ("claims found", "right number of origins", "claims in the matrix"),
    ("repeats, supports, contradicts, differs in scope", relations.METHOD): (
        "contradicts",
        "differs in scope",
        "supports",
        "repeats",
        "wrong contradiction avoided",
        "right cells of those that speak",
    ),
    ("left out", omissions.METHOD): ("left out", "not called left out", "right cells of those that are silent"),
    ("who has a stake", interests.METHOD): ("interests found", "no interest invented"),
    ("framing", framing.METHOD): (
        "loaded words",
        "naming",
        "headline against body",
        "hedge dropped",
        "source dropped",
        "quotation not found",
    ),
    ("which clocks tick", clocks.METHOD): ("clocks found", "right clock date"),
    ("what is forecast", forecasts.METHOD): ("forecasts found", "right range"),
}
LEARNED = {claims.METHOD: claims.LEARNED, relations.METHOD: relations.LEARNED}  # where weights have a say
_BESIDE = 150  # characters between the beginnings of a finding's words and the gold's
Item = dict[str, Any]
Row = tuple[str, bool, str]  # kind of item, found, what it was


class Marker:
    """Gold quotations as spans of a reading, and what the reading says about them."""

    def __init__(self, folder: Path, *, weights: bool = True) -> None:
        self.gold: Item = json.loads((folder / "gold.json").read_text())
        with tempfile.TemporaryDirectory() as temporary:
            settings = Settings(db=Path(temporary, "gold.db"), models=Models(use=weights))
            with Newsroom(settings, lambda: datetime(2026, 11, 1, tzinfo=UTC)) as room:
                self.reading: Reading = room.read([str(folder)]).readings[0]
                captures = {capture.id: capture.location for capture in room.store.captures()}
        self.record = self.reading.record
        self.document = {Path(captures[d.capture]).name: d for d in self.record.documents.values()}

    def span(self, item: Item) -> Span | None:
        """A gold quotation in its document; None where it is not found there."""
        document = self.document.get(item["document"])
        if document is None:
            return None
        try:
            return document.find(item["quote"])
        except SpanError:
            return None

    def rows(self) -> Iterator[Row]:
        """Every gold item: its kind, whether it was found, what it is."""
        yield from self.documents()
        yield from self.origins()
        yield from self.attributions()
        yield from self.claims()
        yield from self.relations()
        yield from self.omissions()
        yield from self.interests()
        yield from self.framing()
        yield from self.times()
        yield from self.wrong()

    def documents(self) -> Iterator[Row]:
        """Documents with their outlets and dates."""
        for item in self.gold["documents"]:
            document = self.document.get(item["file"])
            yield "document in the story", document is not None, item["file"]
            if document is None:
                continue
            outlet = self.record.outlets[document.id].name
            yield "right outlet", _near(outlet, item["outlet"]), f"{item['file']}: {outlet!r}, not {item['outlet']!r}"
            published = str(document.published or "")[:16]
            wanted = (item["published"] or "")[:16]
            yield "right date", published[: len(wanted)] == wanted, f"{item['file']}: {published!r}, not {wanted!r}"

    def origins(self) -> Iterator[Row]:
        """Pairs of documents of one origin, and of several."""
        group = {f: g["id"] for g in self.gold["origins"]["groups"] for f in g["files"]}
        files = [f for f in group if f in self.document]
        for i, one in enumerate(files):
            for other in files[i + 1 :]:
                ours = self.record.origin_of.get(self.document[one].id) is self.record.origin_of.get(
                    self.document[other].id
                )
                same = group[one] == group[other]
                yield "same origin" if same else "origins kept apart", same == ours, f"{one} ~ {other}"

    def attributions(self) -> Iterator[Row]:
        """Attributed words, their speakers and modalities."""
        for item in self.gold["attributions"]:
            span = self.span(item)
            said = [a for a in self.record.assertions if span and a.span.meets(span) and _much(a.span, span)]
            yield "attributed words found", bool(said), f"{item['document']}: {item['quote']}"
            if said:
                names = {f"{a.speaker.name} {a.speaker.affiliation}" for a in said}
                right = any(_near(name, item["speaker"]) for name in names) or (
                    item["speaker"] == "nobody named" and any(a.speaker.kind in {"outlet", "unnamed"} for a in said)
                )
                yield "right speaker", right, f"{item['quote'][:70]}: {sorted(names)}, not {item['speaker']!r}"
                yield (
                    "right modality",
                    any(a.modality == item["modality"] for a in said),
                    (f"{item['quote'][:70]}: {sorted({str(a.modality) for a in said})}, not {item['modality']}"),
                )

    def claims(self) -> Iterator[Row]:
        """Claims, how many origins they have, and their cells."""
        rows = {row.claim: row for row in self.reading.matrix}
        for item in self.gold["claims"]:
            span = self.span(item["canonical"])
            members = [a for a in self.record.assertions if span and a.span.meets(span) and _much(a.span, span)]
            found = [self.record.claim_of[a.id] for a in members if a.id in self.record.claim_of]
            yield "claims found", bool(found), item["short"]
            if not found:
                continue
            best = max(found, key=lambda c: len(c.assertions))
            count = len(best.origins)
            yield (
                "right number of origins",
                count == item["independent_origins"],
                (f"{item['short']}: {count}, not {item['independent_origins']}"),
            )
            yield "claims in the matrix", best.id in rows, item["short"]
            if best.id not in rows:
                continue
            cells = {cell.document: str(cell.state) for cell in rows[best.id].cells}
            for file, state in item["cells"].items():
                ours = cells.get(self.document[file].id, "") if file in self.document else ""
                states = state if isinstance(state, list) else [state]
                kind = (
                    "right cells of those that speak"
                    if {"asserts", "denies", "other scope"} & set(states)
                    else "right cells of those that are silent"
                )
                yield kind, ours in states, f"{item['short']} / {file}: {ours}, not {state}"

    def relations(self) -> Iterator[Row]:
        """Relations of pairs of statements."""
        for item in self.gold["relations"]:
            found = self._related(item["left"], item["right"])
            kind = item["kind"] + (" (must)" if item.get("must") else "")
            right = any(r.kind == item["kind"] for r in found)
            yield (
                kind,
                right,
                f"{item['left']['quote'][:80]} / {item['right']['quote'][:80]}: {[str(r.kind) for r in found]}",
            )

    def _related(self, left: Item, right: Item) -> list[Relation]:
        one, two = self.span(left), self.span(right)
        if not one or not two:
            return []
        found: list[Relation] = []
        for finding in self.reading.findings:
            if isinstance(finding, Relation):
                a, b = (self.record.assertion[side].sentence for side in (finding.left, finding.right))
                if (a.meets(one) and b.meets(two)) or (a.meets(two) and b.meets(one)):
                    found.append(finding)
        return found

    def omissions(self) -> Iterator[Row]:
        """What a document leaves out, and what it does not."""
        left_out = [f for f in self.reading.findings if isinstance(f, Omission) and f.grade is Silence.LEFT_OUT]
        for item in self.gold["omissions"]:
            document = self.document.get(item["document"])
            known = self.span(item["known_from"]) if item.get("known_from") else None
            about = [o for o in left_out if document and o.document == document.id]
            hit = any(known and any(_near_span(s, known) for s in o.spans) for o in about)
            if item["grade"] == "left out":
                yield "left out", hit, f"{item['document']}: {item.get('claim') or item.get('what')}"
            else:
                yield f"not called left out ({item['grade']})", not hit, item["document"]

    def interests(self) -> Iterator[Row]:
        """Stakes, and speakers of whom none may be found."""
        held = [f for f in self.reading.findings if isinstance(f, Interest)]
        for item in self.gold["interests"]:
            if item.get("outside_article_text"):
                continue
            span = self.span(item)
            hit = [
                f
                for f in held
                if span and f.stake is not Stake.NONE_FOUND and any(_near_span(s, span) for s in f.spans)
            ]
            yield "interests found", bool(hit), f"{item['speaker']} {item['role']}: {item['quote'][:90]}"
        names = {a.speaker.id: a.speaker.name for a in self.record.assertions}
        for name in self.gold["interests_none_found"]:
            wrong = [
                f
                for f in held
                if f.stake is not Stake.NONE_FOUND and names.get(f.speaker, "").casefold() == name.casefold()
            ]
            yield "no interest invented", not wrong, f"{name}: {[f.spans[0].quote[:80] for f in wrong]}"

    def framing(self) -> Iterator[Row]:
        """Loaded words, namings, headlines, hedges and sources dropped."""
        held = [f for f in self.reading.findings if isinstance(f, Framing)]
        gold = self.gold["framing"]
        for item in gold["loaded_words"]:
            yield "loaded words", self._framed(held, "loaded words", [item]), f"{item['document']}: {item['quote']}"
        for item in gold["naming"]:
            yield "naming", self._framed(held, "naming", item["names"]), item["what"]
        for key, aspect in (("headline_vs_body", "headline against body"), ("hedge_dropped", "hedge dropped")):
            for item in gold[key]:
                where = item.get("headline") or item["to"]
                yield aspect, self._framed(held, aspect, [where]), where["quote"][:90]
        for item in gold["source_dropped"]:
            yield "source dropped", self._framed(held, "source dropped", [item]), item["quote"][:90]
        item = gold["quotation_not_found"]
        for each in item if isinstance(item, list) else [item]:
            yield "quotation not found", self._framed(held, "quotation not in its source", [each]), each["quote"][:90]

    def _framed(self, held: Iterable[Framing], aspect: str, items: list[Item]) -> bool:
        spans = [span for item in items if (span := self.span(item))]
        return any(f.aspect == aspect and any(s.meets(g) for s in f.spans for g in spans) for f in held)

    def times(self) -> Iterator[Row]:
        """Clocks, forecasts, flags and versions."""
        ticking = [f for f in self.reading.findings if isinstance(f, Clock)]
        for item in self.gold["clocks"]:
            span = self.span(item)
            about = [c for c in ticking if span and any(_near_span(s, span) for s in c.spans)]
            yield "clocks found", bool(about), f"{item['actor']}: {item['action']} ({item['quote'][:60]})"
            if about and item["latest"]:
                days = {f"{c.latest:%Y-%m-%d}" for c in about if c.latest}
                wanted = item["latest"][:10]
                ok = any(abs((datetime.fromisoformat(d) - datetime.fromisoformat(wanted)).days) <= 1 for d in days)
                yield "right clock date", ok, f"{item['action']}: {sorted(days)}, not {wanted}"
        foreseen = [f for f in self.reading.findings if isinstance(f, Forecast)]
        for item in self.gold["forecasts"]:
            span = self.span(item)
            told = [f for f in foreseen if span and any(_near_span(s, span) for s in f.spans)]
            yield "forecasts found", bool(told), f"{item['speaker']}: {item['quote'][:90]}"
            if told and item.get("icd203"):
                yield "right range", any([f.low, f.high] == item["icd203"] for f in told), item["quote"][:90]
        for item in self.gold["flags"]:
            document = self.document.get(item["document"])
            flagged = document and any(n.kind == "instruction to machines" for n in document.notices)
            yield "flags raised", bool(flagged), item["document"]
        for item in self.gold["versions"]:
            pair = {self.document[f].id for f in item["files"] if f in self.document}
            yield (
                "versions found",
                any({v.earlier, v.later} == pair for v in self.record.story.versions),
                str(item["files"]),
            )

    def wrong(self) -> Iterator[Row]:
        """What must not be found."""
        for item in self.gold["must_not"]:
            if item["kind"] == "relation" and item.get("wrong") == "contradicts":
                made = [r for r in self._related(item["left"], item["right"]) if r.kind == "contradicts"]
                yield (
                    "wrong contradiction avoided",
                    not made,
                    f"{item['left']['quote'][:80]} / {item['right']['quote'][:80]}",
                )


def _near(ours: str, wanted: str | None) -> bool:
    """Whether two names share a telling word."""
    common = {"the", "of", "news", "security", "plc", "for", "and", "dr", "an", "a"}
    words = [
        {w.strip("().,'").casefold() for w in name.replace("/", " ").split()} - common
        for name in (ours, wanted or ours)
    ]
    return bool(words[0] & words[1])


def _much(ours: Span, gold: Span) -> bool:
    shared = min(ours.end, gold.end) - max(ours.start, gold.start)
    return shared >= 0.5 * min(ours.end - ours.start, gold.end - gold.start)


def _near_span(ours: Span, gold: Span) -> bool:
    return ours.document == gold.document and (ours.meets(gold) or abs(ours.start - gold.start) < _BESIDE)


def measure(_data: Path, note: Note) -> list[Figure]:
    """Shares of gold items found, and of wrong ones avoided, with weights and without.

    Raises:
        SetMissing: the product was installed without the project's examples.
    """
    if not (STORY / "gold.json").is_file():
        raise SetMissing(f"{STORY} is not here: the story comes with the project's source")
    found: list[Figure] = []
    for weights in (True, False):
        results: defaultdict[str, list[bool]] = defaultdict(list)
        for kind, ok, what in Marker(STORY, weights=weights).rows():
            results[re.sub(r" \(.*\)$", "", kind)].append(ok)
            if weights and not ok:
                note(Miss(ON, "otherwise", kind, what))
        for (judgement, method), kinds in METHODS.items():
            used = LEARNED.get(method, method) if weights else method
            if not weights and method not in LEARNED:
                continue  # rules alone are told where weights would have a say
            for kind in kinds:
                if mine := results[kind]:
                    found += figure(judgement, used, ON, (len(mine), ""), **{kind: sum(mine) / len(mine)})
    return found
