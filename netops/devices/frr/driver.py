"""The NAPALM driver for FRR: ``napalm.get_network_driver("frr")``.

``optional_args``: ``port`` (22), ``key_file``, ``known_hosts`` (a file; the user's own where it is not given),
``ssh_strict`` (True: an unknown host key is refused), ``sock`` (an open connection to use), ``sudo`` (False: the login
user may itself use vtysh, the configuration directory and the interfaces).
"""

from __future__ import annotations

import secrets
import time
from pathlib import Path
from typing import Any

from napalm.base import NetworkDriver  # type: ignore[import-untyped]  # NAPALM ships no types
from napalm.base.exceptions import (  # type: ignore[import-untyped]  # NAPALM ships no types
    CommandErrorException,
    CommitConfirmException,
    CommitError,
    MergeConfigException,
    NapalmException,
    ReplaceConfigException,
)

from netops.devices.frr.adapter import frr_driver
from netops.devices.frr.asking import Asker
from netops.devices.frr.getters_bgp import BgpGetters
from netops.devices.frr.getters_interfaces import InterfaceGetters
from netops.devices.frr.getters_routing import RouteGetters
from netops.devices.frr.getters_system import SystemGetters
from netops.devices.frr.mapping import as_napalm
from netops.devices.frr.probes import Probes
from netops.devices.login import Login
from netops.devices.session import SshSession

__all__ = ["FRRDriver"]


class FRRDriver(SystemGetters, InterfaceGetters, RouteGetters, BgpGetters, Probes, NetworkDriver):  # type: ignore[misc]
    # misc: our getters return plain dictionaries where NAPALM's base declares typed ones

    def __init__(
        self,
        hostname: str,
        username: str,
        password: str,
        timeout: int = 60,
        optional_args: dict[str, Any] | None = None,
    ) -> None:
        self.hostname, self.username, self.password, self.timeout = hostname, username, password, timeout
        self.platform = "frr"
        self.profile = ["frr"]
        options = optional_args or {}
        login = Login(
            hostname, hostname, username, int(options.get("port", 22)), password or None,
            _path(options.get("key_file")), _path(options.get("known_hosts")), float(timeout),
            bool(options.get("ssh_strict", True)), options.get("sock"),
        )  # fmt: skip
        self.session = SshSession(login)
        self.transaction = frr_driver(login, self.session, bool(options.get("sudo", False)))
        self.device = Asker(self.session)
        self._candidate: str | None = None
        self._token: str | None = None

    def open(self) -> None:
        with as_napalm():
            self.session.open()

    def close(self) -> None:
        """A commit that awaits its confirmation goes on waiting, on the device."""
        self._candidate = None
        self.session.close()

    def is_alive(self) -> dict[str, bool]:
        return {"is_alive": self.session.alive()}

    def load_replace_candidate(self, filename: str | None = None, config: str | None = None) -> None:
        text = _text(filename, config, ReplaceConfigException)
        with as_napalm(ReplaceConfigException):
            self.transaction.load_replace(text)
        self._candidate = text

    def load_merge_candidate(self, filename: str | None = None, config: str | None = None) -> None:
        text = _text(filename, config, MergeConfigException)
        with as_napalm(MergeConfigException):
            self.transaction.load_merge(text)
        self._candidate = text

    def compare_config(self) -> str:
        return self.transaction.compare()

    def commit_config(self, message: str = "", revert_in: int | None = None) -> None:  # noqa: ARG002 - NAPALM's
        """``message`` is not kept: FRR has no place for it."""
        token = f"napalm-{time.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(4)}"
        with as_napalm(CommitError):
            self.transaction.commit(token, revert_in)
        self._token, self._candidate = token, None

    def has_pending_commit(self) -> bool:
        with as_napalm():
            return self.transaction.pending() is not None

    def confirm_commit(self) -> None:
        with as_napalm(CommitConfirmException):
            token = self.transaction.pending()
            if token is None:
                raise CommitConfirmException("no commit awaits its confirmation")
            self.transaction.confirm(token)

    def discard_config(self) -> None:
        self.transaction.discard()
        self._candidate = None

    def rollback(self) -> None:
        """Undo the pending commit, or this session's last one, or else the device's last one."""
        with as_napalm(CommitError):
            token = self.transaction.pending() or self._token or next(iter(self.transaction.tokens()), None)
            if token is None:
                raise CommitError("there is no commit to undo")
            self.transaction.rollback(token)

    def cli(self, commands: list[str], encoding: str = "text") -> dict[str, str | dict[str, Any]]:
        """vtysh commands that begin with ``show``; any other is run by the device's shell."""
        if encoding != "text":
            raise NotImplementedError(f"encoding {encoding!r}: vtysh answers JSON where a command ends with json")
        answers = self.device.ask(*commands)
        for command in commands:
            if answers.get(command, "% no answer").lstrip().startswith("% "):
                raise CommandErrorException(f"{command}: {answers.get(command, 'no answer').strip()}")
        return {command: answers[command] for command in commands}


def _path(value: str | Path | None) -> Path | None:
    return Path(value).expanduser() if value else None


def _text(filename: str | None, config: str | None, kind: type[NapalmException]) -> str:
    """The file takes precedence, as NAPALM says."""
    if filename is None:
        return config or ""
    try:
        return Path(filename).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise kind(f"{filename}: {error}") from None
