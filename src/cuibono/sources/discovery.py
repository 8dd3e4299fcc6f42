"""Which feeds a page offers: what it says itself, then the places where feeds usually are."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from cuibono.core.errors import InputError
from cuibono.core.news import Capture
from cuibono.core.ports import Fetcher
from cuibono.sources.addresses import shown
from cuibono.sources.feeds import is_feed
from cuibono.sources.opml import Subscription
from cuibono.sources.trees import html_tree, web_link

_TYPES = frozenset(
    "application/rss+xml application/atom+xml application/rdf+xml application/feed+json application/json".split()
)
# Asked for one after the other where the page names none; the first that answers ends the search.
_USUAL = ("feed/", "feed.xml", "rss.xml", "atom.xml", "index.xml", "feed.json")


def feeds_of(url: str, fetcher: Fetcher) -> tuple[Subscription, ...]:
    """The feeds of a page, in its order; the link itself where it is one already. Empty where there is none.

    Raises:
        InputError: the page cannot be had.
    """
    page = fetcher.get(url, given=True)
    if is_feed(page):
        return (Subscription(shown(url), url),)
    named = tuple(dict.fromkeys(_named(page)))
    if named:
        return named
    for place in _USUAL:
        for base in dict.fromkeys((urljoin(page.location, "/"), urljoin(page.location, "./"))):
            if found := _tried(urljoin(base, place), fetcher):
                return (found,)
    return ()


def _named(page: Capture) -> Iterator[Subscription]:
    tree = html_tree(page.body)
    if tree is None:
        return
    base = page.location
    for node in tree.iter("base"):
        base = web_link(base, str(node.get("href") or "")) or base
        break
    for node in tree.iter("link"):
        kind = str(node.get("type") or "").partition(";")[0].strip().lower()
        link = str(node.get("href") or "")
        relations = str(node.get("rel") or "").lower().split()
        if "alternate" not in relations or kind not in _TYPES or not link.strip():
            continue
        if kind.endswith("json") and "wp-json" in link:  # WordPress' interface, no feed
            continue
        if whole := web_link(base, link):
            yield Subscription(" ".join(str(node.get("title") or whole).split()), whole, page.location)


def _tried(url: str, fetcher: Fetcher) -> Subscription | None:
    """The feed at a place where one may be; robots.txt is asked, since nobody named the link."""
    try:
        found = fetcher.get(url)
    except InputError:
        return None
    # Some sites send whoever is lost to their front page: then it is not the feed that was asked for.
    if not is_feed(found) or urlsplit(found.location).netloc != urlsplit(url).netloc:
        return None
    return Subscription(shown(url), url)
