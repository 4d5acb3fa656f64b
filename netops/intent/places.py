"""Sites, racks, zones, policies and services: what the network stands in and serves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from netops.intent.border import validate
from netops.intent.document import Document
from netops.intent.estate import Table, locator
from netops.intent.inventory import Host
from netops.intent.mistakes import Mistakes
from netops.intent.schema_inventory import PolicySpec, ServiceSpec, SiteSpec, ZoneSpec
from netops.intent.schema_topology import RackSpec
from netops.model import Rack, RackUnit, Service, Site, Zone, ZonePolicy

__all__ = ["policies_of", "rack_by_device", "racks_of", "read_list", "services_of", "sites_of", "zones_of"]

M = TypeVar("M", bound=BaseModel)


def sites_of(table: Table[SiteSpec]) -> dict[str, Site]:
    return {each.name: Site(each.name, **each.value.model_dump()) for each in table}


def zones_of(table: Table[ZoneSpec]) -> dict[str, Zone]:
    return {each.name: Zone(each.name, each.value.title, each.value.trust) for each in table}


def read_list(document: Document, section: str, kind: str, model: type[M], mistakes: Mistakes) -> list[tuple[int, M]]:
    """The good items of a top-level list, with their positions."""
    found = []
    for index, value in enumerate(document.section(section, mistakes, list)):
        locate = locator(document, (section, index))
        item = validate(model, value, subject=f"{kind} {index + 1}", locate=locate, mistakes=mistakes)
        if item is not None:
            found.append((index, item))
    return found


def policies_of(
    document: Document, zones: Table[ZoneSpec], services: Table[ServiceSpec], mistakes: Mistakes
) -> tuple[ZonePolicy, ...]:
    """Zone policies in the order of the file, for that is the order in which they hold."""
    found = []
    for index, spec in read_list(document, "policies", "policy", PolicySpec, mistakes):
        subject, locate = f"policy {index + 1}", locator(document, ("policies", index))
        ends = [
            zones.get(name, mistakes, subject=subject, location=locate((key,)))
            for key, name in (("source", spec.source), ("destination", spec.destination))
        ]
        asked = [name for name in spec.services if name != "any"]
        known = services.keep(asked, mistakes, subject=subject, locate=locate, path=("services",))
        if all(ends) and known == asked:
            found.append(ZonePolicy(spec.source, spec.destination, str(spec.action), tuple(spec.services)))
    return tuple(found)


def services_of(table: Table[ServiceSpec], hosts: Table[Host], mistakes: Mistakes) -> dict[str, Service]:
    found = {}
    for each in table:
        spec, device = each.value, each.value.device
        if device is not None:
            where = each.locate(("device",))
            if hosts.get(device, mistakes, subject=f"service {each.name}", location=where) is None:
                device = None
        found[each.name] = Service(each.name, spec.protocol, spec.port, tuple(spec.addresses), device or "")
    return found


def racks_of(table: Table[RackSpec], sites: Table[Any], hosts: Table[Host], mistakes: Mistakes) -> dict[str, Rack]:
    """Racks with the units whose device exists."""
    found = {}
    for each in table:
        spec, subject = each.value, f"rack {each.name}"
        sites.get(spec.site, mistakes, subject=subject, location=each.locate(("site",)))
        units = []
        for index, unit in enumerate(spec.units):
            where = each.locate(("units", index, "device"))
            if hosts.get(unit.device, mistakes, subject=subject, location=where) is not None:
                units.append(RackUnit(**unit.model_dump()))
        units.sort(key=lambda unit: (unit.position, unit.device))
        found[each.name] = Rack(each.name, spec.site, spec.height, spec.maximum_weight, spec.feed_watts, tuple(units))
    return found


def rack_by_device(racks: Mapping[str, Rack]) -> dict[str, tuple[str, int]]:
    """Where each device stands: rack and lowest unit."""
    return {unit.device: (rack.name, unit.position) for rack in racks.values() for unit in rack.units}
