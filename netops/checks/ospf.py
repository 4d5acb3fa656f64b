"""OSPF between neighbours: what must agree for an adjacency to form (RFC 2328, 10.5 and 10.6; RFC 5340)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from netops.checks.index import Index, Port
from netops.checks.physical import mtu
from netops.checks.registry import Problem, check
from netops.model import Device, InterfaceKind, OspfArea, OspfAreaKind, OspfInterface, OspfNetworkType, Severity

__all__ = ["Pair", "pairs", "settings"]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two routers' interfaces that hear each other and both speak one version of OSPF."""

    version: int
    a: Port
    b: Port
    ospf_a: OspfInterface
    ospf_b: OspfInterface

    @property
    def subject(self) -> str:
        return f"{self.a}--{self.b}"

    @property
    def at(self) -> tuple[str, ...]:
        return self.a.at

    def differs(self, what: str, one: object, other: object) -> Problem:
        """The problem that the two ends have different values."""
        evidence = (f"{self.a}: {one}", f"{self.b}: {other}")
        return Problem(
            self.subject, f"OSPFv{self.version} {what} differs", f"one {what}", f"{one} and {other}", evidence, self.at
        )


def settings(port: Port, version: int) -> OspfInterface | None:
    return port.interface.ospf if version == 2 else port.interface.ospf6


def pairs(index: Index, *, passive: bool = False) -> Iterator[Pair]:
    """Every pair that is to become neighbours; with ``passive``, also those where an end is passive."""
    for a, b in index.pairs():
        for version in (2, 3):
            one, other = settings(a, version), settings(b, version)
            if one is not None and other is not None and (passive or not (one.passive or other.passive)):
                yield Pair(version, a, b, one, other)


@check(
    "ospf-area-mismatch",
    number=58,
    severity=Severity.CRITICAL,
    title="Two OSPF neighbours put their link into different areas",
    remedy="put both ends into one area",
)
def ospf_area_mismatch(index: Index) -> Iterator[Problem]:
    """Each drops the other's hellos: no adjacency forms."""
    for pair in pairs(index):
        if pair.ospf_a.area != pair.ospf_b.area:
            yield pair.differs("area", pair.ospf_a.area, pair.ospf_b.area)


@check(
    "ospf-timer-mismatch",
    number=58,
    severity=Severity.CRITICAL,
    title="Two OSPF neighbours differ in hello or dead interval",
    remedy="use the same intervals at both ends",
)
def ospf_timer_mismatch(index: Index) -> Iterator[Problem]:
    """Each drops the other's hellos: no adjacency forms."""
    for pair in pairs(index):
        if pair.ospf_a.hello_interval != pair.ospf_b.hello_interval:
            yield pair.differs("hello interval", pair.ospf_a.hello_interval, pair.ospf_b.hello_interval)
        if pair.ospf_a.dead_interval != pair.ospf_b.dead_interval:
            yield pair.differs("dead interval", pair.ospf_a.dead_interval, pair.ospf_b.dead_interval)


@check(
    "ospf-timers-implausible",
    severity=Severity.WARNING,
    title="A dead interval is not at least three hello intervals",
    remedy="use four hello intervals (RFC 2328, appendix C.3)",
)
def ospf_timers_implausible(index: Index) -> Iterator[Problem]:
    """One or two lost hellos take the adjacency down."""
    for port in index.ports.values():
        for version in (2, 3):
            ospf = settings(port, version)
            if ospf is not None and ospf.dead_interval < 3 * ospf.hello_interval:
                actual = f"hello {ospf.hello_interval} s, dead {ospf.dead_interval} s"
                yield Problem(
                    str(port), f"OSPFv{version} dead interval is short", "three hellos or more", actual, at=port.at
                )


@check(
    "ospf-network-type-mismatch",
    number=58,
    severity=Severity.CRITICAL,
    title="Two OSPF neighbours differ in network type",
    remedy="use one network type at both ends; point-to-point on a line between two routers",
)
def ospf_network_type_mismatch(index: Index) -> Iterator[Problem]:
    """The adjacency may come up, but the two describe the link differently, and no route goes over it."""
    for pair in pairs(index):
        one, other = (_network_type(each) for each in (pair.ospf_a, pair.ospf_b))
        if one != other:
            yield pair.differs("network type", one, other)


def _network_type(ospf: OspfInterface) -> OspfNetworkType:
    """Ethernet is broadcast where nothing is said (RFC 2328, 1.2)."""
    return ospf.network_type or OspfNetworkType.BROADCAST


@check(
    "ospf-authentication-mismatch",
    number=58,
    severity=Severity.CRITICAL,
    title="Two OSPF neighbours differ in authentication",
    remedy="use one key and one key id at both ends",
)
def ospf_authentication_mismatch(index: Index) -> Iterator[Problem]:
    """Each drops the other's packets (RFC 2328, appendix D): no adjacency forms."""
    for pair in pairs(index):
        one, other = pair.ospf_a.authentication, pair.ospf_b.authentication
        if one != other:
            told = [f"key {each.key_id} {each.key}" if each else "none" for each in (one, other)]
            yield pair.differs("authentication", told[0], told[1])


@check(
    "ospf-mtu-mismatch",
    number=58,
    severity=Severity.CRITICAL,
    title="Two OSPF neighbours differ in MTU",
    remedy="set one MTU on both interfaces",
)
def ospf_mtu_mismatch(index: Index) -> Iterator[Problem]:
    """A database description larger than the own MTU is dropped: the adjacency stays in ExStart (RFC 2328, 10.6)."""
    for pair in pairs(index):
        sizes = (mtu(pair.a), mtu(pair.b))
        if sizes[0] != sizes[1] and not (pair.ospf_a.mtu_ignore and pair.ospf_b.mtu_ignore):
            yield pair.differs("MTU", *sizes)


@check(
    "ospf-stub-mismatch",
    number=58,
    severity=Severity.CRITICAL,
    title="Two OSPF neighbours disagree on whether their area is a stub",
    remedy="configure the area's kind on all of its routers",
)
def ospf_stub_mismatch(index: Index) -> Iterator[Problem]:
    """The hello's E and N bits must agree (RFC 2328, 10.5; RFC 3101, 2.4): no adjacency forms."""
    for pair in pairs(index):
        kinds = [_flags(_area(port, pair.version, pair.ospf_a.area)) for port in (pair.a, pair.b)]
        if pair.ospf_a.area == pair.ospf_b.area and kinds[0] != kinds[1]:
            yield pair.differs(f"kind of area {pair.ospf_a.area}", *kinds)


def _area(port: Port, version: int, area: str) -> OspfArea:
    process = port.device.ospf_process(version, port.interface.vrf)
    return process.area(area) if process else OspfArea(area)


def _flags(area: OspfArea) -> str:
    """What the hello says of the area; whether summaries enter it is the border router's own business."""
    if area.kind in {OspfAreaKind.STUB, OspfAreaKind.TOTALLY_STUBBY}:
        return "stub"
    return "nssa" if area.kind in {OspfAreaKind.NSSA, OspfAreaKind.TOTALLY_NSSA} else "normal"


@check(
    "ospf-one-end-passive",
    number=58,
    severity=Severity.ERROR,
    title="One end of a link between routers is passive in OSPF, the other is not",
    remedy="make both ends active, or both passive",
)
def ospf_one_end_passive(index: Index) -> Iterator[Problem]:
    """The active end waits for a neighbour that never speaks: a copied passive setting, and a path less."""
    for pair in pairs(index, passive=True):
        if pair.ospf_a.passive != pair.ospf_b.passive:
            quiet = pair.a if pair.ospf_a.passive else pair.b
            yield Problem(
                str(quiet), f"is passive in OSPFv{pair.version}, the other end is not", actual=pair.subject, at=quiet.at
            )


@check(
    "ospf-one-end-only",
    number=58,
    severity=Severity.ERROR,
    title="Only one end of a line between two of our routers runs OSPF",
    remedy="enable OSPF at the other end, or make this one passive",
)
def ospf_one_end_only(index: Index) -> Iterator[Problem]:
    """An adjacency is meant and cannot form."""
    for group in index.neighbourhoods:
        if len(group) != 2 or not all(each.device.forwarding for each in group):
            continue
        for port, peer in (group, group[::-1]):
            for version in (2, 3):
                mine = settings(port, version)
                family = 4 if version == 2 else 6
                addressed = any(each.version == family for each in (*port.addresses, *peer.addresses))
                if mine is not None and not mine.passive and settings(peer, version) is None and addressed:
                    yield Problem(str(port), f"runs OSPFv{version}, but {peer} does not", at=peer.at)


@check(
    "ospf-cost-asymmetric",
    severity=Severity.INFO,
    title="The two ends of a link have different OSPF costs",
    remedy="use one cost at both ends, unless different ways there and back are meant",
)
def ospf_cost_asymmetric(index: Index) -> Iterator[Problem]:
    """Traffic comes back another way than it went: hard to trace, and dropped by stateful filters."""
    for pair in pairs(index):
        if pair.ospf_a.cost != pair.ospf_b.cost:
            yield pair.differs("cost", pair.ospf_a.cost or "by bandwidth", pair.ospf_b.cost or "by bandwidth")


@check(
    "ospf-no-designated-router",
    number=58,
    severity=Severity.CRITICAL,
    title="No router of a broadcast link may become designated router",
    remedy="give at least one of them a priority above 0",
)
def ospf_no_designated_router(index: Index) -> Iterator[Problem]:
    """With priority 0 everywhere all neighbours stay in two-way, and no route goes over the link (RFC 2328, 9.4)."""
    for pair in pairs(index):
        both = (pair.ospf_a, pair.ospf_b)
        able = [each for each in both if each.priority > 0 or _network_type(each) is not OspfNetworkType.BROADCAST]
        if not able and not _third_router(index, pair):
            yield Problem(pair.subject, f"OSPFv{pair.version} priority is 0 on all routers", "one above 0", at=pair.at)


def _third_router(index: Index, pair: Pair) -> bool:
    domain = index.domain(pair.a)
    return any(
        (ospf := settings(port, pair.version)) is not None and not ospf.passive and ospf.priority > 0
        for group in index.neighbourhoods
        if index.domain(group[0]) == domain
        for port in group
    )


@check(
    "ospf-interface-without-process",
    severity=Severity.ERROR,
    title="An interface is in an OSPF area, but the router runs no such process",
    remedy="configure the OSPF process, or take the interface from the area",
)
def ospf_interface_without_process(index: Index) -> Iterator[Problem]:
    """The interface's settings wait for a process that is not there."""
    for port in index.ports.values():
        for version in (2, 3):
            if settings(port, version) and port.device.ospf_process(version, port.interface.vrf) is None:
                yield Problem(str(port), f"is in OSPFv{version}, which {port.device.name} does not run", at=port.at)


@check(
    "ospf-family-missing",
    severity=Severity.WARNING,
    title="A routed interface runs OSPF for one family only",
    remedy="enable OSPF for the other family as well",
)
def ospf_family_missing(index: Index) -> Iterator[Problem]:
    """The router runs both versions and the interface has addresses of both families, but one prefix stays unknown.

    Unless connected prefixes of that family are redistributed, into BGP or OSPF.
    """
    for port in index.ports.values():
        families = {each.version for each in port.addresses}
        processes = {each.version for each in port.device.ospf if each.vrf == port.interface.vrf}
        enabled = {version for version in (2, 3) if settings(port, version)}
        loopback = port.interface.kind is InterfaceKind.LOOPBACK
        if families == {4, 6} and processes == {2, 3} and len(enabled) == 1 and not loopback:
            missing = next(iter({2, 3} - enabled))
            if not _announced_otherwise(port.device, missing):
                yield Problem(str(port), f"runs OSPF, but not OSPFv{missing}", at=port.at)


def _announced_otherwise(device: Device, version: int) -> bool:
    """Whether connected prefixes of the family that this version would carry are redistributed, into BGP or OSPF."""
    family = 4 if version == 2 else 6
    into_bgp = (
        each
        for process in device.bgp
        for part in process.families
        if part.family == family
        for each in part.redistribute
    )
    into_ospf = (each for process in device.ospf if process.version == version for each in process.redistribute)
    return any(each.protocol == "connected" for each in (*into_bgp, *into_ospf))
