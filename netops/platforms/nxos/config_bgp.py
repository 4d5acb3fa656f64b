"""``router bgp``: processes, address families, neighbours, and the templates that these inherit from."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from netops.model import (
    Bgp,
    BgpAggregate,
    BgpDynamicNeighbor,
    BgpFamily,
    BgpNeighbor,
    BgpNeighborFamily,
    BgpNetwork,
    BgpUnnumberedNeighbor,
    ConditionalAdvertisement,
    Secret,
)
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Fields, Mismatch, Rules, ignore, options, put, type_of
from netops.platforms.nxos.config_redistribute import redistribute
from netops.platforms.nxos.names import full_name

__all__ = ["BGP_GRAMMAR", "bgp_process"]

_FAMILIES = {
    ("ipv4", "unicast"): (4, "unicast"),
    ("ipv6", "unicast"): (6, "unicast"),
    ("ipv4", "labeled-unicast"): (4, "labeled-unicast"),
    ("ipv6", "labeled-unicast"): (6, "labeled-unicast"),
    ("vpnv4", "unicast"): (4, "vpn"),
    ("vpnv6", "unicast"): (6, "vpn"),
    ("l2vpn", "evpn"): (4, "evpn"),
}


def asn_of(text: str) -> int:
    """An AS number, also in dot notation (RFC 5396)."""
    high, dot, low = text.partition(".")
    whole: int = type_of("number", high)
    return (whole << 16) + type_of("number", low) if dot else whole


def _family(draft: Fields, held: Fields) -> Fields:
    key = _FAMILIES.get((held["afi"], held["safi"]))
    if key is None:
        raise Mismatch(f"netops does not know the family {held['afi']} {held['safi']}")
    inner: Fields = draft.setdefault("families", {}).setdefault(key, {})
    return inner


def _asn(field: str) -> Any:
    def action(draft: Fields, held: Fields) -> None:
        draft[field] = asn_of(held["asn"])

    return action


def _local_as(draft: Fields, held: Fields) -> None:
    said = options(held["words"], {"no-prepend": "", "replace-as": "", "dual-as": ""})
    draft.update(local_as=asn_of(held["asn"]), **said)


def _remove_private(draft: Fields, held: Fields) -> None:
    """Said of the neighbour as a whole: it holds for each of its families."""
    said = options(held["words"], {"all": "", "replace-as": ""})
    draft["remove_private"] = {
        "remove_private_as": True,
        "remove_private_as_all": "all" in said,
        "remove_private_as_replace": "replace_as" in said,
    }


def _password(draft: Fields, held: Fields) -> None:
    draft["password"] = Secret.of_value(held["key"].split()[-1])


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


def _maximum_prefix(draft: Fields, held: Fields) -> None:
    draft["maximum_prefix"] = held["count"]
    draft["maximum_prefix_warning_only"] = "warning-only" in held["words"]


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
    ("maximum-prefix <count:number> <words:options>", _maximum_prefix),
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
    ("remote-as <asn:word>", _asn("remote_as")),
    ("inherit peer <template:word>", _inherit("peer")),
    ("inherit peer-session <template:word>", _inherit("peer-session")),
    ("description <description:rest>", put()),
    ("update-source <update_source:word>", put()),
    ("ebgp-multihop <ebgp_multihop:number>", put()),
    ("password <key:rest>", _password),
    ("timers <keepalive:number> <hold_time:number>", put()),
    ("shutdown", put(shutdown=True)),
    ("no shutdown", put(shutdown=False)),
    ("local-as <asn:word> <words:options>", _local_as),
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


_FAMILY_OF_NEIGHBOR = Block("address-family <afi:word> <safi:word>", _family, Grammar(_NEIGHBOR_FAMILY))
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
    ("confederation identifier <asn:word>", _asn("confederation")),
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
    ("local-as <asn:word> <rest:options>", _asn("asn")),
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
_FAMILY_OF_PROCESS = Block("address-family <afi:word> <safi:word>", _family, Grammar(_PROCESS_FAMILY))
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

_NEIGHBOR_FIELDS = frozenset(
    {
        *("description", "ebgp_multihop", "password", "keepalive", "hold_time", "shutdown", "local_as", "no_prepend"),
        *("replace_as", "dual_as", "disable_connected_check", "ttl_security", "passive"),
    }
)
_FAMILY_FIELDS = frozenset(BgpNeighborFamily.__dataclass_fields__)
_PROCESS_FIELDS = frozenset(Bgp.__dataclass_fields__) - {"neighbors", "families", "vrf", "asn"}


def bgp_process(asn: int, vrf: str, draft: Fields, templates: Fields, inherited: Fields) -> Bgp:
    """The process of one VRF; ``inherited`` is what the process as a whole says of best paths."""
    own = draft.get("asn", asn)
    neighbors = {peer: _resolved(each, templates) for peer, each in draft.get("neighbors", {}).items()}
    fields = {key: value for key, value in {**inherited, **draft}.items() if key in _PROCESS_FIELDS}
    fields.setdefault("deterministic_med", True)
    no_reflection = any(each.get("no_reflection") for each in draft.get("families", {}).values())
    return Bgp(
        own,
        vrf=vrf,
        neighbors=tuple(_neighbor(ip_address(peer), each) for peer, each in neighbors.items() if _is_address(peer)),
        dynamic=tuple(_dynamic(peer, each) for peer, each in neighbors.items() if "/" in peer and _is_prefix(peer)),
        unnumbered=tuple(_unnumbered(peer, each) for peer, each in neighbors.items() if peer[0].isalpha()),
        families=tuple(
            _made_family(family, each)
            for (family, safi), each in draft.get("families", {}).items()
            if safi == "unicast"
        ),
        ebgp_requires_policy=False,
        network_import_check=True,
        client_to_client_reflection=not no_reflection,
        **fields,
    )


def _resolved(draft: Fields, templates: Fields) -> Fields:
    """What the neighbour says itself, over what its templates say; the template with the least number wins."""
    result: Fields = {"families": {}}
    for _, kind, name in sorted(draft.get("inherit", ()), key=lambda each: -each[0]):
        _overlay(result, _resolved(_template_of(templates, kind, name), templates))
    families = {key: _resolved_policy(each, templates) for key, each in draft.get("families", {}).items()}
    _overlay(result, {**draft, "families": families})
    return result


def _template_of(templates: Fields, kind: str, name: str) -> Fields:
    """A template that is not there says nothing."""
    known: Mapping[Any, Fields] = templates
    return known.get((kind, name), {})


def _resolved_policy(draft: Fields, templates: Fields) -> Fields:
    result: Fields = {}
    for _, kind, name in sorted(draft.get("inherit", ()), key=lambda each: -each[0]):
        result |= _resolved_policy(_template_of(templates, kind, name), templates)
    return result | {key: value for key, value in draft.items() if key != "inherit"}


def _overlay(below: Fields, above: Fields) -> None:
    families = below["families"]
    for key, each in above.get("families", {}).items():
        families[key] = {**families.get(key, {}), **each}
    below.update((key, value) for key, value in above.items() if key not in ("families", "inherit"))


def _is_address(peer: str) -> bool:
    try:
        ip_address(peer)
    except ValueError:
        return False
    return True


def _is_prefix(peer: str) -> bool:
    try:
        ip_network(peer, strict=False)
    except ValueError:
        return False
    return True


def _neighbor(address: Any, draft: Fields) -> BgpNeighbor:
    fields = {key: value for key, value in draft.items() if key in _NEIGHBOR_FIELDS}
    if "update_source" in draft:
        fields["update_source"] = full_name(draft["update_source"])
    families = [
        _neighbor_family(family, safi, {**draft.get("remove_private", {}), **each})
        for (family, safi), each in draft.get("families", {}).items()
    ]
    peer_as = any(each.get("advertise_peer_as") for each in draft.get("families", {}).values())
    return BgpNeighbor(
        address,
        draft.get("remote_as", 0),
        families=tuple(each for each in families if each.safi == "unicast"),
        services=tuple(each for each in families if each.safi != "unicast"),
        advertise_peer_as=peer_as,
        **fields,
    )


def _neighbor_family(family: int, safi: str, draft: Fields) -> BgpNeighborFamily:
    """NX-OS sends communities only where it is told to."""
    fields = {key: value for key, value in draft.items() if key in _FAMILY_FIELDS}
    sending = {"send_community": False, "send_extended_community": False, "send_large_community": False}
    conditions = tuple(fields.pop("conditions", ()))
    return BgpNeighborFamily(family, safi=safi, conditions=conditions, **{**sending, **fields})


def _dynamic(peer: str, draft: Fields) -> BgpDynamicNeighbor:
    prefix = ip_network(peer, strict=False)
    return BgpDynamicNeighbor(prefix, _neighbor(prefix.network_address, draft))


def _unnumbered(peer: str, draft: Fields) -> BgpUnnumberedNeighbor:
    return BgpUnnumberedNeighbor(full_name(peer), _neighbor(IPv6Address(0), draft))


def _made_family(family: int, draft: Fields) -> BgpFamily:
    names = ("maximum_paths", "maximum_paths_ibgp", "default_originate", "default_metric", "dampening", "table_map")
    distances = ("distance_external", "distance_internal", "distance_local")
    return BgpFamily(
        family,
        networks=tuple(draft.get("networks", {}).values()),
        redistribute=tuple(draft.get("redistribute", {}).values()),
        aggregates=tuple(draft.get("aggregates", {}).values()),
        **{name: draft[name] for name in (*names, *distances) if name in draft},
    )
