"""``router eigrp``, ``router isis`` and ``router rip``: one draft for each VRF, and each family, of a process."""

from __future__ import annotations

from typing import Any

from netops.model import Eigrp, Isis, IsisLeak, IsisSummary, Rip
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Fields, Mismatch, Rules, ignore, options, put
from netops.platforms.nxos.config_redistribute import default_originate, redistribute, redistribution

__all__ = ["EIGRP_GRAMMAR", "ISIS_GRAMMAR", "RIP_GRAMMAR", "eigrp_process", "isis_process", "rip_process"]

_MAXIMUM_PATHS = 8


def _metric(draft: Fields, held: Fields) -> None:
    names = ("bandwidth", "delay", "reliability", "load", "mtu")
    draft["default_metric"] = tuple(held[name] for name in names)


def _stub(draft: Fields, held: Fields) -> None:
    words = held["words"]
    draft["stub"] = tuple(words) if words else ("connected", "summary")


def _in_vrf(draft: Fields, held: Fields) -> Fields:
    """The draft of a VRF of the process."""
    inner: Fields = draft["vrfs"].setdefault(held["vrf"], {})
    return inner


def _in_family(family: int) -> Any:
    def opener(draft: Fields, _held: Fields) -> Fields:
        inner: Fields = draft.setdefault("families", {}).setdefault(family, {})
        return inner

    return opener


def _families(grammar: Grammar) -> tuple[Block, Block]:
    return (
        Block("address-family ipv4 unicast", _in_family(4), grammar),
        Block("address-family ipv6 unicast", _in_family(6), grammar),
    )


_EIGRP_SILENT = (
    "bfd",
    "flush-routes",
    "graceful-restart",
    "log-adjacency-changes",
    "log-neighbor-warnings",
    "timers",
    "nsf",
    "event-history",
)
_EIGRP = Rules(
    ("router-id <router_id:address4>", put()),
    ("autonomous-system <asn:number>", put()),
    ("redistribute maximum-prefix <rest:rest>", ignore),
    ("redistribute <words:options>", redistribute),
    (
        "default-metric <bandwidth:number> <delay:number> <reliability:number> <load:number> <mtu:number>",
        _metric,
    ),
    ("distance <distance_internal:number> <distance_external:number>", put()),
    ("maximum-paths <maximum_paths:number>", put()),
    ("variance <variance:number>", put()),
    ("metric weights 0 <k1:number> <k2:number> <k3:number> <k4:number> <k5:number> <rest:options>", put()),
    ("metric version 64bit", put(wide=True)),
    ("metric rib-scale <rib_scale:number>", put()),
    ("metric maximum-hops <hops:number>", ignore),
    ("eigrp stub <words:options>", _stub),
    ("stub <words:options>", _stub),
    ("default-information originate <words:options>", default_originate()),
    ("passive-interface default", put(passive_default=True)),
    ("authentication <rest:rest>", ignore),
    ("shutdown", put(shutdown=True)),
    ("no shutdown", ignore),
    (f"no {'|'.join(_EIGRP_SILENT)} <rest:options>", ignore),
)
_EIGRP_FAMILY = Grammar(_EIGRP, silent=_EIGRP_SILENT)
_EIGRP_VRF = Grammar(_EIGRP, _families(_EIGRP_FAMILY), silent=_EIGRP_SILENT)
EIGRP_GRAMMAR = Grammar(
    _EIGRP, (*_families(_EIGRP_FAMILY), Block("vrf <vrf:word>", _in_vrf, _EIGRP_VRF)), silent=_EIGRP_SILENT
)


def eigrp_process(asn: int, family: int, vrf: str, draft: Fields, filters: tuple[Any, ...]) -> Eigrp:
    """The process as drafted."""
    fields = {key: value for key, value in draft.items() if key in _EIGRP_FIELDS}
    weights = tuple(draft.get(f"k{number}", usual) for number, usual in enumerate((1, 0, 1, 0, 0), start=1))
    fields.setdefault("maximum_paths", _MAXIMUM_PATHS)
    return Eigrp(
        asn,
        vrf=vrf,
        family=family,
        k_values=weights,
        redistribute=tuple(draft.get("redistribute", {}).values()),
        filters=filters,
        **fields,
    )


_EIGRP_FIELDS = frozenset(
    {
        *("router_id", "wide", "rib_scale", "default_metric", "distance_internal", "distance_external"),
        *("maximum_paths", "variance", "stub", "shutdown"),
    }
)


def _level(draft: Fields, held: Fields) -> None:
    levels = {"level-1": 1, "level-2": 2, "level-1-2": 12}
    if held["level"] not in levels:
        raise Mismatch(f"{held['level']!r} is no level")
    draft["level"] = levels[held["level"]]


def _leak(draft: Fields, held: Fields) -> None:
    """``distribute level-2 into level-1 {all | route-map NAME}``."""
    levels = {"level-1": 1, "level-2": 2}
    source, target = levels.get(held["source"]), levels.get(held["target"])
    if source is None or target is None or source == target:
        raise Mismatch("expected level-1 into level-2, or level-2 into level-1")
    said = options(held["words"], {"all": "", "route-map": "word"})
    draft.setdefault("leaks", []).append((source, target, said.get("route_map")))


def _isis_summary(draft: Fields, held: Fields) -> None:
    levels = {"level-1": 1, "level-2": 2, "level-1-2": 12, "": 2}
    level = levels.get(" ".join(held["words"]))
    if level is None:
        raise Mismatch("expected level-1, level-2 or level-1-2")
    draft.setdefault("summaries", []).append(IsisSummary(held["prefix"], level))


def _isis_redistribute(draft: Fields, held: Fields) -> None:
    made = redistribution(held["words"])
    draft.setdefault("redistribute", {})[made.protocol, made.process] = made


_ISIS_SILENT = (
    *("authentication", "authentication-check", "authentication-type", "bfd", "flush-routes", "graceful-restart"),
    *("hostname", "isolate", "log-adjacency-changes", "lsp-gen-interval", "lsp-mtu", "max-lsp-lifetime", "mpls"),
    *("queue-limit", "spf-interval", "lsp-refresh-interval", "segment-routing"),
)
_ISIS = (
    ("net <net:word>", put()),
    ("is-type <level:word>", _level),
    ("metric-style transition", put(wide=True)),
    ("metric-style <rest:rest>", ignore),
    ("set-overload-bit always", put(overload=True)),
    ("set-overload-bit <rest:rest>", ignore),
    ("reference-bandwidth <reference_bandwidth:number> <rest:options>", put()),
    ("distance <distance:number>", put()),
    ("maximum-paths <maximum_paths:number>", put()),
    ("redistribute maximum-prefix <rest:rest>", ignore),
    ("redistribute <words:options>", _isis_redistribute),
    ("distribute <source:word> into <target:word> <words:options>", _leak),
    ("summary-address <prefix:network> <words:options>", _isis_summary),
    ("default-information originate <words:options>", default_originate()),
    ("multi-topology <rest:options>", put(multi_topology=True)),
    ("adjacency-check", ignore),
    ("no adjacency-check", ignore),
    ("attached-bit", ignore),
    ("no attached-bit", put(attached=False)),
    ("passive-interface default <rest:options>", put(passive_default=True)),
    ("shutdown", put(shutdown=True)),
    ("no shutdown", ignore),
    (f"no {'|'.join(_ISIS_SILENT)} <rest:options>", ignore),
)
_ISIS_FAMILY = Grammar(Rules(*_ISIS), silent=_ISIS_SILENT)
_ISIS_VRF = Grammar(Rules(*_ISIS), _families(_ISIS_FAMILY), silent=_ISIS_SILENT)
ISIS_GRAMMAR = Grammar(
    Rules(*_ISIS), (*_families(_ISIS_FAMILY), Block("vrf <vrf:word>", _in_vrf, _ISIS_VRF)), silent=_ISIS_SILENT
)


def isis_process(process: str, vrf: str, draft: Fields, families: tuple[int, ...]) -> Isis:
    """The process as drafted; what a family says holds for the process, NX-OS' wide metrics for all."""
    said = {4: draft, **dict(draft.get("families", {}).items())}
    both = {key: value for each in (draft, *draft.get("families", {}).values()) for key, value in each.items()}
    names = (
        "net",
        "level",
        "overload",
        "attached",
        "distance",
        "maximum_paths",
        "reference_bandwidth",
        "multi_topology",
    )
    fields = {name: both[name] for name in (*names, "default_originate") if name in both}
    fields.setdefault("maximum_paths", _MAXIMUM_PATHS)
    return Isis(
        process,
        vrf=vrf,
        wide=True,
        families=families or (4,),
        redistribute=tuple(each for part in _parts(draft) for each in part.get("redistribute", {}).values()),
        leaks=tuple(
            IsisLeak(source, target, route_map, family=family)
            for family, part in said.items()
            for source, target, route_map in part.get("leaks", ())
        ),
        summaries=tuple(each for part in _parts(draft) for each in part.get("summaries", ())),
        **fields,
    )


def _parts(draft: Fields) -> tuple[Fields, ...]:
    return (draft, *draft.get("families", {}).values())


_RIP_SILENT = ("timers", "flush-routes", "graceful-restart")
_RIP = Rules(
    ("redistribute maximum-prefix <rest:rest>", ignore),
    ("redistribute <words:options>", redistribute),
    ("default-information originate <words:options>", default_originate()),
    ("default-metric <default_metric:number>", put()),
    ("distance <distance:number>", put()),
    ("maximum-paths <maximum_paths:number>", put()),
    ("passive-interface default", put(passive_default=True)),
    ("shutdown", put(shutdown=True)),
    ("no shutdown", ignore),
)
_RIP_FAMILY = Grammar(_RIP, silent=_RIP_SILENT)
_RIP_VRF = Grammar(_RIP, _families(_RIP_FAMILY), silent=_RIP_SILENT)
RIP_GRAMMAR = Grammar(_RIP, (*_families(_RIP_FAMILY), Block("vrf <vrf:word>", _in_vrf, _RIP_VRF)), silent=_RIP_SILENT)


def rip_process(process: str, family: int, vrf: str, draft: Fields) -> Rip:
    """The process as drafted."""
    names = ("default_originate", "default_metric", "distance", "maximum_paths")
    fields = {name: draft[name] for name in names if name in draft}
    fields.setdefault("maximum_paths", _MAXIMUM_PATHS)
    return Rip(
        vrf=vrf, family=family, process=process, redistribute=tuple(draft.get("redistribute", {}).values()), **fields
    )
