"""Platforms by name, and what the names of an FRR router's interfaces are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netops.errors import InputError
from netops.model import Interface, InterfaceKind, OspfNetworkType
from netops.platforms import get_platform, platform_names
from netops.platforms.frr.names import interface_order, vrrp_interface


@pytest.mark.parametrize("name", platform_names())
def test_every_platform_can_be_had(name: str) -> None:
    platform = get_platform(name)
    assert platform.name == name
    assert platform is get_platform(name)
    assert platform.parse("", "r1", "r1.conf").device.platform == name
    assert platform.scrub("hostname r1\n") == platform.tidy("hostname r1\n") == "hostname r1\n"
    assert platform.ospf_network_type(Interface("eth0")) is OspfNetworkType.BROADCAST


def test_a_loopback_is_no_broadcast_network() -> None:
    loopback = Interface("lo", InterfaceKind.LOOPBACK)
    assert get_platform("frr").ospf_network_type(loopback) is OspfNetworkType.POINT_TO_POINT


@pytest.mark.parametrize(
    ("name", "message"),
    [("fr", "unknown platform 'fr': did you mean frr?"), ("qqq", "expected one of eos, frr, ")],
)
def test_an_unknown_platform_is_told_with_the_nearest(name: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        get_platform(name)
    assert message in str(caught.value)


def test_a_host_has_no_configuration() -> None:
    told = get_platform("linux").parse("# comment\nsomething\n", "h1", "h1.conf").unknown
    assert [(str(each.location), each.text) for each in told] == [("h1.conf:2", "something")]


@given(
    st.from_regex(r"[a-z]{2,9}[0-9]{0,3}(\.[0-9]{1,4})?", fullmatch=True), st.integers(1, 255), st.sampled_from([4, 6])
)
def test_a_virtual_routers_interface_fits_linux(parent: str, group: int, family: int) -> None:
    name = vrrp_interface(parent, group, family)
    assert len(name) <= 15
    assert name.startswith(f"v{family}-{group}-")
    assert name == vrrp_interface(parent, group, family)
    assert name != vrrp_interface(parent + "0", group, family)


def test_short_names_are_readable() -> None:
    assert vrrp_interface("eth3.101", 1, 4) == "v4-1-eth3.101"


def test_numbers_in_names_count_by_value() -> None:
    assert sorted(["lo", "eth10", "eth2", "eth2.10", "eth2.9"], key=interface_order) == [
        *("eth2", "eth2.9", "eth2.10", "eth10", "lo")
    ]
