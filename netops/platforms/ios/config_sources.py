"""Where in a configuration things are said that have no block of their own: one more pass over its lines."""

from __future__ import annotations

from collections.abc import Sequence

from netops.platforms.configuration.blocks import Line
from netops.platforms.configuration.grammar import Account
from netops.platforms.configuration.rules import Mismatch, type_of
from netops.platforms.ios.addresses import classful, network

__all__ = ["note_sources"]


def note_sources(lines: Sequence[Line], account: Account) -> None:
    """Note the places of static routes, list entries, and of what stands within routing processes."""
    for line in lines:
        try:
            _note(line, account)
        except (Mismatch, IndexError):
            continue  # the line is not understood: it is reported as such


def _note(line: Line, account: Account) -> None:
    words = line.words
    start = tuple(words[:2])
    if start in (("ip", "route"), ("ipv6", "route")):
        _static(line, account)
    elif start in (("ip", "prefix-list"), ("ipv6", "prefix-list")) and "seq" in words:
        account.note(f"prefix-list:{words[2]}:{words[words.index('seq') + 1]}", line)
    elif start == ("ip", "as-path"):
        account.note(f"as-path-list:{words[3]}", line)
    elif words[0] == "ip" and words[1].endswith("community-list"):
        account.note(f"community-list:{words[3 if words[2] in ('standard', 'expanded') else 2]}", line)
    elif start in (("ip", "access-list"), ("ipv6", "access-list")):
        _entries(line, account)
    elif words[0] == "router" or start == ("ipv6", "router"):
        _router(line, account)


def _static(line: Line, account: Account) -> None:
    words = line.words[2:]
    vrf = "default"
    if words[0] == "vrf":
        vrf, words = words[1], words[2:]
    prefix = words[0] if "/" in words[0] else network(type_of("address4", words[0]), type_of("address4", words[1]))
    account.note(f"static:{vrf}:{prefix}", line)


def _entries(line: Line, account: Account) -> None:
    """Entries of a named list; those without a number count in tens."""
    last = 0
    for child in line.children:
        words = child.words
        if words[0].isdigit():
            last = int(words[0])
        elif words[0] in ("permit", "deny"):
            last += 10
        account.note(f"access-list:{line.words[-1]}:{last}", child)


def _router(line: Line, account: Account) -> None:
    words = line.words[line.words.index("router") + 1 :]
    protocol = words[0]
    vrf = words[words.index("vrf") + 1] if "vrf" in words[:-1] else "default"
    _within(line.children, account, protocol, vrf)


def _within(lines: Sequence[Line], account: Account, protocol: str, vrf: str) -> None:
    for line in lines:
        words = line.words
        if words[0] == "address-family":
            _family(line, account, protocol)
        elif words[0] == "topology":
            _within(line.children, account, protocol, vrf)
        elif words[0] == "redistribute" and len(words) > 1:
            account.note(f"redistribute:{protocol}:{vrf}:{words[1]}", line)
        elif protocol == "bgp" and words[0] == "neighbor" and len(words) > 1:
            account.note(f"bgp-neighbor:{vrf}:{words[1]}", line)
        elif protocol == "bgp" and words[0] == "network":
            _network(line, account, vrf)


def _family(line: Line, account: Account, protocol: str) -> None:
    words = line.words
    vrf = words[words.index("vrf") + 1] if "vrf" in words[:-1] else "default"
    if protocol == "eigrp" and "autonomous-system" in words[:-1]:
        account.note(f"eigrp:{vrf}:{words[words.index('autonomous-system') + 1]}", line)
    elif protocol in ("bgp", "rip"):
        account.note(f"{protocol}:{vrf}", line)
    _within(line.children, account, protocol, vrf)


def _network(line: Line, account: Account, vrf: str) -> None:
    words = line.words
    if len(words) < 2:
        return
    try:
        if "/" in words[1]:
            prefix: object = words[1]
        elif words[2:3] == ["mask"]:
            prefix = network(type_of("address4", words[1]), type_of("address4", words[3]))
        else:
            prefix = classful(type_of("address4", words[1]))
    except (Mismatch, IndexError):
        return
    account.note(f"bgp-network:{vrf}:{prefix}", line)
