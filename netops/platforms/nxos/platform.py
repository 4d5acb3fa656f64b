"""NX-OS as one value."""

from __future__ import annotations

from netops.platforms.base import Abilities, Platform
from netops.platforms.nxos.config import parse
from netops.platforms.nxos.metrics import bandwidth, delay
from netops.platforms.nxos.names import network_type
from netops.platforms.nxos.scrub import scrub
from netops.platforms.nxos.state import SHOW_COMMANDS, read
from netops.platforms.traits import Traits, Undefined

__all__ = ["PLATFORM"]


PLATFORM = Platform(
    name="nxos",
    title="Cisco NX-OS",
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
        "bgp-local": 220,
        "ospf": 110,
        "isis": 115,
        "rip": 120,
        "eigrp": 90,
        "eigrp-external": 170,
        "eigrp-summary": 5,
        "hsrp": 0,
    },
    scrub=scrub,
    ospf_network_type=network_type,
    abilities=Abilities(revert_timer=False),
    default_mtu=1500,
    default_speed=1000,
    bgp_maximum_paths=1,
    volatile=(r"^!Command:", r"^!Running configuration last done", r"^!Time:", r"^version "),
    traits=Traits(
        local_routes=True,
        autostate=True,
        ospf_loopback_cost=1,
        undefined_route_map=Undefined.DENY,
        undefined_prefix_list=Undefined.DENY,
        undefined_match=Undefined.SKIP,
        ospf_redistribute_bgp_metric=1,
        ospf_default_route_metric=1,
        ospf_nssa_loopback=True,
        rip_connected_metric=0,
        eigrp_scaled_bandwidth=True,  # measured: nxos_redistribution
        eigrp_default_metric=(100_000, 100, 255, 1, 1500),
        ospf_multipath=8,
        igp_multipath=8,
        bandwidth=bandwidth,
        delay=delay,
        loopback_as_host=True,
        redistributes_ibgp=False,
        redistributes_ibgp_on_request=True,
        hsrp_routes=True,
        summary_discard=True,
        bgp_aggregate_discard=True,
        bgp_sender_loop_check=True,
        bgp_network_metric=True,
        bgp_redistributes_as_own=True,  # measured: 9.3, static and IGP routes towards an internal peer
        bgp_default_by_main_table=True,
        bgp_redistributes_default=False,
    ),
)
