"""Internal BGP as a whole: whether every router hears of every route (RFC 4456)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from netops.checks.bgp import Session, sessions
from netops.checks.index import Index
from netops.checks.registry import Problem, check
from netops.model import IPAddress, Severity

__all__: list[str] = []


@dataclass(frozen=True, slots=True)
class _Mesh:
    """Internal sessions of one AS and family: ``clients`` and ``others`` of each router."""

    clients: Mapping[str, frozenset[str]]
    others: Mapping[str, frozenset[str]]

    def hears(self, origin: str) -> set[str]:
        """The routers that a route of this origin reaches.

        A route from a client goes to all, one from another internal peer to clients only.
        """
        done: set[tuple[str, bool]] = set()
        waiting = [(origin, True)]
        while waiting:
            name, spread = waiting.pop()
            if (name, spread) in done or (name, True) in done:
                continue
            done.add((name, spread))
            targets = self.clients.get(name, frozenset())
            targets = targets | self.others.get(name, frozenset()) if spread else targets
            waiting += [(target, name in self.clients.get(target, frozenset())) for target in targets]
        return {name for name, _ in done}


def _meshes(index: Index) -> dict[tuple[int, int], _Mesh]:
    """The mesh of each (AS, family); only sessions that both ends have configured count."""
    clients: defaultdict[tuple[int, int], defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    others: defaultdict[tuple[int, int], defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for session in sessions(index):
        if session.external or session.port is None or not session.reverse:
            continue
        for family in session.neighbor.families:
            if any(each.family(family.family) for each in session.reverse):
                table = clients if family.route_reflector_client else others
                table[session.bgp.asn, family.family][session.device.name].add(session.port.device.name)
    return {key: _Mesh(_frozen(clients[key]), _frozen(others[key])) for key in {*clients, *others}}


def _frozen(table: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(names) for name, names in table.items()}


def _origins(index: Index, asn: int, family: int) -> Iterator[str]:
    """Routers of the AS that bring routes into it."""
    for device in index.devices:
        for bgp in device.bgp:
            own = bgp.family(family)
            external = any(
                each.remote_as != asn and each.family(family) and not each.shutdown for each in bgp.neighbors
            )
            if bgp.asn == asn and (external or own.networks or own.redistribute or own.aggregates):
                yield device.name


@check(
    "ibgp-incomplete",
    severity=Severity.ERROR,
    title="A router of the AS does not hear of another's routes",
    remedy="complete the full mesh, or make the router a client of the route reflectors",
)
def ibgp_incomplete(index: Index) -> Iterator[Problem]:
    """Internal routes are not passed on, except by a reflector from or to its clients: the router misses routes."""
    meshes = _meshes(index)
    speakers: defaultdict[int, set[str]] = defaultdict(set)
    for device in index.devices:
        for bgp in device.bgp:
            speakers[bgp.asn].add(device.name)
    for (asn, family), mesh in sorted(meshes.items()):
        for origin in _origins(index, asn, family):
            deaf = sorted(_members(mesh, speakers[asn]) - mesh.hears(origin))
            if deaf:
                actual = f"not heard by {', '.join(deaf)}"
                yield Problem(
                    origin,
                    f"its IPv{family} routes do not reach all of AS {asn}",
                    "all",
                    actual,
                    at=(f"device:{deaf[0]}",),
                )


def _members(mesh: _Mesh, speakers: set[str]) -> set[str]:
    """The routers that exchange this family inside the AS."""
    return speakers & ({*mesh.clients, *mesh.others} | set().union(*mesh.clients.values(), *mesh.others.values()))


@check(
    "reflector-alone",
    severity=Severity.WARNING,
    title="A route reflector's client has no second reflector",
    remedy="make it a client of a second reflector",
)
def reflector_alone(index: Index) -> Iterator[Problem]:
    """With its only reflector, the router loses every internal route, though its lines are up."""
    for (asn, family), mesh in sorted(_meshes(index).items()):
        reflectors: defaultdict[str, set[str]] = defaultdict(set)
        for reflector, clients in mesh.clients.items():
            for client in clients:
                reflectors[client].add(reflector)
        for client, names in sorted(reflectors.items()):
            peers = mesh.others.get(client, frozenset()) | mesh.clients.get(client, frozenset())
            if len(names) == 1 and peers <= names:
                yield Problem(
                    client,
                    f"has one route reflector for IPv{family} in AS {asn}",
                    "two",
                    ", ".join(names),
                    at=(f"device:{client}",),
                )


@check(
    "bgp-next-hop-hidden",
    severity=Severity.ERROR,
    title="Internal peers get external routes whose next hop they cannot reach",
    remedy="set next-hop-self towards internal peers, or bring the line's prefix into OSPF",
)
def bgp_next_hop_hidden(index: Index) -> Iterator[Problem]:
    """An external route keeps its next hop inside the AS (RFC 4271, 5.1.3); unresolved, it is never used."""
    everything = tuple(sessions(index))
    hidden: defaultdict[str, list[IPAddress]] = defaultdict(list)
    for session in everything:
        if session.external and session.connected is not None and not _announced(session):
            hidden[session.device.name].append(session.neighbor.address)
    for session in everything:
        if session.external or session.device.name not in hidden:
            continue
        for family in session.neighbor.families:
            hops = [each for each in hidden[session.device.name] if each.version == family.family]
            if hops and not family.next_hop_self and not family.route_map_out:
                yield Problem(
                    session.subject,
                    f"sends IPv{family.family} routes with a hidden next hop",
                    "next-hop-self",
                    ", ".join(map(str, hops)),
                    at=session.at,
                )


def _announced(session: Session) -> bool:
    """Whether the prefix of the external line is in OSPF."""
    version = session.neighbor.address.version
    for interface in session.device.interfaces.values():
        connects = any(session.neighbor.address in each.network for each in interface.addresses)
        if connects and (interface.ospf if version == 4 else interface.ospf6) is not None:
            return True
    processes = [each for each in session.device.ospf if each.version == (2 if version == 4 else 3)]
    return any(each.protocol == "connected" for process in processes for each in process.redistribute)
