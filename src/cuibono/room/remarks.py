"""What a person says in the room, taken apart: questions and statements, and which of these the record says too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cuibono.core.errors import SettingsError
from cuibono.core.ids import content_id
from cuibono.core.talk import READER, Act, Passage, Remark, Turn
from cuibono.room import statements
from cuibono.room.table import Table

LONGEST = 2_000  # characters of a remark
SENTENCES = 8  # of a remark
_LONGEST_NAME = 80
_INVISIBLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_END = re.compile(r"[.?!…]+[\"”’)]*\s+|\n+")
_ASKS = re.compile(
    r"^\W*(?:who|whom|whose|what|when|where|which|why|how|is|are|was|were|do|does|did|has|have|can|could|should"
    r"|isn['’]t|aren['’]t|wasn['’]t|weren['’]t|doesn['’]t|didn['’]t|don['’]t)\b",
    re.IGNORECASE,
)


def clean(words: str, who: str) -> tuple[str, str]:
    """A person's words and name as they may be kept: no characters that cannot be seen.

    Raises:
        SettingsError: nothing is said, or too much.
    """
    said = _INVISIBLE.sub("", words.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")).strip()
    if not re.search(r"\w", said):
        raise SettingsError("nothing was said: a question or an objection is a sentence at least")
    if len(said) > LONGEST:
        raise SettingsError(f"too long: {len(said)} characters, and a remark may have {LONGEST}; say it in parts")
    return said, " ".join(_INVISIBLE.sub("", who).split())[:_LONGEST_NAME]


def target(answers: str, turns: Sequence[Turn]) -> Turn | None:
    """The turn that a person speaks to.

    Raises:
        SettingsError: nobody made it.
    """
    if not answers:
        return None
    found = next((turn for turn in turns if turn.id == answers), None)
    if found is None:
        raise SettingsError(f"there is no turn {answers!r} in this room to speak to")
    return found


def remark(table: Table, who: str, words: str, number: int, to: Turn | None = None) -> Remark:
    """The turn of a person; each statement in it is marked with the claims of the record that say the same.

    Raises:
        SettingsError: it has more sentences than anybody would answer at once.
    """
    cut = tuple(_passages(words))
    if len(cut) > SENTENCES:
        raise SettingsError(
            f"{len(cut)} sentences, and each is answered: a remark may have {SENTENCES}; say it in parts"
        )
    parts = tuple(
        part if part.asks else replace(part, claims=statements.said_by(table, words[part.start : part.end]))
        for part in cut
    )
    touched = [claim for part in parts for claim in statements.touched(table, words[part.start : part.end])]
    known = [claim for claim in (to.claims if to else ()) if claim in table.record.claim]
    return Remark(
        id=content_id("t", READER, number, who, words),
        lens=READER,
        act=Act.ASK if any(part.asks for part in parts) else Act.CHALLENGE,
        sentences=(),
        answers=(to.id,) if to else (),
        claims=tuple(dict.fromkeys([*touched, *(known[:1] if not touched else [])])),
        by=who,
        words=words,
        passages=parts,
    )


def _passages(words: str) -> Iterator[Passage]:
    """The sentences of a remark, each of them a question or a statement."""
    at = 0
    for end in [*(found.end() for found in _END.finditer(words)), len(words)]:
        said = words[at:end]
        if re.search(r"\w", said):
            start, stop = at + len(said) - len(said.lstrip()), at + len(said.rstrip())
            yield Passage(start, stop, asks=_asks(words[start:stop]))
        at = end


def _asks(sentence: str) -> bool:
    """Whether a sentence is a question, with its mark or without: "who else measured this"."""
    if "?" in sentence[-3:]:
        return True
    return _ASKS.match(sentence) is not None and not sentence.endswith((".", "!"))
