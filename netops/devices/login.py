"""Logging in over SSH: host keys are checked strictly, passwords and keys never reach an exception."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from netops.errors import UnreachableError

if TYPE_CHECKING:
    import paramiko

    from netops.model.target import Target

__all__ = ["Login"]

# The cheapest sound choice: a key exchange is what a login costs, and a fleet of routers shares our processor.
KEY_EXCHANGE = ("curve25519-sha256", "curve25519-sha256@libssh.org")
_CONNECT = 10.0  # seconds for TCP to connect: a dead device keeps a whole collection waiting


@dataclass(frozen=True, slots=True)
class Login:
    """All that a login needs.  ``timeout`` is seconds, for each step of the login and as a default for commands.

    Without ``known_hosts`` the user's own file is used; an unknown host key is always refused unless
    ``strict_host_key`` is False.  ``socket`` is an open connection to use instead of making one.
    """

    name: str
    hostname: str
    username: str
    port: int = 22
    password: str | None = field(default=None, repr=False)
    key_file: Path | None = None
    known_hosts: Path | None = None
    timeout: float = 30.0
    strict_host_key: bool = True
    socket: object = field(default=None, repr=False)

    @classmethod
    def of(cls, name: str, target: Target, timeout: float = 30.0, password: str | None = None) -> Login:
        """A login at one of the network's targets."""
        return cls(
            name, target.hostname, target.username, target.port, password, target.key_file, target.known_hosts, timeout
        )

    def connect(self) -> paramiko.SSHClient:
        """An authenticated connection; UnreachableError says why there is none."""
        import paramiko

        logging.getLogger("paramiko").addHandler(logging.NullHandler())  # what it logs, it also raises
        client = paramiko.SSHClient()
        try:
            self._trust(client)
            client.connect(
                self.hostname,
                self.port,
                self.username,
                self.password or None,
                key_filename=str(self.key_file) if self.key_file else None,
                timeout=min(self.timeout, _CONNECT),
                banner_timeout=self.timeout,
                auth_timeout=self.timeout,
                channel_timeout=self.timeout,
                allow_agent=self.key_file is None,
                look_for_keys=self.key_file is None,
                sock=self.socket,  # type: ignore[arg-type]  # whatever paramiko can use as a socket
                transport_factory=_transport,
            )
        except (paramiko.SSHException, OSError, EOFError, ValueError) as error:
            client.close()
            raise UnreachableError(self.name, self._reason(error)) from None
        return client

    def _trust(self, client: paramiko.SSHClient) -> None:
        import paramiko

        if self.known_hosts is not None:
            client.load_host_keys(os.fspath(self.known_hosts))
        else:
            client.load_system_host_keys()
        client.set_missing_host_key_policy(
            paramiko.RejectPolicy() if self.strict_host_key else paramiko.AutoAddPolicy()
        )

    def _reason(self, error: Exception) -> str:
        import paramiko

        where = f"{self.hostname} port {self.port}"
        if isinstance(error, paramiko.BadHostKeyException):
            return f"{where} shows another host key than the known one"
        if isinstance(error, paramiko.AuthenticationException):
            return f"{where} refuses the login of {self.username}"
        if isinstance(error, TimeoutError):
            return f"{where} does not answer within {self.timeout:g} s"
        return f"{where}: {error or type(error).__name__}"


def _transport(*arguments: object, **options: object) -> paramiko.Transport:
    """A transport that offers the cheap key exchange first."""
    import paramiko

    transport = paramiko.Transport(*arguments, **options)  # type: ignore[arg-type]  # SSHClient's own arguments
    chosen = transport.get_security_options()
    chosen.kex = tuple(sorted(chosen.kex, key=lambda each: each not in KEY_EXCHANGE))
    return transport
