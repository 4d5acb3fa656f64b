"""Where packets really go: hop by hop over every router's own best route."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from netops.analysis.layer2 import Layer2
from netops.analysis.rib import Prefixes, RouterRib, resolve
from netops.model import Endpoint, IPAddress, Network, NextHop, link_local

__all__ = ["Forwarding", "address_owners"]

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


@dataclass(slots=True)
class Forwarding:
    """The routers' tables at one moment; asked whether an address can be reached from a router."""

    network: Network
    layer2: Layer2
    ribs: Mapping[str, RouterRib]
    prefixes: Prefixes
    owners: Mapping[IPAddress, list[Endpoint]]
    known: dict[tuple[str, IPAddress], bool] = field(default_factory=dict)  # what was asked so far

    def reaches(self, source: str, address: IPAddress) -> bool:
        """Whether packets from this device arrive at the owner of the address, over any of equal paths."""
        key = (source, address)
        if key not in self.known:
            self.known[key] = self._walk(source, address)
        return self.known[key]

    def _walk(self, source: str, address: IPAddress) -> bool:
        targets = {end.device for end in self.owners.get(address, ())}
        seen: set[str] = set()
        edge = {source}
        for _ in range(_LONGEST):
            if edge & targets:
                return True
            seen |= edge
            edge = {after for router in edge for after in self._after(router, address)} - seen
            if not edge:
                return False
        return False

    def _after(self, router: str, address: IPAddress) -> set[str]:
        if router not in self.ribs or not (self.network.devices[router].forwarding):
            return set()
        found = resolve(self.ribs[router], self.prefixes, address)
        if found is None:
            return set()
        return {device for hop in found.next_hops if (device := self.device_behind(router, hop, address)) is not None}

    def device_behind(self, router: str, hop: NextHop, address: IPAddress) -> str | None:
        """The device that a next hop leads to; a connected route leads to the address itself."""
        if hop.interface is None:
            return None
        wanted = hop.address or address
        for end in self.layer2.neighbors(Endpoint(router, hop.interface)):
            interface = self.network.devices[end.device].interfaces[end.interface]
            held = {each.ip for each in interface.addresses}
            held |= {each for group in interface.vrrp for each in group.addresses}
            own = interface.mac is not None and wanted == link_local(interface.mac)
            if interface.vrf == "default" and (own or wanted in held):
                return end.device
        return None
