"""How long agreement must last: as long as the change may take to act, by the timers through which it acts."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from community import Community

from netops.analysis import predict
from netops.intent import load
from netops.model import Bgp, Device, Network
from netops.workflows.settling import LONGEST, predicted_alike, settle_time
from netops.workflows.verify import Patience, agree

ROOT = Path(__file__).parents[2]  # of the estate with all protocols


def banner(device: Device) -> Device:
    return dataclasses.replace(device, banner="another")


def description(device: Device) -> Device:
    ports = {name: dataclasses.replace(each, description="another") for name, each in device.interfaces.items()}
    return dataclasses.replace(device, interfaces=ports)


def vlan_name(device: Device) -> Device:
    return dataclasses.replace(
        device, vlans={number: dataclasses.replace(each, name="another") for number, each in device.vlans.items()}
    )


def neighbor_description(device: Device) -> Device:
    def described(process: Bgp) -> Bgp:
        peers = tuple(dataclasses.replace(each, description="another") for each in process.neighbors)
        return dataclasses.replace(process, neighbors=peers)

    return dataclasses.replace(device, bgp=tuple(described(each) for each in device.bgp))


def mtu(device: Device) -> Device:
    ports = {name: dataclasses.replace(each, mtu=1400) for name, each in device.interfaces.items()}
    return dataclasses.replace(device, interfaces=ports)


def quick_lsa(device: Device) -> Device:
    ospf = tuple(dataclasses.replace(each, lsa_throttle=500) for each in device.ospf if each.version == 2)
    return dataclasses.replace(mtu(device), ospf=ospf)


def without_ospf(device: Device) -> Device:
    return dataclasses.replace(device, ospf=())


def changed(network: Network, name: str, edit: Callable[[Device], Device]) -> Network:
    return network.with_devices({name: edit(network.devices[name])})


@pytest.mark.parametrize(
    ("name", "edit", "seconds"),
    [
        ("r1", lambda each: each, 0.0),
        ("r1", banner, 0.0),
        ("r1", description, 0.0),
        ("r1", mtu, LONGEST),  # OSPF speaks of it: it may have to wait for MinLSInterval
        ("s1", banner, 0.0),
        ("s1", mtu, 3.0),
    ],
)
def test_what_a_change_may_take(
    community: Community, name: str, edit: Callable[[Device], Device], seconds: float
) -> None:
    network = community.estate.network
    assert settle_time(network, changed(network, name, edit)) == seconds


def test_configured_timers_count(community: Community) -> None:
    before = changed(community.estate.network, "r1", without_ospf)
    assert settle_time(before, changed(before, "r1", mtu)) == 3.0
    ready = changed(community.estate.network, "r1", quick_lsa)
    after = changed(ready, "r1", lambda each: dataclasses.replace(each, forwarding=not each.forwarding))
    assert settle_time(ready, after) == 3.0


def test_agreement_is_seen_twice_where_it_must_last(community: Community) -> None:
    fleet, collections = community.fleet, []
    fleet.on_collect = lambda _: collections.append(1)
    expected, devices = fleet.shown(), len(fleet.boxes)
    for settle, rounds in ((0.0, 1), (0.05, 2)):
        collections.clear()
        patience = Patience(converge=5, settle=settle)
        assert agree(fleet, [expected], must_answer=fleet.names, patience=patience).holds
        assert len(collections) == rounds * devices


def test_an_asked_for_settle_time_stays() -> None:
    assert Patience(settle=1.5).lasting(0.0).hold == 1.5
    assert Patience().lasting(0.0).hold == 0.0
    assert Patience().hold == LONGEST


@pytest.mark.parametrize(
    ("edit", "alike"),
    [(banner, True), (vlan_name, True), (neighbor_description, True), (description, False), (mtu, False)],
)
def test_what_no_table_shows_changes_no_prediction(edit: Callable[[Device], Device], alike: bool) -> None:
    """Then the prediction for the network before the change is not made anew; otherwise it is."""
    network = load(ROOT).network
    assert network is not None
    after = network.with_devices({name: edit(each) for name, each in network.devices.items() if each.managed})
    assert after != network
    assert predicted_alike(network, after) is alike
    if alike:
        assert predict(after) == predict(network)
