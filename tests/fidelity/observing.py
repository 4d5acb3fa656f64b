"""What the routers of a lab show, read on the routers themselves, past SSH: many labs are looked at in little time."""

from __future__ import annotations

import shlex
from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep

from lost_flushes import lost_flushes, resynchronize

from netops.analysis import Failures, compare, predict
from netops.errors import LabError
from netops.lab import Lab
from netops.model import DeviceState, Finding, Network, Snapshot, SnapshotSource
from netops.platforms import get_platform

_MARK = "=====next====="
_REST = 30.0  # seconds without a change: thrice the longest timer of the networks tried, BGP's hold time


def observe(lab: Lab, network: Network, names: list[str]) -> Snapshot:
    """The state of these devices now."""
    with ThreadPoolExecutor(4) as pool:
        states = dict(zip(names, pool.map(lambda name: _state(lab, network, name), names), strict=True))
    return Snapshot(SnapshotSource.COLLECTED, states)


def _state(lab: Lab, network: Network, name: str) -> DeviceState:
    platform = get_platform(network.devices[name].platform)
    lines = []
    for command in platform.show_commands:
        asked = f"vtysh -c {shlex.quote(command)}" if command.startswith("show ") else command
        lines.append(f"{asked} 2>/dev/null; echo; echo {_MARK}$?")
    try:
        text = lab.run(name, ["sh", "-c", "\n".join(lines)])
    except LabError as error:
        return DeviceState(name, reachable=False, error=str(error))
    parts = text.split(_MARK)
    outputs = {platform.show_commands[0]: parts[0]}
    for command, part in zip(platform.show_commands[1:], parts[1:], strict=False):
        outputs[command] = part.partition("\n")[2].strip()
    return platform.read(name, outputs)


def differences(
    lab: Lab, network: Network, failures: Failures | None = None, patience: float = 60.0
) -> tuple[Finding, ...]:
    """What differs between prediction and lab: nothing once they agree, else what is there when it changes no more.

    It takes ``patience`` seconds at most.  A lasting difference where ospfd lost a flush is not the prediction's fault
    (see :mod:`lost_flushes`): those routers exchange their databases anew, and all is looked at again.
    """
    failures = failures or Failures()
    expected = predict(network, failures)
    names = [
        each.name for each in network.devices.values() if each.platform == "frr" and each.name not in failures.devices
    ]
    deadline = monotonic() + patience
    before: tuple[Finding, ...] = ()
    while True:
        found = compare(expected, observe(lab, network, names))
        if not found or monotonic() > deadline:
            return found
        if found != before:
            before, rested_since = found, monotonic()
        elif monotonic() - rested_since > _REST:
            lost = lost_flushes(lab, [each for each in names if network.devices[each].ospf_process(2)])
            if not lost:
                return found
            resynchronize(lab, list(lost))
            before = ()
        sleep(1.0)
