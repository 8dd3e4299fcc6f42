"""What a model is shown so that it may put turns in other words, and what it gives back: data both ways, no tools."""

from __future__ import annotations

from dataclasses import dataclass

from cuibono.core.talk import Act


@dataclass(frozen=True, slots=True)
class Exhibit:
    """Words that may be cited, under a short id that holds for one brief only."""

    id: str  # "s1"
    quote: str
    sentence: str  # what stands around the quotation
    speaker: str  # who says it; "" for the outlet itself
    outlet: str
    document: int  # the number it is cited by


@dataclass(frozen=True, slots=True)
class Point:
    """A sentence of the room that may be put in other words, and the exhibits it stands on."""

    id: str  # "p1"
    text: str
    exhibits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """A wording that was refused, with the reason: shown once, so that it can be mended."""

    point: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything that a model sees for one turn. Words of articles and of people are data in it, never instructions."""

    lens: str
    purpose: str
    voice: str
    act: Act
    points: tuple[Point, ...]
    exhibits: tuple[Exhibit, ...]
    talk: tuple[tuple[str, str], ...] = ()  # (who, what was said), the latest last
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """One point in other words, with the ids of the exhibits that bear it out."""

    point: str
    text: str
    exhibits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spent:
    """What a call cost: tokens both ways, and millionths of a US dollar (None: the price is not known)."""

    tokens: int = 0
    micros: int | None = 0

    def __add__(self, other: Spent) -> Spent:
        """Both together; a price that is not known makes the sum unknown."""
        known = self.micros is not None and other.micros is not None
        return Spent(self.tokens + other.tokens, (self.micros or 0) + (other.micros or 0) if known else None)


@dataclass(frozen=True, slots=True)
class Phrasing:
    """What a model gave back."""

    wordings: tuple[Wording, ...]
    spent: Spent = Spent()
