"""A session that Netmiko logs in; commands then run on channels of their own, so that no prompt is scraped."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any

from netops.devices.session import Conversation, Output, converse_over, run_over
from netops.errors import UnreachableError

if TYPE_CHECKING:
    import paramiko

    from netops.devices.login import Login

__all__ = ["NetmikoSession"]


class NetmikoSession:
    """Speaks :class:`netops.devices.session.Session`; ``device_type`` is Netmiko's name of the system."""

    def __init__(self, login: Login, device_type: str) -> None:
        self._login = login
        self._device_type = device_type
        self._connection: Any = None
        self._opening = threading.Lock()

    def open(self) -> None:
        with self._opening:
            if self._connection is None:
                self._connection = self._connect()

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.remote_conn_pre.close()  # Netmiko's own disconnect() waits for a prompt first

    def alive(self) -> bool:
        transport = self._transport()
        return transport is not None and transport.is_active()

    def run(self, command: str, text: str | bytes = "", timeout: float | None = None) -> Output:
        self.open()
        return run_over(self._transport(), self._login, command, text, timeout)

    def converse(self, command: str) -> Conversation:
        self.open()
        return converse_over(self._transport(), self._login, command)

    def _transport(self) -> paramiko.Transport | None:
        connection = self._connection
        return None if connection is None else connection.remote_conn_pre.get_transport()

    def _connect(self) -> Any:
        """A Netmiko connection, its host key checked; UnreachableError says why there is none."""
        import paramiko
        from netmiko import ConnectHandler
        from netmiko.exceptions import NetmikoBaseException

        logging.getLogger("paramiko").addHandler(logging.NullHandler())  # what it logs, it also raises
        login = self._login
        try:
            connection = ConnectHandler(
                device_type=self._device_type,
                host=login.hostname,
                port=login.port,
                username=login.username,
                password=login.password or "",
                use_keys=login.key_file is not None,
                key_file=str(login.key_file) if login.key_file else None,
                ssh_strict=login.strict_host_key,
                system_host_keys=login.known_hosts is None,
                alt_host_keys=login.known_hosts is not None,
                alt_key_file=str(login.known_hosts or ""),
                conn_timeout=login.timeout,
                auth_timeout=login.timeout,
                banner_timeout=login.timeout,
                disabled_algorithms={"kex": list(_dear(paramiko))},
                auto_connect=False,
            )
            connection.establish_connection()  # without its preparations: they read a prompt that nobody asks for
            return connection
        except (NetmikoBaseException, paramiko.SSHException, OSError, EOFError, ValueError) as error:
            raise UnreachableError(login.name, _reason(login, error)) from None


def _dear(paramiko: Any) -> tuple[str, ...]:
    """Key exchanges that cost more than they give here, where the cheap one is there at all."""
    return tuple(each for each in paramiko.Transport._preferred_kex if each.startswith("mlkem"))


def _reason(login: Login, error: Exception) -> str:
    """Netmiko explains at length over many lines: the first that says something is enough, and no heading does."""
    lines = [text for line in str(error).splitlines() if (text := line.strip()) and not text.endswith(":")]
    return f"{login.hostname} port {login.port}: {lines[0] if lines else type(error).__name__}"
