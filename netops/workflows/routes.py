"""Routes: one device's table, predicted or observed."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches
from ipaddress import ip_network

from netops.analysis import Failures, predict
from netops.errors import InputError, UnreachableError
from netops.model import Network, Rib
from netops.workflows.collect import collect
from netops.workflows.estate import Estate
from netops.workflows.fleet import DeviceRunner

__all__ = ["observed_routes", "predicted_routes"]


def predicted_routes(estate: Estate, device: str, prefix: str | None = None, fail: Collection[str] = ()) -> Rib:
    """What the design predicts for a device while the devices and links named in ``fail`` are down.

    Raises InputError for an unknown device, link or prefix.
    """
    _known(device, estate.network.devices, "device")
    snapshot = predict(estate.network, failures_of(estate.network, fail))
    state = snapshot.devices.get(device)
    return _only(state.routes if state is not None else {}, prefix)


def observed_routes(fleet: DeviceRunner, device: str, prefix: str | None = None) -> Rib:
    """What the device shows now.  Raises InputError, UnreachableError."""
    _known(device, fleet.names, "managed device")
    state = collect(fleet, [device]).devices[device]
    if not state.reachable:
        raise UnreachableError(device, state.error.removeprefix(f"{device}: "))
    return _only(state.routes, prefix)


def failures_of(network: Network, names: Collection[str]) -> Failures:
    """Devices and links by their names.  Raises InputError for one that is neither."""
    links = {link.name for link in network.links}
    for name in names:
        _known(name, {*network.devices, *links}, "device or link")
    return Failures(devices=frozenset(names) & network.devices.keys(), links=frozenset(names) & links)


def _known(name: str, known: Collection[str], what: str) -> None:
    if name not in known:
        near = get_close_matches(name, known, n=1)
        raise InputError(f"there is no {what} {name}" + (f"; did you mean {near[0]}?" if near else ""))


def _only(rib: Rib, prefix: str | None) -> Rib:
    if prefix is None:
        return rib
    try:
        wanted = ip_network(prefix, strict=False)
    except ValueError:
        raise InputError(f"{prefix} is not a prefix: expected something like 10.0.0.0/24 or 2001:db8::/48") from None
    return {wanted: rib[wanted]} if wanted in rib else {}
