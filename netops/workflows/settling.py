"""How long a network must go on showing what was predicted before it is believed.

Agreement at one moment says nothing of what is still on its way.  A prediction that holds may be one that says "this
changes nothing here" and is wrong, and what proves it wrong may be held back by a timer.  So agreement must outlast the
timers through which a change can act at all:

* nothing acts on a banner, a description or a VLAN's name: one collection that begins after the commit shows whatever
  the commit itself has broken;
* a new LSA waits for MinLSInterval since the one before (RFC 2328 appendix B: 5 s; FRR: ``timers throttle lsa all`` for
  OSPFv2, fixed for OSPFv3);
* FRR applies an edited route map, or a list that one uses, ``bgp route-map delay-timer`` later (5 s);
* BGP holds updates back for the neighbour's advertisement interval (RFC 4271 section 9.2.1.1; in FRR 0 s unless set);
* RSTP's ports, VRRP's masters and static routes move within a hello or an advertisement: 3 s.

Dead and hold timers are not waited for: a neighbour that the change has silenced is seen to be silent at its own end.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from netops.model import Device, Network

__all__ = ["LONGEST", "predicted_alike", "settle_time"]

_SPF = 1.0  # seconds from an LSA to the routes: FRR's initial hold and what the kernel takes
_MIN_LS_INTERVAL = 5000  # milliseconds
_ROUTE_MAP_DELAY = 5.0
_HELLO = 3.0
LONGEST = _MIN_LS_INTERVAL / 1000 + _SPF
"""Seconds: where it is not known what has changed."""

_POLICY = ("prefix_lists", "community_lists", "as_path_lists", "route_maps")


def settle_time(before: Network, after: Network) -> float:
    """Seconds for which agreement must hold after the change of one network to the other; 0: nothing acts on it."""
    pairs = [(_acting(before.devices[name]), _acting(device)) for name, device in after.devices.items()]
    return max((_delay(old, new) for old, new in pairs if old != new), default=0.0)


def predicted_alike(before: Network, after: Network) -> bool:
    """Whether the two differ in nothing but what no table of a device shows: the prediction for both is the same."""
    return all(_shown(before.devices[name]) == _shown(device) for name, device in after.devices.items())


def _acting(device: Device) -> Device:
    """The device without the names that only people read."""
    quiet = {name: dataclasses.replace(each, description="") for name, each in device.interfaces.items()}
    return dataclasses.replace(_shown(device), interfaces=quiet)


def _shown(device: Device) -> Device:
    """The device without those of them that it shows in no table."""
    return dataclasses.replace(
        device,
        banner="",
        vlans={number: dataclasses.replace(each, name="") for number, each in device.vlans.items()},
        bgp=tuple(
            dataclasses.replace(
                process, neighbors=tuple(dataclasses.replace(each, description="") for each in process.neighbors)
            )
            for process in device.bgp
        ),
    )


def _delay(old: Device, new: Device) -> float:
    delays = [_HELLO, *_flooding(old, new)]
    if old.bgp and any(getattr(old, each) != getattr(new, each) for each in _POLICY):
        delays.append(_ROUTE_MAP_DELAY + _SPF)
    delays += [float(each.advertisement_interval or 0) for process in new.bgp for each in process.neighbors]
    return max(delays)


def _flooding(old: Device, new: Device) -> Iterator[float]:
    """How long OSPF may hold back what it has to say of the change: of its own, of a port, of what it redistributes."""
    for process in (*old.ospf, *new.ospf):
        held = process.lsa_throttle if process.version == 2 else None
        yield (_MIN_LS_INTERVAL if held is None else held) / 1000 + _SPF
