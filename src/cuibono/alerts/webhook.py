"""Changes by POST to a link of the user's, signed, through the one egress.

One request a change. ``Cuibono-Id`` is the change's id. ``Cuibono-Signature`` is ``t=SECONDS,v1=HEX``, where HEX is
the HMAC-SHA256, under the shared secret, of ``SECONDS.BODY``; a receiver computes it again over the bytes received and
refuses old ``t``.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Protocol

from cuibono.alerts.plain import plain
from cuibono.core.ids import content_id
from cuibono.core.ports import Clockwork
from cuibono.core.watch import Noticed


class Poster(Protocol):
    """What sends: the egress."""

    def post(self, url: str, body: bytes, headers: Sequence[tuple[str, str]]) -> None:
        """Send a body to a link.

        Raises:
            NotTold: it certainly did not arrive.
            FetchError: it was sent, and nobody can say whether it arrived.
        """
        ...


class Webhook:
    """A channel that posts."""

    at_once = 1  # changes in one telling

    def __init__(self, url: str, secret: bytes, poster: Poster, clock: Clockwork) -> None:
        """Post to ``url``, signed with ``secret`` (not at all where that is empty)."""
        self.name = content_id("webhook:", url)
        self._url = url
        self._secret = secret
        self._poster = poster
        self._clock = clock

    def tell(self, changes: Sequence[Noticed]) -> None:
        """Send each change.

        Raises:
            NotTold: it certainly did not arrive.
            FetchError: nobody can say whether it arrived.
        """
        for change in changes:
            body = json.dumps({"version": 1, "change": plain(change)}, ensure_ascii=False, sort_keys=True).encode(
                "utf-8", "replace"
            )
            headers = [("Content-Type", "application/json"), ("Cuibono-Id", change.id)]
            if self._secret:
                headers.append(("Cuibono-Signature", self._signature(body)))
            self._poster.post(self._url, body, headers)

    def _signature(self, body: bytes) -> str:
        at = str(int(self._clock().timestamp()))
        return f"t={at},v1={hmac.new(self._secret, at.encode() + b'.' + body, hashlib.sha256).hexdigest()}"
