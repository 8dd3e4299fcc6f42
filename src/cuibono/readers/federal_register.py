"""Documents of the US Federal Register, as its interface lists them.

A correction's own dates move no clock: the register files the dates of the document it corrects, or none that mean
anything, with it (2024-12084 closes comments two months before it was published). Where a correction does change a
date, its words say so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from cuibono.core.text import Notice
from cuibono.readers.finish import Head, web_address
from cuibono.readers.layout import Part, part
from cuibono.readers.stamps import stamp
from cuibono.readers.told import Told, day, line, objects, several, spelt, words

# In the words that a clock is told in; "Comments close:" and "Effective:" are the register's own labels.
_CLOCKS = (("comments_close_on", "Comments are due by"), ("effective_on", "This document takes effect on"))


def records(value: object) -> Sequence[Mapping[str, object]]:
    """The documents in an answer of the interface, or the one that it is."""
    found = objects(value.get("results")) if isinstance(value, dict) and "results" in value else objects([value])
    return [each for each in found if words(each, "document_number") and words(each, "publication_date")]


def told(record: Mapping[str, object]) -> Told:
    """Title, abstract, and the fields that say what it is, whom it concerns, and what it sets going."""
    published = words(record, "publication_date")
    clocks, notices = _clocks(record, day(published))
    abstract = words(record, "abstract")
    dates = words(record, "dates")
    numbers = (words(record, "document_number"),)
    dockets, rins = several(record, "docket_ids"), several(record, "regulation_id_numbers")
    corrected = several(record, "correction_of")
    agencies = _agencies(record)
    parts = (
        *((part(abstract),) if abstract else ()),
        *((part(dates),) if dates and not is_correction(record) else ()),
        *line("Action", words(record, "action")),
        *clocks,
        *line("Type", words(record, "type")),
        *line("Agencies", *agencies),
        *line("Docket", *dockets),
        *line("RIN", *rins),
        *line("Document number", *numbers),
    )
    tags = (
        ("document number", *numbers),
        *(("docket", each) for each in dockets),
        *(("rin", each) for each in rins),
        *(("corrects", each.rstrip("/").rpartition("/")[2]) for each in corrected),
        *((name.replace("_", " "), value) for name, _ in _CLOCKS if (value := words(record, name))),
        *((("correction", "yes"),) if is_correction(record) else ()),
    )
    head = Head(
        title=words(record, "title"),
        url=web_address(words(record, "html_url")),
        outlet="Federal Register",
        authors=agencies,
        published=stamp(published),
        snippet=True,
        tags=tags,
    )
    return Told(head, parts, notices, spoken="en")


def is_correction(record: Mapping[str, object]) -> bool:
    """Whether it corrects another document, by its action, its title or its number (C1-2024-06526)."""
    action, title = words(record, "action").casefold(), words(record, "title").casefold()
    number = words(record, "document_number")
    numbered = number[:1] in {"C", "R"} and number[1:2].isdigit() and "-" in number
    return bool(several(record, "correction_of")) or "correct" in action or title.endswith("correction") or numbered


def _clocks(record: Mapping[str, object], published: date | None) -> tuple[tuple[Part, ...], tuple[Notice, ...]]:
    parts: list[Part] = []
    notices: list[Notice] = []
    for name, label in _CLOCKS:
        text = words(record, name)
        when = day(text)
        if not text:
            continue
        if when is None:
            notices.append(Notice("date unread", f"{label.lower()}: the date cannot be read", text))
        elif is_correction(record):
            notices.append(
                Notice("date set aside", f"{label.lower()} {text}: a correction's own dates move no clock", text)
            )
        elif published is not None and when < published:
            told_late = f"{label.lower()} {text}, which is before it was published ({published})"
            notices.append(Notice("date set aside", told_late, text))
        else:
            parts.append(part(f"{label} {spelt(when)}."))
    return tuple(parts), tuple(notices)


def _agencies(record: Mapping[str, object]) -> tuple[str, ...]:
    """The agencies that issued it, those left out that only stand above another one."""
    found = objects(record.get("agencies"))
    above = {each.get("parent_id") for each in found}
    names = (words(each, "name") or words(each, "raw_name").title() for each in found if each.get("id") not in above)
    return tuple(dict.fromkeys(name for name in names if name))
