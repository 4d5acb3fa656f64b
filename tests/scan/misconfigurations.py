"""What engineers do to a network, in any lab: one wrong line typed at a router, one wrong setting at a switch.

What a repair needs is taken from the lab's network and from the configurations that it was started with.
"""

from __future__ import annotations

from faults import Fault, endpoint, fault_of, ignore

from netops.lab import Lab
from netops.model import Endpoint, Network

__all__ = [
    "access_vlan",
    "duplicate_router_id",
    "line_changed",
    "port_disabled",
    "shutdown",
    "trunk_without",
]


def line_changed(
    fault: str, device: str, context: str, old: str, new: str, *subjects: str, then: tuple[str, ...] = ()
) -> Fault:
    """An engineer at a router types one line: in ``context``, what begins with ``old`` becomes ``new``.

    ``old`` "": ``new`` is typed in addition.  ``then`` are commands that make it take effect, after repair too.
    """
    words = f"{context} {new}".removeprefix("interface ").split()
    return fault_of(
        fault,
        " ".join([device, *words]),
        {device, *subjects},
        lambda lab: _replace(lab, device, context, _line_of(lab, device, context, old), new, then),
        lambda lab: _replace(lab, device, context, new, _line_of(lab, device, context, old), then),
    )


def duplicate_router_id(device: str, owner: str, network: Network) -> Fault:
    """A router with another's OSPF router id.

    When it gives the id up it withdraws the owner's LSAs with its own, and ospfd 8.4 does not flood what it still has:
    a repair restarts the owner's process as well.
    """
    process = network.devices[owner].ospf_process(2)
    assert process is not None
    restart = "clear ip ospf process"
    found = line_changed(
        "duplicate-router-id",
        device,
        "router ospf",
        "ospf router-id",
        f"ospf router-id {process.router_id}",
        then=(restart,),
    )

    def repair(lab: Lab) -> None:
        found.repair(lab)
        lab.run(owner, ["vtysh", "-c", restart])

    return fault_of("duplicate-router-id", f"{device} as {owner}", {device, owner}, found.inject, repair)


def shutdown(port: str) -> Fault:
    """A router's port shut down in its configuration."""
    end = endpoint(port)
    found = line_changed("admin-down", end.device, f"interface {end.interface}", "", "shutdown", port)
    return fault_of("admin-down", f"{port} by vtysh", {port}, found.inject, found.repair)


def port_disabled(port: str) -> Fault:
    """A switch's port shut down: OVSDB holds no such column, so that the system is told besides."""
    end = endpoint(port)

    def inject(lab: Lab) -> None:
        lab.run(end.device, ["ovs-vsctl", "set", "Interface", end.interface, "external_ids:enabled=false"])
        lab.run(end.device, ["ip", "link", "set", end.interface, "down"])

    def repair(lab: Lab) -> None:
        lab.run(end.device, ["ovs-vsctl", "remove", "Interface", end.interface, "external_ids", "enabled"])
        lab.run(end.device, ["ip", "link", "set", end.interface, "up"])

    return fault_of("admin-down", f"{port} by ovs-vsctl", {port}, inject, repair)


def access_vlan(port: str, vlan: int) -> Fault:
    """An access port of a switch in another VLAN."""
    return _port_setting("access-vlan", port, f"tag={vlan}")


def trunk_without(port: str, vlan: int, network: Network) -> Fault:
    """A trunk port of a switch that does not carry one of its VLANs."""
    end = endpoint(port)
    setting = network.devices[end.device].interfaces[end.interface].switchport
    assert setting is not None
    assert vlan in setting.trunk_vlans
    kept = [each for each in setting.trunk_vlans if each != vlan]
    return _port_setting("trunk-vlan", port, f"trunks={','.join(map(str, kept))}", f"without {vlan}")


def _port_setting(fault: str, port: str, setting: str, told: str = "") -> Fault:
    end = endpoint(port)
    column = setting.partition("=")[0]
    return fault_of(
        fault,
        f"{port} {told or setting}",
        {port},
        lambda lab: ignore(lab.run(end.device, ["ovs-vsctl", "set", "Port", end.interface, setting])),
        lambda lab: ignore(
            lab.run(end.device, ["ovs-vsctl", "set", "Port", end.interface, _switch_setting(lab, end, column)])
        ),
    )


def _switch_setting(lab: Lab, end: Endpoint, column: str) -> str:
    """``column=value`` of a port, as the switch was started with."""
    start = f"add-port br0 {end.interface} "
    found = next(each for each in lab.configs[end.device].splitlines() if each.startswith(start))
    return next(word for word in found.split() if word.startswith(f"{column}="))


def _line_of(lab: Lab, device: str, context: str, beginning: str) -> str:
    """The line of a router's configuration, as it was started with, that begins so; "" where nothing is asked for."""
    if not beginning:
        return ""
    section = "\n" + lab.configs[device]
    if context:
        section = section.split(f"\n{context}\n", 1)[1].split("\nexit\n", 1)[0]
    lines = (each.strip() for each in section.splitlines())
    return next(each for each in lines if f"{each} ".startswith(f"{beginning} "))


_IN_PLACE = ("description", "neighbor")
"""Typed anew, these replace what was there; "no neighbor" would take the peer with it."""


def _replace(lab: Lab, device: str, context: str, old: str, new: str, then: tuple[str, ...]) -> None:
    removed = f"no {old}" if old and not (new and old.startswith(_IN_PLACE)) else ""
    commands = ["configure terminal", context, removed, new, "end", *then]
    lab.run(device, ["vtysh", *(word for each in commands if each for word in ("-c", each))])
