"""IOS-XR as one value."""

from __future__ import annotations

from netops.model import Interface, InterfaceKind
from netops.platforms.base import Abilities, Platform
from netops.platforms.iosxr.config import parse
from netops.platforms.iosxr.names import network_type
from netops.platforms.iosxr.scrub import scrub
from netops.platforms.iosxr.state import SHOW_COMMANDS, read
from netops.platforms.traits import Traits, Undefined

__all__ = ["PLATFORM"]

_BANDWIDTH = (
    ("FourHundredGigE", 400_000_000),
    ("TwoHundredGigE", 200_000_000),
    ("HundredGigE", 100_000_000),
    ("FortyGigE", 40_000_000),
    ("TwentyFiveGigE", 25_000_000),
    ("TenGigE", 10_000_000),
    ("MgmtEth", 1_000_000),
)


def _bandwidth(interface: Interface) -> int:
    """kbit/s."""
    if interface.bandwidth:
        return interface.bandwidth
    if interface.kind is InterfaceKind.TUNNEL:
        return 100
    by_name = next((value for start, value in _BANDWIDTH if interface.name.startswith(start)), 1_000_000)
    return (interface.speed or 0) * 1000 or by_name


def _delay(interface: Interface) -> int:
    """Tens of microseconds."""
    return interface.delay or (500 if interface.kind is InterfaceKind.LOOPBACK else 1)


PLATFORM = Platform(
    name="iosxr",
    title="Cisco IOS XR",
    comment="!",
    parse=parse,
    read=read,
    show_commands=SHOW_COMMANDS,
    distances={
        "connected": 0,
        "local": 0,
        "static": 1,
        "ebgp": 20,
        "ibgp": 200,
        "bgp-local": 200,
        "aggregate": 200,
        "ospf": 110,
        "isis": 115,
        "rip": 120,
        "eigrp": 90,
        "eigrp-external": 170,
        "eigrp-summary": 5,
    },
    scrub=scrub,
    ospf_network_type=network_type,
    abilities=Abilities(),
    default_mtu=1500,
    default_speed=1000,
    bgp_maximum_paths=1,
    volatile=(r"^Building configuration", r"^!! Last configuration change", r"^[A-Z][a-z]{2} [A-Z][a-z]{2} "),
    traits=Traits(
        local_routes=True,
        host_as_local=True,
        undefined_route_map=Undefined.DENY,
        undefined_prefix_list=Undefined.DENY,
        ospf_multipath=16,
        igp_multipath=8,
        ospf_loopback_cost=1,
        bandwidth=_bandwidth,
        delay=_delay,
        summary_discard=True,
        bgp_aggregate_discard=True,
        bgp_sender_loop_check=True,
        bgp_private_leading=True,
        bgp_network_metric=True,
        bgp_default_by_main_table=True,
        bgp_redistributes_default=False,
        redistributes_ibgp=False,
    ),
)
