"""Who may reach the server: loopback by default, a public address only with a token."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address

from cuibono.core.errors import SettingsError

LEAST = 16  # characters of a token
_ANY = {"0.0.0.0", "::", ""}  # noqa: S104 - recognised so that it can be refused
_HTTP = 80


@dataclass(frozen=True, slots=True)
class Access:
    """Names (``host:port``) that a request may ask for, and the token that it must show; None on loopback."""

    names: frozenset[str]
    token: str | None = None

    @property
    def pass_mark(self) -> str:
        """What the cookie of those who showed the token holds: made from the token, and not the token."""
        return hmac.new((self.token or "").encode(), b"cuibono session 1", hashlib.sha256).hexdigest()

    def opens(self, shown: str) -> bool:
        """Whether this is the token."""
        return self.token is not None and hmac.compare_digest(shown.encode(), self.token.encode())

    def passed(self, mark: str) -> bool:
        """Whether this is the cookie of somebody who showed the token."""
        return self.token is not None and hmac.compare_digest(mark.encode(), self.pass_mark.encode())


def access(host: str, port: int, names: Iterable[str] = (), token: str | None = None) -> Access:
    """Who may reach a server that listens at this host and port.

    ``names`` are further names it is known by; without a port they are meant with this one and with none, since a proxy
    on the usual port passes on a name alone.

    Raises:
        SettingsError: the address is public and there is no token, or nobody said by which name it is reached.
    """
    if token is not None and (len(token) < LEAST or not token.isascii() or not token.isprintable()):
        raise SettingsError(f"the token should be at least {LEAST} printable ASCII characters without line breaks")
    known: list[str] = []
    given = [name.lower().strip() for name in names]
    if given and token is None:
        raise SettingsError(
            f"{given[0]} is a name by which others reach this server: give a token by --token-file or CUIBONO_TOKEN"
        )
    if is_loopback(host):
        known += ["localhost", "127.0.0.1", "[::1]"]
    elif token is None:
        raise SettingsError(
            f"{host or 'every address'} can be reached by others: give a token by --token-file or CUIBONO_TOKEN, "
            "or listen on 127.0.0.1"
        )
    elif host not in _ANY:
        known.append(f"[{host}]" if ":" in host else host)
    elif not given:
        raise SettingsError(f"{host or 'every address'}: say by --name under which name or address readers will ask")
    own = {spelt for name in known for spelt in _spellings(name.lower(), port)}
    return Access(frozenset(own.union(given, (s for name in given for s in _spellings(name, port)))), token)


def is_loopback(host: str) -> bool:
    """Whether an address is this machine's own."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _spellings(name: str, port: int) -> Iterable[str]:
    """A name as a Host header has it; one that already names its port stands as it is."""
    if name.rpartition(":")[2].isdigit() and not name.endswith("]"):
        return (name,)
    return (f"{name}:{port}", name) if port == _HTTP else (f"{name}:{port}",)
