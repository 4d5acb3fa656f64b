"""Zones, what may pass between them, and packet filters."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from netops.checks.index import Index
from netops.checks.registry import Problem, check
from netops.model import AccessListEntry, Action, Network, Segment, Severity, ZonePolicy

__all__: list[str] = []

ANY = "any"
_GUEST_NEEDS = frozenset({"dhcp", "dns", "ntp"})
"""What a guest may ask of our own servers."""


def _at(policy: ZonePolicy) -> tuple[str, ...]:
    return (f"zone:{policy.source}", f"zone:{policy.destination}")


def _subject(policy: ZonePolicy) -> str:
    return f"policy {policy.source} -> {policy.destination}"


def _unlimited(policy: ZonePolicy) -> bool:
    return not policy.services or ANY in policy.services


def _zones(network: Network, name: str) -> list[str]:
    """The zones that a policy's end stands for."""
    return sorted(network.zones) if name == ANY else [name]


def _segments(network: Network, zone: str) -> list[Segment]:
    return [each for each in network.segments.values() if each.zone == zone]


@check(
    "zone-unknown",
    severity=Severity.ERROR,
    title="A segment or a policy names a zone or a service that does not exist",
    remedy="name an existing one, or add it",
)
def zone_unknown(index: Index) -> Iterator[Problem]:
    """No rule can be made of it: the traffic is denied, or worse, not."""
    network = index.network
    for segment in network.segments.values():
        if segment.zone and segment.zone not in network.zones:
            yield Problem(
                f"segment {segment.name}", f"is in an unknown zone: {segment.zone}", at=(f"segment:{segment.name}",)
            )
    for policy in network.policies:
        for zone in (policy.source, policy.destination):
            if zone != ANY and zone not in network.zones:
                yield Problem(_subject(policy), f"names an unknown zone: {zone}", at=_at(policy))
        for service in policy.services:
            if service != ANY and service not in network.services:
                yield Problem(_subject(policy), f"names an unknown service: {service}", at=_at(policy))


@check(
    "zone-without-policy",
    number=63,
    severity=Severity.WARNING,
    title="No policy says anything about a zone",
    remedy="say what may pass to or from the zone, even if it is nothing",
)
def zone_without_policy(index: Index) -> Iterator[Problem]:
    """A pair without a policy is denied; a zone without any was most likely forgotten."""
    network = index.network
    named = {
        zone for each in network.policies for end in (each.source, each.destination) for zone in _zones(network, end)
    }
    for zone in sorted(network.zones):
        if zone not in named and _segments(network, zone):
            yield Problem(f"zone {zone}", "has no policy", at=(f"zone:{zone}",))


@check(
    "policy-permits-everything",
    number=63,
    severity=Severity.ERROR,
    title="A policy permits everything from anywhere, or into a zone of far greater trust",
    remedy="permit the services that are needed",
)
def policy_permits_everything(index: Index) -> Iterator[Problem]:
    """A pair that ends in permit any is no policy.  Far greater: by more than the trust that the source has itself."""
    zones = index.network.zones
    for policy in index.network.policies:
        if policy.action != Action.PERMIT or not _unlimited(policy):
            continue
        source, destination = zones.get(policy.source), zones.get(policy.destination)
        if ANY in (policy.source, policy.destination):
            yield Problem(_subject(policy), "permits everything", "named zones and services", at=_at(policy))
        elif source and destination and destination.trust > 2 * source.trust:
            actual = f"trust {source.trust} into {destination.trust}"
            yield Problem(
                _subject(policy),
                "permits everything into a more trusted zone",
                "named services",
                actual,
                at=_at(policy),
            )


@check(
    "policy-shadowed",
    number=64,
    severity=Severity.WARNING,
    title="A policy repeats or contradicts an earlier one",
    remedy="remove one of the two, or put them in the order that is meant",
)
def policy_shadowed(index: Index) -> Iterator[Problem]:
    """The first that fits holds: the later one has no effect."""
    policies = index.network.policies
    for position, policy in enumerate(policies):
        for earlier in policies[:position]:
            ends = all(
                a in (ANY, b) for a, b in ((earlier.source, policy.source), (earlier.destination, policy.destination))
            )
            services = _unlimited(earlier) or (not _unlimited(policy) and set(policy.services) <= set(earlier.services))
            if ends and services:
                word = "repeats" if earlier.action == policy.action else "contradicts"
                yield Problem(_subject(policy), f"{word} an earlier policy", actual=_subject(earlier), at=_at(policy))
                break


def _is_guest(network: Network, zone: str) -> bool:
    return "guest" in zone.lower() or any("guest" in each.purpose.lower() for each in _segments(network, zone))


@check(
    "guest-reaches-private",
    number=65,
    severity=Severity.ERROR,
    title="A guest zone may reach a private one",
    remedy="permit guests the internet, DHCP, DNS and NTP only",
)
def guest_reaches_private(index: Index) -> Iterator[Problem]:
    """Whoever stands in the lobby is then inside."""
    network = index.network
    for policy in network.policies:
        if policy.action != Action.PERMIT:
            continue
        pairs = product(_zones(network, policy.source), _zones(network, policy.destination))
        reached = sorted(
            {
                b
                for a, b in pairs
                if a != b and _is_guest(network, a) and not _is_guest(network, b) and _segments(network, b)
            }
        )
        if reached and (_unlimited(policy) or not set(policy.services) <= _GUEST_NEEDS):
            actual = "everything" if _unlimited(policy) else ", ".join(policy.services)
            yield Problem(
                _subject(policy),
                f"lets guests into {', '.join(reached)}",
                ", ".join(sorted(_GUEST_NEEDS)),
                actual,
                at=_at(policy),
            )


@check(
    "management-reachable",
    number=67,
    severity=Severity.ERROR,
    title="A user zone may reach the management zone",
    remedy="let nobody but the engineers' zone in",
)
def management_reachable(index: Index) -> Iterator[Problem]:
    """Every device's login is then one password away from every home.  User zones: those with homes or guests."""
    network = index.network
    for policy in network.policies:
        into = [zone for zone in _zones(network, policy.destination) if _is_management(network, zone)]
        users = [zone for zone in _zones(network, policy.source) if _has_users(network, zone)]
        if policy.action == Action.PERMIT and into and users:
            yield Problem(
                _subject(policy), f"lets {', '.join(users)} reach {', '.join(into)}", "no access", at=_at(policy)
            )


def _is_management(network: Network, zone: str) -> bool:
    if any(word in ("management", "mgmt") for word in zone.lower().replace("_", "-").split("-")):
        return True
    addresses = [each.management for each in network.devices.values() if each.management]
    prefixes = [each.ipv4 for each in _segments(network, zone) if each.ipv4]
    return any(address in prefix for address in addresses for prefix in prefixes)


def _has_users(network: Network, zone: str) -> bool:
    named = any(word in zone.lower() for word in ("resident", "home"))
    return named or _is_guest(network, zone) or any(each.homes for each in _segments(network, zone))


@check(
    "acl-undefined",
    number=66,
    severity=Severity.ERROR,
    title="An interface names an access list that does not exist",
    remedy="define the list, or correct the name",
)
def acl_undefined(index: Index) -> Iterator[Problem]:
    """Most devices then let everything pass: the filter is thought to be there and is not."""
    for port in index.ports.values():
        names = {each.name for each in port.device.access_lists}
        for direction, name in (("in", port.interface.acl_in), ("out", port.interface.acl_out)):
            if name is not None and name not in names:
                yield Problem(
                    str(port), f"access list {name} ({direction}) is not defined", ", ".join(sorted(names)), at=port.at
                )


@check(
    "acl-unapplied",
    number=66,
    severity=Severity.INFO,
    title="An access list is on no interface",
    remedy="apply it, or remove it",
)
def acl_unapplied(index: Index) -> Iterator[Problem]:
    """It filters nothing."""
    for device in index.devices:
        used = {name for each in device.interfaces.values() for name in (each.acl_in, each.acl_out)}
        for each in device.access_lists:
            if each.name not in used:
                yield Problem(device.name, f"access list {each.name} is on no interface", at=(f"device:{device.name}",))


@check(
    "acl-rule-shadowed",
    number=64,
    severity=Severity.WARNING,
    title="An access list's rule can never match",
    remedy="reorder the rules, or remove the rule",
)
def acl_rule_shadowed(index: Index) -> Iterator[Problem]:
    """An earlier rule takes all of its packets: duplicate where both do the same, a hole where they do not."""
    for device in index.devices:
        for acl in device.access_lists:
            for position, entry in enumerate(acl.entries):
                above = next((each for each in acl.entries[:position] if _covers(each, entry)), None)
                if above is not None:
                    subject = f"{device.name} access list {acl.name} {entry.sequence}"
                    word = "duplicates" if above.action is entry.action else "is shadowed by"
                    yield Problem(subject, f"{word} {above.sequence}", at=(f"device:{device.name}",))


def _covers(outer: AccessListEntry, inner: AccessListEntry) -> bool:
    """Whether each packet of ``inner`` also matches ``outer``."""
    for wide, narrow in ((outer.source, inner.source), (outer.destination, inner.destination)):
        if wide is not None and (
            narrow is None
            or narrow.version != wide.version
            or not (narrow.prefixlen >= wide.prefixlen and narrow.overlaps(wide))
        ):
            return False
    for ports, own in ((outer.source_ports, inner.source_ports), (outer.destination_ports, inner.destination_ports)):
        if ports is not None and (own is None or not (ports[0] <= own[0] and own[1] <= ports[1])):
            return False
    return outer.protocol in ("ip", inner.protocol) and (inner.established or not outer.established)
