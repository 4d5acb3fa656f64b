"""Kernel settings of many namespaces, without a process for each: one thread visits them in turn."""

from __future__ import annotations

import array
import ctypes
import fcntl
import socket
import struct
import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from netops.errors import LabError
from netops.model import Device

__all__ = ["settings_of", "tune"]

_CLONE_NEWNET = 0x40000000
_SIOCETHTOOL, _ETHTOOL_STXCSUM = 0x8946, 0x17

_ALL = {
    "ipv4/conf/{each}/rp_filter": "0",
    "ipv4/conf/{each}/arp_ignore": "1",  # answer ARP only for the asked interface's own address: VRRP on macvlan
    "ipv4/conf/{each}/arp_announce": "2",
    "ipv4/conf/{each}/ignore_routes_with_linkdown": "1",
    "ipv6/conf/{each}/ignore_routes_with_linkdown": "1",
    "ipv6/conf/{each}/accept_dad": "0",  # no second of silence after each address
    "ipv6/conf/{each}/accept_ra": "0",
    "ipv6/conf/{each}/keep_addr_on_down": "1",  # as FRR asks: zebra does not bring lost addresses back
    "ipv6/conf/{each}/disable_ipv6": "0",
}
_ROUTER = {
    "ipv4/fib_multipath_hash_policy": "1",
    "ipv6/fib_multipath_hash_policy": "1",
    "ipv4/igmp_max_memberships": "1000",
    "ipv4/tcp_l3mdev_accept": "1",
}


def settings_of(device: Device, ports: Iterable[str]) -> dict[str, str]:
    """The sysctls below /proc/sys/net of a device: path -> value."""
    told = {path.format(each=each): value for each in ("all", "default", "lo", *ports) for path, value in _ALL.items()}
    routes = "1" if device.platform != "ovs" and device.forwarding else "0"
    return {
        "ipv4/ip_forward": routes,
        "ipv6/conf/all/forwarding": routes,
        "ipv6/conf/default/forwarding": routes,
        **told,
        **_ROUTER,
    }


def tune(settings: Mapping[str, Mapping[str, str]], ports: Mapping[str, Iterable[str]]) -> None:
    """Write each namespace's sysctls, and let its ports' checksums be filled in by the kernel itself.

    Userspace switches read frames as they are on the wire, so a checksum left to hardware would be wrong.
    """

    def visit() -> None:
        for name, values in settings.items():
            _enter(name)
            for path, value in values.items():
                _write(Path("/proc/sys/net", path), value)
            for port in ports.get(name, ()):
                _checksum_off(port)

    _in_thread(visit)


def _in_thread(work: Callable[[], None]) -> None:
    """Run it in a thread of its own, since a namespace once entered belongs to the thread for good."""
    failures: list[Exception] = []

    def guarded() -> None:
        try:
            work()
        except (OSError, LabError) as error:
            failures.append(error)

    thread = threading.Thread(target=guarded, name="netops-lab-kernel")
    thread.start()
    thread.join()
    if failures:
        raise LabError(f"the kernel refused a setting: {failures[0]}") from failures[0]


def _enter(name: str) -> None:
    with open(f"/run/netns/{name}", "rb") as file:
        if ctypes.CDLL(None, use_errno=True).setns(file.fileno(), _CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "cannot enter namespace", name)


def _write(path: Path, value: str) -> None:
    # Some are missing where a kernel was built without them; that then needs no setting either.
    if path.exists():
        path.write_text(value, encoding="ascii")


def _checksum_off(port: str) -> None:
    value = array.array("I", [_ETHTOOL_STXCSUM, 0])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, _SIOCETHTOOL, struct.pack("16sP", port.encode(), value.buffer_info()[0]))
