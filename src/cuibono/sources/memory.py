"""A memory that lasts as long as the process: the double of the store's, for tests and single runs."""

from __future__ import annotations

from collections.abc import Collection

from cuibono.core.news import Validator


class Notebook:
    """Remembers in a dictionary."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self.pages: dict[str, Validator] = {}
        self._lists: dict[str, str] = {}  # the list of each mark

    def recall(self, url: str) -> Validator | None:
        """What was last remembered, None where nothing was."""
        return self.pages.get(url)

    def remember(self, url: str, validator: Validator, of: str = "") -> None:
        """Keep it in place of what was known."""
        self.pages[url] = validator
        self._lists[url] = of

    def listed(self, of: str, names: Collection[str]) -> None:
        """Forget at once what a list no longer holds: a source must not rely on more."""
        for url in [url for url, place in self._lists.items() if place == of and url not in names]:
            del self.pages[url], self._lists[url]
