"""Devices while they are being put together: ports by name, with the line of the estate that asked for each."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from netops.intent.estate import Named
from netops.intent.inventory import Host
from netops.intent.schema_topology import OspfSpec
from netops.model import (
    Interface,
    InterfaceKind,
    IPInterface,
    Location,
    OspfAuthentication,
    OspfInterface,
    Secret,
    planned_mac,
)

__all__ = ["Draft", "natural", "ospf_interface"]


@dataclass
class Draft:
    """One device's ports so far."""

    host: Named[Host]
    interfaces: dict[str, Interface] = field(default_factory=dict)
    ospf: dict[str, OspfSpec] = field(default_factory=dict)  # by interface; made real once all addresses are known
    sources: dict[str, Location] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.host.name

    def put(self, interface: Interface, location: Location | None, ospf: OspfSpec | None = None) -> None:
        """Add the port, or replace it; the first line that asked for it stays its place."""
        self.interfaces[interface.name] = interface
        if ospf is not None:
            self.ospf[interface.name] = ospf
        if location is not None:
            self.sources.setdefault(interface.name, location)

    def change(self, name: str, **changes: Any) -> None:
        """The port with these fields changed."""
        self.interfaces[name] = dataclasses.replace(self.interfaces[name], **changes)

    def finished(self) -> dict[str, Interface]:
        """All ports by name, each with its MAC address and OSPF."""
        return {name: self._finish(self.interfaces[name]) for name in sorted(self.interfaces, key=natural)}

    def _finish(self, port: Interface) -> Interface:
        spec = self.ospf.get(port.name)
        families: Collection[int] = {address.version for address in port.addresses}
        if spec is not None and spec.families is not None:
            families = spec.families
        mac = None if port.kind is InterfaceKind.LOOPBACK else planned_mac(self.name, port.parent or port.name)
        return dataclasses.replace(
            port,
            mac=mac,
            addresses=tuple(sorted(port.addresses, key=_by_family)),
            ospf=ospf_interface(spec, 2) if spec and 4 in families else None,
            ospf6=ospf_interface(spec, 3) if spec and 6 in families else None,
        )


def _by_family(address: IPInterface) -> int:
    return address.version


def natural(name: str) -> tuple[tuple[bool, int, str], ...]:
    """Sorts eth2 before eth10."""
    parts = re.split(r"(\d+)", name)
    return tuple((part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts)


def ospf_interface(spec: OspfSpec, version: int) -> OspfInterface:
    """The same intent in OSPFv2 or v3; MD5 authentication exists in version 2 only (RFC 5340 section 2.6)."""
    secret = spec.authentication
    authentication = OspfAuthentication(secret.key_id, Secret(secret.key)) if secret and version == 2 else None
    fields = spec.model_dump(exclude={"authentication", "cost", "cost_ipv6", "families"})
    cost = spec.cost if version == 2 or spec.cost_ipv6 is None else spec.cost_ipv6
    return OspfInterface(**fields, cost=cost, authentication=authentication)
