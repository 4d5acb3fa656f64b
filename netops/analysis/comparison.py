"""Two snapshots side by side: every difference is a finding.

A table that is expected and was not collected is a finding of its own: "no data" is never "pass".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import replace
from ipaddress import ip_network
from typing import TypeVar

from netops.model import (
    Adjacency,
    BgpSession,
    DeviceState,
    Finding,
    InterfaceState,
    IPPrefix,
    NextHop,
    Rib,
    Route,
    Severity,
    Snapshot,
    VrrpState,
)

__all__ = ["compare", "same_route"]

T = TypeVar("T")


def compare(expected: Snapshot, actual: Snapshot) -> tuple[Finding, ...]:
    """What differs on the devices that ``actual`` holds, the worst first; empty where both say the same."""
    found: list[Finding] = []
    for name, state in actual.devices.items():
        wanted = expected.devices.get(name)
        if wanted is None:
            found.append(Finding("device-unexpected", Severity.WARNING, name, "is not in the expected network"))
        else:
            found.extend(_device(wanted, state))
    return tuple(sorted(found, key=lambda each: each.order))


def same_route(expected: Route, actual: Route) -> bool:
    """Equal in every field; an unknown link-local next hop matches any on its interface."""
    return expected == actual or expected == replace(actual, next_hops=_forget_unknown(expected, actual))


def _forget_unknown(expected: Route, actual: Route) -> frozenset[NextHop]:
    unknown = {hop.interface for hop in expected.next_hops if hop.address is None}
    return frozenset(
        NextHop(None, hop.interface)
        if hop.address is not None and hop.address.is_link_local and hop.interface in unknown
        else hop
        for hop in actual.next_hops
    )


def _device(expected: DeviceState, actual: DeviceState) -> Iterator[Finding]:
    name = actual.name
    if not actual.reachable:
        if expected.reachable:
            reason = actual.error or "none"
            yield Finding("device-unreachable", Severity.CRITICAL, name, "does not answer", "an answer", reason)
        return
    if not expected.reachable:
        yield Finding("device-unexpected", Severity.INFO, name, "answers, although it should be off", "off", "on")
        return
    for unread in actual.unread:
        yield Finding("no-data", Severity.WARNING, name, "an answer could not be read", actual=unread)
    yield from _table(name, "interfaces", expected.interfaces, actual.interfaces, _interfaces)
    yield from _table(name, "routes", *_serving_ribs(expected, actual), _ribs)
    yield from _table(name, "OSPF neighbors", expected.adjacencies, actual.adjacencies, _adjacencies)
    yield from _table(name, "BGP sessions", expected.sessions, actual.sessions, _sessions)
    yield from _table(name, "processes", expected.processes or None, actual.processes, _processes)
    yield from _table(name, "virtual routers", _serving(expected), _serving(actual), _virtual_routers)


def _table(
    name: str, title: str, expected: T | None, actual: T | None, differ: Callable[[str, T, T], Iterator[Finding]]
) -> Iterator[Finding]:
    if expected is None:
        return
    if actual is None:
        yield Finding("no-data", Severity.ERROR, name, f"{title} were not collected", "data", "none")
    else:
        yield from differ(name, expected, actual)


def _processes(name: str, expected: Set[str], actual: Set[str]) -> Iterator[Finding]:
    """More of them than are needed are no fault."""
    for each in sorted(expected - actual):
        yield Finding(
            "process-missing",
            Severity.ERROR,
            name,
            f"{each} does not run",
            "running",
            "absent",
            remedy=f"start {each} again, and look in its log for why it ended",
        )


def _interfaces(
    name: str, expected: Mapping[str, InterfaceState], actual: Mapping[str, InterfaceState]
) -> Iterator[Finding]:
    for each, wanted in expected.items():
        subject = f"{name}:{each}"
        shown = actual.get(each)
        if shown is None:
            if wanted.oper_up:
                yield Finding("interface-missing", Severity.ERROR, subject, "the device has no such interface")
            continue
        if (wanted.admin_up, wanted.oper_up) != (shown.admin_up, shown.oper_up):
            severity = Severity.ERROR if wanted.oper_up else Severity.INFO
            yield Finding("interface-state", severity, subject, "is in another state", _updown(wanted), _updown(shown))
        if wanted.mtu is not None and shown.mtu is not None and wanted.mtu != shown.mtu:
            yield Finding("interface-mtu", Severity.ERROR, subject, "has another MTU", str(wanted.mtu), str(shown.mtu))
        yield from _addresses(subject, wanted, shown)


def _updown(state: InterfaceState) -> str:
    if not state.admin_up:
        return "shut down"
    return "up" if state.oper_up else "down"


def _addresses(subject: str, wanted: InterfaceState, shown: InterfaceState) -> Iterator[Finding]:
    mine, theirs = (
        {str(each) for each in state.addresses if not each.ip.is_link_local and not each.ip.is_loopback}
        for state in (wanted, shown)
    )
    if mine != theirs:
        yield Finding(
            "interface-addresses",
            Severity.ERROR,
            subject,
            "has other addresses",
            ", ".join(sorted(mine)) or "none",
            ", ".join(sorted(theirs)) or "none",
        )


def _ribs(name: str, expected: Mapping[str, Rib], actual: Mapping[str, Rib]) -> Iterator[Finding]:
    for vrf in sorted(expected.keys() | actual.keys()):
        subject = name if vrf == "default" else f"{name} vrf {vrf}"
        yield from _routes(subject, expected.get(vrf, {}), actual.get(vrf, {}))


def _routes(subject: str, expected: Rib, actual: Rib) -> Iterator[Finding]:
    for prefix in sorted(expected.keys() | actual.keys(), key=_prefix_order):
        wanted, shown = expected.get(prefix), actual.get(prefix)
        if wanted is None and shown is not None:
            yield Finding(
                "route-unexpected", Severity.ERROR, subject, f"has an unexpected route to {prefix}", "", _told(shown)
            )
        elif shown is None and wanted is not None:
            yield Finding("route-missing", Severity.ERROR, subject, f"has no route to {prefix}", _told(wanted), "none")
        elif wanted is not None and shown is not None and not same_route(wanted, shown):
            yield Finding(
                "route-differs",
                Severity.ERROR,
                subject,
                f"has another route to {prefix}",
                _told(wanted),
                _told(shown),
            )


def _prefix_order(prefix: IPPrefix) -> tuple[int, int, int]:
    return prefix.version, int(prefix.network_address), prefix.prefixlen


def _told(route: Route) -> str:
    hops = ", ".join(sorted(map(str, route.next_hops)))
    return f"{route.protocol} [{route.distance}/{route.metric}] via {hops}"


def _adjacencies(name: str, expected: tuple[Adjacency, ...], actual: tuple[Adjacency, ...]) -> Iterator[Finding]:
    wanted, shown = ({_adjacency_key(each): each for each in found if each.up} for found in (expected, actual))
    states = {_adjacency_key(each): each.state for each in actual}
    for key in sorted(wanted.keys() - shown.keys(), key=str):
        each = wanted[key]
        yield Finding(
            "adjacency-missing",
            Severity.ERROR,
            f"{name}:{each.interface}",
            f"has no OSPFv{each.version} adjacency with {each.neighbor_id} in area {each.area}",
            each.state,
            states.get(key, "none"),
        )
    for key in sorted(shown.keys() - wanted.keys(), key=str):
        each = shown[key]
        yield Finding(
            "adjacency-unexpected",
            Severity.WARNING,
            f"{name}:{each.interface}",
            f"has an unexpected OSPFv{each.version} adjacency with {each.neighbor_id} in area {each.area}",
            "none",
            each.state,
        )


def _adjacency_key(each: Adjacency) -> tuple[object, ...]:
    return each.interface, each.version, each.area, each.neighbor_id


def _sessions(name: str, expected: tuple[BgpSession, ...], actual: tuple[BgpSession, ...]) -> Iterator[Finding]:
    shown = {each.peer: each for each in actual}
    for wanted in expected:
        present = shown.pop(wanted.peer, None)
        if present is None:
            yield Finding("session-missing", Severity.ERROR, name, f"has no BGP neighbor {wanted.peer}")
        elif wanted.up != present.up:
            severity = Severity.ERROR if wanted.up else Severity.WARNING
            yield Finding(
                "session-state",
                severity,
                name,
                f"BGP session with {wanted.peer} (AS {wanted.remote_as}) is in another state",
                "established" if wanted.up else f"not established ({wanted.reason})",
                present.condition,
            )
        elif wanted.up and wanted.families != present.families:
            yield Finding(
                "session-families",
                Severity.ERROR,
                name,
                f"BGP session with {wanted.peer} carries other address families",
                str(wanted.families),
                str(present.families),
            )
    for peer in shown:
        yield Finding("session-unexpected", Severity.WARNING, name, f"has an unexpected BGP neighbor {peer}")


def _serving(state: DeviceState) -> tuple[VrrpState, ...] | None:
    """Its virtual routers; one on an interface that is down serves nobody, whatever its daemon says.

    (FRR's vrrpd stays master on an interface that loses its carrier, and is in its initial state on one that never had
    one.)
    """
    if state.vrrp is None:
        return None
    down = {each.name for each in (state.interfaces or {}).values() if not each.oper_up}
    return tuple(replace(each, state="initialize") if each.interface in down else each for each in state.vrrp)


def _serving_ribs(
    expected: DeviceState, actual: DeviceState
) -> tuple[Mapping[str, Rib] | None, Mapping[str, Rib] | None]:
    """Both tables without the virtual addresses of interfaces that are down.

    Whether such an address is still there depends on whether vrrpd or the kernel was quicker to see the carrier go (a
    backup that hears nobody makes itself master); nobody is reached by it either way.
    """
    down = {each.name for state in (expected, actual) for each in (state.interfaces or {}).values() if not each.oper_up}
    dead = {ip_network(address) for each in expected.vrrp or () if each.interface in down for address in each.addresses}
    return _without(expected.ribs, dead), _without(actual.ribs, dead)


def _without(ribs: Mapping[str, Rib] | None, dead: Set[IPPrefix]) -> Mapping[str, Rib] | None:
    if ribs is None or not dead:
        return ribs
    return {
        vrf: {prefix: route for prefix, route in rib.items() if prefix not in dead or route.protocol != "connected"}
        for vrf, rib in ribs.items()
    }


def _virtual_routers(name: str, expected: tuple[VrrpState, ...], actual: tuple[VrrpState, ...]) -> Iterator[Finding]:
    shown = {(each.interface, each.group, each.family): each for each in actual}
    for wanted in expected:
        present = shown.get((wanted.interface, wanted.group, wanted.family))
        if present is None or present.state != wanted.state:
            yield Finding(
                "vrrp-state",
                Severity.ERROR,
                f"{name}:{wanted.interface}",
                f"virtual router {wanted.group} for IPv{wanted.family} is in another state",
                wanted.state,
                present.state if present else "absent",
            )
