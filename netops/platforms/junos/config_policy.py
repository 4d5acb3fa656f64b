"""``policy-options``: policies, and the lists that they match."""

from __future__ import annotations

from netops.platforms.configuration.rules import Fields, Mismatch, put
from netops.platforms.junos.config_from import FROM, TO
from netops.platforms.junos.config_then import THEN
from netops.platforms.junos.grammar import LEAF, Block, Section, at, collect, part, same
from netops.platforms.junos.regexes import as_path_regex, community_regex, is_regex
from netops.platforms.junos.route_filters import read_filter
from netops.platforms.junos.values import network, table

__all__ = ["POLICY_OPTIONS"]


def _prefix(draft: Fields, held: Fields) -> Fields:
    prefixes = draft.setdefault("prefix_lists", {}).setdefault(held["name"], [])
    prefix = network(held["prefix"], strict=False)
    if prefix not in prefixes:
        prefixes.append(prefix)
    held["prefix"] = prefix
    return {}


def _empty_list(draft: Fields, held: Fields) -> None:
    draft.setdefault("prefix_lists", {}).setdefault(held["name"], [])


def _filter(draft: Fields, held: Fields) -> None:
    collect(draft.setdefault("filter_lists", {}), held["name"], read_filter(held["prefix"], held["words"]))


def _members(draft: Fields, held: Fields) -> None:
    member = held["member"]
    if is_regex(member):
        community_regex(member)
    collect(draft, "members", member)


def _as_path(draft: Fields, held: Fields) -> Fields:
    draft.setdefault("as_paths", {})[held["name"]] = [as_path_regex(held["regex"])]
    return {}


def _group_path(draft: Fields, held: Fields) -> Fields:
    collect(draft.setdefault("as_paths", {}), held["group"], as_path_regex(held["regex"]))
    return {}


def _condition_table(draft: Fields, held: Fields) -> None:
    draft["table"] = table(held["table"])


def _condition_prefix(draft: Fields, held: Fields) -> None:
    draft["prefix"] = network(held["prefix"])


def _last(draft: Fields, _held: Fields) -> Fields:
    """What stands with the policy itself is asked after all of its terms."""
    inner: Fields = draft.setdefault("last", {})
    return inner


def _not_here(_draft: Fields, _held: Fields) -> None:
    raise Mismatch("netops does not know this condition")


_PARTS = (Block("from", same, FROM), Block("to", same, TO), Block("then", same, THEN))
_TERM = Section(blocks=_PARTS)
_POLICY = Section(
    blocks=(
        Block("term <term:word>", at("terms", "term"), _TERM, source="term:{policy}:{term}"),
        *(Block(each.pattern, _last, each.section) for each in _PARTS),
    ),
    silent=("defaults",),
)
POLICY_OPTIONS = Section(
    (
        ("prefix-list <name:word>", _empty_list),
        ("route-filter-list <name:word> <prefix:word> <words:options>", _filter),
    ),
    blocks=(
        Block("prefix-list <name:word> <prefix:word>", _prefix, LEAF, source="prefix-list:{name}:{prefix}"),
        Block("policy-statement <policy:word>", at("policies", "policy"), _POLICY, source="term:{policy}:"),
        Block(
            "community <name:word>",
            at("communities", "name"),
            Section((("members <member:word>", _members), ("invert-match", put(invert=True)))),
            source="community-list:{name}",
        ),
        Block("as-path <name:word> <regex:word>", _as_path, LEAF, source="as-path-list:{name}"),
        Block(
            "as-path-group <group:word> as-path <name:word> <regex:word>",
            _group_path,
            LEAF,
            source="as-path-list:{group}",
        ),
        Block(
            "condition <name:word> if-route-exists",
            at("conditions", "name"),
            Section(
                (
                    ("table <table:word>", _condition_table),
                    ("<prefix:word>", _condition_prefix),
                    ("<words:rest>", _not_here),
                )
            ),
        ),
        Block("tunnel-attribute", part("tunnel_attributes"), None),  # of tunnels that no table shows
        Block("damping", part("damping"), None),  # of routes that come and go
    ),
    silent=("traceoptions", "defaults", "redundancy-policy", "application-maps"),
)
"""The draft: ``policies`` (each with its ``terms`` by name, and the ``last`` one), ``prefix_lists``, ``filter_lists``,
``communities``, ``as_paths``, ``conditions``."""
