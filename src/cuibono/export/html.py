"""A reading as one self-contained page: no request leaves it, no word of an article can become markup."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from cuibono.core.reading import Reading
from cuibono.export import anchors, present
from cuibono.export.page import Page

# What HTML does not allow in text: control characters, lone surrogates, non-characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class HtmlExporter:
    """Writes a reading as an HTML page with its style, script and charts inside."""

    def export(self, reading: Reading) -> str:
        """The whole page."""
        style, script = _own("style.css"), _own("script.js")
        policy = (
            f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
            "img-src data:; base-uri 'none'; form-action 'none'"
        )
        page = Page(reading)
        written = (
            _environment()
            .get_template("page.html")
            .render(
                page=page,
                shown=page.shown,
                record=reading.record,
                policy=policy,
                style=Markup(style),  # noqa: S704 - our own file
                script=Markup(script),  # noqa: S704 - our own file
            )
        )
        return _FORBIDDEN.sub("\ufffd", written)


@cache
def _environment() -> Any:  # noqa: ANN401 - its type would load the package
    """Jinja with everything escaped; a name that is not there is an error and not an empty place."""
    # 15 ms of CPU that commands which write no page need not pay for
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415

    environment = Environment(
        loader=PackageLoader("cuibono.export"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["present"] = present
    environment.globals["sizes"] = {"whole": anchors.WHOLE, "budget": anchors.BUDGET}
    environment.filters |= {
        "clip": present.clip,
        "line": present.one_line,
        "capital": present.capital,
        "several": present.several,
    }
    return environment


@cache
def _own(name: str) -> str:
    """A file of the page's own, as it stands in the package."""
    return (files("cuibono.export") / name).read_text(encoding="utf-8").strip()


def _digest(text: str) -> str:
    """The CSP source expression that allows this very text and no other."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
