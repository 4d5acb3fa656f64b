"""Addresses that somebody claims who should not have them, by the ARP, neighbour and MAC tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from netops.analysis.explain.scene import Scene
from netops.model import ArpEntry, Endpoint, Finding, IPAddress, Severity

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
    for name, entry in _foreign(scene):
        yield Finding(
            "arp-foreign",
            Severity.ERROR,
            f"{name}:{entry.interface}",
            f"{entry.address} is at a MAC address that is not its owner's",
            ", ".join(sorted(_macs(scene, entry.address))),
            str(entry.mac),
        )


def claims(scene: Scene) -> Iterator[Claim]:
    """Each address that is claimed by a foreign MAC address, once."""
    seen: defaultdict[tuple[IPAddress, str], list[str]] = defaultdict(list)
    for name, entry in _foreign(scene):
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


def _foreign(scene: Scene) -> Iterator[tuple[str, ArpEntry]]:
    for name, state in sorted(scene.observed.devices.items()):
        for entry in state.arp or ():
            known = _macs(scene, entry.address)
            if entry.mac is not None and known and entry.mac not in known:
                yield name, entry


def _macs(scene: Scene, address: IPAddress) -> frozenset[str]:
    """The MAC addresses that may answer for an address; none where an owner's is not known."""
    found: set[str] = set()
    for end in scene.owners.get(address, ()):
        mac = scene.intended.devices[end.device].interfaces[end.interface].mac
        if mac is None:
            return frozenset()
        found.add(mac)
    return frozenset(found | _virtual(scene, address))


def _virtual(scene: Scene, address: IPAddress) -> set[str]:
    """The virtual router's MAC addresses (RFC 5798 section 7.3), and its members' own."""
    found: set[str] = set()
    for device in scene.intended.devices.values():
        for port in device.interfaces.values():
            for group in port.vrrp:
                if address in group.addresses:
                    found.add(f"00:00:5e:00:{'01' if group.family == 4 else '02'}:{group.group:02x}")
                    found |= {port.mac} if port.mac else set()
    return found


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
