"""The weights that ship with the package: where they are, and whether they are the ones that were measured."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from cuibono.core.errors import WeightsError

_MEND = "reinstall the package (`pip install --force-reinstall cuibono`), or build them with `make train`"


@dataclass(frozen=True)
class Weights:
    """A folder of weights with its ``manifest.json``: name -> sha256 and bytes of each file."""

    folder: Path

    @cached_property
    def manifest(self) -> dict[str, dict[str, object]]:
        """Files with their checksums.

        Raises:
            WeightsError: there is none, or it is not one.
        """
        listed: dict[str, dict[str, object]] = self._all["files"]
        return listed

    @cached_property
    def _all(self) -> dict[str, Any]:
        place = self.folder / "manifest.json"
        try:
            told: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
            _ = told["files"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise WeightsError(f"weights: {place} is missing or no manifest; {_MEND}") from error
        return told

    def identity(self, name: str) -> str:
        """What a network was made of, how it is quantised, and which bytes it is: another one has another identity.

        Raises:
            WeightsError: there is no manifest, or it lacks the file.
        """
        if name not in self.manifest:
            raise WeightsError(f"weights: {self.folder / name} is not in the manifest; {_MEND}")
        base, how = (str(self._all.get(key) or "not told") for key in ("base", "quantisation"))
        return f"{base}; {how}; {name} {str(self.manifest[name].get('sha256'))[:16]}"

    def file(self, name: str) -> bytes:
        """The bytes of a file whose checksum was found right: those that :meth:`check` read, handed out once.

        Raises:
            WeightsError: it is missing, truncated or altered; the message has both checksums and the way to mend it.
        """
        kept = self._kept.pop(name, None)
        return self._read(name) if kept is None else kept

    def check(self, *names: str) -> None:
        """See that these files (every one, if none is named) are there and are the ones that were measured.

        What was read is kept for whoever opens it, so that no file is read and hashed twice.

        Raises:
            WeightsError: one is missing, truncated or altered.
        """
        for name in sorted(names or self.manifest):
            if name not in self._kept:
                self._kept[name] = self._read(name)

    @cached_property
    def _kept(self) -> dict[str, bytes]:
        return {}

    def _read(self, name: str) -> bytes:
        place = self.folder / name
        if name not in self.manifest:
            raise WeightsError(f"weights: {place} is not in the manifest; {_MEND}")
        expected = str(self.manifest[name].get("sha256"))
        try:
            found = place.read_bytes()
        except OSError as error:
            raise WeightsError(f"weights: {place} cannot be read: {error.strerror}; {_MEND}") from error
        digest = hashlib.sha256(found).hexdigest()
        if digest != expected:
            raise WeightsError(f"weights: {place} has sha256 {digest}, expected {expected}; {_MEND}")
        return found


def shipped() -> Weights:
    """The weights in the package."""
    return Weights(Path(str(files("cuibono.models") / "weights")))
