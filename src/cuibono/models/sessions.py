"""ONNX networks as functions from word pieces to numbers, one text (or pair) at a time.

Activations are quantised by the range they have in a batch, so what stands beside a text would change its numbers.
Texts are therefore read one by one, several at once where the map that is handed in has threads: nothing is padded,
and answers depend neither on company nor on order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from cuibono.core.errors import WeightsError

_CHARACTERS = 4000  # longer texts are cut before they are parted: 96 word pieces are at most some 1,500 characters


@dataclass(frozen=True, slots=True)
class Pieces:
    """Word pieces of a text, or of two."""

    tokenizer: Tokenizer

    @classmethod
    def load(cls, content: bytes, length: int) -> Pieces:
        """From a ``tokenizer.json``; longer texts lose their ends, the longer of two first.

        Raises:
            WeightsError: it is none.
        """
        try:
            made = Tokenizer.from_str(content.decode("utf-8"))
        except Exception as error:  # the library raises bare Exception
            raise WeightsError(f"weights: tokenizer.json cannot be used: {error}") from error
        made.no_padding()
        made.enable_truncation(length, strategy="longest_first")
        return cls(made)

    def part(self, first: str, second: str | None = None) -> Encoding:
        """The pieces of one text or of two."""
        return self.tokenizer.encode(_cut(first), None if second is None else _cut(second))


def _cut(text: str) -> str:
    """The beginning of a text, halves of surrogate pairs replaced by one character each, so that places stay."""
    return text[:_CHARACTERS].encode("utf-8", "replace").decode("utf-8")


class Session:
    """One network, with its word pieces."""

    def __init__(self, content: bytes, name: str, pieces: Pieces) -> None:
        """Load a network; ``name`` is what it is called in messages.

        Raises:
            WeightsError: the bytes are no ONNX network that this machine can run.
        """
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 4
        try:
            self._session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # the library's own classes differ from release to release
            raise WeightsError(f"weights: {name} cannot be run: {error}") from error
        self.pieces = pieces
        self._inputs = frozenset(each.name for each in self._session.get_inputs())
        self.outputs = tuple(each.name for each in self._session.get_outputs())

    def run(self, read: Encoding) -> dict[str, NDArray[Any]]:
        """The network's outputs for one text, without the batch's axis."""
        given = {"input_ids": read.ids, "attention_mask": read.attention_mask, "token_type_ids": read.type_ids}
        fed = {name: np.array([row], dtype=np.int64) for name, row in given.items() if name in self._inputs}
        found = self._session.run(None, fed)
        return {name: values[0] for name, values in zip(self.outputs, found, strict=True)}


class Opened:
    """A session that its first question opens, whichever thread asks it."""

    def __init__(self, opening: Callable[[], Session]) -> None:
        """``opening`` loads it; what it raises is raised by every question."""
        self._opening = opening
        self._lock = Lock()
        self._session: Session | None = None

    def __call__(self) -> Session:
        """The session."""
        with self._lock:
            if self._session is None:
                self._session = self._opening()
            return self._session

    def ask(self, first: str, second: str | None = None) -> dict[str, NDArray[Any]]:
        """The outputs for a text, or for two."""
        session = self()
        return session.run(session.pieces.part(first, second))
