"""``/etc/network/interfaces`` as ifupdown2 reads it (Cumulus Linux): what FRR itself does not hold of interfaces.

A text may hold these stanzas beside FRR's own lines, as bundles of a device's files do.

Source: Cumulus Linux 3.7 user guide, "Network interfaces"; interfaces(5).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_interface
from typing import Any

from netops.model import (
    Device,
    Interface,
    InterfaceKind,
    IPAddress,
    StaticRoute,
    SwitchMode,
    SwitchPort,
    Vlan,
    Vrf,
    VrfFamily,
)
from netops.platforms.configuration.rules import Action, Fields, Mismatch, Rules, append, ignore, put, type_of
from netops.platforms.frr.names import kind_of

__all__ = ["STANZA_RULES", "Stanzas", "opens", "with_stanzas"]

_PORT_SPEED = 1000  # Mbit/s of a port that is not told: Cumulus VX'
_OPENING = re.compile(r"^(auto|allow-\S+|iface|source|source-directory|mapping|no-auto-down)\s")


def opens(line: str) -> bool:
    """Whether the line is one of ifupdown2's own."""
    return _OPENING.match(line) is not None


def _ids(words: Sequence[str]) -> list[int]:
    found: list[int] = []
    for word in words:
        for part in word.split(","):
            low, _, high = part.partition("-")
            first, last = type_of("number", low), type_of("number", high or low)
            if not 0 < first <= last < 4095:
                raise Mismatch(f"{part!r} is no range of VLANs")
            found += range(first, last + 1)
    return found


def _address(draft: Fields, held: Fields) -> None:
    if "/" in held["address"]:
        append("addresses", lambda address: address)(draft, {"address": _interface(held["address"])})
    else:
        draft["bare"] = type_of("address4", held["address"])


def _interface(text: str) -> Any:
    try:
        return ip_interface(text)
    except ValueError as error:
        raise Mismatch(str(error)) from None


def _netmask(draft: Fields, held: Fields) -> None:
    if "bare" not in draft:
        raise Mismatch("a netmask without an address before it")
    append("addresses", lambda address: address)(draft, {"address": _interface(f"{draft.pop('bare')}/{held['mask']}")})


def _virtual(draft: Fields, held: Fields) -> None:
    for text in held["addresses"]:
        append("virtual", lambda address: address)(draft, {"address": _interface(text)})


def _mac(draft: Fields, held: Fields) -> None:
    draft["mac"] = held["mac"].lower()


def _names(field_: str) -> Action:
    """Ports of a bridge or a bond; ``glob swp1-4`` and ``regex`` are not written out, so they are refused."""

    def action(draft: Fields, held: Fields) -> None:
        if {"glob", "regex"} & set(held["names"]):
            raise Mismatch("patterns of names are not understood")
        draft.setdefault(field_, []).extend(name for name in held["names"] if name != "none")

    return action


def _vids(draft: Fields, held: Fields) -> None:
    draft.setdefault("vids", []).extend(_ids(held["ids"]))


def _yes(name: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        draft[name] = held["value"] in ("yes", "on")

    return action


_BRIDGE = "ageing|stp|fd|hello|maxage|bridgeprio|maxwait|gcint|hashel|mcsnoop|mcquerier|mcqifaddr|igmp-version"
STANZA_RULES = Rules(
    ("address <address:word>", _address),
    ("netmask <mask:word>", _netmask),
    ("gateway <gateway:address>", append("gateways", lambda gateway: gateway)),
    ("address-virtual <mac:word> <addresses:options>", _virtual),
    ("alias <description:rest>", put()),
    ("mtu <mtu:number>", put()),
    (
        "hwaddress <words:options>",
        lambda draft, held: draft.update(mac=held["words"][-1].lower() if held["words"] else None),
    ),
    ("link-speed <speed:number>", put()),
    ("link-down <value:word>", _yes("down")),
    ("vrf <vrf:word>", put()),
    ("vrf-table <table:word>", put()),
    ("vlan-id <vlan:number>", put()),
    ("vlan-raw-device <parent:word>", put()),
    ("vlan_raw_device <parent:word>", put()),
    ("bridge-ports <names:options>", _names("bridge_ports")),
    ("bridge_ports <names:options>", _names("bridge_ports")),
    ("bridge-vlan-aware <value:word>", _yes("vlan_aware")),
    ("bridge-vids <ids:options>", _vids),
    ("bridge-pvid <pvid:number>", put()),
    ("bridge-access <access:number>", put()),
    ("bond-slaves <names:options>", _names("slaves")),
    ("bond_slaves <names:options>", _names("slaves")),
    ("vxlan-id <vni:number>", put()),
    (f"{'|'.join(f'bridge-{each}' for each in _BRIDGE.split('|'))} <rest:options>", ignore),
    ("bridge-arp-nd-suppress|bridge-learning|bridge-allow-untagged|mstpctl-bpduguard <rest:options>", ignore),
    ("mstpctl-portadminedge|mstpctl-portbpdufilter|mstpctl-treeprio|mstpctl-portautoedge <rest:options>", ignore),
    ("mstpctl-portnetwork|mstpctl-fdelay|mstpctl-hello|mstpctl-maxage|mstpctl-forcevers <rest:options>", ignore),
    (
        "bond-mode|bond-miimon|bond-lacp-rate|bond-min-links|bond-xmit-hash-policy <rest:options>",
        ignore,
    ),
    ("bond-use-carrier|bond-lacp-bypass-allow|bond-ad-sys-priority <rest:options>", ignore),
    ("bond-ad-sys-mac-addr|bond-num-grat-arp <rest:options>", ignore),
    ("clag-id|clagd-backup-ip|clagd-peer-ip|clagd-priority|clagd-sys-mac <rest:options>", ignore),
    ("clagd-vxlan-anycast-ip|clagd-args|clagd-enable <rest:options>", ignore),
    ("vxlan-local-tunnelip|vxlan-ageing|vxlan-port|vxlan-remoteip|vxlan-learning <rest:options>", ignore),
    ("link-autoneg|link-duplex|link-fec|link-lanes|broadcast|dns-nameservers|dns-search <rest:options>", ignore),
    ("arp-accept|ip-forward|ip6-forward|mpls-enable|vlan-protocol|ipv6-addrgen|requires|ptp <rest:options>", ignore),
)


@dataclass
class Stanzas:
    """What was read of interfaces, by name, each with FRR's own draft of it (``addresses`` stand there)."""

    interfaces: dict[str, Fields] = field(default_factory=dict)

    def open(self, words: Sequence[str]) -> Fields | None:
        """The draft that an ``iface`` line opens; None where the line opens none.  Raises Mismatch."""
        if words[0] != "iface":
            return None
        if len(words) < 2:
            raise Mismatch("an interface's name is missing")
        draft = self.interfaces.setdefault(words[1], {})
        if "dhcp" in words[2:]:
            draft["dhcp"] = True
        return draft


def with_stanzas(device: Device, stanzas: Mapping[str, Fields]) -> Device:
    """The device with what the stanzas say of its interfaces, VLANs, VRFs and default routes."""
    if not stanzas:
        return device
    interfaces = dict(device.interfaces)
    for name, draft in stanzas.items():
        interfaces[name] = _overlaid(interfaces.get(name) or Interface(name), draft)
    for name, draft in stanzas.items():
        for port in draft.get("bridge_ports", ()):
            if port in interfaces:
                interfaces[port] = replace(interfaces[port], switchport=_switchport(draft, stanzas.get(port, {})))
        for port in draft.get("slaves", ()):
            interfaces[port] = replace(interfaces.get(port) or Interface(port), lag=name)
    vrfs = {name: Vrf(name, families=(VrfFamily(4), VrfFamily(6))) for name, each in stanzas.items() if "table" in each}
    carried = {vlan for each in stanzas.values() for vlan in [*each.get("vids", ()), each.get("pvid", 1)]}
    aware = any(each.get("vlan_aware") for each in stanzas.values())
    return replace(
        device,
        interfaces=interfaces,
        vrfs={**vrfs, **device.vrfs},
        vlans={vlan: Vlan(vlan) for vlan in sorted(carried)} if aware else device.vlans,
        static_routes=(*device.static_routes, *_gateways(stanzas)),
    )


def _overlaid(interface: Interface, draft: Fields) -> Interface:
    kind, parent, vlan = _kind(interface.name, draft)
    fields: Fields = {"speed": _PORT_SPEED} if kind is InterfaceKind.ETHERNET else {}
    fields |= {key: draft[key] for key in ("description", "mtu", "mac", "speed", "vrf", "dhcp", "vni") if key in draft}
    if "table" in draft:
        fields["vrf"] = interface.name  # the VRF's own device carries its loopback addresses
    return replace(
        interface,
        kind=kind,
        parent=parent,
        vlan=vlan,
        enabled=interface.enabled and not draft.get("down", False),
        addresses=tuple(dict.fromkeys((*draft.get("addresses", ()), *interface.addresses))),
        virtual_addresses=tuple(draft.get("virtual", ())),
        ipv6_enabled=kind is not InterfaceKind.LOOPBACK and "bridge_ports" not in draft,
        **fields,
    )


def _kind(name: str, draft: Fields) -> tuple[InterfaceKind, str | None, int | None]:
    if "table" in draft:
        return InterfaceKind.LOOPBACK, None, None
    if "slaves" in draft:
        return InterfaceKind.LAG, None, None
    if "vni" in draft:
        return InterfaceKind.TUNNEL, None, None
    kind, parent, vlan = kind_of(name)
    if "vlan" in draft and parent is None:  # "vlan10" on a bridge
        return InterfaceKind.SVI, None, draft["vlan"]
    return kind, draft.get("parent", parent), draft.get("vlan", vlan)


def _switchport(bridge: Fields, port: Fields) -> SwitchPort:
    """A port of a bridge: of a VLAN-aware one a trunk, unless it is told its VLAN; of a plain one all frames alike."""
    if not bridge.get("vlan_aware"):
        return SwitchPort(SwitchMode.ACCESS, 1)
    if "access" in port:
        return SwitchPort(SwitchMode.ACCESS, port["access"])
    native = port.get("pvid", bridge.get("pvid", 1))
    vids: list[int] = port.get("vids") or bridge.get("vids") or []
    return SwitchPort(SwitchMode.TRUNK, trunk_vlans=tuple(sorted(set(vids) - {native})), native_vlan=native)


def _gateways(stanzas: Mapping[str, Fields]) -> list[StaticRoute]:
    found: list[StaticRoute] = []
    for draft in stanzas.values():
        for gateway in draft.get("gateways", ()):
            hop: IPAddress = gateway
            everything = IPv4Network((0, 0)) if isinstance(hop, IPv4Address) else IPv6Network((0, 0))
            found.append(StaticRoute(everything, hop, vrf=draft.get("vrf", "default")))
    return found
