"""Records of CISA's catalogue of known exploited vulnerabilities."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cuibono.readers.finish import Head
from cuibono.readers.layout import Part, Run, part
from cuibono.readers.stamps import stamp
from cuibono.readers.told import Told, day, line, objects, several, spelt, words

_LINK = re.compile(r"https?://[^\s;]{1,2000}")


def records(value: object) -> Sequence[Mapping[str, object]]:
    """The vulnerabilities of a catalogue."""
    found = objects(value.get("vulnerabilities")) if isinstance(value, dict) else []
    return [each for each in found if words(each, "cveID") and words(each, "dateAdded")]


def told(record: Mapping[str, object]) -> Told:
    """What it is, what is to be done and until when; the day it was added is when the catalogue published it."""
    number, name = words(record, "cveID"), words(record, "vulnerabilityName")
    due, added = day(words(record, "dueDate")), day(words(record, "dateAdded"))
    description = words(record, "shortDescription")
    parts = (
        *((part(description),) if description else ()),
        *line("Required action", words(record, "requiredAction")),
        *((part(f"The required action is due by {spelt(due)}."),) if due and (not added or due >= added) else ()),
        *line("Vendor", words(record, "vendorProject")),
        *line("Product", words(record, "product")),
        *line("Known use in ransomware campaigns", words(record, "knownRansomwareCampaignUse")),
        *line("Weaknesses", *several(record, "cwes")),
        *_notes(words(record, "notes")),
    )
    head = Head(
        title=f"{number}: {name}" if name else number,
        outlet="CISA",
        published=stamp(words(record, "dateAdded")),
        tags=(("cve", number), *(("due", each) for each in [words(record, "dueDate")] if each)),
    )
    return Told(head, parts, spoken="en")


def _notes(text: str) -> tuple[Part, ...]:
    """The notes with their links."""
    if not text:
        return ()
    runs: list[Run] = []
    at = 0
    for found in _LINK.finditer(text):
        runs += [Run(text[at : found.start()]), Run(found[0], found[0])]
        at = found.end()
    return (Part((*runs, Run(text[at:]))),)
