"""Who publishes a document: name, kind and publisher family, told by its name, address and text."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

from cuibono.core.claims import Method
from cuibono.core.errors import SettingsError
from cuibono.core.news import Outlet, OutletKind
from cuibono.core.text import Document, Kind
from cuibono.language.names import NameKind, kind_of

METHOD = Method("outlet-signs", "1")
UNNAMED = "unnamed source"  # how the names of outlets begin that nobody knows

_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_PARTED = re.compile(r"\s+[-–—|:·»/]\s+")
_WORD = re.compile(r"[^\W_]+(?:['.&-][^\W_]+)*")
_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?([\w-]+(?:\.[\w-]+)+)/?$", re.IGNORECASE)
# "PORT CITY, March 3 (Agency) - ...": with the place in capitals the form alone says that it is an agency's.
_DATELINE = re.compile(
    r"^[ \t]*(?:[A-Z][^\n()]{1,70}?[ \t])?\((?:the\s+)?([A-Z][\w.&’' -]{0,38}?[\w.])\)[ \t]*(?:[-–—]{1,2}|:)[ \t]*\S",
    re.MULTILINE,
)
_SUBREDDIT = re.compile(r"/(r/[\w-]+)", re.IGNORECASE)
_HEAD = 1500  # characters in which a release says what it is
_TITLE_WORDS = 8  # an unnamed source is called by this many words of its title
_DATELINE_HEAD = 500  # characters below the title in which a dateline stands
_PRINTED_HEAD = 400  # characters in which a file prints its own address
_SELF = 2  # words of a firm about itself that it takes to call an unknown outlet a vendor
_PASSING_ON = frozenset((OutletKind.AGGREGATOR, OutletKind.COMMUNITY))


@dataclass(frozen=True, slots=True)
class Directory:
    """Outlets by name and by domain."""

    names: Mapping[str, Outlet]
    domains: Mapping[str, Outlet]

    def by_host(self, host: str) -> Outlet | None:
        """The outlet of a host or of the nearest domain above it."""
        labels = host.split(".")
        for cut in range(len(labels) - 1):
            found = self.domains.get(".".join(labels[cut:]))
            if found:
                return found
        return None

    def by_name(self, name: str) -> Outlet | None:
        """Try the name as given, without brackets, without section words, and as an address."""
        address = _ADDRESS.match(name.strip())
        if address and (found := self.by_host(address.group(1).lower())):
            return found
        bare = " ".join(name.split()).casefold()
        if bare in self.names:  # "ABC (Australia)" is not "ABC"
            return self.names[bare]
        for candidate in (name, tidy(name)):
            if found := self.names.get(name_key(candidate)):
                return found
        words = name_key(tidy(name)).split()
        while len(words) > 1 and words[-1] in _signs().sections:
            words.pop()
            if found := self.names.get(" ".join(words)) or self.names.get(" ".join([*words, "news"])):
                return found
        return None


def directory(extra: Path | None = None) -> Directory:
    """The built-in outlets, and those of a user's TOML file, which win.

    The file holds ``[[outlet]]`` tables with ``name`` and any of ``kind``, ``family``, ``domains``, ``also``.

    Raises:
        SettingsError: the file cannot be read, or an outlet in it has no name, an unknown key or an unknown kind.
    """
    if extra is None:
        return _builtin()
    try:
        raw = tomllib.loads(extra.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"outlets file {extra} cannot be read: {error}") from error
    own = _entries(raw)
    return Directory({**_builtin().names, **own.names}, {**_builtin().domains, **own.domains})


@cache
def _builtin() -> Directory:
    return _entries(tomllib.loads(resources.files(__package__).joinpath("outlets.toml").read_text("utf-8")))


def outlet_of(document: Document, known: Directory | None = None) -> Outlet:
    """The publisher of one document, never a guess: unknown outlets keep the name or domain that they give.

    A known name wins, then a known domain, then the name as given (a body as author, or as the head of a paper, is a
    publisher too), then the one that an aggregator's title names, then the domain.
    ``known`` is what `directory` returns; None: the built-in list alone.
    """
    register = known or _builtin()
    host = host_of(document.url) or _printed_host(document)
    by_host = register.by_host(host)
    given = document.outlet.strip() or _body_named(document)
    if given:
        by_name = register.by_name(given)
        if by_name and not (by_host and by_name.kind is OutletKind.AGGREGATOR):
            return by_name
        if by_host and by_host.kind not in _PASSING_ON:
            return by_host
        # What an aggregator passes on is not published at the aggregator's address, but at the one that it tells.
        own = host_of(dict(document.tags).get("source")) if by_host else host
        by_own = register.by_host(own)
        return by_own if by_own and by_own.kind not in _PASSING_ON else _unknown(document, tidy(given), own)
    if by_host:
        return _inside(document, by_host, register)
    if host:
        return _unknown(document, domain_of(host), host)
    return _unknown(document, _unnamed(document), "")


def outlets_of(documents: Iterable[Document], known: Directory | None = None) -> dict[str, Outlet]:
    """The publishers of several documents by document id; spellings of one unknown name become one outlet.

    The spelling used most often stands for all (ties: the first in the alphabet). Order of input does not matter.
    """
    found = {document.id: outlet_of(document, known) for document in documents}
    groups: defaultdict[str, list[Outlet]] = defaultdict(list)
    for outlet in found.values():
        groups[name_key(outlet.name)].append(outlet)
    chosen: dict[str, Outlet] = {}
    for key, members in groups.items():
        counts = Counter(members)
        chosen[key] = min(counts, key=lambda o: (o.kind is OutletKind.UNKNOWN, -counts[o], o.name, o.domains))
    return {document: chosen[name_key(outlet.name)] for document, outlet in found.items()}


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """What two spellings of an outlet's name share: small letters, no article, no dots, no "(Online News)"."""
    plain = unicodedata.normalize("NFKD", _BRACKETS.sub("", name)).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = re.sub(r"^www\.", "", plain.strip())
    plain = re.sub(r"[.'’!,]", "", plain.replace("&", " and "))
    words = re.findall(r"[^\W_]+", plain)
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    while len(words) > 1 and words[-1] in _signs().endings:
        words.pop()
    return " ".join(words)


def tidy(name: str) -> str:
    """An outlet's name without section names and brackets: "Metro Wire (Online News)" -> "Metro Wire"."""
    plain = " ".join(_BRACKETS.sub("", name).split()) or " ".join(name.split())
    parts = _PARTED.split(plain)
    while len(parts) > 1 and parts[-1].casefold() in _signs().sections:
        parts.pop()
    plain = " - ".join(parts)
    if plain.isupper() and len(plain.split()) > 1:
        plain = _unshouted(plain)
    return plain


def dateline(document: Document) -> tuple[int, int] | None:
    """Where a dateline ("CITY (Agency) - ...") below the title names an agency, if there is one: start and end."""
    body = len(document.title) if document.title and document.text.startswith(document.title) else 0
    for found in _DATELINE.finditer(document.text, body, body + _DATELINE_HEAD):
        place, name = found.group().split("(")[0].split(), found.group(1)
        own = name_key(name) == name_key(document.outlet)
        if not place or place[0].strip(",").isupper() or own or _builtin().by_name(name):
            return found.span(1)
    return None


def _unshouted(name: str) -> str:
    """A name in capitals as it is written elsewhere: small "of", "for", "and" inside."""
    words = name.title()
    return re.sub(r"(?<=\s)(?:Of|For|And|The|In|On|To|At)(?=\s)", lambda m: m.group().lower(), words)


def host_of(url: str | None) -> str:
    """The host of a link, lower case, without "www."; "" where there is none."""
    if not url:
        return ""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return re.sub(r"^(?:www\d?|m|amp|mobile)\.(?=.*\.)", "", host.rstrip("."))


def domain_of(host: str) -> str:
    """The registered name of a host ("news.example.co.uk" -> "example.co.uk"), one label more on shared hosts."""
    labels = host.split(".")
    keep = 2
    if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _signs().suffixes:  # noqa: PLR2004 - country codes
        keep = 3
    if any(host.endswith("." + shared) for shared in _signs().hosts):
        keep = len(labels)
    return ".".join(labels[-keep:])


def _entries(raw: Mapping[str, object]) -> Directory:
    names: dict[str, Outlet] = {}
    domains: dict[str, Outlet] = {}
    rows = raw.get("outlet", [])
    if not isinstance(rows, list):
        raise SettingsError("`outlet` must be a list of tables, each with at least a name")
    for row in rows:
        outlet, also = _entry(row)
        for name in (outlet.name, *also):
            names.setdefault(" ".join(name.split()).casefold(), outlet)
            if not _BRACKETS.search(name):
                names[name_key(name)] = outlet
        for domain in outlet.domains:
            domains[domain.lower().removeprefix("www.")] = outlet
    return Directory(names, domains)


def _entry(row: object) -> tuple[Outlet, tuple[str, ...]]:
    if not isinstance(row, Mapping) or not isinstance(row.get("name"), str) or not row["name"].strip():
        raise SettingsError(f"outlet {row!r} has no name")
    unknown = set(row) - {"name", "kind", "family", "domains", "also"}
    if unknown:
        raise SettingsError(f"outlet {row['name']!r} has an unknown key: {', '.join(sorted(unknown))}")
    try:
        kind = OutletKind(row.get("kind", OutletKind.UNKNOWN))
    except ValueError:
        kinds = ", ".join(OutletKind)
        raise SettingsError(f"outlet {row['name']!r} has the unknown kind {row['kind']!r}; known: {kinds}") from None
    domains, also = row.get("domains", []), row.get("also", [])
    if not all(isinstance(words, list) and all(isinstance(w, str) for w in words) for words in (domains, also)):
        raise SettingsError(f"outlet {row['name']!r}: domains and also must be lists of strings")
    return Outlet(row["name"], kind, str(row.get("family", "")), tuple(domains)), tuple(also)


@dataclass(frozen=True, slots=True)
class _Signs:
    """The word lists of outlet_signs.toml, ready for use."""

    names: Mapping[str, tuple[str, ...]]
    press: frozenset[str]
    addresses: Mapping[str, frozenset[str]]
    paths: tuple[str, ...]
    hosts: tuple[str, ...]
    suffixes: frozenset[str]
    release: tuple[str, ...]
    self_words: tuple[str, ...]
    sections: frozenset[str]
    endings: frozenset[str]


@cache
def _signs() -> _Signs:
    raw = tomllib.loads(resources.files(__package__).joinpath("outlet_signs.toml").read_text("utf-8"))
    addresses = raw["addresses"]
    return _Signs(
        names={kind: tuple(words) for kind, words in raw["names"].items()},
        press=frozenset(raw["press"]["words"]),
        addresses={key: frozenset(words) for key, words in addresses.items()},
        paths=tuple(addresses["vendor_path"]),
        hosts=tuple(addresses["hosts"]),
        suffixes=frozenset(addresses["suffixes"]),
        release=tuple(raw["texts"]["vendor"]),
        self_words=tuple(raw["texts"]["vendor_self"]),
        sections=frozenset(raw["sections"]["words"]),
        endings=frozenset(raw["sections"]["endings"]),
    )


def _inside(document: Document, by_host: Outlet, register: Directory) -> Outlet:
    """The publisher of a page on a known host: an aggregator's title names it, a subreddit is its own."""
    if by_host.kind is OutletKind.AGGREGATOR:
        parts = re.split(r"\s[-–—|]\s", document.title)
        if len(parts) > 1:
            return register.by_name(parts[-1]) or Outlet(tidy(parts[-1]), _kind_by_name(parts[-1]))
    sub = _SUBREDDIT.match(_path(document))
    if by_host.kind is OutletKind.COMMUNITY and sub:
        return Outlet(sub.group(1), OutletKind.COMMUNITY, by_host.family, by_host.domains)
    return by_host


def _path(document: Document) -> str:
    return urlsplit(document.url or "").path if host_of(document.url) else ""


def _unknown(document: Document, name: str, host: str) -> Outlet:
    domains = (domain_of(host),) if host else ()
    return Outlet(name, _kind(document, name, host), "", domains)


def _body_named(document: Document) -> str:
    """The body that a document without outlet names as its author, or that its title is ("MINISTRY OF TRADE")."""
    for author in document.authors:
        if kind_of(author.strip() or "-") is NameKind.BODY:
            return author
    official = {OutletKind.GOVERNMENT, OutletKind.RESEARCH}
    if (
        1 < len(document.title.split()) < _TITLE_WORDS
        and document.title.isupper()
        and _kind_by_name(document.title) in official
    ):
        return _unshouted(document.title)
    return ""


def _printed_host(document: Document) -> str:
    """The host of the address that a file prints at its head as its own."""
    if document.url or document.kind not in {Kind.PDF, Kind.TEXT}:
        return ""
    found = re.search(r"https?://[^\s<>\"]+", document.text[:_PRINTED_HEAD])
    return host_of(found.group()) if found else ""


def _unnamed(document: Document) -> str:
    """An honest name for a source that gives none: its title's first words, or its id."""
    words = document.title.split()
    if not words:
        return f"{UNNAMED} {document.id[1:6]}"
    return f"{UNNAMED}: " + " ".join(words[:_TITLE_WORDS]) + ("…" if len(words) > _TITLE_WORDS else "")


def _kind(document: Document, name: str, host: str) -> OutletKind:
    """The kind of an unknown outlet, by the strongest evidence first: host, form, path, name, words of the text."""
    if by_host := _kind_by_host(host):
        return by_host
    if document.kind is Kind.THREAD:
        return OutletKind.COMMUNITY
    tag = dateline(document)
    if tag and name_key(document.text[slice(*tag)]) == name_key(name):
        return OutletKind.AGENCY
    return _kind_by_words(document, name)


def _kind_by_words(document: Document, name: str) -> OutletKind:
    signs = _signs()
    if any(part in _path(document).lower() for part in signs.paths):
        return OutletKind.VENDOR
    named = OutletKind.UNKNOWN if name.startswith(UNNAMED) else _kind_by_name(name)
    if named not in {OutletKind.UNKNOWN, OutletKind.TRADE}:
        return named
    head = document.text[:_HEAD].lower()
    if any(words in head for words in signs.release):
        return OutletKind.VENDOR
    if named is OutletKind.UNKNOWN:
        text = document.text.lower()
        if sum(words in text for words in signs.self_words) >= _SELF:
            return OutletKind.VENDOR
    return named


def _kind_by_host(host: str) -> OutletKind | None:
    labels = host.split(".") if host else []
    at = _signs().addresses
    if set(labels[-2:]) & at["government"] or (
        len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in at["government_under"]  # noqa: PLR2004
    ):
        return OutletKind.GOVERNMENT
    if set(labels[-2:]) & at["research"]:
        return OutletKind.RESEARCH
    if len(labels) > 2 and labels[0] in at["community"]:  # noqa: PLR2004
        return OutletKind.COMMUNITY
    if len(labels) > 2 and labels[0] in at["vendor"]:  # noqa: PLR2004
        return OutletKind.VENDOR
    return None


def _kind_by_name(name: str) -> OutletKind:
    """The kind that an outlet's own name tells, e.g. "Harbour Gazette" newspaper, "Ministry of ..." government."""
    words = f" {' '.join(_WORD.findall(name.lower()))} "
    plain = f" {' '.join(_WORD.findall(re.sub(r'[.]', ' ', name.lower())))} "
    if re.match(r"r/\w", name):
        return OutletKind.COMMUNITY
    press = any(f" {word} " in plain for word in _signs().press)
    for kind, signs in _signs().names.items():
        if not any(f" {sign} " in words or f" {sign} " in plain for sign in signs):
            continue
        if kind == "trade":
            if press:
                return OutletKind.TRADE
            continue
        if kind == "agency" and any(f" {word} " in plain for word in _signs().names["trade"]):
            return OutletKind.TRADE  # "Security Wire" is a trade paper
        return OutletKind(kind)
    return OutletKind.UNKNOWN
