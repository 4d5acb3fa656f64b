"""The way of packets from each segment to every other one and to the providers, by the routing tables of a snapshot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network

from netops.model import IPAddress, IPPrefix, Network, Rib, Role, Route, Segment, Snapshot, link_local

__all__ = ["Path", "PathChange", "path_changes"]

MAXIMUM_HOPS = 64  # IPv4's usual time to live: whoever is longer on the way is in a loop


@dataclass(frozen=True, slots=True)
class Path:
    """``stages`` are the devices that a packet may be at after 0, 1, 2 … hops, all equal-cost ways together.

    ``outcomes``: delivered, no route, blackhole, loop, unknown next hop: more than one where the ways end differently.
    """

    stages: tuple[tuple[str, ...], ...]
    outcomes: tuple[str, ...]

    @property
    def delivered(self) -> bool:
        """Whether a packet arrives whichever way it is sent."""
        return self.outcomes == ("delivered",)

    def __str__(self) -> str:
        way = " → ".join("|".join(stage) for stage in self.stages)
        return way if self.delivered else f"{way} ✘ {', '.join(self.outcomes)}"


@dataclass(frozen=True, slots=True)
class PathChange:
    """A way that differs; ``destination`` is a segment's name or ``internet``."""

    source: str
    destination: str
    family: int
    before: Path
    after: Path

    @property
    def cut(self) -> bool:
        return self.before.delivered and not self.after.delivered


def path_changes(network: Network, before: Snapshot, after: Snapshot) -> tuple[PathChange, ...]:
    """Every pair of a segment and a destination whose way is not the same; segments are those of ``network``."""
    old, new = _Tables(network, before), _Tables(network, after)
    found = []
    for segment in (network.segments[name] for name in sorted(network.segments)):
        for family, destination, prefix in _destinations(network, segment):
            one, two = old.trace(segment, family, prefix), new.trace(segment, family, prefix)
            if one != two:
                found.append(PathChange(segment.name, destination, family, one, two))
    return tuple(found)


def _destinations(network: Network, source: Segment) -> Iterator[tuple[int, str, IPPrefix]]:
    families = [family for family, prefix in ((4, source.ipv4), (6, source.ipv6)) if prefix is not None]
    for family in families:
        yield family, "internet", ip_network("0.0.0.0/0" if family == 4 else "::/0")
        for name in sorted(network.segments):
            target = network.segments[name].ipv4 if family == 4 else network.segments[name].ipv6
            if name != source.name and target is not None:
                yield family, name, target


@dataclass
class _Tables:
    """A snapshot's routing tables, ready to be followed."""

    network: Network
    snapshot: Snapshot
    owners: Mapping[IPAddress, str] = field(init=False)
    known: dict[tuple[tuple[str, ...], IPPrefix], Path] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.owners = _owners(self.network, self.snapshot)

    def trace(self, source: Segment, family: int, prefix: IPPrefix) -> Path:
        """The way from a segment's gateway to ``prefix``; the default route's ends at a provider."""
        start = self._gateways(source, family)
        key = (start, prefix)
        if key not in self.known:
            self.known[key] = self._follow(start, prefix)
        return self.known[key]

    def _gateways(self, segment: Segment, family: int) -> tuple[str, ...]:
        """The devices that answer for the segment's gateway addresses: the VRRP masters, where VRRP is."""
        answering = {self.owners[each] for each in segment.gateways if each.version == family and each in self.owners}
        return tuple(sorted(answering))

    def _follow(self, start: tuple[str, ...], prefix: IPPrefix) -> Path:
        if not start:
            return Path((), ("no gateway",))
        stages: list[tuple[str, ...]] = [start]
        outcomes: set[str] = set()
        while stages[-1]:
            if len(stages) > min(MAXIMUM_HOPS, len(self.snapshot.devices) + 1):
                outcomes.add("loop")
                break
            following: set[str] = set()
            for device in stages[-1]:
                self._step(device, prefix, following, outcomes)
            stages.append(tuple(sorted(following)))
        return Path(tuple(stage for stage in stages if stage), tuple(sorted(outcomes)))

    def _step(self, device: str, prefix: IPPrefix, following: set[str], outcomes: set[str]) -> None:
        described = self.network.devices.get(device)
        if prefix.prefixlen == 0 and described is not None and described.role is Role.ISP:
            outcomes.add("delivered")
            return
        state = self.snapshot.devices.get(device)
        route = _lookup(state.routes, prefix) if state is not None else None
        if route is None:
            outcomes.add("no route")
        elif route.protocol in {"connected", "local"}:
            outcomes.add("delivered")
        else:
            for hop in route.next_hops:
                owner = self.owners.get(hop.address) if hop.address is not None else None
                if owner is not None:
                    following.add(owner)
                else:
                    outcomes.add("blackhole" if hop.blackhole else "unknown next hop")


def _lookup(rib: Rib, prefix: IPPrefix) -> Route | None:
    """The longest match for packets to ``prefix``."""
    kind = IPv4Network if prefix.version == 4 else IPv6Network
    for length in range(prefix.prefixlen, -1, -1):
        route = rib.get(kind((prefix.network_address, length), strict=False))
        if route is not None:
            return route
    return None


def _owners(network: Network, snapshot: Snapshot) -> dict[IPAddress, str]:
    """Who answers for an address: interface addresses, link-local ones, and virtual ones of VRRP masters."""
    owners: dict[IPAddress, str] = {}
    for name, state in snapshot.devices.items():
        for interface in (state.interfaces or {}).values():
            owners |= {each.ip: name for each in interface.addresses if interface.oper_up}
            if interface.mac is not None and interface.oper_up:
                owners[link_local(interface.mac)] = name
        for group in state.vrrp or ():
            if group.state == "master":
                owners |= dict.fromkeys(group.addresses, name)
    for name, device in network.devices.items():
        if name not in snapshot.devices or snapshot.devices[name].interfaces is None:
            owners |= {each.ip: name for port in device.interfaces.values() for each in port.addresses}
    return owners
