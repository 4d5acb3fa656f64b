"""Copies of a network in which one thing differs."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from ipaddress import ip_address
from typing import Any

from sound_community import end_of

from netops.model import Cable, Interface, Link, Network


def with_device(network: Network, name: str, **changes: Any) -> Network:
    """A copy in which one device differs."""
    return network.with_devices({name: replace(network.devices[name], **changes)})


def with_port(network: Network, end: str, **changes: Any) -> Network:
    """A copy in which one interface differs; ``ospf`` may be a dict of changes to what is there."""
    device, _, name = end.partition(":")
    interfaces = dict(network.devices[device].interfaces)
    old = interfaces.get(name, Interface(name))
    changes = {
        key: replace(getattr(old, key), **value) if isinstance(value, dict) else value for key, value in changes.items()
    }
    return with_device(network, device, interfaces={**interfaces, name: replace(old, **changes)})


def without_port(network: Network, end: str) -> Network:
    device, _, name = end.partition(":")
    kept = {key: each for key, each in network.devices[device].interfaces.items() if key != name}
    return with_device(network, device, interfaces=kept)


def with_link(network: Network, name: str, **changes: Any) -> Network:
    """A copy in which one line differs; keys of the cable may be given beside those of the line."""
    fields = {each.name for each in dataclasses.fields(Cable)}
    cable = {key: value for key, value in changes.items() if key in fields}
    rest = {key: value for key, value in changes.items() if key not in fields}
    found = next(each for each in network.links if each.name == name)
    changed = replace(found, cable=replace(found.cable, **cable), **rest)
    return replace(network, links=tuple(changed if each is found else each for each in network.links))


def plus_link(network: Network, a: str, b: str) -> Network:
    return replace(network, links=(*network.links, Link(end_of(a), end_of(b))))


def without_links(network: Network, *names: str) -> Network:
    return replace(network, links=tuple(each for each in network.links if each.name not in names))


def with_segment(network: Network, name: str, **changes: Any) -> Network:
    return replace(network, segments={**network.segments, name: replace(network.segments[name], **changes)})


def with_bgp(network: Network, device: str, **changes: Any) -> Network:
    return with_device(network, device, bgp=(replace(network.devices[device].bgp[0], **changes),))


def with_neighbor(network: Network, device: str, peer: str, **changes: Any) -> Network:
    """A copy in which one neighbour differs; ``family`` is a dict of changes to its only address family."""
    bgp = network.devices[device].bgp[0]
    family = changes.pop("family", {})
    old = bgp.neighbor(ip_address(peer))
    assert old is not None
    new = replace(old, families=tuple(replace(each, **family) for each in old.families))
    return with_bgp(
        network, device, neighbors=tuple(replace(new, **changes) if each is old else each for each in bgp.neighbors)
    )


def with_ospf(network: Network, device: str, version: int = 2, **changes: Any) -> Network:
    processes = network.devices[device].ospf
    return with_device(
        network, device, ospf=tuple(replace(each, **changes) if each.version == version else each for each in processes)
    )
