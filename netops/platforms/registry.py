"""Platforms by name.  A new one is a folder with ``platform.py`` in it, and a line here."""

from __future__ import annotations

import difflib
from functools import cache
from importlib import import_module

from netops.errors import InputError
from netops.platforms.base import Platform

__all__ = ["get_platform", "platform_names"]

_MODULES = {
    "eos": "netops.platforms.eos.platform",
    "frr": "netops.platforms.frr.platform",
    "hp_comware": "netops.platforms.hp_comware.platform",
    "huawei_vrp": "netops.platforms.huawei_vrp.platform",
    "ios": "netops.platforms.ios.platform",
    "junos": "netops.platforms.junos.platform",
    "iosxr": "netops.platforms.iosxr.platform",
    "linux": "netops.platforms.linux.platform",
    "nxos": "netops.platforms.nxos.platform",
    "ovs": "netops.platforms.ovs.platform",
}


def platform_names() -> tuple[str, ...]:
    """The platforms that netops knows, sorted."""
    return tuple(sorted(_MODULES))


@cache
def get_platform(name: str) -> Platform:
    """The platform of this name.  Raises InputError, with the nearest name, where there is none."""
    if name not in _MODULES:
        near = difflib.get_close_matches(name, _MODULES, n=1)
        hint = f"did you mean {near[0]}?" if near else f"expected one of {', '.join(platform_names())}"
        raise InputError(f"unknown platform {name!r}: {hint}")
    platform = import_module(_MODULES[name]).PLATFORM
    assert isinstance(platform, Platform)
    return platform
