"""The guard before every page: which host is asked for, from which page, and what the browser may do with the answer.

A page in another tab must neither read nor change anything here, also when its name has been made to point to this
machine (DNS rebinding). So every request must name a host that this server answers to; whatever carries an Origin must
carry this one; and nothing is changed by a request that does not prove to come from a page of ours. Programs, which
send no Origin, may post JSON: no browser sends that to another site without asking first.
"""

from __future__ import annotations

import secrets
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cuibono.web.access import Access

COOKIE = "cuibono"
LONGEST_BODY = 64 * 1024  # bytes of what may be posted: a question, not a document
_OPEN = ("/static/", "/enter")  # what those without the token may see
_SAFE = {"GET", "HEAD"}
_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with "no-referrer" a form of ours would post with the Origin "null"
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class Guard:
    """ASGI middleware around the whole server."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        """Guard ``app`` by these rules."""
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on with a fresh nonce in ``scope["state"]``."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # there are no web sockets here
            await send({"type": "websocket.close", "code": 1008})
            return
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["nonce"] = nonce
        headers = Headers(scope=scope)
        answer = self._refusal(scope, headers)
        app = self._app if answer is None else answer
        await app(scope, _Short(receive), _told(send, nonce))

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        hosts = headers.getlist("host")
        host = hosts[0].lower() if len(hosts) == 1 else ""
        if host not in self._access.names:
            return _refused(421, "This server does not answer to the name that was asked for; see `cuibono serve`.")
        if not _from_here(scope, headers, host):
            return _refused(403, "Refused: this request comes from a page of another site.")
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > LONGEST_BODY:
            return _refused(413, f"Refused: more than {LONGEST_BODY} bytes.")
        if self._access.token is not None and not self._known(headers) and not scope["path"].startswith(_OPEN):
            return _ask_for_token(scope)
        return None

    def _known(self, headers: Headers) -> bool:
        """Whether the request shows the token, or the cookie that stands for it."""
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and self._access.opens(given.strip()):
            return True
        try:
            found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            return False
        return found is not None and self._access.passed(found.value)


def _from_here(scope: Scope, headers: Headers, host: str) -> bool:
    """Whether a request comes from a page of ours, from a program, or is somebody following a link to a page."""
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if origin is not None and origin.lower() not in {f"http://{host}", f"https://{host}"}:
        return False
    follows = scope["method"] in _SAFE and headers.get("sec-fetch-mode") == "navigate"
    if site in {"cross-site", "same-site"} and not (follows and headers.get("sec-fetch-dest") == "document"):
        return False
    if scope["method"] in _SAFE or origin is not None or site == "same-origin":
        return True
    return headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"


def _ask_for_token(scope: Scope) -> Response:
    if scope["path"].startswith("/api/") or scope["method"] not in _SAFE:
        return _refused(401, "Show the token: Authorization: Bearer ...", {"WWW-Authenticate": "Bearer"})
    return RedirectResponse(f"/enter?next={quote(scope['path'], safe='')}", 303)


def _refused(status: int, why: str, headers: dict[str, str] | None = None) -> Response:
    return PlainTextResponse(why + "\n", status, headers=headers)


class _Short:
    """A receiver that ends a body which grows beyond what may be posted, whatever length it declared."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._seen = 0

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._seen += len(message.get("body", b""))
            if self._seen > LONGEST_BODY:
                return {"type": "http.disconnect"}
        return message


def _told(send: Send, nonce: str) -> Send:
    """A sender that tells the browser what the answer may do: nothing but what this very answer names."""
    policy = (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Content-Security-Policy"] = policy
            for name, value in _FIXED.items():
                headers[name] = value
            headers.setdefault("Cache-Control", "private, no-cache")
        await send(message)

    return sent
