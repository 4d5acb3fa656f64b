"""Devices of an estate that are as their running configuration says: networks that were there before netops."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from netops.analysis.clouds import infer_clouds
from netops.model import Device, Finding, Location, Network, Severity
from netops.platforms import get_platform
from netops.platforms.base import ParsedConfig
from netops.store import SUFFIXES, read_configurations

__all__ = ["with_adopted"]

_SHOWN = 5  # lines that are not understood, of one device


def with_adopted(network: Network, root: Path, adopted: Collection[str]) -> tuple[Network, tuple[Finding, ...]]:
    """The network with these devices as ``configs/running`` has them, and what is missing or not understood.

    Between them, where no line is known, common subnets tell who hears whom.  Raises StoreError.
    """
    texts = read_configurations(root / "configs" / "running")
    findings: list[Finding] = []
    devices = dict(network.devices)
    sources = dict(network.sources)
    for name in sorted(adopted & devices.keys()):
        device = devices[name]
        file = f"configs/running/{name}{SUFFIXES.get(device.platform, '.cfg')}"
        if name not in texts:
            findings.append(_missing(name, file, network))
            continue
        parsed = get_platform(device.platform).parse(texts[name], name, file)
        devices[name] = _as_configured(device, parsed.device)
        findings += _not_understood(name, parsed)
        sources |= _sources(name, parsed.sources)
    findings += _without_port(network, devices, adopted)
    theirs = {name: devices[name] for name in adopted if name in devices}
    inferred = infer_clouds(theirs, network.links)
    made = replace(network, devices=devices, clouds=inferred.clouds, sources=sources)
    return made, (*findings, *inferred.findings)


def _as_configured(box: Device, configured: Device) -> Device:
    """The configuration, with what no configuration tells of the box."""
    return replace(
        configured,
        name=box.name,
        role=box.role,
        site=box.site,
        rack=box.rack,
        model=box.model,
        serial=box.serial,
        status=box.status,
        groups=box.groups,
        management=box.management,
        managed=box.managed,
    )


def _missing(name: str, file: str, network: Network) -> Finding:
    return Finding(
        "config-missing",
        Severity.ERROR,
        name,
        "its configuration is what it is described by, and is not there",
        expected=file,
        remedy="netops backup, or set configuration: design",
        location=network.locate(f"device:{name}"),
    )


def _not_understood(name: str, parsed: ParsedConfig) -> Iterator[Finding]:
    """One finding a device: what netops did not understand may change what it predicts."""
    if parsed.unknown:
        lines = [f"{each.location}: {each.text} ({each.reason})" for each in parsed.unknown[:_SHOWN]]
        more = len(parsed.unknown) - len(lines)
        yield Finding(
            "config-not-understood",
            Severity.WARNING,
            name,
            f"{len(parsed.unknown)} of {parsed.coverage.lines} lines are not understood, and not predicted",
            evidence=(*lines, *([f"… and {more} more"] if more else [])),
            location=parsed.unknown[0].location,
        )


def _without_port(network: Network, devices: Mapping[str, Device], adopted: Collection[str]) -> Iterator[Finding]:
    for link in network.links:
        for end in (link.a, link.b):
            if end.device in adopted and end.interface not in devices[end.device].interfaces:
                yield Finding(
                    "config-without-port",
                    Severity.WARNING,
                    str(end),
                    "a line ends at a port that the configuration does not have",
                    location=network.locate(f"link:{link.name}"),
                )


def _sources(name: str, sources: Mapping[str, Location]) -> dict[str, Location]:
    found = {f"{name}|{key}": where for key, where in sources.items()}
    ports = {key: where for key, where in sources.items() if key.startswith("interface:")}
    return found | {f"interface:{name}:{key.removeprefix('interface:')}": where for key, where in ports.items()}
