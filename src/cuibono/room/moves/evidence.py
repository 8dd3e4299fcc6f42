"""What a number rests on, and who else measured: single origins, unstated methods, support, other scopes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from cuibono.core.claims import Assertion, Claim, Modality, Quantity, SpeakerKind
from cuibono.core.findings import Relation, RelationKind
from cuibono.core.talk import Act
from cuibono.core.text import Span
from cuibono.language.words import content_words
from cuibono.room.clauses import is_clause
from cuibono.room.cues import cue
from cuibono.room.move import Move, topics
from cuibono.room.phrases import Line
from cuibono.room.standing import measured
from cuibono.room.table import Table, documents

_COUNTED = Decimal(10)  # smaller numbers are background more often than findings
_LARGE = Decimal(100)  # from here on nobody counts on his fingers, and "how was it counted" is a fair question
_STATED = {Modality.ASSERTED, Modality.ALLEGED, Modality.HEDGED}
_PUT_FORWARD = {Modality.ASSERTED, Modality.ALLEGED}  # who hedges vouches for nothing that a name could stand for
_CLAIMS = 25
_ASKED = 3
_MOST_OF = 0.6  # of the content stems, from which somebody else says the same
_SHARED = 2  # stems that a method sentence must share with a claim to be about it


def moves(table: Table) -> Iterator[Move]:
    """Numbers from one origin, questions about method, support from elsewhere, other scopes of numbers."""
    asked: set[tuple[Decimal | None, Decimal | None]] = set()
    # A figure is asked of those who publish it before it is asked of a thread that talks about it.
    for claim in sorted(table.claims[:_CLAIMS], key=lambda c: table.community(table.voice_of(c).document)):
        number = _number(table, claim)
        if number is None:
            continue
        voice = table.voice_of(claim)
        if not measured(table, claim, voice):
            continue
        published = not table.community(voice.document)
        if published and len(claim.origins) == 1 and len(table.carriers(claim)) > 1 and _telling(number):
            yield _single(table, claim, number)
        fresh = (number.low, number.high) not in asked and len(asked) < _ASKED
        firm = voice.modality is Modality.ASSERTED and not voice.hedges
        voiced = firm and (voice.speaker.kind is not SpeakerKind.OUTLET or len(table.carriers(claim)) > 1)
        if fresh and voiced and len(claim.origins) == 1 and _wants_method(number) and not _method(table, claim):
            asked.add((number.low, number.high))
            yield _ask(table, claim, number)
    yield from _measured(table)
    yield from _unnamed(table)
    yield from _supports(table)
    yield from _scopes(table)


def _number(table: Table, claim: Claim) -> Quantity | None:
    """The claim's own number: the first one of its wording that counts or measures something."""
    voice = table.voice_of(claim)
    if voice.modality not in _STATED or cue("supposed").match(voice.sentence.quote.lstrip("“\"'‘ ")):
        return None
    return next((q for q in voice.quantities if not q.ordinal and (q.unit or q.target)), None)


def _telling(number: Quantity) -> bool:
    value = number.low if number.low is not None else number.high
    if number.unit.startswith("percent"):
        return True
    counted = number.unit in {"", "people"} or number.unit.isupper()  # things, people, money; not miles and hours
    return counted and value is not None and value >= _COUNTED


def _wants_method(number: Quantity) -> bool:
    if not any(char.isdigit() for char in number.span.quote):
        return False  # "hundreds of millions of people" is a manner of speaking
    value = number.low if number.low is not None else number.high
    counted = value is not None and value >= _LARGE and bool(number.target) and number.unit in {"", "people"}
    return counted or number.unit.startswith("percent")


def _method(table: Table, claim: Claim) -> bool:
    """Whether any document that carries the claim, or that its speakers published, says how the number came about."""
    wanted = set(content_words(claim.canonical.quote))
    places = {
        *table.carriers(claim),
        *(table.record.origin[o].root or "" for o in claim.origins if o in table.record.origin),
    }
    for document in sorted(places):
        for assertion in table.in_document.get(document, ()):
            words = assertion.sentence.quote
            told = cue("method").search(words) and not cue("no_method").search(words)
            if told and len(wanted & set(content_words(words))) >= _SHARED:
                return True
    return False


def _single(table: Table, claim: Claim, number: Quantity) -> Move:
    voice = table.voice_of(claim)
    line = Line(
        "evidence.single",
        {"root": table.root_label(claim.origins[0]), "who": table.who(voice)},
        {"q": table.quote(voice.span, number.span), "n": table.figure(number)},
        {"docs": documents(table.carriers(claim))},
    )
    return Move(
        kind="single origin",
        act=Act.NARROW,
        lines=(line,),
        weight=0.45 + 0.35 * table.heft(claim),
        claims=(claim.id,),
        topics=topics(table.record, [claim.id], f"s:{voice.speaker.id}"),
    )


def _ask(table: Table, claim: Claim, number: Quantity) -> Move:
    voice = table.voice_of(claim)
    lines = [
        Line(
            "evidence.ask",
            {"who": table.who(voice), "says": table.says(voice)},
            {"n": table.figure(number), "q": table.quote(voice.span, number.span)},
        )
    ]
    noticed = _noticed(table, claim)
    if noticed:
        quote = table.quote(noticed.span)
        lines.append(Line("evidence.noticed", {"who": table.who(noticed)}, {"q": quote}))
    return Move(
        kind="method",
        act=Act.ASK,
        lines=tuple(lines),
        weight=0.5 + 0.35 * table.heft(claim),
        claims=(claim.id,),
        topics=topics(table.record, [claim.id], f"s:{voice.speaker.id}"),
    )


def _noticed(table: Table, claim: Claim) -> Assertion | None:
    """Somebody of another origin who says that the method is missing."""
    wanted = set(content_words(claim.canonical.quote))
    speakers = {a.speaker.id for a in table.said(claim)}
    named = {word for a in table.said(claim) for word in content_words(a.speaker.name)}
    best: tuple[int, Assertion] | None = None
    for assertion in table.record.assertions:
        words = assertion.sentence.quote
        if assertion.speaker.id in speakers or not cue("no_method").search(words) or not table.fits(assertion.span):
            continue
        shared = len((wanted | named) & set(content_words(words)))
        if shared and (best is None or shared > best[0]):
            best = (shared, assertion)
    return best[1] if best else None


def _measured(table: Table) -> Iterator[Move]:
    """Figures whose own sentence says how they came about; one per speaker, at most two."""
    found: dict[str, Assertion] = {}
    for assertion in table.record.assertions:
        words = assertion.sentence.quote
        counted = any(not q.ordinal for q in assertion.quantities) and not assertion.headline
        if counted and cue("method").search(words) and not cue("no_method").search(words):
            found.setdefault(assertion.speaker.id, assertion)
    ranked = sorted(found.values(), key=lambda a: (-len(set(content_words(a.span.quote))), a.span))
    for assertion in ranked[:2]:
        spot = cue("method").search(assertion.span.quote)
        document, start = table.document(assertion.span), assertion.span.start
        focus = [] if spot is None else [document.span(start + spot.start(), start + spot.end())]
        quote = table.quote(assertion.span, *focus)
        claim = table.record.claim_of.get(assertion.id)
        claims = (claim.id,) if claim else ()
        if table.fits(quote):
            yield Move(
                kind="measured",
                act=Act.REPORT,
                lines=(Line("evidence.measured", {"who": table.who(assertion)}, {"q": quote}),),
                weight=0.45,
                claims=claims,
                topics=topics(table.record, claims, f"s:{assertion.speaker.id}"),
            )


def _unnamed(table: Table) -> Iterator[Move]:
    """The heaviest claim near the titles that nobody with a name makes: officials, people familiar with the matter."""
    for claim in table.claims[:_CLAIMS]:
        said = [a for a in table.said(claim) if not a.headline]
        voice = table.voice_of(claim)
        quote = table.quote(voice.span)
        if not said or not all(_is_anonymous(a) for a in said) or voice.modality not in _PUT_FORWARD:
            continue
        if not (table.fits(quote) and is_clause(quote.quote) and table.touches_titles(quote)):
            continue
        if cue("pointing").match(quote.quote) or _named_too(table, quote):
            continue
        yield Move(
            kind="unnamed",
            act=Act.ASK,
            lines=(Line("evidence.unnamed", {"who": table.who(voice), "says": table.says(voice)}, {"q": quote}),),
            weight=0.42 + 0.35 * table.heft(claim),
            claims=(claim.id,),
            topics=topics(table.record, [claim.id], f"d:{voice.document}"),
        )
        return


def _is_anonymous(assertion: Assertion) -> bool:
    speaker = assertion.speaker
    return speaker.kind is SpeakerKind.UNNAMED and cue("anonymous").search(speaker.name) is not None


def _named_too(table: Table, quote: Span) -> bool:
    """Whether anybody with a name, or a paper by itself, says most of it somewhere in the story."""
    wanted = set(content_words(quote.quote))
    return any(
        len(wanted & set(content_words(a.span.quote))) >= _MOST_OF * len(wanted)
        for a in table.record.assertions
        if not a.headline and not _is_anonymous(a)
    )


def _supports(table: Table) -> Iterator[Move]:
    found = [f for f in table.relations if f.kind is RelationKind.SUPPORTS]
    for relation in found[:5]:
        left, right = table.record.assertion[relation.left], table.record.assertion[relation.right]
        quote = table.quote(right.span, relation.words[1])
        if not _apart(table, left, right) or not (is_clause(quote.quote) and table.fits(quote)):
            continue
        line = Line(
            "evidence.supports",
            {"who": table.who(right), "says": table.says(right), "other": table.who(left)},
            {"q": quote, "o": left.span},
        )
        claims = table.claims_of(relation, relation.left, relation.right)
        yield Move(
            kind="supports",
            act=Act.CORROBORATE,
            lines=(line,),
            weight=0.4 + 0.4 * relation.salience,
            claims=claims,
            findings=(relation.id,),
            topics=topics(table.record, claims, f"s:{left.speaker.id}"),
        )


def _apart(table: Table, left: Assertion, right: Assertion) -> bool:
    """Whether two who say the same are two: other origin, other page, other speaker, both plainly asserting it."""
    roots = [table.record.origin_of[a.document].id for a in (left, right) if a.document in table.record.origin_of]
    same = left.origin == right.origin or left.speaker.id == right.speaker.id or len(set(roots)) < len(roots)
    firm = all(a.modality is Modality.ASSERTED and not a.headline for a in (left, right))
    return firm and not same and not any(cue("accusation").search(a.span.quote) for a in (left, right))


def _scopes(table: Table) -> Iterator[Move]:
    found = [f for f in table.relations if f.kind is RelationKind.SCOPE and _numeric(table, f)]
    for relation in found[:5]:
        move = scope_move(table, relation, "scope of numbers")
        if move:
            yield move


def _numeric(table: Table, relation: Relation) -> bool:
    left, right = table.record.assertion[relation.left], table.record.assertion[relation.right]
    return bool(left.quantities and right.quantities)


def scope_move(table: Table, relation: Relation, kind: str) -> Move | None:
    """The narrowing that keeps two statements of different scope apart, with the two words that differ."""
    left, right = table.record.assertion[relation.left], table.record.assertion[relation.right]
    if not (table.fits(left.span) and table.fits(right.span)):
        return None
    if any(cue("supposed").match(a.sentence.quote.lstrip("“\"'‘ ")) for a in (left, right)):
        return None
    words = {
        "left": table.who(left),
        "right": table.who(right),
        "right_says": table.says(right),
    }
    spans: dict[str, Span] = {
        "wl": relation.words[0],
        "wr": relation.words[1],
        "l": table.quote(left.span, relation.words[0]),
        "r": table.quote(right.span, relation.words[1]),
    }
    same = left.speaker.id == right.speaker.id or words["left"] == words["right"]
    if relation.scope is None:  # the figures differ, and the rules cannot tell why: neither do we
        lines: tuple[Line, ...] = (Line("evidence.differ_same" if same else "evidence.differ", words, spans),)
    else:
        lines = (
            Line("evidence.scope_same" if same else "evidence.scope", words, spans),
            Line(f"scope.{relation.scope.name.lower()}", words, spans),
        )
    claims = table.claims_of(relation, relation.left, relation.right)
    return Move(
        kind=kind,
        act=Act.NARROW,
        lines=lines,
        weight=0.42 + 0.4 * relation.salience,
        claims=claims,
        findings=(relation.id,),
        topics=topics(table.record, claims, f"s:{left.speaker.id}", f"s:{right.speaker.id}"),
    )
