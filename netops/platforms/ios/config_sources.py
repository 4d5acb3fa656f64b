"""Where in a configuration things are said that have no block of their own: one more pass over its lines."""

from __future__ import annotations

from collections.abc import Sequence

from netops.model import IPPrefix
from netops.platforms.configuration.blocks import Line
from netops.platforms.configuration.grammar import Account
from netops.platforms.configuration.rules import Mismatch, type_of
from netops.platforms.ios.addresses import classful, network_of
from netops.platforms.ios.names import full_name

__all__ = ["note_sources"]


def note_sources(lines: Sequence[Line], account: Account) -> None:
    """Note the places of static routes, list entries, and of what stands within routing processes."""
    numbered: dict[str, int] = {}
    for line in lines:
        try:
            if line.words[0] == "access-list":
                _numbered(line, account, numbered)
            else:
                _note(line, account)
        except (Mismatch, IndexError, ValueError):
            continue  # the line is not understood: it is reported as such


def _note(line: Line, account: Account) -> None:
    words = line.words
    start = tuple(words[:2])
    if words[0] == "interface":
        name = words[1] + (words[2] if words[2:] and words[2][0].isdecimal() else "")
        account.note(f"interface:{full_name(name)}", line)
    elif start in (("ip", "route"), ("ipv6", "route")):
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
    prefix = _prefix(words)
    account.note(f"static:{vrf}:{prefix}", line)


def _numbered(line: Line, account: Account, last: dict[str, int]) -> None:
    """``access-list N permit|deny ...``: they count in tens."""
    _, number, action = line.words[:3]
    if action in ("permit", "deny"):
        last[number] = last.get(number, 0) + 10
        account.note(f"access-list:{number}:{last[number]}", line)


def _prefix(words: Sequence[str]) -> IPPrefix:
    """``10.0.0.0 255.0.0.0``, or ``2001:db8::/32``."""
    if "/" in words[0]:
        made: IPPrefix = type_of("network", words[0])
        return made
    return network_of(words[0], words[1])


def _entries(line: Line, account: Account) -> None:
    """Entries of a named list; those without a number count in tens."""
    last = 0
    for child in line.children:
        words = child.words
        if words[0].isdecimal():
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
            account.note(f"bgp-neighbor:{vrf}:{_canonical(words[1])}", line)
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


def _canonical(peer: str) -> str:
    """An address as the model writes it; the name of a peer group as it is."""
    try:
        return str(type_of("address", peer.partition("%")[0]))
    except Mismatch:
        return peer


def _network(line: Line, account: Account, vrf: str) -> None:
    words = line.words
    if len(words) < 2:
        return
    try:
        if "/" in words[1]:
            prefix = _prefix(words[1:])
        elif words[2:3] == ["mask"]:
            prefix = _prefix((words[1], words[3]))
        else:
            prefix = classful(type_of("address4", words[1]))
    except (Mismatch, IndexError):
        return
    account.note(f"bgp-network:{vrf}:{prefix}", line)
