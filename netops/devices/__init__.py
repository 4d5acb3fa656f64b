"""The wire: drivers, and the fleet of them."""

from netops.devices.driver import Driver
from netops.devices.fleet import Fleet
from netops.devices.login import Login
from netops.devices.ondevice.fingerprint import fingerprint
from netops.devices.registry import driver_platforms, make_driver
from netops.devices.remote import UnknownTokenError

__all__ = ["Driver", "Fleet", "Login", "UnknownTokenError", "driver_platforms", "fingerprint", "make_driver"]
