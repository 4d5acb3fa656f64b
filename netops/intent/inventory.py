"""Hosts, groups and defaults: Nornir's SimpleInventory, looked up as Nornir does.

A host's value is its own, or that of the first of its groups that has the key (depth first), or the defaults'; nested
data is not merged.  Source: nornir 3, ``nornir.core.inventory.Host``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from netops.intent.border import Locator, validate
from netops.intent.document import Document, KeyPath, read_document
from netops.intent.estate import Named, Table, locator, named_entries
from netops.intent.mistakes import Mistakes
from netops.intent.schema_inventory import HostData, InventoryItem
from netops.model import Location

__all__ = ["Host", "read_hosts"]


@dataclass(frozen=True)
class Host:
    """A device of the inventory: what Nornir knows of it, and its data."""

    platform: str
    hostname: str | None
    groups: tuple[str, ...]
    data: HostData


@dataclass(frozen=True)
class _Item:
    """A host, group or the defaults, with where it stands."""

    item: InventoryItem
    document: Document
    base: KeyPath
    subject: str


def read_hosts(root: Path, mistakes: Mistakes) -> Table[Host]:
    """The devices of ``inventory/``; those that are wrong are reported and left out."""
    defaults_document = read_document(root, "inventory/defaults.yaml", mistakes)
    groups = _items(read_document(root, "inventory/groups.yaml", mistakes), "group", mistakes)
    hosts = _items(read_document(root, "inventory/hosts.yaml", mistakes, required=True), "device", mistakes)
    defaults = _item(defaults_document, (), "defaults", mistakes)
    for name, item in groups.items.items():
        _check_groups(f"group {name}", item.value, groups, mistakes)
    table: Table[Host] = Table("device", declared=hosts.declared, partial=hosts.partial)
    for name, item in hosts.items.items():
        _check_groups(name, item.value, groups, mistakes)
        chain = [item.value, *_ancestors(item.value.item.groups, groups), *([defaults] if defaults else [])]
        if any(group not in groups.items for item in chain for group in item.item.groups):
            continue  # what it lacks may stand in the group that is unknown or wrong
        host = _host(name, chain, mistakes)
        if host is not None:
            table.items[name] = Named(name, host, _lookup(chain))
    return table


def _items(document: Document, kind: str, mistakes: Mistakes) -> Table[_Item]:
    table: Table[_Item] = Table(kind, partial=document.broken)
    for name, _ in named_entries(document, (), document.value, table, mistakes):
        item = _item(document, (name,), f"{kind} {name}" if kind == "group" else name, mistakes)
        if item is not None:
            table.items[name] = Named(name, item, locator(document, (name,)))
    return table


def _item(document: Document, base: KeyPath, subject: str, mistakes: Mistakes) -> _Item | None:
    value = document.value
    for key in base:
        value = value[key]
    found = validate(
        InventoryItem,
        {} if value is None else value,
        subject=subject,
        locate=locator(document, base),
        mistakes=mistakes,
    )
    return _Item(found, document, base, subject) if found is not None else None


def _check_groups(subject: str, item: _Item, groups: Table[_Item], mistakes: Mistakes) -> None:
    locate = locator(item.document, item.base)
    groups.keep(item.item.groups, mistakes, subject=subject, locate=locate, path=("groups",))


def _ancestors(names: Iterable[str], groups: Table[_Item], seen: set[str] | None = None) -> Iterator[_Item]:
    """The groups, depth first, each once; a group that contains itself is followed no further."""
    seen = set() if seen is None else seen
    for name in names:
        if name in seen or name not in groups.items:
            continue
        seen.add(name)
        item = groups.items[name].value
        yield item
        yield from _ancestors(item.item.groups, groups, seen)


def _owner(chain: list[_Item], path: KeyPath) -> _Item:
    """Whose value is in force at this path of a host's data."""
    return next((item for item in chain if path and path[0] in item.item.data), chain[0])


def _lookup(chain: list[_Item]) -> Locator:
    """A locator for the data of a host: the line in the file whose value is in force."""

    def locate(path: KeyPath) -> Location | None:
        owner = _owner(chain, path)
        found = bool(path) and path[0] in owner.item.data
        return owner.document.locate((*owner.base, "data", *path) if found else owner.base)

    return locate


def _host(name: str, chain: list[_Item], mistakes: Mistakes) -> Host | None:
    data: dict[str, Any] = {}
    for item in chain:
        for key, value in item.item.data.items():
            data.setdefault(key, value)
    locate = _lookup(chain)
    found = validate(HostData, data, subject=lambda path: _owner(chain, path).subject, locate=locate, mistakes=mistakes)
    platform = next((item.item.platform for item in chain if item.item.platform), None)
    if platform is None:
        mistakes.add(
            "estate-missing", name, "platform is missing", expected="a platform such as frr", location=locate(())
        )
    if found is None or platform is None:
        return None
    hostname = next((item.item.hostname for item in chain if item.item.hostname), None)
    return Host(platform, hostname, tuple(chain[0].item.groups), found)
