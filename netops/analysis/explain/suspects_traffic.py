"""Suspects that traffic names: lines that lose packets, hosts that are silent, addresses in use twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from netops.analysis.explain.addresses import Claim, claims
from netops.analysis.explain.scenario import Key, probe_finding
from netops.analysis.explain.scene import Scene
from netops.analysis.explain.suspect import Suspect, about
from netops.model import Endpoint, Link, Probe

__all__ = ["doubled_addresses", "lossy_lines", "self_absorbed_hosts", "silent_hosts"]


def lossy_lines(scene: Scene) -> Iterator[Suspect]:
    """For each probe that lost something, the line on its way over which the fewest others came through whole."""
    probed = [(name, probe, scene.lines(Endpoint(name, probe.interface), far)) for name, probe, far in scene.probed]
    clean = Counter(link for _, probe, lines in probed if not probe.lossy for link in lines)
    lossy: defaultdict[Link, list[tuple[str, Probe]]] = defaultdict(list)
    for name, probe, lines in probed:
        if probe.lossy and probe.received and lines:
            least = min(clean[link] for link in lines)
            for link in lines:
                if clean[link] == least:
                    lossy[link].append((name, probe))
    for link in sorted(lossy, key=lambda each: each.name):
        evidence = tuple(_told(name, probe) for name, probe in lossy[link][:6])
        ends = (scene.seen(link.a), scene.seen(link.b))
        yield Suspect("packet-loss", link.name, (*evidence, *ends), direct=_lost(lossy[link]))


def _told(name: str, probe: Probe) -> str:
    return f"{name}:{probe.interface} to {probe.address}: {probe.received} of {probe.sent} answered"


def _lost(probes: list[tuple[str, Probe]]) -> Callable[[Key], bool]:
    return about(*(probe_finding(name, each) for name, each in probes))


def silent_hosts(scene: Scene) -> Iterator[Suspect]:
    """Hosts that answer nobody who asks."""
    for host, probes in _asked(scene):
        if not any(each.received for _, each in probes):
            evidence = tuple(_told(name, each) for name, each in probes[:4])
            yield Suspect("host-silent", str(host), evidence, direct=_lost(probes))


def self_absorbed_hosts(scene: Scene) -> Iterator[Suspect]:
    """Hosts that answer others and one router never: as one that has taken this router's address answers itself."""
    for host, probes in _asked(scene):
        ignored = [(name, each) for name, each in probes if not each.received]
        if 0 < len(ignored) < len(probes):
            evidence = tuple(_told(name, each) for name, each in probes[:4])
            yield Suspect("duplicate-address", str(host), evidence, direct=_lost(ignored))


def _asked(scene: Scene) -> list[tuple[Endpoint, list[tuple[str, Probe]]]]:
    """The hosts that were asked for echo, each with who asked."""
    asked: defaultdict[Endpoint, list[tuple[str, Probe]]] = defaultdict(list)
    for name, probe, far in scene.probed:
        if not scene.intended.devices[far.device].managed:
            asked[far].append((name, probe))
    return sorted(asked.items())


def doubled_addresses(scene: Scene) -> Iterator[Suspect]:
    """Addresses that somebody else claims, with the port where that one was learned."""
    for claim in claims(scene):
        yield Suspect("duplicate-address", claim.where, claim.evidence, direct=_upset(claim))


def _upset(claim: Claim) -> Callable[[Key], bool]:
    """What an address in use twice disturbs: whoever is reached by it, and whoever has it."""
    address, owners = f" {claim.address} ", {end.device for end in claim.owners}

    def direct(key: Key) -> bool:
        check, subject, problem = key
        if address in f" {problem} ":
            return True
        disturbed = ("session-", "adjacency-", "probe-", "vrrp-")
        return (check.startswith(disturbed) and any(subject == str(end) for end in claim.owners)) or (
            check.startswith("session-") and subject in owners
        )

    return direct
