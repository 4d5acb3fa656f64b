"""Names for the standard library's address types, and the one place that tells what a link-local address will be."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Interface, IPv4Network, IPv6Address, IPv6Interface, IPv6Network

__all__ = ["IPAddress", "IPInterface", "IPPrefix", "link_local"]

IPAddress = IPv4Address | IPv6Address
IPInterface = IPv4Interface | IPv6Interface
IPPrefix = IPv4Network | IPv6Network


def link_local(mac: str) -> IPv6Address:
    """The EUI-64 link-local address of an interface with this MAC address (RFC 4291, appendix A).

    >>> link_local("02:00:00:00:00:01")
    IPv6Address('fe80::ff:fe00:1')
    """
    octets = [int(part, 16) for part in mac.split(":")]
    octets[0] ^= 0x02
    identifier = bytes([*octets[:3], 0xFF, 0xFE, *octets[3:]])
    return IPv6Address(b"\xfe\x80" + bytes(6) + identifier)
