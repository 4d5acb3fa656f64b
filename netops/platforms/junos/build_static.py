"""Static, aggregate and generated routes of an instance."""

from __future__ import annotations

from collections.abc import Iterator

from netops.model import AggregateRoute, IPPrefix, StaticRoute
from netops.platforms.configuration.rules import Fields
from netops.platforms.junos.communities import canonical_member

__all__ = ["aggregate_routes", "static_routes"]

_STATIC, _AGGREGATE = 5, 130


def static_routes(vrf: str, draft: Fields) -> Iterator[StaticRoute | tuple[str, str]]:
    """The routes; for one that leads nowhere, (source key, why)."""
    for prefix, own in draft.get("routes", {}).items():
        settings = {**draft.get("defaults", {}), **own}
        made = list(_static(vrf, prefix, settings))
        if made:
            yield from made
        else:
            yield f"static:{vrf}:{prefix}", "a static route without a next hop"


def _static(vrf: str, prefix: IPPrefix, own: Fields) -> Iterator[StaticRoute]:
    common = {
        "prefix": prefix,
        "vrf": vrf,
        "tag": own.get("tag"),
        "resolve": own.get("resolve", False),
        "install": own.get("install", True),
        "readvertise": own.get("readvertise", True),
        "communities": frozenset(map(canonical_member, own.get("communities", ()))),
    }
    distance, metric = own.get("distance", _STATIC), own.get("metric", 0)
    if own.get("blackhole"):
        yield StaticRoute(blackhole=True, reject=own.get("reject", False), distance=distance, metric=metric, **common)
    if "next_vrf" in own:
        yield StaticRoute(next_hop_vrf=own["next_vrf"], distance=distance, metric=metric, **common)
    for hop in own.get("hops", ()):
        yield StaticRoute(**hop, distance=distance, metric=metric, **common)
    for each in own.get("qualified", {}).values():
        qualified = {**common, "tag": each.get("tag", common["tag"])}
        hop = {key: each[key] for key in ("next_hop", "interface") if key in each}
        own_distance, own_metric = each.get("distance", distance), each.get("metric", metric)
        yield StaticRoute(**hop, distance=own_distance, metric=own_metric, **qualified)


def aggregate_routes(vrf: str, draft: Fields, generate: bool) -> Iterator[AggregateRoute]:
    for prefix, own in draft.get("routes", {}).items():
        settings = {**draft.get("defaults", {}), **own}
        yield AggregateRoute(
            prefix,
            generate=generate,
            distance=settings.get("distance", _AGGREGATE),
            metric=settings.get("metric", 0),
            blackhole=settings.get("blackhole", False),
            policies=tuple(settings.get("policies", ())),
            communities=frozenset(map(canonical_member, settings.get("communities", ()))),
            brief=settings.get("brief", False),
            vrf=vrf,
        )
