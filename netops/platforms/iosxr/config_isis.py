"""``router isis``: a process, its families, and its interfaces."""

from __future__ import annotations

from typing import Any

from netops.model import DefaultOriginate, Isis, IsisInterface, IsisLeak, IsisSummary
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Fields, Mismatch, Rules, ignore, options, put
from netops.platforms.iosxr.config_redistribute import redistribute
from netops.platforms.iosxr.names import full_name

__all__ = ["ISIS_GRAMMAR", "isis_interfaces", "isis_process"]

_LEVELS = {"level-1": 1, "level-2": 2, "level-1-2": 12, "level-2-only": 2, "level-1-only": 1}


def _level(draft: Fields, held: Fields) -> None:
    if held["level"] not in _LEVELS:
        raise Mismatch(f"{held['level']!r} is no level")
    draft["level"] = _LEVELS[held["level"]]


def _metric(draft: Fields, held: Fields) -> None:
    words = held["words"]
    level = _LEVELS.get(words[1], 12) if words[:1] == ["level"] and len(words) > 1 else 12
    if words[:1] == ["level"] and len(words) > 1 and words[1] in ("1", "2"):
        level = int(words[1])
    metrics = draft.setdefault("metric", [None, None])
    for index, number in enumerate((1, 2)):
        if level in (number, 12):
            metrics[index] = held["metric"]


def _propagate(draft: Fields, held: Fields) -> None:
    """``propagate level 2 into level 1 route-policy NAME``."""
    if (held["source"], held["target"]) not in ((1, 2), (2, 1)):
        raise Mismatch("expected level 1 into level 2, or level 2 into level 1")
    draft.setdefault("leaks", []).append((held["source"], held["target"], held["policy"]))


def _summary(draft: Fields, held: Fields) -> None:
    words = held["words"]
    level = (
        int(words[words.index("level") + 1])
        if "level" in words[:-1] and words[words.index("level") + 1].isdigit()
        else 12
    )
    draft.setdefault("summaries", []).append(IsisSummary(held["prefix"], level))


def _default(draft: Fields, held: Fields) -> None:
    said = options([word for word in held["words"] if word != "external"], {"route-policy": "word"})
    draft["default_originate"] = DefaultOriginate(always=True, route_map=said.get("route_policy"))


def _overload(draft: Fields, held: Fields) -> None:
    if "on-startup" not in held["words"]:
        draft["overload"] = True


def _family(draft: Fields, held: Fields) -> Fields:
    family = {"ipv4": 4, "ipv6": 6}.get(held["afi"])
    if family is None or held["safi"] != "unicast":
        raise Mismatch("netops knows the families ipv4 unicast and ipv6 unicast")
    inner: Fields = draft.setdefault("families", {}).setdefault(family, {})
    return inner


_FAMILY = Grammar(
    Rules(
        ("metric-style wide <rest:options>", put(wide=True)),
        ("metric-style narrow|transition <rest:options>", put(wide=False)),
        ("metric <metric:number> <words:options>", _metric),
        ("redistribute <words:options>", redistribute),
        ("propagate level <source:number> into level <target:number> route-policy <policy:word>", _propagate),
        ("summary-prefix <prefix:network> <words:options>", _summary),
        ("default-information originate <words:options>", _default),
        ("distance <distance:number>", put()),
        ("maximum-paths <maximum_paths:number>", put()),
        ("single-topology", put(single_topology=True)),
        ("attached-bit send never-set", put(attached=False)),
        ("attached-bit receive ignore", put(ignore_attached=True)),
        ("spf-interval|mpls|segment-routing|fast-reroute <rest:options>", ignore),
        ("router-id|ucmp|microloop|advertise|monitor-convergence <rest:options>", ignore),
        ("spf|route|prefix-unreachable|partition-detect|adjacency-check|set-attached-bit <rest:options>", ignore),
    ),
    silent=("fast-reroute", "segment-routing", "mpls", "prefix-unreachable"),
)
_INTERFACE_FAMILY = Grammar(
    Rules(
        ("metric <metric:number> <words:options>", _metric),
        ("disable", put(disabled=True)),
        ("fast-reroute|mpls|prefix-sid|adjacency-sid|tag|weight|auto|advertise|link-group <rest:options>", ignore),
    ),
    silent=("fast-reroute", "mpls"),
)


def _interface(draft: Fields, held: Fields) -> Fields:
    inner: Fields = draft.setdefault("interfaces", {}).setdefault(full_name(held["name"]), {})
    return inner


_INTERFACE = Grammar(
    Rules(
        ("circuit-type <level:word>", _level),
        ("point-to-point", put(point_to_point=True)),
        ("passive", put(passive=True)),
        ("suppressed", put(suppressed=True)),
        ("shutdown", put(shutdown=True)),
        ("priority <priority:number> <rest:options>", put()),
        ("hello-interval|hello-multiplier|hello-padding <rest:options>", ignore),
        ("hello-password|bfd|csnp-interval|lsp-interval <rest:options>", ignore),
        ("retransmit-interval|tag|mesh-group|link-down|affinity|retransmit-throttle-interval <rest:options>", ignore),
    ),
    (Block("address-family <afi:word> <safi:word>", _family, _INTERFACE_FAMILY),),
    silent=("bfd",),
)
_SILENT = (
    *("lsp-gen-interval", "lsp-refresh-interval", "max-lsp-lifetime", "lsp-mtu", "lsp-password", "log", "nsf", "nsr"),
    *(
        "distribute",
        "segment-routing",
        "affinity-map",
        "flex-algo",
        "hostname",
        "trace",
        "ignore-lsp-errors",
        "vrf-context",
    ),
    *("lsp-check-interval", "min-lsp-arrivaltime", "authentication-check", "adjacency", "purge-transmit"),
)
ISIS_GRAMMAR = Grammar(
    Rules(
        ("net <net:word>", put()),
        ("is-type <level:word>", _level),
        ("set-overload-bit <words:options>", _overload),
    ),
    (
        Block("address-family <afi:word> <safi:word>", _family, _FAMILY),
        Block("interface <name:word>", _interface, _INTERFACE),
    ),
    silent=_SILENT,
)


def isis_process(process: str, draft: Fields) -> Isis:
    """The process as drafted: metrics are narrow where no family says otherwise; IPv6 has a topology of its own."""
    families: dict[int, Fields] = draft.get("families", {})
    names = ("net", "level", "overload")
    said: Fields = {name: draft[name] for name in names if name in draft}
    for each in families.values():
        plain = ("distance", "maximum_paths", "default_originate", "attached", "ignore_attached")
        said |= {name: each[name] for name in plain if name in each}
    low, _ = families.get(4, {}).get("metric", (None, None))
    return Isis(
        process,
        wide=any(each.get("wide", False) for each in families.values()),
        metric=low,
        families=tuple(sorted(families)) or (4,),
        multi_topology=6 in families and not families[6].get("single_topology", False),
        redistribute=tuple(each for part in families.values() for each in part.get("redistribute", {}).values()),
        leaks=tuple(
            IsisLeak(source, target, route_map=policy, family=family)
            for family, part in families.items()
            for source, target, policy in part.get("leaks", ())
        ),
        summaries=tuple(each for part in families.values() for each in part.get("summaries", ())),
        **said,
    )


def isis_interfaces(process: str, draft: Fields) -> dict[str, IsisInterface]:
    """The interfaces that take part."""
    found: dict[str, IsisInterface] = {}
    for name, own in draft.get("interfaces", {}).items():
        families: dict[int, Fields] = own.get("families", {})
        if own.get("shutdown") or not families:
            continue
        fields: dict[str, Any] = {
            key: own[key] for key in ("level", "point_to_point", "passive", "priority") if key in own
        }
        found[name] = IsisInterface(
            process,
            metric=_pair(families.get(4, {})),
            metric6=_pair(families.get(6, {})),
            families=tuple(family for family in sorted(families) if not families[family].get("disabled")),
            **fields,
        )
    return found


def _pair(draft: Fields) -> tuple[int | None, int | None]:
    low, high = draft.get("metric", (None, None))
    return low, high
