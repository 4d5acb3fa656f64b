"""The faults that are tried on the repository's own estate, each in at least two places.

Two at once where they are far apart: each is a cause of its own then, and all that is wrong follows from the two.
"""

from __future__ import annotations

from faults import (
    Fault,
    bgp_blocked,
    cable_cut,
    daemon_killed,
    duplicate_address,
    kernel_mtu,
    packet_loss,
    port_shut_in_kernel,
    power_lost,
)
from misconfigurations import (
    access_vlan,
    duplicate_router_id,
    line_changed,
    port_disabled,
    shutdown,
    trunk_without,
)

from netops.model import Network

__all__ = ["Round", "estate_rounds"]

Round = tuple[Fault, ...]
"""Faults that are there at the same time."""


def estate_rounds(network: Network) -> tuple[Round, ...]:
    return (*_lines_and_ports(network), *_ospf(network), *_bgp_and_routers())


def _lines_and_ports(network: Network) -> tuple[Round, ...]:
    return (
        (cable_cut("core1:eth4", "dist1:eth1"), access_vlan("acc-b07:eth3", 207)),
        (cable_cut("acc-b02:eth1", "dist1:eth12"), _bgp_as("dist3", "10.31.255.22", "65001")),
        (cable_cut("edge2:eth1", "isp2:eth1"), trunk_without("acc-b10:eth2", 110, network)),
        (shutdown("core2:eth6"), duplicate_address("srv-dns:eth0", "srv-dhcp:eth0", network)),
        (shutdown("dist4:eth3"), access_vlan("acc-b01:eth5", 301)),
        (port_shut_in_kernel("edge1:eth3"), duplicate_address("home-b07-0101:eth0", "dist3:eth17.107", network)),
        (port_disabled("acc-b09:eth2"), _at("ospf-area", "dist2:eth3", "ip ospf area", "ip ospf area 0.0.0.0")),
        (kernel_mtu("core1:eth5", 1400), trunk_without("acc-b01:eth1", 201, network)),
        (kernel_mtu("dist3:eth3", 1400), _password("edge2", "198.18.2.0")),
        (packet_loss("core2:eth4", "dist1:eth2"),),
        (packet_loss("acc-b08:eth1", "dist3:eth18"), _at("ospf-passive", "edge1:eth2", "", "ip ospf passive")),
        (power_lost("dist4"),),
        (power_lost("core1"),),
        (power_lost("acc-b05"), _at("ospf-area", "core1:eth7", "ip ospf area", "ip ospf area 0.0.0.9")),
    )


def _ospf(network: Network) -> tuple[Round, ...]:
    timers, typo = "ipv6 ospf6 hello-interval", "ip ospf message-digest-key"
    return (
        (
            _at("ospf-timers", "edge2:eth2", "ip ospf hello-interval", "ip ospf hello-interval 3"),
            _blackhole("dist2", "10.21.0.0/25"),
        ),
        (
            _at("ospf-timers", "dist4:eth1", "ip ospf dead-interval", "ip ospf dead-interval 40"),
            _blackhole("core1", "10.16.7.0/24"),
        ),
        (_at("ospf-timers", "core2:eth5", timers, f"{timers} 2"),),
        (_at("ospf-authentication", "core2:eth7", typo, f"{typo} 1 md5 typo"), _password("dist1", "2001:db8:1ff::21")),
        (_at("ospf-authentication", "dist1:eth3", "ip ospf authentication", "ip ospf authentication null"),),
        (_at("ospf-network-type", "core1:eth3", "ip ospf network", "ip ospf network broadcast"),),
        (
            _at("ospf-network-type", "dist3:eth1", "ip ospf network", "ip ospf network broadcast"),
            daemon_killed("edge2", "bgpd"),
        ),
        (
            _at("ospf-passive", "dist2:eth2", "", "ip ospf passive"),
            bgp_blocked("edge1", "198.18.1.0", "edge1--isp1", "edge1:eth1"),
        ),
        (duplicate_router_id("dist3", "dist2", network),),
        (duplicate_router_id("edge2", "edge1", network),),
        (_at("config-drift", "core2:eth2", "ip ospf cost", "ip ospf cost 50"), daemon_killed("dist4", "ospfd")),
    )


def _bgp_and_routers() -> tuple[Round, ...]:
    drift = _at("config-drift", "dist1:eth1", "description", "description moved to rack 2")
    return (
        (_bgp_as("edge1", "198.18.1.0", "64699"),),
        (bgp_blocked("dist4", "2001:db8:1ff::22", "core2--dist4"), drift),
    )


def _at(fault: str, port: str, old: str, new: str) -> Fault:
    """A line of an interface, changed."""
    device, interface = port.split(":")
    return line_changed(fault, device, f"interface {interface}", old, new, port)


def _blackhole(device: str, prefix: str) -> Fault:
    return line_changed("static-route", device, "", "", f"ip route {prefix} blackhole")


def _bgp_as(device: str, peer: str, value: str) -> Fault:
    return _neighbor("bgp-as", device, peer, "remote-as", value)


def _password(device: str, peer: str) -> Fault:
    return _neighbor("bgp-password", device, peer, "password", "typo")


def _neighbor(fault: str, device: str, peer: str, setting: str, value: str) -> Fault:
    beginning = f"neighbor {peer} {setting}"
    return line_changed(fault, device, "router bgp 65000", beginning, f"{beginning} {value}", f"{device} {peer}")
