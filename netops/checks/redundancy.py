"""VRRP (RFC 5798): who answers for a gateway when its router fails."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from netops.checks.index import Index, Port
from netops.checks.registry import Problem, check
from netops.model import IPAddress, Severity, VrrpGroup

__all__: list[str] = []

_Member = tuple[Port, VrrpGroup]


def _members(index: Index) -> Iterator[list[_Member]]:
    """The routers of each virtual router: same broadcast domain, same group, same family."""
    found: defaultdict[tuple[int | str, int, int], list[_Member]] = defaultdict(list)
    for port in index.ports.values():
        for group in port.interface.vrrp:
            domain = index.domain(port)
            place = str(port) if domain is None else domain
            found[place, group.group, group.family].append((port, group))
    yield from found.values()


def _subject(members: list[_Member]) -> str:
    port, group = members[0]
    return f"{port} vrrp {group.group}"


def _list(addresses: tuple[IPAddress, ...]) -> str:
    return ", ".join(sorted(map(str, addresses))) or "none"


@check(
    "vrrp-addresses-differ",
    number=60,
    severity=Severity.CRITICAL,
    title="Routers of one VRRP group serve different addresses",
    remedy="configure the same virtual addresses on all routers of the group",
)
def vrrp_addresses_differ(index: Index) -> Iterator[Problem]:
    """The backup drops the master's advertisements (RFC 5798, 7.1), or takes over the wrong address."""
    for members in _members(index):
        served = {frozenset(group.addresses) for _, group in members}
        if len(served) > 1:
            evidence = tuple(f"{port}: {_list(group.addresses)}" for port, group in members)
            yield Problem(
                _subject(members), "virtual addresses differ", "the same on all", evidence=evidence, at=members[0][0].at
            )


@check(
    "vrrp-group-differs",
    number=60,
    severity=Severity.CRITICAL,
    title="One virtual address is served by two VRRP groups of a segment",
    remedy="use one group number on all routers of the segment",
)
def vrrp_group_differs(index: Index) -> Iterator[Problem]:
    """The routers do not hear each other as one virtual router: both are master of the same address."""
    groups: defaultdict[tuple[int, IPAddress], dict[int, Port]] = defaultdict(dict)
    for virtual in index.virtual:
        domain = index.domain(virtual.port)
        if domain is not None and not virtual.address.is_link_local:
            groups[domain, virtual.address].setdefault(virtual.group.group, virtual.port)
    for (_, address), ports in groups.items():
        if len(ports) > 1:
            evidence = tuple(f"{port}: group {number}" for number, port in sorted(ports.items()))
            port = next(iter(ports.values()))
            yield Problem(
                str(port),
                f"{address} is in several VRRP groups",
                "one",
                ", ".join(map(str, sorted(ports))),
                evidence,
                port.at,
            )


@check(
    "vrrp-timers-differ",
    number=60,
    severity=Severity.CRITICAL,
    title="Routers of one VRRP group differ in advertisement interval or version",
    remedy="use one interval and one version",
)
def vrrp_timers_differ(index: Index) -> Iterator[Problem]:
    """A backup that expects advertisements more often than they come becomes master beside the master."""
    for members in _members(index):
        for word, values in (
            ("advertisement interval", {group.advertisement_interval for _, group in members}),
            ("version", {group.version for _, group in members}),
        ):
            if len(values) > 1:
                actual = " and ".join(map(str, sorted(values)))
                evidence = tuple(str(port) for port, _ in members)
                yield Problem(_subject(members), f"{word} differs", "one", actual, evidence, members[0][0].at)


@check(
    "vrrp-priority-tie",
    number=60,
    severity=Severity.WARNING,
    title="Two routers of a VRRP group have the same priority",
    remedy="give the router that shall be master the higher priority",
)
def vrrp_priority_tie(index: Index) -> Iterator[Problem]:
    """The higher address wins (RFC 5798, 6.4.3): the master is not the one that somebody chose."""
    for members in _members(index):
        best = max(group.priority for _, group in members)
        tied = [str(port) for port, group in members if group.priority == best]
        if len(tied) > 1:
            yield Problem(
                _subject(members),
                "the highest priority is not unique",
                "one master",
                f"{best} on {', '.join(tied)}",
                tuple(tied),
                members[0][0].at,
            )


@check(
    "vrrp-alone",
    number=60,
    severity=Severity.WARNING,
    title="A VRRP group has only one router",
    remedy="configure the group on the second router of the segment",
)
def vrrp_alone(index: Index) -> Iterator[Problem]:
    """Nobody takes over.  A second router that a trunk keeps away is another check's finding."""
    routers: Counter[IPAddress] = Counter(each.address for each in index.virtual)
    for members in _members(index):
        if len(members) == 1 and all(routers[each] == 1 for each in members[0][1].addresses if not each.is_link_local):
            yield Problem(_subject(members), "has no second router", "two", "one", at=members[0][0].at)


@check(
    "vrrp-outside-subnet",
    number=60,
    severity=Severity.ERROR,
    title="A VRRP address is outside the prefixes of its interface",
    remedy="use an address of the interface's prefix",
)
def vrrp_outside_subnet(index: Index) -> Iterator[Problem]:
    """Hosts of the segment cannot reach it, and the router does not answer ARP for it there."""
    for virtual in index.virtual:
        prefixes = [each.network for each in virtual.port.addresses if each.version == virtual.address.version]
        if not virtual.address.is_link_local and not any(virtual.address in each for each in prefixes):
            expected = "within " + (
                ", ".join(map(str, prefixes)) or f"an IPv{virtual.address.version} prefix, of which it has none"
            )
            yield Problem(
                str(virtual.port), "virtual address is outside", expected, str(virtual.address), at=virtual.port.at
            )


@check(
    "vrrp-out-of-range",
    number=60,
    severity=Severity.ERROR,
    title="A VRRP group or priority is out of range",
    remedy="use a group from 1 to 255 and a priority from 1 to 255",
)
def vrrp_out_of_range(index: Index) -> Iterator[Problem]:
    """Group 0 does not exist; priority 0 is the master's farewell (RFC 5798, 5.2.3 and 5.2.4)."""
    for port in index.ports.values():
        for group in port.interface.vrrp:
            for word, value in (("group", group.group), ("priority", group.priority)):
                if not 1 <= value <= 255:
                    yield Problem(
                        f"{port} vrrp {group.group}", f"{word} is out of range", "1-255", str(value), at=port.at
                    )


@check(
    "gateway-not-redundant",
    severity=Severity.WARNING,
    title="A segment has two gateway devices, but its gateway is one router's own address",
    remedy="make the gateway a VRRP address of both",
)
def gateway_not_redundant(index: Index) -> Iterator[Problem]:
    """The second router is there, and hosts never use it."""
    virtual = {each.address for each in index.virtual}
    for segment in index.network.segments.values():
        for gateway in segment.gateways:
            if len(segment.gateway_devices) > 1 and gateway in index.used and gateway not in virtual:
                yield Problem(
                    f"segment {segment.name}",
                    "gateway is not virtual",
                    "a VRRP address",
                    str(gateway),
                    at=(f"segment:{segment.name}",),
                )
