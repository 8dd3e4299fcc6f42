"""Loaded words in a text: found by lexicon, left out where they are meant literally or are part of a name or title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from cuibono.core.text import Document, Role, Span
from cuibono.language.names import names
from cuibono.language.quotes import quotations
from cuibono.language.words import Token, stem, tokens

_MENTIONED = re.compile(r"\b(?:the (?:word|term|phrase|label)|(?:called|dubbed|titled|entitled|named))\s+[\"“‘']$")
_TITLE_CASE = 0.75  # share of capitalised longer words from which a quotation is a title
_LONG_WORD = 4
_PHRASE = 48  # characters at either side in which a fixed phrase may hold a word


@dataclass(frozen=True, slots=True)
class Entry:
    """A loaded word or phrase: category, weight 1..3; ``exact`` matches the form alone, ``figurative`` needs care."""

    category: str
    weight: int
    exact: bool = False
    figurative: bool = False


@dataclass(frozen=True, slots=True)
class Loaded:
    """A loaded word where it stands."""

    span: Span
    key: str  # the same for all its inflections
    entry: Entry


def loaded(document: Document, region: Span | None = None, about: frozenset[str] = frozenset()) -> tuple[Loaded, ...]:
    """Loaded words in the region, in order; the longest phrase at each place, none overlapping.

    Left out: words in proper names and in titles of works, and figurative ones ("stormed", "crushed") where a word
    of the same sentence or of the title shows that storms, crowds or fires are the subject. ``about`` are further
    stems that say what it is about: those of the story's other titles. Parts of hyphenated words are none, nor are
    fixed phrases that are the plain name of a thing ("petty officer").
    """
    start, end = (region.start, region.end) if region else (0, len(document.text))
    words = tokens(document.text, start, end)
    found = matches(words)
    if not found:
        return ()
    barred = _barred(document)
    matched = {i for first, last, *_ in found for i in range(first, last + 1)}
    kept = []
    for first, last, key, entry in found:
        a, b = words[first].start, words[last].end
        initials = document.text[a:b].isupper() and first == last  # "FUD" looks like a name and is none
        if any(x <= a and b <= y and not (initials and (x, y) == (a, b)) for x, y in barred):
            continue
        if _in_compound(document.text, a, b) or _fixed(document.text, a, b):
            continue
        if entry.figurative and (about & literal_signs() or _literal(document, words, (first, last), matched)):
            continue
        kept.append(Loaded(Span(document, a, b), key, entry))
    return tuple(kept)


def matches(words: Sequence[Token], lexicon: str = "loaded_words.txt") -> list[tuple[int, int, str, Entry]]:
    """First word, last word, key and entry of each match of a lexicon of this package, longest first at each place."""
    phrases, longest = _phrases(lexicon)
    plain = [w.text.lower().replace("’", "'") for w in words]
    stems = [stem(p) for p in plain]
    found: list[tuple[int, int, str, Entry]] = []
    after = 0
    for at in (place for place, root in enumerate(stems) if root in longest):  # all entries are known by a first stem
        if at < after:
            continue
        for length in range(min(longest[stems[at]], len(words) - at), 0, -1):
            form = " ".join(plain[at : at + length])
            key = " ".join((stems[at], *plain[at + 1 : at + length]))
            if length > 1 and key not in phrases:
                key = key.removesuffix("s")  # "time bombs"
            entry = phrases.get(f"={form}") or phrases.get(key)
            if entry and _together(words, at, length):
                if entry.weight:
                    found.append((at, at + length - 1, key, entry))
                after = at + length
                break
    return found


def _together(words: Sequence[Token], at: int, length: int) -> bool:
    """Whether the words of a phrase stand beside each other: a space or a hyphen between them."""
    return all(words[i + 1].start - words[i].end <= 1 for i in range(at, at + length - 1))


def _in_compound(text: str, start: int, end: int) -> bool:
    """Whether a word is a part of a longer hyphenated one: "shell-shocked"."""
    before = start > 1 and text[start - 1] in "-‐‑" and text[start - 2].isalnum()
    return before or (text[end : end + 1] in {"-", "‐", "‑"} and text[end + 1 : end + 2].isalnum())


def _fixed(text: str, start: int, end: int) -> bool:
    """Whether a fixed phrase that means something plain holds the word."""
    low = max(0, start - _PHRASE)
    return any(m.start() <= start and end <= m.end() for m in _fixed_phrases().finditer(text, low, end + _PHRASE))


def _literal(document: Document, words: Sequence[Token], place: tuple[int, int], matched: set[int]) -> bool:
    """Whether sentence or title speak of weather, violence, fire, crashes or play: the word may be meant plainly."""
    signs = literal_signs()
    first, last = place
    block = document.block_at(words[first].start)
    floor, roof = (block.start, block.end) if block else (0, len(document.text))
    around = [w for i, w in enumerate(words[max(0, first - 14) : last + 15], max(0, first - 14)) if i not in matched]
    near = {stem(w.text) for w in around if floor <= w.start < roof}
    return bool((near | title_stems(document.title)) & signs)


@cache
def title_stems(title: str) -> frozenset[str]:
    """The words of a title that are not loaded themselves."""
    words = tokens(title)
    matched = {i for a, b, *_ in matches(words) for i in range(a, b + 1)}
    return frozenset(stem(word.text) for i, word in enumerate(words) if i not in matched)


def _barred(document: Document) -> list[tuple[int, int]]:
    """Names, and short quotations in title case: "The Poisoned Chalice"."""
    found = []
    for name in names(document):
        block = document.block_at(name.start)
        if block is None or block.role not in {Role.TITLE, Role.HEADING} or " " not in name.quote:
            found.append((name.start, name.end))
    for quotation in quotations(document):
        body = document.text[quotation.start + 1 : quotation.end - 1]
        long = [w for w in re.findall(r"[^\W\d_]+", body) if len(w) >= _LONG_WORD]
        titled = len(long) > 1 and sum(w[0].isupper() for w in long) / len(long) >= _TITLE_CASE
        if titled or _MENTIONED.search(document.text[max(0, quotation.start - 20) : quotation.start + 1]):
            found.append((quotation.start, quotation.end))
    return found


@cache
def _phrases(lexicon: str) -> tuple[dict[str, Entry], dict[str, int]]:
    """A lexicon by stems, exact forms by "=" and the form; and by first stem the words of its longest phrase."""
    text = (resources.files(__package__) / lexicon).read_text("utf-8")
    table: dict[str, Entry] = {}
    longest: dict[str, int] = {}
    for line in text.splitlines():
        body = line.split("#", 1)[0].strip()
        if not body:
            continue
        head, _, rest = body.partition(":")
        category, weight = head.split()
        for raw in rest.split("|"):
            word = raw.strip()
            figurative = word.startswith("~")
            word = word.lstrip("~")
            parts = [t.text.lower() for t in tokens(word.lstrip("="))]
            # "severely" judges, "severe" need not; the stemmer would make them one.
            exact = word.startswith("=") or (len(parts) == 1 and word.endswith("ly"))
            key = "=" + " ".join(parts) if exact else " ".join((stem(parts[0]), *parts[1:]))
            table.setdefault(key, Entry(category, int(weight), exact, figurative))
            first = stem(parts[0])
            longest[first] = max(longest.get(first, 1), len(parts))
    return table, longest


@cache
def _fixed_phrases() -> re.Pattern[str]:
    text = (resources.files(__package__) / "literal_phrases.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return re.compile("|".join(rf"(?<!\w)(?:{line})" for line in lines), re.IGNORECASE)


@cache
def literal_signs() -> frozenset[str]:
    """Stems that show that a word of war, weather or disaster may be meant as it is written."""
    text = (resources.files(__package__) / "literal_signs.txt").read_text("utf-8")
    lines = (line.split("#", 1)[0] for line in text.splitlines())
    return frozenset(stem(word) for line in lines for word in line.split())
