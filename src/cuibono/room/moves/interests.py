"""Who stands to gain: every speaker, the critics too. Interest is no evidence that a claim is false; that is said."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from cuibono.core.claims import Modality
from cuibono.core.findings import Interest, RelationKind, Stake
from cuibono.core.talk import Act, Count
from cuibono.core.text import Span
from cuibono.language.words import content_words
from cuibono.room.clauses import is_clause
from cuibono.room.move import Move, topics
from cuibono.room.phrases import Line
from cuibono.room.standing import arguable
from cuibono.room.table import Table, documents, listed

_NEAR = 120  # days; a launch further back is no timing, as an analyst would use the word
_SPEAKERS = 6
# What is gained, lost or fought over is the story itself: whoever tells the story tells it.
_OF_THE_STORY = {Stake.GAINS, Stake.LOSES, Stake.LITIGATES}
_TIES = {Stake.EMPLOYED_BY, Stake.NONE_FOUND}
_NEARLY = 0.5  # of the stake's content stems
_TELLS = 5  # words; "the lawyer Ann Bly" introduces somebody and tells no stake
_TIE = 12  # words; "the professor, who leads the group" ties a person to a stake and does not tell it
_NONE_AT_ONCE = 3


def moves(table: Table) -> Iterator[Move]:
    """A challenge per speaker with a stake; the critics without one together."""
    by_speaker: dict[str, list[Interest]] = defaultdict(list)
    for interest in table.interests:
        shown = interest.stake is not Stake.NONE_FOUND and table.fits(interest.spans[0])
        if shown and table.named(interest.speaker):
            by_speaker[interest.speaker].append(interest)
    ranked = sorted(by_speaker.items(), key=lambda item: (-item[1][0].salience, item[1][0].spans[0], item[0]))
    firms = {word for speaker, found in ranked if not _employed(found) for word in _words(table.name_of(speaker))}
    open_hands = [(speaker, found) for speaker, found in ranked if not _speaks_for(table, speaker, found, firms)]
    quoted: set[Span] = set()
    for speaker, found in open_hands[:_SPEAKERS]:
        move = _challenge(table, speaker, found)
        if _employed(found) and (len(move.spans[0].quote.split()) < _TELLS or not _in_question(table, found[0])):
            continue
        if move.spans[0] not in quoted:  # both sides of one suit are one dispute
            yield move
        quoted.add(move.spans[0])
    if quoted:  # "the other side too": where one side has a stake
        yield from _none_found(table)


def _employed(found: list[Interest]) -> bool:
    return found[0].stake is Stake.EMPLOYED_BY


def _in_question(table: Table, tie: Interest) -> bool:
    """Whether whom somebody works for is a party to the story: in its titles, or with a stake of its own.

    That a charity's head speaks for the charity is no interest in a kidnapping.
    """
    names = _words(tie.counterpart)
    staked = {word for i in table.interests if i.stake not in _TIES for word in _words(table.name_of(i.speaker))}
    titles = {word for d in table.record.story.documents for word in _words(d.title)}
    return 2 * len(names & (titles | staked)) >= len(names)


def _speaks_for(table: Table, speaker: str, found: list[Interest], firms: set[str]) -> bool:
    """Whether somebody openly speaks for a body that is challenged anyway: its officers are no further interests."""
    if not _employed(found) or not firms & _words(found[0].counterpart):
        return False
    presented = [f"{a.speaker.affiliation} {a.speaker.role}" for a in table.spoken_by.get(speaker, ())]
    in_words = set(re.findall(r"\w+", table.name_of(speaker))) <= set(re.findall(r"\w+", found[0].spans[0].quote))
    return in_words or any(firms & _words(words) for words in presented)


def _words(name: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"\b[A-Z]\w{2,}", name)}


def _challenge(table: Table, speaker: str, found: list[Interest]) -> Move:
    main = found[0]
    name = table.name_of(speaker)
    tied = main.stake is not Stake.EMPLOYED_BY and len(main.spans) > 1 and _words(name) <= _words(main.spans[0].quote)
    tie = main.spans[0] if tied and len(main.spans[0].quote.split()) <= _TIE and table.fits(main.spans[1]) else None
    quote = table.quote(main.spans[1] if tie else main.spans[0])
    tie = None if tie and _words(name) <= _words(quote.quote) else tie
    words = {
        "speaker": name,
        "category": main.category,
        "counterpart": main.counterpart,
        "critic": "" if speaker not in _critics(table) else "yes",
    }
    key = "interests.declared" if main.declared else f"interests.{main.stake.name.lower()}"
    lines = [Line(key, words, {"q": quote})]
    spoken = [main.id]
    if tie:
        lines.append(Line("interests.tie", words, {"t": tie}))
    for second in found[1:2]:
        if second.stake is not main.stake and not second.declared:
            lines.append(
                Line(
                    f"interests.{second.stake.name.lower()}",
                    {**words, "category": second.category, "counterpart": second.counterpart},
                    {"q": table.quote(second.spans[0])},
                )
            )
            spoken.append(second.id)
    dated = next((i for i in found[:2] if i.days_before is not None and 0 <= i.days_before <= _NEAR), None)
    if dated is not None and dated.days_before is not None:
        lines.append(_launch(table, dated, dated.days_before, words))
    lines += _disclosure(table, main, words, quote)
    lines.append(Line("interests.rider", words, {"q": quote}))
    claims = tuple(c for c in main.claims if c in table.record.claim)
    claims = claims or _claims_of(table, speaker, name)
    # That a suit was filed needs no voucher: only what somebody else could bear out or doubt is challenged.
    doubtful = [c for c in claims if _in_doubt(table, c, main)]
    # Who is only spoken of has no words here; the point is then about what is told of him.
    doubtful = [c for c in doubtful if speaker not in table.spoken_by or _own_words(table, c, speaker)]
    heaviest = tuple(sorted(doubtful or claims, key=lambda c: _rank(table, c)))[:3]
    # To hold an office is no stake in a sale; what the story itself makes somebody gain or lose is part of it.
    challenging = bool(doubtful) and main.stake not in {Stake.REGULATES, Stake.GAINS, Stake.LOSES}
    at_issue = _own_words(table, heaviest[0], speaker) if challenging else None
    if at_issue:
        lines.insert(-1, Line("interests.bears", words, {"c": at_issue}))
    return Move(
        kind="interest" if challenging else "stake",
        act=Act.CHALLENGE if challenging else Act.REPORT,
        lines=tuple(lines),
        weight=(0.55 if challenging else 0.42) + 0.4 * main.salience,
        claims=heaviest,
        findings=tuple(spoken),
        topics=topics(table.record, claims, f"s:{speaker}", f"d:{main.spans[0].document}"),
        stake=speaker,
        waits=not challenging and main.stake is not Stake.REGULATES,
    )


def _rank(table: Table, claim_id: str) -> tuple[bool, float, str]:
    claim = table.record.claim[claim_id]
    return table.community(table.voice_of(claim).document), -table.heft(claim), claim_id


def _own_words(table: Table, claim_id: str, speaker: str) -> Span | None:
    """The speaker's own words for a claim, as far as they make a statement."""
    said = table.said(table.record.claim[claim_id])
    for assertion in sorted(said, key=lambda a: table.community(a.document)):  # a thread's wording of it comes last
        quote = table.quote(assertion.span)
        if assertion.speaker.id == speaker and not assertion.headline and table.fits(quote) and is_clause(quote.quote):
            return quote
    return None


def _in_doubt(table: Table, claim_id: str, main: Interest) -> bool:
    """Whether a claim is more than a plain event, or rests on the word of somebody with a product or a sponsor."""
    claim = table.record.claim[claim_id]
    if main.stake is Stake.LITIGATES:
        return claim_id in table.contested or any(a.modality is Modality.ALLEGED for a in table.said(claim))
    alone = len(claim.origins) == 1 and any(a.speaker.id == main.speaker for a in table.said(claim))
    return arguable(table, claim) or (alone and main.stake not in {Stake.EMPLOYED_BY, Stake.REGULATES, *_OF_THE_STORY})


def _claims_of(table: Table, speaker: str, name: str) -> tuple[str, ...]:
    """The claims that a speaker makes; of somebody who does not speak here, those that are about him."""
    said = table.spoken_by.get(speaker, ())[:40]
    said = said or tuple(a for a in table.record.assertions if any(name in span.quote for span in a.names))[:40]
    return tuple(dict.fromkeys(table.record.claim_of[a.id].id for a in said if a.id in table.record.claim_of))


def _launch(table: Table, dated: Interest, days: int, words: dict[str, str]) -> Line:
    # The last span that shows the launch; the days are counted back from the speaker's first publication.
    shown = dated.spans[-1]
    stamps = [
        d.published
        for d in table.record.story.documents
        if d.published and d.id in {a.document for a in table.spoken_by.get(dated.speaker, ())}
    ]
    last = stamps[0].at.date() if stamps else None
    members = tuple(str(last - timedelta(days=back)) if last else f"day {back} before" for back in range(1, days + 1))
    if not days:
        return Line("interests.launch_same_day", words, {"l": shown})
    return Line("interests.launch", words, {"l": shown}, {"days": Count("days", members)})


def _disclosure(table: Table, main: Interest, words: dict[str, str], quote: Span) -> list[Line]:
    """Who tells the readers: a document does not only where the finding says so and its words bear it out."""
    told = [d for d in main.disclosed_in if d in table.record.documents]
    kept = [d for d in main.undisclosed_in if d in table.record.documents and not _hints(table, d, main, quote)]
    if main.stake in _OF_THE_STORY or not kept or len(told) + len(kept) < 2:  # noqa: PLR2004 - one document is no press
        return []
    counts = {"all": documents([*told, *kept]), "told": documents(told), "kept": documents(kept)}
    if told:
        named = {**words, "names": listed([table.outlet(d) for d in told][:3])}
        return [Line("interests.told", named, {"q": quote}, counts)]
    return [Line("interests.untold", words, {"q": quote}, counts)]


def _hints(table: Table, document: str, main: Interest, quote: Span) -> bool:
    """Whether a document's words come near the stake, so that it would be unfair to say that it keeps it back."""
    about = set(content_words(quote.quote)) - set(content_words(_names_in(table, main)))
    held = set(content_words(table.record.documents[document].text))
    return bool(about) and len(about & held) >= _NEARLY * len(about)


def _names_in(table: Table, main: Interest) -> str:
    """The names of the speaker and of what the speaker is tied to: every document that quotes them holds these."""
    return f"{table.name_of(main.speaker)} {main.counterpart}"


def _critics(table: Table) -> list[str]:
    """Speakers who deny or contradict somebody, in the order of the record."""
    sides = {side for f in table.relations if f.kind is RelationKind.CONTRADICTS for side in (f.left, f.right)}
    denying = (a.speaker.id for a in table.record.assertions if a.id in sides or a.modality is Modality.DENIED)
    return list(dict.fromkeys(denying))


def _none_found(table: Table) -> Iterator[Move]:
    critics = {speaker: place for place, speaker in enumerate(_critics(table))}
    found = [
        i for i in table.interests if i.stake is Stake.NONE_FOUND and i.speaker in critics and table.name_of(i.speaker)
    ]
    unique = list({i.speaker: i for i in reversed(found)}.values())
    unique.sort(key=lambda i: (critics[i.speaker], i.speaker))
    group = unique[:_NONE_AT_ONCE]
    if not group:
        return
    spans = {name: i.spans[0] for name, i in zip("abc", group, strict=False)}
    names = listed([table.name_of(i.speaker) for i in group])
    claims = [
        table.record.claim_of[a.id].id
        for i in group
        for a in table.spoken_by.get(i.speaker, ())
        if a.id in table.record.claim_of
    ]
    yield Move(
        kind="none found",
        act=Act.REPORT,
        lines=(Line(f"interests.none{len(group)}", {"names": names}, spans),),
        weight=0.42,
        waits=True,
        findings=tuple(i.id for i in group),
        topics=topics(table.record, claims, *(f"s:{i.speaker}" for i in group)),
    )
