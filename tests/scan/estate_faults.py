"""The faults that are tried on the repository's own estate, each in at least two places."""

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

__all__ = ["estate_faults"]


def estate_faults(network: Network) -> tuple[Fault, ...]:
    return (
        *_lines_and_ports(),
        *_ospf(network),
        *_bgp(),
        *_routers(),
        *_switches(network),
    )


def _lines_and_ports() -> tuple[Fault, ...]:
    return (
        cable_cut("core1:eth4", "dist1:eth1"),
        cable_cut("acc-b02:eth1", "dist1:eth12"),
        cable_cut("edge2:eth1", "isp2:eth1"),
        shutdown("core2:eth6"),
        shutdown("dist4:eth3"),
        port_shut_in_kernel("edge1:eth3"),
        port_disabled("acc-b09:eth2"),
        kernel_mtu("core1:eth5", 1400),
        kernel_mtu("dist3:eth3", 1400),
        packet_loss("core2:eth4", "dist1:eth2"),
        packet_loss("acc-b08:eth1", "dist3:eth18"),
        power_lost("dist4"),
        power_lost("core1"),
        power_lost("acc-b05"),
    )


def _at(fault: str, port: str, old: str, new: str) -> Fault:
    device, interface = port.split(":")
    return line_changed(fault, device, f"interface {interface}", old, new, port)


def _ospf(network: Network) -> tuple[Fault, ...]:
    return (
        _at("ospf-area", "core1:eth7", "ip ospf area", "ip ospf area 0.0.0.9"),
        _at("ospf-area", "dist2:eth3", "ip ospf area", "ip ospf area 0.0.0.0"),
        _at("ospf-timers", "edge2:eth2", "ip ospf hello-interval", "ip ospf hello-interval 3"),
        _at("ospf-timers", "dist4:eth1", "ip ospf dead-interval", "ip ospf dead-interval 40"),
        _at("ospf-timers", "core2:eth5", "ipv6 ospf6 hello-interval", "ipv6 ospf6 hello-interval 2"),
        _at("ospf-authentication", "core2:eth7", "ip ospf message-digest-key", "ip ospf message-digest-key 1 md5 typo"),
        _at("ospf-authentication", "dist1:eth3", "ip ospf authentication", "ip ospf authentication null"),
        _at("ospf-network-type", "core1:eth3", "ip ospf network", "ip ospf network broadcast"),
        _at("ospf-network-type", "dist3:eth1", "ip ospf network", "ip ospf network broadcast"),
        _at("ospf-passive", "edge1:eth2", "", "ip ospf passive"),
        _at("ospf-passive", "dist2:eth2", "", "ip ospf passive"),
        duplicate_router_id("dist3", "dist2", network),
        duplicate_router_id("edge2", "edge1", network),
        _at("config-drift", "core2:eth2", "ip ospf cost", "ip ospf cost 50"),
        _at("config-drift", "dist1:eth1", "description", "description moved to rack 2"),
    )


def _bgp() -> tuple[Fault, ...]:
    return (
        _neighbor("bgp-as", "edge1", "198.18.1.0", "remote-as", "64699"),
        _neighbor("bgp-as", "dist3", "10.31.255.22", "remote-as", "65001"),
        _neighbor("bgp-password", "edge2", "198.18.2.0", "password", "typo"),
        _neighbor("bgp-password", "dist1", "2001:db8:1ff::21", "password", "typo"),
        bgp_blocked("edge1", "198.18.1.0", "edge1--isp1", "edge1:eth1"),
        bgp_blocked("dist4", "2001:db8:1ff::22", "core2--dist4"),
    )


def _neighbor(fault: str, device: str, peer: str, setting: str, value: str) -> Fault:
    asn = "65000"
    beginning = f"neighbor {peer} {setting}"
    return line_changed(fault, device, f"router bgp {asn}", beginning, f"{beginning} {value}", f"{device} {peer}")


def _routers() -> tuple[Fault, ...]:
    return (
        line_changed("static-route", "core1", "", "", "ip route 10.16.7.0/24 blackhole"),
        line_changed("static-route", "dist2", "", "", "ip route 10.21.0.0/25 blackhole"),
        daemon_killed("dist4", "ospfd"),
        daemon_killed("edge2", "bgpd"),
        daemon_killed("core2", "ospf6d"),
    )


def _switches(network: Network) -> tuple[Fault, ...]:
    return (
        access_vlan("acc-b01:eth5", 301),
        access_vlan("acc-b07:eth3", 207),
        trunk_without("acc-b01:eth1", 201, network),
        trunk_without("acc-b10:eth2", 110, network),
        duplicate_address("srv-dns:eth0", "srv-dhcp:eth0", network),
        duplicate_address("home-b07-0101:eth0", "dist3:eth17.107", network),
    )
