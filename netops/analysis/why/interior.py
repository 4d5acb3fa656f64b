"""The interior protocols' candidates: OSPF's of every kind of path, and what the others offer."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network

from netops.analysis.ospf.table import External, Table
from netops.analysis.why.answer import Candidate, Line
from netops.analysis.why.places import Places
from netops.analysis.world import World
from netops.model import IPPrefix, Route

__all__ = ["offered_candidates", "ospf_candidates", "shown_hops"]

_INTERNAL = frozenset({"intra", "inter", "discard"})


def shown_hops(route: Route) -> tuple[str, ...]:
    return tuple(sorted(str(hop) for hop in route.next_hops))


def ospf_candidates(world: World, places: Places, router: str, prefix: IPPrefix) -> Iterator[Candidate]:
    """OSPF's route, and each external LSA of the prefix that lost."""
    route = world.ribs[router].ospf(prefix)
    if route is not None:
        costs = tuple(_costs(places, router, route))
        source = ", ".join(_tellers(world, prefix, route))
        lines = (*costs, *_origins(world, places, prefix, route))
        yield Candidate(
            f"ospf {route.detail}".strip(), source, shown_hops(route), route.distance, route.metric, lines=lines
        )
    for table, boundary, external in _externals(world, prefix):
        told = f"E{external.metric_type}" if not external.area else f"N{external.metric_type}"
        teller = table.speakers[boundary].device.name
        if teller == router or (route is not None and _is(route, external, table, router)):
            continue
        verdict, usable = _lost(route, external, table, router), route is not None
        line = _redistributing(world, places, teller, prefix)
        yield Candidate(f"ospf {told}", teller, (), None, external.metric, (), False, verdict, (line,), usable)


def _externals(world: World, prefix: IPPrefix) -> Iterator[tuple[Table, int, External]]:
    last = world.rounds[-1]
    for table, announced in zip(last.tables, last.announced, strict=True):
        for boundary, found in announced.items():
            yield from ((table, boundary, external) for each, external in found if each == prefix)


def _reached(table: Table, router: str, boundary: int) -> float | None:
    """The cost of the way to a boundary router, or None."""
    column = table.index.get(boundary)
    at = next((at for at, each in enumerate(table.speakers) if each.device.name == router), None)
    if column is None or at is None or not table.kind[at, column]:
        return None
    return float(table.cost[at, column])


def _is(route: Route, external: External, table: Table, router: str) -> bool:
    """Whether OSPF's route is of this LSA, as far as its metric tells."""
    cost = _reached(table, router, external.boundary)
    if route.detail[:1] not in {"E", "N"} or route.detail[1:] != str(external.metric_type) or cost is None:
        return False
    if external.metric_type == 1:
        return route.metric == external.metric + cost
    best = min(
        reached
        for each in _same_metric(table, route, external)
        if (reached := _reached(table, router, each)) is not None
    )
    return route.metric == external.metric and cost == best


def _same_metric(table: Table, route: Route, external: External) -> Iterator[int]:
    """The boundary routers that announce the route's prefix with the route's metric; this LSA's at least."""
    yield external.boundary
    for lsas in table.solved:
        if external in lsas:
            yield from (each.boundary for each in lsas if each.metric_type == 2 and each.metric == route.metric)


def _lost(route: Route | None, external: External, table: Table, router: str) -> str:
    cost = _reached(table, router, external.boundary)
    if cost is None and external.forwarding is None:
        return "its boundary router cannot be reached inside of OSPF"
    if route is None:
        return "not taken: a filter, or its forwarding address cannot be reached"
    if route.detail in _INTERNAL:
        return f"OSPF prefers {route.detail}-area to external (RFC 2328 section 11)"
    if external.metric_type == 2 and route.detail.endswith("1"):
        return "OSPF prefers external type 1 to type 2 (RFC 2328 section 16.4)"
    if external.metric_type == 2 and external.metric == route.metric:
        return f"the way to its boundary router is longer ({cost:g})" if cost is not None else "its way is longer"
    total = external.metric + (cost or 0) if external.metric_type == 1 else external.metric
    return f"metric {total:g}, the best has {route.metric}"


def _tellers(world: World, prefix: IPPrefix, route: Route) -> Iterator[str]:
    """Who brought the destination into OSPF."""
    if route.detail in _INTERNAL:
        yield from dict.fromkeys(name for name, _ in _attached(world, prefix))
        return
    found = (table.speakers[at].device.name for table, at, _ in _externals(world, prefix))
    yield from dict.fromkeys(found)


def _attached(world: World, prefix: IPPrefix) -> Iterator[tuple[str, str]]:
    for name, device in world.running.alive.items():
        for port in device.interfaces.values():
            settings = port.ospf if prefix.version == 4 else port.ospf6
            if settings is not None and any(prefix in (each.network, ip_network(each.ip)) for each in port.addresses):
                yield name, port.name


def _costs(places: Places, router: str, route: Route) -> Iterator[Line]:
    """The ports over which it leaves: their costs are the metric's first part."""
    for name in sorted({hop.interface for hop in route.next_hops if hop.interface is not None}):
        yield places.line(router, f"interface {name}: OSPF cost of this way", f"interface:{name}")


def _origins(world: World, places: Places, prefix: IPPrefix, route: Route) -> Iterator[Line]:
    if route.detail in _INTERNAL:
        for name, port in list(_attached(world, prefix))[:2]:
            yield places.line(name, f"{prefix} is in OSPF on {port}", f"interface:{port}")
        return
    for table, at, _ in list(_externals(world, prefix))[:2]:
        yield _redistributing(world, places, table.speakers[at].device.name, prefix)


def _redistributing(world: World, places: Places, router: str, prefix: IPPrefix) -> Line:
    """What of a boundary router's configuration brings a prefix into OSPF."""
    version = 2 if prefix.version == 4 else 3
    device = world.running.alive[router]
    own = world.ribs[router].get_route(prefix)
    process = device.ospf_process(version)
    name = process.process if process is not None else ""
    here = (f"ospf:VRF:{name}", "ospf:VRF:1", "ospf:VRF:")
    wanted = own.protocol if own is not None else ""
    if process is not None and any(each.protocol == wanted for each in process.redistribute):
        return places.line(router, f"redistribute {wanted} into OSPF", f"redistribute:ospf:VRF:{wanted}", *here)
    if prefix.prefixlen == 0:
        return places.line(router, "default-information originate", *here)
    return places.line(router, f"{prefix} is brought into OSPF", *here)


def offered_candidates(world: World, places: Places, router: str, prefix: IPPrefix) -> Iterator[Candidate]:
    """What IS-IS, EIGRP and RIP offer, and what comes from other VRFs; BGP's paths are told one by one elsewhere."""
    for table in world.rounds[-1].mixed[router][1]:
        route = table.get(prefix)
        if route is None or route.protocol == "bgp":
            continue
        keys = (f"{route.protocol}:VRF:{route.process}", f"{route.protocol}:{route.process}", f"{route.protocol}:VRF")
        line = places.line(router, f"{route.protocol} {route.process}".strip(), *keys)
        protocol = f"{route.protocol} {route.detail}".strip()
        yield Candidate(protocol, "", shown_hops(route), route.distance, route.metric, lines=(line,))
