"""Interfaces: what a device is joined to others by, at layers 1 to 3."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from netops.model.addressing import IPAddress, IPInterface, IPPrefix
from netops.model.secret import Secret

__all__ = [
    "EigrpInterface",
    "HsrpGroup",
    "Interface",
    "InterfaceKind",
    "IsisInterface",
    "OspfAuthentication",
    "OspfInterface",
    "OspfNetworkType",
    "RipInterface",
    "SwitchMode",
    "SwitchPort",
    "VrrpGroup",
]


class InterfaceKind(StrEnum):
    ETHERNET = "ethernet"
    LOOPBACK = "loopback"
    SUBINTERFACE = "subinterface"  # on a parent: ``vlan`` is its 802.1Q tag, None untagged (a Junos unit)
    SVI = "svi"  # a switch's own interface in VLAN ``vlan``
    LAG = "lag"
    TUNNEL = "tunnel"


class SwitchMode(StrEnum):
    ACCESS = "access"
    TRUNK = "trunk"


@dataclass(frozen=True, slots=True)
class SwitchPort:
    """IEEE 802.1Q membership of a switch's port.

    An access port carries ``access_vlan`` untagged.  A trunk carries ``trunk_vlans`` tagged and ``native_vlan``
    untagged (None: untagged frames are dropped).  ``edge`` is RSTP's operEdge / PortFast.
    """

    mode: SwitchMode
    access_vlan: int | None = None
    trunk_vlans: tuple[int, ...] = ()  # ascending
    native_vlan: int | None = None
    edge: bool = False

    def carries(self, vlan: int) -> bool:
        """Whether frames of this VLAN pass the port, tagged or not."""
        if self.mode is SwitchMode.ACCESS:
            return vlan == self.access_vlan
        return vlan in self.trunk_vlans or vlan == self.native_vlan


class OspfNetworkType(StrEnum):
    BROADCAST = "broadcast"
    POINT_TO_POINT = "point-to-point"
    NON_BROADCAST = "non-broadcast"
    POINT_TO_MULTIPOINT = "point-to-multipoint"


@dataclass(frozen=True, slots=True)
class OspfAuthentication:
    """Cryptographic (MD5, RFC 2328 appendix D) authentication; OSPFv2 only."""

    key_id: int
    key: Secret


@dataclass(frozen=True, slots=True)
class OspfInterface:
    """OSPF on one interface (RFC 2328 section 9, RFC 5340).

    ``cost`` None: derived from the bandwidth and the process' reference bandwidth.  Intervals are seconds.
    """

    area: str  # dotted quad: "0.0.0.0" is the backbone
    cost: int | None = None
    network_type: OspfNetworkType | None = None  # None: the platform's default for this kind of interface
    hello_interval: int = 10
    dead_interval: int = 40
    priority: int = 1
    passive: bool = False
    mtu_ignore: bool = False
    authentication: OspfAuthentication | None = None
    process: str = ""  # of several in one VRF, the one that runs here; "": whichever there is
    shutdown: bool = False
    advertise_subnet: bool = False  # a loopback with its subnet instead of as a host
    secondary: bool = True  # secondary addresses are announced, too


@dataclass(frozen=True, slots=True)
class VrrpGroup:
    """A virtual router (RFC 5798) on an interface; ``addresses`` are its virtual addresses, of one family.

    ``advertisement_interval`` is milliseconds (a multiple of 10).
    """

    group: int
    addresses: tuple[IPAddress, ...]
    priority: int = 100
    preempt: bool = True
    advertisement_interval: int = 1000
    version: int = 3

    @property
    def family(self) -> int:
        """4 or 6."""
        return self.addresses[0].version if self.addresses else 4


@dataclass(frozen=True, slots=True)
class HsrpGroup:
    """A hot standby group (RFC 2281, Cisco's version 2) on an interface; ``addresses`` are virtual, of one family.

    Times are milliseconds.  ``use_bia``: the virtual MAC address is the interface's own.
    """

    group: int
    addresses: tuple[IPAddress, ...]
    priority: int = 100
    preempt: bool = False
    hello_time: int = 3000
    hold_time: int = 10000
    version: int = 1
    name: str = ""

    @property
    def family(self) -> int:
        """4 or 6."""
        return self.addresses[0].version if self.addresses else 4


@dataclass(frozen=True, slots=True)
class IsisInterface:
    """IS-IS on one interface; ``level`` 1, 2, 12 for both, or None for the process' own.

    ``metric`` of level 1 and 2; None: the process', or the platform's default.  ``families``: None for the process'.
    """

    process: str = ""
    level: int | None = None
    metric: tuple[int | None, int | None] = (None, None)
    metric6: tuple[int | None, int | None] = (None, None)
    point_to_point: bool | None = None  # None: the platform's default for this kind of interface
    passive: bool = False
    families: tuple[int, ...] | None = None
    hello_interval: int | None = None
    priority: int = 64
    secret: Secret | None = None


@dataclass(frozen=True, slots=True)
class EigrpInterface:
    """EIGRP on one interface; ``bandwidth`` (kbit/s) and ``delay`` (tens of microseconds) are for EIGRP alone."""

    asn: int
    family: int = 4
    passive: bool = False
    summaries: tuple[IPPrefix, ...] = ()
    split_horizon: bool = True
    next_hop_self: bool = True
    bandwidth: int | None = None
    delay: int | None = None
    key_chain: str | None = None


@dataclass(frozen=True, slots=True)
class RipInterface:
    """RIP on one interface; ``family`` 6 is RIPng."""

    family: int = 4
    process: str = ""
    passive: bool = False
    split_horizon: bool = True
    metric: int = 1
    summaries: tuple[IPPrefix, ...] = ()


@dataclass(frozen=True, slots=True)
class Interface:
    """One interface of a device.

    ``mtu`` is the layer-3 MTU in bytes (None: the platform's default), ``speed`` Mbit/s, ``mac`` six lower-case octets
    with colons (None: unknown until it is seen).  ``parent`` names what a subinterface stands on, ``lag`` the bundle a
    member belongs to.  The first address of a family is the primary one.  ``bandwidth`` (kbit/s) and ``delay`` (tens of
    microseconds) are what is configured for metrics, None the platform's default for this kind of interface.
    ``unnumbered`` names the interface whose address is borrowed; ``dhcp``: the address is not in the configuration.
    ``virtual_addresses``: of an anycast gateway, the same on several devices.  ``helpers``: DHCP relay.
    ``tunnel``: (source, destination) of a tunnel, as configured.  ``nat``: inside or outside.
    """

    name: str
    kind: InterfaceKind = InterfaceKind.ETHERNET
    enabled: bool = True
    description: str = ""
    mtu: int | None = None
    speed: int | None = None
    mac: str | None = None
    addresses: tuple[IPInterface, ...] = ()
    vrf: str = "default"
    parent: str | None = None
    vlan: int | None = None
    lag: str | None = None
    switchport: SwitchPort | None = None
    ospf: OspfInterface | None = None  # OSPFv2
    ospf6: OspfInterface | None = None  # OSPFv3
    vrrp: tuple[VrrpGroup, ...] = ()
    acl_in: str | None = None
    acl_out: str | None = None
    acl6_in: str | None = None
    acl6_out: str | None = None
    bandwidth: int | None = None
    delay: int | None = None
    unnumbered: str | None = None
    dhcp: bool = False
    ipv6_enabled: bool = False  # a link-local address alone
    virtual_addresses: tuple[IPInterface, ...] = ()
    hsrp: tuple[HsrpGroup, ...] = ()
    isis: tuple[IsisInterface, ...] = ()
    eigrp: tuple[EigrpInterface, ...] = ()
    rip: tuple[RipInterface, ...] = ()
    helpers: tuple[IPAddress, ...] = ()
    nat: str | None = None
    tunnel: tuple[str, str] | None = None
    native_vlan: bool = False  # of a subinterface: its VLAN is untagged on the wire
    vni: int | None = None
    autostate: bool = True  # of a VLAN interface: it goes down with the last port in its VLAN, where platforms do that

    @property
    def routed(self) -> bool:
        """Whether the interface has an address of its own."""
        return bool(self.addresses)
