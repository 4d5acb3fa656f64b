"""The drafts of a whole configuration as a Device."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from netops.model import (
    AccessList,
    AggregateRoute,
    Bgp,
    Device,
    Interface,
    Isis,
    IsisInterface,
    Location,
    Ospf,
    OspfInterface,
    Rip,
    RipInterface,
    StaticRoute,
    Vlan,
)
from netops.platforms.configuration.rules import Fields
from netops.platforms.junos.build_bgp import bgp_process
from netops.platforms.junos.build_firewall import access_lists, combined
from netops.platforms.junos.build_igp import (
    isis_interfaces,
    isis_process,
    ospf_interfaces,
    ospf_process,
    rip_interfaces,
    rip_process,
)
from netops.platforms.junos.build_interface import Switching, interfaces
from netops.platforms.junos.build_policy import Policies, as_path_lists, prefix_lists
from netops.platforms.junos.build_static import aggregate_routes, static_routes
from netops.platforms.junos.build_vrf import vrfs
from netops.platforms.junos.config_evpn import with_targets
from netops.platforms.junos.config_nat import nat_pools, nat_rules
from netops.platforms.junos.config_relay import relayed
from netops.platforms.junos.config_spanning_tree import spanning_tree, with_edges
from netops.platforms.junos.config_system import administration

__all__ = ["build"]

Problems = list[tuple[str, str]]
_MANAGEMENT = "mgmt_junos"
_MANAGEMENT_PORTS = ("fxp0.0", "em0.0", "me0.0", "vme.0", "re0:mgmt-0.0")


def build(
    name: str, top: Fields, sources: dict[str, Location]
) -> tuple[Device, list[tuple[Location | None, str, str]]]:
    """The device, and what of it cannot be held: (where, what, why).  Notes where clauses and entries were said."""
    work = _Build(name, top, sources)
    device = work.device()
    return device, [(work.said.get(key), key, why) for key, why in work.problems]


class _Build:
    def __init__(self, name: str, top: Fields, sources: dict[str, Location]) -> None:
        self.name, self.top, self.sources = name, top, sources
        self.said = dict(sources)
        self.problems: Problems = []
        self.instances: dict[str, Fields] = top["instances"]
        self.default = self.instances["default"]
        self.system: Fields = top.get("system", {})
        if self.system.get("management_instance"):
            self.instances.setdefault(_MANAGEMENT, {"vrf": _MANAGEMENT, "instances": self.instances})
        self.switching = Switching(self.default.get("switching", {}))

    def device(self) -> Device:
        policy: Fields = self.top.get("policy", {})
        policies = Policies(policy)
        route_maps = policies.route_maps()
        lists = prefix_lists(policy)
        filters = access_lists(self.top.get("firewall", {}), policy.get("prefix_lists", {}))
        ports = interfaces(self.top, self.switching, self._vrfs_of_units(), relayed(self.top.get("relay", {})))
        ports = self._with_protocols(with_edges(ports, self.default.get("spanning_tree", {})))
        self.problems += policies.problems
        self._note(route_maps, lists, filters)
        return Device(
            self.name,
            "junos",
            hostname=self.system.get("hostname", ""),
            banner=self.system.get("banner", ""),
            interfaces=ports,
            vlans=self._vlans(),
            spanning_tree=spanning_tree(self.default.get("spanning_tree")),
            static_routes=tuple(self._statics()),
            aggregates=tuple(self._aggregates()),
            ospf=tuple(self._ospf()),
            isis=tuple(self._isis(ports)),
            rip=tuple(self._rip()),
            bgp=tuple(self._bgp()),
            prefix_lists=lists,
            community_lists=policies.community_lists(),
            as_path_lists=as_path_lists(policy),
            route_maps=route_maps,
            access_lists=(*filters, *_lists_of_filters(ports.values(), filters)),
            vrfs=vrfs(self.instances, {each.name: each for each in route_maps}, self.problems),
            nat_pools=nat_pools(self.top.get("nat", {})),
            nat_rules=nat_rules(self.top.get("nat", {})),
            administration=administration(self.system, self.top.get("snmp", {})),
            version=self.top.get("version", ""),
        )

    def _vlans(self) -> dict[int, Vlan]:
        evpn = self.default.get("protocols", {}).get("evpn", {})
        return with_targets(self.switching.vlans(), self.top.get("mac_vrf", {}), evpn, self.default.get("asn"))

    def _vrfs_of_units(self) -> dict[str, str]:
        found = dict.fromkeys(_MANAGEMENT_PORTS, _MANAGEMENT) if self.system.get("management_instance") else {}
        for name, draft in self.instances.items():
            found |= dict.fromkeys(draft.get("interfaces", ()), name)
        return found

    def _protocols(self, *names: str) -> Iterator[tuple[str, str, Fields]]:
        """(protocol, VRF, draft) of each process that is not disabled."""
        for vrf, instance in self.instances.items():
            protocols: Mapping[str, Fields] = instance.get("protocols", {})
            for name in names:
                if name in protocols and not protocols[name].get("disabled", False):
                    yield name, vrf, protocols[name]

    def _statics(self) -> Iterator[StaticRoute]:
        for vrf, instance in self.instances.items():
            for key in ("static", "static6"):
                for made in static_routes(vrf, instance.get(key, {})):
                    if isinstance(made, StaticRoute):
                        yield made
                    else:
                        self.problems.append(made)

    def _aggregates(self) -> Iterator[AggregateRoute]:
        for vrf, instance in self.instances.items():
            for key in ("aggregate", "aggregate6", "generate", "generate6"):
                yield from aggregate_routes(vrf, instance.get(key, {}), key.startswith("generate"))

    def _ospf(self) -> Iterator[Ospf]:
        for protocol, vrf, draft in self._protocols("ospf", "ospf3"):
            yield ospf_process(2 if protocol == "ospf" else 3, vrf, draft, self.instances[vrf], self.default)

    def _isis(self, ports: Mapping[str, Interface]) -> Iterator[Isis]:
        for _, vrf, draft in self._protocols("isis"):
            own = [name for name, each in ports.items() if each.vrf == vrf]
            nets = {name: net for name in own if (net := self._unit(name).get("iso", {}).get("net"))}
            first = next(iter(sorted(nets, key=lambda each: (not each.startswith("lo0."), each))), "")
            if not first:
                self.problems.append(("isis:", "IS-IS does not run: no interface has an ISO address"))
            yield isis_process(vrf, draft, nets.get(first, ""))

    def _rip(self) -> Iterator[Rip]:
        for protocol, vrf, draft in self._protocols("rip", "ripng"):
            yield rip_process(4 if protocol == "rip" else 6, vrf, draft)

    def _bgp(self) -> Iterator[Bgp]:
        for _, vrf, draft in self._protocols("bgp"):
            process, problems = bgp_process(vrf, draft, self.instances[vrf], self.default)
            self.problems += problems
            if process is not None:
                yield process

    def _unit(self, name: str) -> Fields:
        port, _, number = name.rpartition(".")
        units: Mapping[int, Fields] = self.top.get("ports", {}).get(port, {}).get("units", {})
        return units.get(int(number), {}) if number.isdecimal() else {}

    def _with_protocols(self, ports: dict[str, Interface]) -> dict[str, Interface]:
        """The interfaces with what OSPF, IS-IS and RIP do on them."""
        for protocol, vrf, draft in self._protocols("ospf", "ospf3", "isis", "rip", "ripng"):
            units = [name for name, each in ports.items() if each.vrf == vrf and self._is_unit(name)]
            for name, made in self._on_interfaces(protocol, draft, units):
                if (full := _named(name, ports)) is not None:
                    ports[full] = _joined(ports[full], protocol, made)
                elif not (isinstance(made, OspfInterface) and made.shutdown):
                    self.problems.append((f"igp:{name}", f"{protocol} names an interface that is not configured"))
        return ports

    def _is_unit(self, name: str) -> bool:
        return name not in self.top.get("ports", {})

    def _on_interfaces(self, protocol: str, draft: Fields, units: list[str]) -> Iterable[tuple[str, Any]]:
        if protocol in ("ospf", "ospf3"):
            family = "inet" if protocol == "ospf" else "inet6"
            return ospf_interfaces(draft, [each for each in units if family in self._unit(each)])
        if protocol == "isis":
            return isis_interfaces(draft, [each for each in units if "iso" in self._unit(each)])
        return rip_interfaces(4 if protocol == "rip" else 6, draft)

    def _note(self, route_maps: Iterable[Any], lists: Iterable[Any], filters: Iterable[AccessList]) -> None:
        """Where each clause and entry was said: known by the names of terms and by prefixes until now."""
        pairs = [
            *(
                (f"route-map:{m.name}:{each.sequence}", f"term:{m.name}:{each.name}")
                for m in route_maps
                for each in m.clauses
            ),
            *(
                (f"prefix-list:{p.name}:{each.sequence}", f"prefix-list:{p.name}:{each.prefix}")
                for p in lists
                for each in p.entries
            ),
            *(
                (f"access-list:{a.name}:{each.sequence}", f"filter:{a.name}:{each.remark}")
                for a in filters
                for each in a.entries
            ),
        ]
        for key in [each for each in self.sources if each.startswith(("term:", "filter:", "prefix-list:", "igp:"))]:
            del self.sources[key]
        self.sources.update((key, self.said[before]) for key, before in pairs if before in self.said)


def _named(name: str, ports: Mapping[str, Interface]) -> str | None:
    """The interface of this name, or with this address."""
    if name in ports:
        return name
    return next((key for key, each in ports.items() if any(str(a.ip) == name for a in each.addresses)), None)


def _joined(interface: Interface, protocol: str, made: OspfInterface | IsisInterface | RipInterface) -> Interface:
    if isinstance(made, OspfInterface):
        return replace(interface, ospf=made) if protocol == "ospf" else replace(interface, ospf6=made)
    if isinstance(made, IsisInterface):
        return replace(interface, isis=(*interface.isis, made))
    return replace(interface, rip=(*interface.rip, made))


def _lists_of_filters(ports: Iterable[Interface], filters: Iterable[AccessList]) -> Iterator[AccessList]:
    """One access list for each list of filters that an interface has."""
    by_name = {(each.name, each.family): each for each in filters}
    used = {
        (name, family)
        for each in ports
        for name, family in ((each.acl_in, 4), (each.acl_out, 4), (each.acl6_in, 6), (each.acl6_out, 6))
        if name is not None and " " in name
    }
    for name, family in sorted(used):
        yield combined(name, family, [by_name[each, family] for each in name.split() if (each, family) in by_name])
