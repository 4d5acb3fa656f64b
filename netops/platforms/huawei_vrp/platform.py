"""Huawei VRP as one value.

Preferences: Huawei "IP routing overview" (direct 0, OSPF 10, IS-IS 15, static 60, RIP 100, OSPF external 150, BGP 255).
A policy or list that is named but not there lets everything pass (command reference, ``route-policy``, ``if-match``).
"""

from __future__ import annotations

from collections.abc import Mapping

from netops.model import DeviceState
from netops.platforms.base import Abilities, Platform
from netops.platforms.huawei_vrp.config import parse
from netops.platforms.huawei_vrp.names import network_type
from netops.platforms.huawei_vrp.scrub import scrub
from netops.platforms.huawei_vrp.state_commands import SHOW_COMMANDS
from netops.platforms.traits import Traits, Undefined

__all__ = ["DISTANCES", "PLATFORM", "TRAITS"]


def _read(name: str, outputs: Mapping[str, str]) -> DeviceState:
    from netops.platforms.huawei_vrp.state import read

    return read(name, outputs)


DISTANCES = {
    "connected": 0,
    "local": 0,
    "static": 60,
    "ebgp": 255,
    "ibgp": 255,
    "bgp-local": 255,
    "ospf": 10,
    "ospf-external": 150,
    "isis": 15,
    "rip": 100,
}
TRAITS = Traits(
    local_routes=True,
    undefined_route_map=Undefined.PERMIT,
    undefined_prefix_list=Undefined.PERMIT,
    undefined_match=Undefined.PERMIT,
    bgp_local_weight=0,
    ospf_redistribute_metric=1,
    ospf_redistribute_bgp_metric=1,
    ospf_default_route_metric=1,
    ospf_default_always_metric=1,
    ospf_loopback_cost=0,
    ospf_rfc1583=True,
    ospf_down_bit=True,
    autostate=True,
    bgp_aggregate_discard=True,
    isis_wide=False,
    isis_metric=10,
    rip_default_metric=0,
    redistributes_ibgp=False,
)
PLATFORM = Platform(
    name="huawei_vrp",
    title="Huawei VRP",
    comment="#",
    parse=parse,
    read=_read,
    show_commands=SHOW_COMMANDS,
    distances=DISTANCES,
    scrub=scrub,
    ospf_network_type=network_type,
    abilities=Abilities(revert_timer=False),
    default_mtu=1500,
    default_speed=1000,
    volatile=(r"^!Software Version", r"^!Last configuration", r"^!Configuration"),
    traits=TRAITS,
)
