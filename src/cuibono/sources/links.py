"""Captures from links that the user gave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from cuibono.core.errors import InputError
from cuibono.core.news import Capture
from cuibono.core.ports import Fetcher
from cuibono.core.reading import Problem
from cuibono.sources.addresses import shown


class Links:
    """A Source over http and https links.

    ``problems`` lists the links that gave nothing in the last :meth:`fetch`; complete when its iterator is exhausted.
    """

    def __init__(self, urls: Iterable[str], egress: Fetcher) -> None:
        """Fetch ``urls``, each once, through ``egress``."""
        self._urls = sorted({url.strip() for url in urls})
        self._egress = egress
        self.problems: list[Problem] = []

    def fetch(self, since: datetime | None) -> Iterator[Capture]:  # noqa: ARG002 - a page does not say when it changed
        """One capture a link, in the order of the links; two that lead to the same thing give it once."""
        self.problems.clear()
        seen: set[str] = set()
        for url in self._urls:
            try:
                capture = self._egress.get(url)
            except InputError as error:
                self.problems.append(Problem(shown(url), str(error)))
                continue
            if capture.id not in seen:
                seen.add(capture.id)
                yield capture
