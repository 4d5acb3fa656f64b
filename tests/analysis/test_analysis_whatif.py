"""Every single failure: what is told equals what full predictions give, and is what an engineer would say."""

from __future__ import annotations

import dataclasses
import sys
from functools import cache
from pathlib import Path

import pytest

from netops.analysis import Failures, predict
from netops.analysis.impact import Impact, impact, standing
from netops.analysis.whatif import Failing, Outcome, Sweep, single_failures, what_if
from netops.intent import load
from netops.model import Network, Snapshot

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "fidelity"))

from random_networks import (  # noqa: E402 - beside the tests of fidelity
    SHAPES,
    random_network,
)


@cache
def estate() -> Network:
    network = load(ROOT).network
    assert network is not None
    return network


@cache
def outcomes() -> dict[str, Outcome]:
    return {each.failing.name: each for each in what_if(estate(), single_failures(estate()))}


def full(network: Network, failures: Failures) -> Impact:
    """As it is without anything remembered."""
    return impact(standing(network, predict(network)), standing(network, predict(network, failures), failures))


def shown(snapshot: Snapshot) -> dict[str, object]:
    """Every table in full."""
    return {
        name: dataclasses.replace(state, ribs={vrf: dict(rib) for vrf, rib in (state.ribs or {}).items()})
        for name, state in snapshot.devices.items()
    }


class TestEqualsFullPredictions:
    def test_each_failure_of_the_estate(self) -> None:
        before = standing(estate(), predict(estate()))
        assert len(outcomes()) == 84
        for outcome in outcomes().values():
            failures = outcome.failing.failures
            after = standing(estate(), predict(estate(), failures), failures)
            assert outcome.impact == impact(before, after), outcome.failing

    @pytest.mark.parametrize("seed", range(len(SHAPES) * 2))
    def test_each_table_under_each_failure_of_a_random_network(self, seed: int) -> None:
        network = random_network(seed)
        sweep = Sweep(network)
        for failing in single_failures(network):
            alone = predict(network, failing.failures)
            assert shown(sweep.snapshot(failing.failures)) == shown(alone), failing


class TestTheEstate:
    @pytest.mark.parametrize(
        ("name", "told"),
        [
            ("acc-b03", "cut off: 4 segments, 1 building, 72 homes"),
            ("core1", "one failure from an outage: 51 segments, 12 buildings, 1152 homes"),
            ("edge1:eth1--isp1:eth1", "one failure from an outage: 51 segments, 12 buildings, 1152 homes"),
            ("acc-b05:eth1--dist1:eth15", "one failure from an outage: 4 segments, 1 building, 120 homes"),
            ("core1:eth4--dist1:eth1", "nobody is cut off, and redundancy is as before"),
            ("core1:eth3--core2:eth3", "nobody is cut off, and redundancy is as before"),
            ("home-b01-0101", "nobody is cut off, and redundancy is as before"),
            ("srv-dns", "partly cut off from the servers: 51 segments, 12 buildings, 1152 homes"),
            (
                "acc-srv",
                "cut off: 1 segment; cut off from the servers: 50 segments, 12 buildings, 1152 homes",
            ),
        ],
    )
    def test_what_fails_and_who_is_hurt(self, name: str, told: str) -> None:
        assert str(outcomes()[name].impact) == told

    def test_what_is_left_is_named(self) -> None:
        risk = next(each for each in outcomes()["core1"].impact.risks)
        assert risk.depends_on == ("core2",)
        assert outcomes()["core1"].impact.devices == ("core1",)

    def test_local_is_what_cuts_off_only_its_own(self) -> None:
        assert outcomes()["acc-b03"].local
        assert not outcomes()["acc-srv"].local
        assert outcomes()["core1:eth3--core2:eth3"].harmless

    def test_the_worst_comes_first(self) -> None:
        cut = [each.impact.homes_cut for each in outcomes().values()]
        assert cut == sorted(cut, reverse=True)

    def test_two_failures_at_once(self) -> None:
        both = full(estate(), Failures(devices=frozenset({"isp1", "edge2"})))
        assert both.homes_cut == 1152
        assert all("internet" in each.lost for each in both.losses)
        assert str(both).startswith("cut off from the internet: 51 segments")


def test_a_home_is_counted_once() -> None:
    building = what_if(estate(), [Failing("device", "acc-b01")])[0].impact
    assert len({each.attachment.segment for each in building.losses}) == 5
    assert building.homes_cut == 96


def test_a_building_with_two_switches_shares_its_homes() -> None:
    """A second switch in building 1 serves half of it: its failure cuts off half of the homes."""
    network = estate()
    switch = dataclasses.replace(network.devices["acc-b01"], name="acc-b01b")
    segments = {
        name: dataclasses.replace(each, switches=(*each.switches, "acc-b01b")) if each.site == "b01" else each
        for name, each in network.segments.items()
    }
    wider = dataclasses.replace(network.with_devices({"acc-b01b": switch}), segments=segments)
    before = standing(wider, predict(wider))
    shares = {(each.switch, each.homes) for each in before.attachments if each.segment == "b01-residents"}
    assert shares == {("acc-b01", 48), ("acc-b01b", 48)}


def test_a_vlan_that_a_trunk_lacks_draws_answers_into_a_dead_end() -> None:
    """dist1's interface stays up and announces the prefix, but its hosts are reached over dist2 alone."""
    network = estate()
    switch = network.devices["acc-b01"]
    port = switch.interfaces["eth1"]
    assert port.switchport is not None
    narrower = dataclasses.replace(port.switchport, trunk_vlans=(201, 301, 401, 501))
    ports = {**switch.interfaces, "eth1": dataclasses.replace(port, switchport=narrower)}
    faulty = network.with_devices({"acc-b01": dataclasses.replace(switch, interfaces=ports)})
    found = impact(standing(network, predict(network)), standing(faulty, predict(faulty)))
    assert found.segments_cut == ("b01-residents",)
    assert found.losses[0].lost == ("servers",)  # whose router is dist1
    assert found.losses[0].partly == ("answers from the internet",)
    assert found.homes_cut == 96
