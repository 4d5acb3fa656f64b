"""Each VRF of a device as a router of its own: the protocols then know of one table only.

A virtual router has the interfaces, routes and processes of its VRF, and calls that VRF "default" as any router does
its own.  A network without VRFs is its own split, at no cost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from netops.analysis.layer2 import Layer2
from netops.model import (
    AggregateRoute,
    Bgp,
    Device,
    Eigrp,
    Endpoint,
    Interface,
    Isis,
    Network,
    Ospf,
    Rip,
    StaticRoute,
)

__all__ = ["DEFAULT", "Split", "split"]

DEFAULT = "default"

_OfVrf = TypeVar("_OfVrf", Interface, StaticRoute, AggregateRoute, Ospf, Bgp, Isis, Eigrp, Rip)


@dataclass(frozen=True, slots=True)
class Split:
    """``network`` of virtual routers; ``vrfs`` names, of each that is no device, the device and its VRF.

    ``routers``: by device that has several, its virtual routers by VRF.
    """

    network: Network
    vrfs: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    routers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def device(self, router: str) -> str:
        """The device that a virtual router is part of."""
        return self.vrfs[router][0] if router in self.vrfs else router

    def vrf(self, router: str) -> str:
        return self.vrfs[router][1] if router in self.vrfs else DEFAULT

    def of_device(self, device: str) -> Mapping[str, str]:
        """A device's virtual routers by VRF, "default" first."""
        return self.routers.get(device) or {DEFAULT: device}

    def sibling(self, router: str, vrf: str) -> str | None:
        """The virtual router of another VRF on the same device, if it has this VRF."""
        return self.of_device(self.device(router)).get(vrf)

    def layer2(self, found: Layer2) -> Layer2:
        """Layer 2 of the devices, as the virtual routers have it: the same, its ends by other names."""
        names = {
            Endpoint(self.device(router), name): Endpoint(router, name)
            for router in self.vrfs
            for name in self.network.devices[router].interfaces
        }
        if not names:
            return found
        ports = {device: set(up) for device, up in found.ports.items()}
        for old, new in names.items():
            if old in found.up:
                ports[old.device].discard(old.interface)
                ports.setdefault(new.device, set()).add(new.interface)
        return replace(
            found,
            up=frozenset(names.get(end, end) for end in found.up),
            domain={names.get(end, end): number for end, number in found.domain.items()},
            members={number: tuple(names.get(end, end) for end in ends) for number, ends in found.members.items()},
            ports=ports,
            moved=None if found.moved is None else frozenset(names.get(end, end) for end in found.moved),
        )


def split(network: Network) -> Split:
    """The network of virtual routers; cost: one look at every interface."""
    devices: dict[str, Device] = {}
    vrfs: dict[str, tuple[str, str]] = {}
    routers: dict[str, dict[str, str]] = {}
    for device in network.devices.values():
        names = _vrfs(device)
        if not names:
            continue
        routers[device.name] = {DEFAULT: device.name}
        devices[device.name] = _part(device, DEFAULT, device.name)
        for vrf in names:
            router = f"{device.name} vrf {vrf}"
            routers[device.name][vrf] = router
            vrfs[router] = (device.name, vrf)
            devices[router] = _part(device, vrf, router)
    return Split(network.with_devices(devices) if devices else network, vrfs, routers)


def _vrfs(device: Device) -> list[str]:
    """The VRFs besides the default one that anything of the device stands in."""
    named = set(device.vrfs) | {each.vrf for each in _parts(device)}
    return sorted(named - {DEFAULT})


def _parts(
    device: Device,
) -> Iterator[Interface | StaticRoute | AggregateRoute | Ospf | Bgp | Isis | Eigrp | Rip]:
    yield from device.interfaces.values()
    for found in (
        device.static_routes,
        device.aggregates,
        device.ospf,
        device.bgp,
        device.isis,
        device.eigrp,
        device.rip,
    ):
        yield from found


def _part(device: Device, vrf: str, router: str) -> Device:
    """What of a device stands in one VRF."""
    return replace(
        device,
        name=router,
        interfaces={each.name: each for each in _of(vrf, tuple(device.interfaces.values()))},
        static_routes=tuple(
            replace(each, next_hop_vrf=None) if each.next_hop_vrf == vrf else each
            for each in _of(vrf, device.static_routes)
        ),
        aggregates=_of(vrf, device.aggregates),
        ospf=_of(vrf, device.ospf),
        bgp=_of(vrf, device.bgp),
        isis=_of(vrf, device.isis),
        eigrp=_of(vrf, device.eigrp),
        rip=_of(vrf, device.rip),
    )


def _of(vrf: str, found: tuple[_OfVrf, ...]) -> tuple[_OfVrf, ...]:
    return tuple(each if vrf == DEFAULT else replace(each, vrf=DEFAULT) for each in found if each.vrf == vrf)
