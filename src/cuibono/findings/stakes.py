"""Stakes as sentences tell them: who sells, funds, owns, works for, competes, regulates, gains, loses or sues."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources

from cuibono.core.claims import TimexType
from cuibono.core.findings import Stake
from cuibono.core.text import Document, Span
from cuibono.findings.parties import Mention, Parties, Party
from cuibono.findings.ties import AGAINST, MEANT, Told, candidates, retained, signatories
from cuibono.language.hedges import negations
from cuibono.language.sentences import sentences
from cuibono.language.sites import Holding, Sited
from cuibono.language.timexes import timexes
from cuibono.language.words import tokens

# What may stand between the subject and the cue.
_LINK = (
    r"(?:(?:which|who|that|plc|inc|corp|ltd|llc|has|have|had|is|are|was|were|be|been|am|it|they|itself|also|just|only|now"
    r"|already|then|since|recently|today|yesterday|earlier|first|and|[a-z]+ly|this|last|week|month|quarter|year|in|on"
    r"|January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|\d{1,4})\.?(?:,?\s+|,?$))*"
)
_BETWEEN = re.compile(rf"\s*(?:,[^,;:.!?“”\"]{{1,70}},)?\s*,?\s*{_LINK}(?:,\s*)?$", re.IGNORECASE)
_WHOSE = re.compile(r"\s*,?\s*whose (?:own )?(?:[\w-]+ ){1,5}$", re.IGNORECASE)
_PRONOUN = re.compile(
    r"(?:^|[\s(“\"—–-])(it|they|we|he|she|I"
    r"|(?:the|that) (?:company|firm|group|vendor|agency|foundation|maker|start-?up|bank))"
    rf"\s+(?!that\b|which\b|who\b){_LINK}$",
    re.IGNORECASE,
)
_NOUN_END = re.compile(
    r"[,;:.!?()“”\"—–]|\s(?:that|which|who|whose|when|where|while|after|before|because|but|since|until|as|than|is|are|was"
    r"|were|will|would|to|in|on|at|by|from|with|last|this|next|between|and that)\s",
    re.IGNORECASE,
)
_DETERMINER = re.compile(
    r"^(?:an?|the|its|their|his|her|our|my|some|any|new|own|first|first-ever|latest|several|two|three|range of)\s+",
    re.IGNORECASE,
)
_NOT_FOR_SALE = re.compile(
    r"\b(?:out|off|short|itself|themselves|himself|herself|soul|idea|narrative|story|tickets? to|inquiry|enquiry"
    r"|investigation|probe|attack|attacks|campaign|offensive|raid|strike|strikes|missiles?|rockets?|operation|appeal|bid|review|report|study|statement|petition|audit"
    r"|video|footage|photos?|documents?|records?|transcript|names?|details|(?:public|civil|secret|armed) services?"
    r"|services? to)\b",
    re.IGNORECASE,
)
# What machines, laws and people do every day: of these a named subject is needed.
_COMMON_VERBS = frozenset("make makes offer offers provide provides develop develops build builds".split())
_NP_WORDS = 12
_CATEGORY_WORDS = 8
_CLAUSE_WORDS = 45
_RIGHT_BEHIND = 6  # characters: a space and an article
_RECENT = 14  # days
_FARTHEST = 140  # characters between subject and cue: an apposition and the link fit in


@dataclass(frozen=True, slots=True)
class _Pattern:
    stake: Stake
    cue: Sited | Holding
    needs: str
    object_is_party: bool = False  # what is told concerns the party behind the cue


def told(parties: Parties) -> Iterator[Told]:
    """Every stake told in the documents, in the story's order; negated and asked ones are left out."""
    for document in parties.record.story.documents:
        mentions = parties.mentions(document)
        market = _is_market(document.text)
        sites = _sites(document.text)
        at = 0
        for sentence in sentences(document):
            while at < len(mentions) and mentions[at].end <= sentence.start:
                at += 1
            inside = []
            for mention in mentions[at:]:
                if mention.start >= sentence.end:
                    break
                inside.append(mention)
            if sentence.quote.endswith("?") or "\n" in sentence.quote.strip():
                continue
            near = sites[bisect_left(sites, (sentence.start, 0)) : bisect_left(sites, (sentence.end, 0))]
            tried = [_patterns()[number] for number in sorted({number for _, number in near})]
            yield from _in_sentence(parties, document, sentence, inside, tried)
            if market:
                yield from _prices(parties, document, sentence, inside)
            yield from retained(document, sentence, inside)
            yield from candidates(document, sentence, inside)
            yield from signatories(parties, document, sentence, inside)


def _sites(text: str) -> list[tuple[int, int]]:
    """Where which pattern (by number) is worth trying, in order."""
    return sorted((at, number) for number, pattern in enumerate(_patterns()) for at in pattern.cue.places(text))


def _in_sentence(
    parties: Parties, document: Document, sentence: Span, inside: list[Mention], tried: Sequence[_Pattern]
) -> Iterator[Told]:
    for pattern in tried:
        for cue in pattern.cue.finditer(document.text, sentence.start, sentence.end):
            if pattern.object_is_party:
                yield from _of_object(parties, document, sentence, (pattern, cue), inside)
                continue
            subject = _subject(parties, document, sentence, inside, cue)
            if subject is None:
                continue
            start, party = subject
            end = _phrase_end(document.text, cue.end(), sentence.end)
            other = next((m for m in inside if cue.end() <= m.start < end + 60 and m.party.key != party.key), None)
            if _passive(document.text[start : cue.start()], pattern, cue.group()):
                continue
            if not _fits(pattern, party, other, document, (cue.end(), end)):
                continue
            if any(start <= n.start < cue.end() for n in negations(document, sentence)):
                continue
            if pattern.stake is Stake.LITIGATES and other is None and MEANT.match(document.text, start):
                continue  # "he pleaded guilty": whose old case that is, and whether it matters here, nobody tells
            words = document.span(start, _words_end(document.text, start, end, sentence))
            yield Told(
                party=party,
                stake=pattern.stake,
                document=document,
                words=words,
                sentence=sentence,
                category=_category(pattern, document, (cue.end(), end), sentence, other),
                counterpart=other.party if other and pattern.needs == "party" else None,
                day=_day(document, sentence) if pattern.stake is Stake.SELLS else None,
                by=parties.holder(document.id, document.span(cue.start(), cue.end())),
            )


def _of_object(
    parties: Parties, document: Document, sentence: Span, found: tuple[_Pattern, re.Match[str]], inside: list[Mention]
) -> Iterator[Told]:
    """What would befall the party named right behind a cue: "would break up Orrin", "would cost Orrin"."""
    pattern, cue = found
    behind = next((m for m in inside if 0 < m.start - cue.end() <= _RIGHT_BEHIND), None)
    if behind is not None and not behind.party.person:
        yield Told(
            party=behind.party,
            stake=pattern.stake,
            document=document,
            words=document.span(sentence.start, _words_end(document.text, sentence.start, behind.end, sentence)),
            sentence=sentence,
            category=category_of(document.text[cue.start() : behind.end]),
            by=parties.holder(document.id, document.span(cue.start(), cue.end())),
        )


def _passive(before: str, pattern: _Pattern, cue: str) -> bool:
    """Whether an active cue stands in the passive: "was launched", "it is sold to"."""
    active = pattern.stake in {Stake.SELLS, Stake.FUNDS, Stake.OWNS, Stake.LITIGATES} and not cue.endswith(" by")
    return active and re.search(r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?$", before) is not None


def _subject(
    parties: Parties, document: Document, sentence: Span, inside: list[Mention], cue: re.Match[str]
) -> tuple[int, Party] | None:
    """Who the cue at an offset is said of, and where the words about it begin."""
    text, at = document.text, cue.start()
    for mention in reversed([m for m in inside if m.end <= at]):
        between = text[mention.end : at]
        if len(between) > _FARTHEST:
            break
        if _BETWEEN.fullmatch(between) or _WHOSE.fullmatch(between):
            return mention.start, mention.party
    pronoun = _PRONOUN.search(text[sentence.start : at])
    if pronoun and cue.group() not in _COMMON_VERBS:
        start = sentence.start + pronoun.start(1)
        party = parties.meant(document, start, pronoun.group(1).split()[-1])
        return (start, party) if party else None
    return None


def _fits(pattern: _Pattern, party: Party, other: Mention | None, document: Document, place: tuple[int, int]) -> bool:
    """Whether what follows a cue is what the pattern needs."""
    start, end = place
    phrase = document.text[start:end]
    # "Represents groups that fight the agency" ties nobody to the agency.
    opposed = other is not None and AGAINST.search(document.text, start, other.start) is not None
    if pattern.stake is Stake.EMPLOYED_BY and (opposed or not party.person):
        return False
    if pattern.needs == "party":
        near = other is not None and (other.start < end or not phrase.strip())
        return near and not (
            pattern.stake in {Stake.OWNS, Stake.SELLS}
            and party.person
            and "stake" not in document.text[start - 30 : start]
        )
    if not phrase.strip():
        return False
    if pattern.stake is Stake.SELLS:
        if _NOT_FOR_SALE.search(phrase) or party.person:
            return False
        return pattern.needs == "any" or _is_product(phrase, document, start, end)
    return True


def _is_product(phrase: str, document: Document, start: int, end: int) -> bool:
    """Whether a phrase names something for sale: a product noun at its head, or in the apposition behind a name."""
    if _has_product(phrase):
        return True
    behind = re.match(r",\s+(an?|the|its)\s+([^,;.:]{3,80})", document.text[end : end + 100])
    named = bool(re.match(r"\s*(?:the )?[A-Z]", document.text[start : start + 8]))
    return named and behind is not None and _has_product(behind.group(2).split(" that ")[0].split(" which ")[0])


def _has_product(phrase: str) -> bool:
    words = [t.text.lower() for t in tokens(_NOUN_END.split(phrase + " ")[0])]
    return bool(words) and any(w in products() for w in words[-3:])


def _phrase_end(text: str, start: int, end: int) -> int:
    """Where the noun phrase after a cue ends: at a mark, a preposition or a clause, after a dozen words at most."""
    words = tokens(text, start, end)
    limit = words[_NP_WORDS].start if len(words) > _NP_WORDS else end
    first = words[0].end if words else start
    stop = _NOUN_END.search(text, first, limit)
    return stop.start() if stop else limit


def _words_end(text: str, start: int, end: int, sentence: Span) -> int:
    """The whole rest of the sentence if it is not too long, else up to where what is told ends."""
    if len(tokens(text, start, sentence.end)) <= _CLAUSE_WORDS:
        return sentence.end
    return end


def category_of(phrase: str) -> str:
    """A phrase without the small words before it."""
    plain = " ".join(phrase.split()).strip(" ,")
    while (cut := _DETERMINER.sub("", plain)) != plain:
        plain = cut
    return plain


def _category(
    pattern: _Pattern, document: Document, place: tuple[int, int], sentence: Span, other: Mention | None
) -> str:
    """What is sold, regulated or at stake, in the document's words; the other party's name where there is one."""
    start, end = place
    if pattern.needs == "party" and other is not None:
        return document.text[other.start : other.end]
    if pattern.stake is Stake.SELLS:
        apposed = re.match(r",\s+(?:an?|the|its)\s+([^,;.:]{3,80})", document.text[end : end + 100])
        named = re.match(r"\s*(?:the )?[A-Z]", document.text[start : start + 8])
        if named and apposed and _has_product(apposed.group(1)):
            return category_of(_NOUN_END.split(apposed.group(1) + " ")[0])
        return category_of(document.text[start:end])
    stop = re.search(r"[,;:.!?()“”\"—–]", document.text[start : sentence.end])
    phrase = document.text[start : start + stop.start() if stop else sentence.end]
    return category_of(" ".join(phrase.split()[:_CATEGORY_WORDS]))


def _day(document: Document, sentence: Span) -> date | None:
    """The one day that a sentence gives for what it tells."""
    anchor = document.published.at.date() if document.published else None
    days = {
        timex.earliest.date()
        for timex in timexes(document, sentence, anchor=anchor)
        if timex.type is TimexType.DATE and timex.earliest and timex.latest
        if timex.latest - timex.earliest <= timedelta(days=1)
    }
    return min(days) if len(days) == 1 else None


# --- prices -----------------------------------------------------------------------------------------------------------

_SHARES = re.compile(
    r"\b(?:shares|stock|share price)\b(?: in| of)?[^.;]{0,40}?\b(?P<move>rose|rises|jumped|climbed|surged|soared|gained"
    r"|up|higher|fell|falls|dropped|slid|sank|tumbled|down|lower)\b[^.;]{0,40}?(?:\d|per cent|percent|%)",
    re.IGNORECASE,
)
_PER_CENT = r"\d+(?:\.\d+)?\s?(?:%|per cent|percent)"
_CLOSED = re.compile(
    rf"\b(?:closed|ended|finished|traded|was|were)\s+(?:up |down )?{_PER_CENT}\s*(?P<move>higher|lower|up|down)"
    rf"|\b(?P<move2>rose|fell|jumped|dropped|climbed|slid)\s+(?:by )?{_PER_CENT}(?=[.,;]|\s(?:on|in|by|at)\b)",
    re.IGNORECASE,
)
SHARES = "shares"  # the category of price moves
_UP = frozenset("rose rises jumped climbed surged soared gained up higher".split())


def _prices(parties: Parties, document: Document, sentence: Span, inside: list[Mention]) -> Iterator[Told]:
    """Moves of a party's shares: "Shares in X rose 4%", "X closed 6 per cent higher"."""
    text = document.text
    found = _SHARES.search(text, sentence.start, sentence.end)
    bodies = [m for m in inside if not m.party.person]
    if found:
        named = [m for m in bodies if found.start() - 30 <= m.start < found.end()]
    else:
        found = _CLOSED.search(text, sentence.start, sentence.end)
        if found is None:
            return
        gaps = [(m, text[m.end : found.start()]) for m in bodies if m.end <= found.start() <= m.end + _FARTHEST]
        named = [m for m, gap in gaps if _BETWEEN.fullmatch(gap) or _WHOSE_LONG.fullmatch(gap)]
    if named and not _long_ago(document, sentence):
        move = next(word for word in found.groups() if word)
        yield Told(
            party=named[0].party,
            stake=Stake.GAINS if move.lower() in _UP else Stake.LOSES,
            document=document,
            words=document.span(sentence.start, _words_end(text, sentence.start, sentence.end, sentence)),
            sentence=sentence,
            category=SHARES,
            by=parties.holder(document.id, document.span(found.start(), found.end())),
        )


def _long_ago(document: Document, sentence: Span) -> bool:
    """Whether a sentence tells of a day weeks before publication: what moved then is no stake in today's claims."""
    day = _day(document, sentence)
    return day is not None and document.published is not None and (document.published.at.date() - day).days > _RECENT


_WHOSE_LONG = re.compile(r",\s*whose [^,;.]{3,80},\s*")


def _is_market(text: str) -> bool:
    """Whether a text speaks of shares at all, so that "fell 2.8 per cent" may be a price."""
    return re.search(r"\b(?:shares|stock|investors|shareholders|bourse|early trading)\b", text) is not None


# --- data -------------------------------------------------------------------------------------------------------------


@cache
def _patterns() -> tuple[_Pattern, ...]:
    raw = tomllib.loads((resources.files(__package__) / "stakes.toml").read_text("utf-8"))
    return tuple(
        _Pattern(
            Stake(item["stake"]),
            _cue(item),
            item["needs"],
            item.get("subject") == "after",
        )
        for item in raw["pattern"]
    )


def _cue(item: Mapping[str, str]) -> Sited | Holding:
    pattern = re.compile(_lead(item["cue"]) + r"(?=\s)")
    if "holds" in item:
        return Holding(pattern, item["holds"].split())
    opens = item["opens"].split()
    hung = tuple(word.removeprefix("'") for word in opens if word.startswith("'"))
    return Sited(pattern, opens, hung=hung)


def _lead(cue: str) -> str:
    """A cue begins a word, but for the possessive, which stands right behind the name."""
    return cue if cue.startswith("[") else rf"(?<![\w-])(?:{cue})"


@cache
def products() -> frozenset[str]:
    """Nouns for what can be bought."""
    text = (resources.files(__package__) / "products.txt").read_text("utf-8")
    return frozenset(word for line in text.splitlines() for word in line.split("#", 1)[0].split())
