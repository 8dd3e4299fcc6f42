"""Forecasts: what speakers say will come, how strongly, by when, and what would show them right.

"Will" before the verb of an arrangement ("will meet on Friday") announces and does not foretell; promises in the first
person, questions, "would" and general rules are left out. "Could" counts before verbs of consequence only. A range of
probability stands only where words of estimative probability do (ICD 203).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from cuibono.core.claims import Assertion, Manner, Method, Modality, Provenance, SpeakerKind
from cuibono.core.findings import Finding, Forecast
from cuibono.core.ids import content_id
from cuibono.core.reading import Record
from cuibono.core.text import Document, Role, Span
from cuibono.findings.future import Ahead, Cue, words_of
from cuibono.findings.prospects import Prospects
from cuibono.language.hedges import Estimate, estimative
from cuibono.language.words import content_words

METHOD = Method("forecast-rules", "3")

_LEAST_SALIENCE = 0.25
_OURSELVES = re.compile(r"\b(?:i|we|you)(?:[’'](?:re|m|ll|ve|d))?$")
_EMPTY = frozenset("it this that these those they he she there which who".split())
_GENERAL = re.compile(
    r"^(?:an?|what|some|many|others|any|every|anyone|everyone|someone|whoever|people who|those who)\b", re.IGNORECASE
)
_IDLE = frozenset(
    "be have do say know remember see miss like love find tell need want look feel think hope always never "
    "happen object argue close end stop start agree comply".split()
)
_EXPECTATION = re.compile(r"expected|projected|anticipated|poised|about to")
_PREDICTS = re.compile(r"predict|forecast|expect|project|anticipat", re.IGNORECASE)


# "who is likely to lead", "which could result in": said by the way.
_BY_THE_WAY = re.compile(r"(?:,\s*|\b\w+\s+)(?:which|who|whom)\s+(?:\w+ly\s+|also\s+)?$", re.IGNORECASE)
# "Ruled that the plaintiffs are likely to prevail"
_RULED = re.compile(
    r"\b(?:rul(?:ed|ing|es)|conclud(?:ed|ing|es)|found|finding|held|holding|determin(?:ed|ing|es)|shown"
    r"|must (?:show|find|prove))\b[^.;:]*$",
    re.IGNORECASE,
)
_NEAR = 110  # characters before a cue
_TELLING = 2  # content words of an event that make it the same one in other sentences
_FIRST_CLAUSE = re.compile(r"[,;:.“”\"‘’]|\s(?:if|unless|because|as|when|while|after|before|with)\s")
_IS_LIKELY = re.compile(r"(?:is|are|was|were|be|been|being|am|[’']s|[’']re|has|have|had)\b", re.IGNORECASE)
_HOPED = re.compile(r"\W*(?:hopefully|we hope|i hope|let us hope|let[’']s hope)\b", re.IGNORECASE)
_BOILERPLATE = re.compile(
    r"\b(?:turn out to be (?:mistaken|wrong)|as (?:happens|is the case) when stories|stories such as this"
    r"|raise more questions|we will update|this is a developing|be updated)\b",
    re.IGNORECASE,
)


class Forecasts:
    """Finds forecasts in a record."""

    def examine(self, record: Record, _found: Sequence[Finding] = ()) -> Iterator[Forecast]:
        """Forecasts, the most telling first; the same whatever the order of the record's assertions."""
        found: dict[frozenset[str], Forecast] = {}
        for assertion in record.assertions:
            for key, forecast in _forecasts(record, assertion):
                # The same words in a reprint, or the same event told by another paper, are one forecast.
                if key not in found or (-forecast.salience, forecast.spans[0]) < (
                    -found[key].salience,
                    found[key].spans[0],
                ):
                    found[key] = forecast
        yield from sorted(found.values(), key=lambda f: f.order)


def _forecasts(record: Record, assertion: Assertion) -> Iterator[tuple[frozenset[str], Forecast]]:
    document = record.documents[assertion.document]
    block = document.block_at(assertion.span.start)
    if assertion.modality is Modality.QUESTION or (block and block.role is Role.CAPTION):
        return
    items = record.once(Prospects).of(assertion)
    estimates = list(estimative(document, assertion.sentence))
    for i, item in enumerate(items):
        begin = items[i - 1].action.end if i else assertion.sentence.start
        near = _governing(estimates, item, begin)
        if not _foretells(document, item, assertion, near):
            continue
        stop = items[i + 1].cue.start if i + 1 < len(items) else assertion.span.end
        due, words = _due(document, assertion, item, stop)
        salience = _salience(assertion, item, near, dated=due is not None)
        if salience < _LEAST_SALIENCE:
            continue
        claim = record.claim_of.get(assertion.id)
        test = _test(assertion, item, words)
        event = frozenset(content_words(_FIRST_CLAUSE.split(item.action.quote)[0]))
        key = event if len(event) >= _TELLING else frozenset(content_words(test))
        forecast = Forecast(
            id=content_id("f", "forecast", assertion.id, item.cue.start, item.cue.end),
            spans=(assertion.sentence,) if assertion.sentence.holds(item.action) else (assertion.span,),
            provenance=Provenance(METHOD),
            claims=(claim.id,) if claim else (),
            salience=round(salience, 3),
            assertion=assertion.id,
            test=test,
            words=near.span if near else None,
            low=near.low if near else None,
            high=near.high if near else None,
            due=due,
        )
        yield key, forecast


def _governing(estimates: list[Estimate], item: Ahead, begin: int) -> Estimate | None:
    """The estimative words of this clause: before the cue since the last clause, in the cue, or right behind it."""
    inside = [e for e in estimates if begin <= e.span.start <= item.action.start]
    return max(inside, key=lambda e: e.span.start, default=None)


def _foretells(document: Document, item: Ahead, assertion: Assertion, near: Estimate | None) -> bool:
    if item.asked or _is_promise(item, assertion, near) or _by_the_way(document, item, assertion):
        return False
    cue = item.cue.quote.lower()
    if item.kind is Cue.LIKELY or (near is not None and item.kind in {Cue.WILL, Cue.PLANNED}):
        return True
    if item.kind is Cue.WILL:
        return cue != "shall" and _lasting(item)
    if item.kind is Cue.COULD:
        return item.verb in words_of("consequences") - _IDLE - {"get"}
    if item.kind is Cue.PLANNED:
        return _EXPECTATION.search(cue) is not None and _lasting(item)
    told = assertion.cue is not None and _PREDICTS.search(assertion.cue.quote) is not None
    return item.kind is Cue.WOULD and told and _lasting(item)


def _by_the_way(document: Document, item: Ahead, assertion: Assertion) -> bool:
    """Whether the words foretell nothing by themselves: a relative clause, an adjective, a hope, a caution, a ruling.

    What a court finds likely is its measure of the case before it, not of what will come.
    """
    relative = _BY_THE_WAY.search(document.text[max(0, item.cue.start - 40) : item.cue.start])
    said = assertion.sentence.quote
    adjective = item.kind is Cue.LIKELY and not _IS_LIKELY.match(item.cue.quote)
    before = document.text[max(assertion.sentence.start, item.cue.start - _NEAR) : item.cue.start]
    ruled = item.kind is Cue.LIKELY and _RULED.search(before) is not None
    return bool(relative or adjective or ruled or _HOPED.match(said) or _BOILERPLATE.search(said))


def _is_promise(item: Ahead, assertion: Assertion, near: Estimate | None) -> bool:
    """Whether the subject speaks of his own doings, or is nobody in particular."""
    actor = item.actor.quote.lower() if item.actor else ""
    if re.match(r"(?:i|we|you)\b", actor) or _OURSELVES.search(actor):
        return True
    if near is not None:
        return False
    reported = assertion.cue is not None and assertion.manner is not Manner.DIRECT
    return _GENERAL.match(actor) is not None or (reported and actor in {"he", "she"})


def _lasting(item: Ahead) -> bool:
    """Whether the verb tells of a change or an outcome: arrangements and resolves are no forecasts."""
    forms = _bases(item.verb)
    if item.verb == "get":  # "get regulated fast", not "get private capital"
        return bool(re.match(r"get\s+(?:\w+ed|worse|better|harder|easier|tougher)\b", item.action.quote))
    return bool(forms & words_of("consequences")) and not forms & _IDLE and len(content_words(item.action.quote)) > 1


def _bases(verb: str) -> frozenset[str]:
    """A verb and what it may be an inflection of: "closed", "close", "clos"."""
    return frozenset(
        (verb, verb.removesuffix("ed"), verb.removesuffix("d"), verb.removesuffix("ing"), verb.removesuffix("s"))
    )


def _due(document: Document, assertion: Assertion, item: Ahead, stop: int) -> tuple[datetime | None, Span | None]:
    """The end of the first time behind the cue that lies ahead of publication; for "before a day" its beginning."""
    published = document.published
    if published is None:
        return None, None
    for timex in assertion.times:
        if not item.cue.start <= timex.span.start < stop or timex.latest is None or timex.latest <= published.latest:
            continue
        lead = document.text[max(0, timex.span.start - 12) : timex.span.start].lower()
        if (
            lead.rstrip().endswith("before")
            and timex.earliest
            and timex.earliest > published.at
            and not timex.span.quote.lower().startswith("the end")
        ):
            return timex.earliest, timex.span
        return timex.latest, timex.span
    return None, None


def _test(assertion: Assertion, item: Ahead, words: Span | None) -> str:
    """In plain words what would resolve it: the statement's own words in quotation marks."""
    who = item.actor.quote if item.actor else ""
    action = item.action.quote
    said = " ".join(f"{who} … {action}".split()) if who else " ".join(action.split())
    text = f"right if this comes about: “{said}”"
    if words is not None and words.quote not in said:
        text += f", “{words.quote}”"
    elif words is None:
        text += "; no date is given"
    if item.condition is not None:
        text += f"; only to be judged “{' '.join(item.condition.quote.split())}”"
    if not assertion.names and who.lower() in _EMPTY:
        text += f"; “{who}” must be settled first"
    return text


def _salience(assertion: Assertion, item: Ahead, near: Estimate | None, *, dated: bool) -> float:
    score = 0.3
    score += 0.25 if near else 0.0
    score += 0.15 if dated else 0.0
    score += 0.15 if item.verb in words_of("consequences") - _IDLE else 0.0
    score += 0.1 if assertion.speaker.kind in {SpeakerKind.PERSON, SpeakerKind.BODY} else 0.0
    named = [name for name in assertion.names if item.action.holds(name) or (item.actor and item.actor.holds(name))]
    score += 0.05 if named else 0.0
    actor = item.actor.quote.lower() if item.actor else ""
    score -= 0.1 if actor in _EMPTY or not actor else 0.0
    score -= 0.15 if len(content_words(item.action.quote)) < 2 else 0.0  # noqa: PLR2004 - "will win" says too little
    score -= 0.1 if item.kind is Cue.COULD and not dated else 0.0
    score -= 0.05 if item.condition else 0.0
    return max(0.0, min(1.0, score))
