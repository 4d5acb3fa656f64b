"""Packet filters as access lists: a term is as many lines as it has combinations of what a line can say once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from ipaddress import collapse_addresses, ip_network
from itertools import product
from typing import Any

from netops.model import AccessList, AccessListEntry, Action, IPPrefix, within
from netops.platforms.configuration.rules import Fields
from netops.platforms.junos.ports import protocol_name, read_ports

__all__ = ["access_lists", "combined"]

_MOST = 4096
"""Lines that a term may become; beyond that it is one whose answer is not certain."""


def access_lists(firewall: Fields, prefix_lists: Mapping[str, Sequence[IPPrefix]]) -> tuple[AccessList, ...]:
    return tuple(
        AccessList(name, family, tuple(_entries(draft, family, prefix_lists)), unmatched=Action.DENY)
        for key, family in (("filters", 4), ("filters6", 6))
        for name, draft in firewall.get(key, {}).items()
    )


def combined(name: str, family: int, parts: Sequence[AccessList]) -> AccessList:
    """Filters of a list: one after the other, and what none of them says is discarded."""
    entries = (each for part in parts for each in part.entries)
    return AccessList(name, family, tuple(replace(each, sequence=10 * n) for n, each in enumerate(entries, start=1)))


def _entries(draft: Fields, family: int, lists: Mapping[str, Sequence[IPPrefix]]) -> Iterator[AccessListEntry]:
    sequence = 0
    for term, each in draft.get("terms", {}).items():
        if each.get("ends") == "next term":
            continue  # counts and marks; the terms after it decide
        for entry in _term(each, family, lists):
            sequence += 10
            yield replace(entry, sequence=sequence, remark=term)


def _term(draft: Fields, family: int, lists: Mapping[str, Sequence[IPPrefix]]) -> Iterator[AccessListEntry]:
    action = Action.DENY if draft.get("ends") == "discard" else Action.PERMIT
    opaque = [*draft.get("opaque", ())]
    base = AccessListEntry(0, action, established=draft.get("established", False))
    protocols = [protocol_name(each, opaque) for each in draft.get("protocols", ())]
    if base.established and not protocols:
        protocols = ["tcp"]
    ends = list(_ends(draft, family, lists))
    ports = list(_ports(draft, opaque))
    codes = _icmp(draft, opaque)
    if len(ends) * len(ports) * len(protocols or [0]) * len(codes) > _MOST:
        yield replace(base, opaque=f"more than {_MOST} combinations")
        return
    for protocol, (source, destination), (source_ports, destination_ports), icmp in product(
        protocols or ["ip"], ends, ports, codes
    ):
        yield replace(
            base,
            protocol=protocol,
            source=source,
            destination=destination,
            source_ports=next(iter(source_ports), None),
            destination_ports=next(iter(destination_ports), None),
            more_source_ports=tuple(source_ports[1:]),
            more_destination_ports=tuple(destination_ports[1:]),
            icmp=icmp,
            opaque="; ".join(dict.fromkeys(opaque)),
        )


_Ends = tuple[IPPrefix | None, IPPrefix | None]


def _ends(draft: Fields, family: int, lists: Mapping[str, Sequence[IPPrefix]]) -> Iterator[_Ends]:
    """Pairs of source and destination; an address of ``either`` end is both, one after the other."""
    sources = _addresses(draft, "source", family, lists)
    destinations = _addresses(draft, "destination", family, lists)
    either = _addresses(draft, "either", family, lists)
    if either is None:
        yield from product(_or_any(sources), _or_any(destinations))
        return
    for first, second in ((either, destinations), (sources, either)):
        yield from product(_or_any(first), _or_any(second))


def _or_any(prefixes: Sequence[IPPrefix] | None) -> Sequence[IPPrefix | None]:
    return (None,) if prefixes is None else prefixes


def _addresses(
    draft: Fields, key: str, family: int, lists: Mapping[str, Sequence[IPPrefix]]
) -> Sequence[IPPrefix] | None:
    """The addresses of one end, without those that are left out; None where any will do."""

    def named(name: str) -> list[IPPrefix]:
        return [each for each in lists.get(name, ()) if each.version == family]

    taken = [*draft.get(key, ()), *(p for name in draft.get(f"{key}_lists", ()) for p in named(name))]
    left = [*draft.get(f"{key}_except", ()), *(p for name in draft.get(f"{key}_lists_except", ()) for p in named(name))]
    if not taken and not left:
        return () if draft.get(f"{key}_lists") else None
    if not taken:
        taken = [ip_network("0.0.0.0/0" if family == 4 else "::/0")]
    return tuple(_less(taken, left)) if left else tuple(dict.fromkeys(taken))


def _less(taken: Iterable[IPPrefix], left: Iterable[IPPrefix]) -> list[IPPrefix]:
    """What is taken without what is left out; the longer prefix decides, as in Junos."""
    found: list[Any] = []
    for prefix in taken:
        parts: list[Any] = [prefix]
        for hole in left:
            if not within(hole, prefix):
                continue
            parts = [
                piece
                for each in parts
                for piece in (
                    each.address_exclude(hole) if within(hole, each) else () if within(each, hole) else (each,)
                )
            ]
        found += parts
    return sorted(collapse_addresses(found))


_Ranges = list[tuple[int, int]]


def _ports(draft: Fields, opaque: list[str]) -> Iterator[tuple[_Ranges, _Ranges]]:
    sources = read_ports(draft.get("source_ports", ()), opaque)
    destinations = read_ports(draft.get("destination_ports", ()), opaque)
    either = read_ports(draft.get("either_ports", ()), opaque)
    if not either:
        yield sources, destinations
    else:
        yield either, destinations
        yield sources, either


def _icmp(draft: Fields, opaque: list[str]) -> list[tuple[int | None, int | None] | None]:
    types, codes = draft.get("icmp_types", ()), draft.get("icmp_codes", ())
    if not types and not codes:
        return [None]
    numbers: list[list[int | None]] = []
    for values in (types, codes):
        known = [int(each) for each in values if each.isdigit()]
        opaque += (f"icmp {each}" for each in values if not each.isdigit())
        numbers.append(list(known) or [None])
    return list(product(*numbers))  # type: ignore[arg-type]  # pairs, of two lists
