"""Where things are said: the lines of interfaces, processes, lists, routes and peers, for answers to "why"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from netops.platforms.configuration.blocks import Line
from netops.platforms.configuration.grammar import Account
from netops.platforms.configuration.rules import Mismatch
from netops.platforms.huawei_vrp.names import joined
from netops.platforms.huawei_vrp.values import prefix_of

__all__ = ["note_lines"]

_Notes = Iterator[tuple[str, Line]]
_LISTS = {
    "as-path-filter": "as-path-list", "as-path": "as-path-list", "community-filter": "community-list",
    "community-list": "community-list", "extcommunity-filter": "community-list", "extcommunity-list": "community-list",
}  # fmt: skip


def note_lines(lines: Sequence[Line], account: Account) -> None:
    """Note each line under its key (see :class:`~netops.platforms.base.ParsedConfig`), the first of several."""
    for line in lines:
        if len(line.words) > 1:
            for key, each in _keys(line):
                account.note(key, each)


def _keys(line: Line) -> _Notes:
    words = line.words
    if words[0] == "interface":
        yield f"interface:{joined(words[1:])}", line
    elif words[0] in ("ospf", "ospfv3", "isis", "rip", "ripng"):
        yield from _process(line)
    elif words[0] == "bgp":
        yield from _bgp(line, "default")
    elif words[0] == "acl":
        yield from _access_list(line)
    elif words[0] in ("ip", "ipv6") and len(words) > 3:
        yield from _list_or_route(line)


def _list_or_route(line: Line) -> _Notes:
    words = line.words
    if words[1] == "route-static":
        vrf, rest = (words[3], words[4:]) if words[2] == "vpn-instance" else ("default", words[2:])
        try:
            yield f"static:{vrf}:{prefix_of(rest[0], rest[1])}", line
        except (Mismatch, IndexError):
            return
    elif words[1] in ("ip-prefix", "ipv6-prefix", "prefix-list") and words[3] == "index" and len(words) > 4:
        yield f"prefix-list:{words[2]}:{words[4]}", line
    elif words[1] in _LISTS:
        name = words[3] if words[2] in ("basic", "advanced") else words[2]
        yield f"{_LISTS[words[1]]}:{name}", line


def _access_list(line: Line) -> _Notes:
    kinds = ("number", "name", "basic", "advanced", "ipv6")
    name = next((word for word in line.words[1:] if word not in kinds), "")
    for child in line.children:
        if child.words[0] == "rule" and len(child.words) > 1 and child.words[1].isdigit():
            yield f"access-list:{name}:{child.words[1]}", child


def _process(line: Line) -> _Notes:
    words = line.words
    kind = words[0].removesuffix("v3").removesuffix("ng")
    vrf = words[words.index("vpn-instance") + 1] if "vpn-instance" in words[:-1] else "default"
    yield {"rip": f"rip:{vrf}", "isis": f"isis:{words[1]}"}.get(kind, f"{kind}:{vrf}:{words[1]}"), line
    yield from _imports(line, kind, vrf)


def _imports(line: Line, kind: str, vrf: str) -> _Notes:
    for each in line.children:
        if each.words[0] == "import-route" and len(each.words) > 1:
            source = {"direct": "connected"}.get(each.words[1], each.words[1])
            yield f"redistribute:{kind}:{vrf}:{source}", each


def _bgp(line: Line, vrf: str) -> _Notes:
    yield from _imports(line, "bgp", vrf)
    for child in line.children:
        words = child.words
        if "vpn-instance" in words[:-1]:
            yield from _bgp(child, words[words.index("vpn-instance") + 1])
        elif child.children:
            yield from _bgp(child, vrf)
        elif words[0] == "peer" and len(words) > 1:
            yield f"bgp-neighbor:{vrf}:{words[1]}", child
        elif words[0] == "network" and len(words) > 2:
            try:
                yield f"bgp-network:{vrf}:{prefix_of(words[1], words[2])}", child
            except Mismatch:
                continue
