"""EIGRP: ``router eigrp N`` with its VRFs, and named mode; RFC 7868 and Cisco's configuration guides."""

from __future__ import annotations

from typing import Any

from netops.model import Eigrp
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Action, Fields, Mismatch, Rules, ignore, put, type_of
from netops.platforms.ios.actions import mark, refuse
from netops.platforms.ios.addresses import network
from netops.platforms.ios.config_ospf import passive_rules
from netops.platforms.ios.filters import filter_rules
from netops.platforms.ios.names import full_name
from netops.platforms.ios.redistribute import eigrp_metric, redistribute

__all__ = ["EIGRP_GRAMMAR", "EIGRP_INTERFACE_LINES", "eigrp_process", "open_eigrp"]

_STUB = ("connected", "static", "summary", "redistributed", "receive-only")


def _network(draft: Fields, held: Fields) -> None:
    draft.setdefault("networks", []).append((held["address"], held.get("wildcard")))


def _stub(draft: Fields, held: Fields) -> None:
    words: list[str] = held["options"]
    if "leak-map" in words:
        raise Mismatch("a stub that leaks more than its own routes is not understood")
    if set(words) - set(_STUB):
        raise Mismatch(f"{' '.join(words)!r} is not understood here")
    draft["stub"] = tuple(words) or ("connected", "summary")


def _weights(draft: Fields, held: Fields) -> None:
    draft["k_values"] = eigrp_metric(held["weights"])
    if len(draft["k_values"]) not in (5, 6):
        del draft["k_values"]
        raise Mismatch("expected five or six weights after the type of service")


def _default_metric(draft: Fields, held: Fields) -> None:
    metric = eigrp_metric(held["numbers"])
    if len(metric) != 5:
        raise Mismatch("a metric of EIGRP is five numbers")
    draft["default_metric"] = metric


def _distance(draft: Fields, held: Fields) -> None:
    draft.update(distance_internal=held["internal"], distance_external=held["external"])


def _summary(draft: Fields, held: Fields) -> None:
    """A summary of an interface; the distance of its discard route may follow."""
    words: list[str] = held["options"]
    if "leak-map" in words:
        raise Mismatch("a summary that leaks more specific routes is not understood")
    draft.setdefault("summaries", {})[held["prefix"]] = None


def _summary4(draft: Fields, held: Fields) -> None:
    word: str = held["address"]
    if "/" in word:
        prefix = type_of("network4", word)
        options = [held["mask"], *held["options"]]
    else:
        prefix = network(type_of("address4", word), type_of("address4", held["mask"]))
        options = held["options"]
    _summary(draft, {"prefix": prefix, "options": options})


_REFUSED = "default routes that EIGRP lets in or out on their own are not understood"


_TOPOLOGY: tuple[tuple[str, Any], ...] = (
    ("redistribute maximum-prefix <rest:rest>", ignore),
    ("redistribute <protocol:word> <options:options>", redistribute()),
    ("default-metric <numbers:options>", _default_metric),
    ("variance <variance:number>", put()),
    ("maximum-paths <maximum_paths:number>", put()),
    ("auto-summary", put(auto_summary=True)),
    ("no auto-summary", put(auto_summary=False)),
    ("distance eigrp <internal:number> <external:number>", _distance),
    ("distance <rest:rest>", refuse("a distance for some routes alone is not understood")),
    ("default-information <rest:rest>", refuse(_REFUSED)),
    ("no default-information <rest:rest>", refuse(_REFUSED)),
    ("summary-metric <rest:rest>", refuse("the metric of a summary is not understood")),
    *filter_rules(),
)

_COMMON: tuple[tuple[str, Any], ...] = (
    *_TOPOLOGY,
    ("network <address:address4>", _network),
    ("network <address:address4> <wildcard:address4>", _network),
    ("eigrp router-id <router_id:address4>", put()),
    ("router-id <router_id:address4>", put()),
    ("eigrp stub <options:options>", _stub),
    ("stub <options:options>", _stub),
    ("metric weights <tos:number> <weights:options>", _weights),
    ("metric rib-scale <rib_scale:number>", put()),
    ("metric maximum-hops <hops:number>", ignore),
    ("metric version <version:word>", ignore),
    ("shutdown", put(shutdown=True)),
    ("no shutdown", put(shutdown=False)),
    ("autonomous-system <asn:number>", put()),
    *passive_rules(),
)
_SILENT = (
    *("bfd", "neighbor", "nsf", "timers", "traffic-share", "fast-reroute", "soft-sia", "snmp", "maximum-prefix"),
    *("remote-neighbors", "graceful-restart"),
)
_LOGS = (
    ("eigrp log-neighbor-changes|log-neighbor-warnings|event-log-size|event-logging <options:options>", ignore),
    ("no eigrp log-neighbor-changes|log-neighbor-warnings|event-log-size|event-logging <options:options>", ignore),
    ("eigrp upgrade-cli <options:options>", ignore),
    ("eigrp default-route-tag <tag:word>", ignore),
    (
        f"no {'|'.join((*_SILENT, 'redistribute', 'maximum-paths', 'variance', 'metric', 'network'))} <o:options>",
        ignore,
    ),
)

_AF_INTERFACE = Grammar(
    Rules(
        ("passive-interface", put(passive=True)),
        ("no passive-interface", put(passive=False)),
        ("summary-address <address:word> <mask:word> <options:options>", _summary4),
        ("summary-address <prefix:network> <options:options>", _summary),
        ("split-horizon", put(split_horizon=True)),
        ("no split-horizon", put(split_horizon=False)),
        ("next-hop-self", put(next_hop_self=True)),
        ("no next-hop-self <options:options>", mark(next_hop_self=False)),
        ("shutdown", put(shutdown=True)),
        ("no shutdown", put(shutdown=False)),
        ("authentication key-chain <key_chain:word>", put()),
        ("authentication mode <how:rest>", ignore),
        ("bandwidth-percent|hello-interval|hold-time|dampening-change|dampening-interval|bfd <o:options>", ignore),
        ("no bandwidth-percent|hello-interval|hold-time|dampening-change|dampening-interval|bfd <o:options>", ignore),
        ("no authentication <how:options>", ignore),
        ("add-paths <paths:number>", refuse("EIGRP's additional paths are not understood")),
    )
)


def _af_interface(draft: Fields, held: Fields) -> Fields:
    name = "default" if held["name"] == "default" else full_name("".join(held["name"].split()))
    inner: Fields = draft.setdefault("interfaces", {}).setdefault(name, {})
    return inner


def _topology(_draft: Fields, _held: Fields) -> None:
    return None


_FAMILY = Grammar(
    Rules(*_COMMON, *_LOGS),
    (
        Block("af-interface <name:rest>", _af_interface, _AF_INTERFACE),
        Block("topology <name:rest>", _topology, Grammar(Rules(*_TOPOLOGY, *_LOGS), silent=_SILENT)),
    ),
    silent=_SILENT,
)


def open_eigrp(top: Fields, held: Fields) -> Fields:
    """``router eigrp N``, or a name: then all is in its address families.

    One draft serves the processes that the block holds: ``processes`` are all of the device, by VRF, family and number.
    """
    name: str = held["name"]
    processes = top.setdefault("eigrp", {})
    if not name.isdecimal():
        return {"name": name, "processes": processes}
    draft: Fields = processes.setdefault(("default", 4, name), {"asn": int(name)})
    draft["processes"] = processes
    return draft


def _open_family(draft: Fields, held: Fields) -> Fields:
    """``address-family ipv4|ipv6 [unicast] [vrf NAME] [autonomous-system N]``."""
    words: list[str] = held["words"]
    said = {name: words[words.index(name) + 1] for name in ("vrf", "autonomous-system") if name in words[:-1]}
    family = {"ipv4": 4, "ipv6": 6}.get(words[0] if words else "")
    if family is None or "multicast" in words:
        raise Mismatch("netops knows EIGRP's unicast families of IPv4 and IPv6")
    vrf, number = said.get("vrf", "default"), said.get("autonomous-system", "")
    key = (vrf, family, number or draft.get("name", str(draft.get("asn", ""))))
    made: Fields = {"name": draft.get("name", ""), "wide": "name" in draft}
    if number:
        made["asn"] = type_of("number", number)
    inner: Fields = draft["processes"].setdefault(key, made)
    return inner


EIGRP_GRAMMAR = Grammar(
    Rules(*_COMMON, *_LOGS),
    (Block("address-family <words:options>", _open_family, _FAMILY),),
    silent=_SILENT,
)


def _of_interface(action: Action) -> Action:
    """On the interface's part for the process whose number the line tells."""

    def on_part(draft: Fields, held: Fields) -> None:
        number = held.pop("asn")
        action(draft.setdefault("eigrp", {}).setdefault(number, {}), held)

    return on_part


def _member6(draft: Fields, held: Fields) -> None:
    draft.setdefault("eigrp6", set()).add(held["asn"])


EIGRP_INTERFACE_LINES: tuple[tuple[str, Any], ...] = (
    ("ip summary-address eigrp <asn:number> <address:word> <mask:word> <options:options>", _of_interface(_summary4)),
    ("ip split-horizon eigrp <asn:number>", _of_interface(put(split_horizon=True))),
    ("no ip split-horizon eigrp <asn:number>", _of_interface(put(split_horizon=False))),
    ("ip next-hop-self eigrp <asn:number>", _of_interface(put(next_hop_self=True))),
    ("no ip next-hop-self eigrp <asn:number> <options:options>", _of_interface(mark(next_hop_self=False))),
    ("ip authentication key-chain eigrp <asn:number> <key_chain:word>", _of_interface(put())),
    ("ip authentication mode eigrp <rest:rest>", ignore),
    ("ip hello-interval|hold-time|bandwidth-percent|dampening-change eigrp <rest:rest>", ignore),
    ("no ip hello-interval|hold-time|bandwidth-percent|authentication <rest:rest>", ignore),
    ("ipv6 eigrp <asn:number>", _member6),
    ("ipv6 summary-address eigrp <asn:number> <prefix:network6> <options:options>", _of_interface(_summary)),
    ("ipv6 hello-interval|hold-time|bandwidth-percent|authentication <rest:rest>", ignore),
)

_OWN = ("networks", "passive", "passive_default", "interfaces", "processes")


def eigrp_process(vrf: str, family: int, draft: Fields) -> Eigrp:
    """The process as drafted."""
    fields = {key: value for key, value in draft.items() if key not in _OWN}
    redistributions = tuple(fields.pop("redistribute", {}).values())
    filters, offsets = tuple(fields.pop("filters", ())), tuple(fields.pop("offsets", ()))
    return Eigrp(vrf=vrf, family=family, redistribute=redistributions, filters=filters, offsets=offsets, **fields)
