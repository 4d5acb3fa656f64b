"""Values as Junos writes them: prefixes, bandwidths, routing tables, AS numbers."""

from __future__ import annotations

import re
from ipaddress import ip_network

from netops.model import IPPrefix
from netops.platforms.configuration.rules import Mismatch

__all__ = ["as_number", "bits", "network", "table", "unit_name", "within_instance"]

_FACTORS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
_INSTANCE_TABLE = re.compile(r"(?:(?P<instance>.+)\.)?(?P<family>inet6?)\.0")


def network(text: str, strict: bool = True) -> IPPrefix:
    """A destination; without a length, a host.  Raises Mismatch where bits of the host are set and ``strict``.

    (Junos does not commit such a static, aggregate or generated route, nor such an area range.)
    """
    if text == "default":
        text = "0.0.0.0/0"
    try:
        return ip_network(text)
    except ValueError:
        pass  # is it no prefix, or one with bits of a host?
    try:
        found = ip_network(text, strict=False)
    except ValueError as error:
        raise Mismatch(str(error)) from None
    if strict:
        raise Mismatch(f"{text} has bits of a host set, which Junos does not commit: did you mean {found}?")
    return found


def bits(text: str) -> int:
    """A bandwidth in bit/s: ``10g``, ``100m``, ``1000000``."""
    found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)([kmgt]?)(?:bps)?", text.lower())
    if found is None:
        raise Mismatch(f"{text!r} is not a bandwidth")
    return int(float(found[1]) * _FACTORS[found[2]])


def table(text: str) -> tuple[str, int]:
    """(VRF, family) of a routing table's name: ``inet.0``, ``CUSTOMER.inet6.0``."""
    found = _INSTANCE_TABLE.fullmatch(text)
    if found is None:
        raise Mismatch(f"netops knows the tables inet.0 and inet6.0 of each instance, not {text!r}")
    return within_instance(found["instance"] or "master"), 6 if found["family"] == "inet6" else 4


def within_instance(name: str) -> str:
    """The VRF of a routing instance; ``master`` is the global one."""
    return "default" if name == "master" else name


def unit_name(text: str) -> str:
    """A logical interface's full name; without a unit, unit 0 is meant."""
    return text if "." in text or text == "all" else f"{text}.0"


def as_number(text: str) -> int:
    """A number in plain or dotted notation (RFC 5396); ``L`` marks one of four octets."""
    found = re.fullmatch(r"(?:([0-9]{1,5})\.)?([0-9]{1,10})L?", text)
    if found is None:
        raise Mismatch(f"{text!r} is not an AS number")
    number = int(found[1] or 0) * 65536 + int(found[2])
    if number >= 2**32:
        raise Mismatch(f"{text!r} is more than any AS number")
    return number
