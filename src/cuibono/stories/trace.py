"""Assertion-level origins: where the words of a claim come from, once it is known who else makes it.

Counting documents is not enough: a paper that gives a firm's figure in its own voice, after the firm gave it, is no
second origin. Independence has to be shown, not assumed. So within the assertions of one claim,

* a source is a speaker who is named and quoted, a document that speaks for its own publisher (a firm's report, an
  agency's notice), or somebody's first-hand account ("we found", "I saw");
* words in a document's own voice, and words attributed to a thing or a pronoun ("the report", "it"), go back to the
  earliest source that said it no later (a shared day counts as no later);
* the same words are one utterance: whoever shares a run of them, quoted or not, shares the origin of the named source
  among them, or of the earliest;
* unnamed people ("two officials") are one origin, since nobody can know that they are not the same; where the text
  says whom they told, it is that outlet's;
* a document is one origin for what it says in its own voice and of people it does not name;
* where there is no source, every document keeps its own origin, and copies were folded by `origins` before.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from cuibono.core.claims import Assertion, Manner, Method, SpeakerKind
from cuibono.core.news import Outlet, OutletKind, Story
from cuibono.core.text import Kind, fold
from cuibono.core.times import Stamp
from cuibono.language.lexicons import lexicon
from cuibono.language.words import tokens

METHOD = Method("trace-rules", "2")

_PRIMARY = frozenset({OutletKind.VENDOR, OutletKind.GOVERNMENT, OutletKind.RESEARCH})
_WE = re.compile(r"\b(?:we|our|us|ours)\b", re.IGNORECASE)
_FIRST_HAND = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|me|us)\b")
_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]")
# Words in a row that make two statements of one claim one utterance: fewer are shared by chance (origins use five-word
# shingles, but many of them).
_SAME_WORDS = 8
_FEW_WORDS = 4  # of a statement that is shared whole
# Share of sentences in its own voice with "we" or "our" from which a publisher of unknown kind speaks for itself. In
# the bundled story its parties' own statements have 0.36 and 0.42, an unknown paper 0.06; of 40 articles of real papers
# one reached 0.25 (an opinion), but their kind is known.
_OWN_CAUSE = 0.2


def trace(
    story: Story, outlets: Mapping[str, Outlet], said: Sequence[Assertion], groups: Iterable[Sequence[str]]
) -> tuple[Assertion, ...]:
    """The assertions with their origins traced; ``groups`` are the ids of those that make the same claim.

    Linear in the assertions: within a claim, runs of words are looked up, not compared pair by pair.
    """
    appeared = {document.id: story.appeared(document) for document in story.documents}
    primary = speak_for_themselves(said, outlets)
    threads = frozenset(document.id for document in story.documents if document.kind is Kind.THREAD)
    houses = _houses(said, outlets)
    by_id = {assertion.id: assertion for assertion in said}
    traced: dict[str, str] = {}
    for group in groups:
        members = sorted((by_id[name] for name in group), key=lambda a: (_when(a, appeared), a.span, a.id))
        sources = [a for a in members if _is_source(a, primary, threads)]
        found = {a.id: _own_origin(a, sources, appeared, houses) for a in members}
        _share(members, found, {a.id for a in sources})
        traced.update(found)
    return tuple(replace(a, origin=traced.get(a.id, a.origin)) for a in said)


def _houses(said: Sequence[Assertion], outlets: Mapping[str, Outlet]) -> dict[str, str]:
    """The origin of each outlet's own words, by the outlet's name in lower case."""
    own = (a for a in said if a.manner is Manner.OWN and a.speaker.kind is SpeakerKind.OUTLET)
    return {outlets[a.document].name.casefold(): a.origin for a in own}


def _own_origin(
    assertion: Assertion,
    sources: Sequence[Assertion],
    appeared: Mapping[str, Stamp | None],
    houses: Mapping[str, str],
) -> str:
    """Where an assertion's words come from, as far as it and the sources of its claim tell."""
    if assertion in sources:
        return assertion.origin
    if assertion.speaker.kind is SpeakerKind.UNNAMED and _is_somebody(assertion):
        told = next((via for via in assertion.via if via.kind in {SpeakerKind.OUTLET, SpeakerKind.BODY}), None)
        return houses.get(told.name.casefold(), f"o:{told.id}") if told else assertion.origin
    for source in sources:
        if source.origin == assertion.origin or not _before(appeared[assertion.document], appeared[source.document]):
            return source.origin
    return assertion.origin


def _share(members: Sequence[Assertion], found: dict[str, str], named: set[str]) -> None:
    """Give those who share words, or who are all unnamed people, one origin: a named source's, else the earliest's."""
    for party in _parties(members, named):
        first = next((a for a in party if a.id in named), party[0])
        for assertion in party:
            if assertion.id not in named or assertion.speaker.id == first.speaker.id or assertion.manner is Manner.OWN:
                found[assertion.id] = found[first.id]


def _parties(members: Sequence[Assertion], named: set[str]) -> list[list[Assertion]]:
    """The assertions that cannot be told apart as sources (union-find over what they share), earliest first."""
    first: dict[object, int] = {}
    parent = list(range(len(members)))

    def root(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    for i, assertion in enumerate(members):
        keys: set[object] = set(_runs(assertion))
        if assertion.id not in named:
            keys.add(("document", assertion.document))
            if assertion.speaker.kind is SpeakerKind.UNNAMED and not assertion.via and _is_somebody(assertion):
                keys.add("unnamed people")
        for key in keys:
            one, other = sorted((root(i), root(first.setdefault(key, i))))
            parent[other] = one
    parties: defaultdict[int, list[Assertion]] = defaultdict(list)
    for i, assertion in enumerate(members):
        parties[root(i)].append(assertion)
    return list(parties.values())


def _runs(assertion: Assertion) -> set[tuple[str, ...]]:
    """All runs of `_SAME_WORDS` words; a shorter statement is one run."""
    words = [token.text.casefold() for token in tokens(fold(assertion.span.quote))]
    if _FEW_WORDS <= len(words) < _SAME_WORDS:
        return {tuple(words)}
    return {tuple(words[i : i + _SAME_WORDS]) for i in range(len(words) - _SAME_WORDS + 1)}


def speak_for_themselves(said: Sequence[Assertion], outlets: Mapping[str, Outlet]) -> frozenset[str]:
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


def _is_source(assertion: Assertion, primary: frozenset[str], threads: frozenset[str]) -> bool:
    if assertion.manner is not Manner.OWN:
        return assertion.speaker.kind in {SpeakerKind.PERSON, SpeakerKind.BODY}
    if assertion.document in primary:
        return True
    # "We" in a newspaper's own text is a quotation that lost its marks; in a thread or an opinion it is the writer.
    speaks = assertion.speaker.kind is SpeakerKind.PERSON or assertion.document in threads
    return speaks and bool(_FIRST_HAND.search(_QUOTED.sub("", assertion.span.quote)))


def _is_somebody(assertion: Assertion) -> bool:
    """Whether an unnamed speaker is a person or several, and not a thing or a pronoun."""
    words = [token.text.casefold() for token in tokens(assertion.speaker.name)]
    return (
        bool(words)
        and not {"report", "reports", "survey", "surveys"} & set(words)
        and (any(word in lexicon("unnamed") for word in words))
    )


def _before(one: Stamp | None, other: Stamp | None) -> bool:
    """Whether the one document certainly appeared before the other."""
    return bool(one and other and one.before(other))


def _when(assertion: Assertion, appeared: Mapping[str, Stamp | None]) -> tuple[bool, str, str]:
    stamp = appeared[assertion.document]
    return (stamp is None, str(stamp or ""), assertion.document)
