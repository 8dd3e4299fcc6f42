"""Which assertions of a record are on what a person asks or states, and hold the kind of thing that is wanted.

By words: the share of the question's weight (inverse document frequency over the record's sentences) that an assertion
holds. Names and numbers weigh double, and one that the record does not hold at all means that the question is about
something else. Where networks are at hand (:mod:`cuibono.room.meaning`) they find what says it in other words; names
are exact all the same.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from cuibono.core.claims import Assertion, SpeakerKind
from cuibono.core.text import Span
from cuibono.language.words import content_words
from cuibono.room.meaning import Seen
from cuibono.room.questions import Question, Wanted
from cuibono.room.replying import answering
from cuibono.room.table import Table

MOST = 3  # voices in one answer
ENOUGH = 0.55  # share of the question's weight that an assertion must hold; tests/room/test_ask.py shows both sides
LOOSE = 0.4  # the same where the question's kind narrows it already
_STEM = 5  # letters of a name that its derivations share
_NAME = re.compile(r"(?<![.!?] )(?<!^)\b[A-Z][\w’'-]*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NEXT_BEST = 0.75  # of the best score: what lies below is not put beside it
# Set on 61 questions to three stories and looked at again on 46 to three others: design/2026-11-29-panel.md.
_COSINE, _HELD, _FOLLOWS = 0.45, 0.35, 0.2
MEANT = 0.56
_LEADING = 0.5  # likeness of a word to the one that an answer cannot do without
_SPOKEN = 0.5  # the same where only one speaker is asked for
_MANY = re.compile(r"(?:\b[a-z][\w-]*[^s\W]s|people|anybody|anyone|everybody|everyone|somebody|someone)$")  # "experts"
_ASKING = frozenset(
    content_words(
        "say says said tell tells told claim claims claimed think know mention report reports reported speak talk "
        "anybody anyone somebody someone people give gives many much number source sources origin origins document "
        "documents article articles read reading record story happen happened explain describe"
    )
)
_KIND_WORDS = frozenset(
    content_words(
        "benefit gain profit stake interest deny denied dispute contradict reject disagree contest measure count due "
        "deadline date when else many cui bono stand lose independent outlet paper long soon"
    )
)
_BARE_WORDS = frozenset(content_words("missing left leave out omit omission next now happen come"))


@dataclass(frozen=True, slots=True)
class Found:
    """An assertion that holds so much (0..1) of what was looked for, and the words of it that may be the answer."""

    assertion: Assertion
    score: float
    focus: tuple[Span, ...] = ()


def by_words(table: Table, question: str, enough: float, most: int = MOST) -> list[Found]:
    """The assertions that hold most of the question's words, one per claim and per wording."""
    weigh = Weigher(table, question)
    return _chosen(table, [Found(a, weigh(a)) for a in _sayable(table)], enough, most)


def on_subject(table: Table, question: Question, enough: float, most: int = MOST) -> list[Found]:
    """The assertions on the subject of a question, whatever they say of it: by words, else in other words."""
    found = by_words(table, question.words, enough, most)
    return found or by_meaning(table, question, _sayable(table), most)


def answers(table: Table, question: Question, said: Sequence[Assertion] | None = None) -> list[Found]:
    """The assertions that answer a question: on its subject, and holding the kind of thing that it wants."""
    pool = _sayable(table) if said is None else said
    if table.meaning is not None:
        return by_meaning(table, question, pool, MOST)
    weigh = Weigher(table, question.words)
    scored = [Found(a, weigh(a)) for a in pool]
    return _chosen(table, _fitting(table, question, scored, _same_word), ENOUGH, MOST)


def by_meaning(
    table: Table, question: Question, said: Sequence[Assertion], most: int = MOST, least: float = MEANT
) -> list[Found]:
    """What says it in other words, as networks read it; nothing without networks."""
    meaning = table.meaning
    if meaning is None:
        return []
    scored = [Found(a, meant(question, seen)) for a, seen in nearest_to(table, question, said)]
    scored = [hit for hit in scored if hit.score >= least]
    return _chosen(table, _fitting(table, question, scored, meaning.alike), least, most)


def nearest_to(
    table: Table, question: Question, said: Sequence[Assertion] | None = None
) -> list[tuple[Assertion, Seen]]:
    """The assertions nearest to what is asked or said, nearest first, that hold every name and number of it."""
    weigh = Weigher(table, question.words)
    if table.meaning is None or weigh.hopeless:
        return []
    pool = [a for a in (_sayable(table) if said is None else said) if weigh.names_held(a)]
    seen = table.meaning.nearest(question, pool, weigh.weights)
    found = [(a, seen[a.sentence.quote]) for a in pool if a.sentence.quote in seen]
    return sorted(found, key=lambda pair: (-pair[1].cosine, table.record.number[pair[0].document], pair[0].span))


def spoken_by(table: Table, question: Question) -> list[Found] | None:
    """What the one who is asked about says on the topic; None where the question names nobody in particular.

    Nothing where nobody of that name speaks, or not on that.
    """
    called = frozenset(content_words(question.speaker)) - _ASKING
    if not called or _MANY.search(question.speaker):
        return None
    said = [a for a in _sayable(table) if called <= _called(table, a)]
    if not question.topic:
        return _chosen(table, [Found(a, _heft(table, a)) for a in said], 0.0, MOST)
    weigh = Weigher(table, question.topic)
    found = _chosen(table, [Found(a, weigh(a)) for a in said], LOOSE, MOST)
    topic = replace(question, words=question.topic, wanted=Wanted.ANY)
    return found or by_meaning(table, topic, said, least=_SPOKEN)


def _called(table: Table, assertion: Assertion) -> frozenset[str]:
    """Stems of what a speaker may be called."""
    speaker = assertion.speaker
    outlet = table.outlet(assertion.document) if speaker.kind is SpeakerKind.OUTLET else ""
    return frozenset(content_words(f"{speaker.name} {speaker.role} {speaker.affiliation} {outlet}"))


def _heft(table: Table, assertion: Assertion) -> float:
    claim = table.record.claim_of.get(assertion.id)
    return table.heft(claim) if claim else 0.0


def is_on(table: Table, question: str) -> bool:
    """Whether anything read is on the subject of a question."""
    weigh = Weigher(table, question)
    return any(weigh(a) >= LOOSE for a in table.record.assertions)


def meant(question: Question, seen: Seen) -> float:
    """0..1: how much speaks for a sentence's saying what is asked or said.

    Who asks whether something is so is answered by what denies it too.
    """
    if seen.leading < _LEADING:
        return 0.0
    follows = max(seen.follows, seen.against) if question.wanted is Wanted.WHETHER else seen.follows
    return _COSINE * seen.cosine + _HELD * seen.held + _FOLLOWS * follows


def _fitting(
    table: Table, question: Question, scored: Sequence[Found], alike: Callable[[str, str], bool]
) -> list[Found]:
    kept = []
    for hit in scored:
        focus = answering(table.document(hit.assertion.sentence), hit.assertion.sentence, question, alike)
        if focus is not None:
            kept.append(Found(hit.assertion, hit.score, focus))
    return kept


def _same_word(one: str, other: str) -> bool:
    return not set(content_words(one)).isdisjoint(content_words(other))


def _sayable(table: Table) -> list[Assertion]:
    """Assertions that can be quoted, by their content or by the sentence around it; addresses are no sentences."""
    return [
        a
        for a in table.record.assertions
        if not (a.headline or "://" in a.sentence.quote or a.sentence.quote.endswith("?"))
        and (table.fits(table.quote(a.span)) or table.fits(table.quote(a.sentence)))
    ]


def _chosen(table: Table, scored: Sequence[Found], enough: float, most: int) -> list[Found]:
    good = [hit for hit in scored if hit.score >= enough]
    good.sort(key=lambda hit: (-hit.score, table.record.number[hit.assertion.document], hit.assertion.span))
    kept: list[Found] = []
    seen: set[str] = set()
    for hit in good:
        claim = table.record.claim_of.get(hit.assertion.id)
        keys = {claim.id if claim else hit.assertion.id, " ".join(sorted(content_words(hit.assertion.span.quote)))}
        if not keys & seen and len(kept) < most and hit.score >= _NEXT_BEST * good[0].score:
            seen |= keys
            kept.append(hit)
    return kept


class Weigher:
    """Scores words against a question: the share of the question's weight that they hold, 0..1."""

    def __init__(self, table: Table, question: str) -> None:
        """Linear in the record's assertions."""
        self._table = table
        self._wanted, self._named = sought(question)
        sentences = {
            a.sentence: frozenset(content_words(f"{a.sentence.quote} {a.speaker.name}"))
            for a in table.record.assertions
        }
        frequency = Counter(word for words in sentences.values() for word in words)
        self.weights = {
            word: (2.0 if word in self._named else 1.0) * math.log(1 + (len(sentences) + 1) / (frequency[word] + 0.5))
            for word in sorted(self._wanted)  # a set's order differs from run to run, and with it what sums come to
        }
        # "Drovia" is held by "Drovian": a name is known by its beginning too.
        self._forms = {
            word: frozenset(
                w for w in frequency if w == word or (w.startswith(word) and word in self._named and len(word) >= _STEM)
            )
            for word in self._wanted
        }
        # A name or number that nobody uses means another subject; so does a question of which nothing is known.
        self.hopeless = not self._wanted or any(not self._forms[word] for word in self._named)

    def __call__(self, assertion: Assertion) -> float:
        """The share that an assertion's sentence and speaker hold."""
        return self.of(f"{assertion.sentence.quote} {assertion.speaker.name}")

    def of(self, words: str) -> float:
        """The share that words hold."""
        if self.hopeless:
            return 0.0
        said = set(content_words(words))
        held = {word for word, forms in self._forms.items() if not said.isdisjoint(forms)}
        # One common word in common is no answer, unless the question is that one word; nor is a name alone.
        if len(held) < min(2, len(self._wanted)) or (held <= self._named and not self._wanted <= self._named):
            return 0.0
        return math.fsum(self.weights[word] for word in held) / math.fsum(self.weights.values())

    def names_held(self, assertion: Assertion) -> bool:
        """Whether every name and number of the question stands in the sentence, or in what says whose words it is and
        what they are about: the speaker, the outlet, the titles of the document and of the story.
        """
        if not self._named:
            return True
        record, speaker = self._table.record, assertion.speaker
        document = record.documents[assertion.document]
        about = [
            assertion.sentence.quote,
            speaker.name,
            speaker.role,
            speaker.affiliation,
            document.title,
            record.story.title,
            record.outlets[document.id].name,
        ]
        held = set(content_words(" ".join(about)))
        return all(not held.isdisjoint(self._forms[word]) for word in self._named)


def names_a_subject(question: str) -> bool:
    """Whether a question says what it is about, rather than "this" or "that"."""
    return bool(sought(question)[0] - _BARE_WORDS)


def sought(question: str) -> tuple[frozenset[str], frozenset[str]]:
    """The stems that a question is about, and those of them that are names or numbers."""
    words = frozenset(content_words(question)) - _ASKING - _KIND_WORDS
    named = {stem for found in _NAME.findall(question.strip()) for stem in content_words(found)}
    named |= {stem for found in _NUMBER.findall(question) for stem in content_words(found)}
    return words, frozenset(named) & words
