"""RIP and RIPng (RFC 2453, RFC 2080)."""

from __future__ import annotations

from typing import Any

from netops.model import DefaultOriginate, Rip
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Action, Fields, Mismatch, Rules, ignore, options, put
from netops.platforms.ios.addresses import network
from netops.platforms.ios.config_ospf import passive_rules
from netops.platforms.ios.filters import filter_rules
from netops.platforms.ios.redistribute import redistribute

__all__ = ["RIPNG_GRAMMAR", "RIP_GRAMMAR", "RIP_INTERFACE_LINES", "rip_process"]


def _network(draft: Fields, held: Fields) -> None:
    draft.setdefault("networks", []).append(held["address"])


def _default(draft: Fields, held: Fields) -> None:
    said = options([word for word in held["options"] if word != "on-passive"], {"route-map": "word"})
    draft["default_originate"] = DefaultOriginate(always=True, **said)


def _distance(_draft: Fields, _held: Fields) -> None:
    raise Mismatch("a distance for some neighbours' routes alone is not understood")


_LINES: tuple[tuple[str, Any], ...] = (
    ("version <version:number>", put()),
    ("network <address:address4>", _network),
    ("redistribute <protocol:word> <options:options>", redistribute()),
    ("default-information originate <options:options>", _default),
    ("default-metric <default_metric:number>", put()),
    ("distance <distance:number>", put()),
    ("distance <rest:rest>", _distance),
    ("maximum-paths <maximum_paths:number>", put()),
    ("auto-summary", put(auto_summary=True)),
    ("no auto-summary", put(auto_summary=False)),
    *passive_rules(),
    *filter_rules(),
)
_SILENT = (
    *("bfd", "flash-update-threshold", "input-queue", "neighbor", "nsf", "output-delay", "timers", "traffic-share"),
    *("validate-update-source"),
)
_NO = (f"no {'|'.join((*_SILENT, 'network', 'split-horizon', 'poison-reverse'))} <options:options>", ignore)


def _vrf(draft: Fields, held: Fields) -> Fields:
    """``address-family ipv4 vrf NAME``; the version of the process holds where it has none of its own."""
    words: list[str] = held["words"]
    if "vrf" not in words[:-1]:
        raise Mismatch("expected address-family ipv4 vrf NAME")
    inner: Fields = draft["all"].setdefault((4, words[words.index("vrf") + 1], ""), {"outer": draft})
    return inner


_FAMILY = Grammar(Rules(*_LINES, _NO), silent=_SILENT)
RIP_GRAMMAR = Grammar(
    Rules(*_LINES, _NO),
    (Block("address-family ipv4 <words:options>", _vrf, _FAMILY),),
    silent=_SILENT,
)
RIPNG_GRAMMAR = Grammar(
    Rules(
        *(line for line in _LINES if not line[0].startswith(("version", "network", "distribute-list"))),
        *filter_rules(6),
        _NO,
        ("split-horizon|poison-reverse|port <options:options>", ignore),
    ),
    silent=("bfd", "timers", "nsf", "vrf-mode"),
)


def _of(action: Action) -> Action:
    def on_part(draft: Fields, held: Fields) -> None:
        action(draft.setdefault("rip", {}), held)

    return on_part


def _summary(draft: Fields, held: Fields) -> None:
    draft.setdefault("summaries", {})[network(held["address"], held["mask"])] = None


def _of6(action: Action) -> Action:
    """On the interface's part for the process that the line names."""

    def on_part(draft: Fields, held: Fields) -> None:
        action(draft.setdefault("rip6", {}).setdefault(held.pop("process"), {}), held)

    return on_part


def _summary6(draft: Fields, held: Fields) -> None:
    draft.setdefault("summaries", {})[held["prefix"]] = None


def _metric(draft: Fields, held: Fields) -> None:
    draft["metric"] = held["metric"]


RIP_INTERFACE_LINES: tuple[tuple[str, Any], ...] = (
    ("ip summary-address rip <address:address4> <mask:address4>", _of(_summary)),
    ("ip split-horizon", _of(put(split_horizon=True))),
    ("no ip split-horizon", _of(put(split_horizon=False))),
    ("ip rip send|receive|authentication|v2-broadcast|triggered|initial-delay|bfd <options:options>", ignore),
    ("no ip rip <options:options>", ignore),
    ("ipv6 rip <process:word> enable", _of6(put(enabled=True))),
    ("ipv6 rip <process:word> metric-offset <metric:number>", _of6(_metric)),
    ("ipv6 rip <process:word> summary-address <prefix:network6>", _of6(_summary6)),
)

_OWN = ("networks", "passive", "passive_default", "all", "outer")


def rip_process(family: int, vrf: str, name: str, draft: Fields) -> Rip:
    """The process as drafted; IOS speaks version 1 where it is not told, and summarises at classful boundaries."""
    fields = {key: value for key, value in draft.items() if key not in _OWN}
    redistributions = tuple(fields.pop("redistribute", {}).values())
    filters, offsets = tuple(fields.pop("filters", ())), tuple(fields.pop("offsets", ()))
    if family == 4:
        fields.setdefault("version", draft.get("outer", {}).get("version", 1))
        fields.setdefault("auto_summary", True)
    return Rip(
        vrf=vrf, family=family, process=name, redistribute=redistributions, filters=filters, offsets=offsets, **fields
    )
