"""The drafts of ports and their units as interfaces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from ipaddress import ip_interface
from typing import NamedTuple

from netops.model import Interface, InterfaceKind, IPAddress, IPInterface, SwitchMode, SwitchPort, Vlan, VrrpGroup
from netops.platforms.configuration.rules import Fields
from netops.platforms.junos.names import bandwidth, has_port, kind_of_port, kind_of_unit

__all__ = ["Switching", "filter_name", "interfaces"]

_ETHERNET = 14
"""Octets of an Ethernet header, which a port's ``mtu`` counts and a family's does not."""


class Switching:
    """The VLANs of a device, and which interface routes in which."""

    def __init__(self, draft: Fields) -> None:
        self.drafts: Mapping[str, Fields] = draft.get("vlans", {})
        self.ids: dict[str, tuple[int, ...]] = {name: tuple(_ids(each)) for name, each in self.drafts.items()}
        self.routed = {
            each["l3_interface"]: self.ids[name][0]
            for name, each in self.drafts.items()
            if "l3_interface" in each and self.ids[name]
        }
        self.ports: dict[str, list[str]] = {}
        for name, each in self.drafts.items():
            for unit in each.get("ports", ()):
                self.ports.setdefault(unit, []).append(name)

    def vlans(self) -> dict[int, Vlan]:
        return {
            vlan: Vlan(vlan, name, vni=self.drafts[name].get("vni"))
            for name, found in self.ids.items()
            for vlan in found
        }

    def numbers(self, members: Iterable[str]) -> list[int]:
        """The VLANs that are named, numbered, or all."""
        found: set[int] = set()
        for each in members:
            if each == "all":
                found.update(vlan for numbers in self.ids.values() for vlan in numbers)
            elif each in self.ids:
                found.update(self.ids[each])
            else:
                found.update(_range(each))
        return sorted(found)


def _ids(draft: Fields) -> Iterator[int]:
    yield from _range(draft.get("vlan", ""))
    for each in draft.get("ids", ()):
        yield from _range(each)


def _range(text: str) -> range:
    """``10`` or ``10-20``; empty where it is neither."""
    low, dash, high = text.partition("-")
    if not low.isdecimal() or not (high.isdecimal() or not dash) or len(low) > 4 or len(high) > 4:
        return range(0)
    return range(max(1, int(low)), min(4094, int(high or low)) + 1)


def interfaces(
    top: Fields, switching: Switching, vrfs: Mapping[str, str], helpers: Mapping[str, tuple[IPAddress, ...]]
) -> dict[str, Interface]:
    """Ports and units by name; ``vrfs`` are the instances of units, ``helpers`` what they relay DHCP to."""
    made: dict[str, Interface] = {}
    ports: Mapping[str, Fields] = top.get("ports", {})
    for name, draft in ports.items():
        units: Mapping[int, Fields] = draft.get("units", {})
        if has_port(name):
            made[name] = _port(name, draft, _switch_port(name, draft, switching))
        for number, unit in units.items():
            full = f"{name}.{number}"
            settings = _Settings(vrfs.get(full, "default"), helpers.get(full, ()), switching.routed.get(full))
            made[full] = _unit(name, full, draft, unit, settings)
    return _bundled(made)


def _bundled(made: dict[str, Interface]) -> dict[str, Interface]:
    """A bundle is as fast as its members together, where nothing else is said."""
    together: dict[str, int] = {}
    for each in made.values():
        if each.lag is not None:
            together[each.lag] = together.get(each.lag, 0) + bandwidth(each)
    for name, total in together.items():
        if name in made and made[name].bandwidth is None:
            made[name] = replace(made[name], bandwidth=total)
    return {
        name: replace(each, bandwidth=made[each.parent].bandwidth)
        if each.bandwidth is None and each.parent in made and made[each.parent].kind is InterfaceKind.LAG
        else each
        for name, each in made.items()
    }


def _port(name: str, draft: Fields, switchport: SwitchPort | None) -> Interface:
    return Interface(
        name,
        kind_of_port(name),
        enabled=draft.get("enabled", True),
        description=draft.get("description", ""),
        mtu=draft["mtu"] - _ETHERNET if "mtu" in draft else None,
        speed=draft.get("speed"),
        mac=draft.get("mac"),
        lag=draft.get("lag"),
        switchport=switchport,
    )


class _Settings(NamedTuple):
    """What is said of a unit elsewhere: its instance, DHCP servers, and the VLAN in which it routes."""

    vrf: str
    helpers: tuple[IPAddress, ...]
    vlan: int | None


def _unit(port: str, name: str, draft: Fields, unit: Fields, elsewhere: _Settings) -> Interface:
    inet, inet6 = unit.get("inet", {}), unit.get("inet6", {})
    parent = port if has_port(port) else None
    kind = kind_of_unit(port)
    vlan = elsewhere.vlan if kind is InterfaceKind.SVI else unit.get("vlan", unit.get("outer_vlan"))
    tunnel = (unit["source"], unit["destination"]) if "source" in unit and "destination" in unit else None
    return Interface(
        name,
        kind,
        enabled=draft.get("enabled", True) and unit.get("enabled", True),
        description=unit.get("description", ""),
        mtu=_mtu(draft, inet, inet6),
        addresses=(*_addresses(inet), *_addresses(inet6)),
        vrf=elsewhere.vrf,
        helpers=elsewhere.helpers,
        virtual_addresses=(*_virtual_addresses(inet), *_virtual_addresses(inet6)),
        parent=parent,
        vlan=vlan,
        native_vlan=vlan is not None and vlan == draft.get("native_vlan"),
        vrrp=(*_virtual_routers(inet, 4), *_virtual_routers(inet6, 6)),
        acl_in=filter_name(inet.get("filters_in", ())),
        acl_out=filter_name(inet.get("filters_out", ())),
        acl6_in=filter_name(inet6.get("filters_in", ())),
        acl6_out=filter_name(inet6.get("filters_out", ())),
        bandwidth=unit.get("bandwidth"),
        unnumbered=inet.get("unnumbered", inet6.get("unnumbered")),
        dhcp=inet.get("dhcp", False) or inet6.get("dhcp", False),
        ipv6_enabled="inet6" in unit and not inet6.get("addresses"),
        tunnel=tunnel,
    )


def filter_name(filters: Iterable[str]) -> str | None:
    """The packet filter of one way; several of a list are one under the names of all."""
    return " ".join(filters) or None


def _mtu(draft: Fields, *families: Fields) -> int | None:
    """The layer-3 MTU: a family's own, or the port's without its header and tags."""
    own: list[int] = [each["mtu"] for each in families if "mtu" in each]
    if own:
        return min(own)
    return int(draft["mtu"]) - _ETHERNET - int(draft.get("tagging", 0)) if "mtu" in draft else None


def _addresses(family: Fields) -> list[IPInterface]:
    """The primary address first: the one that is said to be, or the numerically lowest."""

    def order(own: Fields) -> tuple[bool, bool, int]:
        return not own.get("primary", False), not own.get("preferred", False), int(own["address"].ip)

    return [each["address"] for each in sorted(family.get("addresses", {}).values(), key=order)]


def _virtual_addresses(family: Fields) -> Iterator[IPInterface]:
    """Those of an anycast gateway, with the length of the address that they stand with."""
    for own in family.get("addresses", {}).values():
        if "virtual" in own:
            yield ip_interface(f"{own['virtual']}/{own['address'].network.prefixlen}")


def _virtual_routers(family: Fields, version: int) -> Iterator[VrrpGroup]:
    for own in family.get("addresses", {}).values():
        for group, draft in own.get("vrrp", {}).items():
            seconds = draft.get("seconds")
            yield VrrpGroup(
                group,
                tuple(draft.get("addresses", ())),
                priority=draft.get("priority", 100),
                preempt=draft.get("preempt", True),
                advertisement_interval=draft.get("milliseconds", 1000 if seconds is None else 1000 * seconds),
                version=2 if version == 4 else 3,
            )


def _switch_port(name: str, draft: Fields, switching: Switching) -> SwitchPort | None:
    """What a port switches: what its units of the family say, and the VLANs that name them."""
    native: set[int] = set()
    tagged: set[int] = set()
    found = access = False
    for number, unit in draft.get("units", {}).items():
        named = switching.ports.get(f"{name}.{number}", [])
        if "switching" not in unit and not named:
            tagged.update([unit["vlan"]] if "vlan" in unit and "inet" in unit else ())  # passes as well, to be routed
            continue
        found, own = True, unit.get("switching", {})
        members = switching.numbers([*own.get("members", ()), *named])
        if "switching" not in unit:
            tagged.update([unit["vlan"]] if "vlan" in unit else ())
            native.update(members if "vlan" not in unit else ())
        elif own.get("mode", "access") == "trunk":
            tagged.update(members)
            native.update(switching.numbers([str(own.get("native_vlan", draft.get("native_vlan", "")))]))
        else:
            access = True
            native.update(members or [1])
    if not found:
        return None
    first = min(native, default=None)
    if access or not tagged:
        return SwitchPort(SwitchMode.ACCESS, access_vlan=first)
    return SwitchPort(SwitchMode.TRUNK, trunk_vlans=tuple(sorted(tagged)), native_vlan=first)
