"""All of an estate's files as typed tables; references between them are not yet followed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from netops.intent.document import Document, read_document
from netops.intent.estate import Named, Table, locator, named_entries, read_table
from netops.intent.inventory import Host, read_hosts
from netops.intent.lines import Line, read_lines
from netops.intent.mistakes import Mistakes, nearest, shown
from netops.intent.policies import Policies, read_policies
from netops.intent.schema_inventory import SegmentSpec, ServiceSpec, SiteSpec, ZoneSpec
from netops.intent.schema_topology import RackSpec
from netops.intent.secrets import environment_name
from netops.intent.segments import read_segments
from netops.model import Location, Secret

__all__ = ["EstateFiles", "read_estate"]

M = TypeVar("M", bound=BaseModel)
_FILES = {
    "inventory": ("defaults", "groups", "hosts", "routing", "secrets", "segments", "services", "sites", "zones"),
    "topology": ("links", "racks"),
}
_ROUTING = frozenset({"ospf", "bgp", "prefix_lists", "as_path_lists", "community_lists", "route_maps"})


@dataclass(frozen=True)
class EstateFiles:
    """What the files say; ``complete`` is whether every line could be read."""

    name: str
    hosts: Table[Host]
    sites: Table[SiteSpec]
    zones: Table[ZoneSpec]
    zones_document: Document
    services: Table[ServiceSpec]
    racks: Table[RackSpec]
    segments: Table[SegmentSpec]
    secrets: Table[str]
    lines: list[Line]
    complete: bool
    routing: Document
    policies: Policies


def read_estate(root: Path, mistakes: Mistakes) -> EstateFiles:
    """Read everything; what is wrong is reported and left out."""
    _check_names(root, mistakes)
    hosts = read_hosts(root, mistakes)
    sites_document = _read(root, "inventory/sites.yaml", {"name", "sites"}, mistakes)
    zones_document = _read(root, "inventory/zones.yaml", {"zones", "policies"}, mistakes)
    links_document = read_document(root, "topology/links.yaml", mistakes, required=True)
    routing = _read(root, "inventory/routing.yaml", _ROUTING, mistakes)
    lines, complete = read_lines(links_document, hosts, mistakes)
    return EstateFiles(
        name=_name(sites_document, mistakes),
        hosts=hosts,
        sites=read_table(sites_document, "sites", "site", SiteSpec, mistakes),
        zones=read_table(zones_document, "zones", "zone", ZoneSpec, mistakes),
        zones_document=zones_document,
        services=_table(root, "inventory/services.yaml", "services", "service", ServiceSpec, mistakes),
        racks=_table(root, "topology/racks.yaml", "racks", "rack", RackSpec, mistakes),
        segments=read_segments(read_document(root, "inventory/segments.yaml", mistakes), mistakes),
        secrets=_secrets(_read(root, "inventory/secrets.yaml", {"secrets"}, mistakes), mistakes),
        lines=lines,
        complete=complete,
        routing=routing,
        policies=read_policies(routing, mistakes),
    )


def _read(root: Path, file: str, keys: set[str] | frozenset[str], mistakes: Mistakes) -> Document:
    document = read_document(root, file, mistakes)
    document.allow(frozenset(keys), mistakes)
    return document


def _table(root: Path, file: str, section: str, kind: str, model: type[M], mistakes: Mistakes) -> Table[M]:
    return read_table(_read(root, file, {section}, mistakes), section, kind, model, mistakes)


def _check_names(root: Path, mistakes: Mistakes) -> None:
    """Report YAML files that nobody reads: a misspelt name would else be silently without effect."""
    for folder, names in _FILES.items():
        valid = [f"{folder}/{name}.yaml" for name in names]
        found = sorted(path.name for path in (root / folder).glob("*") if path.suffix in {".yaml", ".yml"})
        for file in (f"{folder}/{name}" for name in found):
            if file not in valid:
                expected = nearest(file, valid) or f"one of {', '.join(valid)}"
                mistakes.add("estate-unknown-name", file, "unknown file", expected=expected, location=Location(file))


def _name(document: Document, mistakes: Mistakes) -> str:
    """What the network is called."""
    name = document.value.get("name", "network")
    if isinstance(name, str) and name.isprintable() and 0 < len(name) <= 60:
        return name
    where = document.locate(("name",))
    mistakes.add("estate-value", "name", "not valid", expected="a short name", actual=shown(name), location=where)
    return "network"


def _secrets(document: Document, mistakes: Mistakes) -> Table[str]:
    """The names of secrets, and what each is for."""
    table: Table[str] = Table("secret", partial=document.partial("secrets"))
    section = document.section("secrets", mistakes)
    variables: dict[str, str] = {}
    for name, purpose in named_entries(document, ("secrets",), section, table, mistakes):
        locate = locator(document, ("secrets", name))
        variable = environment_name(Secret(name))
        if (other := variables.setdefault(variable, name)) != name:
            problem, actual = f"is read from {variable}, as another is", f"secret {other}"
            mistakes.add("estate-duplicate", f"secret {name}", problem, actual=actual, location=locate(()))
        if purpose is None or isinstance(purpose, str):
            table.items[name] = Named(name, purpose or "", locate)
        else:
            expected = "what the secret is for (never its value)"
            mistakes.add("estate-value", f"secret {name}", "not valid", expected=expected, location=locate(()))
    return table
