"""What to show first: how much a claim matters to a reader of the story, from its sources, place and content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from cuibono.core.claims import Assertion, Claim, Modality, SpeakerKind
from cuibono.core.news import Story
from cuibono.core.ports import Observer
from cuibono.language.lexicons import lexicon
from cuibono.language.words import content_words

# Parts of the whole, by what a desk editor would ask: who else has it, is it new and up front, is it checkable.
_ORIGINS, _PAPERS, _PLACE, _CONTENT, _SOURCED, _CONTESTED = 0.3, 0.15, 0.2, 0.15, 0.1, 0.1
# Of the claims shown first of eight real stories, judged by one reader, 10 of 24 in which the network sees nothing to
# check were worth showing ("a cornerstone of our democracy" was not), and 70 of 88 others. One step and no scale, so
# that little hangs on a name in the sentence.
_NOTHING_TO_CHECK, _LESS = 0.25, 0.7
_LOOKED_AT = 100  # claims; lighter ones are not shown
_FEW = 4  # content words below which a statement says little by itself
_LEANS = re.compile(
    r"(?:and|but|or|so|then|also|yet|because|which|who|that|it|he|she|they|we|i|you|his|her|their|its|our|my|your|this|"
    r"these|those|there|here|him|them|us|such|it['’]s|he['’]s|she['’]s|they['’]re|we['’]re|that['’]s|there['’]s|i['’]m|"
    r"i['’]ve|we['’]ve|don['’]t|not|nor|both|another|others|neither|none of)\b",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"\b(?:click here|follow (?:us|him|her|the)|sign up|subscribe|read more|replay|must watch|just watched|newsletter|"
    r"photos?:|image(?:s)? (?:via|courtesy)|hide caption|getty images|toggle caption|all rights reserved|"
    r"contributed to this|watch the video|listen to|related:|share this|copyright|editing by|reporting by|"
    r"advertisement)\b",
    re.IGNORECASE,
)


def self_contained(assertion: Assertion) -> bool:
    """Whether an assertion's content can stand alone: enough words, and nothing that leans on what went before."""
    words = assertion.span.quote.split()
    opening = assertion.span.quote.lstrip("“\"'‘(")
    return (
        len(words) >= _FEW
        and not _LEANS.match(opening)
        and (opening[:1].isupper() or not opening[:1].isalpha() or _has_subject(words))
    )


def _has_subject(words: Sequence[str]) -> bool:
    """Whether a clause in small letters begins like a noun phrase ("the attackers took ...", "hackers took ...")."""
    first = words[0].lower().strip("“\"'‘")
    return first in {"the", "a", "an", "no", "some", "all", "most", "many", "several", "both", "more"} or (
        first not in lexicon("stop") and not first.endswith(("ed", "ing", "en"))
    )


def salience(story: Story, said: Sequence[Assertion], origins: int, papers: int) -> float:
    """0..1: grows with independent origins and unrelated papers, early place, names and numbers, a source, dispute.

    Copies add nothing: ``origins`` and ``papers`` count roots, and the other parts take the best of all assertions.
    """
    where = {a.document for a in said}
    lengths = {document.id: max(1, len(document.text)) for document in story.documents if document.id in where}
    place = max(1 - a.span.start / lengths.get(a.document, a.span.end) for a in said)
    best = max(said, key=lambda a: (_content(a), a.span))
    sourced = any(a.speaker.kind in {SpeakerKind.PERSON, SpeakerKind.BODY} for a in said)
    denied = {(a.modality is Modality.DENIED) != bool(len(a.negations) % 2) for a in said}
    score = (
        _ORIGINS * (1 - 1 / max(1, origins))
        + _PAPERS * (1 - 1 / max(1, papers))
        + _PLACE * place**2
        + _CONTENT * _content(best)
        + _SOURCED * sourced
        + _CONTESTED * (len(denied) > 1)
    )
    return round(score * _weight(said), 4)


def worth_checking(claims: Sequence[Claim], observer: Observer) -> tuple[Claim, ...]:
    """The claims, those that hold nothing to check with less salience than they had; heaviest first.

    Equal ones stay in the order they came in. Cost: at most 100 sentences are looked at.
    """
    looked, rest = claims[:_LOOKED_AT], claims[_LOOKED_AT:]
    looks = observer.looks([claim.canonical.quote for claim in looked])
    weighed = [
        claim if look.checkable >= _NOTHING_TO_CHECK else replace(claim, salience=round(claim.salience * _LESS, 4))
        for claim, look in zip(looked, looks, strict=True)
    ]
    return tuple(sorted([*weighed, *rest], key=lambda claim: -claim.salience))


def _content(a: Assertion) -> float:
    return min(1.0, 0.5 * bool(a.quantities) + 0.25 * min(2, len(a.names)) + 0.25 * bool(a.times))


def _beside_names(a: Assertion) -> int:
    named = {stem for name in a.names for stem in content_words(name.quote)}
    return len(set(content_words(a.span.quote)) - named)


def _weight(said: Sequence[Assertion]) -> float:
    """Less than 1 for claims that say little: short, leaning on context, asked, or a page's furniture."""
    if all(_FURNITURE.search(a.sentence.quote) for a in said):
        return 0.1
    if max(len(content_words(a.span.quote)) for a in said) < _FEW:
        return 0.4
    if max(_beside_names(a) for a in said) < 2:  # noqa: PLR2004 - a name with its title states nothing
        return 0.3
    if all(a.modality is Modality.QUESTION or a.headline for a in said):
        return 0.5
    if any(self_contained(a) for a in said):
        return 1.0
    return 0.7 if any(not _LEANS.match(a.sentence.quote.lstrip("“\"'‘(")) for a in said) else 0.35
