"""Records for tests: a few short documents, read by the real readers of stories."""

from cuibono.core.ids import content_id
from cuibono.core.news import Outlet, OutletKind, Story
from cuibono.core.reading import Record
from cuibono.core.text import Block, Document, Kind, Role
from cuibono.core.times import parse_stamp
from cuibono.stories.assertions import assertions
from cuibono.stories.claims import claims
from cuibono.stories.cluster import cluster
from cuibono.stories.origins import origins


def article(outlet, text, published=None, **more):
    """A document whose first paragraph is its title."""
    blocks, at = [], 0
    for n, piece in enumerate(text.split("\n\n")):
        blocks.append(Block(at, at + len(piece), Role.PARAGRAPH if n else Role.TITLE))
        at += len(piece) + 2
    return Document(
        id=content_id("d", outlet, text),
        capture=content_id("x", outlet),
        kind=more.pop("kind", Kind.ARTICLE),
        text=text,
        title=text.split("\n", 1)[0],
        outlet=outlet,
        published=parse_stamp(published) if published else None,
        language="en",
        blocks=tuple(more.pop("blocks", blocks)),
        **more,
    )


def thread(*turns):
    """A discussion; each turn is (name or None, words)."""
    text, blocks = "", []
    for name, words in turns:
        start = len(text)
        text += words
        blocks.append(Block(start, len(text), Role.TURN, by=name))
        text += "\n\n"
    return article("", text.rstrip(), kind=Kind.THREAD, blocks=blocks)


def record(*documents, vendors=(), governments=()):
    """What is read from documents; outlets named in ``vendors`` and ``governments`` speak for themselves."""
    kinds = {**dict.fromkeys(vendors, OutletKind.VENDOR), **dict.fromkeys(governments, OutletKind.GOVERNMENT)}
    outlets = {d.id: Outlet(d.outlet or "chat", kinds.get(d.outlet, OutletKind.NEWSPAPER)) for d in documents}
    story: Story = cluster(documents, one_story=True)[0]
    roots = origins(story, outlets)
    said = assertions(story, outlets, roots)
    return Record(story, outlets, roots, said, claims(story, said, roots))
