"""VRFs: several routing tables in one device, and what passes between them (RFC 4364)."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Vrf", "VrfFamily", "VrfLeak"]


@dataclass(frozen=True, slots=True)
class VrfLeak:
    """Routes taken straight from another VRF of the same device ("default" is the global table).

    ``protocol``: only what the source has from there, "" all.  ``policies``: route maps that it has to pass.
    """

    source: str
    protocol: str = ""
    policies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VrfFamily:
    """One address family of a VRF: the route targets that its routes get, and those that it takes.

    ``resolution``: route maps, a chain, that a route has to pass for next hops to be resolved over it (Junos).
    """

    family: int  # 4 or 6
    imports: frozenset[str] = frozenset()  # "65000:1"
    exports: frozenset[str] = frozenset()
    import_map: str | None = None
    export_map: str | None = None
    leaks: tuple[VrfLeak, ...] = ()
    maximum_routes: int | None = None
    resolution: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vrf:
    """A VRF; ``vni`` is its layer-3 VXLAN network identifier (RFC 9135).

    ``exports_locally``: its routes pass to VRFs of the same device by route targets, too; None: the platform's default.
    ``forwarding`` False: it has a table, by which only the device itself sends (EOS' ``no ip routing vrf``).
    """

    name: str
    rd: str = ""
    description: str = ""
    families: tuple[VrfFamily, ...] = ()
    vni: int | None = None
    exports_locally: bool | None = None
    forwarding: bool = True

    def family(self, family: int) -> VrfFamily:
        """The address family as configured, or an empty one."""
        return next((each for each in self.families if each.family == family), VrfFamily(family))
