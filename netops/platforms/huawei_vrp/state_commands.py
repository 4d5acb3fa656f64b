"""What a collection asks a VRP or Comware device."""

from __future__ import annotations

__all__ = ["BGP", "INTERFACES", "LLDP", "OSPF", "ROUTES", "RUNNING", "SHOW_COMMANDS"]

RUNNING = "display current-configuration"
ROUTES = "display ip routing-table"
INTERFACES = "display interface brief"
OSPF = "display ospf peer"
LLDP = "display lldp neighbor brief"
BGP = "display bgp peer"

SHOW_COMMANDS = (ROUTES, INTERFACES, OSPF, BGP, LLDP, RUNNING)
