"""IOS and IOS-XE as one value."""

from __future__ import annotations

from netops.model import Interface, InterfaceKind
from netops.platforms.base import Abilities, Platform
from netops.platforms.ios.config import parse
from netops.platforms.ios.names import network_type
from netops.platforms.ios.scrub import scrub
from netops.platforms.ios.state import SHOW_COMMANDS, read
from netops.platforms.traits import Traits, Undefined

__all__ = ["PLATFORM"]

# kbit/s and tens of microseconds by kind of interface (Cisco, "show interfaces" of each); the first stem that fits.
_METRICS = (
    ("Loopback", 8_000_000, 500),
    ("Tunnel", 100, 5_000),
    ("Serial", 1_544, 2_000),
    ("POS", 155_000, 10),
    ("BRI", 64, 2_000),
    ("Dialer", 56, 2_000),
    ("Multilink", 100_000, 10_000),
    ("Virtual-Template", 100_000, 10_000),
    ("ATM", 155_520, 8),
    ("HundredGigE", 100_000_000, 1),
    ("FortyGigabitEthernet", 40_000_000, 1),
    ("TwentyFiveGigE", 25_000_000, 1),
    ("TenGigabitEthernet", 10_000_000, 1),
    ("FiveGigabitEthernet", 5_000_000, 1),
    ("TwoGigabitEthernet", 2_500_000, 1),
    ("FastEthernet", 100_000, 10),
    ("Ethernet", 10_000, 100),
)
_GIGABIT = (1_000_000, 1)


def _metrics(interface: Interface) -> tuple[int, int]:
    """Bandwidth and delay that IOS gives an interface."""
    if interface.speed and interface.kind in (InterfaceKind.ETHERNET, InterfaceKind.SUBINTERFACE):
        return interface.speed * 1000, 1 if interface.speed >= 1000 else 10 if interface.speed >= 100 else 100
    return next(((each[1], each[2]) for each in _METRICS if interface.name.startswith(each[0])), _GIGABIT)


def _bandwidth(interface: Interface) -> int:
    return interface.bandwidth or _metrics(interface)[0]


def _delay(interface: Interface) -> int:
    return interface.delay or _metrics(interface)[1]


PLATFORM = Platform(
    name="ios",
    title="Cisco IOS and IOS-XE",
    comment="!",
    parse=parse,
    read=read,
    show_commands=SHOW_COMMANDS,
    distances={
        "connected": 0,
        "local": 0,
        "static": 1,
        "eigrp-summary": 5,
        "ebgp": 20,
        "eigrp": 90,
        "ospf": 110,
        "isis": 115,
        "rip": 120,
        "eigrp-external": 170,
        "ibgp": 200,
        "bgp-local": 200,
        "aggregate": 200,
    },
    scrub=scrub,
    ospf_network_type=network_type,
    # A revert timer needs ``archive`` to be configured, and counts in whole minutes.
    abilities=Abilities(revert_step=60),
    default_mtu=1500,
    default_speed=1000,
    bgp_maximum_paths=1,
    volatile=(
        r"^Building configuration",
        r"^Current configuration",
        r"^! Last configuration change",
        r"^! NVRAM config last updated",
        r"^ntp clock-period ",
        r"^end$",
    ),
    # Undefined route maps of a session deny all, measured in the lab iosxe_undefined_route_map; lists that are not
    # there permit all, in a session as in a match (Cisco bug CSCty33210 of the same code).
    traits=Traits(
        local_routes=True,
        undefined_route_map=Undefined.DENY,
        undefined_prefix_list=Undefined.PERMIT,
        undefined_match=Undefined.PERMIT,
        empty_prefix_list=Undefined.PERMIT,
        ospf_multipath=4,
        igp_multipath=4,
        ospf_redistribute_bgp_metric=1,
        ospf_default_route_metric=1,
        ospf_loopback_cost=1,
        ospf_nssa_loopback=True,
        rip_connected_metric=0,
        ospf_rfc1583=True,
        ospf_nssa_default=False,
        ospf_translated_metric=None,
        ospf_down_bit=True,
        autostate=True,
        isis_passive_metric=0,
        isis_wide=False,
        bandwidth=_bandwidth,
        delay=_delay,
        summary_discard=True,
        bgp_aggregate_discard=True,
        rip_default_metric=1,
        redistributes_ibgp=False,
        bgp_network_metric=True,
        bgp_default_by_main_table=True,
        vrf_export_map_filters=False,
        vrf_leaks_local=True,
        igp_redistributes_connected=True,
        bgp_redistributes_default=False,
    ),
)
