"""The drafts of OSPF, IS-IS and RIP as processes, and as what they do on interfaces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from netops.model import (
    DefaultOriginate,
    Isis,
    IsisInterface,
    Ospf,
    OspfArea,
    OspfAreaKind,
    OspfInterface,
    Redistribution,
    Rip,
    RipInterface,
)
from netops.platforms.configuration.rules import Fields

__all__ = ["isis_interfaces", "isis_process", "ospf_interfaces", "ospf_process", "rip_interfaces", "rip_process"]


def _chosen(policies: Iterable[str]) -> tuple[Redistribution, ...]:
    """What policies choose of all that a device has."""
    chain = tuple(policies)
    return (Redistribution("any", policies=chain),) if chain else ()


def ospf_process(version: int, vrf: str, draft: Fields, options: Fields, default: Fields) -> Ospf:
    areas: Mapping[str, Fields] = draft.get("areas", {})
    crossed = [each for area in areas.values() for each in area.get("virtual_links", ())]
    names = [*areas, *(area for area, _ in crossed if area not in areas)]
    made = (_area(each, areas.get(each, {}), [peer for area, peer in crossed if area == each]) for each in names)
    return Ospf(
        version=version,
        router_id=options.get("router_id", default.get("router_id") if vrf == "default" else None),
        vrf=vrf,
        reference_bandwidth=draft.get("reference_bandwidth", 100),
        areas=tuple(each for each in made if each != OspfArea(each.area, no_default=True)),
        redistribute=_chosen(draft.get("export", ())),
        policies_in=tuple(draft.get("import", ())),
        distance_intra=draft.get("distance"),
        distance_inter=draft.get("distance"),
        external_preference=draft.get("external_preference"),
        distance_external=draft.get("external_preference"),
        max_metric=draft.get("max_metric", False),
        rfc1583=draft.get("rfc1583"),
    )


def _area(area: str, draft: Fields, peers: list[Any]) -> OspfArea:
    kind = draft.get("kind", "normal")
    if draft.get("no_summaries"):
        kind = f"totally-{'stubby' if kind == 'stub' else 'nssa'}"
    default: Fields | None = draft.get("default_lsa")
    originate = None
    if default is not None:
        originate = DefaultOriginate(True, default.get("metric"), default.get("metric_type"))
    return OspfArea(
        area,
        OspfAreaKind(kind),
        default_cost=draft.get("default_cost", 1),
        ranges=tuple(draft.get("ranges", {}).values()),
        virtual_links=tuple(peers),
        originate_default=originate,
        no_default="default_cost" not in draft and default is None,
        filter_in=draft.get("filter_in"),
        filter_out=draft.get("filter_out"),
    )


def ospf_interfaces(draft: Fields, names: Iterable[str]) -> Iterator[tuple[str, OspfInterface]]:
    """What OSPF does on which interface; ``all`` are those that no area names."""
    named = {name: (area, own) for area, each in draft.get("areas", {}).items() for name, own in _interfaces(each)}
    everywhere = named.pop("all", None)
    for name, (area, own) in named.items():
        yield name, _ospf_interface(area, own)
    if everywhere is not None:
        yield from ((name, _ospf_interface(*everywhere)) for name in names if name not in named)


def _interfaces(area: Fields) -> Iterable[tuple[str, Fields]]:
    found: Mapping[str, Fields] = area.get("interfaces", {})
    return found.items()


def _ospf_interface(area: str, own: Fields) -> OspfInterface:
    keys = own.get("keys", {})
    hello = own.get("hello_interval", 10)
    return OspfInterface(
        area=area,
        cost=own.get("cost"),
        network_type=own.get("network_type"),
        hello_interval=hello,
        dead_interval=own.get("dead_interval", 4 * hello),
        priority=own.get("priority", 128),
        passive=own.get("passive", False),
        authentication=keys[max(keys)] if keys else own.get("authentication"),
        shutdown=own.get("shutdown", False),
    )


def isis_process(vrf: str, draft: Fields, net: str) -> Isis:
    levels: Mapping[int, Fields] = draft.get("levels", {})
    enabled = [each for each in (1, 2) if not levels.get(each, {}).get("disabled", False)]
    wide = [levels.get(each, {}).get("wide", False) for each in enabled]
    distances = [levels.get(each, {}).get("distance") for each in enabled]
    externals = [levels.get(each, {}).get("external") for each in enabled]
    return Isis(
        net=net,
        vrf=vrf,
        level=enabled[0] if len(enabled) == 1 else 12,
        wide=all(wide) if enabled else None,
        families=tuple(each for each, off in ((4, "no4"), (6, "no6")) if not draft.get(off)),
        multi_topology=draft.get("multi_topology", False),
        overload=draft.get("overload", False),
        attached=draft.get("attached", True),
        ignore_attached=draft.get("ignore_attached", False),
        distance=next((each for each in distances if each is not None), None),
        distance_external=next((each for each in externals if each is not None), None),
        reference_bandwidth=draft.get("reference_bandwidth"),
        redistribute=_chosen(draft.get("export", ())),
        authenticated="secret" in draft or any("secret" in each for each in levels.values()),
    )


def isis_interfaces(draft: Fields, names: Iterable[str]) -> Iterator[tuple[str, IsisInterface]]:
    """What IS-IS does on which interface; ``all`` are those that are not named."""
    named: dict[str, Fields] = dict(draft.get("interfaces", {}))
    everywhere = named.pop("all", None)
    for name in names:
        own = named.get(name, everywhere)
        made = None if own is None or own.get("disabled", False) else _isis_interface(own)
        if made is not None and name.startswith("lo0.") and made.metric == (None, None):
            made = replace(made, metric=(0, 0))  # a loopback costs nothing by default
        if made is not None:
            yield name, made


def _isis_interface(own: Fields) -> IsisInterface | None:
    levels = {level: own.get("levels", {}).get(level, {}) for level in (1, 2)}
    enabled = [level for level, each in levels.items() if not each.get("disabled", False)]
    if not enabled:
        return None
    first = levels[enabled[-1]]
    without = [each for each in (4, 6) if own.get(f"no{each}")]
    return IsisInterface(
        level=enabled[0] if len(enabled) == 1 else None,
        metric=(levels[1].get("metric"), levels[2].get("metric")),
        metric6=(levels[1].get("metric6"), levels[2].get("metric6")),
        point_to_point=own.get("point_to_point"),
        passive=own.get("passive", False) or all(levels[each].get("passive", False) for each in enabled),
        families=tuple(each for each in (4, 6) if each not in without) if without else None,
        hello_interval=own.get("hello_interval", first.get("hello_interval")),
        priority=first.get("priority", 64),
        secret=own.get("secret", first.get("secret")),
    )


def rip_process(family: int, vrf: str, draft: Fields) -> Rip:
    groups: Mapping[str, Fields] = draft.get("groups", {})
    policies = tuple(dict.fromkeys(each for group in groups.values() for each in group.get("export", ())))
    distances = [each["distance"] for each in groups.values() if "distance" in each]
    return Rip(vrf=vrf, family=family, redistribute=_chosen(policies), distance=distances[0] if distances else None)


def rip_interfaces(family: int, draft: Fields) -> Iterator[tuple[str, RipInterface]]:
    default = draft.get("metric", 1)
    for group in draft.get("groups", {}).values():
        for name, own in group.get("neighbors", {}).items():
            yield name, RipInterface(family, passive=own.get("passive", False), metric=own.get("metric", default))
