"""The active routes of all tables, from ``show route``: as JSON, or as text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from ipaddress import ip_address, ip_network
from typing import Any

from netops.model import IPPrefix, NextHop, Rib, Route
from netops.platforms.junos.answers import data, tables
from netops.platforms.reading import Reading

__all__ = ["ROUTES", "ROUTES_TEXT", "read_ribs"]

ROUTES = "show route | display json"
ROUTES_TEXT = "show route"

_TABLE = re.compile(r"(?:(?P<vrf>[^:]+)\.)?inet6?\.0")
_PROTOCOLS = {"direct": "connected", "ospf2": "ospf", "ospf3": "ospf", "is-is": "isis", "ripng": "rip"}
_DETAILS = {
    ("ospf", 150): "external",
    ("isis", 15): "L1",
    ("isis", 18): "L2",
    ("isis", 160): "external L1",
    ("isis", 165): "external L2",
}
"""What a route is, as far as its preference tells."""
_NOWHERE = frozenset({"Discard", "Reject"})


def read_ribs(reading: Reading) -> dict[str, Rib] | None:
    """The ribs by VRF, without link-local and multicast prefixes; None where no routes were collected."""
    if reading.given(ROUTES) or not reading.given(ROUTES_TEXT):
        found = tables(reading, ROUTES, "route-information", "route-table")
        if found is None:
            return None
        parsed = reading.each(ROUTES, _entries(found), _json_route)
    else:
        parsed = reading.each(ROUTES_TEXT, _paragraphs(reading.text(ROUTES_TEXT) or ""), _text_route)
    ribs: dict[str, dict[IPPrefix, Route]] = {"default": {}}
    for vrf, route in parsed:
        ribs.setdefault(vrf, {})[route.prefix] = route
    return dict(ribs)


def _vrf(table: str) -> str | None:
    """The VRF of a table; None of one that forwards no packets of users (mpls.0, inet.3, a device's private ones)."""
    found = _TABLE.fullmatch(table)
    if found is None or table.startswith("__"):
        return None
    return found["vrf"] or "default"


def _route(prefix: IPPrefix, protocol: str, preference: int, metric: int, hops: Iterable[NextHop]) -> Route | None:
    """A route, or None of one that is never in a comparison."""
    if prefix.is_link_local or prefix.is_multicast:
        return None
    name = _PROTOCOLS.get(protocol.lower(), protocol.lower())
    detail = _DETAILS.get((name, preference), "")
    return Route(prefix, name, preference, metric, frozenset(hops), detail)


def _entries(found: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, Any]]:
    for each in found:
        vrf = _vrf(data(each, "table-name") or "") if isinstance(each, dict) else None
        if vrf is not None:
            yield from ((vrf, entry) for entry in each.get("rt", []))


def _json_route(item: tuple[str, dict[str, Any]]) -> tuple[str, Route] | None:
    vrf, entry = item
    active = next((each for each in entry["rt-entry"] if data(each, "active-tag") in ("*", "@", "#")), None)
    if active is None:
        return None
    prefix = ip_network(data(entry, "rt-destination") or "")
    metric = data(active, "med") or data(active, "metric") or "0"
    route = _route(
        prefix,
        data(active, "protocol-name") or "",
        int(data(active, "preference") or ""),
        int(metric),
        _json_hops(active),
    )
    return None if route is None else (vrf, route)


def _json_hops(entry: Mapping[str, Any]) -> Iterator[NextHop]:
    if data(entry, "nh-type") in _NOWHERE:
        yield NextHop(blackhole=True)
        return
    for each in entry.get("nh", []):
        address, interface = data(each, "to"), data(each, "via") or data(each, "nh-local-interface")
        if address or interface:
            yield NextHop(ip_address(address) if address else None, interface)


_HEAD = re.compile(r"(?P<table>\S+): \d+ destinations?, \d+ routes? ")
_ACTIVE = re.compile(
    r"(?:(?P<prefix>[0-9a-fA-F:][^\s*\[]*)\s+)?(?P<active>[*+@#-]?)\[(?P<protocol>[\w-]+)/(?P<preference>\d+)(?:/\d+)?\](?P<rest>.*)"
)
_HOP = re.compile(r">?\s*(?:to (?P<to>\S+) )?(?:Local )?via (?P<via>[^\s,]+)")
_PREFIX = re.compile(r"[0-9a-fA-F.:]+/\d+")
_END = "end: 0 destinations, 0 routes "
_METRIC = re.compile(r"(?:MED|metric) (\d+)")


def _paragraphs(text: str) -> Iterator[tuple[str, str, list[str]]]:
    """(VRF, prefix, lines) of each active route."""
    vrf: str | None = None
    prefix, lines = "", list[str]()
    for raw in (*text.splitlines(), _END):
        line = raw.strip()
        head, found = _HEAD.match(line), _ACTIVE.match(line)
        alone = not raw[:1].isspace() and _PREFIX.fullmatch(line)  # too long: the rest follows on the next line
        if not head and not found and not alone:
            if line and lines:
                lines.append(line)
            continue
        if lines and vrf is not None:
            yield vrf, prefix, lines
        lines = []
        if head:
            vrf = _vrf(head["table"])
        elif found:
            prefix = found["prefix"] or prefix
            lines = [line] if found["active"] in ("*", "+", "@", "#") else []
        else:
            prefix = line


def _text_route(item: tuple[str, str, list[str]]) -> tuple[str, Route] | None:
    vrf, prefix, lines = item
    found = _ACTIVE.match(lines[0])
    assert found is not None  # the paragraph begins with it
    metric = _METRIC.search(found["rest"])
    hops = list(_text_hops(lines[1:]))
    route = _route(
        ip_network(prefix), found["protocol"], int(found["preference"]), int(metric[1]) if metric else 0, hops
    )
    return None if route is None else (vrf, route)


def _text_hops(lines: Iterable[str]) -> Iterator[NextHop]:
    for line in lines:
        if line in _NOWHERE:
            yield NextHop(blackhole=True)
        elif (found := _HOP.match(line)) is not None:
            yield NextHop(ip_address(found["to"]) if found["to"] else None, found["via"])
