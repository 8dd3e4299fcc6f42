"""Small sets that the project wrote itself, for judgements of which no public set that may be shown is at hand.

`written/future.txt`: one sentence a line, "+" before one that looks ahead and "-" before one that does not.
`written/sentences.txt`: one text a line, " ‖ " where a sentence ends. Both were written before their rules were run
on them, and hold no word of anybody else.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from cuibono.core.claims import Method
from cuibono.findings import forward
from cuibono.gate.figures import Figure, Miss, Note, figure
from cuibono.gate.metrics import scores, told
from cuibono.language.sentences import bounds

_CUTS = Method("sentence-bounds", "1")
_END = " ‖ "


def future(_data: Path, note: Note) -> list[Figure]:
    """Precision, recall and F1 of sentences called forward-looking."""
    on = "forward-looking, written for this"
    said: list[bool] = []
    gold: list[bool] = []
    for line in _lines("future.txt"):
        wanted, sentence = line[0] == "+", line[1:].strip()
        found, _ = forward.forward_looking(sentence)
        said.append(found)
        gold.append(wanted)
        if found != wanted:
            note(Miss(on, str(found), str(wanted), sentence))
    precision, recall, f1 = told(said, gold)
    of = len(gold), "sentences"
    return figure("does it look ahead", forward.METHOD, on, of, precision=precision, recall=recall, F1=f1)


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


def _lines(name: str) -> list[str]:
    text = (resources.files(__package__) / "written" / name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
