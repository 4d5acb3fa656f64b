"""Layer 2 as a snapshot has it: what is up is what the devices say; where they are silent, what their wires say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from netops.analysis.failures import Failures
from netops.analysis.layer2 import Layer2, domains_among
from netops.model import Device, DeviceState, Endpoint, InterfaceKind, Network, Snapshot, SnapshotSource

__all__ = ["down_ports", "observed_layer2"]


def observed_layer2(network: Network, snapshot: Snapshot, failures: Failures | None = None) -> Layer2:
    """The broadcast domains of the network where the snapshot's interfaces are up as they say.

    An interface that nobody was asked about (a provider's router, a resident's host, a device that does not answer)
    is up when it is enabled and what is known of its line's far end is up.  VLANs are the network's.
    """
    return domains_among(network, frozenset(_up(network, snapshot, failures or Failures())))


def _up(network: Network, snapshot: Snapshot, failures: Failures) -> Iterator[Endpoint]:
    told = {
        Endpoint(name, port): interface.oper_up
        for name, state in snapshot.devices.items()
        for port, interface in (state.interfaces or {}).items()
    }
    wires: defaultdict[Endpoint, list[Endpoint]] = defaultdict(list)
    for link in network.links:
        for end, far in ((link.a, link.b), (link.b, link.a)):
            wires[end] += [far] if link.name not in failures.links else []
    for name, device in network.devices.items():
        state = snapshot.devices.get(name)
        if name in failures.devices or _dead(device, state, snapshot.source, told, wires):
            continue
        for port in device.interfaces:
            end = Endpoint(name, port)
            if end not in failures.interfaces and _is_up(device, end, state, told, wires):
                yield end


def _is_up(
    device: Device,
    end: Endpoint,
    state: DeviceState | None,
    told: Mapping[Endpoint, bool],
    wires: Mapping[Endpoint, list[Endpoint]],
) -> bool:
    if state is not None and state.interfaces is not None:
        return told.get(end, False)  # it was asked, and has no such interface
    interface = device.interfaces[end.interface]
    if not interface.enabled:
        return False
    parent = device.interfaces.get(interface.parent or "")
    if parent is not None:
        return _is_up(device, Endpoint(device.name, parent.name), state, told, wires)
    if interface.kind is InterfaceKind.ETHERNET and end in wires:
        return any(told.get(far, True) for far in wires[end])
    return True


def _dead(
    device: Device,
    state: DeviceState | None,
    source: SnapshotSource,
    told: Mapping[Endpoint, bool],
    wires: Mapping[Endpoint, list[Endpoint]],
) -> bool:
    """A prediction says so; else a device that does not answer is dead when every line to it is dark."""
    if state is None or state.reachable:
        return False
    if source is SnapshotSource.PREDICTED:
        return True
    far = [told[end] for port in device.interfaces for end in wires.get(Endpoint(device.name, port), ()) if end in told]
    return bool(far) and not any(far)


def down_ports(expected: Snapshot, actual: Snapshot) -> Iterator[Endpoint]:
    """Ports that are expected to be up, and are not, by device; those of which nothing is shown are not told."""
    for name, state in sorted(actual.devices.items()):
        wanted = expected.devices.get(name)
        up = {port for port, each in ((wanted.interfaces if wanted else None) or {}).items() if each.oper_up}
        yield from (
            Endpoint(name, port) for port, each in (state.interfaces or {}).items() if port in up and not each.oper_up
        )
