"""Addresses that somebody claims who should not have them, by the ARP, neighbour and MAC tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from netops.analysis.explain.scene import Scene
from netops.model import ArpEntry, Endpoint, Finding, IPAddress, Network, Severity

__all__ = ["Claim", "claims", "foreign_claims"]


@dataclass(frozen=True, slots=True)
class Claim:
    """``mac`` claims ``address``; ``where`` is whose that is, or the port it was learned on."""

    address: IPAddress
    mac: str
    where: str
    owners: tuple[Endpoint, ...]
    evidence: tuple[str, ...]


def foreign_claims(scene: Scene) -> Iterator[Finding]:
    """A finding for each cache entry that names another MAC address than the owner's."""
    rightful = _rightful(scene.intended)
    for name, entry in _foreign(scene, rightful):
        yield Finding(
            "arp-foreign",
            Severity.ERROR,
            f"{name}:{entry.interface}",
            f"{entry.address} is at a MAC address that is not its owner's",
            ", ".join(sorted(rightful[entry.address])),
            str(entry.mac),
        )


def claims(scene: Scene) -> Iterator[Claim]:
    """Each address that is claimed by a foreign MAC address, once."""
    seen: defaultdict[tuple[IPAddress, str], list[str]] = defaultdict(list)
    for name, entry in _foreign(scene, _rightful(scene.intended)):
        seen[entry.address, str(entry.mac)].append(f"{name}:{entry.interface}: {entry.address} is at {entry.mac}")
    known = {
        port.mac: f"{name}:{port.name}"
        for name, device in scene.intended.devices.items()
        for port in device.interfaces.values()
        if port.mac is not None
    }
    for (address, mac), lines in seen.items():
        owners = scene.owners.get(address, ())
        learned = _learned(scene, mac)
        culprit = known.get(mac)
        where = culprit or (learned[0] if learned else str(owners[0]) if owners else str(address))
        told = tuple(f"{port}: {mac} was learned here" for port in learned[:2])
        meant = tuple(f"{end}: should have {address}" for end in owners)
        yield Claim(address, mac, where, owners, (*lines[:4], *told, *meant))


def _foreign(scene: Scene, rightful: Mapping[IPAddress, Set[str]]) -> Iterator[tuple[str, ArpEntry]]:
    for name, state in sorted(scene.observed.devices.items()):
        for entry in state.arp or ():
            known = rightful.get(entry.address)
            if entry.mac is not None and known and entry.mac not in known:
                yield name, entry


def _rightful(network: Network) -> Mapping[IPAddress, Set[str]]:
    """The MAC addresses that may answer for each address; none where an owner's is not known.

    For a virtual router's these are its own (RFC 5798 section 7.3), and its members'.
    """
    found: defaultdict[IPAddress, set[str]] = defaultdict(set)
    unknown: set[IPAddress] = set()
    for device in network.devices.values():
        for port in device.interfaces.values():
            own = {port.mac} if port.mac else set()
            for address in port.addresses:
                found[address.ip] |= own
                unknown |= set() if own else {address.ip}
            for group in port.vrrp:
                virtual = f"00:00:5e:00:{'01' if group.family == 4 else '02'}:{group.group:02x}"
                for shared in group.addresses:
                    found[shared] |= {virtual, *own}
    return {address: macs for address, macs in found.items() if address not in unknown}


def _learned(scene: Scene, mac: str) -> list[str]:
    """The switch ports that lead to this MAC address; those that lead to no other switch or router first."""
    found = []
    for name, state in sorted(scene.observed.devices.items()):
        for entry in state.macs or ():
            if entry.mac == mac:
                end = Endpoint(name, entry.interface)
                link = scene.links.get(end)
                far = scene.intended.devices[link.other(name).device] if link is not None else None
                found.append((far is not None and far.managed, str(end)))
    return [port for _, port in sorted(set(found))]
