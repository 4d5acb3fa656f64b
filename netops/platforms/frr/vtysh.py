"""The part of an FRR configuration that no daemon holds.

A banner is kept by vtysh itself: it reads ``/etc/frr/vtysh.conf`` at each start, and ``show running-config`` never
shows it (vtysh.c, ``vtysh_config_write``).  So a driver writes these lines there, gives the daemons the rest, and puts
both together again when it is asked for the running configuration; frr-reload would report them as left over for ever.
"""

from __future__ import annotations

__all__ = ["join", "split"]

_OWN = ("banner motd ", "no banner motd")


def split(text: str) -> tuple[str, str]:
    """A configuration as (what the daemons hold, what stands in vtysh.conf)."""
    lines = text.splitlines(keepends=True)
    own = [line for line in lines if line.startswith(_OWN)]
    return "".join(line for line in lines if not line.startswith(_OWN)), "".join(own)


def join(running: str, vtysh: str) -> str:
    """The whole of it: ``show running-config no-header`` with vtysh.conf's own lines where netops writes them."""
    own = [line for line in vtysh.splitlines() if line.startswith(_OWN)]
    if not own:
        return running
    lines = running.splitlines()
    place = next((index for index, line in enumerate(lines) if line.startswith("!")), len(lines))
    return "".join(f"{line}\n" for line in [*lines[:place], *own, *lines[place:]])
