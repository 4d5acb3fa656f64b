"""Faults of OSPF, BGP and routing policy."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Any

from fault_case import FaultCase
from network_edits import (
    with_bgp,
    with_device,
    with_neighbor,
    with_ospf,
    with_port,
)

from netops.model import (
    Action,
    BgpAggregate,
    BgpFamily,
    Network,
    OspfArea,
    OspfAreaKind,
    OspfNetworkType,
    OspfRange,
    PrefixList,
    PrefixListEntry,
    Redistribution,
    Secret,
)

__all__ = ["CASES"]

Fault = Callable[[Network], Network]
LINE = "core1:eth1--edge1:eth2"
PEER = "edge1 neighbor 10.255.1.3"  # core1's loopback
ISP = "10.31.201.0"


def ospf(end: str = "core1:eth1", **changes: Any) -> Fault:
    return lambda network: with_port(network, end, ospf=changes)


def process(device: str, version: int = 2, **changes: Any) -> Fault:
    return lambda network: with_ospf(network, device, version, **changes)


def neighbor(device: str, peer: str, **changes: Any) -> Fault:
    return lambda network: with_neighbor(network, device, peer, **changes)


def bgp(device: str, **changes: Any) -> Fault:
    return lambda network: with_bgp(network, device, **changes)


def prefix_list(*entries: PrefixListEntry) -> Fault:
    """edge1's list of own prefixes."""

    def fault(network: Network) -> Network:
        _, other = network.devices["edge1"].prefix_lists
        return with_device(network, "edge1", prefix_lists=(PrefixList("OWN", 4, entries), other))

    return fault


def permit(sequence: int, prefix: str, ge: int | None = None, le: int | None = None) -> PrefixListEntry:
    return PrefixListEntry(sequence, Action.PERMIT, ip_network(prefix), ge, le)


def broadcast_without_router(network: Network) -> Network:
    for end in ("core1:eth1", "edge1:eth2"):
        network = with_port(network, end, ospf={"network_type": OspfNetworkType.BROADCAST, "priority": 0})
    return network


def backbone_parted(network: Network) -> Network:
    """edge1's lines to the cores are in an area of their own."""
    for end in ("core1:eth1", "core2:eth1", "edge1:eth2", "edge1:eth3"):
        network = with_port(network, end, ospf={"area": "0.0.0.7"})
    return network


def without_foot_in_the_backbone(network: Network) -> Network:
    """edge1 is in area 7 only, and the cores' ends are not."""
    for end in ("edge1:eth2", "edge1:eth3", "edge1:lo"):
        network = with_port(network, end, ospf={"area": "0.0.0.7"})
    return network


def stub_border(network: Network) -> Network:
    for version in (2, 3):
        network = with_ospf(network, "edge1", version, areas=(OspfArea("0.0.0.7", OspfAreaKind.STUB),))
    network = with_ospf(
        network, "edge1", 2, redistribute=(Redistribution("static"),), areas=(OspfArea("0.0.0.7", OspfAreaKind.STUB),)
    )
    return without_foot_in_the_backbone(network)


def one_reflector(network: Network) -> Network:
    """core2 no longer reflects to edge1."""
    for address in ("10.255.1.1", "2001:db8:ff::1"):
        network = with_neighbor(network, "core2", address, shutdown=True)
    return network


def no_reflection(network: Network) -> Network:
    """Neither edge1 nor dist1 is a client of the cores, so that they do not hear of each other."""
    for core in ("core1", "core2"):
        for peer in ("10.255.1.1", "10.255.1.5"):
            network = with_neighbor(network, core, peer, family={"route_reflector_client": False})
    return network


OSPF = [
    FaultCase("ospf-area-mismatch", ospf(area="0.0.0.9"), LINE, "area"),
    FaultCase("ospf-timer-mismatch", ospf(hello_interval=5), LINE, "hello"),
    FaultCase("ospf-timer-mismatch", ospf(dead_interval=30), LINE, "dead"),
    FaultCase("ospf-timers-implausible", ospf(dead_interval=10), "core1:eth1", "short"),
    FaultCase("ospf-network-type-mismatch", ospf(network_type=None), LINE, "network type"),
    FaultCase("ospf-authentication-mismatch", ospf(authentication=None), LINE, "authentication"),
    FaultCase("ospf-mtu-mismatch", lambda n: with_port(n, "core1:eth1", mtu=9000), LINE, "MTU"),
    FaultCase(
        "ospf-stub-mismatch",
        process("dist1", areas=(OspfArea("0.0.0.1", OspfAreaKind.STUB),)),
        "dist1:eth3--dist2:eth3",
        "kind",
    ),
    FaultCase("ospf-one-end-passive", ospf(passive=True), "core1:eth1", "passive"),
    FaultCase(
        "ospf-one-end-only", lambda n: with_port(n, "core1:eth1", ospf=None), "edge1:eth2", "core1:eth1 does not"
    ),
    FaultCase("ospf-cost-asymmetric", ospf(cost=20), LINE, "cost"),
    FaultCase("ospf-no-designated-router", broadcast_without_router, LINE, "priority is 0"),
    FaultCase(
        "ospf-interface-without-process",
        lambda n: with_device(n, "core1", ospf=n.devices["core1"].ospf[:1]),
        "core1:eth1",
        "OSPFv3",
    ),
    FaultCase("ospf-family-missing", lambda n: with_port(n, "core1:eth1", ospf6=None), "core1:eth1", "OSPFv3"),
    FaultCase("duplicate-router-id", process("core1", router_id=IPv4Address("10.255.1.4")), "core1", "core2"),
    FaultCase("duplicate-router-id", bgp("core1", router_id=IPv4Address("10.255.1.4")), "core1", "BGP"),
    FaultCase("router-id-missing", process("core1", router_id=None), "core1", "OSPFv2"),
    FaultCase("reference-bandwidth-differs", process("core1", reference_bandwidth=100), "core1", "reference"),
    FaultCase("ospf-backbone-partitioned", backbone_parted, "edge1", "cut off"),
    FaultCase("ospf-area-detached", without_foot_in_the_backbone, "edge1", "0.0.0.7"),
    FaultCase("ospf-backbone-stub", process("core1", areas=(OspfArea("0.0.0.0", OspfAreaKind.STUB),)), "core1", "stub"),
    FaultCase("ospf-redistribution-into-stub", stub_border, "edge1", "stub"),
    FaultCase(
        "summary-omits-members",
        process("dist1", areas=(OspfArea("0.0.0.1", ranges=(OspfRange(ip_network("10.6.0.0/16")),)),)),
        "dist1",
        "10.5.0.0/24 is in no range",
    ),
    FaultCase(
        "summary-empty",
        bgp("edge1", families=(BgpFamily(4, aggregates=(BgpAggregate(ip_network("172.16.0.0/12")),)),)),
        "edge1",
        "no member",
    ),
    FaultCase("ospf-ranges-differ", process("dist1", areas=()), "dist1", "differ"),
]
BGP = [
    FaultCase("bgp-as-mismatch", neighbor("edge1", ISP, remote_as=64999), f"edge1 neighbor {ISP}", "AS number"),
    FaultCase(
        "bgp-neighbor-unknown",
        neighbor("edge1", "10.255.1.3", address=ip_address("10.255.1.77")),
        "edge1 neighbor 10.255.1.77",
        "nobody",
    ),
    FaultCase("bgp-neighbor-unknown", lambda n: with_device(n, "core1", bgp=()), PEER, "runs no BGP"),
    FaultCase(
        "bgp-neighbor-unknown",
        neighbor("edge1", "10.255.1.3", address=ip_address("10.255.1.1")),
        "edge1 neighbor 10.255.1.1",
        "itself",
    ),
    FaultCase(
        "bgp-one-sided", neighbor("core1", "10.255.1.1", address=ip_address("10.255.1.77")), PEER, "no neighbor edge1"
    ),
    FaultCase("bgp-source-mismatch", neighbor("edge1", "10.255.1.3", update_source=None), PEER, "source"),
    FaultCase("bgp-source-mismatch", neighbor("edge1", "10.255.1.3", update_source="10.31.1.0"), PEER, "source"),
    FaultCase(
        "bgp-password-mismatch", neighbor("edge1", ISP, password=Secret("other")), f"edge1 neighbor {ISP}", "password"
    ),
    FaultCase("bgp-families-differ", neighbor("isp1", "10.31.201.1", families=()), f"edge1 neighbor {ISP}", "IPv4"),
    FaultCase("bgp-no-family", neighbor("edge1", ISP, families=()), f"edge1 neighbor {ISP}", "no address family"),
    FaultCase(
        "ebgp-not-connected",
        neighbor("edge1", ISP, address=ip_address("10.31.202.0")),
        "edge1 neighbor 10.31.202.0",
        "not connected",
    ),
    FaultCase(
        "ebgp-without-policy",
        neighbor("edge1", ISP, family={"route_map_out": None}),
        f"edge1 neighbor {ISP}",
        "no policy out",
    ),
    FaultCase("bgp-timers-implausible", neighbor("edge1", ISP, hold_time=5), f"edge1 neighbor {ISP}", "too short"),
    FaultCase("ibgp-incomplete", no_reflection, "edge1", "do not reach"),
    FaultCase("reflector-alone", one_reflector, "edge1", "one route reflector"),
    FaultCase("bgp-next-hop-hidden", neighbor("edge1", "10.255.1.3", family={"next_hop_self": False}), PEER, "hidden"),
]
POLICY = [
    FaultCase(
        "policy-undefined",
        neighbor("edge1", ISP, family={"route_map_in": "FORM"}),
        f"edge1 neighbor {ISP} IPv4",
        "FORM",
    ),
    FaultCase(
        "policy-undefined", lambda n: with_device(n, "edge1", as_path_lists=()), "edge1 route map FROM 10", "ANY"
    ),
    FaultCase("policy-unused", neighbor("edge1", ISP, family={"route_map_in": "TO"}), "edge1", "FROM"),
    FaultCase(
        "prefix-list-shadowed",
        prefix_list(permit(5, "10.0.0.0/8", le=24), permit(10, "10.6.0.0/16")),
        "edge1 prefix list OWN 10",
        "shadowed by 5",
    ),
    FaultCase(
        "prefix-list-impossible",
        prefix_list(permit(5, "10.0.0.0/8", ge=24, le=16)),
        "edge1 prefix list OWN 5",
        "matches no prefix",
    ),
    FaultCase(
        "prefix-list-impossible", prefix_list(permit(5, "2001:db8::/32")), "edge1 prefix list OWN 5", "other family"
    ),
]
CASES = [*OSPF, *BGP, *POLICY]
