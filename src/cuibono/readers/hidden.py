"""What a page holds but does not show: found, taken out of the tree, and returned for inspection."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

_SPACE = re.compile(r"\s+")
_DECLARATION = re.compile(r"([a-z-]+)\s*:\s*([^;{}]+)")
_RULE = re.compile(r"([^{}]{1,300})\{([^{}]{0,2000})\}")
_NESTED = re.compile(r"@[^{};]{0,300}\{(?:[^{}]{0,5000}\{[^{}]{0,5000}\}){0,500}[^{}]{0,5000}\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SIMPLE = re.compile(r"^(?:[a-z][a-z0-9]*)?([.#])([\w-]+)$", re.IGNORECASE)
_ZERO = re.compile(r"^[+-]?0*\.?0*(?:px|pt|em|rem|%|vw|vh)?$")
_AWAY = re.compile(r"^-\d{3,}(?:\.\d+)?(?:px|em|rem|pt|vw|vh|%)?$")
_WHITE = re.compile(r"^(?:#fff(?:fff)?|white|rgba?\(\s*255\s*,\s*255\s*,\s*255\s*(?:,\s*[\d.]+\s*)?\))$")
_CLEAR = re.compile(r"^(?:transparent|rgba\([^)]*,\s*0*\.?0+\s*\)|hsla\([^)]*,\s*0*\.?0+\s*\))$")
_TRUNK = frozenset(("html", "head", "body"))
_NEVER = frozenset(("template",))
# Never shown either, but full of code: no words to inspect.
_CODE = frozenset(("script", "style", "noscript"))
_MOST = 200_000  # characters of hidden text that are kept for inspection


@dataclass(frozen=True, slots=True)
class Hidden:
    """Words that a page holds and does not show: all of them, and those hidden by colour, size or place.

    Menus and dialogues are hidden by ``display`` and mean nothing; white on white is meant for somebody.
    """

    words: str = ""
    tricks: str = ""


def drop_hidden(root: etree._Element) -> Hidden:
    """Take what people cannot see out of the tree; returns its words and those of comments.

    Seen are only inline styles, attributes, and rules with one class or id in the page's own style sheets: rules of
    other files are not fetched.
    """
    names = _hidden_names(root)
    doomed: list[tuple[etree._Element, bool]] = []
    words: list[str] = []
    tricks: list[str] = []
    for node in root.iter():
        if isinstance(node, etree._Comment):  # noqa: SLF001 - lxml names the type no other way
            words.append(node.text or "")
            doomed.append((node, False))
        elif isinstance(node.tag, str) and str(node.tag).lower() not in _TRUNK:
            # A page that hides itself until a script has run is still a page; hence not the trunk.
            trick = _tricks(_declared(node.get("style") or ""))
            if trick or _is_hidden(node, names):
                doomed.append((node, trick))
    for node, trick in doomed:
        if isinstance(node.tag, str):
            words.append(" ".join(_texts(node)))
            tricks += words[-1:] if trick else []
        _remove(node)
    return Hidden(_folded(words), _folded(tricks))


def _folded(words: list[str]) -> str:
    return "\n".join(piece for each in words if (piece := _SPACE.sub(" ", each).strip()))[:_MOST]


def _texts(node: etree._Element) -> list[str]:
    out: list[str] = []
    for each in node.iter():
        if isinstance(each.tag, str) and each.tag not in _CODE and each.text:
            out.append(each.text)
        if each is not node and each.tail:
            out.append(each.tail)
    return out


def _is_hidden(node: etree._Element, names: frozenset[str]) -> bool:
    tag = str(node.tag).lower()
    if tag in _NEVER or (node.get("hidden") is not None and node.get("hidden") != "until-found"):
        return True
    # On small inline things it only spares listeners an icon; on blocks it marks what nobody is to read yet.
    if (node.get("aria-hidden") or "").lower() == "true" and tag not in {"a", "img", "svg", "i", "span"}:
        return True
    if _undisplayed(_declared(node.get("style") or "")):
        return True
    if not names:
        return False
    own = {f".{name}" for name in (node.get("class") or "").split()}
    if node.get("id"):
        own.add(f"#{node.get('id')}")
    return not own.isdisjoint(names)


def _declared(style: str) -> dict[str, str]:
    if not style:
        return {}
    return {name: value.replace("!important", "").strip() for name, value in _DECLARATION.findall(style.lower())}


def _undisplayed(rules: dict[str, str]) -> bool:
    return rules.get("display") == "none" or rules.get("visibility") in {"hidden", "collapse"}


def _tricks(rules: dict[str, str]) -> bool:  # noqa: PLR0911 - a list of tricks
    """Hidden by size, place or colour."""
    if not rules:
        return False
    if any(_ZERO.match(rules.get(name, "x")) for name in ("font-size", "opacity")):
        return True
    if rules.get("position") in {"absolute", "fixed"} and any(
        _AWAY.match(rules.get(side, "")) for side in ("left", "top", "right", "bottom")
    ):
        return True
    if _AWAY.match(rules.get("text-indent", "")) or rules.get("clip", "").startswith("rect(0"):
        return True
    if "hidden" in rules.get("overflow", "") and any(_ZERO.match(rules.get(n, "x")) for n in ("height", "width")):
        return True
    colour = rules.get("color", "")
    ground = rules.get("background-color") or rules.get("background", "")
    if not colour:
        return False
    white = bool(_WHITE.match(colour)) and (not ground or bool(_WHITE.match(ground)))
    return white or colour == ground or bool(_CLEAR.match(colour))


def _hidden_names(root: etree._Element) -> frozenset[str]:
    """Classes (".x") and ids ("#x") that the page's own style sheets hide on every screen."""
    found: set[str] = set()
    for sheet in root.iter("style"):
        media = (sheet.get("media") or "all").lower()
        if media not in {"all", "screen"} or not sheet.text:
            continue
        rules = _NESTED.sub(" ", _COMMENT.sub(" ", sheet.text[:_MOST]))
        for selectors, body in _RULE.findall(rules):
            rules_of = _declared(body)
            hides = _undisplayed(rules_of) or _tricks(rules_of)
            for selector in selectors.split(","):
                if match := _SIMPLE.match(selector.strip()):
                    # A later rule for the same name that shows it again wins.
                    name = match[1] + match[2]
                    if hides:
                        found.add(name)
                    elif "display" in rules_of or "visibility" in rules_of:
                        found.discard(name)
    return frozenset(found)


def _remove(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is None:
        return
    if node.tail:
        before = node.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + " " + node.tail
        else:
            parent.text = (parent.text or "") + " " + node.tail
    parent.remove(node)
