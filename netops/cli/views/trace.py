"""A trace as a tree: each hop beneath the one before it, each equal way a branch."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text
from rich.tree import Tree

from netops.analysis.trace import DELIVERED, Exit, Hop, Trace
from netops.model import Route

__all__ = ["no_route_view", "trace_view"]


def no_route_view(title: str, reasons: tuple[str, ...]) -> RenderableType:
    """Why a device has no route, a line a reason."""
    return (
        Text(title, "bold")
        .append("  ✘ no route", "bold red")
        .append("".join(f"\n  {each}" for each in reasons), "default not bold")
    )


def trace_view(trace: Trace) -> RenderableType:
    """Branches that meet again are drawn once; a later one points to the first."""
    root = trace.hops[0]
    tree = Tree(_label(root), guide_style="dim")
    _grow(tree, trace, root, {root.device})
    return Group(_heading(trace), tree, _verdict(trace))


def _grow(branch: Tree, trace: Trace, hop: Hop, drawn: set[str]) -> None:
    for each in hop.exits:
        grown = branch.add(_exit(each, meant=len(hop.exits) > 1))
        after = trace.hop(each.device) if each.device and not each.outcome else None
        if after is None:
            continue
        if after.device in drawn:
            grown.add(_label(after) if after.outcome == DELIVERED else Text(f"{after.device}, as above", "dim"))
            continue
        drawn.add(after.device)
        _grow(grown.add(_label(after)), trace, after, drawn)


def _heading(trace: Trace) -> Text:
    named = "" if trace.destination == str(trace.address) else f" ({trace.address})"
    return Text(f"{trace.source} to {trace.destination}{named}", "bold")


def _label(hop: Hop) -> Text:
    text = Text(hop.device, "bold")
    if hop.route is not None:
        text.append(f"  {_decision(hop.route)}", "default not bold")
        if hop.also:
            text.append(f"  longest match; also {', '.join(map(str, hop.also))}", "dim not bold")
    _append_end(text, hop.outcome, hop.reasons)
    return text


def _decision(route: Route) -> str:
    protocol = f"{route.protocol} {route.detail}".strip()
    return f"{route.prefix} {protocol} [{route.distance}/{route.metric}]"


def _exit(each: Exit, *, meant: bool) -> Text:
    text = Text("⇉ " if meant else "→ ", "cyan")
    text.append(each.interface, "cyan")
    if each.next_hop is not None:
        text.append(f" via {each.next_hop}")
    text.append("".join(f"\n  {line}" for line in each.lines), "dim")
    _append_end(text, each.outcome, each.reasons)
    return text


def _append_end(text: Text, outcome: str, reasons: tuple[str, ...]) -> None:
    if not outcome:
        return
    good = outcome == DELIVERED
    text.append(f"  {'✔' if good else '✘'} {outcome}", "green not bold" if good else "bold red")
    if good:
        text.append("".join(f": {each}" for each in reasons), "dim not bold")
    else:
        text.append("".join(f"\n  {each}" for each in reasons), "default not bold")


def _verdict(trace: Trace) -> Text:
    if trace.arrives:
        return Text("✔ packets arrive on every way", "green")
    bad = ", ".join(each for each in trace.ends if each != DELIVERED)
    if DELIVERED in trace.ends:
        return Text(f"✘ packets arrive on some ways only: {bad}", "bold red")
    return Text(f"✘ packets do not arrive: {bad}", "bold red")
