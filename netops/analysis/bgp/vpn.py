"""Routes that pass between VRFs by route targets, in one device and between devices (RFC 4364, RFC 9136).

What a VRF exports stands in a table of its route distinguisher, which each device that takes part has: a router of the
engine like any other, whose sessions are those of the device for VPN routes.  VRFs import from the tables of all
distinguishers by their targets, and by the import map.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from netops.analysis.bgp.path import Learned, Path
from netops.analysis.bgp.propagate import Leak
from netops.analysis.bgp.router import Router
from netops.analysis.bgp.session import Session
from netops.analysis.forwarding import Forwarding
from netops.analysis.policy import Context
from netops.analysis.virtual import Split
from netops.model import BgpNeighborFamily, IPAddress, IPPrefix, Vrf, VrfFamily, VrfLeak

__all__ = ["Vpn", "vpn"]

_Carry = Callable[[IPPrefix, Path], Path | None]

_SERVICES = frozenset({"vpn", "evpn"})


@dataclass(slots=True)
class Vpn:
    """What comes to the routers and sessions of the network's unicast tables."""

    routers: list[Router] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    leaks: list[Leak] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Table:
    """A VRF with BGP: its router's position, and whose it is."""

    position: int
    device: str
    vrf: Vrf

    @property
    def distinguisher(self) -> str:
        named = self.vrf.rd not in ("", "auto")
        return self.vrf.rd if named else f"{self.device}:{self.vrf.name}"


def vpn(routers: list[Router], sessions: list[Session], split: Split, forwarding: Forwarding) -> Vpn:
    """The tables of route distinguishers, their sessions, and the ways into and out of VRFs; empty without VRFs."""
    tables = list(_tables(routers, split))
    if not tables:
        return Vpn()
    builder = _Builder(routers, sessions, split, forwarding, tables)
    builder.build()
    return builder.made


def _tables(routers: list[Router], split: Split) -> Iterator[_Table]:
    for position, router in enumerate(routers):
        name = split.vrf(router.device.name)
        vrf = router.device.vrfs.get(name)
        if vrf is not None and any(_takes_part(router, each) for each in vrf.families):
            yield _Table(position, split.device(router.device.name), vrf)


def _takes_part(router: Router, family: VrfFamily) -> bool:
    by_policy = family.import_map is not None or family.export_map is not None
    return bool(family.imports or family.exports or by_policy or (family.leaks and router.traits.vrf_leaks_by_bgp))


class _Builder:
    def __init__(
        self, routers: list[Router], sessions: list[Session], split: Split, forwarding: Forwarding, tables: list[_Table]
    ) -> None:
        self.routers, self.sessions, self.split, self.tables = routers, sessions, split, tables
        self.forwarding = forwarding
        self.made = Vpn()
        self.positions = {router.device.name: position for position, router in enumerate(routers)}
        self.nodes: dict[tuple[str, str], int] = {}  # (device, distinguisher) -> position
        self._local = {table.position: _exports_locally(routers[table.position], table.vrf) for table in tables}

    def build(self) -> None:
        distinguishers = sorted({table.distinguisher for table in self.tables if _exports(table.vrf)})
        speaking = {self._device(each.local) for each in self.sessions if each.neighbor.services}
        for device in sorted({table.device for table in self.tables} | speaking):
            owned = {each.distinguisher for each in self.tables if each.device == device}
            for distinguisher in distinguishers:
                if device in speaking or distinguisher in owned:
                    self._node(device, distinguisher)
        self._connect(distinguishers)
        for table in self.tables:
            self._exchange(table)
            self._leak(table)

    def _device(self, position: int) -> str:
        return self.split.device(self.routers[position].device.name)

    def _node(self, device: str, distinguisher: str) -> None:
        """A device's table of one distinguisher: looked up, as its sessions, in the default VRF."""
        default = self.positions.get(device)
        model = default if default is not None else next(t.position for t in self.tables if t.device == device)
        self.nodes[device, distinguisher] = len(self.routers) + len(self.made.routers)
        self.made.routers.append(self.routers[model])

    def _connect(self, distinguishers: list[str]) -> None:
        """The sessions for VPN routes, one for each distinguisher."""
        numbers: dict[tuple[int, str], int] = {}
        for number, session in enumerate(self.sessions):
            if session.up and session.reverse is not None and (families := self._services(session)):
                neighbor = replace(session.neighbor, families=families)
                for distinguisher in distinguishers:
                    numbers[number, distinguisher] = len(self.sessions) + len(self.made.sessions)
                    local = self.nodes[self._device(session.local), distinguisher]
                    made = replace(session, local=local, neighbor=neighbor, families=tuple(f.family for f in families))
                    self.made.sessions.append(made)
        for (number, distinguisher), at in numbers.items():
            session = self.sessions[number]
            assert session.remote is not None
            assert session.reverse is not None
            remote = self.nodes[self._device(session.remote), distinguisher]
            made = self.made.sessions[at - len(self.sessions)]
            reverse = numbers[session.reverse, distinguisher]
            self.made.sessions[at - len(self.sessions)] = replace(made, remote=remote, reverse=reverse)

    def _services(self, session: Session) -> tuple[BgpNeighborFamily, ...]:
        """The settings by address family of the VPN services that both sides speak; EVPN carries both families."""
        assert session.reverse is not None
        mine, theirs = (self._spoken(each) for each in (session, self.sessions[session.reverse]))
        return tuple(mine[key] for key in sorted(mine.keys() & theirs.keys()))

    def _spoken(self, session: Session) -> dict[int, BgpNeighborFamily]:
        found: dict[int, BgpNeighborFamily] = {}
        for each in session.neighbor.services:
            if each.safi in _SERVICES:
                for family in (4, 6) if each.safi == "evpn" else (each.family,):
                    found.setdefault(family, replace(each, family=family, send_extended_community=True))
        return found

    def _exchange(self, table: _Table) -> None:
        """What a VRF exports, and what it imports."""
        own = self.nodes.get((table.device, table.distinguisher))
        if own is not None and _exports(table.vrf):
            self.made.leaks.append(Leak(table.position, own, self._exporting(table)))
        for (device, distinguisher), node in self.nodes.items():
            if device == table.device and distinguisher != table.distinguisher:
                self.made.leaks.append(Leak(node, table.position, self._importing(table, node)))

    def _exporting(self, table: _Table) -> _Carry:
        router = self.routers[table.position]
        address = self._endpoint(table)

        def carry(prefix: IPPrefix, path: Path) -> Path | None:
            settings = table.vrf.family(prefix.version)
            if not _gives(settings) or path.table is not None:
                return None  # what was imported is not exported again
            marked = replace(path, extended=path.extended | {_target(each) for each in settings.exports})
            kept: Path | None = marked
            if settings.export_map is not None:  # which may give it other targets than the VRF's
                kept = router.policy.apply(settings.export_map, prefix, marked, Context(router.process.asn))
                if kept is None and not router.traits.vrf_export_map_filters:
                    kept = marked
            if kept is None:
                return None
            return replace(
                kept,
                learned=Learned.LOCAL,
                learned_there=path.learned,
                session=None,
                table=table.position,
                local_there=path.learned is Learned.LOCAL,
                vrf=table.vrf.name,
                endpoint=address,
            )

        return carry

    def _importing(self, table: _Table, node: int) -> _Carry:
        router = self.routers[table.position]
        by_policy = router.traits.bgp_exports_table  # Junos: an import policy may look at targets itself

        def carry(prefix: IPPrefix, path: Path) -> Path | None:
            settings = table.vrf.family(prefix.version)
            wanted = any(_target(each) in path.extended for each in settings.imports)
            if not wanted and not (by_policy and not settings.imports and settings.import_map is not None):
                return None
            if path.table is not None and not self._local[path.table]:
                return None
            found = replace(path, table=node) if path.table is None else path
            return _imported(router, settings.import_map, prefix, found)

        return carry

    def _leak(self, table: _Table) -> None:
        """Routes taken straight from another VRF of the device."""
        router = self.routers[table.position]
        if not router.traits.vrf_leaks_by_bgp:
            return
        for family in table.vrf.families:
            for leak in family.leaks:
                source = self.positions.get(self.split.sibling(router.device.name, leak.source) or "")
                if source is not None and source != table.position:
                    self.made.leaks.append(Leak(source, table.position, self._taking(table, family, leak, source)))

    def _taking(self, table: _Table, family: VrfFamily, leak: VrfLeak, source: int) -> _Carry:
        router = self.routers[table.position]

        def carry(prefix: IPPrefix, path: Path) -> Path | None:
            if prefix.version != family.family or path.table is not None:
                return None
            if leak.protocol and leak.protocol != path.protocol:
                return None
            there = path.learned
            local = there is Learned.LOCAL
            kept: Path | None = replace(path, table=source, local_there=local, learned_there=there, vrf=leak.source)
            for name in leak.policies:
                kept = None if kept is None else router.policy.apply(name, prefix, kept, Context(router.process.asn))
            return None if kept is None else _imported(router, family.import_map, prefix, kept)

        return carry

    def _endpoint(self, table: _Table) -> IPAddress | None:
        """The address of the device's VXLAN tunnel, where the VRF has a network identifier."""
        if table.vrf.vni is None:
            return None
        default = self.forwarding.network.devices.get(table.device)
        for port in default.interfaces.values() if default is not None else ():
            source = default.interfaces.get(port.tunnel[0]) if default is not None and port.tunnel else None
            if source is not None and port.tunnel is not None and not port.tunnel[1]:
                return next((each.ip for each in source.addresses if each.version == 4), None)
        return None


def _imported(router: Router, name: str | None, prefix: IPPrefix, path: Path) -> Path | None:
    """The path as the VRF keeps it; what was the other's own counts as external."""
    learned = path.learned_there or path.learned
    kept = replace(
        path,
        learned=Learned.EXTERNAL if learned is Learned.LOCAL else learned,
        weight=0,
        session=None,
        from_client=False,
        endpoint=None,
    )
    return kept if name is None else router.policy.apply(name, prefix, kept, Context(router.process.asn))


def _gives(family: VrfFamily) -> bool:
    return bool(family.exports) or family.export_map is not None


def _exports(vrf: Vrf) -> bool:
    return any(_gives(each) for each in vrf.families)


def _exports_locally(router: Router, vrf: Vrf) -> bool:
    """Whether VRFs of the same device may import what this one exports."""
    return router.traits.vrf_exports_locally if vrf.exports_locally is None else vrf.exports_locally


def _target(target: str) -> str:
    return target if target.startswith("rt:") else f"rt:{target}"
