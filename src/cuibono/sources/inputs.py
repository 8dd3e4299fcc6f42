"""From what a user hands us to the sources that fetch it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from cuibono.core.ports import Clockwork, Fetcher
from cuibono.sources.files import MAX_FILE_BYTES, Files
from cuibono.sources.links import Links

_LINK = re.compile(r"\s*[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def split(inputs: Iterable[str]) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Inputs as (paths, links), each in the order given.

    Whatever has the form of a link is one, whichever its scheme: the egress then says why it is refused, which tells
    more than "no such file".
    """
    paths: list[Path] = []
    urls: list[str] = []
    for text in inputs:
        if _LINK.match(text):
            urls.append(text.strip())
        else:
            paths.append(Path(text).expanduser() if text.startswith("~") else Path(text))
    return tuple(paths), tuple(urls)


def sources(
    inputs: Iterable[str], clock: Clockwork, egress: Callable[[], Fetcher], *, max_file_bytes: int = MAX_FILE_BYTES
) -> tuple[Files | Links, ...]:
    """The sources for these inputs, files first; ``egress`` is only asked for where there are links.

    (It costs 0.13 s of CPU to import the egress with its HTTP library; reading files need not pay for it.)
    """
    paths, urls = split(inputs)
    files = (Files(paths, clock, max_bytes=max_file_bytes),) if paths else ()
    links = (Links(urls, egress()),) if urls else ()
    return (*files, *links)
