"""Who was examined for a stake and has none: everybody named, and of them those whom it is worth showing.

Worth showing are experts, critics, officials, firms and campaigners who speak on what weighs; not eyewitnesses, the
bereaved, doctors, reporters and wires, nor spokesmen, who speak for a body.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import cache
from importlib import resources

from cuibono.core.claims import Assertion, SpeakerKind
from cuibono.core.news import OutletKind
from cuibono.core.reading import Record
from cuibono.findings.parties import Parties, Party
from cuibono.findings.wording import stems_of
from cuibono.language.words import tokens

_SHOWN = 24  # claims, the weightiest of a story, of which a reader is shown most
_MOST = 8
_LEAST = 2  # letters; "US" and "U.S." part no two departments


def examined(record: Record, parties: Parties, found: AbstractSet[str]) -> Iterator[tuple[Party, Assertion, bool]]:
    """Parties without a stake among ``found`` (keys), where each speaks first, and whether it is worth showing.

    The weightiest come first, then the others by key.
    """
    weighty = sorted(record.claims, key=lambda c: (-c.salience, c.canonical))[:_SHOWN]
    shown = {claim.id: claim.salience for claim in weighty}
    ranked = []
    for key, said in parties.said.items():
        on = [shown[claim.id] for a in said if (claim := record.claim_of.get(a.id)) and claim.id in shown]
        if key not in found and on and _worth_asking(record, said):
            ranked.append((-max(on), -len({a.document for a in said}), -len(said), key))
    named: dict[frozenset[str], str] = {}
    for *_, key in sorted(ranked):
        named.setdefault(frozenset(word for word in stems_of(parties.names[key]) if len(word) > _LEAST), key)
    chosen = list(named.values())[:_MOST]
    for key in (*chosen, *sorted(parties.said.keys() - found - set(chosen))):
        first = min(parties.said[key], key=lambda a: (a.headline, at(record, a), a.span))
        if first.speaker.kind in {SpeakerKind.PERSON, SpeakerKind.BODY}:
            yield parties.of_speaker(first), first, key in chosen


def at(record: Record, assertion: Assertion) -> str:
    """When an assertion was published, for sorting; undated ones last."""
    stamp = record.documents[assertion.document].published
    return stamp.at.isoformat() if stamp else "~"


def _worth_asking(record: Record, said: list[Assertion]) -> bool:
    kind = said[0].speaker.kind
    if kind in {SpeakerKind.UNNAMED, SpeakerKind.OUTLET}:
        return False
    words = {t.text.lower() for a in said for t in tokens(f"{a.speaker.role} {a.source.quote if a.source else ''}")}
    names = {t.text.lower() for a in said for t in tokens(a.speaker.name)}
    if (words | names) & _roles()["never"]:
        return False
    if kind is SpeakerKind.PERSON:
        return bool(words & _roles()["persons"])
    press = {o.name.lower() for o in record.outlets.values() if o.kind is not OutletKind.VENDOR}
    return bool(names & _roles()["bodies"]) and said[0].speaker.name.lower() not in press


@cache
def _roles() -> dict[str, frozenset[str]]:
    text = (resources.files(__package__) / "asked_roles.txt").read_text("utf-8")
    table: dict[str, set[str]] = {"never": set(), "persons": set(), "bodies": set()}
    for line in text.splitlines():
        kind, colon, words = line.partition(":")
        if colon and not line.startswith("#"):
            table[kind] |= set(words.split())
    return {kind: frozenset(words) for kind, words in table.items()}
