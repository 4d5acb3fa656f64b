"""Broadcast domains of the design: who hears whose frames, by union-find over ports, VLANs and lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from netops.model import Device, Endpoint, Interface, InterfaceKind, SwitchMode

__all__ = ["Node", "bridge", "domains"]

Node = tuple[str, str, str]
"""Device, port, and what on it: a tag ("101"), "" for untagged frames, "self" for the device's own packets."""


class _Port(Protocol):
    @property
    def device(self) -> Device: ...
    @property
    def interface(self) -> Interface: ...


def bridge(device: str, vlan: int) -> Node:
    """A VLAN inside a switch."""
    return (device, "", str(vlan))


class _Union:
    """Disjoint sets with path halving (Tarjan and van Leeuwen 1984)."""

    def __init__(self) -> None:
        self.parent: dict[Node, Node] = {}

    def find(self, node: Node) -> Node:
        parent = self.parent
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    def join(self, a: Node, b: Node) -> None:
        low, high = sorted((self.find(a), self.find(b)))
        self.parent[high] = low


def domains(ports: Iterable[_Port], lines: Iterable[tuple[Endpoint, Endpoint]]) -> Mapping[Node, int]:
    """The domain's number of every node that a line reaches or a switch bridges.

    Cost: nearly linear in the number of (port, VLAN) pairs.
    """
    union = _Union()
    tags: dict[Endpoint, set[str]] = {}
    for port in ports:
        _join_port(union, tags, port.device.name, port.interface)
    cabled: set[Node] = set()
    for a, b in lines:
        for tag in tags.get(a, set()) & tags.get(b, set()):
            union.join((a.device, a.interface, tag), (b.device, b.interface, tag))
            cabled.add((a.device, a.interface, tag))
    reached = {union.find(node) for node in cabled} | {union.find(node) for node in union.parent if node[1] == ""}
    numbers = {root: number for number, root in enumerate(sorted(reached))}
    return {node: numbers[root] for node in list(union.parent) if (root := union.find(node)) in numbers}


def _join_port(union: _Union, tags: dict[Endpoint, set[str]], device: str, interface: Interface) -> None:
    """Join what one port joins by itself."""
    own = (device, interface.name, "self")
    if interface.lag is not None:
        return  # its bundle speaks for it
    if interface.switchport is not None:
        for tag, vlan in _memberships(interface):
            tags.setdefault(Endpoint(device, interface.name), set()).add(tag)
            union.join((device, interface.name, tag), bridge(device, vlan))
    elif interface.kind is InterfaceKind.SVI and interface.vlan is not None:
        union.join(own, bridge(device, interface.vlan))
    elif interface.kind is InterfaceKind.SUBINTERFACE and interface.parent and interface.vlan is not None:
        tags.setdefault(Endpoint(device, interface.parent), set()).add(str(interface.vlan))
        union.join(own, (device, interface.parent, str(interface.vlan)))
    elif interface.kind is not InterfaceKind.LOOPBACK:
        tags.setdefault(Endpoint(device, interface.name), set()).add("")
        union.join(own, (device, interface.name, ""))


def _memberships(interface: Interface) -> Iterable[tuple[str, int]]:
    """(tag on the wire, VLAN inside) of a switch's port."""
    port = interface.switchport
    if port is None:
        return
    if port.mode is SwitchMode.ACCESS:
        if port.access_vlan is not None:
            yield "", port.access_vlan
        return
    if port.native_vlan is not None:
        yield "", port.native_vlan
    yield from ((str(vlan), vlan) for vlan in port.trunk_vlans if vlan != port.native_vlan)
