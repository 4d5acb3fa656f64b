"""Nornir's connection plugin "netops": a host's connection is one of our drivers, opened once and kept."""

from __future__ import annotations

from typing import Any

from netops.devices.driver import Driver
from netops.devices.login import Login
from netops.devices.registry import make_driver

__all__ = ["CONNECTION", "DriverConnection"]

CONNECTION = "netops"


class DriverConnection:
    """Speaks ``nornir.core.plugins.connections.ConnectionPlugin``."""

    def __init__(self) -> None:
        self.connection: Driver | None = None

    def open(
        self,
        hostname: str | None,
        username: str | None,
        password: str | None,
        port: int | None,
        platform: str | None,
        extras: dict[str, Any] | None = None,
        configuration: object = None,  # noqa: ARG002 - Nornir's signature
    ) -> None:
        """``extras``: ``name``, ``key_file``, ``known_hosts``, ``timeout``; UnreachableError where the login fails."""
        told = {"name": hostname or "", **(extras or {})}
        login = Login(hostname=hostname or "", username=username or "", port=port or 22, password=password, **told)
        driver = make_driver(platform or "", login)
        self.connection = driver  # before it is open: whoever gives up on it can close it
        driver.open()

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
