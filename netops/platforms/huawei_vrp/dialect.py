"""In what VRP and Comware differ, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Dialect"]


@dataclass(frozen=True, slots=True)
class Dialect:
    """One of the systems that speak this language.

    ``short_names``: what show outputs call kinds of interfaces, in lower case, and what the configuration does.
    ``bgp_ipv4_enabled``: IPv4 unicast routes pass between peers unless ``undo default ipv4-unicast`` is said.
    ``rip_summary``: RIP summarises by class (with split horizon, as is the default, VRP does not).
    ``bandwidth_counts``: an interface's ``bandwidth`` (kbit/s) is what OSPF derives its cost from.
    """

    platform: str
    short_names: Mapping[str, str]
    bgp_ipv4_enabled: bool
    rip_summary: bool
    bandwidth_counts: bool
