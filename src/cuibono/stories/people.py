"""Who is who in a story: names of persons and bodies brought together, and kept apart where the evidence is weak."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cuibono.core.claims import Speaker, SpeakerKind
from cuibono.core.ids import content_id
from cuibono.core.reading import Record
from cuibono.core.text import Document, Span
from cuibono.language.lexicons import lexicon
from cuibono.language.names import NameKind, kind_of, names
from cuibono.stories.bodies import is_generic, owned_key, plain_state
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
from cuibono.stories.variants import one_person

_DOMINANT = 3  # a surname shared by several means the one who is named in full that many times more often
_SPEAKS = re.compile(r"\s+(?:said|says|told \w+|added|wrote|insisted|argued)\s+(?:that\s+)?(he|she)\b")
_SAINTS = frozenset({"Saint", "St."})  # long dead, or places
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
        """The fullest form; one that opens with a given name, if there is any ("Rescuer Jane Roe" does not)."""
        opened = [form for form in self.forms if form.partition(" ")[0].lower() in lexicon("first_names")]
        return max(opened or self.forms, key=lambda form: (len(form), form))


class People:
    """The persons and bodies named in a story's documents."""

    def __init__(self, documents: Iterable[Document]) -> None:
        """Read all names once; the order of the documents does not matter."""
        ordered = sorted(documents, key=lambda d: d.id)
        self._spans = {d.id: names(d) for d in ordered}
        self._persons: dict[str, _Person] = {}
        self._alone: set[str] = set()  # names of one word, as they stand alone
        self._bodies: dict[str, Counter[str]] = {}
        self._titles: dict[str, Counter[str]] = defaultdict(Counter)  # single name -> titles before it
        self._titled_in: dict[tuple[str, str], set[str]] = defaultdict(set)  # document id, surname -> titles before it
        self._courtesy: dict[str, Counter[str]] = defaultdict(Counter)  # surname -> "m", "f"
        self._long: dict[str, str] = {}  # acronym -> spelled form
        self._cached: dict[tuple[str, str], Entity | None] = {}
        self._known: dict[str, tuple[tuple[Span, Entity], ...]] = {}
        self._keys: dict[str, str] = {}  # speaker id -> key of the entity it was given to
        self._named_in: dict[str, set[str]] = defaultdict(set)  # document id -> keys of its bodies
        self._forms: dict[str, str] = {}  # key of another form of a name -> the key that is kept
        self._juniors = self._kept_apart(ordered)
        for document in ordered:
            spans = self._spans[document.id]
            for before, span in zip((None, *spans), spans, strict=False):
                self._note(document, span, before)
        self._forms = self._brought_together()
        persons = {key: key for key in self._persons} | self._forms
        self._by_last = _index(persons, -1)
        self._by_first = _index(persons, 0)
        self._by_head = _index({key: key for key in self._bodies}, 0)
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
        return self._forms.get(key, key)

    def _note(self, document: Document, span: Span, last: Span | None) -> None:
        name = clean(span.quote)
        before = document.text[max(0, span.start - _BEFORE) : span.start]
        courtesy, title = COURTESY.search(before), title_before(before)
        words = name.split()
        if len(words) == 1:
            self._alone.add(name)
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
            self._titled_in[document.id, name].add(title)
        nobody = kind in {NameKind.PLACE, NameKind.PEOPLE} or words[0] in _SAINTS
        if nobody or (kind is NameKind.UNKNOWN and len(words) == 1):
            return
        unclear = kind is NameKind.UNKNOWN and len(words) in {2, 3}
        if kind is NameKind.PERSON or (unclear and (title or looks_personal(words))):
            person = self._persons.setdefault(self._key(name), _Person())
            person.forms[name] += 1
            person.documents[document.id] += 1
            if title:
                person.titles[title] += 1
        else:
            key = plain_state(body_key(name))
            if (owner := _owner(document, span, last)) is not None:
                key = owned_key(clean(owner.quote), key)
                name = document.text[owner.start : span.end]
            self._bodies.setdefault(key, Counter())[name] += 1
            self._named_in[document.id].add(key)

    def _brought_together(self) -> dict[str, str]:
        """Make one person of those who bear one name in several forms; key of each other form -> the key kept."""
        given = {key: _given(key, person.forms) for key, person in self._persons.items()}
        sure = {key for key in self._persons if self._is_sure(key)}
        pages = {key: person.documents for key, person in self._persons.items()}
        found: dict[str, str] = {}
        for first, others in one_person(given, pages, sure).items():
            group = (first, *others)
            kept = min(group, key=lambda key: (-self._persons[key].forms.total(), key))
            for key in sorted(set(group) - {kept}):
                other, person = self._persons.pop(key), self._persons[kept]
                person.forms += other.forms
                person.documents += other.documents
                person.titles += other.titles
                found[key] = kept
        return found

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
        return self._body(name, document)

    def _by_first_name(self, name: str, document: str) -> Entity | None:
        keys = [k for k in self._by_first.get(name.lower(), ()) if self._persons[k].documents[document]]
        # Two capitalised words of which the first is used alone are a firm, unless the last is used so too.
        if len(keys) != 1:
            return None
        last = self._persons[keys[0]].name.rpartition(" ")[2]
        return self._person(keys[0]) if self._is_sure(keys[0]) or last in self._alone or "-" in last else None

    def _by_surname(self, surname: str, document: str) -> Entity | None:
        """Whom a surname means: the only bearer named in the document or story, or the one it must be; else itself."""
        keys = self._by_last.get(surname.lower(), ())
        sure = [k for k in keys if self._is_sure(k)]
        here = [k for k in sure if self._persons[k].documents[document]] or sure
        here = here or [k for k in keys if self._persons[k].documents[document]] or list(keys)
        if not here:
            return None
        here = self._likeliest(surname, here) if len(here) > 1 else self._titled(surname, document, sure) or here
        return self._person(here[0]) if len(here) == 1 else Entity(surname.lower(), surname, SpeakerKind.PERSON)

    def _titled(self, surname: str, document: str, keys: Sequence[str]) -> list[str]:
        """The one bearer in the story of the title that a surname has here: "President Roe" is not his wife.

        Where nobody has it with a full name, the bearer who dominates the story.
        """
        titles = self._titled_in.get((document, surname), set())
        if not titles:
            return []
        bearers = [k for k in keys if any(self._persons[k].titles[title] for title in titles)]
        if len(bearers) == 1:
            return bearers
        first = self._likeliest(surname, list(keys)) if len(keys) > 1 else []
        return first if len(first) == 1 and not self._persons[first[0]].documents[document] else []

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

    def _body(self, name: str, document: str) -> Entity:
        plain = name.replace(".", "")
        long = self._long.get(plain) or acronyms().get(plain.upper())
        key = self._whole(plain_state(body_key(long or name)), document)
        if forms := self._bodies.get(key):
            return Entity(key, _fullest(forms), SpeakerKind.BODY)
        if not long and " " not in name and kind_of(name) is not NameKind.PLACE:  # Malaysia is not its airline
            longer = [k for k in self._by_head.get(key, ()) if " " in k and is_company(k)]
            if len(longer) == 1:
                return Entity(longer[0], _fullest(self._bodies[longer[0]]), SpeakerKind.BODY)
        return Entity(key, name, SpeakerKind.BODY)

    def _whole(self, key: str, document: str) -> str:
        """The key of the one body that a name like "Department" can be short for; apart where it may be several.

        First among those that the document names, then among all of the story.
        """
        if not is_generic(key):
            return key
        for named in (self._named_in.get(document, frozenset()), frozenset(self._bodies)):
            whole = {k for k in named if k.endswith(f" {key}") or k.startswith(f"{key} of ")}
            if whole:
                return next(iter(whole)) if len(whole) == 1 else f"{key} of {document}"
        return key

    def _owned(self, document: Document, span: Span, last: Span | None) -> Entity | None:
        """The body of "France's Foreign Ministry": another one than any other foreign ministry."""
        owner = _owner(document, span, last)
        if owner is None:
            return None
        key = owned_key(clean(owner.quote), body_key(clean(span.quote)))
        return Entity(key, _fullest(self._bodies[key]), SpeakerKind.BODY) if key in self._bodies else None

    def mentions(self, document: Document) -> tuple[tuple[Span, Entity], ...]:
        """Every name in the document that means a person or body, in order."""
        if document.id not in self._known:
            spans = self._spans.get(document.id, ())
            pairs = (
                (span, self._owned(document, span, before) or self.entity(span.quote, document.id))
                for before, span in zip((None, *spans), spans, strict=False)
            )
            self._known[document.id] = tuple((span, entity) for span, entity in pairs if entity is not None)
            self._keys.update((entity.id, entity.key) for _, entity in self._known[document.id])
        return self._known[document.id]


def people_of(record: Record) -> People:
    """The people of a record's story; for :meth:`Record.once`."""
    return People(record.story.documents)


def _index(keys: Mapping[str, str], word: int) -> dict[str, tuple[str, ...]]:
    """The keys kept, by the first (0) or last (-1) word of any form, sorted."""
    found: dict[str, set[str]] = defaultdict(set)
    for form, key in keys.items():
        if form:
            found[form.split()[word]].add(key)
    return {head: tuple(sorted(group)) for head, group in found.items()}


def _owner(document: Document, span: Span, last: Span | None) -> Span | None:
    """The name in the genitive right before the name of a body that says nothing alone."""
    if last is None or document.text[last.end : span.start] not in {"'s ", "’s "}:
        return None
    return last if is_generic(body_key(clean(span.quote))) else None


def _given(key: str, forms: Iterable[str]) -> frozenset[str]:
    """All words of a person's names but the last, lower case, without initials."""
    words = {w.lower() for form in forms for w in form.split()[:-1] if len(w.strip(".")) > 1}
    return frozenset({key.partition(" ")[0], *words})


def _fullest(forms: Counter[str]) -> str:
    return max(forms, key=lambda form: (len(form), form))
