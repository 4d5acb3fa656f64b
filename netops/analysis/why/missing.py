"""Where a prefix stopped on its way to a router that has no route to it: the first place first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from netops.analysis.bgp.path import Path
from netops.analysis.bgp.session import Session
from netops.analysis.policy import Context
from netops.analysis.sources import source_routes
from netops.analysis.why.answer import Line
from netops.analysis.why.clauses import Clauses
from netops.analysis.why.passing import neighbor_key
from netops.analysis.why.paths import Paths
from netops.analysis.why.places import Places
from netops.analysis.world import World
from netops.model import Device, IPPrefix, Redistribution, Route

__all__ = ["Missing"]

Stop = tuple[str, Line]


@dataclass(slots=True)
class Missing:
    """Of one prefix; ``holders`` are the routers that have it in their table."""

    world: World
    places: Places
    paths: Paths
    prefix: IPPrefix
    holders: dict[str, Route] = field(init=False)

    def __post_init__(self) -> None:
        ribs = self.world.ribs
        routers = (
            name for name in sorted(ribs) if self.world.running.alive[name].forwarding
        )  # a host passes nothing on
        found = ((name, ribs[name].get_route(self.prefix)) for name in routers)
        self.holders = {name: route for name, route in found if route is not None}

    def stops(self) -> Iterator[Stop]:
        """Where it does not get into a protocol at all; then the sessions and sides at which it is stopped."""
        found = [*self._not_brought_in(), *self._sessions_down(), *self._at_sessions()]
        yield from found or self._between_protocols()

    def _between_protocols(self) -> Iterator[Stop]:
        """Of routers that have it of an interior protocol, and tell nobody of it by BGP."""
        for name, route in self.holders.items():
            device, position = self.world.running.alive[name], self.paths.position(name)
            if route.protocol == "local":
                yield (
                    f"{self.prefix} is an address of {name} itself, and no protocol brings it here",
                    self._said(name, route),
                )
            elif position is not None and not self._has(position):
                yield from self._not_in_bgp(device, route)

    def _not_brought_in(self) -> Iterator[Stop]:
        """Of routers that have it by themselves, and the protocols they run."""
        for name, route in self.holders.items():
            if route.protocol not in {"connected", "static", "local", "aggregate"} or self._announces(name):
                continue
            device = self.world.running.alive[name]
            if device.ospf:
                yield from self._not_in_ospf(device, route)
            if device.bgp_process() is not None:
                yield from self._not_in_bgp(device, route)
            if not (device.ospf or device.bgp or device.isis or device.eigrp or device.rip):
                told = f"{name} has {self.prefix} ({route.protocol}) and runs no routing protocol"
                yield told, self._said(name, route)

    def _said(self, name: str, route: Route) -> Line:
        ports = [hop.interface for hop in route.next_hops if hop.interface]
        keys = [f"static:VRF:{self.prefix}"] if route.protocol == "static" else []
        keys += [f"interface:{each}" for each in ports]
        return self.places.line(name, f"{route.protocol} {self.prefix}", *keys)

    def _announces(self, name: str) -> bool:
        """Whether any other router could have it from this one: it is in a protocol here."""
        position = self.paths.position(name)
        if position is not None and self.paths.selected(position, self.prefix):
            return True
        last = self.world.rounds[-1]
        for table, announced in zip(last.tables, last.announced, strict=True):
            for at, speaker in enumerate(table.speakers):
                if speaker.device.name != name:
                    continue
                if any(prefix == self.prefix for prefix, _ in announced.get(at, ())):
                    return True
                if any(self._is_in(port) for port in speaker.ports):
                    return True
        return False

    def _is_in(self, port: object) -> bool:
        addresses = getattr(getattr(port, "interface", port), "addresses", ())
        return any(each.network == self.prefix for each in addresses)

    def _not_in_ospf(self, device: Device, route: Route) -> Iterator[Stop]:
        process = device.ospf_process(2 if self.prefix.version == 4 else 3)
        if process is None:
            return
        here = (f"ospf:VRF:{process.process}", "ospf:VRF:1", "ospf:VRF:")
        for wanted in process.redistribute:
            if self._asks(device, wanted, route, process.process) and (stop := self._denied(device, wanted, route)):
                yield stop
                return
        told = f"{device.name} has {self.prefix} ({route.protocol}), but does not redistribute it into OSPF"
        yield told, self.places.line(device.name, f"no 'redistribute {route.protocol}' here", *here)

    def _not_in_bgp(self, device: Device, route: Route) -> Iterator[Stop]:
        process = device.bgp_process()
        assert process is not None
        family = process.family(self.prefix.version)
        for wanted in family.redistribute:
            if self._asks(device, wanted, route, None) and (stop := self._denied(device, wanted, route)):
                yield stop
                return
        told = (
            f"{device.name} has {self.prefix} ({route.protocol}), but brings it into BGP"
            " by no network statement or redistribution"
        )
        yield told, self.places.line(device.name, f"no network or redistribute of {self.prefix} here", "bgp:VRF")

    def _asks(self, device: Device, wanted: Redistribution, route: Route, own: str | None) -> bool:
        found = source_routes(self.world.ribs[device.name], wanted, device, self.prefix.version, own)
        return any(each.prefix == route.prefix for each in found)

    def _denied(self, device: Device, wanted: Redistribution, route: Route) -> Stop | None:
        path = Path(med=route.metric, protocol=route.protocol, tag=route.tag, distance=route.distance)
        if wanted.route_map is None:
            return None
        policy = self.world.running.policies[device.name]
        if policy.apply(wanted.route_map, self.prefix, path, Context()) is not None:
            return None
        told, line = Clauses(device, self.places).denied(wanted.route_map, self.prefix, path, Context())
        return f"{device.name} has {self.prefix} ({route.protocol}), but its redistribution stops it: {told}", line

    def _sessions_down(self) -> Iterator[Stop]:
        """Between a BGP router that has it and one that has not."""
        speakers = self.paths.speakers
        for session in speakers.sessions if speakers is not None else ():
            assert speakers is not None
            address = session.neighbor.address
            if session.up or self._has(session.local):
                continue
            for at, peer in enumerate(speakers.routers):
                if address in peer.owned and self._has(at):
                    name, other = speakers.routers[session.local].device.name, peer.device.name
                    line = self.places.line(name, f"neighbor {address}", neighbor_key(session))
                    yield f"{other} has {self.prefix}, but the BGP session of {name} to it is {_down(session)}", line

    def _has(self, position: int) -> bool:
        return bool(self.paths.selected(position, self.prefix))

    def _at_sessions(self) -> Iterator[Stop]:
        """Of each session that is up between one that has it and one that has not."""
        speakers = self.paths.speakers
        for position in range(len(speakers.routers)) if speakers is not None else ():
            assert speakers is not None
            if self._has(position):
                continue
            for number in self.paths.sessions(position, self.prefix.version):
                remote = speakers.sessions[number].remote
                assert remote is not None
                if best := self.paths.selected(remote, self.prefix)[:1]:
                    told, line = self.paths.refusal(number, self.prefix, best[0])
                    peer, name = speakers.routers[remote].device.name, speakers.routers[position].device.name
                    kept = any(each for _, each in self.paths.told(number, self.prefix))
                    told = "its next hop cannot be reached, or it is not usable" if kept else told
                    yield f"between {peer}, which has {self.prefix}, and {name}: {told}", line


def _down(session: Session) -> str:
    return f"down: {session.reason}" if session.reason else "down"
