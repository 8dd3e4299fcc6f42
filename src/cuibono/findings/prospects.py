"""What each assertion of a record points ahead to, found once: clocks and forecasts look at the same."""

from __future__ import annotations

from cuibono.core.claims import Assertion
from cuibono.core.reading import Record
from cuibono.findings.future import Ahead, ahead


class Prospects:
    """The places in a record's assertions that point ahead; for ``Record.once``."""

    def __init__(self, record: Record) -> None:
        """Nothing is looked for yet."""
        self._record = record
        self._found: dict[tuple[str, int, int], tuple[Ahead, ...]] = {}

    def of(self, assertion: Assertion) -> tuple[Ahead, ...]:
        """The places in the assertion's words that point ahead, in order."""
        span = assertion.span
        key = (span.document, span.start, span.end)
        if key not in self._found:
            self._found[key] = ahead(self._record.documents[span.document], span)
        return self._found[key]
