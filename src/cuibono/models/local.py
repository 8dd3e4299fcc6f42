"""The networks that run on this machine: a pair encoder and a sentence encoder, MiniLM-L6 as int8, from ``training/``.

A user may point the relation judgement at any other ONNX export of a three-way entailment model (``models.relate``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cuibono.core.errors import WeightsError
from cuibono.core.scores import Bearing, Inference, Looks, Stance
from cuibono.models.manifest import Weights
from cuibono.models.sessions import Opened, Pieces, Session

Mapped = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]  # `map`, or one that uses threads

_LENGTH = 96  # word pieces that both encoders were trained with
_OTHERS_LENGTH = 256  # for a user's own network
_REMEMBERED = 8192  # vectors, 12 MB; or answers to pairs
_BEYOND = 2.0  # how firmly most events are told: the answer for one beyond the network's reach


class Pairs:
    """Reads two texts together. Implements ``Relater``."""

    FILES = ("pairs.onnx", "tokenizer.json")

    def __init__(self, weights: Weights, mapped: Mapped = map) -> None:
        """``mapped`` maps pairs; nothing is loaded before the first question."""
        self._mapped = mapped
        self._network = Opened(lambda: _ours(weights, *self.FILES))
        # One reading of a pair answers for every head.
        self._asked = lru_cache(_REMEMBERED)(self._network.ask)

    def relate(self, pairs: Sequence[tuple[str, str]]) -> tuple[Inference, ...]:
        """See ``Relater``."""
        return tuple(Inference(*_shares(row)) for row in self._rows("relate", pairs))

    def bearings(self, pairs: Sequence[tuple[str, str]]) -> tuple[Bearing, ...]:
        """See ``Relater``."""
        return tuple(Bearing(*_shares(row)) for row in self._rows("bearing", pairs))

    def stances(self, pairs: Sequence[tuple[str, str]]) -> tuple[Stance, ...]:
        """See ``Relater``."""
        return tuple(Stance(*_shares(row)) for row in self._rows("stance", pairs))

    def _rows(self, output: str, pairs: Sequence[tuple[str, str]]) -> Iterable[NDArray[np.float32]]:
        mapped = self._mapped if len(pairs) > 1 else map  # one pair needs no threads
        return mapped(lambda pair: self._asked(*pair)[output], pairs)


class Sentences:
    """Looks at sentences one by one. Implements ``Observer``."""

    FILES = ("sentences.onnx", "tokenizer.json")

    def __init__(self, weights: Weights, mapped: Mapped = map) -> None:
        """``mapped`` maps sentences; nothing is loaded before the first question."""
        self._mapped = mapped
        self._weights = weights
        self._network = Opened(lambda: _ours(weights, *self.FILES))
        # The outlet's own assertions are whole sentences: asked for as claims, again as what a document says, and again
        # for whether there is anything to check in them. One look answers all three.
        self._seen = lru_cache(_REMEMBERED)(self._look)

    @property
    def model(self) -> str:
        """See ``Observer``."""
        return self._weights.identity(self.FILES[0])

    def likeness(self, pairs: Sequence[tuple[str, str]]) -> tuple[float, ...]:
        """See ``Observer``: the cosine of the two mean vectors, no less than 0."""
        texts = sorted({text for pair in pairs for text in pair})
        vectors = dict(zip(texts, self.vectors(texts), strict=True))
        return tuple(max(0.0, float(vectors[a] @ vectors[b])) for a, b in pairs)

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See ``Observer``."""
        rows = [vector for vector, _ in self._mapped(self._seen, texts)]
        return np.stack(rows) if rows else np.zeros((0, 1), dtype=np.float32)

    def looks(self, texts: Sequence[str]) -> tuple[Looks, ...]:
        """See ``Observer``."""
        mapped = self._mapped if len(texts) > 1 else map
        return tuple(looks for _, looks in mapped(self._seen, texts))

    def _look(self, text: str) -> tuple[NDArray[np.float32], Looks]:
        found = self._network.ask(text)
        return found["vector"], Looks(*(1 / (1 + np.exp(-found["looks"]))).tolist())

    def firmness(self, texts: Sequence[tuple[str, tuple[int, int]]]) -> tuple[float, ...]:
        """See ``Observer``; an event beyond the network's reach (96 word pieces) is told as firmly as most: 2."""
        mapped = self._mapped if len(texts) > 1 else map
        return tuple(mapped(self._firmness, texts))

    def _firmness(self, asked: tuple[str, tuple[int, int]]) -> float:
        text, (start, end) = asked
        session = self._network()
        read = session.pieces.part(text)
        place = next((i for i, (a, b) in enumerate(read.offsets) if a < end and start < b), None)
        return _BEYOND if place is None else float(session.run(read)["firmness"][place])


class Foreign:
    """A user's own network for relations: a folder with ``model.onnx``, ``tokenizer.json`` and ``config.json``.

    Stances and bearings are still judged by the pair encoder that ships. Implements ``Relater``.
    """

    def __init__(self, folder: Path, ours: Pairs, mapped: Mapped = map) -> None:
        """``folder`` is looked at by the first question."""
        self._folder = folder
        self._mapped = mapped
        self._network = Opened(self._open)
        self.bearings = ours.bearings
        self.stances = ours.stances

    def relate(self, pairs: Sequence[tuple[str, str]]) -> tuple[Inference, ...]:
        """See ``Relater``."""
        output, order = self._network().outputs[0], self._order()
        rows = self._mapped(lambda pair: self._network.ask(*pair)[output][order], pairs)
        return tuple(Inference(*_shares(row)) for row in rows)

    def _open(self) -> Session:
        pieces = Pieces.load(self._read("tokenizer.json"), _OTHERS_LENGTH)
        return Session(self._read("model.onnx"), str(self._folder / "model.onnx"), pieces)

    def _order(self) -> list[int]:
        """Where entailment, neutral and contradiction stand among the network's labels."""
        try:
            named = json.loads(self._read("config.json"))["id2label"]
            labels = {str(label).lower(): int(number) for number, label in named.items()}
            return [labels[label] for label in ("entailment", "neutral", "contradiction")]
        except (ValueError, KeyError, AttributeError, TypeError) as error:
            msg = f"weights: {self._folder / 'config.json'} has no id2label of entailment, neutral and contradiction"
            raise WeightsError(msg) from error

    def _read(self, name: str) -> bytes:
        try:
            return (self._folder / name).read_bytes()
        except OSError as error:
            raise WeightsError(f"weights: {self._folder / name} cannot be read: {error.strerror}") from error


def _ours(weights: Weights, name: str, pieces: str) -> Session:
    return Session(weights.file(name), name, Pieces.load(weights.file(pieces), _LENGTH))


def _shares(logits: NDArray[np.float32]) -> list[float]:
    raised = np.exp(logits.astype(np.float64) - float(logits.max()))
    shares: list[float] = (raised / raised.sum()).tolist()
    return shares
