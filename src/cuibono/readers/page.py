"""Web pages: trafilatura finds the article, we keep what it found as blocks with their links."""

from __future__ import annotations

import copy
import logging
import re
from collections.abc import Sequence
from importlib.resources import files

from lxml import etree

from cuibono.core.errors import UnreadableInput
from cuibono.core.news import Capture
from cuibono.core.text import Document, Kind, Notice, Role, fold
from cuibono.readers.decode import decode
from cuibono.readers.finish import finish
from cuibono.readers.hidden import drop_hidden
from cuibono.readers.layout import Part
from cuibono.readers.limits import DEFAULT, Limits, check_size
from cuibono.readers.markup import parse, parts_of_tree
from cuibono.readers.metadata import head_of

_OUTSIDE = ("nav", "header", "footer", "aside", "form")  # what the plain extractor leaves out


def _boilerplate() -> re.Pattern[str]:
    lines = (files(__package__) / "boilerplate.txt").read_text("utf-8").splitlines()
    forms = [line for line in lines if line and not line.startswith("#")]
    return re.compile("|".join(f"(?:{form})" for form in forms), re.IGNORECASE)


_BOILERPLATE = _boilerplate()
_DATE_WORDS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug"
    " sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur fri sat"
    " sun".split()
)
_BYLINE_WORDS = frozenset(
    "by and the for of at on in updated published posted last written reported am pm a p m utc gmt est edt et pst pdt"
    " bst cet cest st nd rd th staff writer reporter correspondent editor contributor min read minute minutes"
    " ago".split()
)
_TOP = 4  # parts, among which a by-line stands; below, a date alone may head a chronicle
_FEWEST_HIDDEN = 5  # words; screen readers get labels such as "Opens in a new window" that way
_SHOWN = 200  # characters of hidden text in a notice
_LONGEST_JUNK = 200  # characters; longer paragraphs say something


class PageReader:
    """HTML articles."""

    def __init__(self, limits: Limits = DEFAULT) -> None:
        """Read no more than the limits allow."""
        self._limits = limits

    def read(self, capture: Capture) -> tuple[Document, ...]:
        """One document: what a person would read on the page.

        Raises:
            UnreadableInput: the page is too large, or holds no text of its own.
        """
        check_size(capture, self._limits.text_bytes)
        decoded = decode(capture)
        root = parse(decoded.text)
        if root is None:
            raise UnreadableInput(f"{capture.location}: no HTML can be made out of it")
        head, notices = head_of(root, capture.location)
        hidden = drop_hidden(root)
        if len(hidden.tricks.split()) >= _FEWEST_HIDDEN:
            text = "words hidden by colour, size or place were left out"
            notices.append(Notice("hidden text", text, hidden.tricks[:_SHOWN]))
        parts = self._parts(root, head.url or capture.location)
        parts = without_boilerplate(parts, (*head.authors, head.outlet))
        if not parts:
            raise UnreadableInput(
                f"{capture.location}: the page has no text of its own (it may need scripts, or a login)"
            )
        return (finish(capture, Kind.ARTICLE, head, parts, notices=[*decoded.notices, *notices], unseen=hidden.words),)

    def _parts(self, root: etree._Element, base: str) -> list[Part]:
        for node in list(root.iter("time")):  # its words would be dropped, in the middle of a sentence too
            node.tag = "span"
        size, depth = _measure(root)
        if size <= self._limits.elements and depth <= self._limits.depth:
            parts = _extract(root, base, fast=size > self._limits.thorough)
            if parts:
                return parts
        return _plain(root, base)


def without_boilerplate(parts: Sequence[Part], names: Sequence[str] = ()) -> list[Part]:
    """The parts that are no share bars, sign-up boxes, "read more" lines or bare by-lines of ``names``."""
    kept: list[Part] = []
    for item in parts:
        text = item.text
        junk = len(text) <= _LONGEST_JUNK and (
            not any(char.isalnum() for char in text)
            or _BOILERPLATE.fullmatch(text) is not None
            or (len(kept) < _TOP and item.role is not Role.HEADING and _only_byline(text, names))
        )
        if not junk:
            kept.append(item)
    last = max((at for at, item in enumerate(kept) if item.role is not Role.HEADING), default=len(kept) - 1)
    return kept[: last + 1]  # headings with nothing below them led to what was dropped


def _only_byline(text: str, names: Sequence[str]) -> bool:
    """Whether a line holds nothing but names of authors and outlet, a date, and the small words between them."""
    left = fold(text).casefold()
    for name in names:
        left = left.replace(fold(name).casefold(), " ") if name else left
    words = re.findall(r"[^\W\d_]+", left)
    known = left != fold(text).casefold() or any(word in _DATE_WORDS for word in words)
    return known and all(word in _DATE_WORDS or word in _BYLINE_WORDS for word in words)


def _extract(root: etree._Element, base: str, *, fast: bool) -> list[Part]:
    # trafilatura takes half a second to import; only pages pay for it.
    from trafilatura import bare_extraction  # noqa: PLC0415 - see above

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = bare_extraction(
            copy.deepcopy(root),
            fast=fast,
            include_comments=False,
            include_tables=True,
            include_links=True,
            include_formatting=True,
            with_metadata=False,
        )
    except Exception:  # noqa: BLE001 - whatever it stumbles over in a stranger's page, the plain extractor reads on
        return []
    body = getattr(found, "body", None)
    return parts_of_tree(body, base) if body is not None else []


def _plain(root: etree._Element, base: str) -> list[Part]:
    """The page's blocks that are not navigation: linear in its size, for pages that trafilatura cannot take."""
    for node in list(root.iter(*_OUTSIDE)):
        parent = node.getparent()
        if parent is not None:
            parent.remove(node)
    body = root.find(".//body")
    return parts_of_tree(root if body is None else body, base)


def _measure(root: etree._Element) -> tuple[int, int]:
    """Number of elements, and how deeply they are nested."""
    size = depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        size += event == "start"
        deepest = max(deepest, depth)
    return size, deepest
