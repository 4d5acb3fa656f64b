"""Where NAPALM looks for a driver named "frr"; the driver itself is netops.devices.frr."""

from netops.devices.frr.driver import FRRDriver

__all__ = ["FRRDriver"]
