"""All that is known when an explanation begins, and the symptoms that no prediction changes."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from netops.analysis.crossing import Crossing
from netops.analysis.explain.drift import ABSENT, Difference, differences
from netops.analysis.explain.faults import FAULTS
from netops.analysis.explain.scenario import Key, Scenario, holder, key_of, symptoms
from netops.analysis.layer2 import Layer2, broadcast_domains
from netops.analysis.observed import down_ports
from netops.errors import PredictionError
from netops.model import (
    BgpSession,
    DeviceState,
    Endpoint,
    Finding,
    InterfaceState,
    IPAddress,
    Link,
    Match,
    Network,
    Probe,
    Set,
    Severity,
    Snapshot,
)

__all__ = ["Scene", "drift_finding", "place", "reworded_finding", "told", "words"]


@dataclass
class Scene:
    """``intended`` is the design, ``running`` what the devices are configured to, ``observed`` what they show.

    ``diffs`` are a device's lines that differ, as text.  ``expected`` is the design's prediction, ``found`` what
    differs from it.
    """

    intended: Network
    running: Network
    observed: Snapshot
    diffs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    drift: tuple[Difference, ...] = field(init=False)
    expected: Snapshot = field(init=False)
    found: dict[Key, Finding] = field(init=False)
    standing: frozenset[Key] = field(init=False)  # of ``found``, what no prediction changes

    def __post_init__(self) -> None:
        self.drift = differences(self.intended, self.running)
        first = symptoms(Scenario(self.intended), self.observed)
        if first is None:
            raise PredictionError("the design itself does not settle: `netops routes` tells more")
        shown, self.expected = first
        drifted = [drift_finding(each, self.diffs.get(each.device, ())) for each in self.drift]
        self.found, self.standing = dict(shown), frozenset()
        self.add((*drifted, *(reworded_finding(name, self.diffs[name]) for name in self.reworded)))

    @property
    def reworded(self) -> list[str]:
        """Devices of which lines differ, and nothing that netops knows the meaning of."""
        return sorted(self.diffs.keys() - {each.device for each in self.drift})

    def add(self, lasting: Iterable[Finding]) -> None:
        """Symptoms that no prediction changes."""
        more = {key_of(each): each for each in lasting}
        self.found |= more
        self.standing |= more.keys()

    @cached_property
    def layer2(self) -> Layer2:
        """Who should hear whom."""
        return broadcast_domains(self.intended)

    @cached_property
    def _crossing(self) -> Crossing:
        return Crossing(self.intended, self.layer2)

    @cached_property
    def probed(self) -> tuple[tuple[str, Probe, Endpoint], ...]:
        """Every probe to somebody who should answer: the device that asked, the probe, and whom it asked."""
        return tuple(
            (name, probe, far)
            for name, state in sorted(self.observed.devices.items())
            for probe in state.probes or ()
            if (far := holder(self.intended, self.layer2, Endpoint(name, probe.interface), probe.address)) is not None
        )

    def lines(self, near: Endpoint, far: Endpoint) -> tuple[Link, ...]:
        """The lines between two interfaces that should hear each other."""
        return tuple(self.links[each.out] for each in self._crossing.lines(near, far) or ())

    @cached_property
    def links(self) -> Mapping[Endpoint, Link]:
        return {end: link for link in self.intended.links for end in (link.a, link.b)}

    def state(self, device: str) -> DeviceState | None:
        """What a device showed; None where it was not asked, or did not answer."""
        state = self.observed.devices.get(device)
        return state if state is not None and state.reachable else None

    def port(self, end: Endpoint) -> InterfaceState | None:
        state = self.state(end.device)
        return (state.interfaces or {}).get(end.interface) if state is not None else None

    def down(self) -> Iterator[Endpoint]:
        """Ports that should be up and are not."""
        return down_ports(self.expected, self.observed)

    def neighbors(self, device: str, interface: str) -> tuple[Endpoint, ...]:
        """The interfaces that should be heard on this one; of a switch's port, the other end of its line."""
        end = Endpoint(device, interface)
        found = self.layer2.neighbors(end)
        if not found and end in self.links:
            found = (self.links[end].other(device),)
        return found

    def both_ends(self, end: Endpoint) -> tuple[Endpoint, ...]:
        """A port and the one at the other end of its line."""
        link = self.links.get(end)
        return (end,) if link is None else (end, link.other(end.device))

    @cached_property
    def owners(self) -> Mapping[IPAddress, tuple[Endpoint, ...]]:
        """Who should have an address."""
        found: defaultdict[IPAddress, tuple[Endpoint, ...]] = defaultdict(tuple)
        for name, device in sorted(self.intended.devices.items()):
            for port in device.interfaces.values():
                for address in port.addresses:
                    found[address.ip] += (Endpoint(name, port.name),)
        return found

    def sessions_down(self) -> Iterator[tuple[str, BgpSession]]:
        """Sessions that should be established and are not, as their device shows them."""
        for name, state in sorted(self.observed.devices.items()):
            expected = self.expected.devices.get(name)
            wanted = {each.peer for each in (expected.sessions if expected else None) or () if each.up}
            yield from ((name, each) for each in state.sessions or () if each.peer in wanted and not each.up)

    def adjacencies_down(self) -> Iterator[tuple[Endpoint, int]]:
        """Ports that are up, on which an OSPF adjacency of this version should be and is not."""
        for name, state in sorted(self.observed.devices.items()):
            expected = self.expected.devices.get(name)
            if state.adjacencies is None or expected is None:
                continue
            shown = {(each.interface, each.version, each.neighbor_id) for each in state.adjacencies if each.up}
            for each in expected.adjacencies or ():
                port = self.port(Endpoint(name, each.interface))
                missing = each.up and (each.interface, each.version, each.neighbor_id) not in shown
                if missing and port is not None and port.oper_up:
                    yield Endpoint(name, each.interface), each.version

    def seen(self, end: Endpoint) -> str:
        """A port as it was observed, in words."""
        shown = self.port(end)
        if shown is None:
            state = self.observed.devices.get(end.device)
            return f"{end}: not asked" if state is None else f"{end}: the device does not answer"
        words = "shut down" if not shown.admin_up else "enabled, carrier" if shown.oper_up else "enabled, no carrier"
        return f"{end}: {words}"


def drift_finding(difference: Difference, diff: tuple[str, ...] = ()) -> Finding:
    """The symptom that a difference of configuration is by itself."""
    found = _drift(place(difference), f"{words(difference)} is not as intended", diff)
    return dataclasses.replace(found, expected=told(difference.intended), actual=told(difference.running))


def reworded_finding(device: str, diff: tuple[str, ...]) -> Finding:
    """The symptom that differing lines are by themselves."""
    return _drift(device, "runs other lines than intended, without a difference that netops knows of", diff)


def _drift(subject: str, problem: str, diff: tuple[str, ...]) -> Finding:
    fault = FAULTS["config-drift"]
    return Finding(fault.name, Severity.WARNING, subject, problem, evidence=diff[:8], remedy=fault.remedy)


def place(difference: Difference) -> str:
    """``core1:eth1`` for an interface's, otherwise the device."""
    fields = difference.fields
    if fields[0] == "interfaces" and len(fields) > 1:
        return f"{difference.device}:{fields[1]}"
    return difference.device


def words(difference: Difference) -> str:
    """What differs, as it is found from :func:`place` on: ``route maps PROVIDER-IN clauses 10 sets``."""
    fields = list(difference.fields)
    if fields[0] == "interfaces" and len(fields) > 1:
        fields = fields[2:] or ["interface"]
    return " ".join(each.replace("_", " ") for each in fields if each != "default")


def told(value: Any) -> str:
    """A value of the model in words; of a record, what is not as usual."""
    if value is ABSENT or value is None or value == ():
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(map(told, value))
    if isinstance(value, Match | Set):
        return " ".join((value.kind, *value.arguments))
    if dataclasses.is_dataclass(value) and not isinstance(value, type) and "__str__" not in vars(type(value)):
        fields = ((each, getattr(value, each.name)) for each in dataclasses.fields(value))
        said = (
            f"{each.name.replace('_', ' ')} {told(held)}"
            for each, held in fields
            if held != each.default and held != ()
        )
        return ", ".join(said)
    return str(value)
