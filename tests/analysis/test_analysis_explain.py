"""One fault, put into a network, is the one cause that is found: no other knows what was done."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from ipaddress import IPv4Address, ip_address, ip_network
from pathlib import Path

import pytest

from netops.analysis import Failures, predict
from netops.analysis.explain import Explanation, explain
from netops.analysis.explain.drift import differences, with_difference
from netops.analysis.explain.faults import FAULTS
from netops.intent import load
from netops.model import (
    ArpEntry,
    Device,
    Endpoint,
    Interface,
    MacEntry,
    Network,
    OspfNetworkType,
    Probe,
    Secret,
    Snapshot,
    StaticRoute,
)

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def estate() -> Network:
    network = load(ROOT).network
    assert network is not None
    return network


def observed(network: Network, failures: Failures | None = None) -> Snapshot:
    """What the managed devices show: the dead ones do not answer."""
    shown = predict(network, failures)
    return dataclasses.replace(
        shown, devices={name: each for name, each in shown.devices.items() if network.devices[name].managed}
    )


def changed(network: Network, name: str, change: Callable[[Device], Device]) -> Network:
    return network.with_devices({name: change(network.devices[name])})


def port(network: Network, name: str, interface: str, change: Callable[[Interface], Interface]) -> Network:
    device = network.devices[name]
    ports = {**device.interfaces, interface: change(device.interfaces[interface])}
    return network.with_devices({name: dataclasses.replace(device, interfaces=ports)})


def ospf(network: Network, name: str, interface: str, **fields: object) -> Network:
    def change(each: Interface) -> Interface:
        assert each.ospf is not None
        return dataclasses.replace(each, ospf=dataclasses.replace(each.ospf, **fields))  # type: ignore[arg-type]  # any

    return port(network, name, interface, change)


def neighbor(network: Network, name: str, peer: str, **fields: object) -> Network:
    def change(device: Device) -> Device:
        process = device.bgp[0]
        peers = tuple(
            dataclasses.replace(each, **fields) if each.address == ip_address(peer) else each  # type: ignore[arg-type]  # any
            for each in process.neighbors
        )
        assert peers != process.neighbors
        return dataclasses.replace(device, bgp=(dataclasses.replace(process, neighbors=peers),))

    return changed(network, name, change)


def causes(found: Explanation) -> list[str]:
    assert found.unexplained == ()
    return [each.name for each in found.causes]


def test_a_healthy_network_has_no_cause(estate: Network) -> None:
    assert explain(estate, estate, observed(estate)) == Explanation((), (), predict(estate))


def test_every_broken_line_between_managed_devices_is_named(estate: Network) -> None:
    lines = [each for each in estate.links if "core1" in each.name or "acc-b01" in each.name]
    for link in lines:
        failures = Failures(links=frozenset({link.name}))
        assert causes(explain(estate, estate, observed(estate, failures))) == [f"link-down {link.name}"]


@pytest.mark.parametrize("name", ["core1", "dist3", "edge2", "acc-b07"])
def test_a_dead_device_is_one_cause_not_all_of_its_lines(estate: Network, name: str) -> None:
    found = explain(estate, estate, observed(estate, Failures(devices=frozenset({name}))))
    assert causes(found) == [f"device-dead {name}"]
    assert {each.caused_by for each in found.findings} == {f"device-dead {name}"}


def test_a_device_that_works_and_does_not_answer_has_lost_its_management(estate: Network) -> None:
    shown = observed(estate)
    silent = dataclasses.replace(shown.devices["core2"], reachable=False, error="timed out", interfaces=None)
    found = explain(estate, estate, dataclasses.replace(shown, devices={**shown.devices, "core2": silent}))
    assert causes(found) == ["management-lost core2"]


def test_two_independent_faults_are_two_causes(estate: Network) -> None:
    failures = Failures(devices=frozenset({"core1"}), links=frozenset({"acc-b05:eth1--dist1:eth15"}))
    assert set(causes(explain(estate, estate, observed(estate, failures)))) == {
        "device-dead core1",
        "link-down acc-b05:eth1--dist1:eth15",
    }


def _first_ospf_port(network: Network, name: str) -> str:
    return next(each.name for each in network.devices[name].interfaces.values() if each.ospf and each.name != "lo")


@pytest.mark.parametrize(
    ("fault", "fields"),
    [
        ("ospf-area", {"area": "0.0.0.77"}),
        ("ospf-timers", {"hello_interval": 3}),
        ("ospf-timers", {"dead_interval": 77}),
        ("ospf-network-type", {"network_type": OspfNetworkType.BROADCAST}),
        ("ospf-passive", {"passive": True}),
        ("ospf-authentication", {"authentication": None}),
        ("config-drift", {"cost": 777}),
    ],
)
@pytest.mark.parametrize("name", ["core1", "dist2"])
def test_a_changed_ospf_line_is_named(estate: Network, name: str, fault: str, fields: dict[str, object]) -> None:
    interface = _first_ospf_port(estate, name)
    wrong = ospf(estate, name, interface, **fields)
    assert wrong != estate, "the estate has this value already"
    found = explain(estate, wrong, observed(wrong))
    assert causes(found) == [f"{fault} {name}:{interface}"]


@pytest.mark.parametrize(
    ("fault", "fields"),
    [("bgp-as", {"remote_as": 64999}), ("bgp-password", {"password": Secret("another")})],
)
def test_a_changed_bgp_neighbor_is_named(estate: Network, fault: str, fields: dict[str, object]) -> None:
    peer = str(estate.devices["edge1"].bgp[0].neighbors[0].address)
    wrong = neighbor(estate, "edge1", peer, **fields)
    assert causes(explain(estate, wrong, observed(wrong))) == [f"{fault} edge1"]


def test_a_session_that_is_blocked_is_told_from_one_that_is_misconfigured(estate: Network) -> None:
    peer = str(estate.devices["edge1"].bgp[0].neighbors[0].address)
    shown = observed(neighbor(estate, "edge1", peer, shutdown=True))
    (cause,) = explain(estate, estate, shown).causes
    assert cause.fault == "bgp-blocked"
    assert "edge1" in cause.subject


def test_a_blackhole_is_named(estate: Network) -> None:
    route = StaticRoute(ip_network("10.16.0.0/16"), blackhole=True)
    wrong = changed(estate, "dist1", lambda each: dataclasses.replace(each, static_routes=(*each.static_routes, route)))
    assert causes(explain(estate, wrong, observed(wrong))) == ["static-route dist1"]


def test_a_daemon_that_does_not_run_is_named(estate: Network) -> None:
    bereft = changed(estate, "dist4", lambda each: dataclasses.replace(each, bgp=()))
    assert causes(explain(estate, estate, observed(bereft))) == ["process-dead dist4 bgpd"]


def test_a_port_shut_down_past_the_configuration_is_named(estate: Network) -> None:
    shut = port(estate, "core2", "eth1", lambda each: dataclasses.replace(each, enabled=False))
    assert causes(explain(estate, estate, observed(shut))) == ["admin-down core2:eth1"]


def test_an_access_port_in_another_vlan_is_named(estate: Network) -> None:
    switch = estate.devices["acc-b01"]
    access = next(each for each in switch.interfaces.values() if each.switchport and each.switchport.access_vlan)
    assert access.switchport is not None
    moved = dataclasses.replace(access.switchport, access_vlan=max(switch.vlans))
    wrong = port(estate, "acc-b01", access.name, lambda each: dataclasses.replace(each, switchport=moved))
    assert causes(explain(estate, wrong, observed(wrong))) == [f"access-vlan acc-b01:{access.name}"]


def test_a_trunk_that_lacks_a_vlan_is_named(estate: Network) -> None:
    switch = estate.devices["acc-b03"].interfaces["eth1"].switchport
    assert switch is not None
    less = dataclasses.replace(switch, trunk_vlans=switch.trunk_vlans[1:])
    wrong = port(estate, "acc-b03", "eth1", lambda each: dataclasses.replace(each, switchport=less))
    assert causes(explain(estate, wrong, observed(wrong))) == ["trunk-vlan acc-b03:eth1"]


def test_a_changed_description_is_drift_and_hurts_nobody(estate: Network) -> None:
    wrong = port(estate, "core1", "eth1", lambda each: dataclasses.replace(each, description="to whom?"))
    assert causes(explain(estate, wrong, observed(wrong))) == ["config-drift core1:eth1"]


def test_lines_of_no_meaning_to_a_prediction_are_drift_as_well(estate: Network) -> None:
    found = explain(estate, estate, observed(estate), diffs={"edge1": ("-log syslog", "+log file frr.log")})
    assert causes(found) == ["config-drift edge1"]
    assert found.causes[0].evidence == ("-log syslog", "+log file frr.log")


def test_a_router_id_that_another_router_has_is_named(estate: Network) -> None:
    taken = estate.devices["core1"].ospf[0].router_id

    def change(device: Device) -> Device:
        first, *rest = device.ospf
        return dataclasses.replace(device, ospf=(dataclasses.replace(first, router_id=taken), *rest))

    wrong = changed(estate, "dist1", change)
    assert causes(explain(estate, wrong, observed(wrong))) == ["duplicate-router-id dist1"]


def _probed(network: Network, loss: Callable[[str, str], int]) -> Snapshot:
    """Every device with probes to its neighbours on its own lines; ``loss`` of 25 by both devices' names."""
    shown = observed(network)
    states = dict(shown.devices)
    for link in network.links:
        for near, far in ((link.a, link.b), (link.b, link.a)):
            theirs = network.devices[far.device].interfaces[far.interface].addresses
            mine = network.devices[near.device].interfaces[near.interface].addresses
            if near.device in states and mine and theirs:
                probe = Probe(near.interface, theirs[0].ip, 25, 25 - loss(near.device, far.device))
                states[near.device] = dataclasses.replace(
                    states[near.device], probes=(*(states[near.device].probes or ()), probe)
                )
    return dataclasses.replace(shown, devices=states)


def test_a_line_that_loses_packets_silently_is_named(estate: Network) -> None:
    shown = _probed(estate, lambda one, other: 9 if {one, other} == {"core1", "dist1"} else 0)
    (name,) = causes(explain(estate, estate, shown))
    assert name.startswith("packet-loss ")
    assert "core1:" in name
    assert "dist1:" in name


def test_probes_over_a_line_that_is_down_are_explained_by_it(estate: Network) -> None:
    link = next(each for each in estate.links if {each.a.device, each.b.device} == {"core1", "dist1"})
    lost = _probed(estate, lambda one, other: 25 if {one, other} == {"core1", "dist1"} else 0)
    broken = observed(estate, Failures(links=frozenset({link.name})))
    shown = dataclasses.replace(
        broken,
        devices={n: dataclasses.replace(each, probes=lost.devices[n].probes) for n, each in broken.devices.items()},
    )
    assert causes(explain(estate, estate, shown)) == [f"link-down {link.name}"]


def test_an_address_that_another_mac_claims_is_named_with_its_port(estate: Network) -> None:
    shown = observed(estate)
    home = next(each for each in estate.links if each.b.device.startswith("home-") or each.a.device.startswith("home-"))
    host, access = (home.a, home.b) if home.a.device.startswith("home-") else (home.b, home.a)
    address = estate.devices[host.device].interfaces[host.interface].addresses[0]
    segment = next(
        Endpoint(name, each.name)
        for name, device in estate.devices.items()
        if device.managed
        for each in device.interfaces.values()
        if any(one.network == address.network for one in each.addresses)
    )
    rogue = "02:de:ad:be:ef:01"
    entry = ArpEntry(segment.interface, IPv4Address(str(address.ip)), rogue, "reachable")
    learned = MacEntry(100, rogue, access.interface)
    states = {
        **shown.devices,
        segment.device: dataclasses.replace(shown.devices[segment.device], arp=(entry,)),
        access.device: dataclasses.replace(shown.devices[access.device], macs=(learned,)),
    }
    assert causes(explain(estate, estate, dataclasses.replace(shown, devices=states))) == [
        f"duplicate-address {access}"
    ]


def test_each_difference_alone_leads_from_one_configuration_to_the_other(estate: Network) -> None:
    wrong = ospf(estate, "core1", _first_ospf_port(estate, "core1"), cost=7, area="0.0.0.7")
    wrong = neighbor(wrong, "core1", str(wrong.devices["core1"].bgp[0].neighbors[0].address), remote_as=1)
    found = differences(estate, wrong)
    assert len(found) == 3
    network = estate
    for each in found:
        network = with_difference(network, wrong, each)
    assert differences(network, wrong) == ()
    assert differences(estate, estate) == ()


def test_every_fault_is_documented() -> None:
    text = (ROOT / "docs" / "scan.md").read_text(encoding="utf-8")
    assert {name for name in FAULTS if f"`{name}`" not in text} == set()
