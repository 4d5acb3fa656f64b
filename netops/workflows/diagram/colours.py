"""A view coloured by what is wrong with the design, or by what the devices show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from netops.model import DeviceState, Endpoint, Finding, Network, Severity, Snapshot
from netops.report.diagram import Paint
from netops.workflows.diagram.paints import SEVERITIES, STATES
from netops.workflows.diagram.view import View, Watch, base_interface

__all__ = ["by_findings", "by_state"]

_SEPARATOR = re.compile(r"--|[\s,;()]+")


def by_findings(
    network: Network,
    view: View,
    findings: Iterable[Finding],
    source: str = "the design's checks",
    command: str = "netops check",
) -> View:
    """Each device and line in the colour of the worst finding whose subject names it; others are pale.

    ``source`` is whose findings they are, ``command`` what tells them all.
    """
    devices: dict[str, Severity] = {}
    ends: dict[Endpoint, Severity] = {}
    found = tuple(findings)
    lost = 0
    shown = {box.name for box in view.diagram.boxes}
    for finding in found:
        named = tuple(_named(network, finding.subject))
        lost += not any(end.device in shown for end in named)
        for end in named:
            devices[end.device] = max(devices.get(end.device, Severity.INFO), finding.severity)
            if end.interface:
                ends[end] = max(ends.get(end, Severity.INFO), finding.severity)
    boxes = {name: _severity(severity) for name, severity in devices.items()}
    lines = {
        line: _severity(max((ends[end] for end in _ends(network, watches) if end in ends), default=None))
        for line, watches in view.watches.items()
    }
    paints = {_severity(severity): paint for severity, paint in SEVERITIES.items()}
    note = f"{lost} of {len(found)} findings are about nothing that this view shows: see {command}"
    notes = (note,) if lost else ()
    told = f"{len(found)} finding{'s' if len(found) != 1 else ''} of {source}"
    return _coloured(view, boxes, lines, paints, _severity(None), told, notes)


def _severity(severity: Severity | None) -> str:
    return f"severity-{severity}"


def _named(network: Network, subject: str) -> Iterator[Endpoint]:
    """The devices and interfaces that a finding is about; a device alone has an empty interface."""
    for word in _SEPARATOR.split(subject):
        device, _, interface = word.partition(":")
        if device in network.devices:
            yield Endpoint(device, interface)


def _ends(network: Network, watches: Iterable[Watch]) -> Iterator[Endpoint]:
    """The interfaces under a line, with the ports that they stand on and what stands on these."""
    for watch in watches:
        yield watch.end
        device = network.devices.get(watch.end.device)
        if device is None:
            continue
        base = base_interface(network, device.name, watch.end.interface)
        yield Endpoint(device.name, base)
        yield from (Endpoint(device.name, each.name) for each in device.interfaces.values() if each.parent == base)


def by_state(view: View, snapshot: Snapshot) -> View:
    """Each device as it answered, each line as both of its ends show it: a port, an adjacency or a session."""
    boxes = {name: "up" if state.reachable else "unreachable" for name, state in snapshot.devices.items()}
    lines = {
        line: _worse(_state(watch, snapshot.devices.get(watch.end.device)) for watch in watches)
        for line, watches in view.watches.items()
    }
    when = f", {snapshot.taken:%Y-%m-%d %H:%M:%S} UTC" if snapshot.taken else ""
    down = sum(1 for state in lines.values() if state == "down")
    silent = sum(1 for box in view.diagram.boxes if boxes.get(box.name) == "unreachable")
    told = f"as the devices show it{when}: {down} down, {silent} without answer"
    return _coloured(view, boxes, lines, STATES, "unknown", told, ())


def _state(watch: Watch, state: DeviceState | None) -> str:
    if state is None or not state.reachable:
        return "unknown"
    if watch.peer is not None:
        return _known(state.sessions, (each.up for each in state.sessions or () if each.peer == watch.peer))
    if watch.versions:
        return _adjacent(watch, state)
    interface = (state.interfaces or {}).get(watch.end.interface)
    if interface is None:
        return "unknown"
    if not interface.admin_up:
        return "disabled"
    return "up" if interface.oper_up else "down"


def _known(table: object, up: Iterable[bool]) -> str:
    if table is None:
        return "unknown"
    return "up" if any(up) else "down"


def _adjacent(watch: Watch, state: DeviceState) -> str:
    """Up where every version that is to run has a neighbour."""
    return _worse(
        _known(
            state.adjacencies,
            (
                each.up
                for each in state.adjacencies or ()
                if each.version == version and each.interface == watch.end.interface
            ),
        )
        for version in watch.versions
    )


def _worse(states: Iterable[str]) -> str:
    found = set(states)
    return next((each for each in ("down", "disabled", "up") if each in found), "unknown")


def _coloured(
    view: View,
    boxes: dict[str, str],
    lines: dict[str, str],
    paints: dict[str, Paint],
    other: str,
    told: str,
    notes: tuple[str, ...],
) -> View:
    diagram = replace(
        view.diagram,
        boxes=tuple(replace(box, paint=boxes.get(box.name, other)) for box in view.diagram.boxes),
        lines=tuple(replace(line, paint=lines.get(line.name, other)) for line in view.diagram.lines),
        paints=paints,
        subtitle=f"{view.diagram.subtitle}, {told}",
        notes=(*view.diagram.notes, *notes),
    )
    return View(diagram, view.watches)
