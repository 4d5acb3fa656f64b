"""What an area border router tells one area of the others (RFC 2328 section 12.4.3)."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network

import numpy as np
import numpy.typing as npt

from netops.analysis.ospf.spf import Costs
from netops.analysis.ospf.table import Destination, PathKind, Table
from netops.model import IPPrefix, OspfArea, OspfAreaKind, within

__all__ = ["BACKBONE", "STUB_KINDS", "default_prefix", "inside", "summaries"]

BACKBONE = "0.0.0.0"
STUB_KINDS = frozenset(OspfAreaKind) - {OspfAreaKind.NORMAL}
_NO_SUMMARY = frozenset({OspfAreaKind.TOTALLY_STUBBY, OspfAreaKind.TOTALLY_NSSA})
_DEFAULT_FROM_BORDER = frozenset({OspfAreaKind.STUB, OspfAreaKind.TOTALLY_STUBBY, OspfAreaKind.TOTALLY_NSSA})


def default_prefix(version: int) -> IPPrefix:
    """0.0.0.0/0 for OSPFv2, ::/0 for OSPFv3."""
    return IPv4Network((0, 0)) if version == 2 else IPv6Network((0, 0))


def summaries(
    table: Table, origin: Mapping[int, npt.NDArray[np.int16]], border: int, target: int, names: list[str]
) -> Costs:
    """Costs, a column each, at which this border router announces destinations into area ``names[target]``.

    ``origin`` gives by border the area (a position in ``names``) of each intra-area route.  An inter-area route is
    passed on only away from the backbone, since only from there it is learned.
    """
    speaker = table.speakers[border]
    area = speaker.process.area(names[target])
    kind, cost = table.kind[border], table.cost[border]
    intra = (kind == PathKind.INTRA) & (origin[border] != target)
    announced = np.where(intra, cost, np.inf)
    for number, name in enumerate(names):
        if number != target:
            _summarise(table, announced, intra & (origin[border] == number), speaker.process.area(name), border)
    if names[target] != BACKBONE:
        inter = kind == PathKind.INTER
        announced[inter] = cost[inter]
    if area.kind in STUB_KINDS:
        announced[_boundary_columns(table)] = np.inf
    default = table.index[default_prefix(speaker.process.version)]
    if area.kind in _NO_SUMMARY:
        announced[:] = np.inf
    if area.kind in _DEFAULT_FROM_BORDER:
        announced[default] = area.default_cost
    return announced


def _boundary_columns(table: Table) -> npt.NDArray[np.int64]:
    return np.array([number for name, number in table.index.items() if isinstance(name, int)], dtype=np.int64)


def inside(destination: Destination, summary: IPPrefix) -> bool:
    """Whether a destination is a prefix within this one."""
    return isinstance(destination, IPv4Network | IPv6Network) and within(destination, summary)


def _summarise(table: Table, announced: Costs, members: npt.NDArray[np.bool_], area: OspfArea, border: int) -> None:
    """Replace the members of each active range by the range, at the cost of its farthest member."""
    for summary in area.ranges:
        found = [column for column in np.flatnonzero(members).tolist() if inside(table.columns[column], summary.prefix)]
        if not found:
            continue
        farthest = float(table.cost[border, found].max())
        announced[found] = np.inf
        table.ranges[border, summary.prefix] = summary.advertise
        if summary.advertise:
            announced[table.index[summary.prefix]] = farthest if summary.cost is None else summary.cost
