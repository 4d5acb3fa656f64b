"""``bgp N``: what peers, groups and families say.

VRP writes ``ipv4-family unicast`` and ``ipv4-family vpn-instance X``, in which the peers of that VRF stand; Comware
``address-family ipv4 unicast``, and ``ip vpn-instance X`` around peers and families.  What is within is alike.
Sources: Huawei command reference "BGP configuration commands"; H3C layer 3 IP routing command reference, BGP.
"""

from __future__ import annotations

from typing import Any

from netops.model import BgpAggregate, BgpNetwork
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Action, Fields, Mismatch, Rules, ignore, options, type_of
from netops.platforms.huawei_vrp.config_bgp_peer import PEER_RULES, refuse, timers
from netops.platforms.huawei_vrp.config_redistribute import import_route
from netops.platforms.huawei_vrp.values import asn_of, prefix_of

__all__ = ["BGP_BLOCKS"]


def _network(draft: Fields, held: Fields) -> None:
    words: list[str] = list(held["words"])
    address, slash, mask = held["address"].partition("/")
    if not slash and words and (words[0].isdigit() or "." in words[0]):
        mask = words.pop(0)
    elif not slash:
        mask = _classful(address)
    said = options(words, {"route-policy": "word", "short-cut": "", "evpn": "", "non-relay-tunnel": ""})
    prefix = prefix_of(address, mask)
    _own(draft).setdefault("networks", {})[prefix] = BgpNetwork(prefix, said.get("route_policy"))


def _classful(address: str) -> str:
    first = type_of("address4", address).packed[0]
    return "8" if first < 128 else "16" if first < 192 else "24"


def _own(draft: Fields) -> Fields:
    """The family of the router itself in this block."""
    families = draft["scope"].setdefault("families", {})
    found: Fields = families.setdefault(draft.get("family", (4, "unicast")), {})
    return found


def _here(**constants: Any) -> Action:
    return lambda draft, held: _own(draft).update(held, **constants)


def _aggregate(draft: Fields, held: Fields) -> None:
    known = {"as-set": "", "detail-suppressed": "", "suppress-policy": "word", "origin-policy": "word",
             "attribute-policy": "word"}  # fmt: skip
    said = options(held["words"], known)
    prefix = prefix_of(held["address"], held["mask"])
    _own(draft).setdefault("aggregates", {})[prefix] = BgpAggregate(
        prefix,
        summary_only="detail_suppressed" in said,
        as_set="as_set" in said,
        advertise_map=said.get("origin_policy"),
        suppress_map=said.get("suppress_policy"),
        attribute_map=said.get("attribute_policy"),
    )


def _balance(draft: Fields, held: Fields) -> None:
    """Said of both kinds of peers, where it does not say of which (VRP and Comware)."""
    words = [word for word in held["words"] if not word.isdigit() and word != "ecmp-nexthop-changed"]
    count = next((int(word) for word in held["words"] if word.isdigit()), None)
    if count is None or words not in ([], ["ebgp"], ["ibgp"], ["eibgp"]):
        raise Mismatch("expected [ebgp | ibgp | eibgp] and a number")
    if words != ["ibgp"]:
        _own(draft)["maximum_paths"] = count
    if words != ["ebgp"]:
        _own(draft)["maximum_paths_ibgp"] = count


def _import(draft: Fields, held: Fields) -> None:
    import_route(_own(draft), held)


_FAMILY_LINES = (
    ("network <address:word> <words:options>", _network),
    ("import-route <words:options>", _import),
    ("aggregate <address:word> <mask:word> <words:options>", _aggregate),
    ("summary automatic", _here(auto_summary=True)),
    ("preference <distance_external:number> <distance_internal:number> <distance_local:number>", _here()),
    ("preference <same:number>", lambda draft, held: _own(draft).update(
        distance_external=held["same"], distance_internal=held["same"], distance_local=held["same"])),
    ("maximum load-balancing <words:options>", _balance),
    ("balance as-path-neglect", lambda draft, _held: draft["scope"].update(multipath_as_path_ignore=True)),
    ("balance as-path-relax", lambda draft, _held: draft["scope"].update(multipath_relax=True)),
    ("balance <words:options>", _balance),
    ("load-balancing as-path-ignore", lambda draft, _held: draft["scope"].update(multipath_as_path_ignore=True)),
    ("load-balancing as-path-relax", lambda draft, _held: draft["scope"].update(multipath_relax=True)),
    ("default med <default_metric:number>", _here()),
    ("default-route imported", _here(default_originate=True)),
    ("dampening <rest:options>", _here(dampening=True)),
    ("reflector cluster-id <cluster:word>", lambda draft, held: draft["scope"].update(cluster=held["cluster"])),
    ("undo reflect between-clients", lambda draft, _held: draft["scope"].update(client_to_client_reflection=False)),
)  # fmt: skip


def _scope(**constants: Any) -> Action:
    return lambda draft, held: draft["scope"].update(held, **constants)


def _confederation(draft: Fields, held: Fields) -> None:
    draft["scope"]["confederation_peers"] = tuple(map(asn_of, held["numbers"]))


_PROCESS_LINES = (
    ("router-id <router_id:address4>", _scope()),
    ("undo default ipv4-unicast", _scope(ipv4_enabled=False)),
    ("default ipv4-unicast", _scope(ipv4_enabled=True)),
    ("default local-preference <default_local_preference:number>", _scope()),
    ("compare-different-as-med", _scope(always_compare_med=True)),
    ("deterministic-med", _scope(deterministic_med=True)),
    ("bestroute compare-med", _scope(deterministic_med=True)),
    ("bestroute as-path-ignore|as-path-neglect", _scope(as_path_ignore=True)),
    ("as-path-neglect", _scope(as_path_ignore=True)),
    ("bestroute med-none-as-maximum", _scope(med_missing_as_worst=True)),
    ("bestroute med-confederation", _scope(med_confederation=True)),
    ("bestroute routerid-prior-clusterlist|med-plus-igp|igp-metric-ignore|nexthop-resolved <rest:options>",
     lambda _draft, _held: refuse("this choice of best routes")),
    ("ebgp-interface-sensitive", _scope(fast_external_failover=True)),
    ("undo ebgp-interface-sensitive", _scope(fast_external_failover=False)),
    ("check-first-as", _scope(enforce_first_as=True)),
    ("undo check-first-as", _scope(enforce_first_as=False)),
    ("ignore-first-as", _scope(enforce_first_as=False)),
    ("confederation id <asn:word>", lambda draft, held: draft["scope"].update(confederation=asn_of(held["asn"]))),
    ("confederation peer-as <numbers:options>", _confederation),
    ("timer <words:options>", lambda draft, held: timers({"scope": draft["scope"]}, {**held, "peer": ""})),
)  # fmt: skip
_SILENT = (
    *(
        "auto-frr",
        "bgp",
        "graceful-restart",
        "log-change",
        "nexthop",
        "non-stop-routing",
        "policy",
        "rr-filter",
        "rt-filter",
    ),
    *(
        "undo-synchronization",
        "vpn",
        "advertise",
        "segment-routing",
        "primary-path-detect",
        "peer-group",
        "route-select",
    ),
    *("routing-table", "label-free", "lsp-mtu", "mpls", "ext-community-change", "local-cross-routing", "slow-peer"),
    *("reflect", "arp", "frr-policy", "suppress", "prefix-limit", "supernet", "rpki", "traffic", "pic", "domain"),
    *("apply-label", "l2vpn", "mac-route", "event-logging", "active-route-advertise", "route", "clear", "vpn-route"),
)
_UNDO = (
    ("undo synchronization", ignore),
    (f"undo {'|'.join(_SILENT)} <rest:options>", ignore),
    ("undo default|timer|summary|aggregate|preference <rest:options>", ignore),
    ("confederation nonstandard", ignore),
)
_INNER = Grammar(Rules(*PEER_RULES, *_FAMILY_LINES, *_PROCESS_LINES, *_UNDO), silent=_SILENT)

_FAMILIES = {
    "unicast": "unicast", "vpnv4": "vpn", "vpnv6": "vpn", "labeled-unicast": "labeled-unicast", "evpn": "evpn",
}  # fmt: skip


def _family_block(afi: int | None, safi: str) -> Any:
    def opener(draft: Fields, held: Fields) -> Fields:
        family = afi if afi is not None else {"ipv4": 4, "ipv6": 6}.get(held["afi"])
        named = safi or _FAMILIES.get((held["safi"] or ["unicast"])[0])
        if family is None or named is None:
            raise Mismatch("netops does not know this family")
        return {"scope": draft["scope"], "family": (family, named)}

    return opener


def _instance(draft: Fields, held: Fields) -> Fields:
    vrfs = draft["scope"].setdefault("vrfs", {})
    scope: Fields = vrfs.setdefault(held["vrf"], {})
    return {"scope": scope}


def _instance_family(family: int) -> Any:
    def opener(draft: Fields, held: Fields) -> Fields:
        return {**_instance(draft, held), "family": (family, "unicast")}

    return opener


_FAMILY_BLOCKS = (
    Block("ipv4-family unicast", _family_block(4, "unicast"), _INNER),
    Block("ipv6-family unicast", _family_block(6, "unicast"), _INNER),
    Block("ipv6-family", _family_block(6, "unicast"), _INNER),
    Block("ipv4-family vpnv4 <rest:options>", _family_block(4, "vpn"), _INNER),
    Block("ipv6-family vpnv6 <rest:options>", _family_block(6, "vpn"), _INNER),
    Block("ipv4-family labeled-unicast", _family_block(4, "labeled-unicast"), _INNER),
    Block("ipv4-family multicast|mdt|mvpn|flow <rest:options>", lambda _draft, _held: None, None),
    Block("l2vpn-family evpn", _family_block(4, "evpn"), _INNER),
    Block(
        "l2vpn-family|l2vpn-ad-family|vpls-family|link-state-family <rest:options>", lambda _draft, _held: None, None
    ),
    Block("address-family l2vpn evpn", _family_block(4, "evpn"), _INNER),
    Block("address-family vpnv4 <rest:options>", _family_block(4, "vpn"), _INNER),
    Block("address-family vpnv6 <rest:options>", _family_block(6, "vpn"), _INNER),
    Block("address-family l2vpn|link-state <rest:options>", lambda _draft, _held: None, None),
    Block("address-family <afi:word> <safi:options>", _family_block(None, ""), _INNER),
)
_IN_INSTANCE = Grammar(Rules(*PEER_RULES, *_FAMILY_LINES, *_PROCESS_LINES, *_UNDO), _FAMILY_BLOCKS, silent=_SILENT)
_BGP = Grammar(
    Rules(*PEER_RULES, *_FAMILY_LINES, *_PROCESS_LINES, *_UNDO),
    (
        Block("ipv4-family vpn-instance <vrf:word>", _instance_family(4), _INNER, "bgp:{vrf}"),
        Block("ipv6-family vpn-instance <vrf:word>", _instance_family(6), _INNER, "bgp:{vrf}"),
        Block("ip vpn-instance <vrf:word>", _instance, _IN_INSTANCE, "bgp:{vrf}"),
        *_FAMILY_BLOCKS,
    ),
    silent=_SILENT,
)


def _process(draft: Fields, held: Fields) -> Fields:
    asn = asn_of(held["asn"])
    scope: Fields = draft.setdefault("bgp", {})
    scope["asn"] = asn
    return {"scope": scope}


BGP_BLOCKS = (
    Block("bgp <asn:word>", _process, _BGP, "bgp:default"),
    Block("bgp <asn:word> instance default", _process, _BGP, "bgp:default"),
)
