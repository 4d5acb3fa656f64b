"""Where packets go, where they end, and why: on the repository's estate, whole and broken."""

from __future__ import annotations

import dataclasses
from functools import cache
from ipaddress import ip_address, ip_interface, ip_network
from pathlib import Path

import pytest

from netops.analysis import Failures, predict
from netops.analysis.trace import DELIVERED, Trace, trace
from netops.errors import InputError
from netops.intent import load
from netops.model import (
    Action,
    Interface,
    InterfaceState,
    Network,
    PrefixList,
    PrefixListEntry,
    Segment,
    Snapshot,
    StaticRoute,
)

ROOT = Path(__file__).parents[2]


@cache
def estate() -> Network:
    network = load(ROOT).network
    assert network is not None
    return network


@cache
def whole() -> Snapshot:
    return predict(estate())


def changed(device: str, **changes: object) -> Network:
    present = estate().devices[device]
    return estate().with_devices({device: dataclasses.replace(present, **changes)})  # type: ignore[arg-type]  # any field


def port_changed(device: str, port: str, **changes: object) -> Network:
    ports = estate().devices[device].interfaces
    edited: Interface = dataclasses.replace(ports[port], **changes)  # type: ignore[arg-type]  # any field
    return changed(device, interfaces={**ports, port: edited})


def follow(
    source: str, destination: str, *failed: str, network: Network | None = None, family: int | None = None
) -> Trace:
    network = network or estate()
    links = {each.name for each in network.links}
    failures = Failures(devices=frozenset(failed) & network.devices.keys(), links=frozenset(failed) & links)
    shown = whole() if network is estate() and not failures else predict(network, failures)
    return trace(network, shown, source, destination, family=family)


def reasons(found: Trace) -> str:
    return "\n".join(
        each for hop in found.hops for said in (hop.reasons, *(way.reasons for way in hop.exits)) for each in said
    )


class TestWays:
    def test_every_equal_way_with_ports_lines_and_vlans(self) -> None:
        found = follow("home-b01-0101", "192.0.2.7")
        assert found.arrives
        assert [hop.device for hop in found.hops] == ["home-b01-0101", "dist1", "core1", "core2", "edge1", "isp1"]
        host, first = found.hops[0], found.hops[1]
        assert [str(line) for line in host.exits[0].lines] == [
            "home-b01-0101:eth0 → acc-b01:eth3 (VLAN 101)",
            "acc-b01:eth1 → dist1:eth11 (VLAN 101)",
        ]
        assert [(each.interface, str(each.next_hop), each.device) for each in first.exits] == [
            ("eth1", "10.31.0.11", "core1"),
            ("eth2", "10.31.0.13", "core2"),
        ]
        assert first.route is not None
        assert (str(first.route.prefix), first.route.protocol) == ("192.0.2.0/24", "bgp")
        assert first.also == (ip_network("0.0.0.0/0"),)

    @pytest.mark.parametrize(
        ("source", "destination", "family", "address"),
        [
            ("core1", "edge1", None, "10.31.255.11"),
            ("core1", "edge1", 6, "2001:db8:1ff::11"),
            ("b01-residents", "b07-residents", None, "10.16.7.0"),
            ("b01-residents", "home-b07-0101", 6, "2001:db8:116:7::101"),
            ("home-b01-0101", "2001:db8:f100::1", None, "2001:db8:f100::1"),
            ("isp1", "edge1", None, "10.31.255.11"),
            ("b01-cctv", "srv-dhcp", None, "10.21.0.10"),
            ("core1", "acc-b01", None, "10.255.0.101"),
            ("dist1", "10.16.1.1", None, "10.16.1.1"),
        ],
    )
    def test_places_of_every_kind(self, source: str, destination: str, family: int | None, address: str) -> None:
        found = follow(source, destination, family=family)
        assert found.address == ip_address(address)
        if source != "isp1":  # a provider has no way to private addresses
            assert found.arrives, found

    def test_a_host_that_the_estate_does_not_name(self) -> None:
        found = follow("core1", "10.16.3.77")
        assert found.arrives
        assert "into b03-residents, where the estate names no device" in reasons(found)

    def test_a_virtual_address_that_its_master_also_shows_on_a_device_of_its_own_is_one_way(self) -> None:
        state = whole().devices["dist1"]
        (group,) = (each for each in state.vrrp or () if each.interface == "eth11.101" and each.family == 4)
        assert group.state == "master"
        (address,) = group.addresses
        own = InterfaceState("v4-1-eth11.101", True, True, addresses=(ip_interface(f"{address}/32"),))
        shown = dataclasses.replace(state, interfaces={**(state.interfaces or {}), own.name: own})
        snapshot = dataclasses.replace(whole(), devices={**whole().devices, "dist1": shown})
        assert trace(estate(), snapshot, "home-b01-0101", "srv-dns") == follow("home-b01-0101", "srv-dns")


class TestEnds:
    def test_no_route_to_an_address_that_nobody_knows(self) -> None:
        found = follow("core1", "10.99.0.1", "isp1", "isp2")
        assert found.ends == ("no route",)
        assert "no device has 10.99.0.1 connected, and none has a route to it" in reasons(found)

    def test_a_blackhole_says_who_should_have_it(self) -> None:
        found = follow("home-b01-0101", "home-b07-0101", "acc-b07")
        assert found.ends == ("blackhole",)
        told = reasons(found)
        assert "a static route of edge1 throws packets to 10.16.0.0/12 away" in told
        assert "dist3:eth17.107 has 10.16.7.0/24 connected, but is down" in told
        assert "acc-b07 does not run or answer" in told

    def test_a_gateway_that_does_not_answer(self) -> None:
        found = follow("b01-residents", "core1", "acc-b01")
        assert found.ends == ("gateway not answering",)
        assert "dist1:eth11 has no carrier (line acc-b01:eth1--dist1:eth11" in reasons(found)

    def test_a_host_that_is_away(self) -> None:
        found = follow("core1", "srv-dns", "srv-dns")
        assert found.ends == ("destination absent",)
        assert "srv-dns:eth0 has 10.21.0.11, and is down" in reasons(found)

    def test_a_vlan_that_does_not_reach(self) -> None:
        port = estate().devices["acc-b07"].interfaces["eth3"]
        assert port.switchport is not None
        moved = dataclasses.replace(port.switchport, access_vlan=207)
        found = follow("core1", "home-b07-0101", network=port_changed("acc-b07", "eth3", switchport=moved))
        assert found.ends == ("destination absent",)
        assert "VLAN 107 does not reach from dist3:eth17.107 to home-b07-0101:eth0" in reasons(found)

    def test_a_loop(self) -> None:
        network = estate()
        for name, hop in (("core1", "10.31.0.9"), ("core2", "10.31.0.8")):
            static = StaticRoute(ip_network("10.99.0.0/16"), next_hop=ip_address(hop))
            network = network.with_devices({name: dataclasses.replace(network.devices[name], static_routes=(static,))})
        found = follow("core1", "10.99.0.1", network=network)
        assert found.ends == ("loop",)
        assert "core1 sends it on towards core2 again" in reasons(found)

    def test_a_next_hop_that_nobody_has(self) -> None:
        static = StaticRoute(ip_network("10.99.0.0/16"), next_hop=ip_address("10.31.0.200"), interface="eth1")
        found = follow("core1", "10.99.0.1", network=changed("core1", static_routes=(static,)))
        assert found.ends == ("next hop not answering",)
        assert "no device of the network has the address 10.31.0.200" in reasons(found)

    def test_a_switch_does_not_route(self) -> None:
        found = follow("acc-b01", "10.255.0.21")
        assert found.ends == ("unknown",)

    def test_some_ways_only(self) -> None:
        blackhole = StaticRoute(ip_network("192.0.2.0/24"), blackhole=True)
        found = follow("home-b01-0101", "192.0.2.7", network=changed("core2", static_routes=(blackhole,)))
        assert set(found.ends) == {DELIVERED, "blackhole"}
        assert not found.arrives


class TestWhyThereIsNoRoute:
    def test_connected_but_not_announced(self) -> None:
        network = changed("dist1", bgp=())
        found = follow("dist3", "2001:db8:116:1::101", "dist2", "isp1", "isp2", "edge1", "edge2", network=network)
        assert "dist1:eth11.101 has 2001:db8:116:1::/64 connected, but dist1 announces it in no protocol" in reasons(
            found
        )

    def test_a_session_that_is_down_with_its_reason(self) -> None:
        found = follow("edge1", "192.0.2.7", "isp1", "isp2")
        assert found.ends == ("no route",)
        assert "the BGP session to 198.18.1.0 is idle: no local address towards the peer" in reasons(found)

    def test_a_prefix_that_a_filter_keeps(self) -> None:
        edge = estate().devices["edge1"]
        deny = PrefixList("NOTHING", 4, (PrefixListEntry(5, Action.DENY, ip_network("0.0.0.0/0"), le=32),))
        (process,) = edge.bgp
        neighbors = tuple(
            dataclasses.replace(
                each, families=tuple(dataclasses.replace(part, prefix_list_in="NOTHING") for part in each.families)
            )
            if each.remote_as == 64601
            else each
            for each in process.neighbors
        )
        strict = dataclasses.replace(process, neighbors=neighbors)
        network = changed("edge1", bgp=(strict,), prefix_lists=(*edge.prefix_lists, deny))
        found = follow("edge1", "198.51.100.1", "isp2", network=network)
        assert found.ends == ("no route",)
        told = "isp1 has 198.51.100.0/24 and a session to edge1: prefix list NOTHING (in) of edge1 denies it"
        assert told in reasons(found)

    def test_the_line_where_it_stops(self) -> None:
        found = follow("dist1", "192.0.2.7", "edge1:eth1--isp1:eth1", "edge2:eth1--isp2:eth1")
        assert found.ends == ("no route",)
        told = reasons(found)
        assert "isp1 has 192.0.2.0/24, but its line edge1:eth1--isp1:eth1 to edge1 is down" in told
        assert "isp2 has 192.0.2.0/24, but its line edge2:eth1--isp2:eth1 to edge2 is down" in told
        assert "core" not in told, "whoever has no route himself stops nothing"

    def test_the_dead_device_where_it_stops(self) -> None:
        told = reasons(follow("dist1", "8.8.8.8", "edge1", "edge2"))
        assert "edge1 does not run or answer: next to it isp1 has 0.0.0.0/0" in told
        assert "edge2 does not run or answer: next to it isp2 has 0.0.0.0/0" in told

    def test_who_would_announce_it_is_dead(self) -> None:
        told = reasons(follow("dist1", "192.0.2.7", "isp1", "isp2"))
        assert "isp1 announces 192.0.2.0/24, but does not run or answer" in told
        assert "isp2 announces 192.0.2.0/24, but does not run or answer" in told

    def test_an_ospf_neighbour_that_is_missing_far_away(self) -> None:
        network = estate()
        for name in ("core1", "core2"):
            ports = network.devices[name].interfaces
            other = {
                port: dataclasses.replace(each, ospf=dataclasses.replace(each.ospf, hello_interval=7))
                for port, each in ports.items()
                if port in {"eth6", "eth7"} and each.ospf is not None
            }
            device = dataclasses.replace(network.devices[name], interfaces={**ports, **other})
            network = network.with_devices({name: device})
        told = reasons(follow("dist1", "10.31.255.33", "edge1", "edge2", network=network))
        assert "dist3 has 10.31.255.33/32, but no OSPF neighbour on dist3:eth1" in told


class TestNames:
    @pytest.mark.parametrize(
        ("source", "destination", "family", "problem"),
        [
            ("core11", "edge1", None, "there is no device or segment core11; did you mean core1?"),
            ("core1", "edge11", None, "there is no device, segment or address edge11; did you mean edge1?"),
            ("core1", "192.0.2.7", 6, "192.0.2.7 is an IPv4 address, and --family says 6"),
            ("core1", "b01-cctv", 6, "b01-cctv has no IPv6 prefix"),
            ("b01-cctv", "2001:db8:f100::1", None, "b01-cctv has no IPv6 to send from"),
        ],
    )
    def test_what_cannot_be_followed(self, source: str, destination: str, family: int | None, problem: str) -> None:
        with pytest.raises(InputError, match=problem.replace("?", r"\?")):
            follow(source, destination, family=family)

    def test_a_segment_without_gateway_is_no_place_to_start(self) -> None:
        lonely = Segment("lonely", 99, "servers", ipv4=ip_network("10.98.0.0/24"))  # type: ignore[arg-type]  # v4, as seen
        network = dataclasses.replace(estate(), segments={**estate().segments, "lonely": lonely})
        with pytest.raises(InputError, match="lonely has no gateway"):
            follow("lonely", "core1", network=network)
