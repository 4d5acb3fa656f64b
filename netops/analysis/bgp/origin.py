"""The paths that routers bring into BGP themselves: network statements and redistribution."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from netops.analysis.bgp.path import Path
from netops.analysis.bgp.router import Router
from netops.analysis.forwarding import Forwarding
from netops.analysis.policy import Context
from netops.analysis.rib import RouterRib
from netops.model import BgpFamily, Interface, IPAddress, IPPrefix, Redistribution, Route

__all__ = ["LOCAL_WEIGHT", "OriginMemory", "Origins", "originated"]

LOCAL_WEIGHT = 32768
_EVERYTHING = Redistribution("any")
_IGPS = frozenset({"ospf", "ospf6", "isis", "eigrp", "rip"})
_DETAILS = {"E1": ("external", 1), "E2": ("external", 2), "N1": ("nssa-external", 1), "N2": ("nssa-external", 2)}


@dataclass(slots=True)
class OriginMemory:
    """Paths that were brought in before: equal ones are one object, which spares comparing all of their attributes."""

    paths: dict[Path, Path] = field(default_factory=dict)
    # By router and the identities of statement and route; the route is held, so that no other gets its identity.
    redistributed: dict[tuple[str, int, int], tuple[Route, Path | None]] = field(default_factory=dict)

    def one(self, path: Path) -> Path:
        """The first path that was equal to this."""
        return self.paths.setdefault(path, path)

    def from_route(self, router: Router, family: BgpFamily, wanted: Redistribution, route: Route) -> Path | None:
        """What the router makes of a route that it redistributes."""
        key = (router.device.name, id(wanted), id(route))
        if (known := self.redistributed.get(key)) is None:
            path = _from_route(router, family, wanted, route)
            known = self.redistributed[key] = (route, None if path is None else self.one(path))
        return known[1]


@dataclass(frozen=True, slots=True)
class Origins:
    """What all routers bring in: by router (position) and prefix, and by prefix the (router, path) pairs."""

    brought: list[dict[IPPrefix, Path]]
    by_prefix: dict[IPPrefix, tuple[tuple[int, Path], ...]]


def originated(found: list[Router], forwarding: Forwarding, known: OriginMemory, whole: Origins | None) -> Origins:
    """From network statements and redistribution; equal paths are one object.

    ``whole``: of the whole network, where ``forwarding`` knows what differs from it; routers whose tables do not, bring
    in what they did.
    """
    brought = [
        _brought(router, forwarding.ribs.get(router.device.name), known)
        if whole is None
        else _brought_since(router, forwarding, known, whole.brought[position])
        for position, router in enumerate(found)
    ]
    if whole is None:
        every = {prefix: None for each in brought for prefix in each}
        return Origins(brought, {prefix: _pairs(brought, prefix) for prefix in every})
    changed = {
        prefix
        for now, before in zip(brought, whole.brought, strict=True)
        if now is not before
        for prefix in now.keys() | before.keys()
        if now.get(prefix) is not before.get(prefix)
    }
    if not changed:
        return whole
    by_prefix = {**whole.by_prefix, **{prefix: _pairs(brought, prefix) for prefix in changed}}
    return Origins(brought, {prefix: paths for prefix, paths in by_prefix.items() if paths})


def _brought_since(
    router: Router, forwarding: Forwarding, known: OriginMemory, before: dict[IPPrefix, Path]
) -> dict[IPPrefix, Path]:
    """As in the whole network, but for the prefixes to which the router has other routes."""
    name = router.device.name
    rib, changed = forwarding.ribs.get(name), forwarding.since.changes.of(name) if forwarding.since else None
    if rib is None or changed is None:
        return _brought(router, rib, known)
    paths = {prefix: _path_of(router, rib, known, prefix) for prefix in changed}
    if all(before.get(prefix) is path for prefix, path in paths.items()):
        return before
    found = {**before, **paths}
    return {prefix: path for prefix, path in found.items() if path is not None}


def _path_of(router: Router, rib: RouterRib, known: OriginMemory, prefix: IPPrefix) -> Path | None:
    """What a router brings in for one prefix."""
    found: Path | None = None
    route = rib.get_route(prefix)
    for family in _families(router):
        if family.family == prefix.version and route is not None:
            for wanted in _wishes(router, family):
                if found is None and _wants(router, family, wanted, route):
                    found = known.from_route(router, family, wanted, route)
        for _, path in _networks(router, family, rib, prefix):
            found = known.one(path)
    return found


def _pairs(brought: list[dict[IPPrefix, Path]], prefix: IPPrefix) -> tuple[tuple[int, Path], ...]:
    return tuple((position, each[prefix]) for position, each in enumerate(brought) if prefix in each)


def _brought(router: Router, rib: RouterRib | None, known: OriginMemory) -> dict[IPPrefix, Path]:
    """By one router; none by one without power."""
    found: dict[IPPrefix, Path] = {}
    for family in _families(router) if rib is not None else ():
        assert rib is not None
        for prefix, path in _redistributed(router, family, rib, known):
            found.setdefault(prefix, path)
        for prefix, path in _networks(router, family, rib):
            found[prefix] = known.one(path)
    return found


def _families(router: Router) -> Iterable[BgpFamily]:
    if not router.traits.bgp_exports_table:
        return router.process.families
    return (router.process.family(4), router.process.family(6))


def _weight(router: Router) -> int:
    return LOCAL_WEIGHT if router.traits.bgp_exports_table else router.traits.bgp_local_weight


def _networks(
    router: Router, family: BgpFamily, rib: RouterRib, only: IPPrefix | None = None
) -> Iterator[tuple[IPPrefix, Path]]:
    for network in family.networks:
        if only is not None and network.prefix != only:
            continue
        route = rib.get_route(network.prefix)
        if router.process.network_import_check and (route is None or route.protocol == "bgp"):
            continue
        metric = route.metric if route is not None and router.traits.bgp_network_metric else 0
        path: Path | None = Path(med=metric, weight=_weight(router))
        if network.route_map is not None and path is not None:
            path = router.policy.apply(network.route_map, network.prefix, path, Context(router.process.asn))
        if path is not None:
            yield network.prefix, path


def _redistributed(
    router: Router, family: BgpFamily, rib: RouterRib, known: OriginMemory
) -> Iterator[tuple[IPPrefix, Path]]:
    for wanted in _wishes(router, family):
        for prefix, route in _candidates(router, wanted, rib, family.family):
            path = known.from_route(router, family, wanted, route) if _wants(router, family, wanted, route) else None
            if path is not None:
                yield prefix, path


def _wishes(router: Router, family: BgpFamily) -> tuple[Redistribution, ...]:
    return (_EVERYTHING,) if router.traits.bgp_exports_table else family.redistribute


def _candidates(
    router: Router, wanted: Redistribution, rib: RouterRib, family: int
) -> Iterator[tuple[IPPrefix, Route]]:
    yield from rib.of_protocol(wanted.protocol, family)
    if wanted.protocol in _IGPS and router.traits.igp_redistributes_connected:
        yield from rib.of_protocol("connected", family)


def _wants(router: Router, family: BgpFamily, wanted: Redistribution, route: Route) -> bool:
    """Whether it is of the wanted process and kind; with an IGP come, on some platforms, the subnets it runs on."""
    if route.prefix.prefixlen == 0 and not (family.default_originate or router.traits.bgp_redistributes_default):
        return False
    if wanted.protocol == "any":
        return route.protocol not in {"bgp", "local", "hsrp"}
    if route.protocol == ("ospf" if wanted.protocol == "ospf6" else wanted.protocol):
        of_process = wanted.process in ("", route.process) or not route.process
        return of_process and (not wanted.match or _kind(route) in wanted.match)
    if wanted.protocol not in _IGPS or route.protocol != "connected" or not router.traits.igp_redistributes_connected:
        return False
    ports = (router.device.interfaces.get(hop.interface or "") for hop in route.next_hops)
    return any(port is not None and _runs(port, wanted) for port in ports)


def _kind(route: Route) -> str:
    """As ``match`` has it."""
    kind, number = _DETAILS.get(route.detail, ("internal", 0))
    return f"{kind}-{number}" if number else kind


def _runs(port: Interface, wanted: Redistribution) -> bool:
    """Whether the IGP runs on an interface, passive or not."""
    if wanted.protocol == "ospf":
        return port.ospf is not None and wanted.process in ("", port.ospf.process or wanted.process)
    if wanted.protocol == "ospf6":
        return port.ospf6 is not None and wanted.process in ("", port.ospf6.process or wanted.process)
    if wanted.protocol == "isis":
        return any(wanted.process in ("", each.process) for each in port.isis)
    if wanted.protocol == "eigrp":
        return any(wanted.process in ("", str(each.asn)) for each in port.eigrp)
    return any(wanted.process in ("", each.process) for each in port.rip)


def _from_route(router: Router, family: BgpFamily, wanted: Redistribution, route: Route) -> Path | None:
    hops = sorted(route.next_hops, key=str)
    kind, number = _DETAILS.get(route.detail, ("internal" if route.protocol in _IGPS else "", 0))
    whole = router.traits.bgp_exports_table
    path: Path | None = Path(
        origin=router.traits.bgp_redistribute_origin,
        med=_metric(router, family, wanted, route),
        next_hop=None if router.traits.bgp_redistributes_as_own else _gateway(route),
        protocol=route.protocol if wanted.protocol == "any" else wanted.protocol,
        interface=hops[0].interface if hops else None,
        weight=_weight(router),
        communities=router.carried(route),
        tag=route.tag,
        distance=route.distance if whole else None,
        route_type=kind,
        metric_type=number or None,
    )
    if wanted.route_map is not None and path is not None:
        path = router.policy.apply(wanted.route_map, route.prefix, path, Context(router.process.asn))
    if wanted.policies and path is not None:
        path = router.policy.chain(wanted.policies, route.prefix, path, Context(router.process.asn), default=True)
    return path if path is None or path.distance is None else replace(path, distance=None)


def _metric(router: Router, family: BgpFamily, wanted: Redistribution, route: Route) -> int | None:
    if wanted.metric is not None:
        return wanted.metric
    if family.default_metric is not None and route.protocol not in {"connected", "local"}:
        return family.default_metric
    if router.traits.bgp_exports_table and route.protocol not in _IGPS:
        return route.metric or None
    return route.metric


def _gateway(route: Route) -> IPAddress | None:
    """The next hop that a redistributed route brings along, as it was before resolution."""
    known = route.gateways or tuple(sorted(hop.address for hop in route.next_hops if hop.address is not None))
    return next((each for each in known if not each.is_link_local), None)
