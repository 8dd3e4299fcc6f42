"""What one exchange with a server may still cost: bytes and time."""

from __future__ import annotations

import time

from cuibono.core.errors import FetchError
from cuibono.sources.limits import Limits

_SLACK = 0.05  # seconds; a timer may ring a little early


class Meter:
    """Counts bytes received and keeps a deadline; ``deadline`` is a time of :func:`time.monotonic`."""

    def __init__(self, limits: Limits, deadline: float) -> None:
        """Start with nothing received, before the headers."""
        self._limits = limits
        self._deadline = deadline
        self._received = 0
        self._in_headers = True
        self.has_sent = False  # whether any of the request has gone out

    def headers_are_in(self) -> None:
        """From now on the limit of headers does not count."""
        self._in_headers = False

    def before_reading(self) -> None:
        """What comes in one read may hold headers and body; after the headers' share, no further read is due.

        Raises:
            FetchError: the headers are larger than allowed.
        """
        if self._in_headers and self._received >= self._limits.header_bytes:
            raise FetchError(f"sends more than {self._limits.header_bytes} bytes of headers")

    def received(self, size: int) -> None:
        """Count bytes, those of headers, chunk marks and trailers included.

        Raises:
            FetchError: there were too many.
        """
        self._received += size
        if self._received > self._limits.wire_bytes:
            raise FetchError(f"sends more than {self._limits.wire_bytes} bytes")

    def wait(self, seconds: float | None) -> float:
        """How many seconds the next step may take: at most ``seconds``, and what is left.

        Raises:
            FetchError: nothing is left.
        """
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise self.too_slow()
        return left if seconds is None else min(seconds, left)

    @property
    def is_over(self) -> bool:
        """Whether the time is used up."""
        return time.monotonic() >= self._deadline - _SLACK

    def too_slow(self) -> FetchError:
        """The error to raise once it is."""
        return FetchError(f"takes longer than {self._limits.total_seconds:g} seconds")
