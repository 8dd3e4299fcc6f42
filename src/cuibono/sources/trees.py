"""Pages and XML from outside as trees: within bounds, without network, in the encoding that they are in."""

from __future__ import annotations

from urllib.parse import urljoin

from lxml import etree, html

from cuibono.core.errors import UnreadableInput

_MOST_BYTES = 16 * 1024**2


def html_tree(body: bytes) -> html.HtmlElement | None:
    """The tree of a page, whatever its bytes are; None where there is nothing in it."""
    data = body[:_MOST_BYTES]
    parser = html.HTMLParser(encoding=_encoding(data), no_network=True, huge_tree=False, recover=True)
    try:
        return html.document_fromstring(data, parser=parser) if data.strip() else None
    except (ValueError, etree.LxmlError):
        return None


def web_link(base: str, link: str) -> str:
    """A link of a page made whole; "" where it leads to no page."""
    try:
        whole = urljoin(base, link.strip()) if link.strip() else ""
    except ValueError:
        return ""
    return whole if whole.startswith(("http://", "https://")) else ""


def _encoding(body: bytes) -> str | None:
    """UTF-8 where it is that; else None, and the parser goes by what the page says."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def root_of(body: bytes, name: str, what: str) -> etree._Element:
    """The root of what is said to be ``what`` ("OPML"); ``name`` names the file or link in messages.

    Raises:
        UnreadableInput: it defines entities, or is no XML at all.
    """
    if b"<!ENTITY" in body.upper():
        raise UnreadableInput(f"{name}: the XML defines entities of its own, which is refused")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableInput(f"{name}: it is no {what} ({error})") from None
    if root is None:
        raise UnreadableInput(f"{name}: it is no {what}")
    return root
