"""How a device is managed: time, logs, SNMP, names, users, and who may log in."""

from __future__ import annotations

from dataclasses import dataclass

from netops.model.secret import Secret

__all__ = ["Administration", "SnmpCommunity", "SnmpUser", "User"]


@dataclass(frozen=True, slots=True)
class User:
    """A local account; ``privilege`` is the platform's word (15, network-admin, super-user)."""

    name: str
    privilege: str = ""
    secret: Secret | None = None
    encrypted: bool = True  # False: its password stands in the configuration as it is, or reversibly


@dataclass(frozen=True, slots=True)
class SnmpCommunity:
    community: Secret
    writable: bool = False
    access_list: str | None = None


@dataclass(frozen=True, slots=True)
class SnmpUser:
    """An SNMPv3 user (RFC 3414); ``level``: noauth, auth or priv."""

    name: str
    level: str = "noauth"
    group: str = ""


@dataclass(frozen=True, slots=True)
class Administration:
    """Servers are addresses or host names, in the configured order."""

    domain: str = ""
    name_servers: tuple[str, ...] = ()
    ntp_servers: tuple[str, ...] = ()
    ntp_authenticated: bool = False
    log_hosts: tuple[str, ...] = ()
    snmp_communities: tuple[SnmpCommunity, ...] = ()
    snmp_users: tuple[SnmpUser, ...] = ()
    trap_hosts: tuple[str, ...] = ()
    snmp_location: str = ""
    snmp_contact: str = ""
    aaa: tuple[str, ...] = ()  # method lists: "authentication login default group tacacs+ local"
    aaa_servers: tuple[str, ...] = ()
    users: tuple[User, ...] = ()
    ssh_version: int | None = None
    telnet: bool = False
    http: bool = False
    login_access_list: str | None = None
