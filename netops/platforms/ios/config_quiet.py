"""Lines at the top that have no effect on the model: none of them says which routes or packets pass."""

from __future__ import annotations

__all__ = ["QUIET_IP", "QUIET_IPV6", "SILENT"]

QUIET_IP = "|".join(
    (
        *("accounting", "address-pool", "admission", "arp", "audit", "auth-proxy", "bgp-community", "bootp", "cef"),
        *("classless", "dhcp", "dhcp-client", "drp", "finger", "flow", "flow-cache", "forward-protocol", "ftp"),
        *("gratuitous-arps", "host", "host-routing", "icmp", "identd", "igmp", "load-sharing", "mfib", "mobile"),
        *("mroute", "msdp", "multicast", "multicast-routing", "nbar", "options", "pim", "port-map", "radius", "rcmd"),
        *("redirects", "rsvp", "rtcp", "scp", "sap", "slb", "source-route", "source", "sticky-arp", "subnet-zero"),
        *("tacacs", "tcp", "telnet", "tftp", "tftp-server", "trigger-authentication", "udptn", "urlfilter"),
        *("routing-protocol", "verify", "virtual-reassembly", "wccp", "traffic-export", "spd"),
    )
)
QUIET_IPV6 = "|".join(
    (
        *("cef", "dhcp", "flowset", "general-prefix", "hop-limit", "host", "icmp", "ioam", "mfib", "mld", "multicast"),
        *("multicast-routing", "nd", "neighbor", "pim", "source-route", "spd", "dns", "mobile", "mfib-mode"),
    )
)
"""Second words of ``ip`` and ``ipv6`` lines, as alternatives of a pattern."""

SILENT = (
    *("access-session", "alias", "app-hosting", "archive", "arp", "audit", "authentication", "avc", "banner"),
    *("bba-group", "bfd", "bfd-template", "boot", "boot-end-marker", "boot-start-marker", "Building", "call-home"),
    *("call-manager-fallback", "card", "ccm-manager", "cdp", "class-map", "clns", "clock", "cns", "coap"),
    *("config-register", "configuration", "control-plane", "controller", "crypto", "cts", "Current", "cwmp"),
    *("device", "device-sensor", "device-tracking", "diagnostic", "dial-peer", "dialer-list", "dot11", "dot1x"),
    *("dspfarm", "enable", "end", "energywise", "environment", "epm", "errdisable", "esmc", "ethernet", "event"),
    *("exception", "exit", "fabric", "facility-alarm", "fhrp", "file", "flow", "frame-relay", "gatekeeper", "gnxi"),
    *("gw-accounting", "hardware", "hw-module", "identity", "iox", "ipc", "isdn", "kerberos", "key", "l2tp-class"),
    *("lacp", "ldap", "license", "lldp", "Load", "login", "mab", "mac", "macro", "memory", "memory-size", "menu"),
    *("metadata", "mgcp", "microcode", "mls", "mmi", "module", "monitor", "mpls", "msdp", "mta", "multilink", "ncs"),
    *("netconf", "netconf-yang", "netflow", "network-clock", "network-clock-participate", "nmsp", "NVRAM"),
    *("object-group-search", "parameter-map", "parser", "password", "performance", "platform", "plc", "pnp"),
    *("policy-map", "port-channel", "power", "privilege", "process", "process-max-time", "profile", "prompt"),
    *("pseudowire-class", "ptp", "queue-monitor", "redundancy", "remote-management", "resource", "restconf", "rmon"),
    *("sampler", "sccp", "scheduler", "scripting", "sdm", "security", "sensor", "service", "service-template"),
    *("setup", "shell", "sip", "sip-ua", "snmp", "spd", "stack-mac", "stack-power", "stackwise-virtual", "stcapp"),
    *("storm-control", "subscriber", "switch", "table-map", "telemetry", "telephony-service", "template", "terminal"),
    *("tftp-server", "Time", "time-range", "track", "transceiver", "transport", "udld", "upgrade", "Using", "vc"),
    *("virtual-service", "vmps", "voice", "voice-card", "voice-port", "vpdn", "vpdn-group", "vstack", "vtp", "web"),
    *("wism", "wlan", "wsma", "x25", "zone", "zone-pair"),
)
"""First words, whatever stands beneath the lines that begin with them."""
