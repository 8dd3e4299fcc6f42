"""Bytes to documents: the kind is sniffed from the content, one reader a kind.

>>> from cuibono import readers
>>> documents = readers.read(capture)  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Mapping

from cuibono.core.errors import UnreadableInput
from cuibono.core.news import Capture
from cuibono.core.ports import Reader
from cuibono.core.text import Document
from cuibono.readers.article import ArticleReader
from cuibono.readers.feed import FeedReader
from cuibono.readers.limits import DEFAULT, Limits, check_size
from cuibono.readers.messages import MessagesReader
from cuibono.readers.page import PageReader
from cuibono.readers.pdf import PdfReader
from cuibono.readers.prose import ProseReader
from cuibono.readers.records import RecordsReader
from cuibono.readers.sniff import Form, kind_of
from cuibono.readers.thread import TalkReader

__all__ = ["Form", "Limits", "builtin", "kind_of", "read"]


def builtin(limits: Limits = DEFAULT) -> dict[str, Reader]:
    """A new registry of the readers that come with us, by the form they read; add to it what plug-ins bring."""
    return {
        Form.PAGE: PageReader(limits),
        Form.FEED: FeedReader(limits),
        Form.PDF: PdfReader(limits),
        Form.ARTICLE: ArticleReader(limits),
        Form.MESSAGES: MessagesReader(limits),
        Form.RECORDS: RecordsReader(limits),
        Form.TALK: TalkReader(limits),
        Form.TEXT: ProseReader(limits),
    }


def read(
    capture: Capture, readers: Mapping[str, Reader] | None = None, limits: Limits = DEFAULT
) -> tuple[Document, ...]:
    """The documents in a capture, in its order; never empty.

    Args:
        capture: what was fetched.
        readers: readers by form; the built-in ones where None.
        limits: caps, for the built-in readers.

    Raises:
        UnreadableInput: no reader can make anything of it; the message names location and cause.
    """
    check_size(capture, max(limits.text_bytes, limits.pdf_bytes))
    form = kind_of(capture)
    reader = (builtin(limits) if readers is None else readers).get(form)
    if reader is None:
        raise UnreadableInput(f"{capture.location}: it is a {form}, and no reader for that is registered")
    return reader.read(capture)
