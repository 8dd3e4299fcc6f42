"""A story's page: its reading, as a reader filters it, and read anew where a reader sets documents aside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from cuibono.core.claims import Claim
from cuibono.core.findings import Aspect, Framing, Silence
from cuibono.core.reading import Row, Says
from cuibono.core.text import Document, Role, Span
from cuibono.desk.apart import Figure, figures, of_origin, of_outlet
from cuibono.desk.compare import Difference, compare
from cuibono.desk.lately import contested
from cuibono.export.page import Part, marked
from cuibono.export.present import of_kind
from cuibono.export.selection import Shown
from cuibono.web.links import Linked, numbered
from cuibono.web.readings import Readings

SHOW = {
    "": "all claims",
    "contested": "contested claims",
    "left-out": "what somebody left out",
    "several": "claims of several origins",
    "single": "claims of one origin",
}
SORT = {"": "weight", "origins": "most origins", "contested": "contested first", "first": "first said"}
_LOST = 12  # differences of each kind that are told when documents are set aside
# What the whole has and the part has not, by the kind of difference from the part to the whole.
_RESTS = {
    "contradicted": "contradictions",
    "new claim": "claims that only they make",
    "gained an origin": "claims that lose an origin",
    "new clock": "clocks",
    "clock moved": "clocks that moved by their word",
    "caught up": "silences that only they show to be one",
}
_TELLING = {"contradicted", "gained an origin"}  # kinds whose message says more than the words


@dataclass(frozen=True, slots=True)
class Lost:
    """What rests on the documents set aside, of one kind: how many, and the first of them."""

    kind: str
    number: int
    first: tuple[tuple[str, tuple[Span, ...]], ...]  # a message, and the words in the whole


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asked for: words, which claims, in what order; numbers of documents that stand for outlets
    and for origins set aside.
    """

    words: str = ""
    show: str = ""
    sort: str = ""
    outlets: tuple[int, ...] = ()
    origins: tuple[int, ...] = ()

    @property
    def filters(self) -> bool:
        """Whether the matrix shows less than all of its rows."""
        return bool(self.words or self.show)

    @property
    def apart(self) -> bool:
        """Whether anything is set aside."""
        return bool(self.outlets or self.origins)


@dataclass(frozen=True, slots=True)
class Toggle:
    """An outlet or origin that can be set aside: ``number`` is its first document's, ``of`` how many it has."""

    name: str
    number: int
    of: int
    off: bool


@dataclass(frozen=True, slots=True)
class Headline:
    """How one document puts it: its title, loaded words marked."""

    document: Document
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """What moved when documents were set aside: figures, and what rested on them, with the words in the whole."""

    aside: tuple[Document, ...]
    figures: tuple[Figure, ...]
    lost: tuple[Lost, ...]


@dataclass(frozen=True, slots=True)
class StoryPage:
    """Everything that the template of a story asks; ``page`` is the reading shown, ``whole`` the one stored."""

    page: Linked
    whole: Linked
    shown: Shown
    asked: Asked
    rows: int
    outlets: tuple[Toggle, ...]
    origins: tuple[Toggle, ...]
    headlines: tuple[Headline, ...]
    apart: Apart | None
    beyond: tuple[Claim, ...] = ()  # claims without a row that hold the words asked for, the heaviest first
    claims: int = 0  # that were found at all


def story_page(readings: Readings, story: str, asked: Asked) -> StoryPage:
    """The page of a story.

    Raises:
        NotStored: there is no such story.
        SettingsError: everything is set aside.
    """
    whole = readings.whole(story)
    aside = _aside(whole, asked)
    page = readings.part(story, aside) if aside else whole
    return StoryPage(
        page=page,
        whole=whole,
        shown=replace(page.shown, rows=rows(page, asked)),
        asked=asked,
        rows=len(page.shown.rows),
        outlets=_outlets(whole, asked),
        origins=_origins(whole, asked),
        headlines=_headlines(page),
        apart=_moved(whole, page, aside) if aside else None,
        beyond=_beyond(page, asked.words),
        claims=len(page.record.claims),
    )


def rows(page: Linked, asked: Asked) -> tuple[Row, ...]:
    """The rows of the matrix that are asked for, in the order asked for."""
    against = contested(page.reading)
    record = page.record

    def fits(row: Row) -> bool:
        claim = record.claim[row.claim]
        states = {cell.state for cell in row.cells}
        match asked.show:
            case "contested":
                wanted = row.claim in against or bool(states & {Says.DENIES, Says.CONTRADICTS})
            case "left-out":
                wanted = Silence.LEFT_OUT in states
            case "several":
                wanted = len(claim.origins) > 1
            case "single":
                wanted = len(claim.origins) == 1
            case _:
                wanted = True
        return wanted and all(word in _said(page, claim) for word in asked.words.casefold().split())

    chosen = [row for row in page.shown.rows if fits(row)]
    match asked.sort:
        case "origins":
            chosen.sort(key=lambda row: -len(record.claim[row.claim].origins))
        case "contested":
            chosen.sort(key=lambda row: row.claim not in against)
        case "first":
            chosen.sort(key=lambda row: _first(page, row))
        case _:
            pass  # by weight, as the reading has them
    return tuple(chosen)


def _beyond(page: Linked, words: str) -> tuple[Claim, ...]:
    """Claims that hold all the words and have no row in the matrix."""
    wanted = words.casefold().split()
    if not wanted:
        return ()
    with_row = {row.claim for row in page.shown.rows}
    held = [
        claim
        for claim in page.record.claims
        if claim.id not in with_row and all(word in _said(page, claim) for word in wanted)
    ]
    return tuple(sorted(held, key=lambda claim: (-len(claim.origins), -claim.salience)))


def _said(page: Linked, claim: Claim) -> str:
    """Everything in which a claim is made, for looking words up."""
    return " ".join(page.record.assertion[key].sentence.quote for key in claim.assertions).casefold()


def _first(page: Linked, row: Row) -> int:
    """The number of the first document that makes a row's claim."""
    record = page.record
    return min(record.number[record.assertion[said].document] for said in record.claim[row.claim].assertions)


def _aside(whole: Linked, asked: Asked) -> frozenset[str]:
    """Ids of the documents that are set aside; numbers that name no document name nothing."""
    found: set[str] = set()
    for numbers, group in ((asked.outlets, of_outlet), (asked.origins, of_origin)):
        for number in numbers:
            document = numbered(whole.record, number)
            if document:
                found |= group(whole.record, document.id)
    return frozenset(found)


def _outlets(whole: Linked, asked: Asked) -> tuple[Toggle, ...]:
    groups: dict[str, list[int]] = defaultdict(list)
    for document in whole.record.story.documents:
        groups[whole.outlet(document.id)].append(whole.record.number[document.id])
    return tuple(Toggle(name, of[0], len(of), bool(set(of) & set(asked.outlets))) for name, of in groups.items())


def _origins(whole: Linked, asked: Asked) -> tuple[Toggle, ...]:
    """Origins that have documents; what is somebody's words only cannot be set aside by itself."""
    made = []
    for origin in whole.record.origins:
        of = sorted(whole.record.number[echo.document] for echo in origin.echoes)
        if of:
            made.append(Toggle(whole.names.origin(origin.id), of[0], len(of), bool(set(of) & set(asked.origins))))
    return tuple(made)


def _headlines(page: Linked) -> tuple[Headline, ...]:
    """The titles as they stand in the documents, those of copies left out."""
    loaded: dict[str, list[Span]] = defaultdict(list)
    for framing in of_kind(page.reading.findings, Framing):
        if framing.aspect is Aspect.LOADED:
            loaded[framing.document].append(framing.spans[0])
    found = []
    for column in page.shown.columns:
        document = column.document
        title = next((block for block in document.blocks if block.role is Role.TITLE), None)
        if column.folded or title is None or not document.text[title.start : title.end].strip():
            continue
        whole = document.span(title.start, title.end)
        found.append(Headline(document, marked(whole, loaded[document.id])))
    return tuple(found)


def _moved(whole: Linked, page: Linked, aside: Iterable[str]) -> Apart:
    lost: dict[str, list[Difference]] = defaultdict(list)
    for difference in compare(page.reading, whole.reading):
        if difference.kind not in {"new document", "edited", "grew"}:
            lost[difference.kind].append(difference)
    gone = set(aside)
    return Apart(
        aside=tuple(d for d in whole.record.story.documents if d.id in gone),
        figures=figures(whole.reading, page.reading),
        lost=tuple(_lost(kind, found) for kind, found in lost.items()),
    )


def _lost(kind: str, found: Sequence[Difference]) -> Lost:
    told = kind in _TELLING
    first = tuple((d.message if told else "", d.spans[:2]) for d in found[:_LOST])
    return Lost(_RESTS.get(kind, kind), len(found), first)
