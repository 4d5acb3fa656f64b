"""What every router asks for echo to find silent loss: no counter, adjacency or session need show it.

An answer crosses the line twice, so a probe of one router sees what is lost in either direction.

Asking also makes the neighbour tables tell who has an address.  Measured with Linux 6.18, a host having taken another's
address:

* It stays unnoticed while those that know the rightful owner ask that one alone to confirm itself, until the host
  speaks from the address or announces it (RFC 5227, section 2.3): then the routers' tables hold the host's MAC address,
  and not the one that is planned.
* A router whose own address it took gets no answer from it any more, since the host answers itself; others do.
* A router that asks for an address of its own virtual router on the interface beneath puts the question on the wire.
  Nobody must answer the master, so an answer is a host that took the gateway's address.  Its backups hear the virtual
  router's MAC address (RFC 5798, section 7.3), and no echo: to them the answer comes from an address of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from netops.analysis.connected import virtual_routers
from netops.analysis.layer2 import Layer2, broadcast_domains
from netops.model import Device, Endpoint, Interface, IPAddress, Network, Role
from netops.platforms import get_platform

__all__ = ["PROBE_COUNT", "PROBE_INTERVAL", "ProbePlan", "probe_plan"]

PROBE_COUNT = 25
"""Echo requests a neighbour: a line that loses 36 % of them shows no loss in 1 of 70,000 scans (0.64 ** 25), and one
that loses 5 % is seen by three scans of four."""
PROBE_INTERVAL = 0.02
"""Seconds from one to the next."""

_MOST = 8  # neighbours an interface: a segment's routers and servers, and not all of its homes
_TIERS = tuple(Role)  # hosts come last

Pairs = tuple[tuple[str, IPAddress], ...]  # (interface, address)


@dataclass(frozen=True, slots=True)
class ProbePlan:
    """What one router asks: ``neighbors`` for echo, ``virtual`` (its own virtual routers') for who has the address."""

    neighbors: Pairs = ()
    virtual: Pairs = ()


def probe_plan(network: Network) -> Mapping[str, ProbePlan]:
    """By router, what it asks out of which interface.

    Neighbours are all others in the interface's broadcast domain that should be up, hosts last and no more than eight
    an interface; one address a pair, IPv4 where both have one.  Management interfaces are left out.  Virtual routers'
    IPv4 addresses are asked for by the master, as it is planned.
    """
    layer2 = broadcast_domains(network)
    masters = {
        name: tuple(
            (each.interface, address) for each in states if each.state == "master" for address in each.addresses
        )
        for name, states in virtual_routers(network, layer2).items()
    }
    plans = {
        device.name: ProbePlan(
            tuple(_neighbors(network, layer2, device)),
            tuple(pair for pair in masters[device.name] if pair[1].version == 4),
        )
        for device in network.managed()
        if get_platform(device.platform).routing
    }
    return {name: plan for name, plan in plans.items() if plan != ProbePlan()}


def _neighbors(network: Network, layer2: Layer2, device: Device) -> Iterator[tuple[str, IPAddress]]:
    for name, interface in device.interfaces.items():
        if device.management in {each.ip for each in interface.addresses}:
            continue
        others = [end for end in layer2.neighbors(Endpoint(device.name, name)) if end.device != device.name]
        others.sort(key=lambda end: (_TIERS.index(network.devices[end.device].role), end))
        found = (_address(interface, network.devices[end.device].interfaces[end.interface]) for end in others)
        yield from [(name, address) for address in found if address is not None][:_MOST]


def _address(mine: Interface, theirs: Interface) -> IPAddress | None:
    """Their address in a prefix that both have; the older family first."""
    prefixes = {each.network for each in mine.addresses}
    shared = [each.ip for each in theirs.addresses if each.network in prefixes]
    return min(shared, key=lambda each: each.version, default=None)
