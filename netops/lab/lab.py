"""The lab: a network built from real FRR, Open vSwitch and sshd in namespaces of this machine."""

from __future__ import annotations

import contextlib
import dataclasses
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from netops.errors import LabError
from netops.lab import build
from netops.lab.access import KEY, KNOWN_HOSTS, USER, make_login_key
from netops.lab.convergence import await_convergence, settle_time
from netops.lab.faults import cut_commands, drop_commands, restore_commands
from netops.lab.naming import mark, namespace, prefix_of
from netops.lab.processes import inits, kill_all, pids_in
from netops.lab.requirements import check_requirements
from netops.lab.router import daemon_start
from netops.lab.state import Stage, State, forget, locked, read_state, write_state
from netops.lab.wiring import Wiring, plan_wiring
from netops.model import Device, Endpoint, Link, Network, Target

__all__ = ["Lab", "LabStatus"]

_BOOT_TIMEOUT = 120.0


@dataclass(frozen=True, slots=True)
class LabStatus:
    """``devices``: name -> running, stopped or failed (its processes are gone).  ``links``: name -> up or cut.

    ``whole`` says whether the lab was built to the end; ``reachable`` whether SSH connections are carried.
    """

    prefix: str
    whole: bool
    reachable: bool
    devices: Mapping[str, str]
    links: Mapping[str, str]


class Lab:
    """The network as its links say, on this machine.  All methods raise LabError.

    The lab runs in the background, and outlives the process that built it: another one with the same ``directory``
    takes over.  :meth:`down` needs neither network nor configurations.  ``configs`` maps every router and switch to
    its configuration text.
    """

    def __init__(self, network: Network, configs: Mapping[str, str], directory: Path) -> None:
        self.network = network
        self.configs = configs
        self.directory = directory.absolute()
        self.prefix = prefix_of(directory)

    def up(self, progress: Callable[[str], None] = lambda _: None) -> None:
        """Build it and wait until every device has booted; ``progress`` hears of each step.

        Whatever was built is removed again where this fails.  Convergence is awaited by :meth:`wait_converged`.
        """
        wiring = plan_wiring(self.network, self.prefix)
        self._check(wiring)
        with locked(self.directory):
            self._check_free()
            names = tuple(device.name for device in wiring.devices)
            links = tuple(link.name for link in wiring.links)
            state = State(self.prefix, Stage.BUILDING, self.network.name, names, links)
            write_state(self.directory, state)
            try:
                ports = self._build(wiring, progress)
            except BaseException:
                self._remove()
                raise
            write_state(self.directory, dataclasses.replace(state, stage=Stage.UP, ports=ports))

    def down(self) -> None:
        """Remove the lab, whole or half-built: processes, namespaces, files.  Only ``logs`` stays.  Idempotent."""
        if not self.directory.is_dir() and not build.own_namespaces(self.prefix):
            return
        check_requirements(())
        with locked(self.directory):
            self._remove()

    def status(self) -> LabStatus | None:
        """How the lab fares, or None where there is none."""
        state = read_state(self.directory)
        if state is None:
            return None
        netns = {name: namespace(self.prefix, name) for name in state.devices}
        living, hub = inits(list(netns.values())), namespace(self.prefix, "mgmt")

        def fares(name: str) -> str:
            known = self.network.devices.get(name)
            if name in state.stopped:
                return "stopped"
            silent = known is not None and known.platform == "linux"  # a host has no process
            return "running" if silent or netns[name] in living else "failed"

        return LabStatus(
            prefix=self.prefix,
            whole=state.stage == Stage.UP,
            reachable=bool(pids_in([hub])[hub]),
            devices={name: fares(name) for name in state.devices},
            links={name: "cut" if name in state.cut else "up" for name in state.links},
        )

    def targets(self) -> dict[str, Target]:
        """Where each managed device's SSH server is reached from this machine."""
        key, known = self.directory / KEY, self.directory / KNOWN_HOSTS
        ports = self._state().ports
        return {name: Target("127.0.0.1", port, USER, key, known) for name, port in sorted(ports.items())}

    def wait_converged(self, timeout: float = 60.0, settle: float | None = None) -> bool:
        """Wait until the routers' tables rest; whether they did within ``timeout`` seconds.

        At rest: for ``settle`` seconds no route and no neighbour changed, and none is on its way (see
        :mod:`netops.lab.convergence`, which has the value where it is None).  Whether they are the right ones is for
        the caller to compare.
        """
        state = self._state()
        running = [each for each in state.devices if each not in state.stopped and each in self.network.devices]
        quiet = settle_time(self.network) if settle is None else settle
        return await_convergence(self.network, running, self.run, timeout, quiet)

    def cut(self, link: str) -> None:
        """Cut a cable: both ports lose their carrier and stay administratively up.  Idempotent."""
        self._link(link)
        self._note("cut", link, present=True)
        self._cable(link, cut_commands)

    def restore(self, link: str) -> None:
        """Mend a cable.  Idempotent; between devices without power it stays dark."""
        found = self._link(link)
        if not {found.a.device, found.b.device} & set(self._state().stopped):
            self._cable(link, restore_commands)
        self._note("cut", link, present=False)

    def stop(self, device: str) -> None:
        """Cut a device's power: all of it ends at once, and its neighbours lose their carrier.  Idempotent.

        Its cables are cut rather than its ports taken down: on a veth pair that would empty the neighbours' kernels of
        next hops that FRR 8.4's zebra keeps for installed, and routes over them would be refused after power-on.
        """
        known = self._device(device)
        self._note("stopped", device, present=True)
        netns = namespace(self.prefix, device)
        kill_all(None, [netns])  # first: it must not tell its neighbours of one dark port after the other
        cabled = self._cables(device)
        for link in cabled:
            self._cable(link.name, cut_commands)
        plugged = {end.interface for link in cabled for end in (link.a, link.b) if end.device == device}
        ports = plan_wiring(self.network, self.prefix).ports[known.name]
        build.power_off(netns, ports, plugged, self.directory)

    def start(self, device: str) -> None:
        """Give a stopped device its power back; it boots its saved configuration."""
        known = self._device(device)
        if device not in self._state().stopped:
            raise LabError(f"{device} is not stopped")
        state = self._state()
        dark = {*state.stopped} - {device}
        for link in self._cables(device):
            if link.name not in state.cut and not {link.a.device, link.b.device} & dark:
                self._cable(link.name, restore_commands)
        build.boot([known], self.prefix, self.directory)
        for _ in build.await_boot([known], self.prefix, self.directory, _BOOT_TIMEOUT):
            pass
        self._note("stopped", device, present=False)

    def shutdown(self, endpoint: Endpoint) -> None:
        """Take a port administratively down, past the device's configuration."""
        self._ip(endpoint, [f"link set dev {endpoint.interface} down"])

    def no_shutdown(self, endpoint: Endpoint) -> None:
        """Take it up again."""
        self._ip(endpoint, [f"link set dev {endpoint.interface} up"])

    def drop(self, endpoint: Endpoint, percent: int = 100, match: str = "") -> None:
        """Lose this share of what the port sends, of what fits ``match`` (nft, "ip protocol ospf"); 0 ends it."""
        self._netns(endpoint)
        if percent > 0:
            self._note("dropping", str(endpoint), present=True)
        self._nft(endpoint, drop_commands(endpoint, percent, match))
        if percent <= 0:
            self._note("dropping", str(endpoint), present=False)

    def kill_daemon(self, device: str, daemon: str) -> None:
        """End one of a device's daemons (``ospfd``) as a crash would; nothing starts it again."""
        self.run(device, ["pkill", "-KILL", "-x", daemon])  # sees only the device's own processes

    def start_daemon(self, device: str, daemon: str) -> None:
        """Start one of a router's daemons again, with its part of the saved configuration."""
        self.run(device, ["sh", "-c", daemon_start(daemon)])

    def run(self, device: str, argv: Sequence[str], *, timeout: float = 60.0) -> str:
        """Run a command on a device as root and return what it wrote; LabError where it fails."""
        known = self._device(device)
        if known.platform == "linux":
            enter = [f"--net=/run/netns/{namespace(self.prefix, device)}"]
        else:
            enter = ["--target", str(self._init(device)), "--mount", "--uts", "--ipc", "--net", "--pid"]
        try:
            done = subprocess.run(
                ["nsenter", *enter, "--", *argv],
                env=build.marked_environment(self.directory),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=timeout,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise LabError(f"{device}: {argv[0]} did not end within {timeout:g} s") from error
        if done.returncode:
            said = (done.stderr or done.stdout).strip()
            raise LabError(f"{device}: {argv[0]} ended with status {done.returncode}: {said}")
        return done.stdout

    def _check(self, wiring: Wiring) -> None:
        if not wiring.devices:
            raise LabError("the network has no active device: there is nothing to build")
        check_requirements({device.platform for device in wiring.devices})
        bare = [each.name for each in wiring.devices if each.platform != "linux" and each.name not in self.configs]
        if bare:
            raise LabError(f"these devices have no configuration: {', '.join(bare)}; `netops render` makes them")

    def _check_free(self) -> None:
        state = read_state(self.directory)
        if state is not None and state.stage == Stage.UP:
            raise LabError(f"the lab in {self.directory} is up already: `netops lab down` removes it")
        if state is not None:
            raise LabError(f"a lab in {self.directory} was begun and not finished: run `netops lab down` first")
        if build.own_namespaces(self.prefix):
            raise LabError(f"namespaces named {self.prefix}-* are there already: run `netops lab down` first")

    def _build(self, wiring: Wiring, progress: Callable[[str], None]) -> dict[str, int]:
        progress(f"writing {len(wiring.devices)} devices")
        make_login_key(self.directory)
        keys = build.write_devices(wiring, self.configs, self.directory)
        progress(f"laying {len(wiring.links)} links")
        build.lay_cables(wiring, self.prefix, self.directory)
        progress("starting devices")
        build.boot(wiring.devices, self.prefix, self.directory)
        listeners = build.open_listeners(wiring)
        with contextlib.ExitStack() as stack:
            for listener in listeners.values():
                stack.enter_context(listener)
            build.start_forwarder(wiring, listeners, keys, self.prefix, self.directory)
            ports = {name: listener.getsockname()[1] for name, listener in listeners.items()}
        for name in build.await_boot(wiring.devices, self.prefix, self.directory, _BOOT_TIMEOUT):
            progress(f"{name} is up")
        return ports

    def _remove(self) -> None:
        environment = {key: value for key, value in build.marked_environment(self.directory).items() if key == "PATH"}
        kill_all(mark(self.directory), build.own_namespaces(self.prefix))
        build.remove_namespaces(self.prefix, environment)
        shutil.rmtree(self.directory / "devices", ignore_errors=True)
        for name in (KEY, f"{KEY}.pub", KNOWN_HOSTS):
            (self.directory / name).unlink(missing_ok=True)
        forget(self.directory)

    def _state(self) -> State:
        state = read_state(self.directory)
        if state is None or state.stage != Stage.UP:
            raise LabError(f"no lab is up in {self.directory}: `netops lab up` builds it")
        return state

    def _note(self, what: Literal["cut", "stopped", "dropping"], name: str, *, present: bool) -> None:
        with locked(self.directory, patience=10.0):
            state = self._state()
            names = tuple(each for each in getattr(state, what) if each != name) + ((name,) if present else ())
            match what:
                case "cut":
                    state = dataclasses.replace(state, cut=names)
                case "stopped":
                    state = dataclasses.replace(state, stopped=names)
                case "dropping":
                    state = dataclasses.replace(state, dropping=names)
            write_state(self.directory, state)

    def _device(self, name: str) -> Device:
        if name not in self._state().devices or name not in self.network.devices:
            raise LabError(f"the lab has no device {name!r}: {', '.join(self._state().devices)}")
        return self.network.devices[name]

    def _link(self, name: str) -> Link:
        if name not in self._state().links:
            raise LabError(f"the lab has no link {name!r}: {', '.join(self._state().links)}")
        return next(link for link in self.network.links if link.name == name)

    def _init(self, device: str) -> int:
        init = inits([namespace(self.prefix, device)]).get(namespace(self.prefix, device))
        if init is None:
            raise LabError(f"{device} is not running")
        return init

    def _cable(self, link: str, commands: Callable[[Endpoint], tuple[list[str], str]]) -> None:
        found = self._link(link)
        for end in (found.a, found.b):
            ip, nft = commands(end)
            self._nft(end, nft)
            self._ip(end, ip)

    def _cables(self, device: str) -> list[Link]:
        """The cables of a device that the lab has laid."""
        laid = set(self._state().links)
        return [link for link in self.network.links_of(device) if link.name in laid]

    def _ip(self, end: Endpoint, lines: list[str]) -> None:
        build.run_ip(["-n", self._netns(end)], lines, build.marked_environment(self.directory))

    def _nft(self, end: Endpoint, rules: str) -> None:
        build.run_nft(self._netns(end), rules, build.marked_environment(self.directory))

    def _netns(self, end: Endpoint) -> str:
        """The namespace of a port that is there."""
        ports = plan_wiring(self.network, self.prefix).ports[self._device(end.device).name]
        if end.interface not in ports:
            raise LabError(f"{end.device} has no port {end.interface!r}: {', '.join(ports)}")
        return namespace(self.prefix, end.device)
