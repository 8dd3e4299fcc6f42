"""The port through which a model may phrase what the room says, and vouch for nothing."""

from __future__ import annotations

from typing import Protocol


class Phraser(Protocol):
    """Puts a sentence in other words."""

    def rephrase(self, text: str) -> str:
        """The text in other words, with the same markers (``{0}``, ``{^0}``, ``{#0}``), each of them used."""
        ...
