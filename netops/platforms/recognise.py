"""Whose configuration a text is, going by words that only one system writes."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["recognise"]

_SIGNS: Mapping[str, tuple[tuple[int, str], ...]] = {
    "eos": (
        (9, r"^! device: .*\(?(c?EOS|vEOS|DCS-)"),
        (9, r"^transceiver qsfp default-mode"),
        (5, r"^service routing protocols model"),
        (4, r"^spanning-tree mode (mstp|rapid-pvst|none)$"),
        (4, r"^interface Ethernet\d+$"),
        (4, r"^vrf instance "),
        (3, r"^ip routing$"),
    ),
    "frr": (
        (9, r"^frr version "),
        (9, r"^frr defaults "),
        (7, r"^iface \S+"),
        (4, r"^service integrated-vtysh-config"),
        (5, r"^interface (swp|eth|lo)\S*$"),
    ),
    "hp_comware": (
        (9, r"^ version 7\.\d"),
        (6, r"^interface (GigabitEthernet|Ten-GigabitEthernet|Bridge-Aggregation)\d+(/\d+)*$"),
        (5, r"^ port link-mode "),
        (4, r"^return$"),
        (3, r"^ ?sysname "),
    ),
    "huawei_vrp": (
        (9, r"^!Software Version V\d"),
        (7, r"^ undo portswitch"),
        (5, r"^interface (GigabitEthernet|XGigabitEthernet|Eth-Trunk|MEth|Vlanif)\d+"),
        (4, r"^sysname "),
        (4, r"^return$"),
    ),
    "ios": (
        (6, r"^Current configuration : \d+ bytes"),
        (4, r"^version 1[0-9]\.\d+$"),
        (5, r"^service timestamps (debug|log)"),
        (4, r"^boot-start-marker"),
        (4, r"^interface (GigabitEthernet|FastEthernet|TenGigabitEthernet|Serial|Vlan)\d"),
        (3, r"^line vty "),
        (2, r"^ip (cef|classless|forward-protocol)"),
    ),
    "iosxr": (
        (9, r"^!! IOS XR"),
        (6, r"^interface \S+\d+/\d+/\d+/\d+"),
        (6, r"^route-policy "),
        (4, r"^ ipv4 address "),
        (4, r"^end-policy|^end-set"),
    ),
    "junos": (
        (9, r"^set (version|system|interfaces|protocols|policy-options|routing-options) "),
        (9, r"^## Last (commit|changed)"),
        (6, r"^(system|interfaces|protocols|policy-options|routing-options) \{"),
    ),
    "nxos": (
        (9, r"^vdc \S+ id \d"),
        (6, r"^!Command: show running-config"),
        (6, r"^version \d\.\d\(\d"),
        (5, r"^feature \S+"),
        (4, r"^vrf context "),
        (4, r"^interface Ethernet\d+/\d+"),
    ),
    "ovs": ((9, r"^(add-br|add-port|set (bridge|port|interface)) "),),
}


def recognise(text: str) -> str | None:
    """The platform that most of the signs speak for; None where none does.

    >>> recognise("frr version 8.4\\nhostname core1\\n")
    'frr'
    """
    weights = {
        name: sum(weight for weight, sign in signs if re.search(sign, text, re.MULTILINE))
        for name, signs in _SIGNS.items()
    }
    best = max(weights, key=lambda name: weights[name])
    return best if weights[best] else None
