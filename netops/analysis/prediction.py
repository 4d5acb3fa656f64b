"""What a network will show: the same Snapshot that its devices give once they have settled."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from netops.analysis.bgp.memory import Memory
from netops.analysis.failures import Failures
from netops.analysis.layer2 import Layer2, broadcast_domains
from netops.analysis.policy import Policy
from netops.analysis.routing import Running
from netops.analysis.virtual import DEFAULT, Split
from netops.analysis.world import World
from netops.model import (
    BgpSession,
    Device,
    DeviceState,
    Interface,
    InterfaceKind,
    InterfaceState,
    Network,
    Rib,
    Snapshot,
    SnapshotSource,
)
from netops.platforms import get_platform

__all__ = ["predict", "settled", "without_collection"]

_Sessions = Mapping[str, list[BgpSession]]


def predict(
    network: Network, failures: Failures | None = None, memory: Memory | None = None, layer2: Layer2 | None = None
) -> Snapshot:
    """The settled state of every device of the network under these failures.

    ``memory``: what predictions of this very network under other failures have in common, to be computed once.
    ``layer2``: that of these failures, where it is known.
    Raises :class:`~netops.errors.PredictionError` where the network itself would not settle.
    """
    with without_collection():
        present = broadcast_domains(network, failures) if layer2 is None else layer2
        return _predict(network, failures or Failures(), memory or Memory(), present)


def settled(network: Network, failures: Failures | None = None) -> World:
    """The protocols at rest, for those who ask why a table is as it is.  Raises PredictionError."""
    memory = Memory()
    with without_collection():
        layer2 = broadcast_domains(network, failures)
        world = World(_running(memory, memory.split(network), failures or Failures(), layer2), memory)
        world.settle()
        return world


def _predict(network: Network, failures: Failures, memory: Memory, layer2: Layer2) -> Snapshot:
    running = _running(memory, memory.split(network), failures, layer2)
    world = World(running, memory)
    world.settle()
    sessions = world.bgp.states()
    whole = memory.states if layer2.moved is not None else {}
    moved = {end.device for end in layer2.moved or ()}
    states = {
        name: DeviceState(name, reachable=False, error="no power")
        if name in failures.devices
        else _state(device, world, layer2, sessions, whole.get(name) if name not in moved else None)
        for name, device in sorted(network.devices.items())
    }
    if layer2.moved == frozenset() and not memory.states:
        memory.states.update(states)
    label = f"failed: {failures}" if failures else ""
    return Snapshot(SnapshotSource.PREDICTED, states, label=label, assumptions=running.assumptions.told())


def _running(memory: Memory, split: Split, failures: Failures, layer2: Layer2) -> Running:
    devices = split.network.devices
    alive = {name: devices[name] for name in sorted(devices) if split.device(name) not in failures.devices}
    policies = {name: Policy(device, memory.assumptions) for name, device in alive.items()}
    return Running(split, split.layer2(layer2), alive, policies, memory.assumptions)


@contextmanager
def without_collection() -> Iterator[None]:
    """No search for garbage: nearly all that is made here is kept, and each search walks the whole network again."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _state(device: Device, world: World, layer2: Layer2, sessions: _Sessions, whole: DeviceState | None) -> DeviceState:
    """A running device, as a collection would show it; its interfaces are as in the ``whole`` network, if given."""
    platform = get_platform(device.platform)
    routes = platform.routing
    routers = world.running.split.of_device(device.name)
    every = routers.values()
    spoken = [each for router in every for each in sessions.get(router, ())]
    ribs: dict[str, Rib] = {vrf: world.ribs[router] for vrf, router in routers.items()}
    return DeviceState(
        name=device.name,
        interfaces={each: _interface(device, each, layer2) for each in device.interfaces}
        if whole is None
        else whole.interfaces,
        ribs={vrf: rib for vrf, rib in ribs.items() if vrf == DEFAULT or rib} if routes else None,
        adjacencies=tuple(each for router in every for each in world.neighbors[router]) if routes else None,
        sessions=tuple(sorted(spoken, key=lambda each: (each.peer.version, each.peer))) if routes else None,
        vrrp=tuple(each for router in every for each in world.vrrp[router]) if routes else None,
        processes=platform.processes(device) if whole is None else whole.processes,
    )


def _interface(device: Device, name: str, layer2: Layer2) -> InterfaceState:
    interface = device.interfaces[name]
    return InterfaceState(
        name=name,
        admin_up=interface.enabled,
        oper_up=name in layer2.up_on(device.name),
        mtu=interface.mtu or _wire_mtu(device, interface),
        speed=interface.speed,
        mac=interface.mac,
        addresses=interface.addresses,
        description=interface.description,
    )


def _wire_mtu(device: Device, interface: Interface) -> int | None:
    """The platform's usual MTU, of what is on a wire; other interfaces have one that the kernel thinks right."""
    on_wire = interface.kind in {InterfaceKind.ETHERNET, InterfaceKind.SUBINTERFACE}
    return get_platform(device.platform).default_mtu if on_wire else None
