"""IP addresses and prefixes on interfaces."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from netops.checks.index import Index, Port
from netops.checks.registry import Problem, check
from netops.model import InterfaceKind, IPInterface, IPPrefix, Severity

__all__: list[str] = []


def _is_host(address: IPInterface) -> bool:
    """A /32 or a /128."""
    return address.network.prefixlen == address.max_prefixlen


def _is_edge_of_prefix(address: IPInterface) -> bool:
    """The network or the broadcast address of an IPv4 prefix that has them (RFC 3021 takes them from a /31)."""
    network = address.network
    ends = (network.network_address, network.broadcast_address)
    return address.version == 4 and network.prefixlen < 31 and address.ip in ends


@check(
    "duplicate-address",
    number=50,
    severity=Severity.CRITICAL,
    title="An address is on two interfaces",
    remedy="give one of the interfaces another address",
)
def duplicate_address(index: Index) -> Iterator[Problem]:
    """Both answer ARP for it, and traffic goes to whoever answered last; routes to it lead to the nearer one."""
    for (_, address), ports in index.owners.items():
        if len(ports) > 1:
            names = tuple(str(each) for each in ports)
            yield Problem(
                names[0], f"{address} is also on {', '.join(names[1:])}", "one owner", evidence=names, at=ports[0].at
            )


@check(
    "virtual-address-taken",
    number=50,
    severity=Severity.CRITICAL,
    title="A VRRP address is also a host's own, or serves two virtual routers",
    remedy="give the host, or one of the virtual routers, another address",
)
def virtual_address_taken(index: Index) -> Iterator[Problem]:
    """Only the address owner (priority 255, RFC 5798) may have a virtual address as its own."""
    seen: dict[object, tuple[Port, int | None]] = {}
    for virtual in index.virtual:
        if virtual.address.is_link_local:
            continue
        port = virtual.port
        for owner in index.owners.get((port.interface.vrf, virtual.address), ()):
            if not (virtual.group.priority == 255 and owner.endpoint == port.endpoint) and not _is_owner(owner):
                yield Problem(str(owner), f"has the virtual address {virtual.address} of {port}", at=owner.at)
        first, domain = seen.setdefault((port.interface.vrf, virtual.address), (port, index.domain(port)))
        if domain != index.domain(port) and not _same_prefixes(first, port):
            yield Problem(
                str(port), f"virtual address {virtual.address} also serves {first}", "one segment", at=port.at
            )


def _same_prefixes(one: Port, other: Port) -> bool:
    """Whether both are meant for one segment; that a trunk parts them is another check's finding."""
    return bool({each.network for each in one.addresses} & {each.network for each in other.addresses})


def _is_owner(port: Port) -> bool:
    return any(group.priority == 255 for group in port.interface.vrrp)


@check(
    "prefixes-overlap",
    number=49,
    severity=Severity.ERROR,
    title="Two prefixes of one VRF overlap",
    remedy="renumber one of them",
)
def prefixes_overlap(index: Index) -> Iterator[Problem]:
    """Hosts of the wider prefix look for the narrower one's on their own wire, and never reach them.

    Sorted by first address, a prefix can only lie within the last one that has not ended: one sweep, n log n.
    """
    used: defaultdict[tuple[str, int], dict[IPPrefix, tuple[str, tuple[str, ...]]]] = defaultdict(dict)
    for segment in index.network.segments.values():
        for prefix in (segment.ipv4, segment.ipv6):
            if prefix is not None:
                used["default", prefix.version][prefix] = (f"segment {segment.name}", (f"segment:{segment.name}",))
    for port in index.routed:
        if port.interface.kind is not InterfaceKind.LOOPBACK:
            for address in port.addresses:
                used[port.interface.vrf, address.version].setdefault(address.network, (str(port), port.at))
    for prefixes in used.values():
        yield from _nested(prefixes)


def _nested(prefixes: dict[IPPrefix, tuple[str, tuple[str, ...]]]) -> Iterator[Problem]:
    open_prefixes: list[IPPrefix] = []
    for prefix in sorted(prefixes, key=lambda each: (int(each.network_address), each.prefixlen)):
        while open_prefixes and int(open_prefixes[-1].broadcast_address) < int(prefix.network_address):
            open_prefixes.pop()
        if open_prefixes:
            outer = open_prefixes[-1]
            (inner_name, at), (outer_name, _) = prefixes[prefix], prefixes[outer]
            evidence = (f"{outer_name}: {outer}", f"{inner_name}: {prefix}")
            yield Problem(inner_name, f"{prefix} lies within {outer} of {outer_name}", evidence=evidence, at=at)
        open_prefixes.append(prefix)


@check(
    "prefix-in-two-places",
    number=49,
    severity=Severity.ERROR,
    title="One prefix is in two broadcast domains",
    remedy="renumber one of the two, or join the domains",
)
def prefix_in_two_places(index: Index) -> Iterator[Problem]:
    """Half of the hosts are behind the other router; which half answers depends on where the question starts."""
    places: defaultdict[tuple[str, IPPrefix], dict[int, Port]] = defaultdict(dict)
    for port in index.routed:
        domain = index.domain(port)
        if domain is not None:
            for address in port.addresses:
                places[port.interface.vrf, address.network].setdefault(domain, port)
    for (_, prefix), ports in places.items():
        if len(ports) > 1:
            names = tuple(str(each) for each in ports.values())
            at = next(iter(ports.values())).at
            yield Problem(
                f"prefix {prefix}", "is in more than one broadcast domain", "one", " | ".join(names), names, at
            )


@check(
    "mask-differs",
    number=51,
    severity=Severity.ERROR,
    title="Interfaces on one wire differ in their prefix length",
    remedy="use one prefix length on the wire",
)
def mask_differs(index: Index) -> Iterator[Problem]:
    """They disagree on who is near and who is far: some pairs of hosts cannot talk, and OSPF forms no adjacency."""
    for group in index.neighbourhoods:
        networks: dict[IPPrefix, Port] = {}
        for port in group:
            for address in port.addresses:
                networks.setdefault(address.network, port)
        ordered = sorted(networks, key=lambda each: (each.version, int(each.network_address), each.prefixlen))
        for outer, inner in pairwise(ordered):
            if outer.version == inner.version and outer.overlaps(inner):
                port, other = networks[inner], networks[outer]
                evidence = (f"{other}: {outer}", f"{port}: {inner}")
                yield Problem(
                    str(port), f"prefix length differs from {other}", str(outer), str(inner), evidence, port.at
                )


@check(
    "mask-differs-from-segment",
    number=51,
    severity=Severity.ERROR,
    title="An interface's prefix length is not its segment's",
    remedy="use the segment's prefix length",
)
def mask_differs_from_segment(index: Index) -> Iterator[Problem]:
    """The host takes neighbours for strangers, or strangers for neighbours."""
    prefixes = {
        prefix.network_address: (segment.name, prefix)
        for segment in index.network.segments.values()
        for prefix in (segment.ipv4, segment.ipv6)
        if prefix is not None
    }
    lengths = {(prefix.version, prefix.prefixlen) for _, prefix in prefixes.values()}
    for port in index.routed:
        if port.interface.kind is InterfaceKind.LOOPBACK:
            continue
        for address in port.addresses:
            for version, length in lengths:
                if version != address.version or length == address.network.prefixlen:
                    continue
                base = type(address)(f"{address.ip}/{length}").network.network_address
                name, prefix = prefixes.get(base, ("", None))
                if prefix is not None and prefix.prefixlen == length:
                    yield Problem(str(port), f"mask differs from segment {name}", str(prefix), str(address), at=port.at)


@check(
    "link-subnets-differ",
    severity=Severity.CRITICAL,
    title="The ends of a routed line have no prefix in common",
    remedy="give both ends addresses of one prefix",
)
def link_subnets_differ(index: Index) -> Iterator[Problem]:
    """Neither end can reach the other, so no protocol between them works."""
    for group in index.neighbourhoods:
        for port in group:
            for version in {address.version for address in port.addresses}:
                own = {each.network for each in port.addresses if each.version == version}
                others = {
                    each.network: peer
                    for peer in group
                    if peer is not port
                    for each in peer.addresses
                    if each.version == version
                }
                if others and not any(mine.overlaps(theirs) for mine in own for theirs in others):
                    actual = f"{_join(own)} against {_join(set(others))}"
                    yield Problem(str(port), "shares no prefix with its neighbours", "one prefix", actual, at=port.at)


def _join(prefixes: set[IPPrefix]) -> str:
    return ", ".join(sorted(map(str, prefixes)))


@check(
    "link-family-one-sided",
    severity=Severity.ERROR,
    title="Only one end of a line between two routers has addresses of a family",
    remedy="give the other end an address, or take this one away",
)
def link_family_one_sided(index: Index) -> Iterator[Problem]:
    """The line looks dual stack from one side only; that family's traffic has no next hop there."""
    for group in index.neighbourhoods:
        if len(group) != 2 or not all(each.device.forwarding for each in group):
            continue
        for port, peer in (group, group[::-1]):
            mine, theirs = ({each.version for each in side.addresses} for side in (port, peer))
            for version in sorted(mine - theirs):
                if theirs:
                    yield Problem(str(peer), f"has no IPv{version} address, but {port} has", at=peer.at)


@check(
    "prefix-length-unusual",
    number=53,
    severity=Severity.ERROR,
    title="A /31 is not between two hosts, or a /32 not on a loopback",
    remedy="use a wider prefix where more than two are connected; host prefixes on loopbacks only",
)
def prefix_length_unusual(index: Index) -> Iterator[Problem]:
    """RFC 3021 and RFC 6164 give a /31 and a /127 to two hosts; a host prefix has nobody beside it on the wire."""
    for port in index.routed:
        if port.interface.kind in {InterfaceKind.LOOPBACK, InterfaceKind.TUNNEL}:
            continue
        for address in port.addresses:
            if _is_host(address):
                yield Problem(str(port), "has a host prefix, but is no loopback", actual=str(address), at=port.at)
    for group in index.neighbourhoods:
        if len(group) > 2:
            for port in group:
                for address in port.addresses:
                    if address.network.prefixlen == address.max_prefixlen - 1:
                        expected = "two interfaces on the wire"
                        yield Problem(
                            str(port),
                            f"{address.network} has more than two hosts",
                            expected,
                            str(len(group)),
                            at=port.at,
                        )


@check(
    "network-address-used",
    number=52,
    severity=Severity.ERROR,
    title="An interface has its prefix' network or broadcast address",
    remedy="use an address in between",
)
def network_address_used(index: Index) -> Iterator[Problem]:
    """Hosts do not send to it, or send to everybody (RFC 1122, 3.2.1.3)."""
    for port in index.routed:
        for address in port.addresses:
            if _is_edge_of_prefix(address):
                yield Problem(str(port), "has a network or broadcast address", actual=str(address), at=port.at)
