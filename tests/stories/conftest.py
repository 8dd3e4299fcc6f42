"""Documents for the tests of stories: small articles made in place."""

import pytest

from cuibono.core.ids import content_id
from cuibono.core.text import Block, Document, Kind, Role
from cuibono.core.times import parse_stamp


def _article(
    text="",
    *,
    title="",
    url=None,
    outlet="",
    published=None,
    modified=None,
    authors=(),
    kind=Kind.ARTICLE,
    snippet=False,
):
    paragraphs = [p for p in [title, *text.split("\n\n")] if p.strip()]
    blocks, at = [], 0
    for i, paragraph in enumerate(paragraphs):
        role = Role.TITLE if title and i == 0 else Role.PARAGRAPH
        blocks.append(Block(at, at + len(paragraph), role))
        at += len(paragraph) + 2
    whole = "\n\n".join(paragraphs)
    return Document(
        id=content_id("d", whole, url, outlet, published, modified),
        capture="c",
        kind=kind,
        text=whole,
        title=title,
        url=url,
        outlet=outlet,
        authors=tuple(authors),
        published=parse_stamp(published) if published else None,
        modified=parse_stamp(modified) if modified else None,
        blocks=tuple(blocks),
        snippet=snippet,
    )


@pytest.fixture
def article():
    return _article
