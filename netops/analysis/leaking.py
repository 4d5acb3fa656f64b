"""Routes that a VRF takes straight from another's table, and that stay what they are there (Junos' rib groups)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from netops.analysis.bgp.path import Path
from netops.analysis.policy import Context
from netops.analysis.rib import RouterRib
from netops.analysis.routing import Running
from netops.model import Device, IPPrefix, Route, VrfLeak
from netops.platforms import get_platform

__all__ = ["Leaking"]

_Routes = dict[IPPrefix, Route]


@dataclass(slots=True)
class Leaking:
    """``taken``: by router, what it took in the last round; this is not passed on to a third table."""

    running: Running
    taken: dict[str, _Routes] = field(default_factory=dict)

    def round(self, ribs: Mapping[str, RouterRib]) -> Mapping[str, _Routes]:
        """By router: what comes from other tables of its device, as they are; the same objects where nothing moved."""
        for name, device in self.running.alive.items():
            if self._leaks(device):
                found = dict(self._routes(device, ribs))
                if found != self.taken.get(name):
                    self.taken[name] = found
        return self.taken

    def _leaks(self, router: Device) -> bool:
        vrf = router.vrfs.get(self.running.split.vrf(router.name))
        by_bgp = get_platform(router.platform).traits.vrf_leaks_by_bgp
        return vrf is not None and not by_bgp and any(each.leaks for each in vrf.families)

    def _routes(self, router: Device, ribs: Mapping[str, RouterRib]) -> Iterator[tuple[IPPrefix, Route]]:
        for family in router.vrfs[self.running.split.vrf(router.name)].families:
            for leak in family.leaks:
                source = self.running.split.sibling(router.name, leak.source)
                if source is not None and source in ribs:
                    passed = self.taken.get(source, {})
                    for route in self._offered(ribs[source], leak, family.family):
                        if route is not passed.get(route.prefix) and self._passes(router, leak, route):
                            yield route.prefix, route

    def _offered(self, rib: RouterRib, leak: VrfLeak, family: int) -> Iterator[Route]:
        wanted = {leak.protocol, "local"} if leak.protocol == "connected" else {leak.protocol}
        for prefix, route in rib.items():
            if prefix.version == family and (not leak.protocol or route.protocol in wanted):
                yield route

    def _passes(self, router: Device, leak: VrfLeak, route: Route) -> bool:
        """A rib group's policies sort out of what it takes, those of ``instance-import`` choose."""
        if not leak.policies:
            return True
        path = Path(med=route.metric, protocol=route.protocol, tag=route.tag, vrf=leak.source)
        policy, sorts_out = self.running.policies[router.name], bool(leak.protocol)  # instance-import chooses
        return policy.chain(leak.policies, route.prefix, path, Context(), default=sorts_out) is not None
