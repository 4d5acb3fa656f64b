"""H3C and HPE Comware 7 as one value: VRP's language and traits, and what differs from it.

Preferences: H3C "Layer 3 - IP routing configuration guide" (direct 0, OSPF 10, IS-IS 15, static 60, RIP 100, OSPF
external 150, BGP 255, BGP's own summaries 130).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from netops.model import DeviceState
from netops.platforms.base import ParsedConfig
from netops.platforms.huawei_vrp.config import parse_dialect
from netops.platforms.huawei_vrp.dialect import Dialect
from netops.platforms.huawei_vrp.names import SHORT_NAMES
from netops.platforms.huawei_vrp.platform import DISTANCES, TRAITS
from netops.platforms.huawei_vrp.platform import PLATFORM as VRP
from netops.platforms.huawei_vrp.state_commands import BGP, INTERFACES, LLDP, OSPF, ROUTES, RUNNING

__all__ = ["COMWARE", "PLATFORM", "parse", "read"]

COMWARE = Dialect(
    "hp_comware",
    SHORT_NAMES
    | {
        "xge": "Ten-GigabitEthernet",
        "mge": "M-GigabitEthernet",
        "fge": "FortyGigE",
        "hge": "HundredGigE",
        "wge": "Twenty-FiveGigE",
        "bagg": "Bridge-Aggregation",
        "ragg": "Route-Aggregation",
        "vlan": "Vlan-interface",
        "vsi": "Vsi-interface",
    },
    bgp_ipv4_enabled=False,
    rip_summary=True,
    bandwidth_counts=True,
)
_COMMANDS = {BGP: "display bgp peer ipv4", LLDP: "display lldp neighbor-information list"}
"""What Comware asks otherwise than VRP does."""


def parse(text: str, name: str, file: str) -> ParsedConfig:
    """The device ``name`` as this text of Comware describes it.  Any text at all gives a result."""
    return parse_dialect(text, name, file, COMWARE)


def read(name: str, outputs: Mapping[str, str]) -> DeviceState:
    """The state of device ``name`` from its outputs by command."""
    from netops.platforms.huawei_vrp.state import read as read_vrp

    ours = {theirs: vrp for vrp, theirs in _COMMANDS.items()}
    known = {ours.get(command, command): text for command, text in outputs.items()}
    return read_vrp(name, known, COMWARE.short_names)


PLATFORM = replace(
    VRP,
    name="hp_comware",
    title="H3C and HPE Comware",
    parse=parse,
    read=read,
    show_commands=(ROUTES, INTERFACES, OSPF, *_COMMANDS.values(), RUNNING),
    distances={**DISTANCES, "bgp-local": 130},
    volatile=(r"^ version \d",),
    traits=replace(TRAITS, summary_discard=True),
)
