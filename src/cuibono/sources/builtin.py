"""The kinds of sources that come with us, and what the settings let them do."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from importlib import import_module

from cuibono.core.ports import Source
from cuibono.plugins import Registry, Tools
from cuibono.settings import Settings
from cuibono.sources.limits import Limits

# Kind: module. Loaded when one is made: together they would cost every command 0.1 s of CPU.
KINDS = {
    "arxiv": "arxiv",
    "bis": "bis",
    "cisa": "cisa",
    "federal-register": "federal_register",
    "feed": "feeds",
    "folder": "folder",
    "gdelt": "gdelt",
    "google-news": "google_news",
    "hackernews": "hackernews",
    "hugging-face": "hugging_face",
    "kev": "kev",
    "ofac": "ofac",
    "page": "pages",
    "sitemap": "sitemaps",
    "warc": "warc",
    "wikidata": "wikidata",
}


def register(registry: Registry) -> None:
    """Add every kind."""
    for kind, module in KINDS.items():
        registry.add_source(kind, partial(_make, module))


def allowed(settings: Settings) -> Limits:
    """What the egress allows by these settings."""
    return Limits(
        wire_bytes=settings.max_bytes,
        body_bytes=settings.max_bytes,
        total_seconds=settings.max_seconds,
        intranet=frozenset(settings.intranet),
    )


def _make(module: str, options: Mapping[str, str], tools: Tools) -> Source:
    made: Source = import_module(f"cuibono.sources.{module}").make(options, tools)
    return made
