"""What an area border router tells one area of the others (RFC 2328 section 12.4.3)."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network

import numpy as np
import numpy.typing as npt

from netops.analysis.bgp.path import Path
from netops.analysis.ospf.port import Speaker
from netops.analysis.ospf.spf import Costs
from netops.analysis.ospf.table import Destination, NssaBoundary, PathKind, Table
from netops.analysis.policy import Policy
from netops.model import IPPrefix, OspfArea, OspfAreaKind, within
from netops.platforms import get_platform

__all__ = ["BACKBONE", "NSSA_KINDS", "STUB_KINDS", "by_rfc1583", "default_prefix", "inside", "summaries"]

BACKBONE = "0.0.0.0"
STUB_KINDS = frozenset(OspfAreaKind) - {OspfAreaKind.NORMAL}
NSSA_KINDS = frozenset({OspfAreaKind.NSSA, OspfAreaKind.TOTALLY_NSSA})
_NO_SUMMARY = frozenset({OspfAreaKind.TOTALLY_STUBBY, OspfAreaKind.TOTALLY_NSSA})
_DEFAULT_FROM_BORDER = frozenset({OspfAreaKind.STUB, OspfAreaKind.TOTALLY_STUBBY, OspfAreaKind.TOTALLY_NSSA})


def by_rfc1583(speaker: Speaker) -> bool:
    """Whether a router prefers paths between areas, and counts the cost of a range, as RFC 1583 had it."""
    configured = speaker.process.rfc1583
    return get_platform(speaker.device.platform).traits.ospf_rfc1583 if configured is None else configured


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
    announced[_columns(table, NssaBoundary)] = np.inf
    for number, name in enumerate(names):
        if number != target:
            found = speaker.process.area(name)
            _summarise(table, announced, intra & (origin[border] == number), found, border)
            _filter(table, announced, intra & (origin[border] == number), found.filter_out, border)
    if names[target] != BACKBONE:
        inter = kind == PathKind.INTER
        announced[inter] = cost[inter]
        _filter(table, announced, inter, speaker.process.area(BACKBONE).filter_out, border)
    _filter(table, announced, np.isfinite(announced), area.filter_in, border)
    if area.kind in STUB_KINDS:
        announced[_columns(table, int)] = np.inf
    default = table.index[default_prefix(speaker.process.version)]
    if area.kind in _NO_SUMMARY:
        announced[:] = np.inf
    if _tells_default(speaker, area):
        announced[default] = area.default_cost
    return announced


def _tells_default(speaker: Speaker, area: OspfArea) -> bool:
    """Whether a border router tells an area of a default route in a summary."""
    nssa = area.kind is OspfAreaKind.NSSA and get_platform(speaker.device.platform).traits.ospf_nssa_default
    return (area.kind in _DEFAULT_FROM_BORDER or nssa) and not area.no_default


def _columns(table: Table, kind: type[object]) -> npt.NDArray[np.int64]:
    """The columns of AS boundary routers: ``int`` anywhere, ``NssaBoundary`` within an NSSA; they are the last ones."""
    found = []
    for column in range(len(table.columns) - 1, -1, -1):
        if isinstance(table.columns[column], IPv4Network | IPv6Network):
            break
        if isinstance(table.columns[column], kind):
            found.append(column)
    return np.array(found, dtype=np.int64)


def _filter(table: Table, announced: Costs, members: npt.NDArray[np.bool_], name: str | None, border: int) -> None:
    """Withhold what a prefix list, or a Junos policy, does not permit; boundary routers are no prefixes."""
    if name is None:
        return
    device = table.speakers[border].device
    policy = Policy(device)
    a_list = any(each.name == name for each in device.prefix_lists)
    for column in np.flatnonzero(members & np.isfinite(announced)).tolist():
        prefix = table.columns[column]
        if isinstance(prefix, IPv4Network | IPv6Network):
            passes = policy.prefix_list(name, prefix) if a_list else policy.apply(name, prefix, Path()) is not None
            if not passes:
                announced[column] = np.inf


def inside(destination: Destination, summary: IPPrefix) -> bool:
    """Whether a destination is a prefix within this one."""
    return isinstance(destination, IPv4Network | IPv6Network) and within(destination, summary)


def _summarise(table: Table, announced: Costs, members: npt.NDArray[np.bool_], area: OspfArea, border: int) -> None:
    """Replace the members of each active range by the range, at the cost of its farthest member.

    RFC 1583 had it at the cost of the nearest one.
    """
    nearest = by_rfc1583(table.speakers[border])
    for summary in area.ranges:
        if summary.nssa:
            continue
        found = [column for column in np.flatnonzero(members).tolist() if inside(table.columns[column], summary.prefix)]
        if not found:
            continue
        costs = table.cost[border, found]
        own = float(costs.min() if nearest else costs.max())
        announced[found] = np.inf
        table.ranges[border, summary.prefix] = summary.advertise
        if summary.advertise:
            announced[table.index[summary.prefix]] = own if summary.cost is None else summary.cost
