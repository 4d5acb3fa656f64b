"""Why: what decided about a route or at each hop of a trace, with the lines that say so."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import cache
from ipaddress import ip_address
from pathlib import Path

from netops.analysis import Failures, predict
from netops.analysis.observed import observed_layer2
from netops.analysis.reasons import Reasons
from netops.analysis.trace import Trace
from netops.analysis.ways import Ways
from netops.analysis.whereabouts import unknown_name
from netops.analysis.why.answer import Line, Why
from netops.analysis.why.explain import Reasoner
from netops.errors import InputError
from netops.model import IPAddress
from netops.platforms.configuration.masking import mask
from netops.workflows.estate import Estate
from netops.workflows.routes import asked_for, failures_of

__all__ = ["why_route", "why_trace"]


def why_route(estate: Estate, device: str, wanted: str, fail: Collection[str] = ()) -> Why:
    """Why a device has its route to a prefix, or to what an address takes, or none.

    Raises InputError for an unknown device, one without power or without routes, EstateError, PredictionError.
    """
    if device not in estate.network.devices:
        raise InputError(unknown_name("device", device, estate.network.devices))
    asked = asked_for(wanted)
    failures = failures_of(estate.network, fail)
    reasoner = Reasoner(estate.sound(), failures)
    if device not in reasoner.world.ribs:
        raise InputError(f"{device} has no power: it has no routes to ask about")
    prefix = reasoner.prefix_of(device, asked) if isinstance(asked, IPAddress) else asked
    found = reasoner.why(device, prefix)
    if found.route is None:
        around = _around(estate, failures, device, asked if isinstance(asked, IPAddress) else prefix.network_address)
        found = replace(found, stops=tuple(dict.fromkeys((*found.stops, *around))))
    return _with_texts(estate.root, found)


def why_trace(estate: Estate, trace: Trace, fail: Collection[str] = ()) -> tuple[Why, ...]:
    """Why each hop of a predicted trace decides as it does.  Raises as :func:`why_route`."""
    reasoner = Reasoner(estate.sound(), failures_of(estate.network, fail))
    asked = [
        (hop.device, hop.route.prefix if hop.route is not None else reasoner.prefix_of(hop.device, trace.address))
        for hop in trace.hops
        if hop.device in reasoner.world.ribs and (hop.route is not None or hop.outcome == "no route")
    ]
    return tuple(_with_texts(estate.root, reasoner.why(*each)) for each in asked)


def _around(estate: Estate, failures: Failures, device: str, address: IPAddress) -> tuple[str, ...]:
    snapshot = predict(estate.network, failures)
    ways = Ways(estate.network, snapshot, observed_layer2(estate.network, snapshot))
    return Reasons(estate.network, snapshot, ways).no_route(device, ip_address(address))


def _with_texts(root: Path, found: Why) -> Why:
    """With the lines themselves, secrets masked."""
    candidates = tuple(
        replace(each, lines=tuple(_with_text(root, line) for line in each.lines)) for each in found.candidates
    )
    return replace(found, candidates=candidates, lines=tuple(_with_text(root, line) for line in found.lines))


def _with_text(root: Path, line: Line) -> Line:
    if line.location is None or line.location.line is None:
        return line
    lines = _lines(root / line.location.file)
    at = line.location.line - 1
    return replace(line, text=mask(lines[at].strip())) if at < len(lines) else line


@cache
def _lines(path: Path) -> tuple[str, ...]:
    """None of a file that is not there any more."""
    if not path.is_file():
        return ()
    return tuple(path.read_text(encoding="utf-8", errors="replace").splitlines())
