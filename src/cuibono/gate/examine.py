"""The examinations by name, and running them: what was measured, what was missing, what was at fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml.etree import XMLSyntaxError

from cuibono.core.errors import InputError, SetMissing, SettingsError
from cuibono.gate import (
    attribution,
    clusters,
    framing,
    gold,
    judges,
    origins,
    pdf,
    readability,
    relations,
    swap,
    timexes,
    uncertainty,
    written,
)
from cuibono.gate.figures import Examination, Figure, Note

# Named as `cuibono judge` names them, where it has the same judgement; the quick ones first.
EXAMINATIONS: Mapping[str, Examination] = {
    "sentences": written.sentences,
    "article": readability.measure,
    "pdf": pdf.measure,
    "stories": clusters.measure,
    "origins": origins.measure,
    "attributions": attribution.measure,
    "dates": timexes.measure,
    "rules": relations.measure,
    "framing": framing.measure,
    "hedged": uncertainty.measure,
    **{name: judges.examination(name) for name in judges.JUDGEMENTS},
    "swap": swap.measure,
    "bundled": gold.measure,
}
# What reading a file that is no such set ends in.
_NO_SUCH_SET = (OSError, ValueError, LookupError, ZeroDivisionError, XMLSyntaxError, InputError)


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of the examinations."""

    figures: tuple[Figure, ...]
    skipped: tuple[str, ...]  # sets that are not here, "name: reason"
    faults: tuple[str, ...]  # sets that are here and could not be examined
    whole: bool  # every examination there is was asked for


def chosen(names: Iterable[str]) -> tuple[str, ...]:
    """The examinations asked for; all of them where none is named.

    Raises:
        SettingsError: there is no such examination.
    """
    asked = tuple(dict.fromkeys(names)) or tuple(EXAMINATIONS)
    for name in asked:
        if name not in EXAMINATIONS:
            raise SettingsError(f"there is no examination {name!r}; there are {', '.join(EXAMINATIONS)}")
    return asked


def examine(
    data: Path, names: tuple[str, ...], note: Callable[[str], Note], progress: Callable[[str], None]
) -> Examined:
    """Run examinations one after the other.

    Args:
        data: the folder that holds the public sets.
        names: of `EXAMINATIONS`.
        note: for each name, what takes down its misses.
        progress: is told what begins.

    Raises:
        InputError: there is no such folder, or no set that was asked for is in it.
    """
    if not data.is_dir():
        raise InputError(f"{data} is no folder; name the one that holds the public sets (see docs/measuring.md)")
    figures: list[Figure] = []
    skipped: list[str] = []
    faults: list[str] = []
    for at, name in enumerate(names, 1):
        progress(f"measuring {name} ({at} of {len(names)})")
        try:
            figures += EXAMINATIONS[name](data, note(name))
        except SetMissing as reason:
            skipped.append(f"{name}: {reason}")
        except _NO_SUCH_SET as error:
            faults.append(f"{name}: the set could not be examined: {type(error).__name__}: {error}")
    if not figures and not faults:
        raise InputError("nothing could be measured: " + "; ".join(skipped))
    return Examined(tuple(figures), tuple(skipped), tuple(faults), set(names) == set(EXAMINATIONS))
