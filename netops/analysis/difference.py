"""What changed between two snapshots: a neutral account, where :mod:`netops.analysis.comparison` judges.

Left out is what changes without anybody's doing: counters, ages, the states of cache entries, who of two routers is DR,
in which of its states a session that is down tries to come up, and why.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from netops.model import DeviceState, Probe, Route, Snapshot, SnapshotSource

__all__ = ["KINDS", "Difference", "difference"]


@dataclass(frozen=True, slots=True)
class Difference:
    """``subject`` is the interface, prefix, neighbour … of a ``kind`` (see KINDS) of thing on a device.

    ``before`` None: it was not there; ``after`` None: it is there no more.  ``diff`` is a configuration's unified diff.
    """

    device: str
    kind: str
    subject: str
    before: str | None
    after: str | None
    diff: str = ""

    @property
    def change(self) -> str:
        """ "added", "removed" or "changed"."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"

    @property
    def passing(self) -> bool:
        """An ARP or MAC entry that came or went, as they do with traffic; one that moved is no such thing."""
        return self.kind in ("arp", "mac") and self.change != "changed"


def difference(before: Snapshot, after: Snapshot) -> tuple[Difference, ...]:
    """Everything that changed, by device, kind and subject; empty where nothing did.

    A device or a table that only one of them has is one difference, not one for each of its rows.  What a prediction
    does not hold is not compared.
    """
    predicted = SnapshotSource.PREDICTED in (before.source, after.source)
    found: list[Difference] = []
    for name in sorted(before.devices.keys() | after.devices.keys()):
        one, other = before.devices.get(name), after.devices.get(name)
        if one is None or other is None or one.reachable != other.reachable:
            found.append(Difference(name, "device", "", _presence(one), _presence(other)))
        elif one.reachable:
            found += _tables(one, other, predicted)
    return tuple(found)


def _presence(state: DeviceState | None) -> str | None:
    if state is None:
        return None
    return "answers" if state.reachable else "does not answer"


Row = Mapping[str, str]
"""Fields by name; a row that is one text has the empty name."""
Table = Mapping[str, Row]


def _tables(one: DeviceState, other: DeviceState, predicted: bool) -> Iterator[Difference]:
    for kind, read in _READERS.items():
        old, new = read(one), read(other)
        if old is not None and new is not None:
            yield from _rows(one.name, kind, old, new)
        elif not predicted and (old is None) != (new is None):
            told = ("collected", "not collected") if new is None else ("not collected", "collected")
            yield Difference(one.name, "data", kind, *told)
    if one.configuration is not None and other.configuration is not None:
        yield from _configuration(one.name, one.configuration, other.configuration)


def _rows(device: str, kind: str, old: Table, new: Table) -> Iterator[Difference]:
    for subject in sorted(old.keys() | new.keys(), key=_order):
        one, other = old.get(subject), new.get(subject)
        if one is None or other is None:
            yield Difference(device, kind, subject, _told(one), _told(other))
        elif one != other:
            changed = [name for name in {**one, **other} if one.get(name) != other.get(name)]
            yield Difference(device, kind, subject, _told(one, changed), _told(other, changed))


def _told(row: Row | None, names: Iterable[str] | None = None) -> str | None:
    """The row in words, or only these fields of it."""
    if row is None:
        return None
    return ", ".join(f"{name} {row.get(name) or 'none'}".strip() for name in (row if names is None else names))


def _order(text: str) -> list[tuple[int, int, str]]:
    """Numbers count by value: eth2 before eth10."""
    parts = re.findall(r"[0-9]+|[^0-9]+", text)
    return [(0, int(each), "") if each.isdecimal() else (1, 0, each) for each in parts]


def _configuration(device: str, old: str, new: str) -> Iterator[Difference]:
    lines = list(difflib.unified_diff(old.splitlines(), new.splitlines(), "before", "after", lineterm=""))
    if lines:
        yield Difference(device, "configuration", "", "", "", "".join(f"{line}\n" for line in lines))


def _interfaces(state: DeviceState) -> Table | None:
    if state.interfaces is None:
        return None
    return {
        name: {
            "": "up" if each.oper_up else "down" if each.admin_up else "shut down",
            "mtu": str(each.mtu or ""),
            "speed": str(each.speed or ""),
            "mac": each.mac or "",
            "addresses": " ".join(str(address) for address in each.addresses),
            "description": each.description,
        }
        for name, each in state.interfaces.items()
    }


def _routes(state: DeviceState) -> Table | None:
    if state.ribs is None:
        return None
    return {
        str(prefix) if vrf == "default" else f"{prefix} vrf {vrf}": {"": _route(route)}
        for vrf, rib in state.ribs.items()
        for prefix, route in rib.items()
    }


def _route(route: Route) -> str:
    hops = ", ".join(sorted(map(str, route.next_hops)))
    return f"{route.protocol} [{route.distance}/{route.metric}] via {hops}"


def _adjacencies(state: DeviceState) -> Table | None:
    if state.adjacencies is None:
        return None
    return {
        f"{each.interface} OSPFv{each.version} {each.neighbor_id}": {
            "": each.state,
            "area": each.area,
            "address": str(each.address or ""),
        }
        for each in state.adjacencies
    }


def _sessions(state: DeviceState) -> Table | None:
    if state.sessions is None:
        return None
    return {
        str(each.peer): {
            "": "established" if each.up else "down",
            "AS": str(each.remote_as),
            "local AS": str(each.local_as),
            "families": " ".join(f"IPv{family}" for family in each.families),
        }
        for each in state.sessions
    }


def _virtual_routers(state: DeviceState) -> Table | None:
    if state.vrrp is None:
        return None
    return {
        f"{each.interface} group {each.group} IPv{each.family}": {
            "": each.state,
            "priority": str(each.priority),
            "addresses": " ".join(map(str, each.addresses)),
        }
        for each in state.vrrp
    }


def _lldp(state: DeviceState) -> Table | None:
    if state.lldp is None:
        return None
    return _gathered((each.interface, f"{each.neighbor}:{each.neighbor_interface}") for each in state.lldp)


def _arp(state: DeviceState) -> Table | None:
    """Without the questions that nobody has answered."""
    if state.arp is None:
        return None
    return _gathered((f"{each.address} {each.interface}", each.mac) for each in state.arp if each.mac is not None)


def _macs(state: DeviceState) -> Table | None:
    if state.macs is None:
        return None
    return _gathered((f"vlan {each.vlan} {each.mac}", each.interface) for each in state.macs)


def _gathered(pairs: Iterable[tuple[str, str]]) -> Table:
    """All values of a key as one text."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return {key: {"": " ".join(sorted(values))} for key, values in found.items()}


def _processes(state: DeviceState) -> Table | None:
    return None if state.processes is None else {name: {"": "runs"} for name in state.processes}


def _probes(state: DeviceState) -> Table | None:
    if state.probes is None:
        return None
    return {f"{each.interface} {each.address}": {"": _probe(each)} for each in state.probes}


def _probe(probe: Probe) -> str:
    if not probe.sent:
        return "could not be asked"
    if not probe.received:
        return "silent"
    return "loses packets" if probe.lossy else "answers"


def _facts(state: DeviceState) -> Table | None:
    """Without the kernel's counters."""
    return (
        None
        if not state.facts
        else {name: {"": text} for name, text in state.facts.items() if not name.startswith("tcp.")}
    )


_READERS: Mapping[str, Callable[[DeviceState], Table | None]] = {
    "interface": _interfaces,
    "process": _processes,
    "adjacency": _adjacencies,
    "session": _sessions,
    "vrrp": _virtual_routers,
    "route": _routes,
    "probe": _probes,
    "lldp": _lldp,
    "arp": _arp,
    "mac": _macs,
    "fact": _facts,
}

KINDS = ("device", "data", *_READERS, "configuration")
"""What a difference is about; ``data``: a table (the subject) was collected only once."""
