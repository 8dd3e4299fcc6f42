"""A reading on the terminal: the same order and density as the page, with Rich."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cuibono.alerts.plain import link
from cuibono.cli.common import page, shown, unbroken
from cuibono.cli.found import sections
from cuibono.core.findings import Silence
from cuibono.core.reading import Cell, MeasuredMethod, Problem, Reading, Record, Row, Says
from cuibono.core.talk import Sentence, Turn
from cuibono.core.text import Document, Span
from cuibono.core.watch import Noticed
from cuibono.desk.compare import Difference
from cuibono.export.present import ACTS, ECHOES, Names, clip, moment, published_between, several, three_lines

# Signs that read without colour, of one column in every font.
SIGNS = {
    Says.ASSERTS: ("+", "green"),
    Says.DENIES: ("−", "red"),
    Says.CONTRADICTS: ("×", "red"),
    Says.SCOPE: ("~", "yellow"),
    Silence.LEFT_OUT: ("o", "magenta"),
    Silence.NOT_YET_KNOWN: ("·", "dim"),
    Silence.ORDER_UNKNOWN: ("?", "dim"),
    Silence.SNIPPET: ("…", "dim"),
    Silence.UNCLEAR: ("◌", "dim"),
    Silence.NOT_SUBJECT: (" ", "dim"),
}
HEDGED = "±"  # asserts, with a hedge
ROWS = 12  # claims shown; the page shows all
DOCUMENTS = 60  # documents listed; the same
CHANGES = 12  # changes of one kind shown
_WIDE = 90  # columns from which on outlets and times of day find room
_WORDS = 36  # columns that the matrix leaves to the words of a claim and the number of its origins
_LONGEST = 300  # characters of a claim or change


def print_readings(readings: Sequence[Reading]) -> None:
    """Whole readings, most worth reading first."""
    with page() as out:
        for place, reading in enumerate(readings, 1):
            if len(readings) > 1:
                out.print()
                out.rule(f"story {place} of {len(readings)}", align="left", style="dim")
            _reading(out, reading)
        _aside(out, readings[0].left_aside)
        _methods(out, readings[0].methods)


def print_answer(record: Record, turn: Turn | None) -> None:
    """An answer from the record, or that there is none."""
    with page() as out:
        if turn is None:
            read = several(len(record.documents), "document")
            out.print(f"The record does not say: nothing in what was read ({read}) answers that.")
            return
        _hanging(out, _said(record, turn), 0)
        cited = dict.fromkeys(span.document for sentence in turn.sentences for span in sentence.spans)
        for number, document in sorted((record.number[each], each) for each in cited):
            line = f"[{number}] {record.outlets[document].name}: {record.documents[document].title or '(untitled)'}"
            _hanging(out, shown(line, "dim"))


def print_changes(record: Record, differences: Sequence[Difference]) -> None:
    """What changed, with the words that show it."""
    with page() as out:
        if not differences:
            out.print("Nothing changed.")
        for kind in dict.fromkeys(difference.kind for difference in differences):
            alike = [difference for difference in differences if difference.kind == kind]
            out.print(shown(f"{kind[:1].upper()}{kind[1:]} ({len(alike)})", "bold underline"))
            same = len({difference.message for difference in alike}) < len(alike)  # then it is no more than the kind
            for difference in alike[:CHANGES]:
                words = [_words(record, span) for span in difference.spans]
                told = [] if same and words else [shown(difference.message)]
                _hanging(out, Text(" · ").join([*told, *words]))
            _more(out, len(alike) - CHANGES, "change", "in --json")
            out.print()


def print_noticed(changes: Sequence[Noticed]) -> None:
    """What a desk noticed, story by story, the story with the last change first."""
    with page() as out:
        if not changes:
            out.print("Nothing was noticed. `cuibono watch` keeps a desk up to date and notes what changes.")
        for story in dict.fromkeys(change.story for change in changes):
            alike = [change for change in changes if change.story == story]
            out.print(shown(f"{alike[0].title} ({story})", "bold underline"))
            for change in alike:
                _hanging(out, shown(f"{change.at:%Y-%m-%d %H:%M} {change.kind}: {change.message}"))
                for quote in change.quotes:
                    words = shown(f"{quote.role + ': ' if quote.role else ''}“{clip(quote.quote, _LONGEST)}”")
                    _hanging(out, words.append(f" {shown(quote.outlet).plain}".rstrip(), style="dim"), 4)
                    if link(quote):
                        out.print(Text(f"      {link(quote)}", style="dim"), soft_wrap=True)
            out.print()


def _words(record: Record, span: Span) -> Text:
    return Text(f"“{clip(span.quote, _LONGEST)}”").append(unbroken(f" [{record.cite(span)}]"), style="dim")


def _reading(out: Console, reading: Reading) -> None:
    _title(out, reading)
    _documents(out, reading.record)
    _matrix(out, reading.record, reading.matrix)
    _room(out, reading)
    for section in sections(reading):
        out.print(Text(section.title, style="bold underline"))
        for line in section.lines:
            _hanging(out, line)
        out.print()


def _title(out: Console, reading: Reading) -> None:
    record = reading.record
    out.print()
    out.print(shown(record.story.title, "bold"))
    as_of = f" · as of {moment(record.moment)}" if record.moment else ""
    out.print(
        Text(f"story {record.story.id} · {several(len(record.documents), 'document')} · ")
        .append(several(len(record.origins), "independent origin"), style="bold")
        .append(f" · {several(len(record.claims), 'claim')} · {published_between(record)}{as_of}")
    )
    for head in three_lines(reading):
        said = _sentence(record, head.sentence)
        label = f"{head.label}: "
        if said.plain.startswith(label):  # the chair said so
            said.stylize("bold", 0, len(label))
            label = ""
        _hanging(out, Text(label, style="bold").append(said), 0)
    out.print()


def _documents(out: Console, record: Record) -> None:
    wide = out.width >= _WIDE
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 1, 0, 0))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(max_width=24 if wide else 14, overflow="ellipsis", no_wrap=True)
    table.add_column(no_wrap=True, style="dim")
    table.add_column(ratio=1)
    for document in record.story.documents[:DOCUMENTS]:
        origin = record.origin_of.get(document.id)
        echo = next((e for e in origin.echoes if e.document == document.id), None) if origin else None
        notes = [f"{ECHOES[echo.kind]} {record.number[echo.parent]}"] if echo and echo.parent else []
        notes += sorted({notice.kind for notice in document.notices})
        title = shown(document.title or "(untitled)")
        title.append(f"  {', '.join(notes)}" if notes else "", style="yellow")
        table.add_row(
            str(record.number[document.id]),
            shown(record.outlets[document.id].name),
            _day(document, 16 if wide else 10),
            title,
        )
    out.print(table)
    _more(out, len(record.documents) - DOCUMENTS, "document")
    out.print()


def _day(document: Document, longest: int) -> str:
    """The publication as far as it is known, to the minute or, where there is no room, the day."""
    if document.published is None:
        return "undated"
    return str(document.published)[:longest].replace("T", " ")


def _matrix(out: Console, record: Record, matrix: Sequence[Row]) -> None:
    rows = matrix[:ROWS]
    if not rows:
        return
    places = _columns(rows, max(out.width - _WORDS, 8))
    numbers = [str(record.number[rows[0].cells[at].document]) for at in places]
    digits = max(map(len, numbers))
    head = "\n".join("".join(number.rjust(digits)[digit] for number in numbers) for digit in range(digits))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("claim by document", ratio=1)
    table.add_column("origins", justify="right", no_wrap=True)
    table.add_column(Text(head, style="dim"), no_wrap=True, min_width=len(numbers))
    for row in rows:
        claim = record.claim[row.claim]
        words = _words(record, claim.canonical)
        table.add_row(words, str(len(claim.origins)), Text().join(_cell(row.cells[at]) for at in places))
    out.print(table)
    out.print(Text(_legend([row.cells[at] for row in rows for at in places]), style="dim"))
    _more(out, len(matrix) - len(rows), "claim")
    _more(out, len(rows[0].cells) - len(places), "document")
    out.print()


def _columns(rows: Sequence[Row], room: int) -> list[int]:
    """Places of the documents shown: all, or as many as there is room for, those that say most of it."""
    count = len(rows[0].cells)
    said = [sum(isinstance(row.cells[at].state, Says) for row in rows) for at in range(count)]
    return sorted(sorted(range(count), key=lambda at: (-said[at], at))[:room])


def _cell(cell: Cell) -> Text:
    sign, style = SIGNS[cell.state]
    return Text(HEDGED if cell.hedged and cell.state is Says.ASSERTS else sign, style=style)


def _legend(cells: Sequence[Cell]) -> str:
    """What the signs that stand there mean."""
    seen = {cell.state for cell in cells}
    told = [f"{sign} {state}" for state, (sign, _style) in SIGNS.items() if state in seen and sign != " "]
    if any(cell.hedged and cell.state is Says.ASSERTS for cell in cells):
        told.insert(1, f"{HEDGED} asserts, hedged")
    if Silence.NOT_SUBJECT in seen:
        told.append("(blank) not its subject")
    return "  ".join(map(unbroken, told))


def _room(out: Console, reading: Reading) -> None:
    if not reading.talk.turns:
        return
    out.print(Text("The room", style="bold underline"))
    names = Names(reading.record)
    for turn in reading.talk.turns:
        answered = ", ".join(names.answered(reading, turn.answers)) if ACTS[turn.act] else ""
        _hanging(out, _said(reading.record, turn, answered))
    out.print()


def _said(record: Record, turn: Turn, answered: str = "") -> Text:
    line = shown(turn.lens, "bold")
    if act := " ".join(filter(None, (ACTS[turn.act], answered))):
        line.append(f" {act}", style="not bold italic")
    line.append(" (unanswered)" if turn.open else "", style="not bold yellow").append(" · ")
    for place, sentence in enumerate(turn.sentences):
        line.append(" " if place else "").append(_sentence(record, sentence))
    return line


def _sentence(record: Record, sentence: Sentence) -> Text:
    return shown(sentence.plain(record.cite), "not bold")


def _aside(out: Console, problems: Sequence[Problem]) -> None:
    if not problems:
        return
    out.print(Text(f"Left aside ({len(problems)})", style="bold underline"))
    for problem in problems:
        _hanging(out, shown(f"{problem.location}: {problem.message}", "yellow"))
    out.print()


def _methods(out: Console, methods: Sequence[MeasuredMethod]) -> None:
    """Judgements with their methods and figures; those that share a figure, such as none yet, in one line."""
    out.print(Text("How good is this", style="bold underline"))
    for figure in dict.fromkeys(method.figure for method in methods):
        told = [f"{m.judgement} ({m.name} {m.version})" for m in methods if m.figure == figure]
        line = f"{figure}: {'; '.join(told)}" if len(told) > 1 else f"{told[0]}: {figure}"
        _hanging(out, shown(line, "dim"))


def _more(out: Console, number: int, noun: str, where: str = "on the page (--html) and in --json") -> None:
    if number > 0:
        out.print(Text(f"  and {several(number, f'more {noun}')} {where}", style="dim"))


def _hanging(out: Console, text: Text, indent: int = 2) -> None:
    """A paragraph whose further lines are set in, so that the next one is easy to find."""
    for at, line in enumerate(text.wrap(out, max(out.width - indent - 2, 20))):
        line.rstrip()
        out.print(Text(" " * (indent + 2 * (at > 0))).append(line), soft_wrap=True)
