"""Lists of feeds that other readers write and take: OPML 2.0."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from cuibono.core.errors import UnreadableInput
from cuibono.sources.trees import root_of

_MOST_BYTES = 16 * 1024**2  # the largest lists that are passed around have some thousand feeds: 1 MB


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed in a list: what it is called, its link, its page, and the folders it lies in, outermost first."""

    name: str
    url: str
    page: str = ""
    folders: tuple[str, ...] = ()

    @property
    def options(self) -> dict[str, str]:
        """As a source's options."""
        return {"kind": "feed", "name": self.name, "url": self.url}


def read(body: bytes, name: str = "the list") -> tuple[Subscription, ...]:
    """The feeds of an OPML file, in its order, each link once; outlines without a link are folders.

    Raises:
        UnreadableInput: it is no OPML, or defines entities; ``name`` names it.
    """
    if len(body) > _MOST_BYTES:
        raise UnreadableInput(f"{name}: it is larger than {_MOST_BYTES // 1024**2} MiB")
    root = root_of(body, name, "OPML")
    if etree.QName(root).localname.lower() != "opml":
        raise UnreadableInput(f"{name}: it is no OPML")
    found: dict[str, Subscription] = {}
    folders: list[str] = []
    for event, node in etree.iterwalk(root, events=("start", "end"), tag="outline"):
        given = {str(key).lower(): str(value).strip() for key, value in node.attrib.items()}
        called = given.get("title") or given.get("text") or ""
        url = given.get("xmlurl", "")
        if event == "end":
            folders.pop()
            continue
        if url.startswith(("http://", "https://")):
            inside = tuple(filter(None, folders))
            found.setdefault(url, Subscription(called or url, url, _web(given.get("htmlurl", "")), inside))
        folders.append("" if url else called)
    return tuple(found.values())


def write(subscriptions: Iterable[Subscription], title: str = "Cui Bono") -> bytes:
    """An OPML file of these feeds, folders as outlines; feeds keep their order within a folder."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = _printable(title)
    body = etree.SubElement(root, "body")
    places: dict[tuple[str, ...], etree._Element] = {(): body}
    for each in subscriptions:
        for depth in range(1, len(each.folders) + 1):
            inside = each.folders[:depth]
            if inside not in places:
                places[inside] = etree.SubElement(places[inside[:-1]], "outline", text=_printable(inside[-1]))
        said = {"type": "rss", "text": each.name, "title": each.name, "xmlUrl": each.url}
        if each.page:
            said["htmlUrl"] = each.page
        attributes = {name: _printable(value) for name, value in said.items()}
        etree.SubElement(places[each.folders], "outline", attributes)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _web(link: str) -> str:
    return link if link.startswith(("http://", "https://")) else ""


def _printable(text: str) -> str:
    """What XML can hold: names come from strangers' lists."""
    return "".join(char for char in text if char.isprintable() and not "\ud800" <= char <= "\udfff")
