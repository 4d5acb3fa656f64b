"""``router bgp``: processes, families, neighbours, and the groups that these use."""

from __future__ import annotations

from typing import Any

from netops.model import (
    BgpAggregate,
    BgpNetwork,
)
from netops.platforms.configuration.bgp import asn_of, asn_to, family_draft, local_as, maximum_prefix, password
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Fields, Mismatch, Rules, ignore, options, put
from netops.platforms.iosxr.config_redistribute import redistribute

__all__ = ["BGP_GRAMMAR"]


def _family_line(draft: Fields, held: Fields) -> None:
    family_draft(draft, held)


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
    ("maximum-prefix <count:number> <words:options>", maximum_prefix),
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
_FAMILY_OF_NEIGHBOR = Block("address-family <afi:word> <safi:word>", family_draft, Grammar(_NEIGHBOR_FAMILY))
_NEIGHBOR_LINES = (
    ("remote-as <asn:word>", asn_to("remote_as")),
    ("use neighbor-group <name:word>", _use("neighbor-group")),
    ("use session-group <name:word>", _use("session-group")),
    ("description <description:rest>", put()),
    ("update-source <update_source:word>", put()),
    ("ebgp-multihop <ebgp_multihop:number> <rest:options>", put()),
    ("password <key:rest>", password),
    ("timers <keepalive:number> <hold_time:number> <rest:options>", put()),
    ("shutdown", put(shutdown=True)),
    ("shutdown inheritance-disable", put(shutdown=False)),
    ("local-as <asn:word> <words:options>", local_as),
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
    ("bgp confederation identifier <asn:word>", asn_to("confederation")),
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
_FAMILY_OF_PROCESS = Block("address-family <afi:word> <safi:word>", family_draft, Grammar(_PROCESS_FAMILY))
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
