"""Vendor knowledge: one folder a platform, found by its name, imported when it is first asked for."""

from netops.platforms.registry import get_platform, platform_names

__all__ = ["get_platform", "platform_names"]
