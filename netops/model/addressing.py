"""Names for the standard library's address types, planned MAC addresses, and what a link-local address will be."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Interface, IPv4Network, IPv6Address, IPv6Interface, IPv6Network

__all__ = ["IPAddress", "IPInterface", "IPPrefix", "link_local", "planned_mac", "within"]

IPAddress = IPv4Address | IPv6Address
IPInterface = IPv4Interface | IPv6Interface
IPPrefix = IPv4Network | IPv6Network


@lru_cache(maxsize=16384)
def link_local(mac: str) -> IPv6Address:
    """The EUI-64 link-local address of an interface with this MAC address (RFC 4291, appendix A).

    >>> link_local("02:00:00:00:00:01")
    IPv6Address('fe80::ff:fe00:1')
    """
    octets = [int(part, 16) for part in mac.split(":")]
    octets[0] ^= 0x02
    identifier = bytes([*octets[:3], 0xFF, 0xFE, *octets[3:]])
    return IPv6Address(b"\xfe\x80" + bytes(6) + identifier)


def planned_mac(device: str, interface: str) -> str:
    """A locally administered unicast MAC address (IEEE 802) that belongs to this port alone, the same on every run.

    Emulated hardware carries it, so that link-local next hops can be predicted before the device exists.  40 bits of
    hash: with 10,000 ports, a clash has a chance of about 1 in 20,000.
    """
    digest = hashlib.blake2b(f"{device}:{interface}".encode(), digest_size=5, person=b"netops-mac").digest()
    return ":".join(f"{octet:02x}" for octet in b"\x02" + digest)


def within(prefix: IPPrefix, other: IPPrefix) -> bool:
    """Whether all of ``prefix`` lies in ``other``, which may be the same; never for two versions.

    >>> within(IPv4Network("10.1.0.0/16"), IPv4Network("10.0.0.0/8"))
    True
    """
    return prefix.version == other.version and prefix.subnet_of(other)  # type: ignore[arg-type]  # of one version
