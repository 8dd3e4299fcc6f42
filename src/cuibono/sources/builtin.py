"""The kinds of sources that come with us, and what the settings let them do."""

from __future__ import annotations

from cuibono.plugins import Registry
from cuibono.settings import Settings
from cuibono.sources import (
    arxiv,
    bis,
    cisa,
    federal_register,
    feeds,
    folder,
    google_news,
    hackernews,
    hugging_face,
    kev,
    ofac,
)
from cuibono.sources.limits import Limits


def register(registry: Registry) -> None:
    """Add every kind."""
    registry.add_source("feed", feeds.make)
    registry.add_source("folder", folder.make)
    registry.add_source("hackernews", hackernews.make)
    registry.add_source("federal-register", federal_register.make)
    registry.add_source("google-news", google_news.make)
    registry.add_source("cisa", cisa.make)
    registry.add_source("kev", kev.make)
    registry.add_source("ofac", ofac.make)
    registry.add_source("bis", bis.make)
    registry.add_source("arxiv", arxiv.make)
    registry.add_source("hugging-face", hugging_face.make)


def allowed(settings: Settings) -> Limits:
    """What the egress allows by these settings."""
    return Limits(
        wire_bytes=settings.max_bytes,
        body_bytes=settings.max_bytes,
        total_seconds=settings.max_seconds,
        intranet=frozenset(settings.intranet),
    )
