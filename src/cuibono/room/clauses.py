"""The telling clause of a quotation: contiguous words, cut at clause borders only, never so that the sense turns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from cuibono.core.text import Document, Span
from cuibono.language.words import content_words

LIMIT = 25  # words; what fits a spoken sentence beside the room's own words
_LOOSE = 40  # words; taken where no run within the limit holds what is wanted
_SHORT = 4  # words; less is no clause
_LONG = 45  # words; a single clause longer than this is no quotation but a paragraph, and is not spoken

_OPENERS = (
    "which who whose where when while whereas because although though as after before since so until with including "
    "according adding saying making leaving giving raising he she it they we i you there this that these those "
    "but"
).split()
# A border is a punctuation mark and what follows it; plain commas are none, since they part the items of lists too.
_BORDER = re.compile(
    r"[;:—](?=\s|$)|—|\s[–-](?=\s)"
    # An initial or a title ("George W. Bush", "the Rev. Ann Roe") ends nothing.
    r"|(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|Lt|St|Sr|Jr|No))(?<!\b(?:Mrs|Rev|Sen|Rep|Gov|Gen|Col|Sgt|Hon))(?<!\b(?:Capt|Prof|Sens|Reps))"
    r"[.!?][”’\"')]*(?=\s+[“\"'‘A-Z])"
    r"|(?i:,[”’\"']?(?=\s+(?:(?:and|or|so|yet)\s+(?:he|she|it|they|we|i|you|there|this|that)\b|(?:"
    + "|".join(_OPENERS)
    + r")\b)))"
)
_STOP = re.compile(
    r"(?<![A-Z])(?<!\b[A-Z][a-z])(?<!Gov|Sen|Rep|Mrs|Rev|Gen|Col|Sgt|Hon|Jan|Feb|Mar|Apr|Aug|Oct|Nov|Dec)"
    r"(?<!Capt|Prof|Sens|Reps)"
    r"[.!?][”’\"')]*\s+(?=[“\"'‘]?[A-Z])"
)
_SOFT = re.compile(r"\s(?=(?:because|although|though|whereas|while|but)\s)", re.IGNORECASE)
# What follows these takes back or limits what stands before them: never cut there.
_TURNING = re.compile(
    r"\W*(?:but|unless|if|except|only|provided|without|not|though|although|or|however|than)\b", re.IGNORECASE
)
_CONDITION = re.compile(
    r"\b(?:if|unless|although|though|while|until|without|not|no|never|would|could|may|might|allegedly|reportedly)\b",
    re.IGNORECASE,
)
_DANGLING = re.compile(
    r"^(?:which|who|whose|where|when|as|with|including|adding|saying|making|leaving|giving|raising|so|than|according)\b",
    re.IGNORECASE,
)
# Where a quotation may end though the sentence goes on: what follows only adds to it ("..., who is likely to", "..., a
# frequent target of"). A tail with "and" may be the rest of a list and stays.
_TAIL = re.compile(r",[”’\"']?(?=\s+(?:who|which|whose|whom|where|a|an|the|\w+ing|according|said|says)\b)")
_LISTED = re.compile(r"\b(?:and|or)\b")
_RELATIVE = re.compile(r"[,–—-]\s*(?:who|which|whose|whom)\b[^,–—]*$", re.IGNORECASE)
_HEADLESS = re.compile(
    r"^(?:it\s+(?:\w+ly|un\w+|likely|clear|hard|easy|possible|impossible|known|easier|harder)\b|\d{1,2},\s+\d{4}\b"
    r"|(?:is|are|was|were|has|have|had|will|would|be|been|being|of|than|too|also|then|nor|who|whom|which|whose)\b"
    r"|(?!(?:led|need|united|red|hundred|indeed|armed|retired|wounded|injured|proposed|continued|accused|convicted)\b)[a-z]+ed\s+(?:the|a|an|by|to|it|him|her|them|in|on|with|for|that)\b)"
)
_LEADS = re.compile(
    r"that|and|but|or|so|yet|while|because|although|though|since|as|when|where|after|before|until|if|whether|how|why|what|than|which|who"
    r"|(?:say|add|argu|not|warn|believ|insist|claim|stat|show|report|announc|confirm|tweet|indicat|suggest|reveal|acknowledg"
    r"|maintain|alleg|contend|explain|conclud|estimat|declar|recall|predict|think|hop|know|learn)(?:s|es|ed|ing|e|ies)?"
    r"|said|told|wrote|writes|found|finds|thought|knew|knows|denie[sd]|reporters|him|her|them|us|me|police|lawmakers|supporters"
)
_MID_DATE = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s+$")
# "That decision" begins a clause; before a noun phrase with its own article "that" only joins.
_LEAD = re.compile(
    r"^(?:[\W_]*)(?:(?:and|but|so|or)\s+|that\s+(?=(?:the|an?|he|she|it|they|we|you|there|this|these|his|her|their|its|no)\b"
    r"|(?-i:[A-Z])|\d))?(?=\w)",
    re.IGNORECASE,
)
_LINK = re.compile(r"\s*\[[\w./:-]+\]\W*$")  # a source mark at the end, as chats and wikis set them
_DATELINE = re.compile(r"^[A-Z][A-Z .’'-]{2,30}(?:,[\w .]{2,20})?\s*(?:\([^)]{2,30}\))?\s*[-–—]\s+(?=[A-Z“\"])")
_PLACED = re.compile(
    r"^(?:[A-Z][\w’'./]+(?:,? [A-Z][\w’'.]+){0,3},? )?\([A-Z][A-Za-z ]{1,20}\)\s*[-–—]*\s*(?=[A-Z“\"])"
    r"|^[A-Z][\w’'./-]+(?:,? [\w’'./-]+){0,6} \([A-Z]{2,5}\)\s*[-–—]+\s*(?=[A-Z“\"])"
)  # "Aver (CNN) ", "Near the border (AP) -- "
# A sentence that was cut off: "... in the morning and perhaps more importantly".
_LEFT_OVER = re.compile(r"(?:,?\s+(?:and|or|but)(?:\s+\w+){0,2}\s+\w+ly|(?:\s+(?:and|or|but|the|a|an|of|with))+)$")
_EDGE = " \t\n,;:–—-"
_PAIRS = (("“", "”"), ("(", ")"), ("«", "»"), ("[", "]"))
_STARTERS = frozenset(
    "the a an it they he she we i you there this that these those its his her their our my your no some many most "
    "all any each every both several at more less fewer nearly almost about around up one two three "
    "four five six seven eight nine ten nobody everybody what".split()
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|shall|should|does|do|did|\w+n['’]t|\w+ed|said|took|made|went"
    r"|came|found|got|gave|saw|knew|lost|left|held|kept|told|put|became|began|ran|stole|sold|built|bought|brought|paid|grew|fell|rose)\b"
)


def telling(document: Document, span: Span, focus: Iterable[Span] = ()) -> Span:
    """The span itself where it is short, or its most telling run of clauses of at most ``LIMIT`` words.

    A run must hold the ``focus`` (a number, a date); of those that do, the one that carries most content wins. Where
    nothing can be cut without losing it or turning the sense, the whole span is given back, however long. White space,
    quotation marks and conjunctions at the ends are left out.
    """
    whole = _tidy(document, span.start, span.end) or span
    wanted = [spot for spot in focus if whole.holds(spot)]
    whole = _sentence(document, whole, wanted)
    if _length(whole.quote) <= LIMIT:
        return whole
    runs = [run for run in _runs(document, whole) if _sound(document, whole, run)]
    runs = [run for run in runs if all(run.holds(spot) for spot in wanted)]
    if not runs:
        return whole
    short = [run for run in runs if _length(run.quote) <= LIMIT]
    if not short:  # none is short: the least that holds the beginning
        return min(runs, key=lambda run: (run.start != whole.start, run.end - run.start, run.start))
    runs = short
    return max(runs, key=lambda run: (_worth(whole, run), -run.start))


def _sentence(document: Document, whole: Span, wanted: list[Span]) -> Span:
    """The one sentence of several that holds all that is wanted, if one does and can stand alone."""
    if not wanted:
        return whole
    cuts = [0, *(mark.end() for mark in _STOP.finditer(whole.quote)), len(whole.quote)]
    for start, end in pairwise(cuts):
        part = _tidy(document, whole.start + start, whole.start + end) if whole.quote[start:end].strip() else None
        if part and part != whole and all(part.holds(spot) for spot in wanted) and _sound(document, whole, part):
            return part
    return whole


def speakable(span: Span) -> bool:
    """Whether a quotation is short enough to be spoken at all."""
    return _length(span.quote) <= _LONG


def well_begun(document: Document, span: Span) -> bool:
    """Whether a quotation begins where a phrase does: not with a bare verb, the rest of a date or of a number."""
    before = document.text[max(0, span.start - 24) : span.start]
    if _HEADLESS.match(span.quote) or (span.quote[0].isdigit() and (_MID_DATE.search(before) or before[-1:] in ".,")):
        return False
    word = re.search(r"(?<![\w’'-])([a-z][\w’'-]*)[ \t]+[“\"‘'(]?$", before)
    if re.search(r"\b(?:Sen|Rep|Gov|Mr|Mrs|Ms|Dr|Gen|Lt|Col|Sgt|Rev|Prof|St|U\.S|No|vs)\.\s$", before):
        return False  # cut at an abbreviation
    if word and not _LEADS.fullmatch(word.group(1)):
        return False  # "restoring | the ads the candidate placed": the object of what stands before
    return _balanced(span.quote) and not (before[-1:].isalnum() or before.endswith(("-", "'", "’")))


def is_clause(quote: str) -> bool:
    """Whether a quotation reads well after "says": it begins like a clause and holds a finite verb."""
    first = re.match(r"[\W_]*([\w’'-]+)", quote)
    if not first:
        return False
    word = first.group(1)
    begins = word.casefold() in _STARTERS or word[0].isdigit() or (word[0].isupper() and not word.endswith("ing"))
    return begins and _FINITE.search(quote) is not None and quote[-1] not in "?!"


def _runs(document: Document, whole: Span) -> list[Span]:
    """Contiguous runs of clauses that are short enough."""
    text = whole.quote
    cuts = {(mark.start(), mark.end()) for pattern in (_BORDER, _SOFT) for mark in pattern.finditer(text)}
    tails = {mark.start() for mark in _TAIL.finditer(text) if not _LISTED.search(text, mark.end())}
    ends = [*sorted(tails | {start for start, _end in cuts}), len(text)]
    starts = [0, *sorted(end for _start, end in cuts)]
    found = []
    for start in starts:
        for end in ends:
            if end > start and _SHORT <= _length(text[start:end]) <= _LOOSE:
                run = _tidy(document, whole.start + start, whole.start + end)
                if run:
                    found.append(run)
    return found


def _sound(document: Document, whole: Span, run: Span) -> bool:
    """Whether a run can stand alone: balanced, not turned by what is cut off before or after it."""
    before = document.text[whole.start : run.start]
    after = document.text[run.end : whole.end]
    sentence_before = re.split(r"[.!?][”’\"')]*\s", before)[-1]
    return (
        _balanced(run.quote)
        and not _TURNING.match(after)
        and not _CONDITION.search(sentence_before)
        and not _DANGLING.match(run.quote)
        # "A, who is likely to lead B, backed the suit": cut in the middle it is about nobody.
        and not (run.start > whole.start and _RELATIVE.search(sentence_before))
        and (run.start == whole.start or well_begun(document, run))
        and _FINITE.search(run.quote) is not None
    )


def _worth(whole: Span, run: Span) -> float:
    return len(set(content_words(run.quote))) + (2.0 if run.start == whole.start else 0.0)


def _tidy(document: Document, start: int, end: int) -> Span | None:
    """The words between two offsets without what dangles at the ends; None where nothing is left."""
    text = document.text
    dateline = _DATELINE.match(text[start:end])
    dateline = dateline or _PLACED.match(text[start:end])
    dateline = dateline or re.match(r"\d{1,2}\.\s+(?=[A-Z])", text[start:end])  # the number of a paragraph
    if dateline:
        start += dateline.end()
    start, end = _unwrapped(text, start, end)
    lead = _LEAD.match(text[start:end])
    if lead:
        kept = lead.end()
        # An opening mark stays where its closing mark does.
        while (
            kept
            and text[start + kept - 1] in "“\"'‘([«$£€"
            and _needed(text[start + kept - 1], text[start + kept : end])
        ):
            kept -= 1
        start += kept
    link = _LINK.search(text[start:end])
    if link:
        end = start + link.start()
    left = _LEFT_OVER.search(text[start:end])
    if left:
        end = start + left.start()
    while end > start and (text[end - 1] in _EDGE or text[end - 1].isspace()):
        end -= 1
    while end > start and text[end - 1] in ".”\"’'»" and not _closes(text[start:end]):
        end -= 1
        while end > start and text[end - 1] in _EDGE + ".":
            end -= 1
    return document.span(start, end) if text[start:end].strip() else None


def _unwrapped(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets without one pair of quotation marks around everything; the room sets its own."""
    for opening, closing in (("“", "”"), ("‘", "’"), ("«", "»"), ('"', '"')):
        inner = text[start + 1 : end - 1]
        wrapped = text[start] == opening and text[end - 1] == closing
        if inner and wrapped and opening not in inner and closing not in inner:
            return start + 1, end - 1
    return start, end


def _needed(mark: str, rest: str) -> bool:
    if mark in "$£€":
        return True
    partner = {"“": "”", "«": "»", "(": ")", "[": "]", "‘": "’", "'": "'", '"': '"'}[mark]
    return partner in rest and (
        rest.count(partner) > rest.count(mark) or (mark == partner and rest.count(mark) % 2 == 1)
    )


def _closes(text: str) -> bool:
    """Whether the last character belongs to what stands before it: an abbreviation's stop, an inner quotation's end."""
    last = text[-1]
    if last == ".":
        return re.search(r"(?:\b[A-Z]\.|\b(?:Inc|Ltd|Co|Jr|Sr|etc)\.|[ap]\.m\.)$", text) is not None
    if last == "”":
        return text.count("“") == text.count("”")
    if last == "»":
        return text.count("«") == text.count("»")
    if last == '"':
        return text.count('"') % 2 == 0
    return re.search(r"s['’]$", text) is not None or text.count("‘") > 0


def _balanced(text: str) -> bool:
    return all(text.count(a) == text.count(b) for a, b in _PAIRS) and text.count('"') % 2 == 0


def _length(text: str) -> int:
    return len(text.split())
