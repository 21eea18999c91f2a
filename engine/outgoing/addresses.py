"""Which addresses may be reached: public ones, and the networks that an operator named."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address

from engine.errors import Permanent, Temporary
from engine.outgoing.endpoints import Network

Address = IPv4Address | IPv6Address


def checked(host: str, port: int, allow: Sequence[Network], *, public: bool = True) -> str:
    """Return an address of `host` that may be reached; the caller connects to it, not to the name.

    Without `public` only the networks in `allow` may. Raises Temporary when the name is not found,
    Permanent when none of its addresses may be reached.
    """
    addresses = _addresses(host, port)
    for address in addresses:
        if _within(address, allow) or (public and _is_public(address)):
            return str(address)
    raise Permanent("outgoing.address", host=host)


def _addresses(host: str, port: int) -> tuple[Address, ...]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fault:
        raise Temporary("outgoing.name", host=host) from fault
    return tuple(dict.fromkeys(_plain(str(row[4][0])) for row in found))


def _plain(text: str) -> Address:
    """Return the address; one of IPv4 that is dressed as IPv6 is undressed."""
    address = ipaddress.ip_address(text)
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address


def _within(address: Address, networks: Iterable[Network]) -> bool:
    return any(address.version == each.version and address in each for each in networks)


def _is_public(address: Address) -> bool:
    inner = _carried(address)
    if inner is not None and not _is_public(inner):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _carried(address: Address) -> IPv4Address | None:
    """Return the address of IPv4 that a gateway would make of this one (6to4, Teredo)."""
    if isinstance(address, IPv4Address):
        return None
    return address.sixtofour or (address.teredo[1] if address.teredo else None)
