"""Who is who in a story: names of persons and bodies brought together, and kept apart where the evidence is weak."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from cuibono.core.claims import SpeakerKind
from cuibono.core.ids import content_id
from cuibono.core.text import Document, Span
from cuibono.language.lexicons import entries, lexicon, table
from cuibono.language.names import NameKind, kind_of, names

_DOMINANT = 3  # a surname shared by several means the one who is named that many times more often
_SPELLED = re.compile(r"\s*\(([A-Z][A-Za-z.&-]{1,9})\)")
_SUFFIX = re.compile(r",?\s+(?:Jr|Sr|II|III|IV)\.?$")
_MIDDLE = re.compile(r"(?<=\s)(?:[A-Z]\.?\s+)+")
_COURTESY = re.compile(r"\b(?:(Mr|Sir|Lord|King|Prince)|(Mrs|Ms|Miss|Dame|Lady|Queen|Princess))\.?\s+$")
_CAMEL = re.compile(r"^(?!Mc|Mac|De|Di|La|Le|Van|O['’]|D['’])[A-Z]?[a-z]+[A-Z]")
_CORPORATE = re.compile(
    r",?\s+(?:" + "|".join(re.escape(s) for s in sorted(entries("company_suffixes"), key=len)[::-1]) + r")$"
)


@dataclass(slots=True)
class _Person:
    forms: Counter[str] = field(default_factory=Counter)
    documents: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Entity:
    """A person or body of the story: ``key`` is the same for all its forms, ``name`` the fullest form read."""

    key: str
    name: str
    kind: SpeakerKind
    gender: str = ""  # "f", "m" or "" where unknown
    sure: bool = True  # False for two capitalised words that might be anything

    @property
    def id(self) -> str:
        """Speaker id."""
        kind = "person" if self.kind is SpeakerKind.PERSON else "body"
        return content_id("s", kind, self.key)


class People:
    """The persons and bodies named in a story's documents."""

    def __init__(self, documents: Iterable[Document]) -> None:
        """Read all names once, in order of document id so that the order of input does not matter."""
        self._persons: dict[str, _Person] = {}
        self._bodies: dict[str, Counter[str]] = {}
        self._titled: Counter[str] = Counter()
        self._gender: dict[str, Counter[str]] = {}
        self._long: dict[str, str] = {}  # acronym -> spelled form
        self._loose: Counter[str] = Counter()  # single names of unknown kind
        self._known: dict[str, tuple[tuple[Span, Entity], ...]] = {}
        ordered = sorted(documents, key=lambda d: d.id)
        self._spans = {d.id: names(d) for d in ordered}
        for document in ordered:
            for span in self._spans[document.id]:
                self._note(document, span)

    def _note(self, document: Document, span: Span) -> None:
        name = _clean(span.quote)
        before = document.text[max(0, span.start - 40) : span.start]
        courtesy = _COURTESY.search(before)
        titled = _title_before(before)
        if titled:
            self._titled[name] += 1
        surname = name.split()[-1]
        if courtesy:
            self._gender.setdefault(surname, Counter())["m" if courtesy.group(1) else "f"] += 1
        kind = kind_of(name)
        spelled = _SPELLED.match(document.text, span.end)
        if spelled and _initials_fit(name, spelled.group(1)):
            self._long.setdefault(spelled.group(1).replace(".", ""), name)
        if kind in {NameKind.PLACE, NameKind.PEOPLE}:
            return
        words = name.split()
        personal = kind is NameKind.PERSON or (
            kind is NameKind.UNKNOWN and len(words) in {2, 3} and (titled or _looks_personal(words))
        )
        if personal and len(words) > 1:
            person = self._persons.setdefault(_person_key(name), _Person())
            person.forms[name] += 1
            person.documents[document.id] += 1
        elif kind is NameKind.BODY or len(words) > 1:
            self._bodies.setdefault(_body_key(name), Counter())[name] += 1
        else:
            self._loose[name] += 1

    def entity(self, name: str, document: str) -> Entity | None:
        """Who a name means in a document; None for places, peoples and names nobody can place."""
        plain = _clean(name)
        kind = kind_of(plain)
        if not plain or kind is NameKind.PEOPLE:
            return None
        words = plain.split()
        if len(words) > 1 and _person_key(plain) in self._persons:
            return self._person(self._fuller(plain))
        if len(words) == 1 and kind is NameKind.UNKNOWN:
            found = self._by_surname(plain, document) or self._by_first_name(plain, document)
            if found is not None:
                return found
            if self._titled[plain]:
                return Entity(plain.lower(), plain, SpeakerKind.PERSON, self._gender_of(plain))
        if len(words) == 1 and kind is NameKind.UNKNOWN and plain.lower() in lexicon("first_names"):
            matches = [k for k in self._persons if k.split()[0] == plain.lower()]
            return self._person(matches[0]) if len(matches) == 1 else Entity(plain.lower(), plain, SpeakerKind.PERSON)
        return self._body(plain)

    def _fuller(self, name: str) -> str:
        """Key of the one longer name that ends in these two words ("Roe Martin" for "Jan Roe Martin"), else its own."""
        tail = " " + name.lower()
        longer = {k for k, p in self._persons.items() if any(f.lower().endswith(tail) for f in p.forms)}
        return next(iter(longer)) if len(longer) == 1 else _person_key(name)

    def _by_first_name(self, name: str, document: str) -> Entity | None:
        keys = [k for k, p in self._persons.items() if k.split(maxsplit=1)[0] == name.lower() and p.documents[document]]
        return self._person(keys[0]) if len(keys) == 1 else None

    def _by_surname(self, surname: str, document: str) -> Entity | None:
        keys = sorted(k for k in self._persons if k.rsplit(maxsplit=1)[-1] == surname.lower())
        if not keys:
            return None
        sure = [k for k in keys if self._is_sure(k, self._persons[k].forms.most_common(1)[0][0])]
        here = [k for k in sure if self._persons[k].documents[document]] or sure
        here = here or [k for k in keys if self._persons[k].documents[document]] or keys
        if len(here) == 1:
            return self._person(here[0])
        counts = sorted(((sum(self._persons[k].forms.values()), k) for k in here), reverse=True)
        if counts[0][0] >= _DOMINANT * counts[1][0]:
            return self._person(counts[0][1])
        return Entity(surname.lower(), surname, SpeakerKind.PERSON)

    def _person(self, key: str) -> Entity:
        forms = self._persons[key].forms
        name = max(forms, key=lambda f: (len(f), f))
        return Entity(key, name, SpeakerKind.PERSON, self._gender_of(name), sure=self._is_sure(key, name))

    def _is_sure(self, key: str, name: str) -> bool:
        """Whether a first name, a title or a courtesy says that a name is a person's."""
        first, last = key.split()
        titled = (
            self._titled[name] or any(self._titled[f] for f in self._persons[key].forms) or self._titled[last.title()]
        )
        return first in lexicon("first_names") or bool(titled) or bool(self._gender.get(name.rsplit(maxsplit=1)[-1]))

    def _gender_of(self, name: str) -> str:
        first, last = name.split(maxsplit=1)[0].lower(), name.rsplit(maxsplit=1)[-1]
        if first in lexicon("female_names"):
            return "f"
        if first in lexicon("male_names"):
            return "m"
        seen = self._gender.get(last, Counter())
        if len(seen) == 1:
            return next(iter(seen))
        return ""

    def _body(self, name: str) -> Entity:
        long = self._long.get(name.replace(".", "")) or _acronyms().get(name.replace(".", "").upper())
        key = _body_key(long or name)
        forms = self._bodies.get(key)
        if forms:
            return Entity(key, max(forms, key=lambda f: (len(f), f)), SpeakerKind.BODY)
        if long:
            return Entity(key, name, SpeakerKind.BODY)
        if len(name.split()) == 1:
            longer = sorted(k for k in self._bodies if k.split()[0] == key and len(k.split()) > 1 and _is_company(k))
            if len(longer) == 1:
                return self._body(max(self._bodies[longer[0]], key=lambda f: (len(f), f)))
        return Entity(key, name, SpeakerKind.BODY)

    def mentions(self, document: Document) -> tuple[tuple[Span, Entity], ...]:
        """Every name in the document that means a person or body, in order."""
        if document.id not in self._known:
            pairs = ((span, self.entity(span.quote, document.id)) for span in self._spans.get(document.id, ()))
            self._known[document.id] = tuple((span, entity) for span, entity in pairs if entity is not None)
        return self._known[document.id]


def key_of(name: str) -> str:
    """The key under which a publisher's or body's name is compared: no article, no "Inc.", lower case."""
    return _body_key(_clean(name))


def _clean(name: str) -> str:
    return (
        " ".join(name.split()).strip(" ,.'’\"“”")
        if not name.endswith(".")
        else " ".join(name.split()).strip(" ,'’\"“”")
    )


def _person_key(name: str) -> str:
    plain = _MIDDLE.sub("", _SUFFIX.sub("", name))
    words = plain.lower().replace(".", "").split()
    return f"{words[0]} {words[-1]}"


def _body_key(name: str) -> str:
    plain = _CORPORATE.sub("", name)
    long = _acronyms().get(plain.replace(".", "").upper())
    return (long or plain).lower().removeprefix("the ").replace("’", "'").strip(" ,.")


@cache
def _acronyms() -> dict[str, str]:
    return {key.upper().replace(".", ""): value for key, value in table("acronyms").items()}


def _is_company(key: str) -> bool:
    """Whether a body is of the sort that is called by its first word alone: Halden Labs, not Justice Department."""
    return key.rsplit(maxsplit=1)[-1] in lexicon("company_heads")


def _title_before(before: str) -> bool:
    words = before.replace("\n", " ").split(" ")
    words = [w for w in words if w]
    return (
        bool(before)
        and before.endswith(" ")
        and any(" ".join(words[-n:]).lower().rstrip(".") in _personal_titles() for n in (1, 2, 3) if len(words) >= n)
    )


@cache
def _personal_titles() -> frozenset[str]:
    return lexicon("titles") - frozenset(
        "former ex then acting interim democrat republican conservative labour liberal tory private".split()
    )


def _looks_personal(words: list[str]) -> bool:
    """Two or three capitalised words that are neither known places nor hold a body's noun."""
    plain = [w.lower().strip(".") for w in words]
    common = (
        lexicon("places")
        | lexicon("demonyms")
        | lexicon("stop")
        | lexicon("body_heads")
        | lexicon("roles")
        | lexicon("calendar")
    )
    return (
        not any(w in common or w in lexicon("common_capitals") for w in plain)
        and all((len(w) > 1 and (w.replace("-", "").isalpha() or "'" in w)) or w[1:] == "." for w in words)
        and words[-1][1:] != "."
        and not any((w.isupper() and len(w) > 1) or _CAMEL.search(w) for w in words)
    )


def _initials_fit(name: str, acronym: str) -> bool:
    initials = "".join(w[0] for w in name.split() if w[0].isupper())
    return initials.upper() == acronym.replace(".", "").upper()
