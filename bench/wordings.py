"""Sentences of real stories put in other words by rule, well and badly: what ``bench/panel.py --gate`` asks the gate.

``wordings`` gives those that the gate was made with; with ``new`` those that it was not.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from cuibono.core.claims import Assertion, SpeakerKind
from cuibono.core.reading import Record
from cuibono.language.hedges import hedges
from cuibono.language.names import names

NEGATED = {w: f"{w} not" for w in "did was is has will were are had would".split()}
_TURNED = (
    ("more", "less"),
    ("higher", "lower"),
    ("up", "down"),
    ("before", "after"),
    ("above", "below"),
    ("over", "under"),
    ("first", "last"),
    ("most", "least"),
    ("early", "late"),
    ("better", "worse"),
    ("against", "for"),
    ("with", "without"),
    ("from", "to"),
    ("increase", "decrease"),
    ("inside", "outside"),
)
_UNITS = (
    ("percent", "percentage points"),
    ("million", "billion"),
    ("miles", "kilometers"),
    ("hours", "days"),
    ("days", "weeks"),
    ("weeks", "months"),
    ("months", "years"),
    ("years", "months"),
    ("feet", "meters"),
    ("acres", "hectares"),
    ("people", "families"),
    ("$", "€"),
)
_PLANS = (
    r"(?:plans?|planned|hopes?|hoped|wants?|wanted|intends?|intended|vow(?:s|ed)|expects?|expected|tr(?:y|ies|ied)|trying"
    r"|(?:is|are|was|were) (?:expected|set|due|going|about|trying|preparing|likely)) to|will|would|shall"
)
_WIDE = (
    (r"some", "all"),
    (r"several", "all"),
    (r"many", "all"),
    (r"most", "all"),
    (r"a few", "all"),
    (r"few", "many"),
    (r"nearly ", ""),
    (r"almost ", ""),
    (r"about (?=\d)", ""),
    (r"at least ", ""),
    (r"more than ", ""),
    (r"as many as ", ""),
    (r"up to ", ""),
    (r"one of ", ""),
    (r"part of ", ""),
    (r"half (?:of )?", ""),
    (r"often ", ""),
    (r"sometimes ", ""),
    (r"mostly ", ""),
    (r"largely ", ""),
    (r"only ", ""),
    (r"partly ", ""),
)
_FIRMER = ((r"may", "will"), (r"might", "will"), (r"could", "will"), (r"should", "must"), (r"can", "must"))


def usable(record: Record, assertion: Assertion) -> bool:
    """Whether a sentence can be reworded by rule."""
    quote = assertion.span.quote
    plain = not assertion.headline and 40 < len(quote) < 200 and not re.search('[“"]', quote)
    return plain and quote[0].isupper() and assertion.document in record.outlets


def wordings(
    record: Record, assertion: Assertion, said: Sequence[Assertion], chance: random.Random, *, new: bool = False
) -> Iterator[tuple[str, str]]:
    """(kind, wording); the kind says whether it is good or bad."""
    yield from _new(record, assertion) if new else _known(record, assertion, said, chance)


def _known(
    record: Record, assertion: Assertion, said: Sequence[Assertion], chance: random.Random
) -> Iterator[tuple[str, str]]:
    document, span = record.documents[assertion.document], assertion.span
    quote, at = span.quote, span.start
    yield "good: the words as they are", _ended(quote)
    first = quote if any(n.start == at for n in names(document, span)) else quote[0].lower() + quote[1:]
    yield "good: outlet first", _ended(f"{record.outlets[document.id].name} says that {first}")
    if cut := re.search(r"^(.{35,}), (?:after|while|as|which|who|but|and) .{15,}$", quote):
        yield "good: a last clause left out", _ended(cut.group(1))
    once = [n for n in names(document, span) if quote.count(n.quote) == 1]
    if len(once) > 1:
        yield (
            "bad: two names change places",
            _ended(_swapped(quote, at, once[0].start, once[0].end, once[1].start, once[1].end)),
        )
    nouns = [
        m for m in re.finditer(r"\b(?:the|an?|his|her|their) ([a-z]{4,})\b", quote) if quote.lower().count(m[1]) == 1
    ]
    if len(nouns) > 1:
        one, other = nouns[0], nouns[1]
        yield "bad: two nouns change places", _ended(_swapped(quote, 0, *one.span(1), *other.span(1)))
    if word := next((w for w in NEGATED if f" {w} " in quote), None):
        yield "bad: not put in", _ended(quote.replace(f" {word} ", f" {NEGATED[word]} ", 1))
    if number := re.search(r"\b\d+\b", quote):
        yield "bad: another number", _ended(quote.replace(number[0], str(int(number[0]) + 1), 1))
    if doubt := next(iter(hedges(document, span)), None):
        yield "bad: a hedge left out", _ended(quote[: doubt.start - at] + quote[doubt.end - at :])
    if inner := re.search(
        r"\b(?:denied|denies|alleged|believed|suspected|claim(?:s|ed)?|whether|if|accused) (?:that )?(.{30,})$", quote
    ):
        yield "bad: taken out of a denial, doubt or charge", _ended(inner[1][0].upper() + inner[1][1:])
    others = [a for a in said if _is_another(a, assertion)]
    if others:
        yield "bad: in another's mouth", _ended(f"According to {chance.choice(others).speaker.name}, {quote}")
    mine, theirs = quote.split(), chance.choice(said).span.quote.split()
    yield "bad: half of another sentence", _ended(" ".join(mine[: len(mine) // 2] + theirs[len(theirs) // 2 :]))
    yield "bad: a quotation of another sentence", f"It says “{' '.join(theirs[:6])}” and {' '.join(mine[:5])}."


def _is_another(other: Assertion, assertion: Assertion) -> bool:
    named = other.speaker.kind in {SpeakerKind.PERSON, SpeakerKind.BODY} and other.speaker.name[0].isupper()
    return (
        named
        and other.speaker.name.split()[-1] not in assertion.sentence.quote
        and other.speaker.id != assertion.speaker.id
    )


def _swapped(text: str, at: int, a: int, b: int, c: int, d: int) -> str:
    a, b, c, d = a - at, b - at, c - at, d - at
    return text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]


def _ended(text: str) -> str:
    return " ".join(text.rstrip(".").split()) + "."


def _new(record: Record, assertion: Assertion) -> Iterator[tuple[str, str]]:
    document, span = record.documents[assertion.document], assertion.span
    quote = span.quote
    yield "good: the words as they are", _ended(quote)
    yield from _moved(quote)
    yield from _places(quote)
    yield from _shifted(quote)
    yield from _left_out(quote)
    yield from _turned(quote)
    named = [n.quote for n in names(document, span)]
    if len(named) > 1 and assertion.speaker.name:
        yield "bad: two speakers merged", _ended(f"{named[0]} and {named[1]} say that {quote[0].lower()}{quote[1:]}")
    for doubt in hedges(document, span):
        at = doubt.start - span.start
        yield "bad: one of its hedges left out", _ended(quote[:at] + quote[at + len(doubt.quote) :])


def _moved(quote: str) -> Iterator[tuple[str, str]]:
    if moved := re.match(r"((?:On|In|At|After|Before|During|Last|This) [^,]{3,40}), (.{30,})$", quote):
        opening, rest = moved[1], moved[2]
        yield (
            "good: the opening phrase at the end",
            _ended(f"{rest[0].upper()}{rest[1:]} {opening[0].lower()}{opening[1:]}"),
        )
    if cut := re.match(r"(.{30,}?), (?:which|who|where) [^,]{10,60}, (.{10,})$", quote):
        yield "good: a relative clause left out", _ended(f"{cut[1]} {cut[2]}")
    if denied := re.search(r"\b(?:not|never) ", quote):
        rest = quote[: denied.start()] + quote[denied.end() :]
        found = re.finditer(r"\b(?:to|and|that|is|was|has|have|will|would|be) ", rest)
        if later := [m.end() for m in found if abs(m.start() - denied.start()) > 8]:
            yield "bad: a negation moves", _ended(rest[: later[-1]] + denied[0] + rest[later[-1] :])


def _places(quote: str) -> Iterator[tuple[str, str]]:
    if done := re.match(r"(.{3,40}?) (was|were) (\w+ed) by (.{3,40})$", quote):
        yield "bad: doer and done-to change places", _ended(f"{done[4]} {done[2]} {done[3]} by {done[1]}")
    if done := re.match(
        r"((?:The |An? )?[\w’' ]{3,30}?) (\w{3,}ed) ((?:the |an? )?[\w’' ]{3,25}?)"
        r"( (?:in|on|at|for|after|to|with)\b.*)?$",
        quote,
    ):
        yield "bad: subject and object change places", _ended(f"{done[3]} {done[2]} {done[1]}{done[4] or ''}")


def _shifted(quote: str) -> Iterator[tuple[str, str]]:
    if plan := re.search(rf"\b(?:{_PLANS}) ", quote):
        yield "bad: a plan has come about", _ended(f"{quote[: plan.start()]}did {quote[plan.end() :]}")
    for narrow, wide in _WIDE:
        if found := re.search(rf"\b{narrow}(?:\b|(?<= ))", quote):
            yield "bad: an amount widened", _ended(quote[: found.start()] + wide + quote[found.end() :])
            break
    for weak, firm in _FIRMER:
        if found := re.search(rf"\b{weak}\b", quote):
            yield "bad: firmer than said", _ended(quote[: found.start()] + firm + quote[found.end() :])
            break
    for one, other in _UNITS:
        if found := re.search(r"\$(?=\d)" if one == "$" else rf"\b{one}\b", quote):
            yield "bad: another unit", _ended(quote[: found.start()] + other + quote[found.end() :])
            break


def _left_out(quote: str) -> Iterator[tuple[str, str]]:
    if source := re.search(r",? according to [^,]+$|, [\w.’' ]{3,40} (?:said|says)$", quote):
        yield "bad: who says it left out", _ended(quote[: source.start()])
    if source := re.match(
        r"(?:According to [^,]{3,60}, |[\w.’' ]{3,40} (?:said|says|told [\w ]{3,20}) (?:that )?)(.{25,})$", quote
    ):
        yield "bad: who says it left out", _ended(source[1][0].upper() + source[1][1:])
    if but := re.search(
        r",? (?:except|unless|other than|but not|excluding|apart from|if|until|only if|as long as|without) [^,]+", quote
    ):
        yield "bad: an exception or condition left out", _ended(quote[: but.start()] + quote[but.end() :])


def _turned(quote: str) -> Iterator[tuple[str, str]]:
    for pair in _TURNED:
        for one, other in (pair, pair[::-1]):
            if found := re.search(rf"\b{one}\b", quote):
                yield "bad: a comparison turned round", _ended(quote[: found.start()] + other + quote[found.end() :])
                break
    if his := re.search(r"\b(?:his|her|their|its)\b", quote):
        other = {"his": "her", "her": "his", "their": "its", "its": "their"}[his[0]]
        yield "bad: another's", _ended(quote[: his.start()] + other + quote[his.end() :])
