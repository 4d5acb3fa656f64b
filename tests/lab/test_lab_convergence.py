"""Rest and unrest, told from what routers show."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from ipaddress import IPv4Address, ip_address, ip_network

import lab_samples
import pytest

from netops.errors import LabError
from netops.lab.convergence import Observation, await_convergence, expected, settle_time, unfinished
from netops.model import (
    Adjacency,
    Bgp,
    BgpNeighbor,
    BgpSession,
    DeviceState,
    InterfaceState,
    Network,
    Ospf,
    Route,
    VrrpState,
)

UP = {name: InterfaceState(name, admin_up=True, oper_up=True) for name in ("eth1", "eth2.10")}


def neighbour(number: int, state: str = "full") -> Adjacency:
    return Adjacency("eth1", IPv4Address(f"10.0.0.{number}"), 2, "0.0.0.0", state)


def virtual(state: str) -> VrrpState:
    return VrrpState("eth2.10", 10, 4, state, addresses=(ip_address("10.10.0.1"),))


def session(peer: str, state: str = "established") -> BgpSession:
    return BgpSession(ip_address(peer), 65000, 65000, state)


def observed(name: str, **tables: object) -> Observation:
    state = DeviceState(name, interfaces=UP, adjacencies=(), sessions=(), vrrp=(), ribs={"default": {}})
    return Observation(dataclasses.replace(state, **tables))


def bgp_network() -> Network:
    network = lab_samples.small_network()
    for one, other in (("r1", "10.1.0.1"), ("r2", "10.1.0.0")):
        process = Bgp(65000, neighbors=(BgpNeighbor(ip_address(other), 65000),))
        network = network.with_devices({one: dataclasses.replace(network.devices[one], bgp=(process,))})
    return network


CONNECTED = {ip_network("10.1.0.0/31"): Route(ip_network("10.1.0.0/31"), "connected", 0, 0, frozenset())}
CALM = {
    "r1": observed("r1", adjacencies=(neighbour(2),), vrrp=(virtual("master"),)),
    "r2": observed("r2", adjacencies=(neighbour(1),), vrrp=(virtual("backup"),)),
}


def test_calm_is_calm() -> None:
    network = lab_samples.small_network()
    assert list(unfinished(network, CALM)) == []
    assert list(expected(network, CALM)) == []


UNREST = {
    "half built": ({"r1": observed("r1", adjacencies=(neighbour(2, "exchange"),))}, "state exchange"),
    "one-sided": ({"r1": observed("r1", adjacencies=(neighbour(2),)), "r2": observed("r2")}, "not given up yet"),
    "waiting": ({"r1": Observation(DeviceState("r1"), ("eth1",))}, "eth1 waits"),
    "no master": ({"r1": observed("r1", vrrp=(virtual("backup"),))}, "no master"),
    "opening": ({"r1": observed("r1", sessions=(session("10.1.0.1", "openconfirm"),))}, "state openconfirm"),
    "dead peer": ({"r1": observed("r1", sessions=(session("10.1.0.1"),))}, "not given up yet"),
}


@pytest.mark.parametrize("case", UNREST)
def test_unrest(case: str) -> None:
    seen, word = UNREST[case]
    told = list(unfinished(bgp_network(), seen))
    assert len(told) == 1
    assert word in told[0]


def test_a_silent_interface_may_wait_for_ever() -> None:
    seen = {"r1": Observation(DeviceState("r1"), ("eth2.10",))}
    assert list(unfinished(lab_samples.small_network(), seen)) == []


def test_an_adjacency_of_the_network_is_expected() -> None:
    seen = {"r1": observed("r1"), "r2": observed("r2")}
    assert [each.split(":")[0] for each in expected(lab_samples.small_network(), seen)] == ["r1", "r2"]


def test_nothing_is_expected_over_a_dead_port() -> None:
    down = {"eth1": InterfaceState("eth1", admin_up=True, oper_up=False)}
    seen = {"r1": observed("r1", interfaces=down), "r2": observed("r2", interfaces=down)}
    assert list(expected(lab_samples.small_network(), seen)) == []


def test_a_session_is_expected_while_the_peer_is_in_reach() -> None:
    network = bgp_network()
    near = {
        name: observed(name, adjacencies=CALM[name].state.adjacencies, ribs={"default": CONNECTED}) for name in CALM
    }
    far = {name: dataclasses.replace(CALM[name]) for name in CALM}
    assert len(list(expected(network, near))) == 2
    assert list(expected(network, far)) == []


def test_two_masters_may_still_agree() -> None:
    seen = {
        name: dataclasses.replace(CALM[name], state=dataclasses.replace(CALM[name].state, vrrp=(virtual("master"),)))
        for name in CALM
    }
    assert list(unfinished(lab_samples.small_network(), seen)) == []
    assert [each for each in expected(lab_samples.small_network(), seen) if "2 masters" in each]


@pytest.mark.parametrize(
    ("processes", "seconds"),
    [((), 2.0), ((Ospf(2, lsa_throttle=200),), 1.7), ((Ospf(2),), 6.5), ((Ospf(2, lsa_throttle=200), Ospf(3)), 6.5)],
)
def test_settle_time_follows_the_lsa_timers(processes: tuple[Ospf, ...], seconds: float) -> None:
    network = lab_samples.small_network()
    bare = {name: dataclasses.replace(each, ospf=()) for name, each in network.devices.items()}
    bare["r1"] = dataclasses.replace(bare["r1"], ospf=processes)
    assert settle_time(network.with_devices(bare)) == seconds


def test_no_rest_in_time_is_said() -> None:
    def ask(_: str, argv: Sequence[str]) -> str:
        raise LabError(f"{argv[0]} does not answer")

    assert await_convergence(lab_samples.small_network(), ["r1"], ask, timeout=0.0, settle=5.0) is False
