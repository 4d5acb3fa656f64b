"""``router bgp``: processes, address families, neighbours, and the templates that these inherit from."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

from netops.model import (
    BgpAggregate,
    BgpNetwork,
    ConditionalAdvertisement,
)
from netops.platforms.configuration.bgp import asn_of, asn_to, family_draft, local_as, maximum_prefix, password
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Fields, Mismatch, Rules, ignore, options, put
from netops.platforms.nxos.config_redistribute import redistribute

__all__ = ["BGP_GRAMMAR"]


def _remove_private(draft: Fields, held: Fields) -> None:
    """Said of the neighbour as a whole: it holds for each of its families."""
    said = options(held["words"], {"all": "", "replace-as": ""})
    draft["remove_private"] = {
        "remove_private_as": True,
        "remove_private_as_all": "all" in said,
        "remove_private_as_replace": "replace_as" in said,
    }


def _inherit(kind: str) -> Any:
    def action(draft: Fields, held: Fields) -> None:
        draft.setdefault("inherit", []).append((held.get("order", 0), kind, held["template"]))

    return action


def _directed(field: str) -> Any:
    def action(draft: Fields, held: Fields) -> None:
        if held["direction"] not in ("in", "out"):
            raise Mismatch(f"{held['direction']!r} is neither in nor out")
        draft[f"{field}_{held['direction']}"] = held["name"]

    return action


def _condition(draft: Fields, held: Fields) -> None:
    made = ConditionalAdvertisement(held["advertise"], held["condition"], held["which"] == "exist-map")
    draft.setdefault("conditions", []).append(made)


def _default_originate(draft: Fields, held: Fields) -> None:
    said = options(held["words"], {"route-map": "word"})
    draft.update(default_originate=True, default_originate_route_map=said.get("route_map"))


def _send_community(draft: Fields, held: Fields) -> None:
    kind = " ".join(held["words"])
    if kind not in ("", "standard", "both", "extended"):
        raise Mismatch(f"{kind!r} communities are not known")
    if kind != "extended":
        draft["send_community"] = True
    if kind in ("extended", "both"):
        draft["send_extended_community"] = True


def _add_paths(field: str) -> Any:
    def action(draft: Fields, held: Fields) -> None:
        draft[field] = not held["words"]  # else "disable"

    return action


_NEIGHBOR_FAMILY = Rules(
    ("route-map <name:word> <direction:word>", _directed("route_map")),
    ("prefix-list <name:word> <direction:word>", _directed("prefix_list")),
    ("filter-list <name:word> <direction:word>", _directed("filter")),
    ("next-hop-self", put(next_hop_self=True)),
    ("next-hop-self all", put(next_hop_self=True, next_hop_self_force=True)),
    ("next-hop-third-party", ignore),
    ("set next-hop unchanged", put(next_hop_unchanged=True)),
    ("route-reflector-client", put(route_reflector_client=True)),
    ("send-community <words:options>", _send_community),
    ("soft-reconfiguration inbound <rest:options>", put(soft_reconfiguration_inbound=True)),
    ("default-originate <words:options>", _default_originate),
    ("maximum-prefix <count:number> <words:options>", maximum_prefix),
    ("allowas-in <allowas_in:number>", put()),
    ("allowas-in", put(allowas_in=3)),
    ("as-override", put(as_override=True)),
    ("disable-peer-as-check", put(advertise_peer_as=True)),
    ("weight <weight:number>", put()),
    ("unsuppress-map <unsuppress_map:word>", put()),
    ("advertise-map <advertise:word> <which:word> <condition:word>", _condition),
    ("capability additional-paths send <words:options>", _add_paths("additional_send")),
    ("capability additional-paths receive <words:options>", _add_paths("add_paths_receive")),
    ("advertisement-interval|suppress-inactive|soo|import|encapsulation|send-label <rest:options>", ignore),
    ("rewrite-evpn-rt-asn|advertise-gw-ip|advertise|no-client-reflect <rest:options>", ignore),
    ("inherit peer-policy <template:word> <order:number>", _inherit("peer-policy")),
    ("no next-hop-third-party|suppress-inactive|shutdown <rest:options>", ignore),
)
_NEIGHBOR = Rules(
    ("remote-as route-map <rest:rest>", lambda _draft, _held: _refuse("numbers that a route map allows")),
    ("remote-as <asn:word>", asn_to("remote_as")),
    ("inherit peer <template:word>", _inherit("peer")),
    ("inherit peer-session <template:word>", _inherit("peer-session")),
    ("description <description:rest>", put()),
    ("update-source <update_source:word>", put()),
    ("ebgp-multihop <ebgp_multihop:number>", put()),
    ("password <key:rest>", password),
    ("timers <keepalive:number> <hold_time:number>", put()),
    ("shutdown", put(shutdown=True)),
    ("no shutdown", put(shutdown=False)),
    ("local-as <asn:word> <words:options>", local_as),
    ("remove-private-as <words:options>", _remove_private),
    ("disable-connected-check", put(disable_connected_check=True)),
    ("ttl-security hops <ttl_security:number>", put()),
    ("transport connection-mode passive", put(passive=True)),
    ("maximum-peers <count:number>", ignore),
    ("bfd|capability|dynamic-capability|low-memory|peer-type|log-neighbor-changes <rest:options>", ignore),
    ("dscp|affinity-group <rest:options>", ignore),
    ("logging|graceful-shutdown|ebgp-load-sharing|encapsulation|path-attribute <rest:options>", ignore),
    ("no bfd|capability|dynamic-capability|log-neighbor-changes <rest:options>", ignore),
)


def _refuse(what: str) -> None:
    raise Mismatch(f"{what} are not understood")


_NETWORK = {"route-map": "word"}


def _network(draft: Fields, held: Fields) -> None:
    said = options(held["words"], {**_NETWORK, "mask": "word"})
    prefix = held["prefix"] if "mask" not in said else ip_network(f"{held['prefix'].network_address}/{said['mask']}")
    draft.setdefault("networks", {})[prefix] = BgpNetwork(prefix, said.get("route_map"))


def _aggregate(draft: Fields, held: Fields) -> None:
    known = {"as-set": "", "summary-only": "", "advertise-map": "word", "suppress-map": "word", "attribute-map": "word"}
    draft.setdefault("aggregates", {})[held["prefix"]] = BgpAggregate(held["prefix"], **options(held["words"], known))


def _distance(draft: Fields, held: Fields) -> None:
    draft.update(distance_external=held["external"], distance_internal=held["internal"], distance_local=held["local"])


def _paths(draft: Fields, held: Fields) -> None:
    draft.update(maximum_paths=held["count"], maximum_paths_ibgp=held["count"])


_PROCESS_FAMILY = Rules(
    ("network <prefix:network> <words:options>", _network),
    ("redistribute <words:options>", redistribute),
    ("aggregate-address <prefix:network> <words:options>", _aggregate),
    ("maximum-paths <maximum_paths:number>", put()),
    ("maximum-paths ibgp <maximum_paths_ibgp:number>", put()),
    ("maximum-paths mixed|eibgp <count:number>", _paths),
    ("default-information originate", put(default_originate=True)),
    ("default-metric <default_metric:number>", put()),
    ("distance <external:number> <internal:number> <local:number>", _distance),
    ("dampening <rest:options>", put(dampening=True)),
    ("table-map <table_map:word> <rest:options>", put()),
    ("advertise l2vpn evpn", put(advertise_evpn=True)),
    ("advertise-pip|nexthop|wait-igp-convergence|suppress-inactive|retain|dampen-igp-metric <rest:options>", ignore),
    ("additional-paths receive|install|send <rest:options>", ignore),
    ("additional-paths selection route-map <name:word>", put()),
    ("client-to-client reflection", ignore),
    ("no client-to-client reflection", put(no_reflection=True)),
    (
        "timers|bestpath-defer|allocate-label|label-allocation-mode|export-gateway-ip|maximum-prefix <rest:options>",
        ignore,
    ),
    ("soft-reconfiguration <rest:options>", ignore),
    (
        "import|inject-map|export <rest:rest>",
        lambda _draft, _held: _refuse("routes that are injected or imported here"),
    ),
)


def _peer(part: str) -> Any:
    def opener(draft: Fields, held: Fields) -> Fields:
        inner: Fields = draft.setdefault(part, {}).setdefault(held["peer"], {})
        if "asn" in held:
            inner["remote_as"] = asn_of(held["asn"])
        return inner

    return opener


def _template(kind: str) -> Any:
    def opener(draft: Fields, held: Fields) -> Fields:
        inner: Fields = draft.setdefault("templates", {}).setdefault((kind, held["template"]), {})
        return inner

    return opener


_FAMILY_OF_NEIGHBOR = Block("address-family <afi:word> <safi:word>", family_draft, Grammar(_NEIGHBOR_FAMILY))
_NEIGHBOR_GRAMMAR = Grammar(_NEIGHBOR, (_FAMILY_OF_NEIGHBOR,))
_SESSION_GRAMMAR = Grammar(_NEIGHBOR)
_POLICY_GRAMMAR = Grammar(_NEIGHBOR_FAMILY)


def _vrf(draft: Fields, held: Fields) -> Fields:
    inner: Fields = draft["vrfs"].setdefault(held["vrf"], {})
    return inner


_FAST = put(fast_external_failover=True)
_PROCESS = (
    ("router-id <router_id:address4>", put()),
    ("cluster-id <cluster_id:address4>", put()),
    ("cluster-id <cluster_number:number>", put()),
    ("confederation identifier <asn:word>", asn_to("confederation")),
    (
        "confederation peers <numbers:options>",
        lambda draft, held: draft.update(confederation_peers=tuple(map(asn_of, held["numbers"]))),
    ),
    ("bestpath always-compare-med", put(always_compare_med=True)),
    ("bestpath as-path multipath-relax", put(multipath_relax=True)),
    ("bestpath as-path ignore", put(as_path_ignore=True)),
    ("bestpath compare-routerid", put(compare_router_id=True)),
    ("bestpath cost-community ignore", put(cost_community_ignore=True)),
    ("bestpath med missing-as-worst", put(med_missing_as_worst=True)),
    ("bestpath med confed", put(med_confederation=True)),
    ("bestpath med non-deterministic", put(deterministic_med=False)),
    ("bestpath igp-metric|origin-as <rest:options>", ignore),
    ("enforce-first-as", put(enforce_first_as=True)),
    ("no enforce-first-as", put(enforce_first_as=False)),
    ("fast-external-fallover", _FAST),
    ("no fast-external-fallover", put(fast_external_failover=False)),
    ("log-neighbor-changes", put(log_neighbor_changes=True)),
    ("local-as <asn:word> <rest:options>", asn_to("asn")),
    (
        "timers|reconnect-interval|graceful-restart|graceful-restart-helper|event-history|flush-routes <rest:options>",
        ignore,
    ),
    ("maxas-limit|isolate|shutdown|dynamic-med-interval|neighbor-down|suppress-fib-pending <rest:options>", ignore),
    (
        "no graceful-restart|graceful-restart-helper|suppress-fib-pending|shutdown|log-neighbor-changes <rest:options>",
        ignore,
    ),
    ("rd <rest:rest>", ignore),
    ("allocate-index <index:number>", ignore),
)
_FAMILY_OF_PROCESS = Block("address-family <afi:word> <safi:word>", family_draft, Grammar(_PROCESS_FAMILY))
_NEIGHBORS = (
    Block("neighbor <peer:word> remote-as <asn:word>", _peer("neighbors"), _NEIGHBOR_GRAMMAR, "bgp-neighbor:{peer}"),
    Block("neighbor <peer:word>", _peer("neighbors"), _NEIGHBOR_GRAMMAR, "bgp-neighbor:{peer}"),
)
_VRF = Grammar(Rules(*_PROCESS), (_FAMILY_OF_PROCESS, *_NEIGHBORS))
BGP_GRAMMAR = Grammar(
    Rules(*_PROCESS),
    (
        _FAMILY_OF_PROCESS,
        *_NEIGHBORS,
        Block("template peer <template:word>", _template("peer"), _NEIGHBOR_GRAMMAR),
        Block("template peer-session <template:word>", _template("peer-session"), _SESSION_GRAMMAR),
        Block("template peer-policy <template:word>", _template("peer-policy"), _POLICY_GRAMMAR),
        Block("vrf <vrf:word>", _vrf, _VRF),
        Block("evpn <rest:options>", lambda _draft, _held: None, None),
    ),
)
