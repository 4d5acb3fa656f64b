"""BGP in a prediction: sessions, paths and what they bring into the main RIBs, round by round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from netops.analysis.bgp.conditions import is_conditional, with_conditions
from netops.analysis.bgp.entering import Entering
from netops.analysis.bgp.memory import Installed, Memory, Outcome, Peering, Run
from netops.analysis.bgp.origin import Origins, originated
from netops.analysis.bgp.peerings import Peered, Peerings
from netops.analysis.bgp.propagate import Hidden, Selections, Speakers, propagate
from netops.analysis.bgp.reach import Reach
from netops.analysis.bgp.vpn import vpn
from netops.analysis.forwarding import Forwarding
from netops.analysis.rib import varied
from netops.analysis.virtual import Split
from netops.model import BgpSession, Device, IPAddress, IPPrefix, Route

__all__ = ["BgpTables", "Settled"]

_TRIES = 16


@dataclass(frozen=True, slots=True)
class Settled:
    """BGP in one round: the sessions with what is known of their state, and the run of the protocol over these."""

    peered: Peered
    peering: Peering
    run: Run


class BgpTables:
    """The BGP speakers of a network; :meth:`routes` computes what they install, given everyone's present tables.

    Speakers without power are among them, so that every router and session has one number under all failures.
    """

    def __init__(self, devices: Iterable[Device], memory: Memory, split: Split) -> None:
        self.routers = [each for device in devices if (each := memory.router(device)) is not None]
        self.memory = memory
        self._split = split
        self._peerings = Peerings(self.routers)
        self._selected: Selections = {}
        self._conditional = any(map(is_conditional, self.routers))
        self._strict = [at for at, each in enumerate(self.routers) if not each.traits.bgp_advertise_inactive]

    def routes(self, forwarding: Forwarding, whole: Settled | None = None) -> Settled | None:
        """What BGP offers to the main RIB, if anybody speaks it.

        ``whole``: of the whole network in this round, where ``forwarding`` knows what differs from it.
        """
        if not self.routers:
            return None
        self.memory.existence.look = lambda router, vrf, prefix: self._exists(forwarding, router, vrf, prefix)
        for _ in range(_TRIES):  # what is told may hang on what was told, and on how much it was
            before = self._selected
            settled, speakers = self._settled(forwarding, whole if self._comparable(whole) else None)
            broken = dict(self._too_many(speakers, settled.run.selections)) if speakers is not None else {}
            if broken:
                self._peerings.tear_down(broken)
            elif not self._conditional or self._selected == before:
                break
        return settled

    def _comparable(self, whole: Settled | None) -> bool:
        """Whether all that a run depends on is what its memory compares."""
        dynamic = any(each.process.dynamic for each in self.routers)
        plain = not (self._split.vrfs or self._conditional or self._strict or self._peerings.broken or dynamic)
        return whole is not None and plain and not self.memory.existence.asked

    def _settled(self, forwarding: Forwarding, whole: Settled | None) -> tuple[Settled, Speakers | None]:
        """With the sessions as they are; without speakers where everything is as it was before."""
        peered = self._peerings.sessions(forwarding, whole.peered if whole else None)
        judged = peered.sessions
        if self._conditional:
            judged = with_conditions(self.routers, judged, self._selected, forwarding.ribs)
        services = vpn(self.routers, judged, self._split, forwarding)
        routers, sessions = [*self.routers, *services.routers], judged
        if services.sessions:
            sessions = [*judged, *services.sessions]
        origins = originated(self.routers, forwarding, self.memory.origins, whole.run.origins if whole else None)
        same = whole is not None and peered.sessions is whole.peered.sessions
        peering = whole.peering if whole is not None and same else self.memory.peering(routers, sessions)
        reach = Reach(routers, sessions, forwarding, whole.run.ways if whole else {})
        if whole is not None and same and origins is whole.run.origins and reach.same_as(whole.run):
            return Settled(peered, peering, whole.run), None
        inactive = self._inactive(origins, forwarding)
        recalled = None if inactive or services.leaks else peering.recall(origins, reach.way)
        if recalled is not None:
            return Settled(peered, peering, recalled), None
        speakers = Speakers(routers, sessions, reach.metric, self.memory, peering, services.leaks, inactive)
        self._selected = propagate(speakers, origins.by_prefix)
        installed = self._installed(self._selected, reach, whole.run if whole else None)
        run = Run(origins, reach.known, self._selected, installed)
        if not inactive and not services.leaks:
            peering.remember(run)
        return Settled(peered, peering, run), speakers

    def speakers(self, forwarding: Forwarding, settled: Settled) -> tuple[Speakers, Reach]:
        """Those of a round that is over, to be asked again about one prefix, and how they get to next hops."""
        judged = settled.peered.sessions
        if self._conditional:
            judged = with_conditions(self.routers, judged, dict(settled.run.selections), forwarding.ribs)
        services = vpn(self.routers, judged, self._split, forwarding)
        routers, sessions = [*self.routers, *services.routers], [*judged, *services.sessions]
        reach = Reach(routers, sessions, forwarding)
        inactive = self._inactive(settled.run.origins, forwarding)
        return Speakers(routers, sessions, reach.metric, self.memory, settled.peering, services.leaks, inactive), reach

    def states(self) -> dict[str, list[BgpSession]]:
        """By device: the sessions of the last round."""
        found: dict[str, list[BgpSession]] = {router.device.name: [] for router in self.routers}
        for session in self._peerings.last.sessions:
            found[self.routers[session.local].device.name].append(self.memory.shown(session))
        return found

    def _exists(self, forwarding: Forwarding, router: str, vrf: str, prefix: IPPrefix) -> bool:
        table = router if not vrf else self._split.sibling(router, vrf)
        rib = None if table is None else forwarding.ribs.get(table)
        return rib is not None and rib.get_route(prefix) is not None

    def _inactive(self, origins: Origins, forwarding: Forwarding) -> Hidden:
        """Where the active route is another protocol's, for routers that then announce nothing."""
        found = set()
        for position in self._strict:
            rib = forwarding.ribs.get(self.routers[position].device.name)
            for prefix in origins.by_prefix if rib is not None else ():
                route = rib.get_route(prefix) if rib is not None else None
                if route is not None and route.protocol != "bgp":
                    found.add((position, prefix))
        return frozenset(found)

    def _too_many(
        self, speakers: Speakers, selections: Mapping[IPPrefix, Outcome]
    ) -> Iterator[tuple[tuple[int, IPAddress], str]]:
        """The sessions over which more prefixes came than they bear, with the reason why they go down."""
        for number, session in enumerate(speakers.sessions):
            for settings in session.neighbor.families if session.up else ():
                most = settings.maximum_prefix
                if most is None or settings.maximum_prefix_warning_only or len(selections) <= most:
                    continue
                count = speakers.received(number, settings.family, selections)
                if count > most:
                    key = (session.local, session.neighbor.address)
                    yield key, f"{count} prefixes are more than the {most} allowed"

    def _installed(self, selections: Selections, reach: Reach, whole: Run | None) -> Installed:
        entering = Entering(reach)
        if whole is not None:
            return self._installed_since(selections, entering, whole)
        tables: dict[str, dict[IPPrefix, Route]] = {router.device.name: {} for router in self.routers}
        for prefix, selected in selections.items():
            for position, paths in enumerate(selected[: len(self.routers)]):
                if paths and (route := entering.route(position, prefix, paths)) is not None:
                    table = tables[self.routers[position].device.name]
                    table[prefix] = route
                    if paths[0].table is not None:
                        table |= entering.own_addresses(position, prefix, paths[0])
        return tables

    def _installed_since(self, selections: Selections, entering: Entering, whole: Run) -> Installed:
        """As in the whole network, but where a router selects other paths or gets to next hops on other ways."""
        tables = dict(whole.installed)
        for position, prefixes in self._differing(selections, entering.reach, whole).items():
            name = self.routers[position].device.name
            tables[name] = varied(
                whole.installed[name],
                ((prefix, self._route_of(position, prefix, selections, entering)) for prefix in prefixes),
            )
        return tables

    def _route_of(self, position: int, prefix: IPPrefix, selections: Selections, entering: Entering) -> Route | None:
        paths = selections[prefix][position] if prefix in selections else ()
        return entering.route(position, prefix, paths) if paths else None

    def _differing(self, selections: Selections, reach: Reach, whole: Run) -> Mapping[int, set[IPPrefix]]:
        """By router, the prefixes of which its route may differ from that in the whole network."""
        found: defaultdict[int, set[IPPrefix]] = defaultdict(set)
        known: dict[tuple[int, int], list[int]] = {}
        nothing: Outcome = ((),) * len(self.routers)
        for prefix in selections.keys() | whole.selections.keys():
            now, before = selections.get(prefix, nothing), whole.selections.get(prefix, nothing)
            if now is before:
                continue
            if (at := known.get((id(now), id(before)))) is None:
                at = [position for position, (one, other) in enumerate(zip(now, before, strict=True)) if one != other]
                known[id(now), id(before)] = at
            for position in at:
                found[position].add(prefix)
        for position in reach.moved():
            found[position] = set(selections.keys() | whole.selections.keys())
        return found
