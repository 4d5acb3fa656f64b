"""Probes of real neighbours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_address

import pytest

from netops.devices.scripted import ScriptedDriver
from netops.lab import Lab
from netops.model import Endpoint, Probe

pytestmark = pytest.mark.lab

PEER, PEER6, NOBODY = ip_address("10.1.0.2"), ip_address("2001:db8:1::2"), ip_address("10.1.0.200")


@contextmanager
def losing(lab: Lab, end: Endpoint, percent: int) -> Iterator[None]:
    lab.drop(end, percent, "meta l4proto { icmp, icmpv6 }")
    try:
        yield
    finally:
        lab.drop(end, 0)


def test_a_sound_line_loses_nothing(session_with: Callable[[str], ScriptedDriver]) -> None:
    driver = session_with("r1")
    assert driver.probe([("eth1", PEER), ("eth1", PEER6)], 25, 0.01) == (
        Probe("eth1", PEER, 25, 25),
        Probe("eth1", PEER6, 25, 25),
    )


def test_loss_is_seen(session_with: Callable[[str], ScriptedDriver], small_lab: Lab) -> None:
    with losing(small_lab, Endpoint("r2", "eth1"), 36):
        (found,) = session_with("r1").probe([("eth1", PEER)], 100, 0.01)
    assert found.sent == 100
    assert 0.1 < found.loss < 0.7


def test_silence_and_what_cannot_be_asked_are_two_things(session_with: Callable[[str], ScriptedDriver]) -> None:
    silent, impossible = session_with("r1").probe([("eth1", NOBODY), ("eth77", PEER)], 5, 0.01)
    assert (silent.sent, silent.received) == (5, 0)
    assert (impossible.sent, impossible.received) == (0, 0)


def test_a_device_without_neighbours_is_not_even_asked(session_with: Callable[[str], ScriptedDriver]) -> None:
    assert session_with("s1").probe([], 25, 0.01) == ()
