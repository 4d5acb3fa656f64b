"""BGP processes: iBGP with route reflectors over loopbacks, eBGP over lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from netops.intent.border import Locator, validate
from netops.intent.document import Document, KeyPath
from netops.intent.drafts import Draft
from netops.intent.estate import Table, locator
from netops.intent.inventory import Host
from netops.intent.lines import Line
from netops.intent.mistakes import Mistakes
from netops.intent.ospf import redistribution, router_id
from netops.intent.places import read_list
from netops.intent.policies import Policies
from netops.intent.schema_inventory import BgpProcessSpec
from netops.intent.schema_routing import ExternalSpec, InternalSpec, PeerFamilySpec, SessionSpec
from netops.model import (
    Bgp,
    BgpAggregate,
    BgpFamily,
    BgpNeighbor,
    BgpNeighborFamily,
    BgpNetwork,
    Endpoint,
    IPAddress,
    Secret,
)

__all__ = ["BgpPlan", "Known", "read_bgp"]

_KEYS = frozenset({"process", "internal", "external"})


@dataclass(frozen=True)
class Known:
    """What a session may refer to."""

    drafts: Mapping[str, Draft]
    lines: Mapping[str, Line]  # by name
    complete: bool  # whether all lines could be read
    hosts: Table[Host]
    policies: Policies
    secrets: Table[Any]
    mistakes: Mistakes


@dataclass
class BgpPlan:
    """The neighbours of each device, and the options of all processes."""

    process: BgpProcessSpec
    neighbors: dict[str, list[BgpNeighbor]] = field(default_factory=dict)

    def add(self, device: str, neighbor: BgpNeighbor) -> None:
        self.neighbors.setdefault(device, []).append(neighbor)

    def processes(self, draft: Draft) -> tuple[Bgp, ...]:
        """The device's process, where it has an AS number and something to say."""
        data, neighbors = draft.host.value.data, self.neighbors.get(draft.name, [])
        families = tuple(each for each in (_family(draft, 4), _family(draft, 6)) if each is not None)
        if data.asn is None or not (neighbors or families):
            return ()
        options = {**_said(self.process), **_said(data.bgp)}
        ordered = sorted(neighbors, key=lambda each: (each.address.version, int(each.address)))
        return (Bgp(data.asn, router_id(draft), neighbors=tuple(ordered), families=families, **options),)

    def policies(self, draft: Draft) -> list[str]:
        """The route maps and prefix lists that the device's sessions and redistributions use."""
        names = [each.route_map for each in draft.host.value.data.bgp_redistribute]
        for neighbor in self.neighbors.get(draft.name, []):
            for each in neighbor.families:
                names += [each.route_map_in, each.route_map_out, each.default_originate_route_map]
                names += [each.prefix_list_in, each.prefix_list_out]
        return [name for name in names if name]


def _said(spec: BgpProcessSpec) -> dict[str, Any]:
    return spec.model_dump(exclude_none=True)


def _family(draft: Draft, family: int) -> BgpFamily | None:
    """What the device itself brings into this family; None where that is nothing."""
    data = draft.host.value.data
    networks = sorted(prefix for prefix in data.bgp_networks if prefix.version == family)
    aggregates = sorted(
        (each for each in data.bgp_aggregates if each.prefix.version == family), key=lambda each: str(each.prefix)
    )
    built = BgpFamily(
        family,
        networks=tuple(BgpNetwork(prefix) for prefix in networks),
        redistribute=tuple(redistribution(each) for each in data.bgp_redistribute if family in each.families),
        aggregates=tuple(BgpAggregate(**each.model_dump()) for each in aggregates),
    )
    return built if built != BgpFamily(family) else None


def read_bgp(document: Document, known: Known) -> BgpPlan:
    """The section ``bgp``; sessions that are wrong are reported and left out."""
    mistakes = known.mistakes
    inner = document.inside("bgp", mistakes)
    inner.allow(_KEYS, mistakes)
    options = inner.section("process", mistakes)
    where = locator(inner, ("process",))
    process = validate(BgpProcessSpec, options, subject="bgp process", locate=where, mistakes=mistakes)
    plan = BgpPlan(process or BgpProcessSpec())
    if inner.value.get("internal") is not None:
        locate = locator(inner, ("internal",))
        spec = validate(InternalSpec, inner.value["internal"], subject="bgp internal", locate=locate, mistakes=mistakes)
        if spec is not None:
            _internal(plan, spec, locate, known)
    for index, external in read_list(inner, "external", "bgp external", ExternalSpec, mistakes):
        _external(plan, external, locator(inner, ("external", index)), known)
    for host in known.hosts:
        for index, each in enumerate(host.value.data.bgp_redistribute):
            if each.route_map:
                place = host.locate(("bgp_redistribute", index, "route_map"))
                known.policies.route_maps.get(each.route_map, mistakes, subject=host.name, location=place)
    return plan


def _internal(plan: BgpPlan, spec: InternalSpec, locate: Locator, known: Known) -> None:
    subject = "bgp internal"

    def keep(key: str) -> list[str]:
        return known.hosts.keep(getattr(spec, key), known.mistakes, subject=subject, locate=locate, path=(key,))

    reflectors, clients, selves = keep("reflectors"), keep("clients"), keep("next_hop_self")
    if spec.password is not None:
        known.secrets.get(spec.password, known.mistakes, subject=subject, location=locate(("password",)))
    for device in dict.fromkeys((*reflectors, *clients)):
        peers = [*reflectors, *clients] if device in reflectors else reflectors
        for peer in dict.fromkeys(peers):
            if peer == device:
                continue
            client = device in reflectors and peer not in reflectors
            for address in _loopbacks(known.drafts[peer], known.drafts[device]):
                family = BgpNeighborFamily(
                    address.version, next_hop_self=device in selves, route_reflector_client=client
                )
                plan.add(device, _neighbor(address, spec.asn, peer, spec, family, update_source="lo"))


def _loopbacks(peer: Draft, device: Draft) -> Iterator[IPAddress]:
    """The peer's first loopback address of each family that both have."""
    for family in (4, 6):
        theirs = [each.ip for each in peer.host.value.data.loopback if each.version == family]
        ours = [each for each in device.host.value.data.loopback if each.version == family]
        if theirs and ours:
            yield theirs[0]


def _neighbor(
    address: IPAddress,
    asn: int,
    peer: str,
    session: SessionSpec,
    family: BgpNeighborFamily,
    update_source: str | None = None,
) -> BgpNeighbor:
    return BgpNeighbor(
        address=address,
        remote_as=asn,
        description=peer,
        update_source=update_source,
        password=Secret(session.password) if session.password else None,
        keepalive=session.keepalive,
        hold_time=session.hold_time,
        connect_retry=session.connect_retry,
        advertisement_interval=session.advertisement_interval,
        families=(family,),
    )


def _external(plan: BgpPlan, spec: ExternalSpec, locate: Locator, known: Known) -> None:
    subject, mistakes = f"bgp external {spec.line}", known.mistakes
    line = known.lines.get("--".join(sorted(spec.line.split("--"))))
    if line is None and not known.complete:
        return
    if line is None:
        mistakes.unknown("line", spec.line, known.lines, subject=subject, location=locate(("line",)))
        return
    if spec.password is not None:
        known.secrets.get(spec.password, mistakes, subject=subject, location=locate(("password",)))
    devices = {end.device for end, _ in line.ends}
    for device in spec.ends:
        if device not in devices:
            where = locate(("ends", device))
            mistakes.unknown("end of the line", device, devices, subject=subject, location=where)
    for end, other in line.ends:
        _external_end(plan, spec, locate, line, end, other, known)


def _external_end(
    plan: BgpPlan, spec: ExternalSpec, locate: Locator, line: Line, end: Endpoint, other: Endpoint, known: Known
) -> None:
    """The session of one end in each family that either end speaks."""
    far = known.drafts[other.device].host
    asn = far.value.data.asn
    if asn is None:
        known.mistakes.add(
            "estate-missing", other.device, "asn is missing", expected="its AS number", location=far.location
        )
        return
    for address in line.addresses(other):
        key = "ipv4" if address.version == 4 else "ipv6"
        mine, theirs = (getattr(spec.ends.get(each.device), key, None) for each in (end, other))
        if spec.ends and mine is None and theirs is None:
            continue
        family = mine or PeerFamilySpec()
        _check_policies(family, locate, ("ends", end.device, key), f"bgp external {spec.line}", known)
        built = BgpNeighborFamily(address.version, **family.model_dump())
        plan.add(end.device, _neighbor(address.ip, asn, other.device, spec, built))


def _check_policies(family: PeerFamilySpec, locate: Locator, path: KeyPath, subject: str, known: Known) -> None:
    maps, lists = known.policies.route_maps, known.policies.prefix_lists
    tables: dict[str, Table[Any]] = {
        "route_map_in": maps,
        "route_map_out": maps,
        "default_originate_route_map": maps,
        "prefix_list_in": lists,
        "prefix_list_out": lists,
    }
    for key, table in tables.items():
        name = getattr(family, key)
        if name is not None:
            table.get(name, known.mistakes, subject=subject, location=locate((*path, key)))
