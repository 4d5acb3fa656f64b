"""Junos' names of ports, protocols and ICMP types."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["PORTS", "protocol_name", "read_ports"]

PORTS = {
    "afs": 1483,
    "bgp": 179,
    "biff": 512,
    "bootpc": 68,
    "bootps": 67,
    "cmd": 514,
    "cvspserver": 2401,
    "dhcp": 67,
    "domain": 53,
    "eklogin": 2105,
    "ekshell": 2106,
    "exec": 512,
    "finger": 79,
    "ftp": 21,
    "ftp-data": 20,
    "http": 80,
    "https": 443,
    "ident": 113,
    "imap": 143,
    "kerberos-sec": 88,
    "klogin": 543,
    "kpasswd": 761,
    "krb-prop": 754,
    "krbupdate": 760,
    "kshell": 544,
    "ldap": 389,
    "ldp": 646,
    "login": 513,
    "mobileip-agent": 434,
    "mobilip-mn": 435,
    "msdp": 639,
    "netbios-dgm": 138,
    "netbios-ns": 137,
    "netbios-ssn": 139,
    "nfsd": 2049,
    "nntp": 119,
    "ntalk": 518,
    "ntp": 123,
    "pop3": 110,
    "pptp": 1723,
    "printer": 515,
    "radacct": 1813,
    "radius": 1812,
    "rip": 520,
    "rkinit": 2108,
    "smtp": 25,
    "snmp": 161,
    "snmptrap": 162,
    "snpp": 444,
    "socks": 1080,
    "ssh": 22,
    "sunrpc": 111,
    "syslog": 514,
    "tacacs": 49,
    "tacacs-ds": 65,
    "talk": 517,
    "telnet": 23,
    "tftp": 69,
    "timed": 525,
    "who": 513,
    "xdmcp": 177,
    "zephyr-clt": 2103,
    "zephyr-hm": 2104,
}  # fmt: skip - a table is read by its rows
"""Names of ports in firewall filters (Junos documentation, "Firewall Filter Match Conditions")."""

_PROTOCOLS = frozenset(
    {"ah", "egp", "esp", "gre", "icmp", "igmp", "ipip", "ipv6", "ospf", "pim", "rsvp", "sctp", "tcp", "udp", "vrrp"}
)
_OTHER_NAMES = {"icmp6": "58", "icmpv6": "58", "dstopts": "60", "fragment": "44", "hop-by-hop": "0", "routing": "43"}


def protocol_name(text: str, opaque: list[str]) -> str:
    """The protocol as an access list names it; one that netops does not know is noted as ``opaque``."""
    if text in _PROTOCOLS or text.isdigit():
        return text
    if text in _OTHER_NAMES:
        return _OTHER_NAMES[text]
    opaque.append(f"protocol {text}")
    return "ip"


def read_ports(texts: Iterable[str], opaque: list[str]) -> list[tuple[int, int]]:
    """Ranges of ports: ``ssh``, ``179``, ``1024-65535``."""
    found = []
    for text in texts:
        low, dash, high = text.partition("-")
        if text in PORTS:
            found.append((PORTS[text], PORTS[text]))
        elif low.isdigit() and (not dash or high.isdigit()):
            found.append((int(low), int(high or low)))
        else:
            opaque.append(f"port {text}")
    return found
