"""Faults of addresses, segments, VRRP, static routes, management, services and zones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from ipaddress import ip_address, ip_interface, ip_network
from typing import Any

from fault_case import FaultCase
from network_edits import plus_link, with_device, with_port, with_segment

from netops.model import (
    AccessList,
    AccessListEntry,
    Action,
    DhcpRange,
    Network,
    StaticRoute,
    Zone,
    ZonePolicy,
)

__all__ = ["CASES"]

Fault = Callable[[Network], Network]
SUB1, SUB2 = "dist1:eth4.101", "dist2:eth4.101"


def addresses(end: str, *texts: str) -> Fault:
    return lambda network: with_port(network, end, addresses=tuple(map(ip_interface, texts)))


def segment(name: str = "homes", **changes: Any) -> Fault:
    return lambda network: with_segment(network, name, **changes)


def device(name: str, **changes: Any) -> Fault:
    return lambda network: with_device(network, name, **changes)


def pool(*ranges: tuple[str, str]) -> Fault:
    return segment(dhcp=tuple(DhcpRange(ip_address(start), ip_address(end)) for start, end in ranges))


def vrrp(end: str = SUB2, **changes: Any) -> Fault:
    """The IPv4 group of a router differs."""

    def fault(network: Network) -> Network:
        name, _, interface = end.partition(":")
        first, *rest = network.devices[name].interfaces[interface].vrrp
        return with_port(network, end, vrrp=(replace(first, **changes), *rest))

    return fault


def route(name: str, prefix: str, hop: str | None = None, interface: str | None = None) -> Fault:
    static = StaticRoute(ip_network(prefix), ip_address(hop) if hop else None, interface)
    return lambda network: with_device(network, name, static_routes=(*network.devices[name].static_routes, static))


def service(**changes: Any) -> Fault:
    return lambda network: replace(network, services={"dns": replace(network.services["dns"], **changes)})


def policies(*added: ZonePolicy) -> Fault:
    return lambda network: replace(network, policies=(*network.policies, *added))


def guests(network: Network) -> Network:
    """The homes' segment is for guests."""
    return with_segment(network, "homes", purpose="guest Wi-Fi")


def third_host(network: Network) -> Network:
    """The /31 between the cores is now on a switched segment with three interfaces."""
    network = addresses(SUB1, "10.99.0.0/31")(network)
    network = addresses(SUB2, "10.99.0.1/31")(network)
    return addresses("home1:eth0", "10.99.0.1/31")(network)


def rules(*entries: AccessListEntry, applied: bool = True) -> Fault:
    def fault(network: Network) -> Network:
        network = with_device(network, "dist1", access_lists=(AccessList("IN", 4, entries),))
        return with_port(network, SUB1, acl_in="IN") if applied else network

    return fault


def second_home(network: Network) -> Network:
    """A host with its own port, whose MAC address is the first one's."""
    home = replace(network.devices["home1"], name="home2", static_routes=network.devices["home1"].static_routes)
    first = network.devices["home1"].interfaces["eth0"]
    home = replace(home, interfaces={"eth0": replace(first, addresses=(ip_interface("10.6.0.11/24"),))})
    return plus_link(network.with_devices({"home2": home}), "acc1:eth4", "home2:eth0")


ADDRESSES = [
    FaultCase("duplicate-mac", second_home, "home1:eth0", "home2:eth0"),
    FaultCase("duplicate-address", addresses("core1:lo", "10.255.1.4/32"), "core1:lo", "core2:lo"),
    FaultCase(
        "virtual-address-taken", addresses("home1:eth0", "10.6.0.1/24"), "home1:eth0", "virtual address 10.6.0.1"
    ),
    FaultCase(
        "virtual-address-taken",
        vrrp("dist2:eth5.600", addresses=(ip_address("10.6.0.1"),)),
        "dist2:eth5.600",
        "also serves",
    ),
    FaultCase("prefixes-overlap", segment(ipv4=ip_network("10.4.0.0/14")), "segment servers", "lies within"),
    FaultCase("prefix-in-two-places", addresses("core1:eth1", "10.6.0.200/24"), "prefix 10.6.0.0/24", "more than one"),
    FaultCase("mask-differs", addresses(SUB2, "10.6.0.2/25"), SUB2, "prefix length"),
    FaultCase("mask-differs-from-segment", addresses("home1:eth0", "10.6.0.10/25"), "home1:eth0", "segment homes"),
    FaultCase("link-subnets-differ", addresses("core1:eth1", "10.31.77.1/31"), "core1:eth1", "no prefix"),
    FaultCase("link-family-one-sided", addresses("core1:eth1", "10.31.1.1/31"), "core1:eth1", "IPv6"),
    FaultCase("prefix-length-unusual", addresses("core1:eth1", "10.31.1.1/32"), "core1:eth1", "host prefix"),
    FaultCase("prefix-length-unusual", third_host, SUB1, "more than two"),
    FaultCase("network-address-used", addresses("home1:eth0", "10.6.0.255/24"), "home1:eth0", "broadcast"),
    FaultCase(
        "static-next-hop-unconnected",
        route("core1", "10.9.0.0/16", "10.8.0.1"),
        "core1 route 10.9.0.0/16",
        "no connected",
    ),
    FaultCase(
        "static-next-hop-unconnected", route("core1", "10.9.0.0/16", "10.31.1.1"), "core1 route 10.9.0.0/16", "itself"
    ),
    FaultCase(
        "static-next-hop-unconnected", route("core1", "10.9.0.0/16", None, "eth99"), "core1 route 10.9.0.0/16", "eth99"
    ),
    FaultCase(
        "static-next-hop-unowned", route("home1", "10.9.0.0/16", "10.6.0.77"), "home1 route 10.9.0.0/16", "nobody"
    ),
]
SEGMENTS = [
    FaultCase("gateway-outside-segment", segment(gateways=(ip_address("10.7.0.1"),)), "segment homes", "outside"),
    FaultCase("gateway-outside-segment", segment(gateways=(ip_address("10.6.0.255"),)), "segment homes", "broadcast"),
    FaultCase("gateway-unowned", segment(gateways=(ip_address("10.6.0.77"),)), "segment homes", "nobody"),
    FaultCase("gateway-device-absent", segment(gateway_devices=("dist1", "core1")), "segment homes", "core1"),
    FaultCase("dhcp-range-outside", pool(("10.6.0.100", "10.6.1.199")), "segment homes", "outside"),
    FaultCase("dhcp-range-outside", pool(("10.6.0.199", "10.6.0.100")), "segment homes", "before it starts"),
    FaultCase("dhcp-over-static", pool(("10.6.0.5", "10.6.0.99")), "segment homes", "home1:eth0"),
    FaultCase("dhcp-over-static", pool(("10.6.0.1", "10.6.0.1")), "segment homes", "VRRP"),
    FaultCase(
        "dhcp-ranges-overlap",
        pool(("10.6.0.100", "10.6.0.150"), ("10.6.0.150", "10.6.0.199")),
        "segment homes",
        "overlap",
    ),
    FaultCase("dhcp-range-too-small", pool(("10.6.0.100", "10.6.0.120")), "segment homes", "too few"),
    FaultCase("dhcp-server-missing", segment(dhcp_servers=()), "segment homes", "no server"),
    FaultCase("dhcp-server-missing", segment(dhcp_servers=(ip_address("10.5.0.77"),)), "segment homes", "nobody"),
    FaultCase("dhcp-server-missing", segment(gateway_devices=()), "segment homes", "no router relays"),
    FaultCase("prefix-nearly-full", segment(homes=220), "segment homes", "nearly full"),
    FaultCase("segment-place-unknown", segment(switches=("acc1", "acc9")), "segment homes", "acc9"),
]
VRRP = [
    FaultCase("vrrp-addresses-differ", vrrp(addresses=(ip_address("10.6.0.9"),)), f"{SUB1} vrrp 1", "differ"),
    FaultCase("vrrp-group-differs", vrrp(group=2), SUB1, "several"),
    FaultCase("vrrp-timers-differ", vrrp(advertisement_interval=500), f"{SUB1} vrrp 1", "interval"),
    FaultCase("vrrp-timers-differ", vrrp(version=2), f"{SUB1} vrrp 1", "version"),
    FaultCase("vrrp-priority-tie", vrrp(priority=102), f"{SUB1} vrrp 1", "not unique"),
    FaultCase("vrrp-alone", lambda n: with_port(n, SUB2, vrrp=()), f"{SUB1} vrrp 1", "no second"),
    FaultCase("vrrp-outside-subnet", vrrp(addresses=(ip_address("10.7.0.1"),)), SUB2, "outside"),
    FaultCase("vrrp-out-of-range", vrrp(priority=256), f"{SUB2} vrrp 1", "priority"),
    FaultCase("vrrp-out-of-range", vrrp(group=0), f"{SUB2} vrrp 0", "group"),
    FaultCase("gateway-not-redundant", segment(gateways=(ip_address("10.6.0.2"),)), "segment homes", "not virtual"),
]
MANAGEMENT = [
    FaultCase("management-missing", device("core1", management=None), "core1", "no management"),
    FaultCase("management-duplicate", device("core1", management=ip_address("10.255.0.4")), "core1", "core2"),
    FaultCase(
        "management-not-on-device", device("core1", management=ip_address("10.255.0.99")), "core1", "no interface"
    ),
    FaultCase(
        "management-routed",
        lambda n: with_port(n, "core1:mgmt0", ospf=n.devices["core1"].interfaces["eth1"].ospf),
        "core1:mgmt0",
        "OSPF",
    ),
    FaultCase("hostname-differs", device("core1", hostname="kern1"), "core1", "differs"),
    FaultCase("hostname-duplicate", device("core1", hostname="core2"), "core1", "core2"),
]
SERVICES = [
    FaultCase("service-unowned", service(addresses=(ip_address("10.5.0.77"),)), "service dns", "not on its device"),
    FaultCase("service-unowned", service(device="srv9"), "service dns", "unknown device"),
    FaultCase("service-unowned", service(device="", addresses=(ip_address("10.5.0.77"),)), "service dns", "nobody"),
    FaultCase("service-outside-segments", service(addresses=(ip_address("10.255.1.1"),)), "service dns", "no segment"),
    FaultCase(
        "host-gateway-differs",
        device("home1", static_routes=(StaticRoute(ip_network("0.0.0.0/0"), ip_address("10.6.0.2")),)),
        "home1",
        "segment homes",
    ),
    FaultCase("host-without-gateway", device("home1", static_routes=()), "home1", "IPv4"),
]
ANYWHERE = AccessListEntry(20, Action.PERMIT)
ONE_HOST = AccessListEntry(10, Action.DENY, "tcp", ip_network("10.6.0.0/24"), destination_ports=(22, 22))
SECURITY = [
    FaultCase("zone-unknown", segment(zone="home"), "segment homes", "unknown zone"),
    FaultCase(
        "zone-unknown", policies(ZonePolicy("homes", "moon", "permit", ("dns",))), "policy homes -> moon", "moon"
    ),
    FaultCase(
        "zone-unknown", policies(ZonePolicy("homes", "world", "permit", ("dms",))), "policy homes -> world", "dms"
    ),
    FaultCase("zone-without-policy", lambda n: replace(n, policies=()), "zone homes", "no policy"),
    FaultCase(
        "policy-permits-everything", policies(ZonePolicy("homes", "any", "permit")), "policy homes -> any", "everything"
    ),
    FaultCase(
        "policy-permits-everything",
        policies(ZonePolicy("world", "servers", "permit")),
        "policy world -> servers",
        "trusted",
    ),
    FaultCase(
        "policy-shadowed", policies(ZonePolicy("homes", "world", "deny")), "policy homes -> world", "contradicts"
    ),
    FaultCase(
        "policy-shadowed",
        policies(ZonePolicy("homes", "world", "permit", ("dns",))),
        "policy homes -> world",
        "repeats",
    ),
    FaultCase(
        "guest-reaches-private",
        lambda n: policies(ZonePolicy("homes", "servers", "permit"))(guests(n)),
        "policy homes -> servers",
        "guests",
    ),
    FaultCase(
        "management-reachable",
        lambda n: policies(ZonePolicy("homes", "mgmt", "permit", ("dns",)))(
            replace(n, zones={**n.zones, "mgmt": Zone("mgmt", trust=100)})
        ),
        "policy homes -> mgmt",
        "reach",
    ),
    FaultCase("acl-undefined", lambda n: with_port(n, SUB1, acl_in="IN"), SUB1, "IN"),
    FaultCase("acl-unapplied", rules(ANYWHERE, applied=False), "dist1", "no interface"),
    FaultCase(
        "acl-rule-shadowed", rules(ANYWHERE, replace(ONE_HOST, sequence=30)), "dist1 access list IN 30", "shadowed"
    ),
    FaultCase(
        "acl-rule-shadowed", rules(ONE_HOST, replace(ONE_HOST, sequence=30)), "dist1 access list IN 30", "duplicates"
    ),
]
CASES = [*ADDRESSES, *SEGMENTS, *VRRP, *MANAGEMENT, *SERVICES, *SECURITY]
