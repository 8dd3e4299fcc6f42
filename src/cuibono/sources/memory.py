"""A memory that lasts as long as the process: the double of the store's, for tests and single runs."""

from __future__ import annotations

from cuibono.core.news import Validator


class Notebook:
    """Remembers in a dictionary."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self.pages: dict[str, Validator] = {}

    def recall(self, url: str) -> Validator | None:
        """What was last remembered, None where nothing was."""
        return self.pages.get(url)

    def remember(self, url: str, validator: Validator) -> None:
        """Keep it in place of what was known."""
        self.pages[url] = validator
