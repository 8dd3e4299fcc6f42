"""Assertion-level origins: where the words of a claim come from, once it is known who else makes it.

Counting documents is not enough: a paper that gives a firm's figure in its own voice, after the firm gave it, is no
second origin. Independence has to be shown, not assumed. So within the assertions of one claim,

* a source is a speaker who is named and quoted, a document that speaks for its own publisher (a firm's report, an
  agency's notice), or somebody's first-hand account ("we found", "I saw");
* words in a document's own voice, and words attributed to a thing or a pronoun ("the report", "it"), go back to the
  earliest source that said it no later (a shared day counts as no later);
* a quotation of somebody unnamed goes back to the named speaker of whom the same words are quoted;
* unnamed people ("two officials") stay with the document that quotes them: nobody can know whose words they are;
* where there is no source, every document keeps its own origin, and copies were folded by `origins` before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from cuibono.core.claims import Assertion, Manner, Method, SpeakerKind
from cuibono.core.news import Outlet, OutletKind, Story
from cuibono.core.text import Document, fold
from cuibono.language.lexicons import lexicon
from cuibono.language.words import tokens

METHOD = Method("trace-rules", "1")

_PRIMARY = frozenset({OutletKind.VENDOR, OutletKind.GOVERNMENT, OutletKind.RESEARCH})
_WE = re.compile(r"\b(?:we|our|us|ours)\b", re.IGNORECASE)
_FIRST_HAND = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|me|us)\b")
_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]")
_SAME_WORDS = 8  # tokens in a row that two quotations share: fewer are shared by chance (shingles of origins use 5)
# Share of sentences in its own voice with "we" or "our" from which a publisher of unknown kind speaks for itself. In
# the bundled story its parties' own statements have 0.36 and 0.42, an unknown paper 0.06; of 40 articles of real papers
# one reached 0.25 (an opinion), but their kind is known.
_OWN_CAUSE = 0.2


def trace(
    story: Story, outlets: Mapping[str, Outlet], said: Sequence[Assertion], groups: Iterable[Sequence[str]]
) -> tuple[Assertion, ...]:
    """The assertions with their origins traced; ``groups`` are the ids of those that make the same claim.

    Linear in the assertions, but for quotations of unnamed speakers: those are compared with the named ones of their
    claim.
    """
    documents = {document.id: document for document in story.documents}
    primary = _speak_for_themselves(said, outlets)
    by_id = {assertion.id: assertion for assertion in said}
    moved: dict[str, str] = {}
    for group in groups:
        members = [by_id[name] for name in group]
        sources = sorted((a for a in members if _is_source(a, primary)), key=lambda a: _when(documents[a.document]))
        for assertion in members:
            source = _source_of(assertion, sources, documents)
            if source is not None:
                moved[assertion.id] = source.origin
    return tuple(replace(a, origin=moved[a.id]) if a.id in moved else a for a in said)


def _speak_for_themselves(said: Sequence[Assertion], outlets: Mapping[str, Outlet]) -> frozenset[str]:
    """Documents whose own voice is that of a party: by their publisher's kind, or since they say "we" all the time."""
    own = [a for a in said if a.manner is Manner.OWN]
    sentences = Counter(a.document for a in own)
    ours = Counter(a.document for a in own if _WE.search(_QUOTED.sub("", a.span.quote)))
    return frozenset(
        document
        for document, outlet in outlets.items()
        if outlet.kind in _PRIMARY
        or (outlet.kind is OutletKind.UNKNOWN and ours[document] > _OWN_CAUSE * max(1, sentences[document]))
    )


def _is_source(assertion: Assertion, primary: frozenset[str]) -> bool:
    if assertion.manner is Manner.OWN:
        return assertion.document in primary or bool(_FIRST_HAND.search(_QUOTED.sub("", assertion.span.quote)))
    return assertion.speaker.kind in {SpeakerKind.PERSON, SpeakerKind.BODY}


def _source_of(
    assertion: Assertion, sources: Sequence[Assertion], documents: Mapping[str, Document]
) -> Assertion | None:
    """The earliest source that it may have its words from; None where it stands on its own."""
    if assertion in sources:
        return None
    for source in sources:
        if source.origin == assertion.origin:
            return None
        if _before(documents[assertion.document], documents[source.document]):
            continue
        if assertion.manner is Manner.OWN or not _is_somebody(assertion) or _same_words(assertion, source):
            return source
    return None


def _is_somebody(assertion: Assertion) -> bool:
    """Whether an unnamed speaker is a person or several, and not a thing or a pronoun."""
    words = [token.text.casefold() for token in tokens(assertion.speaker.name)]
    return (
        bool(words)
        and not {"report", "reports", "survey", "surveys"} & set(words)
        and (any(word in lexicon("unnamed") for word in words))
    )


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
