"""Process 1 of an emulated router: makes the interfaces that a configuration names, and reaps what others leave.

It runs as a script inside the router's namespaces, on the standard library and netops' own naming rule.  A kernel
without 802.1Q devices is helped out by Open vSwitch: per parent a userspace bridge with the parent as trunk, and per
VLAN a veth pair whose inner end is the subinterface.  VRRP wants a macvlan with the virtual router's MAC address for
each group (RFC 5798 section 7.3).  Argument: one JSON file, see :func:`netops.lab.router.write_router`.
"""

from __future__ import annotations

import array
import contextlib
import fcntl
import hashlib
import ipaddress
import json
import os
import re
import select
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

__all__ = ["Agent", "main"]

RUN = Path("/run/netops")
OVS = "/run/netops/ovs"
OVS_ENVIRONMENT = {"OVS_RUNDIR": OVS, "OVS_DBDIR": OVS, "OVS_LOGDIR": OVS}
OURS = "netops-"  # the names of devices that only carry others


class Virtual(NamedTuple):
    """A virtual router's device: what it stands on, its group, its family (4 or 6), and its virtual addresses."""

    parent: str
    group: int
    family: int
    addresses: list[str]


Wanted = tuple[dict[str, tuple[str, int]], dict[str, Virtual]]


def main(settings_file: str) -> None:
    settings = json.loads(Path(settings_file).read_text(encoding="utf-8"))
    sys.path.insert(0, settings["root"])
    try:
        agent = Agent(settings["planned"])
        agent.apply(Path("/etc/frr/frr.conf").read_text(encoding="utf-8", errors="replace"))
        subprocess.Popen(["/bin/sh", settings["daemons"]])  # reaped in Agent.serve, as are all others
    except (OSError, RuntimeError, ValueError) as error:
        Path(settings["failed"]).write_text(f"{error}\n", encoding="utf-8")
        raise
    agent.serve()


class Agent:
    """The devices of one router; ``planned``: subinterface -> (MAC address, MTU)."""

    def __init__(self, planned: dict[str, tuple[str, int]]) -> None:
        from netops.platforms.frr.names import vrrp_interface  # found only now: see main

        self.planned = planned
        self.vrrp_name = vrrp_interface
        self.parents: dict[str, str] = {}  # outer end of a subinterface -> its parent
        self.switching = False  # whether Open vSwitch runs

    def apply(self, text: str) -> None:
        """Make what the configuration names and is not there, remove what it no longer names."""
        subinterfaces, virtual = self.wanted(text)
        present = links()
        gone = [name for name, kind in present.items() if kind == "macvlan" and name not in virtual]
        ip([f"link delete dev {name}" for name in gone])
        carried = {name for name, kind in present.items() if kind == "vlan" or outer(name) in self.parents}
        self.remove_subinterfaces(sorted(carried - set(subinterfaces)))
        fresh = {name: of for name, of in subinterfaces.items() if name not in present and of[0] in present}
        self.add_subinterfaces(fresh)
        ip([line for name, of in virtual.items() if name not in present for line in macvlan(name, of)])
        ip(list(readdress(virtual)))
        self.follow_carrier()

    def wanted(self, text: str) -> Wanted:
        """The subinterfaces (name -> parent, VLAN) and the virtual routers' devices."""
        subinterfaces: dict[str, tuple[str, int]] = {}
        virtual: dict[str, Virtual] = {}
        current = ""
        for line in text.splitlines():
            if head := re.match(r"interface (\S+)", line):
                current = head[1]
                if tagged := re.fullmatch(r"([A-Za-z][A-Za-z0-9_-]*)\.(\d{1,4})", current):
                    subinterfaces[current] = (tagged[1], int(tagged[2]))
            elif not line.startswith(" "):
                current = ""
            elif current and (group := re.match(r"\s+vrrp (\d+) (ip|ipv6) (\S+)", line)):
                number, family = int(group[1]), 4 if group[2] == "ip" else 6
                name = self.vrrp_name(current, number, family)
                virtual.setdefault(name, Virtual(current, number, family, [])).addresses.append(group[3])
        return subinterfaces, virtual

    def add_subinterfaces(self, wanted: dict[str, tuple[str, int]]) -> None:
        """All of them with three commands: a distribution router has dozens."""
        if not wanted:
            return
        shapes = {name: self.planned.get(name) or physical(parent) for name, (parent, _) in wanted.items()}
        vlan_devices = [
            f"link add link {parent} name {name} address {shapes[name][0]} mtu {shapes[name][1]} type vlan id {vlan}"
            for name, (parent, vlan) in wanted.items()
        ]
        if self.switching or not ip(vlan_devices[:1], probe=True):
            self.emulate(wanted, shapes)
        else:
            ip(vlan_devices[1:])
        ip([f"link set dev {name} up" for name in wanted])

    def emulate(self, wanted: dict[str, tuple[str, int]], shapes: dict[str, tuple[str, int]]) -> None:
        self.start_switching()
        lines, words = [], []
        for name, (parent, vlan) in wanted.items():
            (mac, mtu), far, bridge = shapes[name], outer(name), bridge_of(parent)
            lines.append(f"link add name {name} address {mac} mtu {mtu} type veth peer name {far} mtu {mtu}")
            lines.append(f"link set dev {far} addrgenmode none")
            words += ["--", "--may-exist", "add-br", bridge, "--", "set", "Bridge", bridge, "datapath_type=netdev"]
            words += ["--", "--may-exist", "add-port", bridge, parent, "--", "set", "Port", parent, "vlan_mode=trunk"]
            words += ["--", "add", "Port", parent, "trunks", str(vlan), "--", "add-port", bridge, far]
            words += ["--", "set", "Port", far, "vlan_mode=access", f"tag={vlan}"]
        ip(lines)
        for name in wanted:
            checksum_off(name)
        vsctl(*words)
        self.parents.update({outer(name): parent for name, (parent, _) in wanted.items()})

    def remove_subinterfaces(self, names: list[str]) -> None:
        words = []
        for name in names:
            parent, vlan = self.parents.pop(outer(name), ""), name.rpartition(".")[2]
            if parent:
                words += ["--", "--if-exists", "del-port", outer(name), "--", "remove", "Port", parent, "trunks", vlan]
        if words:
            vsctl(*words)
        ip([f"link delete dev {name}" for name in names])

    def start_switching(self) -> None:
        if self.switching:
            return
        Path(OVS).mkdir(parents=True, exist_ok=True)
        database, remote = f"{OVS}/conf.db", f"unix:{OVS}/db.sock"
        run("ovsdb-tool", "create", database)
        run("ovsdb-server", database, f"--remote=p{remote}", "--no-chdir", "--detach", "--pidfile", "--log-file")
        run("ovs-vsctl", f"--db={remote}", "--no-wait", "init")
        run("ovs-vswitchd", "--disable-system", remote, "--no-chdir", "--detach", "--pidfile", "--log-file")
        self.switching = True

    def follow_carrier(self) -> None:
        """A subinterface has a carrier exactly while its parent is up and has one."""
        up = {parent: read(parent, "operstate") == "up" for parent in set(self.parents.values())}
        lines = []
        for far, parent in self.parents.items():
            flags = int(read(far, "flags") or "0", 16)
            if up[parent] != bool(flags & 1):  # IFF_UP
                lines.append(f"link set dev {far} {'up' if up[parent] else 'down'}")
        ip(lines)

    def follow_carrier_again(self) -> None:
        """A device may go while it is looked at, and process 1 must not end for that: its end is the router's."""
        try:
            self.follow_carrier()
        except (OSError, RuntimeError) as error:
            print(f"netops-interfaces: {error}", file=sys.stderr, flush=True)

    def serve(self) -> None:
        """Answer requests and follow carriers, for ever."""
        changes = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE)
        changes.bind((0, 1))  # RTMGRP_LINK
        changes.setblocking(False)
        requests = os.open(RUN / "requests", os.O_RDWR)
        self.follow_carrier_again()
        while True:
            ready, _, _ = select.select([changes.fileno(), requests], [], [], 2.0)
            if changes.fileno() in ready:
                # Which one changed does not matter, as all are looked at; not even that some were lost (ENOBUFS).
                with contextlib.suppress(OSError):
                    while changes.recv(65536):
                        pass
                self.follow_carrier_again()
            if requests in ready:
                for name in os.read(requests, 4096).decode().split():
                    self.answer(RUN / name)
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass

    def answer(self, request: Path) -> None:
        try:
            self.apply(request.with_suffix(".conf").read_text(encoding="utf-8", errors="replace"))
            told = ""
        except (OSError, RuntimeError, ValueError) as error:
            told = f"{error}\n"
        fresh = request.with_suffix(".new")
        fresh.write_text(told, encoding="utf-8")
        fresh.chmod(0o644)
        fresh.rename(request.with_suffix(".done"))


def macvlan(name: str, virtual: Virtual) -> list[str]:
    """A virtual router's own device (FRR's manual, "VRRP"); vrrpd holds it down while another router is master."""
    mac = f"00:00:5e:00:{1 if virtual.family == 4 else 2:02x}:{virtual.group:02x}"
    return [
        f"link add name {name} link {virtual.parent} address {mac} type macvlan mode bridge",
        # The address that would come of this MAC address is the same on every router of the group.
        f"link set dev {name} addrgenmode none",
        f"link set dev {name} up",
    ]


def readdress(virtual: dict[str, Virtual]) -> Iterator[str]:
    """Lines that leave each device with its virtual addresses alone; an IPv6 one advertises from a link-local one."""
    shown = subprocess.run(["ip", "-j", "address", "show"], capture_output=True, check=True).stdout
    present = {each["ifname"]: each.get("addr_info", []) for each in json.loads(shown) if "ifname" in each}
    for name, of in virtual.items():
        wanted = {with_length(address) for address in of.addresses}
        if of.family == 6:
            wanted.add(own_link_local(name, read(of.parent, "address")))
        now = {f"{each['local']}/{each['prefixlen']}" for each in present.get(name, [])}
        yield from (f"address delete {address} dev {name}" for address in sorted(now - wanted))
        yield from (f"address add {address} dev {name}" for address in sorted(wanted - now))


def with_length(address: str) -> str:
    value = ipaddress.ip_address(address)
    return f"{value}/{64 if value.is_link_local else value.max_prefixlen}"


def own_link_local(name: str, mac: str) -> str:
    """Different on every router and device, the same on every run."""
    identifier = hashlib.blake2b(f"{mac} {name}".encode(), digest_size=8).digest()
    return f"{ipaddress.IPv6Address(bytes.fromhex('fe80000000000000') + identifier)}/64"


def outer(name: str) -> str:
    """The far end of a subinterface's veth pair."""
    return OURS + hashlib.blake2b(name.encode(), digest_size=4).hexdigest()


def bridge_of(parent: str) -> str:
    return OURS + "b" + hashlib.blake2b(parent.encode(), digest_size=3).hexdigest()


def links() -> dict[str, str]:
    """The kind of each network device ("" for a plain one)."""
    told = subprocess.run(["ip", "-j", "-d", "link", "show"], capture_output=True, check=True).stdout
    return {each["ifname"]: each.get("linkinfo", {}).get("info_kind", "") for each in json.loads(told)}


def physical(interface: str) -> tuple[str, int]:
    """MAC address and MTU of an interface."""
    return read(interface, "address"), int(read(interface, "mtu") or "1500")


def read(interface: str, attribute: str) -> str:
    try:
        return Path("/sys/class/net", interface, attribute).read_text(encoding="ascii").strip()
    except OSError:  # the device is gone, or an attribute that wants it up
        return ""


def checksum_off(interface: str) -> None:
    """Let the kernel fill in checksums: a userspace switch reads frames as they are (ETHTOOL_STXCSUM)."""
    value = array.array("I", [0x17, 0])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, 0x8946, struct.pack("16sP", interface.encode(), value.buffer_info()[0]))


def ip(lines: list[str], *, probe: bool = False) -> bool:
    """Give these lines to ``ip -batch``; whether it took them, or RuntimeError unless that is the question."""
    if not lines:
        return True
    done = subprocess.run(["ip", "-batch", "-"], input="\n".join(lines), capture_output=True, text=True, check=False)
    if done.returncode and not probe:
        raise RuntimeError(f"ip: {done.stderr.strip()}")
    return done.returncode == 0


def vsctl(*words: str) -> None:
    run("ovs-vsctl", f"--db=unix:{OVS}/db.sock", *words)


def run(*words: str) -> None:
    done = subprocess.run(words, capture_output=True, text=True, check=False, env={**os.environ, **OVS_ENVIRONMENT})
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)}: {done.stderr.strip()}")


if __name__ == "__main__":
    main(sys.argv[1])
