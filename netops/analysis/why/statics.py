"""Static routes and connected prefixes of one destination, those that are not in use with the reason why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network

from netops.analysis.static import Statics
from netops.analysis.why.answer import Candidate
from netops.analysis.why.places import Places
from netops.analysis.world import World
from netops.model import Interface, IPPrefix, Route, StaticRoute

__all__ = ["connected_candidates", "static_candidates"]

_NEVER = 255


def connected_candidates(world: World, places: Places, router: str, prefix: IPPrefix) -> Iterator[Candidate]:
    """The interfaces with an address of the prefix, up or down, and what else the router has by itself."""
    route = world.connected[router].get(prefix)
    found = list(_of_ports(world, places, router, prefix, route))
    yield from found
    if route is not None and not any(each.usable for each in found):
        via = tuple(sorted(str(hop) for hop in route.next_hops))
        ports = sorted({str(hop.interface) for hop in route.next_hops})
        lines = [places.line(router, f"virtual address on {each}", f"interface:{each}") for each in ports]
        yield Candidate(route.protocol, "virtual address", via, route.distance, route.metric, lines=tuple(lines))


def _of_ports(world: World, places: Places, router: str, prefix: IPPrefix, route: Route | None) -> Iterator[Candidate]:
    for port in world.running.alive[router].interfaces.values():
        if not any(prefix in (each.network, ip_network(each.ip)) for each in port.addresses):
            continue
        up = port.name in world.running.layer2.up_on(router)
        line = places.line(router, f"interface {port.name}", f"interface:{port.name}")
        protocol = route.protocol if route is not None else "connected"
        distance = route.distance if up and route is not None else None
        metric = route.metric if distance is not None and route is not None else None
        verdict = "" if up else _down(port)
        yield Candidate(protocol, "itself", (port.name,), distance, metric, (), False, verdict, (line,), not verdict)


def _down(port: Interface) -> str:
    return f"{port.name} is shut down" if not port.enabled else f"{port.name} is down: no carrier"


def static_candidates(world: World, places: Places, router: str, prefix: IPPrefix) -> Iterator[Candidate]:
    """Each static or aggregate route as it is configured."""
    device = world.running.alive[router]
    statics = Statics(world.running, world.ribs, world.prefixes)
    for static in device.static_routes:
        if static.prefix == prefix:
            active = statics.routes(replace(device, static_routes=(static,), aggregates=())).get(prefix)
            verdict = "" if active is not None else _inactive(world, router, static)
            line = places.line(router, f"static route {prefix}", f"static:VRF:{prefix}")
            yield Candidate(
                "static",
                "itself",
                (_via(static),),
                static.distance,
                static.metric,
                (),
                False,
                verdict,
                (line,),
                not verdict,
            )
    for aggregate in device.aggregates:
        if aggregate.prefix == prefix:
            active = statics.routes(replace(device, static_routes=(), aggregates=(aggregate,))).get(prefix)
            verdict = "" if active is not None else "inactive: nothing inside of it is in the table"
            line = places.line(router, f"aggregate {prefix}", f"aggregate:VRF:{prefix}")
            yield Candidate(
                "aggregate",
                "itself",
                (),
                aggregate.distance,
                aggregate.metric,
                (),
                False,
                verdict,
                (line,),
                not verdict,
            )


def _via(static: StaticRoute) -> str:
    if static.blackhole or static.reject:
        return "blackhole"
    return " ".join(str(each) for each in (static.next_hop, static.interface) if each is not None)


def _inactive(world: World, router: str, static: StaticRoute) -> str:
    device = world.running.alive[router]
    if static.distance >= _NEVER:
        return f"inactive: distance {static.distance} is never used"
    if static.interface is not None:
        port = device.interfaces.get(static.interface)
        return f"inactive: {static.interface} does not exist" if port is None else f"inactive: {_down(port)}"
    if static.next_hop is None:
        return f"inactive: VRF {static.next_hop_vrf} has no way there"
    on = [port for port in device.interfaces.values() if any(static.next_hop in a.network for a in port.addresses)]
    for port in on:
        if port.name not in world.running.layer2.up_on(router):
            return f"inactive: the next hop is on {port.name}, and {_down(port)}"
    found = [each for each in world.prefixes.covering(static.next_hop) if each in world.ribs[router]]
    usable = [each for each in found if each != static.prefix]
    if found and not usable:
        return f"inactive: the next hop {static.next_hop} would be reached over this route itself"
    if usable and not static.resolve:
        return f"inactive: the next hop {static.next_hop} is on no connected subnet, but behind {usable[0]}"
    return f"inactive: there is no route to the next hop {static.next_hop}"
