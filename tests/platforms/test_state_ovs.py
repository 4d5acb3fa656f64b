"""What a real Open vSwitch switch showed, read back."""

from __future__ import annotations

import json
from ipaddress import ip_interface
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netops.model import DeviceState, MacEntry
from netops.platforms.ovs.state import DATABASE, FDB, PORTS, PROCESSES, SHOW_COMMANDS, read

RECORDED: dict[str, str] = json.loads((Path(__file__).parent / "recorded" / "ovs.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def state() -> DeviceState:
    return read("s1", RECORDED)


def test_everything_was_understood(state: DeviceState) -> None:
    assert state.unread == ()
    assert state.facts["version"] == "3.1.0"
    assert state.facts["rstp.eth1"] == "designated forwarding"


def test_ports(state: DeviceState) -> None:
    assert state.interfaces is not None
    assert (state.interfaces["eth1"].admin_up, state.interfaces["eth1"].oper_up) == (True, True)
    assert state.interfaces["eth3"].admin_up is False
    assert state.interfaces["eth1"].speed == 10_000
    assert state.interfaces["mgmt0"].addresses == (ip_interface("10.255.0.3/24"),)
    assert state.interfaces["lo"].addresses == ()


def test_the_forwarding_database_names_ports(state: DeviceState) -> None:
    assert state.macs == (MacEntry(10, "02:92:39:44:5f:23", "eth1"),)


def test_the_configuration_is_the_canonical_one(state: DeviceState) -> None:
    assert state.configuration is not None
    assert state.configuration.splitlines()[0].startswith("add-br br0 -- set Bridge br0 datapath_type=netdev")


def test_a_switch_has_no_routes_of_its_own(state: DeviceState) -> None:
    assert (state.ribs, state.adjacencies, state.sessions, state.vrrp) == (None, None, None, None)


def test_its_processes(state: DeviceState) -> None:
    assert state.processes == {"ovsdb-server", "ovs-vswitchd"}


def test_one_that_has_ended_does_not_run() -> None:
    rows = RECORDED[PROCESSES].replace("(ovs-vswitchd) S", "(ovs-vswitchd) Z")
    assert read("s1", {**RECORDED, PROCESSES: rows}).processes == {"ovsdb-server"}


def test_an_entry_of_an_unknown_port_is_named() -> None:
    text = "bridge br0\n port  VLAN  MAC                Age\n   77    10  02:00:00:00:00:01    1\nwhat is this\n"
    state = read("s1", {**RECORDED, FDB: text})
    assert state.macs == ()
    assert len(state.unread) == 2


@pytest.mark.parametrize("command", [PORTS, FDB, *DATABASE.values()])
def test_no_answer_is_named(command: str) -> None:
    state = read("s1", {key: text for key, text in RECORDED.items() if key != command})
    assert state.unread


@given(
    st.dictionaries(st.sampled_from(SHOW_COMMANDS), st.text() | st.sampled_from(["{}", "[]", '{"data": [1]}', "[[]]"]))
)
def test_any_answer_at_all_gives_a_state(outputs: dict[str, str]) -> None:
    assert read("x", outputs).name == "x"
