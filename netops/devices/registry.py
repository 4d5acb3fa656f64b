"""Which driver a platform gets.  A new platform's driver is a line here."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from netops.devices.login import Login
from netops.devices.scripted import ScriptedDriver
from netops.errors import UnsupportedError

__all__ = ["driver_platforms", "make_driver"]

_MAKERS = {
    "frr": ("netops.devices.frr.adapter", "frr_driver"),
    "ovs": ("netops.devices.ovs.adapter", "ovs_driver"),
}


def driver_platforms() -> tuple[str, ...]:
    """The platforms whose devices netops can log in to, sorted."""
    return tuple(sorted(_MAKERS))


def make_driver(platform: str, login: Login) -> ScriptedDriver:
    """A driver, not yet opened; UnsupportedError where netops has none for the platform."""
    if platform not in _MAKERS:
        raise UnsupportedError(
            login.name, f"no driver for platform {platform!r}: there is one for {', '.join(_MAKERS)}"
        )
    module, name = _MAKERS[platform]
    maker: Callable[[Login], ScriptedDriver] = getattr(import_module(module), name)
    return maker(login)
