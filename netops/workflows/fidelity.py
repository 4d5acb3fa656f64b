"""How true predictions are: recorded networks, whose devices' configurations and answers to show commands were kept.

A recorded network is a folder with ``configs`` and ``show``, the latter with a folder for each device and a file for
each command, its name with ``_`` for blanks.  ``show/host_nos.txt`` may name each device's system.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from netops.analysis import predict
from netops.analysis.fidelity import Comparison, Difference, compare_routes
from netops.errors import InputError, NetopsError
from netops.model import DeviceState
from netops.platforms import get_platform, platform_names
from netops.platforms.base import Coverage
from netops.workflows.config_folder import read_folder
from netops.workflows.recording import recorded_outputs

__all__ = ["Explained", "Fidelity", "read_explained", "recorded_networks", "validate"]

_NOT_RECORDED = {"show ipv6 route vrf all json": "{}"}  # who recorded IPv4 alone had no IPv6 to show
_SYSTEMS = {"nx": "nxos", "arista": "eos", "iosxe": "ios", "cumulus": "frr", "sonic": "frr"}


@dataclass(frozen=True, slots=True)
class Explained:
    """Differences that are known, with the reason why the device has what no configuration tells.

    ``reasons`` by (network, device, VRF, prefix, what differs).
    """

    reasons: Mapping[tuple[str, str, str, str, str], str] = field(default_factory=dict)

    def why(self, network: str, difference: Difference) -> str:
        """The reason, or an empty string."""
        return self.reasons.get((network, *_key(difference)), "")

    def stale(self, found: Iterable[Fidelity]) -> tuple[str, ...]:
        """What is explained, but is no difference any more, of the networks that were looked at."""
        looked = list(found)
        names = {each.name for each in looked}
        seen = {(each.name, *_key(difference)) for each in looked for difference in each.whole.differences}
        return tuple(" ".join(key) for key in sorted(self.reasons) if key[0] in names and key not in seen)


def _key(difference: Difference) -> tuple[str, str, str, str]:
    return difference.device, difference.vrf, difference.prefix, difference.what


def read_explained(path: Path) -> Explained:
    """A YAML list of entries with network, device, vrf, prefix, what and why.  Raises InputError."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        entries = YAML(typ="safe").load(path.read_text(encoding="utf-8")) or []
        names = ("network", "device", "vrf", "prefix", "what")
        return Explained({tuple(str(each[name]) for name in names): str(each["why"]) for each in entries})  # type: ignore[misc]  # five of them
    except (OSError, YAMLError, KeyError, TypeError) as error:
        expected = "expected a list of entries with network, device, vrf, prefix, what and why"
        raise InputError(f"{path}: {expected}: {error}") from None


@dataclass(frozen=True, slots=True)
class Fidelity:
    """One recorded network: the routes by device, ``error`` where it could not be predicted.

    ``unread`` names what of the devices' answers was not understood, ``unseen`` the devices without a table.
    """

    name: str
    devices: Mapping[str, Comparison] = field(default_factory=dict)
    coverage: Coverage = field(default_factory=Coverage)
    unread: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    error: str = ""

    @property
    def whole(self) -> Comparison:
        total = Comparison()
        for each in self.devices.values():
            total += each
        return total

    @property
    def perfect(self) -> bool:
        """Every route of every device, and there were some."""
        return not self.error and self.whole.entries > 0 and not self.whole.differences


def recorded_networks(folder: Path) -> tuple[Path, ...]:
    """The folder itself, or those in it, that hold ``configs`` and ``show``.  Raises InputError for none."""
    found = tuple(each for each in (folder, *sorted(folder.glob("*/"))) if _is_recorded(each))
    if not found:
        raise InputError(f"{folder}: no recorded network: expected the folders configs and show in it")
    return found


def _is_recorded(folder: Path) -> bool:
    return (folder / "configs").is_dir() and (folder / "show").is_dir()


def validate(folder: Path) -> Fidelity:
    """Predict the recorded network from its configurations, and compare every route with what its devices had."""
    systems = _systems(folder)
    try:
        read = read_folder(folder, systems)
        snapshot = predict(read.network)
    except NetopsError as error:
        return Fidelity(folder.name, error=str(error))
    found: dict[str, Comparison] = {}
    unread: list[str] = []
    unseen: list[str] = []
    for name, device in sorted(read.network.devices.items()):
        state = _observed(folder, name, device.platform)
        unread += [f"{name}: {each}" for each in state.unread if not each.endswith(": no answer")]  # not recorded
        if not state.ribs:
            unseen.append(name)
        else:
            found[name] = compare_routes(state, snapshot.devices[name])
    return Fidelity(folder.name, found, read.coverage, tuple(unread), tuple(unseen))


def _systems(folder: Path) -> dict[str, str]:
    """The platform of each device, as far as netops has it."""
    path = folder / "show" / "host_nos.txt"
    if not path.is_file():
        return {}
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        raise InputError(f"{path}: expected JSON, the system of each device by its name") from None
    named = {name: _SYSTEMS.get(system, system) for name, system in told.items()}
    return {name: system for name, system in named.items() if system in platform_names()}


def _observed(folder: Path, name: str, platform: str) -> DeviceState:
    return get_platform(platform).read(name, {**_NOT_RECORDED, **recorded_outputs(folder, name)})
