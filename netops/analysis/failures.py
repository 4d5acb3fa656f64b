"""What is assumed to be broken."""

from __future__ import annotations

from dataclasses import dataclass

from netops.model import Endpoint

__all__ = ["Failures"]


@dataclass(frozen=True, slots=True)
class Failures:
    """Devices without power, cut links (by ``Link.name``) and interfaces that are down, all at once."""

    devices: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    interfaces: frozenset[Endpoint] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.devices or self.links or self.interfaces)

    def __or__(self, other: Failures) -> Failures:
        return Failures(self.devices | other.devices, self.links | other.links, self.interfaces | other.interfaces)

    def __str__(self) -> str:
        names = [*sorted(self.devices), *sorted(self.links), *sorted(map(str, self.interfaces))]
        return ", ".join(names) or "nothing"
