"""The drafts of interfaces as the model's interfaces."""

from __future__ import annotations

import re
from ipaddress import IPv6Interface, IPv6Network

from netops.model import Interface, InterfaceKind, IPInterface, link_local
from netops.platforms.configuration.rules import Fields
from netops.platforms.ios.config_redundancy import hsrp_groups, vrrp_groups
from netops.platforms.ios.config_switch import switch_port
from netops.platforms.ios.names import kind_of, parent_of

__all__ = ["interfaces"]

_SAME = (
    *("enabled", "description", "speed", "mac", "lag", "acl_in", "acl_out", "acl6_in", "acl6_out", "bandwidth"),
    *("delay", "unnumbered", "dhcp", "ipv6_enabled", "nat", "native_vlan"),
)
_BRIDGEABLE = (InterfaceKind.ETHERNET, InterfaceKind.LAG)


def interfaces(top: Fields, problems: list[tuple[str, str]]) -> dict[str, Interface]:
    """The interfaces by name."""
    drafts = top["interfaces"]
    is_switch = any("switch" in draft for draft in drafts.values())
    edge = top.get("spanning_tree", {}).get("edge", False)
    return {name: _made(name, draft, is_switch, edge, problems) for name, draft in drafts.items()}


def _made(name: str, draft: Fields, is_switch: bool, edge: bool, problems: list[tuple[str, str]]) -> Interface:
    kind = kind_of(name)
    made = draft["made"]
    return Interface(
        name,
        kind,
        mtu=draft.get("ip_mtu", draft.get("mtu")),
        addresses=_addresses(name, draft, problems),
        vrf=draft.get("vrf", "default"),
        parent=parent_of(name),
        vlan=_vlan(name, kind, draft),
        switchport=switch_port(draft, edge) if _bridges(name, kind, draft, is_switch) else None,
        ospf=made["ospf"],
        ospf6=made["ospf6"],
        isis=made["isis"],
        eigrp=made["eigrp"],
        rip=made["rip"],
        vrrp=vrrp_groups(draft),
        hsrp=hsrp_groups(draft),
        helpers=tuple(draft.get("helpers", ())),
        tunnel=_tunnel(draft),
        **{field: draft[field] for field in _SAME if field in draft},
    )


def _addresses(name: str, draft: Fields, problems: list[tuple[str, str]]) -> tuple[IPInterface, ...]:
    addresses: list[IPInterface] = [
        *draft.get("addresses4", ()),
        *draft.get("secondary4", ()),
        *draft.get("addresses6", ()),
    ]
    networks: list[IPv6Network] = draft.get("eui64", [])
    if networks and "mac" not in draft:
        problems.append(
            (f"interface:{name}", "an address depends on the MAC address, which is not told: it is left out")
        )
    elif networks:
        low = int(link_local(draft["mac"])) & (1 << 64) - 1
        addresses += [IPv6Interface((int(each.network_address) | low, each.prefixlen)) for each in networks]
    if "link_local" in draft:
        addresses.append(draft["link_local"])
    return tuple(dict.fromkeys(addresses))


def _vlan(name: str, kind: InterfaceKind, draft: Fields) -> int | None:
    """The tag of a subinterface, or the VLAN of an SVI."""
    if kind is InterfaceKind.SVI and re.fullmatch(r"[0-9]{1,4}", name[4:]):
        return int(name[4:])
    vlan: int | None = draft.get("vlan")
    return vlan


def _bridges(name: str, kind: InterfaceKind, draft: Fields, is_switch: bool) -> bool:
    """A switch's port is a layer-2 port, unless it says otherwise; its management port never is."""
    if kind not in _BRIDGEABLE or draft.get("addresses4") or draft.get("addresses6"):
        return False
    routed = "vrf" in draft or draft.get("dhcp", False) or (name.endswith("Ethernet0/0") and "switch_mode" not in draft)
    return bool(draft.get("switch", is_switch and not routed))


def _tunnel(draft: Fields) -> tuple[str, str] | None:
    if "tunnel_source" not in draft:
        return None
    return draft["tunnel_source"], draft.get("tunnel_destination", "")
