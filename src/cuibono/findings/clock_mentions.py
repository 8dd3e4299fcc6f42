"""What one assertion says about an event ahead: who, what, when, and which date another one replaces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from cuibono.core.claims import Assertion, Manner, Modality, SpeakerKind, Timex, TimexType
from cuibono.core.news import OutletKind
from cuibono.core.reading import Record
from cuibono.core.text import Document, Role, Span
from cuibono.findings.future import Ahead, Cue, lists, words_of
from cuibono.findings.prospects import Prospects
from cuibono.language.hedges import estimative
from cuibono.language.timex_calendar import grain_of
from cuibono.language.words import content_words

_NEAR = 40  # characters: how far behind the action a date may stand
_FRONT = 12  # characters: how far into a statement a date in front of it may stand
_LEAST_SALIENCE = 0.2
_UP_TO = re.compile(
    r"\b(?:by|on or before|no later than|not later than|until|till|through|within|before(?=\s+the\s+end))"
    r"\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_BARE_HOUR = re.compile(r"(?i)\d{1,2}(?:[:.]\d\d)?(?:\s?[ap]\.?m\.?)?|noon|midnight")
_NOT_UNTIL = re.compile(r"(?:\bnot|n[’']t|\bnever)\b[^.;,]{0,50}\buntil\s+$", re.IGNORECASE)
_BEFORE = re.compile(r"\bbefore\s+$", re.IGNORECASE)
_AFTER = re.compile(r"\b(?:after|not before|no earlier than)\s+$", re.IGNORECASE)
# What may stand between the former and the new date.
_INSTEAD = re.compile(
    r"\W{1,3}(?:(?:is|are|was|were|be|should|and)\s+){0,2}(?:corrected\s+|changed\s+|moved\s+|extended\s+)?(?:to\s+read|to|until|by)"
    r"\W{1,3}(?:(?:on|or|before|by|the|no|later|than)\s+){0,4}",
    re.IGNORECASE,
)
_MOVE_WORDS = 16  # of the sentence that tells of a move, up to the new date
# Duties and intentions: clocks only with a date.
_INTENT = (
    "must",
    "required to",
    "until",
    "plan to",
    "plans to",
    "planning to",
    "preparing to",
    "intend to",
    "intends to",
    "aim to",
    "aims to",
)
_WAS_TO_BE = re.compile(r"(?:was|were)\s+(?:\w+\s+)?(?:scheduled|slated|planned|due|supposed)\b")
_PRONOUNS = frozenset("i we he she it they this that these those you which who there".split())
_DATED_ONLY = re.compile(
    r"^(?:begins?|starts?|opens?|closes?|ends?|meets?|reconvenes?|resumes?|expires?|deadline\b.*|.* up for)$",
    re.IGNORECASE | re.DOTALL,
)
_SHOWN = re.compile(
    r"\b(?:air|airs|broadcast|stream|streamed|tune in|tickets?|kick-?off|episode|premieres?|watch|subscribe"
    r"|webinar|newsletter)\b",
    re.IGNORECASE,
)
# "was notified that it would be revoked on Thursday", "had expected": what stands in such a frame may be over.
_PAST_FRAME = re.compile(
    r"\b(?:was|were|had been|had)\s+(?:\w+ly\s+)?(?:notified|informed|told|warned|advised|expected|promised|planned"
    r"|assured)\b",
    re.IGNORECASE,
)
# What a page says of itself, and polite or empty undertakings.
_EMPTY = re.compile(
    r"\b(?:welcome the news|have more to say|earn your vote|continue to (?:work|fight|serve|monitor|update)"
    r"|this (?:post|story|page|article|blog)|be updated|check back|sign up|our live|stay tuned|follow us|read more)\b",
    re.IGNORECASE,
)
_TIME_OF_DAY = re.compile(r"\b\d{1,2}:\d\d\b|\b(?:a|p)\.?m\b", re.IGNORECASE)
_OWN_KINDS = frozenset((OutletKind.GOVERNMENT, OutletKind.VENDOR))


@dataclass(frozen=True, slots=True)
class Window:
    """When, in the words of one time expression."""

    words: Span | None
    value: str
    earliest: datetime | None
    latest: datetime | None
    anchor: str

    @property
    def dated(self) -> bool:
        """Whether at least one bound is known."""
        return self.earliest is not None or self.latest is not None


@dataclass(frozen=True, slots=True)
class Mention:
    """One assertion's words about one event ahead."""

    assertion: Assertion
    actor: str
    action: str
    kind: Cue
    window: Window
    stems: frozenset[str]
    order: tuple[str, str, int]  # publication, document, place
    primary: bool
    salience: float
    former: Span | None = None  # words of a date that this very sentence replaces
    former_window: Window | None = None


def mentions(record: Record, assertion: Assertion) -> Iterator[Mention]:
    """The events ahead that an assertion speaks of, and the dates that it puts in place of others."""
    document = record.documents[assertion.document]
    block = document.block_at(assertion.span.start)
    if assertion.modality in {Modality.QUESTION, Modality.DENIED} or (block and block.role is Role.CAPTION):
        return
    items = record.once(Prospects).of(assertion)
    free = list(assertion.times)
    for i, item in enumerate(items):
        stop = items[i + 1].cue.start if i + 1 < len(items) else assertion.span.end
        times = [t for t in free if item.cue.start <= t.span.start < min(stop, item.action.end + _NEAR)]
        if item.kind is Cue.COMING:
            times = [t for t in times if item.action.holds(t.span)]
        elif not times and i == 0:  # "On Friday, the Senate will vote"
            times = [t for t in free if t.span.start - assertion.span.start <= _FRONT]
        window = _window(document, times)
        mention = _mention(record, assertion, item, window)
        if mention:
            free = [t for t in free if t not in times]
            yield mention
    yield from _moved_dates(record, assertion, document)


def _window(document: Document, times: Iterable[Timex]) -> Window:
    """The first of the times that lies ahead of publication, with "by", "before" and "after" taken in."""
    open_words = Window(None, "", None, None, "")
    known = list(times)
    if any(timex.type is TimexType.DATE for timex in known):  # "at 22:00 from Friday": the hour is Friday's
        known = [timex for timex in known if not _BARE_HOUR.fullmatch(timex.span.quote)]
    for timex in known:
        if timex.value == "FUTURE_REF":
            open_words = Window(timex.span, timex.value, None, None, "")
        found = _lies_ahead(document, timex)
        if found:
            return found
    return open_words


def _lies_ahead(document: Document, timex: Timex) -> Window | None:
    published = document.published
    if published is None or timex.type is TimexType.SET or timex.earliest is None:
        return None
    lead = document.text[max(0, timex.span.start - 24) : timex.span.start]
    earliest, latest = timex.earliest, timex.latest
    if _NOT_UNTIL.search(document.text[max(0, timex.span.start - 60) : timex.span.start]):
        latest = None
    elif _AFTER.search(lead):
        earliest, latest = timex.latest or timex.earliest, None
    elif _UP_TO.search(lead) or (timex.span.quote.lower().startswith("the end of") and _BEFORE.search(lead)):
        earliest = min(published.at, timex.earliest)
    elif _BEFORE.search(lead):
        earliest, latest = min(published.at, timex.earliest), timex.earliest
    if latest is not None and latest <= published.at:
        return None
    if timex.type is TimexType.DURATION and timex.earliest < published.at.replace(
        hour=0, minute=0, second=0, microsecond=0
    ):
        return None  # "the past week"
    if timex.earliest <= published.at and timex.type is not TimexType.DURATION:
        # "this year", "2026" in a paper of that year: ahead only where a bound says so
        if not (
            _UP_TO.search(lead)
            or grain_of(timex.value) in {"D", "W", "M", "Q"}
            or timex.span.quote.lower().startswith(("later", "the end"))
        ):
            return None
        earliest = published.at
    return Window(timex.span, timex.value, max(earliest, published.at), latest, timex.anchor)


def _mention(record: Record, assertion: Assertion, item: Ahead, window: Window) -> Mention | None:
    document = record.documents[assertion.document]
    if item.asked or not _ticks(document, assertion, item, window) or _is_prophecy(document, assertion, item):
        return None
    if _is_idle(document, assertion, item, window):
        return None
    actor = item.actor.quote if item.actor else ""
    if actor.lower().startswith(("no ", "none ", "neither ")):
        return None
    if actor.lower().split()[-1:] in (["i"], ["we"]):
        if not _institution(item):
            return None  # a person's resolve is no clock
        actor = assertion.speaker.name
    if actor.lower() in {"he", "she"} and assertion.cue and assertion.speaker.kind is SpeakerKind.PERSON:
        actor = assertion.speaker.name
    action = " ".join(item.action.quote.split())
    stems = frozenset(content_words(f"{actor} {action}")) - frozenset(
        content_words(window.words.quote if window.words else "")
    )
    primary = _is_primary(record, assertion, actor)
    salience = _salience(assertion, item, window, primary=primary)
    if salience < _LEAST_SALIENCE or not stems:
        return None
    return Mention(
        assertion,
        " ".join(actor.split()),
        action,
        item.kind,
        window,
        stems,
        _order(document, assertion),
        primary,
        salience,
    )


def _ticks(  # noqa: PLR0911 - one return per kind of cue
    document: Document, assertion: Assertion, item: Ahead, window: Window
) -> bool:
    """Whether the words make a clock: not every plan, and no mere prophecy."""
    told, cue = _institution(item), item.cue.quote.lower()
    if _WAS_TO_BE.match(cue) and assertion.cue is None:
        return False  # "was scheduled to": over, unless somebody's words are reported
    vague = cue.startswith(("was ", "were ")) or (item.actor is not None and item.actor.quote.lower() in _PRONOUNS)
    if vague and not window.dated:
        return False
    if item.kind is Cue.COMING:
        return True
    foretold = item.verb in words_of("consequences") and item.verb not in words_of("arrangements")
    if item.kind is Cue.WOULD:
        return window.dated and not foretold
    if item.kind is Cue.WILL:
        return window.dated and (told or not foretold)
    if item.kind is Cue.PLANNED and cue.endswith(_INTENT):
        return window.dated and _beyond_the_day(document, window)
    known = window.dated or (told and not _DATED_ONLY.match(cue))
    return item.kind in {Cue.HAPPENING, Cue.PLANNED} and known


def _is_idle(document: Document, assertion: Assertion, item: Ahead, window: Window) -> bool:
    """Whether it is over already, says nothing, or names nobody who is to do it."""
    nobody = item.actor is None and item.kind in {Cue.WILL, Cue.WOULD, Cue.LIKELY}
    return nobody or _EMPTY.search(item.action.quote) is not None or _is_over(document, assertion, item, window)


def _is_over(document: Document, assertion: Assertion, item: Ahead, window: Window) -> bool:
    """Whether the sentence looks back at what was then to come: told in the past, and no later day is named."""
    if _beyond_the_day(document, window):
        return False
    before = document.text[assertion.sentence.start : item.cue.start]
    if item.kind is Cue.WOULD and _PAST_FRAME.search(before):
        return True
    clock = window.words is not None and _TIME_OF_DAY.search(window.words.quote) is not None
    return clock and _WAS_TO_BE.match(item.cue.quote.lower()) is not None


def _beyond_the_day(document: Document, window: Window) -> bool:
    """Whether the window reaches further than the day of publication."""
    published = document.published
    return published is not None and (window.latest is None or window.latest - published.at > timedelta(days=1))


def _is_prophecy(document: Document, assertion: Assertion, item: Ahead) -> bool:
    """Whether words of probability govern the statement: then it is a forecast."""
    if item.kind not in {Cue.WILL, Cue.WOULD, Cue.LIKELY}:
        return False
    return any(e.span.start < item.action.start for e in estimative(document, assertion.sentence))


def _institution(item: Ahead) -> bool:
    """Whether actor or action names a thing that comes by order or by calendar."""
    words = re.findall(r"[a-z-]+", f"{item.actor.quote if item.actor else ''} {item.action.quote}".lower())
    return any(word in words_of("institutions") for word in words[:16])


def _salience(assertion: Assertion, item: Ahead, window: Window, *, primary: bool) -> float:
    score = 0.3
    score += 0.2 if _institution(item) else 0.0
    score += 0.15 if window.dated else 0.05 if window.words else 0.0
    score += 0.1 if item.kind in {Cue.PLANNED, Cue.HAPPENING, Cue.COMING} else 0.0
    score += 0.1 if primary else 0.0
    actor = item.actor.quote.lower() if item.actor else ""
    score -= 0.15 if actor in _PRONOUNS or (not actor and item.kind is not Cue.COMING) else 0.0
    score -= 0.1 if item.condition else 0.0
    if (
        window.earliest
        and window.latest
        and window.latest - window.earliest <= timedelta(days=1)
        and _same_day(assertion, window)
    ):
        score -= 0.2  # tonight's programme is over before the reading is read
    score -= 0.3 if _SHOWN.search(assertion.sentence.quote) else 0.0
    return max(0.0, min(1.0, score))


def _same_day(assertion: Assertion, window: Window) -> bool:
    return any(t.span == window.words and t.anchor and t.value.startswith(t.anchor) for t in assertion.times)


def _is_primary(record: Record, assertion: Assertion, actor: str) -> bool:
    """Whether the words stand in the actor's own document: its publisher is the actor, or speaks of its own doings."""
    outlet = record.outlets.get(assertion.document)
    if outlet is None:
        return False
    own = frozenset(content_words(f"{outlet.name} {outlet.family}"))
    if own & frozenset(content_words(actor)) and (outlet.kind in _OWN_KINDS or own <= frozenset(content_words(actor))):
        return True
    said_itself = assertion.manner is Manner.OWN or assertion.speaker.kind is SpeakerKind.OUTLET
    return outlet.kind in _OWN_KINDS and said_itself


def _order(document: Document, assertion: Assertion) -> tuple[str, str, int]:
    stamp = document.published.at.isoformat() if document.published else "9"
    return stamp, document.id, assertion.span.start


# --- dates put in place of others -------------------------------------------------------------------------------------


def _moved_dates(record: Record, assertion: Assertion, document: Document) -> Iterator[Mention]:
    """Dates that replace others: "postponed from 3 to 10 May", "are corrected to read"."""
    sentence = assertion.sentence
    times = [t for t in assertion.times if t.earliest and grain_of(t.value) in {"D", "M"}]
    for former, new in pairwise(times):
        between = document.text[former.span.end : new.span.start]
        if former.value == new.value or not _INSTEAD.fullmatch(between):
            continue
        reach = document.text[max(sentence.start, former.span.start - 80) : new.span.start].lower()
        if not any(move in reach for move in lists()["moves"]):
            continue
        old, window = _plain_window(former), _lies_ahead(document, new) or _plain_window(new)
        action = " ".join(document.text[sentence.start : new.span.end].split()[-_MOVE_WORDS:])
        yield Mention(
            assertion, "", action, Cue.PLANNED, window, frozenset(content_words(action)), _order(document, assertion),
            _is_primary(record, assertion, ""), 0.6, former.span, old,
        )  # fmt: skip


def _plain_window(timex: Timex) -> Window:
    return Window(timex.span, timex.value, timex.earliest, timex.latest, timex.anchor)
