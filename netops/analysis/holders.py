"""Who answers for an address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from netops.analysis.layer2 import Layer2
from netops.model import DeviceState, Endpoint, IPAddress, Network, Snapshot, link_local

__all__ = ["Holders", "address_holders", "holders_since"]


def address_holders(network: Network, snapshot: Snapshot, layer2: Layer2) -> dict[IPAddress, tuple[Endpoint, ...]]:
    """Who answers for an address: interface addresses, link-local ones, and virtual ones of VRRP masters.

    A master may show the virtual address on a device of its own as well; it is the group's interface that holds it.
    Of a device that nobody asked, what the network says of its interfaces that are up.
    """
    holders: defaultdict[IPAddress, dict[Endpoint, None]] = defaultdict(dict)
    for name, state in snapshot.devices.items():
        for address, end in _held(name, state):
            holders[address][end] = None
    for name, device in network.devices.items():
        known = snapshot.devices.get(name)
        if known is None or known.interfaces is None:
            for port in device.interfaces.values():
                if (end := Endpoint(name, port.name)) in layer2.up:
                    holders |= {each.ip: {**holders[each.ip], end: None} for each in port.addresses}
    return {address: tuple(ends) for address, ends in holders.items()}


def _held(name: str, state: DeviceState) -> Iterator[tuple[IPAddress, Endpoint]]:
    """What a device answers for."""
    masters = [group for group in state.vrrp or () if group.state == "master"]
    virtual = {each: Endpoint(name, group.interface) for group in masters for each in group.addresses}
    for interface in (state.interfaces or {}).values():
        if interface.oper_up:
            end = Endpoint(name, interface.name)
            for address in interface.addresses:
                yield address.ip, virtual.get(address.ip, end)
            if interface.mac is not None:
                yield link_local(interface.mac), end
    yield from virtual.items()


@dataclass(frozen=True, slots=True)
class Holders:
    """``now``: by address; ``affected``: the addresses of which a holder is another or elsewhere than before."""

    now: Mapping[IPAddress, tuple[Endpoint, ...]]
    affected: frozenset[IPAddress]


def holders_since(
    snapshot: Snapshot, before: Snapshot, known: Mapping[IPAddress, tuple[Endpoint, ...]], moved: frozenset[Endpoint]
) -> Holders:
    """Who answers where these ports moved since ``before``, when ``known`` answered; both snapshots are predicted."""
    at = {end.device for end in moved}
    changed = at | {
        name
        for name, state in snapshot.devices.items()
        if state.vrrp is not (vrrp := before.devices[name].vrrp) and state.vrrp != vrrp
    }
    held: dict[str, dict[IPAddress, list[Endpoint]]] = {}
    for name in changed:
        held[name] = {}
        for address, end in _held(name, snapshot.devices[name]):
            held[name].setdefault(address, []).append(end)
    touched = {address for name in changed for address, _ in _held(name, before.devices[name])}
    touched |= {address for each in held.values() for address in each}
    now, affected = dict(known), set[IPAddress]()
    for address in touched:
        were = known.get(address, ())
        others = [end for end in were if end.device not in changed]
        ends = [*others, *(end for each in held.values() for end in each.get(address, ()))]
        now[address] = tuple(dict.fromkeys(sorted(ends, key=_device)))  # as a snapshot has its devices: by name
        if now[address] != were or any(end in moved for end in ends):
            affected.add(address)
    return Holders(now, frozenset(affected))


def _device(end: Endpoint) -> str:
    return end.device
