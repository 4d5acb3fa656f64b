"""Link-state advertisements that outlive their flush: ospfd 8.4 relays a flush unreliably.

A router withdraws an LSA by flooding it once more with age MaxAge (RFC 2328 section 14.1).  A router that relays it
must repeat it until its neighbour acknowledges; ospfd/ospf_flood.c takes it off the retransmission lists at once, with
the old copy, since both have one sequence number.  A neighbour that ignores it, because it got the LSA less than
MinLSArrival before (section 13 (5)), keeps the LSA for up to an hour, and so does all that lies behind it.  Measured
on the random network 29, started eight times side by side on two cores: a border router announces a member of an
area range for a second until the range is active; in 9 of 72 starts another router kept it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from netops.lab import Lab

__all__ = ["lost_flushes", "resynchronize"]

_MAX_AGE = 3600  # seconds

Lsa = tuple[str, str, str, str]
"""Area ("" for the whole AS), kind, link state id, advertising router."""


def lost_flushes(lab: Lab, routers: Sequence[str]) -> dict[str, set[Lsa]]:
    """What each router holds although the router that advertised it, one of these, holds it no more."""
    held = dict(_database(lab, name) for name in routers)
    by_name = dict(zip(routers, held.values(), strict=True))
    lost = {name: {each for each in lsas if each not in held.get(each[3], lsas)} for name, lsas in by_name.items()}
    return {name: lsas for name, lsas in lost.items() if lsas}


def resynchronize(lab: Lab, routers: Sequence[str]) -> None:
    """Have these exchange their databases anew: whoever advertised what it no longer wants hears of it (13.4)."""
    for name in routers:
        lab.run(name, ["vtysh", "-c", "clear ip ospf neighbor"])


def _database(lab: Lab, router: str) -> tuple[str, set[Lsa]]:
    """A router's id and the LSAs in its database."""
    shown = json.loads(lab.run(router, ["vtysh", "-c", "show ip ospf database json"]) or "{}")
    scopes: dict[str, Mapping[str, object]] = {**shown.pop("areas", {}), "": shown}
    lsas = {
        (area, kind, each["lsId"], each["advertisedRouter"])
        for area, kinds in scopes.items()
        for kind, entries in kinds.items()
        if isinstance(entries, list)
        for each in entries
        if each["lsaAge"] < _MAX_AGE
    }
    return str(shown.get("routerId", router)), lsas
