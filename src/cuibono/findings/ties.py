"""What ties people to people, as a paper introduces them: who works for whom, who opposes whom, who stands for what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from cuibono.core.claims import Assertion
from cuibono.core.findings import Stake
from cuibono.core.text import Document, Span
from cuibono.findings.parties import Mention, Parties, Party
from cuibono.language.lexicons import lexicon

VOTES = "votes"  # what a candidate stands to gain
_CAMPAIGNERS = (
    r"(?:(?:presidential|re-?election|Senate|gubernatorial) )?campaign(?:['’]s)? (?:[a-z-]+ ){0,2}"
    r"(?:manager|chairman|chairwoman|chair|spokesman|spokeswoman|spokesperson|advis[eo]r|strategist|director|aide|pollster)"
)
_HIRED = (
    r"(?:[a-z-]+ ){0,2}(?:lawyer|attorney|lobbyist|consultant|accountant|chief executive(?: officer)?|CEO|president"
    r"|founder|chairman|chairwoman|general counsel|managing director)s?"
)
OFFICES = (
    r"(?:(?!press\b|and\b)[a-z-]+ ){0,2}(?<!press )(?:[Ss]ecretary|[Mm]inister|[Cc]ommissioner|[Dd]irector|[Cc]hief)"
)
_OPPOSED = r"(?:[A-Z]?[a-z-]+ ){0,2}(?:opponent|challenger)"
_OWNED_BEFORE = re.compile(rf"(?:['’]s?)? (?P<role>{_HIRED}|{OFFICES}|{_OPPOSED}|{_CAMPAIGNERS}),? ")
_OWNED_BEHIND = re.compile(
    rf"(?:['’]s?)? (?P<role>{_HIRED}|{OFFICES}|{_OPPOSED}|{_CAMPAIGNERS})(?=[,.;]|\s(?:said|told|wrote))"
)
_FORMER = re.compile(r"\b(?:former|ex-|then-|one-?time|late)\s*(?:[\w’'-]+\s+)?$", re.IGNORECASE)
MEANT = re.compile(r"(?:he|she|it|they)\b", re.IGNORECASE)
AGAINST = re.compile(r"\b(?:against|battling|fighting|suing|opposing|challenging|versus)\b", re.IGNORECASE)
_PEOPLE = re.compile(r"[A-Z][a-z]+(?:ian|ean|ese|ish)")  # adjectives of peoples that no list has
_FOR = (
    r"(?:(?:Republican|Democratic|GOP|[Pp]residential|gubernatorial|senatorial|mayoral|congressional|Senate)"
    r"(?:['’]s)? ){1,3}"
)
_STANDS = rf"{_FOR}(?:candidate|nominee|hopeful|contender|front-?runner|challenger)\b"
_BEFORE = re.compile(rf"\b{_STANDS}\s+(?:(?:Mr|Mrs|Ms|Sen|Gov|Rep|Senator|Governor)\.?\s+)?$")
_BEHIND = re.compile(rf",\s+(?:(?:an?|the|also an?|now an?|another)\s+)?(?:[\w’'-]+\s+){{0,3}}?{_STANDS}")
_RUNS = re.compile(
    r",?\s+(?:who\s+)?is (?:running for|seeking) (?:the )?(?:president|presidency|governor|Senate|re-?election)\b"
)
_NOT_NOW = re.compile(r"\b(?:former|then|once|as|failed|losing|defeated|future)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# "Foreword: Ann Roe, chief executive.": in a body's own paper its officers need no other name beside theirs.
_OFFICER = re.compile(
    r",\s+(?:(?:our|the|its)\s+)?(?:chief (?:[a-z]+ )?(?:executive|officer|scientist|economist)|CEO|CTO|president"
    r"|chairman|chairwoman|chair|founder|managing director|vice[- ]president"
    r"|(?:head|director|vice[- ]president) of (?:[a-z-]+ ){0,3}[a-z-]+)(?=\s*[.,;)]|\s*$)"
)
_REACH_OUT = 140  # characters behind a name in which its role stands
_REACH = 110  # characters behind a name


def candidacy(text: str, name: tuple[int, int], sentence: Span, year: int) -> tuple[int, int] | None:
    """Where the words stand that call the person of this name a candidate; None where they do not, or did once.

    ``name`` are start and end of the name; ``year`` is that of the paper, 0 where it has no date: who stood in an
    earlier one stands no longer.
    """
    start, end = name
    before = _BEFORE.search(text, max(sentence.start, start - _REACH), start)
    roof = min(sentence.end, end + _REACH)
    behind = _BEHIND.match(text, end, roof) or _RUNS.match(text, end, roof)
    if before is not None:
        words = text[max(sentence.start, before.start() - 12) : start]
        place = (before.start(), end)
    elif behind is not None:
        words, place = behind.group(), (start, behind.end())
    else:
        return None
    past = any(int(found) < year for found in _YEAR.findall(words))
    return None if past or _NOT_NOW.search(words) else place


@dataclass(frozen=True, slots=True)
class Told:
    """A stake as one sentence tells it.

    ``words`` are the clause that tells it, ``category`` what is sold, regulated or at stake, as read, ``counterpart``
    the other party. ``day`` is the day it happened, where the sentence gives one; ``by`` the assertion that tells it.
    """

    party: Party
    stake: Stake
    document: Document
    words: Span
    sentence: Span
    category: str
    counterpart: Party | None = None
    day: date | None = None
    by: Assertion | None = None


def retained(document: Document, sentence: Span, inside: list[Mention]) -> Iterator[Told]:
    """Lawyers, lobbyists and consultants with the name of whom they work for: "Orrin's lawyer Ann Lee"."""
    for left, right in pairwise(inside):
        between = document.text[left.end : right.start]
        behind = document.text[right.end : right.end + _REACH_OUT]
        after = _OWNED_BEHIND.match(behind) if between == ", " else None
        before = _OWNED_BEFORE.fullmatch(between)
        if right.party.person and before:
            person, other, end, role = right, left, right.end, before["role"]
        elif left.party.person and after:
            person, other, end, role = left, right, right.end + after.end(), after["role"]
        else:
            continue
        if _FORMER.search(document.text, max(sentence.start, left.start - 20), left.start) or _NOT_NOW.search(role):
            continue
        body = document.text[other.start : other.end]
        people = _PEOPLE.fullmatch(body) or body.lower() in lexicon("demonyms") | lexicon("places")
        if person.party.key != other.party.key and not people:
            yield Told(
                party=person.party,
                stake=Stake.COMPETES if re.search(_OPPOSED + "$", role) else Stake.EMPLOYED_BY,
                document=document,
                words=document.span(left.start, end),
                sentence=sentence,
                category=role if re.fullmatch(OFFICES, role) else document.text[other.start : other.end],
                counterpart=other.party,
            )


def candidates(document: Document, sentence: Span, inside: list[Mention]) -> Iterator[Told]:
    """Those who stand for office: "Jane Roe, a presidential candidate"; what they say here may win them votes."""
    year = document.published.at.year if document.published else 0
    for mention in inside:
        place = candidacy(document.text, (mention.start, mention.end), sentence, year) if mention.party.person else None
        if place is not None:
            yield Told(
                party=mention.party,
                stake=Stake.GAINS,
                document=document,
                words=document.span(*place),
                sentence=sentence,
                category=VOTES,
            )


def signatories(parties: Parties, document: Document, sentence: Span, inside: list[Mention]) -> Iterator[Told]:
    """The officers whom a body's own report or release names by their office: "Ann Roe, head of research"."""
    said = parties.said.get(parties.papers_of.get(document.id, ""), [])
    if not said:
        return
    body = parties.of_speaker(said[0])
    for mention in inside:
        office = _OFFICER.match(document.text, mention.end, sentence.end) if mention.party.person else None
        if office is not None and not any(m.start >= office.start() and not m.party.person for m in inside):
            yield Told(
                party=mention.party,
                stake=Stake.EMPLOYED_BY,
                document=document,
                words=document.span(mention.start, office.end()),
                sentence=sentence,
                category=body.name,
                counterpart=body,
            )
