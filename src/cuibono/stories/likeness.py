"""How alike texts are by their vectors, and which are nearest: what says the same in other words.

All that is asked of NumPy are methods of the arrays an observer gives, so a reading by rules alone never loads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cuibono.core.ports import Observer

_BLOCK = 1024  # rows compared at once: 1,024 x 20,000 cosines are 80 MB


class Likeness:
    """Cosines of texts. Reading is linear in the texts; nearest neighbours cost their square, in matrix products.

    10,000 texts take about two seconds of CPU beyond reading them.
    """

    def __init__(self, texts: Sequence[str], observer: Observer) -> None:
        """Read each distinct text once."""
        distinct = sorted(set(texts))
        place = {text: i for i, text in enumerate(distinct)}
        vectors = observer.vectors(distinct)
        self.rows: Any = vectors[[place[text] for text in texts]] if texts else vectors

    def between(self, a: int, b: int) -> float:
        """The cosine of two texts, rounded so that the order of sums in a matrix product cannot show."""
        return round(float(self.rows[a] @ self.rows[b]), 4)

    def nearest(self, chosen: Sequence[int], most: int, least: float) -> Iterator[tuple[int, int]]:
        """Pairs (earlier, later) of the chosen texts: for each its ``most`` nearest with a cosine of ``least``."""
        rows = self.rows[list(chosen)]
        for start in range(0, len(chosen), _BLOCK):
            cosines = (rows[start : start + _BLOCK] @ rows.T).round(4)
            for offset, line in enumerate(cosines):
                here = start + offset
                line[here] = -1.0
                near = (line >= least).nonzero()[0]
                for there in sorted(near.tolist(), key=lambda i: (-line[i], i))[:most]:
                    yield (chosen[there], chosen[here]) if there < here else (chosen[here], chosen[there])
