"""``peer``: what VRP and Comware say of BGP's neighbours, groups and ranges, as sessions and by family."""

from __future__ import annotations

from typing import Any

from netops.model import Secret
from netops.platforms.configuration.rules import Action, Fields, Mismatch, ignore, options
from netops.platforms.huawei_vrp.names import joined
from netops.platforms.huawei_vrp.values import asn_of, direction, prefix_of, secret_text

__all__ = ["PEER_RULES", "refuse", "timers"]


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


def timers(draft: Fields, held: Fields) -> None:
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
    ("timer <words:options>", timers),
    ("ignore <rest:options>", _session(shutdown=True)),
    ("shutdown <rest:options>", _session(shutdown=True)),
    ("listen-only", _session(passive=True)),
    ("fake-as|local-as <asn:word> <words:options>", _fake_as),
    ("check-first-as", _session(enforce_first_as=True)),
    ("ignore-first-as", _session(enforce_first_as=False)),
    ("reflector cluster-id <rest:options>", lambda _draft, _held: refuse("a cluster of one peer")),
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


def refuse(what: str) -> None:
    raise Mismatch(f"{what} is not understood")


_OF_PREFIX = ("as-number <asn:word>", "group <group:word> <words:options>", "route-policy <name:word> <direction:word>")
PEER_RULES = (
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
