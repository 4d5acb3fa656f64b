"""A supposition about the network: these configurations, these failures; and what would then still be unexplained."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from netops.analysis.comparison import compare
from netops.analysis.explain.hearing import Hearing
from netops.analysis.failures import Failures
from netops.analysis.layer2 import broadcast_domains
from netops.analysis.prediction import predict
from netops.errors import PredictionError
from netops.model import Device, Endpoint, Finding, Interface, Network, Probe, Severity, Snapshot

__all__ = ["Key", "Scenario", "Symptoms", "key_of", "probe_finding", "symptoms"]

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
    try:
        expected = predict(scenario.network, scenario.failures)
    except PredictionError:
        return None
    found = (*compare(expected, observed), *_unanswered(scenario, observed))
    return {key_of(each): each for each in found}, expected


def _unanswered(scenario: Scenario, observed: Snapshot) -> Iterator[Finding]:
    """Echo requests without an answer, from and to interfaces that should hear each other."""
    if not any(state.probes for state in observed.devices.values()):
        return
    hearing = Hearing(scenario.network, broadcast_domains(scenario.network, scenario.failures))
    for name, state in sorted(observed.devices.items()):
        for probe in state.probes or ():
            if probe.lossy and hearing.owner(Endpoint(name, probe.interface), probe.address):
                yield probe_finding(name, probe)


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
