"""The draft of ``protocols bgp`` as a process: what stands with the process and the group is the neighbour's too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from netops.model import (
    Bgp,
    BgpDynamicNeighbor,
    BgpFamily,
    BgpNeighbor,
    BgpNeighborFamily,
    IPAddress,
)
from netops.platforms.configuration.rules import Fields

__all__ = ["bgp_process"]

_LOCAL_PREFERENCE = 100
_ECMP = 16
"""Ways that a route may have where ``multipath`` is on (``chassis maximum-ecmp`` is 16 by default)."""


def bgp_process(vrf: str, draft: Fields, options: Fields, default: Fields) -> tuple[Bgp | None, list[tuple[str, str]]]:
    """The process of an instance, and what is wrong with it: (source key, why).

    ``options`` are the ``routing-options`` of the instance, ``default`` those of the device, which hold where the
    instance says nothing.
    """
    asn = options.get("asn", default.get("asn")) or draft.get("local_as", {}).get("asn")
    if asn is None:
        return None, [(f"bgp:{vrf}", "BGP does not run: there is no autonomous-system in routing-options")]
    builder = _Builder(vrf, asn, draft)
    neighbors, dynamic = list(builder.neighbors()), list(builder.dynamic())
    everyone = [*neighbors, *(each.settings for each in dynamic)]
    process = Bgp(
        asn=asn,
        router_id=options.get("router_id", default.get("router_id") if vrf == "default" else None),
        vrf=vrf,
        neighbors=tuple(neighbors),
        dynamic=tuple(dynamic),
        families=tuple(_own_families(everyone)),
        ebgp_requires_policy=False,
        network_import_check=False,
        always_compare_med=draft.get("always_compare_med", False),
        deterministic_med=not draft.get("non_deterministic_med", False),
        compare_router_id=draft.get("compare_router_id", False),
        as_path_ignore=draft.get("as_path_ignore", False),
        multipath_relax=any(each.multipath_relax for each in everyone),
        confederation=options.get("confederation"),
        confederation_peers=tuple(each for each in options.get("members", ()) if each != asn),
        client_to_client_reflection=builder.reflects,
        enforce_first_as=draft.get("enforce_first_as", False),
        autonomous_system_loops=_allowed(options.get("loops")),
    )
    return process, builder.problems


def _own_families(everyone: list[BgpNeighbor]) -> Iterator[BgpFamily]:
    several = any(each.multipath for each in everyone)
    for family in sorted({each.family for peer in everyone for each in peer.families}):
        ways = _ECMP if several else 1
        yield BgpFamily(family, maximum_paths=ways, maximum_paths_ibgp=ways)


class _Builder:
    def __init__(self, vrf: str, asn: int, draft: Fields) -> None:
        self.vrf, self.asn, self.draft = vrf, asn, draft
        self.problems: list[tuple[str, str]] = []
        self.reflects = draft.get("client_reflection", True)

    def _groups(self) -> Iterator[tuple[str, Fields]]:
        """Each group with what holds for all of its neighbours."""
        whole = {key: value for key, value in self.draft.items() if key != "groups"}
        for name, group in self.draft.get("groups", {}).items():
            settings = _narrowed(whole, group)
            self.reflects = self.reflects and settings.get("client_reflection", True)
            yield name, settings

    def neighbors(self) -> Iterator[BgpNeighbor]:
        for name, settings in self._groups():
            for address, own in settings.get("neighbors", {}).items():
                fields = _narrowed(settings, own)
                yield self._neighbor(
                    address, name, fields, self._remote_as(fields, f"bgp-neighbor:{self.vrf}:{address}")
                )

    def dynamic(self) -> Iterator[BgpDynamicNeighbor]:
        for name, settings in self._groups():
            for own in ({}, *settings.get("dynamic", {}).values()):
                fields = _narrowed(settings, own)
                for prefix in (own or settings).get("allow", ()):
                    remote = self._remote_as(fields, f"bgp:{self.vrf}")
                    yield BgpDynamicNeighbor(prefix, self._neighbor(prefix.network_address, name, fields, remote))

    def _remote_as(self, fields: Fields, key: str) -> int:
        """The peer's number; an internal peer's is the own one, where it is not told."""
        if "peer_as" in fields:
            return int(fields["peer_as"])
        if fields.get("internal"):
            return int(fields.get("local_as", {}).get("asn", self.asn))
        self.problems.append((key, "an external neighbour without peer-as"))
        return 0

    def _neighbor(self, address: IPAddress, group: str, fields: Fields, remote: int) -> BgpNeighbor:
        local = fields.get("local_as", {})
        own = local.get("asn")
        internal = fields.get("internal", remote == (own or self.asn))
        reflected = "cluster" in fields and internal
        unicast, others = self._families(address, fields, reflected, local.get("loops"))
        return BgpNeighbor(
            address=address,
            remote_as=remote,
            description=fields.get("description", ""),
            update_source=_source(fields),
            password=fields.get("password"),
            ebgp_multihop=fields.get("multihop", fields.get("ttl")),
            hold_time=fields.get("hold_time"),
            keepalive=fields["hold_time"] // 3 if "hold_time" in fields else None,
            advertisement_interval=fields.get("out_delay"),
            passive=fields.get("passive", False),
            shutdown=fields.get("shutdown", False),
            local_as=own,
            families=unicast,
            group=group,
            no_prepend=local.get("private", False),
            replace_as=local.get("no_prepend_global_as", False),
            dual_as=local.get("alias", False),
            local_as_private=local.get("private", False),
            enforce_first_as=fields.get("enforce_first_as"),
            cluster_id=fields.get("cluster"),
            distance=fields.get("distance"),
            # What policies add to: what external neighbours send has none.  (Measured: 100 and 50 are 150.)
            local_preference=fields.get("local_preference", None if internal else _LOCAL_PREFERENCE),
            med_out=fields.get("med_out"),
            med_out_igp=fields.get("med_out_igp", False),
            advertise_inactive=fields.get("advertise_inactive", False),
            advertise_peer_as=fields.get("advertise_peer_as", False),
            multipath=fields.get("multipath", False),
            multipath_relax=fields.get("multiple_as", False),
            services=others,
        )

    def _families(
        self, address: IPAddress, fields: Fields, reflected: bool, loops: int | None
    ) -> tuple[tuple[BgpNeighborFamily, ...], tuple[BgpNeighborFamily, ...]]:
        """The families of the session: unicast ones, and others.  Where none is named, that of the peer's address."""
        named: Mapping[tuple[int, str], Fields] = fields.get("families") or {(address.version, "unicast"): {}}
        made = [_family(*key, own, fields, reflected, loops) for key, own in named.items()]
        labelled = [each for each in made if each.safi == "labeled-unicast"]
        unicast = [each for each in made if each.safi == "unicast"]
        others = [each for each in made if each.safi not in ("unicast", "labeled-unicast")]
        return tuple(unicast), tuple(labelled + others)


def _narrowed(outer: Fields, inner: Fields) -> Fields:
    """What holds at a place: what it says itself, and for the rest what the outer one says."""
    return {**outer, **inner}


def _allowed(loops: int | None) -> int | None:
    """``loops N`` is the number of times that hides a route: one less is taken."""
    return None if loops is None else max(0, loops - 1)


def _source(fields: Fields) -> str | None:
    source: Any = fields.get("local_address", fields.get("local_interface"))
    return None if source is None else str(source)


def _family(
    family: int, safi: str, own: Fields, fields: Fields, reflected: bool, loops: int | None
) -> BgpNeighborFamily:
    private: Mapping[str, bool] | None = fields.get("remove_private")
    return BgpNeighborFamily(
        family=family,
        safi=safi,
        policies_in=tuple(fields.get("import", ())),
        policies_out=tuple(fields.get("export", ())),
        route_reflector_client=reflected,
        maximum_prefix=own.get("maximum_prefix"),
        maximum_prefix_warning_only="maximum_prefix" in own and not own.get("teardown", False),
        allowas_in=_allowed(own.get("loops", loops)),
        as_override=fields.get("as_override", False),
        remove_private_as=private is not None,
        remove_private_as_all="all" in private if private is not None else False,
        remove_private_as_replace="replace" in private if private is not None else False,
        next_hop_unchanged=fields.get("next_hop_unchanged", False),
        add_paths_send=own.get("add_paths_send", 0),
        add_paths_receive=own.get("add_paths_receive", False),
    )
