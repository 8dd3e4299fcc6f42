"""Web pages that are watched, and the PDFs that they link to, for which robots.txt counts. Terms: those of the site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from cuibono.core.errors import FetchError, InputError, NotBefore
from cuibono.core.news import Capture, Validator
from cuibono.core.ports import Source
from cuibono.core.reading import Problem
from cuibono.plugins import Tools
from cuibono.sources.addresses import shown
from cuibono.sources.listing import fingerprint, listed_as
from cuibono.sources.options import Options
from cuibono.sources.trees import html_tree, web_link
from cuibono.sources.visible import visible


def make(options: Mapping[str, str], tools: Tools) -> Source:
    """A page or a PDF: ``url``; ``pdfs`` (no): fetch those that the page links to, each once; ``limit`` (20) a round.

    Raises:
        SettingsError: an option cannot be used.
    """
    given = Options(options, ("url", "pdfs", "limit"))
    limit = given.number("limit", 20, 1, 1_000) if given.flag("pdfs", default=False) else 0
    return Page(given.link("url"), tools, limit)


class Page:
    """A Source over one page: every state of it that differs from the last one."""

    def __init__(self, url: str, tools: Tools, pdfs: int) -> None:
        """Watch ``url``; fetch at most ``pdfs`` PDFs that it links to a round."""
        self._url = url
        self._tools = tools
        self._pdfs = pdfs
        self.problems: list[Problem] = []

    def fetch(self, since: datetime | None) -> Iterator[Capture]:  # noqa: ARG002 - a page does not say when it changed
        """The page if it changed, and what PDFs are new on it.

        Raises:
            InputError: the page cannot be had.
        """
        self.problems.clear()
        memory = self._tools.memory
        page = self._tools.fetcher.changed(self._url, memory.recall(self._url), given=True)
        if page is None:
            return
        words = visible(page)
        mark = Validator(fingerprint(words)) if words else Validator(fingerprint(page.body))
        if memory.recall(f"{self._url}#words") != mark:  # else it is another advert
            yield page
        whole = True
        taken = 0
        links = pdf_links(page) if self._pdfs else ()
        for link in links:
            if memory.recall(link) is not None:
                continue
            if taken >= self._pdfs:
                text = f"it links to more than the {self._pdfs} new PDFs that are taken a round"
                self.problems.append(Problem(shown(self._url), text))
                whole = False
                break
            taken += 1
            try:
                found = self._tools.fetcher.get(link)
            except InputError as error:
                self.problems.append(Problem(shown(link), str(error)))
                if isinstance(error, NotBefore) or (isinstance(error, FetchError) and error.passing):
                    whole = False
                else:
                    memory.remember(link, Validator(), self._url)
                continue
            yield listed_as(found, self._url, "")
            memory.remember(link, Validator.of(found), self._url)
        memory.listed(self._url, links)
        memory.remember(f"{self._url}#words", mark)
        if whole:
            memory.remember(self._url, Validator.of(page))


def pdf_links(page: Capture) -> tuple[str, ...]:
    """The PDFs that a page links to, each once, in its order; by the ending of their paths."""
    tree = html_tree(page.body)
    found: dict[str, None] = {}
    for node in tree.iter("a") if tree is not None else ():
        link = web_link(page.location, str(node.get("href") or "")).partition("#")[0]
        if link and _is_pdf(link):
            found[link] = None
    return tuple(found)


def _is_pdf(link: str) -> bool:
    try:
        return urlsplit(link).path.lower().endswith(".pdf")
    except ValueError:
        return False
