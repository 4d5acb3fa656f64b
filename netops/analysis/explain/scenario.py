"""A supposition about the network: these configurations, these failures; and what would then still be unexplained."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from ipaddress import ip_network

from netops.analysis.comparison import compare
from netops.analysis.failures import Failures
from netops.analysis.layer2 import Layer2, broadcast_domains
from netops.analysis.prediction import predict
from netops.analysis.ways import longest_match
from netops.errors import PredictionError
from netops.model import Device, Endpoint, Finding, Interface, IPAddress, Network, Probe, Severity, Snapshot

__all__ = ["Key", "Scenario", "Symptoms", "holder", "key_of", "probe_finding", "symptoms"]

Key = tuple[str, str, str]
"""What stays of a finding whatever was expected: its check, subject and problem."""

Symptoms = Mapping[Key, Finding]


def key_of(finding: Finding) -> Key:
    return finding.check, finding.subject, finding.problem


@dataclass(frozen=True, slots=True)
class Scenario:
    """The network as it is supposed to be, with what is broken in it."""

    network: Network
    failures: Failures = field(default_factory=Failures)

    def failing(self, more: Failures) -> Scenario:
        return replace(self, failures=self.failures | more)

    def with_interface(self, end: Endpoint, change: Callable[[Interface], Interface]) -> Scenario:
        """With one interface changed."""
        device = self.network.devices[end.device]
        changed = {**device.interfaces, end.interface: change(device.interfaces[end.interface])}
        return self.with_device(replace(device, interfaces=changed))

    def with_device(self, device: Device) -> Scenario:
        return replace(self, network=self.network.with_devices({device.name: device}))


def symptoms(scenario: Scenario, observed: Snapshot) -> tuple[Symptoms, Snapshot] | None:
    """What the network shows otherwise than this scenario predicts, and the prediction; None where there is none."""
    layer2 = broadcast_domains(scenario.network, scenario.failures)
    try:
        expected = predict(scenario.network, scenario.failures, layer2=layer2)
    except PredictionError:
        return None
    found = (*compare(expected, observed), *_unanswered(scenario.network, layer2, expected, observed))
    return {key_of(each): each for each in found}, expected


def _unanswered(network: Network, layer2: Layer2, expected: Snapshot, observed: Snapshot) -> Iterator[Finding]:
    """Echo requests that lost answers, though both ends should hear each other, and the far one knows the way back."""
    for name, state in sorted(observed.devices.items()):
        for probe in state.probes or ():
            if not probe.lossy:
                continue
            near = Endpoint(name, probe.interface)
            far = holder(network, layer2, near, probe.address)
            if far is not None and _returns(network, expected, near, far, probe.address.version):
                yield probe_finding(name, probe)


def holder(network: Network, layer2: Layer2, near: Endpoint, address: IPAddress) -> Endpoint | None:
    """The interface in the same broadcast domain that has the address; None where nobody there has it."""
    for end in layer2.neighbors(near):
        interface = network.devices[end.device].interfaces[end.interface]
        if any(each.ip == address for each in interface.addresses):
            return end
    return None


def _returns(network: Network, expected: Snapshot, near: Endpoint, far: Endpoint, family: int) -> bool:
    """Whether the far router's own table leads back over the segment; a host has no table, and nothing in the way."""
    rib = expected.devices[far.device].routes
    addresses = network.devices[near.device].interfaces[near.interface].addresses
    routes = [longest_match(rib, ip_network(each.ip)) for each in addresses if each.version == family]
    return not rib or any(route is not None and route.protocol == "connected" for route in routes)


def probe_finding(name: str, probe: Probe) -> Finding:
    """What lost echo requests are by themselves."""
    return Finding(
        "probe-loss",
        Severity.ERROR,
        f"{name}:{probe.interface}",
        f"echo requests to {probe.address} are not all answered",
        f"{probe.sent} answers",
        str(probe.received),
    )
