"""How wording frames: hedges and sources that fell off, headlines, quotations without a source, names, loaded words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cuibono.core.findings import Aspect, Framing
from cuibono.core.talk import Act
from cuibono.core.text import Span
from cuibono.room.clauses import speakable
from cuibono.room.move import Move, topics
from cuibono.room.phrases import Line
from cuibono.room.table import Table

_PATTERN = 3  # loaded words of one outlet that make a pattern
_SECOND = 2  # words of a second outlet
_HEARD = 0.35  # below it a word is a cliché or somebody else's
_LED = 0.45  # salience of the strongest word of a pattern
_WEIGHTY = 0.6  # salience from which one loaded word is worth a turn
_COLOURED = 6  # words; a longer span shows no one word
_WORDINGS = "quoted in two wordings"  # how findings.misquoted begins the reason of such a finding
_IN_TWO = 3  # spans behind the first: the other wording, and the words that differ on either side
_SIDES = frozenset({"bigotry", "power"})  # categories of loaded words that as often name a side as judge it
_LITTLE = 0.16
_ACTS = {
    Aspect.HEDGE_DROPPED: (Act.NARROW, 0.48, 3),
    Aspect.HEADLINE: (Act.NARROW, 0.42, 2),
    Aspect.SOURCE_DROPPED: (Act.NARROW, 0.42, 2),
    Aspect.QUOTATION: (Act.CHALLENGE, 0.62, 2),
    Aspect.NAMING: (Act.REPORT, 0.3, 1),
}


def moves(table: Table) -> Iterator[Move]:
    """One move per framing, the most salient of each aspect."""
    for aspect, (act, weight, most) in _ACTS.items():
        for framing in [f for f in table.framings if f.aspect is aspect][:most]:
            move = _move(table, framing, act, weight)
            if move:
                yield move
    yield from _loaded(table)


def _loaded(table: Table) -> Iterator[Move]:
    """One turn at most: several loaded words of one outlet in its own voice, or a single weighty one."""
    by_outlet: dict[str, list[Framing]] = defaultdict(list)
    for framing in table.framings:
        if (
            framing.aspect is Aspect.LOADED
            and framing.salience >= _HEARD
            and len(framing.spans[0].quote.split()) <= _COLOURED
            and not _names_a_side(framing)
        ):
            outlet, word = table.outlet(framing.spans[0].document), _stem(framing)
            if all(_stem(known) != word for known in by_outlet[outlet]):
                by_outlet[outlet].append(framing)
    patterns = [
        (outlet, found) for outlet, found in by_outlet.items() if _pattern(found) or found[0].salience >= _WEIGHTY
    ]
    if not patterns:
        return
    outlet, found = min(patterns, key=lambda p: (-min(len(p[1]), _PATTERN), -p[1][0].salience, p[0]))
    shown = found[:_PATTERN] if len(found) >= _PATTERN else found[:1]
    spans = {name: f.spans[0] for name, f in zip("abc", shown, strict=False)}
    lines = [Line(f"framing.loaded{len(shown)}", {"outlet": outlet}, spans)]
    # A second outlet that colours the same story is heard too: one alone would be made to look the only one.
    others = [
        (name, words)
        for name, words in by_outlet.items()
        if name != outlet and (len(words) >= _SECOND or words[0].salience >= _WEIGHTY) and words[0].salience >= _LED
    ]
    if others:
        name, words = min(others, key=lambda p: (-min(len(p[1]), _SECOND), -p[1][0].salience, p[0]))
        second = words[:_SECOND]
        shown = [*shown, *second]
        lines.append(
            Line(
                f"framing.loaded_too{len(second)}",
                {"outlet": name},
                {key: f.spans[0] for key, f in zip("ab", second, strict=False)},
            )
        )
    yield Move(
        kind=Aspect.LOADED.value,
        act=Act.REPORT,
        lines=tuple(lines),
        weight=0.3 + 0.2 * found[0].salience,
        claims=(),
        findings=tuple(f.id for f in shown),
        topics=frozenset(f"d:{f.spans[0].document}" for f in shown),
        waits=True,
    )


def _names_a_side(framing: Framing) -> bool:
    """Whether a word may simply say who marched ("neo-Nazi", "racist"): heard only from a headline."""
    return framing.reason.split(":")[0] in _SIDES and "in the headline" not in framing.reason


def _stem(framing: Framing) -> str:
    """What two forms of one word share."""
    return " ".join(sorted(word[:4] for word in framing.spans[0].quote.casefold().split()))


def _pattern(found: list[Framing]) -> bool:
    return len(found) >= _PATTERN and found[0].salience >= _LED


def _move(table: Table, framing: Framing, act: Act, weight: float) -> Move | None:
    shown, held = framing.spans[0], framing.spans[1:]
    elsewhere = next((s for s in held if s.document != shown.document), held[0] if held else None)
    spans = {"f": table.quote(shown)}
    words = {"outlet": table.outlet(shown.document)}
    key = f"framing.{framing.aspect.name.lower()}"
    if elsewhere is not None:
        spans["o"] = table.quote(elsewhere)
        words["other"] = table.outlet(elsewhere.document)
    else:
        key += "_alone"
    if elsewhere is not None and words["other"] == words["outlet"]:
        key += "_within"
    # A name with its label is part of a phrase and may begin anywhere in it.
    fit = speakable if framing.aspect is Aspect.NAMING else table.fits
    if not all(fit(span) for span in spans.values()) or _same_words(spans):
        return None
    claims = table.claims_of(framing)
    if framing.aspect is Aspect.QUOTATION and framing.reason.startswith(_WORDINGS) and len(held) == _IN_TWO:
        # Two papers quote one utterance in two ways: the words that differ are all there is to say of it.
        key, act, weight = "framing.wordings", Act.NARROW, _LITTLE
        spans = {"f": held[1], "o": held[2]}
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
