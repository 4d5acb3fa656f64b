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
    """Matches ``prefix`` itself, or, with ``ge`` / ``le``, the prefixes inside of it with such a length.

    ``mask``: bits of the network address that count (NX-OS' ``mask``, wildcards of IOS access lists); None: all of the
    prefix' length.
    """

    sequence: int
    action: Action
    prefix: IPPrefix
    ge: int | None = None
    le: int | None = None
    mask: int | None = None


@dataclass(frozen=True, slots=True)
class PrefixList:
    name: str
    family: int  # 4 or 6
    entries: tuple[PrefixListEntry, ...] = ()  # by sequence; what no entry matches is denied


@dataclass(frozen=True, slots=True)
class CommunityListEntry:
    """A standard entry matches routes that carry all ``communities``; an expanded one, by ``regex``.

    ``regexes`` are of single communities: each has to be found in one that the route carries (Junos).
    """

    sequence: int
    action: Action
    communities: tuple[str, ...] = ()  # "65000:100", "no-export", ...
    regex: str | None = None
    regexes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CommunityList:
    """``kind``: standard communities (RFC 1997), extended (RFC 4360; "rt:65000:1", "soo:65000:1") or large (RFC 8092).

    ``any_of``: a standard entry matches where the route has one of its communities (IOS-XR's ``matches-any``).
    Lists of different kinds may share a name (a Junos community holds members of any kind).
    """

    name: str
    entries: tuple[CommunityListEntry, ...] = ()
    kind: str = "standard"
    any_of: bool = False


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
    """One condition of a route map; several ``arguments`` are alternatives, but where said otherwise.

    ``kind`` and ``arguments``: ``prefix-list`` (names), ``prefix-list-ipv6`` (names), ``next-hop-prefix-list`` (names),
    ``access-list`` (names: the prefix as an access list sees it), ``access-list-ipv6`` (names),
    ``next-hop-access-list`` (names), ``route-source-access-list`` (names), ``route-source-prefix-list`` (names),
    ``prefix`` (prefix, least length, most length: one range, written out; the prefix itself with its own length twice),
    ``community`` (list names[, "exact-match"]), ``extended-community`` (list names), ``large-community`` (list names),
    ``as-path`` (list names), ``as-path-length`` (least, most), ``as-path-neighbor`` (n), ``as-path-origin`` (n),
    ``as-path-passes`` (n), ``as-path-local``, ``metric`` (n), ``local-preference`` (n), ``weight`` (n), ``tag`` (n),
    ``interface`` (names), ``source-protocol`` (names), ``peer`` (addresses), ``next-hop`` (addresses),
    ``route-type`` (internal, external, type-1, type-2, nssa-type-1, nssa-type-2, level-1, level-2, local),
    ``origin`` (igp / egp / incomplete), ``area`` (areas), ``vrf`` (names), ``family`` (4, 6),
    ``policy`` (name of a route map that permits), ``never`` (the platform can match it, but nothing here does),
    ``distance`` (n), ``color`` (n), ``community-count`` (least, most), ``route-exists`` (VRF, prefix: an active route
    of that table), ``into-level`` (level-1, level-2: where the route is going), ``unknown`` (words of a condition that
    netops did not understand: whether it holds cannot be told),
    and, of ``inner`` matches: ``all``, ``any``, ``not`` (none of them holds).
    """

    kind: str
    arguments: tuple[str, ...] = ()
    inner: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Set:
    """One change that a route map makes.

    ``kind`` and ``arguments``: ``local-preference`` (n | +n | -n), ``metric`` (n | +n | -n | "igp"),
    ``eigrp-metric`` (bandwidth, delay, reliability, load, MTU), ``metric-type`` (1 | 2), ``tag`` (n), ``weight`` (n),
    ``origin`` (igp / egp / incomplete), ``community`` (values ... [, "additive"] | "none"),
    ``extended-community`` (values ... [, "additive"] | "none"; "rt:65000:1"), ``large-community`` (as before),
    ``as-path-prepend`` (numbers ...), ``as-path-prepend-last-as`` (n), ``as-path-prepend-own`` (n times),
    ``as-path-replace`` (numbers | "any"), ``as-path-exclude`` (numbers ...), ``as-path-tag``,
    ``next-hop`` (address | "peer-address" | "self" | "unchanged" | "discard" | "reject"), ``next-hop-ipv6`` (address),
    ``delete-community`` (list name), ``delete-extended-community`` (list name), ``delete-large-community`` (list name),
    ``distance`` (n | +n | -n), ``level`` (level-1 / level-2 / level-1-2), ``default-action`` (permit | deny: what
    becomes of the route where no clause of the chain decides), ``metric-expression`` (multiplier, offset: of the
    metric), ``metric2`` (n | +n | -n: to the next hop), ``preference2``, ``color``, ``tag2`` (n | +n | -n), ``unknown``
    (words that netops did not understand), ``traffic-index``, ``label`` (no effect on routes).
    """

    kind: str
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RouteMapClause:
    """All ``matches`` must hold; an empty tuple always does.  ``on_match`` is "next", a sequence to go to, or None.

    ``name`` is the term's (Junos).  ``call``: the route map that has to permit as well.  ``decides`` False: what it
    sets is kept, and the clauses after it decide (Junos, RPL): the next one, or those from ``on_match`` on, where that
    is a sequence; one after the last clause's leaves the decision to the chain's next policy.
    """

    sequence: int
    action: Action
    matches: tuple[Match, ...] = ()
    sets: tuple[Set, ...] = ()
    on_match: str | None = None
    call: str | None = None
    description: str = ""
    name: str = ""
    decides: bool = True


@dataclass(frozen=True, slots=True)
class RouteMap:
    """Clauses by sequence; the first whose matches hold decides, where it is one that ``decides``.

    ``unmatched``: what becomes of a route on which no clause decided.  None: the chain's next policy, or the protocol's
    default action (Junos).  ``set_permits``: a route that some clause changed, and none denied, is permitted (RPL).
    ``original``: conditions look at the route as it came, not as earlier clauses left it (RPL).
    """

    name: str
    clauses: tuple[RouteMapClause, ...] = ()
    unmatched: Action | None = Action.DENY
    set_permits: bool = False
    original: bool = False


@dataclass(frozen=True, slots=True)
class AccessListEntry:
    """A packet filter's line; ports are inclusive (low, high) pairs, None matches everything.

    ``source_wildcard`` / ``destination_wildcard``: bits that do not count, where they are not those of the prefix' end.
    ``more_*_ports``: further ranges.  ``icmp``: (type, code), None any.  ``opaque``: conditions that netops cannot
    evaluate (time ranges, object groups that are not there): an answer that depends on the line is not certain.
    """

    sequence: int
    action: Action
    protocol: str = "ip"  # ip, tcp, udp, icmp, ospf, vrrp, or a number
    source: IPPrefix | None = None
    destination: IPPrefix | None = None
    source_ports: tuple[int, int] | None = None
    destination_ports: tuple[int, int] | None = None
    established: bool = False
    remark: str = ""
    source_wildcard: int | None = None
    destination_wildcard: int | None = None
    more_source_ports: tuple[tuple[int, int], ...] = ()
    more_destination_ports: tuple[tuple[int, int], ...] = ()
    icmp: tuple[int | None, int | None] | None = None
    opaque: str = ""


@dataclass(frozen=True, slots=True)
class AccessList:
    """``standard``: matches sources alone.  ``unmatched``: what no line matches."""

    name: str
    family: int = 4
    entries: tuple[AccessListEntry, ...] = ()
    standard: bool = False
    unmatched: Action = Action.DENY
