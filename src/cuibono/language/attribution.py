"""Who is said to say what: sources, cues and contents, by rules over verbs, quotation marks and clause boundaries.

The notion is PolNeAR's (Newell, Margolin and Ruths 2018): an attribution has a source, a cue and a content; contents
are quotations, reported clauses, and the objects of verbs that report or judge. ``gate/attribution.py`` measures it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from cuibono.core.claims import Manner, Method
from cuibono.core.text import Block, Document, Kind, Role, Span
from cuibono.language.attitudes import attitudes
from cuibono.language.clauses import Passage, Shape, Unit, group, passages
from cuibono.language.contents import clause_end, skip_adjunct
from cuibono.language.cue_sites import PARENTHESIS, Cue, cues_in
from cuibono.language.cues import Force, Form
from cuibono.language.drafts import Draft, dateline, first_phrase, may_speak, offsets, put_down
from cuibono.language.insertions import beside, inverted
from cuibono.language.lexicons import lexicon
from cuibono.language.phrases import object_after, subject
from cuibono.language.reports import read
from cuibono.language.turns import speaking_turns

METHOD = Method("attribution-rules", "3")


_ACCORDING = "according to"
_VIEWS = frozenset({"view", "opinion", "words", "judgment", "judgement", "account", "telling"})
_VOICED = frozenset({Force.SAY, Force.ALLEGE, Force.DENY, Force.BELIEVE, Force.FORECAST, Force.JUDGE})
_TRIMMINGS = 10  # units of "at the time on Monday," between an attribution and "according to"
_SPEECH_WORDS = 5  # a quotation of fewer words, with no cue beside it, may be a title or a scare quote


@dataclass(frozen=True, slots=True)
class Attribution:
    """One source's words in a document.

    ``content`` are its stretches in order, a leading "that" and quotation marks included; ``source`` is None where
    nobody is named ("is expected to"), ``cue`` where only the quotation marks show it. ``force`` and ``lemma`` are
    the cue's; ``clausal`` is False where the content is the object of the cue and no statement ("blasted the plan");
    ``negated`` where the cue is ("did not say"). ``relays`` are those who pass the words on, nearest to the source
    first ("the agency quoted a spokesman as saying": the agency). ``stated`` is False where the source puts nothing
    forward ("his plan to go", "is sure that", "seems to be"): such attributions are for counting who holds what view,
    and a reading of assertions passes them over.
    """

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    manner: Manner
    force: Force = Force.SAY
    lemma: str = ""
    clausal: bool = True
    negated: bool = False
    relays: tuple[Span, ...] = ()
    stated: bool = True


def attributions(document: Document) -> tuple[Attribution, ...]:
    """The attributions of a document, in the order of their first words; contents do not overlap."""
    return tuple(
        Attribution(
            source=Span(document, *draft.source) if draft.source else None,
            cue=Span(document, *draft.cue) if draft.cue else None,
            content=tuple(Span(document, a, b) for a, b in draft.content),
            manner=_manner(document.text, draft.content),
            force=draft.force,
            lemma=draft.lemma,
            clausal=draft.clausal,
            negated=draft.negated,
            relays=tuple(Span(document, a, b) for a, b in draft.relays),
            stated=draft.stated,
        )
        for draft in _drafts(document.text, document.blocks)
    )


def _manner(text: str, content: tuple[tuple[int, int], ...]) -> Manner:
    marks = "\"“”'‘’«»`"
    whole = [text[a:b].strip(" .,;:") for a, b in content]
    if all(len(w) > 1 and w[0] in marks and w[-1] in marks for w in whole):
        return Manner.DIRECT
    if all(w[:1] in marks for w in whole) and any(w[:1] in '"“«' for w in whole):
        return Manner.DIRECT if sum(w.count("“") + w.count('"') for w in whole) <= len(whole) + 1 else Manner.MIXED
    return Manner.MIXED if any('"' in w or "“" in w or "''" in w for w in whole) else Manner.INDIRECT


@lru_cache(maxsize=512)
def _drafts(text: str, blocks: tuple[Block, ...]) -> tuple[Draft, ...]:
    document = Document(id="", capture="", kind=Kind.TEXT, text=text, blocks=blocks)
    drafts: list[Draft] = []
    previous: Passage | None = None
    every = passages(document)
    turns = speaking_turns(every)
    for at, passage in enumerate(every):
        if at in turns:
            drafts.extend(turns[at])
            previous = passage
            continue
        own = _in_passage(passage)
        if not own:
            own = _loose_quotation(passage, previous, drafts)
        drafts.extend(replace(d, paragraph=passage.paragraph) if d.paragraph < 0 else d for d in own)
        previous = passage
    drafts.extend(_attitudes(every, drafts))
    return tuple(sorted(drafts, key=lambda d: (d.content[0], d.cue or (0, 0))))


def _attitudes(every: Sequence[Passage], drafts: Sequence[Draft]) -> Iterator[Draft]:
    """What the statements leave: attributions of thoughts, wishes and plans."""
    starts = [passage.start for passage in every]
    held: dict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        places = (*draft.content, *(place for place in (draft.cue, draft.source) if place))
        for at in sorted({bisect_right(starts, edge) - 1 for place in places for edge in place}):
            held[at].append(draft)
    for at, passage in enumerate(every):
        for draft in attitudes(passage.units, held[at], dateline(passage.units)):
            yield replace(draft, paragraph=passage.paragraph)


def _in_passage(passage: Passage) -> list[Draft]:
    """The attributions within one passage: outermost ones, but what the press relays belongs to whom it quotes."""
    row = passage.units
    cues = cues_in(row)
    found = _insertions(row, cues)
    taken = {d.cue for d in found}
    relays = [d for d in found if _is_relay(row, d)]
    found = [d for d in found if d not in relays]
    barred = dateline(row)  # index up to which units are content of a reported clause, or no sentence at all
    for cue in cues:
        place = (row[cue.first].start, row[cue.after - 1].end)
        if cue.verb < barred or place in taken or any(a <= place[0] < b for d in found for a, b in d.content):
            continue
        floor = max(barred, _after_insertions(row, found, cue))
        if cue.entry.lemma == _ACCORDING and (told := _quoted_by(row, found, cue)) is not None:
            found[told] = _passed_on(row, found[told], cue)
            continue
        draft = read(row, cue, floor, found)
        if draft is None or (
            not draft.clausal and any(c.first >= cue.after and c.entry.lemma == _ACCORDING for c in cues)
        ):
            continue  # "The bureau is issuing subpoenas, according to an official"
        if _is_relay(row, draft):
            relays.append(draft)
            continue
        found = [d for d in found if not _within(d, draft)]
        found.append(draft)
        reach = max(b for _, b in draft.content)
        barred = max(barred, next((i for i, u in enumerate(row) if u.start >= reach), len(row)))
    if not any(d.clausal for d in found) and (led := _in_view_of(row) or _led_by_colon(row, found)) is not None:
        found = [led]
    for relay in relays:
        found = _relayed(row, found, relay)
    if not found and passage.role in {Role.TITLE, Role.HEADING} and (headed := _colon(row)):
        return [headed]
    return found


def _quoted_by(row: Sequence[Unit], found: Sequence[Draft], cue: Cue) -> int | None:
    """Index of the attribution that ends right before "according to": "'...,' Roe replied then, according to"."""
    for at in range(len(found) - 1, -1, -1):
        draft = found[at]
        ends = max(b for _, b in (draft.source or (0, 0), draft.cue or (0, 0)))
        if draft.source is None or ends > row[cue.first].start or max(b for _, b in draft.content) > ends:
            continue
        between = [u for u in row if ends <= u.start < row[cue.first].start]
        if len(between) <= _TRIMMINGS and all(u.low not in group("finite") | group("joins") for u in between):
            return at
    return None


def _passed_on(row: Sequence[Unit], draft: Draft, cue: Cue) -> Draft:
    """The attribution with whom we have it from: "according to an agency's account"."""
    relay = offsets(row, cue.after, object_after(row, cue.after))
    return replace(draft, relays=(*draft.relays, relay)) if relay else draft


def _insertions(row: Sequence[Unit], cues: Sequence[Cue]) -> list[Draft]:
    """Attributions that stand beside their content ("Y, X said."); they frame whatever the content reports."""
    found: list[Draft] = []
    floor = dateline(row)
    for cue in cues:
        barred = group("be") if _quoted_before(row, cue) else group("be") | group("modals")
        if "q" not in cue.entry.frames or set(cue.helpers) & barred or cue.first < floor:
            continue
        if cue.form not in {Form.BOTH, Form.PAST, Form.S, Form.BASE}:
            continue
        draft = inverted(row, cue, floor) or beside(row, cue, floor)
        if draft is None or draft.source is None:
            if found and (relay := _trailing_relay(row, cue, floor)):
                found[-1] = replace(found[-1], relays=(*found[-1].relays, relay))
            continue
        found.append(draft)
        reach = max(draft.source[1], draft.cue[1] if draft.cue else 0, *(b for _, b in draft.content))
        floor = next((i for i, u in enumerate(row) if u.start >= reach), len(row))
    return found


def _quoted_before(row: Sequence[Unit], cue: Cue) -> bool:
    """Whether a quotation ends a few words before a cue: "'...,' the mayor will say, according to excerpts"."""
    return any(u.shape is Shape.QUOTE for u in row[max(0, cue.first - 4) : cue.first])


def _trailing_relay(row: Sequence[Unit], cue: Cue, floor: int) -> tuple[int, int] | None:
    """The paper in "..., he said, the paper reported."."""
    source = subject(row, cue.first, floor)
    if (
        source is None
        or not source[0]
        or row[source[0] - 1].text != ","
        or cue.entry.lemma not in {"report", "say", "write"}
    ):
        return None
    words = " ".join(u.low for u in row[source[0] : source[1]])
    closes = cue.after >= len(row) or row[skip_adjunct(row, cue.after) - 1].text in PARENTHESIS
    closes = closes or row[min(cue.after, len(row) - 1)].text in PARENTHESIS
    return offsets(row, *source) if closes and _names_media(words) else None


def _names_media(words: str) -> bool:
    return words.removeprefix("the ") in lexicon("media") or words in lexicon("media")


def _after_insertions(row: Sequence[Unit], found: Sequence[Draft], cue: Cue) -> int:
    """Index after the last attribution that ends before a cue, so that its words are not read twice."""
    here = row[cue.first].start
    ends = [max(d.source[1] if d.source else 0, *(b for _, b in d.content)) for d in found]
    last = max((e for e in ends if e <= here), default=0)
    return next((i for i, u in enumerate(row) if u.start >= last), 0) if last else 0


def _within(inner: Draft, outer: Draft) -> bool:
    """Whether an attribution's cue stands inside another one's content."""
    return inner.cue is not None and any(a <= inner.cue[0] < b for a, b in outer.content)


def _is_relay(row: Sequence[Unit], draft: Draft) -> bool:
    """Whether the press passes words on: "the wire reported that ...", "according to the paper"."""
    if draft.source is None or draft.lemma not in {"according to", "report", "say", "write", "quote"}:
        return False
    words = " ".join(u.low for u in row if draft.source[0] <= u.start < draft.source[1])
    return _names_media(words)


def _relayed(row: Sequence[Unit], found: list[Draft], relay: Draft) -> list[Draft]:
    """Settle a relay: attributions of its content keep their own source and name the relay; else it is the source."""
    inner = [d for d in found if _within(d, relay) and d.source and d.clausal and not _means_relay(row, d)]
    if not inner:
        return (
            [*(d for d in found if not _within(relay, d) and not _within(d, relay)), relay] if relay.source else found
        )
    return [replace(d, relays=(*d.relays, relay.source)) if d in inner and relay.source else d for d in found]


def _means_relay(row: Sequence[Unit], draft: Draft) -> bool:
    """Whether the inner source is a pronoun for the outlet itself: "the broadcaster said it expects"."""
    words = [u.low for u in row if draft.source and draft.source[0] <= u.start < draft.source[1]]
    return words in (["it"], ["they"], ["we"])


def _colon(row: Sequence[Unit]) -> Draft | None:
    """A heading of the form "Minister: Rule Will Come" (not "Update: ...")."""
    at = next((i for i, u in enumerate(row[:7]) if u.text == ":"), None)
    if not at or at + 3 > len(row) or not all(u.shape is Shape.WORD for u in row[:at]):
        return None
    name = " ".join(u.low for u in row[:at])
    if name in lexicon("colon_heads") or row[0].low in lexicon("colon_heads") or not row[0].capital:
        return None
    if row[0].low.endswith("ing") or not (row[at - 1].low in lexicon("roles") or _all_capital(row[:at])):
        return None
    content = offsets(row, at + 1, len(row))
    return Draft(offsets(row, 0, at), (row[at].start, row[at].end), (content,), Force.SAY, ":") if content else None


def _in_view_of(row: Sequence[Unit]) -> Draft | None:
    """Read "In Roe's view the number is too high"."""
    at = next((i for i, u in enumerate(row[2:7], 2) if u.low in _VIEWS), None)
    if at is None or at + 2 >= len(row) or row[0].low != "in":
        return None
    owner = row[at - 1]
    possessor = owner.low in {"his", "her", "their", "its"} or owner.low.endswith(("'s", "s'"))
    content = offsets(row, at + 1, clause_end(row, at + 1))
    if not possessor or content is None:
        return None
    tail = 2 if owner.low.endswith("'s") else int(owner.low.endswith("s'"))
    source = (row[1].start, owner.end - tail)
    return Draft(source, (row[0].start, row[at].end), (content,), Force.BELIEVE, "view")


def _led_by_colon(row: Sequence[Unit], found: Sequence[Draft]) -> Draft | None:
    """A quotation after a colon, said by whom the words before it are about: "Roe had one answer: '...'"."""
    at = next((i for i, u in enumerate(row) if u.text == ":"), None)
    if at is None or at < 2 or at + 1 >= len(row) or row[at + 1].shape is not Shape.QUOTE:  # noqa: PLR2004
        return None
    if len(row[at + 1].text.split()) < _SPEECH_WORDS:
        return None
    source = found[-1].source if found else _announced(row[: at + 1])
    words = row[at + 1]
    return Draft(source, None, ((words.start, words.end),), Force.SAY, ":") if source else None


def _all_capital(row: Sequence[Unit]) -> bool:
    return len(row) <= 4 and all(u.capital for u in row)  # noqa: PLR2004 - "Roe", "Justice Department"


def _announced(row: Sequence[Unit]) -> tuple[int, int] | None:
    """Whose words a line that ends in a colon announces: "Here is Roe's full statement:", "Roe had this to say:"."""
    for at, unit in enumerate(row):
        genitive = unit.low.endswith(("'s", "s'")) and unit.low not in {"here's", "that's", "what's", "it's"}
        if genitive and any(u.low in lexicon("papers") for u in row[at : at + 5]):
            first = at
            while first and row[first - 1].capital and row[first - 1].low not in lexicon("openers"):
                first -= 1
            first -= bool(first and row[first - 1].low == "the")
            return (row[first].start, unit.end - (2 if unit.low.endswith("'s") else 1))
    end = len(row) - 1  # the colon
    if end > 1 and row[end - 1].shape is Shape.WORD and row[end - 1].low.endswith("ed"):
        speaker = subject(row, end - 1, dateline(row))  # "Opposition spokesman Jan Roe stormed:"
        return offsets(row, *speaker) if speaker is not None and may_speak(row, speaker) else None
    opener = first_phrase(row)
    if opener is None or row[opener[0]].low in {"here", "here's"} or not may_speak(row, opener):
        return None
    return offsets(row, *opener)


def _loose_quotation(passage: Passage, previous: Passage | None, drafts: list[Draft]) -> list[Draft]:
    """A quotation with no cue in its own passage: it goes on from the attribution before it, or nobody can say."""
    row = [u for u in passage.units if u.shape is not Shape.MARK]
    spoken = next((u for u in row if u.shape is Shape.QUOTE), None)
    if previous is None or spoken is None:
        return []
    stretch = (spoken.start, spoken.end)
    words = len(spoken.text.split())
    at = _last_quoted(previous, drafts)
    if len(row) > 1:
        if at is not None and previous.paragraph == passage.paragraph and words >= _SPEECH_WORDS:
            drafts[at] = replace(drafts[at], content=(*drafts[at].content, stretch), paragraph=passage.paragraph)
        return []  # "'We could win,' which votes in June."
    if at is not None and (previous.paragraph == passage.paragraph or passage.quotes[0].goes_on):
        drafts[at] = replace(drafts[at], content=(*drafts[at].content, stretch), paragraph=passage.paragraph)
        return []
    if previous.units and previous.units[-1].text == ":" and words >= 2:  # noqa: PLR2004
        opener = _announced(previous.units)
        return [Draft(opener, None, (stretch,), Force.SAY)] if opener else []
    voice = drafts[at] if at is not None else _last_voice(passage, previous, drafts)
    near = at is None or previous.paragraph + 1 == passage.paragraph
    if voice is not None and voice.source and words >= _SPEECH_WORDS and near:
        return [Draft(voice.source, None, (stretch,), Force.SAY, voice.lemma)]
    return []


def _last_voice(passage: Passage, previous: Passage, drafts: Sequence[Draft]) -> Draft | None:
    """Who spoke in the passage before: "He said that it is dead." and then a quotation that nobody else is given."""
    said = [d for d in drafts[-4:] if d.source and d.content[0][0] >= previous.start]
    near = previous.paragraph + (0 if passage.quotes[0].goes_on else 1) >= passage.paragraph
    if not near:
        return None
    if said:
        return said[-1] if said[-1].force in _VOICED else None
    for cue in reversed(cues_in(previous.units)):  # "Roe agreed." and then the quotation
        source = subject(previous.units, cue.first, dateline(previous.units))
        if cue.entry.force not in _VOICED or "q" not in cue.entry.frames or source is None:
            continue
        head = previous.units[source[0]]
        if (head.capital and head.low not in {"i", "we"}) or head.low in {"he", "she", "they", "the"}:
            return put_down(previous.units, cue, source, (source,))
    return None


def _last_quoted(previous: Passage, drafts: Sequence[Draft]) -> int | None:
    """Index of the attribution of the passage before this one that holds a quotation, the last one first."""
    for at in range(len(drafts) - 1, max(-1, len(drafts) - 4), -1):
        content = drafts[at].content
        if content[-1][1] < previous.start:
            return None
        if any(q.start < b and a < q.end for q in previous.quotes for a, b in content):
            return at
    return None
