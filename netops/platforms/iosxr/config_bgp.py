"""``router bgp``: processes, families, neighbours, and the groups that these use."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import Any

from netops.model import (
    Bgp,
    BgpAggregate,
    BgpDynamicNeighbor,
    BgpFamily,
    BgpNeighbor,
    BgpNeighborFamily,
    BgpNetwork,
    Secret,
)
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Fields, Mismatch, Rules, ignore, options, put, type_of
from netops.platforms.iosxr.config_redistribute import redistribute
from netops.platforms.iosxr.names import full_name

__all__ = ["BGP_GRAMMAR", "asn_of", "bgp_process"]

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
    """An AS number, also in dot notation (RFC 5396).  Raises Mismatch."""
    high, dot, low = text.partition(".")
    whole: int = type_of("number", high)
    return (whole << 16) + type_of("number", low) if dot else whole


def _family(draft: Fields, held: Fields) -> Fields:
    key = _FAMILIES.get((held["afi"], held["safi"]))
    if key is None:
        raise Mismatch(f"netops does not know the family {held['afi']} {held['safi']}")
    inner: Fields = draft.setdefault("families", {}).setdefault(key, {})
    return inner


def _family_line(draft: Fields, held: Fields) -> None:
    _family(draft, held)


def _asn(field: str) -> Any:
    def action(draft: Fields, held: Fields) -> None:
        draft[field] = asn_of(held["asn"])

    return action


def _local_as(draft: Fields, held: Fields) -> None:
    said = options(held["words"], {"no-prepend": "", "replace-as": "", "dual-as": ""})
    draft.update(local_as=asn_of(held["asn"]), **said)


def _password(draft: Fields, held: Fields) -> None:
    draft["password"] = Secret.of_value(held["key"].split()[-1])


def _use(kind: str) -> Any:
    def action(draft: Fields, held: Fields) -> None:
        draft.setdefault("use", []).append((kind, held["name"]))

    return action


def _policy(draft: Fields, held: Fields) -> None:
    if held["direction"] not in ("in", "out"):
        raise Mismatch(f"{held['direction']!r} is neither in nor out")
    if "(" in held["policy"]:
        raise Mismatch("a policy with parameters is not understood here")
    draft[f"route_map_{held['direction']}"] = held["policy"]


def _enabled(field: str) -> Any:
    """A flag; ``inheritance-disable`` takes back what a group says, ``disable`` what is usual."""

    def action(draft: Fields, held: Fields) -> None:
        draft[field] = not {"inheritance-disable", "disable"} & set(held["words"])

    return action


def _maximum_prefix(draft: Fields, held: Fields) -> None:
    draft.update(maximum_prefix=held["count"], maximum_prefix_warning_only="warning-only" in held["words"])


def _default_originate(draft: Fields, held: Fields) -> None:
    said = options([word for word in held["words"] if word != "inheritance-disable"], {"route-policy": "word"})
    draft.update(default_originate=True, default_originate_route_map=said.get("route_policy"))


def _remove_private(draft: Fields, held: Fields) -> None:
    if "inbound" in held["words"]:
        raise Mismatch("private numbers that are removed from what is received are not understood")
    draft.update(remove_private_as=True, remove_private_as_all="entire-aspath" not in held["words"])


_NEIGHBOR_FAMILY = Rules(
    ("route-policy <policy:word> <direction:word>", _policy),
    ("next-hop-self <words:options>", _enabled("next_hop_self")),
    ("next-hop-unchanged <words:options>", _enabled("next_hop_unchanged")),
    ("route-reflector-client <words:options>", _enabled("route_reflector_client")),
    ("send-community-ebgp <words:options>", _enabled("send_community")),
    ("send-extended-community-ebgp <words:options>", _enabled("send_extended_community")),
    ("soft-reconfiguration inbound <words:options>", _enabled("soft_reconfiguration_inbound")),
    ("default-originate <words:options>", _default_originate),
    ("maximum-prefix <count:number> <words:options>", _maximum_prefix),
    ("allowas-in <allowas_in:number>", put()),
    ("allowas-in", put(allowas_in=3)),
    ("as-override <words:options>", _enabled("as_override")),
    ("remove-private-AS <words:options>", _remove_private),
    ("weight <weight:number>", put()),
    ("use af-group <name:word>", _use("af-group")),
    ("advertise|capability|aigp|multipath <rest:options>", ignore),
    ("long-lived-graceful-restart|bestpath|site-of-origin|encapsulation-type <rest:options>", ignore),
    ("accept-own|import|signalling|validation|update|optimal-route-reflection|slow-peer <rest:options>", ignore),
)
_FAMILY_OF_NEIGHBOR = Block("address-family <afi:word> <safi:word>", _family, Grammar(_NEIGHBOR_FAMILY))
_NEIGHBOR_LINES = (
    ("remote-as <asn:word>", _asn("remote_as")),
    ("use neighbor-group <name:word>", _use("neighbor-group")),
    ("use session-group <name:word>", _use("session-group")),
    ("description <description:rest>", put()),
    ("update-source <update_source:word>", put()),
    ("ebgp-multihop <ebgp_multihop:number> <rest:options>", put()),
    ("password <key:rest>", _password),
    ("timers <keepalive:number> <hold_time:number> <rest:options>", put()),
    ("shutdown", put(shutdown=True)),
    ("shutdown inheritance-disable", put(shutdown=False)),
    ("local-as <asn:word> <words:options>", _local_as),
    ("ttl-security <rest:options>", put(ttl_security=1)),
    ("ignore-connected-check", put(disable_connected_check=True)),
    ("enforce-first-as disable", put(enforce_first_as=False)),
    ("enforce-first-as", put(enforce_first_as=True)),
    ("session-open-mode passive-only", put(passive=True)),
    ("cluster-id <cluster_id:address4>", put()),
    ("address-family <afi:word> <safi:word>", _family_line),
    ("bfd|capability|dmz-link-bandwidth|dscp <rest:options>", ignore),
    ("graceful-restart|keychain|log|precedence|receive-buffer-size <rest:options>", ignore),
    ("send-buffer-size|session-open-mode|tcp <rest:options>", ignore),
    ("advertisement-interval|graceful-maintenance|egress-engineering <rest:options>", ignore),
    ("as-path-loopcheck|idle-watch-time|internal-vpn-client <rest:options>", ignore),
    ("max-peers|local|ebgp-send-extcommunity-dmz <rest:options>", ignore),
)
_NEIGHBOR = Grammar(Rules(*_NEIGHBOR_LINES), (_FAMILY_OF_NEIGHBOR,), silent=("graceful-maintenance",))


def _network(draft: Fields, held: Fields) -> None:
    said = options(held["words"], {"route-policy": "word"})
    draft.setdefault("networks", {})[held["prefix"]] = BgpNetwork(held["prefix"], said.get("route_policy"))


def _aggregate(draft: Fields, held: Fields) -> None:
    said = options(held["words"], {"as-set": "", "summary-only": "", "as-confed-set": "", "route-policy": "word"})
    said.pop("as_confed_set", None)
    made = BgpAggregate(held["prefix"], advertise_map=said.pop("route_policy", None), **said)
    draft.setdefault("aggregates", {})[held["prefix"]] = made


def _distance(draft: Fields, held: Fields) -> None:
    draft.update(distance_external=held["external"], distance_internal=held["internal"], distance_local=held["local"])


def _both_paths(draft: Fields, held: Fields) -> None:
    draft.update(maximum_paths=held["count"], maximum_paths_ibgp=held["count"])


_PROCESS_FAMILY = Rules(
    ("network <prefix:network> <words:options>", _network),
    ("redistribute <words:options>", redistribute),
    ("aggregate-address <prefix:network> <words:options>", _aggregate),
    ("maximum-paths ebgp <maximum_paths:number> <rest:options>", put()),
    ("maximum-paths ibgp <maximum_paths_ibgp:number> <rest:options>", put()),
    ("maximum-paths eibgp <count:number> <rest:options>", _both_paths),
    ("distance bgp <external:number> <internal:number> <local:number>", _distance),
    ("table-policy <table_map:word>", put()),
    ("bgp dampening <rest:options>", put(dampening=True)),
    ("bgp client-to-client reflection disable", put(no_reflection=True)),
    ("bgp client-to-client|attribute-download|scan-time|import-delay|label-delay|origin-as <rest:options>", ignore),
    ("bgp bestpath|policy <rest:options>", ignore),
    ("additional-paths|advertise|allocate-label|nexthop|retain <rest:options>", ignore),
    ("segment-routing|label|vrf|update|weight <rest:options>", ignore),
    ("dynamic-med|permanent-network|optimal-route-reflection <rest:options>", ignore),
    ("inter-as|wait-rib-install|domain-distinguisher <rest:options>", ignore),
    ("default-martian-check|epe|export|import|as-path-loopcheck|global <rest:options>", ignore),
)


def _neighbor_draft(draft: Fields, held: Fields) -> Fields:
    inner: Fields = draft.setdefault("neighbors", {}).setdefault(held["peer"], {})
    return inner


def _group(kind: str) -> Any:
    def opener(draft: Fields, held: Fields) -> Fields:
        inner: Fields = draft.setdefault("groups", {}).setdefault((kind, held["name"]), {})
        return inner

    return opener


def _af_group(draft: Fields, held: Fields) -> Fields:
    """An af-group is of one family, and says what a neighbour's family says."""
    return _group("af-group")(draft, held)  # type: ignore[no-any-return]  # what _group returns


def _vrf(draft: Fields, held: Fields) -> Fields:
    inner: Fields = draft["vrfs"].setdefault(held["vrf"], {})
    return inner


def _confederation_peers(draft: Fields, held: Fields) -> None:
    draft["confederation_peers"] = (*draft.get("confederation_peers", ()), *map(asn_of, held["numbers"]))


def _peer_number(draft: Fields, held: Fields) -> None:
    _confederation_peers(draft, {"numbers": [held["asn"]]})


_PROCESS = (
    ("bgp router-id <router_id:address4>", put()),
    ("bgp cluster-id <cluster_id:address4>", put()),
    ("bgp confederation identifier <asn:word>", _asn("confederation")),
    ("bgp confederation peers <numbers:options>", _confederation_peers),
    ("bgp bestpath med always", put(always_compare_med=True)),
    ("bgp bestpath med missing-as-worst", put(med_missing_as_worst=True)),
    ("bgp bestpath med confed", put(med_confederation=True)),
    ("bgp bestpath as-path ignore", put(as_path_ignore=True)),
    ("bgp bestpath as-path multipath-relax", put(multipath_relax=True)),
    ("bgp bestpath compare-routerid", put(compare_router_id=True)),
    ("bgp bestpath cost-community ignore", put(cost_community_ignore=True)),
    ("bgp bestpath igp-metric|origin-as|aigp <rest:options>", ignore),
    ("bgp default local-preference <default_local_preference:number>", put()),
    ("bgp enforce-first-as disable", put(enforce_first_as=False)),
    ("bgp fast-external-fallover disable", put(fast_external_failover=False)),
    ("bgp unsafe-ebgp-policy", put(ebgp_requires_policy=False)),
    ("bgp log <rest:options>", put(log_neighbor_changes=True)),
    ("bgp auto-policy-soft-reset|graceful-restart|maximum <rest:options>", ignore),
    ("bgp multipath|read-only|redistribute-internal|scan-time <rest:options>", ignore),
    ("bgp update-delay|write-limit|as-path-loopcheck|graceful-maintenance <rest:options>", ignore),
    ("bgp import-delay|label-delay|origin-as|install <rest:options>", ignore),
    ("rd <rest:rest>", ignore),
    ("timers|nsr|ibgp|instance|socket <rest:options>", ignore),
    ("mvpn|slow-peer|default-information|label|address-family-monitor <rest:options>", ignore),
    ("address-family <afi:word> <safi:word>", _family_line),
)
_FAMILY_OF_PROCESS = Block("address-family <afi:word> <safi:word>", _family, Grammar(_PROCESS_FAMILY))
_PEERS = Block("bgp confederation peers", lambda draft, _held: draft, Grammar(Rules(("<asn:word>", _peer_number))))
_NEIGHBOR_OF_PROCESS = Block("neighbor <peer:word>", _neighbor_draft, _NEIGHBOR, "bgp-neighbor:{peer}")
_VRF = Grammar(Rules(*_PROCESS), (_FAMILY_OF_PROCESS, _NEIGHBOR_OF_PROCESS))
BGP_GRAMMAR = Grammar(
    Rules(*_PROCESS),
    (
        _FAMILY_OF_PROCESS,
        _PEERS,
        _NEIGHBOR_OF_PROCESS,
        Block("neighbor-group <name:word>", _group("neighbor-group"), _NEIGHBOR),
        Block("session-group <name:word>", _group("session-group"), _NEIGHBOR),
        Block("af-group <name:word> address-family <afi:word> <safi:word>", _af_group, Grammar(_NEIGHBOR_FAMILY)),
        Block("vrf <vrf:word>", _vrf, _VRF),
    ),
    silent=("rpki", "bmp"),
)

_NEIGHBOR_FIELDS = frozenset(
    {
        *("description", "ebgp_multihop", "password", "keepalive", "hold_time", "shutdown", "local_as", "no_prepend"),
        *(
            "replace_as",
            "dual_as",
            "disable_connected_check",
            "ttl_security",
            "passive",
            "enforce_first_as",
            "cluster_id",
        ),
    }
)
_FAMILY_FIELDS = frozenset(BgpNeighborFamily.__dataclass_fields__)
_PROCESS_FIELDS = frozenset(Bgp.__dataclass_fields__) - {"neighbors", "families", "vrf", "asn"}


def bgp_process(asn: int, vrf: str, draft: Fields, groups: dict[Any, Fields], inherited: Fields) -> Bgp:
    """The process of one VRF; ``inherited`` is what the process as a whole says of best paths."""
    peers = {peer: _resolved(each, groups, 0) for peer, each in draft.get("neighbors", {}).items()}
    fields = {key: value for key, value in {**inherited, **draft}.items() if key in _PROCESS_FIELDS}
    families: dict[Any, Fields] = draft.get("families", {})
    return Bgp(
        asn,
        vrf=vrf,
        neighbors=tuple(
            _neighbor(asn, ip_address(peer), each) for peer, each in peers.items() if _is(ip_address, peer)
        ),
        dynamic=tuple(
            _dynamic(asn, peer, each) for peer, each in peers.items() if "/" in peer and _is(ip_network, peer)
        ),
        families=tuple(_made_family(family, each) for (family, safi), each in families.items() if safi == "unicast"),
        network_import_check=True,
        client_to_client_reflection=not any(each.get("no_reflection") for each in families.values()),
        **{"ebgp_requires_policy": True, "deterministic_med": True, **fields},
    )


def _is(parse: Any, text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True


_DEEPEST = 16


def _resolved(draft: Fields, groups: dict[Any, Fields], depth: int) -> Fields:
    """What the neighbour says itself, over what its groups say."""
    result: Fields = {"families": {}}
    for kind, name in draft.get("use", ()) if depth < _DEEPEST else ():
        below = _resolved(groups.get((kind, name), {}), groups, depth + 1)
        result.update((key, value) for key, value in below.items() if key != "families")
        for key, each in below["families"].items():
            result["families"][key] = {**result["families"].get(key, {}), **each}
    families = dict(result["families"])
    for key, each in draft.get("families", {}).items():
        families[key] = {**families.get(key, {}), **_policy_of(each, groups, 0)}
    return {
        **result,
        **{key: value for key, value in draft.items() if key not in ("families", "use")},
        "families": families,
    }


def _policy_of(draft: Fields, groups: dict[Any, Fields], depth: int) -> Fields:
    result: Fields = {}
    for kind, name in draft.get("use", ()) if depth < _DEEPEST else ():
        result |= _policy_of(groups.get((kind, name), {}), groups, depth + 1)
    return result | {key: value for key, value in draft.items() if key != "use"}


def _neighbor(asn: int, address: Any, draft: Fields) -> BgpNeighbor:
    fields = {key: value for key, value in draft.items() if key in _NEIGHBOR_FIELDS}
    if "update_source" in draft:
        fields["update_source"] = full_name(draft["update_source"])
    remote_as = draft.get("remote_as", 0)
    internal = remote_as == asn
    families = [_neighbor_family(family, safi, internal, each) for (family, safi), each in draft["families"].items()]
    return BgpNeighbor(
        address,
        remote_as,
        families=tuple(each for each in families if each.safi == "unicast"),
        services=tuple(each for each in families if each.safi != "unicast"),
        **fields,
    )


def _neighbor_family(family: int, safi: str, internal: bool, draft: Fields) -> BgpNeighborFamily:
    """Communities go to internal peers always, to external ones where it is said."""
    fields = {key: value for key, value in draft.items() if key in _FAMILY_FIELDS}
    for name in ("send_community", "send_extended_community"):
        fields[name] = internal or fields.get(name, False)
    return BgpNeighborFamily(family, safi=safi, **fields)


def _dynamic(asn: int, peer: str, draft: Fields) -> BgpDynamicNeighbor:
    prefix = ip_network(peer)
    return BgpDynamicNeighbor(prefix, _neighbor(asn, prefix.network_address, draft))


def _made_family(family: int, draft: Fields) -> BgpFamily:
    names = ("maximum_paths", "maximum_paths_ibgp", "dampening", "table_map")
    distances = ("distance_external", "distance_internal", "distance_local")
    return BgpFamily(
        family,
        networks=tuple(draft.get("networks", {}).values()),
        redistribute=tuple(draft.get("redistribute", {}).values()),
        aggregates=tuple(draft.get("aggregates", {}).values()),
        **{name: draft[name] for name in (*names, *distances) if name in draft},
    )
