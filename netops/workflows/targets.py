"""Where the managed devices are reached: Nornir's SimpleInventory, as it stands in ``inventory/``."""

from __future__ import annotations

from pathlib import Path

from netops.errors import InputError
from netops.model import Target
from netops.workflows.estate import Estate

__all__ = ["inventory_targets"]


def inventory_targets(estate: Estate) -> dict[str, Target]:
    """Host name or address, port, user, key and trusted host keys of every managed device.

    ``hostname``, ``port`` and ``username`` are Nornir's; ``key_file`` and ``known_hosts`` stand among the ``extras`` of
    the connection option ``netops``.  Raises InputError where the inventory does not say where a device is.
    """
    from nornir.plugins.inventory.simple import SimpleInventory

    folder = estate.root / "inventory"
    files = (str(folder / f"{each}.yaml") for each in ("hosts", "groups", "defaults"))
    try:
        inventory = SimpleInventory(*files).load()
    except Exception as error:
        raise InputError(f"{folder}: Nornir cannot read it: {type(error).__name__}: {error}") from error
    targets = {}
    for device in estate.network.managed():
        parameters = inventory.hosts[device.name].get_connection_parameters("netops")
        hostname = parameters.hostname or (str(device.management) if device.management is not None else None)
        if hostname is None:
            raise InputError(f"inventory/hosts.yaml: {device.name} has no hostname: where is it reached?")
        extras = parameters.extras or {}
        targets[device.name] = Target(
            hostname,
            parameters.port or 22,
            parameters.username or "netops",
            _file(estate.root, extras.get("key_file")),
            _file(estate.root, extras.get("known_hosts")),
        )
    return targets


def _file(root: Path, name: object) -> Path | None:
    return (root / Path(str(name)).expanduser()) if name else None
