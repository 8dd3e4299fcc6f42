"""Discussions: transcripts of chats, line by line, and thread exports in JSON. Every contribution is a turn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from cuibono.core.news import Capture
from cuibono.core.text import Document, Kind, Notice, Role
from cuibono.core.times import Stamp
from cuibono.readers.decode import decode
from cuibono.readers.finish import Head, finish
from cuibono.readers.layout import Part, clean, part
from cuibono.readers.limits import DEFAULT, Limits, check_size
from cuibono.readers.stamps import stamp

_NAME = r"(?P<name>@?[^\W\d_][\w.'’-]{0,30}(?: (?:[^\W\d_][\w.'’-]{0,30}|\([^()\n]{1,30}\))){0,3})"
_TIME = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[AaPp]\.?[Mm]\.?)?"
_DAY = r"(?:\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})"
_WHEN = rf"(?P<when>(?:{_DAY}[T, ]+)?{_TIME}(?: ?(?:UTC|GMT|Z|[+-]\d\d:?\d\d))?)"
# such as "[12:03] name: text", "12:03 name: text", "[12:03] <name> text", "12/03/2026, 14:05 - name: text"
_TIMED = re.compile(
    rf"^\s*[\[(]?{_WHEN}[\])]?\s*(?:[-–—|]\s*)?(?:<(?P<nick>[^<>\s]{{1,40}})>|\*{{0,2}}{_NAME}\*{{0,2}}\s*:)\*{{0,2}}\s*(?P<text>.*)$"
)
# or "name: text", "**name:** text", "<name> text", "name (12:03): text"
_NAMED = re.compile(
    rf"^\s*(?:<(?P<nick>[^<>\s]{{1,40}})>|\*{{0,2}}{_NAME}\*{{0,2}}(?:\s*[\[(]{_WHEN}[\])])?\s*:)\*{{0,2}}(?:\s+|$)(?P<text>.*)$"
)
# "name  12:03 PM" or "name — 12/03/2026 14:05" alone on a line: the words follow below
_ALONE = re.compile(rf"^\s*{_NAME}\s*(?:[-–—,|]\s*|\s\s*|[\[(]){_WHEN}[\])]?\s*$")
_LABELS = frozenset((files(__package__) / "labels.txt").read_text("utf-8").split())
_END = re.compile(r"[.!?…。！？][\"'”’»)\]*_]*$|[\"”»]$|[)\]]$|https?://\S+$|[\U0001F300-\U0001FAFF\u2600-\u27BF]\W*$")
_CUT = 80  # a turn longer than this that ends without a mark is cut off; short remarks often go without one
_LONG = 150
_SMALL = re.compile(r"(?!https?:|www\.)(?:[a-z]{2,}|i)(?:['’][a-z]+)? .{30}")
_DOTS = re.compile(r"(?:\.\.\.|…|\[\.\.\.\]|\[…\])$")
_FEWEST = 3  # turns of a discussion without times
_MENTION = re.compile(r"^@([\w.'’-]+)")


@dataclass(frozen=True, slots=True)
class _Turn:
    by: str | None
    when: str
    lines: list[str]


class TalkReader:
    """Transcripts: one turn a line or a paragraph, with or without names and times."""

    def __init__(self, limits: Limits = DEFAULT) -> None:
        """Read no more than the limits allow."""
        self._limits = limits

    def read(self, capture: Capture) -> tuple[Document, ...]:
        """One document, each contribution a block with role TURN.

        Raises:
            UnreadableInput: there are no words, or too many.
        """
        check_size(capture, self._limits.text_bytes)
        decoded = decode(capture)
        title, turns = _turns(decoded.text)
        parts, notices = turn_parts([(turn.by, _moment(turn.when), "\n".join(turn.lines)) for turn in turns])
        first = min((item.at for item in parts if item.at), default=None, key=lambda each: each.at)
        head = Head(title=title, published=first)
        return (finish(capture, Kind.THREAD, head, parts, notices=[*decoded.notices, *notices]),)


def turn_parts(turns: Sequence[tuple[str | None, Stamp | None, str]]) -> tuple[list[Part], list[Notice]]:
    """Turns as parts; "@name" at the beginning answers that name's last turn. Notices tell which turns are cut off."""
    parts: list[Part] = []
    notices: list[Notice] = []
    last: dict[str, int] = {}
    for number, (by, at, words) in enumerate(turns):
        text = clean(words)
        mention = _MENTION.match(text)
        answers = last.get(mention[1].casefold().rstrip(".")) if mention else None
        made = part(text, Role.TURN, by, at)
        parts.append(Part(made.runs, made.role, by, at, answers))
        if by:
            last[by.casefold().lstrip("@")] = number
        if notice := cut_off(text, f"turn {number + 1}"):
            notices.append(notice)
    return parts, notices


def cut_off(text: str, what: str) -> Notice | None:
    """A notice if the words end in the middle of a sentence."""
    if len(text) < _CUT or (_END.search(text) and not _DOTS.search(text)):
        return None
    return Notice("cut off", f"{what} ends in the middle of a sentence", " ".join(text.split()[-6:]))


def looks_like_talk(text: str) -> bool:  # noqa: PLR0911 - signs, strongest first
    """Whether a text is a discussion: timed or named turns, or lines that read like people talking.

    Without times or names on most lines, two of three signs are asked for: a speaker's name before a colon, turns
    that begin in lower case, turns cut off mid-sentence. One-line-a-paragraph articles show none or one.
    """
    lines = [line.strip() for line in text[:60_000].splitlines() if line.strip()]
    if len(text) > 60_000:  # noqa: PLR2004 - the last line of the sample may be half a line
        lines = lines[:-1]
    if len(lines) < 2:  # noqa: PLR2004 - one line is no discussion
        return False
    timed = sum(bool(_TIMED.match(line) or _ALONE.match(line)) for line in lines)
    if timed >= 2 and timed >= 0.2 * len(lines):  # noqa: PLR2004 - turns may run over several lines
        return True
    by = [name for line in lines if (name := _name_of(line))]
    chunks = [chunk for chunk in re.split(r"\n\s*\n", text.strip()) if chunk.strip()]
    units = len(chunks) if len(chunks) > len(lines) / 4 else len(lines)
    if len(by) >= _FEWEST and len(set(by)) >= 2 and len(set(by)) < len(by) and len(by) >= 0.4 * units:  # noqa: PLR2004
        return True
    if len(by) >= 2 and len(set(by)) >= 2 and len(by) >= 0.9 * units:  # noqa: PLR2004 - a short exchange
        return True
    if len(lines) < _FEWEST or any(line.startswith(("#", "- ", "* ")) for line in lines):
        return False
    # Text wrapped by hand begins lines in lower case and ends them anywhere: look at whole lines only.
    if max(map(len, lines)) <= 100:  # noqa: PLR2004 - wrapped width
        return False
    lower = sum(bool(_SMALL.match(line)) for line in lines)
    # Captions, tweets and summaries go without a full stop too, but they are short, or end in a date or a time.
    cut = sum(len(line) >= _LONG and line[-1].isalpha() for line in lines)
    signs = (bool(by), lower >= 2 and lower >= 0.15 * len(lines), cut >= 2 and cut >= 0.15 * len(lines))  # noqa: PLR2004
    return sum(signs) >= 2  # noqa: PLR2004 - see above


def _name_of(line: str) -> str:
    found = _NAMED.match(line)
    if not found:
        return ""
    name = found["nick"] or found["name"]
    if not found["nick"] and (
        len(name) < 2  # noqa: PLR2004 - "Q:" and "A:" name nobody
        or not (name[0].isupper() or name[0] == "@" or " " not in name)
        or name.split()[0].lower().strip("'’s") in _LABELS
    ):
        return ""
    return name.lstrip("@")


def _turns(text: str) -> tuple[str, list[_Turn]]:
    """The title (a Markdown heading before the first turn) and the turns."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").split("\n")
    title = ""
    marked = [_header(line) for line in lines]
    filled = sum(bool(line.strip()) for line in lines)
    # Where most lines or paragraphs say who speaks, a line without a name goes on with the turn before it.
    paragraphs = sum(bool(line.strip()) and (not at or not lines[at - 1].strip()) for at, line in enumerate(lines))
    speaking = sum(found is not None for found in marked)
    announced = speaking >= 0.5 * min(filled, max(paragraphs, 1)) and speaking > 1
    spaced = paragraphs > 0.5 * filled or (paragraphs > 1 and max(map(len, lines)) <= 100)  # noqa: PLR2004
    turns: list[_Turn] = []
    fresh = True
    for line, found in zip(lines, marked, strict=True):
        if not line.strip():
            fresh = True
        elif not turns and line.startswith("#"):
            title = title or line.strip("# ")
        elif found is not None:
            turns.append(found)
            fresh = False
        elif turns and (announced or (spaced and not fresh)):
            turns[-1].lines.append(line)
            fresh = False
        else:
            turns.append(_Turn(None, "", [line]))
            fresh = False
    return title, [turn for turn in turns if any(line.strip() for line in turn.lines)]


def _header(line: str) -> _Turn | None:
    """A new turn if the line says who speaks; the name is no part of the words."""
    for form in (_TIMED, _NAMED):
        if found := form.match(line):
            if form is _NAMED and not _name_of(line):
                return None
            name = found["nick"] or found["name"]
            return _Turn(name.lstrip("@"), found["when"] or "", [found["text"]])
    if found := _ALONE.match(line):
        return _Turn(found["name"].lstrip("@"), found["when"], [])
    return None


def _moment(words: str) -> Stamp | None:
    """A turn's time, only where it has a date: a clock alone is no moment."""
    return stamp(words.replace(", ", " ")) if re.match(r"\d{4}-", words) else None
