"""What holds for the checks on any network: they never fail, do not depend on order, and miss no overlap."""

from __future__ import annotations

import random
from dataclasses import replace
from ipaddress import IPv4Network, ip_network

import faults_of_addresses
import faults_of_lines
import faults_of_routing
from hypothesis import given, settings
from hypothesis import strategies as st
from sound_community import community

from netops.checks import run_checks
from netops.model import Network, Segment, Zone

SOUND = community()
FAULTS = [case.fault for case in (*faults_of_lines.CASES, *faults_of_addresses.CASES, *faults_of_routing.CASES)]


def torn(network: Network, seed: int, share: float) -> Network:
    """The network without some of its devices, interfaces, lines and the rest, which others still name."""
    chance = random.Random(seed)

    def kept(items: dict[object, object]) -> dict[object, object]:
        return {key: value for key, value in items.items() if chance.random() > share}

    devices = {
        name: replace(device, interfaces=kept(dict(device.interfaces)))  # type: ignore[arg-type]  # keys as they were
        for name, device in kept(dict(network.devices)).items()  # type: ignore[arg-type]  # keys as they were
    }
    return replace(
        network,
        devices=devices,
        links=tuple(each for each in network.links if chance.random() > share),
        zones=kept(dict(network.zones)),  # type: ignore[arg-type]  # keys as they were
        services=kept(dict(network.services)),  # type: ignore[arg-type]  # keys as they were
    )


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(FAULTS), max_size=3), st.integers(0, 2**32), st.sampled_from([0.0, 0.1, 0.5]))
def test_no_check_fails_on_a_torn_network(faults: list[object], seed: int, share: float) -> None:
    network = SOUND
    for fault in faults:
        try:
            network = fault(network)  # type: ignore[operator]  # hypothesis loses the type
        except (StopIteration, KeyError, AssertionError, ValueError):
            continue  # an earlier fault took away what this one changes
    found = run_checks(torn(network, seed, share))
    assert all(each.check and each.subject and each.problem for each in found)


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(FAULTS), st.randoms(use_true_random=False))
def test_order_of_devices_and_lines_does_not_matter(fault: object, chance: random.Random) -> None:
    network: Network = fault(SOUND)  # type: ignore[operator]  # hypothesis loses the type
    links, names = list(network.links), list(network.devices)
    chance.shuffle(links)
    chance.shuffle(names)
    mixed = replace(network, links=tuple(links), devices={name: network.devices[name] for name in names})
    assert {_essence(each) for each in run_checks(mixed)} == {_essence(each) for each in run_checks(network)}


def _essence(finding: object) -> tuple[str, str]:
    return finding.check, finding.subject  # type: ignore[attr-defined]  # a Finding


prefixes = st.builds(
    lambda octet, length: ip_network((0x0A000000 | octet << 12, length), strict=False),
    st.integers(0, 63),
    st.integers(16, 28),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(prefixes, min_size=1, max_size=12, unique=True))
def test_overlaps_are_those_of_every_pair(nets: list[IPv4Network]) -> None:
    segments = {f"s{n}": Segment(f"s{n}", 100 + n, zone="z", ipv4=net) for n, net in enumerate(nets)}
    network = Network(segments=segments, zones={"z": Zone("z")})
    found = {each.subject for each in run_checks(network, only=["prefixes-overlap"])}
    inner = {
        f"segment s{n}" for n, net in enumerate(nets) if any(net != other and net.subnet_of(other) for other in nets)
    }
    assert found == inner
