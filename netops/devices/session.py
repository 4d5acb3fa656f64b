"""A session with a device: one SSH connection, and as many commands over it as are wanted."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from netops.errors import UnreachableError

if TYPE_CHECKING:
    import paramiko

    from netops.devices.login import Login

__all__ = ["Conversation", "Output", "Session", "SshSession", "converse_over", "run_over"]

CHUNK = 65536


@dataclass(frozen=True, slots=True)
class Output:
    """What a command wrote, and its exit status (-1: it was ended by a signal)."""

    stdout: str
    stderr: str
    status: int


class Conversation(Protocol):
    """A command that answers every line with a line, for as long as both want."""

    def ask(self, line: str, timeout: float | None = None) -> str | None:
        """The answer; None where the command ended without one.  UnreachableError where none comes in time."""

    def alive(self) -> bool:
        """Whether the command still runs."""

    def status(self) -> int:
        """How the command ended (-1: by a signal, or it is not known)."""

    def close(self) -> None:
        """Never raises."""


class Session(Protocol):
    """What a driver asks of its connection."""

    def open(self) -> None:
        """Log in; UnreachableError where that fails."""

    def close(self) -> None:
        """Never raises."""

    def alive(self) -> bool:
        """Whether the connection still stands."""

    def run(self, command: str, text: str | bytes = "", timeout: float | None = None) -> Output:
        """Run a shell command with ``text`` on its standard input; UnreachableError where no answer comes in time."""

    def converse(self, command: str) -> Conversation:
        """Start a shell command to be talked with; UnreachableError where the session is lost."""


class SshSession:
    """A session by paramiko.  Each command has a channel of its own, so commands may run side by side."""

    def __init__(self, login: Login) -> None:
        self._login = login
        self._client: paramiko.SSHClient | None = None
        self._opening = threading.Lock()

    def open(self) -> None:
        with self._opening:
            if self._client is None:
                self._client = self._login.connect()

    def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def alive(self) -> bool:
        client = self._client
        transport = client.get_transport() if client is not None else None
        return transport is not None and transport.is_active()

    def run(self, command: str, text: str | bytes = "", timeout: float | None = None) -> Output:
        return run_over(self._transport(), self._login, command, text, timeout)

    def converse(self, command: str) -> Conversation:
        return converse_over(self._transport(), self._login, command)

    def _transport(self) -> paramiko.Transport | None:
        self.open()
        client = self._client
        return client.get_transport() if client is not None else None


def run_over(
    transport: paramiko.Transport | None, login: Login, command: str, text: str | bytes, timeout: float | None
) -> Output:
    """Run one command over a login's transport; UnreachableError where the session is lost or no answer comes."""
    limit = timeout or login.timeout
    with _reachable(login, limit):
        standing = _standing(transport, login)
        return exchange(standing, command, text.encode() if isinstance(text, str) else text, limit)


def converse_over(transport: paramiko.Transport | None, login: Login, command: str) -> Conversation:
    """Start a command over a login's transport; UnreachableError where the session is lost."""
    with _reachable(login, login.timeout):
        channel = _standing(transport, login).open_session(timeout=login.timeout)
        channel.settimeout(login.timeout)
        channel.exec_command(command)
        return _ChannelConversation(channel, login)


def _standing(transport: paramiko.Transport | None, login: Login) -> paramiko.Transport:
    if transport is None or not transport.is_active():
        raise UnreachableError(login.name, "the session was lost")
    return transport


@contextmanager
def _reachable(login: Login, limit: float) -> Iterator[None]:
    """What SSH raises, as what it means to whoever asked."""
    import paramiko

    try:
        yield
    except TimeoutError:
        raise UnreachableError(login.name, f"no answer within {limit:g} s") from None
    except (paramiko.SSHException, OSError, EOFError) as error:
        raise UnreachableError(login.name, f"the session was lost: {error or type(error).__name__}") from None


class _ChannelConversation:
    """Speaks :class:`Conversation` over one SSH channel."""

    def __init__(self, channel: paramiko.Channel, login: Login) -> None:
        self._channel, self._login = channel, login

    def ask(self, line: str, timeout: float | None = None) -> str | None:
        limit = timeout or self._login.timeout
        with _reachable(self._login, limit):
            end = time.monotonic() + limit
            self._channel.settimeout(limit)
            try:
                self._channel.sendall(f"{line}\n".encode())
            except TimeoutError:
                raise
            except OSError:
                if self._transport_active():
                    return None  # the command has ended
                raise
            return self._line(end)

    def _line(self, end: float) -> str | None:
        parts: list[bytes] = []
        while not (parts and parts[-1].endswith(b"\n")):
            self._channel.settimeout(max(0.001, end - time.monotonic()))
            part = self._channel.recv(CHUNK)
            if not part:
                if not self._transport_active():
                    raise EOFError
                return None
            parts.append(part)
        return b"".join(parts).decode(errors="replace")

    def _transport_active(self) -> bool:
        transport = self._channel.get_transport()
        return transport is not None and transport.is_active()

    def alive(self) -> bool:
        channel = self._channel
        return self._transport_active() and not (channel.closed or channel.eof_received or channel.exit_status_ready())

    def status(self) -> int:
        self._channel.status_event.wait(self._login.timeout)
        return self._channel.exit_status

    def close(self) -> None:
        self._channel.close()


def exchange(transport: paramiko.Transport, command: str, text: bytes, limit: float) -> Output:
    """Run one command over an SSH transport; TimeoutError after ``limit`` seconds in all."""
    end = time.monotonic() + limit
    channel = transport.open_session(timeout=limit)
    try:
        channel.settimeout(limit)
        channel.exec_command(command)
        feeder = threading.Thread(target=_feed, args=(channel, text), daemon=True)
        errors: list[bytes] = []
        drain = threading.Thread(target=_drain, args=(channel, errors), daemon=True)
        for each in (feeder, drain):
            each.start()
        output = _read(channel, end)
        drain.join(max(0.0, end - time.monotonic()))
        if not channel.status_event.wait(max(0.0, end - time.monotonic())):
            raise TimeoutError
        return Output(output.decode(errors="replace"), b"".join(errors).decode(errors="replace"), channel.exit_status)
    finally:
        channel.close()


def _read(channel: paramiko.Channel, end: float) -> bytes:
    parts: list[bytes] = []
    while True:
        left = end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        channel.settimeout(left)
        part = channel.recv(CHUNK)
        if not part:
            return b"".join(parts)
        parts.append(part)


def _feed(channel: paramiko.Channel, text: bytes) -> None:
    """In a thread of its own: a command may answer before it has read everything."""
    try:
        channel.sendall(text)
        channel.shutdown_write()
    except OSError:  # the command ended without reading; its exit status tells
        return


def _drain(channel: paramiko.Channel, errors: list[bytes]) -> None:
    try:
        while part := channel.recv_stderr(CHUNK):
            errors.append(part)
    except (TimeoutError, OSError):
        return
