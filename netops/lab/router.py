"""An emulated router: the daemons of FRR in namespaces of their own."""

from __future__ import annotations

import json
import shlex
import shutil
import sys
from pathlib import Path

import netops
from netops.errors import LabError
from netops.lab import interfaced
from netops.lab.access import sshd_start, write_access
from netops.lab.boot import FAILED, READY, boot_head, ports_batch, write_script
from netops.lab.requirements import FRR_DAEMONS
from netops.model import Device, InterfaceKind
from netops.platforms.frr.vtysh import split

__all__ = ["HOOK", "daemon_start", "write_router"]

HOOK = "netops-interfaces"
"""In /etc/frr: ``netops-interfaces FILE`` makes the VLAN and VRRP devices that this configuration names, and removes
those that it no longer names.  Any member of the group netops may run it; exit status 1 tells why not on stderr."""

# All of them, whatever the configuration needs today: a later push may want one that was not started.
_DAEMONS = (
    "zebra -s 4000000 -A 127.0.0.1",
    "staticd -A 127.0.0.1",
    "ospfd -A 127.0.0.1",
    "ospf6d -A ::1",
    "bgpd -A 127.0.0.1",
    "vrrpd -A 127.0.0.1",
)

# The package's own file lets the group in as well, but complains on every command that there is no account rule.
_PAM = "auth sufficient pam_permit.so\naccount sufficient pam_permit.so\n"

_HOOK = """\
#!/bin/sh
[ $# = 1 ] && [ -r "$1" ] || { echo "usage: netops-interfaces FRR-CONFIGURATION" >&2; exit 2; }
umask 007
request=$$-$(date +%s%N)
cp "$1" /run/netops/$request.conf || exit 1
echo $request > /run/netops/requests
for try in $(seq 300); do
  if [ -e /run/netops/$request.done ]; then
    status=0
    [ -s /run/netops/$request.done ] && { cat /run/netops/$request.done >&2; status=1; }
    rm -f /run/netops/$request.done /run/netops/$request.conf
    exit $status
  fi
  sleep 0.1
done
echo "the router's interface process gave no answer within 30 s" >&2
exit 1
"""


def write_router(device: Device, config: str, ports: tuple[str, ...], files: Path, logs: Path, lab: Path) -> str:
    """Write everything the router needs to boot; its public host key ("" where it is not managed).

    ``files`` becomes its disk: /etc/frr is ``files/frr``, so what it saves there survives a power cycle.
    """
    frr = files / "frr"
    frr.mkdir(parents=True)
    daemons, own = split(config)
    (frr / "frr.conf").write_text(daemons, encoding="utf-8")
    (frr / "vtysh.conf").write_text(f"service integrated-vtysh-config\n{own}", encoding="utf-8")
    (files / "pam.frr").write_text(_PAM, encoding="utf-8")
    write_script(frr / HOOK, _HOOK)
    (files / "ports.batch").write_text(ports_batch(device, ports), encoding="utf-8")
    _write_settings(device, files)
    write_script(files / "boot.sh", _boot(files, logs))
    write_script(files / "daemons.sh", _daemons(files, logs))
    key = write_access(device, files, lab, ("frr", "frrvty"), vtysh=True)
    for owned, mode in ((frr, 0o2775), (logs, 0o2775)):
        shutil.chown(owned, "frr", "frr")
        owned.chmod(mode)
    for name, mode in (("frr.conf", 0o660), ("vtysh.conf", 0o660), (HOOK, 0o755)):
        shutil.chown(frr / name, "frr", "frr")
        (frr / name).chmod(mode)
    return key


def daemon_start(daemon: str) -> str:
    """A shell line that starts a daemon of a router that runs, as FRR's own scripts do.  Raises LabError."""
    command = next((each for each in _DAEMONS if each.split()[0] == daemon), None)
    if command is None:
        raise LabError(f"a router has no daemon {daemon!r}: {', '.join(each.split()[0] for each in _DAEMONS)}")
    return f"{FRR_DAEMONS}/{command} -d && vtysh -b -d {daemon}"


def _write_settings(device: Device, files: Path) -> None:
    planned = {
        each.name: [each.mac, each.mtu or 1500]
        for each in device.interfaces.values()
        if each.kind is InterfaceKind.SUBINTERFACE and each.mac
    }
    settings = {
        "planned": planned,
        "root": str(Path(netops.__file__).parents[1]),
        "daemons": str(files / "daemons.sh"),
        "failed": str(files / FAILED),
    }
    (files / "interfaced.json").write_text(json.dumps(settings), encoding="utf-8")


def _boot(files: Path, logs: Path) -> str:
    agent = shlex.join([sys.executable, "-I", "-S", str(interfaced.__file__), str(files / "interfaced.json")])
    head = boot_head(
        files, logs, ((files / "frr", "/etc/frr"), (logs, "/var/log/frr"), (files / "pam.frr", "/etc/pam.d/frr"))
    )
    return f"""{head}
mkdir -p /run/frr /var/tmp/frr /run/netops/log
chown frr:frr /run/frr /var/tmp/frr
chmod 0775 /run/frr
chgrp netops /run/netops
chmod 2775 /run/netops
mkfifo -m 0660 /run/netops/requests
trap - EXIT
exec {agent}
"""


def _daemons(files: Path, logs: Path) -> str:
    """zebra first, since the others ask it for the interfaces; then all at once."""
    first, *others = (f"{FRR_DAEMONS}/{daemon} -d" for daemon in _DAEMONS)
    return f"""\
here={shlex.quote(str(files))}
fail() {{ echo "$*" > "$here/{FAILED}"; exit 1; }}
{first} || fail "zebra did not start"
{" & ".join(others)} & wait
told=$(vtysh -b 2>&1) || fail "FRR refused its configuration: $told"
{sshd_start(files, logs)}
: > "$here/{READY}"
"""
