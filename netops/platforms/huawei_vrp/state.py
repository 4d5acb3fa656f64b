"""What a VRP or Comware device shows, as a DeviceState.  Layouts: Huawei S/AR V200R, H3C Comware 7."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from ipaddress import IPv4Address, IPv4Network, ip_address, ip_network

from netops.model import Adjacency, BgpSession, DeviceState, InterfaceState, LldpNeighbor, NextHop, Rib, Route
from netops.platforms.huawei_vrp.names import SHORT_NAMES, full_name
from netops.platforms.huawei_vrp.state_commands import BGP, INTERFACES, LLDP, OSPF, ROUTES, RUNNING
from netops.platforms.reading import Reading

__all__ = ["read"]

_ROUTE = re.compile(
    r"^\s*(?:(\d+\.\d+\.\d+\.\d+/\d+)\s+)?([A-Z]\w+)\s+(\d+)\s+(\d+)\s+(?:([A-Z]+)\s+)?(\d+\.\d+\.\d+\.\d+)\s+(\S+)\s*$"
)
_PROTOCOLS = {
    "direct": ("connected", ""), "static": ("static", ""), "ospf": ("ospf", ""), "o_ase": ("ospf", "external"),
    "o_nssa": ("ospf", "external"), "o_intra": ("ospf", "intra"), "o_inter": ("ospf", "inter"),
    "o_ase1": ("ospf", "E1"), "o_ase2": ("ospf", "E2"), "o_nssa1": ("ospf", "N1"), "o_nssa2": ("ospf", "N2"),
    "is_l1": ("isis", "L1"), "is_l2": ("isis", "L2"), "isis-l1": ("isis", "L1"), "isis-l2": ("isis", "L2"),
    "isis": ("isis", ""), "rip": ("rip", ""), "bgp": ("bgp", ""), "ebgp": ("bgp", "ebgp"), "ibgp": ("bgp", "ibgp"),
}  # fmt: skip
_BRIEF = re.compile(r"^(\S+?)(?:\((\S+)\))?\s+(\*?down|up|ADM|UP|DOWN|Stby|\^down)\b\s*(\S*)")
_AREA = re.compile(r"Area (\d+\.\d+\.\d+\.\d+) interface (\d+\.\d+\.\d+\.\d+)\((\S+?)\)'s neighbors?", re.IGNORECASE)
_VRP_PEER = re.compile(r"Router ID:\s*(\d+\.\d+\.\d+\.\d+)\s+Address:\s*(\d+\.\d+\.\d+\.\d+)")
_VRP_STATE = re.compile(r"State:\s*(\S+)")
_PEER_ROW = re.compile(
    r"^\s*(\d+\.\d+\.\d+\.\d+)\s+(\d+\.\d+\.\d+\.\d+)\s+\d+\s+\d+\s+([\w-]+)(?:/\s*\S*)?\s+(\S+)\s*$"
)
_ROW_AREA = re.compile(r"^\s*Area:\s*(\d+\.\d+\.\d+\.\d+)")
_BGP_ROW = re.compile(r"^\s*\*?\s*(\d+\.\d+\.\d+\.\d+)\s+(?:4\s+)?(\d+)\s+\d+\s+\d+\s+\d+\s+.*?([A-Z]\w+)\b")
_LOCAL_AS = re.compile(r"Local AS number\s*:\s*(\d+)")
_NOT_ROUTES = re.compile(r"^\s*(Route Flags|-{5,}|Routing Tables?|Destination|Proto:|<|\[|Summary|\^|$)")


def read(name: str, outputs: Mapping[str, str], short_names: Mapping[str, str] = SHORT_NAMES) -> DeviceState:
    """The state of device ``name`` from its outputs by command; tables without an answer are None."""
    reading = Reading(outputs)
    full = partial(full_name, short_names=short_names)
    return DeviceState(
        name,
        interfaces=_interfaces(reading, full),
        ribs=_ribs(reading, outputs, full),
        adjacencies=_adjacencies(reading, full),
        sessions=_sessions(reading),
        lldp=_lldp(reading, full),
        configuration=outputs.get(RUNNING),
        unread=tuple(reading.unread),
    )


def _interfaces(reading: Reading, full: partial[str]) -> dict[str, InterfaceState] | None:
    text = reading.text(INTERFACES)
    if text is None:
        return None
    found: dict[str, InterfaceState] = {}
    for match in filter(None, map(_BRIEF.match, text.splitlines())):
        name, state = full(match[1]), match[3].lower()
        admin = state not in ("*down", "adm")
        found.setdefault(name, InterfaceState(name, admin, state == "up"))
    return found


def _owners(outputs: Mapping[str, str], full: partial[str]) -> dict[str, str]:
    """Interfaces by their address, as Comware's brief table has them (``Loop0  UP  UP(s)  1.1.1.1``)."""
    found = (line.split() for line in outputs.get(INTERFACES, "").splitlines())
    return {words[3]: full(words[0]) for words in found if len(words) > 3 and words[3].count(".") == 3}


def _ribs(reading: Reading, outputs: Mapping[str, str], full: partial[str]) -> dict[str, Rib] | None:
    """The main table, and those of the VRFs that were asked for (``… vpn-instance NAME``)."""
    if reading.text(ROUTES) is None:
        return None
    ribs: dict[str, Rib] = {}
    owners = _owners(outputs, full)
    for command, text in outputs.items():
        if command == ROUTES:
            ribs["default"] = _rib(reading, command, text, full, owners)
        elif command.startswith(f"{ROUTES} vpn-instance "):
            ribs[command.split()[-1]] = _rib(reading, command, text, full, owners)
    return ribs


def _rib(reading: Reading, command: str, text: str, full: partial[str], owners: Mapping[str, str]) -> Rib:
    ways: dict[IPv4Network, list[Route]] = {}
    prefix: IPv4Network | None = None
    for line in text.splitlines():
        found = _ROUTE.match(line)
        protocol = _PROTOCOLS.get(found[2].lower()) if found else None
        if found is None or protocol is None:
            if not _NOT_ROUTES.match(line) and "Destinations :" not in line:
                reading.unread.append(f"{command}: {line.strip()[:60]}")
            continue
        prefix = IPv4Network(found[1]) if found[1] else prefix
        if prefix is not None:
            hop = _hop(protocol[0], found[6], full(found[7]))
            made = Route(prefix, protocol[0], int(found[3]), int(found[4]), frozenset({hop}), protocol[1])
            ways.setdefault(prefix, []).append(made)
    return dict(_routes(ways, owners))


def _hop(protocol: str, address: str, interface: str) -> NextHop:
    if interface.upper().startswith("NULL"):
        return NextHop(blackhole=True)
    if protocol == "connected" or address == "0.0.0.0":
        return NextHop(None, interface)
    return NextHop(ip_address(address), interface)


def _routes(ways: dict[IPv4Network, list[Route]], owners: Mapping[str, str]) -> Iterator[tuple[IPv4Network, Route]]:
    """One route a prefix; host routes within a connected network are its own address, or its broadcast address.

    The table also holds 127.0.0.0/8, multicast and 255.255.255.255, which are no routes of ours.
    """
    networks = [prefix for prefix, found in ways.items() if found[0].protocol == "connected" and prefix.prefixlen < 32]
    for prefix, found in ways.items():
        if (
            prefix.is_loopback
            or prefix.is_multicast
            or (prefix.network_address in (_ALL, _NONE) and prefix.prefixlen > 0)
        ):
            continue
        first = found[0]
        hops = frozenset(hop for each in found for hop in each.next_hops)
        protocol = first.protocol
        if protocol == "connected" and prefix.prefixlen == 32:
            within = [each for each in networks if prefix.subnet_of(each)]
            ends = [
                end for each in within if each.prefixlen < 31 for end in (each.broadcast_address, each.network_address)
            ]
            if prefix.network_address in ends:
                continue
            protocol = "local" if within else protocol
            if any((hop.interface or "").startswith("InLoop") for hop in hops):
                owner = owners.get(str(prefix.network_address))
                hops = ways[within[0]][0].next_hops if within else frozenset({NextHop(None, owner)}) if owner else hops
        yield prefix, Route(prefix, protocol, first.distance, first.metric, hops, first.detail)


_ALL, _NONE = ip_network("255.255.255.255/32").network_address, ip_network("0.0.0.0/32").network_address


def _adjacencies(reading: Reading, full: partial[str]) -> tuple[Adjacency, ...] | None:
    """VRP's paragraphs (``Area X interface A(NAME)'s neighbors``), or Comware's table by area."""
    text = reading.text(OSPF)
    if text is None:
        return None
    found: list[Adjacency] = []
    area, interface, peer = "", "", None
    for line in text.splitlines():
        if heading := _AREA.search(line):
            area, interface = heading[1], full(heading[3])
        elif row_area := _ROW_AREA.match(line):
            area = row_area[1]
        elif begins := _VRP_PEER.search(line):
            peer = begins
        elif peer is not None and (state := _VRP_STATE.search(line)):
            found.append(Adjacency(interface, IPv4Address(peer[1]), 2, area, _state(state[1]), ip_address(peer[2])))
            peer = None
        elif row := _PEER_ROW.match(line):
            found.append(Adjacency(full(row[4]), IPv4Address(row[1]), 2, area, _state(row[3]), ip_address(row[2])))
    return tuple(found)


def _state(word: str) -> str:
    return {"2-way": "two-way", "twoway": "two-way"}.get(word.lower(), word.lower())


def _sessions(reading: Reading) -> tuple[BgpSession, ...] | None:
    text = reading.text(BGP)
    if text is None:
        return None
    local = _LOCAL_AS.search(text)
    own = int(local[1]) if local else 0
    rows = filter(None, map(_BGP_ROW.match, text.splitlines()))
    return tuple(reading.each(BGP, rows, lambda row: _session(row, own)))


def _session(row: re.Match[str], own: int) -> BgpSession:
    return BgpSession(ip_address(row[1]), int(row[2]), own, row[3].lower())


def _lldp(reading: Reading, full: partial[str]) -> tuple[LldpNeighbor, ...] | None:
    """VRP: local interface, neighbour, its interface, time; Comware: neighbour, local interface, chassis, its port."""
    text = reading.text(LLDP)
    if text is None:
        return None
    rows = (line.split() for line in text.splitlines())
    return tuple(filter(None, (_lldp_neighbor(row, full) for row in rows)))


def _lldp_neighbor(row: list[str], full: partial[str]) -> LldpNeighbor | None:
    if len(row) != 4 or row[0] == "Local":
        return None
    if row[3].isdigit():
        return LldpNeighbor(full(row[0]), row[1], full(row[2]))
    return LldpNeighbor(full(row[1]), row[0], full(row[3])) if row[2].count("-") == 2 else None
