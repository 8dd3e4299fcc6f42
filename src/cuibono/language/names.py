"""Proper names in a text, found by capitals with the evidence of the whole document, and what kind they are of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from cuibono.core.text import Block, Document, Kind, Role, Span
from cuibono.language.lexicons import entries, lexicon, table
from cuibono.language.sentences import sentences

_WORD = re.compile(r"(?:[A-Z]\.)+(?:[A-Z]\b)?|[^\W_]+(?:[-'’&][^\W_]+)*[!.]?")
_PARTICLES = frozenset(
    "de da do dos del della der den des di du van von bin ibn al el la le ben abu zu ter ten y af".split()
)
_JOINERS = frozenset(("of", "for", "and", "&", "the"))
_GAP = re.compile(r"[ \u00a0]+$|[ ]?&[ ]?$|,[ ](?=$)")
_MIXED = re.compile(r"[A-Z]{2,}|[a-z][A-Z]|\d")
_POSSESSIVE = re.compile(r"['’]s?$")
_SURNAMES = frozenset({"May", "March", "June", "August"})  # months that are surnames too
_PLACE_HEADS = frozenset({"Port", "Fort", "Mount", "Lake", "Cape", "Isle"})


class NameKind(StrEnum):
    """What a name most likely names."""

    PERSON = "person"
    BODY = "body"
    PLACE = "place"
    PEOPLE = "people"  # demonyms, parties, faiths
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    initial: bool  # begins its sentence (or a quotation in it)
    shouted: bool  # stands in a title-case or all-capitals line, where a capital proves nothing


def names(document: Document, region: Span | None = None) -> tuple[Span, ...]:
    """Proper names in the region, in order, without leading titles ("Sen.", "President") or a possessive ending.

    A capital at the beginning of a sentence counts only if the word occurs capitalised elsewhere in the document
    where it need not be, or is known as a name; in title-case and all-capitals lines so does every capital. Names of
    several words keep particles ("van der"), "of" and "and" inside bodies, initials and suffixes ("Jr.", "Inc.").
    Days and months are no names.
    """
    found = _found(document.text, document.blocks)
    if region is not None:
        found = found[bisect_left(found, (region.start,)) : bisect_left(found, (region.end,))]
        found = tuple(pair for pair in found if pair[1] <= region.end)
    return tuple(Span(document, a, b) for a, b in found)


@lru_cache(maxsize=512)
def _found(text: str, blocks: tuple[Block, ...]) -> tuple[tuple[int, int], ...]:
    document = Document(id="", capture="", kind=Kind.TEXT, text=text, blocks=blocks)  # what names depend on
    lines = [_words(text, span, document) for span in sentences(document)]
    known = _evidence(lines)
    found: list[tuple[int, int]] = []
    for line in lines:
        found.extend(_names_in(text, line, known))
    return tuple(found)


def _words(text: str, sentence: Span, document: Document) -> list[_Word]:
    """The words of a sentence, with what their capitals can prove."""
    matches = list(_WORD.finditer(text, sentence.start, sentence.end))
    shouted = _shouts(sentence.quote, [m.group() for m in matches], document.block_at(sentence.start))
    words: list[_Word] = []
    fresh = True
    for m in matches:
        body = m.group()
        end = m.end()
        if body.endswith(("!", ".")) and not _keeps_dot(body):
            body, end = body[:-1], end - 1
        between = text[words[-1].end : m.start()] if words else ""
        opened = any(c in '"“‘«' for c in between) and not between.endswith(" ")
        initial = fresh or opened or ":" in between or "?" in between or "•" in between or "—" in between
        words.append(_Word(m.start(), end, body, initial, shouted))
        fresh = False
    return words


def _keeps_dot(word: str) -> bool:
    """Whether the full stop or exclamation mark belongs to the word."""
    if word.endswith("!"):
        return word in entries("abbreviations")
    plain = word[:-1]
    return word.count(".") > 1 or len(plain) == 1 or word in entries("abbreviations") or plain in _suffixes()


def _shouts(sentence: str, words: list[str], block: Block | None) -> bool:
    """Whether a line is set in capitals or in title case, so that a capital proves nothing."""
    long = [w for w in words if len(w) > 3 and w[0].isalpha()]  # noqa: PLR2004 - short words stay small in titles
    if len(long) < 2:  # noqa: PLR2004
        return False
    capital = sum(w[0].isupper() for w in long) / len(long)
    if sum(w.isupper() for w in long) / len(long) > 0.7:  # noqa: PLR2004 - all capitals
        return True
    heading = block is not None and block.role in {Role.TITLE, Role.HEADING, Role.CAPTION}
    if not heading and sentence.endswith((".", "”", '"')):
        return False
    return capital >= (0.7 if heading else 0.85) and len(long) >= 4  # noqa: PLR2004 - set by reading 40 titles


@dataclass(frozen=True, slots=True)
class _Known:
    capital: Counter[str]  # word -> times capitalised where it need not be
    small: Counter[str]  # word -> times written small


def _evidence(lines: list[list[_Word]]) -> _Known:
    capital: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for line in lines:
        for word in line:
            plain = _POSSESSIVE.sub("", word.text)
            if not word.text[0].isupper():
                small[plain.lower()] += 1
            elif not word.initial and not word.shouted:
                capital[plain] += 1
    return _Known(capital, small)


def _names_in(text: str, line: list[_Word], known: _Known) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(line):
        if not _is_name_word(line[at], line[at + 1] if at + 1 < len(line) else None, known):
            at += 1
            continue
        stop = _reach(text, line, at, known)
        for first, after in _parts(line, at, stop):
            last = line[after - 1]
            tail = _POSSESSIVE.search(last.text)
            end = last.start + tail.start() if tail and len(last.text) > len(tail.group()) else last.end
            found.append((line[first].start, end))
        at = stop
    return found


def _parts(line: list[_Word], at: int, stop: int) -> list[tuple[int, int]]:
    """Cut a run of capitals: leading titles off, and "FBI Director James Comey" into the body and the person."""
    first = _without_titles(line, at, stop)
    while first < stop - 1 and _COMPOUND.search(line[first].text):
        first += 1  # "Texas-based Acme" is Acme
    if first == stop or _barred(line[first:stop]):
        return []
    for middle in range(first + 1, stop - 1):
        after = _without_titles(line, middle, stop)
        if middle < after < stop and line[after].text.lower() not in _heads():
            return [(first, middle), *_parts(line, after, stop)]
    return [(first, stop)]


def _reach(text: str, line: list[_Word], at: int, known: _Known) -> int:
    """Index after the last word of the name that begins at ``at``."""
    stop = at + 1
    while stop < len(line):
        before, word = line[stop - 1], line[stop]
        gap = text[before.end : word.start]
        if _POSSESSIVE.search(before.text) and before.text[-1] in "s'’" and "'" in before.text.replace("’", "'"):
            break
        if gap == ", " and (word.text in _suffixes() or word.text in {"Jr.", "Sr.", "Jr", "Sr"}):
            stop += 1
            continue
        if gap in {"' ", "’ "} and before.text.endswith("s") and word.text.lower() in _heads():
            stop += 1  # "Correspondents' Association"
            continue
        if gap.strip() not in {"", "&"} or "\n" in gap:
            break
        if _follows(before, word, known):
            so_far = " ".join(w.text for w in line[at:stop]).lower()
            if "of" in so_far and so_far in lexicon("places") and word.text.lower() in lexicon("first_names"):
                break  # "for the District of Columbia Jane Roe"
            stop += 1
            continue
        ahead = _joined(text, line, stop, known)
        if ahead == 0:
            break
        stop += ahead
    return stop


def _follows(before: _Word, word: _Word, known: _Known) -> bool:
    """Whether a word that stands right after a name word goes on with it."""
    if not (word.text[0].isupper() or (word.text[0].isdigit() and word.text.isdigit() and len(word.text) < 3)):  # noqa: PLR2004
        return False
    if word.text in _SURNAMES and before.text.lower() in lexicon("first_names"):
        return True  # Theresa May
    if word.text[0].isdigit() or word.text.lower() in lexicon("calendar"):
        return False
    if word.shouted:
        return before.text.lower() in lexicon("first_names") or _is_name_word(word, None, known)
    return word.text.lower() not in lexicon("stop") or (word.text.isupper() and len(word.text) > 1)


def _joined(text: str, line: list[_Word], at: int, known: _Known) -> int:  # noqa: PLR0911 - one return per joiner
    """How many words a joiner adds: particles before a capital, "of (the)" and "and" inside the names of bodies."""
    word = line[at].text
    rest = line[at + 1 : at + 3]
    gaps = [text[a.end : b.start] for a, b in zip(line[at:], rest, strict=False)]
    if not rest or gaps[0] != " ":
        return 0
    if word.lower() in _PARTICLES:
        if _follows(line[at], rest[0], known):
            return 2
        if rest[0].text.lower() in _PARTICLES and len(rest) == 2 and _follows(rest[0], rest[1], known):  # noqa: PLR2004
            return 3  # van der Berg
    if word.lower() in _JOINERS and line[at - 1].text.lower() in _of_heads():
        if _follows(line[at], rest[0], known):
            return 2
        the = rest[0].text == "the" and word != "and"  # "the Fire Department and the Ministry" are two
        if the and len(rest) == 2 and gaps[1] == " " and _follows(rest[0], rest[1], known):  # noqa: PLR2004
            return 3
    if (
        word in {"and", "&"}
        and _follows(line[at], rest[0], known)
        and len(rest) > 1
        and rest[1].text.lower() in _heads()
    ):
        return 2  # Food and Drug Administration
    return 0


def _is_name_word(word: _Word, after: _Word | None, known: _Known) -> bool:
    """Whether a name may begin with this word."""
    text = _POSSESSIVE.sub("", word.text)
    if not text or not (text[0].isupper() or re.match(r"[a-z]+[A-Z]", text)):
        return False
    plain = text.lower()
    if plain in lexicon("calendar") or (plain in lexicon("stop") and text != "US") or text in {"I", "OK", "TV"}:
        return False
    if len(text) > 5 and text.isupper() and plain not in lexicon("places"):  # noqa: PLR2004 - shouting, no acronym
        return False
    if not word.initial and not word.shouted:
        return True
    if _MIXED.search(text) and not (word.shouted and text.isupper()):
        return True  # FBI, eBay: capitals where no sentence asks for them
    return _is_name_opener(text, word, after, known)


def _is_name_opener(  # noqa: PLR0911 - one return per reason
    text: str, word: _Word, after: _Word | None, known: _Known
) -> bool:
    """Whether a word is a name although its place asks for a capital: by evidence elsewhere, or by what follows."""
    plain = text.lower()
    goes_on = after is not None and after.text[0].isupper() and after.text.lower() not in lexicon("stop")
    if known.capital[text] > known.small[plain] or (plain in lexicon("demonyms") and goes_on):
        return True
    if plain in lexicon("body_heads") and after is not None and after.text == "of":
        return True  # "Department of", "Bank of"
    if known.small[plain]:
        return False
    if plain in lexicon("places") or plain in lexicon("demonyms") or plain in lexicon("first_names"):
        return True
    if word.shouted or not goes_on or after is None:
        return False
    if plain.rstrip(".") in lexicon("titles"):
        return True
    common = plain in lexicon("openers") or plain.endswith(("ly", "ing"))
    return not common and after.text.lower() not in lexicon("calendar")


def _without_titles(line: list[_Word], at: int, stop: int) -> int:
    """Index of the first word after leading titles ("Attorney General Eric Holder": at "Eric")."""
    longest = 4
    moved = True
    first = at
    if line[at].text.lower() in lexicon("parties") and line[stop - 1].text.lower() not in _heads():
        first += 1
    while moved and first < stop:
        moved = False
        for count in range(min(longest, stop - first), 0, -1):
            words = " ".join(w.text for w in line[first : first + count]).lower()
            if words in lexicon("titles") or words.rstrip(".") in lexicon("titles"):
                rest = line[first + count : stop]
                if rest and rest[0].text.lower() in _heads() and len(rest) == 1:
                    return first  # "Justice Department"
                if rest and rest[0].text.lower() in _JOINERS | _PARTICLES:
                    return first  # "Secretary of Defense", "Chancellor of ..."
                first += count
                moved = True
                break
    return first


_COMPOUND = re.compile(r"-(?:based|born|led|backed|run|owned|area|style|era|bound|controlled|funded)$", re.IGNORECASE)


def _barred(words: list[_Word]) -> bool:
    return all(w.text.lower() in _JOINERS for w in words) or (
        len(words) == 1 and (len(words[0].text) == 1 or words[0].text.lower().rstrip(".") in {"r", "d", "jr", "sr"})
    )


@cache
def _suffixes() -> frozenset[str]:
    return frozenset(entries("company_suffixes"))


@cache
def _heads() -> frozenset[str]:
    return lexicon("body_heads")


@cache
def _of_heads() -> frozenset[str]:
    return lexicon("body_heads") | lexicon("of_heads")


@lru_cache(maxsize=4096)
def kind_of(name: str) -> NameKind:
    """What a name most likely names, by its own words alone: "Jane Roe" a person, "Orrin Labs" a body."""
    words = name.replace("’", "'").split()
    plain = name.lower().removeprefix("the ")
    kind = NameKind.UNKNOWN
    if plain in lexicon("demonyms"):
        kind = NameKind.PEOPLE
    elif plain in lexicon("places") or _names_place(words):
        kind = NameKind.PLACE
    elif _is_acronym(name) or words[-1] in _suffixes() or words[-1].rstrip(".,") in _suffixes():
        kind = NameKind.BODY
    elif words[0].lower() in lexicon("first_names") and 2 <= len(words) <= 5:  # noqa: PLR2004
        body = len(words) > 2 and words[-1].lower() in _heads()  # noqa: PLR2004 - "James Court" may be a man
        kind = NameKind.BODY if body else NameKind.PERSON
    elif any(w.lower().rstrip("s") in _heads() or w.lower() in _heads() for w in words) or "&" in words:
        kind = NameKind.BODY
    elif len(words) > 1 and (re.fullmatch(r"[A-Z]\.", words[1]) or words[-1].rstrip(".") in {"Jr", "Sr", "III", "II"}):
        kind = NameKind.PERSON
    return kind


def _names_place(words: list[str]) -> bool:
    """Whether a name is of the sort "Port Harlow", "Lake Orrin"; "Port Authority" is a body."""
    return len(words) == 2 and words[0].title() in _PLACE_HEADS and words[1].lower() not in _heads()  # noqa: PLR2004


def _is_acronym(name: str) -> bool:
    return name.upper() in _acronyms() or (name.isalpha() and name.isupper() and 2 <= len(name) <= 6)  # noqa: PLR2004


@cache
def _acronyms() -> frozenset[str]:
    return frozenset(key.upper() for key in table("acronyms"))
