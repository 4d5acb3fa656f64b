"""Routing policy: the lists that match routes, and the maps that change them.

Matches and sets are pairs of a kind and its arguments: the vocabulary is the union of what vendors have, and a
platform that meets a kind it does not know says so instead of guessing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from netops.model.addressing import IPPrefix

__all__ = [
    "AccessList",
    "AccessListEntry",
    "Action",
    "AsPathList",
    "AsPathListEntry",
    "CommunityList",
    "CommunityListEntry",
    "Match",
    "PrefixList",
    "PrefixListEntry",
    "RouteMap",
    "RouteMapClause",
    "Set",
]


class Action(StrEnum):
    PERMIT = "permit"
    DENY = "deny"


@dataclass(frozen=True, slots=True)
class PrefixListEntry:
    """Matches ``prefix`` itself, or, with ``ge`` / ``le``, the prefixes inside of it with such a length."""

    sequence: int
    action: Action
    prefix: IPPrefix
    ge: int | None = None
    le: int | None = None


@dataclass(frozen=True, slots=True)
class PrefixList:
    name: str
    family: int  # 4 or 6
    entries: tuple[PrefixListEntry, ...] = ()  # by sequence; what no entry matches is denied


@dataclass(frozen=True, slots=True)
class CommunityListEntry:
    """A standard entry matches routes that carry all ``communities``; an expanded one, by ``regex``."""

    sequence: int
    action: Action
    communities: tuple[str, ...] = ()  # "65000:100", "no-export", ...
    regex: str | None = None


@dataclass(frozen=True, slots=True)
class CommunityList:
    name: str
    entries: tuple[CommunityListEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class AsPathListEntry:
    sequence: int
    action: Action
    regex: str


@dataclass(frozen=True, slots=True)
class AsPathList:
    name: str
    entries: tuple[AsPathListEntry, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """One condition of a route map.

    ``kind`` and ``arguments``: ``prefix-list`` (name), ``prefix-list-ipv6`` (name), ``next-hop-prefix-list`` (name),
    ``community`` (list name[, "exact-match"]), ``as-path`` (list name), ``metric`` (n), ``local-preference`` (n),
    ``tag`` (n), ``interface`` (name), ``source-protocol`` (name), ``peer`` (address), ``route-type`` (kind),
    ``origin`` (igp / egp / incomplete).
    """

    kind: str
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Set:
    """One change that a route map makes.

    ``kind`` and ``arguments``: ``local-preference`` (n), ``metric`` (n | +n | -n), ``metric-type`` (1 | 2),
    ``tag`` (n), ``weight`` (n), ``origin`` (igp / egp / incomplete),
    ``community`` (values ... [, "additive"] | "none"),
    ``as-path-prepend`` (numbers ...), ``as-path-prepend-last-as`` (n), ``next-hop`` (address | "peer-address" |
    "unchanged"), ``next-hop-ipv6`` (address), ``delete-community`` (list name), ``distance`` (n).
    """

    kind: str
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RouteMapClause:
    """All ``matches`` must hold; an empty tuple always does.  ``on_match`` is "next", a sequence to go to, or None."""

    sequence: int
    action: Action
    matches: tuple[Match, ...] = ()
    sets: tuple[Set, ...] = ()
    on_match: str | None = None
    call: str | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class RouteMap:
    name: str
    clauses: tuple[RouteMapClause, ...] = ()  # by sequence; what no clause matches is denied


@dataclass(frozen=True, slots=True)
class AccessListEntry:
    """A packet filter's line; ports are inclusive (low, high) pairs, None matches everything."""

    sequence: int
    action: Action
    protocol: str = "ip"  # ip, tcp, udp, icmp, ospf, vrrp, or a number
    source: IPPrefix | None = None
    destination: IPPrefix | None = None
    source_ports: tuple[int, int] | None = None
    destination_ports: tuple[int, int] | None = None
    established: bool = False
    remark: str = ""


@dataclass(frozen=True, slots=True)
class AccessList:
    name: str
    family: int = 4
    entries: tuple[AccessListEntry, ...] = ()
