"""``vlans`` and ``bridge-domains``: what is switched."""

from __future__ import annotations

from netops.platforms.configuration.rules import Fields, ignore, put
from netops.platforms.junos.grammar import Block, Section, at, collect
from netops.platforms.junos.values import unit_name

__all__ = ["BRIDGE_DOMAINS", "VLANS"]


def _port(draft: Fields, held: Fields) -> None:
    collect(draft, "ports", unit_name(held["interface"]))


def _ids(draft: Fields, held: Fields) -> None:
    collect(draft, "ids", held["ids"])


_VLAN = Section(
    (
        ("vlan-id <vlan:word>", put()),
        ("vlan-id-list <ids:word>", _ids),
        ("vlan-range <ids:word>", _ids),
        ("description <description:word>", put()),
        ("l3-interface <l3_interface:word>", put()),
        ("routing-interface <l3_interface:word>", put()),
        ("interface <interface:word> <rest:options>", _port),
        ("vxlan vni <vni:number>", put()),
        ("vxlan ingress-node-replication", ignore),
        ("vxlan multicast-group <group:address>", ignore),
        ("domain-type bridge", ignore),
        ("vxlan <rest:rest>", ignore),
    ),
    silent=("mac-table-aging-time", "switch-options", "no-mac-learning", "mcast-flood", "forwarding-options"),
)
VLANS = Section(blocks=(Block("<name:word>", at("vlans", "name"), _VLAN),))
"""The draft is ``vlans`` by name."""
BRIDGE_DOMAINS = VLANS
