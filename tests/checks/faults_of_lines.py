"""Faults of ports, cables, racks, topology and layer 2."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from fault_case import FaultCase
from network_edits import plus_link, with_device, with_link, with_port, with_segment, without_links

from netops.model import Interface, Medium, Network, Role, SpanningTree, SwitchMode, SwitchPort, Vlan

__all__ = ["CASES"]

FIBRE = "core1:eth1--edge1:eth2"
COPPER = "acc1:eth3--home1:eth0"
TRUNK = SwitchPort(SwitchMode.TRUNK, trunk_vlans=(101,))
EDGE1 = ("core1:eth1--edge1:eth2", "core2:eth1--edge1:eth3")

Fault = Callable[[Network], Network]


def link(name: str, **changes: Any) -> Fault:
    return lambda network: with_link(network, name, **changes)


def port(end: str, **changes: Any) -> Fault:
    return lambda network: with_port(network, end, **changes)


def unplugged(*names: str) -> Fault:
    return lambda network: without_links(network, *names)


def rack(**changes: Any) -> Fault:
    return lambda network: replace(network, racks={**network.racks, "r1": replace(network.racks["r1"], **changes)})


def unit(place: int, **changes: Any) -> Fault:
    """Rack r1's unit at this place in its list, changed."""

    def fault(network: Network) -> Network:
        units = list(network.racks["r1"].units)
        units[place] = replace(units[place], **changes)
        return rack(units=tuple(units))(network)

    return fault


def chained(network: Network) -> Network:
    """A third switch behind acc1, with a line between two trunks."""
    third = replace(network.devices["acc1"], name="acc3", hostname="acc3", management=None, managed=False)
    third = replace(third, interfaces={"eth1": Interface("eth1", speed=10_000, switchport=TRUNK)})
    network = with_port(network, "acc1:eth4", switchport=TRUNK, speed=10_000)
    return plus_link(network.with_devices({"acc3": third}), "acc1:eth4", "acc3:eth1")


def chained_twice(network: Network) -> Network:
    network = with_port(chained(network), "acc3:eth2", switchport=TRUNK)
    return plus_link(with_port(network, "acc1:eth5", switchport=TRUNK), "acc1:eth5", "acc3:eth2")


def unprotected_loop(network: Network) -> Network:
    network = with_device(chained_twice(network), "acc1", spanning_tree=None)
    return with_device(network, "acc3", spanning_tree=SpanningTree(enabled=False))


def bundled(**second: Any) -> Fault:
    """acc1 and acc3 joined by a bundle whose second member differs."""

    def fault(network: Network) -> Network:
        network = with_port(chained_twice(network), "acc1:eth4", lag="lag1")
        network = with_port(network, "acc1:lag1", switchport=TRUNK)
        return with_port(network, "acc1:eth5", **{"lag": "lag1", "speed": 10_000, **second})

    return fault


def core_switch(network: Network) -> Network:
    """acc3 is a core switch that lost the election."""
    network = with_device(chained(network), "acc3", role=Role.CORE)
    return with_device(network, "acc1", spanning_tree=SpanningTree(priority=4096))


def many_ports(network: Network) -> Network:
    access = network.devices["acc1"].interfaces["eth3"]
    ports = {f"eth{number}": replace(access, name=f"eth{number}", speed=10_000) for number in range(10, 60)}
    device = network.devices["acc1"]
    network = with_device(network, "acc1", interfaces={**device.interfaces, **ports})
    return without_links(network, "acc1:eth2--dist2:eth4")


def bypass(network: Network) -> Network:
    network = with_port(network, "core1:eth9", speed=10_000)
    return plus_link(with_port(network, "acc1:eth9", switchport=TRUNK), "acc1:eth9", "core1:eth9")


def second_network(network: Network) -> Network:
    """Another segment with the VLAN of the first."""
    other = replace(network.segments["homes"], name="other", ipv4=None, ipv6=None, gateways=(), gateway_devices=())
    return replace(network, segments={**network.segments, "other": other})


def two_names(network: Network) -> Network:
    return with_device(chained(network), "acc3", vlans={101: Vlan(101, "residents")})


PHYSICAL = [
    FaultCase("port-used-twice", lambda n: plus_link(n, "core1:eth1", "acc2:eth4"), "core1:eth1", "2 lines"),
    FaultCase("unknown-endpoint", lambda n: plus_link(n, "core9:eth1", "acc2:eth4"), "acc2:eth4--core9:eth1", "core9"),
    FaultCase("unknown-endpoint", lambda n: plus_link(n, "core1:eth99", "acc2:eth4"), "acc2:eth4--core1:eth99", "port"),
    FaultCase("line-to-itself", lambda n: plus_link(n, "acc2:eth4", "acc2:eth5"), "acc2:eth4--acc2:eth5", "one device"),
    FaultCase("parallel-lines", chained_twice, "acc1--acc3", "unbundled"),
    FaultCase("speed-mismatch", port("core1:eth1", speed=1_000), FIBRE, "speed"),
    FaultCase("mtu-mismatch", port("core1:eth1", mtu=9000), "core1:eth1--edge1:eth2", "MTU"),
    FaultCase("disabled-port-in-use", port("core1:eth1", enabled=False), "core1:eth1", "shut down"),
    FaultCase("line-to-inactive-device", lambda n: with_device(n, "home1", status="planned"), COPPER, "ends on home1"),
    FaultCase("uncabled-routed-port", unplugged(FIBRE), "core1:eth1", "without a line"),
    FaultCase("unknown-parent", port("dist1:eth4.101", parent="eth44"), "dist1:eth4.101", "parent"),
    FaultCase("unknown-parent", port("acc1:eth1", lag="lag9"), "acc1:eth1", "bundle"),
    FaultCase("bundle-members-differ", bundled(speed=1_000), "acc1:lag1", "speed"),
    FaultCase("bundle-members-differ", bundled(switchport=SwitchPort(SwitchMode.ACCESS, 101)), "acc1:lag1", "mode"),
]
CABLES = [
    FaultCase("grade-of-another-medium", link(FIBRE, grade="Cat6"), FIBRE, "grade"),
    FaultCase("channel-too-long", link(COPPER, length=101.0), COPPER, "too long"),
    FaultCase(
        "category-too-low",
        lambda n: with_link(with_port(n, "home1:eth0", speed=10_000), COPPER, grade="Cat6", length=60.0),
        COPPER,
        "category",
    ),
    FaultCase("dac-too-long", link(FIBRE, medium=Medium.DAC, grade="", length=8.0), FIBRE, "DAC"),
    FaultCase("fibre-beyond-reach", link(FIBRE, length=401.0), FIBRE, "reach"),
    FaultCase("length-unknown", link(FIBRE, length=None), FIBRE, "lower bounds"),
    FaultCase("label-used-twice", link(FIBRE, label="C001"), "label C001", "more than one"),
]
RACKS = [
    FaultCase("rack-units-overlap", unit(1, position=11), "r1", "overlap"),
    FaultCase("rack-unit-outside", unit(1, position=42), "r1", "core1 is outside"),
    FaultCase("rack-overweight", rack(maximum_weight=25.0), "r1", "heavy"),
    FaultCase("rack-feed-overloaded", rack(feed_watts=700.0), "r1", "80 %"),
    FaultCase("rack-device-unknown", unit(1, device="core9"), "r1", "core9"),
    FaultCase("rack-disagrees", unit(1, device="core2"), "core2", "disagrees"),
    FaultCase("rack-disagrees", unit(1, device="home1"), "core1", "disagrees"),
    FaultCase("rack-unknown", lambda n: with_device(n, "core1", rack="r9"), "core1", "unknown rack"),
    FaultCase("rack-unknown", lambda n: with_device(n, "core1", site="b99"), "core1", "unknown site"),
    FaultCase("rack-unknown", rack(site="b99"), "r1", "unknown site"),
]
TOPOLOGY = [
    FaultCase(
        "single-point-of-failure",
        unplugged(
            "core2:eth1--edge1:eth3", "core2:eth2--edge2:eth3", "core2:eth3--core1:eth3", "core1:eth3--core2:eth3"
        ),
        "core1",
        "parts",
    ),
    FaultCase("bridge-line", unplugged("core2:eth1--edge1:eth3"), FIBRE, "cut"),
    FaultCase(
        "no-disjoint-paths",
        unplugged("core2:eth4--dist1:eth2", "dist1:eth3--dist2:eth3"),
        "dist1",
        "disjoint",
    ),
    FaultCase("single-homed-access", unplugged("acc1:eth2--dist2:eth4"), "acc1", "one uplink"),
    FaultCase(
        "single-homed-access",
        lambda n: plus_link(
            with_port(without_links(n, "acc1:eth2--dist2:eth4"), "dist1:eth6"), "acc1:eth2", "dist1:eth6"
        ),
        "acc1",
        "all its uplinks on one device",
    ),
    FaultCase("disconnected", unplugged(*EDGE1), "edge1", "isp1"),
    FaultCase("disconnected", unplugged(COPPER), "home1", "not connected"),
    FaultCase("tier-skipped", chained, "acc3", "another access switch"),
    FaultCase("tier-skipped", bypass, "acc1", "past the distribution"),
    FaultCase("uplinks-oversubscribed", many_ports, "acc1", "oversubscribed"),
]
LAYER2 = [
    FaultCase("segment-split", port("acc1:eth2", switchport={"trunk_vlans": (7,)}), "segment homes", "VLAN 101"),
    FaultCase(
        "segment-not-on-switch",
        lambda n: with_segment(n, "homes", switches=("acc1", "acc2")),
        "segment homes",
        "no port of acc2",
    ),
    FaultCase(
        "trunk-vlans-differ",
        lambda n: with_port(chained(n), "acc1:eth4", switchport={"trunk_vlans": (101, 102)}),
        "acc3:eth1",
        "does not carry",
    ),
    FaultCase(
        "native-vlan-mismatch",
        lambda n: with_port(chained(n), "acc1:eth4", switchport={"native_vlan": 9}),
        "acc1:eth4--acc3:eth1",
        "native",
    ),
    FaultCase(
        "subinterface-not-on-trunk", port("acc1:eth2", switchport={"trunk_vlans": ()}), "dist2:eth4.101", "acc1:eth2"
    ),
    FaultCase("unknown-vlan", port("acc1:eth4", switchport={"access_vlan": 77}), "acc1:eth4", "undefined"),
    FaultCase("vlan-out-of-range", port("acc1:eth4", switchport={"access_vlan": 4095}), "acc1:eth4", "cannot be used"),
    FaultCase("vlan-out-of-range", lambda n: with_segment(n, "homes", vlan=1002), "segment homes", "cannot be used"),
    FaultCase("vlan-clash", second_network, "segment homes", "other"),
    FaultCase("vlan-name-clash", two_names, "VLAN 101", "two names"),
    FaultCase(
        "vlan-name-clash",
        lambda n: with_device(n, "acc1", vlans={101: Vlan(101, "a"), 102: Vlan(102, "a")}),
        "acc1",
        "used twice",
    ),
    FaultCase("bridge-loop", unprotected_loop, "acc1", "loop"),
    FaultCase("spanning-tree-root", chained, "acc1", "shares the lowest"),
    FaultCase("spanning-tree-root", core_switch, "acc1", "is the spanning tree's root"),
    FaultCase(
        "spanning-tree-priority", lambda n: with_device(n, "acc1", spanning_tree=SpanningTree(priority=100)), "acc1", ""
    ),
    FaultCase(
        "edge-port-to-switch", lambda n: with_port(chained(n), "acc1:eth4", switchport={"edge": True}), "acc1:eth4", ""
    ),
]
CASES = [*PHYSICAL, *CABLES, *RACKS, *TOPOLOGY, *LAYER2]
