"""Plan: what a push would do, line by line on each device, and to the network as a whole."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from netops.analysis import Failures, predict
from netops.checks import run_checks
from netops.errors import InputError
from netops.model import DeviceChange, DeviceOutcome, Finding, Network, Severity, Snapshot
from netops.workflows.baseline import Baseline, observe
from netops.workflows.collect import survey
from netops.workflows.configurations import configured, intended, steady
from netops.workflows.estate import Estate
from netops.workflows.fleet import DeviceRunner
from netops.workflows.impact import Impact, assess
from netops.workflows.running import Running, from_devices, from_files
from netops.workflows.settling import predicted_alike

__all__ = ["Plan", "offline_plan", "plan", "plan_live", "unified"]


@dataclass(frozen=True, slots=True)
class Plan:
    """``before`` and ``after`` are networks with their shown ``texts``, each with its prediction under ``failures``.

    ``basis`` says where the running configurations come from.  ``findings``: what the checks say of the design, and
    what could not be understood or asked.  ``fingerprints`` are of the configurations that the devices ran when asked.
    """

    basis: str
    devices: tuple[DeviceChange, ...]
    impact: Impact
    findings: tuple[Finding, ...]
    failures: Failures = field(repr=False)
    before: Network = field(repr=False)
    after: Network = field(repr=False)
    texts_before: Mapping[str, str] = field(repr=False)
    texts_after: Mapping[str, str] = field(repr=False)
    expected_before: Snapshot = field(repr=False)
    expected_after: Snapshot = field(repr=False)
    fingerprints: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def changed(self) -> tuple[str, ...]:
        """The devices that get another configuration."""
        return tuple(each.device for each in self.devices if each.diff)

    @property
    def critical(self) -> tuple[Finding, ...]:
        """What stops a push."""
        return tuple(each for each in self.findings if each.severity is Severity.CRITICAL)


def plan(
    estate: Estate, running: Running, only: Collection[str] | None = None, baseline: Baseline | None = None
) -> Plan:
    """Compare what runs with what the estate renders, for all managed devices or ``only`` these.

    ``baseline`` knows what is down, and has predicted the network as it is.  Raises InputError for an unknown device,
    TemplateError, PredictionError.
    """
    failures = baseline.failures if baseline is not None else Failures()
    rendered = intended(estate)
    names = _chosen(estate, rendered, only)
    before_texts = {name: running.texts[name] for name in rendered if name in running.texts}
    after_texts = {**before_texts, **{name: rendered[name] for name in names if name not in running.silent}}
    before, unread_before = configured(estate.network, before_texts)
    after, unread_after = configured(estate.network, after_texts)
    known = baseline is not None and baseline.network == before
    now = baseline.expected if baseline is not None and known else predict(before, failures)
    alike = predicted_alike(before, after)
    then = now if alike else predict(after, failures)
    devices = tuple(_device(estate, name, running, rendered[name]) for name in names)
    found = {*estate.findings, *run_checks(estate.network), *unread_before, *unread_after, *_unknown(running, names)}
    return Plan(
        basis=running.basis,
        devices=devices,
        impact=Impact() if alike else assess((before, now), (after, then)),
        findings=tuple(sorted(found, key=lambda each: each.order)),
        failures=failures,
        before=before,
        after=after,
        texts_before=before_texts,
        texts_after=after_texts,
        expected_before=now,
        expected_after=then,
        fingerprints=running.fingerprints,
    )


def offline_plan(estate: Estate, only: Collection[str] | None = None) -> Plan:
    """A plan from the configurations on file."""
    return plan(estate, from_files(estate), only)


def plan_live(estate: Estate, fleet: DeviceRunner, only: Collection[str] | None = None) -> Plan:
    """A plan from what the devices run now, predicted with what is down now."""
    surveyed = survey(estate, fleet)
    running = from_devices(estate, surveyed)
    baseline = observe(configured(estate.network, running.texts)[0], surveyed.snapshot)
    return plan(estate, running, only, baseline)


def _chosen(estate: Estate, rendered: Mapping[str, str], only: Collection[str] | None) -> list[str]:
    managed = [each.name for each in estate.network.managed() if each.name in rendered]
    if only is None:
        return managed
    for name in only:
        if name not in managed:
            near = difflib.get_close_matches(name, managed, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise InputError(f"{name} is no managed device with a template{hint}")
    return [name for name in managed if name in only]


def _device(estate: Estate, name: str, running: Running, rendered: str) -> DeviceChange:
    if name not in running.texts:
        return DeviceChange(name, outcome=DeviceOutcome.UNKNOWN, error="its running configuration is not known")
    platform = estate.network.devices[name].platform
    diff = unified(name, steady(platform, running.texts[name]), steady(platform, rendered))
    outcome = DeviceOutcome.PLANNED if diff else DeviceOutcome.UNCHANGED
    return DeviceChange(name, diff, outcome, running.silent.get(name, ""))


def unified(name: str, before: list[str], after: list[str], goal: str = "intended") -> str:
    """Unified diff of two configurations; empty when they are the same."""
    lines = difflib.unified_diff(before, after, f"{name} running", f"{name} {goal}", lineterm="")
    return "\n".join(lines)


def _unknown(running: Running, names: Collection[str]) -> list[Finding]:
    silent = [
        Finding(
            "device-unreachable",
            Severity.ERROR,
            name,
            "could not be asked",
            actual=running.silent[name],
            remedy="see whether it is alive; its part of a change is not pushed",
        )
        for name in names
        if name in running.silent
    ]
    missing = [
        Finding(
            "running-unknown",
            Severity.WARNING,
            name,
            f"not in {running.basis}; predicted as if it held what is intended",
            remedy="plan with --live or --lab, or take a backup first",
        )
        for name in names
        if name not in running.texts
    ]
    return silent + missing
