"""Suspects that protocols name: dead daemons, sessions and adjacencies that something in between does not let pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from ipaddress import ip_network

from netops.analysis.explain.scenario import Key, Scenario
from netops.analysis.explain.scene import Scene
from netops.analysis.explain.suspect import Effect, Suspect
from netops.analysis.explain.suspects_traffic import lossy_lines
from netops.analysis.ways import longest_match
from netops.model import Endpoint, Interface, IPAddress
from netops.platforms import get_platform

__all__ = ["blocked_adjacencies", "blocked_sessions", "dead_processes"]


def dead_processes(scene: Scene) -> Iterator[Suspect]:
    """Daemons that should run and do not."""
    for name, state in sorted(scene.observed.devices.items()):
        expected = scene.expected.devices.get(name)
        if state.processes is None or expected is None or not expected.processes:
            continue
        for process in sorted(expected.processes - state.processes):
            runs = f"{name}: {process} does not run; running: {', '.join(sorted(state.processes)) or 'none'}"
            effect, direct = _without(name, process), _silenced(name, process)
            yield Suspect("process-dead", f"{name} {process}", (runs,), effect, direct)


def _without(name: str, process: str) -> Effect:
    def effect(scenario: Scenario) -> Scenario:
        device = scenario.network.devices[name]
        return scenario.with_device(get_platform(device.platform).without_process(device, process))

    return effect


def _silenced(name: str, process: str) -> Callable[[Key], bool]:
    def direct(key: Key) -> bool:
        check, subject, problem = key
        if check == "config-drift":  # the running configuration lacks what that daemon would tell of itself
            return subject.partition(":")[0] == name
        return subject == name and (check == "no-data" or (check == "process-missing" and process in problem))

    return direct


def blocked_sessions(scene: Scene) -> Iterator[Suspect]:
    """BGP sessions that should be up: TCP does not get through, from whichever end it is begun."""
    known: set[frozenset[str]] = set()
    down = list(scene.sessions_down())
    for name, shown in down:
        peer = next((end.device for end in scene.owners.get(shown.peer, ())), str(shown.peer))
        pair = frozenset({name, peer})
        if pair in known or not _reached(scene, name, shown.peer):
            continue
        known.add(pair)
        evidence = tuple(
            f"{one} to {each.peer}: {each.condition}"
            for one, each in down
            if one in pair and any(end.device in pair for end in scene.owners.get(each.peer, ()))
        )
        yield Suspect("bgp-blocked", "--".join(sorted(pair)), evidence, _shut(name, shown.peer))


def _reached(scene: Scene, name: str, peer: IPAddress) -> bool:
    """Whether the route to the peer is there that should be: without it, the session is down for that reason."""
    prefix = ip_network(peer)
    wanted = longest_match(scene.expected.devices[name].routes, prefix)
    shown = longest_match(scene.observed.devices[name].routes, prefix)
    return wanted is not None and shown is not None and wanted.prefix == shown.prefix


def _shut(name: str, peer: IPAddress) -> Effect:
    """A session that does not come up, which is the same to the network as one that is shut down."""

    def effect(scenario: Scenario) -> Scenario:
        device = scenario.network.devices[name]
        processes = tuple(
            replace(
                process,
                neighbors=tuple(
                    replace(each, shutdown=True) if each.address == peer else each for each in process.neighbors
                ),
            )
            for process in device.bgp
        )
        return scenario.with_device(replace(device, bgp=processes))

    return effect


def blocked_adjacencies(scene: Scene) -> Iterator[Suspect]:
    """OSPF neighbours that should be adjacent, on a line that is up: filtered, or upset by what the line loses."""
    apart = _apart(scene)
    lossy = {each.subject: each for each in lossy_lines(scene)} if apart else {}
    for ends, versions in apart.items():
        end, *far = sorted(ends)
        link = scene.links.get(end)
        subject = link.name if link is not None else str(end)
        evidence = tuple(_heard(scene, each, version) for version in sorted(versions) for each in (end, *far[:3]))
        yield Suspect("ospf-blocked", subject, evidence, _passive(end, versions))
        if subject in lossy:
            yield replace(lossy[subject], effect=_passive(end, versions))


def _apart(scene: Scene) -> dict[frozenset[Endpoint], set[int]]:
    """The ports that should be adjacent and are not, with the versions of OSPF."""
    found: defaultdict[frozenset[Endpoint], set[int]] = defaultdict(set)
    for end, version in scene.adjacencies_down():
        found[frozenset({end, *scene.neighbors(end.device, end.interface)})].add(version)
    return found


def _heard(scene: Scene, end: Endpoint, version: int) -> str:
    """The neighbours that a port shows."""
    state = scene.state(end.device)
    if state is None or state.adjacencies is None:
        return f"{end}: not known"
    shown = [each for each in state.adjacencies if each.interface == end.interface and each.version == version]
    return f"{end}: {', '.join(f'{each.neighbor_id} {each.state}' for each in shown) or 'hears no neighbor'}"


def _passive(end: Endpoint, versions: Collection[int]) -> Effect:
    """No neighbour over this port, which is the same to the network as a passive one."""

    def quiet(port: Interface) -> Interface:
        older, newer = port.ospf, port.ospf6
        return replace(
            port,
            ospf=replace(older, passive=True) if older and 2 in versions else older,
            ospf6=replace(newer, passive=True) if newer and 3 in versions else newer,
        )

    return lambda scenario: scenario.with_interface(end, quiet)
