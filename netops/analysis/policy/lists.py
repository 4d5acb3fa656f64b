"""Prefix lists and access lists, asked about a prefix."""

from __future__ import annotations

from functools import lru_cache

from netops.model import (
    AccessList,
    AccessListEntry,
    Action,
    IPPrefix,
    PrefixList,
    PrefixListEntry,
    within,
)

__all__ = ["in_range", "permits", "permits_by_access_list"]


def permits(prefixes: PrefixList | None, prefix: IPPrefix) -> bool:
    """What a prefix list says of a prefix; the first entry that matches decides, an empty list permits everything."""
    if prefixes is None:
        return False
    return _permits(prefixes.entries, prefix)


@lru_cache(maxsize=262144)
def _permits(entries: tuple[PrefixListEntry, ...], prefix: IPPrefix) -> bool:
    for entry in entries:
        if _covers(entry, prefix):
            return entry.action is Action.PERMIT
    return not entries


def _covers(entry: PrefixListEntry, prefix: IPPrefix) -> bool:
    net, low, high = entry.prefix, entry.ge, entry.le
    if entry.mask is not None:
        return _covers_masked(entry, entry.mask, prefix)
    if prefix.prefixlen < net.prefixlen or not within(prefix, net):
        return False
    if low is None and high is None:
        return prefix.prefixlen == net.prefixlen
    return (low or net.prefixlen) <= prefix.prefixlen <= (high or prefix.max_prefixlen)


def _covers_masked(entry: PrefixListEntry, mask: int, prefix: IPPrefix) -> bool:
    """Only the bits of the mask have to be the same, wherever they stand."""
    net, low, high = entry.prefix, entry.ge, entry.le
    if prefix.version != net.version or (int(prefix.network_address) ^ int(net.network_address)) & mask:
        return False
    if low is None and high is None:
        return prefix.prefixlen == net.prefixlen
    return (low or net.prefixlen) <= prefix.prefixlen <= (high or prefix.max_prefixlen)


def in_range(net: IPPrefix, low: int, high: int, prefix: IPPrefix) -> bool:
    """Whether a prefix lies in another and has a length from ``low`` to ``high``."""
    return low <= prefix.prefixlen <= high and prefix.prefixlen >= net.prefixlen and within(prefix, net)


def permits_by_access_list(found: AccessList, prefix: IPPrefix) -> bool:
    """A packet filter as a filter of routes.

    A standard list sees the network address as a source; an extended one sees it so as well, and the mask as the
    destination (Cisco, "IP Access List Overview").
    """
    if prefix.version != found.family:
        return False
    return _permits_by_access_list(found.entries, found.standard, found.unmatched, prefix)


@lru_cache(maxsize=65536)
def _permits_by_access_list(
    entries: tuple[AccessListEntry, ...], standard: bool, unmatched: Action, prefix: IPPrefix
) -> bool:
    network, mask = int(prefix.network_address), int(prefix.netmask)
    for entry in entries:
        if not _holds(entry.source, entry.source_wildcard, network):
            continue
        if standard or _holds(entry.destination, entry.destination_wildcard, mask):
            return entry.action is Action.PERMIT
    return unmatched is Action.PERMIT


def _holds(wanted: IPPrefix | None, wildcard: int | None, value: int) -> bool:
    if wanted is None:
        return True
    ignored = int(wanted.hostmask) if wildcard is None else wildcard
    return not (int(wanted.network_address) ^ value) & ~ignored
