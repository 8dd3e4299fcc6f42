"""The same people, bodies and deeds under different names: one outlet's charged, another's plain one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import groupby

from cuibono.core.claims import Assertion, Manner, Modality
from cuibono.core.findings import Aspect
from cuibono.core.reading import Record
from cuibono.core.text import Span
from cuibono.findings.lexicon import peoples
from cuibono.findings.wording import Hint, stems_of
from cuibono.language.words import Token, content_words, stem, tokens

_ADJECTIVE = re.compile(r"^[A-Z]\w\w|(?:al|ic|ian|ous|ive|less|ful|ary|ish|able|ese)$")
_BEFORE = re.compile(r"(?:['’]s?)?\s(?:[a-z-]+\s)?")
_BEHIND = re.compile(r"\s(?:of\s(?:the\s)?)?")
_ACTS = re.compile(r"\s+(?:(?:has|had|have|also|again)\s+){0,2}(?:[a-z]+(?:ed|s)\b|said|says)")
_STATE = "government"  # the line of the table that names a country's government
_KIN, _ENDING = 5, 3  # letters of a country's name, and of what its people's name adds
_FIGURE = 3  # characters of a number that is not shared by chance
_ALIKE = 4  # content words beside the names that two sentences must share, where no claim joins them
_SHARE = 0.5
_CANDIDATES = 40  # plain names a charged one is held against: those whose statements share most words


@dataclass(frozen=True, slots=True)
class _Use:
    """A name in somebody's own words."""

    thing: str
    name: str
    charged: bool
    span: Span
    assertion: Assertion
    beside: frozenset[str] = frozenset()  # proper names right before or behind: whose, or who


def names_apart(record: Record) -> Iterator[Hint]:
    """One hint for each outlet and charged name, held against the plain names other outlets use for the same.

    Two names mean the same if their statements belong to one claim, share most of their other content words or a
    telling figure and a word, or if both names stand beside one proper name ("the Orrin regime", "the government of
    Orrin"); a document that uses both names, and words in direct quotation, are left out.
    """
    uses = [u for a in record.assertions for u in (*_uses(record, a), *_states(record, a))]
    by_thing = defaultdict(list)
    for use in uses:
        by_thing[use.thing].append(use)
    for thing in sorted(by_thing):
        yield from _rivals(record, by_thing[thing])


def _rivals(record: Record, uses: list[_Use]) -> Iterator[Hint]:
    plain = [use for use in uses if not use.charged]
    kept = Counter(use.assertion.document for use in uses if use.charged)
    even = {d for d, count in Counter(use.assertion.document for use in plain).items() if count >= kept[d]}
    index: dict[str, list[int]] = defaultdict(list)
    called: dict[str, list[int]] = defaultdict(list)
    for place, use in enumerate(plain):
        for root in sorted(_beside(use)):
            index[root].append(place)
        for name in sorted(use.beside):
            called[name].append(place)
    charged = sorted(
        (u for u in uses if u.charged and u.assertion.document not in even),
        key=lambda u: (u.assertion.document, u.name, u.span),
    )
    for (document, name), group in groupby(charged, key=lambda u: (u.assertion.document, u.name)):
        same = list(group)
        for use in same:
            near = Counter(place for root in _beside(use) for place in index.get(root, ()))
            ranked = sorted((place for place, shared in near.items() if shared > 1), key=lambda p: (-near[p], p))
            alike = [place for name in sorted(called) if _alike(use, name) for place in called[name][:_CANDIDATES]]
            tried = dict.fromkeys([*ranked[:_CANDIDATES], *alike])
            against = _against(record, use, [plain[place] for place in tried])
            if against:
                claim = record.claim_of.get(use.assertion.id)
                yield Hint(
                    aspect=Aspect.NAMING,
                    document=document,
                    spans=(use.span, *(other.span for other in against)),
                    reason=f"“{name}” here, “{against[0].name}” elsewhere, for the same",
                    weight=0.5 + 0.1 * min(2, len(against) - 1),
                    claims=(claim.id,) if claim else (),
                )
                break


def _against(record: Record, use: _Use, plain: list[_Use]) -> list[_Use]:
    """Plain names in other outlets' words for the same, one for each outlet, the closest statement first."""
    house = record.outlets[use.assertion.document].house if use.assertion.document in record.outlets else ""
    ranked = []
    for other in plain:
        theirs = record.outlets.get(other.assertion.document)
        if other.assertion.document == use.assertion.document or (theirs and theirs.house == house):
            continue
        mine, yours = _beside(use), _beside(other)
        shared = len(mine & yours)
        joined = record.claim_of.get(use.assertion.id) is record.claim_of.get(other.assertion.id) is not None
        figure = any(len(word) >= _FIGURE and word[0].isdigit() for word in mine & yours)
        tied = shared >= (2 if joined else _ALIKE) and shared >= _SHARE * min(len(mine), len(yours))
        if tied or (figure and shared > 1) or _one_party(use, other):
            ranked.append((-shared, other.assertion.document, other.span.start, other))
    ranked.sort(key=lambda item: item[:3])
    chosen: dict[str, _Use] = {}
    for *_, other in ranked:
        outlet = record.outlets.get(other.assertion.document)
        chosen.setdefault(outlet.house if outlet else other.assertion.document, other)
    return list(chosen.values())[:3]


def _beside(use: _Use) -> frozenset[str]:
    """What the statement says besides the name."""
    return stems_of(use.assertion.span.quote) - set(content_words(use.name))


def _uses(record: Record, assertion: Assertion) -> Iterator[_Use]:
    if assertion.manner in {Manner.DIRECT, Manner.MIXED} or assertion.modality is Modality.QUESTION:
        return
    document = record.documents[assertion.document]
    words = tokens(document.text, assertion.span.start, assertion.span.end)
    table, longest = _table()
    at = 0
    while at < len(words):
        most = longest.get(words[at].text.lower(), 1)
        for length in range(min(most, len(words) - at), 0, -1):
            piece = words[at : at + length]
            hit = table.get(_key(piece))
            if hit and not _in_name(assertion, piece):
                thing, charged = hit
                start = _with_adjectives(document.text, words, at)
                span = document.span(start, piece[-1].end)
                name = " ".join(w.text.lower() for w in piece)
                yield _Use(thing, name, charged, span, assertion, _proper(assertion, document.text, piece))
                at += length - 1
                break
        at += 1


def _proper(assertion: Assertion, text: str, piece: tuple[Token, ...]) -> frozenset[str]:
    """The proper names right before a noun ("the Orrin regime", "Orrin's army") or behind it ("strongman Orrin")."""
    found: set[str] = set()
    for name in assertion.names:
        before, behind = text[name.end : piece[0].start], text[piece[-1].end : name.start]
        if (name.end <= piece[0].start and _BEFORE.fullmatch(before)) or (
            name.start >= piece[-1].end and _BEHIND.fullmatch(behind)
        ):
            stems = [stem(token.text) for token in tokens(name.quote)]
            found |= {peoples().get(root, root) for root in stems}
    return frozenset(found)


def _states(record: Record, assertion: Assertion) -> Iterator[_Use]:
    """A country that acts under its bare name ("Orrin rejected it"): the plain name of its government."""
    name = next((n for n in assertion.names if n.start == assertion.span.start), None)
    if name is None or assertion.manner in {Manner.DIRECT, Manner.MIXED} or " " in name.quote:
        return
    text = record.documents[assertion.document].text
    if _ACTS.match(text, name.end, assertion.span.end):
        yield _Use(
            _STATE, name.quote, charged=False, span=name, assertion=assertion, beside=frozenset({stem(name.quote)})
        )


def _one_party(use: _Use, other: _Use) -> bool:
    """Whether both names stand beside one proper name, a people counting as its country."""
    return any(_alike(use, name) for name in other.beside)


def _alike(use: _Use, name: str) -> bool:
    if name in use.beside:
        return True
    kin = (a for a in use.beside if a.startswith(name[:-1]) and len(a) <= len(name) + _ENDING)
    return use.thing == _STATE and len(name) >= _KIN and any(kin)


def _with_adjectives(text: str, words: tuple[Token, ...], at: int) -> int:
    """Where a noun phrase begins: up to two describing words before the name belong to it ("state-aligned crews")."""
    start = words[at].start
    for word in reversed(words[max(0, at - 3) : at]):
        between = text[word.end : start]
        describing = between == "-" or text[word.start - 1 : word.start] == "-" or _ADJECTIVE.search(word.text)
        if between not in {" ", "-"} or not describing:
            break
        start = word.start
    return start


def _in_name(assertion: Assertion, piece: tuple[Token, ...]) -> bool:
    return any(name.start <= piece[0].start and piece[-1].end <= name.end for name in assertion.names)


def _key(piece: tuple[Token, ...]) -> str:
    words = [word.text.lower().replace("’", "'") for word in piece]
    return " ".join([*words[:-1], _singular(words[-1])])


def _singular(noun: str) -> str:
    """The noun without a plural -s: the names are nouns, and a stemmer would take verbs for them ("breached")."""
    return noun[:-1] if noun.endswith("s") and not noun.endswith(("ss", "us")) else noun


@cache
def _table() -> tuple[dict[str, tuple[str, bool]], dict[str, int]]:
    """Name -> the thing it names and whether it is charged, first line first; first word -> longest name's words."""
    text = (resources.files(__package__) / "rival_names.txt").read_text("utf-8")
    table: dict[str, tuple[str, bool]] = {}
    longest: dict[str, int] = {}
    for line in text.splitlines():
        body = line.split("#", 1)[0].strip()
        if not body:
            continue
        thing, _, rest = body.partition(":")
        for part, charged in zip(rest.split(";"), (False, True), strict=False):
            for name in part.split("|"):
                piece = tokens(name.strip())
                table.setdefault(_key(piece), (thing, charged))
                first = piece[0].text.lower()
                longest[first] = max(longest.get(first, 1), len(piece))
    return table, longest
