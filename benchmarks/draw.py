"""Drawing a community as SVG, against Graphviz' dot on the same graph; without dot, against NetworkX' layout.

Both start from the network in memory and end with a picture: rows of roles, a frame for each building, a label at both
ends of each line.  Processor time, dot's own process included.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise

import networkx as nx

from benchmarks.measure import Measurement, alternate
from benchmarks.networks import community_network
from netops.model import Network, Role
from netops.report.diagram import draw, png, svg
from netops.workflows.diagram.physical import physical

__all__ = ["measure"]

_SIZES = ((7, 21, 9, 9), (20, 158, 132, 3))  # buildings, switches, hosts, runs


def measure() -> Iterator[Measurement]:
    """40 devices with 68 lines and 300 with 465; of the former also the PNG."""
    name, peer = _peer()
    for buildings, switches, hosts, runs in _SIZES:
        network = community_network(buildings, switches, hosts)
        assert f"<svg {_NAMESPACE}" in picture(network)
        work = f"draw {len(network.devices)} devices, {len(network.links)} lines"
        sides = alternate(runs, partial(picture, network), partial(peer, network), ("netops", name), _all_processes)
        yield Measurement(work, *sides, notes=_NOTES)
        if buildings == _SIZES[0][0]:
            both = partial(_raster, network), partial(peer, network, "png")
            yield Measurement(f"{work}, as PNG", *alternate(runs, *both, ("netops", name), _all_processes))


_NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'
_NOTES = ("dot puts port labels upon each other and upon boxes; netops does not (tests/report/test_diagram_layout.py)",)


def picture(network: Network) -> str:
    """The physical view as SVG."""
    diagram = physical(network).diagram
    return svg(diagram, draw(diagram))


def _raster(network: Network) -> bytes:
    return png(picture(network), scale=1.0)


def _peer() -> tuple[str, Callable[..., object]]:
    dot = shutil.which("dot")
    if dot is not None:
        return "Graphviz dot", partial(_dot, dot)
    return "NetworkX Kamada-Kawai, places alone", _places


def _dot(command: str, network: Network, kind: str = "svg") -> bytes:
    return subprocess.run([command, f"-T{kind}"], input=graph(network).encode(), capture_output=True, check=True).stdout


def _places(network: Network, _: str = "") -> object:
    made: nx.Graph[str] = nx.Graph((link.a.device, link.b.device) for link in network.links)
    return nx.kamada_kawai_layout(made)


def graph(network: Network) -> str:
    """The same in dot's language: roles as ranks, sites as clusters, ports as labels of heads and tails."""
    lines = [
        "graph network {",
        'node [shape=box fontname="Helvetica"]; edge [fontsize=8]; splines=ortho; newrank=true;',
    ]
    for site in sorted({device.site for device in network.devices.values()}):
        members = " ".join(f'"{device.name}";' for device in network.devices.values() if device.site == site)
        lines.append(f'subgraph "cluster_{site}" {{ label="{site}"; {members} }}')
    tiers = [[name for name, device in network.devices.items() if device.role is role] for role in Role]
    lines += ["{ rank=same; " + " ".join(f'"{name}";' for name in tier) + " }" for tier in tiers]
    for above, below in pairwise(tier for tier in tiers if tier):
        lines.append(f'"{above[0]}" -- "{below[0]}" [style=invis];')
    for link in network.links:
        ends = f'"{link.a.device}" -- "{link.b.device}"'
        lines.append(f'{ends} [taillabel="{link.a.interface}" headlabel="{link.b.interface}"];')
    return "\n".join([*lines, "}"])


def _all_processes() -> float:
    """Processor seconds of this process and of those that have ended."""
    taken = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + taken.ru_utime + taken.ru_stime
