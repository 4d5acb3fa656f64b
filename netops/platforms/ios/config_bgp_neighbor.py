"""What a BGP neighbour, peer group or template is told; the same words serve all three."""

from __future__ import annotations

from ipaddress import IPv4Address
from typing import Any

from netops.model import ConditionalAdvertisement
from netops.platforms.configuration.grammar import Grammar
from netops.platforms.configuration.rules import Action, Fields, Mismatch, Rules, ignore, options, put, type_of
from netops.platforms.ios.actions import mark
from netops.platforms.ios.asn import asn
from netops.platforms.ios.names import full_name
from netops.platforms.ios.secrets import secret_of

__all__ = ["ALL_PATHS", "TEMPLATE_GRAMMAR", "cluster_id", "neighbor_line", "neighbor_off"]

# The draft of these rules has two parts: "session", of the neighbour, and "exchange", of one address family.


def _session(action: Action) -> Action:
    def on_part(draft: Fields, held: Fields) -> None:
        action(draft["session"], held)

    return on_part


def _exchange(action: Action) -> Action:
    def on_part(draft: Fields, held: Fields) -> None:
        action(draft["exchange"], held)

    return on_part


def _remote_as(draft: Fields, held: Fields) -> None:
    """The number; a dynamic neighbour may have others as well (``alternate-as``)."""
    draft["remote_as"] = asn(held["number"])
    words = held["options"]
    if words[:1] == ["alternate-as"]:
        draft["alternate_as"] = [asn(word) for word in words[1:]]


def _alternate(draft: Fields, held: Fields) -> None:
    draft["alternate_as"] = [asn(word) for word in held["numbers"].split()]


def _local_as(draft: Fields, held: Fields) -> None:
    draft["local_as"] = asn(held["number"])
    draft.update(options(held["options"], {"no-prepend": "", "replace-as": "", "dual-as": ""}))


def _password(draft: Fields, held: Fields) -> None:
    draft["password"] = secret_of(held["key"])


def _source(draft: Fields, held: Fields) -> None:
    draft["update_source"] = full_name("".join(held["name"].split()))


def _cluster(draft: Fields, held: Fields) -> None:
    draft["cluster_id"] = cluster_id(held["cluster"])


def cluster_id(text: str) -> IPv4Address:
    """An address, or a number."""
    return IPv4Address(type_of("number", text)) if text.isdecimal() else type_of("address4", text)


def _timers(draft: Fields, held: Fields) -> None:
    draft.update(keepalive=held["keepalive"], hold_time=held["hold_time"])


def _transport(draft: Fields, held: Fields) -> None:
    draft["passive"] = held["mode"] == "passive"


def _policy(field: str) -> Action:
    """``route-map NAME in|out``."""

    def action(draft: Fields, held: Fields) -> None:
        if held["direction"] not in ("in", "out"):
            raise Mismatch(f"{held['direction']!r} is neither in nor out")
        draft[f"{field}_{held['direction']}"] = held["name"]

    return action


_KINDS = {"standard": (True, False), "extended": (False, True), "both": (True, True), "all": (True, True)}


def _communities(draft: Fields, held: Fields) -> None:
    """Standard ones where no kind is told; large communities go with these."""
    word = held["options"][0] if held["options"] else "standard"
    if word not in _KINDS:
        raise Mismatch(f"{word!r} is no kind of community")
    standard, extended = _KINDS[word]
    if standard:
        draft.update(send_community=True, send_large_community=True)
    if extended:
        draft["send_extended_community"] = True


def _no_communities(draft: Fields, held: Fields) -> None:
    word = held["options"][0] if held["options"] else "both"
    standard, extended = _KINDS.get(word, (False, False))
    if standard:
        draft.update(send_community=False, send_large_community=False)
    if extended:
        draft["send_extended_community"] = False


def _maximum(draft: Fields, held: Fields) -> None:
    draft["maximum_prefix"] = held["number"]
    if "warning-only" in held["options"]:
        draft["maximum_prefix_warning_only"] = True


def _condition(draft: Fields, held: Fields) -> None:
    made = ConditionalAdvertisement(held["advertise"], held["condition"], held["how"] == "exist-map")
    if held["how"] not in ("exist-map", "non-exist-map"):
        raise Mismatch(f"{held['how']!r} is not understood here")
    draft.setdefault("conditions", []).append(made)


def _private(draft: Fields, held: Fields) -> None:
    said = options(held["options"], {"all": "", "replace-as": ""})
    draft["remove_private_as"] = True
    if "all" in said:
        draft["remove_private_as_all"] = True
    if "replace_as" in said:
        draft["remove_private_as_replace"] = True


def _additional(draft: Fields, held: Fields) -> None:
    words = held["options"]
    draft["add_paths"] = () if "disable" in words else tuple(words)


def _advertise_additional(draft: Fields, held: Fields) -> None:
    """``all``, ``best N``, ``group-best``: all is as many as IOS can."""
    words = held["options"]
    if "best" in words[:-1]:
        draft["add_paths_send"] = type_of("number", words[words.index("best") + 1])
    else:
        draft["add_paths_send"] = ALL_PATHS


ALL_PATHS = 255  # as many as there are

_SESSION: tuple[tuple[str, Any], ...] = (
    ("remote-as <number:word> <options:options>", _remote_as),
    ("alternate-as <numbers:rest>", _alternate),
    ("peer-group", put(is_group=True)),
    ("peer-group <group:word>", put()),
    ("inherit peer-session <inherit_session:word>", put()),
    ("description <description:rest>", put()),
    ("update-source <name:rest>", _source),
    ("password <key:rest>", _password),
    ("ebgp-multihop", put(ebgp_multihop=255)),
    ("ebgp-multihop <ebgp_multihop:number>", put()),
    ("disable-connected-check", put(disable_connected_check=True)),
    ("ttl-security hops <ttl_security:number>", put()),
    ("timers <keepalive:number> <hold_time:number>", put()),
    ("timers <keepalive:number> <hold_time:number> <least:number>", _timers),
    ("local-as <number:word> <options:options>", _local_as),
    ("shutdown <how:options>", mark(shutdown=True)),
    ("cluster-id <cluster:word>", _cluster),
    ("transport connection-mode <mode:word>", _transport),
    ("transport <setting:rest>", ignore),
    ("fall-over <how:options>", ignore),
    ("version <version:number>", ignore),
    ("ha-mode|log-neighbor-changes|translate-update|dont-capability-negotiate|path-attribute <how:options>", ignore),
)

_EXCHANGE: tuple[tuple[str, Any], ...] = (
    ("activate", put(activate=True)),
    ("inherit peer-policy <name:word>", lambda draft, held: _inherit(draft, held["name"], 0)),
    ("inherit peer-policy <name:word> <sequence:number>", lambda draft, held: _inherit(draft, **held)),
    ("route-map <name:word> <direction:word>", _policy("route_map")),
    ("prefix-list <name:word> <direction:word>", _policy("prefix_list")),
    ("filter-list <name:word> <direction:word>", _policy("filter")),
    ("distribute-list <name:word> <direction:word>", _policy("distribute")),
    ("next-hop-self", put(next_hop_self=True)),
    ("next-hop-self all", put(next_hop_self=True, next_hop_self_force=True)),
    ("next-hop-unchanged <how:options>", mark(next_hop_unchanged=True)),
    ("route-reflector-client", put(route_reflector_client=True)),
    ("send-community <options:options>", _communities),
    ("soft-reconfiguration inbound", put(soft_reconfiguration_inbound=True)),
    ("default-originate", put(default_originate=True)),
    ("default-originate route-map <default_originate_route_map:word>", put(default_originate=True)),
    ("maximum-prefix <number:number> <options:options>", _maximum),
    ("allowas-in", put(allowas_in=3)),
    ("allowas-in <allowas_in:number>", put()),
    ("as-override <how:options>", mark(as_override=True)),
    ("remove-private-as|remove-private-AS <options:options>", _private),
    ("weight <weight:number>", put()),
    ("unsuppress-map <unsuppress_map:word>", put()),
    ("advertise-map <advertise:word> <how:word> <condition:word> <options:options>", _condition),
    ("advertise additional-paths <options:options>", _advertise_additional),
    ("additional-paths <options:options>", _additional),
    ("send-label|slow-peer|validation|dmzlink-bw|capability|multi-topology|aigp <how:options>", ignore),
)

_BOTH: tuple[tuple[str, Any], ...] = (
    *((pattern, action if action is ignore else _session(action)) for pattern, action in _SESSION),
    ("advertisement-interval <advertisement_interval:number>", _session(put())),
    *((pattern, action if action is ignore else _exchange(action)) for pattern, action in _EXCHANGE),
)
_LINES = Rules(*_BOTH)

_OFF = Rules(
    ("activate", _exchange(put(activate=False))),
    ("send-community <options:options>", _exchange(_no_communities)),
    ("shutdown", _session(put(shutdown=False))),
    ("next-hop-self <how:options>", _exchange(mark(next_hop_self=False))),
    ("additional-paths <how:options>", _exchange(mark(add_paths=()))),
    ("fall-over|transport|translate-update|route-map|prefix-list|default-originate|description <how:options>", ignore),
    ("maximum-prefix|update-source|ebgp-multihop|password|capability|soft-reconfiguration <how:options>", ignore),
)


def _inherit(draft: Fields, name: str, sequence: int) -> None:
    draft.setdefault("inherit_policy", []).append((sequence, name))


def _parts(scope: Fields, peer: str) -> Fields:
    session: Fields = scope["peers"].setdefault(peer, {"families": {}})
    exchange = session["families"].setdefault((scope["family"], scope["safi"]), {})
    return {"session": session, "exchange": exchange}


def neighbor_line(scope: Fields, held: Fields) -> None:
    """``neighbor PEER ...`` in a process or an address family."""
    words: list[str] = held["words"].split()
    _apply(_LINES, scope, held["peer"], words)


def neighbor_off(scope: Fields, held: Fields) -> None:
    """``no neighbor PEER ...``."""
    _apply(_OFF, scope, held["peer"], held["words"].split())


def _apply(rules: Rules, scope: Fields, peer: str, words: list[str]) -> None:
    """A neighbour that a line fails to make is not there."""
    fresh = peer not in scope["peers"]
    try:
        rules.apply(_parts(scope, peer), words)
    except Mismatch:
        if fresh:
            scope["peers"].pop(peer, None)
        raise


TEMPLATE_GRAMMAR = Grammar(
    Rules(
        *_BOTH,
        ("no transport|fall-over|capability <how:options>", ignore),
    )
)
