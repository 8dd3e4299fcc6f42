"""Hand-made records: articles as lists of sayings, so that a test reads like the story it tells."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from cuibono.core.claims import Assertion, Claim, Manner, Method, Modality, Provenance, Speaker, SpeakerKind
from cuibono.core.news import Echo, EchoKind, Origin, Outlet, OutletKind, Story, Version
from cuibono.core.reading import Record
from cuibono.core.text import Document, Kind
from cuibono.core.times import parse_stamp
from cuibono.language.hedges import hedges, negations
from cuibono.language.names import names
from cuibono.language.quantities import quantities
from cuibono.language.timexes import timexes

METHOD = Provenance(Method("by-hand", "1"))


@dataclass(frozen=True)
class Say:
    """A sentence of an article; sayings with the same ``claim`` are one claim."""

    text: str
    claim: str = ""
    speaker: str = ""
    modality: Modality = Modality.ASSERTED
    cue: str = ""
    within: str = ""  # the sentence it stands in, if that is more
    source: str = ""  # words of that sentence that name the speaker


@dataclass(frozen=True)
class Article:
    outlet: str
    published: str | None
    says: tuple[Say, ...]
    kind: OutletKind = OutletKind.NEWSPAPER
    snippet: bool = False
    copies: str = ""  # id of the document it reprints
    filler: str = ""  # words of the article that are nobody's assertion
    modified: str | None = None
    origin: str = field(default="")


def record(versions=(), **articles: Article) -> Record:
    documents, outlets, assertions = [], {}, []
    claims: dict[str, list[Assertion]] = {}
    for key, article in articles.items():
        text = "\n\n".join([*(say.within or say.text for say in article.says), article.filler]).strip()
        document = Document(
            id=key,
            capture="c" + key,
            kind=Kind.TEXT,
            text=text,
            title=key,
            outlet=article.outlet,
            published=parse_stamp(article.published) if article.published else None,
            modified=parse_stamp(article.modified) if article.modified else None,
            snippet=article.snippet,
        )
        documents.append(document)
        outlets[key] = Outlet(article.outlet, article.kind)
    far = datetime(9999, 1, 1, tzinfo=UTC)
    documents.sort(key=lambda d: (d.published.at if d.published else far, d.id))
    for document in documents:
        article = articles[document.id]
        for say in article.says:
            assertion = _assertion(document, article, say)
            assertions.append(assertion)
            claims.setdefault(say.claim or assertion.id, []).append(assertion)
    return Record(
        story=Story("s1", "A story", tuple(documents), tuple(Version(a, b, ()) for a, b in versions)),
        outlets=outlets,
        origins=_origins(articles),
        assertions=tuple(assertions),
        claims=tuple(_claim(key, members) for key, members in claims.items()),
    )


def _root(articles, key):
    return _root(articles, articles[key].copies) if articles[key].copies else key


def _origins(articles):
    roots: dict[str, list[Echo]] = {}
    for key, article in articles.items():
        kind = EchoKind.REPRINT if article.copies else EchoKind.ROOT
        roots.setdefault(_root(articles, key), []).append(Echo(key, article.copies or None, kind, 1.0))
    return tuple(Origin("o:" + root, articles[root].outlet, root, tuple(echoes)) for root, echoes in roots.items())


def _assertion(document, article, say):
    span = document.find(say.text)
    sentence = document.find(say.within) if say.within else span
    speaker = Speaker(document.id + "-outlet", article.outlet, SpeakerKind.OUTLET)
    if say.speaker:
        speaker = Speaker(say.speaker, say.speaker, SpeakerKind.BODY)
    anchor = document.published.at.date() if document.published else None
    origin = article.copies or article.origin or document.id
    return Assertion(
        id=f"a-{document.id}-{span.start}",
        document=document.id,
        span=span,
        sentence=sentence,
        speaker=speaker,
        manner=Manner.INDIRECT if say.speaker else Manner.OWN,
        modality=say.modality,
        provenance=METHOD,
        origin="o:" + (say.speaker or origin),
        cue=document.find(say.cue) if say.cue else None,
        source=document.find(say.source) if say.source else None,
        negations=negations(document, span),
        hedges=hedges(document, span),
        quantities=quantities(document, span),
        times=timexes(document, span, anchor),
        names=names(document, span),
    )


def _claim(key, members):
    origins = tuple(dict.fromkeys(a.origin for a in members))
    return Claim("c-" + key, members[0].span, tuple(a.id for a in members), origins, METHOD, salience=0.5)
