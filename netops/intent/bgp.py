"""BGP processes: iBGP with route reflectors over loopbacks, eBGP over lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from netops.intent.border import Locator, validate
from netops.intent.document import Document
from netops.intent.drafts import Draft
from netops.intent.estate import Table, locator
from netops.intent.inventory import Host
from netops.intent.lines import Line
from netops.intent.mistakes import Mistakes
from netops.intent.ospf import router_id
from netops.intent.places import read_list
from netops.intent.policies import Policies
from netops.intent.schema_inventory import BgpProcessSpec
from netops.intent.schema_routing import ExternalSpec, InternalSpec, PeerFamilySpec, SessionSpec
from netops.model import (
    Bgp,
    BgpFamily,
    BgpNeighbor,
    BgpNeighborFamily,
    BgpNetwork,
    Endpoint,
    IPAddress,
    Secret,
)

__all__ = ["BgpPlan", "read_bgp"]

_KEYS = frozenset({"process", "internal", "external"})


@dataclass
class BgpPlan:
    """The neighbours of each device, and the options of all processes."""

    process: BgpProcessSpec
    neighbors: dict[str, list[BgpNeighbor]] = field(default_factory=dict)

    def processes(self, draft: Draft) -> tuple[Bgp, ...]:
        """The device's process, where it has an AS number and something to say."""
        data, neighbors = draft.host.value.data, self.neighbors.get(draft.name, [])
        if data.asn is None or not (neighbors or data.bgp_networks):
            return ()
        options = {**_said(self.process), **_said(data.bgp)}
        families = []
        for family in (4, 6):
            networks = sorted(prefix for prefix in data.bgp_networks if prefix.version == family)
            if networks:
                families.append(BgpFamily(family, tuple(BgpNetwork(prefix) for prefix in networks)))
        ordered = sorted(neighbors, key=lambda each: (each.address.version, int(each.address)))
        return (Bgp(data.asn, router_id(draft), neighbors=tuple(ordered), families=tuple(families), **options),)

    def policies(self, device: str) -> list[str]:
        """The route maps and prefix lists that the device's sessions use."""
        names = []
        for neighbor in self.neighbors.get(device, []):
            for each in neighbor.families:
                names += [each.route_map_in, each.route_map_out, each.default_originate_route_map]
                names += [each.prefix_list_in, each.prefix_list_out]
        return [name for name in names if name]


def _said(spec: BgpProcessSpec) -> dict[str, Any]:
    return spec.model_dump(exclude_none=True)


def read_bgp(
    document: Document,
    drafts: Mapping[str, Draft],
    lines: Iterable[Line],
    hosts: Table[Host],
    policies: Policies,
    secrets: Table[Any],
    mistakes: Mistakes,
) -> BgpPlan:
    """The section ``bgp``; sessions that are wrong are reported and left out."""
    value = document.section("bgp", mistakes)
    inner = Document(document.file, value, {path[1:]: line for path, line in document.lines.items() if path[:1] == ("bgp",)})
    inner.allow(_KEYS, mistakes)
    process = validate(
        BgpProcessSpec,
        inner.section("process", mistakes),
        subject="bgp process",
        locate=locator(inner, ("process",)),
        mistakes=mistakes,
    )
    plan = BgpPlan(process or BgpProcessSpec())
    if value.get("internal") is not None:
        locate = locator(inner, ("internal",))
        spec = validate(InternalSpec, value["internal"], subject="bgp internal", locate=locate, mistakes=mistakes)
        if spec is not None:
            _internal(plan, spec, locate, drafts, hosts, secrets, mistakes)
    by_name = {line.name: line for line in lines}
    for index, external in read_list(inner, "external", "bgp external", ExternalSpec, mistakes):
        _external(plan, external, locator(inner, ("external", index)), by_name, drafts, policies, secrets, mistakes)
    return plan


def _internal(
    plan: BgpPlan,
    spec: InternalSpec,
    locate: Locator,
    drafts: Mapping[str, Draft],
    hosts: Table[Host],
    secrets: Table[Any],
    mistakes: Mistakes,
) -> None:
    known = {
        key: hosts.keep(
            getattr(spec, key), mistakes, subject="bgp internal", locate=lambda index, key=key: locate((key, index))
        )
        for key in ("reflectors", "clients", "next_hop_self")
    }
    if spec.password is not None:
        secrets.get(spec.password, mistakes, subject="bgp internal", location=locate(("password",)))
    reflectors, clients = known["reflectors"], known["clients"]
    for device in dict.fromkeys((*reflectors, *clients)):
        peers = [*reflectors, *clients] if device in reflectors else reflectors
        for peer in dict.fromkeys(peers):
            if peer == device:
                continue
            client = device in reflectors and peer in clients and peer not in reflectors
            for address in _loopbacks(drafts[peer], drafts[device]):
                family = BgpNeighborFamily(
                    address.version,
                    next_hop_self=device in known["next_hop_self"],
                    route_reflector_client=client,
                )
                neighbor = _neighbor(address, spec.asn, peer, spec, family, update_source="lo")
                plan.neighbors.setdefault(device, []).append(neighbor)


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


def _external(
    plan: BgpPlan,
    spec: ExternalSpec,
    locate: Locator,
    lines: Mapping[str, Line],
    drafts: Mapping[str, Draft],
    policies: Policies,
    secrets: Table[Any],
    mistakes: Mistakes,
) -> None:
    subject = f"bgp external {spec.line}"
    line = lines.get("--".join(sorted(spec.line.split("--"))))
    if line is None:
        mistakes.unknown("line", spec.line, lines, subject=subject, location=locate(("line",)))
        return
    if spec.password is not None:
        secrets.get(spec.password, mistakes, subject=subject, location=locate(("password",)))
    devices = {end.device for end, _ in line.ends}
    for device in spec.ends:
        if device not in devices:
            where = locate(("ends", device))
            mistakes.unknown("end of the line", device, devices, subject=subject, location=where)
    for end, other in line.ends:
        _external_end(plan, spec, locate, line, end, other, drafts, policies, subject, mistakes)


def _external_end(
    plan: BgpPlan,
    spec: ExternalSpec,
    locate: Locator,
    line: Line,
    end: Endpoint,
    other: Endpoint,
    drafts: Mapping[str, Draft],
    policies: Policies,
    subject: str,
    mistakes: Mistakes,
) -> None:
    asn = drafts[other.device].host.value.data.asn
    if asn is None:
        where = drafts[other.device].host.location
        mistakes.add("estate-missing", other.device, "asn is missing", expected="its AS number", location=where)
        return
    mine, theirs = spec.ends.get(end.device), spec.ends.get(other.device)
    for address in line.addresses(other):
        key = "ipv4" if address.version == 4 else "ipv6"
        options: PeerFamilySpec | None = getattr(mine, key, None)
        if options is None and (spec.ends and getattr(theirs, key, None) is None):
            continue  # neither end speaks this family
        family = options or PeerFamilySpec()
        _check_policies(family, lambda path, key=key: locate(("ends", end.device, key, *path)), policies, subject, mistakes)
        built = BgpNeighborFamily(address.version, **family.model_dump())
        plan.neighbors.setdefault(end.device, []).append(_neighbor(address.ip, asn, other.device, spec, built))


def _check_policies(
    family: PeerFamilySpec, locate: Locator, policies: Policies, subject: str, mistakes: Mistakes
) -> None:
    tables: tuple[tuple[str, Table[Any]], ...] = (
        ("route_map_in", policies.route_maps),
        ("route_map_out", policies.route_maps),
        ("default_originate_route_map", policies.route_maps),
        ("prefix_list_in", policies.prefix_lists),
        ("prefix_list_out", policies.prefix_lists),
    )
    for key, table in tables:
        name = getattr(family, key)
        if name is not None:
            table.get(name, mistakes, subject=subject, location=locate((key,)))
