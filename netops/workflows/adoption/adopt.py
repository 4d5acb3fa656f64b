"""Import: a folder of configurations, and of answers to show commands, as a network and as an estate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from netops.analysis.clouds import infer_clouds
from netops.errors import InputError
from netops.model import Finding, LldpNeighbor, Network, Role
from netops.platforms import get_platform
from netops.platforms.base import Coverage, ParsedConfig, UnknownLine
from netops.platforms.configuration.masking import mask
from netops.workflows.adoption.evidence import Evidence, described, heard, shared_subnets, wire
from netops.workflows.adoption.roles import guess_roles
from netops.workflows.adoption.write import write_estate
from netops.workflows.config_folder import ReadConfigs, read_folder
from netops.workflows.recording import recorded_outputs

__all__ = ["Adopted", "Summary", "adopt", "platforms_of", "summary", "write"]


@dataclass(frozen=True, slots=True)
class Adopted:
    """``network`` with its lines, each of whose descriptions is the evidence for it."""

    network: Network
    parsed: Mapping[str, ParsedConfig] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)
    roles: Mapping[str, Role] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def adopt(folder: Path, platforms: Mapping[str, str] | None = None) -> Adopted:
    """The network that the folder's files describe.  Raises ConfigError where there is no configuration in it."""
    read = read_folder(folder, platforms)
    devices = dict(read.network.devices)
    listed = [Evidence(0, link.a, link.b, "the wiring list") for link in read.network.links]
    evidence = [*listed, *heard(devices, _heard(folder, read)), *described(devices), *shared_subnets(devices)]
    wiring = wire(evidence, read.network.sources)
    roles = guess_roles(devices, wiring.links)
    clouds = infer_clouds(devices, wiring.links)
    network = replace(
        read.network,
        devices={name: replace(each, role=roles[name]) for name, each in devices.items()},
        links=wiring.links,
        clouds=clouds.clouds,
    )
    told = [each for each in read.findings if each.check != "wiring-uncertain"]  # judged anew with all the evidence
    findings = (*told, *wiring.findings, *clouds.findings)
    return Adopted(network, read.parsed, read.texts, roles, findings)


@dataclass(frozen=True, slots=True)
class Summary:
    """What the command line prints as JSON."""

    devices: Mapping[str, Coverage]
    unknown: Mapping[str, tuple[UnknownLine, ...]]
    lines: Mapping[str, str]
    findings: tuple[Finding, ...]
    files: tuple[str, ...] = ()


def summary(adopted: Adopted, files: Iterable[Path]) -> Summary:
    return Summary(
        {name: each.coverage for name, each in adopted.parsed.items()},
        {name: each.unknown for name, each in adopted.parsed.items() if each.unknown},
        {link.name: link.description for link in adopted.network.links},
        adopted.findings,
        tuple(map(str, files)),
    )


def platforms_of(said: Iterable[str]) -> dict[str, str]:
    """``DEVICE=PLATFORM`` words.  Raises InputError for one that is none."""
    found: dict[str, str] = {}
    for each in said:
        name, equals, platform = each.partition("=")
        if not (name and equals):
            raise InputError(f"{each!r}: expected DEVICE=PLATFORM")
        get_platform(platform)
        found[name] = platform
    return found


def write(adopted: Adopted, folder: Path) -> tuple[Path, ...]:
    """The network as an estate in ``folder``, its configurations without secrets.  Raises InputError, StoreError."""
    devices = adopted.network.devices
    texts = {name: mask(get_platform(devices[name].platform).scrub(text)) for name, text in adopted.texts.items()}
    return write_estate(folder, devices, adopted.roles, adopted.network.links, texts)


def _heard(folder: Path, read: ReadConfigs) -> dict[str, tuple[LldpNeighbor, ...]]:
    """The neighbours that each device's answers tell of, where answers were kept."""
    found: dict[str, tuple[LldpNeighbor, ...]] = {}
    for name, device in read.network.devices.items():
        outputs = recorded_outputs(folder, name)
        if outputs:
            found[name] = get_platform(device.platform).read(name, outputs).lldp or ()
    return found
