"""Routes: one device's table, predicted or observed, or what it does with one prefix or address."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from netops.analysis import Failures, predict
from netops.analysis.observed import observed_layer2
from netops.analysis.reasons import Reasons
from netops.analysis.ways import Ways, longest_match
from netops.analysis.whereabouts import unknown_name
from netops.errors import InputError, UnreachableError
from netops.model import IPAddress, IPPrefix, Network, Rib, Snapshot, SnapshotSource
from netops.workflows.collect import collect
from netops.workflows.estate import Estate
from netops.workflows.fleet import DeviceRunner

__all__ = ["RoutesFound", "asked_for", "failures_of", "observed_routes", "predicted_routes"]


@dataclass(frozen=True, slots=True)
class RoutesFound:
    """The routes that were asked for; where there is none, ``reasons`` tell why."""

    routes: Rib
    reasons: tuple[str, ...] = ()


def predicted_routes(estate: Estate, device: str, wanted: str | None = None, fail: Collection[str] = ()) -> RoutesFound:
    """What the design predicts for a device while the devices and links named in ``fail`` are down.

    ``wanted`` is a prefix, which has to be in the table as it is, or an address, of which the longest match is told.
    Raises InputError for an unknown device, link or prefix, EstateError.
    """
    _check(device, estate.network.devices, "device")
    snapshot = predict(estate.sound(), failures_of(estate.network, fail))
    return _found(estate.network, snapshot, device, wanted)


def observed_routes(estate: Estate, fleet: DeviceRunner, device: str, wanted: str | None = None) -> RoutesFound:
    """What the device shows now.  Raises InputError, UnreachableError."""
    _check(device, fleet.names, "managed device")
    state = collect(fleet, [device]).devices[device]
    if not state.reachable:
        raise UnreachableError(device, state.error)
    return _found(estate.network, Snapshot(SnapshotSource.COLLECTED, {device: state}), device, wanted)


def failures_of(network: Network, names: Collection[str]) -> Failures:
    """Devices and links by their names.  Raises InputError for one that is neither."""
    links = {link.name for link in network.links}
    for name in names:
        _check(name, {*network.devices, *links}, "device or link")
    return Failures(devices=frozenset(names) & network.devices.keys(), links=frozenset(names) & links)


def _check(name: str, known: Collection[str], what: str) -> None:
    if name not in known:
        raise InputError(unknown_name(what, name, known))


def _found(network: Network, snapshot: Snapshot, device: str, wanted: str | None) -> RoutesFound:
    state = snapshot.devices[device]
    if state.ribs is None:
        return RoutesFound({}, (f"{device} has no routing table: {state.error or 'it forwards on layer 2 alone'}",))
    if wanted is None:
        return RoutesFound(state.routes)
    asked = asked_for(wanted)
    exact = asked if not isinstance(asked, IPAddress) else None
    prefix = exact or ip_network(str(asked))
    route = longest_match(state.routes, prefix)
    if route is not None and exact in {None, route.prefix}:
        return RoutesFound({route.prefix: route})
    if route is not None:
        return RoutesFound({}, (f"{device} has no route to exactly {prefix}; its packets take {route.prefix}",))
    reasons = Reasons(network, snapshot, Ways(network, snapshot, observed_layer2(network, snapshot)))
    return RoutesFound({}, reasons.no_route(device, prefix.network_address))


def asked_for(wanted: str) -> IPPrefix | IPAddress:
    """A prefix or an address, as it was written.  Raises InputError."""
    try:
        return ip_network(wanted, strict=False) if "/" in wanted else ip_address(wanted)
    except ValueError:
        expected = "expected something like 10.0.0.0/24 or 2001:db8::/48, or an address"
        raise InputError(f"{wanted} is not a prefix: {expected}") from None
