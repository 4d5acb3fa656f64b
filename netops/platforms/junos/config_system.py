"""``system``: names, users, who may log in and how, time and logs."""

from __future__ import annotations

from netops.model import Administration, Secret, SnmpCommunity, SnmpUser, User
from netops.platforms.configuration.rules import Action, Fields, ignore, put
from netops.platforms.junos.grammar import Block, Section, at, collect, part, same

__all__ = ["SYSTEM", "administration"]


def _add(key: str, place: str = "value") -> Action:
    def action(draft: Fields, held: Fields) -> None:
        collect(draft, key, held[place])

    return action


def _secret(encrypted: bool) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        draft["secret"], draft["encrypted"] = Secret.of_value(held["secret"]), encrypted

    return action


def _order(draft: Fields, held: Fields) -> None:
    collect(draft, "order", held["method"])


_USER = Section(
    (
        ("class <privilege:word>", put()),
        ("authentication encrypted-password <secret:word>", _secret(True)),
        ("authentication plain-text-password-value <secret:word>", _secret(False)),
        ("uid <uid:number>", ignore),
        ("full-name <name:word>", ignore),
    ),
    silent=("authentication", "cli"),
)
_SERVICES = Section(
    (
        ("ssh", put(ssh=True)),
        ("ssh protocol-version v1", put(ssh=True, ssh_version=1)),
        ("ssh protocol-version v2", put(ssh=True, ssh_version=2)),
        ("telnet <rest:options>", put(telnet=True)),
        ("web-management http <rest:options>", put(http=True)),
    ),
    silent=(
        *("ssh", "netconf", "ftp", "finger", "rest", "extension-service", "outbound-ssh", "xnm-clear-text", "xnm-ssl"),
        *(
            "subscriber-management",
            "web-management",
            "dhcp",
            "dns",
            "service-deployment",
            "tftp-server",
            "dhcp-local-server",
        ),
    ),
)


def _logs(draft: Fields, held: Fields) -> Fields:
    collect(draft, "log_hosts", held["host"])
    return {}


def _anything() -> Section:
    """A place beneath which nothing has an effect on the model."""
    return Section((("<rest:rest>", ignore),))


_SYSLOG = Section(
    blocks=(Block("host <host:word>", _logs, _anything()),),
    silent=("user", "file", "console", "archive", "source-address", "time-format", "log-rotate-frequency"),
)


def _ntp(draft: Fields, held: Fields) -> Fields:
    collect(draft, "ntp_servers", held["server"])
    return draft


_NTP_SERVER = Section((("key <key:number>", put(ntp_authenticated=True)), ("<rest:rest>", ignore)))
_NTP = Section(
    (
        ("boot-server <value:word>", ignore),
        ("trusted-key <key:number>", ignore),
        ("authentication-key <key:number> type <kind:word>", ignore),
        ("authentication-key <key:number> value <secret:word>", ignore),
        ("authentication-key <key:number> type <kind:word> value <secret:word>", ignore),
    ),
    blocks=(
        Block("server <server:word>", _ntp, _NTP_SERVER),
        Block("peer <server:word>", _ntp, _NTP_SERVER),
    ),
    silent=(
        "broadcast",
        "broadcast-client",
        "multicast-client",
        "source-address",
        "restrict",
        "threshold",
        "interval-range",
    ),
)


def _aaa(kind: str) -> Block:
    def opener(draft: Fields, held: Fields) -> Fields:
        collect(draft, "aaa_servers", held["server"])
        return {}

    return Block(f"{kind} <server:word>", opener, _anything())


SYSTEM = Section(
    (
        ("host-name <hostname:word>", put()),
        ("domain-name <domain:word>", put()),
        ("name-server <value:word> <rest:options>", _add("name_servers")),
        ("management-instance", put(management_instance=True)),
        ("authentication-order <method:word>", _order),
        ("root-authentication encrypted-password <secret:word>", ignore),
        ("root-authentication <rest:rest>", ignore),
        ("login message <banner:word>", put()),
        ("login announcement <banner:word>", ignore),
        ("default-address-selection", put(default_address_selection=True)),
    ),
    blocks=(
        Block("login user <user:word>", at("users", "user"), _USER),
        Block("services", same, _SERVICES),
        Block("syslog", same, _SYSLOG),
        Block("ntp", same, _NTP),
        _aaa("radius-server"),
        _aaa("tacplus-server"),
        Block("login", part("login"), None),
    ),
    silent=(
        *(
            "time-zone",
            "ports",
            "processes",
            "extensions",
            "license",
            "arp",
            "auto-snapshot",
            "archival",
            "backup-router",
        ),
        *(
            "commit",
            "configuration-database",
            "compress-configuration-files",
            "no-redirects",
            "no-redirects-ipv6",
            "scripts",
        ),
        *(
            "internet-options",
            "location",
            "max-configurations-on-flash",
            "max-configuration-rollbacks",
            "mirror-flash-on-disk",
        ),
        *("no-multicast-echo", "no-ping-record-route", "no-ping-time-stamp", "saved-core-context", "saved-core-files"),
        *(
            "domain-search",
            "dump-device",
            "autoinstallation",
            "phone-home",
            "accounting",
            "radius-options",
            "tacplus-options",
        ),
        *(
            "static-host-mapping",
            "kernel-replication",
            "switchover-on-routing-crash",
            "no-hidden-commands",
            "allow-v4mapped-packets",
        ),
        *(
            "authentication",
            "fips",
            "encrypt-configuration-files",
            "diag-port-authentication",
            "pic-console-authentication",
        ),
        *(
            "storage",
            "proxy",
            "health-monitor",
            "packet-forwarding-options",
            "tracing",
            "inet6-backup-router",
            "master-password",
        ),
    ),
)


def administration(system: Fields, snmp: Fields) -> Administration:
    groups = snmp.get("groups", {})
    return Administration(
        domain=system.get("domain", ""),
        name_servers=tuple(system.get("name_servers", ())),
        ntp_servers=tuple(system.get("ntp_servers", ())),
        ntp_authenticated=system.get("ntp_authenticated", False),
        log_hosts=tuple(each for each in system.get("log_hosts", ()) if each != "*"),
        snmp_communities=tuple(
            SnmpCommunity(name, each.get("writable", False), each.get("access_list"))
            for name, each in snmp.get("communities", {}).items()
        ),
        snmp_users=tuple(
            SnmpUser(name, each.get("level", "noauth"), groups.get(name, ""))
            for name, each in snmp.get("users", {}).items()
        ),
        trap_hosts=tuple(snmp.get("trap_hosts", ())),
        snmp_location=snmp.get("snmp_location", ""),
        snmp_contact=snmp.get("snmp_contact", ""),
        aaa=(f"authentication-order {' '.join(system['order'])}",) if "order" in system else (),
        aaa_servers=tuple(system.get("aaa_servers", ())),
        users=tuple(
            User(name, each.get("privilege", ""), each.get("secret"), each.get("encrypted", True))
            for name, each in system.get("users", {}).items()
        ),
        ssh_version=system.get("ssh_version"),
        telnet=system.get("telnet", False),
        http=system.get("http", False),
    )
