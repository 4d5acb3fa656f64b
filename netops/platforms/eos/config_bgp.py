"""``router bgp``: what its lines do to drafts; :mod:`config_bgp_build` makes processes of these.

A ``neighbor X …`` line is read by a table of its own: in the process it holds for every address family, in an address
family for that one.
"""

from __future__ import annotations

from collections.abc import Sequence

from netops.model import BgpAggregate, BgpNetwork
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import (
    Action,
    Fields,
    Mismatch,
    Rules,
    ignore,
    into,
    options,
    put,
    type_of,
)
from netops.platforms.eos.config_bgp_peer import FAMILY_PEER_RULES, PEER_RULES, additional_paths, missing_policy
from netops.platforms.eos.config_bgp_services import MAC_VRF, VRF_RULES, open_mac_vrf
from netops.platforms.eos.config_numbers import number_of
from netops.platforms.eos.config_ospf import redistribution
from netops.platforms.eos.config_vrf import vrf_draft
from netops.platforms.eos.names import interface_range

__all__ = ["BGP_BLOCK"]


class _PeerRules(Rules):
    """Rules whose ``neighbor X …`` lines are those of a table that works on the draft of that neighbour."""

    def __init__(self, peers: Rules, *rules: tuple[str, Action]) -> None:
        super().__init__(*rules)
        self._peers = peers

    def apply(self, draft: Fields, words: Sequence[str]) -> bool:
        if words[0] == "neighbor" and len(words) > 2 and words[1] != "interface":
            return self._peers.apply(_peer(draft, words[1]), words[2:])
        if len(words) > 3 and words[0] in ("no", "default") and words[1] == "neighbor":
            return self._peers.apply(_peer(draft, words[2]), ["no", *words[3:]])
        return super().apply(draft, words)


def _peer(draft: Fields, name: str) -> Fields:
    """The draft of a neighbour or peer group, made where it is first named."""
    made: Fields = draft.setdefault("peers", {}).setdefault(name, {})
    return made


def _aggregate(draft: Fields, held: Fields) -> None:
    known = {"as-set": "", "summary-only": "", "attribute-map": "word", "match-map": "word", "advertise-only": ""}
    said = options(held["options"], known)
    if said.pop("advertise_only", False):
        raise Mismatch("an aggregate that is only announced is not in the model")
    if "match_map" in said:
        said["advertise_map"] = said.pop("match_map")
    draft.setdefault("aggregates", {})[held["prefix"]] = BgpAggregate(held["prefix"], **said)


def _network(draft: Fields, held: Fields) -> None:
    said = options(held["options"], {"route-map": "word"})
    draft.setdefault("networks", {})[held["prefix"]] = BgpNetwork(held["prefix"], **said)


def _redistribution(draft: Fields, held: Fields) -> None:
    words = held["options"]
    if "rcf" in words:
        raise Mismatch("routing control functions are not in the model")
    redistribution(draft, held)


def _maximum_paths(draft: Fields, held: Fields) -> None:
    """``maximum-paths N [ecmp M]``: of all ways that are equally good, external and internal ones."""
    options(held["options"], {"ecmp": "number"})
    draft["maximum_paths"] = draft["maximum_paths_ibgp"] = held["paths"]


def _distance(draft: Fields, held: Fields) -> None:
    """``distance bgp EXTERNAL [INTERNAL LOCAL]``."""
    numbers = [type_of("number", each) for each in held["options"]]
    if len(numbers) not in (1, 2, 3):
        raise Mismatch("expected one distance, or three")
    names = ("distance_external", "distance_internal", "distance_local")
    draft.update(zip(names, numbers, strict=False))


def _listen(draft: Fields, held: Fields) -> None:
    """``bgp listen range PREFIX peer-group GROUP [peer-filter FILTER | remote-as N]``."""
    words = [each for each in held["options"] if each not in ("include", "router-id", "peer-id")]
    if words[:2] == ["peer", "group"]:
        words[:2] = ["peer-group"]
    said = options(words, {"peer-group": "word", "peer-filter": "word", "remote-as": "word"})
    if "peer_group" not in said:
        raise Mismatch("the peer group is missing")
    draft.setdefault("listen", {})[held["prefix"]] = said


def _unnumbered(draft: Fields, held: Fields) -> None:
    """``neighbor interface Et1-2 peer-group GROUP [peer-filter FILTER | remote-as N]``."""
    words = held["words"].split()
    place = next((index for index, word in enumerate(words) if word in ("peer-group", "peer")), 0)
    names = [each for part in words[:place] for each in interface_range(part) or ()]
    rest = words[place:]
    if rest[:2] == ["peer", "group"]:
        rest[:2] = ["peer-group"]
    said = options(rest, {"peer-group": "word", "peer-filter": "word", "remote-as": "word"})
    if not names or "peer_group" not in said:
        raise Mismatch("expected neighbor interface INTERFACES peer-group GROUP")
    for each in names:
        draft.setdefault("interfaces", {})[each] = said


def _timers(draft: Fields, held: Fields) -> None:
    draft["timers"] = {"keepalive": held["keepalive"], "hold_time": held["hold_time"]}


def _confederation_peers(draft: Fields, held: Fields) -> None:
    for part in held["numbers"].replace(",", " ").split():
        low, _, high = part.partition("-")
        first, last = number_of(low), number_of(high or low)
        if last - first > 4096:
            raise Mismatch(f"{part!r} is too wide a range")
        draft.setdefault("confederation_peers", {}).update(dict.fromkeys(range(first, last + 1)))


def _confederation(draft: Fields, held: Fields) -> None:
    draft["confederation"] = number_of(held["number"])


def _send_paths(draft: Fields, held: Fields) -> None:
    additional_paths(draft.setdefault("everyone", {}), held)


_FAMILY = (
    ("network <prefix:network> <options:options>", _network),
    ("aggregate-address <prefix:network> <options:options>", _aggregate),
    ("redistribute <protocol:word> <options:options>", _redistribution),
    ("maximum-paths <paths:number> <options:options>", _maximum_paths),
    ("bgp redistribute-internal", put(redistribute_internal=True)),
    ("no bgp redistribute-internal", put(redistribute_internal=False)),
    ("bgp next-hop-unchanged", into("everyone", next_hop_unchanged=True)),
    ("bgp additional-paths receive", into("everyone", add_paths_receive=True)),
    ("no bgp additional-paths receive", into("everyone", add_paths_receive=False)),
    ("bgp additional-paths send <options:options>", _send_paths),
    ("bgp missing-policy <options:options>", missing_policy),
    ("bgp additional-paths install <rest:options>", ignore),
    ("no bgp additional-paths <rest:rest>", ignore),
    ("bgp next-hop address-family <rest:rest>", ignore),
    ("bgp labeled-unicast rib <rest:rest>", ignore),
    ("graceful-restart", ignore),
    ("no graceful-restart", ignore),
)
_BESTPATH = (
    ("bgp always-compare-med", put(always_compare_med=True)),
    ("no bgp always-compare-med", put(always_compare_med=False)),
    ("bgp bestpath as-path ignore", put(as_path_ignore=True)),
    ("no bgp bestpath as-path ignore", put(as_path_ignore=False)),
    ("bgp bestpath as-path multipath-relax", put(multipath_relax=True)),
    ("no bgp bestpath as-path multipath-relax", put(multipath_relax=False)),
    ("bgp bestpath med missing-as-worst", put(med_missing_as_worst=True)),
    ("bgp bestpath med confed", put(med_confederation=True)),
    ("bgp bestpath med confed missing-as-worst", put(med_confederation=True, med_missing_as_worst=True)),
    ("bgp bestpath tie-break router-id", put(compare_router_id=True)),
    ("bgp bestpath tie-break originator-id", put(compare_router_id=True)),
    ("no bgp bestpath tie-break <rest:rest>", put(compare_router_id=False)),
    ("bgp bestpath ecmp-fast", ignore),
    ("no bgp bestpath ecmp-fast", ignore),
    ("bgp tie-break-on-router-id", put(compare_router_id=True)),
)
_BOTH = (
    ("router-id <router_id:address4>", put()),
    ("bgp cluster-id <cluster_id:address4>", put()),
    ("bgp default ipv4-unicast", put(default_ipv4=True)),
    ("no bgp default ipv4-unicast", put(default_ipv4=False)),
    ("bgp default ipv6-unicast", put(default_ipv6=True)),
    ("no bgp default ipv6-unicast", put(default_ipv6=False)),
    ("bgp default ipv4-unicast transport ipv6", ignore),
    ("no bgp default ipv4-unicast transport ipv6", ignore),
    ("distance bgp <options:options>", _distance),
    ("timers bgp <keepalive:number> <hold_time:number> <rest:options>", _timers),
    ("bgp listen range <prefix:network> <options:options>", _listen),
    ("bgp listen limit <rest:rest>", ignore),
    ("neighbor interface <words:rest>", _unnumbered),
    ("bgp advertise-inactive", into("everyone", advertise_inactive=True)),
    ("no bgp advertise-inactive", into("everyone", advertise_inactive=False)),
    ("bgp enforce-first-as", put(enforce_first_as=True)),
    ("no bgp enforce-first-as", put(enforce_first_as=False)),
    ("bgp client-to-client reflection", put(client_to_client_reflection=True)),
    ("no bgp client-to-client reflection", put(client_to_client_reflection=False)),
    ("bgp confederation identifier <number:word>", _confederation),
    ("bgp confederation peers <numbers:rest>", _confederation_peers),
    ("bgp log-neighbor-changes", put(log_neighbor_changes=True)),
    ("no bgp log-neighbor-changes", put(log_neighbor_changes=False)),
    ("bgp trace <rest:rest>", ignore),
    ("bgp convergence <rest:rest>", ignore),
    ("bgp transport <rest:rest>", ignore),
    ("bgp asn notation <rest:rest>", ignore),
    ("bgp allowas-in <allowas_in:number>", into("everyone")),
    ("bgp monitoring <rest:options>", ignore),
    ("bgp host-routes fib direct-install", ignore),
    ("bgp peer-mac-resolution-timeout <rest:rest>", ignore),
    ("bgp control-plane-filter <rest:rest>", ignore),
    ("bgp session <rest:rest>", ignore),
    ("update wait-for-convergence", ignore),
    ("update wait-install <rest:options>", ignore),
    ("no update <rest:rest>", ignore),
    ("graceful-restart <rest:options>", ignore),
    ("graceful-restart-helper <rest:options>", ignore),
    ("no graceful-restart-helper <rest:options>", ignore),
    ("rib-in pre-policy retain <rest:options>", ignore),
    ("shutdown <rest:options>", put(process_shutdown=True)),
    ("no shutdown", put(process_shutdown=False)),
    *_BESTPATH,
    *_FAMILY,
)


def _open_family(draft: Fields, held: Fields) -> Fields:
    family: Fields = draft.setdefault("families", {}).setdefault(held.get("family", "evpn"), {})
    return family


_UNICAST = Grammar(
    _PeerRules(
        FAMILY_PEER_RULES,
        ("domain identifier <rest:rest>", ignore),
        ("route import match-failure action discard", ignore),
        *_FAMILY,
    )
)


_EVPN = Grammar(
    _PeerRules(
        FAMILY_PEER_RULES,
        ("bgp next-hop-unchanged", into("everyone", next_hop_unchanged=True)),
        ("bgp additional-paths receive", into("everyone", add_paths_receive=True)),
        ("bgp additional-paths send <options:options>", _send_paths),
        ("domain identifier <rest:rest>", ignore),
        ("next-hop resolution disabled", ignore),
        ("next-hop mpls resolution ribs <rest:rest>", ignore),
        ("host-flap detection <rest:rest>", ignore),
        ("no host-flap detection <rest:options>", ignore),
        ("route import match-failure action discard", ignore),
        ("layer-2 fec in-place update <rest:options>", ignore),
        ("route import|export ethernet-segment ip mass-withdraw", ignore),
        ("no layer-2 fec in-place update", ignore),
        ("evpn ethernet-segment domain <rest:rest>", ignore),
        ("graceful-restart", ignore),
        ("no graceful-restart", ignore),
    )
)
_FAMILIES = (
    Block("address-family <family:word>", _open_family, _UNICAST),
    Block("address-family ipv4|ipv6 <family:word>", _open_family, _UNICAST),
)


def _open_vrf(draft: Fields, held: Fields) -> Fields:
    process: Fields = draft["all"].setdefault(held["vrf"], {})
    process["vrf"] = vrf_draft(draft["top"], held["vrf"])
    process["name"] = held["vrf"]
    return process


_QUIET = tuple(
    Block(pattern, _open_family, None)  # what is sent in these families are no routes, or none of a main table
    for pattern in ("address-family flow-spec <name:word>", "address-family rt-membership", "address-family link-state")
)
_SERVICES = tuple(Block(pattern, _open_family, None) for pattern in ("evpn multicast", "evpn ethernet-segment"))
_VRF = Grammar(_PeerRules(PEER_RULES, *VRF_RULES, *_BOTH), (*_QUIET, *_SERVICES, *_FAMILIES))
_PROCESS = Grammar(
    _PeerRules(PEER_RULES, *_BOTH),
    [
        Block("address-family evpn", _open_family, _EVPN),
        *_QUIET,
        *_FAMILIES,
        Block("vrf <vrf:word>", _open_vrf, _VRF, "bgp:{vrf}"),
        Block("vlan <vlan:number>", open_mac_vrf, MAC_VRF),
        Block("vlan-aware-bundle <name:word>", open_mac_vrf, MAC_VRF),
        Block("vpws <name:word>", open_mac_vrf, None),  # wires of layer 2 (RFC 8214)
        Block("session tracker <name:word>", open_mac_vrf, None),
    ],
    silent=("bmp", "monitoring"),
)


def _open(top: Fields, held: Fields) -> Fields:
    asn = number_of(held["asn"])
    processes = top.setdefault("bgp", {})
    process: Fields = processes.setdefault("default", {})
    if process.setdefault("asn", asn) != asn:
        raise Mismatch(f"BGP runs already, with AS number {process['asn']}")
    process.update(all=processes, top=top)
    return process


BGP_BLOCK = Block("router bgp <asn:word>", _open, _PROCESS, "bgp:default")
