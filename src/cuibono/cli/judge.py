"""`cuibono judge`: one judgement at a time, JSON Lines in, JSON Lines out."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from cuibono.cli.common import emit, newsroom, tell_weights
from cuibono.core.errors import CuiBonoError, InputError, SettingsError
from cuibono.desk.judges import Answer, By, Judge, checked_document, stories
from cuibono.engine.threads import ordered

# judgement: the fields of a line that must be there
FIELDS = {
    "relate": ("premise", "hypothesis"),
    "stance": ("headline", "body"),
    "similar": ("a", "b"),
    "checkable": ("sentence",),
    "subjective": ("sentence",),
    "attributions": ("text",),
    "firmness": ("sentence",),
    "hedged": ("sentence",),
    "dates": ("text",),
    "future": ("sentence",),
    "loaded": ("sentence",),
    "stories": ("title", "text"),
    "article": ("html",),
    "sentences": ("text",),
}
_MORE = {
    "firmness": " [, event: [start, end]]",
    "dates": " [, anchor: YYYY-MM-DD]",
    "stories": " [, published]; all lines are read first",
    "article": " or path [, url]",
}
_LEARNED = frozenset({"relate", "stance", "similar", "checkable", "subjective", "firmness", "future", "loaded"})
# What JSON may hold as it is and many readers break a line at.
_BREAKS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}
_NAMES = "What to judge, and the fields of a line. " + "; ".join(
    f"{name}: {', '.join(fields)}{_MORE.get(name, '')}" for name, fields in FIELDS.items()
)


def judge(
    name: Annotated[str, typer.Argument(metavar="NAME", help=_NAMES)],
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="JSON Lines to read (default: standard input).")
    ] = None,
    *,
    by: Annotated[By, typer.Option("--by", help="Judge by rules, by weights, or by both.")] = By.BOTH,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 6 where a line could not be judged.")] = False,
) -> None:
    """Judge texts line by line, JSON Lines in and out.

    One line out for each line in, in its order, as soon as it is judged; "id" is copied through. A line that cannot be
    judged is answered by {"error": ...} and stops nothing. Offsets count characters, the end exclusive.

    Example: echo '{"sentence": "It may rain."}' | cuibono judge hedged
    """
    if name not in FIELDS:
        raise SettingsError(f"there is no judgement {name!r}; there are {', '.join(FIELDS)}")
    with newsroom() as room, _lines(file) as lines:
        judges = room.judges(by)
        if by is By.BOTH and name in _LEARNED:
            tell_weights(room)
        if name == "stories":
            answers = _together(lines)
        else:
            one = judges.named()[name]
            answers = ordered(lambda line: _answer(one, line), lines)
        faults = 0
        for answer in answers:
            faults += "error" in answer
            if not emit(_written(answer)):
                break  # nobody reads on
    if strict and faults:
        raise typer.Exit(6)


@contextmanager
def _lines(file: Path | None) -> Iterator[Iterable[bytes]]:
    if file is None:
        yield sys.stdin.buffer
        return
    try:
        with file.open("rb") as opened:
            yield opened
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}") from error


def _answer(judge: Judge, line: bytes) -> Answer:
    """The answer to one line, or what is wrong with it; never raises."""
    asked: Mapping[str, Any] = {}
    found: Answer
    try:
        asked = _read(line)
        found = judge(asked)
    except CuiBonoError as error:
        found = {"error": str(error)}
    except Exception as error:  # noqa: BLE001 - one line's fault must not stop the others
        found = {"error": f"a fault of ours: {type(error).__name__}: {error}"}
    return {"id": asked["id"], **found} if "id" in asked else found


def _together(lines: Iterable[bytes]) -> Iterator[Answer]:
    """Answers of the one judgement that needs all lines."""
    read: list[Answer] = []
    good: list[Mapping[str, Any]] = []
    for line in lines:
        answer = _answer(checked_document, line)
        read.append(answer)
        if "error" not in answer:
            good.append(_read(line))
    numbers = stories(good)
    for answer in read:
        yield answer if "error" in answer else {**answer, "story": next(numbers)}


def _read(line: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(line.strip(), parse_constant=_finite, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        what = str(error) if line.strip() else "the line is empty"
        raise InputError(f"no JSON: {what}") from None
    if not isinstance(found, dict):
        raise InputError("no JSON object")
    return found


def _finite(number: str) -> float:
    """A number that JSON can hold: "NaN" or 1e999 as an id would come out as what no other reader takes."""
    found = float(number)
    if not math.isfinite(found):
        raise ValueError(f"{number} is no number of JSON")
    return found


def _written(answer: Answer) -> bytes:
    line = json.dumps(answer, ensure_ascii=False)
    try:
        return line.translate(_BREAKS).encode() + b"\n"
    except UnicodeEncodeError:  # half of a surrogate pair came in, and goes out as it came
        return json.dumps(answer).encode() + b"\n"
