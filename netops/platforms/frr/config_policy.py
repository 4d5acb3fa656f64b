"""Prefix lists, community lists, AS-path lists and route maps."""

from __future__ import annotations

from typing import Any

from netops.model import (
    Action,
    AsPathList,
    AsPathListEntry,
    CommunityList,
    CommunityListEntry,
    Match,
    PrefixList,
    PrefixListEntry,
    RouteMap,
    RouteMapClause,
    Set,
)
from netops.platforms.configuration import rules as config_rules
from netops.platforms.configuration.rules import Fields, Mismatch, Rules, ignore, options, put, type_of

__all__ = [
    "CLAUSE_RULES",
    "POLICY_RULES",
    "action_of",
    "as_path_lists",
    "community_lists",
    "place",
    "prefix_lists",
    "route_map",
]


def action_of(word: str) -> Action:
    """permit or deny.  Raises Mismatch for any other word."""
    if word not in ("permit", "deny"):
        raise Mismatch(f"{word!r} is neither permit nor deny")
    return Action(word)


def place(entries: dict[int, Any], sequence: int | None) -> int:
    """The sequence number of an entry: as told, or 5 after the last."""
    return sequence if sequence is not None else max(entries, default=0) + 5


def _prefix_entry(family: int) -> config_rules.Action:
    def action(draft: Fields, held: Fields) -> None:
        entries = draft.setdefault("prefix_lists", {}).setdefault((family, held["name"]), {})
        bounds = options(held["options"], {"ge": "number", "le": "number"})
        longest = 32 if family == 4 else 128
        if held["prefix"] == "any":
            prefix, bounds = type_of(f"network{family}", "0.0.0.0/0" if family == 4 else "::/0"), {"le": longest}
        else:
            prefix = type_of(f"network{family}", held["prefix"])
        if any(not prefix.prefixlen <= each <= longest for each in bounds.values()):
            raise Mismatch("ge and le are not within the prefix's own length and the longest")
        sequence = place(entries, held.get("sequence"))
        entries[sequence] = PrefixListEntry(sequence, action_of(held["action"]), prefix, **bounds)

    return action


def _community_entry(expanded: bool) -> config_rules.Action:
    def action(draft: Fields, held: Fields) -> None:
        entries = draft.setdefault("community_lists", {}).setdefault(held["name"], {})
        sequence = place(entries, held.get("sequence"))
        permit = action_of(held["action"])
        if expanded:
            entries[sequence] = CommunityListEntry(sequence, permit, regex=held["value"])
        else:
            entries[sequence] = CommunityListEntry(sequence, permit, tuple(held["value"].split()))

    return action


def _numbered_community(draft: Fields, held: Fields) -> None:
    """Lists 1 to 99 are standard ones, those to 500 expanded."""
    _community_entry(held["name"] > 99)(draft, {**held, "name": str(held["name"])})


def _as_path_entry(draft: Fields, held: Fields) -> None:
    entries = draft.setdefault("as_path_lists", {}).setdefault(held["name"], {})
    sequence = place(entries, held.get("sequence"))
    entries[sequence] = AsPathListEntry(sequence, action_of(held["action"]), held["regex"])


def _sequenced(command: str, rest: str, action: config_rules.Action) -> tuple[tuple[str, config_rules.Action], ...]:
    """A list's line with ``seq N`` and without."""
    return (f"{command} seq <sequence:number> {rest}", action), (f"{command} {rest}", action)


POLICY_RULES = (
    ("ip prefix-list <name:word> description <rest:rest>", ignore),
    ("ipv6 prefix-list <name:word> description <rest:rest>", ignore),
    *_sequenced("ip prefix-list <name:word>", "<action:word> <prefix:word> <options:options>", _prefix_entry(4)),
    *_sequenced("ipv6 prefix-list <name:word>", "<action:word> <prefix:word> <options:options>", _prefix_entry(6)),
    *_sequenced("bgp as-path access-list <name:word>", "<action:word> <regex:rest>", _as_path_entry),
    *_sequenced("bgp community-list standard <name:word>", "<action:word> <value:rest>", _community_entry(False)),
    *_sequenced("bgp community-list expanded <name:word>", "<action:word> <value:rest>", _community_entry(True)),
    # As FRR wrote them before version 7.
    *_sequenced("ip as-path access-list <name:word>", "<action:word> <regex:rest>", _as_path_entry),
    *_sequenced("ip community-list standard <name:word>", "<action:word> <value:rest>", _community_entry(False)),
    *_sequenced("ip community-list expanded <name:word>", "<action:word> <value:rest>", _community_entry(True)),
    *_sequenced("ip|bgp community-list <name:number>", "<action:word> <value:rest>", _numbered_community),
)


def _match(kind: str) -> config_rules.Action:
    def action(draft: Fields, held: Fields) -> None:
        draft.setdefault("matches", {})[kind] = Match(kind, tuple(held["arguments"].split()))

    return action


def _set(kind: str) -> config_rules.Action:
    def action(draft: Fields, held: Fields) -> None:
        draft.setdefault("sets", {})[kind] = Set(kind, tuple(held["arguments"].split()))

    return action


def _set_metric_type(draft: Fields, held: Fields) -> None:
    digit = held["kind"].removeprefix("type-")
    if digit not in ("1", "2"):
        raise Mismatch(f"metric type {held['kind']!r} is neither type-1 nor type-2")
    draft.setdefault("sets", {})["metric-type"] = Set("metric-type", (digit,))


def _set_prepend(draft: Fields, held: Fields) -> None:
    words = held["arguments"].split()
    last_as = words[0] == "last-as"
    kind = "as-path-prepend-last-as" if last_as else "as-path-prepend"
    numbers = words[1:] if last_as else words
    if not numbers or (last_as and len(numbers) > 1):
        raise Mismatch("the numbers to prepend are missing or too many")
    draft.setdefault("sets", {})[kind] = Set(kind, tuple(str(type_of("number", each)) for each in numbers))


def _on_match_goto(draft: Fields, held: Fields) -> None:
    draft["on_match"] = str(held["sequence"])


CLAUSE_RULES = Rules(
    ("description <description:rest>", put()),
    ("call <call:word>", put()),
    ("on-match next", put(on_match="next")),
    ("on-match goto <sequence:number>", _on_match_goto),
    ("match ip address prefix-list <arguments:word>", _match("prefix-list")),
    ("match ipv6 address prefix-list <arguments:word>", _match("prefix-list-ipv6")),
    ("match ip next-hop prefix-list <arguments:word>", _match("next-hop-prefix-list")),
    ("match community <arguments:rest>", _match("community")),
    ("match as-path <arguments:word>", _match("as-path")),
    ("match metric <arguments:word>", _match("metric")),
    ("match local-preference <arguments:word>", _match("local-preference")),
    ("match tag <arguments:word>", _match("tag")),
    ("match interface <arguments:word>", _match("interface")),
    ("match source-protocol <arguments:word>", _match("source-protocol")),
    ("match peer <arguments:word>", _match("peer")),
    ("match origin <arguments:word>", _match("origin")),
    ("set local-preference <arguments:word>", _set("local-preference")),
    ("set metric <arguments:word>", _set("metric")),
    ("set metric-type <kind:word>", _set_metric_type),
    ("set tag <arguments:word>", _set("tag")),
    ("set weight <arguments:word>", _set("weight")),
    ("set origin <arguments:word>", _set("origin")),
    ("set community <arguments:rest>", _set("community")),
    ("set as-path prepend <arguments:rest>", _set_prepend),
    ("set ip next-hop <arguments:word>", _set("next-hop")),
    ("set ipv6 next-hop global <arguments:word>", _set("next-hop-ipv6")),
    ("set comm-list <arguments:word> delete", _set("delete-community")),
    ("set distance <arguments:word>", _set("distance")),
)


def prefix_lists(draft: Fields) -> tuple[PrefixList, ...]:
    drafted = draft.get("prefix_lists", {}).items()
    return tuple(PrefixList(name, family, _ordered(entries)) for (family, name), entries in drafted)


def community_lists(draft: Fields) -> tuple[CommunityList, ...]:
    return tuple(CommunityList(name, _ordered(each)) for name, each in draft.get("community_lists", {}).items())


def as_path_lists(draft: Fields) -> tuple[AsPathList, ...]:
    return tuple(AsPathList(name, _ordered(each)) for name, each in draft.get("as_path_lists", {}).items())


def route_map(name: str, clauses: dict[int, Fields]) -> RouteMap:
    return RouteMap(name, tuple(_clause(sequence, clauses[sequence]) for sequence in sorted(clauses)))


def _clause(sequence: int, draft: Fields) -> RouteMapClause:
    fields = {key: value for key, value in draft.items() if key not in ("matches", "sets")}
    matches, sets = (tuple(draft.get(key, {}).values()) for key in ("matches", "sets"))
    return RouteMapClause(sequence, matches=matches, sets=sets, **fields)


def _ordered(entries: dict[int, Any]) -> tuple[Any, ...]:
    return tuple(entries[sequence] for sequence in sorted(entries))
