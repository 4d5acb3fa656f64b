"""``router bgp``: the process, its address families and templates.

A *scope* is where lines stand: the process itself (which is IPv4 unicast of the global table as well), or one address
family.  It names its VRF, family and subsequent family, and shares ``peers`` with the other scopes of its VRF.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from netops.model import BgpAggregate, BgpNetwork, IPPrefix
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Fields, Mismatch, Rules, ignore, options, put, type_of
from netops.platforms.ios.actions import mark, refuse
from netops.platforms.ios.addresses import classful, network
from netops.platforms.ios.asn import asn
from netops.platforms.ios.config_bgp_neighbor import TEMPLATE_GRAMMAR, cluster_id, neighbor_line, neighbor_off
from netops.platforms.ios.redistribute import redistribute

__all__ = ["BGP_GRAMMAR", "open_bgp"]


def open_bgp(top: Fields, held: Fields) -> Fields:
    """``router bgp N``; a device runs one."""
    number = asn(held["asn"])
    process: Fields = top.setdefault("bgp", _scope("default", 4, "unicast", {}))
    process.setdefault("scopes", {})
    if process.setdefault("asn", number) != number:
        raise Mismatch(f"BGP runs already, with AS number {process['asn']}")
    return process


def _scope(vrf: str, family: int, safi: str, peers: Fields) -> Fields:
    return {"vrf": vrf, "family": family, "safi": safi, "peers": peers}


def _open_family(process: Fields, held: Fields) -> Fields:
    """``address-family ipv4|ipv6 [unicast|multicast] [vrf NAME]``, ``vpnv4``, ``l2vpn evpn`` ..."""
    words = [held["afi"], *held["words"]]
    vrf = words[words.index("vrf") + 1] if "vrf" in words[:-1] else "default"
    family, safi = _kind(words)
    if (vrf, family, safi) == ("default", 4, "unicast"):
        return process
    scopes = process["scopes"]
    peers = process["peers"] if vrf == "default" else _peers(scopes, vrf)
    inner: Fields = scopes.setdefault((vrf, family, safi), _scope(vrf, family, safi, peers))
    return inner


def _kind(words: list[str]) -> tuple[int, str]:
    if words[0] in ("ipv4", "ipv6"):
        further = next((word for word in words[1:2] if word != "vrf"), "unicast")
        if further not in ("unicast", "multicast"):
            raise Mismatch(f"netops does not know BGP's family {' '.join(words[:2])}")
        return (4 if words[0] == "ipv4" else 6), further
    kinds = {"vpnv4": (4, "vpn"), "vpnv6": (6, "vpn")}
    if words[0] in kinds:
        return kinds[words[0]]
    if words[:2] == ["l2vpn", "evpn"]:
        return 4, "evpn"
    raise Mismatch(f"netops does not know BGP's family {' '.join(words[:2])}")


def _peers(scopes: Mapping[tuple[str, int, str], Fields], vrf: str) -> Fields:
    """The neighbours of a VRF: one table for all of its families."""
    found: Fields = next((scope["peers"] for (name, *_), scope in scopes.items() if name == vrf), {})
    return found


def _template(part: str) -> Any:
    def opener(process: Fields, held: Fields) -> Fields:
        made: Fields = process.setdefault(part, {}).setdefault(held["name"], {})
        return {"session": made, "exchange": made}

    return opener


def _of_family(scope: Fields, prefix: IPPrefix) -> IPPrefix:
    if prefix.version != scope["family"]:
        raise Mismatch(f"{prefix} is not of this address family")
    return prefix


def _network(scope: Fields, held: Fields) -> None:
    """``network A [mask M] [route-map NAME]``, ``network P``; without a mask, the classful network."""
    words: list[str] = list(held["options"])
    if "/" in held["prefix"]:
        prefix = type_of("network", held["prefix"])
    elif words[:1] == ["mask"] and len(words) > 1:
        prefix = network(type_of("address4", held["prefix"]), type_of("address4", words[1]))
        words = words[2:]
    else:
        prefix = classful(type_of("address4", held["prefix"]))
    said = options(words, {"route-map": "word", "backdoor": ""})
    if "backdoor" in said:
        raise Mismatch("'backdoor' is not understood: it changes the distance of a route that a neighbour sends")
    scope.setdefault("networks", {})[_of_family(scope, prefix)] = BgpNetwork(prefix, **said)


_AGGREGATE = {
    "summary-only": "",
    "as-set": "",
    "advertise-map": "word",
    "suppress-map": "word",
    "attribute-map": "word",
    "route-map": "word",
}


def _aggregate(scope: Fields, prefix: IPPrefix, words: list[str]) -> None:
    said = options(words, _AGGREGATE)
    if "route_map" in said:
        said["attribute_map"] = said.pop("route_map")
    scope.setdefault("aggregates", {})[_of_family(scope, prefix)] = BgpAggregate(prefix, **said)


def _aggregate4(scope: Fields, held: Fields) -> None:
    _aggregate(scope, network(held["address"], held["mask"]), held["options"])


def _aggregate6(scope: Fields, held: Fields) -> None:
    _aggregate(scope, held["prefix"], held["options"])


def _redistribute(scope: Fields, held: Fields) -> None:
    """Of OSPF, internal routes alone are taken where nothing else is told."""
    internal = (
        {"match": ("internal",)} if held["protocol"] in ("ospf", "ospfv3") and "match" not in held["options"] else {}
    )
    redistribute(**internal)(scope, held)


def _maximum_paths(scope: Fields, held: Fields) -> None:
    words: list[str] = held["words"].split()
    fields = {"ibgp": ("maximum_paths_ibgp",), "eibgp": ("maximum_paths", "maximum_paths_ibgp")}.get(words[0])
    number = type_of("number", words[1 if fields and len(words) > 1 else 0])
    scope.update(dict.fromkeys(fields or ("maximum_paths",), number))


def _distance(scope: Fields, held: Fields) -> None:
    scope.update(distance_external=held["external"], distance_internal=held["internal"], distance_local=held["local"])


def _cluster(scope: Fields, held: Fields) -> None:
    scope["cluster_id"] = cluster_id(held["cluster"])


def _confederation(scope: Fields, held: Fields) -> None:
    scope["confederation"] = asn(held["number"])


def _confederation_peers(scope: Fields, held: Fields) -> None:
    scope.setdefault("confederation_peers", []).extend(asn(each) for each in held["numbers"].split())


def _timers(scope: Fields, held: Fields) -> None:
    scope.update(keepalive=held["keepalive"], hold_time=held["hold_time"])


def _listen(scope: Fields, held: Fields) -> None:
    scope.setdefault("listen", {})[held["prefix"]] = held["group"]


def _additional(scope: Fields, held: Fields) -> None:
    scope["add_paths"] = tuple(held["words"].split())


_FAMILY: tuple[tuple[str, Any], ...] = (
    ("neighbor <peer:word> <words:rest>", neighbor_line),
    ("no neighbor <peer:word> <words:rest>", neighbor_off),
    ("network <prefix:word> <options:options>", _network),
    ("aggregate-address <address:address4> <mask:address4> <options:options>", _aggregate4),
    ("aggregate-address <prefix:network6> <options:options>", _aggregate6),
    ("redistribute <protocol:word> <options:options>", _redistribute),
    ("maximum-paths <words:rest>", _maximum_paths),
    ("distance bgp <external:number> <internal:number> <local:number>", _distance),
    ("distance <rest:rest>", refuse("a distance for some neighbours' routes alone is not understood")),
    ("default-information originate", put(default_originate=True)),
    ("default-metric <default_metric:number>", put()),
    ("table-map <table_map:word>", put()),
    ("table-map <table_map:word> filter", refuse("a table map that filters is not understood")),
    ("auto-summary", put(auto_summary=True)),
    ("synchronization", put(synchronization=True)),
    ("bgp router-id <router_id:address4>", put()),
    ("bgp dampening <options:options>", mark(dampening=True)),
    ("bgp redistribute-internal", put(redistribute_internal=True)),
    ("no bgp redistribute-internal", put(redistribute_internal=False)),
    ("bgp additional-paths select <words:rest>", ignore),
    ("bgp additional-paths <words:rest>", _additional),
    ("bgp suppress-inactive", refuse("that routes which are not in the table are kept back is not understood")),
    ("bgp nexthop|scan-time|aggregate-timer|soft-reconfig-backup|slow-peer|dmzlink-bw|recursion <o:options>", ignore),
    ("no bgp nexthop|scan-time|aggregate-timer|dampening|recursion|mpls-local-label <options:options>", ignore),
    ("no auto-summary|synchronization|table-map|maximum-paths|default-information <options:options>", ignore),
    ("export|import <what:rest>", refuse("L2VPN's and EVPN's route exchange with VRFs is not understood")),
    ("advertise l2vpn evpn", refuse("EVPN's route exchange with VRFs is not understood")),
    ("snmp <what:rest>", ignore),
)

_FAMILY_GRAMMAR = Grammar(Rules(*_FAMILY))

_PROCESS: tuple[tuple[str, Any], ...] = (
    ("bgp cluster-id <cluster:word>", _cluster),
    ("bgp confederation identifier <number:word>", _confederation),
    ("bgp confederation peers <numbers:rest>", _confederation_peers),
    ("bgp default local-preference <default_local_preference:number>", put()),
    ("bgp default ipv4-unicast", put(default_ipv4=True)),
    ("no bgp default ipv4-unicast", put(default_ipv4=False)),
    ("no bgp default route-target filter", ignore),
    ("bgp log-neighbor-changes", put(log_neighbor_changes=True)),
    ("no bgp log-neighbor-changes", put(log_neighbor_changes=False)),
    ("bgp always-compare-med", put(always_compare_med=True)),
    ("bgp deterministic-med", put(deterministic_med=True)),
    ("no bgp deterministic-med", put(deterministic_med=False)),
    ("bgp bestpath compare-routerid", put(compare_router_id=True)),
    ("bgp bestpath med missing-as-worst", put(med_missing_as_worst=True)),
    ("bgp bestpath med confed", put(med_confederation=True)),
    ("bgp bestpath med confed missing-as-worst", put(med_confederation=True, med_missing_as_worst=True)),
    ("bgp bestpath as-path ignore", put(as_path_ignore=True)),
    ("bgp bestpath as-path multipath-relax", put(multipath_relax=True)),
    ("bgp bestpath cost-community ignore", put(cost_community_ignore=True)),
    ("bgp bestpath aigp ignore", ignore),
    ("bgp fast-external-fallover", put(fast_external_failover=True)),
    ("no bgp fast-external-fallover", put(fast_external_failover=False)),
    ("bgp enforce-first-as", put(enforce_first_as=True)),
    ("no bgp enforce-first-as", put(enforce_first_as=False)),
    ("bgp client-to-client reflection <options:options>", mark(client_to_client_reflection=True)),
    ("no bgp client-to-client reflection <options:options>", mark(client_to_client_reflection=False)),
    ("bgp listen range <prefix:network> peer-group <group:word> <options:options>", _listen),
    ("bgp listen limit <number:number>", ignore),
    ("timers bgp <keepalive:number> <hold_time:number> <least:number>", _timers),
    ("timers bgp <keepalive:number> <hold_time:number>", _timers),
    (
        "bgp graceful-restart|graceful-shutdown|update-delay|asnotation|transport|upgrade-cli|refresh|route-map"
        "|consistency-checker|mpls-local-label|sso <options:options>",
        ignore,
    ),
    ("no bgp graceful-restart|transport|asnotation|refresh|inject-map|rpki <options:options>", ignore),
    ("bgp inject-map <rest:rest>", refuse("injected routes are not understood")),
    ("bgp rpki <rest:rest>", refuse("origin validation is not understood")),
    ("bgp maxas-limit <number:number>", refuse("a limit of the AS path's length is not understood")),
    ("bgp advertise-best-external", refuse("a best external path beside the best one is not understood")),
)

BGP_GRAMMAR = Grammar(
    Rules(*_PROCESS, *_FAMILY),
    (
        Block("address-family <afi:word> <words:options>", _open_family, _FAMILY_GRAMMAR),
        Block("template peer-session <name:word>", _template("sessions"), TEMPLATE_GRAMMAR),
        Block("template peer-policy <name:word>", _template("policies"), TEMPLATE_GRAMMAR),
    ),
)
