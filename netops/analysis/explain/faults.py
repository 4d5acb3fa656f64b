"""The catalogue of faults: what each is called, how likely it is next to others, and what to do about it.

A new fault is one entry here, and one suspect in the module that sees its evidence.
"""

from __future__ import annotations

from dataclasses import dataclass

from netops.analysis.explain.drift import Difference

__all__ = ["FAULTS", "Fault", "fault_of"]

_RESTORE = "`netops plan` shows the lines; `netops push` brings back what the estate says"


@dataclass(frozen=True, slots=True)
class Fault:
    """``rank`` breaks ties between faults that explain equally much: the lesser is the likelier."""

    name: str
    title: str
    remedy: str
    rank: int = 5


FAULTS = {
    each.name: each
    for each in (
        Fault("device-dead", "the device is off or has crashed", "see to its power; its console tells why", 1),
        Fault("management-lost", "netops cannot log in, but the device works", "mend its management access", 2),
        Fault("link-down", "the line is broken: its ports are enabled, and have no carrier",
              "replace the cable or the optics; look at both ports", 2),
        Fault("admin-down", "the port is shut down", f"enable it again: {_RESTORE}", 1),
        Fault("port-down", "the port is down, and its line does not tell why", "look at the port and its line", 4),
        Fault("mtu", "the MTU is not as intended", "set the same MTU on both ends of the line", 1),
        Fault("ospf-area", "OSPF runs in another area than at the other end", _RESTORE, 1),
        Fault("ospf-timers", "OSPF's hello or dead interval is not that of the other end", _RESTORE, 1),
        Fault("ospf-authentication", "OSPF's authentication is not that of the other end", _RESTORE, 1),
        Fault("ospf-network-type", "OSPF's network type is not that of the other end", _RESTORE, 1),
        Fault("ospf-passive", "OSPF is passive where it should find a neighbour", _RESTORE, 1),
        Fault("ospf-blocked", "OSPF's packets do not arrive, though the line is up and both ends agree",
              "look for a packet filter on the line (IP protocol 89) and for multicast that is not passed on", 6),
        Fault("duplicate-router-id", "two routers have the same router id", _RESTORE, 1),
        Fault("bgp-as", "BGP is configured with another AS number", _RESTORE, 1),
        Fault("bgp-password", "BGP's password is not that of the other end", _RESTORE, 1),
        Fault("bgp-blocked", "BGP's TCP session is not let through, though both ends agree",
              "look for a packet filter (TCP port 179) on both ends and between them", 6),
        Fault("static-route", "a static route is not as intended", _RESTORE, 1),
        Fault("process-dead", "a daemon does not run", "start it again, and read its log for why it ended", 1),
        Fault("access-vlan", "the access port is in another VLAN", _RESTORE, 1),
        Fault("trunk-vlan", "the trunk does not carry the VLANs that it should", _RESTORE, 1),
        Fault("duplicate-address", "an address is in use twice",
              "take the address from the device that should not have it", 1),
        Fault("packet-loss", "the line loses packets, though it is up and counts no errors",
              "take traffic off the line; clean or replace its optics or cable", 3),
        Fault("host-silent", "the host does not answer, though its line is up", "look at the host", 7),
        Fault("config-drift", "the device does not run what the estate says", _RESTORE, 5),
    )
}  # fmt: skip

_BY_FIELD: tuple[tuple[tuple[str, ...], str], ...] = (
    (("interfaces", "*", "enabled"), "admin-down"),
    (("interfaces", "*", "mtu"), "mtu"),
    (("interfaces", "*", "ospf", "area"), "ospf-area"),
    (("interfaces", "*", "ospf", "hello_interval"), "ospf-timers"),
    (("interfaces", "*", "ospf", "dead_interval"), "ospf-timers"),
    (("interfaces", "*", "ospf", "authentication"), "ospf-authentication"),
    (("interfaces", "*", "ospf", "network_type"), "ospf-network-type"),
    (("interfaces", "*", "ospf", "passive"), "ospf-passive"),
    (("interfaces", "*", "ospf", "mtu_ignore"), "mtu"),
    (("interfaces", "*", "ospf6", "area"), "ospf-area"),
    (("interfaces", "*", "ospf6", "hello_interval"), "ospf-timers"),
    (("interfaces", "*", "ospf6", "dead_interval"), "ospf-timers"),
    (("interfaces", "*", "ospf6", "network_type"), "ospf-network-type"),
    (("interfaces", "*", "ospf6", "passive"), "ospf-passive"),
    (("interfaces", "*", "switchport", "access_vlan"), "access-vlan"),
    (("interfaces", "*", "switchport", "trunk_vlans"), "trunk-vlan"),
    (("interfaces", "*", "switchport", "native_vlan"), "trunk-vlan"),
    (("bgp", "*", "asn"), "bgp-as"),
    (("bgp", "*", "neighbors", "*", "remote_as"), "bgp-as"),
    (("bgp", "*", "neighbors", "*", "local_as"), "bgp-as"),
    (("bgp", "*", "neighbors", "*", "password"), "bgp-password"),
    (("static_routes",), "static-route"),
)


def fault_of(difference: Difference) -> str:
    """The fault that a difference of configuration is, by where it stands."""
    return next((name for pattern, name in _BY_FIELD if _fits(pattern, difference.fields)), "config-drift")


def _fits(pattern: tuple[str, ...], fields: tuple[str, ...]) -> bool:
    return len(fields) >= len(pattern) and all(each in ("*", word) for each, word in zip(pattern, fields, strict=False))
