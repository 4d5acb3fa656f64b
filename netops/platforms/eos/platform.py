"""Arista EOS as one value."""

from __future__ import annotations

from netops.model import Interface, InterfaceKind, OspfNetworkType
from netops.platforms.base import Abilities, Platform
from netops.platforms.eos.config import parse
from netops.platforms.eos.scrub import scrub
from netops.platforms.eos.state import SHOW_COMMANDS, read
from netops.platforms.traits import Traits, Undefined

__all__ = ["PLATFORM"]


def _network_type(interface: Interface) -> OspfNetworkType:
    if interface.kind in (InterfaceKind.LOOPBACK, InterfaceKind.TUNNEL):
        return OspfNetworkType.POINT_TO_POINT
    return OspfNetworkType.BROADCAST


PLATFORM = Platform(
    name="eos",
    title="Arista EOS",
    comment="!",
    parse=parse,
    read=read,
    show_commands=SHOW_COMMANDS,
    distances={
        "connected": 0,
        "static": 1,
        "ebgp": 200,
        "ibgp": 200,
        "bgp-local": 200,
        "ospf": 110,
        "isis": 115,
        "rip": 120,
    },
    scrub=scrub,
    ospf_network_type=_network_type,
    abilities=Abilities(),
    default_mtu=1500,
    default_speed=10_000,
    bgp_maximum_paths=1,
    volatile=(r"^! Command: ", r"^! Time: ", r"^! device: ", r"^! boot system ", r"^end$"),
    traits=Traits(
        undefined_route_map=Undefined.PERMIT,  # measured: 4.21, in both directions
        undefined_prefix_list=Undefined.PERMIT,
        undefined_match=Undefined.SKIP,
        bgp_local_weight=32768,
        bgp_advertise_inactive=False,
        bgp_network_metric=True,
        bgp_default_by_main_table=True,
        ospf_multipath=128,
        igp_multipath=128,
        ospf_loopback_cost=None,
        ospf_redistribute_metric=1,  # seen on switches of many releases: "O E2 … [110/1]"
        ospf_redistribute_bgp_metric=1,
        ospf_default_route_metric=1,
        ospf_default_always_metric=1,
        autostate=True,
        rip_default_metric=1,
        summary_discard=True,
        bgp_aggregate_discard=True,
    ),
)
