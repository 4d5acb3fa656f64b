"""Values as both systems write them: masks by length or in dots, wildcards, VLAN lists, import and export."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, ip_interface
from typing import Any

from netops.model import IPPrefix
from netops.platforms.configuration.rules import Action, Fields, Mismatch, type_of

__all__ = ["asn_of", "direction", "interface_of", "named", "prefix_of", "secret_text", "vlan_ids", "wildcard_prefix"]


def prefix_of(address: str, mask: str) -> IPPrefix:
    """``10.0.0.0 255.0.0.0``, ``10.0.0.0 8`` or ``2001:db8:: 32``.  Raises Mismatch."""
    kind = "network6" if ":" in address else "network4"
    found: IPPrefix = type_of(kind, f"{address}/{mask}")
    return found


def interface_of(address: str, mask: str) -> Any:
    """The same, with the address kept."""
    try:
        return ip_interface(f"{address}/{mask}")
    except ValueError as error:
        raise Mismatch(str(error)) from None


def wildcard_prefix(address: str, wildcard: str) -> tuple[IPPrefix, int | None]:
    """``10.0.0.0 0.255.255.255``: the prefix, and the bits that do not count where they are not those of its end."""
    bits = int(type_of("address4", wildcard)) if "." in wildcard else type_of("number", wildcard)
    if bits > 0xFFFFFFFF:
        raise Mismatch(f"{wildcard!r} is no wildcard")
    base = int(type_of("address4", address))
    if bits & (bits + 1):
        return prefix_of(address, "32"), bits
    return prefix_of(str(IPv4Address(base & ~bits)), str(32 - bits.bit_length())), None


def vlan_ids(words: Sequence[str]) -> list[int]:
    """``10 20 to 30``, or ``all``.  Raises Mismatch where it is no list of VLANs."""
    if list(words) == ["all"]:
        return list(range(1, 4095))
    found: list[int] = []
    rest = list(words)
    while rest:
        first = last = type_of("number", rest.pop(0))
        if rest[:1] == ["to"]:
            last = type_of("number", rest[1] if len(rest) > 1 else "")
            del rest[:2]
        if not 0 < first <= last < 4095:
            raise Mismatch(f"{first} to {last} is no range of VLANs")
        found += range(first, last + 1)
    if not found:
        raise Mismatch("expected VLANs")
    return found


def asn_of(text: str) -> int:
    """An AS number, also in dot notation (RFC 5396)."""
    high, dot, low = text.partition(".")
    whole: int = type_of("number", high)
    return (whole << 16) + type_of("number", low) if dot else whole


def direction(word: str) -> str:
    """``in`` or ``out``, of what is said as import, export, inbound or outbound.  Raises Mismatch."""
    found = {"import": "in", "export": "out", "inbound": "in", "outbound": "out"}.get(word)
    if found is None:
        raise Mismatch(f"{word!r} is no direction")
    return found


def named(field: str) -> Action:
    """``… NAME import|export`` into ``field_in`` and ``field_out``."""

    def action(draft: Fields, held: Fields) -> None:
        draft[f"{field}_{direction(held['direction'])}"] = held["name"]

    return action


_WAYS = ("cipher", "simple", "plain", "irreversible-cipher", "hash")


def secret_text(words: Sequence[str]) -> str:
    """The secret of ``[cipher|simple] SECRET``.  Raises Mismatch where there is none."""
    rest = [word for word in words if word not in _WAYS]
    if not rest:
        raise Mismatch("the secret is missing")
    return rest[0]
