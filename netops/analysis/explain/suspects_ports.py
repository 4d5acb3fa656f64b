"""Suspects that ports and silent devices name: broken lines, closed ports, dead devices, wrong MTUs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from functools import partial

from netops.analysis.explain.scenario import Key, Scenario
from netops.analysis.explain.scene import Scene
from netops.analysis.explain.suspect import Effect, Suspect, breaking
from netops.analysis.failures import Failures
from netops.model import Endpoint, Interface, Severity

__all__ = ["dark_ports", "dead_devices", "wrong_mtu"]


def dark_ports(scene: Scene) -> Iterator[Suspect]:
    """Ports that should be up: their line is broken, or they were shut down past the configuration."""
    lines: set[str] = set()
    for end in scene.down():
        shown = scene.port(end)
        link = scene.links.get(end)
        if shown is not None and not shown.admin_up:
            yield _shut(scene, end)
        elif link is not None and link.name not in lines:
            lines.add(link.name)
            evidence = (scene.seen(link.a), scene.seen(link.b))
            yield Suspect("link-down", link.name, evidence, breaking(Failures(links=frozenset({link.name}))))
        elif link is None and scene.intended.devices[end.device].interfaces[end.interface].parent is None:
            yield Suspect("port-down", str(end), (scene.seen(end),), breaking(Failures(interfaces=frozenset({end}))))


def _shut(scene: Scene, end: Endpoint) -> Suspect:
    """Shut down on the device; an FRR router keeps that out of its configuration where its kernel was told."""
    link = scene.links.get(end)
    other = (scene.seen(link.other(end.device)),) if link is not None else ()
    by_hand = "the running configuration does not say so"
    return Suspect("admin-down", str(end), (scene.seen(end), *other, by_hand), _disabled(end))


def _disabled(end: Endpoint) -> Effect:
    return lambda scenario: scenario.with_interface(end, partial(replace, enabled=False))


def dead_devices(scene: Scene) -> Iterator[Suspect]:
    """Devices that do not answer, and those of others of which every line is dark."""
    dark = {link.name for end in scene.down() if (link := scene.links.get(end)) is not None}
    for name, device in sorted(scene.intended.devices.items()):
        state = scene.observed.devices.get(name)
        lines = scene.intended.links_of(name)
        seen = [link.other(name) for link in lines if scene.port(link.other(name)) is not None]
        evidence = tuple(scene.seen(end) for end in seen)
        effect = breaking(Failures(devices=frozenset({name})))
        if state is not None and not state.reachable:
            told = (f"{name}: {state.error}", *evidence)
            yield Suspect("device-dead", name, told, effect, severity=Severity.CRITICAL)
            yield Suspect("management-lost", name, told, direct=_of("device-unreachable", {name}))
        elif state is None and not device.managed and len(seen) > 1 and all(link.name in dark for link in lines):
            yield Suspect("device-dead", name, evidence, effect)


def wrong_mtu(scene: Scene) -> Iterator[Suspect]:
    """Ports of another MTU than intended, with the subinterfaces that follow them.

    A mismatch keeps OSPF from becoming adjacent, but a neighbour that is full stays so until its next exchange of
    database descriptions (RFC 2328 section 10.6).  FRR's ospfd begins one when the MTU changes, its ospf6d does not: so
    it is supposed that both versions, OSPFv2 alone, or neither have lost their neighbours.
    """
    changed: defaultdict[Endpoint, dict[str, int]] = defaultdict(dict)
    for name, state in sorted(scene.observed.devices.items()):
        wanted = (scene.expected.devices[name].interfaces or {}) if name in scene.expected.devices else {}
        for port, shown in (state.interfaces or {}).items():
            intended = wanted.get(port)
            if intended is not None and None not in (intended.mtu, shown.mtu) and intended.mtu != shown.mtu:
                parent = scene.intended.devices[name].interfaces[port].parent
                changed[Endpoint(name, parent or port)][port] = shown.mtu or 0
    for end, ports in changed.items():
        subjects = {f"{end.device}:{port}" for port in ports}
        evidence = tuple(_mtu(scene, each) for each in scene.both_ends(end))
        yield Suspect("mtu", str(end), evidence, _with_mtu(end.device, ports))
        yield Suspect("mtu", str(end), evidence, _with_mtu(end.device, ports, keeping=_met(scene, end.device, ports)))
        yield Suspect("mtu", str(end), evidence, direct=_of("interface-mtu", subjects))


def _of(check: str, subjects: Collection[str]) -> Callable[[Key], bool]:
    """Whether a finding is this check's, on one of these subjects."""
    return lambda key: key[0] == check and key[1] in subjects


def _mtu(scene: Scene, end: Endpoint) -> str:
    shown = scene.port(end)
    return f"{end}: MTU {shown.mtu if shown is not None else 'not known'}"


def _met(scene: Scene, device: str, ports: Collection[str]) -> tuple[Endpoint, ...]:
    """These ports and all that hear them."""
    return tuple(each for port in ports for each in (Endpoint(device, port), *scene.neighbors(device, port)))


def _with_mtu(name: str, ports: Mapping[str, int], keeping: Collection[Endpoint] = ()) -> Effect:
    """The ports with these MTUs; OSPFv3 at the ends that are ``keeping`` takes no notice."""

    def effect(scenario: Scenario) -> Scenario:
        for port, mtu in ports.items():
            scenario = scenario.with_interface(Endpoint(name, port), partial(replace, mtu=mtu))
        for end in keeping:
            scenario = scenario.with_interface(end, _heedless)
        return scenario

    return effect


def _heedless(interface: Interface) -> Interface:
    return replace(interface, ospf6=replace(interface.ospf6, mtu_ignore=True)) if interface.ospf6 else interface
