"""Where things are said that are one line each, and no block: for answers to "why"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from netops.platforms.configuration.blocks import Line
from netops.platforms.configuration.grammar import Account

__all__ = ["note_lines"]

_Notes = Iterator[tuple[str, Line]]
_Reader = Callable[[Line], _Notes]


def note_lines(lines: Sequence[Line], account: Account) -> None:
    """Note each line under its key (see :class:`~netops.platforms.base.ParsedConfig`), the first of several."""
    for line in lines:
        words = line.words
        reader = _READERS.get(" ".join(words[:2])) or _READERS.get(words[0])
        for key, each in reader(line) if reader is not None else ():
            account.note(key, each)


def _static(line: Line) -> _Notes:
    words = line.words[2:]
    vrf = "default"
    if words[:1] == ["vrf"] and len(words) > 2:
        vrf, words = words[1], words[2:]
    if words:
        yield f"static:{vrf}:{words[0]}", line


def _prefix_list(line: Line) -> _Notes:
    if len(line.words) < 3:
        return
    name = line.words[2]
    yield from _sequenced(name, line, line.words[3:])
    for child in line.children:
        yield from _sequenced(name, child, child.words)


def _sequenced(name: str, line: Line, words: list[str]) -> _Notes:
    if len(words) > 1 and words[0] == "seq":
        yield f"prefix-list:{name}:{words[1]}", line


def _named(kind: str, *skipped: str) -> _Reader:
    def reader(line: Line) -> _Notes:
        words = [each for each in line.words[2:] if each not in skipped]
        if words:
            yield f"{kind}:{words[0]}", line

    return reader


def _access_list(line: Line) -> _Notes:
    words = [each for each in line.words[2:] if each != "standard"]
    for child in line.children:
        if words and child.words[0].isdigit():
            yield f"access-list:{words[0]}:{child.words[0]}", child


def _bgp(line: Line, vrf: str = "default") -> _Notes:
    for child in line.children:
        words = child.words
        if words[0] == "vrf" and len(words) == 2:
            yield from _bgp(child, words[1])
        elif words[0] == "address-family":
            yield from _bgp(child, vrf)
        elif len(words) > 1 and words[0] in ("neighbor", "network", "redistribute"):
            yield _bgp_key(words, vrf), child


def _bgp_key(words: list[str], vrf: str) -> str:
    if words[0] == "network":
        return f"bgp-network:{vrf}:{words[1]}"
    if words[0] == "redistribute":
        return f"redistribute:bgp:{vrf}:{words[1]}"
    return f"bgp-neighbor:{vrf}:{words[2] if words[1] == 'interface' and len(words) > 2 else words[1]}"


def _process(line: Line) -> _Notes:
    """What ``router ospf``, ``router isis`` and ``router rip`` take in from others."""
    kind = next((each for each in line.words[:3] if each in ("ospf", "ospfv3", "isis", "rip", "bgp")), "")
    if kind == "bgp":
        yield from _bgp(line)
        return
    vrf = line.words[line.words.index("vrf") + 1] if "vrf" in line.words[:-1] else "default"
    for each in line.walk():
        if each.words[0] == "redistribute" and len(each.words) > 1:
            yield f"redistribute:{kind.removesuffix('v3')}:{vrf}:{each.words[1]}", each


_READERS: dict[str, _Reader] = {
    "ip route": _static,
    "ipv6 route": _static,
    "ip prefix-list": _prefix_list,
    "ipv6 prefix-list": _prefix_list,
    "ip community-list": _named("community-list", "standard", "expanded", "regexp"),
    "ip extcommunity-list": _named("community-list", "standard", "expanded", "regexp"),
    "ip large-community-list": _named("community-list", "standard", "expanded", "regexp"),
    "ip as-path": _named("as-path-list", "access-list"),
    "ip access-list": _access_list,
    "ipv6 access-list": _access_list,
    "router": _process,
    "ipv6 router": _process,
}
