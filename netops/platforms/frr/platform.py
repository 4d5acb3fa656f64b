"""FRR as one value."""

from __future__ import annotations

from netops.model import Interface, InterfaceKind, OspfNetworkType
from netops.platforms.base import Abilities, Platform
from netops.platforms.frr.canonical import canonical
from netops.platforms.frr.config import parse
from netops.platforms.frr.daemons import needed_daemons
from netops.platforms.frr.dead import without_daemon
from netops.platforms.frr.names import vrrp_interface
from netops.platforms.frr.scrub import scrub
from netops.platforms.frr.state import SHOW_COMMANDS, read
from netops.platforms.frr.vtysh import tidy
from netops.platforms.traits import Traits

__all__ = ["PLATFORM"]


def _network_type(interface: Interface) -> OspfNetworkType:
    """FRR takes Ethernet for a broadcast network, also between two routers on a /31 (ospf_default_iftype)."""
    if interface.kind in (InterfaceKind.LOOPBACK, InterfaceKind.TUNNEL):
        return OspfNetworkType.POINT_TO_POINT
    return OspfNetworkType.BROADCAST


def _bandwidth(interface: Interface) -> int:
    """kbit/s; a virtual Ethernet pair is one of 10 Gbit/s to Linux."""
    return (interface.speed or 10_000) * 1000


PLATFORM = Platform(
    name="frr",
    title="FRRouting",
    comment="!",
    parse=parse,
    read=read,
    show_commands=tuple(SHOW_COMMANDS),
    distances={
        "connected": 0,
        "static": 1,
        "ebgp": 20,
        "eigrp-summary": 5,
        "eigrp": 90,
        "ospf": 110,
        "isis": 115,
        "rip": 120,
        "eigrp-external": 170,
        "ibgp": 200,
    },
    scrub=scrub,
    canonical=canonical,
    without_process=without_daemon,
    processes=needed_daemons,
    tidy=tidy,
    ospf_network_type=_network_type,
    abilities=Abilities(),
    default_mtu=1500,
    default_speed=10_000,
    vrrp_interface=vrrp_interface,
    ospf_stub_hides_boundary=True,
    traits=Traits(
        summary_discard=True,
        ospf_multipath=256,
        ospf_nssa_default=True,
        ospf_translated_metric=20,
        igp_multipath=256,
        rip_multipath=1,
        bandwidth=_bandwidth,
    ),
    bgp_maximum_paths=256,  # Debian's build: --enable-multipath=256
    volatile=(
        r"^frr version ",
        r"^service integrated-vtysh-config$",
        r"^Building configuration",
        r"^Current configuration",
        r"^end$",
    ),
)
