"""How devices are reached and named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from netops.checks.index import Index
from netops.checks.registry import Problem, check
from netops.model import IPAddress, Severity

__all__: list[str] = []


def _at(name: str) -> tuple[str, ...]:
    return (f"device:{name}",)


@check(
    "management-missing",
    severity=Severity.ERROR,
    title="A managed device has no management address",
    remedy="give it one, or set it to unmanaged",
)
def management_missing(index: Index) -> Iterator[Problem]:
    """netops cannot log in: the device is not backed up, verified or changed."""
    for device in index.devices:
        if device.managed and device.management is None:
            yield Problem(device.name, "has no management address", at=_at(device.name))


@check(
    "management-duplicate",
    number=50,
    severity=Severity.CRITICAL,
    title="Two devices have the same management address",
    remedy="give each device an address of its own",
)
def management_duplicate(index: Index) -> Iterator[Problem]:
    """One device is configured with what was meant for the other."""
    owners: defaultdict[IPAddress, list[str]] = defaultdict(list)
    for device in index.devices:
        if device.management is not None:
            owners[device.management].append(device.name)
    for address, names in owners.items():
        if len(names) > 1:
            problem = f"management address {address} is also that of {', '.join(names[1:])}"
            yield Problem(names[0], problem, "one device", evidence=tuple(names), at=_at(names[0]))


@check(
    "management-not-on-device",
    severity=Severity.ERROR,
    title="A device's management address is on none of its interfaces",
    remedy="put the address on the management interface, or correct it",
)
def management_not_on_device(index: Index) -> Iterator[Problem]:
    """Sessions go to nobody, or to whoever has the address."""
    for device in index.devices:
        own = {each.ip for interface in device.interfaces.values() for each in interface.addresses}
        if device.managed and device.management is not None and device.management not in own:
            yield Problem(
                device.name, "management address is on no interface", actual=str(device.management), at=_at(device.name)
            )


@check(
    "management-routed",
    number=67,
    severity=Severity.WARNING,
    title="The management interface runs OSPF",
    remedy="take the interface out of OSPF",
)
def management_routed(index: Index) -> Iterator[Problem]:
    """The out-of-band network is announced into the production one: residents can reach every device's login."""
    for port in index.ports.values():
        addresses = [each.ip for each in port.interface.addresses]
        own = port.device.management is not None and port.device.management in addresses
        alone = own and port.interface.kind.value not in {"loopback", "svi"}
        if alone and (port.interface.ospf or port.interface.ospf6):
            yield Problem(str(port), "management interface runs OSPF", at=port.at)


@check(
    "hostname-differs",
    severity=Severity.WARNING,
    title="A device's host name is not its name in the estate",
    remedy="use one name for the device",
)
def hostname_differs(index: Index) -> Iterator[Problem]:
    """Logs, prompts and LLDP speak of a device that nobody finds in the drawings."""
    for device in index.devices:
        if device.hostname and device.hostname != device.name:
            yield Problem(device.name, "host name differs", device.name, device.hostname, at=_at(device.name))


@check(
    "hostname-duplicate",
    severity=Severity.ERROR,
    title="Two devices have the same host name",
    remedy="give each device a name of its own",
)
def hostname_duplicate(index: Index) -> Iterator[Problem]:
    """In logs and LLDP the two cannot be told apart, and a backup overwrites the other's."""
    names: defaultdict[str, list[str]] = defaultdict(list)
    for device in index.devices:
        if device.hostname:
            names[device.hostname].append(device.name)
    for hostname, devices in names.items():
        if len(devices) > 1:
            yield Problem(
                devices[0], f"host name {hostname} is also that of {', '.join(devices[1:])}", at=_at(devices[0])
            )
