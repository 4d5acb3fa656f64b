"""What vtysh makes of an FRR configuration: the part that no daemon holds, and noise.

A banner is kept by vtysh itself: it reads ``/etc/frr/vtysh.conf`` at each start, and ``show running-config`` never
shows it (vtysh.c, ``vtysh_config_write``).  So a driver writes these lines there, gives the daemons the rest, and puts
both together again when it is asked for the running configuration; frr-reload would report them as left over for ever.
"""

from __future__ import annotations

import re

__all__ = ["join", "same", "split", "tidy"]

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


_NOISE = re.compile(r"(frr version |service integrated-vtysh-config|Building configuration|Current configuration|end$)")
_EMPTY = re.compile(r"^(?:interface|vrf) [^\n]*\nexit(?:-vrf)?\n!\n", re.MULTILINE)


def tidy(text: str) -> str:
    """What ``show running-config`` prints, as netops renders it: then a diff says only what differs.

    Left out are versions, blank lines, and the empty block that FRR keeps of an interface that has no configuration.
    """
    return _EMPTY.sub("", "".join(f"{line}\n" for line in _lines(text)))


def same(one: str, other: str) -> bool:
    """Whether two configurations are the same word for word, but for noise."""
    return _lines(one) == _lines(other)


def _lines(text: str) -> list[str]:
    lines = [line.rstrip() for line in text.splitlines()]
    return [line for line in lines if line and not _NOISE.match(line)]
