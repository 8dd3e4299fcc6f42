"""Every failure of the product, drawn as one tree.

A message names the thing and the cause. ``exit_code`` is what the command line answers with when the error
is the reason why nothing could be done (see ``docs/exit-codes.md``).

CuiBonoError
├─ InputError            something handed to us cannot be used
│  ├─ UnreadableInput    bytes that no reader can turn into a Document
│  ├─ UnsafeAddress      a link that the egress rules refuse
│  ├─ Disallowed         a link that its site keeps from programs (robots.txt)
│  ├─ FetchError         a link that could not be fetched
│  │  └─ NotBefore       ... and must not be asked for again before a moment
│  ├─ SetMissing         a public set that is not where the examination looks for it
│  └─ SettingsError      a setting, option or plug-in that cannot be used
├─ BelowFloor            a judgement errs more often than it may
├─ NotTold               a change that certainly did not reach whom it should be told
├─ ModelError            a model that phrases turns could not be asked, or its answer not be used
│  └─ BudgetSpent        asking it might cost more than the settings allow
├─ WeightsError          learned weights are missing, truncated or altered
├─ GroundingError        words that are not where they are said to be
│  ├─ SpanError          a span that its document does not hold
│  └─ NoSpan             a claim, finding or sentence without any span
└─ StoreError            the store cannot be opened, written or trusted
   ├─ NotStored          no such story, document or capture
   ├─ LeaseLost          another process has taken over what this one worked on
   └─ Tampered          stored words do not match their capture
"""

from __future__ import annotations

from datetime import datetime


class CuiBonoError(Exception):
    """Root of the tree; never raised itself."""

    exit_code = 1


class InputError(CuiBonoError):
    """Something handed to us cannot be used."""

    exit_code = 3


class UnreadableInput(InputError):
    """Bytes that no reader can turn into a Document."""


class UnsafeAddress(InputError):
    """A link that the egress rules refuse."""


class Disallowed(InputError):
    """A link that its site keeps from programs (robots.txt)."""


class FetchError(InputError):
    """A link that could not be fetched."""

    def __init__(self, message: str, *, status: int | None = None, passing: bool = False) -> None:
        """``status`` is what the server answered, None where nothing; ``passing``: asking again soon may help."""
        super().__init__(message)
        self.status = status
        self.passing = passing


class NotBefore(FetchError):
    """A link that must not be asked for again before a moment: the server said so, or manners do."""

    def __init__(self, message: str, moment: datetime, *, status: int | None = None) -> None:
        """``moment``, aware, is the first at which asking again is fine."""
        super().__init__(message, status=status)
        self.moment = moment


class SetMissing(InputError):
    """A public set that is not where the examination looks for it."""


class SettingsError(InputError):
    """A setting, option or plug-in that cannot be used."""

    exit_code = 2


class NotTold(CuiBonoError):
    """A change that certainly did not reach whom it should be told; it may be told again."""


class BelowFloor(CuiBonoError):
    """A judgement errs more often than it may, or a set could not be examined."""

    exit_code = 7


class ModelError(CuiBonoError):
    """A model that phrases turns could not be asked, or its answer not be used; the room's own words stand.

    ``tokens`` and ``micros`` (millionths of a US dollar) are what the attempt cost; None where nobody can know.
    """

    exit_code = 2

    def __init__(self, message: str, tokens: int | None = 0, micros: int | None = 0) -> None:
        super().__init__(message)
        self.tokens = tokens
        self.micros = micros


class BudgetSpent(ModelError):
    """Asking a model might cost more than the settings allow."""


class WeightsError(CuiBonoError):
    """Learned weights are missing, truncated or altered; rules go on without them."""

    exit_code = 2


class GroundingError(CuiBonoError):
    """Words that are not where they are said to be."""

    exit_code = 4


class SpanError(GroundingError):
    """A span that its document does not hold."""


class NoSpan(GroundingError):
    """A claim, finding or sentence without any span."""


class StoreError(CuiBonoError):
    """The store cannot be opened, written or trusted."""

    exit_code = 5


class NotStored(StoreError):
    """No such story, document or capture in the store."""


class LeaseLost(StoreError):
    """Another process has taken over what this one worked on; nothing of this step was stored."""


class Tampered(StoreError):
    """Stored words do not match the capture they were read from."""

    exit_code = 4
