"""What the egress allows. Light to import, so that settings can name the defaults without loading an HTTP library."""

from __future__ import annotations

from dataclasses import dataclass

from cuibono import __version__


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps and exceptions of the egress; sizes in bytes, times in seconds.

    ``intranet`` names what may be reached although its address is not public or its port not 80 or 443, as
    ``host:port`` the way a link names it ("wiki.corp.example:8443", "[::1]:8080"). Only a link that the user gave, or a
    redirect within the intranet, leads there: a public page cannot send us in.
    """

    wire_bytes: int = 64 * 1024**2  # as for files
    body_bytes: int = 64 * 1024**2
    header_bytes: int = 64 * 1024  # servers themselves seldom send or take more than 16 KiB
    ratio: float = 100.0  # the densest real pages compress about 1:30, a deflate bomb about 1:1000
    ratio_from: int = 1024**2  # below this nothing is a bomb
    total_seconds: float = 60.0  # for a link with all its redirects, the look-up of names included
    connect_seconds: float = 10.0
    idle_seconds: float = 20.0
    redirects: int = 5
    url_length: int = 8_000  # what RFC 9110 asks every recipient to take
    downgrade: bool = False  # whether a redirect may lead from https to http
    intranet: frozenset[str] = frozenset()
    user_agent: str = f"CuiBono/{__version__} (local news reader)"
