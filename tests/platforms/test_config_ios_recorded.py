"""What recorded IOS and IOS-XE devices hold and show: every line accounted for, every route read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from netops.platforms.ios.config import parse
from netops.platforms.ios.state import read

RECORDED = Path(__file__).parents[3] / "shared" / "data" / "lab-validation"


def _devices() -> Iterator[tuple[str, str]]:
    for hosts in sorted(RECORDED.glob("*/show/host_nos.txt")):
        for device, system in json.loads(hosts.read_text(encoding="utf-8")).items():
            if system in ("ios", "iosxe"):
                yield hosts.parent.parent.name, device


DEVICES = tuple(_devices())
needs_data = pytest.mark.skipif(not DEVICES, reason="needs the recorded labs in ../shared/data")


def _outputs(lab: str, device: str) -> dict[str, str]:
    """The answers by command; file names have underscores for blanks, but a VRF's name keeps its own."""
    found = {}
    for path in (RECORDED / lab / "show" / device).glob("*.txt"):
        command, vrf, name = path.stem.partition("_vrf_")
        found[command.replace("_", " ") + vrf.replace("_", " ") + name] = path.read_text(encoding="utf-8")
    return found


@needs_data
@pytest.mark.parametrize(("lab", "device"), DEVICES)
def test_every_line_is_understood(lab: str, device: str) -> None:
    (file,) = (RECORDED / lab / "configs" / device).glob("*")
    parsed = parse(file.read_text(encoding="utf-8"), device, file.name)
    assert parsed.unknown == ()
    assert parsed.device.hostname == device
    assert parsed.device.interfaces


@needs_data
@pytest.mark.parametrize(("lab", "device"), DEVICES)
def test_every_route_is_read(lab: str, device: str) -> None:
    outputs = _outputs(lab, device)
    if not outputs:
        pytest.skip("the lab recorded no answers of this device")
    state = read(device, outputs)
    assert state.unread == ()
    lines = [
        line
        for command, text in outputs.items()
        if command.startswith("show ip route")
        for line in text.splitlines()
        if re.match(r"[CLSDOBRi*][ *A-Z0-9]*\s+\d+\.\d+\.\d+\.\d+", line)
    ]
    assert state.ribs is not None
    assert sum(len(rib) for rib in state.ribs.values()) == len(lines) > 0
    assert all(route.next_hops for rib in state.ribs.values() for route in rib.values())
