"""A reading as Markdown: a brief to paste into a mail or a ticket.

Nothing in an article can become a link, image, heading, table cell or HTML: every piece of foreign text is put on one
line and escaped, and the only links are those written here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from cuibono.core.findings import Clock, Finding, Forecast, Framing, Interest, Omission, Relation
from cuibono.core.news import Echo
from cuibono.core.reading import Cell, Reading, Row
from cuibono.core.talk import Cite, Count, Quote, Sentence, Turn
from cuibono.core.text import Document, Span
from cuibono.export import present
from cuibono.export.present import Names, one_line, several

_Found = TypeVar("_Found", bound=Finding)

ROWS = 10  # claims in the table
SHOWN = 8  # findings of a kind; the page and the JSON hold all
_LONGEST = 400  # characters of a quotation in the lists; the room quotes whole
_SPECIAL = re.compile(r"[\\`*_\[\]#|~$!^]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# Programs turn bare addresses into links; a word joiner (invisible, and ignored when words are looked up) prevents it.
_BARE_LINK = re.compile(r"(?i)(://|www\.|@|mailto:|xmpp:)")
_BLOCK_START = re.compile(r"^([-+=]|\d+[.)])")


class MarkdownExporter:
    """Writes a reading as CommonMark with tables."""

    def export(self, reading: Reading) -> str:
        """The brief, ending in a line feed."""
        return _Brief(reading).text()


def escaped(text: str) -> str:
    """Foreign text as Markdown that shows these words and nothing else, on one line."""
    line = "".join(_ENTITIES.get(char, char) for char in one_line(text))
    line = _BARE_LINK.sub(lambda found: found.group() + "\u2060", line)
    return _SPECIAL.sub(lambda found: "\\" + found.group(), line)


def leading(text: str) -> str:
    """The same where the text begins a line of ours, so that it starts no list, rule or heading either."""
    return _BLOCK_START.sub(lambda found: found.group()[:-1] + "\\" + found.group()[-1], escaped(text))


class _Brief:
    """The parts of one brief."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.record = reading.record
        self.names = Names(reading.record)

    def text(self) -> str:
        findings = self.reading.findings
        parts = [
            self.head(),
            self.matrix(self.reading.matrix[:ROWS]),
            self.room(),
            self.listed("Clocks", present.of_kind(findings, Clock), self.clock),
            self.listed("Interests", present.interests(findings), self.interest, after=present.INTERESTED),
            self.listed("Framing", present.framings(findings), self.framing),
            self.listed("Left out", present.omissions(findings), self.omission),
            self.listed("Who agrees, who differs", present.relations(findings), self.relation),
            self.listed("Forecasts", present.of_kind(findings, Forecast), self.forecast),
            self.refused(),
            self.methods(),
            self.documents(),
        ]
        return "\n\n".join(part for part in parts if part) + "\n"

    def head(self) -> str:
        record = self.record
        counts = (
            f"{several(len(record.documents), 'document')}, "
            f"**{several(len(record.origins), 'independent origin')}**, {present.published_between(record)}"
        )
        if record.moment:
            counts += f" · as of {present.moment(record.moment)}"
        heads = [
            f"*{head.label}:* {self.sentence(head.sentence, head.label)}" for head in present.three_lines(self.reading)
        ]
        return "\n\n".join([f"# {escaped(record.story.title)}", counts, *heads])

    def matrix(self, rows: Sequence[Row]) -> str:
        """Claims by documents; documents stand for their outlets, by number."""
        if not rows:
            return ""
        numbers = [str(self.record.number[document.id]) for document in self.record.story.documents]
        lines = [
            "## Claims",
            "",
            f"| claim | origins | {' | '.join(numbers)} |",
            f"|---|---:|{':-:|' * len(numbers)}",
        ]
        for row in rows:
            claim = self.record.claim[row.claim]
            words = self.words(claim.canonical, _LONGEST)
            lines.append(f"| {words} | {len(claim.origins)} | {' | '.join(map(_cell, row.cells))} |")
        seen = {cell.state for row in rows for cell in row.cells}
        legend = " · ".join(
            f"{sign or '(blank)'} {words}" for state, (sign, words) in present.SIGNS.items() if state in seen
        )
        more = len(self.reading.matrix) - len(rows)
        tail = f" {several(more, 'more claim')} in the page and the JSON." if more > 0 else ""
        return "\n".join([*lines, "", f"{legend}. Brackets: with a hedge. Columns: the documents below.{tail}"])

    def room(self) -> str:
        turns = [self.turn(turn) for turn in self.reading.talk.turns]
        return "\n\n".join(["## The room", *turns]) if turns else ""

    def turn(self, turn: Turn) -> str:
        answered = ", ".join(name.capitalize() for name in self.names.answered(self.reading, turn.answers))
        act = " ".join(filter(None, (present.ACTS[turn.act], answered))) if present.ACTS[turn.act] else ""
        state = " (unanswered)" if turn.open else ""
        said = " ".join(self.sentence(sentence) for sentence in turn.sentences)
        return f"> **{escaped(turn.lens.capitalize())}**{f' *{act}*' if act else ''}{state} · {said}"

    def sentence(self, sentence: Sentence, label: str = "") -> str:
        first, *rest = sentence.parts()
        opening = present.unlabelled(label, first) if isinstance(first, str) else first
        return "".join(self.part(part) for part in (opening, *rest))

    def part(self, part: str | Quote | Cite | Count) -> str:
        match part:
            case str():
                lead = " " if part[:1].isspace() else ""
                tail = " " if part[-1:].isspace() and part.strip() else ""
                return lead + escaped(part) + tail
            case Quote(span):
                return self.words(span)
            case Cite(span):
                return self.cited(span)
            case Count():
                return str(part.value)

    def words(self, span: Span, longest: int | None = None) -> str:
        quoted = one_line(span.quote) if longest is None else present.clip(span.quote, longest)
        return f"“{escaped(quoted)}” {self.cited(span)}"

    def cited(self, span: Span) -> str:
        return rf"\[{self.record.cite(span)}\]"

    def listed(self, title: str, found: Sequence[_Found], line: Callable[[_Found], str], after: str = "") -> str:
        """A section of findings; none where there are none."""
        if not found:
            return ""
        items = [f"- {line(finding)}" for finding in found[:SHOWN]]
        if len(found) > SHOWN:
            items.append(f"- *and {len(found) - SHOWN} more in the page and the JSON*")
        return "\n".join([f"## {title}", "", *items, *(["", after] if after else [])])

    def clock(self, clock: Clock) -> str:
        when = present.window(clock.earliest, clock.latest)
        moved = f"; before: {self.words(clock.moved_from)}" if clock.moved_from else ""
        return (
            f"**{when}**, {clock.status}: {self.words(clock.spans[0], _LONGEST)}{moved} · "
            f"{several(len(clock.origins), 'origin')}{', the actor itself' if clock.primary else ''}"
        )

    def interest(self, interest: Interest) -> str:
        since = present.launched(interest)
        told = self.numbers(interest.disclosed_in)
        untold = self.numbers(interest.undisclosed_in)
        readers = (f" · told to readers in {told}" if told else "") + (f" · not told in {untold}" if untold else "")
        who = escaped(self.names.party(interest))
        about = f"{f', {since}' if since else ''}{' (declared by the user)' if interest.declared else ''}"
        about += f" ({escaped(present.stated(interest))})" if interest.stated else ""
        words = self.words(interest.spans[0], _LONGEST)
        return f"**{who}** {escaped(present.stake(interest))}{about}: {words}{readers}"

    def framing(self, framing: Framing) -> str:
        spans = " / ".join(self.words(span, _LONGEST) for span in framing.spans[:2])
        return (
            f"**{escaped(self.names.outlet(framing.document))}**, {framing.aspect}: {spans} · {escaped(framing.reason)}"
        )

    def omission(self, omission: Omission) -> str:
        number = self.record.number[omission.document]
        who = rf"**{escaped(self.names.outlet(omission.document))}** \[{number}\]"
        return f"{who} does not have {self.words(omission.spans[0], _LONGEST)} · {escaped(omission.reason)}"

    def relation(self, relation: Relation) -> str:
        left, right = (self.record.assertion[key] for key in (relation.left, relation.right))
        how = f" ({relation.scope})" if relation.scope else ""
        words = " / ".join(f"“{escaped(word.quote)}”" for word in relation.words)
        sides = [
            f"{escaped(self.names.speaker(side.speaker.id))}: {self.words(side.span, _LONGEST)}"
            for side in (left, right)
        ]
        return f"**{relation.kind}**{how}: {' — '.join(sides)} · {escaped(relation.reason)}: {words}"

    def forecast(self, forecast: Forecast) -> str:
        said = self.record.assertion[forecast.assertion]
        odds = present.strength(forecast.low, forecast.high)
        due = f" · due {present.window(None, forecast.due)}" if forecast.due else ""
        who = escaped(self.names.speaker(said.speaker.id))
        return f"**{who}**{f' ({odds})' if odds else ''}: {self.words(forecast.spans[0], _LONGEST)}{due}"

    def refused(self) -> str:
        lines = [f"- “{escaped(r.text)}” ({escaped(r.lens)}): {escaped(r.reason)}" for r in self.reading.talk.refusals]
        lines += [f"- {leading(p.location)}: {escaped(p.message)}" for p in self.reading.left_aside]
        return "\n".join(["## Refused and left aside", "", *lines]) if lines else ""

    def methods(self) -> str:
        lines = [
            f"- {escaped(m.judgement)}: {escaped(m.name)} {escaped(m.version)}, {escaped(m.figure)}"
            for m in self.reading.methods
        ]
        return "\n".join(["## How good is this", "", *lines]) if lines else ""

    def documents(self) -> str:
        echoes = {echo.document: echo for origin in self.record.origins for echo in origin.echoes}
        lines = [self.document(document, echoes.get(document.id)) for document in self.record.story.documents]
        return "\n".join(["## Documents", "", *lines])

    def document(self, document: Document, echo: Echo | None) -> str:
        link = present.safe_link(document.url)
        title = leading(document.title or "untitled")
        about = [
            escaped(self.names.outlet(document.id)),
            present.stamp(document.published),
            *([escaped(", ".join(document.authors))] if document.authors else []),
            *([f"{present.ECHOES[echo.kind]} {self.record.number[echo.parent]}"] if echo and echo.parent else []),
            *sorted({escaped(notice.kind) for notice in document.notices}),
        ]
        named = f"[{title}](<{link}>)" if link else title
        return f"{self.record.number[document.id]}. {named} · {' · '.join(about)}"

    def numbers(self, documents: Iterable[str]) -> str:
        return ", ".join(rf"\[{number}\]" for number in sorted(self.record.number[d] for d in documents))


def _cell(cell: Cell) -> str:
    sign = present.SIGNS[cell.state][0]
    return f"({sign})" if cell.hedged and sign else sign
