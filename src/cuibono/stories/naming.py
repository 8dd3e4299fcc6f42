"""The shapes of names: keys under which forms of one name meet, and what the words around a name tell."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from cuibono.language.lexicons import entries, lexicon, table

SPELLED = re.compile(r"\s*\(([A-Z][A-Za-z.&-]{1,9})\)")
_SUFFIX = re.compile(r",?\s+(?:Jr|Sr|II|III|IV)\.?$")
_MIDDLE = re.compile(r"(?<=\s)(?:[A-Z]\.?\s+)+")
COURTESY = re.compile(r"\b(?:(Mr|Sir|Lord|King|Prince)|(Mrs|Ms|Miss|Dame|Lady|Queen|Princess))\.?\s+$")
_LONE_LETTER = re.compile(r"\w\s[A-Z]\.$")  # "Orrin X." ends a sentence; nobody's last name is an initial
_CAMEL = re.compile(r"^(?!Mc|Mac|De|Di|La|Le|Van|O['’]|D['’])[A-Z]?[a-z]+[A-Z]")
_CORPORATE = re.compile(
    r",?\s+(?:"
    + "|".join(re.escape(s) for s in sorted((*entries("company_suffixes"), "Corporation"), key=len)[::-1])
    + r")$"
)


def key_of(name: str) -> str:
    """The key under which a publisher's or body's name is compared: no article, no "Inc.", lower case."""
    return body_key(clean(name))


def name_key(name: str, *, person: bool) -> str:
    """The key that a name has by its words alone, without a story that says more: "jane roe", "halden labs"."""
    return person_key(name) if person and " " in name.strip() else key_of(name)


@lru_cache(maxsize=4096)
def clean(name: str) -> str:
    """The name with single spaces and no marks at its ends but an abbreviation's full stop."""
    plain = " ".join(name.split())
    ends = " ,'’\"“”" if name.endswith(".") and not _LONE_LETTER.search(plain) else " ,.'’\"“”"
    return plain.strip(ends)


def person_key(name: str) -> str:
    """First and last name, lower case: no initials, no "Jr.", no accents, no office cut off before it ("State")."""
    plain = unicodedata.normalize("NFKD", _MIDDLE.sub("", _SUFFIX.sub("", name)))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    words = plain.lower().replace(".", "").split()
    if len(words) > 2 and words[0] in lexicon("departments"):  # noqa: PLR2004 - "State Ode Linn"
        words = words[1:]
    return f"{words[0]} {words[-1]}"


def body_key(name: str) -> str:
    """A body's name, lower case, spelled out where its acronym is well known, without "the", "Inc." and "U.S.".

    "US Department of Justice" and "Justice Department" are one key; so are "Orrin Corp." and "Orrin Corporation".
    """
    plain = _CORPORATE.sub("", name)
    long = acronyms().get(plain.replace(".", "").upper())
    key = (long or plain).lower().removeprefix("the ").replace("’", "'").strip(" ,.").replace("s' ", "s ")
    if found := _DEPARTMENT.fullmatch(_AMERICAN.sub("", key)):
        return f"{found.group(1) or found.group(2)} department"
    return key


# Of these there is one in the United States, whoever names it.
_DEPARTMENTS = r"(justice|state|defen[cs]e|homeland security|treasury|commerce|labor|energy|education|transportation)"
_DEPARTMENT = re.compile(rf"(?:department of (?:the )?{_DEPARTMENTS}|{_DEPARTMENTS} department)")
_AMERICAN = re.compile(r"^(?:u\.s\.|us|united states|american) (?=\w+ )")


@cache
def acronyms() -> dict[str, str]:
    """Well-known acronyms without full stops, and what they stand for."""
    return {key.upper().replace(".", ""): value for key, value in table("acronyms").items()}


def is_company(key: str) -> bool:
    """Whether a body is of the sort that is called by its first word alone: Halden Labs, not Justice Department."""
    return key.rsplit(maxsplit=1)[-1] in lexicon("company_heads")


def title_before(before: str) -> str:
    """The title that ends right before a name ("president"), "" where there is none."""
    if not before.endswith(" "):
        return ""
    words = before.lower().split()
    for count in (3, 2, 1):
        title = " ".join(words[-count:]).rstrip(".")
        if len(words) >= count and title in _personal_titles():
            return title
    return ""


@cache
def _personal_titles() -> frozenset[str]:
    return lexicon("titles") - frozenset(
        "former ex then acting interim democrat republican conservative labour liberal tory private".split()
    )


def looks_personal(words: list[str]) -> bool:
    """Two or three capitalised words that are neither known places nor hold a body's noun."""
    plain = [w.lower().strip(".") for w in words]
    return (
        _impersonal().isdisjoint(plain)
        and all((len(w) > 1 and (w.replace("-", "").isalpha() or "'" in w)) or w[1:] == "." for w in words)
        and words[-1][1:] != "."
        and not any((w.isupper() and len(w) > 1) or _CAMEL.search(w) for w in words)
    )


@cache
def _impersonal() -> frozenset[str]:
    """Words that are no part of a person's name."""
    lists = ("places", "demonyms", "stop", "body_heads", "roles", "calendar", "common_capitals")
    return frozenset().union(*map(lexicon, lists))


def initials_fit(name: str, acronym: str) -> bool:
    """Whether an acronym is made of the capitals that begin a name's words."""
    initials = "".join(w[0] for w in name.split() if w[0].isupper())
    return initials.upper() == acronym.replace(".", "").upper()


def is_junior(name: str) -> bool:
    """Whether a name ends in "Jr.", "III" or the like."""
    return _SUFFIX.search(name) is not None
