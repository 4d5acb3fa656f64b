"""When a lab's routers have come to rest: by what they show, and by what the network says is still to come.

*Unfinished* is what cannot last: an adjacency half built, an interface in OSPF's Waiting state (RFC 2328 section 9.1),
a neighbour that one side has given up and the other not yet (its dead or hold timer runs), a virtual router without a
master.  *Expected* is what may still come, and may not: an adjacency or a session that the network has between two
ends that are up.  Rest is: nothing unfinished, and nothing changed for a while; for a longer while where something
is still expected.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from netops.errors import LabError
from netops.model import Device, DeviceState, Interface, IPAddress, Network, OspfInterface
from netops.platforms import get_platform

__all__ = ["Observation", "await_convergence", "expected", "settle_time", "unfinished"]

Ask = Callable[[str, Sequence[str]], str]
"""(device, command with its arguments) -> what it wrote."""

_WAITING, _WAITING6 = "show ip ospf interface json", "show ipv6 ospf6 interface json"
_RSTP = ("ovs-appctl", "rstp/show")
_PATIENCE = 15.0  # seconds of rest that make an end of what is expected: a hello or connect interval and a half
_POLL = 1.0
_MIN_LS_INTERVAL = 5000  # milliseconds


@dataclass(frozen=True, slots=True)
class Observation:
    """A router at a moment; ``waiting`` are its interfaces in OSPF's Waiting state."""

    state: DeviceState
    waiting: tuple[str, ...] = ()


def settle_time(network: Network) -> float:
    """Seconds without a change after which none is to come: a new LSA may be held back so long (MinLSInterval).

    OSPFv2's is configured ("timers throttle lsa all"), OSPFv3's is fixed in FRR; both are 5 s by RFC 2328 appendix B.
    """
    active = [process for device in network.devices.values() if device.status == "active" for process in device.ospf]
    held = [
        _MIN_LS_INTERVAL if each.version == 3 or each.lsa_throttle is None else each.lsa_throttle for each in active
    ]
    return 1.5 + max(held, default=500) / 1000


def await_convergence(network: Network, running: Sequence[str], ask: Ask, timeout: float, settle: float) -> bool:
    """Ask these devices again and again until they rest; False where ``timeout`` seconds were not enough."""
    routers = [name for name in running if network.devices[name].platform == "frr"]
    switches = [name for name in running if network.devices[name].platform == "ovs"]
    deadline = time.monotonic() + timeout
    before: dict[str, Observation] = {}
    rested_since = time.monotonic()
    with ThreadPoolExecutor(max_workers=4, thread_name_prefix="netops-lab") as pool:
        while True:
            asked = time.monotonic()
            now = dict(zip(routers, pool.map(lambda name: _observe(name, ask), routers), strict=True))
            if now != before:
                before, rested_since = now, asked
            rest = time.monotonic() - rested_since
            at_rest = rest >= settle and not any(unfinished(network, now))
            at_rest = at_rest and not any(pool.map(lambda name: _spanning(ask(name, _RSTP)), switches))
            if at_rest and (rest >= _PATIENCE or not any(expected(network, now))):
                return True
            if time.monotonic() > deadline:
                return False
            time.sleep(_POLL)


def unfinished(network: Network, seen: Mapping[str, Observation]) -> Iterator[str]:
    """What cannot last, in words."""
    by_router_id = {
        process.router_id: device.name
        for device in network.devices.values()
        for process in device.ospf
        if process.router_id
    }
    owners = _owners(network)
    for name, observation in seen.items():
        yield from (
            f"{name}: {interface} waits for a designated router"
            for interface in _active(network.devices[name], observation.waiting)
        )
        for each in observation.state.adjacencies or ():
            other = by_router_id.get(each.neighbor_id)
            if not each.up:
                yield f"{name}: OSPFv{each.version} neighbour {each.neighbor_id} is in state {each.state}"
            elif other is not None and not _knows_adjacency(seen.get(other), network.devices[name], each.version):
                yield f"{name}: OSPFv{each.version} neighbour {each.neighbor_id} has gone, and is not given up yet"
        for session in observation.state.sessions or ():
            owner = owners.get(session.peer)
            if session.state in {"opensent", "openconfirm"}:
                yield f"{name}: BGP session with {session.peer} is in state {session.state}"
            elif session.up and owner is not None and not _knows_session(seen.get(owner), network.devices[name]):
                yield f"{name}: BGP peer {session.peer} has gone, and is not given up yet"
    yield from (f"{group} has no master" for group, masters in _masters(seen) if not masters)


def expected(network: Network, seen: Mapping[str, Observation]) -> Iterator[str]:
    """What the network has and the routers do not show yet, in words."""
    for name in seen:
        device = network.devices[name]
        yield from _expected_sessions(network, seen, device)
        for interface in device.interfaces.values():
            yield from _expected_adjacencies(network, seen, device, interface)
    yield from (f"{group} has {masters} masters" for group, masters in _masters(seen) if masters > 1)


def _observe(name: str, ask: Ask) -> Observation:
    from netops.platforms.frr.state import SHOW_COMMANDS  # with its parsers: only who waits needs them

    commands = [
        *(each for each in SHOW_COMMANDS if each.startswith("show ") and each.endswith(" json")),
        _WAITING,
        _WAITING6,
    ]
    answers = _answers(name, commands, ask)
    waiting = {*_waiting(answers.pop(_WAITING, "{}")), *_waiting(answers.pop(_WAITING6, "{}"))}
    return Observation(get_platform("frr").read(name, answers), tuple(sorted(waiting)))


def _answers(name: str, commands: list[str], ask: Ask) -> dict[str, str]:
    """All in one go; one by one where a daemon has died, whose questions stay without an answer then."""
    try:
        text = ask(name, ["vtysh", *(word for command in commands for word in ("-c", command))])
        return dict(zip(commands, _json_values(name, text, len(commands)), strict=True))
    except LabError:
        answers = {}
        for command in commands:
            with contextlib.suppress(LabError):
                answers[command] = ask(name, ["vtysh", "-c", command])
        return answers


def _waiting(answer: str) -> Iterator[str]:
    """Interfaces that wait for the designated router of their network to show itself, in either version's words."""
    shown = json.loads(answer) if answer.lstrip().startswith("{") else {}
    for name, entry in shown.get("interfaces", shown).items():
        state = entry.get("state") or entry.get("ospf6InterfaceState")
        if state == "Waiting" and not entry.get("timerPassiveIface"):
            yield name


def _spanning(answer: str) -> bool:
    """Whether a port of the switch is on its way to forwarding (IEEE 802.1D-2004 section 17.10)."""
    ports = [line.split()[1:3] for line in answer.splitlines() if line.startswith("  ") and len(line.split()) == 5]
    return any(role in {"Designated", "Root"} and state in {"Discarding", "Learning"} for role, state in ports)


def _json_values(name: str, text: str, count: int) -> list[str]:
    """The JSON texts that several commands wrote one after another."""
    decoder, found, position = json.JSONDecoder(), [], 0
    try:
        while position < len(text.rstrip()):
            start = position + len(text[position:]) - len(text[position:].lstrip())
            _, position = decoder.raw_decode(text, start)
            found.append(text[start:position])
    except ValueError as error:
        raise LabError(f"{name}: FRR's answer is not JSON: {text[position : position + 80]!r}") from error
    if len(found) != count:
        raise LabError(f"{name}: FRR gave {len(found)} answers to {count} questions")
    return found


def _active(device: Device, names: Sequence[str]) -> Iterator[str]:
    """Without those on which the network has OSPF send nothing: FRR's OSPFv3 lets these wait too."""
    for name in names:
        interface = device.interfaces.get(name)
        if interface is None or _speaks(interface.ospf) or _speaks(interface.ospf6):
            yield name


def _owners(network: Network) -> dict[IPAddress, str]:
    return {
        address.ip: device.name
        for device in network.devices.values()
        for interface in device.interfaces.values()
        for address in interface.addresses
    }


def _knows_adjacency(other: Observation | None, device: Device, version: int) -> bool:
    process = device.ospf_process(version)
    known = other.state.adjacencies or () if other else ()
    return process is None or any(each.neighbor_id == process.router_id and each.version == version for each in known)


def _knows_session(other: Observation | None, device: Device) -> bool:
    own = {address.ip for interface in device.interfaces.values() for address in interface.addresses}
    return other is not None and any(each.up and each.peer in own for each in other.state.sessions or ())


def _masters(seen: Mapping[str, Observation]) -> Iterator[tuple[str, int]]:
    """Each virtual router that is backed up or mastered on an interface that is up, and its number of masters."""
    states: dict[tuple[int, tuple[IPAddress, ...]], list[str]] = {}
    for name, observation in seen.items():
        for each in observation.state.vrrp or ():
            if each.state != "initialize" and _is_up(seen, name, each.interface):
                states.setdefault((each.group, each.addresses), []).append(each.state)
    for (group, addresses), found in states.items():
        yield f"VRRP group {group} ({', '.join(map(str, addresses))})", found.count("master")


def _expected_sessions(network: Network, seen: Mapping[str, Observation], device: Device) -> Iterator[str]:
    owners = _owners(network)
    own = {address.ip for interface in device.interfaces.values() for address in interface.addresses}
    state = seen[device.name].state
    up = {each.peer for each in state.sessions or () if each.up}
    for neighbor in (each for process in device.bgp for each in process.neighbors):
        owner = owners.get(neighbor.address)
        if (
            owner is None
            or owner not in seen
            or neighbor.shutdown
            or neighbor.address in up
            or not _reaches(state, neighbor.address)
        ):
            continue
        if any(
            each.address in own and not each.shutdown for bgp in network.devices[owner].bgp for each in bgp.neighbors
        ):
            yield f"{device.name}: BGP session with {neighbor.address} is not established yet"


def _reaches(state: DeviceState, address: IPAddress) -> bool:
    """Whether the router has a way to the peer that does not hang on BGP itself."""
    return any(address in prefix and route.protocol != "bgp" for prefix, route in state.routes.items())


def _expected_adjacencies(
    network: Network, seen: Mapping[str, Observation], device: Device, interface: Interface
) -> Iterator[str]:
    for version, setting in ((2, interface.ospf), (3, interface.ospf6)):
        if not _speaks(setting) or not _is_up(seen, device.name, interface.name):
            continue
        shown = seen[device.name].state.adjacencies or ()
        known = {each.neighbor_id for each in shown if each.version == version and each.interface == interface.name}
        for other, far in _facing(network, device, interface):
            there, process = far.ospf if version == 2 else far.ospf6, other.ospf_process(version)
            if not _speaks(there) or process is None or not _is_up(seen, other.name, far.name):
                continue
            if process.router_id is not None and process.router_id not in known:
                yield f"{device.name}: no OSPFv{version} adjacency with {other.name} over {interface.name} yet"


def _speaks(setting: OspfInterface | None) -> bool:
    return setting is not None and not setting.passive


def _is_up(seen: Mapping[str, Observation], device: str, interface: str) -> bool:
    shown = seen[device].state.interfaces if device in seen else None
    return shown is not None and interface in shown and shown[interface].oper_up


def _facing(network: Network, device: Device, interface: Interface) -> Iterator[tuple[Device, Interface]]:
    """Interfaces of other routers that share a prefix with this one."""
    prefixes = {address.network for address in interface.addresses if not address.is_link_local}
    for other in network.devices.values():
        for far in other.interfaces.values() if other.name != device.name else ():
            if any(address.network in prefixes for address in far.addresses):
                yield other, far
