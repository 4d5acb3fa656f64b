"""Logging in to emulated devices: keys, accounts and the SSH server's configuration."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

from netops.errors import LabError
from netops.lab.wiring import management_address
from netops.model import Device

__all__ = ["KEY", "KNOWN_HOSTS", "USER", "make_login_key", "sshd_start", "write_access"]

USER = "netops"
"""Who netops logs in as: an ordinary user, member of the groups that may change the device."""

OPERATOR = "operator"
"""Who an engineer logs in as on a router: the login shell is vtysh."""

KEY = "key"
KNOWN_HOSTS = "known_hosts"

_USER_ID, _OPERATOR_ID = 64001, 64002  # above what a distribution gives out
_HOME = "/run/netops/home"

_SSHD = """\
Port 22
ListenAddress {address}
HostKey /run/netops/ssh/host_key
AuthorizedKeysFile /run/netops/ssh/authorized_keys
AllowUsers {users}
StrictModes no
UsePAM no
UseDNS no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin no
MaxStartups 100
MaxSessions 50
PrintMotd no
Subsystem sftp internal-sftp
PidFile /run/netops/ssh/sshd.pid
"""


def make_login_key(directory: Path) -> None:
    """One key pair for the whole lab, made afresh; only its owner can read it."""
    _keygen(directory / KEY)


def write_access(device: Device, files: Path, directory: Path, groups: tuple[str, ...], *, vtysh: bool) -> str:
    """Write a device's accounts, host key and sshd_config into ``files``; its public host key ("" without sshd)."""
    _accounts(device, files, groups, vtysh=vtysh)
    address = management_address(device)
    if address is None:
        return ""
    _keygen(files / "host_key")
    users = f"{USER} {OPERATOR}" if vtysh else USER
    (files / "sshd_config").write_text(_SSHD.format(address=address.ip, users=users), encoding="utf-8")
    (files / "authorized_keys").write_text((directory / f"{KEY}.pub").read_text(encoding="utf-8"), encoding="utf-8")
    return " ".join((files / "host_key.pub").read_text(encoding="utf-8").split()[:2])


def sshd_start(files: Path, logs: Path) -> str:
    """Shell lines that prepare the users' homes and start the SSH server, where there is one."""
    there = shlex.quote(str(files))
    return f"""\
umask 022
mkdir -p {_HOME}/{USER} {_HOME}/{OPERATOR} /run/netops/ssh /run/sshd
chown {USER}: {_HOME}/{USER}
chown {OPERATOR}: {_HOME}/{OPERATOR}
if [ -e {there}/sshd_config ]; then
  cp {there}/host_key {there}/authorized_keys {there}/sshd_config /run/netops/ssh/
  chmod 600 /run/netops/ssh/host_key
  /usr/sbin/sshd -f /run/netops/ssh/sshd_config -E {shlex.quote(str(logs))}/sshd.log
fi
"""


def _accounts(device: Device, files: Path, groups: tuple[str, ...], *, vtysh: bool) -> None:
    """The machine's own accounts and the two of the lab, for this device's eyes only."""
    shell = "/usr/bin/vtysh" if vtysh else "/bin/sh"
    members = f"{USER},{OPERATOR}"
    passwd = (
        f"{USER}:x:{_USER_ID}:{_USER_ID}:netops:{_HOME}/{USER}:/bin/bash\n"
        f"{OPERATOR}:x:{_OPERATOR_ID}:{_OPERATOR_ID}:operator:{_HOME}/{OPERATOR}:{shell}\n"
    )
    group = f"{USER}:x:{_USER_ID}:{members}\n{OPERATOR}-lab:x:{_OPERATOR_ID}:\n"
    told = []
    for line in Path("/etc/group").read_text(encoding="utf-8").splitlines():
        name, *_, known = line.split(":")
        separator = "," if known else ""
        told.append(f"{line}{separator}{members}" if name in groups else line)
    _write(files / "passwd", _without_ours("/etc/passwd") + passwd, 0o644)
    _write(files / "group", "\n".join(told) + "\n" + group, 0o644)
    # No password fits "*"; unlike "!" it does not lock the account for keys.
    _write(files / "shadow", f"root:*:::::::\n{USER}:*:::::::\n{OPERATOR}:*:::::::\n", 0o600)
    _write(files / "hostname", f"{device.hostname or device.name}\n", 0o644)


def _without_ours(path: str) -> str:
    lines = Path(path).read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if line.split(":")[0] not in (USER, OPERATOR))


def _write(path: Path, text: str, mode: int) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)


def _keygen(path: Path) -> None:
    for old in (path, path.with_name(f"{path.name}.pub")):
        old.unlink(missing_ok=True)
    try:
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", os.fspath(path)],
            check=True,
            capture_output=True,
            text=True,
        )
    except subprocess.CalledProcessError as error:
        raise LabError(f"ssh-keygen made no key in {path.parent}: {error.stderr.strip()}") from error
