"""What an EOS switch shows."""

from __future__ import annotations

import json
from ipaddress import IPv4Address, ip_address, ip_interface, ip_network
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netops.model import Adjacency, ArpEntry, LldpNeighbor, MacEntry, NextHop, Route
from netops.platforms.eos.state import SHOW_COMMANDS, read

LABS = Path(__file__).parents[2].parent / "shared" / "data" / "lab-validation"


def route(kind: str, vias: list[dict[str, object]], **more: object) -> dict[str, object]:
    return {"routeType": kind, "routeAction": "forward", "vias": vias, "kernelProgrammed": True, **more}


ROUTES = {
    "10.0.0.0/31": route("connected", [{"interface": "Ethernet1"}]),
    "10.1.0.0/16": route("OSPF", [{"interface": "Ethernet1", "nexthopAddr": "10.0.0.1"}], preference=110, metric=20),
    "10.2.0.0/16": route(
        "ospfInterArea", [{"interface": "Vlan7", "nexthopAddr": "10.0.0.1"}], preference=110, metric=30
    ),
    "10.3.0.0/16": route(
        "eBGP", [{"vtepAddr": "192.168.254.6", "nexthopAddr": "", "vni": 7}], preference=200, metric=0
    ),
    "10.4.0.0/16": route("static", [{"interface": "Null0"}], preference=1, metric=0, routeAction="drop"),
    "10.5.0.0/16": route("isisLevel2", [{"interface": "Ethernet2"}], preference=115, metric=7),
    "10.6.0.0/16": route("bgpAggregate", [], preference=200, metric=0, routeAction="drop"),
    "10.7.0.1/32": route("attachedHost", [{"interface": "Vlan7"}]),
    "10.8.0.0/16": route("unheard of", []),
}
INTERFACES = {
    "Ethernet1": {
        "interfaceStatus": "connected",
        "lineProtocolStatus": "up",
        "mtu": 1500,
        "bandwidth": 10_000_000_000,
        "physicalAddress": "0C:87:A6:71:28:08",
        "description": "spine",
        "interfaceAddress": [
            {
                "primaryIp": {"address": "10.0.0.0", "maskLen": 31},
                "virtualIp": {"address": "0.0.0.0", "maskLen": 0},
                "secondaryIpsOrderedList": [{"address": "10.9.0.1", "maskLen": 24}],
            }
        ],
        "interfaceAddressIp6": {"globalUnicastIp6s": [{"address": "2001:db8::1", "subnet": "2001:db8::/64"}]},
        "interfaceCounters": {"inOctets": 5},
    },
    "Vlan7": {
        "interfaceStatus": "disabled",
        "lineProtocolStatus": "down",
        "mtu": 0,
        "bandwidth": 0,
        "interfaceAddress": [{"virtualIp": {"address": "10.7.0.1", "maskLen": 24}}],
    },
}
NEIGHBOR = {
    "routerId": "9.9.9.9",
    "interfaceAddress": "10.0.0.1",
    "interfaceName": "Et1",
    "adjacencyState": "2Ways",
    "drState": "DROther",
    "details": {"areaId": "0.0.0.0"},
}
PEERS = [
    {
        "peerAddress": "10.0.0.1",
        "asn": "65002",
        "localAsn": "65001",
        "state": "Established",
        "prefixesReceived": 4,
        "neighborCapabilities": {"multiprotocolCaps": {"ipv4Unicast": {"enabled": True}}},
        "outMessageStats": {"opens": 1},
    },
    {"peerAddress": "10.0.0.3", "asn": "1.10", "localAsn": "65001", "state": "Idle", "idleReason": "NoInterface"},
]
OUTPUTS = {
    "show ip route vrf all | json": json.dumps({"vrfs": {"default": {"routes": ROUTES}, "RED": {"routes": {}}}}),
    "show ipv6 route vrf all | json": json.dumps(
        {"vrfs": {"RED": {"routes": {"2001:db8::/64": route("connected", [{"interface": "Ethernet2"}])}}}}
    ),
    "show interfaces | json": json.dumps({"interfaces": INTERFACES}),
    "show ip ospf neighbor | json": json.dumps(
        {"vrfs": {"default": {"instList": {"1": {"ospfNeighborEntries": [NEIGHBOR]}}}}}
    ),
    "show ip bgp neighbors vrf all | json": json.dumps({"vrfs": {"default": {"peerList": PEERS}}}),
    "show lldp neighbors | json": json.dumps(
        {"lldpNeighbors": [{"port": "Ethernet1", "neighborDevice": "spine1.example.net", "neighborPort": "Et5"}]}
    ),
    "show ip arp vrf all | json": json.dumps(
        {
            "vrfs": {
                "default": {
                    "ipV4Neighbors": [
                        {"address": "10.0.0.1", "hwAddress": "0c87.a671.2808", "interface": "Vlan7, Ethernet5"}
                    ]
                }
            }
        }
    ),
    "show mac address-table | json": json.dumps(
        {
            "unicastTable": {
                "tableEntries": [
                    {"vlanId": 7, "macAddress": "0c:87:a6:71:28:08", "interface": "Port-Channel3"},
                    {"vlanId": 7, "macAddress": "00:1c:73:00:00:01", "interface": "Router"},
                ]
            }
        }
    ),
    "show running-config": "hostname sw1\nrouter bgp 1\n   neighbor 10.0.0.1 password 7 sesame\n",
    "show version | json": json.dumps({"version": "4.23.0.1F", "modelName": "vEOS", "serialNumber": ""}),
}


def test_routes() -> None:
    state = read("sw1", OUTPUTS)
    assert state.ribs is not None
    gateway = ip_address("10.0.0.1")
    nowhere = frozenset({NextHop(blackhole=True)})
    expected = [
        ("10.0.0.0/31", "connected", 0, 0, frozenset({NextHop(interface="Ethernet1")}), ""),
        ("10.1.0.0/16", "ospf", 110, 20, frozenset({NextHop(gateway, "Ethernet1")}), "intra"),
        ("10.2.0.0/16", "ospf", 110, 30, frozenset({NextHop(gateway, "Vlan7")}), "inter"),
        ("10.3.0.0/16", "bgp", 200, 0, frozenset({NextHop(ip_address("192.168.254.6"))}), "ebgp"),
        ("10.4.0.0/16", "static", 1, 0, nowhere, ""),
        ("10.5.0.0/16", "isis", 115, 7, frozenset({NextHop(interface="Ethernet2")}), "L2"),
        ("10.6.0.0/16", "bgp", 200, 0, nowhere, "aggregate"),
    ]
    shown = state.ribs["default"]
    assert shown == {ip_network(prefix): Route(ip_network(prefix), *rest) for prefix, *rest in expected}  # type: ignore[arg-type]
    assert [shown[ip_network(prefix)].detail for prefix, *_ in expected] == [each[-1] for each in expected]
    assert list(state.ribs["RED"]) == [ip_network("2001:db8::/64")]
    assert [each for each in state.unread if "10.8.0.0" in each]


def test_interfaces() -> None:
    interfaces = read("sw1", OUTPUTS).interfaces
    assert interfaces is not None
    first, second = interfaces.values()
    assert (first.admin_up, first.oper_up, first.mtu, first.speed) == (True, True, 1500, 10_000)
    assert first.mac == "0c:87:a6:71:28:08"
    assert first.addresses == tuple(map(ip_interface, ("10.0.0.0/31", "10.9.0.1/24", "2001:db8::1/64")))
    assert first.counters == {"rx_bytes": 5}
    assert (second.admin_up, second.oper_up, second.mtu, second.speed) == (False, False, None, None)
    assert second.addresses == (ip_interface("10.7.0.1/24"),)


def test_protocols() -> None:
    state = read("sw1", OUTPUTS)
    assert state.adjacencies == (
        Adjacency("Ethernet1", IPv4Address("9.9.9.9"), 2, "0.0.0.0", "two-way", ip_address("10.0.0.1")),
    )
    assert state.adjacencies[0].role == "drother"
    assert state.sessions is not None
    up, down = state.sessions
    assert (up.up, up.families, up.received, up.remote_as, up.counters) == (
        True,
        (4,),
        {4: 4},
        65002,
        {"opens_sent": 1},
    )
    assert (down.remote_as, down.condition) == (65546, "idle (NoInterface)")


def test_neighbors_and_facts() -> None:
    state = read("sw1", OUTPUTS)
    assert state.lldp == (LldpNeighbor("Ethernet1", "spine1", "Ethernet5"),)
    assert state.arp == (ArpEntry("Vlan7", ip_address("10.0.0.1"), "0c:87:a6:71:28:08"),)
    assert state.macs == (MacEntry(7, "0c:87:a6:71:28:08", "Port-Channel3"),)
    assert state.facts == {"vendor": "Arista", "version": "4.23.0.1F", "model": "vEOS"}
    assert state.configuration == "hostname sw1\nrouter bgp 1\n   neighbor 10.0.0.1 password 7 <redacted>\n"


def test_no_bgp_is_no_session_and_no_answer_is_none() -> None:
    asked = {"show ip bgp neighbors vrf all | json": '{"errors": ["BGP inactive"]}'}
    assert read("sw1", asked).sessions == ()
    nothing = read("sw1", {})
    assert (nothing.sessions, nothing.ribs, nothing.interfaces, nothing.adjacencies) == (None, None, None, None)
    assert len(nothing.unread) >= 8


json_values = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["vrfs", "default", "routes", "interfaces", "peerList", "instList", "10.0.0.0/8"]), inner
        )
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(SHOW_COMMANDS), st.text(max_size=20) | json_values.map(json.dumps)))
def test_any_answer(outputs: dict[str, str]) -> None:
    assert read("sw1", outputs).name == "sw1"


def _outputs(device: Path) -> dict[str, str]:
    named = {each.stem.replace("_", " "): each for each in device.iterdir()}
    return {command: named[command].read_text() for command in SHOW_COMMANDS if command in named}


@pytest.mark.skipif(not LABS.is_dir(), reason="the outputs of lab-validation are not here")
@pytest.mark.parametrize(
    "device", sorted(each for each in LABS.glob("eos_*/show/*") if each.is_dir()), ids=lambda each: each.name
)
def test_the_labs_are_read(device: Path) -> None:
    outputs = _outputs(device)
    state = read(device.name, outputs)
    assert [each for each in state.unread if not each.endswith("no answer")] == []
    assert state.ribs is not None
    shown = json.loads(outputs["show ip route vrf all | json"])["vrfs"]
    assert {vrf: len(rib) for vrf, rib in state.ribs.items()} == {
        vrf: len(each["routes"]) for vrf, each in shown.items()
    }
    assert state.sessions is not None
    assert state.interfaces
