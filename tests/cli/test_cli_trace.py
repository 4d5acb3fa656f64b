"""``netops trace`` and the questions that ``netops routes`` answers, as commands on the repository's estate."""

from __future__ import annotations

import json

import pytest
from command_line import Run


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("trace", "home-b01-0101", "192.0.2.7"), 0, "✔ packets arrive on every way"),
        (("trace", "home-b01-0101", "192.0.2.7"), 0, "acc-b01:eth1 → dist1:eth11 (VLAN 101)"),
        (("trace", "core1", "srv-dns", "--fail", "srv-dns"), 1, "✘ packets do not arrive: destination absent"),
        (("trace", "core1", "edge1", "--fail", "isp1", "--family", "6"), 0, "(2001:db8:1ff::11)"),
        (("routes", "core1", "192.0.2.7"), 0, "192.0.2.0/24"),
        (("routes", "core1", "10.99.1.1", "--fail", "isp1", "--fail", "isp2"), 1, "no device has 10.99.1.1 connected"),
        (("routes", "core1", "192.0.2.0/25"), 1, "no route to exactly 192.0.2.0/25; its packets take 192.0.2.0/24"),
        (("routes", "core1", "0.0.0.0/0", "--why"), 0, "administrative distance 200, ospf has 110"),
        (("routes", "core1", "10.99.1.0/24", "--why"), 1, "core1 has no route to 10.99.1.0/24"),
        (("trace", "edge1", "192.0.2.7", "--why"), 0, "edge1 takes 192.0.2.0/24 from bgp ebgp [20/0]"),
        (("routes", "acc-b01"), 1, "acc-b01 has no routing table"),
    ],
)
def test_answers(netops: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    done = netops(*arguments)
    assert done.returncode == code, done.stderr
    assert said in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("trace", "core11", "edge1"), "there is no device or segment core11; did you mean core1?"),
        (("trace", "core1", "not-there"), "there is no device, segment or address not-there"),
        (("trace", "core1", "edge1", "--family", "5"), "--family is 4 or 6"),
        (("trace", "core1", "edge1", "--observed", "--fail", "core2"), "--fail is for predictions"),
        (("trace", "core1", "edge1", "--observed", "--why"), "--why is for predictions"),
        (("routes", "core1", "--why"), "it needs a PREFIX"),
        (("routes", "core1", "10.0.0.0/99", "--why"), "10.0.0.0/99 is not a prefix"),
        (("routes", "core1", "10.0.0.0/99"), "10.0.0.0/99 is not a prefix"),
    ],
)
def test_refuses(netops: Run, arguments: tuple[str, ...], said: str) -> None:
    done = netops(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_json_holds_every_hop(netops: Run) -> None:
    document = json.loads(netops("trace", "home-b01-0101", "192.0.2.7", "--json").stdout)
    assert document["arrives"] is True
    hops = {each["device"]: each for each in document["trace"]["hops"]}
    assert {each["device"] for each in hops["dist1"]["exits"]} == {"core1", "core2"}
    assert hops["dist1"]["route"]["prefix"] == "192.0.2.0/24"


class TestWhatIf:
    def test_every_failure_in_one_table(self, netops: Run) -> None:
        done = netops("whatif", "acc-b03", "core1", "core1:eth4--dist1:eth1")
        assert done.returncode == 0, done.stderr
        assert "4 segments, 1 building, 72 homes" in done.stdout
        assert "51 segments, 12 buildings, 1152 homes" in done.stdout
        assert "3 failures: 1 cut somebody off (0 more than what is behind them)" in done.stdout
        assert "hurt nobody: core1:eth4--dist1:eth1" in done.stdout

    def test_what_cuts_off_more_than_its_own_is_a_finding(self, netops: Run) -> None:
        done = netops("whatif", "acc-srv", "--json")
        assert done.returncode == 1
        (outcome,) = json.loads(done.stdout)
        assert outcome["cut_off"]["homes"] == 1152
        assert outcome["local"] is False

    def test_names_and_sweeps_do_not_mix(self, netops: Run) -> None:
        assert "did you mean core1?" in netops("whatif", "core11").stderr
        assert netops("whatif", "core1", "--links").returncode == 2
