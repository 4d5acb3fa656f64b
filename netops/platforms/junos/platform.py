"""Junos as one value."""

from __future__ import annotations

from netops.model import Interface, InterfaceKind, OspfNetworkType
from netops.platforms.base import ParsedConfig, Platform
from netops.platforms.junos.names import bandwidth
from netops.platforms.junos.scrub import scrub
from netops.platforms.junos.state import SHOW_COMMANDS, read
from netops.platforms.traits import Traits, Undefined

__all__ = ["PLATFORM"]


def _parse(text: str, name: str, file: str) -> ParsedConfig:
    from netops.platforms.junos.config import parse

    return parse(text, name, file)


def _network_type(interface: Interface) -> OspfNetworkType:
    if interface.kind in (InterfaceKind.LOOPBACK, InterfaceKind.TUNNEL):
        return OspfNetworkType.POINT_TO_POINT
    return OspfNetworkType.BROADCAST


PLATFORM = Platform(
    name="junos",
    title="Juniper Junos",
    comment="#",
    parse=_parse,
    read=read,
    show_commands=SHOW_COMMANDS,
    # Route preferences (Junos documentation, "Route Preferences Overview").
    distances={
        "connected": 0,
        "local": 0,
        "static": 5,
        "ospf": 10,
        "isis": 15,
        "isis-1": 15,
        "isis-2": 18,
        "rip": 100,
        "aggregate": 130,
        "ospf-external": 150,
        "isis-external": 160,
        "isis-external-1": 160,
        "isis-external-2": 165,
        "ebgp": 170,
        "ibgp": 170,
        "bgp-local": 170,
    },
    scrub=scrub,
    ospf_network_type=_network_type,
    default_mtu=1500,
    default_speed=1000,
    bgp_maximum_paths=1,
    volatile=(r"^set version ", r"^version ", r"^## Last (?:commit|changed)", r"^\{\w+(?::\w+)?\}$"),
    traits=Traits(
        local_routes=True,
        undefined_route_map=Undefined.DENY,
        undefined_prefix_list=Undefined.DENY,
        undefined_match=Undefined.SKIP,
        empty_prefix_list=Undefined.DENY,
        as_path_regex_by_number=True,
        bgp_local_weight=0,
        bgp_exports_table=True,
        bgp_advertise_inactive=False,
        bgp_sender_loop_check=True,
        bgp_private_leading=True,
        bgp_redistribute_origin=0,
        bgp_compares_distance=True,
        bgp_multipath_by_neighbor=True,
        vrf_exports_locally=False,
        vrf_leaks_by_bgp=False,
        ospf_multipath=16,
        igp_multipath=16,
        ospf_redistribute_metric=None,
        ospf_redistribute_bgp_metric=None,
        ospf_rfc1583=True,
        ospf_down_bit=True,
        summary_discard=True,
        isis_redistribute_metric=None,
        autostate=True,
        bandwidth=bandwidth,
        loopback_as_host=True,
        isis_metric=10,
        redistributes_ibgp=True,
    ),
)
