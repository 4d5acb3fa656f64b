"""Building a lab, step by step, and powering devices on and off."""

from __future__ import annotations

import os
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from netops.errors import ConfigError, LabError
from netops.lab.access import KNOWN_HOSTS
from netops.lab.boot import FAILED, READY, launch_line
from netops.lab.host import host_batch
from netops.lab.kernel import settings_of, tune
from netops.lab.naming import MARK, mark, namespace
from netops.lab.processes import pids_in
from netops.lab.router import write_router
from netops.lab.switch import write_switch
from netops.lab.wiring import Wiring, management_address
from netops.model import Device

__all__ = [
    "await_boot",
    "boot",
    "lay_cables",
    "open_listeners",
    "power_off",
    "remove_namespaces",
    "run_ip",
    "run_nft",
    "start_forwarder",
    "write_devices",
]

# Its file only: asyncio is for the process that it becomes.
_FORWARDER = Path(__file__).with_name("forwarder.py")
_WRITERS = {"frr": write_router, "ovs": write_switch}


def files_of(directory: Path, device: str) -> Path:
    return directory / "devices" / device


def logs_of(directory: Path, device: str) -> Path:
    return directory / "logs" / device


def write_devices(wiring: Wiring, configs: Mapping[str, str], directory: Path) -> dict[str, str]:
    """Write every device's disk; the public host keys by device."""
    keys: dict[str, str] = {}
    for device in wiring.devices:
        files, logs = files_of(directory, device.name), logs_of(directory, device.name)
        for each in (files, logs):
            shutil.rmtree(each, ignore_errors=True)
            each.mkdir(parents=True)
        if device.platform not in _WRITERS:
            (files / "host.batch").write_text(host_batch(device, wiring.ports[device.name]), encoding="utf-8")
            continue
        try:
            key = _WRITERS[device.platform](
                device, configs[device.name], wiring.ports[device.name], files, logs, directory
            )
        except ConfigError as error:
            raise LabError(f"{device.name} cannot start: its configuration is wrong: {error}") from error
        if key:
            keys[device.name] = key
    return keys


def lay_cables(wiring: Wiring, prefix: str, directory: Path) -> None:
    """Make the namespaces and every port in its place, tuned but down, and the management network."""
    environment = marked_environment(directory)
    run_ip([], wiring.batch, environment)
    run_ip(["-n", namespace(prefix, "mgmt")], wiring.hub, environment)
    by_name = {namespace(prefix, device.name): device for device in wiring.devices}
    tune(
        {name: settings_of(device, wiring.ports[device.name]) for name, device in by_name.items()},
        {name: wiring.ports[device.name] for name, device in by_name.items()},
    )


def boot(devices: Iterable[Device], prefix: str, directory: Path) -> None:
    """Power the devices on, all at once; see :func:`await_boot`."""
    lines = []
    for device in devices:
        netns, files = namespace(prefix, device.name), files_of(directory, device.name)
        if device.platform in _WRITERS:
            for name in (READY, FAILED):
                (files / name).unlink(missing_ok=True)
            lines.append(launch_line(netns, files / "boot.sh", logs_of(directory, device.name) / "console.log"))
        else:
            batch = shlex.quote(str(files / "host.batch"))
            lines.append(f"ip -n {netns} -batch {batch} || exit 1")
    script = "\n".join(lines)
    done = subprocess.run(
        ["/bin/sh", "-c", script], env=marked_environment(directory), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise LabError(f"the devices could not be started: {done.stderr.strip()}")


def await_boot(devices: Iterable[Device], prefix: str, directory: Path, timeout: float) -> Iterable[str]:
    """Yield each device's name as it comes up; LabError with its reason where one fails, or does not in time."""
    waiting = {device.name for device in devices if device.platform in _WRITERS}
    start = time.monotonic()
    looks = 0
    while waiting:
        for name in sorted(waiting):
            files = files_of(directory, name)
            if (files / FAILED).exists():
                reason = (files / FAILED).read_text(encoding="utf-8", errors="replace").strip()
                raise LabError(f"{name} did not start: {reason or 'see ' + str(logs_of(directory, name))}")
            if (files / READY).exists():
                waiting.discard(name)
                yield name
        looks += 1
        if looks % 40 == 0:
            _check_alive(waiting, prefix, directory)
        if time.monotonic() > start + timeout:
            raise LabError(f"not up after {timeout:g} s: {', '.join(sorted(waiting))}; see {directory / 'logs'}")
        time.sleep(0.05)


def _check_alive(waiting: Iterable[str], prefix: str, directory: Path) -> None:
    living = pids_in([namespace(prefix, name) for name in waiting])
    for name in sorted(waiting):
        if not living[namespace(prefix, name)] and not (files_of(directory, name) / READY).exists():
            raise LabError(f"{name} ended while it started: see {logs_of(directory, name)}")


def open_listeners(wiring: Wiring) -> dict[str, socket.socket]:
    """A listening socket on loopback for each managed device that runs an SSH server."""
    listeners = {}
    for device in wiring.devices:
        if device.platform in _WRITERS and management_address(device) is not None:
            listener = socket.create_server(("127.0.0.1", 0), backlog=128)
            listeners[device.name] = listener
    return listeners


def start_forwarder(
    wiring: Wiring, listeners: Mapping[str, socket.socket], keys: Mapping[str, str], prefix: str, directory: Path
) -> None:
    """Carry each listener's connections to its device, and write known_hosts for them."""
    routes, known = [], []
    for device in wiring.devices:
        address = management_address(device)
        if device.name in listeners and address is not None:
            listener = listeners[device.name]
            routes.append(f"{listener.fileno()}={address.ip}")
            known.append(f"[127.0.0.1]:{listener.getsockname()[1]} {keys[device.name]}\n")
    (directory / KNOWN_HOSTS).write_text("".join(known), encoding="utf-8")
    netns = f"/run/netns/{namespace(prefix, 'mgmt')}"
    command = ["setsid", "-f", sys.executable, "-I", str(_FORWARDER), netns, *routes]
    log = directory / "logs" / "forwarder.log"
    with open(log, "w", encoding="utf-8") as file:
        subprocess.run(
            command,
            env=marked_environment(directory),
            pass_fds=[listener.fileno() for listener in listeners.values()],
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            check=True,
        )


def power_off(netns: str, ports: Iterable[str], plugged: Collection[str], directory: Path) -> None:
    """What a device without power leaves: dark ports, and no memory of addresses or routes.

    ``plugged`` are the ports whose cables have been cut: they stay up, with the link-local addresses that their MAC
    addresses give them in any case.
    """
    environment = marked_environment(directory)
    told = subprocess.run(["ip", "-n", netns, "-br", "link"], capture_output=True, text=True, check=True).stdout
    present = [line.split()[0].partition("@")[0] for line in told.splitlines()]
    kept = {*ports, "lo"}
    lines = [f"link delete dev {each}" for each in present if each not in kept]
    lines += [f"address flush dev {each}" + (" scope global" if each in plugged else "") for each in sorted(kept)]
    lines += [f"link set down dev {each}" for each in sorted(kept) if each not in plugged]
    lines += ["route flush table main", "neighbour flush all"]
    # A pair vanishes with either of its ends, and a tap with its switch: what is gone already is as wanted.
    run_ip(["-n", netns, "-force"], lines, environment, tolerant=True)
    run_ip(["-n", netns, "-6", "-force"], ["route flush table main"], environment, tolerant=True)


def remove_namespaces(prefix: str, environment: Mapping[str, str]) -> None:
    """Delete every namespace of the lab, and with them all their interfaces."""
    names = own_namespaces(prefix)
    if names:
        run_ip([], [f"netns delete {name}" for name in names], environment, tolerant=True)
    if left := own_namespaces(prefix):
        raise LabError(f"these namespaces could not be deleted: {', '.join(left)}")


def own_namespaces(prefix: str) -> list[str]:
    directory = Path("/run/netns")
    return sorted(each.name for each in directory.glob(f"{prefix}-*")) if directory.is_dir() else []


def run_ip(options: list[str], lines: Iterable[str], environment: Mapping[str, str], *, tolerant: bool = False) -> None:
    """Give these lines to one ``ip -batch``; LabError with what it refused."""
    done = subprocess.run(
        ["ip", *options, "-batch", "-"],
        input="".join(f"{line}\n" for line in lines),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode and not tolerant:
        raise LabError(f"ip {' '.join(options)}: {done.stderr.strip()}")


def marked_environment(directory: Path) -> dict[str, str]:
    """The environment of everything that the lab starts: it tells whose it is."""
    path = os.environ.get("PATH", os.defpath)
    return {MARK: mark(directory), "PATH": f"{path}:/usr/sbin:/sbin:/usr/local/sbin", "LC_ALL": "C"}


def run_nft(netns: str, rules: str, environment: Mapping[str, str]) -> None:
    """Give these rules to nft inside a namespace, in one transaction."""
    done = subprocess.run(
        ["nsenter", f"--net=/run/netns/{netns}", "--", "nft", "-f", "-"],
        input=rules,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise LabError(f"nft refused a rule: {done.stderr.strip()}")
