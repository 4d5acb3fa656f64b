"""Draw: the estate as a diagram, one view at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from netops.errors import InputError
from netops.model import Finding, Network, Snapshot
from netops.report.diagram import draw as lay_out
from netops.report.diagram import png, svg
from netops.store import write_atomic
from netops.workflows.diagram.bgp import bgp
from netops.workflows.diagram.colours import by_findings, by_state
from netops.workflows.diagram.l3 import routed
from netops.workflows.diagram.names import Colour, ViewName
from netops.workflows.diagram.ospf import ospf
from netops.workflows.diagram.physical import physical
from netops.workflows.diagram.view import View
from netops.workflows.scan import ScanResult

__all__ = ["Picture", "check_outputs", "default_outputs", "draw", "write_picture"]


_VIEWS: Mapping[ViewName, Callable[[Network], View]] = {
    ViewName.PHYSICAL: physical,
    ViewName.L3: routed,
    ViewName.OSPF: ospf,
    ViewName.BGP: bgp,
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished sheet; ``boxes`` and ``lines`` are how many stand on it."""

    svg: str
    boxes: int
    lines: int


def draw(
    network: Network,
    view: ViewName = ViewName.PHYSICAL,
    *,
    findings: Sequence[Finding] | None = None,
    snapshot: Snapshot | None = None,
    scanned: ScanResult | None = None,
) -> Picture:
    """One view; coloured by findings, by a snapshot's state or by a scan's causes where one of these is given.

    Raises InputError where the network has nothing that the view shows.
    """
    shown = _VIEWS[view](network)
    if not shown.diagram.boxes:
        raise InputError(f"nothing to draw: the estate has no device with a part in the view {view}")
    if findings is not None:
        shown = by_findings(network, shown, findings)
    if snapshot is not None:
        shown = by_state(shown, snapshot)
    if scanned is not None:
        taken = scanned.snapshot.taken
        source = f"the scan of {taken:%Y-%m-%d %H:%M:%S} UTC" if taken else "the scan"
        shown = by_findings(network, shown, scanned.told, source, "netops scan")
    text = svg(shown.diagram, lay_out(shown.diagram))
    return Picture(text, len(shown.diagram.boxes), len(shown.diagram.lines))


def default_outputs(root: Path, view: ViewName, colour: Colour) -> tuple[Path, ...]:
    """``topology/diagrams/VIEW.svg`` and ``.png`` in the estate; with ``-COLOUR`` unless that is the role's."""
    name = view if colour is Colour.ROLE else f"{view}-{colour}"
    return tuple(root / "topology" / "diagrams" / f"{name}{suffix}" for suffix in (".svg", ".png"))


def check_outputs(outputs: Sequence[Path]) -> None:
    """Raise InputError for a file of any other kind than SVG or PNG, before anything is done."""
    for path in outputs:
        if path.suffix.lower() not in {".svg", ".png"}:
            raise InputError(
                f"{path}: a diagram is written as .svg or .png, not as {path.suffix or 'a file without suffix'}"
            )


def write_picture(picture: Picture, outputs: Sequence[Path]) -> tuple[Path, ...]:
    """Write it to each file, as its suffix says; those whose content is not what it was.  Raises StoreError."""
    check_outputs(outputs)
    changed = []
    for path in outputs:
        content = png(picture.svg) if path.suffix.lower() == ".png" else picture.svg
        if write_atomic(path, content):
            changed.append(path)
    return tuple(changed)
