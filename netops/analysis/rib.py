"""The main RIB: the best route for each prefix, and what an address resolves to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import TypeVar, overload

from netops.analysis.ospf.table import Table
from netops.model import IPAddress, IPPrefix, NextHop, Route

__all__ = ["Prefixes", "Resolution", "RouterRib", "differing", "resolve", "varied"]


_NOTHING: frozenset[IPPrefix] = frozenset()

Default = TypeVar("Default")


class Varied(dict[IPPrefix, Route]):
    """A table that is another one but for some prefixes, and knows for which: nobody has to compare all of it."""

    __slots__ = ("base", "differing")

    def __init__(self, base: Mapping[IPPrefix, Route]) -> None:
        super().__init__(base)
        self.base, self.differing = base, set[IPPrefix]()

    def vary(self, prefix: IPPrefix, route: Route | None) -> None:
        """Set the route of a prefix, or take it out; one that is the same in all respects is not replaced."""
        known = self.get(prefix)
        if known is route or (known is not None and route is not None and _identical(known, route)):
            return
        self.differing.add(prefix)
        if route is None:
            del self[prefix]
        else:
            self[prefix] = route


def varied(base: dict[IPPrefix, Route], routes: Iterable[tuple[IPPrefix, Route | None]]) -> dict[IPPrefix, Route]:
    """A table with these routes instead; the very table, where they are its own."""
    result = Varied(base)
    for prefix, route in routes:
        result.vary(prefix, route)
    return result if result.differing else base


def differing(now: dict[IPPrefix, Route], before: dict[IPPrefix, Route]) -> Collection[IPPrefix]:
    """The prefixes for which two tables have different routes, gateways included."""
    if now is before:
        return _NOTHING
    if isinstance(now, Varied) and now.base is before:
        return now.differing
    return frozenset(_different(now, before))


def _identical(one: Route, other: Route) -> bool:
    """With what is no part of a route's equality."""
    return one == other and one.gateways == other.gateways and one.detail == other.detail


class RouterRib(Mapping[IPPrefix, Route]):
    """One router's best routes, by prefix.

    OSPF's stay in its table and become :class:`Route` only when asked for: a network of a thousand routers has
    millions, of which few are looked at.  The others are held as they are.
    """

    def __init__(self, others: dict[IPPrefix, Route], tables: Iterable[tuple[Table, int]] = ()) -> None:
        self.others = others
        self._tables: dict[int, tuple[Table, int]] = {}
        self._more: list[tuple[Table, int]] = []  # rows of further processes
        for table, position in tables:
            if table.version in self._tables:
                self._more.append((table, position))
            else:
                self._tables[table.version] = table, position

    def ospf(self, prefix: IPPrefix) -> Route | None:
        """OSPF's route, best or not; of several processes the least distance, then the first of them."""
        found = self._tables.get(prefix.version)
        route = found[0].route(found[1], prefix) if found else None
        for table, position in self._more:
            other = table.route(position, prefix) if table.version == prefix.version else None
            if other is not None and (route is None or other.distance < route.distance):
                route = other
        return route

    def get_route(self, prefix: IPPrefix) -> Route | None:
        """The best route: the least administrative distance."""
        other, ospf = self.others.get(prefix), self.ospf(prefix)
        if other is None or ospf is None:
            return other or ospf
        return other if other.distance <= ospf.distance else ospf

    def of_protocol(self, protocol: str, family: int) -> Iterator[tuple[IPPrefix, Route]]:
        """The best routes of one protocol and family; OSPFv3's go by the name of ospf6, too.

        "any": all that a policy may take into BGP: neither BGP's own nor the router's addresses.
        """
        if protocol == "any":
            for prefix in self:
                if prefix.version == family and (best := self.get_route(prefix)) and _redistributable(best):
                    yield prefix, best
            return
        protocol = "ospf" if protocol == "ospf6" else protocol
        if protocol == "ospf":
            for prefix in self._of_ospf(family):
                if (route := self.get_route(prefix)) is not None and route.protocol == "ospf":
                    yield prefix, route
            return
        for prefix, other in self.others.items():
            if other.protocol == protocol and prefix.version == family and self.get_route(prefix) is other:
                yield prefix, other

    def _of_ospf(self, family: int) -> Iterable[IPPrefix]:
        """The prefixes for which OSPF has a route, each once."""
        table, position = self._tables.get(family, (None, 0))
        first = table.destinations(position) if table else ()
        more = [each for other, at in self._more if other.version == family for each in other.destinations(at)]
        return dict.fromkeys((*first, *more)) if more else first

    def lengths(self) -> set[tuple[int, int]]:
        """(family, length) of all prefixes that may be in it: where a longest match has to look."""
        found = {(each.version, each.prefixlen) for each in self.others}
        return found.union(*(table.lengths for table, _ in self._tables.values()))

    def moved_from(self, whole: RouterRib) -> frozenset[IPPrefix] | None:
        """The prefixes for which the route may differ from that in the whole network; None: any."""
        found = self.others_moved_from(whole)
        for family in self._tables.keys() | whole._tables.keys():
            if family not in self._tables or family not in whole._tables:
                return None
            (table, position), (before, _) = self._tables[family], whole._tables[family]
            if self._more:
                return None
            moved = table.moved_from(before, position)
            if moved is None:
                return None
            found |= moved
        return found

    def others_moved_from(self, whole: RouterRib) -> frozenset[IPPrefix]:
        """Of these, OSPF's aside."""
        return frozenset(differing(self.others, whole.others))

    @property
    def tables(self) -> Iterable[Table]:
        """OSPF's, which it shares with other routers."""
        return [table for table, _ in self._tables.values()]

    def __getitem__(self, prefix: IPPrefix) -> Route:
        if (found := self.get_route(prefix)) is None:
            raise KeyError(prefix)
        return found

    @overload
    def get(self, key: IPPrefix, /) -> Route | None: ...

    @overload
    def get(self, key: IPPrefix, /, default: Route | Default) -> Route | Default: ...

    def get(self, key: IPPrefix, /, default: object = None) -> object:
        """As any mapping's, without an exception raised and caught for each prefix that is not in the table."""
        found = self.get_route(key)
        return default if found is None else found

    def __contains__(self, prefix: object) -> bool:
        return isinstance(prefix, IPv4Network | IPv6Network) and self.get_route(prefix) is not None

    def __iter__(self) -> Iterator[IPPrefix]:
        yield from self.others
        for family in self._tables:
            yield from (prefix for prefix in self._of_ospf(family) if prefix not in self.others)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _different(now: dict[IPPrefix, Route], before: dict[IPPrefix, Route]) -> Iterator[IPPrefix]:
    """The prefixes with other routes, gateways included."""
    for prefix, route in now.items():
        known = before.get(prefix)
        if route is not known and (known is None or route != known or route.gateways != known.gateways):
            yield prefix
    yield from before.keys() - now.keys()


def _redistributable(route: Route) -> bool:
    return route.protocol not in {"bgp", "local", "hsrp"}


class Prefixes:
    """All prefixes that any router may have a route for; finds those that hold an address."""

    def __init__(self, prefixes: Iterable[IPPrefix]) -> None:
        self._known = frozenset(prefixes)
        self._lengths = {
            version: tuple(sorted({each.prefixlen for each in self._known if each.version == version}, reverse=True))
            for version in (4, 6)
        }
        self._covering: dict[IPAddress, tuple[IPPrefix, ...]] = {}

    def covering(self, address: IPAddress) -> tuple[IPPrefix, ...]:
        """The prefixes that hold this address, the longest first."""
        if (found := self._covering.get(address)) is None:
            candidates = _networks_of(address, self._lengths[address.version])
            found = tuple(each for each in candidates if each in self._known)
            self._covering[address] = found
        return found


@lru_cache(maxsize=65536)
def _networks_of(address: IPAddress, lengths: tuple[int, ...]) -> tuple[IPPrefix, ...]:
    """The prefixes of these lengths that hold an address: the same under all failures, and slow to make."""
    return tuple(ip_network((address, length), strict=False) for length in lengths)


@dataclass(frozen=True, slots=True)
class Resolution:
    """How a router reaches an address: over ``route``, by these resolved hops."""

    route: Route
    next_hops: frozenset[NextHop]


def resolve(
    rib: RouterRib,
    prefixes: Prefixes,
    address: IPAddress,
    *,
    excluding: IPPrefix | None = None,
    accepts: Callable[[Route], bool] | None = None,
) -> Resolution | None:
    """Longest match for an address; ``excluding``: a route must not resolve over itself; ``accepts``: nor over others.

    None where there is no route or where it leads into a blackhole.
    """
    for prefix in prefixes.covering(address):
        route = rib.get_route(prefix) if prefix != excluding else None
        if route is None or (accepts is not None and not accepts(route)):
            continue
        if any(hop.blackhole for hop in route.next_hops):
            return None
        if route.protocol == "connected":
            return Resolution(route, frozenset(NextHop(address, hop.interface) for hop in route.next_hops))
        return Resolution(route, route.next_hops)
    return None
