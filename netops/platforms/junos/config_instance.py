"""``protocols`` and ``routing-instances``: what routes, in the global table and in those of instances."""

from __future__ import annotations

from netops.platforms.configuration.rules import Action, Fields, ignore, put
from netops.platforms.junos.config_bgp import BGP
from netops.platforms.junos.config_evpn import EVPN, TARGETS
from netops.platforms.junos.config_isis import ISIS, RIP
from netops.platforms.junos.config_ospf import OSPF, OSPF3
from netops.platforms.junos.config_spanning_tree import SPANNING_TREE
from netops.platforms.junos.config_static import ROUTING_OPTIONS
from netops.platforms.junos.config_vlan import BRIDGE_DOMAINS, VLANS
from netops.platforms.junos.grammar import Block, Section, collect, part, same
from netops.platforms.junos.values import unit_name, within_instance

__all__ = ["INSTANCE_BLOCKS", "ROUTING_INSTANCES", "instance"]

_LSP = Section(
    (
        ("install <prefix:word>", ignore),  # into inet.3, which only resolves next hops; not with ``active``
    ),
    silent=(
        *(
            "to",
            "from",
            "metric",
            "no-cspf",
            "primary",
            "secondary",
            "bandwidth",
            "priority",
            "fast-reroute",
            "description",
        ),
        *("ldp-tunneling", "adaptive", "link-protection", "node-link-protection", "random", "least-fill", "most-fill"),
        *(
            "admin-group",
            "hop-limit",
            "optimize-timer",
            "no-decrement-ttl",
            "oam",
            "preference",
            "record",
            "retry-timer",
        ),
        *("auto-bandwidth", "soft-preemption", "standby", "install-nexthop", "p2mp", "template", "retry-limit"),
    ),
)
_MPLS = Section(
    (("traffic-engineering mpls-forwarding|bgp", ignore),),
    blocks=(Block("label-switched-path <lsp:word>", same, _LSP),),
    silent=(
        *(
            "interface",
            "traceoptions",
            "statistics",
            "path",
            "admin-groups",
            "icmp-tunneling",
            "no-propagate-ttl",
            "ipv6-tunneling",
        ),
        *(
            "explicit-null",
            "optimize-aggressive",
            "optimize-timer",
            "log-updown",
            "label-range",
            "no-cspf",
            "revert-timer",
        ),
    ),
)


def _protocol(pattern: str, key: str, section: Section, source: str) -> Block:
    def opener(draft: Fields, _held: Fields) -> Fields:
        inner: Fields = draft.setdefault("protocols", {}).setdefault(key, {})
        return inner

    return Block(pattern, opener, section, source)


PROTOCOLS = Section(
    blocks=(
        _protocol("bgp", "bgp", BGP, "bgp:{vrf}"),
        _protocol("ospf", "ospf", OSPF, "ospf:{vrf}:"),
        _protocol("ospf3", "ospf3", OSPF3, "ospf:{vrf}:ospf3"),
        _protocol("isis", "isis", ISIS, "isis:"),
        _protocol("rip", "rip", RIP, "rip:{vrf}"),
        _protocol("ripng", "ripng", RIP, "rip:{vrf}"),
        _protocol("evpn", "evpn", EVPN, ""),
        Block("mpls", part("mpls"), _MPLS),
        Block("vrrp version-3", part("vrrp", version=3), Section()),
        *SPANNING_TREE,
    ),
    silent=(
        # They find neighbours, measure, make labels, or carry multicast: no unicast table shows them.
        *("lldp", "lldp-med", "igmp", "igmp-snooping", "mld", "mld-snooping", "pim", "msdp", "dvmrp", "mvpn", "amt"),
        *(
            "ldp",
            "rsvp",
            "bfd",
            "oam",
            "sflow",
            "router-advertisement",
            "iccp",
            "layer2-control",
            "dot1x",
            "mvrp",
            "vrrp",
        ),
        *(
            "neighbor-discovery",
            "pgm",
            "router-discovery",
            "connections",
            "link-management",
            "l2-learning",
            "loop-detect",
            "protection-group",
        ),
    ),
)


def instance(draft: Fields, name: str) -> Fields:
    """The draft of a routing instance, or of the global one; each knows all of them."""
    instances: Fields = draft.setdefault("instances", {})
    inner: Fields = instances.setdefault(name, {"vrf": name, "instances": instances})
    return inner


def _open(draft: Fields, held: Fields) -> Fields:
    held["vrf"] = within_instance(held["vrf"])
    return instance(draft, held["vrf"])


def _interface(draft: Fields, held: Fields) -> None:
    collect(draft, "interfaces", unit_name(held["interface"]))


def _policy(key: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        collect(draft, key, held["policy"])

    return action


def _domain(draft: Fields, _held: Fields) -> Fields:
    """VLANs of an instance that switches are the device's."""
    inner: Fields = draft["instances"]["default"].setdefault("switching", {})
    return inner


INSTANCE_BLOCKS = (
    Block("routing-options", same, ROUTING_OPTIONS),
    Block("protocols", same, PROTOCOLS),
)
_INSTANCE = Section(
    (
        ("instance-type <type:word>", put()),
        ("interface <interface:word> <rest:options>", _interface),
        ("route-distinguisher <rd:word>", put()),
        *TARGETS,
        ("vrf-import <policy:word>", _policy("vrf_import")),
        ("vrf-export <policy:word>", _policy("vrf_export")),
        ("vrf-table-label <rest:options>", ignore),
        ("no-vrf-propagate-ttl|vrf-propagate-ttl", ignore),
        ("description <description:word>", put()),
        ("vlan-id <vlan:word>", ignore),
        ("vtep-source-interface <interface:word>", ignore),
        ("no-vrf-advertise", put(no_advertise=True)),
        ("service-type vlan-based|vlan-aware|vlan-bundle", ignore),
    ),
    blocks=(
        *INSTANCE_BLOCKS,
        Block("bridge-domains", _domain, BRIDGE_DOMAINS),
        Block("vlans", _domain, VLANS),
        Block("forwarding-options", same, Section(silent=("dhcp-relay", "family"))),
    ),
    silent=("switch-options", "l2vpn-id"),
)
ROUTING_INSTANCES = Section(blocks=(Block("<vrf:word>", _open, _INSTANCE, source="vrf:{vrf}"),))
