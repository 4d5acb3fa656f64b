"""Where the configurations come from that a plan starts at."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field

from netops.store import SUFFIXES, read_configurations
from netops.workflows.collect import Survey
from netops.workflows.estate import Estate

__all__ = ["Running", "from_devices", "from_files"]


@dataclass(frozen=True, slots=True)
class Running:
    """``basis`` says in words where the shown texts come from; ``silent`` devices did not answer.

    ``fingerprints``: of what the devices really run (:func:`netops.devices.fingerprint`), where they were asked.
    """

    basis: str
    texts: Mapping[str, str]
    silent: Mapping[str, str]
    fingerprints: Mapping[str, str] = field(default_factory=dict, repr=False)


def from_devices(estate: Estate, surveyed: Survey) -> Running:
    """What the devices run; for those that did not answer, what is on file, which the basis says."""
    filed = from_files(estate)
    missing = sorted(name for name in surveyed.silent if name in filed.texts)
    basis = "the devices"
    if missing:
        basis += f"; {', '.join(missing)} did not answer and are taken from {filed.basis}"
    texts = {**{name: filed.texts[name] for name in missing}, **surveyed.running}
    return Running(basis, texts, surveyed.silent, surveyed.fingerprints)


def from_files(estate: Estate) -> Running:
    """``configs/running`` where there is one, otherwise ``configs/intended`` as last committed in git."""
    texts = read_configurations(estate.root / "configs" / "running")
    texts = {name: text for name, text in texts.items() if name in estate.network.devices}
    if texts:
        return Running("configs/running", texts, {})
    committed = _committed(estate)
    if committed is not None:
        return Running("configs/intended as last committed in git", committed, {})
    return Running("configs/intended", read_configurations(estate.root / "configs" / "intended"), {})


def _committed(estate: Estate) -> dict[str, str] | None:
    """The rendered files of git's HEAD, or None where this is no git work tree or nothing of it was committed."""
    folder = "configs/intended"
    listing = _git(estate, "ls-tree", "--name-only", "HEAD", f"{folder}/")
    if not listing:
        return None
    found = {}
    for path in listing.splitlines():
        name, dot, suffix = path.rpartition("/")[2].rpartition(".")
        if dot + suffix in {*SUFFIXES.values(), ".cfg"} and name in estate.network.devices:
            text = _git(estate, "show", f"HEAD:./{folder}/{name}.{suffix}")
            if text is not None:
                found[name] = text
    return found or None


def _git(estate: Estate, *arguments: str) -> str | None:
    try:
        done = subprocess.run(["git", "-C", str(estate.root), *arguments], capture_output=True, text=True, check=False)
    except OSError:
        return None  # no git on this machine
    return done.stdout if done.returncode == 0 else None
