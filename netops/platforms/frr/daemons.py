"""FRR's daemons: which of them a configuration needs, and which of them run."""

from __future__ import annotations

from netops.model import Device
from netops.platforms.kernel import process_rows, read_processes
from netops.platforms.reading import Reading

__all__ = ["DAEMONS", "PROCESSES", "needed_daemons", "read_daemons"]

DAEMONS = "show daemons"  # those that vtysh has a connection with: it costs nothing, vtysh made them when it began
PROCESSES = process_rows("zebra)", "staticd)", "ospfd)", "ospf6d)", "bgpd)", "vrrpd)")


def needed_daemons(device: Device) -> frozenset[str]:
    """zebra and staticd, which FRR always starts, and one for each protocol that is configured."""
    versions = {each.version for each in device.ospf}
    wanted = {
        "zebra": True,
        "staticd": True,
        "ospfd": 2 in versions,
        "ospf6d": 3 in versions,
        "bgpd": bool(device.bgp),
        "vrrpd": any(each.vrrp for each in device.interfaces.values()),
    }
    return frozenset(name for name, needed in wanted.items() if needed)


def read_daemons(reading: Reading) -> frozenset[str] | None:
    """The daemons that answer; vtysh says nothing at all where none does, and then the kernel is believed."""
    if reading.given(DAEMONS):
        return frozenset((reading.text(DAEMONS) or "").split())
    return read_processes(reading, PROCESSES)
