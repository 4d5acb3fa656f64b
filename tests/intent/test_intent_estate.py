"""The estate at the repository's root, and how the loader compiles lines, segments and plans."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import Counter
from ipaddress import IPv4Network, ip_address, ip_interface, ip_network
from pathlib import Path

import pytest
from nornir.core.inventory import Inventory
from nornir.plugins.inventory.simple import SimpleInventory

from netops.intent import load
from netops.model import (
    BgpAggregate,
    InterfaceKind,
    Network,
    OspfAreaKind,
    Redistribution,
    Role,
    Secret,
    SpanningTree,
    SwitchMode,
    SwitchPort,
    planned_mac,
)

ROOT = Path(__file__).parents[2]
VILLAGE = Path(__file__).parent / "village"


@pytest.fixture(scope="module")
def estate() -> Network:
    loaded = load(ROOT)
    assert loaded.findings == ()
    assert loaded.network is not None
    return loaded.network


@pytest.fixture(scope="module")
def village() -> Network:
    loaded = load(VILLAGE)
    assert loaded.network is not None
    return loaded.network


@pytest.fixture(scope="module")
def inventory() -> Inventory:
    folder = ROOT / "inventory"
    return SimpleInventory(
        str(folder / "hosts.yaml"), str(folder / "groups.yaml"), str(folder / "defaults.yaml")
    ).load()


def test_the_estate_is_the_community_that_was_asked_for(estate: Network) -> None:
    roles = Counter(device.role for device in estate.devices.values())
    assert (roles[Role.ISP], roles[Role.EDGE], roles[Role.CORE], roles[Role.DISTRIBUTION]) == (2, 2, 2, 4)
    assert sorted(name for name, device in estate.devices.items() if device.role is Role.ACCESS) == [
        *(f"acc-b{number:02}" for number in range(1, 13)),
        "acc-srv",
    ]
    assert len(estate.racks) == 3
    assert {segment.zone for segment in estate.segments.values()} == {
        "residents", "guest", "cctv", "access-control", "office", "servers", "management",
    }  # fmt: skip
    areas = {port.ospf.area for device in estate.devices.values() for port in device.interfaces.values() if port.ospf}
    assert areas == {"0.0.0.0", "0.0.0.1", "0.0.0.2"}


def test_nornir_reads_the_same_devices(estate: Network, inventory: Inventory) -> None:
    assert set(inventory.hosts) == set(estate.devices)


@pytest.mark.parametrize("key", ["role", "site", "asn", "managed", "banner", "status", "forwarding"])
def test_values_are_those_of_nornirs_lookup(estate: Network, inventory: Inventory, key: str) -> None:
    defaults = {"site": "", "asn": None, "managed": True, "banner": "", "forwarding": True}
    for name, host in inventory.hosts.items():
        device = estate.devices[name]
        ours = device.bgp[0].asn if key == "asn" and device.bgp else None if key == "asn" else getattr(device, key)
        assert ours == host.get(key, defaults.get(key)), name
        assert host.platform == device.platform
        if device.managed:
            assert device.management == ip_address(host.hostname or "")


def test_two_loads_are_equal_and_in_the_same_order(estate: Network) -> None:
    again = load(ROOT).network
    assert again == estate
    assert repr(again) == repr(estate)


def test_the_order_does_not_hang_on_the_hash_seed() -> None:
    code = "import sys; from pathlib import Path; from netops.intent import load; print(load(Path(sys.argv[1])))"
    told = {
        subprocess.run(
            [sys.executable, "-c", code, str(VILLAGE)],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
            cwd=ROOT,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


def test_everything_knows_where_it_was_said(estate: Network) -> None:
    for name, device in estate.devices.items():
        assert estate.sources[f"device:{name}"].file == "inventory/hosts.yaml"
        for port in device.interfaces:
            assert estate.sources[f"interface:{name}:{port}"].line is not None
    for link in estate.links:
        assert estate.sources[f"link:{link.name}"].file == "topology/links.yaml"
    for kind in ("segment", "site", "zone", "service", "rack"):
        for name in getattr(estate, f"{kind}s"):
            assert estate.sources[f"{kind}:{name}"].line is not None
    lines = (ROOT / "inventory/hosts.yaml").read_text().splitlines()
    assert lines[(estate.sources["device:core2"].line or 0) - 1].startswith("core2:")


def test_no_address_stands_twice(estate: Network) -> None:
    addresses = Counter(
        str(address.ip)
        for device in estate.devices.values()
        for port in device.interfaces.values()
        for address in port.addresses
    )
    assert [address for address, count in addresses.items() if count > 1] == []


def test_mac_addresses_are_planned(estate: Network) -> None:
    ports = estate.devices["dist1"].interfaces
    assert ports["lo"].mac is None
    assert ports["mgmt0"].mac == planned_mac("dist1", "mgmt0")
    assert ports["eth11.101"].mac == ports["eth11"].mac == planned_mac("dist1", "eth11")


def test_every_segment_has_a_master_and_the_masters_alternate(estate: Network) -> None:
    masters = {}
    for segment in (each for each in estate.segments.values() if each.name != "management"):  # which has no gateway
        priorities = {
            router: [group.priority for port in estate.devices[router].interfaces.values()
                     if port.vlan == segment.vlan for group in port.vrrp]
            for router in segment.gateway_devices
        }  # fmt: skip
        assert len(priorities) == 2
        assert len({max(each) for each in priorities.values()}) == 2
        masters[segment.name] = max(priorities, key=lambda router: max(priorities[router]))
    assert [masters[f"b{number:02}-residents"] for number in (1, 2, 7, 8)] == ["dist1", "dist2", "dist3", "dist4"]


def test_a_line_gives_both_ends_their_addresses_and_ospf(village: Network) -> None:
    one, two = (village.devices[name].interfaces["eth1"] for name in ("r1", "r2"))
    assert one.addresses == (ip_interface("10.1.0.0/31"), ip_interface("2001:db8:1::/127"))
    assert two.addresses == (ip_interface("10.1.0.1/31"), ip_interface("2001:db8:1::1/127"))
    assert one.ospf == two.ospf
    assert one.ospf is not None
    assert one.ospf6 is not None
    assert one.ospf.authentication is not None
    assert one.ospf.authentication.key == Secret("ospf-key")
    assert one.ospf6.authentication is None
    wide = village.devices["r2"].interfaces["eth9"], village.devices["world"].interfaces["eth1"]
    assert [port.addresses for port in wide] == [(ip_interface("10.9.0.1/30"),), (ip_interface("10.9.0.2/30"),)]


def test_a_segment_gives_gateways_and_trunks(village: Network) -> None:
    port = village.devices["r1"].interfaces["eth2.105"]
    assert (port.kind, port.parent, port.vlan) == (InterfaceKind.SUBINTERFACE, "eth2", 105)
    assert port.addresses == (ip_interface("10.5.1.2/24"),)
    assert [(group.group, group.priority, group.addresses) for group in port.vrrp] == [
        (1, 200, (ip_address("10.5.1.1"),))
    ]
    assert port.ospf is not None
    assert port.ospf.passive
    lone = village.devices["r2"].interfaces["eth2.200"]
    assert lone.addresses == (ip_interface("10.6.0.1/24"), ip_interface("2001:db8:6::1/64"))
    assert lone.vrrp == ()
    trunks = {name: each.switchport for name, each in village.devices["sw1"].interfaces.items() if each.switchport}
    assert trunks["eth1"].trunk_vlans == (105,)
    assert trunks["eth2"].trunk_vlans == (105, 200)
    assert (trunks["eth3"].mode, trunks["eth3"].access_vlan, trunks["eth3"].edge) == (SwitchMode.ACCESS, 105, True)


def test_a_router_carries_the_policies_that_it_uses_and_no_others(estate: Network, village: Network) -> None:
    edge1, core1 = estate.devices["edge1"], estate.devices["core1"]
    assert [each.name for each in edge1.route_maps] == ["ISP1-IN", "ISP1-IN-V6", "ISP1-OUT", "ISP1-OUT-V6"]
    assert [each.name for each in edge1.prefix_lists] == ["FROM-ISP", "FROM-ISP-V6", "OWN", "OWN-V6"]
    assert [each.name for each in edge1.as_path_lists] == ["ISP1"]
    assert (core1.route_maps, core1.prefix_lists, core1.as_path_lists) == ((), (), ())
    assert [each.name for each in village.devices["r2"].route_maps] == ["HAVE", "IN"]


def test_reflectors_and_clients(estate: Network) -> None:
    core1 = estate.devices["core1"].bgp[0]
    peers = {(each.description, each.address.version): each for each in core1.neighbors}
    clients = {name for (name, family), each in peers.items() if each.families[0].route_reflector_client and family}
    assert clients == {"edge1", "edge2", "dist1", "dist2", "dist3", "dist4"}
    assert not peers["core2", 4].families[0].route_reflector_client
    assert {(each.description) for each in estate.devices["dist1"].bgp[0].neighbors} == {"core1", "core2"}
    assert estate.devices["edge1"].bgp[0].neighbors[0].families[0].next_hop_self
    assert estate.devices["isp1"].bgp[0].ebgp_requires_policy is False
    assert {network.prefix for network in estate.devices["edge1"].bgp[0].family(4).networks} == {
        ip_network("10.16.0.0/12")
    }


def test_area_options_stand_where_the_area_is(tmp_path: Path) -> None:
    network = changed(tmp_path, "topology/links.yaml", "      area: 0.0.0.0", "      area: 0.0.0.1")
    for version in (2, 3):
        process = network.devices["r1"].ospf_process(version)
        assert process is not None
        assert [(area.area, area.kind) for area in process.areas] == [("0.0.0.1", OspfAreaKind.STUB)]


def test_the_default_is_originated_by_those_that_are_named(estate: Network) -> None:
    for version, expected in ((2, {"edge1", "edge2"}), (3, set())):
        originators = {
            name
            for name, device in estate.devices.items()
            if (process := device.ospf_process(version)) is not None and process.default_originate is not None
        }
        assert originators == expected
    assert estate.devices["acc-b01"].ospf == ()


def test_labels_tell_rack_and_unit(estate: Network) -> None:
    labels = {link.name: link.cable.label for link in estate.links}
    assert labels["core1:eth3--core2:eth3"] == "r1-36:eth3 / r2-36:eth3"
    assert len(set(labels.values())) == len(labels)


def changed(tmp_path: Path, file: str, old: str, new: str) -> Network:
    """The village with one thing changed, without a mistake."""
    root = Path(shutil.copytree(VILLAGE, tmp_path / "village"))
    text = (root / file).read_text()
    assert old in text
    (root / file).write_text(text.replace(old, new, 1))
    loaded = load(root)
    assert loaded.findings == ()
    assert loaded.network is not None
    return loaded.network


def test_a_ports_own_keys_win_over_its_line(tmp_path: Path) -> None:
    own = """    asn: 64999
    ports:
      eth1: {mtu: 9000, enabled: false, description: ours, addresses: [10.9.0.3/30], ospf: {area: 1, cost: 7}}
      eth2: {addresses: [10.8.0.1/24]}
"""
    ports = changed(tmp_path, "inventory/hosts.yaml", "    asn: 64999\n", own).devices["world"].interfaces
    assert (ports["eth1"].mtu, ports["eth1"].enabled, ports["eth1"].description) == (9000, False, "ours")
    assert ports["eth1"].addresses == (ip_interface("10.9.0.3/30"),)
    assert ports["eth1"].ospf is not None
    assert (ports["eth1"].ospf.area, ports["eth1"].ospf.cost) == ("0.0.0.1", 7)
    assert ports["eth2"].mac == planned_mac("world", "eth2")


def test_a_switch_port_may_say_its_vlans(tmp_path: Path) -> None:
    own = """data:
    role: access
    site: house
    spanning_tree_priority: 4096
    ports:
      eth1: {trunk: [200, 105], native_vlan: 1}
      eth3: {edge: false}
      eth7: {segment: phones}
"""
    device = changed(tmp_path, "inventory/hosts.yaml", "data: {role: access, site: house}\n", own).devices["sw1"]
    ports = {name: port.switchport for name, port in device.interfaces.items()}
    assert ports["eth1"] == SwitchPort(SwitchMode.TRUNK, None, (105, 200), 1)
    assert ports["eth3"] == SwitchPort(SwitchMode.ACCESS, 105)
    assert ports["eth7"] == SwitchPort(SwitchMode.ACCESS, 200, edge=True)
    assert device.spanning_tree == SpanningTree(priority=4096)


def test_a_switch_that_is_its_segments_router_has_an_interface_in_the_vlan(tmp_path: Path) -> None:
    network = changed(tmp_path, "inventory/segments.yaml", "      - {device: r2}\n", "      - {device: sw1}\n")
    port = network.devices["sw1"].interfaces["vlan200"]
    assert (port.kind, port.vlan, port.parent) == (InterfaceKind.SVI, 200, None)
    assert port.addresses == (ip_interface("10.6.0.1/24"), ip_interface("2001:db8:6::1/64"))


def test_reflectors_alone_are_a_full_mesh(tmp_path: Path) -> None:
    network = changed(tmp_path, "inventory/routing.yaml", "reflectors: [r1]\n    clients: [r2]", "reflectors: [r1, r2]")
    for name, peer in (("r1", "r2"), ("r2", "r1")):
        inside = [each for each in network.devices[name].bgp[0].neighbors if each.remote_as == 65001]
        assert {each.description for each in inside} == {peer}
        assert not any(each.families[0].route_reflector_client for each in inside)


def test_redistribution_and_aggregates_bring_their_policies(tmp_path: Path) -> None:
    own = """bgp_networks: [10.5.0.0/16]
    bgp_aggregates: [{prefix: 10.4.0.0/14, summary_only: true}]
    bgp_redistribute: [{protocol: connected, route_map: HAVE, families: [4]}]
"""
    device = changed(tmp_path, "inventory/hosts.yaml", "bgp_networks: [10.5.0.0/16]\n", own).devices["r2"]
    family = device.bgp[0].family(4)
    assert family.aggregates == (BgpAggregate(IPv4Network("10.4.0.0/14"), summary_only=True),)
    assert family.redistribute == (Redistribution("connected", route_map="HAVE"),)
    assert device.bgp[0].family(6).redistribute == ()
    assert "HAVE" in [each.name for each in device.route_maps]
