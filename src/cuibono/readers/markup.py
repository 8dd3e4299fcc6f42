"""HTML (and trafilatura's XML) to parts: one walk, no recursion, links kept."""

from __future__ import annotations

import html as entities
import re
from urllib.parse import urljoin

from lxml import etree
from lxml import html as lxml_html

from cuibono.core.text import Role
from cuibono.readers.finish import web_address
from cuibono.readers.hidden import drop_hidden
from cuibono.readers.layout import Part, Run

_MARKUP = re.compile(
    r"</?(?:p|br|div|a|ul|ol|li|h[1-6]|blockquote|strong|b|em|i|img|table|span|figure|section|article)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.IGNORECASE)
# trafilatura's names stand beside HTML's: head, item, quote, row.
_ROLES = {
    **{f"h{level}": Role.HEADING for level in range(1, 7)},
    "head": Role.HEADING, "dt": Role.HEADING, "summary": Role.HEADING,
    "li": Role.LIST_ITEM, "item": Role.LIST_ITEM, "dd": Role.LIST_ITEM,
    "blockquote": Role.QUOTE, "quote": Role.QUOTE,
    "figcaption": Role.CAPTION, "caption": Role.CAPTION,
}  # fmt: skip
_BREAKING = frozenset(
    "p div section article main header footer aside ul ol dl table thead tbody tr row figure form fieldset body html"
    " list address details nav hr pre td th cell".split()
)
_CELLS = frozenset(("td", "th", "cell"))
_ROWS = frozenset(("tr", "row"))
_SILENT = frozenset("script style template noscript iframe object svg math button select option textarea input label"
                    " audio video canvas map".split())  # fmt: skip
_SPACE = re.compile(r"\s+")


def looks_like_markup(text: str) -> bool:
    """Whether a string holds HTML tags or entities instead of plain words."""
    return bool(_MARKUP.search(text)) or len(_ENTITY.findall(text)) > 1


def parts_of_markup(text: str, base: str = "") -> list[Part]:
    """The parts of an HTML fragment that a person would see."""
    tree = parse(f"<html><body><div>{text}</div></body></html>")
    if tree is None:
        return [Part((Run(entities.unescape(text)),))]
    drop_hidden(tree)
    return parts_of_tree(tree, base)


def parse(text: str) -> etree._Element | None:
    """An HTML tree, whatever the text is; None where the parser finds nothing."""
    # Bytes with the encoding said outright: the parser would else trust what the page says of itself.
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, remove_pis=True)
    data = text.replace("\x00", "").encode("utf-8", "replace")
    if not data.strip():
        return None
    try:
        tree: etree._Element | None = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError):
        return None
    return tree


def parts_of_tree(root: etree._Element, base: str = "") -> list[Part]:
    """Blocks in document order. A block ends where a browser would begin a new line; two line breaks end it too."""
    walk = _Walk(base)
    skipping: etree._Element | None = None
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in {"comment", "pi"} or not isinstance(node.tag, str):
            if skipping is None and node is not root:
                walk.text(node.tail)
        elif event == "start":
            if skipping is None and node.tag.lower() in _SILENT:
                skipping = node
            elif skipping is None:
                walk.open(node)
        elif skipping is None or node is skipping:
            if skipping is None:
                walk.close(node)
            skipping = None
            if node is not root:
                walk.text(node.tail)
    walk.flush()
    return walk.parts


class _Walk:
    """The state of one walk: the runs of the block being read, and the roles around it."""

    def __init__(self, base: str) -> None:
        self.parts: list[Part] = []
        self._base = base
        self._runs: list[Run] = []
        self._roles: list[Role] = []
        self._links: list[str | None] = []
        self._breaks = 0
        self._row = 0  # depth of table rows: their cells share one block

    def open(self, node: etree._Element) -> None:
        tag = str(node.tag).lower()
        if tag in {"br", "lb"}:
            self._breaks += 1
            if self._breaks > 1:
                self.flush()
            elif self._runs:
                self._runs.append(Run("\n"))
        elif tag in {"a", "ref"}:
            self._links.append(self._address(node.get("href") or node.get("target")))
        elif tag in _CELLS and self._row:
            self._runs.append(Run(" "))
        elif tag in _ROLES or tag in _BREAKING:
            if not self._row or tag in _ROWS:
                self.flush()
            else:
                self._runs.append(Run(" "))
            if tag in _ROLES:
                self._roles.append(_ROLES[tag])
            self._row += tag in _ROWS
        self.text(node.text)

    def close(self, node: etree._Element) -> None:
        tag = str(node.tag).lower()
        if tag in {"a", "ref"}:
            self._links.pop()
        elif tag in _ROLES or (tag in _BREAKING and not (tag in _CELLS and self._row)):
            self._row -= tag in _ROWS
            if not self._row:
                self.flush()
            if tag in _ROLES:
                self._roles.pop()

    def text(self, words: str | None) -> None:
        if not words:
            return
        words = _SPACE.sub(" ", words)
        if words != " ":
            self._breaks = 0
        link = next((url for url in reversed(self._links) if url), None)
        self._runs.append(Run(words, link))

    def flush(self) -> None:
        self._breaks = 0
        if any(run.text.strip() for run in self._runs):
            self.parts.append(Part(_joined(self._runs), self._role()))
        self._runs = []

    def _role(self) -> Role:
        for wanted in (Role.HEADING, Role.CAPTION, Role.QUOTE, Role.LIST_ITEM):
            if wanted in self._roles:
                return wanted
        return Role.PARAGRAPH

    def _address(self, href: str | None) -> str | None:
        try:
            return web_address(urljoin(self._base, (href or "").strip()))
        except ValueError:
            return None


def _joined(runs: list[Run]) -> tuple[Run, ...]:
    """Neighbours with the same link as one run, so that a link is one link."""
    out: list[Run] = []
    for run in runs:
        if out and out[-1].url == run.url:
            out[-1] = Run(out[-1].text + run.text, run.url)
        else:
            out.append(run)
    return tuple(out)
