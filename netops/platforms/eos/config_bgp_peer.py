"""``neighbor X …``: what follows the neighbour's name, in the process and in an address family."""

from __future__ import annotations

from typing import Any

from netops.model import Secret
from netops.platforms.configuration.rules import Action, Fields, Mismatch, Rules, ignore, options, put, type_of
from netops.platforms.eos.config_numbers import number_of
from netops.platforms.eos.names import expand

__all__ = ["FAMILY_PEER_RULES", "PEER_RULES", "additional_paths", "missing_policy"]


def _policy(field: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        if held["direction"] not in ("in", "out"):
            raise Mismatch(f"{held['direction']!r} is neither in nor out")
        draft[f"{field}_{held['direction']}"] = held["name"]

    return action


def _remote_as(draft: Fields, held: Fields) -> None:
    word = held["remote_as"]
    draft["remote_as"] = word if word in ("external", "internal") else number_of(word)


def _local_as(draft: Fields, held: Fields) -> None:
    """``local-as N [no-prepend [replace-as [fallback]]]``."""
    said = options(held["options"], {"no-prepend": "", "replace-as": "", "fallback": ""})
    if "fallback" in said:
        said["dual_as"] = said.pop("fallback")
    draft.update(local_as=number_of(held["number"]), **said)


def _password(draft: Fields, held: Fields) -> None:
    draft["password"] = Secret.of_value(held["password"].split()[-1])


def _timers(draft: Fields, held: Fields) -> None:
    draft.update(keepalive=held["keepalive"], hold_time=held["hold_time"])


def _update_source(draft: Fields, held: Fields) -> None:
    draft["update_source"] = expand(held["source"])


def _shutdown(draft: Fields, _held: Fields) -> None:
    draft["shutdown"] = True


def _maximum_routes(draft: Fields, held: Fields) -> None:
    """``maximum-routes N [warning-limit N [percent]] [warning-only]``: 0 is no limit."""
    draft["maximum_prefix"] = held["number"] or None
    draft["maximum_prefix_warning_only"] = "warning-only" in held["options"]


def _send_community(draft: Fields, held: Fields) -> None:
    """``send-community [standard] [extended] [large] [link-bandwidth …]``; bare: the three of them."""
    words = [each for each in held["options"] if each not in ("add", "remove")]
    if "remove" in held["options"]:
        raise Mismatch("kinds of communities that are taken away are not understood")
    if words and set(words) <= {"link-bandwidth", "aggregate", "divide", "equal", "ratio"}:
        return
    if not set(words) <= {"standard", "extended", "large"}:
        raise Mismatch(f"{' '.join(words)!r} are no kinds of communities that netops knows")
    every = not words
    for word, field in (("standard", ""), ("extended", "extended_"), ("large", "large_")):
        if every or word in words:
            draft[f"send_{field}community"] = True


def _no_send_community(draft: Fields, held: Fields) -> None:
    words = held["options"]
    for word, field in (("standard", ""), ("extended", "extended_"), ("large", "large_")):
        if not words or word in words:
            draft[f"send_{field}community"] = False


def _default_originate(draft: Fields, held: Fields) -> None:
    """``default-originate [route-map NAME] [always]``: with ``always``, also without a default route."""
    said = options(held["options"], {"route-map": "word", "always": ""})
    draft.update(default_originate=True, default_originate_route_map=said.get("route_map"))


def _remove_private(draft: Fields, held: Fields) -> None:
    said = options(held["options"], {"all": "", "replace-as": ""})
    draft.update(
        remove_private_as=True,
        remove_private_as_all="all" in said,
        remove_private_as_replace="replace_as" in said,
    )


def _prefix(field: str, value: Any) -> Action:
    def action(draft: Fields, _held: Fields) -> None:
        draft[field] = value

    return action


def missing_policy(draft: Fields, held: Fields) -> None:
    """``missing-policy … direction in|out action permit|deny``: a route map that is named, but not there.

    Where lists and sub-maps that are not there are to be denied as well, the line is not understood.
    """
    words = held["options"]
    if len(words) < 4 or words[-4] != "direction" or words[-2] != "action":
        raise Mismatch("expected direction in|out action permit|deny")
    if "include" in words and words[-1] != "permit":
        raise Mismatch("missing lists and sub-maps that deny are not in the model")
    draft["missing"] = draft.get("missing", {}) | {words[-3]: words[-1]}


def additional_paths(draft: Fields, held: Fields) -> None:
    """``additional-paths send any | limit N | ecmp [limit N] | backup``."""
    words = held["options"]
    if words == ["any"]:
        draft["add_paths_send"] = 255
    elif words[-2:-1] == ["limit"] and words[:-2] in ([], ["any"]):
        draft["add_paths_send"] = type_of("number", words[-1])
    else:
        raise Mismatch(f"additional paths {' '.join(words)!r} are not in the model")


# What may stand in the process, for all families, and in an address family, for it alone.
_EXCHANGE: tuple[tuple[str, Action], ...] = (
    ("route-map <name:word> <direction:word>", _policy("route_map")),
    ("prefix-list <name:word> <direction:word>", _policy("prefix_list")),
    ("as-path access-list <name:word> <direction:word>", _policy("filter")),
    ("maximum-routes <number:number> <options:options>", _maximum_routes),
    ("maximum-accepted-routes|maximum-advertised-routes <rest:rest>", ignore),
    ("missing-policy <options:options>", missing_policy),
    ("next-hop-self", put(next_hop_self=True)),
    ("no next-hop-self", put(next_hop_self=False)),
    ("next-hop-unchanged", put(next_hop_unchanged=True)),
    ("no next-hop-unchanged", put(next_hop_unchanged=False)),
    ("next-hop address-family ipv6 <rest:options>", ignore),  # RFC 8950: the session says that it may
    ("no next-hop address-family ipv6 <rest:options>", ignore),
    ("route-reflector-client", put(route_reflector_client=True)),
    ("no route-reflector-client", put(route_reflector_client=False)),
    ("send-community <options:options>", _send_community),
    ("no send-community <options:options>", _no_send_community),
    ("default-originate <options:options>", _default_originate),
    ("no default-originate", put(default_originate=False)),
    ("allowas-in", put(allowas_in=3)),
    ("allowas-in <allowas_in:number>", put()),
    ("no allowas-in", put(allowas_in=None)),
    ("as-path remote-as replace out", put(as_override=True)),
    ("remove-private-as ingress <rest:options>", put(remove_private_ingress=True)),
    ("remove-private-as <options:options>", _remove_private),
    ("no remove-private-as <rest:options>", _prefix("remove_private_as", False)),
    ("weight <weight:number>", put()),
    ("additional-paths receive", put(add_paths_receive=True)),
    ("no additional-paths receive", put(add_paths_receive=False)),
    ("additional-paths send <options:options>", additional_paths),
    ("no additional-paths send <rest:options>", _prefix("add_paths_send", 0)),
    ("unsuppress-map <unsuppress_map:word>", put()),
    ("rib-in pre-policy retain <rest:options>", ignore),
    ("no rib-in pre-policy retain", ignore),
    ("link-bandwidth <rest:options>", ignore),
    ("graceful-restart <rest:options>", ignore),
    ("graceful-restart-helper <rest:options>", ignore),
    ("no graceful-restart", ignore),
    ("no graceful-restart-helper", ignore),
    ("soft-reconfiguration inbound <rest:options>", ignore),
    ("no route-map|prefix-list <rest:rest>", ignore),
    ("no weight|as-path|unsuppress-map|maximum-routes|link-bandwidth <rest:options>", ignore),
)

PEER_RULES = Rules(
    ("peer group", put(is_group=True)),
    ("peer-group", put(is_group=True)),
    ("peer group <group:word>", put()),
    ("peer-group <group:word>", put()),
    ("remote-as <remote_as:word>", _remote_as),
    ("description <description:rest>", put()),
    ("update-source <source:word>", _update_source),
    ("password shared-secret <rest:rest>", ignore),
    ("password <password:rest>", _password),
    ("no password", ignore),
    ("bfd <rest:options>", ignore),
    ("no bfd <rest:options>", ignore),
    ("fall-over <rest:rest>", ignore),
    ("ebgp-multihop", put(ebgp_multihop=255)),
    ("ebgp-multihop <ebgp_multihop:number>", put()),
    ("no ebgp-multihop", put(ebgp_multihop=None)),
    ("local-as <number:word> <options:options>", _local_as),
    ("no local-as <rest:options>", ignore),
    ("timers <keepalive:number> <hold_time:number> <rest:options>", _timers),
    ("connect-retry <rest:rest>", ignore),
    ("idle-restart-timer <rest:rest>", ignore),
    ("out-delay <advertisement_interval:number> <rest:options>", lambda draft, held: draft.update(held)),
    ("shutdown <rest:options>", _shutdown),
    ("no shutdown", put(shutdown=False)),
    ("passive", put(passive=True)),
    ("transport connection-mode passive", put(passive=True)),
    ("no transport connection-mode passive", put(passive=False)),
    ("transport <rest:rest>", ignore),
    ("no transport <rest:rest>", ignore),
    ("ttl maximum-hops <ttl_security:number>", put()),
    ("no ttl maximum-hops", put(ttl_security=None)),
    ("enforce-first-as", put(enforce_first_as=True)),
    ("no enforce-first-as", put(enforce_first_as=False)),
    ("import-localpref <local_preference:number>", put()),
    ("metric-out <med_out:number>", put()),
    ("dont-capability-negotiate", ignore),
    ("auto-local-addr", ignore),
    ("no auto-local-addr", ignore),
    ("session tracker <rest:rest>", ignore),
    ("monitoring", ignore),
    ("no monitoring", ignore),
    ("rib-out <rest:rest>", ignore),
    ("no description|update-source|timers|out-delay|session <rest:options>", ignore),
    ("no import-localpref|metric-out|export-localpref <rest:options>", ignore),
    *_EXCHANGE,
)

FAMILY_PEER_RULES = Rules(
    ("activate", put(activate=True)),
    ("no activate", put(activate=False)),
    ("deactivate", put(activate=False)),
    ("encapsulation vxlan|mpls <rest:options>", ignore),
    ("no encapsulation <rest:options>", ignore),
    ("domain remote", ignore),
    ("default-route-target <rest:options>", ignore),  # RFC 4684: what is sent at all to those who ask for it
    ("next-hop-self received-evpn-routes <rest:rest>", _prefix("next_hop_self", True)),
    ("multi-path <rest:options>", ignore),
    *_EXCHANGE,
)
