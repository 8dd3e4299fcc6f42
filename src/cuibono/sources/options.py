"""A source's options: strings by name, as the user's list has them, checked where they enter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from urllib.parse import urlsplit

from cuibono.core.errors import SettingsError
from cuibono.sources.addresses import shown

# Those that belong to the list and not to the source: what it is called there, and how often it is asked.
COMMON = frozenset({"kind", "name", "every"})
_YES = frozenset({"yes", "true", "on", "1"})
_NO = frozenset({"no", "false", "off", "0"})


class Options:
    """The options of one source. Every failure is a SettingsError that names the option and the reason."""

    def __init__(self, given: Mapping[str, str], known: Iterable[str]) -> None:
        """``known`` are the names that this kind of source takes, besides :data:`COMMON`.

        Raises:
            SettingsError: there is another one.
        """
        self._given = given
        allowed = frozenset(known)
        for name in sorted(given.keys() - allowed - COMMON):
            takes = ", ".join(sorted(allowed)) or "none"
            kind = given.get("kind", "")
            raise SettingsError(f"{name}: sources of kind {kind!r} have no such option; they take {takes}")

    def text(self, name: str, default: str | None = None) -> str:
        """Words; without ``default`` they must be given.

        Raises:
            SettingsError: they are missing or empty.
        """
        value = self._given.get(name, default)
        if value is None:
            raise SettingsError(f"{name} is missing")
        if not isinstance(value, str):
            raise SettingsError(f"{name}: should be words in quotation marks")
        if not value.strip() and default is None:
            raise SettingsError(f"{name}: is empty")
        return value.strip()

    def link(self, name: str, default: str | None = None) -> str:
        """An http or https link.

        Raises:
            SettingsError: it is missing or no link.
        """
        value = self.text(name, default)
        try:
            parts = urlsplit(value)
            fine = parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"\s", value)
        except ValueError:
            fine = False
        if not fine:
            raise SettingsError(f"{name}: {shown(value)!r} is no http or https link")
        if parts.username or parts.password:
            raise SettingsError(f"{name}: a link that holds a user name or password is not fetched")
        return value

    def api(self, default: str) -> str:
        """Where an interface is: option ``api``, for those who run a mirror; without the slash at its end.

        Raises:
            SettingsError: it is no link.
        """
        return self.link("api", default).rstrip("/")

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """A whole number between two limits, both included.

        Raises:
            SettingsError: it is none, or beyond them.
        """
        value = self.text(name, str(default))
        if not re.fullmatch(r"[0-9]{1,9}", value) or not least <= int(value) <= most:
            raise SettingsError(f"{name}: {value!r} should be a whole number from {least} to {most}")
        return int(value)

    def days(self, default: int) -> timedelta:
        """Option ``days``: how far back.

        Raises:
            SettingsError: it is no number of days.
        """
        return timedelta(days=self.number("days", default, 1, 36_500))

    def flag(self, name: str, *, default: bool) -> bool:
        """Yes or no.

        Raises:
            SettingsError: it is neither.
        """
        value = self.text(name, "yes" if default else "no").casefold()
        if value not in _YES | _NO:
            raise SettingsError(f"{name}: {value!r} should be yes or no")
        return value in _YES

    def choice(self, name: str, default: str, among: Iterable[str]) -> str:
        """One of some words.

        Raises:
            SettingsError: it is none of them.
        """
        value = self.text(name, default)
        if value not in (words := tuple(among)):
            raise SettingsError(f"{name}: {value!r} should be one of {', '.join(words)}")
        return value

    def words(self, name: str, default: str | None = None) -> tuple[str, ...]:
        """What stands between commas.

        Raises:
            SettingsError: it is missing, or there is nothing.
        """
        found = tuple(filter(None, (each.strip() for each in self.text(name, default).split(","))))
        if not found and default is None:
            raise SettingsError(f"{name}: lists nothing")
        return found
