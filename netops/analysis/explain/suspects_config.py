"""Suspects that the configurations name: every single difference between design and device."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from ipaddress import IPv4Address
from typing import Any

from netops.analysis.explain.drift import Difference, with_difference
from netops.analysis.explain.faults import fault_of
from netops.analysis.explain.scenario import Key, Scenario, key_of
from netops.analysis.explain.scene import Scene, drift_finding, place, reworded_finding, told, words
from netops.analysis.explain.suspect import Suspect, about, harmless
from netops.model import Network

__all__ = ["drifted", "reworded"]

_WORDS_ONLY = frozenset({"description", "banner", "hostname", "log_adjacency_changes", "log_neighbor_changes"})
"""Fields that no prediction looks at."""


def drifted(scene: Scene) -> Iterator[Suspect]:
    """A suspect for each difference of configuration."""
    for difference in scene.drift:
        name = _fault(scene.intended, difference)
        finding = drift_finding(difference)
        yield Suspect(
            name,
            place(difference),
            evidence=_evidence(scene, difference),
            effect=harmless if difference.fields[-1] in _WORDS_ONLY else _effect(scene.running, difference),
            direct=_direct(key_of(finding), chaos=name == "duplicate-router-id"),
            severity=finding.severity,
        )


def reworded(scene: Scene) -> Iterator[Suspect]:
    """Devices that run other lines, of no meaning to a prediction."""
    for name in scene.reworded:
        finding = reworded_finding(name, scene.diffs[name])
        yield Suspect("config-drift", name, finding.evidence, direct=about(finding), severity=finding.severity)


def _effect(running: Network, difference: Difference) -> Callable[[Scenario], Scenario]:
    return lambda scenario: Scenario(with_difference(scenario.network, running, difference), scenario.failures)


def _direct(own: Key, *, chaos: bool) -> Callable[[Key], bool]:
    """Its own finding; two routers of one id fight over their LSAs, and no table of OSPF's stays what it was."""
    if not chaos:
        return own.__eq__
    return lambda key: key == own or key[0].startswith(("adjacency-", "route-"))


def _fault(network: Network, difference: Difference) -> str:
    """As the catalogue has it; an identity or address that another device has is its own fault."""
    if difference.fields[-1] == "router_id" and _taken(network, difference):
        return "duplicate-router-id"
    if difference.fields[-1] == "addresses" and _doubled(network, difference):
        return "duplicate-address"
    return fault_of(difference)


def _taken(network: Network, difference: Difference) -> bool:
    wanted: IPv4Address = difference.running
    others = (device for name, device in network.devices.items() if name != difference.device)
    return any(wanted in {each.router_id for each in device.ospf} for device in others)


def _doubled(network: Network, difference: Difference) -> bool:
    new = {each.ip for each in difference.running or ()} - {each.ip for each in difference.intended or ()}
    others = (device for name, device in network.devices.items() if name != difference.device)
    return any(each.ip in new for device in others for port in device.interfaces.values() for each in port.addresses)


def _evidence(scene: Scene, difference: Difference) -> tuple[str, ...]:
    """What stands in both places, and what the other end of the line has."""
    where = words(difference)
    lines = [f"estate:  {where}: {told(difference.intended)}", f"running: {where}: {told(difference.running)}"]
    return (*lines, *_other_end(scene, difference), *scene.diffs.get(difference.device, ())[:8])


def _other_end(scene: Scene, difference: Difference) -> Iterator[str]:
    """The same field at the neighbours of an interface."""
    path = difference.path
    if path[0] != "interfaces" or len(path) < 3:
        return
    for end in scene.neighbors(difference.device, str(path[1]))[:3]:
        value: Any = scene.running.devices[end.device].interfaces[end.interface]
        for step in path[2:]:
            value = getattr(value, str(step), None)
        yield f"{end}: {told(value)}"
