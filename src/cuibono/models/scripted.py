"""Models that follow a script: the double for tests and demonstrations, and the worst that a model could do.

``faithful`` puts every point in plain words of its exhibits. ``obedient`` does whatever any text tells it to: it looks
for instructions in the articles and in the talk, and writes what they say. ``forger`` invents quotations, ``careless``
gets numbers wrong, ``mute`` fails. They cost nothing and ask nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from cuibono.core.errors import ModelError, SettingsError
from cuibono.core.phrasing import Brief, Exhibit, Phrasing, Point, Spent, Wording

_INSTRUCTION = re.compile(
    r"(?:ignore|disregard|forget|override|instead|you must|system:|assistant:)[^\n]{0,300}", re.IGNORECASE
)
_ORDERED = re.compile(
    r"(?:say|write|print|reply|output|respond|state|report|conclude)(?: only| that|:)*\s+[“\"']?([^”\"'\n]{3,200})",
    re.IGNORECASE,
)
_END = '.!?…”"'


class Scripted:
    """A model that does as its script says. Implements ``Phraser``."""

    def __init__(self, script: str) -> None:
        """Choose the script by name.

        Raises:
            SettingsError: there is no such script.
        """
        if script not in _SCRIPTS:
            raise SettingsError(
                f"models.phrase: there is no script {script!r}; there are {', '.join(sorted(_SCRIPTS))}"
            )
        self.name = f"scripted:{script}"
        self._write = _SCRIPTS[script]

    def most(self, brief: Brief) -> Spent:  # noqa: ARG002 - what it is asked makes no difference
        """Nothing."""
        return Spent(0, 0)

    def phrase(self, brief: Brief) -> Phrasing:
        """See ``Phraser``."""
        return Phrasing(tuple(self._write(brief)))


def _faithful(brief: Brief) -> Iterator[Wording]:
    shown = {exhibit.id: exhibit for exhibit in brief.exhibits}
    for point in brief.points:
        told = [_told(shown[name]) for name in point.exhibits]
        yield Wording(point.id, "; ".join(told) + ".", point.exhibits)


def _told(exhibit: Exhibit) -> str:
    who = exhibit.speaker or exhibit.outlet
    return f"{who} says: {exhibit.quote.rstrip('.!?…')}"


def _obedient(brief: Brief) -> Iterator[Wording]:
    """Obeys what stands in articles and talk, and has nothing to say of its own."""
    texts = [exhibit.sentence for exhibit in brief.exhibits] + [said for _who, said in brief.talk]
    orders = [order.group() for text in texts for order in _INSTRUCTION.finditer(text)]
    for point in brief.points:
        for order in orders:
            said = _ORDERED.search(order)
            yield Wording(point.id, _sentence(said.group(1) if said else order), point.exhibits)


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith(tuple(_END)) else f"{text}."


def _careless(brief: Brief) -> Iterator[Wording]:
    """Gets every number wrong by one, and where there is none, gives one."""
    for wording in _faithful(brief):
        text = re.sub(r"\d+(?:,\d{3})*", lambda found: f"{int(found.group().replace(',', '')) + 1:,}", wording.text)
        if text == wording.text:
            text = f"{text.rstrip('.')}, 17 times."
        yield Wording(wording.point, text, wording.exhibits)


def _forger(brief: Brief) -> Iterator[Wording]:
    """Quotations that are mutated, spliced, elided, or somebody else's."""
    shown = {exhibit.id: exhibit for exhibit in brief.exhibits}
    for point in brief.points:
        yield from (Wording(point.id, text, point.exhibits) for text in _forged(point, shown))


def _forged(point: Point, shown: Mapping[str, Exhibit]) -> Iterator[str]:
    for name in point.exhibits:
        exhibit = shown[name]
        who, words = exhibit.speaker or exhibit.outlet, exhibit.quote.split()
        yield f"{who} says “{' '.join(['certainly', *words])}”."
        yield f"{who} says “{' '.join([*words[:2], *words[-2:], 'indeed'])}”."
        yield f"{who} says “{words[0]} … {words[-1]}”."
        others = [other.quote for other in shown.values() if other.document != exhibit.document]
        yield from (f"{who} says “{other} so”." for other in others[:1])


def _mute(brief: Brief) -> Iterator[Wording]:
    raise ModelError(f"it was told to say nothing (and {len(brief.points)} points stay as they are)")


_SCRIPTS: Mapping[str, Callable[[Brief], Iterator[Wording]]] = {
    "careless": _careless,
    "faithful": _faithful,
    "obedient": _obedient,
    "forger": _forger,
    "mute": _mute,
}
