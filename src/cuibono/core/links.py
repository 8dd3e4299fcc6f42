"""Links that carry the link they lead to: what they say themselves, without anybody being asked."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

# Host, path, and the parameters of which one holds the target. Alerts, mails and social networks hand such links out.
_WRAPPERS = (
    (re.compile(r"(?:www\.)?google\.[a-z.]{2,6}"), "/url", ("url", "q")),
    (re.compile(r"(?:l|lm)\.facebook\.com"), "/l.php", ("u",)),
    (re.compile(r"(?:www\.)?bing\.com"), "/news/apiclick.aspx", ("url",)),
    (re.compile(r"(?:www\.)?youtube\.com"), "/redirect", ("q",)),
)


def unwrapped(link: str) -> str:
    """The link that this one carries; itself where it carries none."""
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
    except ValueError:
        return link
    for name, path, parameters in _WRAPPERS:
        if parts.path == path and name.fullmatch(host):
            given = dict(parse_qsl(parts.query))
            target = next((given[each] for each in parameters if each in given), "")
            return target if target.startswith(("http://", "https://")) else link
    return link
