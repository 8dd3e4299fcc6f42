"""Assertion-level origins: where the words of a claim come from, once it is known who else makes it.

Counting documents is not enough: a paper that gives a firm's figure in its own voice, after the firm gave it, is no
second origin. Within the assertions of one claim,

* an outlet's own words go back to a named speaker or a primary document that said it no later (same day counts as no
  later: independence has to be shown, not assumed);
* a quotation of somebody unnamed goes back to a named speaker of whom the same words are quoted;
* where nobody is named anywhere, every document keeps its own origin, and copies were folded by `origins` before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from cuibono.core.claims import Assertion, Manner, Method, SpeakerKind
from cuibono.core.news import Outlet, OutletKind, Story
from cuibono.core.text import Document, fold
from cuibono.language.words import tokens

METHOD = Method("trace-rules", "1")

PRIMARY = frozenset({OutletKind.VENDOR, OutletKind.GOVERNMENT, OutletKind.RESEARCH})
_SAME_WORDS = 8  # tokens in a row that two quotations share: fewer are shared by chance (shingles of origins use 5)


def trace(
    story: Story, outlets: Mapping[str, Outlet], said: Sequence[Assertion], groups: Iterable[Sequence[str]]
) -> tuple[Assertion, ...]:
    """The assertions with their origins traced; ``groups`` are the ids of those that make the same claim.

    Linear in the assertions, but for quotations of unnamed speakers: those are compared with the named ones of their
    claim.
    """
    documents = {document.id: document for document in story.documents}
    by_id = {assertion.id: assertion for assertion in said}
    moved: dict[str, str] = {}
    for group in groups:
        members = [by_id[name] for name in group]
        sources = sorted((a for a in members if _is_source(a, outlets)), key=lambda a: _when(documents[a.document]))
        for assertion in members:
            source = _source_of(assertion, sources, documents)
            if source is not None:
                moved[assertion.id] = source.origin
    return tuple(replace(a, origin=moved[a.id]) if a.id in moved else a for a in said)


def _is_source(assertion: Assertion, outlets: Mapping[str, Outlet]) -> bool:
    """Whether it can be gone back to: somebody is named, or the document is the speaker's own."""
    if assertion.speaker.kind in {SpeakerKind.PERSON, SpeakerKind.BODY}:
        return True
    return assertion.manner is Manner.OWN and outlets[assertion.document].kind in PRIMARY


def _source_of(
    assertion: Assertion, sources: Sequence[Assertion], documents: Mapping[str, Document]
) -> Assertion | None:
    """The earliest source that it may have its words from; None where it stands on its own."""
    if assertion in sources:
        return None
    for source in sources:
        if source.origin == assertion.origin or _before(documents[assertion.document], documents[source.document]):
            continue
        if assertion.manner is Manner.OWN and assertion.speaker.kind is SpeakerKind.OUTLET:
            return source
        if assertion.speaker.kind is SpeakerKind.UNNAMED and _same_words(assertion, source):
            return source
    return None


def _before(document: Document, other: Document) -> bool:
    """Whether the document certainly appeared before the other one."""
    return bool(document.published and other.published and document.published.before(other.published))


def _when(document: Document) -> tuple[bool, str, str]:
    return (document.published is None, str(document.published or ""), document.id)


def _same_words(one: Assertion, other: Assertion) -> bool:
    """Whether two quotations share a run of words."""
    if one.manner is Manner.INDIRECT or other.manner is Manner.INDIRECT:
        return False
    ours, theirs = ([t.text.casefold() for t in tokens(fold(a.span.quote))] for a in (one, other))
    runs = {tuple(ours[i : i + _SAME_WORDS]) for i in range(len(ours) - _SAME_WORDS + 1)}
    return any(tuple(theirs[i : i + _SAME_WORDS]) in runs for i in range(len(theirs) - _SAME_WORDS + 1))
