"""Addresses with masks and wildcards, and numbers in ranges, as IOS writes them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Interface, IPv4Network

from netops.platforms.configuration.rules import Mismatch, type_of

__all__ = ["classful", "host", "matches", "network", "network_of", "ranges", "wild", "wild_of"]

_ALL = 0xFFFFFFFF


def _length(mask: IPv4Address) -> int:
    """The prefix length of a contiguous mask.  Raises Mismatch for another."""
    inverted = int(mask) ^ _ALL
    if inverted & (inverted + 1):
        raise Mismatch(f"{mask} is not a mask of leading ones")
    return 32 - inverted.bit_length()


def network(address: IPv4Address, mask: IPv4Address) -> IPv4Network:
    """The network of ``10.0.0.0 255.0.0.0``; bits beyond the mask are left out.  Raises Mismatch."""
    return IPv4Network((int(address), _length(mask)), strict=False)


@lru_cache(maxsize=65536)
def network_of(address: str, mask: str) -> IPv4Network:
    """As :func:`network`, of words.  Raises Mismatch."""
    return network(type_of("address4", address), type_of("address4", mask))


def host(address: IPv4Address, mask: IPv4Address) -> IPv4Interface:
    """The interface address of ``10.0.0.1 255.0.0.0``.  Raises Mismatch."""
    return IPv4Interface((int(address), _length(mask)))


def classful(address: IPv4Address) -> IPv4Network:
    """The class A, B or C network that an address is of (RFC 791).

    >>> classful(IPv4Address("172.16.5.1"))
    IPv4Network('172.16.0.0/16')
    """
    first = int(address) >> 24
    length = 8 if first < 128 else 16 if first < 192 else 24 if first < 224 else 32
    return IPv4Network((int(address), 0 if not int(address) else length), strict=False)


def wild(address: IPv4Address, wildcard: IPv4Address) -> tuple[IPv4Network, int | None]:
    """The prefix of ``10.0.0.0 0.0.0.255``; or the address and the bits that do not count, where these are no end.

    >>> wild(IPv4Address("10.0.0.1"), IPv4Address("0.0.0.254"))
    (IPv4Network('10.0.0.1/32'), 254)
    """
    bits = int(wildcard)
    if bits & (bits + 1):
        return IPv4Network(int(address) & ~bits & _ALL), bits
    return IPv4Network((int(address), 32 - bits.bit_length()), strict=False), None


@lru_cache(maxsize=65536)
def wild_of(address: str, wildcard: str) -> tuple[IPv4Network, int | None]:
    """As :func:`wild`, of words.  Raises Mismatch."""
    return wild(type_of("address4", address), type_of("address4", wildcard))


def matches(address: IPv4Address, pattern: IPv4Address, wildcard: IPv4Address) -> bool:
    """Whether an address is one of a ``network`` statement's."""
    return not (int(address) ^ int(pattern)) & ~int(wildcard) & _ALL


def ranges(text: str) -> Iterator[int]:
    """The numbers of ``1-3,7``.  Raises Mismatch."""
    for part in text.split(","):
        low, dash, high = part.partition("-")
        first = _vlan(low)
        yield from range(first, (_vlan(high) if dash else first) + 1)


def _vlan(text: str) -> int:
    number: int = type_of("number", text)
    if not 0 <= number <= 4095:
        raise Mismatch(f"{number} is no VLAN")
    return number
