"""What netops knows of a platform: one value, so that nothing above needs to ask for a platform's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from netops.model import Device, DeviceState, Interface, Location, OspfNetworkType
from netops.platforms.traits import Traits

__all__ = ["Abilities", "Coverage", "ParsedConfig", "Platform", "ReadState", "UnknownLine"]


@dataclass(frozen=True, slots=True)
class UnknownLine:
    """A configuration line that netops did not understand: reported, never dropped."""

    location: Location
    text: str
    reason: str = "not understood"


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many lines were understood, have no effect on the model, or are not understood."""

    understood: int = 0
    no_effect: int = 0
    unknown: int = 0

    @property
    def lines(self) -> int:
        return self.understood + self.no_effect + self.unknown


@dataclass(frozen=True, slots=True)
class ParsedConfig:
    """A device as its configuration describes it; ``sources`` maps keys to the lines where things are said.

    Keys: ``interface:NAME``, ``vrf:NAME``, ``static:VRF:PREFIX``, ``ospf:VRF:PROCESS``, ``isis:PROCESS``,
    ``eigrp:VRF:ASN``, ``rip:VRF``, ``bgp:VRF``, ``bgp-neighbor:VRF:ADDRESS``, ``bgp-network:VRF:PREFIX``,
    ``redistribute:INTO:VRF:PROTOCOL``, ``route-map:NAME:SEQUENCE``, ``prefix-list:NAME:SEQUENCE``,
    ``community-list:NAME``, ``as-path-list:NAME``, ``access-list:NAME:SEQUENCE``.
    """

    device: Device
    unknown: tuple[UnknownLine, ...] = ()
    sources: Mapping[str, Location] = field(default_factory=dict)
    coverage: Coverage = field(default_factory=Coverage)


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a device of this platform can do in a configuration transaction."""

    replace: bool = True
    merge: bool = True
    revert_timer: bool = True
    revert_step: int = 1  # seconds: the timer counts in these


ConfigParser = Callable[[str, str, str], ParsedConfig]
"""(text, device name, file name) -> ParsedConfig; any text at all, never a traceback."""

ReadState = Callable[[str, Mapping[str, str]], DeviceState]
"""(device name, output by command) -> DeviceState; what cannot be read is named in ``unread``."""


@dataclass(frozen=True, slots=True)
class Platform:
    """One vendor's system as data and pure functions.

    ``show_commands`` are what a collection asks; ``read`` makes a DeviceState of the answers.  ``distances`` are the
    administrative distances (see :class:`~netops.platforms.traits.Traits`); ``default_mtu`` is bytes.
    ``canonical`` gives a device in the form in which ``parse`` does: two that it makes equal, the platform cannot tell
    apart.  ``volatile`` are patterns of configuration lines that are not configuration (timestamps, versions).
    """

    name: str
    title: str
    comment: str
    parse: ConfigParser
    read: ReadState
    show_commands: tuple[str, ...]
    distances: Mapping[str, int]
    scrub: Callable[[str], str]  # configuration text with every secret replaced by "<redacted>"
    ospf_network_type: Callable[[Interface], OspfNetworkType]
    canonical: Callable[[Device], Device] = Device.configuration
    processes: Callable[[Device], frozenset[str]] = lambda _: frozenset()  # that the configured device needs
    without_process: Callable[[Device, str], Device] = lambda device, _: device  # as it behaves while that one is dead
    tidy: Callable[[str], str] = str  # running configuration as netops renders it, without the device's own noise
    abilities: Abilities = field(default_factory=Abilities)
    default_mtu: int = 1500
    default_speed: int = 10_000  # Mbit/s of an interface that does not say
    volatile: tuple[str, ...] = ()
    vrrp_interface: Callable[[str, int, int], str] | None = None  # (interface, group, family) -> the device that holds
    # the virtual addresses, where the platform has one; its master then shows them as connected
    bgp_maximum_paths: int = 1
    ospf_stub_hides_boundary: bool = False  # see netops.analysis.ospf.areas
    routing: bool = True  # False: a switch, whose collection holds no routes
    traits: Traits = field(default_factory=Traits)

    def distance(self, source: str) -> int:
        """The administrative distance of a kind of route: "ospf-inter" is that of "ospf" where it has none itself."""
        known = self.distances
        return known[source] if source in known else known[source.partition("-")[0]]
