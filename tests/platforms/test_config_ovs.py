"""Open vSwitch configuration: text, parse, OVSDB and the transaction between two of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import private_ovs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from private_ovs import PrivateOvs
from sample_switch import INTERFACES, SWITCH

from netops.errors import ConfigError, TemplateError
from netops.model import Device, Interface, InterfaceKind, SpanningTree, SwitchMode, SwitchPort, Vlan
from netops.platforms import get_platform
from netops.platforms.ovs.canonical import canonical
from netops.platforms.ovs.config import parse
from netops.platforms.ovs.database import LIST_COMMANDS
from netops.platforms.ovs.database import canonical as running_text
from netops.platforms.ovs.rows import text
from netops.platforms.ovs.transaction import merge, read, system_commands, transaction
from netops.render import render_device

TEMPLATES = Path(__file__).parents[2] / "templates"

words = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=20)
vlans = st.integers(1, 4094)
access = st.builds(SwitchPort, st.just(SwitchMode.ACCESS), access_vlan=st.none() | vlans, edge=st.booleans())
trunk = st.builds(
    SwitchPort,
    st.just(SwitchMode.TRUNK),
    trunk_vlans=st.sets(vlans, max_size=5).map(lambda each: tuple(sorted(each))),
    native_vlan=st.none() | vlans,
    edge=st.booleans(),
)
mtus = st.none() | st.integers(68, 65535)
ports = st.builds(
    Interface,
    st.integers(0, 99).map(lambda number: f"eth{number}"),
    enabled=st.booleans(),
    description=words,
    mtu=mtus,
    switchport=st.none() | access | trunk,
)
svis = vlans.flatmap(
    lambda vlan: st.builds(
        Interface, st.just(f"vlan{vlan}"), st.just(InterfaceKind.SVI), st.booleans(), words, mtus, vlan=st.just(vlan)
    )
)
switches = st.builds(
    Device,
    st.just("acc1"),
    st.just("ovs"),
    hostname=st.just("") | st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True),
    banner=words,
    spanning_tree=st.none() | st.builds(SpanningTree, st.booleans(), st.integers(0, 15).map(lambda each: each * 4096)),
    vlans=st.lists(st.builds(Vlan, vlans, words), max_size=4).map(lambda each: {vlan.vlan: vlan for vlan in each}),
    interfaces=st.lists(ports | svis, max_size=6).map(lambda each: {port.name: port for port in each}),
)


def rendered(device: Device) -> str:
    return render_device(device, templates=TEMPLATES, secret=str)


@given(switches)
def test_what_is_rendered_is_read_back(switch: Device) -> None:
    parsed = parse(rendered(switch), switch.name, "acc1.conf")
    assert parsed.unknown == ()
    assert parsed.device == canonical(switch)


@given(switches)
def test_what_is_rendered_is_canonical(switch: Device) -> None:
    assert text(read(rendered(switch))) == rendered(switch)


@given(switches)
def test_a_box_keeps_what_its_configuration_does_not_tell(switch: Device) -> None:
    assert canonical(switch.with_configuration(canonical(switch))) == canonical(switch)


def test_the_management_port_stays_with_the_box() -> None:
    joined = SWITCH.with_configuration(canonical(SWITCH))
    assert joined.interfaces["mgmt0"] == SWITCH.interfaces["mgmt0"]
    assert joined.interfaces == SWITCH.interfaces


@given(st.text())
def test_any_text_is_read(anything: str) -> None:
    parsed = parse(anything, "acc1", "acc1.conf")
    lines = {number for number, line in enumerate(anything.splitlines(), 1) if line.strip()}
    assert {each.location.line for each in parsed.unknown} <= lines


@given(st.data())
def test_a_damaged_configuration_is_read(data: st.DataObject) -> None:
    whole = rendered(SWITCH)
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    parse(whole[:start] + data.draw(st.text(max_size=3)) + whole[end:], "acc1", "acc1.conf")


UNKNOWN = {
    "not-a-command": ("hello", "expected add-br"),
    "another-datapath": ("add-br br0 -- set Bridge br0 datapath_type=system", "expected datapath_type=netdev"),
    "every-vlan": ("add-port br0 eth1", "carries every VLAN"),
    "bad-vlan": ("add-port br0 eth1 -- set Port eth1 vlan_mode=access tag=5000", "expected a number from 1 to 4094"),
    "bad-trunk": ("add-port br0 eth1 -- set Port eth1 vlan_mode=trunk trunks=1,x", "'x' is no VLAN"),
    "other-row": ("add-port br0 eth1 -- set Port eth2 tag=1", "expected set Port or Interface eth1"),
    "no-setting": ("add-port br0 eth1 -- set Port eth1 tag", "'tag' is no COLUMN=VALUE"),
    "no-string": ('add-port br0 eth1 -- set Port eth1 external_ids:description="\\x" tag=1', "is no string"),
    "mode": ("add-port br0 eth1 -- set Port eth1 vlan_mode=dot1q-tunnel tag=3 trunks=4", "vlan_mode=dot1q-tunnel"),
    "column": ("add-br br0 -- set Bridge br0 datapath_type=netdev stp_enable=true", "stp_enable is not understood"),
    "flag": ("add-br br0 -- set Bridge br0 datapath_type=netdev rstp_enable=yes", "expected true or false"),
    "type": ("add-port br0 v1 -- set Port v1 tag=1 -- set Interface v1 type=vxlan", "type=vxlan is not understood"),
    "address": (
        "add-port br0 v1 -- set Port v1 tag=1 -- set Interface v1 type=internal external_ids:addresses=ten",
        "'ten' does not appear to be an IPv4 or IPv6",
    ),
}


@pytest.mark.parametrize(("line", "reason"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_is_not_understood_is_reported(line: str, reason: str) -> None:
    parsed = parse(f"# a comment\n\n{line}\n", "acc1", "configs/acc1.conf")
    assert [(str(each.location), each.text) for each in parsed.unknown] == [("configs/acc1.conf:3", line)]
    assert reason in parsed.unknown[0].reason


def test_a_second_bridge_is_reported() -> None:
    lines = "add-br br0 -- set Bridge br0 datapath_type=netdev\nadd-br br1\n"
    assert [str(each.location) for each in parse(lines, "acc1", "x").unknown] == ["x:2"]


def test_sources_name_the_ports_lines() -> None:
    assert parse(rendered(SWITCH), "acc-b01", "acc-b01.conf").sources["interface:eth2"].line == 3


REFUSED = {
    "the line": ("hello", "line 2: expected add-br"),
    "the bridge": ("add-port br7 eth1", "ports on bridge br7, which no line adds"),
}


@pytest.mark.parametrize(("line", "message"), REFUSED.values(), ids=REFUSED)
def test_a_transaction_takes_no_line_that_it_does_not_understand(line: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        transaction("", f"# candidate\n{line}\n")


def test_no_change_is_no_command() -> None:
    assert transaction(rendered(SWITCH), rendered(SWITCH)) == []
    assert system_commands(rendered(SWITCH), rendered(SWITCH)) == []


def test_a_merge_adds_and_clears() -> None:
    running = "add-br br0\nadd-port br0 eth1 -- set Port eth1 tag=1 external_ids:description=old\n"
    addition = "add-port br0 eth1 -- set Port eth1 tag=2 external_ids:description={}\nadd-port br0 eth2\n"
    assert merge(running, addition) == "add-br br0\nadd-port br0 eth1 -- set Port eth1 tag=2\nadd-port br0 eth2\n"


def test_what_a_switch_cannot_is_refused() -> None:
    from netops.model import Ospf

    with pytest.raises(TemplateError, match=r"bridge\.j2:2: Open vSwitch runs no routing protocols \(device acc-b01\)"):
        rendered(replace(SWITCH, ospf=(Ospf(),)))


def test_an_answer_that_is_not_ovs_vsctls_is_an_error() -> None:
    for answer in ("", "{}", "[]", '{"headings": ["a"], "data": [[1]]}'):
        with pytest.raises(ConfigError, match="cannot be read"):
            running_text({"Bridge": answer, "Port": answer, "Interface": answer})


def test_platform() -> None:
    assert get_platform("ovs").parse is parse


@pytest.fixture(scope="module")
def ovs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateOvs]:
    if private_ovs.missing():
        pytest.skip(private_ovs.missing())
    with private_ovs.private_ovs(tmp_path_factory.mktemp("ovs"), INTERFACES) as switch:
        yield switch


def running(ovs: PrivateOvs) -> str:
    return running_text({table: ovs.run(command) for table, command in LIST_COMMANDS.items()})


CANDIDATES = {
    "all": SWITCH,
    "the same again": SWITCH,
    "other settings": replace(
        SWITCH,
        banner="",
        spanning_tree=SpanningTree(False, 8192),
        vlans={10: Vlan(10, "homes")},
        interfaces={
            **{name: each for name, each in SWITCH.interfaces.items() if name not in ("eth4", "vlan30")},
            "eth1": Interface("eth1", enabled=False, switchport=SwitchPort(SwitchMode.ACCESS, access_vlan=7)),
            "eth5": Interface("eth5", switchport=SwitchPort(SwitchMode.TRUNK, trunk_vlans=(7, 10))),
            "eth10": Interface("eth10", switchport=SwitchPort(SwitchMode.ACCESS, access_vlan=10)),
        },
    ),
    "hardly any": Device("acc-b01", "ovs"),
    "and back": SWITCH,
}


@pytest.mark.lab
def test_a_real_switch_holds_what_a_transaction_says(ovs: PrivateOvs) -> None:
    for name, device in CANDIDATES.items():
        candidate = rendered(device)
        before = running(ovs)
        for command in (transaction(before, candidate), *system_commands(before, candidate)):
            if command:
                ovs.run(command)
        assert running(ovs) == candidate, name
        assert parse(running(ovs), device.name, "running").device == canonical(device), name


@pytest.mark.lab
def test_a_port_that_is_shut_down_is_down(ovs: PrivateOvs) -> None:
    before = running(ovs)
    for command in (transaction(before, rendered(SWITCH)), *system_commands(before, rendered(SWITCH))):
        if command:
            ovs.run(command)
    flags = {each["ifname"]: each["flags"] for each in json.loads(ovs.run(["ip", "-json", "link"]))}
    assert {name: "UP" in flags[name] for name in ("eth1", "eth10")} == {"eth1": True, "eth10": False}
    assert "10.3.0.1/24" in ovs.run(["ip", "address", "show", "vlan30"])
