"""A folder of configurations -> Network: each device's platform, what its text says, and how they may be wired.

Understood layouts: a file for each device, or a folder for each device whose files are parts of one configuration
(``/etc/network/interfaces`` and ``frr.conf``); either directly in the folder, or in its ``configs``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from netops.analysis.clouds import infer_clouds
from netops.errors import ConfigError
from netops.model import Device, Endpoint, Finding, Link, Location, Network, Severity
from netops.platforms import get_platform
from netops.platforms.base import Coverage, ParsedConfig, UnknownLine
from netops.platforms.configuration.masking import mask
from netops.platforms.recognise import recognise

__all__ = ["ReadConfigs", "read_folder"]

_NOT_CONFIGURATIONS = frozenset({".json", ".yaml", ".yml", ".md", ".png", ".svg", ".gz", ".csv", ".xlsx"})
_TOPOLOGIES = ("layer1_topology.json", "batfish/layer1_topology.json")


@dataclass(frozen=True, slots=True)
class ReadConfigs:
    """``parsed`` by device; ``unread`` are files that no platform knows; ``findings`` what is uncertain."""

    network: Network
    parsed: Mapping[str, ParsedConfig] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)  # with their secrets
    unread: tuple[Path, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def coverage(self) -> Coverage:
        """Of all devices together."""
        parts = [each.coverage for each in self.parsed.values()]
        return Coverage(
            sum(each.understood for each in parts),
            sum(each.no_effect for each in parts),
            sum(each.unknown for each in parts),
        )


def read_folder(folder: Path, platforms: Mapping[str, str] | None = None) -> ReadConfigs:
    """The network of all configurations in the folder.  ``platforms`` by device overrides what the text looks like.

    Raises ConfigError where the folder holds no configuration at all.
    """
    root = folder / "configs" if (folder / "configs").is_dir() else folder
    texts = dict(_texts(root))
    parsed: dict[str, ParsedConfig] = {}
    unread: list[Path] = []
    for name, text in texts.items():
        platform = (platforms or {}).get(name) or recognise(text.whole)
        if platform is None:
            unread += text.files
        else:
            parsed[name] = text.placed(get_platform(platform).parse(text.whole, name, ""), root)
    if not parsed:
        raise ConfigError(f"{root}: no configuration that netops knows the platform of")
    devices = {name: each.device for name, each in parsed.items()}
    links = tuple(_links(folder, devices))
    inferred = infer_clouds(devices, links)
    network = Network(folder.name, devices, links, inferred.clouds, sources=_sources(parsed))
    read = {name: text.whole for name, text in texts.items() if name in parsed}
    return ReadConfigs(network, parsed, read, tuple(unread), (*map(_unread, unread), *inferred.findings))


@dataclass(frozen=True, slots=True)
class _Text:
    """The files of one device as one text; ``starts`` are the lines, from 0, at which each begins."""

    files: tuple[Path, ...]
    whole: str
    starts: tuple[int, ...]

    def placed(self, parsed: ParsedConfig, root: Path) -> ParsedConfig:
        """With the place of each line in its own file."""
        return replace(
            parsed,
            unknown=tuple(
                UnknownLine(self._at(each.location, root), mask(each.text), each.reason) for each in parsed.unknown
            ),
            sources={key: self._at(where, root) for key, where in parsed.sources.items()},
        )

    def _at(self, where: Location, root: Path) -> Location:
        line = where.line or 1
        number = max(index for index, start in enumerate(self.starts) if start < line)
        return Location(str(self.files[number].relative_to(root.parent)), line - self.starts[number])


def _texts(root: Path) -> Iterator[tuple[str, _Text]]:
    """Device by device, by name."""
    if not root.is_dir():
        raise ConfigError(f"{root}: no such folder")
    for path in sorted(root.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir():
            files = tuple(each for each in sorted(path.iterdir()) if _may_be_configuration(each))
            if files:
                yield path.name, _joined(files)
        elif _may_be_configuration(path):
            yield path.stem, _joined((path,))


def _may_be_configuration(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".") and path.suffix not in _NOT_CONFIGURATIONS


def _joined(files: tuple[Path, ...]) -> _Text:
    parts: list[str] = []
    starts: list[int] = []
    count = 0
    for path in files:
        text = path.read_text(encoding="utf-8", errors="replace").rstrip("\n") + "\n"
        starts.append(count)
        parts.append(text)
        count += len(text.splitlines())
    return _Text(files, "".join(parts), tuple(starts))


def _links(folder: Path, devices: Mapping[str, Device]) -> Iterator[Link]:
    """The lines of a layer-1 topology in Batfish's format, where the folder has one."""
    for name in _TOPOLOGIES:
        if (path := folder / name).is_file():
            known = {each.casefold(): each for each in devices}
            seen: set[frozenset[Endpoint]] = set()
            for edge in _edges(path):
                ends = [_end(edge, side, known, devices) for side in ("node1", "node2")]
                if None not in ends and (pair := frozenset(each for each in ends if each is not None)) not in seen:
                    seen.add(pair)
                    a, b = sorted(pair)
                    yield Link(a, b)
            return


def _edges(path: Path) -> Iterable[Mapping[str, Mapping[str, str]]]:
    try:
        edges = json.loads(path.read_text(encoding="utf-8"))["edges"]
        assert isinstance(edges, list)
    except (ValueError, KeyError, TypeError, AssertionError):
        raise ConfigError(f'{path}: expected a layer-1 topology: {{"edges": [{{"node1": …, "node2": …}}]}}') from None
    return edges


def _end(
    edge: Mapping[str, Mapping[str, str]], side: str, known: Mapping[str, str], devices: Mapping[str, Device]
) -> Endpoint | None:
    """The end of a line, or None where the configurations do not have it."""
    node = edge.get(side, {})
    device = known.get(str(node.get("hostname", "")).casefold())
    if device is None:
        return None
    wanted = str(node.get("interfaceName", ""))
    interfaces = {name.casefold(): name for name in devices[device].interfaces}
    found = interfaces.get(wanted.casefold())
    return None if found is None else Endpoint(device, found)


def _sources(parsed: Mapping[str, ParsedConfig]) -> dict[str, Location]:
    """Where each thing was said: ``interface:DEVICE:NAME``, and ``DEVICE|KEY`` for every key of a parser."""
    found: dict[str, Location] = {}
    for name, each in parsed.items():
        for key, where in each.sources.items():
            found[f"{name}|{key}"] = where
            if key.startswith("interface:"):
                found[f"interface:{name}:{key.removeprefix('interface:')}"] = where
    return found


def _unread(path: Path) -> Finding:
    return Finding(
        "config-unknown-platform",
        Severity.WARNING,
        path.name,
        "no platform that netops knows writes such a configuration: it was left out",
        remedy="name its platform, or take the file away",
        location=Location(str(path)),
    )
