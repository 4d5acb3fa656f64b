"""``isis N``, ``rip N`` and ``ripng N``.

Sources: Huawei command reference "IS-IS / RIP configuration commands"; H3C layer 3 IP routing command reference.
"""

from __future__ import annotations

from typing import Any

from netops.model import DefaultOriginate, Isis, IsisLeak, IsisSummary, Rip
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Fields, Mismatch, Rules, ignore, options, put, type_of
from netops.platforms.huawei_vrp.config_redistribute import default_advertise, filter_policy, import_route
from netops.platforms.huawei_vrp.names import joined
from netops.platforms.huawei_vrp.values import prefix_of

__all__ = ["IGP_BLOCKS", "isis_process", "rip_process"]

_LEVELS = {"level-1": 1, "level-2": 2, "level-1-2": 12}


def _level(draft: Fields, held: Fields) -> None:
    if held["level"] not in _LEVELS:
        raise Mismatch(f"{held['level']!r} is no level")
    draft["level"] = _LEVELS[held["level"]]


_STYLES = {"wide": True, "wide-compatible": True, "narrow": False, "narrow-compatible": False, "compatible": False}


def _style(draft: Fields, held: Fields) -> None:
    if held["style"] not in _STYLES:
        raise Mismatch(f"{held['style']!r} is no style of costs")
    draft["wide"] = _STYLES[held["style"]]


def _leak(draft: Fields, held: Fields) -> None:
    """``import-route isis level-2 into level-1 [filter-policy ip-prefix X | filter-policy route-policy X]``."""
    source, target = _LEVELS.get(held["source"]), _LEVELS.get(held["target"])
    if source is None or target is None:
        raise Mismatch("expected level-1 into level-2, or level-2 into level-1")
    words = [word for word in held["words"] if word not in ("filter-policy", "direct")]
    known = {"ip-prefix": "word", "prefix-list": "word", "route-policy": "word", "tag": "number"}
    said = options(words, known)
    lists = said.get("ip_prefix", said.get("prefix_list"))
    draft.setdefault("leaks", []).append(IsisLeak(source, target, said.get("route_policy"), lists))


def _summary(draft: Fields, held: Fields) -> None:
    words = held["words"]
    level = next((_LEVELS[word] for word in words if word in _LEVELS), 2)
    draft.setdefault("summaries", []).append(IsisSummary(prefix_of(held["address"], held["mask"]), level))


def _family(draft: Fields, held: Fields) -> Fields:
    if held["afi"] not in ("ipv4", "ipv6"):
        raise Mismatch(f"netops does not know the family {held['afi']}")
    draft[f"family{held['afi'][-1]}"] = True
    return draft


_ISIS_SILENT = (
    *("area-authentication-mode", "auto-cost", "bfd", "description", "domain-authentication-mode", "fast-reroute"),
    *("flash-flood", "frr", "graceful-restart", "is-name", "log-limit", "lsp-fragments-extend", "lsp-length", "mpls"),
    *("non-stop-routing", "optional-checksum", "prefix-priority", "priority", "purge-originator-id", "reset", "route"),
    *("segment-routing", "set-attached-bit", "snmp-agent", "spf-slice-size", "suppress-flapping", "timer", "te"),
    *("traffic-eng", "virtual-system", "advertise", "maximum-routes", "nexthop", "distribute", "avoid-microloop"),
)
_ISIS_RULES = (
    ("is-level <level:word>", _level),
    ("network-entity <net:word>", put()),
    ("cost-style <style:word> <rest:options>", _style),
    ("circuit-cost <metric:number> <rest:options>", put()),
    ("bandwidth-reference <reference_bandwidth:number>", put()),
    ("import-route isis <source:word> into <target:word> <words:options>", _leak),
    ("import-route limit <rest:rest>", ignore),
    ("import-route <words:options>", import_route),
    ("summary <address:word> <mask:word> <words:options>", _summary),
    ("default-route-advertise <words:options>", default_advertise),
    ("set-overload on-startup <rest:options>", ignore),
    ("set-overload <rest:options>", put(overload=True)),
    ("preference <distance:number>", put()),
    ("maximum load-balancing <maximum_paths:number>", put()),
    ("filter-policy <words:options>", filter_policy),
    ("ipv6 enable topology ipv6", put(family6=True, multi_topology=True)),
    ("ipv6 enable <rest:options>", put(family6=True)),
    ("multi-topology <rest:options>", put(multi_topology=True)),
    ("log-peer-change <rest:options>", put(log_adjacency_changes=True)),
    ("attached-bit avoid-learning", put(ignore_attached=True)),
    ("attached-bit advertise never", put(attached=False)),
    (f"undo {'|'.join(_ISIS_SILENT)} <rest:options>", ignore),
)
_ISIS_FAMILY = Grammar(Rules(*_ISIS_RULES), silent=_ISIS_SILENT)
_ISIS = Grammar(
    Rules(*_ISIS_RULES), (Block("address-family <afi:word> <rest:options>", _family, _ISIS_FAMILY),), _ISIS_SILENT
)


def _process(part: str) -> Any:
    def opener(draft: Fields, held: Fields) -> Fields:
        words = list(held["words"])
        process = str(type_of("number", words.pop(0))) if words and words[0][0].isdigit() else "1"
        said = options(words, {"vpn-instance": "word"})
        inner: Fields = draft.setdefault(part, {}).setdefault(process, {})
        inner["vrf"] = said.get("vpn_instance", inner.get("vrf", "default"))
        return inner

    return opener


def _rip_network(draft: Fields, held: Fields) -> None:
    """Classful; Comware may write a wildcard behind it."""
    if held["words"]:
        raise Mismatch("a wildcard is not understood here")
    address = held["address"]
    length = "0" if not int(address) else "8" if address.packed[0] < 128 else "16" if address.packed[0] < 192 else "24"
    draft.setdefault("networks", {})[prefix_of(str(address), length)] = None


def _silent_interface(draft: Fields, held: Fields) -> None:
    draft.setdefault("silent", {})[joined(held["words"])] = True


def _rip_default(draft: Fields, held: Fields) -> None:
    words = [word for word in held["words"] if word not in ("originate", "only", "no-source")]
    known = {
        "cost": "number",
        "route-policy": "word",
        "match": "",
        "default": "",
        "avoid-learning": "",
        "tag": "number",
    }
    said = options(words, known)
    draft["default_originate"] = DefaultOriginate("match" not in said, said.get("cost"), None, said.get("route_policy"))


_RIP_SILENT = ("bfd", "checkzero", "description", "graceful-restart", "host-route", "mib", "mib-binding", "timers",
               "output-delay", "validate-source-address", "verify-source", "replay-protect", "count",
               "non-stop-routing", "fast-reroute", "enable")  # fmt: skip
_RIP = Grammar(
    Rules(
        ("version <version:number>", put()),
        ("network <address:address4> <words:options>", _rip_network),
        ("summary always", put(auto_summary=True)),
        ("summary", put(summary=True)),
        ("undo summary", put(auto_summary=False)),
        ("import-route <words:options>", import_route),
        ("default-route <words:options>", _rip_default),
        ("default-cost <default_metric:number>", put()),
        ("preference <distance:number>", put()),
        ("maximum load-balancing <maximum_paths:number>", put()),
        ("silent-interface <words:options>", _silent_interface),
        ("filter-policy <words:options>", filter_policy),
        ("peer <address:address4>", ignore),
        (f"undo {'|'.join(_RIP_SILENT)} <rest:options>", ignore),
    ),
    silent=_RIP_SILENT,
)
IGP_BLOCKS = (
    Block("isis <words:options>", _process("isis"), _ISIS),
    Block("rip <words:options>", _process("rip"), _RIP),
    Block("ripng <words:options>", _process("ripng"), _RIP),
)

_ISIS_FIELDS = (
    *("net", "vrf", "level", "wide", "metric", "multi_topology", "overload", "attached", "ignore_attached", "distance"),
    *("maximum_paths", "reference_bandwidth", "default_originate", "log_adjacency_changes"),
)


def isis_process(process: str, draft: Fields, authenticated: bool = False) -> Isis:
    """Costs are narrow where nothing is said (both vendors: ``cost-style``)."""
    fields = {key: draft[key] for key in _ISIS_FIELDS if key in draft}
    return Isis(
        process,
        families=(4, 6) if draft.get("family6") else (4,),
        redistribute=tuple(draft.get("redistribute", {}).values()),
        leaks=tuple(draft.get("leaks", ())),
        summaries=tuple(draft.get("summaries", ())),
        filters=tuple(draft.get("filters", ())),
        authenticated=authenticated,
        **{"wide": False, **fields},
    )


def rip_process(process: str, family: int, draft: Fields, auto_summary: bool) -> Rip:
    names = ("vrf", "version", "default_originate", "default_metric", "distance", "maximum_paths", "auto_summary")
    fields = {key: draft[key] for key in names if key in draft}
    return Rip(
        family=family,
        process=process,
        redistribute=tuple(draft.get("redistribute", {}).values()),
        filters=tuple(draft.get("filters", ())),
        **{"version": 1 if family == 4 else 2, "auto_summary": auto_summary and family == 4, **fields},
    )
