"""Who is who in a story: names of persons and bodies brought together, and kept apart where the evidence is weak."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from cuibono.core.claims import Speaker, SpeakerKind
from cuibono.core.ids import content_id
from cuibono.core.text import Document, Span
from cuibono.language.lexicons import lexicon
from cuibono.language.names import NameKind, kind_of, names
from cuibono.stories.naming import (
    COURTESY,
    SPELLED,
    acronyms,
    body_key,
    clean,
    initials_fit,
    is_company,
    is_junior,
    looks_personal,
    name_key,
    person_key,
    title_before,
)

_DOMINANT = 3  # a surname shared by several means the one who is named in full that many times more often
_SPEAKS = re.compile(r"\s+(?:said|says|told \w+|added|wrote|insisted|argued)\s+(?:that\s+)?(he|she)\b")
_BEFORE = 40  # characters before a name in which a title may stand


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
        return content_id("s", "person" if self.kind is SpeakerKind.PERSON else "body", self.key)


@dataclass(slots=True)
class _Person:
    forms: Counter[str] = field(default_factory=Counter)
    documents: Counter[str] = field(default_factory=Counter)
    titles: Counter[str] = field(default_factory=Counter)

    @property
    def name(self) -> str:
        return max(self.forms, key=lambda form: (len(form), form))


class People:
    """The persons and bodies named in a story's documents."""

    def __init__(self, documents: Iterable[Document]) -> None:
        """Read all names once; the order of the documents does not matter."""
        ordered = sorted(documents, key=lambda d: d.id)
        self._spans = {d.id: names(d) for d in ordered}
        self._persons: dict[str, _Person] = {}
        self._bodies: dict[str, Counter[str]] = {}
        self._titles: dict[str, Counter[str]] = defaultdict(Counter)  # single name -> titles before it
        self._courtesy: dict[str, Counter[str]] = defaultdict(Counter)  # surname -> "m", "f"
        self._long: dict[str, str] = {}  # acronym -> spelled form
        self._cached: dict[tuple[str, str], Entity | None] = {}
        self._known: dict[str, tuple[tuple[Span, Entity], ...]] = {}
        self._keys: dict[str, str] = {}  # speaker id -> key of the entity it was given to
        self._juniors = self._kept_apart(ordered)
        for document in ordered:
            for span in self._spans[document.id]:
                self._note(document, span)
        self._by_last = _index(self._persons, -1)
        self._by_first = _index(self._persons, 0)
        self._by_head = _index(self._bodies, 0)
        self._tails = self._tail_index()

    # --- reading

    def _kept_apart(self, documents: Iterable[Document]) -> frozenset[str]:
        """Keys of names that one document gives both with and without "Jr.": father and son."""
        apart: set[str] = set()
        for document in documents:
            seen: dict[str, set[bool]] = defaultdict(set)
            for span in self._spans[document.id]:
                name = clean(span.quote)
                if " " in name:
                    seen[person_key(name)].add(is_junior(name))
            apart.update(key for key, kinds in seen.items() if len(kinds) == 2)  # noqa: PLR2004 - with and without
        return frozenset(apart)

    def _key(self, name: str) -> str:
        key = person_key(name)
        if key in self._juniors and is_junior(name):
            first, last = key.split()
            return f"{first} jr {last}"
        return key

    def _note(self, document: Document, span: Span) -> None:
        name = clean(span.quote)
        before = document.text[max(0, span.start - _BEFORE) : span.start]
        courtesy, title = COURTESY.search(before), title_before(before)
        words = name.split()
        if courtesy:
            self._courtesy[words[-1]]["m" if courtesy.group(1) else "f"] += 1
        spelled = SPELLED.match(document.text, span.end)
        if spelled and initials_fit(name, spelled.group(1)):
            self._long.setdefault(spelled.group(1).replace(".", ""), name)
        kind = kind_of(name)
        speaks = _SPEAKS.match(document.text, span.end) if len(words) == 1 and kind is NameKind.UNKNOWN else None
        if speaks:  # "Roe said she would go": whoever that is, it is a person
            self._courtesy[name]["m" if speaks.group(1) == "he" else "f"] += 1
        if title and len(words) == 1:
            self._titles[name][title] += 1
        if kind in {NameKind.PLACE, NameKind.PEOPLE} or (kind is NameKind.UNKNOWN and len(words) == 1):
            return
        unclear = kind is NameKind.UNKNOWN and len(words) in {2, 3}
        if kind is NameKind.PERSON or (unclear and (title or looks_personal(words))):
            person = self._persons.setdefault(self._key(name), _Person())
            person.forms[name] += 1
            person.documents[document.id] += 1
            if title:
                person.titles[title] += 1
        else:
            self._bodies.setdefault(body_key(name), Counter())[name] += 1

    def _tail_index(self) -> dict[str, set[str]]:
        """The last two words of longer names, lower case -> keys: "roe martin" for "Jan Roe Martin"."""
        tails: dict[str, set[str]] = defaultdict(set)
        for key, person in self._persons.items():
            for form in person.forms:
                words = form.lower().split()
                if len(words) > 2:  # noqa: PLR2004
                    tails[" ".join(words[-2:])].add(key)
        return tails

    # --- asking

    def entity(self, name: str, document: str) -> Entity | None:
        """Who a name means in a document; None for peoples and parties, and for nothing."""
        asked = (name, document)
        if asked not in self._cached:
            found = self._find(clean(name), document)
            self._cached[asked] = found
            if found is not None:
                self._keys[found.id] = found.key
        return self._cached[asked]

    def key_of(self, speaker: Speaker) -> str:
        """The key of the entity that a speaker is; for one that no text here names, that of its name alone."""
        return self._keys.get(speaker.id) or name_key(speaker.name, person=speaker.kind is SpeakerKind.PERSON)

    def _find(self, name: str, document: str) -> Entity | None:
        kind = kind_of(name) if name else NameKind.PEOPLE
        if kind is NameKind.PEOPLE:
            return None
        if " " in name:
            key = self._key(name)
            longer = self._tails.get(name.lower(), set())
            if key in self._persons:
                return self._person(next(iter(longer)) if len(longer) == 1 else key)
        elif kind is NameKind.UNKNOWN:
            found = self._by_surname(name, document) or self._by_first_name(name, document)
            if found is not None:
                return found
            if self._titles.get(name) or self._courtesy.get(name) or name.lower() in lexicon("first_names"):
                return Entity(name.lower(), name, SpeakerKind.PERSON, self._gender_of(name))
        return self._body(name)

    def _by_first_name(self, name: str, document: str) -> Entity | None:
        keys = [k for k in self._by_first.get(name.lower(), ()) if self._persons[k].documents[document]]
        return self._person(keys[0]) if len(keys) == 1 else None

    def _by_surname(self, surname: str, document: str) -> Entity | None:
        """Whom a surname means: the only bearer named in the document or story, or the one it must be; else itself."""
        keys = self._by_last.get(surname.lower(), ())
        sure = [k for k in keys if self._is_sure(k)]
        here = [k for k in sure if self._persons[k].documents[document]] or sure
        here = here or [k for k in keys if self._persons[k].documents[document]] or list(keys)
        if not here:
            return None
        if len(here) > 1:
            here = self._likeliest(surname, here)
        return self._person(here[0]) if len(here) == 1 else Entity(surname.lower(), surname, SpeakerKind.PERSON)

    def _likeliest(self, surname: str, keys: list[str]) -> list[str]:
        """The one bearer of a surname who dominates the story, or who alone has the title that goes with it."""
        counts = sorted(((sum(self._persons[k].forms.values()), k) for k in keys), reverse=True)
        if counts[0][0] >= _DOMINANT * counts[1][0]:
            return [counts[0][1]]
        titles = self._titles.get(surname, Counter())
        titled = [k for k in keys if any(self._persons[k].titles[title] for title in titles)]
        return titled if len(titled) == 1 else keys

    def _person(self, key: str) -> Entity:
        name = self._persons[key].name
        return Entity(key, name, SpeakerKind.PERSON, self._gender_of(name), sure=self._is_sure(key))

    def _is_sure(self, key: str) -> bool:
        """Whether a first name, a title or a courtesy says that a name is a person's."""
        person = self._persons[key]
        last = person.name.rsplit(maxsplit=1)[-1]
        known = key.split(maxsplit=1)[0] in lexicon("first_names") or bool(person.titles)
        return known or bool(self._courtesy.get(last)) or bool(self._titles.get(last))

    def _gender_of(self, name: str) -> str:
        first = name.split(maxsplit=1)[0].lower()
        if first in lexicon("female_names"):
            return "f"
        if first in lexicon("male_names"):
            return "m"
        seen = self._courtesy.get(name.rsplit(maxsplit=1)[-1], Counter())
        return next(iter(seen)) if len(seen) == 1 else ""

    def _body(self, name: str) -> Entity:
        plain = name.replace(".", "")
        long = self._long.get(plain) or acronyms().get(plain.upper())
        key = body_key(long or name)
        if forms := self._bodies.get(key):
            return Entity(key, _fullest(forms), SpeakerKind.BODY)
        if not long and " " not in name and kind_of(name) is not NameKind.PLACE:  # Malaysia is not its airline
            longer = [k for k in self._by_head.get(key, ()) if " " in k and is_company(k)]
            if len(longer) == 1:
                return Entity(longer[0], _fullest(self._bodies[longer[0]]), SpeakerKind.BODY)
        return Entity(key, name, SpeakerKind.BODY)

    def mentions(self, document: Document) -> tuple[tuple[Span, Entity], ...]:
        """Every name in the document that means a person or body, in order."""
        if document.id not in self._known:
            pairs = ((span, self.entity(span.quote, document.id)) for span in self._spans.get(document.id, ()))
            self._known[document.id] = tuple((span, entity) for span, entity in pairs if entity is not None)
        return self._known[document.id]


def _index(keys: Iterable[str], word: int) -> dict[str, tuple[str, ...]]:
    """Keys by their first (0) or last (-1) word, sorted."""
    found: dict[str, list[str]] = defaultdict(list)
    for key in sorted(keys):
        if key:
            found[key.split()[word]].append(key)
    return {head: tuple(group) for head, group in found.items()}


def _fullest(forms: Counter[str]) -> str:
    return max(forms, key=lambda form: (len(form), form))
