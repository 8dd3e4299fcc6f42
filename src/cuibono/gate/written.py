"""Small sets that the project wrote itself, for judgements of which no public set that may be shown is at hand.

`written/future.txt`: one sentence a line, "+" before one that looks ahead and "-" before one that does not.
`written/sentences.txt`: one text a line, " ‖ " where a sentence ends. Both were written before their rules were run
on them, and hold no word of anybody else. `written/pairs.txt` and `written/crowd.txt`: premises with lines that stand
to them as their heads say; `written/forward.txt` and `written/loaded.txt`: sentences with a sign. These are parts of
what `training/` learns from that are kept from it; by the same writers, so they flatter.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from cuibono.core.claims import Method
from cuibono.gate.figures import Figure, Miss, Note, figure
from cuibono.gate.metrics import scores
from cuibono.language.sentences import bounds

_CUTS = Method("sentence-bounds", "1")
_END = " ‖ "


def sentences(_data: Path, note: Note) -> list[Figure]:
    """F1 of sentences whose both ends are right."""
    on = "sentences, written for this"
    both = got = want = 0
    for line in _lines("sentences.txt"):
        parts = line.split(_END)
        text = " ".join(parts)
        found = [text[start:end] for start, end in bounds(text)]
        both += len(set(found) & set(parts))
        got += len(found)
        want += len(parts)
        if found != parts:
            note(Miss(on, _END.join(found), line, ""))
    f1 = scores(both, got, want)[2]
    return figure("where a sentence ends", _CUTS, on, (want, "sentences"), F1=f1)


def judged(name: str) -> list[tuple[str, bool]]:
    """The sentences of a file, each with whether it is what the file asks for."""
    return [(line[1:].strip(), line[0] == "+") for line in _lines(name)]


def pairs(name: str) -> list[tuple[str, str, str]]:
    """The pairs of a file: (premise, line, the letter that tells how it stands to the premise)."""
    found: list[tuple[str, str, str]] = []
    premise = ""
    for line in _lines(name):
        letter, words = line[0], line[2:]
        if letter == "P":
            premise = words
        else:
            found.append((premise, words, letter))
    return found


def _lines(name: str) -> list[str]:
    text = (resources.files(__package__) / "written" / name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
