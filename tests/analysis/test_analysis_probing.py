"""Whom every router asks for echo."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Interface, IPv6Interface, ip_address, ip_interface

import pytest

from netops.analysis.probing import PROBE_COUNT, ProbePlan, probe_plan
from netops.model import (
    Device,
    Endpoint,
    Interface,
    IPInterface,
    Link,
    Network,
    Role,
    SwitchMode,
    SwitchPort,
    VrrpGroup,
)


def device(number: int, role: Role, platform: str = "frr", **ports: IPInterface | SwitchPort) -> Device:
    """Ports are an address or a switchport each; all devices have a management port."""
    name = f"{role}{number}"
    management = ip_interface(f"10.255.0.{number}/24")
    interfaces = {"mgmt0": Interface("mgmt0", addresses=(management,))}
    for port, said in ports.items():
        plain = isinstance(said, SwitchPort)
        interfaces[port] = Interface(port, switchport=said) if plain else Interface(port, addresses=(said,))  # type: ignore[arg-type]  # as just asked
    managed = platform != "linux"
    return Device(name, platform, role, management=management.ip, interfaces=interfaces, managed=managed)


def network(*devices: Device, links: str) -> Network:
    ends = [[Endpoint(*end.split(":")) for end in link.split("--")] for link in links.split()]
    return Network("probed", {each.name: each for each in devices}, tuple(Link(a, b) for a, b in ends))


V4, V6 = IPv4Interface, IPv6Interface


def test_both_ends_of_a_line_ask_each_other_over_it() -> None:
    found = probe_plan(
        network(
            device(1, Role.CORE, eth1=V4("10.0.0.0/31")),
            device(2, Role.CORE, eth1=V4("10.0.0.1/31")),
            links="core1:eth1--core2:eth1",
        )
    )
    assert found == {
        "core1": ProbePlan((("eth1", ip_address("10.0.0.1")),)),
        "core2": ProbePlan((("eth1", ip_address("10.0.0.0")),)),
    }


def test_ipv6_is_asked_where_a_pair_has_no_ipv4() -> None:
    found = probe_plan(
        network(
            device(1, Role.CORE, eth1=V6("2001:db8::/127")),
            device(2, Role.CORE, eth1=V6("2001:db8::1/127")),
            links="core1:eth1--core2:eth1",
        )
    )
    assert found["core1"].neighbors == (("eth1", ip_address("2001:db8::1")),)


def test_a_segment_is_asked_through_its_switch_routers_first_and_not_all_of_it() -> None:
    homes = [device(20 + number, Role.HOST, "linux", eth0=V4(f"10.1.0.{20 + number}/24")) for number in range(12)]
    access = SwitchPort(SwitchMode.ACCESS, access_vlan=10)
    ports = {f"eth{number}": access for number in range(1, 15)}
    links = [f"{each.name}:eth0--access3:eth{number}" for number, each in enumerate(homes, 3)]
    found = probe_plan(
        network(
            device(1, Role.DISTRIBUTION, eth1=V4("10.1.0.1/24")),
            device(2, Role.DISTRIBUTION, eth1=V4("10.1.0.2/24")),
            device(3, Role.ACCESS, "ovs", **ports),
            *homes,
            links=" ".join([*links, "distribution1:eth1--access3:eth1", "distribution2:eth1--access3:eth2"]),
        )
    )
    assert sorted(found) == ["distribution1", "distribution2"]  # neither switch nor host
    assert len(found["distribution1"].neighbors) == 8
    assert found["distribution1"].neighbors[0] == ("eth1", ip_address("10.1.0.2"))
    assert found["distribution1"].neighbors[1] == ("eth1", ip_address("10.1.0.20"))


def test_the_master_asks_who_has_the_address_of_its_virtual_router() -> None:
    groups = (VrrpGroup(1, (ip_address("10.1.0.1"),)), VrrpGroup(1, (ip_address("2001:db8::1"),)))
    pair = []
    for number, priority in ((1, 200), (2, 100)):
        each = device(number, Role.DISTRIBUTION, eth1=V4(f"10.1.0.{number + 1}/24"))
        vrrp = tuple(replace(group, priority=priority) for group in groups)
        pair.append(replace(each, interfaces={**each.interfaces, "eth1": replace(each.interfaces["eth1"], vrrp=vrrp)}))
    found = probe_plan(network(*pair, links="distribution1:eth1--distribution2:eth1"))
    assert found["distribution1"].virtual == (("eth1", ip_address("10.1.0.1")),)
    assert found["distribution2"] == ProbePlan((("eth1", ip_address("10.1.0.2")),))


def test_what_is_down_or_elsewhere_is_not_asked() -> None:
    off = network(
        device(1, Role.CORE, eth1=V4("10.0.0.0/31"), eth2=V4("10.0.1.1/24")),
        device(2, Role.CORE, eth1=V4("10.0.0.1/31"), eth2=V4("10.0.9.1/24")),
        links="core1:eth2--core2:eth2",
    )
    assert probe_plan(off) == {}


@pytest.mark.parametrize(("loss", "most"), [(0.36, 1e-4), (0.05, 0.3)])
def test_how_likely_it_is_that_a_loss_is_not_seen(loss: float, most: float) -> None:
    assert (1 - loss) ** PROBE_COUNT < most
