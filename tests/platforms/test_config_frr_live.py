"""What the FRR templates write, held against real FRR daemons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import IPv4Address, ip_address, ip_interface, ip_network
from pathlib import Path

import private_frr
import pytest
from named_secrets import digested
from private_frr import PrivateFrr
from sample_device import DEVICE, INTERFACES, SECRETS, resolve

from netops.model import Bgp, BgpNeighbor, BgpNeighborFamily, Device, Interface, Ospf, OspfInterface, StaticRoute
from netops.platforms.frr.canonical import canonical
from netops.platforms.frr.config import parse
from netops.platforms.frr.scrub import scrub
from netops.platforms.frr.vtysh import tidy
from netops.render import render_device

TEMPLATES = Path(__file__).parents[2] / "templates"

pytestmark = [pytest.mark.lab, pytest.mark.skipif(bool(private_frr.missing()), reason=private_frr.missing() or "-")]

PLAIN = Device(
    "core1",
    "frr",
    interfaces={
        "eth0": Interface("eth0", description="für Gäste", addresses=(ip_interface("10.7.0.1/24"),)),
        "eth1": Interface(
            "eth1",
            addresses=(ip_interface("10.9.0.1/24"), ip_interface("10.8.0.1/24"), ip_interface("fd09::1/64")),
            ospf=OspfInterface("0.0.0.0"),
        ),
    },
    ospf=(Ospf(router_id=IPv4Address("10.7.0.1")), Ospf(3)),
    static_routes=(
        *(StaticRoute(ip_network("0.0.0.0/0"), ip_address(f"10.7.0.{each}"), distance=each) for each in (9, 8, 200)),
        StaticRoute(ip_network("192.168.0.0/16"), ip_address("10.7.0.9")),
        StaticRoute(ip_network("10.0.0.0/8"), ip_address("10.7.0.9")),
        StaticRoute(ip_network("172.16.1.0/24"), ip_address("10.7.0.9"), vrf="red"),
        StaticRoute(ip_network("fd80::/16"), blackhole=True),
    ),
    bgp=(
        Bgp(
            65001,
            neighbors=(
                BgpNeighbor(ip_address("10.0.0.10"), 65001, families=(BgpNeighborFamily(4), BgpNeighborFamily(6))),
                BgpNeighbor(ip_address("10.0.0.9"), 65001, keepalive=10),
            ),
        ),
        Bgp(65002, vrf="red", neighbors=(BgpNeighbor(ip_address("10.1.0.10"), 65003),)),
    ),
    forwarding=True,
)
CONFIGURATIONS = {
    "everything": DEVICE,
    "next to nothing": Device("core1", "frr"),
    "other things": PLAIN,
    "everything again": DEVICE,
    "no forwarding": replace(PLAIN, forwarding=False),
}


@pytest.fixture(scope="module")
def router(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateFrr]:
    directory = tmp_path_factory.mktemp("frr")
    for each in (directory, *directory.parents[:2]):
        each.chmod(0o755)  # the daemons run as the user frr
    with private_frr.private_frr(directory, INTERFACES, "core1") as made:
        yield made


def settle(router: PrivateFrr, text: str) -> None:
    """Reload, and once more where lines are left over: frr-reload deletes and adds in two passes."""
    router.load(text)
    if router.residual(text):
        router.load(text)


@pytest.mark.parametrize("device", CONFIGURATIONS.values(), ids=CONFIGURATIONS)
def test_a_router_holds_what_is_rendered(router: PrivateFrr, device: Device) -> None:
    text = render_device(device, templates=TEMPLATES, secret=resolve)
    assert router.syntax(text) == ""
    settle(router, text)
    assert router.residual(text) == ""
    parsed = parse(router.running(), device.name, "running")
    assert parsed.unknown == ()
    assert parsed.device == canonical(digested(device, SECRETS))


@pytest.mark.parametrize("device", [DEVICE, PLAIN], ids=["everything", "other things"])
def test_what_is_rendered_is_what_the_router_shows(router: PrivateFrr, device: Device) -> None:
    """The same lines in the same order, so that a diff says only what differs."""
    text = render_device(device, templates=TEMPLATES, secret=resolve)
    settle(router, text)
    assert tidy(router.running()) == text


def test_scrubbing_leaves_no_secret(router: PrivateFrr) -> None:
    router.load(render_device(DEVICE, templates=TEMPLATES, secret=resolve))
    running = router.running()
    assert all(value in running for value in SECRETS.values())
    assert not any(value in scrub(running) for value in SECRETS.values())
