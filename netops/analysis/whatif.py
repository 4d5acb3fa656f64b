"""What every single failure would do: to segments, buildings and homes, and to the redundancy that is left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from netops.analysis.bgp.memory import Memory
from netops.analysis.failures import Failures
from netops.analysis.impact import Impact, impact
from netops.analysis.layer2 import Layer2, Wiring
from netops.analysis.prediction import predict, without_collection
from netops.analysis.standing import Survey
from netops.model import Device, DeviceState, Endpoint, Network, Snapshot

__all__ = ["Failing", "Outcome", "Sweep", "single_failures", "what_if", "worst_first"]


@dataclass(frozen=True, slots=True)
class Failing:
    """What is assumed to fail: ``kind`` is device or link."""

    kind: str
    name: str

    @property
    def failures(self) -> Failures:
        name = frozenset({self.name})
        return Failures(links=name) if self.kind == "link" else Failures(devices=name)


@dataclass(frozen=True, slots=True)
class Outcome:
    """``at``: the devices that fail, or that the failing line ends at."""

    failing: Failing
    impact: Impact
    at: frozenset[str] = frozenset()

    @property
    def local(self) -> bool:
        """Whether nobody is cut off but those who are behind the failing thing: an access switch's own segments."""
        return all(each.attachment.switch in self.at for each in self.impact.losses)

    @property
    def harmless(self) -> bool:
        return not (self.impact.losses or self.impact.risks)


def single_failures(network: Network, *, links: bool = True, devices: bool = True) -> Iterator[Failing]:
    """Every link and every device, one at a time."""
    if links:
        yield from (Failing("link", link.name) for link in network.links)
    if devices:
        yield from (Failing("device", name) for name in sorted(network.devices))


def what_if(network: Network, failing: Iterable[Failing]) -> tuple[Outcome, ...]:
    """Predict the network under each failure, and compare with the whole one; the worst first.

    Raises :class:`~netops.errors.PredictionError` where the network would not settle.
    """
    with without_collection():
        sweep = Sweep(network)
        return worst_first(map(sweep.outcome, failing))


def worst_first(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """The order of every report."""
    return tuple(sorted(outcomes, key=_badness))


def _places(network: Network, failing: Failing) -> frozenset[str]:
    if failing.kind == "device":
        return frozenset({failing.name})
    return frozenset(end.device for link in network.links if link.name == failing.name for end in (link.a, link.b))


def _badness(outcome: Outcome) -> tuple[object, ...]:
    """The most homes cut off first, then segments, devices, and whoever lost redundancy."""
    found = outcome.impact
    cut = (found.homes_cut, len(found.segments_cut), len(found.losses))
    risk = (found.homes_at_risk, len(found.segments_at_risk), len(found.devices))
    return (*(-each for each in (*cut, *risk)), outcome.failing.kind, outcome.failing.name)


class Sweep:
    """Many failures of one network, each seen against the network as it is."""

    def __init__(self, network: Network) -> None:
        self.network, self.memory, self._wiring = network, Memory(), Wiring(network)
        self._survey = Survey(network)
        layer2 = self._wiring.under(Failures())
        self.whole = predict(network, memory=self.memory, layer2=layer2)
        self._look = self._survey.look(self.whole, layer2)
        self.before = self._look.standing
        self._hosts = frozenset(name for name, each in network.devices.items() if _is_plain_host(each))

    def outcome(self, failing: Failing) -> Outcome:
        return Outcome(failing, self.impact(failing.failures), _places(self.network, failing))

    def impact(self, failures: Failures) -> Impact:
        layer2 = self._wiring.under(failures)
        after = self._survey.look(self._snapshot(failures, layer2), layer2, self._look).standing
        return impact(self.before, after)

    def snapshot(self, failures: Failures) -> Snapshot:
        """As predicted; where no router can notice the failure, the routers' tables are those of the whole network."""
        return self._snapshot(failures, self._wiring.under(failures))

    def _snapshot(self, failures: Failures, layer2: Layer2) -> Snapshot:
        if failures.devices - self._switches - self._hosts or any(map(self._is_routed, layer2.moved or ())):
            return predict(self.network, failures, self.memory, layer2)
        states = {name: self._shown(state, layer2, failures) for name, state in self.whole.devices.items()}
        return replace(self.whole, devices=states)

    @cached_property
    def _switches(self) -> frozenset[str]:
        """Devices without a routing table."""
        return frozenset(name for name, state in self.whole.devices.items() if state.ribs is None)

    def _shown(self, state: DeviceState, layer2: Layer2, failures: Failures) -> DeviceState:
        """What a device shows whose ports may have gone down; a plain host without its port has no route."""
        if state.name in failures.devices:
            return DeviceState(state.name, reachable=False, error="no power")
        if not any(end.device == state.name for end in layer2.moved or ()):
            return state
        ports = {
            name: port if port.oper_up == (up := Endpoint(state.name, name) in layer2.up) else replace(port, oper_up=up)
            for name, port in (state.interfaces or {}).items()
        }
        lost = state.name in self._hosts and any(not port.oper_up for port in ports.values())
        return replace(state, interfaces=ports, ribs={"default": {}} if lost else state.ribs)

    def _is_routed(self, end: Endpoint) -> bool:
        """Whether a router's protocols notice that this interface is down, or parted from others."""
        if end.device in self._hosts:
            return False
        return self.network.devices[end.device].interfaces[end.interface].switchport is None


def _is_plain_host(device: Device) -> bool:
    """One port, no protocol, nobody's router: its absence changes no table but its own."""
    speaks = device.ospf or device.bgp or any(each.vrrp for each in device.interfaces.values())
    return not speaks and not device.forwarding and len(device.interfaces) == 1
