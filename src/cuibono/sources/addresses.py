"""Which network addresses a link may lead to: public ones, whatever they are wrapped in."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from cuibono.core.errors import UnsafeAddress

_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052
_GLOBAL_UNICAST = IPv6Network("2000::/3")  # RFC 4291: all that has been given out
# From the IANA special-purpose registries, where the Pythons we support disagree or say "global".
_SPECIAL_V4 = tuple(
    IPv4Network(block)
    for block in (
        "100.64.0.0/10",  # shared by carriers
        "192.0.0.0/24",  # protocol assignments
        "192.88.99.0/24",  # 6to4 relays
        "198.18.0.0/15",  # benchmarks
    )
)
_SPECIAL_V6 = (IPv6Network("3fff::/20"),)  # documentation

_USERINFO = re.compile(r"^((?:[a-z][a-z0-9+.-]*:)?[/\\]*)[^/\\?#]*@", re.IGNORECASE)
_PARAMETER = re.compile(r"([?&;#])([^=&;#?]*)=([^&;#]*)")
_SECRET_WORDS = frozenset(
    "apikey auth authorization credential credentials jwt key passwd password pwd secret session sessionid sid sig "
    "signature token".split()
)
_SECRET_ENDS = ("token", "secret", "password", "signature", "apikey", "sessionid")


def checked(addresses: Iterable[str]) -> tuple[str, ...]:
    """The addresses, if every single one is public; a name that also leads inside is not trusted at all.

    Raises:
        UnsafeAddress: there is none, or one is not public: loopback, private, link-local, shared, multicast,
            reserved - by itself or wrapped as IPv4-mapped, 6to4, NAT64 or Teredo.
    """
    found = tuple(addresses)
    if not found:
        raise UnsafeAddress("the name has no address")
    for text in found:
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            raise UnsafeAddress(f"{text!r} is no network address") from None
        if not is_public(address):
            raise UnsafeAddress(f"it leads to {address}, which is not a public address")
    return found


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether the address, and every address wrapped in it, is one that anybody on the internet could reach."""
    if isinstance(address, IPv4Address):
        return (
            address.is_global
            and not address.is_multicast
            and not address.is_reserved
            and not any(address in block for block in _SPECIAL_V4)
        )
    if not all(is_public(inner) for inner in _wrapped(address)):
        return False
    if address.ipv4_mapped or address in _NAT64:
        return True  # mere wrapping
    return (
        address.is_global
        and address in _GLOBAL_UNICAST
        and address.scope_id is None
        and not any(address in block for block in _SPECIAL_V6)
    )


def _wrapped(address: IPv6Address) -> list[IPv4Address]:
    found = [inner for inner in (address.ipv4_mapped, address.sixtofour) if inner]
    if address.teredo:
        found += address.teredo  # both the server and the client
    if address in _NAT64:
        found.append(IPv4Address(address.packed[-4:]))
    return found


def shown(url: str) -> str:
    """A link as it may be shown and stored: without user and password, values of secret parameters withheld.

    Works on what is no valid link too, since messages must name it.
    """
    text = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in url.strip())
    return _PARAMETER.sub(_withhold, _USERINFO.sub(r"\1", text))


def _withhold(match: re.Match[str]) -> str:
    before, name, _ = match.groups()
    low = name.casefold()
    secret = low.endswith(_SECRET_ENDS) or not _SECRET_WORDS.isdisjoint(re.split(r"[^a-z0-9]+", low))
    return f"{before}{name}=withheld" if secret else match[0]
