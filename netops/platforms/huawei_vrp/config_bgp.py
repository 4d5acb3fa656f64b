"""``bgp N``: what peers, groups and families say.

VRP writes ``ipv4-family unicast`` and ``ipv4-family vpn-instance X``, in which the peers of that VRF stand; Comware
``address-family ipv4 unicast``, and ``ip vpn-instance X`` around peers and families.  What is within is alike.
Sources: Huawei command reference "BGP configuration commands"; H3C layer 3 IP routing command reference, BGP.
"""

from __future__ import annotations

from typing import Any

from netops.model import BgpAggregate, BgpNetwork, Secret
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Action, Fields, Mismatch, Rules, ignore, options, type_of
from netops.platforms.huawei_vrp.config_redistribute import import_route
from netops.platforms.huawei_vrp.names import joined
from netops.platforms.huawei_vrp.values import asn_of, direction, prefix_of, secret_text

__all__ = ["BGP_BLOCKS"]


def _peer(draft: Fields, held: Fields) -> Fields:
    """What is said of the peer as a whole, in whatever block it stands."""
    found: Fields = draft["scope"].setdefault("peers", {}).setdefault(held["peer"], {})
    return found


def _in_family(draft: Fields, held: Fields) -> Fields:
    """What is said of the peer in this block's family; at the top, that is IPv4 unicast."""
    families = _peer(draft, held).setdefault("families", {})
    found: Fields = families.setdefault(draft.get("family", (4, "unicast")), {})
    return found


def _session(**constants: Any) -> Action:
    return lambda draft, held: _peer(draft, held).update(
        {key: value for key, value in held.items() if key not in ("peer", "rest")}, **constants
    )


def _family(**constants: Any) -> Action:
    return lambda draft, held: _in_family(draft, held).update(
        {key: value for key, value in held.items() if key not in ("peer", "rest")}, **constants
    )


def _remote_as(draft: Fields, held: Fields) -> None:
    _peer(draft, held)["remote_as"] = asn_of(held["asn"])


def _group(draft: Fields, held: Fields) -> None:
    _peer(draft, held)["group"] = held["group"]
    if held["words"][:1] == ["as-number"] and len(held["words"]) == 2:
        _peer(draft, held)["remote_as"] = asn_of(held["words"][1])


def _new_group(draft: Fields, held: Fields) -> None:
    if held["kind"] not in ("internal", "external"):
        raise Mismatch(f"{held['kind']!r} is neither internal nor external")
    group = draft["scope"].setdefault("groups", {}).setdefault(held["group"], {})
    group.setdefault("kind", held["kind"])


def _source(draft: Fields, held: Fields) -> None:
    _peer(draft, held)["update_source"] = joined(held["words"])


def _password(draft: Fields, held: Fields) -> None:
    _peer(draft, held)["password"] = Secret.of_value(secret_text(held["words"]))


def _fake_as(draft: Fields, held: Fields) -> None:
    """The number alone goes out and is not put before what comes in, until the options say otherwise (VRP)."""
    said = options(
        held["words"], {"dual-as": "", "prepend-global-as": "", "prepend-fake-as": "", "prepend-local-as": ""}
    )
    _peer(draft, held).update(
        local_as=asn_of(held["asn"]),
        dual_as="dual_as" in said,
        replace_as="prepend_global_as" not in said,
        no_prepend="prepend_fake_as" not in said,
    )


def _timers(draft: Fields, held: Fields) -> None:
    said = options(held["words"], {"keepalive": "number", "hold": "number", "min-holdtime": "number",
                                   "connect-retry": "number"})  # fmt: skip
    for ours, theirs in (("keepalive", "keepalive"), ("hold_time", "hold"), ("connect_retry", "connect_retry")):
        if theirs in said:
            _peer(draft, held)[ours] = said[theirs]


def _directed(field: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        _in_family(draft, held)[f"{field}_{direction(held['direction'])}"] = held["name"]

    return action


def _route_limit(draft: Fields, held: Fields) -> None:
    _in_family(draft, held).update(
        maximum_prefix=held["count"],
        maximum_prefix_warning_only="alert-only" in held["words"],
    )


def _public_as(draft: Fields, held: Fields) -> None:
    words = held["words"]
    _in_family(draft, held).update(
        remove_private_as=True,
        remove_private_as_all="force" in words,
        remove_private_as_replace="replace" in words,
    )


def _default_route(draft: Fields, held: Fields) -> None:
    if "conditional-route-match-all" in held["words"] or "conditional-route-match-any" in held["words"]:
        raise Mismatch("a default route that hangs on others is not understood")
    said = options(held["words"], {"route-policy": "word"})
    _in_family(draft, held).update(default_originate=True, default_originate_route_map=said.get("route_policy"))


_PEER_SILENT = (
    *("bfd", "capability-advertise", "conventional", "default-cost", "dynamic-session-prompt", "egress-engineering"),
    *("graceful-restart", "instant-attribute", "label-route-capability", "log-change", "low-memory-exempt", "mpls"),
    *("mpls-local-ifnet", "out-delay", "oscillation-dampening", "path-mtu", "peer-as-check", "redirect", "refresh"),
    *(
        "route-update-interval",
        "route-refresh-compatible",
        "soo",
        "tracking",
        "tcp-mss",
        "upe",
        "dampening",
        "high-priority",
    ),
    *("advertise-irb", "advertise-irbv6", "encap-type", "import", "next-hop-vpn", "nexthop-recursive-lookup", "notify"),
    *("local-ifnet-mtu", "same-subnet-check", "update-group", "validation-disable", "bmp", "split-group", "ipsec"),
    *("keychain", "ssl-policy", "tcp-ao", "rpd-mode", "auto-compatible", "prefix-sid", "advertise-vpn"),
)
_PEER_LINES = (
    ("as-number <asn:word>", _remote_as),
    ("group <group:word> <words:options>", _group),
    ("description <description:rest>", _session()),
    ("connect-interface <words:options>", _source),
    ("source-address <update_source:word>", _session()),
    ("ebgp-max-hop <ebgp_multihop:number>", _session()),
    ("ebgp-max-hop", _session(ebgp_multihop=255)),
    ("valid-ttl-hops <ttl_security:number>", _session()),
    ("valid-ttl-hops", _session(ttl_security=255)),
    ("ttl-security hops <ttl_security:number>", _session()),
    ("password <words:options>", _password),
    ("timer <words:options>", _timers),
    ("ignore <rest:options>", _session(shutdown=True)),
    ("shutdown <rest:options>", _session(shutdown=True)),
    ("listen-only", _session(passive=True)),
    ("fake-as|local-as <asn:word> <words:options>", _fake_as),
    ("check-first-as", _session(enforce_first_as=True)),
    ("ignore-first-as", _session(enforce_first_as=False)),
    ("reflector cluster-id <rest:options>", lambda _draft, _held: _refuse("a cluster of one peer")),
    ("route-policy <name:word> <direction:word>", _directed("route_map")),
    ("ip-prefix|ipv6-prefix|prefix-list <name:word> <direction:word>", _directed("prefix_list")),
    ("filter-policy acl-name <name:word> <direction:word>", _directed("distribute")),
    ("filter-policy name <name:word> <direction:word>", _directed("distribute")),
    ("filter-policy <name:word> <direction:word>", _directed("distribute")),
    ("as-path-filter|as-path-acl <name:word> <direction:word>", _directed("filter")),
    ("next-hop-local <rest:options>", _family(next_hop_self=True)),
    ("next-hop-invariable <rest:options>", _family(next_hop_unchanged=True)),
    ("reflect-client", _family(route_reflector_client=True)),
    ("advertise-community", _family(send_community=True)),
    ("advertise-ext-community", _family(send_extended_community=True)),
    ("advertise-large-community", _family(send_large_community=True)),
    ("allow-as-loop <allowas_in:number>", _family()),
    ("allow-as-loop", _family(allowas_in=1)),
    ("substitute-as", _family(as_override=True)),
    ("public-as-only <words:options>", _public_as),
    ("preferred-value <weight:number>", _family()),
    ("route-limit <count:number> <words:options>", _route_limit),
    ("default-route-advertise <words:options>", _default_route),
    ("keep-all-routes", _family(soft_reconfiguration_inbound=True)),
    ("advertise add-path path-number <add_paths_send:number>", _family()),
    ("capability-advertise add-path receive", _family(add_paths_receive=True)),
    ("capability-advertise add-path both", _family(add_paths_receive=True)),
    ("additional-paths receive", _family(add_paths_receive=True)),
)


def _enable(draft: Fields, held: Fields) -> None:
    _in_family(draft, held)["enabled"] = True


def _disable(draft: Fields, held: Fields) -> None:
    _in_family(draft, held)["enabled"] = False


def _dynamic(held: Fields) -> Fields:
    """``peer 10.0.0.0 24 …`` is Comware's peer of a whole prefix."""
    return {**held, "peer": str(prefix_of(str(held["address"]), str(held["mask"])))}


def _of_prefix(action: Action) -> Action:
    return lambda draft, held: action(draft, _dynamic(held))


def _refuse(what: str) -> None:
    raise Mismatch(f"{what} is not understood")


_OF_PREFIX = ("as-number <asn:word>", "group <group:word> <words:options>", "route-policy <name:word> <direction:word>")
_PEERS = (
    ("peer <peer:word> enable", _enable),
    ("undo peer <peer:word> enable", _disable),
    *((f"peer <peer:word> {pattern}", action) for pattern, action in _PEER_LINES),
    ("peer <address:word> <mask:word> enable", _of_prefix(_enable)),
    *(
        (f"peer <address:address4> <mask:number> {pattern}", _of_prefix(action))
        for pattern, action in _PEER_LINES
        if pattern in _OF_PREFIX
    ),
    (f"peer <peer:word> {'|'.join(_PEER_SILENT)} <rest:options>", ignore),
    ("peer <peer:word> advertise <rest:options>", ignore),
    (f"undo peer <peer:word> {'|'.join(_PEER_SILENT)} <rest:options>", ignore),
    ("group <group:word> <kind:word>", _new_group),
    ("group <group:word>", lambda draft, held: draft["scope"].setdefault("groups", {}).setdefault(held["group"], {})),
)


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
     lambda _draft, _held: _refuse("this choice of best routes")),
    ("ebgp-interface-sensitive", _scope(fast_external_failover=True)),
    ("undo ebgp-interface-sensitive", _scope(fast_external_failover=False)),
    ("check-first-as", _scope(enforce_first_as=True)),
    ("undo check-first-as", _scope(enforce_first_as=False)),
    ("ignore-first-as", _scope(enforce_first_as=False)),
    ("confederation id <asn:word>", lambda draft, held: draft["scope"].update(confederation=asn_of(held["asn"]))),
    ("confederation peer-as <numbers:options>", _confederation),
    ("timer <words:options>", lambda draft, held: _timers({"scope": draft["scope"]}, {**held, "peer": ""})),
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
_INNER = Grammar(Rules(*_PEERS, *_FAMILY_LINES, *_PROCESS_LINES, *_UNDO), silent=_SILENT)

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
_IN_INSTANCE = Grammar(Rules(*_PEERS, *_FAMILY_LINES, *_PROCESS_LINES, *_UNDO), _FAMILY_BLOCKS, silent=_SILENT)
_BGP = Grammar(
    Rules(*_PEERS, *_FAMILY_LINES, *_PROCESS_LINES, *_UNDO),
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
