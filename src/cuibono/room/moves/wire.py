"""Where it comes from: first appearance, independent origins, who merely repeats, who leaves out, what was edited."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from cuibono.core.claims import Assertion, Claim, Modality, SpeakerKind
from cuibono.core.findings import Omission, Silence
from cuibono.core.news import EchoKind, Origin
from cuibono.core.talk import Act, Count
from cuibono.core.text import Document, Kind, Role, Span
from cuibono.language.lexicons import lexicon
from cuibono.room.clauses import is_clause
from cuibono.room.cues import cue
from cuibono.room.move import Move, topics
from cuibono.room.phrases import Line
from cuibono.room.standing import accused, bearers, plain
from cuibono.room.table import Table, documents, listed, origins
from cuibono.stories.wires import wire_tag

_LEANING, _MOSTLY = 2, 0.6  # papers, and their share, that have it from one paper elsewhere
_OFTEN = 2  # statements of each of them, on average, that are given as that paper's
_NAMED = 3  # outlets that are named where all quote one speaker
_HEAD = 160  # characters of a document without blocks that stand for it
_CENTRAL = 30  # claims among which the central one is looked for
_PLAIN = 0.15
_HEFT = 0.5  # what a claim's own weight counts beside its nearness to the titles
# "The demand was made days after ...", "The move sets the stage": what is meant stands in the sentence before.
_FOLLOWS = re.compile(
    r"The (?:\w+ )?(?:demand|move|decision|comment|remark|announcement|statement|news|action|call|request|report|tweet"
    r"|letter|order|ruling|change|step)s? "
    r"(?:was|were|came|comes|is|are|sets?|follow(?:s|ed)|marks?|marked|drew|sparked)\b"
)
_RUN_TOGETHER = re.compile(r"(?:\b[A-Z][\w’'-]+ ){6}|\)\s?,\s?\(")
_CARRIED, _EARLY = 0.2, 0.2  # that many papers carry it, and that one opens with it
_TOP = 500  # characters; the first paragraphs
_STATEMENT = 6  # words; less tells nobody what a story is about
_NEAR = 2  # words shared with the titles
_CLAIMS = 10  # claims that may be put on the table one by one
_ECHOES = {
    EchoKind.REPRINT: "reprint",
    EchoKind.EXCERPT: "excerpt",
    EchoKind.WIRE: "agency",
    EchoKind.FAMILY: "family",
    EchoKind.RELAY: "relay",
}


def moves(table: Table) -> Iterator[Move]:
    """The opening, echoes, claims, omissions and edits."""
    if table.record.story.documents:
        yield from _opening(table)
    yield from _echoes(table)
    yield from _claims(table)
    yield from _omissions(table)
    yield from _edits(table)


def _opening(table: Table) -> Iterator[Move]:
    story = table.record.story.documents
    claim, first, quote = _lead(table)
    voice = next((a for a in table.said(claim) if a.span.meets(quote)), None) if claim else None
    alone_first = all(_before(table, first, d) for d in story if d is not first)
    words = {"outlet": table.outlet(first.id), "date": table.date(first.id)}
    words["who"] = table.who(voice) if voice else words["outlet"]
    spans = {"q": quote}
    if len(story) == 1:
        voices = _voices(table, first)
        keys = ["wire.alone", "wire.alone_voices" if len(voices) > 1 else "wire.alone_means"]
    elif not words["date"]:
        keys = ["wire.undated"]
    elif alone_first:
        keys = ["wire.first"]
    else:
        keys = ["wire.central_own" if words["who"] == words["outlet"] else "wire.central"]
    voiced = {"voices": Count("speakers", tuple(_voices(table, first)))}
    lines = [Line(key, words, spans, voiced if key == "wire.alone_voices" else {}) for key in keys]
    if len(story) > 1:
        roots = table.document_origins()
        counts = {"docs": documents(d.id for d in story), "origins": origins(roots)}
        key = "wire.one_origin" if len(roots) == 1 else "wire.origins"
        if roots and len(roots) < len(story):  # that nobody repeats another stands in the head of the reading
            lines.append(Line(key, {"root": table.root_label(roots[0])}, spans, counts))
        lines += [line for origin in _roots(table)[:1] for line in list(_echo_lines(table, origin))[:1]]
        lines += _elsewhere(table) or _agency_copy(table)
    yield Move(
        kind="first appearance",
        act=Act.REPORT,
        lines=tuple(lines),
        weight=1.0,
        claims=(claim.id,) if claim else (),
        topics=topics(table.record, [claim.id] if claim else [], *(f"d:{d.id}" for d in story)),
    )


def _elsewhere(table: Table) -> list[Line]:
    """That most of the papers have it from one that is not among them: what they tell is then its word."""
    story = table.record.story.documents
    # A paper of the story is read itself; one that the titles name is what the story is about.
    known = [table.outlet(d.id).casefold() for d in story] + [d.title.casefold() for d in story]
    told: dict[str, list[Assertion]] = defaultdict(list)
    names: dict[str, str] = {}
    for assertion in table.record.assertions:
        speaker, name = assertion.speaker, assertion.speaker.name.casefold()
        paper = speaker.kind is SpeakerKind.BODY and name in lexicon("media")
        if paper and not assertion.headline and not any(name in words for words in known):
            told[speaker.id].append(assertion)
            names[speaker.id] = speaker.name
    ranked = sorted(told.items(), key=lambda item: (-len({a.document for a in item[1]}), item[1][0].span))
    for source, said in ranked[:1]:
        first = {a.document: a for a in reversed(said)}
        if len(first) < max(_LEANING, _MOSTLY * len(story)) or len(said) < _OFTEN * len(first):
            return []
        cited = [first[d.id] for d in story if d.id in first][:3]
        spans = {key: a.source or a.sentence for key, a in zip("abc", cited, strict=False)}
        counts = {"docs": documents(first)}
        return [Line(f"wire.elsewhere{len(cited)}", {"root": names[source]}, spans, counts)]
    return []


def _agency_copy(table: Table) -> list[Line]:
    """Papers whose text is an agency's by their own word: the words are the agency's, whatever the masthead says."""
    by_agency: dict[str, list[tuple[str, Span]]] = defaultdict(list)
    for origin in _roots(table):
        document = table.record.documents[origin.root or ""]
        tag = wire_tag(document)
        if tag and tag.span and origin.label == tag.agency != table.outlet(document.id):
            by_agency[origin.label].append((table.outlet(document.id), tag.span))
    if not by_agency:
        return []
    agency, papers = max(by_agency.items(), key=lambda item: (len(item[1]), item[1][0][1]))
    names, spans = listed([name for name, _ in papers[:2]]), {"a": papers[0][1]}
    return [Line("wire.copy1" if len(papers) == 1 else "wire.copies", {"copies": names, "root": agency}, spans)]


def _voices(table: Table, document: Document) -> list[str]:
    """The different speakers in a document."""
    return list(dict.fromkeys(a.speaker.id for a in table.in_document.get(document.id, ())))


def _lead(table: Table) -> tuple[Claim | None, Document, Span]:
    """What the story is about: the claim nearest to the titles, the first document that carries it, its own words."""
    papers = len(table.record.story.documents)

    def leads(claim: Claim) -> float:
        carried = len(table.carriers(claim)) / papers
        near = table.central(claim) + _HEFT * table.heft(claim) + _own_voice(table, claim)
        return -(near + _CARRIED * carried + (_EARLY if _is_early(table, claim) else 0.0))

    ranked = sorted(table.claims[:_CENTRAL], key=leads)
    for claim in ranked:
        carriers = table.carriers(claim)
        for assertion in table.said(claim):
            firm = (
                assertion.modality in {Modality.ASSERTED, Modality.ALLEGED, Modality.HEDGED} and not assertion.headline
            )
            if carriers and assertion.document == carriers[0] and firm:
                quote = table.quote(assertion.span, *(q.span for q in assertion.quantities[:1]))
                told = table.fits(quote) and len(quote.quote.split()) >= _STATEMENT and is_clause(quote.quote)
                if told and not _leans(quote):
                    return claim, table.record.documents[carriers[0]], quote
    first = table.record.story.documents[0]
    return None, first, table.quote(_beginning(first))


def _leans(quote: Span) -> bool:
    """Whether words cannot open a story: "we know", "he said", a page's list of names run together."""
    words = quote.quote
    pointing = cue("pointing").match(words) or _FOLLOWS.match(words)
    return bool(cue("first_person").search(words) or pointing or _RUN_TOGETHER.search(words))


def _is_early(table: Table, claim: Claim) -> bool:
    """Whether a document opens with it: what a paper tells first is what it takes the story to be."""
    return any(not a.headline and a.span.start < _body(table.document(a.span)) + _TOP for a in table.said(claim))


def _body(document: Document) -> int:
    """Where the text below the title begins."""
    return next((block.start for block in document.blocks if block.role is not Role.TITLE), 0)


def _own_voice(table: Table, claim: Claim) -> float:
    """A story is told by a paper's own plain words rather than by what a party says of it."""
    return _PLAIN if table.voice_of(claim).speaker.kind is SpeakerKind.OUTLET else 0.0


def _echoes(table: Table) -> Iterator[Move]:
    for place, origin in enumerate(_roots(table)[:3]):
        lines = tuple(_echo_lines(table, origin))[0 if place else 1 :]  # the first one stands in the opening
        if lines:
            yield Move(
                kind="origins",
                act=Act.REPORT,
                lines=lines[:2],
                weight=min(0.75, 0.4 + 0.06 * len(origin.echoes)),
                topics=frozenset(f"d:{echo.document}" for echo in origin.echoes),
            )


def _roots(table: Table) -> list[Origin]:
    """Origins with a document in the story, the most repeated first."""
    roots = [origin for origin in table.record.origins if origin.root in table.record.documents]

    def repeated(origin: Origin) -> int:
        return sum(e.kind in _ECHOES and e.kind is not EchoKind.FAMILY for e in origin.echoes)

    return sorted(roots, key=lambda o: (-repeated(o), table.record.number[o.root or ""]))


def _echo_lines(table: Table, origin: Origin) -> Iterator[Line]:
    by_kind: dict[str, list[tuple[str, Span]]] = defaultdict(list)
    root = table.outlet(origin.root or "")
    for echo in origin.echoes:
        document = table.record.documents.get(echo.document)
        if echo.kind in _ECHOES and document and table.outlet(document.id) != root:
            shown = echo.spans[0] if echo.spans and echo.spans[0].document == document.id else _beginning(document)
            by_kind[_ECHOES[echo.kind]].append((document.id, shown))
    for kind in [kind for kind in _ECHOES.values() if kind in by_kind]:
        copies = by_kind[kind]
        names = listed([table.outlet(document) for document, _ in copies])
        count = documents(document for document, _ in copies)
        few = len({table.outlet(document) for document, _ in copies}) <= 4  # noqa: PLR2004 - as many names as one can hear
        key = f"wire.{kind}_many" if not few else f"wire.{kind}"
        verbs = {"copies": names, "root": root, "are": "is" if count.value == 1 else "are"}
        spans = {name: span for name, (_, span) in zip("abcd", copies, strict=False)}
        cites = "abcd"[: len(spans)]
        yield Line(f"{key}{len(cites) if few else ''}", verbs, spans if few else {"a": spans["a"]}, {"n": count})


def _beginning(document: Document) -> Span:
    block = document.blocks[0] if document.blocks else None
    if block and document.text[block.start : block.end].strip():
        return document.span(block.start, block.end)
    return document.span(0, len(document.text.rstrip()) if len(document.text) < _HEAD else _HEAD)


def _claims(table: Table) -> Iterator[Move]:
    disputed = {
        c: f.salience
        for f in reversed(table.relations)
        if f.kind.value == "contradicts"
        for c in _sides(table, f.left, f.right)
    }
    disputed = dict(sorted(disputed.items(), key=lambda item: (-item[1], item[0]))[:_CLAIMS])
    chosen = [*table.claims[:_CLAIMS], *(c for c in table.claims[_CLAIMS:] if c.id in disputed)]
    for claim in chosen:
        voice = table.voice_of(claim)
        quote = table.quote(voice.span, *(q.span for q in voice.quantities))
        if not table.fits(quote):
            continue
        carried = documents(table.carriers(claim))
        firm = bearers(table, claim, quote) if plain(table, claim, quote) and claim.id not in table.contested else ()
        several = len(firm) > 1 and len(claim.origins) > 1
        words = {"who": table.who(voice), "says": table.says(voice), "outlet": table.outlet(voice.document)}
        spans = {"q": quote}
        named = voice.speaker.kind in {SpeakerKind.PERSON, SpeakerKind.BODY}
        if several:
            key, words["other"], spans["o"] = "wire.claim_several", table.who(firm[1]), table.quote(firm[1].span)
            words["other_has"] = "have" if table.says(firm[1]) == "say" else "has"
            if words["other"] == words["who"] or not table.touches_titles(quote, _NEAR):
                continue  # one voice, or beside the story
        elif len(claim.origins) == 1 and carried.value > 1:
            names = listed([table.outlet(d) for d in carried.members])
            key = "wire.claim_quoted" if named and carried.value <= _NAMED else "wire.claim_repeated"
            label = table.root_label(claim.origins[0])
            foreign = not named and (
                voice.speaker.kind is not SpeakerKind.OUTLET or label != words["who"]
            )  # an outlet prints somebody else's words: no origin
            if foreign or not is_clause(quote.quote) or not plain(table, claim, quote):
                continue  # that what somebody thinks, wants or fears goes back to him is no news
            words["names"], words["both"] = names, "both " if carried.value == 2 else ""  # noqa: PLR2004 - both
        elif len(claim.origins) == 1 and named and _weighs(table, claim, voice):
            key = "wire.claim_single"
        else:
            continue  # what one paper says in its own voice, or several say each in another way, is no news of origins
        line = Line(key, words, spans, {"docs": carried, "origins": origins(claim.origins)})
        yield Move(
            kind="claim",
            act=Act.REPORT,
            lines=(line,),
            weight=0.22 + 0.32 * table.heft(claim) + (0.2 if several else 0.0) + (0.1 if claim.id in disputed else 0.0),
            claims=(claim.id,),
            topics=topics(table.record, [claim.id], f"s:{voice.speaker.id}", f"d:{voice.document}"),
        )


def _weighs(table: Table, claim: Claim, voice: Assertion) -> bool:
    """Whether it matters that nobody else says it: a charge or a figure; that one speaker said his words is no news."""
    counted = any(not q.ordinal and (q.target or q.unit) for q in voice.quantities)
    return accused(table, claim) or claim.id in table.contested or (counted and voice.modality is Modality.ASSERTED)


def _before(table: Table, first: Document, later: Document) -> bool:
    """Whether one document certainly appeared before the other; an undated one may have come at any time."""
    stamps = [table.record.story.appeared(document) for document in (first, later)]
    return bool(stamps[0] and stamps[1] and stamps[0].before(stamps[1]))


def _sides(table: Table, *assertions: str) -> list[str]:
    return [table.record.claim_of[a].id for a in assertions if a in table.record.claim_of]


def _omissions(table: Table) -> Iterator[Move]:
    by_claim: dict[str, list[Omission]] = defaultdict(list)
    for omission in table.omissions:
        if omission.grade is Silence.LEFT_OUT and omission.claims and omission.document in table.record.documents:
            by_claim[omission.claims[0]].append(omission)
    ranked = sorted(by_claim.items(), key=lambda item: (-max(o.salience for o in item[1]), -len(item[1]), item[0]))
    for claim_id, group in ranked[:4]:
        claim = table.record.claim.get(claim_id)
        if claim is None:
            continue
        group.sort(key=lambda o: table.record.number[o.document])
        carried = group[0].spans
        quote = table.quote(carried[0])
        if not table.fits(quote):
            continue
        before = Count(
            "origins",
            tuple(
                dict.fromkeys(
                    table.record.origin_of[s.document].id for s in carried if s.document in table.record.origin_of
                )
            ),
        )
        names = listed([table.outlet(o.document) for o in group][:3])
        line = Line(
            "wire.left_out_many" if before.value > 1 else "wire.left_out",
            {"names": names, "had": table.outlet(carried[0].document), "date": table.date(carried[0].document)},
            {"q": quote},
            {"before": before, "n": documents(o.document for o in group)},
        )
        yield Move(
            kind="omission",
            act=Act.REPORT,
            waits=True,
            lines=(line,),
            weight=0.4 + 0.35 * max(o.salience for o in group),
            claims=(claim_id,),
            findings=tuple(o.id for o in group[:3]),
            topics=topics(table.record, [claim_id], *(f"d:{o.document}" for o in group)),
        )


def _edits(table: Table) -> Iterator[Move]:
    for version in table.record.story.versions[:3]:
        if table.record.documents[version.later].kind is Kind.THREAD:
            continue  # what people add to a discussion or take back is not its outlet's doing
        lines = []
        for change in version.changes:
            if change.before and change.after and table.fits(change.before) and table.fits(change.after):
                spans = {"before": table.quote(change.before), "after": table.quote(change.after)}
                lines.append(Line("wire.edited", {"outlet": table.outlet(version.later)}, spans))
            elif change.before and table.fits(change.before):
                lines.append(
                    Line("wire.struck", {"outlet": table.outlet(version.later)}, {"before": table.quote(change.before)})
                )
        if lines:
            yield Move(
                kind="edits",
                act=Act.REPORT,
                lines=tuple(lines[:2]),
                weight=0.5,
                topics=frozenset([f"d:{version.earlier}", f"d:{version.later}"]),
            )
