"""What-if: every single failure of the estate's design, or those that were asked for."""

from __future__ import annotations

from collections.abc import Collection

from netops.analysis.whatif import Failing, Outcome, single_failures
from netops.analysis.whereabouts import unknown_name
from netops.errors import InputError
from netops.model import Network
from netops.workflows.estate import Estate
from netops.workflows.sweep import sweep

__all__ = ["failing_of", "single_failure_outcomes"]


def single_failure_outcomes(
    estate: Estate, names: Collection[str] = (), *, links: bool = True, devices: bool = True
) -> tuple[Outcome, ...]:
    """What each failure does, the worst first.

    Raises InputError for a name that is no device and no link, EstateError.
    """
    network = estate.sound()
    chosen = failing_of(network, names) if names else ()
    return sweep(network, chosen or tuple(single_failures(network, links=links, devices=devices)))


def failing_of(network: Network, names: Collection[str]) -> tuple[Failing, ...]:
    """Devices and links by their names, each once."""
    links = {link.name for link in network.links}
    for name in names:
        if name not in network.devices and name not in links:
            raise InputError(unknown_name("device or link", name, {*network.devices, *links}))
    return tuple(Failing("link" if name in links else "device", name) for name in dict.fromkeys(names))
