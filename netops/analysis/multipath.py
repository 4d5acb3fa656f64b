"""Of equally good ways no more are taken than a router has room for."""

from __future__ import annotations

from netops.model import NextHop

__all__ = ["at_most"]


def at_most(hops: frozenset[NextHop], most: int) -> frozenset[NextHop]:
    """The ``most`` lowest next hops.

    Which ones a router keeps hangs on the order in which it heard of them; the lowest addresses are as good as any.
    """
    return hops if len(hops) <= most else frozenset(sorted(hops, key=_order)[:most])


def _order(hop: NextHop) -> tuple[int, int, str]:
    address = hop.address
    return (address.version, int(address), hop.interface or "") if address else (0, 0, hop.interface or "")
