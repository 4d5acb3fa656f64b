"""Trace: the way of packets through the network as designed, with failures, or as its devices show it."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection

from netops.analysis import predict
from netops.analysis.trace import Trace, trace
from netops.model import Snapshot
from netops.workflows.collect import collect
from netops.workflows.estate import Estate
from netops.workflows.fleet import DeviceRunner
from netops.workflows.routes import failures_of

__all__ = ["observed_trace", "predicted_trace"]


def predicted_trace(
    estate: Estate, source: str, destination: str, *, family: int | None = None, fail: Collection[str] = ()
) -> Trace:
    """The way as the design predicts it while the devices and links named in ``fail`` are down.

    Raises InputError, EstateError.
    """
    snapshot = predict(estate.sound(), failures_of(estate.network, fail))
    return trace(estate.network, snapshot, source, destination, family=family)


def observed_trace(
    estate: Estate, fleet: DeviceRunner, source: str, destination: str, *, family: int | None = None
) -> Trace:
    """The way by the tables that the devices hold now.  Raises InputError.

    Devices that nobody logs in to (hosts, providers) are taken to be as the design has them.
    """
    shown = with_unmanaged(estate, collect(fleet))
    return trace(estate.network, shown, source, destination, family=family)


def with_unmanaged(estate: Estate, collected: Snapshot) -> Snapshot:
    """The collected snapshot, and beside it the tables that unmanaged devices are predicted to have.

    Whether their ports are up is left to what the far ends show.
    """
    expected = predict(estate.network).devices
    assumed = {
        name: dataclasses.replace(expected[name], interfaces=None)
        for name in estate.network.devices
        if name not in collected.devices
    }
    return dataclasses.replace(collected, devices={**collected.devices, **assumed})
