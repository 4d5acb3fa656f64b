"""Why a router's route to a prefix is as predicted: its candidates from every protocol, and what chose among them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network

from netops.analysis.failures import Failures
from netops.analysis.prediction import settled
from netops.analysis.why.answer import Candidate, Why
from netops.analysis.why.interior import offered_candidates, ospf_candidates, shown_hops
from netops.analysis.why.missing import Missing
from netops.analysis.why.paths import Paths
from netops.analysis.why.places import Places
from netops.analysis.why.statics import connected_candidates, static_candidates
from netops.model import IPAddress, IPPrefix, Network, Route

__all__ = ["Reasoner"]


class Reasoner:
    """One prediction, to be asked about any of its routes.  Raises PredictionError where it does not settle.

    Cost: a whole prediction, and then, for each question, the paths of one prefix.
    """

    def __init__(self, network: Network, failures: Failures | None = None) -> None:
        self.world = settled(network, failures)
        self.places = Places(network, self.world.running.split)
        self.paths = Paths(self.world, self.places)

    def why(self, device: str, prefix: IPPrefix) -> Why:
        """Of a device's default VRF; the device has power."""
        route = self.world.ribs[device].get_route(prefix)
        found = self._candidates(device, prefix)
        if route is None:
            return self._missing(device, prefix, found)
        judged = _judged(found, route)
        chosen = [each for each in judged if each.chosen]
        others = [each for each in judged if not each.chosen]
        rule = _rule(chosen, others)
        via = ", ".join(shown_hops(route))
        protocol = f"{route.protocol} {route.detail}".strip()
        answer = f"{device} takes {prefix} from {protocol} [{route.distance}/{route.metric}] via {via}: {rule}"
        lines = tuple(dict.fromkeys(line for each in chosen for line in each.lines))
        return Why(device, prefix, answer, rule, route, (*chosen, *others), lines=lines)

    def prefix_of(self, device: str, address: IPAddress) -> IPPrefix:
        """What a question about an address is about: the longest match; without one, the longest that anybody has."""
        covering = [*self.world.prefixes.covering(address), *self._told_of(address)]
        ordered = sorted(set(covering), key=lambda each: -each.prefixlen)
        own = next((each for each in ordered if each in self.world.ribs[device]), None)
        anybody = (each for each in ordered if any(each in rib for rib in self.world.ribs.values()))
        return own or next(anybody, None) or ip_network(address)

    def _told_of(self, address: IPAddress) -> Iterator[IPPrefix]:
        """Prefixes that only BGP or OSPF's externals know."""
        found = {*self.paths.selections, *(prefix for each in self.world.tables for prefix in each.external)}
        yield from (each for each in found if address in each)

    def _candidates(self, device: str, prefix: IPPrefix) -> list[Candidate]:
        world, places = self.world, self.places
        return [
            *connected_candidates(world, places, device, prefix),
            *static_candidates(world, places, device, prefix),
            *offered_candidates(world, places, device, prefix),
            *self._of_bgp(device, prefix),
            *ospf_candidates(world, places, device, prefix),
        ]

    def _of_bgp(self, device: str, prefix: IPPrefix) -> list[Candidate]:
        """The best path has the distance of the route that it gives."""
        tables = self.world.rounds[-1].mixed[device][1]
        route = next((table[prefix] for table in tables if prefix in table and table[prefix].protocol == "bgp"), None)
        found = list(self.paths.candidates(device, prefix))
        if route is None:
            unused = "BGP's best, but no route: it is its own, or the next hop cannot be reached"
            return [replace(each, chosen=False, verdict=unused) if each.chosen else each for each in found]
        if not any(each.chosen for each in found):
            return [Candidate("bgp", "another table", shown_hops(route), route.distance, route.metric), *found]
        return [
            replace(each, distance=route.distance, chosen=False, verdict="") if each.chosen else each for each in found
        ]

    def _missing(self, device: str, prefix: IPPrefix, found: list[Candidate]) -> Why:
        missing = Missing(self.world, self.places, self.paths, prefix)
        stops = list(dict.fromkeys(missing.stops()))
        have = ", ".join(list(missing.holders)[:4])
        unknown = f"{have} has it; where it stops is not known" if have else f"no router has {prefix}"
        first = stops[0][0] if stops else unknown
        lines = tuple(dict.fromkeys((*(line for _, line in stops), *(each for c in found for each in c.lines))))
        answer = f"{device} has no route to {prefix}: {first}"
        return Why(device, prefix, answer, "", None, tuple(found), tuple(told for told, _ in stops), lines)


def _judged(found: list[Candidate], route: Route) -> list[Candidate]:
    """Of those that their protocol offers (no verdict yet) the one that is the route; the others with why not."""
    offered = [each for each in found if not each.verdict]
    winners = [each for each in offered if _is(each, route)]
    result = []
    for each in found:
        if any(each is winner for winner in winners):
            result.append(replace(each, chosen=True, verdict="in the table"))
        elif each.verdict:
            result.append(each)
        else:
            result.append(replace(each, verdict=_beaten(each, route)))
    return result


def _is(candidate: Candidate, route: Route) -> bool:
    return candidate.protocol.split()[0] == route.protocol and candidate.distance == route.distance


def _beaten(candidate: Candidate, route: Route) -> str:
    if candidate.distance is not None and candidate.distance != route.distance:
        return f"administrative distance {candidate.distance}, {route.protocol} has {route.distance}"
    return f"same administrative distance: {route.protocol} is asked first"


def _rule(chosen: list[Candidate], others: list[Candidate]) -> str:
    """What decided: against the others of its own protocol, then against other protocols."""
    usable = [each for each in others if each.usable]
    own = chosen[0].protocol.split()[0] if chosen else ""
    equal = [each for each in usable if each.verdict.startswith("shares")]
    shared = equal if own == "bgp" else []
    lost = [each for each in usable if each not in equal]
    inside = [each for each in lost if each.protocol.split()[0] == own and not _by_distance(each)]
    rules = [f"{each.verdict} (against {each.source})" for each in inside[:1]]
    rules += [each.verdict for each in lost if _by_distance(each)][:1]
    if shared:
        rules.append(f"{len(shared) + 1} equal paths share the traffic")
    return "; ".join(rules) or "the only usable candidate"


def _by_distance(candidate: Candidate) -> bool:
    return candidate.verdict.startswith("administrative distance")
