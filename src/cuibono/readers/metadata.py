"""What a page says of itself: title, outlet, authors, dates, address. Read, never guessed.

Order of trust: JSON-LD of the article, meta tags, microdata, visible by-line. Dates come only from where the page
states a date outright; a year in an address or a copyright line is none.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml import etree

from cuibono.core.text import Notice, fold
from cuibono.core.times import Stamp
from cuibono.readers.bylines import names, undated
from cuibono.readers.finish import Head, web_address
from cuibono.readers.layout import clean
from cuibono.readers.stamps import stamp

_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|PressRelease|SocialMediaPosting|DiscussionForumPosting)$")
_TAGS = tomllib.loads((files(__package__) / "meta_tags.toml").read_text("utf-8"))
_TITLE, _OUTLET, _AUTHOR, _PUBLISHED, _MODIFIED, _URL = (
    tuple(map(str, _TAGS[name])) for name in ("title", "outlet", "author", "published", "modified", "url")
)
_SEPARATOR = re.compile(r"\s+[|–—\-·•»:]\s+|\s*[|»]\s*")
# What templates put around the JSON to please XML parsers and old browsers.
_WRAPPING = re.compile(
    r"^\s*(?:/[/*]\s*)?(?:<!\[CDATA\[|<!--)(?:\s*\*/)?|(?:/[/*]\s*)?(?:\]\]>|-->)(?:\s*\*/)?\s*$|;\s*$"
)
_BYLINE = re.compile(r"^(?:[\w-]*[-_]|[a-z]{2,20}(?=byline))?(?:byline|author)s?(?:[-_]*names?)?$", re.IGNORECASE)
_ONLY_BY = re.compile(r"^\W*by\W*$", re.IGNORECASE)
_REMARKS = re.compile(r"comment|related|sidebar|footer|reply|recirc", re.IGNORECASE)
_LINES = frozenset({"br", "p", "div", "li"})
_CANDIDATES = 20  # by-lines that are looked at
_BYLINE_LENGTH = 100  # characters; longer ones are about the author, or more than a by-line
_DEEPEST = 12  # of nested JSON-LD


@dataclass(frozen=True, slots=True)
class Stated:
    """Everything stated on the page, before it is weighed: meta tags by lower-case name, the article's JSON-LD."""

    meta: Mapping[str, list[str]]
    linked: Mapping[str, object] = field(default_factory=dict)


def head_of(root: etree._Element, location: str) -> tuple[Head, list[Notice]]:
    """Title, outlet, authors, dates and address of a page; call it before anything is taken out of the tree."""
    stated = Stated(_meta(root), _json_ld(root))
    site = _outlet(stated)
    published, unread = _date(stated, root, "datePublished", _PUBLISHED)
    modified, _ = _date(stated, root, "dateModified", _MODIFIED)
    notices = [Notice("date unread", "the publication date cannot be read", unread)] if unread else []
    base = _base(root, location)
    language = root.get("lang") or ""
    head = Head(
        title=_title(stated, root, site),
        url=_address(stated, root, base, location),
        outlet=site,
        authors=_authors(stated, root),
        published=published,
        modified=modified,
        tags=(("html lang", language),) if language else (),
    )
    return head, notices


def _meta(root: etree._Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for node in root.iter("meta"):
        content = (node.get("content") or "").strip()
        for name in f"{node.get('property') or ''} {node.get('name') or ''} {node.get('itemprop') or ''}".split():
            if content:
                found.setdefault(name.lower(), []).append(content)
    return found


def _json_ld(root: etree._Element) -> dict[str, object]:
    """The article's own JSON-LD node: the first of an article type; articles that are merely listed do not count."""
    for script in root.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        try:
            value = json.loads(_WRAPPING.sub("", script.text or ""), strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(value, 0):
            kinds = node.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(kind, str) and _ARTICLE.search(kind) for kind in kinds):
                return node
    return {}


def _nodes(value: object, depth: int) -> Iterator[dict[str, object]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _nodes(value.get(name), depth + 1)


def _title(stated: Stated, root: etree._Element, site: str) -> str:
    headings = [text for node in root.iter("h1") if (text := _inner(node))]
    printed = next((text for node in root.iter("title") if (text := _inner(node))), "")
    shown = _words(" ".join([printed, *headings]))
    for each in (*(_first(stated.meta, (name,)) for name in _TITLE), _headline(stated, printed)):
        title = _without_site(clean(each).replace("\n", " "), site)
        # A template's title ("Latest news") shares no word with what the page shows.
        if title and (not shown or not shown.isdisjoint(_words(title.removesuffix(site)))):
            return title
    if not printed:
        return headings[0] if len(headings) == 1 else ""
    # The heading that the page's title holds is the title without the site's name.
    inside = [text for text in headings if len(text) > 3 and fold(text).casefold() in fold(printed).casefold()]  # noqa: PLR2004
    return max(inside, key=len) if inside else _without_site(printed, site)


def _headline(stated: Stated, printed: str) -> str:
    """The article's headline by its JSON-LD; its name, where the page's own title holds that and not the headline."""
    headline, name = (_text(stated.linked.get(key)) for key in ("headline", "name"))
    title, said, named = (fold(each).casefold().strip() for each in (printed, headline, name))
    return name if named and named in title and said not in title else headline


def _inner(node: etree._Element) -> str:
    return clean("".join(map(str, node.itertext()))).replace("\n", " ")


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", fold(text).casefold()))


def _without_site(title: str, site: str) -> str:
    """The title without " | Site" at its end (or "Site: " at its beginning) where that is the outlet's name."""
    wanted = _squeezed(site)
    if not wanted:
        return title
    cuts = list(_SEPARATOR.finditer(title))
    for cut in cuts:
        last = _squeezed(title[cut.end() :])
        if last and (last == wanted or (len(last) > 4 and (wanted.startswith(last) or last.startswith(wanted)))):  # noqa: PLR2004 - "NBC" begins many names
            return title[: cut.start()].strip()
    if cuts and _squeezed(title[: cuts[0].start()]) == wanted:
        return title[cuts[0].end() :].strip()
    return title


def _squeezed(name: str) -> str:
    return re.sub(r"\W", "", fold(name).casefold().removeprefix("the "))


def _outlet(stated: Stated) -> str:
    publisher = stated.linked.get("publisher")
    publisher = publisher[0] if isinstance(publisher, list) and publisher else publisher
    named = _text(publisher.get("name")) if isinstance(publisher, dict) else _text(publisher)
    for name in (_first(stated.meta, ("og:site_name",)), named, _first(stated.meta, _OUTLET)):
        text = clean(name).replace("\n", " ").removeprefix("@")
        if text and not web_address(text):
            return text
    return ""


def _authors(stated: Stated, root: etree._Element) -> tuple[str, ...]:
    if found := names(stated.linked.get("author")):
        return found
    for key in _AUTHOR:
        if key == "twitter:data1" and "written by" not in _first(stated.meta, ("twitter:label1",)).lower():
            continue
        values = stated.meta.get(key, [])
        if len(values) > 1 and all(value.count(",") == 1 for value in values):  # "Roe, Ana", a tag each
            return tuple(" ".join(reversed(value.split(", "))) for value in values)
        if found := names(values):
            return found
    tags = ("a", "span", "p", "div", "address", "h6", "h5", "h4", "em", "li", "cite")
    for node in islice(filter(_is_byline, root.iter(*tags)), _CANDIDATES):
        text = clean("".join(islice(_printed(node), _BYLINE_LENGTH)))
        lines = text.split("\n")
        # The line below the name holds the role or the date.
        line = " ".join(lines[:2]) if _ONLY_BY.match(lines[0]) else lines[0]
        if 2 < len(text) < _BYLINE_LENGTH and (found := names(undated(line))):  # noqa: PLR2004
            return tuple(name for name in found if not any(char.isdigit() for char in name))
    return ()


def _printed(node: etree._Element) -> Iterator[str]:
    """The words of an element as a reader sees them: what stands on lines of its own is on a line of its own."""
    for event, each in etree.iterwalk(node, events=("start", "end")):
        if event == "start":
            yield "\n" if each.tag in _LINES and each is not node else ""
            yield each.text or ""
        elif each is not node:
            yield each.tail or ""


def _is_byline(node: etree._Element) -> bool:
    if node.get("rel") == "author" or "author" in (node.get("itemprop") or "").split():
        return True
    if not any(_BYLINE.match(word) for word in f"{node.get('class') or ''} {node.get('id') or ''}".split()):
        return False
    return not any(_REMARKS.search(f"{up.get('class') or ''} {up.get('id') or ''}") for up in node.iterancestors())


def _date(stated: Stated, root: etree._Element, linked: str, keys: tuple[str, ...]) -> tuple[Stamp | None, str]:
    """The first stated date that can be read, the finest of those that agree on the day; else the words that cannot."""
    stated_words = [_text(stated.linked.get(linked)), *(word for key in keys for word in stated.meta.get(key, []))]
    if linked == "datePublished":
        stated_words += _visible_dates(root)
    else:
        stated_words += [
            node.get("datetime") or node.get("content") or ""
            for node in root.iterfind(".//*[@itemprop='dateModified']")
        ]
    words = [word for word in stated_words if word.strip()]
    found = [moment for word in words if (moment := stamp(word))]
    if not found:
        return None, words[0] if words and any(c.isdigit() for c in words[0]) else ""
    first = found[0]
    finer = (m for m in found if len(str(m)) > len(str(first)) and first.at <= m.at <= first.latest)
    return next(finer, first), ""


def _visible_dates(root: etree._Element) -> list[str]:
    """Microdata and <time> elements that stand with the article's heading, not with other articles' teasers."""
    out = [
        node.get("datetime") or node.get("content") or clean("".join(map(str, node.itertext())))
        for node in root.iterfind(".//*[@itemprop='datePublished']")
    ]
    times = [
        node for node in root.iter("time", "abbr") if node.tag == "time" or "published" in (node.get("class") or "")
    ]
    marked = [
        node for node in times if node.get("pubdate") is not None or "published" in (node.get("class") or "").lower()
    ]
    chosen = marked or ([times[0]] if times and _near_heading(root, times[0], len(times)) else [])
    for node in chosen[:1]:
        out += [node.get("datetime") or node.get("title") or "", clean("".join(map(str, node.itertext())))]
    return out


def _near_heading(root: etree._Element, node: etree._Element, count: int) -> bool:
    """Whether a <time> belongs to the page's one article: alone on the page, or in the article that has the only h1."""
    if count == 1:
        return True
    headings = list(root.iter("h1"))
    around = next((up for up in node.iterancestors("article", "main", "header")), None)
    return len(headings) == 1 and around is not None and any(up is around for up in headings[0].iterancestors())


def _address(stated: Stated, root: etree._Element, base: str, location: str) -> str | None:
    links = [node.get("href") for node in root.iter("link") if "canonical" in (node.get("rel") or "").lower().split()]
    here = web_address(location)
    # The first address stated wins; what the page was fetched from is the last resort.
    for words in [*links, *(stated.meta.get(key, [""])[0] for key in _URL)]:
        try:
            url = web_address(urljoin(base, words or "")) if words else None
            # A canonical link to the front page is a mistake of the site's template.
            if url and not (urlsplit(url).path in {"", "/"} and here and urlsplit(here).path not in {"", "/"}):
                return url
        except ValueError:
            continue
    return here


def _base(root: etree._Element, location: str) -> str:
    node = next(root.iter("base"), None)
    try:
        return urljoin(location, node.get("href") or "") if node is not None else location
    except ValueError:
        return location


def _first(meta: Mapping[str, list[str]], keys: tuple[str, ...]) -> str:
    return next((meta[key][0] for key in keys if meta.get(key)), "")


def _text(value: object) -> str:
    if isinstance(value, list) and value:
        value = value[0]
    return value if isinstance(value, str) else ""
