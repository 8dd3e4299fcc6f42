"""Who tells readers of a stake: the whole text of every document that quotes its party is looked at.

A reproach needs more than a pattern that did not match: a document keeps a stake from its readers only where neither
the other party nor the thing at stake is named anywhere in it. Where they are named and nothing ties them to the
party, nothing is said either way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib import resources
from sys import intern

from cuibono.core.claims import Manner
from cuibono.core.findings import Stake
from cuibono.core.text import Document, Kind, Span
from cuibono.findings.connected import GENERIC, Connected
from cuibono.findings.parties import Parties, Party
from cuibono.findings.stakes import SHARES
from cuibono.findings.wording import stems_of
from cuibono.language.lexicons import lexicon
from cuibono.language.names import names
from cuibono.language.sentences import sentences
from cuibono.language.words import stem, tokens

_POSSESSIVE = re.compile(r"['’]s?$")
_APART = 2  # sentences between party and stake that a reader still holds together
_FORMER = re.compile(r"\b(?:was|were|had been|former|formerly|once|sat|served|worked|hired)\b")
_LEAST = 3  # letters of a name's word that may stand for it


def disclosure(parties: Parties, stake: Connected) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Documents that quote the party and tell its stake, and those that quote it and name nothing of it.

    The body's own papers, snippets and threads are left out. In the story's order.
    """
    own = {document.id for document in parties.papers.get((stake.through or stake.party).key, ())}
    quoting = {a.document for a in parties.said.get(stake.party.key, ()) if a.manner is not Manner.OWN} - own
    known = {told.document.id for told in stake.told}
    mine, theirs = _forms(parties, stake.party), _targets(parties, stake)
    # Who is introduced as the firm's own is not hidden, even where nothing is told of what the firm sells.
    body = _forms(parties, stake.through) if stake.through else frozenset()
    words = stake_words(stake.stake)
    # A price, or a post held in the past, is no stake whose silence could be held against anybody.
    former = stake.stake is Stake.EMPLOYED_BY and _FORMER.search(stake.told[0].words.quote) is not None
    blames = stake.category != SHARES and not former
    told, kept = [], []
    for document in parties.record.story.documents:
        if document.id not in quoting or document.snippet or document.kind is Kind.THREAD:
            continue
        if document.id in known or _told_near(document, mine, theirs, words):
            told.append(document.id)
        elif blames and not _names_any(document, theirs | body):
            kept.append(document.id)
    return tuple(told), tuple(kept)


def _told_near(document: Document, mine: frozenset[str], theirs: frozenset[str], words: frozenset[str]) -> bool:
    """Whether party, stake and a word of owning, selling, serving or suing stand within two sentences."""
    read = _read(document)
    ours = [at for at, sentence in enumerate(read) if not mine.isdisjoint(sentence)]
    other = [at for at, sentence in enumerate(read) if not theirs.isdisjoint(sentence)]
    for left in ours:
        for right in other:
            if abs(left - right) <= _APART:
                around = read[min(left, right) : max(left, right) + 1]
                if any(not words.isdisjoint(sentence) for sentence in around):
                    return True
    return False


@lru_cache(maxsize=256)
def _read(document: Document) -> tuple[tuple[str, ...], ...]:
    """The words of each sentence; every stake of a story asks for them. Tuples, since sets take eight times as much."""
    return tuple(_words(document, sentence) for sentence in sentences(document))


def _names_any(document: Document, theirs: frozenset[str]) -> bool:
    return any(not theirs.isdisjoint(words) for words in _read(document))


def _words(document: Document, sentence: Span) -> tuple[str, ...]:
    plain = {intern(_plain(t.text)) for t in tokens(document.text, sentence.start, sentence.end)}
    return tuple(plain | {stem(word) for word in plain})


def _plain(word: str) -> str:
    return _POSSESSIVE.sub("", word.lower())


def _forms(parties: Parties, party: Party) -> frozenset[str]:
    """Words that stand for a party: a person's last name, a body's telling words."""
    called = {party.name, *parties.names.get(party.key, "").splitlines()}
    called |= {a.speaker.name for a in parties.said.get(party.key, ())}
    return _telling(called, last=party.person)


def _targets(parties: Parties, stake: Connected) -> frozenset[str]:
    """Words that stand for the other party, or for what is sold or at stake, by head noun and by brand."""
    if stake.category == SHARES:
        return frozenset({"shares", "share", "stock"})
    found: set[str] = set()
    shared = stake.through is not None and stake.counterpart == stake.through
    if stake.counterpart is not None and not shared:
        found |= _forms(parties, stake.counterpart)
    if stake.counterpart is None or shared:
        topic = [w for w in tokens(stake.category) if stem(w.text) not in GENERIC]
        found |= {stem(w.text) for w in topic[-1:]} | {stem(w.text) for w in topic if w.text[0].isupper()}
        found |= _brands(stake)
    return frozenset(found)


def _brands(stake: Connected) -> frozenset[str]:
    """Names in what is told that are no party's: the product's."""
    own = stems_of(stake.party.name) | (stems_of(stake.through.name) if stake.through else frozenset())
    brands = {
        word
        for told in stake.told
        for name in names(told.document, told.words)
        for word in _telling([name.quote], last=False)
    }
    return frozenset(word for word in brands if stem(word) not in own)


def _telling(called: Iterable[str], *, last: bool) -> frozenset[str]:
    """Lower-case words of names that mean nobody else: no titles, no "company", no "national"."""
    found: set[str] = set()
    for name in called:
        words = [_plain(t.text) for t in tokens(name) if len(t.text) >= _LEAST or t.text.isupper()]
        telling = [w for w in words if w not in _vague()]
        found |= set(telling[-1:] if last else telling[:1])
    return frozenset(found)


@cache
def _vague() -> frozenset[str]:
    return frozenset("the and inc ltd plc corp llc group company".split()) | lexicon("stop")


@cache
def stake_words(stake: Stake) -> frozenset[str]:
    """Words with which a text tells a stake of a kind; those of all kinds where none are listed for it."""
    text = (resources.files(__package__) / "stake_words.txt").read_text("utf-8")
    lines = [line.partition(":") for line in text.splitlines() if line and not line.startswith("#")]
    mine = [words for kinds, _, words in lines if stake.value in kinds.split(", ")]
    return frozenset(word for words in mine or [words for *_, words in lines] for word in words.split())
