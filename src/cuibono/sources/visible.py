"""How much a page says, roughly: enough to tell an article from an empty shell, and a change from a new advert.

What a page says exactly, its reader finds out; a source may not ask it.
"""

from __future__ import annotations

import re

from lxml import etree

from cuibono.core.news import Capture
from cuibono.sources.trees import html_tree

_SILENT = ("script", "style", "noscript", "template", "svg", "iframe", "nav", "header", "footer", "aside", "form")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|div|p|main|article)\b", re.IGNORECASE)
_HEAD = 4_096
# Letters. Shells that scripts fill say "Please enable JavaScript" and little else; the shortest agency flash has more.
_FEWEST = 200
_CJK, _WORTH = "\u2e80", 3  # from here on a character says about as much as three letters


def has_words(page: Capture) -> bool:
    """Whether it says anything, as far as can be seen; what is no HTML is taken to."""
    words = visible(page)
    return words is None or sum(_WORTH if char >= _CJK else 1 for char in words if char.isalpha()) >= _FEWEST


def visible(page: Capture) -> str | None:
    """The words of an HTML page outside its frame, white space folded; None where it is no HTML."""
    if not _HTML.search(page.body, 0, _HEAD):
        return None
    tree = html_tree(page.body)
    if tree is None:
        return None
    etree.strip_elements(tree, *_SILENT, with_tail=False)
    return " ".join(" ".join(str(text) for text in tree.itertext()).split())
