"""One side of a BGP peering: who it is with, from where, and what it is to the AS."""

from __future__ import annotations

from dataclasses import dataclass, replace
from ipaddress import IPv4Interface, IPv6Address, ip_address

from netops.analysis.bgp.path import Learned
from netops.analysis.bgp.router import Router
from netops.analysis.forwarding import Forwarding
from netops.analysis.rib import resolve
from netops.model import (
    BgpNeighbor,
    BgpNeighborFamily,
    BgpSession,
    BgpUnnumberedNeighbor,
    Device,
    Endpoint,
    Interface,
    IPAddress,
    link_local,
)

__all__ = ["UNKNOWN_LINK_LOCAL", "Session", "numbered_side", "unnumbered_side"]

UNKNOWN_LINK_LOCAL = IPv6Address("fe80::")
"""Stands where a link-local address hangs on a MAC address that is not known."""


@dataclass(frozen=True, slots=True)
class Session:
    """One side of a peering: what ``local`` holds of ``neighbor``.

    ``remote`` is the peer's position among the routers (None: not in this network, or it does not answer), ``reverse``
    the position of its side among the sessions.  ``interface`` is set where the peer is on a subnet of ours.  ``kind``
    is what is learned over it: EXTERNAL, INTERNAL or, from another member of the confederation, CONFEDERATE.
    ``conditions``: by family, whether each conditional advertisement's condition, and the one of the default route,
    lets routes go out.
    """

    local: int
    neighbor: BgpNeighbor
    address: IPAddress | None
    interface: str | None
    link_local: IPv6Address | None  # our own, where the peer is on a subnet of ours
    kind: Learned
    own_as: int
    unnumbered: bool = False
    called: bool = False  # by a neighbour that is not configured by its own address
    peer_as: int = 0
    remote: int | None = None
    reverse: int | None = None
    families: tuple[int, ...] = ()
    reason: str = ""
    conditions: tuple[tuple[int, tuple[bool, ...]], ...] = ()

    @property
    def up(self) -> bool:
        return self.reverse is not None and not self.reason

    @property
    def external(self) -> bool:
        return self.kind is Learned.EXTERNAL

    @property
    def direct(self) -> bool:
        """Whether the peer has to be on a subnet of ours."""
        return self.kind is not Learned.INTERNAL and not (
            self.neighbor.ebgp_multihop or self.neighbor.disable_connected_check or self.neighbor.ttl_security
        )

    def family(self, family: int) -> BgpNeighborFamily:
        found = self.neighbor.family(family)
        assert found is not None
        return found

    def condition(self, family: int, number: int) -> bool:
        """Whether the condition of this number lets routes out; number -1 is the default route's."""
        found = next((each for of, each in self.conditions if of == family), ())
        return not found or found[number]

    def state(self) -> BgpSession:
        """As a snapshot has it; a session that is not established may be in any of the other states."""
        return BgpSession(
            peer=self.neighbor.address,
            remote_as=self.peer_as or self.neighbor.remote_as,
            local_as=self.own_as,
            state="established" if self.up else "idle",
            families=self.families if self.up else (),
            reason=self.reason,
        )


def _kind(router: Router, neighbor: BgpNeighbor) -> Learned:
    if neighbor.remote_as_kind != "number":
        return Learned.INTERNAL if neighbor.remote_as_kind == "internal" else Learned.EXTERNAL
    if neighbor.remote_as == router.own_as(neighbor):
        return Learned.INTERNAL
    if router.process.confederation is not None and router.is_member(neighbor):
        return Learned.CONFEDERATE
    return Learned.EXTERNAL


def numbered_side(position: int, router: Router, neighbor: BgpNeighbor, forwarding: Forwarding) -> Session:
    """The side of a neighbour that is configured by its address."""
    interface = _shared_interface(router, neighbor.address, forwarding)
    mac = router.device.interfaces[interface].mac if interface and neighbor.address.version == 6 else None
    return Session(
        local=position,
        neighbor=neighbor,
        address=_local_address(router.device, neighbor, interface, forwarding),
        interface=interface,
        link_local=link_local(mac) if mac else None,
        kind=_kind(router, neighbor),
        own_as=router.own_as(neighbor),
    )


def unnumbered_side(position: int, router: Router, found: BgpUnnumberedNeighbor, forwarding: Forwarding) -> Session:
    """The side of a neighbour on an interface: the other address of its /30 or /31, else found by link-local ones."""
    interface = router.device.interfaces.get(found.interface)
    up = interface is not None and interface.name in forwarding.layer2.up_on(router.device.name)
    if up and interface is not None and (other := _only_other(interface)) is not None:
        return numbered_side(position, router, replace(found.settings, address=other), forwarding)
    own = _link_local_of(interface) if up and interface is not None else None
    return Session(
        local=position,
        neighbor=found.settings,
        address=own,
        interface=found.interface,
        link_local=own,
        kind=_kind(router, found.settings),
        own_as=router.own_as(found.settings),
        unnumbered=True,
    )


def _only_other(interface: Interface) -> IPAddress | None:
    """The peer's address on an IPv4 subnet of two (FRR, bgpd/bgp_zebra.c: ``bgp_conf_if_to_su_update_v4``)."""
    for each in interface.addresses:
        if isinstance(each, IPv4Interface) and each.network.prefixlen in (30, 31):
            return next(host for host in each.network.hosts() if host != each.ip)
    return None


def _link_local_of(interface: Interface) -> IPv6Address:
    configured = next((each.ip for each in interface.addresses if each.version == 6 and each.ip.is_link_local), None)
    if isinstance(configured, IPv6Address):
        return configured
    return link_local(interface.mac) if interface.mac else UNKNOWN_LINK_LOCAL


def _shared_interface(router: Router, peer: IPAddress, forwarding: Forwarding) -> str | None:
    """The interface on whose subnet the peer is, if it is up."""
    name, domain = router.device.name, forwarding.layer2.domain
    return next((each for each in router.near(peer) if Endpoint(name, each) in domain), None)


def _local_address(
    device: Device, neighbor: BgpNeighbor, shared: str | None, forwarding: Forwarding
) -> IPAddress | None:
    """What its packets are sent from: the update source, else the interface towards the peer."""
    source = neighbor.update_source
    if source is not None and source not in device.interfaces:
        return _as_address(source)
    name = source or shared
    if name is None and (rib := forwarding.ribs.get(device.name)) is not None:
        found = resolve(rib, forwarding.prefixes, neighbor.address)
        names = sorted(hop.interface for hop in found.next_hops if hop.interface) if found else []
        name = names[0] if names else None
    interface = device.interfaces.get(name) if name else None
    if interface is None or Endpoint(device.name, interface.name) not in forwarding.layer2.up:
        return None
    fitting = [each for each in interface.addresses if each.version == neighbor.address.version]
    on_subnet = [each for each in fitting if neighbor.address in each.network]
    return next((each.ip for each in on_subnet or fitting if not each.ip.is_link_local), None)


def _as_address(source: str) -> IPAddress | None:
    """An update source that names no interface of the device: an address, or nothing that packets can come from."""
    try:
        return ip_address(source)
    except ValueError:
        return None
