"""What happens to a network by itself, in any lab: cables, ports, power, daemons, packets, hosts."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Interface

from netops.lab import Lab
from netops.model import Endpoint, Network

__all__ = [
    "Act",
    "Expected",
    "Fault",
    "bgp_blocked",
    "cable_cut",
    "daemon_killed",
    "duplicate_address",
    "endpoint",
    "fault_of",
    "ignore",
    "kernel_mtu",
    "line",
    "packet_loss",
    "port_shut_in_kernel",
    "power_lost",
]

Act = Callable[[Lab], None]

_ANNOUNCING = """
import socket, struct, subprocess, sys, time
interface, address, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
wire.bind((interface, 0x0806))
mac, own = wire.getsockname()[4], socket.inet_aton(address)
packet = struct.pack("!HHBBH", 1, 0x0800, 6, 4, 1) + mac + own + bytes(6) + own
for _ in range(rounds):
    shown = subprocess.run(["ip", "-4", "address", "show", "dev", interface], capture_output=True, text=True).stdout
    if address + "/" not in shown:
        break
    wire.send(bytes([255] * 6) + mac + struct.pack("!H", 0x0806) + packet)
    time.sleep(1)
"""


@dataclass(frozen=True, slots=True)
class Expected:
    """What the first cause of a scan must name: the fault, and any of the subjects."""

    fault: str
    subjects: frozenset[str]

    def is_met_by(self, fault: str, subject: str) -> bool:
        return fault == self.fault and subject in self.subjects

    def __str__(self) -> str:
        return f"{self.fault} at {' or '.join(sorted(self.subjects))}"


@dataclass(frozen=True, slots=True)
class Fault:
    """``place`` tells tests of one fault apart; ``repair`` undoes exactly what ``inject`` did."""

    place: str
    expected: Expected
    inject: Act
    repair: Act

    def __str__(self) -> str:
        return f"{self.expected.fault} {self.place}"


def line(one: str, other: str) -> str:
    """The name of a line by its ends, in either order."""
    return "--".join(sorted((one, other)))


def cable_cut(one: str, other: str) -> Fault:
    """A broken cable between two ports."""
    name = line(one, other)
    return fault_of("link-down", name, {name, one, other}, lambda lab: lab.cut(name), lambda lab: lab.restore(name))


def power_lost(device: str) -> Fault:
    return fault_of("device-dead", device, {device}, lambda lab: lab.stop(device), lambda lab: lab.start(device))


def daemon_killed(device: str, daemon: str) -> Fault:
    """A daemon that has crashed, which nobody starts again."""
    return fault_of(
        "process-dead",
        f"{device} {daemon}",
        {device, f"{device} {daemon}"},
        lambda lab: lab.kill_daemon(device, daemon),
        lambda lab: lab.start_daemon(device, daemon),
    )


def packet_loss(port: str, other: str, percent: int = 36) -> Fault:
    """A line that loses packets one way, silently."""
    end = endpoint(port)
    subjects = {line(port, other), port, other}
    return fault_of(
        "packet-loss", port, subjects, lambda lab: lab.drop(end, percent), lambda lab: lab.drop(end, percent=0)
    )


def port_shut_in_kernel(port: str) -> Fault:
    """A port shut down past the configuration."""
    end = endpoint(port)
    return fault_of(
        "admin-down", f"{port} by ip", {port}, lambda lab: lab.shutdown(end), lambda lab: lab.no_shutdown(end)
    )


def kernel_mtu(port: str, mtu: int, *subjects: str) -> Fault:
    """Another MTU on one end of a line."""
    end = endpoint(port)

    def set_to(lab: Lab, value: int) -> None:
        lab.run(end.device, ["ip", "link", "set", "dev", end.interface, "mtu", str(value)])

    return fault_of(
        "mtu",
        f"{port} {mtu}",
        {port, *subjects},
        lambda lab: set_to(lab, mtu),
        lambda lab: set_to(lab, lab.network.devices[end.device].interfaces[end.interface].mtu or 1500),
    )


def bgp_blocked(device: str, peer: str, *subjects: str) -> Fault:
    """A packet filter on a router that lets nothing of one peer's BGP in."""
    family = "ip6" if ":" in peer else "ip"
    rules = "; ".join(f"{family} saddr {peer} tcp {port} 179 drop" for port in ("dport", "sport"))
    table = f"table inet blocked {{ chain in {{ type filter hook input priority 0; policy accept; {rules}; }}; }}"
    return fault_of(
        "bgp-blocked",
        f"{device} from {peer}",
        {device, *subjects},
        lambda lab: ignore(lab.run(device, ["nft", table])),
        lambda lab: ignore(lab.run(device, ["nft", "delete table inet blocked"])),
    )


def duplicate_address(thief: str, owner: str, network: Network) -> Fault:
    """A host that takes another's IPv4 address, and announces it."""
    end, other = endpoint(thief), endpoint(owner)
    interface = network.devices[other.device].interfaces[other.interface]
    address = next(each for each in interface.addresses if isinstance(each, IPv4Interface))

    def inject(lab: Lab) -> None:
        lab.run(end.device, ["ip", "address", "add", str(address), "dev", end.interface])
        _defend(lab, end, address)

    def repair(lab: Lab) -> None:
        lab.run(end.device, ["ip", "address", "delete", str(address), "dev", end.interface])
        _announce(lab, other, address)

    return fault_of("duplicate-address", f"{thief} takes {owner}'s", {thief, end.device, owner}, inject, repair)


def fault_of(fault: str, place: str, subjects: Iterable[str], inject: Act, repair: Act) -> Fault:
    return Fault(place, Expected(fault, frozenset(subjects)), inject, repair)


def endpoint(name: str) -> Endpoint:
    return Endpoint(*name.split(":", 1))


def ignore(_: str) -> None:
    """What a command wrote is not of interest."""


def _announce(lab: Lab, end: Endpoint, address: IPv4Interface) -> None:
    """What a host does that takes an address (RFC 5227 section 2.3): a Linux kernel by itself does not."""
    lab.run(end.device, ["python3", "-I", "-c", _ANNOUNCING, end.interface, str(address.ip), "2"])


def _defend(lab: Lab, end: Endpoint, address: IPv4Interface) -> None:
    """Announce it for as long as it is there, as a host does that defends its address (RFC 5227 section 2.4)."""
    words = shlex.join(["python3", "-I", "-c", _ANNOUNCING, end.interface, str(address.ip), "180"])
    lab.run(end.device, ["sh", "-c", f"{words} >/dev/null 2>&1 &"])
