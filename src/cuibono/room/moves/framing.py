"""How wording frames: hedges and sources that fell off, headlines, quotations without a source, names, loaded words."""

from __future__ import annotations

from collections.abc import Iterator

from cuibono.core.findings import Aspect, Framing
from cuibono.core.talk import Act
from cuibono.core.text import Span
from cuibono.room.clauses import speakable
from cuibono.room.move import Move, topics
from cuibono.room.phrases import Line
from cuibono.room.table import Table

_ACTS = {
    Aspect.HEDGE_DROPPED: (Act.NARROW, 0.48, 3),
    Aspect.HEADLINE: (Act.NARROW, 0.42, 2),
    Aspect.SOURCE_DROPPED: (Act.NARROW, 0.42, 2),
    Aspect.QUOTATION: (Act.CHALLENGE, 0.62, 2),
    Aspect.NAMING: (Act.REPORT, 0.3, 1),
    Aspect.LOADED: (Act.REPORT, 0.3, 1),
}


def moves(table: Table) -> Iterator[Move]:
    """One move per framing, the most salient of each aspect."""
    for aspect, (act, weight, most) in _ACTS.items():
        for framing in [f for f in table.framings if f.aspect is aspect][:most]:
            move = _move(table, framing, act, weight)
            if move:
                yield move


def _move(table: Table, framing: Framing, act: Act, weight: float) -> Move | None:
    shown, held = framing.spans[0], framing.spans[1:]
    elsewhere = next((s for s in held if s.document != shown.document), held[0] if held else None)
    spans = {"f": table.quote(shown)}
    words = {"outlet": table.outlet(shown.document)}
    key = f"framing.{framing.aspect.name.lower()}"
    if elsewhere is not None:
        spans["o"] = table.quote(elsewhere)
        words["other"] = table.outlet(elsewhere.document)
    elif framing.aspect is not Aspect.LOADED:
        key += "_alone"
    if elsewhere is not None and words["other"] == words["outlet"]:
        key += "_within"
    if not all(speakable(span) for span in spans.values()) or _same_words(spans):
        return None
    claims = table.claims_of(framing)
    return Move(
        kind=framing.aspect.value,
        act=act,
        lines=(Line(key, words, spans),),
        weight=weight + 0.35 * framing.salience,
        claims=claims,
        findings=(framing.id,),
        topics=topics(table.record, claims, *(f"d:{span.document}" for span in framing.spans)),
    )


def _same_words(spans: dict[str, Span]) -> bool:
    """Whether both sides were trimmed to the same words, so that nothing would be shown to differ."""
    return len(spans) > 1 and len({span.quote.casefold() for span in spans.values()}) == 1
