"""The views of a network and the ways to colour them, by name; on their own: a command line loads nothing else."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Colour", "ViewName"]


class ViewName(StrEnum):
    PHYSICAL = "physical"
    L3 = "l3"
    OSPF = "ospf"
    BGP = "bgp"


class Colour(StrEnum):
    ROLE = "role"
    FINDINGS = "findings"
    STATE = "state"
    SCAN = "scan"
