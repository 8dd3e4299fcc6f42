"""Pages written from templates: everything escaped, every style and script named by a nonce."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, PackageLoader

from cuibono.core.errors import SettingsError
from cuibono.export.html import allowed, environment, own_file

_HTMX = "htmx-4.0.1.min.js"
_HTMX_SUM = "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"  # of dist/ in the npm package htmx.org
_STYLES = ("style.css", "web.css")
_SCRIPTS = (_HTMX, "web.js", "room.js")
_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}


@cache
def static() -> dict[str, tuple[bytes, str]]:
    """Everything that is served as it is: bytes and media type, by an address that holds a hash of the bytes.

    Raises:
        SettingsError: the copy of htmx is not the one that was vendored.
    """
    return {_addresses()[name]: (body, _TYPES[name.rpartition(".")[2]]) for name, body in _bodies().items()}


@cache
def _bodies() -> dict[str, bytes]:
    ours = files("cuibono.web") / "static"
    found = {"style.css": own_file("style.css").encode()}
    found |= {name: (ours / name).read_bytes() for name in ("web.css", *_SCRIPTS)}
    if hashlib.sha256(found[_HTMX]).hexdigest() != _HTMX_SUM:
        raise SettingsError(f"{_HTMX} in this installation is not the file that was vendored: install cuibono anew")
    return found


@cache
def _addresses() -> dict[str, str]:
    """The name under which each file is served."""
    return {name: _address(name, body) for name, body in _bodies().items()}


def _address(name: str, body: bytes) -> str:
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(body).hexdigest()[:12]}.{ending}"


@cache
def templates() -> Environment:
    """Our templates before those of the one-page export, whose parts they share."""
    made: Environment = environment(ChoiceLoader([PackageLoader("cuibono.web"), PackageLoader("cuibono.export")]))
    made.globals["assets"] = {
        "styles": [f"/static/{_addresses()[name]}" for name in _STYLES],
        "scripts": [f"/static/{_addresses()[name]}" for name in _SCRIPTS],
    }
    return made


def fragment(template: str, **given: object) -> str:
    """A piece of a page."""
    return allowed(templates().get_template(template).render(**given))


def page(request: Request, template: str, status: int = 200, **given: object) -> HTMLResponse:
    """A whole page for a request."""
    return HTMLResponse(fragment(template, nonce=request.state.nonce, **given), status)
