"""Which names of a story may change places.

What the world knows of the two must be alike, or the story would not be the same story about others: two persons have
first names of one sex, and names that stand in the same word lists; two outlets are of one kind and of different
families.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations

from cuibono.core.claims import SpeakerKind
from cuibono.core.news import Outlet, OutletKind
from cuibono.core.reading import Record
from cuibono.core.text import Document
from cuibono.gate.exchange import Exchange, register
from cuibono.language.lexicons import lexicon, table

_LEAST = 3  # times that a name must be read for its exchange to say anything
_READ = 2  # times that both names of a person must be read together
_LISTS = "first_names places demonyms parties stop media companies_common bodies_common roles titles body_heads".split()
_NAME = re.compile(r"\b([A-Z][a-z]{2,}) (?:[A-Z]\. )?([A-Z][a-z]{3,})\b")
_WORD = re.compile(r"[^\W\d_]+")
_VOWELS = frozenset("AEIOU")
# Place, adjective, people: only those whose forms are regular and are no other word.
_LANDS = tuple(
    (land, adjective, adjective + "s")
    for land, adjective in (
        pair.split("/")
        for pair in (
            "Russia/Russian Syria/Syrian Mexico/Mexican Canada/Canadian Germany/German Libya/Libyan Brazil/Brazilian "
            "Colombia/Colombian Pakistan/Pakistani Cuba/Cuban Nigeria/Nigerian Venezuela/Venezuelan "
            "Palestine/Palestinian Hungary/Hungarian Norway/Norwegian Belgium/Belgian Chile/Chilean Kenya/Kenyan "
            "Iran/Iranian Iraq/Iraqi Israel/Israeli Egypt/Egyptian Ukraine/Ukrainian India/Indian Italy/Italian "
            "Indonesia/Indonesian Australia/Australian Austria/Austrian Ethiopia/Ethiopian Armenia/Armenian"
        ).split()
    )
)
# Cities that speak for a land, which no exchange of its name reaches: where one is read the land is left alone.
_SEATS = {
    "Russia": ("Moscow", "Kremlin"),
    "Iran": ("Tehran",),
    "Iraq": ("Baghdad",),
    "Syria": ("Damascus",),
    "Israel": ("Jerusalem",),
    "Palestine": ("Gaza",),
    "Egypt": ("Cairo",),
    "Germany": ("Berlin",),
    "Canada": ("Ottawa",),
    "Ukraine": ("Kiev", "Kyiv"),
    "Cuba": ("Havana",),
}
_PARTIES = (
    ("Democrats", "Republicans"),
    ("Democrat", "Republican"),
    ("Democratic", "Republican"),
    ("DNC", "RNC"),
    ("D-", "R-"),
)
_INVENTED = {"male": "Martin Peter Simon Oliver", "female": "Laura Karen Monica Teresa"}
_SURNAMES = ("Halvorn", "Brentwick", "Ollerby")
_BODIES = ("Velstar", "Kortana")


def exchanges(record: Record) -> Iterator[Exchange]:
    """What may be exchanged in a story, the rarer kinds first: one exchange of each, of the names most read."""
    documents = record.story.documents
    text = "\n".join(document.text for document in documents)
    words = Counter(_WORD.findall(text))
    for found in (
        _parties(words),
        _countries(words),
        _outlets(documents, record.outlets, text),
        _bodies(record, words),
        _persons(text, words),
        _renamed(text, words),
    ):
        yield from found


def _parties(words: Counter[str]) -> Iterator[Exchange]:
    if words["Democrats"] + words["Democrat"] >= _LEAST and words["Republicans"] + words["Republican"] >= _LEAST:
        yield Exchange("parties", _PARTIES)


def _countries(words: Counter[str]) -> Iterator[Exchange]:
    unseated = [forms for forms in _LANDS if not any(words[seat] for seat in _SEATS.get(forms[0], ()))]
    known = [forms for forms in unseated if sum(words[form] for form in forms) >= _LEAST]
    known.sort(key=lambda forms: -sum(words[form] for form in forms))
    for one, other in combinations(known, 2):
        if _article(one[0]) == _article(other[0]):
            yield Exchange("countries", tuple(zip(one, other, strict=True)))
            return
    for one in known:
        unread = (forms for forms in _LANDS if not any(words[form] for form in forms))
        for other in unread:
            if _article(one[0]) == _article(other[0]):
                yield Exchange("renaming", tuple(zip(one, other, strict=True)), mutual=False)
                return


def _article(name: str) -> bool:
    return name[0] in _VOWELS


def _sex(first: str) -> str:
    male, female = first.lower() in lexicon("male_names"), first.lower() in lexicon("female_names")
    return "" if male == female else "male" if male else "female"


def _lists(word: str) -> frozenset[str]:
    """The word lists that know a word: names that stand in others than each other are not known alike."""
    return frozenset(name for name in _LISTS if word.lower() in _words_of(name)) | (
        {"outlets"} if word.casefold() in _outlet_words() else frozenset()
    )


@cache
def _words_of(name: str) -> frozenset[str]:
    """Every word of a list's entries: "North" stands in "North Korea"."""
    return frozenset(word for entry in lexicon(name) for word in _WORD.findall(entry))


def _people(text: str, words: Counter[str]) -> list[tuple[str, str]]:
    """First and last names of those who are read most, whose names are nothing else here."""
    seen = Counter((m[1], m[2]) for m in _NAME.finditer(text) if m[1].lower() in lexicon("first_names") and _sex(m[1]))
    firsts = {first for first, _last in seen}
    like = Counter(_rough(word) for word in words if word.istitle())  # "Morsi" and "Morsy": the product may know
    surnames: dict[str, tuple[str, str]] = {}
    for (first, last), n in sorted(seen.items(), key=lambda item: (-item[1], item[0])):
        variants = [other for other, name in seen if name == last and other != first and other[0] == first[0]]
        if (
            n >= _READ
            and not variants
            and like[_rough(last)] == 1
            and words[last] >= _LEAST
            and last not in firsts
            and not words[last.lower()]
            and not _lists(last)
        ):
            surnames.setdefault(last, (first, last))
    return sorted(surnames.values(), key=lambda name: (-words[name[1]], name))


def _rough(word: str) -> str:
    """How a name begins: other spellings of it begin so too."""
    return unicodedata.normalize("NFKD", word)[:4]


def _alike(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return (
        _sex(one[0]) == _sex(other[0])
        and len({*one, *other}) == len(one) + len(other)
        and one[1].endswith("s") == other[1].endswith("s")
    )


def _persons(text: str, words: Counter[str]) -> Iterator[Exchange]:
    for one, other in combinations(_people(text, words)[:8], 2):
        if _alike(one, other):
            yield Exchange("persons", tuple(zip(one, other, strict=True)))
            return


def _renamed(text: str, words: Counter[str]) -> Iterator[Exchange]:
    for first, last in _people(text, words):
        free = [name for name in _INVENTED[_sex(first)].split() if not words[name]]
        if free and not last.endswith("s"):
            new = next(name for name in _SURNAMES if not words[name])
            yield Exchange("renaming", ((first, free[0]), (last, new)), mutual=False)
            return


def _bodies(record: Record, words: Counter[str]) -> Iterator[Exchange]:
    """Two bodies of one word, or two acronyms with what they stand for; else one that gets an invented name."""
    said = Counter(a.speaker.name for a in record.assertions if a.speaker.kind is SpeakerKind.BODY)
    publish = {word for outlet in record.outlets.values() for word in _WORD.findall(outlet.name)}
    like = Counter(_rough(word).casefold() for word in words)  # "Lund" is kin to "Lundish"
    names = [
        name
        for name in sorted(said, key=lambda n: (-words[n], n))
        if _WORD.fullmatch(name)
        and like[_rough(name).casefold()] == 1
        and name not in publish
        and words[name] >= _LEAST
        and not words[name.lower()]
        and not _lists(name)
    ]
    known = [name for name in names if name.lower() in table("acronyms")]
    for one, other in combinations(known, 2):
        if _article(one) == _article(other):
            full = tuple(table("acronyms")[name.lower()] for name in (one, other))
            yield Exchange("bodies", ((one, other), (full[0], full[1])))
            return
    plain = [name for name in names if name.lower() not in table("acronyms") and not name.isupper()]
    for one, other in combinations(plain, 2):
        if one.endswith("s") == other.endswith("s"):
            yield Exchange("bodies", ((one, other),))
            return
    for name in plain:
        if not name.endswith("s"):
            yield Exchange("renaming", ((name, next(n for n in _BODIES if not words[n])),), mutual=False)
            return


@cache
def _outlet_words() -> frozenset[str]:
    return frozenset(name.casefold() for names, _domains in register().values() for name in names)


def _outlets(documents: Sequence[Document], outlets: Mapping[str, Outlet], text: str) -> Iterator[Exchange]:
    """Two outlets of one kind and of different families whose names are no other words."""
    listed = sorted({outlets[d.id] for d in documents}, key=lambda o: (o.name, o.domains))
    families = Counter(o.family for o in listed if o.family)
    fit = [
        o
        for o in listed
        if o.kind is not OutletKind.UNKNOWN
        and o.name in register()
        and register()[o.name][1]
        and not o.name.startswith("The ")  # what is an article here is none there
        and families[o.family] <= 1
        and not any(_somebody(form, o.name, text) for form in _used(o, [], text))
    ]
    for one, other in combinations(fit, 2):
        if one.kind is other.kind and bool(one.family) == bool(other.family) and _shape(one.name) == _shape(other.name):
            given = [{d.outlet for d in documents if outlets[d.id] == each} for each in (one, other)]
            pairs = [(one.name, other.name)]
            pairs += [(form, other.name) for form in _used(one, given[0], text) if form != one.name]
            pairs += [(one.name, form) for form in _used(other, given[1], text) if form != other.name]
            yield Exchange("outlets", tuple(pairs))
            return


def _shape(name: str) -> tuple[int, bool, bool]:
    """What rules of grammar look at: how many words, capitals, an s at the end."""
    return len(name.split()), name.isupper(), name.endswith("s")


def _somebody(form: str, full: str, text: str) -> bool:
    """Whether a short form is also part of other names ("James Fox", "Fox 8")."""
    if " " in form or form.isupper():
        return False
    plain = text.replace(full, "")
    return re.search(rf"\b[A-Z]\w+ {re.escape(form)}\b|\b{re.escape(form)} [A-Z0-9]", plain) is not None


def _used(outlet: Outlet, given: Iterable[str], text: str) -> list[str]:
    """Forms of an outlet's name that the story uses."""
    names = {*register()[outlet.name][0], *given} - {""}
    return sorted(n for n in names if n in given or re.search(rf"(?<!\w){re.escape(n)}(?!\w)", text))
