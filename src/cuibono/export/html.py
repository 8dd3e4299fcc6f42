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
        style, script = own_file("style.css"), own_file("script.js")
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
        return allowed(written)


def allowed(written: str) -> str:
    """The page with a mark in place of what HTML does not allow in text."""
    return _FORBIDDEN.sub("\ufffd", written)


@cache
def _environment() -> Any:  # noqa: ANN401 - its type would load the package
    from jinja2 import PackageLoader  # noqa: PLC0415 - as below

    return environment(PackageLoader("cuibono.export"))


def environment(loader: Any) -> Any:  # noqa: ANN401 - their types would load the package
    """Jinja with everything escaped; a name that is not there is an error and not an empty place."""
    # 15 ms of CPU that commands which write no page need not pay for
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415

    made = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals["present"] = present
    made.globals["sizes"] = {"whole": anchors.WHOLE, "budget": anchors.BUDGET}
    made.filters |= {
        "clip": present.clip,
        "line": present.one_line,
        "capital": present.capital,
        "several": present.several,
    }
    return made


@cache
def own_file(name: str) -> str:
    """A file of the page's own, as it stands in the package."""
    return (files("cuibono.export") / name).read_text(encoding="utf-8").strip()


def _digest(text: str) -> str:
    """The CSP source expression that allows this very text and no other."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
