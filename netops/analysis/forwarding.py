"""Where packets really go: hop by hop over every router's own best route."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from netops.analysis.changes import Changes
from netops.analysis.layer2 import Layer2
from netops.analysis.rib import Prefixes, RouterRib, resolve
from netops.model import Endpoint, IPAddress, IPPrefix, Network, NextHop, link_local

__all__ = ["Difference", "Forwarding", "Met", "address_owners", "owners_without"]

_LONGEST = 64  # routers on a path, an IP packet's usual time to live


def address_owners(network: Network, layer2: Layer2) -> dict[IPAddress, list[Endpoint]]:
    """Which interfaces of the default VRF that are up hold an address; two or more mean a duplicate."""
    owners: dict[IPAddress, list[Endpoint]] = {}
    for name in sorted(network.devices):
        for interface in network.devices[name].interfaces.values():
            end = Endpoint(name, interface.name)
            if end in layer2.up and interface.vrf == "default":
                for address in interface.addresses:
                    if not address.ip.is_link_local:
                        owners.setdefault(address.ip, []).append(end)
    return owners


def owners_without(
    network: Network, known: Mapping[IPAddress, list[Endpoint]], down: Iterable[Endpoint]
) -> tuple[dict[IPAddress, list[Endpoint]], frozenset[IPAddress]]:
    """The owners that are left where these interfaces are down, and the addresses of which one is gone."""
    owners, lost = dict(known), set[IPAddress]()
    for end in down:
        for address in network.devices[end.device].interfaces[end.interface].addresses:
            if end in owners.get(address.ip, ()):
                lost.add(address.ip)
                owners[address.ip] = [each for each in owners[address.ip] if each != end]
    return owners, frozenset(lost)


@dataclass(slots=True)
class Met:
    """What an answer depends on: devices and ports that packets may come to, addresses, prefixes that hold these."""

    devices: set[str] = field(default_factory=set)
    ends: set[Endpoint] = field(default_factory=set)
    addresses: set[IPAddress] = field(default_factory=set)
    prefixes: set[IPPrefix] = field(default_factory=set)

    def __ior__(self, other: Met) -> Met:
        self.devices |= other.devices
        self.ends |= other.ends
        self.addresses |= other.addresses
        self.prefixes |= other.prefixes
        return self


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs from ``before``, the whole network's tables at that same moment.

    ``changes``: routes; ``moved``: ports that are down or parted from others; ``lost``: addresses of ports that are
    down; ``gone``: devices without power.
    """

    before: Forwarding
    changes: Changes
    moved: frozenset[Endpoint]
    lost: frozenset[IPAddress]
    gone: frozenset[str]
    at: frozenset[str]  # the devices of ``moved``

    def nothing_of(self, met: Met) -> bool:
        """Whether none of this changed."""
        return self._stands(met) and self.changes.prefixes.isdisjoint(met.prefixes)

    def goes_as_before(self, key: tuple[str, IPAddress]) -> bool:
        """Whether packets from a device to an address meet nothing that changed."""
        met = self.before.met(key)
        if not self._stands(met):
            return False
        if self.changes.prefixes.isdisjoint(met.prefixes):
            return True
        return not any(self.changes.touch(device, met.prefixes) for device in met.devices)

    def _stands(self, met: Met) -> bool:
        return (
            self.moved.isdisjoint(met.ends)
            and self.gone.isdisjoint(met.devices)
            and self.lost.isdisjoint(met.addresses)
        )

    def same_route(self, device: str, prefixes: tuple[IPPrefix, ...]) -> bool:
        """Whether a device has the routes for these that it had."""
        return not self.changes.touch(device, prefixes)


@dataclass(slots=True)
class Forwarding:
    """The routers' tables at one moment; asked whether an address can be reached from a router."""

    network: Network
    layer2: Layer2
    ribs: Mapping[str, RouterRib]
    prefixes: Prefixes
    owners: Mapping[IPAddress, list[Endpoint]]
    since: Difference | None = None
    known: dict[tuple[str, IPAddress], bool] = field(default_factory=dict)  # what was asked so far
    _met: dict[tuple[str, IPAddress], Met] = field(default_factory=dict)  # on the way to the answers

    def reaches(self, source: str, address: IPAddress) -> bool:
        """Whether packets from this device arrive at the owner of the address, over any of equal paths."""
        key = (source, address)
        if key not in self.known:
            if self.since is not None and key in self.since.before.known and self.since.goes_as_before(key):
                self.known[key] = self.since.before.known[key]
            else:
                self._met[key] = met = Met(addresses={address}, prefixes=set(self.prefixes.covering(address)))
                self.known[key] = self._walk(source, address, met)
        return self.known[key]

    def arrivals(self, source: str, address: IPAddress) -> frozenset[str]:
        """The owners of an address at which packets from this device arrive: one that several have, as in two VRFs."""
        targets = {end.device for end in self.owners.get(address, ())}
        seen: set[str] = set()
        edge, met = {source}, Met()
        for _ in range(_LONGEST):
            seen |= edge
            edge = {after for router in edge - targets for after in self._after(router, address, met)} - seen
            if not edge:
                break
        return frozenset(seen & targets)

    def met(self, key: tuple[str, IPAddress]) -> Met:
        """What was met on the way to an answer that was given."""
        return self._met[key] if self.since is None or key in self._met else self.since.before.met(key)

    def _walk(self, source: str, address: IPAddress, met: Met) -> bool:
        targets = {end.device for end in self.owners.get(address, ())}
        seen: set[str] = set()
        edge = {source}
        for _ in range(_LONGEST):
            met.devices |= edge
            if edge & targets:
                return True
            seen |= edge
            edge = {after for router in edge for after in self._after(router, address, met)} - seen
            if not edge:
                return False
        return False

    def _after(self, router: str, address: IPAddress, met: Met) -> set[str]:
        if router not in self.ribs or not (self.network.devices[router].forwarding):
            return set()
        found = resolve(self.ribs[router], self.prefixes, address)
        if found is None:
            return set()
        met.ends.update(Endpoint(router, hop.interface) for hop in found.next_hops if hop.interface is not None)
        ends = {end for hop in found.next_hops if (end := self._behind(router, hop, address)) is not None}
        met.ends |= ends
        return {end.device for end in ends}

    def device_behind(self, router: str, hop: NextHop, address: IPAddress) -> str | None:
        """The device that a next hop leads to; a connected route leads to the address itself."""
        end = self._behind(router, hop, address)
        return None if end is None else end.device

    def _behind(self, router: str, hop: NextHop, address: IPAddress) -> Endpoint | None:
        if hop.interface is None:
            return None
        wanted = hop.address or address
        for end in self.layer2.neighbors(Endpoint(router, hop.interface)):
            interface = self.network.devices[end.device].interfaces[end.interface]
            held = {each.ip for each in interface.addresses}
            held |= {each for group in interface.vrrp for each in group.addresses}
            own = interface.mac is not None and wanted == link_local(interface.mac)
            if interface.vrf == "default" and (own or wanted in held):
                return end
        return None
