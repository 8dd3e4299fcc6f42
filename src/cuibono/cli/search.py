"""`cuibono search`."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer
from rich.text import Text

from cuibono.alerts.plain import link
from cuibono.cli.common import AsJson, Db, newsroom, page, say, shown
from cuibono.core.errors import SettingsError
from cuibono.core.watch import Quote
from cuibono.desk.search import ClaimHit, Found, FoundDocument
from cuibono.desk.search import search as look_up
from cuibono.export.present import clip, several

_LONGEST = 300  # characters of a sentence shown


def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help='Words that must occur; "a phrase" as one.')],
    *,
    most: Annotated[int, typer.Option("--limit", min=1, max=1000, help="Documents, and claims, shown.")] = 10,
    alike: Annotated[
        bool, typer.Option("--alike/--words-only", help="Claims in other words too, where the networks are.")
    ] = True,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Find words in the documents and claims of the store.

    Word forms match (cracks, crack). Every sentence shown is quoted from its document, with its story.

    Example: cuibono search "open weights" rule
    """
    asked = " ".join(f'"{word}"' if " " in word else word for word in words)
    if not any(char.isalnum() for char in asked):
        raise SettingsError("WORDS hold no word to search for")
    with newsroom(db) as room:
        observer = room.investigator.observer if alike and room.settings.models.use else None
        found = look_up(asked, room.store.wire, observer, most)
    if as_json:
        say(json.dumps(_plain(found), ensure_ascii=False))
        return
    if not found.documents and not found.claims:
        say("Nothing that is stored holds all these words.")
        return
    with page() as out:
        out.print(shown(several(len(found.claims), "claim"), "bold underline"))
        for hit in found.claims:
            out.print(_claim(hit))
        out.print()
        out.print(shown(several(len(found.documents), "document"), "bold underline"))
        for document in found.documents:
            for line in _document(document):
                out.print(line)


def _claim(hit: ClaimHit) -> Text:
    near = f" · in other words, likeness {hit.cosine:.2f}" if hit.cosine is not None else ""
    line = Text(f"“{clip(hit.claim.quote, _LONGEST)}”")
    return line.append(f" · {shown(hit.claim.title).plain} ({hit.claim.story}){near}", style="dim")


def _document(found: FoundDocument) -> list[Text]:
    document = found.document
    head = shown(document.title or "(untitled)", "bold")
    day = f" · {document.published}" if document.published else " · undated"
    head.append(f" · {shown(document.outlet).plain}{day}", style="not bold")
    head.append(f" ({found.story})" if found.story else "", style="not bold dim")
    lines = [head]
    lines += [Text(f"  “{clip(span.quote, _LONGEST)}”") for span in found.spans]
    if url := _url(found):
        lines.append(Text(f"  {url}", style="dim"))
    return lines


def _url(found: FoundDocument) -> str:
    return link(Quote(found.document.id, 0, 0, "", url=found.document.url or ""))


def _plain(found: Found) -> dict[str, Any]:
    return {
        "claims": [
            {
                "claim": hit.claim.claim,
                "story": hit.claim.story,
                "title": hit.claim.title,
                "document": hit.claim.document,
                "start": hit.claim.start,
                "end": hit.claim.end,
                "quote": hit.claim.quote,
                "cosine": hit.cosine,
            }
            for hit in found.claims
        ],
        "documents": [
            {
                "document": each.document.id,
                "title": each.document.title,
                "outlet": each.document.outlet,
                "url": _url(each),
                "published": str(each.document.published) if each.document.published else None,
                "story": each.story,
                "spans": [{"start": s.start, "end": s.end, "quote": s.quote} for s in each.spans],
            }
            for each in found.documents
        ],
    }
