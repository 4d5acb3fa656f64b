"""Whether devices have the routes that were predicted: prefix, protocol, next hops, metric, distance.

A device shows a recursive route by its gateway alone, or by what that resolves to; a prediction knows both, and is
compared with whichever the device shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass

from netops.model import DeviceState, IPPrefix, NextHop, Rib, Route

__all__ = ["Comparison", "Difference", "compare_routes"]

_OWN = frozenset({"connected", "local", "hsrp", "vrrp"})
_NULL = frozenset({"Null0", "Null 0", "NULL0"})


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """``what``: missing (the device alone has it), unexpected (the prediction alone), or the fields that differ.

    ``observed`` and ``predicted`` are the routes in words, empty where there is none.
    """

    device: str
    vrf: str
    prefix: str
    what: str
    observed: str = ""
    predicted: str = ""

    def __str__(self) -> str:
        both = f"device {self.observed or 'nothing'}, predicted {self.predicted or 'nothing'}"
        return f"{self.device} {self.vrf} {self.prefix} {self.what}: {both}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """``entries`` counts the routes that either side has."""

    entries: int = 0
    differences: tuple[Difference, ...] = ()

    @property
    def equal(self) -> int:
        return self.entries - len(self.differences)

    def __add__(self, other: Comparison) -> Comparison:
        return Comparison(self.entries + other.entries, self.differences + other.differences)


def compare_routes(observed: DeviceState, predicted: DeviceState) -> Comparison:
    """All VRFs whose tables the device showed; families of which it showed nothing at all are left out."""
    found = Comparison()
    for vrf, rib in sorted((observed.ribs or {}).items()):
        mine = (predicted.ribs or {}).get(vrf, {})
        families = {prefix.version for prefix in rib}
        prefixes = {*rib, *(prefix for prefix in mine if prefix.version in families)}
        pairs = [(each, _find(rib, each), _find(mine, each)) for each in prefixes]
        differences = sorted(_differences(observed.name, vrf, pairs))
        found += Comparison(len(prefixes), tuple(differences))
    return found


def _find(rib: Rib, prefix: IPPrefix) -> Route | None:
    return rib.get(prefix)


def _differences(
    device: str, vrf: str, pairs: list[tuple[IPPrefix, Route | None, Route | None]]
) -> Iterator[Difference]:
    for prefix, theirs, ours in pairs:
        what = _what(theirs, ours)
        if what:
            yield Difference(device, vrf, str(prefix), what, _words(theirs), _words(ours))


def _what(theirs: Route | None, ours: Route | None) -> str:
    if ours is None:
        return "missing"
    if theirs is None:
        return "unexpected"
    if _lends(theirs, ours):
        return "" if theirs.distance == ours.distance else "distance"
    fields = (
        ("protocol", theirs.protocol == ours.protocol),
        ("distance", theirs.distance == ours.distance),
        ("metric", theirs.metric == ours.metric),
        ("next hops", _same_hops(theirs, ours)),
    )
    return ", ".join(name for name, same in fields if not same)


def _lends(theirs: Route, ours: Route) -> bool:
    """Whether the route leads over an unnumbered line to the very address that the neighbour's end borrows.

    EOS shows such a route of OSPF or IS-IS as directly connected, and tells neither gateway nor metric.
    """
    alone = theirs.protocol == ours.protocol in ("ospf", "isis") and all(
        hop.address is None for hop in theirs.next_hops
    )
    here = ours.prefix.prefixlen == ours.prefix.max_prefixlen
    return (
        alone
        and here
        and all(hop.address == ours.prefix.network_address for hop in ours.next_hops)
        and {hop.interface for hop in theirs.next_hops} == {hop.interface for hop in ours.next_hops}
    )


def _same_hops(theirs: Route, ours: Route) -> bool:
    """Whether what the device shows of its next hops is what was predicted of them."""
    resolved = frozenset(map(_plain, ours.next_hops))
    unknown = {hop.interface for hop in resolved if hop.address is None}
    shown = frozenset(_as_known(_plain(hop), unknown) for hop in theirs.next_hops)
    if theirs.protocol in _OWN:
        return {hop.interface for hop in shown} == {hop.interface for hop in resolved}
    if shown == resolved:
        return True
    addresses = {hop.address for hop in shown}
    if all(address is not None and address.is_link_local for address in addresses) and ours.gateways:
        # Made of MAC addresses, which no configuration tells: who it is, is known by the interface.
        return {hop.interface for hop in shown} == {hop.interface for hop in resolved}
    if any(hop.interface is None for hop in shown):
        return addresses in ({*ours.gateways}, {hop.address for hop in resolved})
    return False


def _as_known(hop: NextHop, unknown: Set[str | None]) -> NextHop:
    """Without a link-local address, where that hangs on a MAC address that no configuration tells."""
    hidden = hop.interface in unknown and hop.address is not None and hop.address.is_link_local
    return NextHop(None, hop.interface) if hidden else hop


def _plain(hop: NextHop) -> NextHop:
    return NextHop(blackhole=True) if hop.blackhole or hop.interface in _NULL else hop


def _words(route: Route | None) -> str:
    if route is None:
        return ""
    hops = sorted(map(str, route.next_hops))
    via = f" (gateways {', '.join(map(str, route.gateways))})" if route.gateways else ""
    return f"{route.protocol} [{route.distance}/{route.metric}] via {', '.join(hops) or 'nothing'}{via}"
