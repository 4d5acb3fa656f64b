"""Names of ports and ICMP messages in EOS access lists."""

from __future__ import annotations

from netops.platforms.configuration.rules import Mismatch, type_of

__all__ = ["ICMP", "port"]

_PORTS = {
    "acap": 674, "acr-nema": 104, "afpovertcp": 548, "auditd": 48, "auth": 113, "bfd": 3784, "bfd-echo": 3785,
    "bftp": 152, "bgmp": 264, "bgp": 179, "biff": 512, "bootpc": 68, "bootps": 67, "chargen": 19, "cisco-tdp": 711,
    "citadel": 504, "clearcase": 371, "cmd": 514, "commerce": 542, "courier": 530, "csnet-ns": 105, "daytime": 13,
    "dhcpv6-client": 546, "dhcpv6-server": 547, "discard": 9, "dnsix": 195, "domain": 53, "echo": 7, "efs": 520,
    "epp": 700, "esro-gen": 259, "exec": 512, "finger": 79, "ftp": 21, "ftp-data": 20, "ftps": 990, "ftps-data": 989,
    "godi": 848, "gopher": 70, "gtp-c": 2123, "gtp-u": 2152, "ha-cluster": 694, "hostname": 101, "hp-alarm-mgr": 383,
    "http-alt": 591, "http-mgmt": 280, "http-rpc-epmap": 593, "https": 443, "ident": 113, "ieee-mms-ssl": 695,
    "imap": 143, "imap3": 220, "imaps": 993, "ipp": 631, "ipx": 213, "irc": 194, "irc-serv": 529, "iris-beep": 702,
    "isakmp": 500, "iscsi": 3260, "isi-gl": 55, "iso-tsap": 102, "kerberos": 88, "kerberos-adm": 749, "klogin": 543,
    "kpasswd": 464, "kshell": 544, "la-maint": 51, "ldap": 389, "ldaps": 636, "ldp": 646, "login": 513, "lpd": 515,
    "lpr": 515, "mac-srvr-admin": 660, "matip-type-a": 350, "matip-type-b": 351, "micom-pfs": 490, "microsoft-ds": 445,
    "mlag": 4432, "mobile-ip": 434, "mpp": 218, "ms-sql-m": 1434, "ms-sql-s": 1433, "ms-sql": 1433, "msdp": 639,
    "msexch-routing": 691, "msg-auth": 31, "msg-icp": 29, "msp": 18, "nameserver": 42, "nas": 991, "nat": 4532,
    "ncp": 524, "netbios-dgm": 138, "netbios-ns": 137, "netbios-ss": 139, "netrjs-1": 71, "netrjs-2": 72,
    "netrjs-3": 73, "netrjs-4": 74, "netwall": 533, "netwnews": 532, "new-rwho": 550, "nfs": 2049, "nntp": 119,
    "nntps": 563, "non500-isakmp": 4500, "nsw-fe": 27, "ntp": 123, "odmr": 366, "olsr": 698, "openvpn": 1194,
    "pim-auto-rp": 496, "pkix-timestamp": 318, "pkt-krb-ipsec": 1293, "pop2": 109, "pop3": 110, "pop3s": 995,
    "pptp": 1723, "print-srv": 170, "ptp-event": 319, "ptp-general": 320, "qmtp": 209, "qotd": 17, "radacct": 1813,
    "radius": 1812, "radius-acct": 1813, "re-mail-ck": 50, "realm": 688, "remotefs": 556, "repcmd": 641, "rip": 520,
    "rje": 77, "rlp": 39, "rlzdbase": 635, "rmc": 657, "rmonitor": 560, "rpc2portmap": 369, "rsync": 873,
    "rtelnet": 107,
    "rtsp": 554, "sgmp": 153, "silc": 706, "smtp": 25, "smux": 199, "snagas": 108, "snmp": 161, "snmptrap": 162,
    "snpp": 444, "sqlserv": 118, "sqlsrv": 156, "ssh": 22, "submission": 587, "sunrpc": 111, "svrloc": 427,
    "syslog": 514, "systat": 11, "tacacs": 49, "talk": 517, "tbrpf": 712, "tcpmux": 1, "tcpnethaspsrv": 475,
    "telnet": 23, "tftp": 69, "time": 37, "timed": 525, "tunnel": 604, "ups": 401, "uucp": 540, "uucp-path": 117,
    "vmnet": 175, "vxlan": 4789, "who": 513, "whois": 43, "www": 80, "xdmcp": 177, "xns-ch": 54, "xns-mail": 58,
    "xns-time": 52, "z39-50": 210,
}  # fmt: skip

ICMP: dict[str, tuple[int | None, int | None]] = {
    "echo-reply": (0, None),
    "unreachable": (3, None),
    "net-unreachable": (3, 0),
    "host-unreachable": (3, 1),
    "protocol-unreachable": (3, 2),
    "port-unreachable": (3, 3),
    "packet-too-big": (3, 4),
    "source-quench": (4, None),
    "redirect": (5, None),
    "echo": (8, None),
    "router-advertisement": (9, None),
    "router-solicitation": (10, None),
    "time-exceeded": (11, None),
    "ttl-exceeded": (11, 0),
    "reassembly-timeout": (11, 1),
    "parameter-problem": (12, None),
    "timestamp-request": (13, None),
    "timestamp-reply": (14, None),
}


def port(word: str) -> int:
    """A port by name or number.  Raises Mismatch where it is none.

    >>> port("bgp")
    179
    """
    number = _PORTS[word] if word in _PORTS else int(type_of("number", word))
    if number > 65535:
        raise Mismatch(f"{word} is no port")
    return number
