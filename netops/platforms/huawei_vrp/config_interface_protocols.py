"""What OSPF, IS-IS, RIP and VRRP say on an interface.

Both systems leave the MTU of a database description unchecked until ``ospf mtu-enable`` (Huawei S-series command
reference, "ospf mtu-enable"; H3C layer 3 IP routing command reference, the same).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from netops.model import OspfNetworkType, Secret
from netops.platforms.configuration.rules import Action, Fields, Mismatch, ignore, into, type_of
from netops.platforms.huawei_vrp.values import prefix_of, secret_text

__all__ = ["PROTOCOL_LINES", "authentication"]

_NETWORKS = {
    "broadcast": OspfNetworkType.BROADCAST,
    "p2p": OspfNetworkType.POINT_TO_POINT,
    "nbma": OspfNetworkType.NON_BROADCAST,
    "p2mp": OspfNetworkType.POINT_TO_MULTIPOINT,
}
_DIGESTS = ("md5", "hmac-md5", "hmac-sha256", "hmac-sha-256")


def _network_type(part: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        if held["kind"] not in _NETWORKS:
            raise Mismatch(f"OSPF network type {held['kind']!r} is not known")
        draft.setdefault(part, {})["network_type"] = _NETWORKS[held["kind"]]

    return action


def authentication(words: Sequence[str]) -> tuple[int, Secret] | None:
    """``md5 1 cipher SECRET`` as key and secret; None for what is no digest (``null``, ``simple …``, ``keychain``)."""
    if not words or words[0] not in _DIGESTS:
        return None
    if len(words) < 3:
        raise Mismatch("expected a key's number and its secret")
    return type_of("number", words[1]), Secret.of_value(secret_text(words[2:]))


def _authentication(draft: Fields, held: Fields) -> None:
    draft.setdefault("ospf", {})["key"] = authentication(held["words"])


def _ospf_lines(command: str, part: str) -> tuple[tuple[str, Action], ...]:
    return (
        (f"{command} enable <process:number> area <area:area>", into(part)),
        (f"{command} <process:number> area <area:area> <rest:options>", into(part)),
        (f"{command} enable area <area:area>", into(part, process=None)),
        (f"{command} cost <cost:number> <rest:options>", into(part)),
        (f"{command} network-type <kind:word> <rest:options>", _network_type(part)),
        (f"{command} timer hello <hello_interval:number> <rest:options>", into(part)),
        (f"{command} timer dead <dead_interval:number> <rest:options>", into(part)),
        (f"{command} dr-priority <priority:number> <rest:options>", into(part)),
        (f"{command} mtu-enable", into(part, mtu_ignore=False)),
        (f"{command} mtu-ignore <rest:options>", into(part, mtu_ignore=True)),
    )


_OSPF_SILENT = (
    *("timer", "trans-delay", "bfd", "ttl-security", "ldp-sync", "primary-path-detect", "mib", "lsu-flood", "peer"),
    *("peer-hold-max-cost", "suppress-flapping", "suppress-reachability", "prefix-suppression", "maximum-neighbor"),
    *("fast-reroute", "frr", "smart-discover", "lsa-refresh", "instance", "te", "sham-hello", "non-stop-routing"),
    *("advertise", "valid-ttl-hops", "graceful-restart"),
)
_OSPF = (
    *_ospf_lines("ospf", "ospf"),
    ("ospf authentication-mode <words:options>", _authentication),
    (f"ospf {'|'.join(_OSPF_SILENT)} <rest:options>", ignore),
    *_ospf_lines("ospfv3", "ospf6"),
    (f"ospfv3 {'|'.join(_OSPF_SILENT)}|authentication-mode|ipsec <rest:options>", ignore),
)


def _isis_process(field: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        process = held["words"][0] if held["words"] else "1"
        draft.setdefault("isis", {}).update({"process": process, field: True})

    return action


def _isis_cost(field: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        metrics = draft.setdefault("isis", {}).setdefault(field, [None, None])
        for level in {"level-1": (0,), "level-2": (1,)}.get(" ".join(held["level"]), (0, 1)):
            metrics[level] = held["cost"]

    return action


def _isis_level(draft: Fields, held: Fields) -> None:
    levels = {"level-1": 1, "level-2": 2, "level-1-2": 12}
    if held["level"] not in levels:
        raise Mismatch(f"{held['level']!r} is no level")
    draft.setdefault("isis", {})["level"] = levels[held["level"]]


def _isis_key(draft: Fields, held: Fields) -> None:
    draft.setdefault("isis", {})["secret"] = Secret.of_value(secret_text(held["words"][1:]))


_ISIS_SILENT = (
    *("bfd", "authentication", "dis-name", "hello", "ldp-sync", "lfa-backup", "link", "mesh-group", "mib"),
    *("padding-hello", "peer-ip-ignore", "peer", "peer-hold-max-cost", "prefix-sid", "purge-originator-id"),
    *("small-hello", "suppress-reachability", "tag-value", "te", "timer", "ipv6", "non-stop-routing", "fast-reroute"),
    *("fast-sense", "delay", "purge", "topology", "cost-adjust", "primary-path-detect", "prefix-suppression"),
)
_ISIS = (
    ("isis enable <words:options>", _isis_process("family4")),
    ("isis ipv6 enable <words:options>", _isis_process("family6")),
    ("isis cost maximum <rest:options>", lambda _draft, _held: _no_maximum()),
    ("isis cost <cost:number> <level:options>", _isis_cost("metric")),
    ("isis ipv6 cost <cost:number> <level:options>", _isis_cost("metric6")),
    ("isis circuit-type p2p <rest:options>", into("isis", point_to_point=True)),
    ("isis circuit-level <level:word>", _isis_level),
    ("isis dis-priority <priority:number> <rest:options>", into("isis")),
    ("isis silent <rest:options>", into("isis", passive=True)),
    ("isis timer hello <hello_interval:number> <rest:options>", into("isis")),
    ("isis authentication-mode <words:options>", _isis_key),
    (f"isis {'|'.join(_ISIS_SILENT)} <rest:options>", ignore),
)


def _no_maximum() -> None:
    raise Mismatch("a maximal cost is not understood")


def _rip_summary(draft: Fields, held: Fields) -> None:
    prefix = prefix_of(held["address"], held["mask"])
    draft.setdefault("rip", {}).setdefault("summaries", {})[prefix] = None


def _rip_process(part: str) -> Action:
    return lambda draft, held: draft.setdefault(part, {}).update(process=str(held["process"]))


_RIP = (
    ("rip <process:number> enable", _rip_process("rip")),
    ("rip metricin <metricin:number>", lambda _draft, held: _offset(held["metricin"] == 0)),
    ("rip metricout <metricout:number>", lambda _draft, held: _offset(held["metricout"] == 1)),
    ("rip summary-address <address:word> <mask:word> <rest:options>", _rip_summary),
    ("undo rip output", into("rip", passive=True)),
    ("undo rip split-horizon", into("rip", split_horizon=False)),
    ("rip split-horizon", into("rip", split_horizon=True)),
    ("undo rip input", lambda _draft, _held: _offset(False)),
    ("rip version|authentication-mode|poison-reverse|bfd|pkt-transmit|mib|input|output|max-packet-length "
     "<rest:options>", ignore),
    ("ripng <process:number> enable", _rip_process("ripng")),
    ("ripng split-horizon|poison-reverse <rest:options>", ignore),
)  # fmt: skip


def _offset(usual: bool) -> None:
    if not usual:
        raise Mismatch("RIP that counts or takes routes otherwise on one interface is not understood")


def _vrrp(field: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        group: Fields = draft.setdefault("vrrp", {}).setdefault((held["group"], held.pop("family", 4)), {})
        if field == "address":
            group.setdefault("addresses", {})[held["address"]] = None
        else:
            group[field] = held.get("value", True)

    return action


def _vrrp6(action: Action) -> Action:
    return lambda draft, held: action(draft, {**held, "family": 6})


def _vrrp_lines(command: str, kind: str, wrap: Any) -> tuple[tuple[str, Action], ...]:
    start = f"{command} vrid <group:number>"
    return (
        (f"{start} virtual-ip <address:{kind}> <rest:options>", wrap(_vrrp("address"))),
        (f"{start} priority <value:number>", wrap(_vrrp("priority"))),
        (f"{start} preempt-mode disable", wrap(_vrrp("non_preempt"))),
        (f"undo {start} preempt-mode", wrap(_vrrp("non_preempt"))),
        (f"{start} preempt-mode <rest:options>", ignore),
        (f"{start} preempt|track|admin-vrrp|arp|load-balance|holding-multiplier|join <rest:options>", ignore),
        (f"{start} version-3", wrap(_vrrp("version3"))),
        (f"{start} timer <rest:options>", ignore),
        (f"{start} authentication-mode <rest:options>", ignore),
        (f"{start} shutdown", wrap(_vrrp("down"))),
        (f"{start} name|description|follow|source-interface|vrrpv3-send-packet|weight <rest:options>", ignore),
    )


_VRRP = (
    ("vrrp vrid <group:number> timer advertise <value:number>", _vrrp("advertise")),
    ("vrrp6 vrid <group:number> timer advertise <value:number>", _vrrp6(_vrrp("advertise"))),
    *_vrrp_lines("vrrp", "address4", lambda action: action),
    *_vrrp_lines("vrrp6", "address6", _vrrp6),
    *_vrrp_lines("vrrp ipv6", "address6", _vrrp6),
    ("vrrp version <vrrp_version:number>", lambda draft, held: draft.update(held)),
    ("vrrp|vrrp6 un-check|virtual-ip|arp|gratuitous-arp|dot1q|mode|check|advertise <rest:options>", ignore),
)
PROTOCOL_LINES = (*_OSPF, *_ISIS, *_RIP, *_VRRP)
