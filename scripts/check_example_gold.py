"""Check that every quotation in ``examples/*/gold.json`` occurs in the document it is ascribed to.

The text searched is what a person sees: markup, scripts, comments and elements that are not displayed are taken out,
then Unicode NFKC and white-space folding are applied. Entries under ``flags`` are searched in the raw file, since a
hidden instruction is by nature not seen. ``absent`` entries must *not* occur. Needs only ``pypdfium2`` (for the PDF).

    python scripts/check_example_gold.py
"""

from __future__ import annotations

import json
import sys
import unicodedata
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
CELLS = {"asserts", "denies", "other scope", "left out", "not yet known", "snippet only", "not its subject"}
VOID = {"meta", "link", "img", "br", "hr", "input", "source", "wbr"}
BLOCK = {
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "li",
    "ul",
    "ol",
    "section",
    "article",
    "header",
    "footer",
    "br",
    "nav",
    "aside",
}


class Visible(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.stack: list[tuple[str, bool]] = []

    def hidden(self) -> bool:
        return any(h for _, h in self.stack)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = dict(attrs)
        if tag in BLOCK:
            self.out.append(" ")
        if tag not in VOID:
            style = (a.get("style") or "").replace(" ", "").lower()
            hide = tag in {"script", "style", "head", "template"} or "display:none" in style or "hidden" in a
            self.stack.append((tag, hide))

    def handle_endtag(self, tag: str) -> None:
        for i in range(len(self.stack) - 1, -1, -1):
            if self.stack[i][0] == tag:
                del self.stack[i:]
                break
        if tag in BLOCK:
            self.out.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.hidden():
            self.out.append(data)


def strip_html(text: str) -> str:
    v = Visible()
    v.feed(text)
    v.close()
    return "".join(v.out)


def fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def json_strings(node: Any) -> list[str]:  # noqa: ANN401 - any JSON value
    if isinstance(node, str):
        return [strip_html(node)]
    if isinstance(node, dict):
        return [s for v in node.values() for s in json_strings(v)]
    if isinstance(node, list):
        return [s for v in node for s in json_strings(v)]
    return []


def visible_text(path: Path) -> str:
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(str(path)) as pdf:
            return fold("\n".join(page.get_textpage().get_text_range() for page in pdf))
    raw = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        return fold("\n".join(json_strings(json.loads(raw))))
    if path.suffix in {".html", ".xml"}:
        return fold(strip_html(raw))
    return fold(raw)


def quotes(node: Any, where: str = "") -> Iterator[tuple[str, str, str]]:  # noqa: ANN401 - any JSON value
    """Yield (where, document, quote) for every object that holds both keys."""
    if isinstance(node, dict):
        if "quote" in node and "document" in node:
            yield where, node["document"], node["quote"]
        for k, v in node.items():
            yield from quotes(v, f"{where}/{k}")
    elif isinstance(node, list):
        for i, v in enumerate(node):
            yield from quotes(v, f"{where}[{i}]")


def wrong_quotes(gold: dict[str, Any], text: dict[str, str]) -> Iterator[str]:
    for where, doc, quote in quotes({k: v for k, v in gold.items() if k != "flags"}):
        if doc not in text:
            yield f"{where}: no such document {doc}"
        elif fold(quote) not in text[doc]:
            yield f"{where}: not in {doc}: {quote!r}"
    for item in gold.get("absent", []):
        for f in item["not_in"]:
            if fold(item["words"]) in text[f]:
                yield f"absent: {item['words']!r} occurs in {f}"


def wrong_flags(gold: dict[str, Any], folder: Path, text: dict[str, str]) -> Iterator[str]:
    for i, flag in enumerate(gold["flags"]):
        quote = fold(flag["quote"])
        if quote not in fold((folder / flag["document"]).read_text(encoding="utf-8")):
            yield f"/flags[{i}]: not in the raw file: {quote!r}"
        if flag["kind"] == "hidden instruction" and quote in text[flag["document"]]:
            yield f"/flags[{i}]: is visible: {quote!r}"


def wrong_cells(gold: dict[str, Any], files: set[str]) -> Iterator[str]:
    for claim in gold["claims"]:
        name, speaking = claim["id"], set()
        if set(claim["cells"]) != files:
            yield f"{name}: cells differ from documents: {sorted(set(claim['cells']) ^ files)}"
        for f, value in claim["cells"].items():
            values = set(value if isinstance(value, list) else [value])
            if not values <= CELLS:
                yield f"{name}: {f}: unknown value {value}"
            if values & {"asserts", "denies", "other scope"}:
                speaking.add(f)
        quoted = {q["document"] for q in claim["quotes"]}
        if speaking != quoted:
            yield f"{name}: cells that speak and quotes differ: {sorted(speaking ^ quoted)}"


def check(folder: Path) -> list[str]:
    """Return what is wrong with one story."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    files = {d["file"] for d in gold["documents"]}
    present = {p.name for p in folder.iterdir() if p.is_file() and p.name != "gold.json"}
    if files != present:
        return [f"{folder.name}: documents differ from folder: {sorted(files ^ present)}"]
    text = {f: visible_text(folder / f) for f in sorted(files)}
    bad = [*wrong_quotes(gold, text), *wrong_flags(gold, folder, text), *wrong_cells(gold, files)]
    print(f"{folder.name}: {sum(1 for _ in quotes(gold))} quotations, {len(bad)} problems")
    return bad


def main() -> int:
    bad = [b for folder in sorted(EXAMPLES.iterdir()) if (folder / "gold.json").exists() for b in check(folder)]
    for b in bad:
        print(" ", b)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
