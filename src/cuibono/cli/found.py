"""Findings as lines for the terminal, section by section."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from rich.text import Text

from cuibono.cli.common import shown, unbroken
from cuibono.core.findings import Clock, Finding, Forecast, Framing, Interest, Omission, Relation, Stake
from cuibono.core.reading import Reading
from cuibono.core.text import Span
from cuibono.export import present
from cuibono.export.present import Names, clip, one_line, several

_Found = TypeVar("_Found", bound=Finding)

SHOWN = 6  # findings of one kind shown
_LONGEST = 220  # characters of a quotation: it is cited, so the whole of it can be found
_NAMES = 12  # speakers named as examined without result
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its paragraphs."""

    title: str
    lines: tuple[Text, ...]


def sections(reading: Reading) -> Iterator[Section]:
    """The sections that have something to say."""
    lines = _Lines(reading)
    found = reading.findings
    yield from _section("Who agrees, who differs", present.relations(found), lines.relation)
    yield from _section("Left out", present.omissions(found), lines.omission)
    yield from _section("Clocks", present.of_kind(found, Clock), lines.clock, _by_date)
    interests = present.interests(found)
    stakes = [interest for interest in interests if interest.stake is not Stake.NONE_FOUND]
    clear = lines.examined(i for i in interests if i.stake is Stake.NONE_FOUND and i.salience)
    note = [Text(present.INTERESTED, style="dim")] if stakes else []
    yield from _section("Interests", stakes, lines.interest, after=[*clear, *note])
    yield from _section("Framing", present.framings(found), lines.framing)
    yield from _section("Forecasts", present.of_kind(found, Forecast), lines.forecast)
    if refusals := reading.talk.refusals:
        told = [shown(f"{r.lens}: {r.text} · {r.reason}", "red") for r in refusals]
        yield Section(f"Refused ({len(told)})", tuple(told))


def _section(
    name: str,
    found: Sequence[_Found],
    line: Callable[[_Found], Text],
    order: Callable[[Sequence[_Found]], Sequence[_Found]] = tuple,
    after: Sequence[Text] = (),
) -> Iterator[Section]:
    lines = [line(each) for each in order(found[:SHOWN])]
    if len(found) > SHOWN:
        lines.append(Text(f"and {len(found) - SHOWN} more on the page (--html) and in --json", style="dim"))
    if lines or after:
        yield Section(f"{name} ({len(found)})", (*lines, *after))


def _by_date(clocks: Sequence[Clock]) -> Sequence[Clock]:
    return sorted(clocks, key=lambda clock: (clock.earliest or clock.latest or _NEVER, clock.latest or _NEVER))


class _Lines:
    """How each kind of finding reads."""

    def __init__(self, reading: Reading) -> None:
        self.record = reading.record
        self.names = Names(reading.record)

    def relation(self, relation: Relation) -> Text:
        left, right = (self.record.assertion[side] for side in (relation.left, relation.right))
        words = " / ".join(f"“{one_line(word.quote)}”" for word in relation.words)
        line = Text(relation.kind, style="bold").append(
            f" ({relation.scope or relation.reason}) {words}: ", "not bold yellow"
        )
        for place, side in enumerate((left, right)):
            line.append(" — " if place else "").append(f"{self.names.speaker(side.speaker.id)}: ", "not bold")
            line.append(self.words(side.span))
        return line

    def omission(self, omission: Omission) -> Text:
        line = self.who(f"{self.names.outlet(omission.document)} [{self.record.number[omission.document]}]")
        return (
            line.append(" does not have ", "not bold")
            .append(self.words(omission.spans[0]))
            .append(f" · {one_line(omission.reason)}", style="not bold dim")
        )

    def clock(self, clock: Clock) -> Text:
        line = self.who(present.window(clock.earliest, clock.latest)).append(f", {clock.status}: ", "not bold")
        line.append(self.words(clock.spans[0]))
        if clock.moved_from:
            line.append("; before: ", "not bold").append(self.words(clock.moved_from))
        by_itself = ", the actor itself" if clock.primary else ""
        return line.append(f" · {several(len(clock.origins), 'origin')}{by_itself}", "not bold dim")

    def interest(self, interest: Interest) -> Text:
        line = self.who(self.names.party(interest)).append(f" {present.stake(interest)}", "not bold")
        if since := present.launched(interest):
            line.append(f", {since}", "not bold")
        line.append(f" ({present.stated(interest)})" if interest.stated else "", "not bold")
        line.append(" (declared by you)" if interest.declared else "").append(": ").append(
            self.words(interest.spans[0])
        )
        for verb, documents in (
            ("told to readers in", interest.disclosed_in),
            ("not told in", interest.undisclosed_in),
        ):
            if documents:
                line.append(f" · {verb} {self.numbers(documents)}", "not bold dim")
        return line

    def examined(self, clear: Iterable[Interest]) -> Iterator[Text]:
        """Who was examined without result: that too is a result."""
        names = list(dict.fromkeys(self.names.party(interest) for interest in clear))
        if names:
            more = f" and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
            yield Text(f"None found in what was read for {', '.join(names[:_NAMES])}{more}.", style="dim")

    def framing(self, framing: Framing) -> Text:
        line = self.who(self.names.outlet(framing.document)).append(f", {framing.aspect}: ", "not bold")
        for place, span in enumerate(framing.spans[:2]):
            line.append(" against " if place else "", "not bold").append(self.words(span))
        return line.append(f" · {one_line(framing.reason)}", style="not bold dim")

    def forecast(self, forecast: Forecast) -> Text:
        speaker = self.record.assertion[forecast.assertion].speaker.id
        odds = present.strength(forecast.low, forecast.high)
        due = f" · due {present.window(None, forecast.due)}" if forecast.due else ""
        line = self.who(self.names.speaker(speaker)).append(f" ({odds}): " if odds else ": ", "not bold")
        return line.append(self.words(forecast.spans[0])).append(due, "not bold dim")

    def who(self, name: str) -> Text:
        return Text(one_line(name), style="bold")

    def words(self, span: Span) -> Text:
        """The words of a span and where they stand."""
        return Text(f"“{clip(span.quote, _LONGEST)}”", style="not bold").append(
            unbroken(f" [{self.record.cite(span)}]"), style="not bold dim"
        )

    def numbers(self, documents: Iterable[str]) -> str:
        return "".join(f"[{number}]" for number in sorted(self.record.number[each] for each in documents))
