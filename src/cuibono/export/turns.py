"""Turns of a live room as plain data, for whoever shows them: the terminal's JSON Lines, assistants."""

from __future__ import annotations

from dataclasses import asdict

from cuibono.core.reading import Record
from cuibono.core.talk import Phrased, Remark, Sentence, Turn
from cuibono.core.text import Span
from cuibono.export.present import words_link


def turn_shape(record: Record, number: int, turn: Turn) -> dict[str, object]:
    """One turn: who, what it does, to whom, its sentences with spans; a person's words as theirs, without any."""
    shape: dict[str, object] = {
        "number": number,
        "id": turn.id,
        "lens": turn.lens,
        "act": turn.act.value,
        "answers": list(turn.answers),
        "claims": list(turn.claims),
        "findings": list(turn.findings),
        "sentences": [sentence_shape(record, sentence) for sentence in turn.sentences],
    }
    if isinstance(turn, Remark):
        shape |= {
            "by": turn.by,
            "words": turn.words,
            "passages": [
                {
                    "words": turn.words[part.start : part.end],
                    "asks": part.asks,
                    "sourced_by": list(part.claims),
                }
                for part in turn.passages
            ],
        }
    if isinstance(turn, Phrased):
        shape |= {
            "model": turn.model,
            "note": turn.note,
            "refused": [{"text": refusal.text, "reason": refusal.reason} for refusal in turn.refused],
            "tokens": turn.tokens,
            "dollars": None if turn.micros is None else turn.micros / 1_000_000,
        }
    return shape


def sentence_shape(record: Record, sentence: Sentence) -> dict[str, object]:
    """A sentence as it reads, and the spans it stands on."""
    return {"text": sentence.plain(record.cite), "spans": [span_shape(record, span) for span in sentence.spans]}


def span_shape(record: Record, span: Span) -> dict[str, object]:
    """A span with how it is cited, who published it, and a link to the words where its document has an address."""
    document = record.documents[span.document]
    return {
        **asdict(span),
        "cite": record.cite(span),
        "outlet": record.outlets[span.document].name,
        "title": document.title,
        "link": words_link(document, span),
    }
