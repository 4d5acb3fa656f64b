"""The estate that a command works on: its folder, its network, its secrets, its run-time data."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from netops.errors import EstateError, InputError
from netops.intent import load
from netops.intent.secrets import GeneratedSecrets, Secrets, SecretStore
from netops.model import Finding, Network, Severity
from netops.store import ChangeFolder, Journal, PushLock
from netops.workflows.adoption.adopted import with_adopted
from netops.workflows.secrets import secret_names

__all__ = ["Estate", "find_estate", "open_estate", "state_folder"]


@dataclass(frozen=True, slots=True)
class Estate:
    """``findings`` are the mistakes in its files; ``root/.netops`` holds what netops keeps while it works.

    ``adopted`` devices are as their file in ``configs/running`` says; nothing is rendered for them.
    """

    root: Path
    network: Network
    secrets: Secrets = field(repr=False)
    findings: tuple[Finding, ...] = ()
    adopted: frozenset[str] = frozenset()

    @property
    def state(self) -> Path:
        return state_folder(self.root)

    @property
    def templates(self) -> Path:
        return self.root / "templates"

    @property
    def mistakes(self) -> tuple[Finding, ...]:
        """Those findings that keep a part of the files out of the network."""
        return tuple(each for each in self.findings if each.severity >= Severity.ERROR)

    def sound(self) -> Network:
        """The network, fit to be rendered and predicted: all that the files say is in it.

        What could not be read is left out of ``network``, and would pass for something to be removed.  Raises
        EstateError, with every mistake, where there is any.
        """
        if self.mistakes:
            raise _unusable(self.mistakes)
        return self.network

    def journal(self) -> Journal:
        return Journal(self.state / "journal.jsonl", self.secrets.redact)

    def lock(self) -> PushLock:
        return PushLock(self.state / "push.lock")

    def change(self, identifier: str) -> ChangeFolder:
        return ChangeFolder(self.state / "changes", identifier)


def state_folder(root: Path) -> Path:
    """Where netops keeps what it needs while it works on the estate at ``root``."""
    return root / ".netops"


def find_estate(start: Path) -> Path:
    """The nearest folder, from ``start`` upwards, that holds an ``inventory`` folder.  Raises InputError."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / "inventory").is_dir():
            return folder
    raise InputError(f"no estate: neither {start} nor a folder above it holds inventory/ (netops init DIR makes one)")


def open_estate(root: Path, *, lab: bool = False) -> Estate:
    """Read an estate; with ``lab``, with its lab's throw-away secrets: real ones never go to an emulated device.

    Raises EstateError, with every mistake, where they leave no network to work on.
    """
    if not (root / "inventory").is_dir():
        raise InputError(f"{root} is not an estate: it holds no inventory/ (netops init DIR makes one)")
    loaded = load(root)
    if loaded.network is None:
        raise _unusable(loaded.findings)
    network, told = with_adopted(loaded.network, root, loaded.adopted) if loaded.adopted else (loaded.network, ())
    names = secret_names(loaded.network)
    secrets: Secrets = (
        GeneratedSecrets(state_folder(root) / "lab-secrets.json", names) if lab else SecretStore(root, names)
    )
    return Estate(root, network, secrets, (*loaded.findings, *told), loaded.adopted)


def _unusable(findings: tuple[Finding, ...]) -> EstateError:
    count = len(findings)
    return EstateError(f"the estate cannot be used: {count} mistake{'s' if count != 1 else ''}", findings)
