"""A reading on the terminal: the same order and density as the page, with Rich."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cuibono.core.findings import (
    Clock,
    Forecast,
    Framing,
    Interest,
    Omission,
    Relation,
    RelationKind,
    Silence,
    Stake,
)
from cuibono.core.reading import Cell, Reading, Record, Row, Says
from cuibono.core.talk import Act, Sentence, Turn
from cuibono.core.text import Document, Span
from cuibono.desk.compare import Difference

# Signs that read without colour.
SIGNS = {
    Says.ASSERTS: ("+", "green"),
    Says.DENIES: ("−", "red"),
    Says.CONTRADICTS: ("×", "red"),
    Says.SCOPE: ("~", "yellow"),
    Silence.LEFT_OUT: ("o", "magenta"),
    Silence.NOT_YET_KNOWN: ("·", "dim"),
    Silence.ORDER_UNKNOWN: ("?", "dim"),
    Silence.SNIPPET: ("…", "dim"),
    Silence.NOT_SUBJECT: (" ", "dim"),
    Silence.UNCLEAR: ("/", "dim"),
}
ROWS = 12  # claims shown; the page shows all
SHOWN = 6  # findings of one kind shown
_TOLD = {RelationKind.CONTRADICTS, RelationKind.SCOPE, RelationKind.SUPPORTS}
_BLAMED = {Silence.LEFT_OUT}


def print_reading(reading: Reading) -> None:
    """The whole reading, most worth reading first."""
    out = Console(highlight=False)
    record = reading.record
    _title(out, reading)
    _documents(out, record)
    _matrix(out, record, reading.matrix[:ROWS])
    _room(out, reading)
    found = reading.findings
    _section(out, "Relations", [_relation(record, f) for f in found if isinstance(f, Relation) and f.kind in _TOLD])
    _section(out, "Left out", [_omission(record, f) for f in found if isinstance(f, Omission) and f.grade in _BLAMED])
    _section(out, "Clocks", [_clock(record, f) for f in found if isinstance(f, Clock)])
    _section(
        out,
        "Interests",
        [_interest(record, f) for f in found if isinstance(f, Interest) and f.stake is not Stake.NONE_FOUND],
    )
    _section(out, "Framing", [_framing(record, f) for f in found if isinstance(f, Framing)])
    _section(out, "Forecasts", [_forecast(record, f) for f in found if isinstance(f, Forecast)])
    _examined(out, reading)
    _refused(out, reading)
    _methods(out, reading)


def print_answer(record: Record, turn: Turn | None) -> None:
    """An answer from the record, or that there is none."""
    out = Console(highlight=False)
    if turn is None:
        out.print(f"The record does not say: nothing in these {len(record.documents)} documents answers that.")
        return
    _turn(out, record, turn, ())
    _cited(out, record, [span for sentence in turn.sentences for span in sentence.spans])


def print_changes(record: Record, differences: Sequence[Difference]) -> None:
    """What changed, with the words that show it."""
    out = Console(highlight=False)
    if not differences:
        out.print("Nothing changed.")
    for difference in differences:
        line = Text(f"{difference.kind}: ", style="bold").append(difference.message, style="not bold")
        out.print(line)
        for span in difference.spans:
            out.print(Padding(_words(record, span), (0, 0, 0, 2)))


def _title(out: Console, reading: Reading) -> None:
    record = reading.record
    roots = len(record.origins)
    moment = f" · as of {record.moment:%d %B %Y %H:%M} UTC" if record.moment else " · undated"
    out.print()
    out.print(Text(record.story.title, style="bold"))
    out.print(
        Text(f"{len(record.documents)} documents · ")
        .append(f"{roots} independent origin{'s' if roots != 1 else ''}", style="bold")
        .append(f" · {len(record.claims)} claims{moment} · story {record.story.id}")
    )
    for turn in reading.talk.turns:
        if turn.act is Act.SYNTHESISE:
            for sentence in turn.sentences[:3]:
                out.print(_sentence(record, sentence))
    out.print()


def _documents(out: Console, record: Record) -> None:
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 1, 0, 0))
    table.add_column(justify="right")
    table.add_column(max_width=24, overflow="ellipsis", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for document in record.story.documents:
        origin = record.origin_of.get(document.id)
        echo = next((e for e in origin.echoes if e.document == document.id), None) if origin else None
        notes = [f"{echo.kind} of {record.number[echo.parent]}"] if echo and echo.parent else []
        notes += sorted({notice.kind for notice in document.notices})
        title = Text(document.title or "(untitled)")
        title.append(f"  {', '.join(notes)}" if notes else "", style="yellow")
        table.add_row(
            str(record.number[document.id]),
            record.outlets[document.id].name,
            Text(_day(document), style="dim"),
            title,
        )
    out.print(table)
    out.print()


def _day(document: Document) -> str:
    """The publication as far as it is known, to the minute."""
    if document.published is None:
        return "undated"
    return str(document.published)[:16].replace("T", " ")


def _matrix(out: Console, record: Record, rows: Sequence[Row]) -> None:
    if not rows:
        return
    numbers = [str(record.number[cell.document]) for cell in rows[0].cells]
    head = Text("\n".join("".join(n.rjust(2)[place] for n in numbers) for place in (0, 1)).strip("\n"), style="dim")
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("claim by document", ratio=1)
    table.add_column("origins", justify="right", no_wrap=True)
    table.add_column(head, no_wrap=True, min_width=len(numbers), vertical="top")
    for row in rows:
        claim = record.claim[row.claim]
        words = Text(f"“{claim.canonical.quote}” ").append(f"[{record.cite(claim.canonical)}]", style="dim")
        table.add_row(words, str(len(claim.origins)), Text().join(_cell(cell) for cell in row.cells))
    out.print(table)
    legend = "  ".join(f"{sign} {state}" for state, (sign, _style) in SIGNS.items() if sign.strip())
    out.print(Text(legend + "  (blank) not its subject", style="dim"))
    out.print()


def _cell(cell: Cell) -> Text:
    sign, style = SIGNS[cell.state]
    return Text(sign, style=style)


def _room(out: Console, reading: Reading) -> None:
    out.print(Text("The room", style="bold underline"))
    for turn in reading.talk.turns:
        _turn(out, reading.record, turn, reading.talk.turns)
    out.print()


def _turn(out: Console, record: Record, turn: Turn, turns: Sequence[Turn]) -> None:
    answered = [other.lens for other in turns if other.id in turn.answers]
    act = "" if turn.act in {Act.REPORT, Act.SYNTHESISE} else f" {turn.act}"
    head = f"{turn.lens.capitalize()}{act}" + (f" → {', '.join(dict.fromkeys(answered))}" if answered else "")
    line = Text(head, style="bold").append(" (open)" if turn.open else "", style="yellow").append(" · ")
    for place, sentence in enumerate(turn.sentences):
        line.append(" " if place else "").append(_sentence(record, sentence))
    out.print(Padding(line, (0, 0, 0, 2)))


def _sentence(record: Record, sentence: Sentence) -> Text:
    return Text(sentence.plain(record.cite), style="not bold")


def _section(out: Console, name: str, lines: Sequence[Text]) -> None:
    if not lines:
        return
    out.print(Text(f"{name} ({len(lines)})", style="bold underline"))
    for line in lines[:SHOWN]:
        out.print(Padding(line, (0, 0, 0, 2)))
    if len(lines) > SHOWN:
        out.print(Text(f"  and {len(lines) - SHOWN} more on the page (--html) and in --json", style="dim"))
    out.print()


def _relation(record: Record, relation: Relation) -> Text:
    scope = f" ({relation.scope})" if relation.scope else f" ({relation.reason})"
    left, right = relation.words
    return (
        Text(f"{relation.kind}{scope}: ", style="bold")
        .append(_words(record, record.assertion[relation.left].span))
        .append(" / ")
        .append(_words(record, record.assertion[relation.right].span))
        .append(f"  “{left.quote}” : “{right.quote}”", style="yellow")
    )


def _omission(record: Record, omission: Omission) -> Text:
    outlet = record.outlets[omission.document].name
    line = Text(f"{outlet} [{record.number[omission.document]}]: ", style="bold")
    return line.append(_words(record, omission.spans[0])).append(f"  {omission.reason}", style="dim")


def _clock(record: Record, clock: Clock) -> Text:
    window = " to ".join(f"{day:%d %b %Y}" for day in (clock.earliest, clock.latest) if day) or "no date"
    line = Text(f"{window} · {clock.status}: ", style="bold").append(f"{clock.actor}: {clock.action}  ")
    return line.append(_words(record, clock.spans[0])).append(f"  {len(clock.origins)} origin(s)", style="dim")


def _interest(record: Record, interest: Interest) -> Text:
    speaker = next((a.speaker.name for a in record.assertions if a.speaker.id == interest.speaker), interest.speaker)
    what = " ".join(
        filter(None, (interest.stake, interest.counterpart, interest.category and f"({interest.category})"))
    )
    days = f", {interest.days_before} days before it spoke" if interest.days_before is not None else ""
    return Text(f"{speaker}: {what}{days}  ", style="bold").append(_words(record, interest.spans[0]))


def _examined(out: Console, reading: Reading) -> None:
    """Who was examined without result: that too is a result."""
    clear = [f for f in reading.findings if isinstance(f, Interest) and f.stake is Stake.NONE_FOUND]
    names = {a.speaker.id: a.speaker.name for a in reading.record.assertions}
    if clear:
        told = "; ".join(dict.fromkeys(names.get(f.speaker, f.speaker) for f in clear))
        out.print(Text(f"No interest found in what was read for: {told}.", style="dim"))
        out.print()


def _framing(record: Record, framing: Framing) -> Text:
    outlet = record.outlets[framing.document].name
    line = Text(f"{outlet}, {framing.aspect}: ", style="bold")
    for span in framing.spans[:2]:
        line.append(_words(record, span)).append(" ")
    return line.append(framing.reason, style="dim")


def _forecast(record: Record, forecast: Forecast) -> Text:
    strength = f" ({forecast.low}-{forecast.high} %)" if forecast.low is not None else ""
    speaker = record.assertion[forecast.assertion].speaker.name
    return Text(f"{speaker}{strength}: ", style="bold").append(_words(record, forecast.spans[0]))


def _words(record: Record, span: Span) -> Text:
    """The words of a span and where they stand."""
    return Text(f"“{span.quote}”", style="not bold").append(f" [{record.cite(span)}]", style="dim")


def _cited(out: Console, record: Record, spans: Sequence[Span]) -> None:
    for document in dict.fromkeys(span.document for span in spans):
        found = record.documents[document]
        out.print(Text(f"  [{record.number[document]}] {record.outlets[document].name}: {found.title}", style="dim"))


def _refused(out: Console, reading: Reading) -> None:
    for refusal in reading.talk.refusals:
        out.print(Text(f"refused ({refusal.lens}): {refusal.text}  {refusal.reason}", style="red"))
    for problem in reading.left_aside:
        out.print(Text(f"left aside: {problem.location}: {problem.message}", style="yellow"))


def _methods(out: Console, reading: Reading) -> None:
    out.print(Text("How good is this", style="bold underline"))
    for method in reading.methods:
        out.print(Text(f"  {method.judgement}: {method.name} {method.version}, {method.figure}", style="dim"))
